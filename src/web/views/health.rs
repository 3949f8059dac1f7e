//! How an instance is, and how bad a flaw is.

use crate::domain::calendar::Instant;
use crate::domain::instance::Instance;
use crate::domain::language::Language;
use crate::domain::release::{Advisory, Severity};
use crate::domain::subscription::timetable::MISSED_DAYS;
use crate::http::badge::Badge;
use crate::words::t;

/// How an instance is, the worst first; at least one badge (R28, R35).
#[must_use]
pub fn health(l: Language, instance: &Instance, advisories: &[Advisory], now: Instant) -> Vec<Badge> {
    if instance.unlinked_at.is_some() {
        return vec![Badge { class: "off", text: t!(l, "health-unlinked") }];
    }
    let missed = instance.missed_days(now);
    let silent = (missed > 0).then(|| Badge {
        class: if missed >= MISSED_DAYS { "late" } else { "warn" },
        text: t!(l, "health-silent", days = missed),
    });
    let version = match instance.flaws(advisories) {
        Some(found) => found.first().map(|worst| Badge {
            class: severity_class(worst.advisory.severity),
            text: t!(l, "health-update", severity = severity(l, worst.advisory.severity)),
        }),
        None => Some(Badge { class: "warn", text: t!(l, "health-version") }),
    };
    let mut all: Vec<Badge> = version.into_iter().chain(silent).collect();
    if all.is_empty() {
        all.push(Badge { class: "ok", text: t!(l, "health-good") });
    }
    all
}

/// How bad a flaw is, in a word.
#[must_use]
pub fn severity(l: Language, severity: Severity) -> String {
    match severity {
        Severity::Critical => t!(l, "severity-critical"),
        Severity::High => t!(l, "severity-high"),
        Severity::Medium => t!(l, "severity-medium"),
        Severity::Low => t!(l, "severity-low"),
    }
}

/// The badge class of a flaw: critical and high ones are shown as pressing.
#[must_use]
pub fn severity_class(severity: Severity) -> &'static str {
    if severity <= Severity::High { "late" } else { "warn" }
}
