//! What a quarter comes to (R6–R16): on the day it is due it is told, or skipped with the reason; at the end of the term the
//! last one is closed.

use serde_json::json;

use crate::actions::work::{KnownQuarter, Work, readers};
use crate::actions::{Ctx, Done, emails};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Quarter, midnight};
use crate::domain::contact::ContactRole;
use crate::domain::ids::ReconciliationId;
use crate::domain::instance::Instance;
use crate::domain::invoice::term_price;
use crate::domain::late::{Again, LateLine};
use crate::domain::money::Money;
use crate::domain::plan::Deployment;
use crate::domain::reconciliation::{
    self, QUARTERLY_MONTHS, QuarterFacts, Reason, Reconciliation, ReconciliationState, charge_day,
};
use crate::domain::subscription::{BoughtTerm, Contract};
use crate::domain::usage::TermCounts;
use crate::mail::messages::ReconciliationNotice;
use crate::urls;

/// A reconciliation as the facts of its quarter make it, still open, with the late lines of earlier quarters. One whose arithmetic
/// cannot be done needs attention (R47).
pub(in crate::actions) fn unreconciled(
    contract: &Contract,
    term: &BoughtTerm,
    facts: &QuarterFacts,
    again: &[Again],
) -> Reconciliation {
    let known = contract.reconciliation(term, facts.quarter.number);
    // What staff stated stands for what was counted.
    let corrected = known.filter(|known| known.is_corrected);
    let begun = term.begun(facts.quarter);
    let open = Reconciliation {
        id: known.map_or(begun.id, |known| known.id),
        peak: corrected.map_or(facts.peak, |known| known.peak),
        is_corrected: corrected.is_some(),
        first_charge_on: Some(contract.product.policy.charged_on(facts.quarter)),
        ..begun
    };
    reconciliation::computed(open.clone(), term.seats, again).unwrap_or(Reconciliation {
        state: ReconciliationState::NeedsAttention,
        first_charge_on: None,
        ..open
    })
}

/// The quarters before one that were reconciled from less than is known now, in their order (R6a).
pub(super) fn late_counts(contract: &Contract, term: &BoughtTerm, before: u32, counts: &TermCounts) -> Vec<Again> {
    let of_term = || contract.reconciliations.iter().filter(|s| s.term == term.id);
    let told: Vec<(ReconciliationState, LateLine)> =
        of_term().flat_map(|s| s.late.iter().map(|line| (s.state, *line))).collect();
    let again = |quarter: Quarter| {
        let reconciled = contract.reconciliation(term, quarter.number)?;
        let peak = counts.billable(term.place(quarter))?;
        reconciled.was_reconciled_from_less(peak, told.iter().copied()).then_some(Again { quarter, peak })
    };
    contract.quarters_of(term).into_iter().filter(|quarter| quarter.number < before).filter_map(again).collect()
}

/// The page of a reconciliation.
pub(in crate::actions) fn reconciliation_link(ctx: &Ctx, contract: &Contract, id: ReconciliationId) -> String {
    ctx.link(&urls::reconciliation(&contract.subscription.number, id))
}

impl Work<'_, '_> {
    /// Reconciles a quarter on the day it is due (R12): tells what it costs, or skips it with the reason (R16). Where nothing is
    /// known of the quarter yet, or an instance reports over a clipboard, it waits until the last day (R18).
    pub(super) fn reconcile(&mut self, term: &BoughtTerm, number: u32, due_on: Day) -> Done<()> {
        let quarter = self.quarter(term, number)?;
        let known = self.contract.reconciliation(term, number).cloned();
        if known.as_ref().is_some_and(Reconciliation::is_reconciled) {
            return Ok(());
        }
        let on_the_day = self.known_quarter(term, quarter, midnight(due_on))?;
        let saas = self.contract.subscription.deployment == Deployment::Saas;
        let waits = on_the_day.facts.peak.is_none()
            || (!saas
                && self.contract.subscription.offline_quarterly
                && on_the_day.reporters.iter().any(|one| one.is_pasted_last));
        if waits && due_on < self.contract.product.policy.reconciled_at_last_on(quarter) {
            return Ok(());
        }
        let is_disputed = known.as_ref().is_some_and(|known| known.state == ReconciliationState::Disputed);
        self.reconcile_by(term, on_the_day, is_disputed)
    }

    /// Reconciles a quarter by what was known of it. One that is disputed is computed, and waits; late
    /// counts wait with it, and with one that is skipped for anything but want of an overage (R6a).
    pub(in crate::actions) fn reconcile_by(
        &mut self,
        term: &BoughtTerm,
        KnownQuarter { facts, counts, .. }: KnownQuarter,
        is_disputed: bool,
    ) -> Done<()> {
        let quarter = facts.quarter;
        let alone = unreconciled(&self.contract, term, &facts, &[]);
        let facts = QuarterFacts { peak: alone.peak, ..facts };
        let reason = facts.skip_reason();
        if is_disputed && reason.is_none_or(|reason| reason > Reason::Disputed) {
            return self.keep_reconciliation(Reconciliation { state: ReconciliationState::Disputed, ..alone });
        }
        if let Some(reason) = reason.filter(|reason| *reason != Reason::NoOverage) {
            return self.skip(alone, reason);
        }
        let again = late_counts(&self.contract, term, quarter.number, &counts);
        let reconciliation = unreconciled(&self.contract, term, &facts, &again);
        match reconciliation.state {
            ReconciliationState::NeedsAttention => self.need_attention(reconciliation),
            _ if reconciliation.overage == 0 && reconciliation.late.is_empty() => {
                self.skip(reconciliation, Reason::NoOverage)
            }
            _ => self.tell_reconciliation(term, quarter, reconciliation),
        }
    }

