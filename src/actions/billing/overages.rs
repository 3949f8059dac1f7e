//! Charging what a quarter came to (R12–R14): by card or invoice, what follows when the card is declined, and the way back to
//! the annual true-up. The single place where seats rise by reconciliation (R9).

use super::charges::{Charge, Declined};
use super::reconciliations::settlement_link;
use crate::actions::invoices::{self, Bill, CardPayment};
use crate::actions::work::{Work, fitting, readers};
use crate::actions::{Done, letters};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Quarter, days_after};
use crate::domain::contact::ContactRole;
use crate::domain::invoice::{Basis, InvoiceKind, Line, LineKind};
use crate::domain::order::OrderKind;
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::{self, Reason, SeatCause, Settlement, SettlementState, next_try};
use crate::domain::subscription::BoughtTerm;
use crate::domain::usage::overage;
use crate::mail::messages::{InvoiceAbout, PaymentAbout, PaymentFailed, ReconciliationCharged};
use crate::store;
use crate::store::reconciliations::NewSeats;
use crate::urls;

impl Work<'_, '_> {
    /// Charges a settlement that is due (R12, R13): by the card on file, or by invoice. Seats bought since are counted first
    /// (R6); what reports told since the notice is not, so that nobody pays more than they were told.
    pub(super) fn charge_settlement(&mut self, term: &BoughtTerm, number: u32, due_on: Day) -> Done<()> {
        let told = self.contract.settlement(term, number).filter(|s| s.state.is_payable()).cloned();
        let Some(told) = told else { return Ok(()) };
        if self.is_ordered(term.id, OrderKind::Seats)? {
            // The bank is being asked about seats that may remove the overage (R6): a day later it has answered.
            let next_charge_on = Some(days_after(self.ctx.today(), 1));
            return self.keep_settlement(Settlement { next_charge_on, ..told });
        }
        let peak = told.peak.map_or(0, |p| p.billable);
        // An objection may be decided after the term: who was trued up at its end is not paid again (R18).
        let trued_up = store::renewals::true_up_of(self.tx, term.id)?.map_or(0, |due| due.quantity);
        let over = overage(peak, term.seats.saturating_add(trued_up));
        let recomputed = Settlement {
            seats_before: term.seats,
            seats_after: term.seats,
            overage: over,
            amount: fitting(reconciliation::price(over, told.per_seat, number))?,
            next_charge_on: None,
            ..told
        };
        if over == 0 {
            let superseded = Settlement { state: SettlementState::Superseded, ..recomputed };
            self.note_settlement(Event::SettlementSuperseded, None, &superseded, None)?;
            return self.keep_settlement(superseded);
        }
        let (purpose, subject) = (Purpose::Settlement, recomputed.id.0);
        if self.begin_charge(&Charge { purpose, subject, net: recomputed.amount, due_on })? {
            // While the bank is asked again it has not failed: it does not go back to the true-up meanwhile (R14).
            return self.keep_settlement(Settlement { state: SettlementState::Notified, ..recomputed });
        }
        self.bill_settlement(term, recomputed, None)
    }

