//! Opening a subscription with its first term, and its activation code (R39).

use seatsync_agent::activation_code::ActivationCode;
use serde_json::json;

use super::case::{Case, fitting};
use super::invoices::{self, Bill};
use super::letters::{self, Recipients};
use super::{Change, Ctx, Done, Failure, note, or_missing, terms, unless_taken};
use crate::domain::audit::Event;
use crate::domain::calendar::days_after;
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AccountId, SubscriptionId};
use crate::domain::invoice::{Basis, InvoiceKind, Line, LineKind, term_price};
use crate::domain::money::Money;
use crate::domain::plan::Deployment;
use crate::domain::subscription::{BoughtTerm, Subscription};
use crate::mail::Desk;
use crate::mail::envelope::SECRET;
use crate::mail::messages::{self, CodeUnused, InvoiceAbout};
use crate::store::subscriptions::RestingCode;
use crate::store::{self, Tx};
use crate::vault::Vault;

/// The use under which activation codes are sealed.
const CODE: &str = "activation code";

/// What is bought for the first term.
#[derive(Debug, Clone, Copy)]
pub struct Purchase {
    /// Seats.
    pub seats: i64,
    /// Price of a seat for the whole term.
    pub per_seat: Money,
}

/// Opens a subscription with its first term: its license, its activation code, its invoice, and the letters of both. What
/// was due before today is not worked any more: an older subscription was settled elsewhere.
///
/// # Errors
/// The number is taken.
pub fn open(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, new: &Subscription, first: Purchase) -> Done<ActivationCode> {
    let code = ActivationCode::generate();
    let vault = &desk.vault;
    let (hash, sealed) = (vault.look_up_hash(code.as_str()), vault.seal(CODE, code.as_str().as_bytes()));
    unless_taken(store::subscriptions::insert(tx, new, RestingCode { hash: &hash, sealed: &sealed }, ctx.now))?;
    let mut case = Case::load(tx, new.clone())?;
    let subject = case.subject();
    let after = Some(json!({ "tier": new.tier.as_str(), "anchor": new.anchor.to_string(), "months": new.term_months }));
    let event = Event::SubscriptionOpened;
    note(tx, ctx, Change { event, account: Some(new.account), subject: &subject, before: None, after })?;
    let term = terms::begin(tx, ctx, &mut case, 0, first.seats, first.per_seat, None)?;
    tell_code(tx, ctx, desk, &case, &term, &code)?;
    let amount = fitting(term_price(first.seats, first.per_seat))?;
    let line = Line {
        kind: LineKind::Purchase,
        quantity: first.seats,
        per_seat: first.per_seat,
        amount,
        basis: Basis::Term { start: term.span.start, end: term.span.end },
    };
    let bill = Bill {
        kind: InvoiceKind::Purchase,
        subject: term.id.0,
        lines: vec![line],
        about: InvoiceAbout::Purchase,
        paid: None,
        has_letter: true,
    };
    invoices::issue(tx, ctx, desk, &case, bill)?;
    let worked_on = (new.anchor < ctx.today()).then(|| days_after(ctx.today(), -1));
    let due_on = case.timetable(worked_on).next().first().map(|due| due.on);
    store::subscriptions::note_worked(tx, new.id, worked_on, due_on)?;
    Ok(code)
}

/// Puts another activation code in place of a subscription's: with the old one nothing can be linked any more, and what is
/// linked stays so. The people who may see it find it on the subscription's page.
///
/// # Errors
/// Missing.
pub fn replace_code(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    account: AccountId,
    id: SubscriptionId,
) -> Done<ActivationCode> {
    let subscription = or_missing(store::subscriptions::lock(tx, account, id)?)?;
    let code = ActivationCode::generate();
    let (hash, sealed) = (vault.look_up_hash(code.as_str()), vault.seal(CODE, code.as_str().as_bytes()));
    store::subscriptions::set_code(tx, id, RestingCode { hash: &hash, sealed: &sealed })?;
    let (event, subject) = (Event::CodeReplaced, format!("subscription:{}", subscription.number));
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after: None })?;
    Ok(code)
}

fn technical(case: &Case) -> Recipients<'_> {
    Recipients { account: &case.account, subscription: case.subscription.id, role: ContactRole::Technical }
}

fn tell_code(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &Case,
    term: &BoughtTerm,
    code: &ActivationCode,
) -> Done<()> {
    // The code is a secret: the letter gets it when it is sent.
    let code = code.to_string();
    Ok(letters::tell(tx, desk, ctx.now, &technical(case), Some(&code), |heading| messages::ActivationCode {
        heading,
        number: case.subscription.number.clone(),
        product: case.product.name.clone(),
        code: SECRET.to_owned(),
        seats: term.seats,
        term: term.span,
        is_saas: case.subscription.deployment == Deployment::Saas,
        link: desk.link(&case.path()),
    })?)
}

/// Reminds of an activation code that was never used (R39).
pub(super) fn remind_of_code(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, case: &Case, term: &BoughtTerm) -> Done<()> {
    if case.subscription.deployment == Deployment::Saas || !case.instances(tx)?.is_empty() {
        return Ok(());
    }
    Ok(letters::tell(tx, desk, ctx.now, &technical(case), None, |heading| CodeUnused {
        heading,
        number: case.subscription.number.clone(),
        product: case.product.name.clone(),
        bought_on: term.span.start,
        link: desk.link(&case.path()),
    })?)
}

/// The activation code of a subscription of the account, to show it to technical roles; none if it is missing.
///
/// # Errors
/// It was sealed under another master key.
pub fn activation_code(
    c: &mut store::Conn<'_>,
    vault: &Vault,
    account: AccountId,
    id: SubscriptionId,
) -> Done<Option<ActivationCode>> {
    let Some(sealed) = store::subscriptions::sealed_code(c, account, id)? else { return Ok(None) };
    let bytes = vault.open(CODE, &sealed).map_err(Failure::broken)?;
    let code = String::from_utf8(bytes).map_err(Failure::broken)?;
    code.parse().map(Some).map_err(Failure::broken)
}
