//! The single place that words an invoice or a credit note. Page, mailed link, print and PDF show the same [`DocumentView`]; what it says
//! follows from the document as it was issued, so that it says the same in 14 months.

pub mod csv;
mod entry;
mod files;
mod lines;
mod paper;
mod record;
mod view;

pub use entry::Entry;
pub use files::{csv_file, file, pdf};
pub use record::Record;
pub use view::{DocumentView, badge, kind};

#[cfg(test)]
mod tests;
