//! How a text looks.

/// Red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

/// How bold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    SemiBold,
}

/// Whether figures have their own width, as in a sentence, or one width, as in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Figures {
    Text,
    Tabular,
}

/// How a text looks; sizes in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub(super) weight: Weight,
    pub(super) size: f32,
    /// From one baseline to the next.
    pub(super) leading: f32,
    pub(super) colour: Colour,
    pub(super) figures: Figures,
}

impl Style {
    /// From the top of a line's box to its baseline: capitals (0.727 em high) stand in its middle.
    pub(super) fn ascent(&self) -> f32 {
        f32::midpoint(self.leading, self.size * 0.727)
    }
}
