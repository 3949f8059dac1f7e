//! The two faces that are compiled in, and what of a font drawing needs: glyphs, widths, kerning, tabular figures.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::LazyLock;

use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::raw::TableProvider;
use skrifa::raw::tables::gpos::{PairPos, PairSet, PairValueRecord, PositionSubtables};
use skrifa::raw::tables::gsub::{SingleSubst, SubstitutionSubtables};
use skrifa::raw::tables::layout::FeatureList;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};

use super::words::Weight;

/// Drawn for what a face does not have.
const BOX: char = '\u{25a1}';

const REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold.ttf");

/// Both weights of the one family.
pub(super) struct Faces {
    regular: Face,
    semi_bold: Face,
}

impl Faces {
    pub(super) fn of(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold => &self.semi_bold,
        }
    }
}

/// The faces, read once; none if what is compiled in is broken, which a test rules out.
pub(super) fn faces() -> Option<&'static Faces> {
    static FACES: LazyLock<Option<Faces>> =
        LazyLock::new(|| Some(Faces { regular: Face::read(REGULAR)?, semi_bold: Face::read(SEMI_BOLD)? }));
    FACES.as_ref()
}

/// One font. Widths are in ems.
pub(super) struct Face {
    /// What the writer embeds.
    pub(super) font: Font,
    glyphs: HashMap<char, GlyphId>,
    fallback: GlyphId,
    metrics: GlyphMetrics<'static>,
    /// Lookups of the feature `kern`, each the tables of which the first that knows the left glyph counts.
    kerning: Vec<Vec<PairPos<'static>>>,
    tabular: HashMap<GlyphId, GlyphId>,
    em: f32,
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let raw = FontRef::new(bytes).ok()?;
        let glyphs: HashMap<char, GlyphId> =
            raw.charmap().mappings().filter_map(|(code, glyph)| Some((char::from_u32(code)?, glyph))).collect();
        Some(Self {
            font: Font::new(bytes.into(), 0)?,
            fallback: glyphs.get(&BOX).copied()?,
            metrics: raw.glyph_metrics(Size::unscaled(), LocationRef::default()),
            kerning: kerning(&raw)?,
            tabular: tabular_figures(&raw, &glyphs)?,
            em: f32::from(raw.head().ok()?.units_per_em()),
            glyphs,
        })
    }

    /// The glyph of a character, or a box.
    pub(super) fn glyph(&self, character: char) -> GlyphId {
        self.glyphs.get(&character).copied().unwrap_or(self.fallback)
    }

    /// The figure of the width that all figures have in a column, if the glyph is a figure.
    pub(super) fn tabular(&self, glyph: GlyphId) -> Option<GlyphId> {
        self.tabular.get(&glyph).copied()
    }

    pub(super) fn advance(&self, glyph: GlyphId) -> f32 {
        self.metrics.advance_width(glyph).unwrap_or_default() / self.em
    }

    /// Where the middle of the glyph's outline is.
    pub(super) fn middle(&self, glyph: GlyphId) -> f32 {
        self.metrics.bounds(glyph).map_or(0.0, |b| f32::midpoint(b.x_min, b.x_max)) / self.em
    }

    /// How much nearer (less than zero) or farther two neighbours stand.
    pub(super) fn kern(&self, left: GlyphId, right: GlyphId) -> f32 {
        let units = self.kerning.iter().filter_map(|tables| {
            tables.iter().find_map(|table| match table {
                PairPos::Format1(table) => {
                    let pairs = table.pair_sets().get(usize::from(table.coverage().ok()?.get(left)?)).ok()?;
                    pair_of(&pairs, right)?.value_record1().x_advance()
                }
                PairPos::Format2(table) => {
                    table.coverage().ok()?.get(left)?;
                    let (first, second) = (table.class_def1().ok()?.get(left), table.class_def2().ok()?.get(right));
                    let row = table.class1_records().get(usize::from(first)).ok()?;
                    row.class2_records().get(usize::from(second)).ok()?.value_record1().x_advance()
                }
            })
        });
        f32::from(units.fold(0, i16::saturating_add)) / self.em
    }
}

/// The pair with this glyph at its right; they are in the order of glyphs.
fn pair_of(pairs: &PairSet<'static>, right: GlyphId) -> Option<PairValueRecord> {
    let records = pairs.pair_value_records();
    let (mut from, mut to) = (0, records.len());
    while from < to {
        let middle = usize::midpoint(from, to);
        let record = records.get(middle).ok()?;
        match GlyphId::from(record.second_glyph()).cmp(&right) {
            Ordering::Less => from = middle + 1,
            Ordering::Equal => return Some(record),
            Ordering::Greater => to = middle,
        }
    }
    None
}

/// The lookups that a feature names, each once and in the font's order.
fn lookups_of(features: &FeatureList<'_>, tag: Tag) -> Vec<u16> {
    let named = features.feature_records().iter().filter(|record| record.feature_tag() == tag);
    let mut lookups: Vec<u16> = named
        .filter_map(|record| record.feature(features.offset_data()).ok())
        .flat_map(|feature| feature.lookup_list_indices().iter().map(|index| index.get()).collect::<Vec<_>>())
        .collect();
    lookups.sort_unstable();
    lookups.dedup();
    lookups
}

fn kerning(raw: &FontRef<'static>) -> Option<Vec<Vec<PairPos<'static>>>> {
    let table = raw.gpos().ok()?;
    let lookups = table.lookup_list().ok()?;
    let mut found = Vec::new();
    for index in lookups_of(&table.feature_list().ok()?, Tag::new(b"kern")) {
        let lookup = lookups.lookups().get(usize::from(index)).ok()?;
        if let PositionSubtables::Pair(tables) = lookup.subtables().ok()? {
            found.push(tables.iter().collect::<Result<_, _>>().ok()?);
        }
    }
    Some(found)
}

/// Only the ten figures: the point and the blank of figure's width would tear amounts apart.
fn tabular_figures(raw: &FontRef<'static>, glyphs: &HashMap<char, GlyphId>) -> Option<HashMap<GlyphId, GlyphId>> {
    let table = raw.gsub().ok()?;
    let lookups = table.lookup_list().ok()?;
    let mut found = HashMap::new();
    for index in lookups_of(&table.feature_list().ok()?, Tag::new(b"tnum")) {
        let lookup = lookups.lookups().get(usize::from(index)).ok()?;
        let SubstitutionSubtables::Single(tables) = lookup.subtables().ok()? else { continue };
        for table in tables.iter() {
            let table = table.ok()?;
            for figure in '0'..='9' {
                let Some(glyph) = glyphs.get(&figure).copied() else { continue };
                if let Some(substitute) = substitute(&table, glyph) {
                    found.insert(glyph, substitute);
                }
            }
        }
    }
    Some(found)
}

fn substitute(table: &SingleSubst<'static>, glyph: GlyphId) -> Option<GlyphId> {
    match table {
        SingleSubst::Format1(table) => {
            table.coverage().ok()?.get(glyph)?;
            let glyph = i32::try_from(glyph.to_u32()).ok()?.checked_add(i32::from(table.delta_glyph_id()))?;
            Some(GlyphId::new(u32::try_from(glyph).ok()?))
        }
        SingleSubst::Format2(table) => {
            let index = table.coverage().ok()?.get(glyph)?;
            table.substitute_glyph_ids().get(usize::from(index)).map(|id| GlyphId::from(id.get()))
        }
    }
}
