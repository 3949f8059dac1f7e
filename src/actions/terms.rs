//! Buying a term and issuing licenses: what a term begins with, and what its license says (R26, S2).

use serde_json::json;

use super::case::Case;
use super::{Change, Ctx, Done, letters, note, unless_taken};
use crate::domain::audit::Event;
use crate::domain::calendar::Term;
use crate::domain::contact::ContactRole;
use crate::domain::ids::{LicenseId, TermId};
use crate::domain::instance::{Instance, heard_last};
use crate::domain::license::{License, LicenseKind};
use crate::domain::money::Money;
use crate::domain::overview::standing;
use crate::domain::plan::Deployment;
use crate::domain::reconciliation;
use crate::domain::subscription::BoughtTerm;
use crate::mail::Desk;
use crate::mail::envelope::SECRET;
use crate::mail::messages::LicenseReady;
use crate::store::{self, Tx};

/// What a term follows, for its license (S2): seats of the term before, and users trued up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct After {
    pub(super) previous_seats: i64,
    pub(super) true_up: i64,
}

/// Buys a term and issues its license; a term that lies ahead brings a license that grants nothing before (R26). How its
/// overage is billed is decided here, for the whole term (R18).
pub(super) fn begin(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    case: &mut Case,
    index: u32,
    seats: i64,
    per_seat: Money,
    after: Option<After>,
) -> Done<BoughtTerm> {
    let span = Term::of(case.subscription.anchor, case.subscription.term_months, index);
    let (mode, annual_reason) = reconciliation::mode(&standing(&case.account, &case.product, &case.subscription, span));
    let term = BoughtTerm {
        id: TermId::new(),
        index,
        span,
        base_seats: seats,
        seats,
        per_seat,
        mode,
        annual_reason,
        bought_at: ctx.now,
    };
    unless_taken(store::subscriptions::insert_term(tx, case.subscription.id, &term))?;
    let after_json = json!({
        "term": index, "start": span.start.to_string(), "end": span.end.to_string(), "seats": seats,
        "per_seat_minor": per_seat.minor, "currency": per_seat.currency.code(), "mode": mode.as_str(),
    });
    let subject = case.subject();
    let change = Change {
        event: Event::TermBought,
        account: Some(case.account.id),
        subject: &subject,
        before: None,
        after: Some(after_json),
    };
    note(tx, ctx, change)?;
    issue_license(tx, ctx, case, &term, after)?;
    case.keep_term(term.clone());
    Ok(term)
}

fn issue_license(tx: &mut Tx<'_>, ctx: &Ctx, case: &Case, term: &BoughtTerm, after: Option<After>) -> Done<()> {
    let license = License {
        id: LicenseId::new(),
        term: term.id,
        kind: LicenseKind::Online,
        span: term.span,
        seats: term.seats,
        previous_seats: after.map(|a| a.previous_seats),
        true_up: after.map(|a| a.true_up),
        issued_at: ctx.now,
    };
    store::licenses::insert(tx, case.subscription.id, &license)?;
    let subject = format!("license:{}", license.id);
    let after = Some(json!({ "subscription": case.subscription.number, "seats": license.seats }));
    let account = Some(case.account.id);
    note(tx, ctx, Change { event: Event::LicenseIssued, account, subject: &subject, before: None, after })
}

/// Raises the seats of a term and issues the license that says so (R9, R32): what the license of the term said before
/// about the term before it stays.
pub(super) fn raise_seats(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    term: &BoughtTerm,
    by: i64,
) -> Done<BoughtTerm> {
    let raised = BoughtTerm { seats: term.seats.saturating_add(by), ..term.clone() };
    store::subscriptions::set_seats(tx, raised.id, raised.seats)?;
    let first = store::licenses::first_of_term(tx, raised.id)?;
    let after = first.and_then(|license| {
        Some(After { previous_seats: license.previous_seats?, true_up: license.true_up.unwrap_or(0) })
    });
    issue_license(tx, ctx, case, &raised, after)?;
    case.keep_term(raised.clone());
    tell_license_ready(tx, ctx, desk, case, &raised, false)?;
    Ok(raised)
}

/// Tells the technical contacts that a license waits for its instance; at a renewal with the activation code (R39).
pub(super) fn tell_license_ready(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &Case,
    term: &BoughtTerm,
    with_code: bool,
) -> Done<()> {
    if case.subscription.deployment == Deployment::Saas {
        // Nobody loads a license there.
        return Ok(());
    }
    let code = match with_code {
        true => super::subscriptions::activation_code(tx, &desk.vault, case.account.id, case.subscription.id)?,
        false => None,
    };
    let instances = case.instances(tx)?;
    let offline = heard_last(&instances).is_some_and(Instance::is_offline);
    let to = letters::Recipients {
        account: &case.account,
        subscription: case.subscription.id,
        role: ContactRole::Technical,
    };
    let code = code.map(|code| code.to_string());
    Ok(letters::tell(tx, desk, ctx.now, &to, code.as_deref(), |heading| LicenseReady {
        heading,
        number: case.subscription.number.clone(),
        product: case.product.name.clone(),
        seats: term.seats,
        term: term.span,
        starts_later: term.span.start > ctx.today(),
        offline,
        code: code.as_ref().map(|_| SECRET.to_owned()),
        link: desk.link(&case.path()),
    })?)
}
