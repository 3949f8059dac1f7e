//! Disputes to a reconciliation (R12), and letting one go: what customers and staff say against a charge before it is made.

use super::billing::reconciliations::{reconciliation_link, unreconciled};
use super::billing::true_ups::KnownTerm;
use super::work::{KnownQuarter, Work, readers};
use super::{Ctx, Done, emails, or_missing};
use crate::domain::audit::Event;
use crate::domain::bounds::MOST_SEATS;
use crate::domain::calendar::days_after;
use crate::domain::contact::ContactRole;
use crate::domain::dispute::DisputeRefused;
use crate::domain::ids::{Owned, ReconciliationId, SubscriptionId};
use crate::domain::late::Again;
use crate::domain::payment::Purpose;
use crate::domain::policy::Policy;
use crate::domain::reconciliation::{self, DisputeOutcome, Reason, Reconciliation, ReconciliationState, charge_day};
use crate::domain::subscription::{BoughtTerm, Contract};
use crate::domain::usage::{Peak, overage};
use crate::mail::messages::DisputeDecided;
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

/// Disputes a reconciliation, from the day of its heads-up on (R16): it is not charged until that is decided. Doing it again changes
/// nothing.
///
/// # Errors
/// Missing, reconciled already, disputed in vain, or too early.
pub fn dispute_reconciliation(tx: &mut Tx<'_>, ctx: &Ctx, contested: Contested, reason: Option<&str>) -> Done<()> {
    let mut work = Work::lock(tx, ctx, contested.of.account, contested.of.id)?;
    let (term, number) = find(&work.contract, contested.which)?;
    let before = work.contract.reconciliation(&term, number).cloned();
    // Also of one that is skipped for another reason meanwhile.
    if let Some(known) = &before
        && store::reconciliations::standing_dispute(work.tx, known.id)?.is_some()
    {
        return Ok(());
    }
    let disputed = match before.clone() {
        Some(told) if told.state.is_payable() || told.state == ReconciliationState::Open => {
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
            if days_after(quarter.span.end, -Policy::HEADS_UP_DAYS) > ctx.today() {
                return Err(DisputeRefused::NotReconciledYet.into());
            }
            Reconciliation { state: ReconciliationState::Disputed, ..term.begun(quarter) }
        }
    };
    let reconciliation = disputed.id;
    let was = before.map(|s| s.state);
    work.note_reconciliation(Event::ReconciliationDisputed, was, &disputed, reason)?;
    work.keep_reconciliation(disputed)?;
    store::reconciliations::insert_dispute(work.tx, reconciliation, ctx.by(), ctx.now, reason)?;
    work.reschedule()
}

/// How a dispute ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision<'a> {
    /// The customer withdraws it.
    Withdrawn,
    /// Staff reject it, with an answer: the reconciliation goes on as it was.
    Rejected {
        /// Why.
        answer: &'a str,
    },
    /// Staff state the right maximum, and the reconciliation goes on with it.
    Corrected {
        /// The users there were at most.
        max: i64,
        /// Why.
        answer: &'a str,
    },
}

/// Decides a dispute (R16). The reconciliation goes on: at once with its notice if none went out, charged when it was due or on the next
/// midnight, never sooner than three days after the notice; after the term's end it is due like a late count.
///
/// # Errors
/// Missing, none stands, or the stated maximum is out of bounds.
pub fn end_dispute(tx: &mut Tx<'_>, ctx: &Ctx, contested: Contested, decision: Decision<'_>) -> Done<()> {
    let mut work = Work::lock(tx, ctx, contested.of.account, contested.of.id)?;
    let (term, number) = find(&work.contract, contested.which)?;
    let disputed = work.contract.reconciliation(&term, number).cloned().ok_or(DisputeRefused::NoDispute)?;
    if store::reconciliations::standing_dispute(work.tx, disputed.id)?.is_none() {
        return Err(DisputeRefused::NoDispute.into());
    }
    let (outcome, answer) = match decision {
        Decision::Withdrawn => (DisputeOutcome::Withdrawn, None),
        Decision::Rejected { answer } => (DisputeOutcome::Rejected, Some(answer)),
        Decision::Corrected { answer, .. } => (DisputeOutcome::Corrected, Some(answer)),
    };
    store::reconciliations::end_dispute(work.tx, disputed.id, outcome, ctx.by(), ctx.now, answer)?;
    let stated = match decision {
        Decision::Corrected { max, .. } => Some(stated(&mut work, &term, &disputed, max)?),
        Decision::Withdrawn | Decision::Rejected { .. } => None,
    };
    let known = Reconciliation {
        peak: stated.or(disputed.peak),
        is_corrected: disputed.is_corrected || stated.is_some(),
        ..disputed.clone()
    };
    let before = Some(disputed.state);
    work.note_reconciliation(Event::DisputeEnded, before, &known, answer)?;
    work.go_on(&term, known)?;
    if let Some(answer) = answer {
        work.tell_dispute_decided(&term, number, outcome, answer)?;
    }
    work.reschedule()
}

/// The maximum that staff state, on the day it was counted.
fn stated(work: &mut Work<'_, '_>, term: &BoughtTerm, disputed: &Reconciliation, max: i64) -> Done<Peak> {
    if !(0..=MOST_SEATS).contains(&max) {
        return Err(DisputeRefused::Maximum { most: MOST_SEATS }.into());
    }
    let quarter = work.quarter(term, disputed.quarter)?;
    let counted = work.contract.counted(work.tx, term, work.ctx.now)?.maximum(term.place(quarter));
    let told = disputed.peak.filter(|_| disputed.notified_on.is_some());
    let on = told.or(counted).map_or(quarter.span.start, |peak| peak.on);
    Ok(Peak { billable: max, on })
}

