//! The end of a term at 00:00Z (R20): its last quarter is closed, its true-up counted (R18), and it renews, or the reason is
//! kept why not (R23).

use super::true_ups::KnownTerm;
use crate::actions::work::Work;
use crate::actions::{Done, or_missing};
use crate::domain::audit::Event;
use crate::domain::calendar::midnight;
use crate::domain::ids::RenewalId;
use crate::domain::instance::AlertKind;
use crate::domain::late::Again;
use crate::domain::money::Money;
use crate::domain::order::OrderKind;
use crate::domain::plan::Deployment;
use crate::domain::reconciliation::{BillingMode, Reason, Reconciliation, ReconciliationState};
use crate::domain::renewal::{self, How, Renewal, RenewalState, WhyNot};
use crate::domain::subscription::BoughtTerm;
use crate::domain::true_up::TrueUp;
use crate::store;

impl Work<'_, '_> {
    /// Ends a term: closes its last quarter, trues up what was not reconciled, and renews, or says why not.
    pub(super) fn end_term(&mut self, term: &BoughtTerm) -> Done<()> {
        self.close_last(term)?;
        self.note_nothing_reported(term)?;
        // What the last quarter and a reversion changed.
        let term = &self.term(term.index)?;
        if self.is_ordered(term.id, OrderKind::Renewal)? {
            // The next term is being paid already: how that ends decides, and brings us here again.
            return Ok(());
        }
        let unpaid = self.end_charges(term)?;
        let known =
            KnownTerm { contract: &self.contract, term, known_by: midnight(term.span.end), due_on: term.span.end };
        let due = known.true_ups(self.tx, &unpaid)?;
        self.keep_true_ups(&due)?;
        if self.contract.renewals.iter().any(|r| r.term == term.id) {
            // Renewed by hand: what has become known since, and what a quarterly term owes, is due now.
            return self.bill_true_ups_alone(term, &due);
        }
        self.renew(term, &due)
    }

    /// What was told and would be charged on the last day or later is charged no more: it is due with what the term owes (R16).
    fn end_charges(&mut self, term: &BoughtTerm) -> Done<Vec<Again>> {
        let waits = |s: &&Reconciliation| {
            s.term == term.id && s.state == ReconciliationState::Notified && s.next_charge_on.is_some()
        };
        let waiting: Vec<Reconciliation> = self.contract.reconciliations.iter().filter(waits).cloned().collect();
        let mut unpaid = Vec::with_capacity(waiting.len());
        for told in waiting {
            unpaid.extend(self.unpaid(term, told)?);
        }
        Ok(unpaid)
    }

    /// A reconciliation that can be charged no more.
    pub(in crate::actions) fn unpaid(&mut self, term: &BoughtTerm, told: Reconciliation) -> Done<Option<Again>> {
        let again = match told.peak {
            Some(peak) => Some(Again { quarter: self.quarter(term, told.quarter)?, peak }),
            None => None,
        };
        let before = Some(told.state);
        let (state, seats_after) = (ReconciliationState::RevertedToTrueUp, term.seats);
        let reverted = Reconciliation { state, seats_after, next_charge_on: None, ..told };
        self.note_reconciliation(Event::ReconciliationReverted, before, &reverted, None)?;
        self.keep_reconciliation(reverted)?;
        Ok(again)
    }

    /// A term that ended while the next one was being charged has waited for it.
    pub(super) fn end_term_at_last(&mut self, term: &BoughtTerm) -> Done<()> {
        let worked_on = store::subscriptions::worked_on(self.tx, self.contract.subscription.id)?;
        match worked_on.is_some_and(|worked| worked >= term.span.end) {
            true => self.end_term(term),
            false => Ok(()),
        }
    }

    /// A term in which nothing was ever reported was on the annual true-up (R18).
    fn note_nothing_reported(&mut self, term: &BoughtTerm) -> Done<()> {
        let term = self.term(term.index)?;
        if term.mode == BillingMode::Annual || self.contract.subscription.deployment == Deployment::Saas {
            return Ok(());
        }
        let counts = self.contract.counted(self.tx, &term, midnight(term.span.end))?;
        if counts.instances.iter().any(|one| one.days.range(term.span.start..).next().is_some()) {
            return Ok(());
        }
        store::subscriptions::set_annual(self.tx, term.id, Reason::NotCloudLicensed)?;
        let (mode, annual_reason) = (BillingMode::Annual, Some(Reason::NotCloudLicensed));
        self.keep_term(BoughtTerm { mode, annual_reason, ..term });
        Ok(())
    }

    /// Renews at the end of a term, or keeps why not.
    fn renew(&mut self, term: &BoughtTerm, due: &[TrueUp]) -> Done<()> {
        let instant = midnight(term.span.end);
        let (account, id) = (self.contract.account.id, self.contract.subscription.id);
        let contract = or_missing(store::contracts::find_known(self.tx, account, id, instant)?)?;
        let facts = or_missing(contract.renewal_facts())?;
        let estimate = contract.estimate(instant);
        let (why, estimate) = match (renewal::why_not(&facts), estimate) {
            (None, Some(estimate)) => (None, estimate),
            // It has a price, and what that comes to does not fit (R47).
            (why, _) => return self.not_renewed(term, why.unwrap_or(WhyNot::AmountTooLarge), due),
        };
        for stale in contract.stale_at(instant) {
            let detail = stale.last_report_at.format("%F %H:%M UTC").to_string();
            let (kind, now) = (AlertKind::StaleCount, self.ctx.now);
            store::instances::insert_instance_alert(self.tx, account, stale.id, kind, now, &detail)?;
        }
        let renewal = Renewal {
            id: RenewalId::new(),
            term: term.id,
            next_term: None,
            how: How::Auto,
            state: RenewalState::Pending,
            reason: why,
            on: term.span.end,
            seats: estimate.seats,
            active: estimate.active,
            q4_max: estimate.q4_max,
            per_seat: estimate.per_seat,
            amount: estimate.total,
            next_charge_on: None,
        };
        self.keep_renewal(renewal.clone())?;
        self.charge_renewal(term, renewal)
    }

    /// Keeps why a term was the last one, and bills its true-up alone.
    fn not_renewed(&mut self, term: &BoughtTerm, why: WhyNot, due: &[TrueUp]) -> Done<()> {
        let nothing = Money::new(0, self.contract.subscription.currency);
        let renewal = Renewal {
            id: RenewalId::new(),
            term: term.id,
            next_term: None,
            how: How::Auto,
            state: if why == WhyNot::Cancelled { RenewalState::Cancelled } else { RenewalState::Blocked },
            reason: Some(why),
            on: term.span.end,
            seats: 0,
            active: None,
            q4_max: None,
            per_seat: nothing,
            amount: nothing,
            next_charge_on: None,
        };
        self.note_renewal(Event::NotRenewed, &renewal)?;
        self.keep_renewal(renewal)?;
        self.tell_ended(term, why, due)?;
        self.bill_true_ups_alone(term, due)
    }
}
