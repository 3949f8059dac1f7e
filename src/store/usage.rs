//! Usage: every report as it came, and of each day its highest count and the term-wide maxima it told, with the moment
//! since when each is known.

use std::collections::BTreeMap;

use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::dialect::{Part, Plain, Portable};
use super::schema::{instances, reported_days, usage_days, usage_reports};
use super::sql_types::{self, At, Id, Key};
use super::{Conn, Stored, Tx};
use crate::domain::calendar::{Day, Instant, Term};
use crate::domain::ids::{AccountId, InstanceId, ReportId, SubscriptionId};
use crate::domain::report::Report;
use crate::domain::subscription::LastCount;
use crate::domain::usage::Peak;

/// The highest value of a span that was known by a moment, with its first day, from a table of days.
macro_rules! peak {
    ($days:ident, $value:ident, $c:ident, $instance:ident, $span:ident, $known_by:ident) => {{
        let of = $days::table
            .filter($days::instance_id.eq($instance))
            .filter($days::day.ge($span.start))
            .filter($days::day.lt($span.end))
            .filter($days::known_at.lt(At($known_by)));
        let highest = of.select(($days::$value, $days::day)).order(($days::$value.desc(), $days::day));
        let row: Option<(i64, Day)> = highest.first($c.raw()).optional()?;
        Ok(row.map(|(billable, on)| Peak { billable, on }))
    }};
}

/// The highest count of an instance's days in a span, with the earliest such day.
pub fn highest(c: &mut Conn<'_>, instance: InstanceId, span: Term, known_by: Instant) -> Stored<Option<Peak>> {
    peak!(usage_days, billable, c, instance, span, known_by)
}

/// The highest term-wide maximum that an instance's reports of a span told, with the day of the first that did.
pub fn told(c: &mut Conn<'_>, instance: InstanceId, span: Term, known_by: Instant) -> Stored<Option<Peak>> {
    peak!(reported_days, reported_max, c, instance, span, known_by)
}

/// The last report of each instance of subscriptions that was made before a moment, of those that came before it.
pub(super) fn last_counts(
    c: &mut Conn<'_>,
    of: &[SubscriptionId],
    known_by: Instant,
) -> Stored<BTreeMap<InstanceId, LastCount>> {
    let mut parts = vec![
        Part::Text(
            "SELECT r.instance_id, r.reported_at, r.active, r.billable FROM instances i \
             JOIN usage_reports r ON r.id = (SELECT l.id FROM usage_reports l \
             WHERE l.instance_id = i.id AND l.environment = 'production' AND l.reported_at < ",
        ),
        Part::Moment(At(known_by)),
        Part::Text(" AND l.received_at < "),
        Part::Moment(At(known_by)),
        Part::Text(" ORDER BY l.reported_at DESC, l.id DESC LIMIT 1) WHERE i.subscription_id IN ("),
    ];
    for (place, id) in of.iter().enumerate() {
        parts.extend([Part::Text(if place == 0 { "" } else { ", " }), Part::Id(Key(id.0))]);
    }
    parts.push(Part::Text(")"));
    let rows: Vec<(InstanceId, Instant, i64, i64)> =
        Plain::<(Id, sql_types::Instant, BigInt, BigInt)>::of(parts).load(c.raw())?;
    Ok(rows.into_iter().map(|(id, at, active, billable)| (id, LastCount { at, active, billable })).collect())
}

/// Keeps a report.
pub fn insert_report(tx: &mut Tx<'_>, account: AccountId, report: &Report, at: Instant) -> Stored<()> {
    let values = (
        usage_reports::id.eq(ReportId::new()),
        usage_reports::account_id.eq(account),
        usage_reports::instance_id.eq(report.instance),
        usage_reports::message_id.eq(report.signed.as_ref().and_then(|signed| signed.received)),
        usage_reports::came_by.eq(report.by),
        usage_reports::reported_at.eq(At(report.counted_at())),
        usage_reports::environment.eq(&report.environment),
        usage_reports::received_at.eq(At(at)),
        usage_reports::active.eq(report.active),
        usage_reports::inactive.eq(report.inactive),
        usage_reports::billable.eq(report.billable),
        usage_reports::reported_max.eq(report.reported_max),
        usage_reports::version.eq(&report.version),
    );
    diesel::insert_into(usage_reports::table).values(values).execute(tx.raw())?;
    let Some(reported_max) = report.reported_max.filter(|_| report.counts()) else { return Ok(()) };
    // What a day told again is known already: pages read days, of which there are few, and not reports.
    let values = (
        reported_days::instance_id.eq(report.instance),
        reported_days::account_id.eq(account),
        reported_days::day.eq(report.counted_at().date_naive()),
        reported_days::reported_max.eq(reported_max),
        reported_days::known_at.eq(At(at)),
    );
    Portable(diesel::insert_into(reported_days::table).values(values).on_conflict_do_nothing()).execute(tx.raw())?;
    Ok(())
}

/// Raises days' maxima, known from `at` on; a lower or equal count changes nothing (R32). The instance must be locked.
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
            usage_days::account_id.eq(account_of!(instances, instance)),
            usage_days::day.eq(day),
            usage_days::billable.eq(billable),
            usage_days::known_at.eq(At(at)),
        );
        diesel::insert_into(usage_days::table).values(values).execute(tx.raw())?;
    }
    Ok(())
}
