//! A document into pages: what comes after what, what stays together, and what each page repeats.

use super::PrintedDocument;
use super::faces::Faces;
use super::grid::{self, LEFT, RIGHT, WIDTH};
use super::letterhead;
use super::sheet::{Block, Item, Place, Sheet};
use super::style::Style;
use super::table::Columns;
use super::words::{TextLine, balanced, line_within, wrap};

const SUBJECT_AFTER: f32 = 9.0;
const LEAD_BETWEEN: f32 = 7.0;
const TABLE_BEFORE: f32 = 22.0;
const NOTES_BEFORE: f32 = 22.0;
const NOTES_BETWEEN: f32 = 7.0;
/// Notes that are higher in all may begin on a page of their own.
const NOTES_WITH_TOTALS: f32 = 150.0;
/// Kept free for the number of the page, right of the footer.
const PAGE_NUMBER_WIDTH: f32 = 62.0;

/// All pages of a document, at least one.
pub(super) fn sheets(document: &PrintedDocument, faces: &Faces<'_>) -> Vec<Sheet> {
    let letterhead = letterhead::draw(document, faces);
    let mut footer: Vec<TextLine> = Vec::new();
    for text in &document.footer {
        footer.extend(wrap(faces, text, grid::FOOTER, WIDTH - PAGE_NUMBER_WIDTH));
    }
    let mut notes: Vec<&str> = document.notes.iter().map(String::as_str).collect();
    let most = grid::FOOTER_HEIGHT / grid::FOOTER.leading;
    if u16::try_from(footer.len()).map_or(f32::MAX, f32::from) > most {
        footer.clear();
        notes.extend(document.footer.iter().map(String::as_str));
    }
    let mut bottom = grid::FOOTER_BASELINE - grid::FOOTER.ascent() - grid::FOOTER_GAP;
    for _ in footer.iter().skip(1) {
        bottom -= grid::FOOTER.leading;
    }

    let columns = Columns::of(document, faces);
    let head = columns.head(&document.heads, faces);
    let mut blocks = before_table(document, faces, &letterhead.left_over);
    if !document.rows.is_empty() {
        blocks.push(Block { before: TABLE_BEFORE, ..head.clone() });
    }
    let mut body = columns.body(document, faces);
    if let Some(first) = body.first_mut().filter(|first| !first.is_row) {
        first.before = TABLE_BEFORE;
    }
    blocks.extend(body);
    let mut after = Vec::new();
    for (index, note) in notes.iter().enumerate() {
        let before = if index == 0 { NOTES_BEFORE } else { NOTES_BETWEEN };
        after.extend(paragraph(faces, note, grid::NOTE, grid::MEASURE, Place::Note(index), before));
    }
    // How to pay stands with what to pay, not on a page of its own.
    if after.iter().map(|block| block.before + block.height).sum::<f32>() < NOTES_WITH_TOTALS {
        stick(blocks.last_mut(), after.as_mut_slice());
    }
    blocks.extend(after);

    let mut flow = Flow {
        done: Vec::new(),
        sheet: Sheet { items: letterhead.items },
        y: letterhead.bottom,
        bottom,
        is_fresh: true,
        head,
    };
    flow.pour(blocks);
    flow.done.push(flow.sheet);
    let mut sheets = flow.done;
    repeat(document, faces, &footer, &mut sheets);
    sheets
}

fn stick(last: Option<&mut Block>, after: &mut [Block]) {
    if let Some((_, all_but_last)) = after.split_last_mut() {
        all_but_last.iter_mut().chain(last).for_each(|block| block.sticks = true);
    }
}

fn before_table(document: &PrintedDocument, faces: &Faces<'_>, left_over: &[String]) -> Vec<Block> {
    let mut blocks = paragraph(faces, &document.subject, grid::SUBJECT, WIDTH, Place::Subject, 0.0);
    if let Some(last) = blocks.last_mut() {
        last.sticks = true;
    }
    for (index, text) in left_over.iter().chain(&document.lead).enumerate() {
        let before = if index == 0 { SUBJECT_AFTER } else { LEAD_BETWEEN };
        blocks.extend(paragraph(faces, text, grid::BODY, grid::MEASURE, Place::Lead(index), before));
    }
    blocks
}

