//! Invoices and credit notes (R41): the single place where one is issued, taken back, marked as paid, and its mailed link made.

mod corrections;
mod documents;
mod issuing;
mod links;
mod telling;

pub use corrections::{issue_credit_note, record_payment};
pub(super) use documents::mailed_link;
pub(super) use issuing::{Bill, CardPayment};
pub use links::{is_known_link, revoke_invoice_links, send_fresh_link, send_invoice_link, view_invoice};
