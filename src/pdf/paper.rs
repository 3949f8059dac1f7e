//! The file: pages drawn with `krilla`, their text tagged, and the file's properties.

use chrono::{Datelike, Timelike};
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::{Document as Paper, SerializeSettings};

use super::characters::on_one_line;
use super::grid;
use super::sheet::{Item, Place, Sheet};
use super::style::Colour;
use super::tags::{self, Pieces};
use super::words::TextLine;
use super::{NotRendered, PrintedDocument};

/// Of the file's properties: nobody reads longer ones.
const LONGEST_PROPERTY: usize = 500;

pub(super) fn write(document: &PrintedDocument, sheets: &[Sheet]) -> Result<Vec<u8>, NotRendered> {
    let settings = SerializeSettings { enable_tagging: true, xmp_metadata: true, ..SerializeSettings::default() };
    let mut paper = Paper::new_with(settings);
    let mut pieces = Pieces::new();
    for sheet in sheets {
        let size = PageSettings::from_wh(grid::PAGE_WIDTH, grid::PAGE_HEIGHT);
        let size = size.ok_or_else(|| NotRendered::File("a page has no size".to_owned()))?;
        let mut page = paper.start_page_with(size);
        let mut surface = page.surface();
        draw_texts(&mut surface, sheet, &mut pieces);
        draw_rules(&mut surface, sheet);
        surface.finish();
        page.finish();
    }
    let language = language(document);
    paper.set_tag_tree(tags::tree(&pieces, language.clone()));
    paper.set_metadata(properties(document, language));
    paper.finish().map_err(|cause| NotRendered::File(cause.to_string()))
}

/// Neighbours of one place are one piece: fewer tags, a smaller file.
fn draw_texts(surface: &mut Surface<'_>, sheet: &Sheet, pieces: &mut Pieces) {
    let mut open: Option<Place> = None;
    for item in &sheet.items {
        let Item::Text { x, baseline, line, place } = item else { continue };
        if line.runs.is_empty() {
            continue;
        }
        if open != Some(*place) {
            if open.is_some() {
                surface.end_tagged();
            }
            open = Some(*place);
            if *place == Place::Repeated {
                surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)));
            } else {
                let piece = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                pieces.entry(*place).or_default().push(piece);
            }
        }
        draw_line(surface, *x, *baseline, line);
    }
    if open.is_some() {
        surface.end_tagged();
    }
}

fn draw_line(surface: &mut Surface<'_>, x: f32, baseline: f32, line: &TextLine) {
    let style = line.style;
    surface.set_fill(Some(fill(style.colour)));
    for run in &line.runs {
        let start = Point::from_xy(x + run.x, baseline);
        surface.draw_glyphs(start, &run.glyphs, run.font.clone(), &line.text, style.size, false);
    }
}

fn draw_rules(surface: &mut Surface<'_>, sheet: &Sheet) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    for item in &sheet.items {
        let Item::Rule { x, y, width, height, colour } = item else { continue };
        let mut path = PathBuilder::new();
        let Some(rectangle) = Rect::from_xywh(*x, *y, *width, *height) else { continue };
        path.push_rect(rectangle);
        surface.set_fill(Some(fill(*colour)));
        if let Some(path) = path.finish() {
            surface.draw_path(&path);
        }
    }
    surface.end_tagged();
}

fn fill(Colour(red, green, blue): Colour) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

/// A tag of letters, digits and hyphens, or none.
fn language(document: &PrintedDocument) -> Option<String> {
    let tag = document.language.trim();
    let is_one = !tag.is_empty() && tag.len() <= 35 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_one.then(|| tag.to_owned())
}

fn properties(document: &PrintedDocument, language: Option<String>) -> Metadata {
    let mut properties = Metadata::new().creator("Seatsync".to_owned()).creation_date(written(document));
    let title = on_one_line(&document.title, LONGEST_PROPERTY);
    if !title.is_empty() {
        properties = properties.title(title);
    }
    let author = on_one_line(&document.author, LONGEST_PROPERTY);
    if !author.is_empty() {
        properties = properties.authors(vec![author]);
    }
    if let Some(language) = language {
        properties = properties.language(language);
    }
    properties
}

fn written(document: &PrintedDocument) -> DateTime {
    let at = document.created_at;
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
