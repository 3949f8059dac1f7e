//! Who words a subscription: for a reader with a role, in a language, on a day. The other files of this folder give it its sentences.

use crate::domain::calendar::{Day, Instant};
use crate::domain::language::Language;
use crate::domain::reconciliation::{Reconciliation, ReconciliationState};
use crate::domain::renewal::last_cancel_day;
use crate::domain::role::{Right, Role};
use crate::domain::subscription::Contract;

/// Words one subscription on a day in a language, for a reader with this role.
pub struct Wording<'a> {
    /// The subscription.
    pub contract: &'a Contract,
    pub language: Language,
    /// The moment: its UTC day decides.
    pub now: Instant,
    /// The reader's role.
    pub role: Role,
}

impl Wording<'_> {
    /// The UTC day.
    #[must_use]
    pub fn today(&self) -> Day {
        self.now.date_naive()
    }

    /// Whether the reader may do what costs money: a reseller's customer asks the reseller (R18).
    #[must_use]
    pub fn may_bill(&self) -> bool {
        self.role.has(Right::Billing) && self.contract.is_direct()
    }

    pub(super) fn paid_seats(&self) -> i64 {
        let terms = self.contract.terms_on(self.today());
        terms.running().or(terms.last()).map_or(0, |t| t.seats)
    }

    /// The last day on which the renewal may be turned off.
    pub(super) fn cut_off(&self) -> Option<Day> {
        let facts = self.contract.renewal_facts()?;
        Some(last_cancel_day(facts.last_term.end, facts.notice_days))
    }

    /// The reconciliation that is told and not paid.
    pub(super) fn told(&self) -> Option<&Reconciliation> {
        let is_open = |s: &&Reconciliation| s.state.is_payable() || s.state == ReconciliationState::Disputed;
        self.contract.reconciliations.iter().find(is_open).filter(|_| self.contract.is_direct())
    }
}