fn paragraph(faces: &Faces<'_>, text: &str, style: Style, width: f32, place: Place, before: f32) -> Vec<Block> {
    let mut lines = wrap(faces, text, style, width);
    if lines.last().is_some_and(|last| last.width < width / 3.0) {
        lines = balanced(faces, text, style, width);
    }
    let lines = lines.into_iter();
    let mut blocks: Vec<Block> = lines.map(|line| Block::line(LEFT, line, place)).collect();
    if let Some(first) = blocks.first_mut() {
        first.before = before;
    }
    Block::together(blocks, grid::DIVISIBLE)
}

/// The page being filled, and those that are full.
struct Flow {
    done: Vec<Sheet>,
    sheet: Sheet,
    y: f32,
    bottom: f32,
    /// Whether nothing has been poured on this page yet: a new one would give no more room.
    is_fresh: bool,
    head: Block,
}

impl Flow {
    fn pour(&mut self, blocks: Vec<Block>) {
        let mut chain: Vec<Block> = Vec::new();
        for block in blocks {
            let sticks = block.sticks;
            chain.push(block);
            if !sticks {
                self.pour_chain(std::mem::take(&mut chain));
            }
        }
        self.pour_chain(chain);
    }

    /// Blocks that belong together: on one page if one page can hold them.
    fn pour_chain(&mut self, chain: Vec<Block>) {
        let height: f32 = chain.iter().map(|block| block.before + block.height).sum();
        if let Some(first) = chain.first() {
            self.make_room(height, first);
        }
        for block in chain {
            self.make_room(block.before + block.height, &block);
            let before = if self.is_fresh { 0.0 } else { block.before };
            self.put(before, block);
        }
    }

    /// Goes to a new page if there is no room of this height for what begins with `first`.
    fn make_room(&mut self, height: f32, first: &Block) {
        if self.is_fresh || self.y + height <= self.bottom {
            return;
        }
        self.done.push(std::mem::take(&mut self.sheet));
        self.y = grid::NEXT_TOP;
        if first.is_row {
            let mut head = self.head.clone();
            head.items = head.items.into_iter().map(Item::repeated).collect();
            self.put(0.0, head);
            self.y += first.padding;
        }
        self.is_fresh = true;
    }

    fn put(&mut self, before: f32, block: Block) {
        let top = self.y + before;
        self.sheet.items.extend(block.items.into_iter().map(|item| item.lowered(top)));
        self.y = top + block.height;
        self.is_fresh = false;
    }
}

/// What every page has: the footer, its number, and from the second on a running head.
fn repeat(document: &PrintedDocument, faces: &Faces<'_>, footer: &[TextLine], sheets: &mut [Sheet]) {
    let count = sheets.len();
    for (index, sheet) in sheets.iter_mut().enumerate() {
        let number = index + 1;
        if index > 0 {
            let brand = line_within(faces, &document.brand, grid::RUNNING_BRAND, WIDTH / 2.0 - grid::GUTTER);
            let subject = line_within(faces, &document.subject, grid::RUNNING_SUBJECT, WIDTH / 2.0);
            let top = grid::TOP;
            let head =
                [Item::left(LEFT, top, brand, Place::Repeated), Item::right(RIGHT, top, subject, Place::Repeated)];
            sheet.items.splice(0..0, head);
        }
        let place = if index == 0 { Place::Footer } else { Place::Repeated };
        let last = grid::FOOTER_BASELINE - grid::FOOTER.ascent();
        let mut top = last;
        for _ in footer.iter().skip(1) {
            top -= grid::FOOTER.leading;
        }
        for line in footer {
            sheet.items.push(Item::left(LEFT, top, line.clone(), place));
            top += grid::FOOTER.leading;
        }
        let page = document.page_of.replace("{n}", &number.to_string()).replace("{m}", &count.to_string());
        let page = line_within(faces, &page, grid::PAGE_NUMBER, PAGE_NUMBER_WIDTH);
        sheet.items.push(Item::right(RIGHT, last, page, Place::Repeated));
    }
}
