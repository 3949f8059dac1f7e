//! Accepting a report, whichever door it came in by (R31): the instance as `domain::report` makes it, its report and daily
//! counts, and the alerts that staff should see. What was counted is kept as it came; a day's maximum only rises (R4, R5, R32).

use chrono::TimeDelta;
use seatsync_agent::instance_id;
use serde_json::json;

use super::alerts::note_closed;
use super::check::check_link;
use crate::actions::{Change, Ctx, Done, Failure, or_missing, post_audit};
use crate::domain::audit::Event;
use crate::domain::ids::{AccountId, InstanceId};
use crate::domain::instance::{AlertKind, Instance, ReportedBy};
use crate::domain::instance_id::InstanceRefused;
use crate::domain::license::{LicenseKind, Phase};
use crate::domain::plan::Deployment;
use crate::domain::report::{Alert, Report};
use crate::domain::subscription::Contract;
use crate::store::instances::About;
use crate::store::{self, StoreError, Tx};

/// A report that was checked, and its sender, which is locked; none is known of one that is new.
#[derive(Clone, Copy)]
pub(in crate::actions) struct Sent<'a> {
    pub(in crate::actions) report: &'a Report,
    pub(in crate::actions) known: Option<&'a Instance>,
}

/// Accepts a report.
pub(in crate::actions) fn accept_report(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    contract: &Contract,
    sent: Sent<'_>,
) -> Done<Instance> {
    let Sent { report, known } = sent;
    let account = contract.account.id;
    if known.is_some_and(|i| i.unlinked_at.is_some()) {
        check_links(tx, ctx, account, report.instance)?;
    }
    let accepted = report.accept(known, &contract.terms, ctx.now);
    let instance = accepted.instance;
    match known {
        Some(_) => store::instances::update(tx, account, &instance)?,
        None => store::instances::insert(tx, account, &instance, ctx.by()).map_err(linked_meanwhile)?,
    }
    for (kind, alert) in &accepted.alerts {
        match alert {
            Alert::Raised(detail) => {
                store::instances::insert_instance_alert(tx, account, instance.id, *kind, ctx.now, detail)?;
            }
            Alert::Begun(detail) => {
                store::instances::renew_instance_alert(tx, account, instance.id, *kind, ctx.now, detail)?
            }
            Alert::Over => drop(store::instances::close_alerts(tx, instance.id, *kind, ctx.now)?),
        }
    }
    if accepted.is_comparable_again {
        store::releases::forget_told(tx, instance.id)?;
    }
    if accepted.is_restored {
        explain_fork(tx, ctx, account, instance.id)?;
    }
    if accepted.is_linked_by_it {
        alert_misuse(tx, ctx, contract, &instance)?;
    }
    store::usage::insert_report(tx, account, report, ctx.now)?;
    store::usage::raise_days(tx, instance.id, &accepted.days, ctx.now)?;
    Ok(instance)
}

/// Accepts a report that came without a signed message: the vendor's count of its own service (R18), or a scenario's. An
/// instance that is not known yet becomes known.
///
/// # Errors
/// Missing, linked to another subscription, or [`InstanceRefused::Message`] for what a message is refused for as well (R33).
pub fn accept_unsigned_report(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, report: &Report) -> Done<()> {
    or_missing(store::subscriptions::lock(tx, account, report.subscription)?)?;
    check(ctx, report)?;
    let known = store::instances::lock_sender(tx, report.instance)?;
    let is_linked = known.as_ref().is_some_and(|(_, known)| known.unlinked_at.is_none());
    // Licenses and other instances are looked at when one is linked.
    let contract = match is_linked {
        true => store::contracts::find_billed(tx, account, report.subscription)?,
        false => store::contracts::find_for(tx, account, report.subscription, report.instance)?,
    };
    let contract = or_missing(contract)?;
    check_link(tx, &contract, known.as_ref())?;
    let known = known.map(|(_, known)| known);
    let by = if contract.subscription.deployment == Deployment::Saas { ReportedBy::Api } else { report.by };
    let report = Report { by, ..report.clone() };
    accept_report(tx, ctx, &contract, Sent { report: &report, known: known.as_ref() })?;
    if is_linked {
        // The report is its own record, with all that it says.
        return Ok(());
    }
    let subject = format!("instance:{}", report.instance);
    let (event, after) = (Event::InstanceLinked, Some(json!({ "subscription": contract.subscription.number })));
    post_audit(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })
}

