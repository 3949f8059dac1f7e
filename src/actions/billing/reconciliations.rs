//! What a quarter comes to (R6–R16): on the day it is due it is told, or skipped with the reason; at the end of the term the
//! last one is closed.

use serde_json::json;

use crate::actions::work::{Work, fitting, readers};
use crate::actions::{Ctx, Done, letters};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Quarter};
use crate::domain::contact::ContactRole;
use crate::domain::ids::SettlementId;
use crate::domain::invoice::term_price;
use crate::domain::money::Money;
use crate::domain::reconciliation::{self, DisputeOutcome, QuarterFacts, Reason, Settlement, SettlementState};
use crate::domain::subscription::{BoughtTerm, Contract};
use crate::mail::messages::ReconciliationNotice;
use crate::store;
use crate::urls;

/// A settlement as the facts of its quarter make it, still open.
pub(in crate::actions) fn unsettled(
    contract: &Contract,
    term: &BoughtTerm,
    facts: &QuarterFacts,
    id: Option<SettlementId>,
) -> Done<Settlement> {
    let number = facts.quarter.number;
    Ok(Settlement {
        id: id.unwrap_or_default(),
        term: term.id,
        quarter: number,
        state: SettlementState::Open,
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

/// The page of a settlement.
pub(super) fn settlement_link(ctx: &Ctx, contract: &Contract, id: SettlementId) -> String {
    ctx.link(&urls::settlement(&contract.subscription.number, id))
}

impl Work<'_, '_> {
    /// Settles a quarter on the day it is due (R12): tells what it costs, or skips it with the reason (R16). Where nothing is
    /// known of the quarter yet it waits until the last day.
    pub(super) fn settle(&mut self, term: &BoughtTerm, number: u32, due_on: Day) -> Done<()> {
        let quarter = self.quarter(term, number)?;
        let known = self.contract.settlement(term, number).cloned();
        if known.as_ref().is_some_and(|s| s.state != SettlementState::Open) {
            return Ok(());
        }
        let mut facts = self.quarter_facts(term, quarter, due_on)?;
        facts.disputed = known.is_some();
        let reason = facts.skip_reason();
        if reason == Some(Reason::NoUsageData) && due_on < self.contract.product.policy.settled_at_last_on(quarter) {
            return Ok(());
        }
        let settlement = unsettled(&self.contract, term, &facts, known.map(|s| s.id))?;
        match reason {
            Some(reason) => self.skip(settlement, reason),
            None => {
                let instances = self.contract.counts.iter().map(|counts| &counts.instance);
                let hosts = instances.filter(|i| i.counts()).map(|i| i.hostname.clone());
                let hosts = hosts.filter(|h| !h.is_empty()).collect();
                self.tell_settlement(term, quarter, settlement, hosts)
            }
        }
    }

    fn skip(&mut self, settlement: Settlement, reason: Reason) -> Done<()> {
        let skipped = Settlement {
            state: SettlementState::Skipped,
            reason: Some(reason),
            amount: Money::new(0, settlement.amount.currency),
            first_charge_on: None,
            ..settlement
        };
        // Whatever is shown as the reason: what was objected to is not charged, so the objection has ended.
        if self.contract.settlements.iter().any(|s| s.id == skipped.id) {
            store::reconciliations::end_dispute(
                self.tx,
                skipped.id,
                DisputeOutcome::Skipped,
                None,
                self.ctx.now,
                None,
            )?;
        }
        self.note_settlement(Event::SettlementSkipped, None, &skipped, None)?;
        self.keep_settlement(skipped)
    }

    fn tell_settlement(
        &mut self,
        term: &BoughtTerm,
        quarter: Quarter,
        settlement: Settlement,
        instances: Vec<String>,
    ) -> Done<()> {
        let charged_on = settlement.first_charge_on.unwrap_or_else(|| self.contract.product.policy.charged_on(quarter));
        let told = Settlement {
            state: SettlementState::Notified,
            notified_on: Some(self.ctx.today()),
            next_charge_on: Some(charged_on),
            ..settlement
        };
        self.note_settlement(Event::SettlementNotified, None, &told, None)?;
        let card = self.card_in_use()?.map(|card| card.last_digits);
        let annual = fitting(term_price(told.overage, told.per_seat))?;
        let (ctx, contract) = (self.ctx, &self.contract);
        if let Some(peak) = told.peak {
            letters::tell(self.tx, ctx, &readers(contract, ContactRole::Billing), |heading| ReconciliationNotice {
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
                link: settlement_link(ctx, contract, told.id),
            })?;
        }
        self.keep_settlement(told)
    }

    /// Closes the last quarter of a term at the renewal instant (R10, R16).
    pub(super) fn close_last(&mut self, term: &BoughtTerm) -> Done<()> {
        let Some(quarter) = self.contract.quarters_of(term).into_iter().find(|q| q.is_last) else { return Ok(()) };
        let known = self.contract.settlement(term, quarter.number).cloned();
        if known.as_ref().is_some_and(|s| s.state != SettlementState::Open) {
            return Ok(());
        }
        let mut facts = self.quarter_facts(term, quarter, quarter.span.end)?;
        facts.disputed = known.is_some();
        let settlement = unsettled(&self.contract, term, &facts, known.map(|s| s.id))?;
        self.skip(settlement, facts.skip_reason().unwrap_or(Reason::Q4))
    }

    /// Writes the audit entry of a settlement, as it is now.
    pub(in crate::actions) fn note_settlement(
        &mut self,
        event: Event,
        before: Option<SettlementState>,
        settlement: &Settlement,
        word: Option<&str>,
    ) -> Done<()> {
        let after = json!({
            "settlement": settlement.id.to_string(), "quarter": settlement.quarter, "state": settlement.state.as_str(),
            "reason": settlement.reason.map(Reason::as_str), "maximum": settlement.peak.map(|p| p.billable),
            "seats_before": settlement.seats_before, "seats_after": settlement.seats_after,
            "overage": settlement.overage, "amount_minor": settlement.amount.minor,
            "currency": settlement.amount.currency.code(), "word": word,
        });
        self.note(event, before.map(|state| json!({ "state": state.as_str() })), Some(after))
    }
}
