//! What was counted, and which count is a quarter's maximum (R4–R6). A count belongs to the instant it was taken.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use super::calendar::{Day, Instant, Quarter, Term, end_of};
use super::text_enum::text_enum;

/// A count and the day it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peak {
    /// Highest billable count.
    pub billable: i64,
    /// The earliest day with this count, or the day of the report that told of it.
    pub on: Day,
}

/// A report as far as it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// When its counts were taken.
    pub at: Instant,
    /// Billable users.
    pub billable: i64,
    /// The term-wide maximum it told, if it told one.
    pub told: Option<i64>,
}

/// What one instance counted, of what is known, without reports from machines that are no production.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// The highest count of each day, from reports and from the daily history they carried.
    pub days: BTreeMap<Day, i64>,
    /// The term-wide maxima that reports told, by the day of the report; those before a term as far as the last of them.
    pub told: Vec<Peak>,
    /// Its reports in the order in which they were made, from [`MOST_DAYS_OLD`] before the span that is asked about; needed
    /// for a sum alone.
    pub reports: Vec<Taken>,
}

/// Days for which a count is added to those of other instances (R5).
pub const MOST_DAYS_OLD: i64 = 7;

/// A quarter, with where it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its term.
    pub term: Term,
    /// Whether that is the subscription's first.
    pub is_first_term: bool,
    /// The quarter.
    pub quarter: Quarter,
}

impl Counted {
    /// The told maxima that count for a quarter (R5), each higher than those before it: they fill gaps only.
    ///
    /// In the subscription's first quarter it counts as it is; in the first of a later term so does any but the one told
    /// last before that term, which is the old one. Later it counts if it rose since the last report before the quarter. A
    /// maximum told lower than before is kept as it was (R33), so “the last” is “the highest”, and the order in which
    /// reports come changes nothing.
    fn told(&self, place: Place) -> Vec<Peak> {
        let old = self.reported_before(place.term.start);
        let of = |span: Term| self.told.iter().filter(move |told| span.contains(told.on)).copied();
        let is_first = place.quarter.number == 1;
        let counts = |told: &Peak| !is_first || place.is_first_term || Some(told.billable) != old;
        let mut within: Vec<Peak> = of(place.quarter.span).filter(counts).collect();
        within.sort_by_key(|told| (told.on, told.billable));
        let height = if is_first { Some(i64::MIN) } else { self.height_before(place, old) };
        // Without a report before it, nobody knows when it rose.
        let Some(mut height) = height else { return Vec::new() };
        within.retain(|told| {
            let is_higher = told.billable > height;
            height = height.max(told.billable);
            is_higher
        });
        within
    }

    /// The highest maximum told before a quarter; none: none was told.
    fn height_before(&self, place: Place, old: Option<i64>) -> Option<i64> {
        let span = Term { end: place.quarter.span.start, ..place.term };
        let mut before: Vec<Peak> = self.told.iter().filter(|told| span.contains(told.on)).copied().collect();
        before.sort_by_key(|told| (told.on, told.billable));
        // The old term's maximum is told until the product begins a new one; from then on the highest is kept (R33).
        let anew = before.into_iter().map(|told| told.billable).skip_while(|told| Some(*told) == old);
        anew.max().or(old)
    }

    /// The maximum told last before a day.
    fn reported_before(&self, day: Day) -> Option<i64> {
        self.told
            .iter()
            .filter(|told| told.on < day)
            .max_by_key(|told| (told.on, told.billable))
            .map(|told| told.billable)
    }

    /// What it counted on the days of a quarter, the told maximum included.
    fn days_of(&self, place: Place) -> impl Iterator<Item = Peak> {
        let Term { start, end } = place.quarter.span;
        let days = self.days.range(start..end).map(|(on, billable)| Peak { billable: *billable, on: *on });
        days.chain(self.told(place))
    }

    /// What it counted at instants, in their order: its reports, and at the end of a day without any what the daily history
    /// tells of it. The report that first tells a maximum that counts counts that.
    fn instants(&self, place: Place) -> Vec<(Instant, i64)> {
        let mut untold: BTreeSet<i64> = self.told(place).into_iter().map(|told| told.billable).collect();
        let mut all: Vec<(Instant, i64)> = Vec::with_capacity(self.reports.len());
        for report in &self.reports {
            let is_within = place.quarter.span.contains(report.at.date_naive());
            let told = report.told.filter(|told| is_within && untold.remove(told));
            all.push((report.at, told.map_or(report.billable, |told| told.max(report.billable))));
        }
        let reported: BTreeSet<Day> = self.reports.iter().map(|report| report.at.date_naive()).collect();
        let silent = self.days.range(..place.quarter.span.end).filter(|(day, _)| !reported.contains(day));
        all.extend(silent.map(|(day, billable)| (end_of(*day), *billable)));
        // Stable: of two reports of one instant the later one is the latest.
        all.sort_by_key(|(at, _)| *at);
        all
    }
}

