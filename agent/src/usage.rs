//! The single place for user counts on the instance: now, the highest of each day, and the highest of the term (R4, R5).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::clock::{self, EARLIEST};
use crate::instance_id::{MAX_DAYS, Users};

/// What the product counts; only the product knows who is billable (R4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Users that may sign in.
    pub active: u64,
    /// Users that may not.
    pub inactive: u64,
    /// Users that take a seat.
    pub billable: u64,
}

/// Counts as they were reported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    now: Counts,
    max: u64,
    term: Option<NaiveDate>,
    daily: BTreeMap<NaiveDate, u64>,
}

impl Usage {
    /// Takes a count. Of one UTC day the highest billable count is kept (R1); of more than 400 days the latest.
    pub fn report(&mut self, counts: Counts, now: DateTime<Utc>) {
        self.now = counts;
        self.max = self.max.max(counts.billable);
        if clock::is_unset(now) {
            // It is no day that anybody could settle; the counts themselves are true.
            return;
        }
        let day = self.daily.entry(now.date_naive()).or_default();
        *day = counts.billable.max(*day);
        while self.daily.len() > MAX_DAYS {
            self.daily.pop_first();
        }
    }

    /// Begins a new maximum when the days that count begin elsewhere than before: the users of now, and the highest of the
    /// days since then that are still kept.
    pub fn enter_term(&mut self, starts_on: Option<NaiveDate>) {
        if let Some(first) = starts_on.filter(|_| starts_on != self.term) {
            let since = self.daily.range(first..).map(|(_, count)| *count);
            self.max = since.fold(self.now.billable, u64::max);
            self.term = starts_on;
        }
    }

    /// Forgets the days before the last one the portal has stored; that one may still have grown, so it is told again.
    pub fn acknowledge(&mut self, through: NaiveDate) {
        self.daily.retain(|day, _| *day >= through);
    }

    /// The counts as an instance ID says them.
    #[must_use]
    pub fn users(&self) -> Users {
        let Counts { active, inactive, billable } = self.now;
        Users { active, inactive, billable, max: self.max }
    }

    /// The highest billable count of each day not yet acknowledged, in order.
    #[must_use]
    pub fn daily(&self) -> Vec<(NaiveDate, u64)> {
        self.daily.range(EARLIEST..).map(|(day, count)| (*day, *count)).collect()
    }
}

#[cfg(test)]
#[path = "usage_tests.rs"]
mod tests;
