//! What was counted in a term, and by whom: of reports from production alone (R5, R19).

use std::collections::BTreeMap;

use diesel::dsl::max;
use diesel::prelude::*;

use super::schema::{instances, reported_days, usage_days, usage_reports};
use super::sql_types::At;
use super::{Conn, Stored};
use crate::domain::calendar::{Day, Instant, Term, days_after, midnight};
use crate::domain::ids::{InstanceId, SubscriptionId};
use crate::domain::instance::{PRODUCTION, ReportedBy};
use crate::domain::subscription::Reporter;
use crate::domain::usage::{Counted, MOST_DAYS_OLD, Peak, SeveralInstances, Taken};

/// Whose counts are asked for, and of which days: a term, or several that follow each other.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Of which subscription.
    pub subscription: SubscriptionId,
    /// Of which days.
    pub span: Term,
    /// A sum needs every report.
    pub several: SeveralInstances,
}

/// Days before a span from which a told maximum is looked for that was told last before it.
const TOLD_DAYS: i64 = 400;

/// What each instance of these subscriptions counted, of what was known before a moment, in a fixed number of statements.
pub fn of_spans(c: &mut Conn<'_>, wanted: &[Wanted], known_by: Instant) -> Stored<BTreeMap<InstanceId, Counted>> {
    let mut all: BTreeMap<InstanceId, Counted> = BTreeMap::new();
    let whose = wanted_of(c, wanted)?;
    let Some((first, end)) =
        wanted.iter().map(|one| one.span.start).min().zip(wanted.iter().map(|one| one.span.end).max())
    else {
        return Ok(all);
    };
    let lies = |id: &InstanceId, day: Day, before: i64| {
        whose.get(id).is_some_and(|one| day < one.span.end && day >= days_after(one.span.start, -before))
    };
    let ids: Vec<InstanceId> = whose.keys().copied().collect();
    let days: Vec<(InstanceId, Day, Option<i64>)> = usage_days::table
        .filter(usage_days::instance_id.eq_any(ids.clone()))
        .filter(usage_days::day.ge(days_after(first, -MOST_DAYS_OLD)))
        .filter(usage_days::day.lt(end))
        .filter(usage_days::known_at.lt(At(known_by)))
        .group_by((usage_days::instance_id, usage_days::day))
        .select((usage_days::instance_id, usage_days::day, max(usage_days::billable)))
        .load(c.raw())?;
    for (instance, day, billable) in days.into_iter().filter(|(id, day, _)| lies(id, *day, MOST_DAYS_OLD)) {
        all.entry(instance).or_default().days.extend(billable.map(|billable| (day, billable)));
    }
    let told: Vec<(InstanceId, i64, Day)> = reported_days::table
        .filter(reported_days::instance_id.eq_any(ids))
        .filter(reported_days::day.ge(days_after(first, -TOLD_DAYS)))
        .filter(reported_days::day.lt(end))
        .filter(reported_days::known_at.lt(At(known_by)))
        .select((reported_days::instance_id, reported_days::reported_max, reported_days::day))
        .load(c.raw())?;
    for (instance, billable, on) in told.into_iter().filter(|(id, _, on)| lies(id, *on, TOLD_DAYS)) {
        all.entry(instance).or_default().told.push(Peak { billable, on });
    }
    let summed = whose.iter().filter(|(_, one)| one.several == SeveralInstances::Sum);
    let summed: Vec<InstanceId> = summed.map(|(id, _)| *id).collect();
    if summed.is_empty() {
        return Ok(all);
    }
    // Of those of one instant the one that came last is last.
    let reports: Vec<(InstanceId, Instant, i64, Option<i64>)> = usage_reports::table
        .filter(usage_reports::instance_id.eq_any(summed))
        .filter(usage_reports::environment.eq(PRODUCTION))
        .filter(usage_reports::received_at.lt(At(known_by)))
        .filter(usage_reports::reported_at.ge(At(midnight(days_after(first, -MOST_DAYS_OLD)))))
        .filter(usage_reports::reported_at.lt(At(midnight(end))))
        .order((usage_reports::reported_at, usage_reports::id))
        .select((
            usage_reports::instance_id,
            usage_reports::reported_at,
            usage_reports::billable,
            usage_reports::reported_max,
        ))
        .load(c.raw())?;
    for (instance, at, billable, told) in reports {
        if lies(&instance, at.date_naive(), MOST_DAYS_OLD) {
            all.entry(instance).or_default().reports.push(Taken { at, billable, told });
        }
    }
    Ok(all)
}

/// What is wanted of each instance.
fn wanted_of(c: &mut Conn<'_>, wanted: &[Wanted]) -> Stored<BTreeMap<InstanceId, Wanted>> {
    let by: BTreeMap<SubscriptionId, Wanted> = wanted.iter().map(|one| (one.subscription, *one)).collect();
    let rows: Vec<(InstanceId, SubscriptionId)> = instances::table
        .filter(instances::subscription_id.eq_any(by.keys().copied().collect::<Vec<_>>()))
        .select((instances::id, instances::subscription_id))
        .load(c.raw())?;
    Ok(rows.into_iter().filter_map(|(id, of)| Some((id, *by.get(&of)?))).collect())
}

macro_rules! known {
    ($instance:expr, $known_by:expr) => {
        usage_reports::table
            .filter(usage_reports::instance_id.eq($instance))
            .filter(usage_reports::environment.eq(PRODUCTION))
            .filter(usage_reports::received_at.lt(At($known_by)))
    };
}

/// Who counted, as far as a quarter is judged by it (R19): each counting instance's last report within the quarter, otherwise its
/// last known one.
pub fn reporters(
    c: &mut Conn<'_>,
    subscription: SubscriptionId,
    quarter: Term,
    known_by: Instant,
) -> Stored<Vec<Reporter>> {
    let ids: Vec<InstanceId> =
        instances::table.filter(instances::subscription_id.eq(subscription)).select(instances::id).load(c.raw())?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let newest = (usage_reports::reported_at.desc(), usage_reports::id.desc());
        let told = (usage_reports::version, usage_reports::came_by);
        let last: Option<(String, ReportedBy)> =
            known!(id, known_by).order(newest).select(told).first(c.raw()).optional()?;
        let Some((version, by)) = last else { continue };
        let within: Option<(String, ReportedBy)> = known!(id, known_by)
            .filter(usage_reports::reported_at.ge(At(midnight(quarter.start))))
            .filter(usage_reports::reported_at.lt(At(midnight(quarter.end))))
            .order(newest)
            .select(told)
            .first(c.raw())
            .optional()?;
        let is_pasted_last = by == ReportedBy::Paste;
        let (version, by) = within.unwrap_or((version, by));
        found.push(Reporter { version, is_offline: by == ReportedBy::Paste, is_pasted_last });
    }
    Ok(found)
}
