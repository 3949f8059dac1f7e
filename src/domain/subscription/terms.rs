//! The terms of a subscription, as they were bought.

use crate::domain::calendar::{Day, Instant, Quarter, Term};
use crate::domain::ids::{ReconciliationId, TermId};
use crate::domain::money::Money;
use crate::domain::reconciliation::{BillingMode, Reason, Reconciliation, ReconciliationState};
use crate::domain::usage::Place;

/// One term as bought: its own row, never changed in length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoughtTerm {
    pub id: TermId,
    /// 0 for the first.
    pub index: u32,
    /// `[start, end)`.
    pub span: Term,
    /// Seats it began with (R6).
    pub base_seats: i64,
    /// Seats paid for now: with what was bought and reconciled since (R6).
    pub seats: i64,
    /// Price of a seat for a year (R25a).
    pub per_seat: Money,
    /// How its overage is billed (R18).
    pub mode: BillingMode,
    /// Why it is on the annual true-up, if it is.
    pub annual_reason: Option<Reason>,
    pub bought_at: Instant,
}

impl BoughtTerm {
    /// Where a quarter of it lies.
    #[must_use]
    pub const fn place(&self, quarter: Quarter) -> Place {
        Place { term: self.span, is_first_term: self.index == 0, quarter }
    }

    /// The reconciliation of a quarter before anything is known of it.
    #[must_use]
    pub fn begun(&self, quarter: Quarter) -> Reconciliation {
        Reconciliation {
            id: ReconciliationId::new(),
            term: self.id,
            quarter: quarter.number,
            state: ReconciliationState::Open,
            reason: None,
            peak: None,
            is_corrected: false,
            late: Vec::new(),
            seats_before: self.seats,
            overage: 0,
            per_seat: self.per_seat,
            remaining_quarters: quarter.remaining(),
            amount: Money::new(0, self.per_seat.currency),
            notified_on: None,
            first_charge_on: None,
            next_charge_on: None,
            charged_on: None,
            seats_after: self.seats,
        }
    }
}

/// A subscription's terms, sorted, seen on a day.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    terms: &'a [BoughtTerm],
    today: Day,
}

impl<'a> Terms<'a> {
    /// Looks at terms, which must be sorted by index, on a UTC day.
    #[must_use]
    pub const fn on(terms: &'a [BoughtTerm], today: Day) -> Self {
        Self { terms, today }
    }

    /// The term the day lies in.
    #[must_use]
    pub fn running(&self) -> Option<&'a BoughtTerm> {
        self.terms.iter().find(|t| t.span.contains(self.today))
    }

    /// The first term that is bought and lies ahead (R25: at most one).
    #[must_use]
    pub fn upcoming(&self) -> Option<&'a BoughtTerm> {
        self.terms.iter().find(|t| t.span.start > self.today)
    }

    /// The last term bought: the one whose end is the renewal date.
    #[must_use]
    pub fn last(&self) -> Option<&'a BoughtTerm> {
        self.terms.last()
    }
}
