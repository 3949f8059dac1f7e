//! Accepting a message that was checked: the one road of both doors (R31).

use chrono::TimeDelta;
use seatsync_agent::instance_id::{Claims, UpdateMode};

use super::alerts::{note_closed, stamp};
use super::check::signed;
use crate::actions::usage::{self, NewReport};
use crate::actions::{Ctx, Done, Failure};
use crate::domain::audit::Event;
use crate::domain::ids::{AccountId, InstanceId, ReceivedId};
use crate::domain::instance::{FlagKind, Instance, ReportedBy, is_clock_off, is_upgrade_taken};
use crate::domain::instance_id::Refused;
use crate::domain::license::{LicenseKind, Phase};
use crate::domain::overview::Overview;
use crate::domain::release::UpdatePolicy;
use crate::store::instances::About;
use crate::store::{self, StoreError, Tx};

/// A message that may be taken.
#[derive(Debug, Clone, Copy)]
pub(in crate::actions) struct Message<'a> {
    /// What it says.
    pub(in crate::actions) claims: &'a Claims,
    /// The key it was signed with, as it rests.
    pub(in crate::actions) public_key: &'a str,
    /// How it came.
    pub(in crate::actions) by: ReportedBy,
    /// Under which key it was kept when it was pasted.
    pub(in crate::actions) received: Option<ReceivedId>,
    /// Whether it brings the activation code. With a number that is used up, that says that its instance was restored.
    pub(in crate::actions) proves_code: bool,
    /// Up to which generation its instance knows our keys, and which it is now sent; none: it is not answered at once.
    pub(in crate::actions) keys: Option<(i64, i64)>,
}

/// Takes a message that was checked: stores the instance as it is now, its report and its daily counts, and flags what
/// staff should see. The one road of both doors (R31).
pub(in crate::actions) fn take(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    overview: &Overview,
    message: Message<'_>,
    known: Option<Instance>,
) -> Done<Instance> {
    let claims = message.claims;
    let account = overview.account.id;
    if known.as_ref().is_some_and(|i| i.unlinked_at.is_some()) {
        check_links(tx, ctx, account, InstanceId(claims.iss))?;
    }
    let seq = signed(claims.seq)?;
    let told = signed(claims.users.max)?;
    let last_report_at = known.as_ref().map_or(claims.iat, |i| i.last_report_at.max(claims.iat));
    // The maximum of a term that is over says nothing about the running one; time stamped backwards changes no term.
    let kept = known
        .as_ref()
        .filter(|i| i.last_report_at > claims.iat || usage::same_term(&overview.terms, i.last_report_at, claims.iat))
        .map_or(told, |i| i.term_max);
    let is_upgraded = known
        .as_ref()
        .is_some_and(|i| is_upgrade_taken(i, claims.ack.as_deref(), claims.update.mode == UpdateMode::Patch));
    let (is_linked, counted) =
        (known.as_ref().is_some_and(|i| i.unlinked_at.is_none()), known.as_ref().is_some_and(Instance::counts_now));
    let was_comparable = known.as_ref().is_none_or(Instance::is_comparable);
    let is_restored = is_linked && message.proves_code && known.as_ref().is_some_and(|i| seq <= i.last_seq);
    let before = known.as_ref().map_or((0, 0), |i| (i.keys_known, i.keys_sent));
    let (keys_known, keys_sent) = message.keys.unwrap_or(before);
    let instance = Instance {
        id: InstanceId(claims.iss),
        subscription: overview.subscription.id,
        hostname: claims.hostname.clone(),
        environment: claims.environment.clone(),
        version: claims.version.clone(),
        public_key: message.public_key.to_owned(),
        // Never lower, so that nothing sent before a restore can be sent again.
        last_seq: known.as_ref().map_or(seq, |i| i.last_seq.max(seq)),
        term_max: kept.max(told),
        last_report_at,
        linked_at: known.as_ref().filter(|i| i.unlinked_at.is_none()).map_or(ctx.now, |i| i.linked_at),
        reports_by: message.by,
        heard_at: ctx.now,
        last_jti: claims.jti.clone(),
        update_policy: known.as_ref().map_or(UpdatePolicy::Warn, |i| i.update_policy),
        upgrade_asked_at: known.as_ref().and_then(|i| i.upgrade_asked_at).filter(|_| !is_upgraded),
        upgrade_told_jti: known.as_ref().and_then(|i| i.upgrade_told_jti.clone()).filter(|_| !is_upgraded),
        unlinked_at: None,
        keys_known,
        keys_sent,
    };
    match known {
        Some(_) => store::instances::update(tx, account, &instance)?,
        None => store::instances::insert(tx, account, &instance, ctx.by()).map_err(linked_meanwhile)?,
    }
    let mut flag = |kind, detail: &str| store::instances::insert_flag(tx, account, instance.id, kind, ctx.now, detail);
    if told < kept && !is_restored {
        flag(FlagKind::FallingMaximum, &format!("{told} after {kept}"))?;
    }
    if message.by == ReportedBy::Sync && is_clock_off(claims.iat, ctx.now) {
        flag(FlagKind::ClockOff, &stamp(claims.iat))?;
    }
    if counted && !instance.counts() {
        flag(FlagKind::LeftProduction, &claims.environment)?;
    }
    note_version(tx, ctx, account, &instance, was_comparable)?;
    if !counted && instance.counts() {
        store::instances::close_flags(tx, instance.id, FlagKind::LeftProduction, ctx.now)?;
    }
    if is_restored {
        explain_fork(tx, ctx, account, instance.id)?;
    }
    if !is_linked {
        flag_misuse(tx, ctx, overview, &instance)?;
    }
    usage::keep(tx, ctx, account, instance.id, &report(message)?)?;
    Ok(instance)
}