    /// A reconciliation whose arithmetic cannot be done stops nothing else: staff see it (R47).
    fn need_attention(&mut self, reconciliation: Reconciliation) -> Done<()> {
        self.note_reconciliation(Event::ReconciliationSkipped, None, &reconciliation, None)?;
        self.keep_reconciliation(reconciliation)
    }

    pub(in crate::actions) fn skip(&mut self, reconciliation: Reconciliation, reason: Reason) -> Done<()> {
        let skipped = Reconciliation {
            state: ReconciliationState::Skipped,
            reason: Some(reason),
            late: Vec::new(),
            amount: Money::new(0, reconciliation.amount.currency),
            first_charge_on: None,
            ..reconciliation
        };
        self.note_reconciliation(Event::ReconciliationSkipped, None, &skipped, None)?;
        self.keep_reconciliation(skipped)
    }

    fn tell_reconciliation(&mut self, term: &BoughtTerm, quarter: Quarter, reconciliation: Reconciliation) -> Done<()> {
        let today = self.ctx.today();
        let charged_on = charge_day(self.contract.product.policy.charged_on(quarter), today, today);
        let told = Reconciliation {
            state: ReconciliationState::Notified,
            notified_on: Some(today),
            first_charge_on: Some(charged_on),
            next_charge_on: Some(charged_on),
            ..reconciliation
        };
        let hosts = self.instances()?.into_iter().filter(Instance::counts).map(|i| i.hostname);
        let instances: Vec<String> = hosts.filter(|host| !host.is_empty()).collect();
        self.note_reconciliation(Event::ReconciliationNotified, None, &told, None)?;
        let card = self.card_in_use()?.map(|card| card.last_digits);
        // Never less than what is charged (R11), even where it does not fit.
        let annual = term_price(told.seats_added(), told.per_seat, QUARTERLY_MONTHS).unwrap_or(told.amount);
        let (ctx, contract) = (self.ctx, &self.contract);
        if let Some(peak) = told.peak {
            emails::post_emails(self.tx, ctx, &readers(contract, ContactRole::Billing), |heading| {
                ReconciliationNotice {
                    heading,
                    number: contract.subscription.number.clone(),
                    product: contract.product.name.clone(),
                    instances: instances.clone(),
                    quarter: told.quarter,
                    quarter_span: quarter.span,
                    peak: peak.billable,
                    peak_on: peak.on,
                    seats: term.seats,
                    overage: told.overage,
                    late: told.late.clone(),
                    per_seat: told.per_seat,
                    remaining_quarters: told.remaining_quarters,
                    amount: told.amount,
                    annual,
                    charged_on,
                    card: card.clone(),
                    seats_from: quarter.span.end,
                    link: reconciliation_link(ctx, contract, told.id),
                }
            })?;
        }
        self.keep_reconciliation(told)
    }

    /// Closes the last quarter of a term at the renewal instant (R10, R16).
    pub(super) fn close_last(&mut self, term: &BoughtTerm) -> Done<()> {
        let Some(quarter) = self.contract.quarters_of(term).into_iter().find(|q| q.is_last) else { return Ok(()) };
        let known = self.contract.reconciliation(term, quarter.number).cloned();
        if known.as_ref().is_some_and(Reconciliation::is_reconciled) {
            return Ok(());
        }
        let KnownQuarter { mut facts, .. } = self.known_quarter(term, quarter, midnight(quarter.span.end))?;
        facts.disputed = known.as_ref().is_some_and(|known| known.state == ReconciliationState::Disputed);
        let reconciliation = unreconciled(&self.contract, term, &facts, &[]);
        self.skip(reconciliation, facts.skip_reason().unwrap_or(Reason::Q4))
    }

    /// Writes the audit entry of a reconciliation, as it is now.
    pub(in crate::actions) fn note_reconciliation(
        &mut self,
        event: Event,
        before: Option<ReconciliationState>,
        reconciliation: &Reconciliation,
        word: Option<&str>,
    ) -> Done<()> {
        let after = json!({
            "reconciliation": reconciliation.id.to_string(), "quarter": reconciliation.quarter, "state": reconciliation.state.as_str(),
            "reason": reconciliation.reason.map(Reason::as_str), "maximum": reconciliation.peak.map(|p| p.billable),
            "seats_before": reconciliation.seats_before, "seats_after": reconciliation.seats_after,
            "overage": reconciliation.overage,
            "late": reconciliation.late.iter().map(|line| json!({ "quarter": line.quarter, "overage": line.overage })).collect::<Vec<_>>(),
            "amount_minor": reconciliation.amount.minor,
            "currency": reconciliation.amount.currency.code(), "word": word,
        });
        self.note(event, before.map(|state| json!({ "state": state.as_str() })), Some(after))
    }
}
