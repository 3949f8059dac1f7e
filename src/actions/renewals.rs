//! Turning auto-renewal off and on, and deciding late requests (R22). What becomes of a term at its end is `billing`'s.

use serde_json::json;

use super::emails::{self, Recipients};
use super::{Change, Ctx, Done, Refusal, or_missing, post_audit, unless_taken};
use crate::domain::audit::Event;
use crate::domain::calendar::Day;
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AccountId, LateRequestId, Owned, PersonId, SubscriptionId};
use crate::domain::renewal::{self, Facts, Outlook, RenewalRefused, WhyNot, last_cancel_day};
use crate::domain::subscription::{BoughtTerm, Contract};
use crate::mail::messages::{LateRequestDeclined, RenewalCancelled, RenewalResumed};
use crate::store::{self, Tx};
use crate::urls;

/// Longest reason kept, in characters.
pub const LONGEST_REASON: usize = 1000;

/// A subscription, locked, with the last term bought and what the renewal decision needs.
struct Locked<'a, 'tx> {
    tx: &'a mut Tx<'tx>,
    ctx: &'a Ctx,
    contract: Contract,
    term: BoughtTerm,
    facts: Facts,
}

fn lock<'a, 'tx>(tx: &'a mut Tx<'tx>, ctx: &'a Ctx, account: AccountId, id: SubscriptionId) -> Done<Locked<'a, 'tx>> {
    or_missing(store::subscriptions::lock(tx, account, id)?)?;
    let contract = or_missing(store::contracts::find(tx, account, id)?)?;
    let term = or_missing(contract.terms.last().cloned())?;
    let facts = or_missing(contract.renewal_facts())?;
    Ok(Locked { tx, ctx, contract, term, facts })
}

/// Turns the renewal off (R22). Doing it again changes nothing; returns whether this did.
///
/// # Errors
/// Missing, too late, or nothing to turn off.
pub fn cancel_renewal(tx: &mut Tx<'_>, ctx: &Ctx, of: Owned<SubscriptionId>, reason: Option<&str>) -> Done<bool> {
    let person = ctx.person()?;
    let mut locked = lock(tx, ctx, of.account, of.id)?;
    if is_off_already(&locked.facts, ctx.today()) {
        return Ok(false);
    }
    renewal::cancel(&locked.facts, ctx.today())?;
    locked.turn_off(person, reason, Event::RenewalCancelled)?;
    Ok(true)
}

/// Notes that a contract does not renew by itself from the start: in whose name, and without an email, for nothing changes.
///
/// # Errors
/// Missing.
pub fn begin_turned_off(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: SubscriptionId) -> Done<()> {
    let person = ctx.person()?;
    let mut locked = lock(tx, ctx, account, id)?;
    let term = locked.term.id;
    let new = store::renewals::NewCancellation { term, by: person, at: ctx.now, reason: None, is_late: false };
    unless_taken(store::renewals::insert_cancellation(locked.tx, new))?;
    locked.note(Event::RenewalCancelled, true, None)
}

/// Whether exactly this cancellation stands: asking for it again is harmless.
fn is_off_already(facts: &Facts, today: Day) -> bool {
    matches!(renewal::outlook(facts, today), Outlook::Ends { why: WhyNot::Cancelled, .. })
}

impl Locked<'_, '_> {
    fn turn_off(&mut self, by: PersonId, reason: Option<&str>, event: Event) -> Done<()> {
        let (now, is_late) = (self.ctx.now, event == Event::LateCancellationGranted);
        let new = store::renewals::NewCancellation { term: self.term.id, by, at: now, reason, is_late };
        unless_taken(store::renewals::insert_cancellation(self.tx, new))?;
        self.note(event, true, reason)?;
        let by = name_of(self.tx, by)?;
        let (contract, term) = (&self.contract, &self.term);
        let to = readers(contract);
        // An answer to a request is an email of its own, whatever is clicked next.
        let to = if is_late { to } else { to.of_the_latest() };
        Ok(emails::post_emails(self.tx, self.ctx, &to, |heading| RenewalCancelled {
            late_answer: reason.filter(|_| is_late).map(str::to_owned),
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            last_day: term.span.last_day(),
            by: by.clone(),
            at: now,
            link: self.ctx.link(&urls::subscription(&contract.subscription.number)),
            resume_until: term.span.last_day(),
        })?)
    }

    fn note(&mut self, event: Event, is_off: bool, reason: Option<&str>) -> Done<()> {
        let contract = &self.contract;
        let subject = format!("subscription:{}", contract.subscription.number);
        let before = Some(json!({ "auto_renew": contract.cancellation.is_none() }));
        let after = Some(json!({ "auto_renew": !is_off, "reason": reason }));
        let account = Some(contract.account.id);
        post_audit(self.tx, self.ctx, Change { event, account, subject: &subject, before, after })
    }
}

