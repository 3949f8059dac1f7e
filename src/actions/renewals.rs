//! Turning auto-renewal off and on, and deciding late requests (R22). The end of a term is in `ending`, the letters
//! before it in `reminders`.

pub(super) mod ending;
mod reminders;

pub(super) use ending::{charge_again, end_term};
pub(super) use reminders::remind;

use serde_json::json;

use super::letters::{self, Recipients};
use super::{Change, Ctx, Done, Refusal, note, or_missing, unless_taken};
use crate::domain::audit::Event;
use crate::domain::calendar::Day;
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AccountId, LateRequestId, PersonId, SubscriptionId};
use crate::domain::overview::Overview;
use crate::domain::renewal::{self, Facts, Outlook, Refused, WhyNot, last_cancel_day};
use crate::domain::subscription::BoughtTerm;
use crate::mail::Desk;
use crate::mail::messages::{LateRequestDeclined, RenewalCancelled, RenewalResumed};
use crate::store::{self, Tx};

/// Longest reason kept, in characters.
pub const LONGEST_REASON: usize = 1000;

/// A subscription, locked, with the last term bought and what the renewal decision needs.
struct Locked {
    overview: Overview,
    term: BoughtTerm,
    facts: Facts,
}

fn lock(tx: &mut Tx<'_>, account: AccountId, id: SubscriptionId) -> Done<Locked> {
    or_missing(store::subscriptions::lock(tx, account, id)?)?;
    let overview = or_missing(store::overview::find(tx, account, id)?)?;
    let term = or_missing(overview.terms.last().cloned())?;
    let facts = or_missing(overview.renewal_facts())?;
    Ok(Locked { overview, term, facts })
}

/// Turns the renewal off (R22). Doing it again changes nothing; returns whether this did.
///
/// # Errors
/// Missing, too late, or nothing to turn off.
pub fn cancel(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    account: AccountId,
    id: SubscriptionId,
    reason: Option<&str>,
) -> Done<bool> {
    let person = ctx.person()?;
    let locked = lock(tx, account, id)?;
    if is_off_already(&locked.facts, ctx.today()) {
        return Ok(false);
    }
    renewal::cancel(&locked.facts, ctx.today())?;
    turn_off(tx, ctx, desk, &locked, person, reason, Event::RenewalCancelled)?;
    Ok(true)
}

/// Notes that a contract does not renew by itself from the start: in whose name, and without a letter, for nothing changes.
///
/// # Errors
/// Missing.
pub fn begin_turned_off(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: SubscriptionId) -> Done<()> {
    let person = ctx.person()?;
    let Locked { overview, term, .. } = lock(tx, account, id)?;
    let new = store::renewals::NewCancellation { term: term.id, by: person, at: ctx.now, reason: None, is_late: false };
    unless_taken(store::renewals::insert_cancellation(tx, new))?;
    note_renewal(tx, ctx, &overview, Event::RenewalCancelled, true, None)
}

/// Whether exactly this cancellation stands: asking for it again is harmless.
fn is_off_already(facts: &Facts, today: Day) -> bool {
    matches!(renewal::outlook(facts, today), Outlook::Ends { why: WhyNot::Cancelled, .. })
}

fn turn_off(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    locked: &Locked,
    by: PersonId,
    reason: Option<&str>,
    event: Event,
) -> Done<()> {
    let is_late = event == Event::LateCancellationGranted;
    let new = store::renewals::NewCancellation { term: locked.term.id, by, at: ctx.now, reason, is_late };
    unless_taken(store::renewals::insert_cancellation(tx, new))?;
    note_renewal(tx, ctx, &locked.overview, event, true, reason)?;
    let (overview, term) = (&locked.overview, &locked.term);
    let by = name_of(tx, by)?;
    let letter = |heading| RenewalCancelled {
        late_answer: reason.filter(|_| is_late).map(str::to_owned),
        heading,
        number: overview.subscription.number.clone(),
        product: overview.product.name.clone(),
        last_day: term.span.last_day(),
        by: by.clone(),
        at: ctx.now,
        link: subscription_link(desk, overview),
        resume_until: term.span.last_day(),
    };
    // An answer to a request is a letter of its own, whatever is clicked next.
    match is_late {
        true => letters::tell(tx, desk, ctx.now, &readers(overview), None, letter)?,
        false => letters::tell_latest(tx, desk, ctx.now, &readers(overview), letter)?,
    }
    Ok(())
}