impl Work<'_, '_> {
    /// Goes on with a reconciliation whose dispute has ended.
    fn go_on(&mut self, term: &BoughtTerm, known: Reconciliation) -> Done<()> {
        let quarter = self.quarter(term, known.quarter)?;
        let (now, today) = (self.ctx.now, self.ctx.today());
        if known.state == ReconciliationState::Skipped {
            // For another reason: what kept it out of true-ups has ended.
            let overage = known.peak.map_or(0, |peak| overage(peak.billable, known.seats_before));
            self.keep_reconciliation(Reconciliation { overage, ..known })?;
            return self.bill_freed(term, quarter.number, &[]);
        }
        if known.first_charge_on.is_none() {
            // Its day lies ahead: as if nothing had been.
            return self.keep_reconciliation(Reconciliation { state: ReconciliationState::Open, ..known });
        }
        let told = if known.notified_on.is_some() {
            // Told, it is what was told until it is charged, but for what staff stated; after the end it is due now.
            let again = or_missing(self.contract.told_late(term, &known))?;
            let is_due = known.is_corrected || today >= term.span.end;
            let seats = if is_due { term.seats } else { known.seats_before };
            let open = reconciliation::computed(known.clone(), seats, &again).unwrap_or(known);
            if open.overage == 0 && open.late.is_empty() {
                let superseded =
                    Reconciliation { state: ReconciliationState::Superseded, next_charge_on: None, ..open };
                self.note_reconciliation(Event::ReconciliationSuperseded, None, &superseded, None)?;
                return self.keep_reconciliation(superseded);
            }
            let notified_on = open.notified_on.unwrap_or(today);
            let charge_on = charge_day(self.contract.product.policy.charged_on(quarter), notified_on, today);
            let (first_charge_on, next_charge_on) = (Some(charge_on), Some(charge_on));
            Reconciliation { state: ReconciliationState::Notified, first_charge_on, next_charge_on, ..open }
        } else {
            let today_known = self.known_quarter(term, quarter, now)?;
            self.keep_reconciliation(Reconciliation { state: ReconciliationState::Open, ..known })?;
            if today < term.span.end {
                return self.reconcile_by(term, today_known, false);
            }
            // Nothing is charged after the end, and nothing announced that would be.
            let KnownQuarter { facts, .. } = today_known;
            let late = unreconciled(&self.contract, term, &facts, &[]);
            if late.overage == 0 {
                return self.skip(late, facts.skip_reason().unwrap_or(Reason::NoOverage));
            }
            Reconciliation { state: ReconciliationState::Notified, notified_on: Some(today), ..late }
        };
        if today < term.span.end {
            return self.keep_reconciliation(told);
        }
        let unpaid: Vec<Again> = self.unpaid(term, told)?.into_iter().collect();
        self.bill_freed(term, quarter.number, &unpaid)
    }

    /// Bills, after a term's end, what a dispute had kept out of it: of that quarter, or of the days of an annual term.
    fn bill_freed(&mut self, term: &BoughtTerm, quarter: u32, unpaid: &[Again]) -> Done<()> {
        let (known_by, due_on) = (self.ctx.now, self.ctx.today());
        if due_on < term.span.end {
            return Ok(());
        }
        let mut due = KnownTerm { contract: &self.contract, term, known_by, due_on }.true_ups(self.tx, unpaid)?;
        due.retain(|due| due.quarter.is_none_or(|of| of == quarter));
        self.keep_true_ups(&due)?;
        self.bill_true_ups_alone(term, &due)
    }

    /// Tells how a dispute was decided (R44).
    fn tell_dispute_decided(
        &mut self,
        term: &BoughtTerm,
        number: u32,
        outcome: DisputeOutcome,
        answer: &str,
    ) -> Done<()> {
        let quarter = self.quarter(term, number)?;
        let Some(reconciled) = self.contract.reconciliation(term, number).cloned() else { return Ok(()) };
        let (ctx, contract) = (self.ctx, &self.contract);
        Ok(emails::post_emails(self.tx, ctx, &readers(contract, ContactRole::Billing), |heading| DisputeDecided {
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            quarter: number,
            quarter_span: quarter.span,
            outcome,
            answer: answer.to_owned(),
            peak: reconciled.peak.map(|peak| peak.billable),
            amount: reconciled.amount,
            charged_on: reconciled.next_charge_on,
            link: reconciliation_link(ctx, contract, reconciled.id),
        })?)
    }
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
    let is_disputed = store::reconciliations::standing_dispute(work.tx, told.id)?.is_some();
    let is_charging = store::payments::is_under_way(work.tx, Purpose::Reconciliation, told.id.0)?;
    if is_charging || !(told.may_be_waived() || is_disputed) {
        return Err(DisputeRefused::Reconciled { state }.into());
    }
    store::reconciliations::end_dispute(work.tx, told.id, DisputeOutcome::Waived, ctx.by(), ctx.now, Some(reason))?;
    // A last quarter stays skipped (R16); its days are waived all the same.
    let waived = Reconciliation {
        state: if told.reason == Some(Reason::Disputed) { state } else { ReconciliationState::Waived },
        reason: told.reason.filter(|reason| *reason == Reason::Disputed),
        next_charge_on: None,
        seats_after: told.seats_before,
        ..told
    };
    work.note_reconciliation(Event::ReconciliationWaived, Some(state), &waived, Some(reason))?;
    work.keep_reconciliation(waived)?;
    if is_disputed {
        work.tell_dispute_decided(&term, number, DisputeOutcome::Waived, reason)?;
    }
    work.reschedule()
}
