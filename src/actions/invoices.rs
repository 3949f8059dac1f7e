//! The single place where an invoice is issued, taken back, marked as paid, and its mailed link made (R41).

use serde_json::json;

use super::case::{Case, fitting};
use super::{Change, Ctx, Done, Refusal, letters, note, or_missing, unless_taken};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Instant, days_after, midnight};
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AccountId, InvoiceId, InvoiceLinkId, PaymentId};
use crate::domain::invoice::{BillTo, DUE_DAYS, Invoice, InvoiceKind, LINK_DAYS, Line, sums};
use crate::mail::Desk;
use crate::mail::envelope::SECRET;
use crate::mail::messages::{self, CreditNote, InvoiceAbout};
use crate::store::invoices::{Link, Paid};
use crate::store::{self, Tx};
use crate::vault;

/// Why a document is not issued, or not marked as paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// A credit note took it back already.
    Credited {
        /// The credit note's number.
        by: String,
    },
    /// It is a credit note itself.
    IsCreditNote,
    /// It is paid already.
    PaidAlready,
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        Self::Invoice(refused)
    }
}

/// What an invoice is issued for.
pub(super) struct Bill {
    pub(super) kind: InvoiceKind,
    /// The term, settlement, renewal, true-up or order.
    pub(super) subject: uuid::Uuid,
    pub(super) lines: Vec<Line>,
    /// What its letter says it is about.
    pub(super) about: InvoiceAbout,
    /// The charge that paid it, and the last digits of the card.
    pub(super) paid: Option<(PaymentId, String)>,
    /// Whether a letter of its own tells of it; otherwise another does.
    pub(super) has_letter: bool,
}

/// An issued invoice and the secret of its mailed link.
pub(super) struct Issued {
    pub(super) invoice: Invoice,
    pub(super) secret: String,
    pub(super) link_until: Day,
}

/// Issues an invoice with the next number, notes its payment, makes its link, and tells the billing contacts.
pub(super) fn issue(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, case: &Case, bill: Bill) -> Done<Issued> {
    let today = ctx.today();
    let amounts = bill.lines.iter().map(|line| line.amount);
    let invoice = Invoice {
        id: InvoiceId::new(),
        account: case.account.id,
        subscription: case.subscription.id,
        number: String::new(),
        kind: bill.kind,
        subject: bill.subject,
        corrects: None,
        issued_on: today,
        due_on: if bill.paid.is_some() { today } else { days_after(today, DUE_DAYS) },
        sums: fitting(sums(amounts, case.subscription.currency, case.account.tax_basis_points))?,
        bill_to: bill_to(case),
        reason: None,
        lines: bill.lines,
    };
    let invoice = unless_taken(store::invoices::issue(tx, invoice, ctx.now))?;
    if let Some((payment, _)) = &bill.paid {
        let paid = Paid { on: today, payment: Some(*payment) };
        store::invoices::insert_paid(tx, invoice.id, &paid, None, ctx.now)?;
    }
    note_document(tx, ctx, &invoice, Event::InvoiceIssued)?;
    let (secret, link_until) = make_link(tx, &invoice, ctx.now)?;
    let issued = Issued { invoice, secret, link_until };
    if bill.has_letter {
        let paid_by_card = bill.paid.map(|(_, digits)| digits);
        tell(tx, ctx, desk, case, &issued, Told { about: bill.about, is_owed: paid_by_card.is_none(), paid_by_card })?;
    }
    Ok(issued)
}

