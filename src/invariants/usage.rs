//! Reports and what is kept of them: each day's maximum is at least what was reported on it (R5, R32, R33).

use std::collections::BTreeMap;

use super::fault::{Fault, Faults, Kind};
use crate::domain::calendar::{Day, Instant};
use crate::domain::ids::{InstanceId, ReportId};
use crate::domain::instance::PRODUCTION;

/// A report as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CountedReport {
    pub(super) id: ReportId,
    /// By the instance's own clock.
    pub(super) at: Instant,
    /// Where it came from: what is no production counts for nothing.
    pub(super) environment: String,
    /// Billable users.
    pub(super) billable: i64,
    /// The term-wide maximum, if it told one.
    pub(super) reported_max: Option<i64>,
}

/// What one instance counted.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    pub(super) instance: InstanceId,
    /// When its last message was made, as stored.
    pub(super) last_report_at: Instant,
    pub(super) reports: Vec<CountedReport>,
    /// The highest count of each day.
    pub(super) days: BTreeMap<Day, i64>,
}

/// What is wrong with an instance's counts.
#[must_use]
pub(super) fn usage(counted: &Counted) -> Vec<Fault> {
    let mut found = Faults::default();
    for report in &counted.reports {
        let (day, subject) = (report.at.date_naive(), format!("instance {}, report {}", counted.instance, report.id));
        let kept = counted.days.get(&day).copied();
        let counts = report.environment == PRODUCTION;
        found.unless(!counts || kept.is_some_and(|kept| kept >= report.billable), Kind::Usage, &subject, || {
            let kept = kept.map_or_else(|| "nothing".to_owned(), |kept| kept.to_string());
            format!("it counts {} users, and {kept} is kept as the maximum of {day}", report.billable)
        });
        found.unless(report.reported_max.is_none_or(|told| told >= report.billable), Kind::Usage, &subject, || {
            format!("it counts {} users, and tells a lower maximum", report.billable)
        });
    }
    let reported_last = counted.reports.iter().any(|r| r.at == counted.last_report_at);
    found.unless(reported_last, Kind::Usage, format_args!("instance {}", counted.instance), || {
        format!("it was heard of last at {}, and has no report of then", counted.last_report_at.to_rfc3339())
    });
    found.0
}
