//! Text into lines of glyphs: where it breaks, and how wide it is.

use unicode_segmentation::UnicodeSegmentation;

use super::characters::{drawable, is_mark};
use super::face::Face;
use super::faces::Faces;
use super::glyphs::{figure, simple};
use super::runs::{Begins, Run, all_in, runs};
use super::style::{Figures, Style};

/// A line ready to be drawn.
#[derive(Debug, Clone)]
pub(super) struct TextLine {
    pub(super) text: String,
    /// From left to right.
    pub(super) runs: Vec<Run>,
    pub(super) style: Style,
    /// In points, without the blank at its end.
    pub(super) width: f32,
}

/// One line of text as it stands, however wide.
pub(super) fn line(faces: &Faces<'_>, text: &str, style: Style) -> TextLine {
    let text = drawable(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let begins = Begins::of(&text);
    shape(faces, text, begins, style)
}

/// One line that is not wider than this: its end is left out, with an ellipsis, if it has to be.
pub(super) fn line_within(faces: &Faces<'_>, text: &str, style: Style, width: f32) -> TextLine {
    let whole = line(faces, text, style);
    if whole.width <= width {
        return whole;
    }
    let room = width - line(faces, "…", style).width;
    let mut shortened = pieces(faces, &whole.text, style, room).next().unwrap_or_default().to_owned();
    shortened.truncate(shortened.trim_end().len());
    line(faces, &format!("{shortened}…"), style)
}

/// A paragraph in lines that are not wider than this. An empty text has no line.
pub(super) fn wrap(faces: &Faces<'_>, text: &str, style: Style, width: f32) -> Vec<TextLine> {
    let face = faces.of(style.weight);
    let blank = face.advance(face.glyph(' ')) * style.size;
    let mut setting = Setting { done: Vec::new(), current: String::new(), reach: 0.0, width, begins: Begins::Left };
    for paragraph in drawable(text).split('\n') {
        setting.begins = Begins::of(paragraph);
        for unit in units(paragraph) {
            let whole = extent(faces, &unit, style);
            if whole <= width && !unit.contains(['-', '/', '–']) {
                setting.add(&unit, whole, Some(blank));
                continue;
            }
            let words: Vec<&str> = if whole <= width { vec![&unit] } else { unit.split(' ').collect() };
            for word in words {
                let mut gap = Some(blank);
                for part in syllables(word) {
                    for piece in pieces(faces, part, style, width) {
                        setting.add(piece, extent(faces, piece, style), gap.take());
                    }
                }
            }
        }
        setting.end_line(true);
    }
    let last = setting.done.len().saturating_sub(1);
    let lines = setting.done.into_iter().enumerate();
    lines
        .map(|(index, Done { text, ends_word, begins })| {
            let width = extent(faces, &text, style);
            // A reader's programme takes the end of a line for the end of a word only where there is a blank. The next
            // line may be another paragraph of the same place; below figures there is none.
            let is_blank = ends_word && (index < last || style.figures == Figures::Text);
            TextLine { width, ..shape(faces, if is_blank { text + " " } else { text }, begins, style) }
        })
        .collect()
}

/// The words of a paragraph; those that a careful typesetter would not part are one: `31. Dezember`, `12 seats`, `2026 –`.
fn units(paragraph: &str) -> Vec<String> {
    let is_number = |word: &str| {
        let digits = word.trim_end_matches('.');
        (1..=3).contains(&digits.len()) && word.len() <= digits.len() + 1 && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let mut units: Vec<String> = Vec::new();
    let mut before = "";
    for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
        let begins_with_email = word.starts_with(char::is_alphabetic);
        match units.last_mut() {
            Some(unit) if matches!(word, "–" | "—" | "·" | "%") || (is_number(before) && begins_with_email) => {
                unit.push(' ');
                unit.push_str(word);
            }
            _ => units.push(word.to_owned()),
        }
        before = word;
    }
    units
}

/// Lines being set.
struct Setting {
    done: Vec<Done>,
    current: String,
    reach: f32,
    width: f32,
    /// Of the paragraph whose lines they are.
    begins: Begins,
}

/// A line that is set.
struct Done {
    text: String,
    ends_word: bool,
    begins: Begins,
}

impl Setting {
    /// Adds a part of a word, after a blank if it begins one, on a new line if it has no room on this.
    fn add(&mut self, part: &str, extent: f32, gap: Option<f32>) {
        let blank = gap.filter(|_| !self.current.is_empty());
        let reach = self.reach + blank.unwrap_or_default() + extent;
        if reach > self.width && !self.current.is_empty() {
            self.end_line(gap.is_some());
            self.reach = extent;
        } else {
            if blank.is_some() {
                self.current.push(' ');
            }
            self.reach = reach;
        }
        self.current.push_str(part);
    }

    fn end_line(&mut self, ends_word: bool) {
        if !self.current.is_empty() {
            let text = std::mem::take(&mut self.current);
            self.done.push(Done { text, ends_word, begins: self.begins });
        }
        self.reach = 0.0;
    }
}

/// A longer paragraph ends anywhere: its last line does not strike the eye.
const BALANCED_LINES: usize = 3;

/// The same for short texts, whose lines are made about equally long: no single word stands alone in the last one.
pub(super) fn balanced(faces: &Faces<'_>, text: &str, style: Style, width: f32) -> Vec<TextLine> {
    let lines = wrap(faces, text, style, width);
    if lines.len() < 2 || lines.len() > BALANCED_LINES {
        return lines;
    }
    // The narrowest width that makes no more lines, near enough.
    let (mut too_narrow, mut enough) = (0.0, width);
    let mut best = lines;
    for _ in 0..6 {
        let middle = f32::midpoint(too_narrow, enough);
        let lines = wrap(faces, text, style, middle);
        if lines.len() > best.len() || ends_words(&lines) < ends_words(&best) {
            too_narrow = middle;
        } else {
            (best, enough) = (lines, middle);
        }
    }
    best
}

/// How many lines end with a word, not within one.
fn ends_words(lines: &[TextLine]) -> usize {
    lines.iter().filter(|line| line.text.ends_with(' ')).count()
}

/// Where a word may break by itself: after a hyphen or stroke between letters.
fn syllables(word: &str) -> impl Iterator<Item = &str> {
    let breaks = |at: usize, joint: char| {
        let (before, after) = (word.get(..at), word.get(at + joint.len_utf8()..));
        before.is_some_and(|b| b.ends_with(char::is_alphabetic))
            && after.is_some_and(|a| a.starts_with(char::is_alphabetic))
    };
    let mut from = 0;
    let mut ends: Vec<usize> = word
        .char_indices()
        .filter(|(at, c)| matches!(c, '-' | '/' | '–') && breaks(*at, *c))
        .map(|(at, c)| at + c.len_utf8())
        .collect();
    ends.push(word.len());
    ends.into_iter().filter_map(move |end| word.get(std::mem::replace(&mut from, end)..end))
}

/// A text in pieces that each fit, broken anywhere but within what a reader takes for one character; each has at least one.
fn pieces<'a>(faces: &'a Faces<'_>, text: &'a str, style: Style, width: f32) -> impl Iterator<Item = &'a str> {
    let face = faces.of(style.weight);
    let is_plain = all_in(face, text);
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = if is_plain { fits(face, rest, style, width) } else { fits_shaped(faces, rest, style, width) };
        let (piece, remainder) = rest.split_at_checked(end)?;
        rest = remainder;
        (!piece.is_empty()).then_some(piece)
    })
}

