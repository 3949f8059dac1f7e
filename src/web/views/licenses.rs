//! The licenses of a subscription, as lines of a timeline.

use super::bought::capital;
use crate::domain::calendar::{Day, Instant};
use crate::domain::language::Language;
use crate::domain::license::{License, Phase};
use crate::domain::subscription::Contract;
use crate::http::badge::Badge;
use crate::http::time::Stamp;
use crate::words::{self, t};

/// One license in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseLine {
    /// “Premium, 100 seats”.
    pub title: String,
    /// Where it lies in time.
    pub phase: Phase,
    /// That in words.
    pub badge: Badge,
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
    pub tier: &'a str,
    /// Its users.
    pub seats: i64,
    /// First and last day.
    pub days: (Day, Day),
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
            badge: match phase {
                Phase::Past => Badge { class: "off", text: t!(l, "instance-phase-past") },
                Phase::Current => Badge { class: "ok", text: t!(l, "instance-phase-current") },
                Phase::Future => Badge { class: "off", text: t!(l, "instance-phase-future") },
            },
            starts: Stamp::day(l, starts),
            ends: Stamp::day(l, ends),
            issued: Stamp::day(l, facts.issued_at.date_naive()),
        }
    }

    /// The same, as one that another has replaced.
    fn replaced(self, l: Language) -> Self {
        Self { phase: Phase::Past, badge: Badge { class: "off", text: t!(l, "instance-phase-replaced") }, ..self }
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
pub fn licenses(l: Language, contract: &Contract, today: Day) -> Vec<LicenseLine> {
    let tier = contract.subscription.tier.as_str();
    let line = |(position, license): (usize, &License)| {
        let days = (license.span.start, license.span.last_day());
        let facts = LicenseFacts { tier, seats: license.seats, days, issued_at: license.issued_at };
        let line = LicenseLine::of(l, facts, today);
        // Who issues another for the same term puts it in the place of this one (R26, R32).
        let is_replaced = contract.licenses.iter().skip(position + 1).any(|later| later.term == license.term);
        if is_replaced { line.replaced(l) } else { line }
    };
    contract.licenses.iter().enumerate().rev().map(line).collect()
}