/// Turns the renewal on again (R22). Doing it again changes nothing; returns whether this did.
///
/// # Errors
/// Missing, or there is no renewal to turn on.
pub fn resume_renewal(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: SubscriptionId) -> Done<bool> {
    let person = ctx.person()?;
    let mut locked = lock(tx, ctx, account, id)?;
    renewal::resume(&locked.facts, ctx.today())?;
    let Some(standing) = &locked.contract.cancellation else { return Ok(false) };
    store::renewals::withdraw_cancellation(locked.tx, standing.id, person, ctx.now)?;
    locked.note(Event::RenewalResumed, false, None)?;
    let Locked { tx, contract, term, facts, .. } = locked;
    let by = name_of(tx, person)?;
    emails::post_emails(tx, ctx, &readers(&contract).of_the_latest(), |heading| RenewalResumed {
        heading,
        number: contract.subscription.number.clone(),
        product: contract.product.name.clone(),
        renews_on: term.span.end,
        last_cancel_day: last_cancel_day(term.span.end, facts.notice_days),
        by: by.clone(),
        at: ctx.now,
        link: ctx.link(&urls::subscription(&contract.subscription.number)),
    })?;
    Ok(true)
}

/// Asks staff to turn the renewal off after the last day (R22).
///
/// # Errors
/// Missing, open already, or still possible or never possible by the ordinary way.
pub fn request_late_cancellation(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    of: Owned<SubscriptionId>,
    reason: Option<&str>,
) -> Done<LateRequestId> {
    let person = ctx.person()?;
    let locked = lock(tx, ctx, of.account, of.id)?;
    match renewal::cancel(&locked.facts, ctx.today()) {
        Err(RenewalRefused::TooLate { .. }) => {}
        Err(refused) => return Err(refused.into()),
        // It can simply be turned off: there is nothing to ask.
        Ok(()) => return Err(Refusal::Missing.into()),
    }
    if locked.contract.late_request.is_some() {
        return Err(Refusal::RequestedAlready.into());
    }
    let request = store::renewals::insert_late_request(locked.tx, locked.term.id, person, ctx.now, reason)?;
    let subject = format!("subscription:{}", locked.contract.subscription.number);
    let after = Some(json!({ "request": request.to_string(), "reason": reason }));
    let event = Event::LateCancellationAsked;
    post_audit(locked.tx, ctx, Change { event, account: Some(of.account), subject: &subject, before: None, after })?;
    Ok(request)
}

/// What staff answer to a late request.
#[derive(Debug, Clone, Copy)]
pub struct LateAnswer<'a> {
    /// Whether the renewal is turned off late.
    pub grant: bool,
    /// Why.
    pub reason: &'a str,
}

/// Staff decide a late request: turn the renewal off late, or decline; both with a reason (R22).
///
/// # Errors
/// Decided already, or nothing to turn off any more.
pub fn decide_late_request(tx: &mut Tx<'_>, ctx: &Ctx, id: LateRequestId, answer: LateAnswer<'_>) -> Done<()> {
    let staff = ctx.person()?;
    let request = store::renewals::lock_late_request(tx, id)?.ok_or(Refusal::DecidedAlready)?;
    let mut locked = lock(tx, ctx, request.account, request.subscription)?;
    if request.term != locked.term.id {
        // Another term was bought meanwhile: what was asked has happened.
        return Err(RenewalRefused::NotRenewing { why: WhyNot::Ended }.into());
    }
    let LateAnswer { grant, reason } = answer;
    store::renewals::decide_late_request(locked.tx, id, grant, staff, ctx.now, reason)?;
    if grant {
        renewal::cancel_late(&locked.facts, ctx.today())?;
        return locked.turn_off(staff, Some(reason), Event::LateCancellationGranted);
    }
    locked.note(Event::LateCancellationDeclined, false, Some(reason))?;
    let Locked { tx, contract, term, .. } = locked;
    Ok(emails::post_emails(tx, ctx, &readers(&contract), |heading| LateRequestDeclined {
        heading,
        number: contract.subscription.number.clone(),
        product: contract.product.name.clone(),
        renews_on: term.span.end,
        answer: reason.to_owned(),
        link: ctx.link(&urls::subscription(&contract.subscription.number)),
    })?)
}

fn readers(contract: &Contract) -> Recipients<'_> {
    Recipients::of(&contract.account, contract.subscription.id, ContactRole::Subscription)
}

fn name_of(tx: &mut Tx<'_>, id: PersonId) -> Done<String> {
    Ok(or_missing(store::people::find(tx, id)?)?.name)
}