/// What a signed message is refused for when it is opened, asked of figures that came without one (R33).
fn check(ctx: &Ctx, report: &Report) -> Result<(), instance_id::InstanceIdRefused> {
    use instance_id::InstanceIdRefused;
    if report.at > ctx.now + instance_id::MOST_AHEAD {
        return Err(InstanceIdRefused::Ahead { iat: report.at });
    }
    let users =
        [report.active, report.inactive, report.billable, report.reported_max.unwrap_or(0)].map(|n| ("users", n));
    let daily = report.daily.iter().map(|(_, count)| ("daily", *count));
    if let Some((what, _)) = users.into_iter().chain(daily).find(|(_, count)| *count < 0) {
        return Err(InstanceIdRefused::Negative { what: what.to_owned() });
    }
    if let Some(max) = report.reported_max.filter(|max| *max < report.billable) {
        return Err(InstanceIdRefused::MaxBelowBillable {
            max: max.unsigned_abs(),
            billable: report.billable.unsigned_abs(),
        });
    }
    match report.daily.iter().find(|(day, _)| *day > report.at.date_naive()) {
        Some((day, _)) => Err(InstanceIdRefused::DayAhead { day: *day }),
        None => Ok(()),
    }
}

/// How often an instance may be linked within 24 hours: whoever moves a machine about needs it once or twice.
const MOST_LINKS: i64 = 10;

/// Refuses an instance that is linked and unlinked over and over, by what the audit says of it.
fn check_links(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, instance: InstanceId) -> Done<()> {
    let links = store::audit::about(tx, account, &format!("instance:{instance}"), &[Event::InstanceLinked])?;
    let today = links.iter().filter(|link| link.at > ctx.now - TimeDelta::hours(24)).count();
    if i64::try_from(today).unwrap_or(i64::MAX) >= MOST_LINKS {
        return Err(InstanceRefused::LinkedTooOften { most: MOST_LINKS }.into());
    }
    Ok(())
}

/// Closes the alert of a fork: what looked like a second machine was the restored one, before it said so (R34). Once in 30
/// days: of two machines that go on, one could say so each night, and nobody would notice.
fn explain_fork(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, instance: InstanceId) -> Done<()> {
    let kind = AlertKind::ForkedSequence;
    if store::instances::was_closed(tx, instance, kind, ctx.now)?
        || store::instances::close_alerts(tx, instance, kind, ctx.now)? == 0
    {
        return Ok(());
    }
    note_closed(tx, ctx, About { account: Some(account), instance: Some(instance) }, kind)
}

/// Raises an alert about one code on more instances than it is meant for, and a trial after another (R38).
fn alert_misuse(tx: &mut Tx<'_>, ctx: &Ctx, contract: &Contract, new: &Instance) -> Done<()> {
    let (account, subscription) = (contract.account.id, &contract.subscription);
    let linked = store::instances::list(tx, account, subscription.id)?;
    // Of whatever environment: one that is no production is licensed all the same.
    let linked = linked.iter().filter(|i| i.unlinked_at.is_none()).count();
    let most = contract.product.policy.most_instances;
    if i64::try_from(linked).unwrap_or(i64::MAX) > most {
        let detail = format!("{linked} of {most}");
        store::instances::insert_instance_alert(tx, account, new.id, AlertKind::TooManyInstances, ctx.now, &detail)?;
    }
    let is_trial =
        contract.licenses.iter().any(|l| l.kind == LicenseKind::Trial && l.phase(ctx.today()) != Phase::Past);
    if is_trial && store::licenses::has_other_trial(tx, account, subscription)? {
        store::instances::insert_instance_alert(
            tx,
            account,
            new.id,
            AlertKind::RepeatedTrial,
            ctx.now,
            &subscription.number,
        )?;
    }
    Ok(())
}

/// Somebody else linked the same new instance at the same moment.
fn linked_meanwhile(cause: StoreError) -> Failure {
    if cause.is_duplicate() { InstanceRefused::LinkedElsewhere.into() } else { cause.into() }
}
