//! A document with all that is known about it.

use crate::domain::calendar::Day;
use crate::domain::invoice::{Invoice, InvoiceKind, Payable, PaymentStatus};
use crate::domain::language::Language;
use crate::store::invoices::Paid;
use crate::store::{self, Conn, Stored};
use crate::web::views::bought::Bought;

/// A document with all that is known about it.
#[derive(Debug, Clone)]
pub struct Record {
    /// The document as issued.
    pub invoice: Invoice,
    /// The number of its subscription.
    pub subscription: String,
    /// “Harbor Git Premium”.
    pub what: String,
    /// The account's language: that of the document itself, wherever somebody keeps it.
    pub language: Language,
    /// How it was paid, if it was.
    pub paid: Option<Paid>,
    /// The last digits of the card that paid it, if one did.
    pub card: Option<String>,
    /// The number of the credit note that took it back.
    pub credited_by: Option<String>,
    /// The number of the invoice it takes back.
    pub corrects: Option<String>,
}

impl Record {
    /// Everything about a document; none if what it belongs to is gone.
    pub fn of(c: &mut Conn<'_>, invoice: Invoice) -> Stored<Option<Self>> {
        let Some(account) = store::accounts::find(c, invoice.account)? else { return Ok(None) };
        let Some(bought) = store::subscriptions::find(c, invoice.account, invoice.subscription)? else {
            return Ok(None);
        };
        let Some(product) = store::products::find(c, bought.product)? else { return Ok(None) };
        let paid = store::invoices::paid(c, invoice.id)?;
        let card = match paid.as_ref().and_then(|p| p.payment) {
            Some(payment) => store::payments::card_of(c, payment)?,
            None => None,
        };
        let corrects = match invoice.corrects {
            Some(id) => store::invoices::find_any(c, id)?.map(|corrected| corrected.number),
            None => None,
        };
        let credited_by = store::invoices::credit_note_of(c, invoice.id)?;
        let what = Bought::of(&bought, &product).what;
        let (language, subscription) = (account.language, bought.number);
        Ok(Some(Self { invoice, subscription, what, language, paid, card, credited_by, corrects }))
    }

    pub(super) fn is_credit_note(&self) -> bool {
        self.invoice.kind == InvoiceKind::CreditNote
    }

    /// Where its payment stands on a day.
    #[must_use]
    pub fn standing(&self, today: Day) -> PaymentStatus {
        let payable = Payable {
            total: self.invoice.sums.total,
            due_on: self.invoice.due_on,
            paid_on: self.paid.as_ref().map(|p| p.on),
            is_credited: self.credited_by.is_some(),
        };
        payable.standing(today)
    }
}

/// Whether it was issued to be paid: a card had not paid it, and it asks for something.
pub(super) fn is_to_be_paid(record: &Record) -> bool {
    record.card.is_none() && record.invoice.sums.total.minor > 0
}
