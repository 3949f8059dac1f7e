//! Usage: every report as it came, and of each day its highest count and the term-wide maxima it told, with the moment
//! since when each is known.

use diesel::dsl::max;
use diesel::prelude::*;

use super::dialect::Portable;
use super::schema::{told_days, usage_days, usage_reports};
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::calendar::{Day, Instant, Term};
use crate::domain::ids::{AccountId, InstanceId, ReceivedId, ReportId};
use crate::domain::instance::ReportedBy;
use crate::domain::overview::LastCount;
use crate::domain::usage::{Peak, QuarterCount};

/// A report to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Of which instance.
    pub instance: InstanceId,
    /// The instance ID it came as; none if it came otherwise.
    pub message: Option<ReceivedId>,
    /// How it came.
    pub by: ReportedBy,
    /// By the instance's own clock.
    pub at: Instant,
    /// Active users.
    pub active: i64,
    /// Inactive users.
    pub inactive: i64,
    /// Billable users (R4).
    pub billable: i64,
    /// The term-wide maximum as the instance keeps it; none if it tells none.
    pub told_max: Option<i64>,
    /// The version it ran.
    pub version: String,
}

/// What is known of an instance's quarter (R5), of what was known before `known_by`. `before` is the time from the
/// beginning of the term to the quarter.
///
/// # Errors
/// The store's own.
pub fn quarter_count(
    c: &mut Conn<'_>,
    instance: InstanceId,
    before: Term,
    quarter: Term,
    known_by: Instant,
) -> Stored<QuarterCount> {
    Ok(QuarterCount {
        highest: highest(c, instance, quarter, known_by)?,
        told: told(c, instance, quarter, known_by)?,
        told_before: told(c, instance, before, known_by)?.map(|peak| peak.billable),
    })
}

/// The highest count of an instance's days in a span, with the earliest such day.
///
/// # Errors
/// The store's own.
pub fn highest(c: &mut Conn<'_>, instance: InstanceId, span: Term, known_by: Instant) -> Stored<Option<Peak>> {
    let of = usage_days::table
        .filter(usage_days::instance_id.eq(instance))
        .filter(usage_days::day.ge(span.start))
        .filter(usage_days::day.lt(span.end))
        .filter(usage_days::known_at.lt(At(known_by)));
    let row: Option<(i64, Day)> = of
        .select((usage_days::billable, usage_days::day))
        .order((usage_days::billable.desc(), usage_days::day))
        .first(c.raw())
        .optional()?;
    Ok(row.map(|(billable, on)| Peak { billable, on }))
}

/// The highest term-wide maximum that an instance's reports of a span told, with the day of the first that did.
///
/// # Errors
/// The store's own.
pub fn told(c: &mut Conn<'_>, instance: InstanceId, span: Term, known_by: Instant) -> Stored<Option<Peak>> {
    let of = told_days::table
        .filter(told_days::instance_id.eq(instance))
        .filter(told_days::day.ge(span.start))
        .filter(told_days::day.lt(span.end))
        .filter(told_days::known_at.lt(At(known_by)));
    let row: Option<(i64, Day)> = of
        .select((told_days::told_max, told_days::day))
        .order((told_days::told_max.desc(), told_days::day))
        .first(c.raw())
        .optional()?;
    Ok(row.map(|(billable, on)| Peak { billable, on }))
}

/// An instance's last report made before `made_before`, of those that came before `known_by`.
///
/// # Errors
/// The store's own.
pub fn last_count(
    c: &mut Conn<'_>,
    instance: InstanceId,
    made_before: Instant,
    known_by: Instant,
) -> Stored<Option<LastCount>> {
    let of = usage_reports::table
        .filter(usage_reports::instance_id.eq(instance))
        .filter(usage_reports::reported_at.lt(At(made_before)))
        .filter(usage_reports::received_at.lt(At(known_by)));
    let row: Option<(Instant, i64, i64)> = of
        .order((usage_reports::reported_at.desc(), usage_reports::id.desc()))
        .select((usage_reports::reported_at, usage_reports::active, usage_reports::billable))
        .first(c.raw())
        .optional()?;
    Ok(row.map(|(at, active, billable)| LastCount { at, active, billable }))
}

/// Keeps a report.
///
/// # Errors
/// The store's own.
pub fn insert_report(tx: &mut Tx<'_>, account: AccountId, report: &Report, at: Instant) -> Stored<()> {
    let values = (
        usage_reports::id.eq(ReportId::new()),
        usage_reports::account_id.eq(account),
        usage_reports::instance_id.eq(report.instance),
        usage_reports::message_id.eq(report.message),
        usage_reports::came_by.eq(report.by),
        usage_reports::reported_at.eq(At(report.at)),
        usage_reports::received_at.eq(At(at)),
        usage_reports::active.eq(report.active),
        usage_reports::inactive.eq(report.inactive),
        usage_reports::billable.eq(report.billable),
        usage_reports::told_max.eq(report.told_max),
        usage_reports::version.eq(&report.version),
    );
    diesel::insert_into(usage_reports::table).values(values).execute(tx.raw())?;
    let Some(told_max) = report.told_max else { return Ok(()) };
    // What a day told again is known already: pages read days, of which there are few, and not reports.
    let values = (
        told_days::instance_id.eq(report.instance),
        told_days::day.eq(report.at.date_naive()),
        told_days::told_max.eq(told_max),
        told_days::known_at.eq(At(at)),
    );
    Portable(diesel::insert_into(told_days::table).values(values).on_conflict_do_nothing()).execute(tx.raw())?;
    Ok(())
}

/// Raises days' maxima, known from `at` on; a lower or equal count changes nothing (R32). The instance must be locked.
///
/// # Errors
/// The store's own.
pub fn raise_days(tx: &mut Tx<'_>, instance: InstanceId, days: &[(Day, i64)], at: Instant) -> Stored<()> {
    let Some((first, last)) = days.iter().map(|(day, _)| *day).min().zip(days.iter().map(|(day, _)| *day).max()) else {
        return Ok(());
    };
    let kept: Vec<(Day, Option<i64>)> = usage_days::table
        .filter(usage_days::instance_id.eq(instance))
        .filter(usage_days::day.between(first, last))
        .group_by(usage_days::day)
        .select((usage_days::day, max(usage_days::billable)))
        .load(tx.raw())?;
    let mut kept: std::collections::BTreeMap<Day, i64> =
        kept.into_iter().filter_map(|(day, billable)| Some((day, billable?))).collect();
    for &(day, billable) in days {
        if kept.get(&day).is_some_and(|kept| *kept >= billable) {
            continue;
        }
        kept.insert(day, billable);
        let values = (
            usage_days::instance_id.eq(instance),
            usage_days::day.eq(day),
            usage_days::billable.eq(billable),
            usage_days::known_at.eq(At(at)),
        );
        diesel::insert_into(usage_days::table).values(values).execute(tx.raw())?;
    }
    Ok(())
}
