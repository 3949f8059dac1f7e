//! The mailed link to one document: sent anew, opened, revoked.

use serde_json::json;

use super::documents::Issued;
use super::telling::Told;
use crate::actions::work::Work;
use crate::actions::{Change, Ctx, Done, Refusal, or_missing, post_audit};
use crate::domain::audit::Event;
use crate::domain::calendar::Instant;
use crate::domain::ids::{AccountId, InvoiceId};
use crate::domain::invoice::{Basis, Invoice, InvoiceKind};
use crate::mail::messages::InvoiceAbout;
use crate::store::{self, Conn, Tx};
use crate::vault;

/// Revokes every mailed link to a document of the account.
///
/// # Errors
/// Missing.
pub fn revoke_invoice_links(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: InvoiceId) -> Done<()> {
    let invoice = or_missing(store::invoices::find(tx, account, id)?)?;
    let revoked = store::invoices::revoke_links(tx, id, ctx.now)?;
    if revoked == 0 {
        return Ok(());
    }
    let subject = format!("invoice:{}", invoice.number);
    let after = Some(json!({ "links": revoked }));
    let event = Event::InvoiceLinkRevoked;
    post_audit(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })
}

/// Minutes within which a link that was mailed is on its way, and no second one is made: a form sent twice is sent once.
const ON_ITS_WAY_MINUTES: i64 = 10;

/// Mails a new link to a document, to the billing contacts on file and never to a typed address; unless one is on its
/// way already.
///
/// # Errors
/// Missing.
pub fn send_invoice_link(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: InvoiceId) -> Done<()> {
    let invoice = or_missing(store::invoices::find(tx, account, id)?)?;
    let mut work = Work::lock(tx, ctx, account, invoice.subscription)?;
    let since = ctx.now - chrono::TimeDelta::minutes(ON_ITS_WAY_MINUTES);
    if store::invoices::has_link_since(work.tx, id, since, ctx.now)? {
        return Ok(());
    }
    let issued = Issued::with_link(work.tx, ctx, invoice)?;
    match issued.invoice.corrects {
        Some(corrected) => {
            let corrected = or_missing(store::invoices::find(work.tx, account, corrected)?)?;
            work.tell_credit_note(&issued, &corrected.number)?;
        }
        None => {
            let paid = store::invoices::paid(work.tx, id)?;
            let is_owed = paid.is_none() && store::invoices::credit_note_of(work.tx, id)?.is_none();
            let paid_by_card = match paid.and_then(|p| p.payment) {
                Some(payment) => store::payments::card_of(work.tx, payment)?,
                None => None,
            };
            work.tell_invoice(&issued, &Told { about: about_of(&issued.invoice), is_owed, paid_by_card })?;
        }
    }
    let subject = format!("invoice:{}", issued.invoice.number);
    let event = Event::InvoiceLinkSent;
    post_audit(work.tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after: None })
}

fn about_of(invoice: &Invoice) -> InvoiceAbout {
    let quarter = invoice.lines.iter().find_map(|line| match line.basis {
        Basis::Quarters { quarter, .. } => Some(quarter),
        _ => None,
    });
    match invoice.kind {
        InvoiceKind::Purchase | InvoiceKind::CreditNote => InvoiceAbout::Purchase,
        InvoiceKind::Reconciliation => InvoiceAbout::Reconciliation { quarter: quarter.unwrap_or(1) },
        InvoiceKind::Renewal => InvoiceAbout::Renewal,
        InvoiceKind::TrueUp => InvoiceAbout::TrueUp,
        InvoiceKind::Seats => InvoiceAbout::Seats,
    }
}

/// Mails a fresh link for the secret of a link that was mailed, however it ended. A secret that nobody knows does nothing,
/// and nobody is told which it was.
pub fn send_fresh_link(tx: &mut Tx<'_>, ctx: &Ctx, secret: &str) -> Done<()> {
    let Some(link) = store::invoices::find_link(tx, &vault::hash_of(secret))? else { return Ok(()) };
    let invoice = or_missing(store::invoices::find_any(tx, link.invoice)?)?;
    send_invoice_link(tx, ctx, invoice.account, invoice.id)
}

/// Whether a secret is one that was mailed, whatever became of its link.
pub fn is_known_link(c: &mut Conn<'_>, secret: &str) -> Done<bool> {
    Ok(store::invoices::find_link(c, &vault::hash_of(secret))?.is_some())
}

/// Opens the one document a mailed secret is for, and notes that it was opened. The link is dead from the moment that is
/// returned.
///
/// # Errors
/// The link is dead, or never was.
pub fn view_invoice(tx: &mut Tx<'_>, ctx: &Ctx, secret: &str) -> Done<(InvoiceId, Instant)> {
    let link = store::invoices::find_link(tx, &vault::hash_of(secret))?;
    let live = link.filter(|l| l.revoked_at.is_none() && ctx.now < l.expires_at).ok_or(Refusal::DeadLink)?;
    let invoice = or_missing(store::invoices::find_any(tx, live.invoice)?)?;
    let subject = format!("invoice:{}", invoice.number);
    let after = Some(json!({ "link": live.id.to_string() }));
    let account = Some(invoice.account);
    post_audit(tx, ctx, Change { event: Event::InvoiceViewed, account, subject: &subject, before: None, after })?;
    Ok((invoice.id, live.expires_at))
}
