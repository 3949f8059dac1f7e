//! The tags of the file: what is heading, list, table and paragraph, in the order of reading, for readers' programmes.

use std::collections::{BTreeMap, BTreeSet};
use std::num::{NonZeroU16, NonZeroU32};

use krilla::tagging::{Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

use super::sheet::{Column, Part, Place};

/// The pieces of text of each place, in the order of drawing.
pub(super) type Pieces = BTreeMap<Place, Vec<Identifier>>;

/// The tree of all pieces; each must be in it once.
pub(super) fn tree(pieces: &Pieces, language: Option<String>) -> TagTree {
    let mut tree = TagTree::new().with_lang(language);
    let mut push = |groups: Vec<TagGroup>| groups.into_iter().for_each(|group| tree.push(group));
    push(plain(pieces, |place| matches!(place, Place::Brand | Place::Vendor | Place::Recipient)));
    let facts = rows(pieces, Tag::LI.into(), |place| match place {
        Place::Fact(index, Part::Label) => Some((index, Tag::Lbl.into())),
        Place::Fact(index, Part::Value) => Some((index, Tag::LBody.into())),
        _ => None,
    });
    push(within(Tag::L(ListNumbering::None), facts));
    push(plain(pieces, |place| matches!(place, Place::Subject | Place::Lead(_))));
    push(table(pieces));
    push(plain(pieces, |place| matches!(place, Place::Note(_) | Place::Footer)));
    tree
}

fn table(pieces: &Pieces) -> Vec<TagGroup> {
    let head = rows(pieces, Tag::TR.into(), |place| match place {
        Place::Head(_) => Some((0, Tag::TH(TableHeaderScope::Column).into())),
        _ => None,
    });
    let body = rows(pieces, Tag::TR.into(), |place| match place {
        Place::Cell(index, _) => Some((index, Tag::TD.into())),
        _ => None,
    });
    // The label of a total stands for all columns but the last.
    let columns: BTreeSet<Column> = pieces
        .keys()
        .filter_map(|place| match place {
            Place::Head(column) | Place::Cell(_, column) => Some(*column),
            _ => None,
        })
        .collect();
    let span = u32::try_from(columns.len().saturating_sub(1)).ok().and_then(NonZeroU32::new);
    let foot = rows(pieces, Tag::TR.into(), |place| match place {
        Place::Total(index, Part::Label) => Some((index, Tag::TH(TableHeaderScope::Row).with_col_span(span).into())),
        Place::Total(index, Part::Value) => Some((index, Tag::TD.into())),
        _ => None,
    });
    let parts = [within(Tag::THead, head), within(Tag::TBody, body), within(Tag::TFoot, foot)];
    within(Tag::Table, parts.into_iter().flatten().collect())
}

/// Headings and paragraphs.
fn plain(pieces: &Pieces, is_one: impl Fn(Place) -> bool) -> Vec<TagGroup> {
    let chosen = pieces.iter().filter(|(place, _)| is_one(**place));
    chosen
        .map(|(place, pieces)| match place {
            Place::Subject => leaf(Tag::Hn(NonZeroU16::MIN, None), pieces),
            _ => leaf(Tag::P, pieces),
        })
        .collect()
}

/// Groups of what has the same number: the cells of a row, the name and the value of a fact.
fn rows(pieces: &Pieces, row: TagKind, choose: impl Fn(Place) -> Option<(usize, TagKind)>) -> Vec<TagGroup> {
    let mut found: BTreeMap<usize, TagGroup> = BTreeMap::new();
    for (place, pieces) in pieces {
        if let Some((index, tag)) = choose(*place) {
            found.entry(index).or_insert_with(|| TagGroup::new(row.clone())).push(leaf(tag, pieces));
        }
    }
    found.into_values().collect()
}

/// A group of groups, or nothing around nothing.
fn within(tag: impl Into<TagKind>, groups: Vec<TagGroup>) -> Vec<TagGroup> {
    if groups.is_empty() {
        return groups;
    }
    vec![TagGroup::with_children(tag, groups.into_iter().map(Node::from).collect())]
}

fn leaf(tag: impl Into<TagKind>, pieces: &[Identifier]) -> TagGroup {
    TagGroup::with_children(tag, pieces.iter().copied().map(Node::from).collect())
}
