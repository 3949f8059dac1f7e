//! Taking a report: what was counted is kept as it came, a day's maximum only rises (R4, R5, R32, R33). However a report
//! comes (pasted, synced, by the vendor's own count) it ends here.

use serde_json::json;

use super::{Change, Ctx, Done, note, or_missing};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Instant, Term};
use crate::domain::ids::{AccountId, InstanceId, ReceivedId, SubscriptionId};
use crate::domain::instance::{FlagKind, Instance, PRODUCTION, ReportedBy};
use crate::domain::plan::Deployment;
use crate::domain::release::UpdatePolicy;
use crate::domain::subscription::BoughtTerm;
use crate::domain::usage::Refused;
use crate::store::usage::Report;
use crate::store::{self, Tx};

/// Hours a report may be stamped ahead of its arrival (R33).
const MOST_AHEAD_HOURS: i64 = 24;

/// What a report says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReport {
    /// When it was made, by its maker's clock.
    pub at: Instant,
    /// Active users.
    pub active: i64,
    /// Inactive users.
    pub inactive: i64,
    /// Billable users (R4).
    pub billable: i64,
    /// The term-wide maximum, if it tells one.
    pub told_max: Option<i64>,
    /// The highest count of each day it carries.
    pub daily: Vec<(Day, i64)>,
    /// The version that runs.
    pub version: String,
    /// How it came.
    pub by: ReportedBy,
    /// The instance ID it came as, if it did.
    pub message: Option<ReceivedId>,
}

/// Who reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reporter {
    /// The instance's own id.
    pub instance: InstanceId,
    /// What it calls its machine; may be empty.
    pub hostname: String,
}

/// Takes a report that came without a signed message: the vendor's count of its own service (R18), or a scenario's. A
/// reporter that is not known yet becomes known.
///
/// # Errors
/// Missing, or any [`Refused`].
pub fn report(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    account: AccountId,
    id: SubscriptionId,
    from: &Reporter,
    new: &NewReport,
) -> Done<()> {
    let subscription = or_missing(store::subscriptions::lock(tx, account, id)?)?;
    check(ctx, new)?;
    let terms = store::subscriptions::terms(tx, account, id)?;
    let known = store::instances::find(tx, account, from.instance)?;
    let saas = subscription.deployment == Deployment::Saas;
    let is_known = known.is_some();
    let instance = known.unwrap_or_else(|| Instance {
        id: from.instance,
        subscription: id,
        hostname: from.hostname.clone(),
        environment: PRODUCTION.to_owned(),
        version: new.version.clone(),
        public_key: String::new(),
        last_seq: 0,
        term_max: 0,
        last_report_at: new.at,
        linked_at: ctx.now,
        reports_by: if saas { ReportedBy::Api } else { new.by },
        heard_at: ctx.now,
        last_jti: String::new(),
        update_policy: UpdatePolicy::Warn,
        upgrade_asked_at: None,
        upgrade_told_jti: None,
        unlinked_at: None,
        keys_known: 0,
        keys_sent: 0,
    });
    if !is_known {
        store::instances::insert(tx, account, &instance, ctx.by())?;
    }
    let reported = Instance { heard_at: ctx.now, ..after(&instance, &terms, new, saas) };
    store::instances::update(tx, account, &reported)?;
    flag(tx, ctx, account, &instance, &reported, &terms, new)?;
    keep(tx, ctx, account, instance.id, new)?;
    if is_known {
        // The report is its own record, with all that it says.
        return Ok(());
    }
    let (subject, after) = (format!("instance:{}", instance.id), Some(json!({ "subscription": subscription.number })));
    let event = Event::InstanceLinked;
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })
}

fn check(ctx: &Ctx, new: &NewReport) -> Result<(), Refused> {
    if new.at > ctx.now + chrono::TimeDelta::hours(MOST_AHEAD_HOURS) {
        return Err(Refused::Ahead { at: new.at });
    }
    let counts = [new.active, new.inactive, new.billable, new.told_max.unwrap_or(0)];
    if counts.into_iter().chain(new.daily.iter().map(|(_, count)| *count)).any(|count| count < 0) {
        return Err(Refused::Negative);
    }
    match new.told_max {
        Some(max) if max < new.billable => Err(Refused::MaxBelowBillable { max, billable: new.billable }),
        Some(_) | None => Ok(()),
    }
}

/// An instance after a report: an older one that came late changes neither its version nor when it was heard of last.
fn after(known: &Instance, terms: &[BoughtTerm], new: &NewReport, saas: bool) -> Instance {
    let told = new.told_max.unwrap_or(new.billable);
    let same_term = same_term(terms, known.last_report_at, new.at);
    let term_max = if same_term { known.term_max.max(told) } else { told };
    if new.at < known.last_report_at {
        return Instance { term_max: if same_term { term_max } else { known.term_max }, ..known.clone() };
    }
    Instance {
        version: new.version.clone(),
        term_max,
        last_report_at: new.at,
        reports_by: if saas { ReportedBy::Api } else { new.by },
        ..known.clone()
    }
}

/// Whether two moments lie in one term: an instance begins its maximum anew with each term.
pub(super) fn same_term(terms: &[BoughtTerm], a: Instant, b: Instant) -> bool {
    let term_of = |at: Instant| terms.iter().map(|t| t.span).find(|span: &Term| span.contains(at.date_naive()));
    term_of(a) == term_of(b)
}

fn flag(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    account: AccountId,
    before: &Instance,
    after: &Instance,
    terms: &[BoughtTerm],
    new: &NewReport,
) -> Done<()> {
    let fell = new.told_max.is_some_and(|told| told < before.term_max);
    if fell && new.at >= before.last_report_at && same_term(terms, before.last_report_at, new.at) {
        let detail = format!("{} after {}", new.told_max.unwrap_or(0), before.term_max);
        store::instances::insert_flag(tx, account, after.id, FlagKind::FallingMaximum, ctx.now, &detail)?;
    }
    let kind = FlagKind::UnparsableVersion;
    if after.is_comparable() {
        store::instances::close_flags(tx, after.id, kind, ctx.now)?;
    } else {
        store::instances::insert_flag(tx, account, after.id, kind, ctx.now, &after.version)?;
    }
    Ok(())
}

/// Keeps what was counted: the report as it came, and each day's maximum if it rose.
pub(super) fn keep(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, instance: InstanceId, new: &NewReport) -> Done<()> {
    let report = Report {
        instance,
        message: new.message,
        by: new.by,
        at: new.at,
        active: new.active,
        inactive: new.inactive,
        billable: new.billable,
        told_max: new.told_max,
        version: new.version.clone(),
    };
    store::usage::insert_report(tx, account, &report, ctx.now)?;
    let mut days = new.daily.clone();
    days.push((new.at.date_naive(), new.billable));
    Ok(store::usage::raise_days(tx, instance, &days, ctx.now)?)
}
