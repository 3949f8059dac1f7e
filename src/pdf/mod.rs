//! The single place for PDF files: an invoice, or any letter with a table, drawn on A4 from finished strings.
//!
//! It knows nothing of money, dates or invoices and reads no clock and no file, so the same [`PrintedDocument`] with the same
//! [`Fonts`] always gives the same bytes. The way of a document: `words` makes lines of glyphs out of text (with `characters`
//! and the two faces of `face`; what these cannot draw, `runs` shapes with the fonts of `more`), `letterhead` and `table`
//! place them, `flow` divides them into pages, `paper` writes the file and its tags (`tags`). Every measure is in `grid`.
//!
//! Anything is drawn somehow: what no font has becomes a box, what is too long breaks, what is too much flows on.
#![allow(clippy::float_arithmetic, reason = "points on paper; money arrives as text")]

use chrono::{DateTime, Utc};

mod characters;
mod face;
mod faces;
mod flow;
mod glyphs;
mod grid;
mod letterhead;
mod more;
mod more_fonts;
mod paper;
mod runs;
mod sheet;
mod style;
mod table;
mod tags;
#[cfg(test)]
mod tests;
mod words;

pub use more_fonts::{Fonts, Reader};

/// A letter with a table and its totals, in words a person reads: translated, and with numbers as they are to appear.
#[derive(Debug, Clone, Default)]
pub struct PrintedDocument {
    /// The language as a tag: `en`, `de`.
    pub language: String,
    /// The title of the file, as a viewer shows it.
    pub title: String,
    /// Who wrote it, for the properties of the file.
    pub author: String,
    /// When it was written, for the properties of the file.
    pub created_at: DateTime<Utc>,
    /// The sender's name as the mark at the top.
    pub brand: String,
    /// The sender's lines: name, street, town, and how to reach them. The first three go above the address, too.
    pub vendor: Vec<String>,
    /// The address as it shows in the window of an envelope.
    pub recipient: Vec<String>,
    /// What one looks up first, as name and value: number, date, due date, account.
    pub facts: Vec<(String, String)>,
    /// The heading.
    pub subject: String,
    /// Paragraphs before the table.
    pub lead: Vec<String>,
    /// The heads of the columns.
    pub heads: Heads,
    /// The rows; without any, there is no table.
    pub rows: Vec<Row>,
    /// What the rows come to.
    pub totals: Vec<Total>,
    /// Paragraphs after the totals: how to pay, taxes.
    pub notes: Vec<String>,
    /// Lines at the foot of each page: register, bank, tax number.
    pub footer: Vec<String>,
    /// `Page {n} of {m}`, with the two to be filled in.
    pub page_of: String,
}

/// The heads of the table's columns.
#[derive(Debug, Clone, Default)]
pub struct Heads {
    /// Above what is charged.
    pub description: String,
    /// Above how many.
    pub quantity: String,
    /// Above the price of one.
    pub unit_price: String,
    /// Above the price of all.
    pub amount: String,
}

/// A row of the table.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// What is charged.
    pub description: String,
    /// Smaller lines below it: the period, how it was reckoned.
    pub explanation: Vec<String>,
    /// How many.
    pub quantity: String,
    pub unit_price: String,
    /// The price of all.
    pub amount: String,
}

/// A line below the table.
#[derive(Debug, Clone, Default)]
pub struct Total {
    pub label: String,
    /// How much.
    pub amount: String,
    /// Whether it is the one to pay.
    pub is_strong: bool,
}

/// Why there is no PDF. No text can cause it: it would be an error of this module.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotRendered {
    /// A font that is compiled in cannot be read.
    #[error("the PDF cannot be drawn: a font that is compiled in cannot be read")]
    Font,
    /// The file cannot be written; the writer's words.
    #[error("the PDF cannot be written: {0}")]
    File(String),
}

/// Draws it: the bytes of a tagged PDF 1.7 on A4, its fonts embedded.
///
/// # Errors
///
/// [`NotRendered`] if something compiled in is broken; never because of what the document says.
pub fn render(document: &PrintedDocument, fonts: &Fonts) -> Result<Vec<u8>, NotRendered> {
    // A font of the machine that cannot be written is no reason to have no invoice.
    drawn(document, fonts).or_else(|_| drawn(document, &Fonts::shipped()))
}

fn drawn(document: &PrintedDocument, fonts: &Fonts) -> Result<Vec<u8>, NotRendered> {
    let faces = faces::Faces::with(fonts).ok_or(NotRendered::Font)?;
    let sheets = flow::sheets(document, &faces);
    paper::write(document, &sheets)
}