/// Flags a version that cannot be compared, for as long as it is reported. What people were told of it says nothing of the one that
/// comes after it.
fn note_version(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, instance: &Instance, was_comparable: bool) -> Done<()> {
    let (kind, id) = (FlagKind::UnparsableVersion, instance.id);
    match (instance.is_comparable(), was_comparable) {
        (true, was_comparable) => {
            store::instances::close_flags(tx, id, kind, ctx.now)?;
            if !was_comparable {
                store::releases::forget_told(tx, id)?;
            }
        }
        (false, true) => store::instances::renew_flag(tx, account, id, kind, ctx.now, &instance.version)?,
        (false, false) => store::instances::insert_flag(tx, account, id, kind, ctx.now, &instance.version)?,
    }
    Ok(())
}

/// How often an instance may be linked within 24 hours: whoever moves a machine about needs it once or twice.
const MOST_LINKS: i64 = 10;

/// Refuses an instance that is linked and unlinked over and over, by what the audit says of it.
fn check_links(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, instance: InstanceId) -> Done<()> {
    let links = store::audit::about(tx, account, &format!("instance:{instance}"), &[Event::InstanceLinked])?;
    let today = links.iter().filter(|link| link.at > ctx.now - TimeDelta::hours(24)).count();
    if i64::try_from(today).unwrap_or(i64::MAX) >= MOST_LINKS {
        return Err(Refused::LinkedTooOften { most: MOST_LINKS }.into());
    }
    Ok(())
}

/// Closes the flag of a fork: what looked like a second machine was the restored one, before it said so (R34). Once in 30
/// days: of two machines that go on, one could say so each night, and nobody would notice.
fn explain_fork(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, instance: InstanceId) -> Done<()> {
    let kind = FlagKind::ForkedSequence;
    if store::instances::was_closed(tx, instance, kind, ctx.now)?
        || store::instances::close_flags(tx, instance, kind, ctx.now)? == 0
    {
        return Ok(());
    }
    note_closed(tx, ctx, About { account: Some(account), instance: Some(instance) }, kind)
}

/// Flags one code on more instances than it is meant for, and a trial after another (R38).
fn flag_misuse(tx: &mut Tx<'_>, ctx: &Ctx, overview: &Overview, new: &Instance) -> Done<()> {
    let (account, subscription) = (overview.account.id, &overview.subscription);
    let linked = store::instances::list(tx, account, subscription.id)?;
    // Of whatever environment: one that is no production is licensed all the same.
    let linked = linked.iter().filter(|i| i.unlinked_at.is_none()).count();
    let most = overview.product.policy.most_instances;
    if i64::try_from(linked).unwrap_or(i64::MAX) > most {
        let detail = format!("{linked} of {most}");
        store::instances::insert_flag(tx, account, new.id, FlagKind::TooManyInstances, ctx.now, &detail)?;
    }
    let is_trial =
        overview.licenses.iter().any(|l| l.kind == LicenseKind::Trial && l.phase(ctx.today()) != Phase::Past);
    if is_trial && store::licenses::has_other_trial(tx, account, subscription)? {
        store::instances::insert_flag(tx, account, new.id, FlagKind::RepeatedTrial, ctx.now, &subscription.number)?;
    }
    Ok(())
}

/// Somebody else linked the same new instance at the same moment.
fn linked_meanwhile(cause: StoreError) -> Failure {
    if cause.is_duplicate() { Refused::LinkedElsewhere.into() } else { cause.into() }
}

/// What a message reports. A maximum that fell counts for nothing: the highest one told is what fills a gap (R33).
fn report(message: Message<'_>) -> Done<NewReport> {
    let claims = message.claims;
    let daily = claims.daily.iter().map(|&(day, billable)| Ok((day, signed(billable)?)));
    Ok(NewReport {
        at: claims.iat,
        active: signed(claims.users.active)?,
        inactive: signed(claims.users.inactive)?,
        billable: signed(claims.users.billable)?,
        told_max: Some(signed(claims.users.max)?),
        daily: daily.collect::<Done<Vec<_>>>()?,
        version: claims.version.clone(),
        by: message.by,
        message: message.received,
    })
}
