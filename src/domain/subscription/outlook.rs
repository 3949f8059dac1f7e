//! What follows from a contract on a day: whether it renews and for what, and what its next reconciliation would cost.

use super::{BoughtTerm, Contract};
use crate::domain::calendar::{Day, Instant, Quarter};
use crate::domain::invoice::{quarters_price, term_price};
use crate::domain::money::Money;
use crate::domain::plan::list_price_on;
use crate::domain::reconciliation::{BillingMode, Reason};
use crate::domain::renewal::{self, Facts, Outlook};
use crate::domain::usage::Peak;

/// What the next renewal will be for, as far as one can know today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// Seats (R20).
    pub seats: i64,
    /// Active users that count for it.
    pub active: Option<i64>,
    /// The maximum of the last quarter that counts for it.
    pub q4_max: Option<i64>,
    /// List price of a seat for the next term.
    pub per_seat: Money,
    /// Both together.
    pub total: Money,
}

/// The reconciliation after the running quarter, were it today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextReconciliation {
    /// The quarter it reconciles.
    pub quarter: Quarter,
    /// The day it is computed and its email written (R12).
    pub reconciled_on: Day,
    /// The day it is charged or invoiced.
    pub charged_on: Day,
    /// Users above the seats.
    pub overage: i64,
    /// What that would cost.
    pub amount: Money,
}

impl Contract {
    /// What the renewal decision needs (R23); none if nothing was ever bought.
    #[must_use]
    pub fn renewal_facts(&self) -> Option<Facts> {
        let last = self.terms.last()?;
        Some(Facts {
            last_term: last.span,
            cancelled: self.cancellation.is_some(),
            direct: self.is_direct(),
            paid: self.subscription.tier.is_paid(),
            public_sector: self.account.public_sector,
            po_required: self.account.po_required,
            priced: list_price_on(&self.prices, last.span.end).is_some(),
            ended_as: self.renewal_of(last).and_then(|r| r.reason),
            notice_days: self.product.policy.notice_days,
        })
    }

    /// Will it renew, and if not, why (R23).
    #[must_use]
    pub fn outlook(&self, today: Day) -> Option<Outlook> {
        self.renewal_facts().map(|facts| renewal::outlook(&facts, today))
    }

    /// The reconciliation after the running quarter, were it today; none on the annual true-up, in the last quarter (R10),
    /// when nothing was reported, or for another reason not to reconcile it.
    #[must_use]
    pub fn next_reconciliation(&self, today: Day) -> Option<NextReconciliation> {
        let (term, quarter) = self.reconciled_quarter(today)?;
        let facts = self.quarter_facts(term, quarter);
        if facts.skip_reason().is_some_and(|reason| reason != Reason::NoOverage) {
            return None;
        }
        Some(NextReconciliation {
            quarter,
            reconciled_on: self.product.policy.reconciled_on(quarter),
            charged_on: self.product.policy.charged_on(quarter),
            overage: facts.overage(),
            amount: quarters_price(facts.overage(), term.per_seat, quarter.number).ok()?,
        })
    }

    /// The day the running quarter is reconciled on, if anything is reported in it and nothing else stands against it: for
    /// whoever just reported.
    #[must_use]
    pub fn next_reconciled_on(&self, today: Day) -> Option<Day> {
        let (term, quarter) = self.reconciled_quarter(today)?;
        let mut facts = self.quarter_facts(term, quarter);
        facts.peak = Some(Peak { billable: term.seats.saturating_add(1), on: quarter.span.start });
        facts.skip_reason().is_none().then(|| self.product.policy.reconciled_on(quarter))
    }

    /// The running quarter with its term, if it is reconciled after its end; not on the annual true-up, nor the last (R10).
    fn reconciled_quarter(&self, today: Day) -> Option<(&BoughtTerm, Quarter)> {
        self.running_quarter(today).filter(|(term, quarter)| term.mode == BillingMode::Quarterly && !quarter.is_last)
    }

    /// The day the quarter of a count is reconciled on, whether or not anything was reported before; none if it is not
    /// the running one, or not reconciled by itself.
    #[must_use]
    pub fn reconciled_on(&self, today: Day, counted: Day) -> Option<Day> {
        let (_, quarter) = self.reconciled_quarter(today).filter(|(_, quarter)| quarter.span.contains(counted))?;
        Some(self.product.policy.reconciled_on(quarter))
    }

    /// What the renewal of the last term would be for (R20): at the list price of the renewal date, for the users active
    /// at `moment`, the renewal instant when it has come.
    #[must_use]
    pub fn estimate(&self, moment: Instant) -> Option<Estimate> {
        let last = self.terms.last()?;
        let active = self.active_at(moment);
        let q4 = self.quarters_of(last).into_iter().find(|q| q.is_last)?;
        let q4_max = self.q4_max(last, q4);
        // R47: a renewal has a seat.
        let seats = renewal::quantity(self.product.policy.renewal_quantity, last.seats, active, q4_max).max(1);
        let per_seat = list_price_on(&self.prices, last.span.end)?;
        let total = term_price(seats, per_seat, self.subscription.term_months).ok()?;
        Some(Estimate { seats, active, q4_max, per_seat, total })
    }
}
