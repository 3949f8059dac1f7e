//! The table, its head and its totals, as blocks.

use super::faces::Faces;
use super::grid::{self, AXIS, GUTTER, LEFT, RIGHT, ROW_PADDING, WIDTH};
use super::sheet::{Block, Column, Item, Part, Place};
use super::style::Style;
use super::words::{TextLine, balanced, line, wrap};
use super::{Heads, PrintedDocument, Row, Total};

/// A head of more lines is cut.
const HEAD_LINES: usize = 3;
/// Above the first total.
const TOTALS_BEFORE: f32 = 9.0;
/// Above and below the rule of the strong total.
const STRONG_GAP: f32 = 5.0;
/// Rows that stay with the totals: a single one on a new page looks lost.
const ROWS_WITH_TOTALS: usize = 2;

/// A column of figures: its right edge and its width.
#[derive(Clone, Copy)]
struct Edge {
    column: Column,
    right: f32,
    width: f32,
}

/// The columns of figures as wide as what is in them, the description with what is left.
pub(super) struct Columns {
    edges: Vec<Edge>,
    description: f32,
}

const FIGURES: [Column; 3] = [Column::Quantity, Column::UnitPrice, Column::Amount];

fn head_of(heads: &Heads, column: Column) -> &str {
    match column {
        Column::Description => &heads.description,
        Column::Quantity => &heads.quantity,
        Column::UnitPrice => &heads.unit_price,
        Column::Amount => &heads.amount,
    }
}

fn cell_of(row: &Row, column: Column) -> &str {
    match column {
        Column::Description => &row.description,
        Column::Quantity => &row.quantity,
        Column::UnitPrice => &row.unit_price,
        Column::Amount => &row.amount,
    }
}

impl Columns {
    pub(super) fn of(document: &PrintedDocument, faces: &Faces<'_>) -> Self {
        let mut edges = Vec::new();
        let mut right = RIGHT;
        for column in FIGURES.into_iter().rev() {
            let most = if column == Column::Quantity { grid::QUANTITY_WIDTH } else { grid::PRICE_WIDTH };
            let head = line(faces, head_of(&document.heads, column), grid::HEAD).width;
            let cells = document.rows.iter().map(|row| line(faces, cell_of(row, column), grid::FIGURE).width);
            // A column that says nothing in any row is none.
            let widest = cells.fold(0.0, f32::max);
            if widest > 0.0 {
                // A hair wider, lest rounding breaks what has just room.
                let width = widest.max(head).min(most) + 0.1;
                edges.push(Edge { column, right, width });
                right -= width + GUTTER;
            }
        }
        edges.reverse();
        Self { edges, description: right - LEFT }
    }

    /// The head, as it stands at the top of each page of the table.
    pub(super) fn head(&self, heads: &Heads, faces: &Faces<'_>) -> Block {
        let style = grid::HEAD;
        let (left, right): (Draw, Draw) = (Item::left, Item::right);
        let mut cells = vec![(left, LEFT, Column::Description, self.description)];
        cells.extend(self.edges.iter().map(|edge| (right, edge.right, edge.column, edge.width)));
        let cells: Vec<_> = cells
            .into_iter()
            .map(|(draw, x, column, width)| (draw, x, column, wrap(faces, head_of(heads, column), style, width)))
            .collect();
        let highest = cells.iter().map(|(.., lines)| lines.len().min(HEAD_LINES)).max().unwrap_or_default();
        let mut block = Block { sticks: true, ..Block::default() };
        for (draw, x, column, lines) in cells {
            // Short heads stand on the rule, beside the last line of long ones.
            let mut top = style.leading * small(highest.saturating_sub(lines.len()));
            for line in lines.into_iter().take(HEAD_LINES) {
                block.items.push(draw(x, top, line, Place::Head(column)));
                top += style.leading;
            }
        }
        let bottom = style.leading * small(highest) + 5.0;
        block.items.push(Item::rule(LEFT, bottom, WIDTH, grid::STROKE, grid::ACCENT));
        block.height = bottom + grid::STROKE;
        block
    }

