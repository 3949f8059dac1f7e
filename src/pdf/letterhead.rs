//! The upper part of the first page: the sender, the address where a window envelope shows it, and the facts.

use super::PrintedDocument;
use super::faces::Faces;
use super::grid::{self, ADDRESS_TOP, AXIS, AXIS_WIDTH, LEFT, LETTERHEAD_BOTTOM, RIGHT, TOP};
use super::sheet::{Item, Part, Place};
use super::style::Style;
use super::words::{TextLine, balanced, line_within, wrap};

/// The drawn letterhead.
pub(super) struct Letterhead {
    pub(super) items: Vec<Item>,
    /// Where the text below it may begin.
    pub(super) bottom: f32,
    /// What found no room, as paragraphs.
    pub(super) left_over: Vec<String>,
}

/// Lines of the sender that make up the address above the recipient's.
const RETURN_LINES: usize = 3;
/// The mark is not higher than this many lines.
const BRAND_LINES: usize = 4;
/// From the letterhead to the text, at least.
const GAP: f32 = 22.0;
/// Between a fact's name and its value, at least.
const FACT_GAP: f32 = 10.0;

pub(super) fn draw(document: &PrintedDocument, faces: &Faces<'_>) -> Letterhead {
    let mut head = Letterhead { items: Vec::new(), bottom: 0.0, left_over: Vec::new() };
    brand(document, faces, &mut head);
    vendor(document, faces, &mut head);
    recipient(document, faces, &mut head);
    facts(document, faces, &mut head);
    for (y, width) in grid::TICKS {
        head.items.push(Item::rule(grid::TICKS_LEFT, y, width, grid::HAIRLINE, grid::LIGHT));
    }
    head.bottom = (head.bottom + GAP).max(grid::BODY_TOP);
    head
}

fn brand(document: &PrintedDocument, faces: &Faces<'_>, head: &mut Letterhead) {
    let style = grid::BRAND;
    let lines = wrap(faces, &document.brand, style, AXIS - LEFT - grid::GUTTER);
    // Its capitals are as high up as the sender's beside it.
    let mut top = TOP + grid::SENDER.ascent() - grid::SENDER.size * 0.727 - style.ascent() + style.size * 0.727;
    if lines.len() > BRAND_LINES {
        head.left_over.push(document.brand.clone());
    }
    for line in lines.into_iter().take(BRAND_LINES) {
        head.items.push(Item::left(LEFT, top, line, Place::Brand));
        top += style.leading;
    }
}

fn vendor(document: &PrintedDocument, faces: &Faces<'_>, head: &mut Letterhead) {
    let mut top = TOP;
    let room = grid::FACTS_TOP - grid::SENDER.leading;
    for text in &document.vendor {
        let lines = wrap(faces, text, grid::SENDER, AXIS_WIDTH);
        if !stack(head, lines, grid::SENDER, &mut top, room, |top, line| Item::left(AXIS, top, line, Place::Vendor)) {
            head.left_over.push(text.clone());
        }
    }
}

fn recipient(document: &PrintedDocument, faces: &Faces<'_>, head: &mut Letterhead) {
    let sender: Vec<&str> = document.vendor.iter().take(RETURN_LINES).map(String::as_str).collect();
    let line = line_within(faces, &sender.join(" · "), grid::RETURN, grid::ADDRESS_WIDTH);
    head.items.push(Item::left(LEFT, ADDRESS_TOP - grid::RETURN.leading - 4.0, line, Place::Repeated));

    let mut top = ADDRESS_TOP;
    for text in &document.recipient {
        let lines = balanced(faces, text, grid::ADDRESS, grid::ADDRESS_WIDTH);
        let draw = |top, line| Item::left(LEFT, top, line, Place::Recipient);
        if !stack(head, lines, grid::ADDRESS, &mut top, LETTERHEAD_BOTTOM, draw) {
            head.left_over.push(text.clone());
        }
    }
    head.bottom = head.bottom.max(top);
}

fn facts(document: &PrintedDocument, faces: &Faces<'_>, head: &mut Letterhead) {
    let mut top = grid::FACTS_TOP;
    for (index, (name, value)) in document.facts.iter().enumerate() {
        let names = wrap(faces, name, grid::FACT_LABEL, AXIS_WIDTH / 2.0);
        let widest = names.iter().map(|line| line.width).fold(0.0, f32::max);
        let values = balanced(faces, value, grid::FACT_VALUE, AXIS_WIDTH - widest - FACT_GAP);
        let (mut left, mut right) = (top, top);
        let height = grid::FACT_LABEL.leading * lines_high(names.len().max(values.len()));
        if top + height > LETTERHEAD_BOTTOM {
            head.left_over.push(format!("{name}: {value}"));
            continue;
        }
        stack(head, names, grid::FACT_LABEL, &mut left, LETTERHEAD_BOTTOM, |top, line| {
            Item::left(AXIS, top, line, Place::Fact(index, Part::Label))
        });
        stack(head, values, grid::FACT_VALUE, &mut right, LETTERHEAD_BOTTOM, |top, line| {
            Item::right(RIGHT, top, line, Place::Fact(index, Part::Value))
        });
        top += height + grid::FACTS_BETWEEN;
    }
    head.bottom = head.bottom.max(top);
}

/// Draws lines one below the other, and says whether there was room above `room` for all; if not, it draws none.
fn stack(
    head: &mut Letterhead,
    lines: Vec<TextLine>,
    style: Style,
    top: &mut f32,
    room: f32,
    draw: impl Fn(f32, TextLine) -> Item,
) -> bool {
    // A point more or less is nothing but rounding.
    if *top + style.leading * lines_high(lines.len()) > room + 1.0 {
        return false;
    }
    for line in lines {
        head.items.push(draw(*top, line));
        *top += style.leading;
    }
    true
}

fn lines_high(count: usize) -> f32 {
    u16::try_from(count).map_or(f32::MAX, f32::from)
}
