//! A document as a page shows it, and how its payment stands today.

use super::paper::paper;
use super::record::{Record, is_to_be_paid};
use crate::config::Config;
use crate::domain::calendar::Day;
use crate::domain::invoice::{InvoiceKind, PaymentStatus};
use crate::domain::language::Language;
use crate::http::badge::Badge;
use crate::pdf::PrintedDocument;
use crate::words::{self, t};

/// A document in words, and how its payment stands today.
pub struct DocumentView {
    /// `2026-000123`.
    pub number: String,
    /// What the document itself says.
    pub paper: PrintedDocument,
    /// How its payment stands, in a word.
    pub state: Badge,
    /// The same in a sentence.
    pub standing: String,
    /// Whether what the document asks for still holds: once paid by transfer or taken back, a page no longer says it.
    pub asks: bool,
    /// The number of the credit note that took it back.
    pub credited_by: Option<String>,
    /// The number of the invoice it takes back.
    pub corrects: Option<String>,
}

impl DocumentView {
    /// Words a document for a reader of this language on a day.
    #[must_use]
    pub fn of(l: Language, record: &Record, config: &Config, today: Day) -> Self {
        let standing = record.standing(today);
        Self {
            number: record.invoice.number.clone(),
            paper: paper(l, record, config),
            state: badge(l, standing),
            standing: sentence(l, record, standing, today),
            asks: !is_to_be_paid(record) || standing.is_unpaid(),
            credited_by: record.credited_by.clone(),
            corrects: record.corrects.clone(),
        }
    }
}

/// What a document is about, in a word.
#[must_use]
pub fn kind(l: Language, kind: InvoiceKind) -> String {
    match kind {
        InvoiceKind::Purchase => t!(l, "invoice-kind-purchase"),
        InvoiceKind::Reconciliation => t!(l, "invoice-kind-reconciliation"),
        InvoiceKind::Renewal => t!(l, "invoice-kind-renewal"),
        InvoiceKind::TrueUp => t!(l, "invoice-kind-true-up"),
        InvoiceKind::Seats => t!(l, "invoice-kind-seats"),
        InvoiceKind::CreditNote => t!(l, "invoice-kind-credit-note"),
    }
}

/// How a payment stands, in a word.
#[must_use]
pub fn badge(l: Language, standing: PaymentStatus) -> Badge {
    let (class, text) = match standing {
        PaymentStatus::Open => ("off", t!(l, "invoice-open")),
        PaymentStatus::Due => ("warn", t!(l, "invoice-due")),
        PaymentStatus::Overdue => ("late", t!(l, "invoice-overdue")),
        PaymentStatus::Paid { .. } => ("ok", t!(l, "invoice-paid")),
        PaymentStatus::Credited => ("off", t!(l, "invoice-credited")),
        PaymentStatus::NothingToPay => ("off", t!(l, "invoice-nothing-to-pay")),
    };
    Badge { class, text }
}

fn sentence(l: Language, record: &Record, standing: PaymentStatus, today: Day) -> String {
    let total = words::money(l, record.invoice.sums.total);
    let due = words::day(l, record.invoice.due_on);
    match (standing, &record.card, &record.credited_by) {
        (PaymentStatus::Open, ..) => t!(l, "invoice-open-text", total = total, day = due),
        (PaymentStatus::Due, ..) => t!(l, "invoice-due-text", total = total, day = due),
        (PaymentStatus::Overdue, ..) => {
            let days = (today - record.invoice.due_on).num_days();
            t!(l, "invoice-overdue-text", total = total, day = due, days = days)
        }
        (PaymentStatus::Paid { on }, Some(card), _) => {
            t!(l, "invoice-paid-card-text", day = words::day(l, on), card = card.as_str())
        }
        (PaymentStatus::Paid { on }, None, _) => t!(l, "invoice-paid-text", day = words::day(l, on)),
        (PaymentStatus::Credited, _, by) => t!(l, "invoice-credited-text", number = by.clone().unwrap_or_default()),
        (PaymentStatus::NothingToPay, ..) if record.is_credit_note() => t!(l, "invoice-credit-note-text"),
        (PaymentStatus::NothingToPay, ..) => t!(l, "invoice-nothing-text"),
    }
}
