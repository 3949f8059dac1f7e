//! Every measure, size and colour of the page, in points; the places that a window envelope prescribes are DIN 5008, form B.

use super::style::{Colour, Figures, Style, Weight};

/// Points of so many millimetres.
const fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

pub(super) const PAGE_WIDTH: f32 = mm(210.0);
pub(super) const PAGE_HEIGHT: f32 = mm(297.0);

/// The text's left and right edge (DIN 5008: 25 mm and 20 mm from the paper's).
pub(super) const LEFT: f32 = mm(25.0);
pub(super) const RIGHT: f32 = mm(190.0);
pub(super) const WIDTH: f32 = RIGHT - LEFT;

/// The second axis of the page: sender, facts and totals begin here.
pub(super) const AXIS: f32 = mm(125.0);
pub(super) const AXIS_WIDTH: f32 = RIGHT - AXIS;

/// Where letterhead and pages after the first begin.
pub(super) const TOP: f32 = mm(20.0);
/// The address in the window: the line of the sender ends above it, six lines have room in it.
pub(super) const ADDRESS_TOP: f32 = mm(62.7);
pub(super) const ADDRESS_WIDTH: f32 = mm(75.0);
/// The facts stand right of the window, the first on the baseline of the address's first line.
pub(super) const FACTS_TOP: f32 = ADDRESS_TOP + 1.5;
pub(super) const FACTS_BETWEEN: f32 = 2.5;
/// The subject, at the earliest.
pub(super) const BODY_TOP: f32 = mm(98.4);
/// No letterhead reaches below this; what does not fit goes into the text.
pub(super) const LETTERHEAD_BOTTOM: f32 = mm(120.0);
/// Where text begins on the pages after the first, below their running head.
pub(super) const NEXT_TOP: f32 = mm(34.0);
/// Where the last line of the footer stands.
pub(super) const FOOTER_BASELINE: f32 = mm(284.0);
/// The footer is never higher; a longer one goes into the text.
pub(super) const FOOTER_HEIGHT: f32 = mm(35.0);
/// Between text and footer, at least.
pub(super) const FOOTER_GAP: f32 = mm(8.0);

/// Where to fold, and where the puncher's middle is, from the top.
pub(super) const TICKS: [(f32, f32); 3] = [(mm(105.0), mm(4.0)), (mm(148.5), mm(6.0)), (mm(210.0), mm(4.0))];
pub(super) const TICKS_LEFT: f32 = mm(5.0);

/// Paragraphs are not wider: longer lines are hard to follow.
pub(super) const MEASURE: f32 = mm(145.0);

/// Between two columns of the table.
pub(super) const GUTTER: f32 = 20.0;
/// Columns of figures are not wider.
pub(super) const QUANTITY_WIDTH: f32 = 70.0;
pub(super) const PRICE_WIDTH: f32 = 85.0;
/// Above and below the text of a row.
pub(super) const ROW_PADDING: f32 = 6.5;
/// A row or paragraph that is higher may be divided between pages.
pub(super) const DIVISIBLE: f32 = 240.0;

pub(super) const HAIRLINE: f32 = 0.5;
pub(super) const STROKE: f32 = 1.0;

pub(super) const INK: Colour = Colour(0x1f, 0x27, 0x29);
pub(super) const MUTED: Colour = Colour(0x5d, 0x68, 0x6c);
pub(super) const LIGHT: Colour = Colour(0xd9, 0xde, 0xdd);
/// The one colour, that of the portal.
pub(super) const ACCENT: Colour = Colour(0x0f, 0x5c, 0x66);

const fn style(weight: Weight, size: f32, leading: f32, colour: Colour, figures: Figures) -> Style {
    Style { weight, size, leading, colour, figures }
}

const TEXT: Figures = Figures::Text;
const TABLE: Figures = Figures::Tabular;
const REGULAR: Weight = Weight::Regular;
const BOLD: Weight = Weight::SemiBold;

pub(super) const BRAND: Style = style(BOLD, 17.0, 21.0, ACCENT, TEXT);
pub(super) const SENDER: Style = style(REGULAR, 8.0, 11.5, MUTED, TEXT);
pub(super) const RETURN: Style = style(REGULAR, 6.5, 9.0, MUTED, TEXT);
pub(super) const ADDRESS: Style = style(REGULAR, 10.0, 13.5, INK, TEXT);
pub(super) const FACT_LABEL: Style = style(REGULAR, 8.5, 11.5, MUTED, TEXT);
pub(super) const FACT_VALUE: Style = style(REGULAR, 8.5, 11.5, INK, TEXT);
pub(super) const SUBJECT: Style = style(BOLD, 16.0, 21.0, INK, TEXT);
pub(super) const BODY: Style = style(REGULAR, 9.5, 14.5, INK, TEXT);
pub(super) const HEAD: Style = style(REGULAR, 8.0, 11.0, MUTED, TEXT);
pub(super) const CELL: Style = style(REGULAR, 9.5, 13.5, INK, TEXT);
pub(super) const FIGURE: Style = style(REGULAR, 9.5, 13.5, INK, TABLE);
pub(super) const EXPLANATION: Style = style(REGULAR, 8.0, 12.0, MUTED, TEXT);
pub(super) const TOTAL_LABEL: Style = style(REGULAR, 9.5, 17.0, MUTED, TEXT);
pub(super) const TOTAL_AMOUNT: Style = style(REGULAR, 9.5, 17.0, INK, TABLE);
pub(super) const STRONG_LABEL: Style = style(BOLD, 11.0, 19.0, INK, TEXT);
pub(super) const STRONG_AMOUNT: Style = style(BOLD, 11.0, 19.0, INK, TABLE);
pub(super) const NOTE: Style = style(REGULAR, 9.0, 14.0, INK, TEXT);
pub(super) const FOOTER: Style = style(REGULAR, 7.0, 11.0, MUTED, TEXT);
pub(super) const PAGE_NUMBER: Style = style(REGULAR, 7.0, 11.0, MUTED, TABLE);
pub(super) const RUNNING_BRAND: Style = style(BOLD, 8.5, 11.0, ACCENT, TEXT);
pub(super) const RUNNING_SUBJECT: Style = style(REGULAR, 8.5, 11.0, MUTED, TEXT);
