//! Disputes to a reconciliation (R12), and letting one go: what customers and staff say against a charge before it is made.

use super::billing::reconciliations::unreconciled;
use super::work::Work;
use super::{Ctx, Done, or_missing};
use crate::domain::audit::Event;
use crate::domain::calendar::days_after;
use crate::domain::dispute::DisputeRefused;
use crate::domain::ids::{Owned, ReconciliationId, SubscriptionId};
use crate::domain::money::Money;
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::{DisputeOutcome, Reconciliation, ReconciliationState};
use crate::domain::subscription::{BoughtTerm, Contract};
use crate::store::{self, Tx};

/// Longest reason kept, in characters.
pub const LONGEST_REASON: usize = 1000;

/// Where a reconciliation is: by its key, or by term and quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Reconciliation(ReconciliationId),
    /// That of a quarter of a term, reconciled or not.
    Quarter {
        /// Which term, 0 first.
        term: u32,
        /// Which quarter, 1 first.
        quarter: u32,
    },
}

/// A reconciliation that is disputed, or waived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contested {
    pub of: Owned<SubscriptionId>,
    /// Which of its reconciliations.
    pub which: Which,
}

fn find(contract: &Contract, which: Which) -> Done<(BoughtTerm, u32)> {
    match which {
        Which::Reconciliation(id) => {
            let reconciliation = or_missing(contract.reconciliations.iter().find(|s| s.id == id))?;
            let term = or_missing(contract.terms.iter().find(|t| t.id == reconciliation.term).cloned())?;
            Ok((term, reconciliation.quarter))
        }
        Which::Quarter { term, quarter } => {
            let term = or_missing(contract.term(term).cloned())?;
            or_missing(contract.quarter(&term, quarter))?;
            Ok((term, quarter))
        }
    }
}

/// Disputes a reconciliation (R12): it is not charged until that is decided. Before it is told, the quarter is skipped when
/// it would be. Doing it again changes nothing.
///
/// # Errors
/// Missing, reconciled already, disputed in vain, or the quarter has not begun.
pub fn dispute_reconciliation(tx: &mut Tx<'_>, ctx: &Ctx, contested: Contested, reason: Option<&str>) -> Done<()> {
    let mut work = Work::lock(tx, ctx, contested.of.account, contested.of.id)?;
    let (term, number) = find(&work.contract, contested.which)?;
    let before = work.contract.reconciliation(&term, number).cloned();
    let disputed = match before.clone() {
        Some(open) if open.state == ReconciliationState::Open => return Ok(()),
        Some(standing) if standing.state == ReconciliationState::Disputed => return Ok(()),
        Some(told) if told.state.is_payable() => {
            if store::payments::is_under_way(work.tx, Purpose::Reconciliation, told.id.0)? {
                // The card is being charged this very moment.
                return Err(DisputeRefused::Reconciled { state: told.state }.into());
            }
            if store::reconciliations::was_rejected(work.tx, told.id)? {
                return Err(DisputeRefused::Decided.into());
            }
            Reconciliation { state: ReconciliationState::Disputed, next_charge_on: None, ..told }
        }
        Some(reconciled) => return Err(DisputeRefused::Reconciled { state: reconciled.state }.into()),
        None => {
            let quarter = work.quarter(&term, number)?;
            if quarter.span.start > ctx.today() {
                return Err(DisputeRefused::NotBegun.into());
            }
            let facts = work.quarter_facts(&term, quarter, days_after(ctx.today(), 1))?;
            Reconciliation {
                peak: None,
                overage: 0,
                amount: Money::new(0, term.per_seat.currency),
                ..unreconciled(&work.contract, &term, &facts, None)?
            }
        }
    };
    let reconciliation = disputed.id;
    let was = before.map(|s| s.state);
    work.note_reconciliation(Event::ReconciliationDisputed, was, &disputed, reason)?;
    work.keep_reconciliation(disputed)?;
    store::reconciliations::insert_dispute(work.tx, reconciliation, ctx.by(), ctx.now, reason)?;
    work.reschedule()
}

/// Ends a dispute: the customer withdraws it, or staff reject it with an answer. The reconciliation is charged when it was
/// due, or on the next day.
///
/// # Errors
/// Missing, or none stands.
pub fn end_dispute(tx: &mut Tx<'_>, ctx: &Ctx, contested: Contested, answer: Option<&str>) -> Done<()> {
    let mut work = Work::lock(tx, ctx, contested.of.account, contested.of.id)?;
    let (term, number) = find(&work.contract, contested.which)?;
    let disputed = or_missing(work.contract.reconciliation(&term, number).cloned())?;
    if disputed.state != ReconciliationState::Disputed {
        return Err(DisputeRefused::NoDispute.into());
    }
    let outcome = if answer.is_some() { DisputeOutcome::Rejected } else { DisputeOutcome::Withdrawn };
    store::reconciliations::end_dispute(work.tx, disputed.id, outcome, ctx.by(), ctx.now, answer)?;
    let tomorrow = days_after(ctx.today(), 1);
    let charge_on = disputed.first_charge_on.map_or(tomorrow, |first| first.max(tomorrow));
    let resumed = Reconciliation {
        state: ReconciliationState::Notified,
        first_charge_on: Some(charge_on),
        next_charge_on: Some(charge_on),
        ..disputed
    };
    work.note_reconciliation(Event::DisputeEnded, Some(ReconciliationState::Disputed), &resumed, answer)?;
    work.keep_reconciliation(resumed)?;
    work.reschedule()
}

/// Staff waive a reconciliation, with a reason: nothing is charged, seats do not rise.
///
/// # Errors
/// Missing, not reconciled yet, or reconciled for good.
pub fn waive_reconciliation(tx: &mut Tx<'_>, ctx: &Ctx, contested: Contested, reason: &str) -> Done<()> {
    let mut work = Work::lock(tx, ctx, contested.of.account, contested.of.id)?;
    let (term, number) = find(&work.contract, contested.which)?;
    let told = work.contract.reconciliation(&term, number).cloned().ok_or(DisputeRefused::NotReconciledYet)?;
    let state = told.state;
    if state == ReconciliationState::Open {
        return Err(DisputeRefused::NotReconciledYet.into());
    }
    if !told.may_be_waived() || store::payments::is_under_way(work.tx, Purpose::Reconciliation, told.id.0)? {
        return Err(DisputeRefused::Reconciled { state }.into());
    }
    store::reconciliations::end_dispute(work.tx, told.id, DisputeOutcome::Waived, ctx.by(), ctx.now, Some(reason))?;
    let waived = Reconciliation {
        state: ReconciliationState::Waived,
        reason: None,
        next_charge_on: None,
        seats_after: told.seats_before,
        ..told
    };
    work.note_reconciliation(Event::ReconciliationWaived, Some(state), &waived, Some(reason))?;
    work.keep_reconciliation(waived)?;
    work.reschedule()
}