/// Turns the renewal on again (R22). Doing it again changes nothing; returns whether this did.
///
/// # Errors
/// Missing, or there is no renewal to turn on.
pub fn resume(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, account: AccountId, id: SubscriptionId) -> Done<bool> {
    let person = ctx.person()?;
    let Locked { overview, term, facts } = lock(tx, account, id)?;
    renewal::resume(&facts, ctx.today())?;
    let Some(standing) = &overview.cancellation else { return Ok(false) };
    store::renewals::withdraw_cancellation(tx, standing.id, person, ctx.now)?;
    note_renewal(tx, ctx, &overview, Event::RenewalResumed, false, None)?;
    let by = name_of(tx, person)?;
    letters::tell_latest(tx, desk, ctx.now, &readers(&overview), |heading| RenewalResumed {
        heading,
        number: overview.subscription.number.clone(),
        product: overview.product.name.clone(),
        renews_on: term.span.end,
        last_cancel_day: last_cancel_day(term.span.end, facts.notice_days),
        by: by.clone(),
        at: ctx.now,
        link: subscription_link(desk, &overview),
    })?;
    Ok(true)
}

/// Asks staff to turn the renewal off after the last day (R22).
///
/// # Errors
/// Missing, open already, or still possible or never possible by the ordinary way.
pub fn ask_late(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    account: AccountId,
    id: SubscriptionId,
    reason: Option<&str>,
) -> Done<LateRequestId> {
    let person = ctx.person()?;
    let locked = lock(tx, account, id)?;
    match renewal::cancel(&locked.facts, ctx.today()) {
        Err(Refused::TooLate { .. }) => {}
        Err(refused) => return Err(refused.into()),
        // It can simply be turned off: there is nothing to ask.
        Ok(()) => return Err(Refusal::Missing.into()),
    }
    if locked.overview.late_request.is_some() {
        return Err(Refusal::RequestedAlready.into());
    }
    let request = store::renewals::insert_late_request(tx, locked.term.id, person, ctx.now, reason)?;
    let subject = format!("subscription:{}", locked.overview.subscription.number);
    let after = Some(json!({ "request": request.to_string(), "reason": reason }));
    let event = Event::LateCancellationAsked;
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })?;
    Ok(request)
}

/// Staff decide a late request: turn the renewal off late, or decline; both with a reason (R22).
///
/// # Errors
/// Decided already, or nothing to turn off any more.
pub fn decide_late(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, id: LateRequestId, grant: bool, answer: &str) -> Done<()> {
    let staff = ctx.person()?;
    let request = store::renewals::lock_late_request(tx, id)?.ok_or(Refusal::DecidedAlready)?;
    let locked = lock(tx, request.account, request.subscription)?;
    if request.term != locked.term.id {
        // Another term was bought meanwhile: what was asked has happened.
        return Err(Refused::NotRenewing { why: WhyNot::Ended }.into());
    }
    store::renewals::decide_late_request(tx, id, grant, staff, ctx.now, answer)?;
    if grant {
        renewal::cancel_late(&locked.facts, ctx.today())?;
        return turn_off(tx, ctx, desk, &locked, staff, Some(answer), Event::LateCancellationGranted);
    }
    let overview = &locked.overview;
    note_renewal(tx, ctx, overview, Event::LateCancellationDeclined, false, Some(answer))?;
    Ok(letters::tell(tx, desk, ctx.now, &readers(overview), None, |heading| LateRequestDeclined {
        heading,
        number: overview.subscription.number.clone(),
        product: overview.product.name.clone(),
        renews_on: locked.term.span.end,
        answer: answer.to_owned(),
        link: subscription_link(desk, overview),
    })?)
}

fn note_renewal(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    overview: &Overview,
    event: Event,
    is_off: bool,
    reason: Option<&str>,
) -> Done<()> {
    let subject = format!("subscription:{}", overview.subscription.number);
    let before = Some(json!({ "auto_renew": overview.cancellation.is_none() }));
    let after = Some(json!({ "auto_renew": !is_off, "reason": reason }));
    note(tx, ctx, Change { event, account: Some(overview.account.id), subject: &subject, before, after })
}

fn readers(overview: &Overview) -> Recipients<'_> {
    let role = ContactRole::Subscription;
    Recipients { account: &overview.account, subscription: overview.subscription.id, role }
}

fn subscription_link(desk: &Desk, overview: &Overview) -> String {
    desk.link(&format!("/subscriptions/{}", overview.subscription.number))
}

fn name_of(tx: &mut Tx<'_>, id: PersonId) -> Done<String> {
    Ok(or_missing(store::people::find(tx, id)?)?.name)
}