/// The highest of them; of equal ones the earliest.
#[must_use]
pub fn highest(peaks: impl Iterator<Item = Peak>) -> Option<Peak> {
    peaks.max_by(|a, b| a.billable.cmp(&b.billable).then(b.on.cmp(&a.on)))
}

text_enum! {
    /// How the counts of several instances on one subscription become one (R5); a product setting.
    SeveralInstances {
        /// The highest of them: several doors to the same people.
        Max = "max",
        /// All of them: several crowds.
        Sum = "sum",
    }
}

impl SeveralInstances {
    /// What was counted on each day of a quarter over all instances; of a day on which nothing was, nothing (R5).
    #[must_use]
    pub fn days(self, all: &[impl Borrow<Counted>], place: Place) -> BTreeMap<Day, i64> {
        let mut days = BTreeMap::new();
        let mut raise = |peak: Peak| {
            let day = days.entry(peak.on).or_insert(peak.billable);
            *day = peak.billable.max(*day);
        };
        match self {
            Self::Max => all.iter().flat_map(|one| one.borrow().days_of(place)).for_each(&mut raise),
            Self::Sum => sums(all, place).for_each(&mut raise),
        }
        days
    }

    /// The quarter's maximum over all instances (R5); none: nothing is known of the quarter, which is not zero users.
    #[must_use]
    pub fn maximum(self, all: &[impl Borrow<Counted>], place: Place) -> Option<Peak> {
        highest(self.days(all, place).into_iter().map(|(on, billable)| Peak { billable, on }))
    }

    /// Users over instances; none if none was counted.
    #[must_use]
    pub fn of_users(self, users: impl Iterator<Item = i64>) -> Option<i64> {
        users.reduce(|a, b| match self {
            Self::Max => a.max(b),
            Self::Sum => a.saturating_add(b),
        })
    }
}

/// What all instances of a subscription counted in a term, of what was known at some moment.
#[derive(Debug, Clone)]
pub struct TermCounts {
    /// How several count.
    pub several: SeveralInstances,
    /// What each counted.
    pub instances: Vec<Counted>,
    /// Days on which a pause stood: what fell into one is never billed (R16).
    pub held: Vec<Term>,
}

impl TermCounts {
    /// The maximum of a quarter (R5).
    #[must_use]
    pub fn maximum(&self, place: Place) -> Option<Peak> {
        self.several.maximum(&self.instances, place)
    }

    /// What may be billed of the days of a quarter.
    #[must_use]
    pub fn billable_days(&self, place: Place) -> Vec<Peak> {
        let days = self.several.days(&self.instances, place).into_iter();
        let days = days.filter(|(on, _)| !self.held.iter().any(|held| held.contains(*on)));
        days.map(|(on, billable)| Peak { billable, on }).collect()
    }

    /// The maximum of what may be billed of a quarter.
    #[must_use]
    pub fn billable(&self, place: Place) -> Option<Peak> {
        highest(self.billable_days(place).into_iter())
    }
}

/// At each instant of the quarter at which something was counted, the sum of the latest counts of all instances, of those
/// that are not too old. Who moves from one to another is not counted twice.
fn sums(all: &[impl Borrow<Counted>], place: Place) -> impl Iterator<Item = Peak> {
    let mut counted: Vec<(Instant, usize, i64)> = Vec::new();
    for (position, one) in all.iter().enumerate() {
        counted.extend(one.borrow().instants(place).into_iter().map(|(at, billable)| (at, position, billable)));
    }
    counted.sort_by_key(|(at, ..)| *at);
    let mut latest: Vec<Option<(Instant, i64)>> = vec![None; all.len()];
    let mut found = Vec::new();
    for same in counted.chunk_by(|a, b| a.0 == b.0) {
        for (at, position, billable) in same {
            if let Some(known) = latest.get_mut(*position) {
                *known = Some((*at, *billable));
            }
        }
        let Some((now, ..)) = same.first() else { continue };
        if place.quarter.span.contains(now.date_naive()) {
            let oldest = *now - chrono::TimeDelta::days(MOST_DAYS_OLD);
            let fresh = latest.iter().flatten().filter(|(at, _)| *at >= oldest).map(|(_, billable)| *billable);
            found.push(Peak { billable: fresh.fold(0, i64::saturating_add), on: now.date_naive() });
        }
    }
    found.into_iter()
}

/// What `count` exceeds `seats` by, never below zero: overage (R6), and the users of a true-up.
#[must_use]
pub const fn overage(count: i64, seats: i64) -> i64 {
    let over = count.saturating_sub(seats);
    if over > 0 { over } else { 0 }
}

#[cfg(test)]
#[path = "usage_tests.rs"]
mod tests;