/// Whom it is for: the customer, or the reseller who bills them.
fn bill_to(case: &Case) -> BillTo {
    let account = &case.account;
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

fn note_document(tx: &mut Tx<'_>, ctx: &Ctx, invoice: &Invoice, event: Event) -> Done<()> {
    let subject = format!("invoice:{}", invoice.number);
    let after = Some(json!({
        "kind": invoice.kind.as_str(), "total_minor": invoice.sums.total.minor,
        "currency": invoice.sums.total.currency.code(), "about": invoice.subject.to_string(),
    }));
    note(tx, ctx, Change { event, account: Some(invoice.account), subject: &subject, before: None, after })
}

/// Makes a link that opens this one document: only its hash is kept. Returns its secret and the last day it works.
fn make_link(tx: &mut Tx<'_>, invoice: &Invoice, now: Instant) -> Done<(String, Day)> {
    let secret = vault::new_secret();
    let last_day = days_after(invoice.due_on.max(now.date_naive()), LINK_DAYS);
    let link = Link {
        id: InvoiceLinkId::new(),
        invoice: invoice.id,
        expires_at: midnight(days_after(last_day, 1)),
        revoked_at: None,
    };
    store::invoices::insert_link(tx, &link, &vault::hash_of(&secret), now)?;
    Ok((secret, last_day))
}

/// Where a mailed link leads, with its secret's place kept.
pub(super) fn mailed_link(desk: &Desk) -> String {
    desk.link(&format!("/i/{SECRET}"))
}

/// Where the portal shows a document.
pub(super) fn portal_link(desk: &Desk, number: &str) -> String {
    desk.link(&format!("/invoices/{number}"))
}

/// What a letter says of an invoice beside what stands on it.
struct Told {
    about: InvoiceAbout,
    /// Whether somebody still has to pay it, if it comes to anything.
    is_owed: bool,
    paid_by_card: Option<String>,
}

fn tell(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, case: &Case, issued: &Issued, told: Told) -> Done<()> {
    if !case.is_direct() {
        // The invoice is the reseller's; their customers do not read of it (R18).
        return Ok(());
    }
    let to =
        letters::Recipients { account: &case.account, subscription: case.subscription.id, role: ContactRole::Billing };
    let invoice = &issued.invoice;
    Ok(letters::tell(tx, desk, ctx.now, &to, Some(&issued.secret), |heading| messages::Invoice {
        heading,
        number: case.subscription.number.clone(),
        product: case.product.name.clone(),
        invoice: invoice.number.clone(),
        total: invoice.sums.total,
        due_on: Some(invoice.due_on).filter(|_| told.is_owed && invoice.sums.total.minor > 0),
        paid_by_card: told.paid_by_card.clone(),
        about: told.about,
        link: mailed_link(desk),
        link_until: issued.link_until,
        portal_link: portal_link(desk, &invoice.number),
    })?)
}

/// Takes an invoice back with a credit note that mirrors it. Seats and terms stay as they are: what else is to change
/// staff change by its own action.
///
/// # Errors
/// Missing, taken back already, or a credit note itself.
pub fn credit(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, id: InvoiceId, reason: &str) -> Done<String> {
    ctx.person()?;
    let invoice = or_missing(store::invoices::find_any(tx, id)?)?;
    let case = Case::lock(tx, invoice.account, invoice.subscription)?;
    if invoice.kind == InvoiceKind::CreditNote {
        return Err(Refusal::from(Refused::IsCreditNote).into());
    }
    if let Some(by) = store::invoices::credit_note_of(tx, id)? {
        return Err(Refusal::from(Refused::Credited { by }).into());
    }
    let lines: Vec<Line> = invoice.lines.iter().map(mirrored).collect();
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
    let note = unless_taken(store::invoices::issue(tx, note, ctx.now))?;
    note_document(tx, ctx, &note, Event::CreditNoteIssued)?;
    if case.is_direct() {
        let (secret, link_until) = make_link(tx, &note, ctx.now)?;
        tell_credit_note(tx, ctx, desk, &case, &Issued { invoice: note.clone(), secret, link_until }, &invoice.number)?;
    }
    Ok(note.number)
}

fn tell_credit_note(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &Case,
    issued: &Issued,
    corrected: &str,
) -> Done<()> {
    let to =
        letters::Recipients { account: &case.account, subscription: case.subscription.id, role: ContactRole::Billing };
    let document = &issued.invoice;
    let credited = crate::domain::money::Money::new(-document.sums.total.minor, document.sums.total.currency);
    Ok(letters::tell(tx, desk, ctx.now, &to, Some(&issued.secret), |heading| CreditNote {
        heading,
        number: case.subscription.number.clone(),
        product: case.product.name.clone(),
        credit_note: document.number.clone(),
        invoice: corrected.to_owned(),
        total: credited,
        reason: document.reason.clone().unwrap_or_default(),
        link: mailed_link(desk),
        link_until: issued.link_until,
        portal_link: portal_link(desk, &document.number),
    })?)
}

fn mirrored(line: &Line) -> Line {
    let amount = crate::domain::money::Money::new(-line.amount.minor, line.amount.currency);
    Line { quantity: -line.quantity, amount, ..line.clone() }
}

/// Notes that an invoice was paid by transfer. Doing it again changes nothing.
///
/// # Errors
/// Missing, a credit note, or taken back.
pub fn pay(tx: &mut Tx<'_>, ctx: &Ctx, id: InvoiceId, on: Day) -> Done<()> {
    let by = ctx.person()?;
    let invoice = or_missing(store::invoices::find_any(tx, id)?)?;
    or_missing(store::subscriptions::lock(tx, invoice.account, invoice.subscription)?)?;
    if store::invoices::paid(tx, id)?.is_some() {
        return Ok(());
    }
    if invoice.kind == InvoiceKind::CreditNote {
        return Err(Refusal::from(Refused::IsCreditNote).into());
    }
    if let Some(by) = store::invoices::credit_note_of(tx, id)? {
        return Err(Refusal::from(Refused::Credited { by }).into());
    }
    store::invoices::insert_paid(tx, id, &Paid { on, payment: None }, Some(by), ctx.now)?;
    let subject = format!("invoice:{}", invoice.number);
    let after = Some(json!({ "paid_on": on.to_string() }));
    let account = Some(invoice.account);
    note(tx, ctx, Change { event: Event::InvoicePaid, account, subject: &subject, before: None, after })
}

/// Revokes every mailed link to a document of the account.
///
/// # Errors
/// Missing.
pub fn revoke_links(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: InvoiceId) -> Done<()> {
    let invoice = or_missing(store::invoices::find(tx, account, id)?)?;
    let revoked = store::invoices::revoke_links(tx, id, ctx.now)?;
    if revoked == 0 {
        return Ok(());
    }
    let subject = format!("invoice:{}", invoice.number);
    let after = Some(json!({ "links": revoked }));
    let event = Event::InvoiceLinkRevoked;
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })
}

