//! Objections to a settlement (R12), and letting one go: what customers and staff say against a charge before it is made.

use super::billing::reconciliations::unsettled;
use super::work::Work;
use super::{Ctx, Done, or_missing};
use crate::domain::audit::Event;
use crate::domain::calendar::days_after;
use crate::domain::dispute::Refused;
use crate::domain::ids::{Owned, SettlementId, SubscriptionId};
use crate::domain::money::Money;
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::{DisputeOutcome, Settlement, SettlementState};
use crate::domain::subscription::{BoughtTerm, Contract};
use crate::store::{self, Tx};

/// Longest reason kept, in characters.
pub const LONGEST_REASON: usize = 1000;

/// Where a settlement is: by its key, or by term and quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Settlement(SettlementId),
    /// That of a quarter of a term, settled or not.
    Quarter {
        /// Which term, 0 first.
        term: u32,
        /// Which quarter, 1 first.
        quarter: u32,
    },
}

/// A settlement that is objected to, or let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contested {
    pub of: Owned<SubscriptionId>,
    /// Which of its settlements.
    pub which: Which,
}

fn find(contract: &Contract, which: Which) -> Done<(BoughtTerm, u32)> {
    match which {
        Which::Settlement(id) => {
            let settlement = or_missing(contract.settlements.iter().find(|s| s.id == id))?;
            let term = or_missing(contract.terms.iter().find(|t| t.id == settlement.term).cloned())?;
            Ok((term, settlement.quarter))
        }
        Which::Quarter { term, quarter } => {
            let term = or_missing(contract.term(term).cloned())?;
            or_missing(contract.quarter(&term, quarter))?;
            Ok((term, quarter))
        }
    }
}

/// Objects to a settlement (R12): it is not charged until that is decided. Before it is told, the quarter is skipped when
/// it would be. Doing it again changes nothing.
///
/// # Errors
/// Missing, settled already, objected to in vain, or the quarter has not begun.
pub fn dispute_reconciliation(tx: &mut Tx<'_>, ctx: &Ctx, contested: Contested, reason: Option<&str>) -> Done<()> {
    let mut work = Work::lock(tx, ctx, contested.of.account, contested.of.id)?;
    let (term, number) = find(&work.contract, contested.which)?;
    let before = work.contract.settlement(&term, number).cloned();
    let disputed = match before.clone() {
        Some(open) if open.state == SettlementState::Open => return Ok(()),
        Some(standing) if standing.state == SettlementState::Disputed => return Ok(()),
        Some(told) if told.state.is_payable() => {
            if store::payments::is_under_way(work.tx, Purpose::Settlement, told.id.0)? {
                // The card is being charged this very moment.
                return Err(Refused::Settled { state: told.state }.into());
            }
            if store::reconciliations::was_rejected(work.tx, told.id)? {
                return Err(Refused::Decided.into());
            }
            Settlement { state: SettlementState::Disputed, next_charge_on: None, ..told }
        }
        Some(settled) => return Err(Refused::Settled { state: settled.state }.into()),
        None => {
            let quarter = work.quarter(&term, number)?;
            if quarter.span.start > ctx.today() {
                return Err(Refused::NotBegun.into());
            }
            let facts = work.quarter_facts(&term, quarter, days_after(ctx.today(), 1))?;
            Settlement {
                peak: None,
                overage: 0,
                amount: Money::new(0, term.per_seat.currency),
                ..unsettled(&work.contract, &term, &facts, None)?
            }
        }
    };
    let settlement = disputed.id;
    let was = before.map(|s| s.state);
    work.note_settlement(Event::SettlementDisputed, was, &disputed, reason)?;
    work.keep_settlement(disputed)?;
    store::reconciliations::insert_dispute(work.tx, settlement, ctx.by(), ctx.now, reason)?;
    work.reschedule()
}

/// Ends an objection: the customer withdraws it, or staff reject it with an answer. The settlement is charged when it was
/// due, or on the next day.
///
/// # Errors
/// Missing, or none stands.
pub fn end_dispute(tx: &mut Tx<'_>, ctx: &Ctx, contested: Contested, answer: Option<&str>) -> Done<()> {
    let mut work = Work::lock(tx, ctx, contested.of.account, contested.of.id)?;
    let (term, number) = find(&work.contract, contested.which)?;
    let disputed = or_missing(work.contract.settlement(&term, number).cloned())?;
    if disputed.state != SettlementState::Disputed {
        return Err(Refused::NoObjection.into());
    }
    let outcome = if answer.is_some() { DisputeOutcome::Rejected } else { DisputeOutcome::Withdrawn };
    store::reconciliations::end_dispute(work.tx, disputed.id, outcome, ctx.by(), ctx.now, answer)?;
    let tomorrow = days_after(ctx.today(), 1);
    let charge_on = disputed.first_charge_on.map_or(tomorrow, |first| first.max(tomorrow));
    let resumed = Settlement {
        state: SettlementState::Notified,
        first_charge_on: Some(charge_on),
        next_charge_on: Some(charge_on),
        ..disputed
    };
    work.note_settlement(Event::DisputeEnded, Some(SettlementState::Disputed), &resumed, answer)?;
    work.keep_settlement(resumed)?;
    work.reschedule()
}

/// Staff let a settlement go, with a reason: nothing is charged, seats do not rise.
///
/// # Errors
/// Missing, not settled yet, or settled for good.
pub fn waive_reconciliation(tx: &mut Tx<'_>, ctx: &Ctx, contested: Contested, reason: &str) -> Done<()> {
    let mut work = Work::lock(tx, ctx, contested.of.account, contested.of.id)?;
    let (term, number) = find(&work.contract, contested.which)?;
    let told = work.contract.settlement(&term, number).cloned().ok_or(Refused::NotSettledYet)?;
    let state = told.state;
    if state == SettlementState::Open {
        return Err(Refused::NotSettledYet.into());
    }
    if !told.may_be_waived() || store::payments::is_under_way(work.tx, Purpose::Settlement, told.id.0)? {
        return Err(Refused::Settled { state }.into());
    }
    store::reconciliations::end_dispute(work.tx, told.id, DisputeOutcome::Waived, ctx.by(), ctx.now, Some(reason))?;
    let waived = Settlement {
        state: SettlementState::Waived,
        reason: None,
        next_charge_on: None,
        seats_after: told.seats_before,
        ..told
    };
    work.note_settlement(Event::SettlementWaived, Some(state), &waived, Some(reason))?;
    work.keep_settlement(waived)?;
    work.reschedule()
}
