//! What staff do with an invoice: take it back with a credit note, or mark it as paid.

use serde_json::json;

use super::documents::{Issued, note_document};
use crate::actions::work::{Work, fitting};
use crate::actions::{Change, Ctx, Done, or_missing, post_audit, unless_taken};
use crate::domain::audit::Event;
use crate::domain::calendar::Day;
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::{Invoice, InvoiceKind, InvoiceLine, InvoiceRefused, sums};
use crate::domain::money::Money;
use crate::store::invoices::Paid;
use crate::store::{self, Tx};

/// Takes an invoice back with a credit note that mirrors it. Seats and terms stay as they are: what else is to change
/// staff change by its own action.
///
/// # Errors
/// Missing, taken back already, or a credit note itself.
pub fn issue_credit_note(tx: &mut Tx<'_>, ctx: &Ctx, id: InvoiceId, reason: &str) -> Done<String> {
    ctx.person()?;
    let invoice = or_missing(store::invoices::find_any(tx, id)?)?;
    let mut work = Work::lock(tx, ctx, invoice.account, invoice.subscription)?;
    if invoice.kind == InvoiceKind::CreditNote {
        return Err(InvoiceRefused::IsCreditNote.into());
    }
    if let Some(by) = store::invoices::credit_note_of(work.tx, id)? {
        return Err(InvoiceRefused::Credited { by }.into());
    }
    let lines: Vec<InvoiceLine> = invoice.lines.iter().map(mirrored).collect();
    let note = Invoice {
        id: InvoiceId::new(),
        number: String::new(),
        kind: InvoiceKind::CreditNote,
        subject: invoice.id.0,
        corrects: Some(invoice.id),
        issued_on: ctx.today(),
        due_on: ctx.today(),
        sums: fitting(sums(lines.iter().map(|l| l.amount), invoice.sums.net.currency, invoice.sums.tax_basis_points))?,
        reason: Some(reason.to_owned()),
        lines,
        bill_to: invoice.bill_to.clone(),
        ..invoice.clone()
    };
    let note = unless_taken(store::invoices::issue(work.tx, note, ctx.now))?;
    note_document(work.tx, ctx, &note, Event::CreditNoteIssued)?;
    let number = note.number.clone();
    if work.contract.is_direct() {
        let issued = Issued::with_link(work.tx, ctx, note)?;
        work.tell_credit_note(&issued, &invoice.number)?;
    }
    Ok(number)
}

fn mirrored(line: &InvoiceLine) -> InvoiceLine {
    let amount = Money::new(-line.amount.minor, line.amount.currency);
    InvoiceLine { quantity: -line.quantity, amount, ..line.clone() }
}

/// Notes that an invoice was paid by transfer. Doing it again changes nothing.
///
/// # Errors
/// Missing, a credit note, or taken back.
pub fn record_payment(tx: &mut Tx<'_>, ctx: &Ctx, id: InvoiceId, on: Day) -> Done<()> {
    let by = ctx.person()?;
    let invoice = or_missing(store::invoices::find_any(tx, id)?)?;
    or_missing(store::subscriptions::lock(tx, invoice.account, invoice.subscription)?)?;
    if store::invoices::paid(tx, id)?.is_some() {
        return Ok(());
    }
    if invoice.kind == InvoiceKind::CreditNote {
        return Err(InvoiceRefused::IsCreditNote.into());
    }
    if let Some(by) = store::invoices::credit_note_of(tx, id)? {
        return Err(InvoiceRefused::Credited { by }.into());
    }
    store::invoices::insert_paid(tx, id, &Paid { on, payment: None }, Some(by), ctx.now)?;
    let subject = format!("invoice:{}", invoice.number);
    let after = Some(json!({ "paid_on": on.to_string() }));
    let account = Some(invoice.account);
    post_audit(tx, ctx, Change { event: Event::InvoicePaid, account, subject: &subject, before: None, after })
}