    fn row(&self, index: usize, row: &Row, faces: &Faces<'_>) -> Vec<Block> {
        let mut left = balanced(faces, &row.description, grid::CELL, self.description);
        left.extend(row.explanation.iter().flat_map(|text| balanced(faces, text, grid::EXPLANATION, self.description)));
        let figures: Vec<(Edge, Vec<TextLine>)> = self
            .edges
            .iter()
            .map(|edge| (*edge, wrap(faces, cell_of(row, edge.column), grid::FIGURE, edge.width)))
            .collect();
        let count = figures.iter().map(|(_, lines)| lines.len()).chain([left.len(), 1]).max().unwrap_or(1);
        let mut left = left.into_iter();
        let mut figures: Vec<_> = figures.into_iter().map(|(edge, lines)| (edge, lines.into_iter())).collect();
        let mut blocks = Vec::with_capacity(count);
        for number in 0..count {
            let top = if number == 0 { ROW_PADDING } else { 0.0 };
            let text = left.next();
            let leading = text.as_ref().map_or(grid::FIGURE.leading, |line| line.style.leading);
            let mut block = Block { height: top + leading, is_row: true, ..Block::default() };
            // A row goes on below a repeated head as it would begin there.
            block.padding = ROW_PADDING - top;
            block.items.extend(text.map(|line| Item::left(LEFT, top, line, Place::Cell(index, Column::Description))));
            for (edge, lines) in &mut figures {
                let place = Place::Cell(index, edge.column);
                block.items.extend(lines.next().map(|line| Item::right(edge.right, top, line, place)));
            }
            if number + 1 == count {
                block.height += ROW_PADDING;
                block.items.push(Item::rule(LEFT, block.height, WIDTH, grid::HAIRLINE, grid::LIGHT));
            }
            blocks.push(block);
        }
        Block::together(blocks, grid::DIVISIBLE)
    }

    /// All rows and the totals. The totals stay with the last rows.
    pub(super) fn body(&self, document: &PrintedDocument, faces: &Faces<'_>) -> Vec<Block> {
        let mut blocks = Vec::new();
        let totals = totals(&document.totals, faces);
        for (index, row) in document.rows.iter().enumerate() {
            let stays = index + ROWS_WITH_TOTALS >= document.rows.len();
            let is_last = index + 1 == document.rows.len();
            blocks.extend(self.row(index, row, faces));
            if let Some(block) = blocks.last_mut() {
                block.sticks = stays && (!is_last || !totals.is_empty());
            }
        }
        blocks.extend(totals);
        blocks
    }
}

type Draw = fn(f32, f32, TextLine, Place) -> Item;

fn small(count: usize) -> f32 {
    u8::try_from(count).map_or(255.0, f32::from)
}

fn totals(totals: &[Total], faces: &Faces<'_>) -> Vec<Block> {
    let styles = |total: &Total| -> (Style, Style) {
        if total.is_strong {
            (grid::STRONG_LABEL, grid::STRONG_AMOUNT)
        } else {
            (grid::TOTAL_LABEL, grid::TOTAL_AMOUNT)
        }
    };
    let width = |text: &str, style: Style| line(faces, text, style).width;
    let amounts = totals.iter().map(|total| width(&total.amount, styles(total).1)).fold(0.0, f32::max);
    let labels = totals.iter().map(|total| width(&total.label, styles(total).0)).fold(0.0, f32::max);
    let amounts = amounts.min(WIDTH / 2.0) + 0.1;
    // From the page's second axis, unless a label needs more.
    let x = AXIS.min(RIGHT - amounts - GUTTER - labels - 0.1).max(LEFT);
    let room = (RIGHT - amounts - GUTTER - x).max(GUTTER);
    let mut blocks = Vec::new();
    for (index, total) in totals.iter().enumerate() {
        let (label, amount) = styles(total);
        let mut block = Block { sticks: index + 1 < totals.len(), ..Block::default() };
        block.before = if index == 0 { TOTALS_BEFORE } else { 0.0 };
        let mut top = 0.0;
        if total.is_strong {
            block.items.push(Item::rule(x, STRONG_GAP, RIGHT - x, grid::STROKE, grid::ACCENT));
            top = STRONG_GAP * 2.0 + grid::STROKE;
        }
        let mut bottom: f32 = top;
        let cells: [(Draw, f32, Vec<TextLine>, Part); 2] = [
            (Item::left, x, balanced(faces, &total.label, label, room), Part::Label),
            (Item::right, RIGHT, wrap(faces, &total.amount, amount, amounts), Part::Value),
        ];
        for (draw, x, lines, part) in cells {
            let mut top = top;
            for line in lines {
                top += label.leading;
                block.items.push(draw(x, top - label.leading, line, Place::Total(index, part)));
            }
            bottom = bottom.max(top);
        }
        block.height = bottom;
        blocks.push(block);
    }
    blocks
}