/// How much of a text of the face fits, at least a character.
fn fits(face: &Face, text: &str, style: Style, width: f32) -> usize {
    let mut reach = 0.0;
    for (at, character) in text.char_indices() {
        let mark = is_mark(character);
        if !mark {
            reach += face.advance(figure(face, character, style).0) * style.size;
        }
        if at > 0 && reach > width && !mark {
            return at;
        }
    }
    text.len()
}

/// The same of any text. Letters that join are narrower together than the sum of them, or wider: what the sum says is
/// corrected by what is drawn.
fn fits_shaped(faces: &Faces<'_>, text: &str, style: Style, width: f32) -> usize {
    let mut ends = Vec::new();
    let mut reach = 0.0;
    for (at, cluster) in text.grapheme_indices(true) {
        reach += extent(faces, cluster, style);
        if at > 0 && reach > width {
            break;
        }
        ends.push(at + cluster.len());
    }
    while ends.len() > 1 {
        let end = ends.last().copied().unwrap_or_default();
        if text.get(..end).is_none_or(|piece| extent(faces, piece, style) <= width) {
            break;
        }
        ends.pop();
    }
    ends.last().copied().unwrap_or(text.len())
}

/// How wide a text is, in points.
fn extent(faces: &Faces<'_>, text: &str, style: Style) -> f32 {
    shape(faces, text.to_owned(), Begins::Left, style).width
}

fn shape(faces: &Faces<'_>, text: String, begins: Begins, style: Style) -> TextLine {
    let face = faces.of(style.weight);
    let (runs, width) = if all_in(face, &text) {
        let (glyphs, width) = simple(face, &text, 0, style);
        let run = Run { font: face.shaped.font.clone(), glyphs, x: 0.0 };
        (if run.glyphs.is_empty() { Vec::new() } else { vec![run] }, width * style.size)
    } else {
        runs(faces, &text, begins, style)
    };
    TextLine { width, text, runs, style }
}
