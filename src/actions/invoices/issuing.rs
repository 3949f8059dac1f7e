//! Issuing an invoice.

use super::documents::{Issued, note_document};
use super::telling::Told;
use crate::actions::work::{Work, fitting};
use crate::actions::{Done, unless_taken};
use crate::domain::account::Account;
use crate::domain::audit::Event;
use crate::domain::calendar::days_after;
use crate::domain::ids::{InvoiceId, PaymentId};
use crate::domain::invoice::{BillTo, DUE_DAYS, Invoice, InvoiceKind, InvoiceLine, sums};
use crate::mail::messages::InvoiceAbout;
use crate::store;
use crate::store::invoices::Paid;

/// The charge that paid something.
#[derive(Debug, Clone)]
pub(in crate::actions) struct CardPayment {
    pub(in crate::actions) payment: PaymentId,
    /// The card's last digits.
    pub(in crate::actions) card: String,
}

/// What an invoice is issued for.
pub(in crate::actions) struct Bill {
    pub(in crate::actions) kind: InvoiceKind,
    /// The term, reconciliation, renewal, true-up or order.
    pub(in crate::actions) subject: uuid::Uuid,
    pub(in crate::actions) lines: Vec<InvoiceLine>,
    /// What its email says it is about.
    pub(in crate::actions) about: InvoiceAbout,
    pub(in crate::actions) paid: Option<CardPayment>,
    /// Whether an email of its own tells of it; otherwise another does.
    pub(in crate::actions) has_email: bool,
}

impl Work<'_, '_> {
    /// Issues an invoice with the next number, notes its payment, makes its link, and tells the billing contacts.
    pub(in crate::actions) fn issue_invoice(&mut self, bill: Bill) -> Done<Issued> {
        let (ctx, contract, today) = (self.ctx, &self.contract, self.ctx.today());
        let amounts = bill.lines.iter().map(|line| line.amount);
        let invoice = Invoice {
            id: InvoiceId::new(),
            account: contract.account.id,
            subscription: contract.subscription.id,
            number: String::new(),
            kind: bill.kind,
            subject: bill.subject,
            corrects: None,
            issued_on: today,
            due_on: if bill.paid.is_some() { today } else { days_after(today, DUE_DAYS) },
            sums: fitting(sums(amounts, contract.subscription.currency, contract.account.tax_basis_points))?,
            bill_to: bill_to(&contract.account),
            reason: None,
            lines: bill.lines,
        };
        let invoice = unless_taken(store::invoices::issue(self.tx, invoice, ctx.now))?;
        if let Some(paid) = &bill.paid {
            let paid = Paid { on: today, payment: Some(paid.payment) };
            store::invoices::insert_paid(self.tx, invoice.id, &paid, None, ctx.now)?;
        }
        note_document(self.tx, ctx, &invoice, Event::InvoiceIssued)?;
        let issued = Issued::with_link(self.tx, ctx, invoice)?;
        if bill.has_email {
            let paid_by_card = bill.paid.map(|paid| paid.card);
            self.tell_invoice(&issued, &Told { about: bill.about, is_owed: paid_by_card.is_none(), paid_by_card })?;
        }
        Ok(issued)
    }
}

/// Whom it is for: the customer, or the reseller who bills them.
fn bill_to(account: &Account) -> BillTo {
    match &account.reseller {
        Some(reseller) => BillTo {
            account_number: account.number.clone(),
            name: reseller.clone(),
            address: String::new(),
            vat_id: None,
        },
        None => BillTo {
            account_number: account.number.clone(),
            name: account.name.clone(),
            address: account.address.clone(),
            vat_id: account.vat_id.clone(),
        },
    }
}
