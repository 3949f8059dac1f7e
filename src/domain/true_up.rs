//! What a term owes at its end beyond what was reconciled within it (R6a, R18).

use rust_decimal::Decimal;

use super::calendar::Day;
use super::ids::{TermId, TrueUpId};
use super::money::{Money, NotAnAmount};
use super::text_enum::text_enum;
use super::usage::{Peak, overage};

text_enum! {
    /// What a true-up is about.
    TrueUpKind {
        /// The days of a term that is billed annually, or of its quarters that were not reconciled (R14, R18).
        Annual = "annual",
        /// A reconciled quarter that more is known of than it was reconciled from (R6a).
        Late = "late",
        /// A quarter of which nothing was known in time, or that could not be reconciled then (R18).
        Unreported = "unreported",
    }
}

/// Users of a term that are billed at its end (R18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrueUp {
    pub id: TrueUpId,
    pub term: TermId,
    /// What it is about.
    pub kind: TrueUpKind,
    /// Which quarter; none: the term.
    pub quarter: Option<u32>,
    /// Users on the day that decides.
    pub term_max: i64,
    /// That day.
    pub max_on: Day,
    /// Seats held on it; of a late count, as they stand.
    pub seats: i64,
    /// Users above them.
    pub quantity: i64,
    /// Price of a seat for a year.
    pub per_seat: Money,
    /// Months that are billed: those of the term.
    pub months: u32,
    /// What was deducted for seats that were added later.
    pub credited: Money,
    /// What is billed.
    pub amount: Money,
    pub due_on: Day,
}

/// Seats that were added within the term, and what was paid for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// Since when they are held.
    pub on: Day,
    /// How many.
    pub seats: i64,
    /// For how much.
    pub paid: Money,
}

/// The seats of a term, day by day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Those it began with.
    pub base: i64,
    /// Those added since, first added first.
    pub added: Vec<Added>,
    /// Those that were trued up already, at the full price: held for the whole term.
    pub trued_up: i64,
}

/// The day that decides a true-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excess {
    /// The day, and the users on it.
    pub peak: Peak,
    /// Seats held on it.
    pub seats: i64,
    /// Users above them.
    pub quantity: i64,
    /// What is deducted for seats added later.
    pub credited: Money,
    /// The full price less that, never below 0.
    pub amount: Money,
}

impl Held {
    /// Seats on a day.
    #[must_use]
    pub fn on(&self, day: Day) -> i64 {
        let added = self.added.iter().filter(|added| added.on <= day).map(|added| added.seats);
        added.fold(self.base.saturating_add(self.trued_up), i64::saturating_add)
    }

    /// All seats that are held now.
    #[must_use]
    pub fn all(&self) -> i64 {
        self.on(Day::MAX)
    }

    /// Notes a true-up for a day: its seats are held for the whole term, and what was paid for seats added after that day, until the
    /// day it was billed, is deducted once.
    pub fn true_up(&mut self, day: Day, quantity: i64, billed_on: Day) {
        let mut left = quantity;
        for added in self.added.iter_mut().filter(|added| added.on > day && added.on <= billed_on && added.seats > 0) {
            let taken = left.min(added.seats);
            let kept = Decimal::from(added.seats.saturating_sub(taken));
            let paid = added.paid.decimal().checked_mul(kept).map(|paid| paid / Decimal::from(added.seats));
            added.paid = paid.and_then(|paid| Money::round(paid, added.paid.currency).ok()).unwrap_or(added.paid);
            added.seats = added.seats.saturating_sub(taken);
            left = left.saturating_sub(taken);
        }
        self.trued_up = self.trued_up.saturating_add(quantity);
    }

    /// What was paid for at most `quantity` seats added after a day, first added first.
    fn paid_after(&self, day: Day, quantity: i64, zero: Money) -> Result<Money, NotAnAmount> {
        let (mut left, mut paid) = (quantity, Decimal::ZERO);
        for added in self.added.iter().filter(|added| added.on > day && added.seats > 0) {
            let taken = left.min(added.seats);
            let share = added.paid.decimal().checked_mul(taken.into()).ok_or(NotAnAmount)? / Decimal::from(added.seats);
            paid += Money::round(share, zero.currency)?.decimal();
            left -= taken;
        }
        Money::round(paid, zero.currency)
    }

    /// The day of these that yields the highest amount, seats added later being deducted (R18); of equal ones the one with more
    /// users above the seats, then the earliest. None if no day has any, or what was paid since covers all.
    ///
    /// # Errors
    /// An amount does not fit.
    pub fn excess(
        &self,
        days: impl Iterator<Item = Peak>,
        price: impl Fn(i64) -> Result<Money, NotAnAmount>,
    ) -> Result<Option<Excess>, NotAnAmount> {
        let mut best: Option<Excess> = None;
        for peak in days {
            let seats = self.on(peak.on);
            let quantity = overage(peak.billable, seats);
            if quantity == 0 {
                continue;
            }
            let full = price(quantity)?;
            let credited = self.paid_after(peak.on, quantity, full)?;
            let amount = Money::new(full.minor.saturating_sub(credited.minor).max(0), full.currency);
            let found = Excess { peak, seats, quantity, credited, amount };
            let rank = |e: &Excess| (e.amount.minor, e.quantity, std::cmp::Reverse(e.peak.on));
            if best.as_ref().is_none_or(|best| rank(&found) > rank(best)) {
                best = Some(found);
            }
        }
        // All paid since: nothing is due. Where a seat costs nothing, that is told.
        Ok(best.filter(|excess| excess.amount.minor > 0 || excess.credited.minor == 0))
    }
}

#[cfg(test)]
#[path = "true_up_tests.rs"]
mod tests;
