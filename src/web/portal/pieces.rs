//! Pieces that the pages of instances and tokens share: moments, licenses, and what an instance belongs to.

use crate::domain::calendar::{Day, Instant};
use crate::domain::instance::Instance;
use crate::domain::language::Language;
use crate::domain::license::{License, Phase};
use crate::domain::overview::Overview;
use crate::domain::release::{Advisory, Severity};
use crate::domain::subscription::{Product, Subscription};
use crate::domain::timetable::MISSED_DAYS;
use crate::words::{self, t};

/// A day or a moment, for people and for machines (`<time>`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// As the reader writes it.
    pub text: String,
    /// As HTML wants it.
    pub iso: String,
}

impl Stamp {
    /// A UTC day.
    #[must_use]
    pub fn day(l: Language, day: Day) -> Self {
        Self { text: words::day(l, day), iso: day.to_string() }
    }

    /// A moment, to the minute.
    #[must_use]
    pub fn moment(l: Language, at: Instant) -> Self {
        Self { text: words::moment(l, at), iso: at.format("%Y-%m-%dT%H:%MZ").to_string() }
    }
}

/// What was bought: number, and product with tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bought {
    /// The subscription's number.
    pub number: String,
    /// “Beacon Desk Premium”.
    pub what: String,
}

impl Bought {
    /// Of a subscription to a product.
    #[must_use]
    pub fn of(subscription: &Subscription, product: &Product) -> Self {
        let what = format!("{} {}", product.name, capital(subscription.tier.as_str()));
        Self { number: subscription.number.clone(), what }
    }

    /// Of a whole subscription.
    #[must_use]
    pub fn in_overview(overview: &Overview) -> Self {
        Self::of(&overview.subscription, &overview.product)
    }
}

/// How an instance is: a badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// The class of the badge.
    pub class: &'static str,
    /// What it says.
    pub text: String,
}

/// How an instance is, the worst first; at least one badge (R28, R35).
#[must_use]
pub fn health(l: Language, instance: &Instance, advisories: &[Advisory], now: Instant) -> Vec<Health> {
    if instance.unlinked_at.is_some() {
        return vec![Health { class: "off", text: t!(l, "health-unlinked") }];
    }
    let missed = instance.missed_days(now);
    let silent = (missed > 0).then(|| Health {
        class: if missed >= MISSED_DAYS { "late" } else { "warn" },
        text: t!(l, "health-silent", days = missed),
    });
    let version = match instance.flaws(advisories) {
        Some(found) => found.first().map(|worst| Health {
            class: severity_class(worst.advisory.severity),
            text: t!(l, "health-update", severity = severity(l, worst.advisory.severity)),
        }),
        None => Some(Health { class: "warn", text: t!(l, "health-version") }),
    };
    let mut all: Vec<Health> = version.into_iter().chain(silent).collect();
    if all.is_empty() {
        all.push(Health { class: "ok", text: t!(l, "health-good") });
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

/// One license in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseLine {
    /// “Premium, 100 seats”.
    pub title: String,
    /// Where it lies in time.
    pub phase: Phase,
    /// That in words.
    pub phase_text: String,
    /// First day.
    pub starts: Stamp,
    /// Last day.
    pub ends: Stamp,
    /// The day it was issued.
    pub issued: Stamp,
}

/// A license as either side keeps it.
#[derive(Debug, Clone, Copy)]
pub struct LicenseFacts<'a> {
    /// Its tier.
    pub tier: &'a str,
    /// Its users.
    pub seats: i64,
    /// First and last day.
    pub days: (Day, Day),
    /// When it was issued.
    pub issued_at: Instant,
}

impl LicenseLine {
    /// Words for a license on a day.
    #[must_use]
    pub fn of(l: Language, facts: LicenseFacts<'_>, today: Day) -> Self {
        let (starts, ends) = facts.days;
        let phase = match (today < starts, today <= ends) {
            (true, _) => Phase::Future,
            (false, true) => Phase::Current,
            (false, false) => Phase::Past,
        };
        let (tier, seats) = (capital(facts.tier), facts.seats);
        Self {
            title: t!(l, "instance-license", tier = tier, seats = seats, shown = words::number(l, seats)),
            phase,
            phase_text: match phase {
                Phase::Past => t!(l, "instance-phase-past"),
                Phase::Current => t!(l, "instance-phase-current"),
                Phase::Future => t!(l, "instance-phase-future"),
            },
            starts: Stamp::day(l, starts),
            ends: Stamp::day(l, ends),
            issued: Stamp::day(l, facts.issued_at.date_naive()),
        }
    }

    /// The same, as one that another has replaced.
    fn replaced(self, l: Language) -> Self {
        Self { phase: Phase::Past, phase_text: t!(l, "instance-phase-replaced"), ..self }
    }

    /// The class of its place in the timeline.
    #[must_use]
    pub const fn class(&self) -> &'static str {
        match self.phase {
            Phase::Past => "past",
            Phase::Current => "now",
            Phase::Future => "next",
        }
    }
}

/// The licenses of a subscription, the newest first.
#[must_use]
pub fn licenses(l: Language, overview: &Overview, today: Day) -> Vec<LicenseLine> {
    let tier = overview.subscription.tier.as_str();
    let line = |(position, license): (usize, &License)| {
        let days = (license.span.start, license.span.last_day());
        let facts = LicenseFacts { tier, seats: license.seats, days, issued_at: license.issued_at };
        let line = LicenseLine::of(l, facts, today);
        // Who issues another for the same term puts it in the place of this one (R26, R32).
        let is_replaced = overview.licenses.iter().skip(position + 1).any(|later| later.term == license.term);
        if is_replaced { line.replaced(l) } else { line }
    };
    overview.licenses.iter().enumerate().rev().map(line).collect()
}

/// A word of the trade as a name: `premium` as “Premium”.
#[must_use]
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// That a text is longer than is kept, and by how much.
#[must_use]
pub fn too_long(l: Language, length: usize, longest: usize) -> String {
    t!(l, "text-too-long", longest = words::number(l, longest), length = words::number(l, length))
}
