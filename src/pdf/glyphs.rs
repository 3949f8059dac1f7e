//! A text as glyphs of one face, letter after letter.

use krilla::text::{GlyphId, KrillaGlyph};

use super::characters::is_mark;
use super::face::Face;
use super::style::{Figures, Style};

/// The glyph of a character in this style, and whether it is a figure of a column.
pub(super) fn figure(face: &Face, character: char, style: Style) -> (skrifa::GlyphId, bool) {
    let glyph = face.glyph(character);
    match face.tabular(glyph) {
        Some(figure) if style.figures == Figures::Tabular => (figure, true),
        _ => (glyph, false),
    }
}

/// The glyphs of a text that begins at `start` of its line, letter after letter, and its width in ems.
pub(super) fn simple(face: &Face, text: &str, start: usize, style: Style) -> (Vec<KrillaGlyph>, f32) {
    let mut glyphs: Vec<KrillaGlyph> = Vec::with_capacity(text.len());
    let mut width = 0.0;
    let mut before: Option<skrifa::GlyphId> = None;
    // Advance and middle of the character that a mark belongs to.
    let mut base = (0.0, 0.0);
    for (at, character) in text.char_indices() {
        let (glyph, is_figure) = figure(face, character, style);
        let range = start + at..start + at + character.len_utf8();
        let id = GlyphId::new(glyph.to_u32());
        if is_mark(character) && !glyphs.is_empty() {
            let offset = base.1 - base.0 - face.middle(glyph);
            glyphs.push(KrillaGlyph::new(id, 0.0, offset, 0.0, 0.0, range, None));
            continue;
        }
        if let (Some(left), Some(last)) = (before, glyphs.last_mut()) {
            let kern = if is_figure { 0.0 } else { face.kern(left, glyph) };
            last.x_advance += kern;
            width += kern;
        }
        let advance = face.advance(glyph);
        base = (advance, face.middle(glyph));
        width += advance;
        glyphs.push(KrillaGlyph::new(id, advance, 0.0, 0.0, 0.0, range, None));
        before = (!is_figure).then_some(glyph);
    }
    (glyphs, width)
}
