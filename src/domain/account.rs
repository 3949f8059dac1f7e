//! An account: a customer of the vendor, and how it is billed.

use super::ids::AccountId;
use super::language::Language;
use super::text_enum::text_enum;

text_enum! {
    /// How an account pays (R13).
    Payment {
        /// By invoice to the billing contact.
        Invoice = "invoice",
        /// By the card on file.
        Card = "card",
    }
}

/// A customer of the vendor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    /// The number people know it by, `A-2001`.
    pub number: String,
    /// The company's name.
    pub name: String,
    /// What its emails are written in when the reader has no choice of their own.
    pub language: Language,
    /// How it pays.
    pub payment: Payment,
    /// Who sold to it, when it did not buy directly (R18): the portal is view-only then.
    pub reseller: Option<String>,
    /// The lines of its address, as invoices name it; may be empty.
    pub address: String,
    /// Its VAT id, if known.
    pub vat_id: Option<String>,
    /// The tax on its invoices, in hundredths of a per cent (R41).
    pub tax_basis_points: i64,
    /// Every order wants a purchase order first (R16).
    pub po_required: bool,
    /// It is a public body (R16).
    pub public_sector: bool,
}
