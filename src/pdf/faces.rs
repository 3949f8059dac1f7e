//! The faces a document is set in: the one family, and what draws the rest.

use super::face::{Face, Inter};
use super::more_fonts::Fonts;
use super::style::Weight;

/// Both weights of the one family, and what draws the rest.
pub(super) struct Faces<'a> {
    inter: &'static Inter,
    pub(super) more: &'a Fonts,
}

impl<'a> Faces<'a> {
    /// None if what is compiled in is broken, which a test rules out.
    pub(super) fn with(more: &'a Fonts) -> Option<Self> {
        Some(Self { inter: Inter::get()?, more })
    }

    pub(super) const fn of(&self, weight: Weight) -> &'static Face {
        self.inter.of(weight)
    }
}
