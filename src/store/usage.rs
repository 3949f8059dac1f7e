//! Usage: every report as it came, and the highest count of each day.

use diesel::dsl::case_when;
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::dialect::Portable;
use super::schema::{daily_maxima, instances, usage_reports};
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::calendar::{Day, Instant, days_after, midnight};
use crate::domain::ids::{AccountId, InstanceId, ReceivedId, ReportId};
use crate::domain::instance::Instance;
use crate::domain::overview::Counts;
use crate::domain::usage::{Sample, TermMaximum};

/// A report to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Of which instance.
    pub instance: InstanceId,
    /// By the instance's own clock.
    pub at: Instant,
    /// Active users.
    pub active: i64,
    /// Inactive users.
    pub inactive: i64,
    /// Billable users (R4).
    pub billable: i64,
    /// The term-wide maximum as the instance keeps it.
    pub term_max: i64,
    /// The version it ran.
    pub version: String,
}

/// What an instance counted (R5), each list oldest first: its reports, with each day of their history as a sample at the
/// day's last second, the term maxima they told, and active and billable users of the last one.
///
/// # Errors
/// The store's own.
pub fn counts(c: &mut Conn<'_>, account: AccountId, instance: Instance) -> Stored<Counts> {
    let rows: Vec<(Instant, i64, i64, i64)> = usage_reports::table
        .filter(usage_reports::account_id.eq(account))
        .filter(usage_reports::instance_id.eq(instance.id))
        .order((usage_reports::reported_at, usage_reports::id))
        .select((usage_reports::reported_at, usage_reports::active, usage_reports::billable, usage_reports::term_max))
        .load(c.raw())?;
    let days: Vec<(Day, i64)> = daily_maxima::table
        .inner_join(instances::table)
        .filter(instances::account_id.eq(account))
        .filter(daily_maxima::instance_id.eq(instance.id))
        .order(daily_maxima::day)
        .select((daily_maxima::day, daily_maxima::billable))
        .load(c.raw())?;
    let last_second = |day| midnight(days_after(day, 1)) - chrono::TimeDelta::seconds(1);
    let reported = rows.iter().map(|&(at, _, billable, _)| Sample { at, billable });
    let history = days.iter().map(|&(day, billable)| Sample { at: last_second(day), billable });
    let (active, billable) = rows.last().map_or((0, 0), |&(_, active, billable, _)| (active, billable));
    Ok(Counts {
        samples: reported.chain(history).collect(),
        maxima: rows.iter().map(|&(at, _, _, max)| TermMaximum { at, max }).collect(),
        active,
        billable,
        instance,
    })
}

/// Keeps a report.
///
/// # Errors
/// The store's own.
pub fn insert_report(
    tx: &mut Tx<'_>,
    account: AccountId,
    received: ReceivedId,
    report: &Report,
    at: Instant,
) -> Stored<()> {
    let values = (
        usage_reports::id.eq(ReportId::new()),
        usage_reports::account_id.eq(account),
        usage_reports::instance_id.eq(report.instance),
        usage_reports::received_id.eq(received),
        usage_reports::reported_at.eq(At(report.at)),
        usage_reports::received_at.eq(At(at)),
        usage_reports::active.eq(report.active),
        usage_reports::inactive.eq(report.inactive),
        usage_reports::billable.eq(report.billable),
        usage_reports::term_max.eq(report.term_max),
        usage_reports::version.eq(&report.version),
    );
    diesel::insert_into(usage_reports::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Raises a day's maximum; a lower count changes nothing (R32).
///
/// # Errors
/// The store's own.
pub fn raise_daily(tx: &mut Tx<'_>, instance: InstanceId, day: Day, billable: i64) -> Stored<()> {
    let values =
        (daily_maxima::instance_id.eq(instance), daily_maxima::day.eq(day), daily_maxima::billable.eq(billable));
    let told = excluded(daily_maxima::billable);
    let higher = case_when(daily_maxima::billable.lt(told), told).otherwise(daily_maxima::billable);
    let upsert = diesel::insert_into(daily_maxima::table)
        .values(values)
        .on_conflict((daily_maxima::instance_id, daily_maxima::day))
        .do_update()
        .set(daily_maxima::billable.eq(higher));
    Portable(upsert).execute(tx.raw())?;
    Ok(())
}