/// Minutes within which a link that was mailed is on its way, and no second one is made: a form sent twice is sent once.
const ON_ITS_WAY_MINUTES: i64 = 10;

/// Mails a new link to a document, to the billing contacts on file and never to a typed address; unless one is on its
/// way already.
///
/// # Errors
/// Missing.
pub fn send_link(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, account: AccountId, id: InvoiceId) -> Done<()> {
    let invoice = or_missing(store::invoices::find(tx, account, id)?)?;
    let case = Case::lock(tx, account, invoice.subscription)?;
    let since = ctx.now - chrono::TimeDelta::minutes(ON_ITS_WAY_MINUTES);
    if store::invoices::has_link_since(tx, id, since, ctx.now)? {
        return Ok(());
    }
    let (secret, link_until) = make_link(tx, &invoice, ctx.now)?;
    let issued = Issued { invoice, secret, link_until };
    match issued.invoice.corrects {
        Some(corrected) => {
            let corrected = or_missing(store::invoices::find(tx, account, corrected)?)?;
            tell_credit_note(tx, ctx, desk, &case, &issued, &corrected.number)?;
        }
        None => {
            let paid = store::invoices::paid(tx, id)?;
            let is_owed = paid.is_none() && store::invoices::credit_note_of(tx, id)?.is_none();
            let paid_by_card = match paid.and_then(|p| p.payment) {
                Some(payment) => store::payments::card_of(tx, payment)?,
                None => None,
            };
            let told = Told { about: about_of(&issued.invoice), is_owed, paid_by_card };
            tell(tx, ctx, desk, &case, &issued, told)?;
        }
    }
    let subject = format!("invoice:{}", issued.invoice.number);
    let event = Event::InvoiceLinkSent;
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after: None })
}

fn about_of(invoice: &Invoice) -> InvoiceAbout {
    let quarter = invoice.lines.iter().find_map(|line| match line.basis {
        crate::domain::invoice::Basis::Quarters { quarter, .. } => Some(quarter),
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
///
/// # Errors
/// The store's own.
pub fn send_fresh(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, secret: &str) -> Done<()> {
    let Some(link) = store::invoices::find_link(tx, &vault::hash_of(secret))? else { return Ok(()) };
    let invoice = or_missing(store::invoices::find_any(tx, link.invoice)?)?;
    send_link(tx, ctx, desk, invoice.account, invoice.id)
}

/// Whether a secret is one that was mailed, whatever became of its link.
///
/// # Errors
/// The store's own.
pub fn is_known(c: &mut store::Conn<'_>, secret: &str) -> Done<bool> {
    Ok(store::invoices::find_link(c, &vault::hash_of(secret))?.is_some())
}

/// Opens the one document a mailed secret is for, and notes that it was opened. The link is dead from the moment that is
/// returned.
///
/// # Errors
/// The link is dead, or never was.
pub fn view(tx: &mut Tx<'_>, ctx: &Ctx, secret: &str) -> Done<(InvoiceId, Instant)> {
    let link = store::invoices::find_link(tx, &vault::hash_of(secret))?;
    let live = link.filter(|l| l.revoked_at.is_none() && ctx.now < l.expires_at).ok_or(Refusal::DeadLink)?;
    let invoice = or_missing(store::invoices::find_any(tx, live.invoice)?)?;
    let subject = format!("invoice:{}", invoice.number);
    let after = Some(json!({ "link": live.id.to_string() }));
    let account = Some(invoice.account);
    note(tx, ctx, Change { event: Event::InvoiceViewed, account, subject: &subject, before: None, after })?;
    Ok((invoice.id, live.expires_at))
}
