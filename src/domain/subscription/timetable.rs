//! The timetable of a subscription, readable at a glance: what is due on which day (R12, R14, R16, R20, R24, R28, R39).
//! Everything happens at 00:00Z of its day. A day is worked once; what is due follows from rows and dates, never from
//! what a job remembers.

use super::{BoughtTerm, Contract, Subscription};
use crate::domain::calendar::{Day, Quarter, days_after, quarters};
use crate::domain::policy::Policy;
use crate::domain::reconciliation::{BillingMode, Reconciliation, ReconciliationState};
use crate::domain::renewal::Renewal;

/// Days after a purchase at which a code that was never used is reminded of (R39).
pub const CODE_UNUSED_DAYS: i64 = 14;
/// Whole days an instance may be silent before somebody is told (R28).
pub const MISSED_DAYS: i64 = 3;

/// Something that is due. In the order in which things are done that are due on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A reconciliation that could not be charged goes back to the annual true-up (R14).
    Revert(u32),
    /// The term ends: its last quarter, its true-up, its renewal (R10, R18, R20). What would be charged on that day is billed with it.
    End,
    /// A renewal that could not be charged is charged again (R21).
    ChargeRenewal,
    /// A reconciliation is charged, or charged again (R12, R14).
    Charge(u32),
    /// A quarter is reconciled (R12).
    Reconcile(u32),
    /// A quarter of which nothing was known is reconciled at last (R18).
    ReconcileAtLast(u32),
    /// Who is offline is asked to report (R12).
    ReportReminder(u32),
    /// Who is over hears of it (R12).
    HeadsUp(u32),
    /// A renewal is told of (R24).
    RenewalReminder {
        /// So many days before.
        days: i64,
    },
    /// A code that was never used is reminded of (R39).
    CodeUnused,
}

/// A step, on its day, of the term with this index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    pub on: Day,
    /// Which term: an earlier one comes first.
    pub term: u32,
    pub step: Step,
}

/// What is due when: all that it needs to know of a subscription.
#[derive(Debug, Clone, Copy)]
pub struct Timetable<'a> {
    pub subscription: &'a Subscription,
    /// Its product's policy.
    pub policy: &'a Policy,
    /// Its terms, first one first.
    pub terms: &'a [BoughtTerm],
    pub reconciliations: &'a [Reconciliation],
    /// What became of its renewals.
    pub renewals: &'a [Renewal],
    /// The last day that was worked; none before the first.
    pub worked_on: Option<Day>,
}

impl Contract {
    /// What is due for it, after the last day that was worked.
    #[must_use]
    pub fn timetable(&self, worked_on: Option<Day>) -> Timetable<'_> {
        Timetable {
            subscription: &self.subscription,
            policy: &self.product.policy,
            terms: &self.terms,
            reconciliations: &self.reconciliations,
            renewals: &self.renewals,
            worked_on,
        }
    }
}

impl Timetable<'_> {
    /// What is due next: all steps of the first day on which anything is, in order. Empty when nothing lies ahead.
    #[must_use]
    pub fn next(&self) -> Vec<Due> {
        let mut all = self.all();
        all.sort_unstable();
        let first = all.first().map(|due| due.on);
        all.retain(|due| Some(due.on) == first);
        all
    }

    fn all(&self) -> Vec<Due> {
        let mut all = Vec::new();
        for (position, term) in self.terms.iter().enumerate() {
            // An ended term has nothing ahead but what could not be charged.
            let is_over = self.terms.get(position + 1).is_some_and(|next| self.is_worked(next.span.start));
            if !is_over {
                let dated = self.by_date(term).into_iter().filter(|(on, _)| !self.is_worked(*on));
                all.extend(dated.map(|(on, step)| Due { on, term: term.index, step }));
            }
            all.extend(self.by_state(term).into_iter().map(|(on, step)| Due { on, term: term.index, step }));
        }
        all
    }

    fn is_worked(&self, day: Day) -> bool {
        self.worked_on.is_some_and(|worked| day <= worked)
    }

    fn reconciliation(&self, term: &BoughtTerm, quarter: Quarter) -> Option<&Reconciliation> {
        self.reconciliations.iter().find(|s| s.term == term.id && s.quarter == quarter.number)
    }

    /// What stands in the calendar of a term.
    fn by_date(&self, term: &BoughtTerm) -> Vec<(Day, Step)> {
        let (policy, anchor, months) = (self.policy, self.subscription.anchor, self.subscription.term_months);
        let mut steps = Vec::new();
        for quarter in quarters(anchor, months, term.index).into_iter().filter(|q| !q.is_last) {
            let (number, boundary) = (quarter.number, quarter.span.end);
            if term.mode == BillingMode::Quarterly {
                steps.push((days_after(boundary, -Policy::OFFLINE_REMINDER_DAYS), Step::ReportReminder(number)));
                steps.push((days_after(boundary, -Policy::HEADS_UP_DAYS), Step::HeadsUp(number)));
            }
            steps.push((policy.reconciled_on(quarter), Step::Reconcile(number)));
            let is_reconciled = self.reconciliation(term, quarter).is_some_and(Reconciliation::is_reconciled);
            if policy.reconciled_at_last_on(quarter) > policy.reconciled_on(quarter) && !is_reconciled {
                steps.push((policy.reconciled_at_last_on(quarter), Step::ReconcileAtLast(number)));
            }
        }
        if !self.renewals.iter().any(|r| r.term == term.id) {
            let before = |days: i64| (days_after(term.span.end, -days), Step::RenewalReminder { days });
            steps.extend(policy.reminder_days().map(before));
        }
        steps.push((term.span.end, Step::End));
        if term.index == 0 {
            steps.push((days_after(term.span.start, CODE_UNUSED_DAYS), Step::CodeUnused));
        }
        // A short term has no room for what would lie before it.
        steps.retain(|(on, _)| *on > term.span.start);
        steps
    }

    /// What lies ahead because of how things stand: charges, and what follows when they come to nothing.
    fn by_state(&self, term: &BoughtTerm) -> Vec<(Day, Step)> {
        let mut steps = Vec::new();
        for quarter in quarters(self.subscription.anchor, self.subscription.term_months, term.index) {
            let Some(reconciliation) = self.reconciliation(term, quarter) else { continue };
            steps.extend(reconciliation.next_charge_on.map(|on| (on, Step::Charge(quarter.number))));
            if reconciliation.state == ReconciliationState::PaymentFailed {
                steps.push((self.reverts_on(term, reconciliation), Step::Revert(quarter.number)));
            }
        }
        let renewal = self.renewals.iter().find(|r| r.term == term.id);
        steps.extend(renewal.and_then(|r| r.next_charge_on).map(|on| (on, Step::ChargeRenewal)));
        steps
    }

    /// The day an unpaid reconciliation goes back to the annual true-up: the first quarter boundary after it was first due (R14).
    #[must_use]
    pub fn reverts_on(&self, term: &BoughtTerm, reconciliation: &Reconciliation) -> Day {
        let (anchor, months) = (self.subscription.anchor, self.subscription.term_months);
        let boundaries = quarters(anchor, months, term.index).into_iter().map(|q| q.span.end);
        let first = reconciliation.first_charge_on.unwrap_or(term.span.start);
        boundaries.into_iter().find(|boundary| *boundary > first).unwrap_or(term.span.end)
    }
}
