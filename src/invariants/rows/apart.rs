//! Rows that are judged one by one, without what belongs to a subscription: numbers of documents, emails, counts.

use std::collections::BTreeMap;

use crate::domain::calendar::{Day, Instant};
use crate::domain::email::EmailKind;
use crate::domain::ids::{EmailId, InstanceId, ReportId};
use crate::invariants::emails::Resting;
use crate::invariants::usage::{Counted, CountedReport};
use crate::store::schema::{emails, instances, invoices, number_series, usage_days, usage_reports};
use crate::store::{Conn, Stored};
use diesel::prelude::*;

/// Where a walk through the numbers of documents is: series and serial.
pub(in crate::invariants) type Serial = (String, i64);

/// The next numbers of documents after one, in order, at most `limit`; with what the counters say at that moment.
pub(in crate::invariants) fn serials(
    c: &mut Conn<'_>,
    after: &Serial,
    limit: i64,
) -> Stored<(Vec<Serial>, Vec<Serial>)> {
    let (series, serial) = after;
    // Asked as one condition, every page of a series would begin to read at its first.
    let mut page: Vec<Serial> = invoices::table
        .filter(invoices::series.eq(series))
        .filter(invoices::serial.gt(serial))
        .order(invoices::serial)
        .limit(limit)
        .select((invoices::series, invoices::serial))
        .load(c.raw())?;
    let left = limit.saturating_sub(i64::try_from(page.len()).unwrap_or(limit));
    let next: Vec<Serial> = invoices::table
        .filter(invoices::series.gt(series))
        .order((invoices::series, invoices::serial))
        .limit(left)
        .select((invoices::series, invoices::serial))
        .load(c.raw())?;
    page.extend(next);
    let counters = number_series::table.select((number_series::name, number_series::last)).load(c.raw())?;
    Ok((page, counters))
}

/// The next emails after one, in order of key, at most `limit`.
pub(in crate::invariants) fn outbox(c: &mut Conn<'_>, after: Option<EmailId>, limit: i64) -> Stored<Vec<Resting>> {
    type Row = (EmailId, EmailKind, i64, bool, bool, bool);
    let mut next = emails::table.order(emails::id).limit(limit).into_boxed();
    if let Some(after) = after {
        next = next.filter(emails::id.gt(after));
    }
    let rows: Vec<Row> = next
        .select((
            emails::id,
            emails::kind,
            emails::attempts,
            emails::sent_at.is_not_null(),
            emails::refused_at.is_not_null(),
            emails::secret_sealed.is_not_null(),
        ))
        .load(c.raw())?;
    let read = |(id, kind, attempts, was_sent, was_refused, has_secret)| Resting {
        id,
        kind,
        attempts,
        was_sent,
        was_refused,
        has_secret,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// What the next instances after one counted, in order of key, at most `limit`.
pub(in crate::invariants) fn usage(c: &mut Conn<'_>, after: Option<InstanceId>, limit: i64) -> Stored<Vec<Counted>> {
    let mut next = instances::table.order(instances::id).limit(limit).into_boxed();
    if let Some(after) = after {
        next = next.filter(instances::id.gt(after));
    }
    let page: Vec<(InstanceId, Instant)> = next.select((instances::id, instances::last_report_at)).load(c.raw())?;
    let ids: Vec<InstanceId> = page.iter().map(|(id, _)| *id).collect();
    let reports: Vec<(InstanceId, ReportId, Instant, String, i64, Option<i64>)> = usage_reports::table
        .filter(usage_reports::instance_id.eq_any(ids.clone()))
        .order((usage_reports::reported_at, usage_reports::id))
        .select((
            usage_reports::instance_id,
            usage_reports::id,
            usage_reports::reported_at,
            usage_reports::environment,
            usage_reports::billable,
            usage_reports::reported_max,
        ))
        .load(c.raw())?;
    let days: Vec<(InstanceId, Day, i64)> = usage_days::table
        .filter(usage_days::instance_id.eq_any(ids))
        .order((usage_days::instance_id, usage_days::day, usage_days::billable))
        .select((usage_days::instance_id, usage_days::day, usage_days::billable))
        .load(c.raw())?;
    let counted =
        |(instance, last_report_at)| Counted { instance, last_report_at, reports: Vec::new(), days: BTreeMap::new() };
    let mut by: BTreeMap<InstanceId, Counted> = page.into_iter().map(|row| (row.0, counted(row))).collect();
    for (instance, id, at, environment, billable, reported_max) in reports {
        if let Some(counted) = by.get_mut(&instance) {
            counted.reports.push(CountedReport { id, at, environment, billable, reported_max });
        }
    }
    for (instance, day, billable) in days {
        // The last one of a day is its highest.
        if let Some(counted) = by.get_mut(&instance) {
            counted.days.insert(day, billable);
        }
    }
    Ok(by.into_values().collect())
}
