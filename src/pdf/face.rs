//! The two faces that everything is drawn with if it can be, and what of them drawing needs: glyphs, widths, kerning,
//! tabular figures.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::raw::TableProvider;
use skrifa::raw::tables::gpos::{PairPos, PositionSubtables};
use skrifa::raw::tables::gsub::{SingleSubst, SubstitutionSubtables};
use skrifa::raw::tables::layout::FeatureList;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};

use super::more::More;
use super::style::Weight;

/// Drawn for what no font has.
const BOX: char = '\u{25a1}';

const REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold.ttf");

/// Both weights of the one family.
pub(super) struct Inter {
    regular: Face,
    semi_bold: Face,
}

impl Inter {
    /// None if what is compiled in is broken, which a test rules out.
    pub(super) fn get() -> Option<&'static Self> {
        INTER.as_ref()
    }

    pub(super) const fn of(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold => &self.semi_bold,
        }
    }
}

static INTER: LazyLock<Option<Inter>> =
    LazyLock::new(|| Some(Inter { regular: Face::read(REGULAR)?, semi_bold: Face::read(SEMI_BOLD)? }));

/// The regular face; the other has the same characters.
pub(super) fn inter() -> Option<&'static Face> {
    INTER.as_ref().map(|inter| &inter.regular)
}

/// One font. Widths are in ems.
pub(super) struct Face {
    /// For a piece from right to left; and what the writer embeds.
    pub(super) shaped: More,
    glyphs: HashMap<char, GlyphId>,
    fallback: GlyphId,
    metrics: GlyphMetrics<'static>,
    /// Lookups of the feature `kern`, each the tables of which the first that decides counts.
    kerning: Vec<Vec<Pairs>>,
    tabular: HashMap<GlyphId, GlyphId>,
    em: f32,
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let raw = FontRef::new(bytes).ok()?;
        let glyphs: HashMap<char, GlyphId> =
            raw.charmap().mappings().filter_map(|(code, glyph)| Some((char::from_u32(code)?, glyph))).collect();
        Some(Self {
            shaped: More::read(Arc::new(bytes))?,
            fallback: glyphs.get(&BOX).copied()?,
            metrics: raw.glyph_metrics(Size::unscaled(), LocationRef::default()),
            kerning: kerning(&raw)?,
            tabular: tabular_figures(&raw, &glyphs)?,
            em: f32::from(raw.head().ok()?.units_per_em()),
            glyphs,
        })
    }

    pub(super) fn has(&self, character: char) -> bool {
        self.glyphs.contains_key(&character)
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
        let units = self.kerning.iter().filter_map(|tables| tables.iter().find_map(|table| table.kern(left, right)));
        f32::from(units.fold(0, i16::saturating_add)) / self.em
    }
}

/// A table of distances, read once: the font's own is slow to look up in.
enum Pairs {
    Listed(HashMap<(GlyphId, GlyphId), i16>),
    /// By classes of glyphs at the left and at the right; a right glyph without one is of class 0.
    Classes {
        left: HashMap<GlyphId, u16>,
        right: HashMap<GlyphId, u16>,
        distances: Vec<Vec<i16>>,
    },
}

impl Pairs {
    fn read(table: &PairPos<'static>) -> Option<Self> {
        match table {
            PairPos::Format1(table) => {
                let mut listed = HashMap::new();
                for (left, pairs) in table.coverage().ok()?.iter().zip(table.pair_sets().iter()) {
                    for pair in pairs.ok()?.pair_value_records().iter() {
                        let pair = pair.ok()?;
                        let distance = pair.value_record1().x_advance().unwrap_or_default();
                        listed.insert((left.into(), pair.second_glyph().into()), distance);
                    }
                }
                Some(Self::Listed(listed))
            }
            PairPos::Format2(table) => {
                let (first, second) = (table.class_def1().ok()?, table.class_def2().ok()?);
                let left = table.coverage().ok()?.iter().map(|glyph| (glyph.into(), first.get(glyph))).collect();
                let right = second.iter().map(|(glyph, class)| (glyph.into(), class)).collect();
                let mut distances = Vec::new();
                for row in table.class1_records().iter() {
                    let cells = row.ok()?.class2_records().iter().collect::<Result<Vec<_>, _>>().ok()?;
                    distances.push(cells.iter().map(|c| c.value_record1().x_advance().unwrap_or_default()).collect());
                }
                Some(Self::Classes { left, right, distances })
            }
        }
    }

    /// The distance, if this table decides about the pair.
    fn kern(&self, left: GlyphId, right: GlyphId) -> Option<i16> {
        match self {
            Self::Listed(listed) => listed.get(&(left, right)).copied(),
            Self::Classes { left: first, right: second, distances } => {
                let row = distances.get(usize::from(*first.get(&left)?))?;
                row.get(usize::from(second.get(&right).copied().unwrap_or_default())).copied()
            }
        }
    }
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

fn kerning(raw: &FontRef<'static>) -> Option<Vec<Vec<Pairs>>> {
    let table = raw.gpos().ok()?;
    let lookups = table.lookup_list().ok()?;
    let mut found = Vec::new();
    for index in lookups_of(&table.feature_list().ok()?, Tag::new(b"kern")) {
        let lookup = lookups.lookups().get(usize::from(index)).ok()?;
        if let PositionSubtables::Pair(tables) = lookup.subtables().ok()? {
            found.push(tables.iter().map(|table| Pairs::read(&table.ok()?)).collect::<Option<_>>()?);
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
