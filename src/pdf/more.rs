//! A font for what the two faces do not have: its text is shaped, because its script needs it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use harfrust::{BufferClusterLevel, Direction, Script, ShapeOptions, ShapePlan, ShaperData, UnicodeBuffer};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::raw::TableProvider;
use skrifa::{FontRef, MetadataProvider};

/// The bytes of a font or of a collection; shared with the writer.
pub(super) type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Licences that forbid to embed a font are respected: of `OS/2.fsType` the lowest four bits, alone.
const NOT_TO_BE_EMBEDDED: u16 = 2;

/// The characters a font has: first and last of each range, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Coverage(Vec<(u32, u32)>);

impl Coverage {
    fn of(raw: &FontRef<'_>) -> Self {
        let mut codes: Vec<u32> =
            raw.charmap().mappings().filter(|(_, glyph)| glyph.to_u32() != 0).map(|(code, _)| code).collect();
        codes.sort_unstable();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for code in codes {
            match ranges.last_mut() {
                Some((_, last)) if code <= last.saturating_add(1) => *last = code,
                _ => ranges.push((code, code)),
            }
        }
        Self(ranges)
    }

    pub(super) fn has(&self, character: char) -> bool {
        let code = u32::from(character);
        let before = self.0.partition_point(|(first, _)| *first <= code);
        before.checked_sub(1).and_then(|index| self.0.get(index)).is_some_and(|(_, last)| code <= *last)
    }
}

/// A font whose text is shaped.
pub(super) struct More {
    /// What the writer embeds.
    pub(super) font: Font,
    bytes: Bytes,
    shaping: ShaperData,
    /// What the font does for a script and a direction: making it takes longer than using it.
    plans: Mutex<HashMap<(Script, bool), Arc<ShapePlan>>>,
    covers: Coverage,
    em: f32,
}

impl More {
    pub(super) const fn covers(&self) -> &Coverage {
        &self.covers
    }

    /// None if the writer could not embed it. Of a collection, its first font.
    pub(super) fn read(bytes: Bytes) -> Option<Self> {
        let font = Font::new(Arc::clone(&bytes).into(), 0)?;
        let raw = FontRef::from_index((*bytes).as_ref(), 0).ok()?;
        let has_outlines = raw.glyf().is_ok() || raw.cff().is_ok() || raw.cff2().is_ok();
        let may_be_embedded = raw.os2().map_or(true, |os2| os2.fs_type() & 0xf != NOT_TO_BE_EMBEDDED);
        let em = raw.head().ok().map(|head| f32::from(head.units_per_em())).filter(|em| *em > 0.0)?;
        let (shaping, covers) = (ShaperData::new(&raw), Coverage::of(&raw));
        let plans = Mutex::default();
        (has_outlines && may_be_embedded).then(|| Self { font, bytes: Arc::clone(&bytes), shaping, plans, covers, em })
    }

    pub(super) fn has(&self, character: char) -> bool {
        self.covers.has(character)
    }

    /// The glyphs of a piece of text from left to right, and its width in ems. `at` is where it begins in its line.
    pub(super) fn shape(&self, piece: &str, at: usize, is_rtl: bool) -> (Vec<KrillaGlyph>, f32) {
        let Ok(raw) = FontRef::from_index((*self.bytes).as_ref(), 0) else { return (Vec::new(), 0.0) };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(piece);
        buffer.set_direction(if is_rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        buffer.guess_segment_properties();
        if is_rtl {
            // Who copies text from the file turns it round mark by mark.
            buffer.set_cluster_level(BufferClusterLevel::MonotoneCharacters);
        }
        let (shaper, script) = (self.shaping.shaper(&raw).build(), buffer.script());
        let plan = {
            let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
            let new = || Arc::new(ShapePlan::new(&shaper, buffer.direction(), Some(script), None, &[]));
            Arc::clone(plans.entry((script, is_rtl)).or_insert_with(new))
        };
        let shaped = shaper.shape(buffer, ShapeOptions::new().plan(Some(&*plan)));
        let start = |cluster: u32| usize::try_from(cluster).unwrap_or(usize::MAX).min(piece.len());
        let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| start(info.cluster)).collect();
        starts.sort_unstable();
        let ems = |units: i32| f32::from(i16::try_from(units).unwrap_or_default()) / self.em;
        let (mut glyphs, mut width) = (Vec::with_capacity(shaped.len()), 0.0);
        for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let from = start(info.cluster);
            let next = starts.get(starts.partition_point(|start| *start <= from)).copied();
            let range = at + from..at + next.unwrap_or(piece.len());
            let (x, y) = (ems(position.x_offset), ems(position.y_offset));
            let advance = ems(position.x_advance);
            width += advance;
            let glyph = GlyphId::new(info.glyph_id);
            let first = starts.partition_point(|start| *start < from);
            let is_alone = starts.get(first + 1) != Some(&from);
            let letters = piece.get(from..next.unwrap_or(piece.len())).unwrap_or_default();
            match raw.charmap().map(' ') {
                Some(blank) if is_rtl && is_alone && letters.chars().nth(1).is_some() => {
                    glyphs.extend(apart(glyph, GlyphId::new(blank.to_u32()), letters, range.start, (advance, x, y)));
                }
                _ => glyphs.push(KrillaGlyph::new(glyph, advance, x, y, 0.0, range, None)),
            }
        }
        (glyphs, width)
    }
}

/// One glyph for several letters from right to left (lam and alef), with a blank for each but the last of them: who copies text
/// from the file turns letters round that one glyph stands for.
fn apart(
    glyph: GlyphId,
    blank: GlyphId,
    letters: &str,
    start: usize,
    (advance, x, y): (f32, f32, f32),
) -> Vec<KrillaGlyph> {
    let share = advance / u8::try_from(letters.chars().count()).map_or(f32::MAX, f32::from);
    let from_left = letters.char_indices().rev().enumerate();
    let one = |(index, (at, letter)): (usize, (usize, char))| {
        let range = start + at..start + at + letter.len_utf8();
        let (glyph, x, y) = if index == 0 { (glyph, x, y) } else { (blank, 0.0, 0.0) };
        KrillaGlyph::new(glyph, share, x, y, 0.0, range, None)
    };
    from_left.map(one).collect()
}
