//! A line of text that one face cannot draw as it stands: its pieces in the order in which they are seen, each with a font
//! that has its characters.

use std::ops::Range;
use std::sync::Arc;

use krilla::text::{Font, KrillaGlyph};
use unicode_bidi::{BidiInfo, Direction, Level, get_base_direction};
use unicode_segmentation::UnicodeSegmentation;

use super::characters::is_joiner;
use super::face::Face;
use super::faces::Faces;
use super::glyphs::simple;
use super::more::More;
use super::style::Style;

/// Glyphs of one font.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) font: Font,
    /// From left to right; their texts are ranges of the line's.
    pub(super) glyphs: Vec<KrillaGlyph>,
    /// From the line's left edge, in points.
    pub(super) x: f32,
}

/// Where a paragraph begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    Left,
    Right,
}

impl Begins {
    /// As its first letter has it.
    pub(super) fn of(paragraph: &str) -> Self {
        match get_base_direction(paragraph) {
            Direction::Rtl => Self::Right,
            Direction::Ltr | Direction::Mixed => Self::Left,
        }
    }
}

/// Who draws a piece.
enum Hand {
    /// The face of the style; boxes for what nobody has.
    Face,
    More(Arc<More>),
}

/// Draws a line; gives its width in points too, without the blank at its end.
pub(super) fn runs(faces: &Faces<'_>, text: &str, begins: Begins, style: Style) -> (Vec<Run>, f32) {
    let body = text.trim_end_matches(' ');
    let mut pen = Pen { faces, text, style, runs: Vec::new(), x: 0.0 };
    let level = if begins == Begins::Right { Level::rtl() } else { Level::ltr() };
    let order = BidiInfo::new(body, Some(level));
    for paragraph in &order.paragraphs {
        let (levels, parts) = order.visual_runs(paragraph, paragraph.range.clone());
        for part in parts {
            let is_rtl = levels.get(part.start).is_some_and(Level::is_rtl);
            let mut pieces = by_hand(faces, body, part, style, is_rtl);
            if is_rtl {
                pieces.reverse();
            }
            for (range, hand) in pieces {
                pen.draw(range, &hand, is_rtl);
            }
        }
    }
    let width = pen.x;
    // The blank that ends a word stands behind what is seen, wherever the line begins.
    if body.len() < text.len() {
        pen.draw(body.len()..text.len(), &Hand::Face, false);
    }
    (pen.runs, width)
}

/// The pieces of a part in the order of reading, each with who draws it.
fn by_hand(faces: &Faces<'_>, text: &str, part: Range<usize>, style: Style, is_rtl: bool) -> Vec<(Range<usize>, Hand)> {
    let face = faces.of(style.weight);
    let mut pieces: Vec<(Range<usize>, Hand)> = Vec::new();
    let mut add = |range: Range<usize>, hand: Hand| match (pieces.last_mut(), &hand) {
        // Words from right to left that are one piece are copied in the order in which they are read.
        (Some((before, Hand::More(more))), Hand::Face)
            if is_rtl && more.has(' ') && text.get(range.clone()) == Some(" ") =>
        {
            before.end = range.end;
        }
        (Some((before, Hand::Face)), Hand::Face) => before.end = range.end,
        (Some((before, Hand::More(same))), Hand::More(more)) if Arc::ptr_eq(same, more) => before.end = range.end,
        _ => pieces.push((range, hand)),
    };
    let start = part.start;
    for (at, cluster) in text.get(part).unwrap_or_default().grapheme_indices(true) {
        let at = start + at;
        if all_in(face, cluster) {
            add(at..at + cluster.len(), Hand::Face);
        } else if let Some(more) = faces.more.with_all(cluster) {
            add(at..at + cluster.len(), Hand::More(more));
        } else {
            for (within, character) in cluster.char_indices() {
                let range = at + within..at + within + character.len_utf8();
                match faces.more.with(character) {
                    Some(more) if !face.has(character) => add(range, Hand::More(more)),
                    _ => add(range, Hand::Face),
                }
            }
        }
    }
    pieces
}

/// Whether the face alone draws a text.
pub(super) fn all_in(face: &Face, text: &str) -> bool {
    text.chars().all(|character| character.is_ascii() || face.has(character))
}

struct Pen<'a> {
    faces: &'a Faces<'a>,
    text: &'a str,
    style: Style,
    runs: Vec<Run>,
    x: f32,
}

impl Pen<'_> {
    fn draw(&mut self, range: Range<usize>, hand: &Hand, is_rtl: bool) {
        let face = self.faces.of(self.style.weight);
        let piece = self.text.get(range.clone()).unwrap_or_default();
        let is_known = || piece.chars().all(|c| face.has(c) || is_joiner(c));
        let ((glyphs, width), font) = match hand {
            Hand::More(more) => (more.shape(piece, range.start, is_rtl), &more.font),
            // Brackets are mirrored and marks stay with their letters: the face's own way knows only one direction.
            Hand::Face if is_rtl && is_known() => (face.shaped.shape(piece, range.start, true), &face.shaped.font),
            Hand::Face => (simple(face, piece, range.start, self.style), &face.shaped.font),
        };
        if !glyphs.is_empty() {
            self.runs.push(Run { font: font.clone(), glyphs, x: self.x });
        }
        self.x += width * self.style.size;
    }
}
