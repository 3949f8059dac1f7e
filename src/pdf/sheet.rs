//! What stands on a page: lines of text and rules, each line with its place in the document's order.

use super::style::Colour;
use super::words::TextLine;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Description,
    Quantity,
    UnitPrice,
    Amount,
}

/// The name or the value of a fact or a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Label,
    Value,
}

/// What a line belongs to. Their order is that of reading, which the tags of the file follow wherever a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Brand,
    Vendor,
    Recipient,
    Fact(usize, Part),
    Subject,
    Lead(usize),
    Head(Column),
    Cell(usize, Column),
    Total(usize, Part),
    Note(usize),
    Footer,
    /// Said elsewhere already: a repeated head, the number of the page. A reader's programme leaves it out.
    Repeated,
}

/// One thing that is drawn. Measures from the left and the top, in points.
#[derive(Debug, Clone)]
pub(super) enum Item {
    Text { x: f32, baseline: f32, line: TextLine, place: Place },
    Rule { x: f32, y: f32, width: f32, height: f32, colour: Colour },
}

impl Item {
    /// A line whose box, as high as its leading, begins at `top`.
    pub(super) fn left(x: f32, top: f32, line: TextLine, place: Place) -> Self {
        Self::Text { x, baseline: top + line.style.ascent(), line, place }
    }

    /// The same, ending at `x`.
    pub(super) fn right(x: f32, top: f32, line: TextLine, place: Place) -> Self {
        Self::left(x - line.width, top, line, place)
    }

    /// A horizontal line.
    pub(super) fn rule(x: f32, y: f32, width: f32, height: f32, colour: Colour) -> Self {
        Self::Rule { x, y, width, height, colour }
    }

    /// The same, farther down.
    pub(super) fn lowered(self, by: f32) -> Self {
        match self {
            Self::Text { x, baseline, line, place } => Self::Text { x, baseline: baseline + by, line, place },
            Self::Rule { x, y, width, height, colour } => Self::Rule { x, y: y + by, width, height, colour },
        }
    }

    /// The same as something that is said already.
    pub(super) fn repeated(self) -> Self {
        match self {
            Self::Text { x, baseline, line, .. } => Self::Text { x, baseline, line, place: Place::Repeated },
            rule @ Self::Rule { .. } => rule,
        }
    }
}

/// A page.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub(super) items: Vec<Item>,
}

/// What is not divided between two pages; its items are measured from its top.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    pub(super) items: Vec<Item>,
    pub(super) height: f32,
    /// The distance from what is above; none at the top of a page.
    pub(super) before: f32,
    /// Whether the next one must be on the same page.
    pub(super) sticks: bool,
    /// What is left free above it at the top of a page, below the table's head.
    pub(super) padding: f32,
    /// Whether a page that begins with it begins with the table's head.
    pub(super) is_row: bool,
}

impl Block {
    pub(super) fn line(x: f32, line: TextLine, place: Place) -> Self {
        Self { height: line.style.leading, items: vec![Item::left(x, 0.0, line, place)], ..Self::default() }
    }

    /// One block of several, if that is not higher than `most`; else the several.
    pub(super) fn together(blocks: Vec<Self>, most: f32) -> Vec<Self> {
        let height: f32 = blocks.iter().map(|block| block.height).sum();
        if height > most || blocks.len() < 2 {
            return blocks;
        }
        let mut whole = Self {
            height,
            before: blocks.first().map_or(0.0, |block| block.before),
            sticks: blocks.last().is_some_and(|block| block.sticks),
            padding: blocks.first().map_or(0.0, |block| block.padding),
            is_row: blocks.first().is_some_and(|block| block.is_row),
            items: Vec::new(),
        };
        let mut top = 0.0;
        for block in blocks {
            whole.items.extend(block.items.into_iter().map(|item| item.lowered(top)));
            top += block.height;
        }
        vec![whole]
    }
}