    /// The settlement is paid or invoiced: seats rise from the quarter boundary (R9), and everybody is told.
    pub(super) fn bill_settlement(
        &mut self,
        term: &BoughtTerm,
        settlement: Settlement,
        paid: Option<CardPayment>,
    ) -> Done<()> {
        let quarter = self.quarter(term, settlement.quarter)?;
        let raised = self.raise_seats(term, settlement.overage)?;
        let added = NewSeats {
            subscription: self.contract.subscription.id,
            term: term.id,
            cause: SeatCause::Reconciled(settlement.id),
            seats: settlement.overage,
            effective_on: quarter.span.end,
        };
        store::reconciliations::insert_seats(self.tx, added, self.ctx.now)?;
        let billed = Settlement {
            state: if paid.is_some() { SettlementState::Charged } else { SettlementState::Invoiced },
            seats_before: term.seats,
            seats_after: raised.seats,
            next_charge_on: None,
            charged_on: Some(self.ctx.today()),
            ..settlement
        };
        let issued = self.issue_invoice(Bill {
            kind: InvoiceKind::Reconciliation,
            subject: billed.id.0,
            lines: vec![line(&billed, quarter)],
            about: InvoiceAbout::Reconciliation { quarter: billed.quarter },
            has_letter: paid.is_none(),
            paid: paid.clone(),
        })?;
        self.note_settlement(Event::SettlementBilled, None, &billed, Some(&issued.invoice.number))?;
        let (ctx, contract) = (self.ctx, &self.contract);
        if let Some(CardPayment { card, .. }) = paid {
            let to = readers(contract, ContactRole::Billing).with_secret(Some(&issued.secret));
            letters::tell(self.tx, ctx, &to, |heading| ReconciliationCharged {
                heading,
                number: contract.subscription.number.clone(),
                product: contract.product.name.clone(),
                quarter: billed.quarter,
                quarter_span: quarter.span,
                overage: billed.overage,
                amount: issued.invoice.sums.total,
                card: card.clone(),
                seats_before: billed.seats_before,
                seats_after: billed.seats_after,
                seats_from: quarter.span.end,
                invoice: issued.invoice.number.clone(),
                invoice_link: invoices::mailed_link(ctx),
                link: settlement_link(ctx, contract, billed.id),
            })?;
        }
        self.keep_settlement(billed)
    }

    /// The card was declined (R14): it is tried again after 3, 7 and 14 days, and reverts at the next quarter boundary.
    pub(super) fn settlement_declined(
        &mut self,
        term: &BoughtTerm,
        settlement: Settlement,
        declined: &Declined<'_>,
    ) -> Done<()> {
        let today = self.ctx.today();
        let until = self.contract.timetable(None).reverts_on(term, settlement.quarter);
        let first = settlement.first_charge_on.unwrap_or(today);
        // Another card was put on file while this one was asked: it is tried the next day.
        let soon = Some(days_after(today, 1)).filter(|day| declined.was_replaced && *day < until);
        let next = soon.or_else(|| next_try(first, today, until));
        let failed = Settlement { state: SettlementState::PaymentFailed, next_charge_on: next, ..settlement };
        self.note_settlement(Event::SettlementPaymentFailed, None, &failed, None)?;
        let (ctx, contract) = (self.ctx, &self.contract);
        letters::tell(self.tx, ctx, &readers(contract, ContactRole::Billing), |heading| PaymentFailed {
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            about: PaymentAbout::Settlement { quarter: failed.quarter },
            amount: declined.amount,
            card: Some(declined.card.to_owned()),
            next_try: next,
            until,
            link: ctx.link(urls::payment_method()),
        })?;
        self.keep_settlement(failed)
    }

    /// An unpaid settlement goes back to the annual true-up, and its term with it (R14).
    pub(super) fn revert(&mut self, term: &BoughtTerm, number: u32) -> Done<()> {
        let failed =
            self.contract.settlement(term, number).filter(|s| s.state == SettlementState::PaymentFailed).cloned();
        let Some(failed) = failed else { return Ok(()) };
        let reverted = Settlement {
            state: SettlementState::RevertedToTrueUp,
            seats_after: term.seats,
            next_charge_on: None,
            ..failed
        };
        let before = Some(SettlementState::PaymentFailed);
        self.note_settlement(Event::SettlementReverted, before, &reverted, None)?;
        store::subscriptions::set_annual(self.tx, term.id, Reason::NotEnrolled)?;
        let (mode, annual_reason) = (reconciliation::BillingMode::Annual, Some(Reason::NotEnrolled));
        self.keep_term(BoughtTerm { mode, annual_reason, ..term.clone() });
        self.keep_settlement(reverted)
    }
}

fn line(settlement: &Settlement, quarter: Quarter) -> Line {
    let peak = settlement.peak.map_or((0, quarter.span.start), |p| (p.billable, p.on));
    Line {
        kind: LineKind::Reconciliation,
        quantity: settlement.overage,
        per_seat: settlement.per_seat,
        amount: settlement.amount,
        basis: Basis::Quarters {
            quarter: quarter.number,
            start: quarter.span.start,
            end: quarter.span.end,
            peak: peak.0,
            peak_on: peak.1,
            seats: settlement.seats_before,
            remaining: settlement.remaining_quarters,
        },
    }
}
