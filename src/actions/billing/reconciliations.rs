//! What a quarter comes to (R6–R16): on the day it is due it is told, or skipped with the reason; at the end of the term the
//! last one is closed.

use serde_json::json;

use crate::actions::work::{Work, fitting, readers};
use crate::actions::{Ctx, Done, emails};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Quarter};
use crate::domain::contact::ContactRole;
use crate::domain::ids::ReconciliationId;
use crate::domain::invoice::term_price;
use crate::domain::money::Money;
use crate::domain::reconciliation::{self, DisputeOutcome, QuarterFacts, Reason, Reconciliation, ReconciliationState};
use crate::domain::subscription::{BoughtTerm, Contract};
use crate::mail::messages::ReconciliationNotice;
use crate::store;
use crate::urls;

/// A reconciliation as the facts of its quarter make it, still open.
pub(in crate::actions) fn unreconciled(
    contract: &Contract,
    term: &BoughtTerm,
    facts: &QuarterFacts,
    id: Option<ReconciliationId>,
) -> Done<Reconciliation> {
    let number = facts.quarter.number;
    Ok(Reconciliation {
        id: id.unwrap_or_default(),
        term: term.id,
        quarter: number,
        state: ReconciliationState::Open,
        reason: None,
        peak: facts.peak,
        seats_before: term.seats,
        overage: facts.overage(),
        per_seat: term.per_seat,
        remaining_quarters: facts.quarter.remaining(),
        amount: fitting(reconciliation::price(facts.overage(), term.per_seat, number))?,
        notified_on: None,
        first_charge_on: Some(contract.product.policy.charged_on(facts.quarter)),
        next_charge_on: None,
        charged_on: None,
        seats_after: term.seats,
    })
}

/// The page of a reconciliation.
pub(super) fn reconciliation_link(ctx: &Ctx, contract: &Contract, id: ReconciliationId) -> String {
    ctx.link(&urls::reconciliation(&contract.subscription.number, id))
}

impl Work<'_, '_> {
    /// Reconciles a quarter on the day it is due (R12): tells what it costs, or skips it with the reason (R16). Where nothing is
    /// known of the quarter yet it waits until the last day.
    pub(super) fn reconcile(&mut self, term: &BoughtTerm, number: u32, due_on: Day) -> Done<()> {
        let quarter = self.quarter(term, number)?;
        let known = self.contract.reconciliation(term, number).cloned();
        if known.as_ref().is_some_and(|s| s.state != ReconciliationState::Open) {
            return Ok(());
        }
        let mut facts = self.quarter_facts(term, quarter, due_on)?;
        facts.disputed = known.is_some();
        let reason = facts.skip_reason();
        if reason == Some(Reason::NoUsageData) && due_on < self.contract.product.policy.reconciled_at_last_on(quarter) {
            return Ok(());
        }
        let reconciliation = unreconciled(&self.contract, term, &facts, known.map(|s| s.id))?;
        match reason {
            Some(reason) => self.skip(reconciliation, reason),
            None => {
                let instances = self.contract.counts.iter().map(|counts| &counts.instance);
                let hosts = instances.filter(|i| i.counts()).map(|i| i.hostname.clone());
                let hosts = hosts.filter(|h| !h.is_empty()).collect();
                self.tell_reconciliation(term, quarter, reconciliation, hosts)
            }
        }
    }

    fn skip(&mut self, reconciliation: Reconciliation, reason: Reason) -> Done<()> {
        let skipped = Reconciliation {
            state: ReconciliationState::Skipped,
            reason: Some(reason),
            amount: Money::new(0, reconciliation.amount.currency),
            first_charge_on: None,
            ..reconciliation
        };
        // Whatever is shown as the reason: what was disputed is not charged, so the dispute has ended.
        if self.contract.reconciliations.iter().any(|s| s.id == skipped.id) {
            store::reconciliations::end_dispute(
                self.tx,
                skipped.id,
                DisputeOutcome::Skipped,
                None,
                self.ctx.now,
                None,
            )?;
        }
        self.note_reconciliation(Event::ReconciliationSkipped, None, &skipped, None)?;
        self.keep_reconciliation(skipped)
    }

    fn tell_reconciliation(
        &mut self,
        term: &BoughtTerm,
        quarter: Quarter,
        reconciliation: Reconciliation,
        instances: Vec<String>,
    ) -> Done<()> {
        let charged_on =
            reconciliation.first_charge_on.unwrap_or_else(|| self.contract.product.policy.charged_on(quarter));
        let told = Reconciliation {
            state: ReconciliationState::Notified,
            notified_on: Some(self.ctx.today()),
            next_charge_on: Some(charged_on),
            ..reconciliation
        };
        self.note_reconciliation(Event::ReconciliationNotified, None, &told, None)?;
        let card = self.card_in_use()?.map(|card| card.last_digits);
        let annual = fitting(term_price(told.overage, told.per_seat))?;
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
        if known.as_ref().is_some_and(|s| s.state != ReconciliationState::Open) {
            return Ok(());
        }
        let mut facts = self.quarter_facts(term, quarter, quarter.span.end)?;
        facts.disputed = known.is_some();
        let reconciliation = unreconciled(&self.contract, term, &facts, known.map(|s| s.id))?;
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
            "overage": reconciliation.overage, "amount_minor": reconciliation.amount.minor,
            "currency": reconciliation.amount.currency.code(), "word": word,
        });
        self.note(event, before.map(|state| json!({ "state": state.as_str() })), Some(after))
    }
}
