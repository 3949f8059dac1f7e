//! Charging what a quarter came to (R12–R14): by card or invoice, what follows when the card is declined, and the way back to
//! the annual true-up. The single place where seats rise by reconciliation (R9).

use super::charges::{Charge, Declined};
use super::reconciliations::reconciliation_link;
use crate::actions::invoices::{self, Bill, CardPayment};
use crate::actions::work::{Work, readers};
use crate::actions::{Done, emails, or_missing};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Quarter, days_after};
use crate::domain::contact::ContactRole;
use crate::domain::invoice::{Basis, InvoiceKind, InvoiceLine, LineKind};
use crate::domain::late::LateLine;
use crate::domain::money::Money;
use crate::domain::order::OrderKind;
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::{self, Reason, Reconciliation, ReconciliationState, SeatCause, next_try};
use crate::domain::subscription::BoughtTerm;
use crate::mail::messages::{InvoiceAbout, PaymentAbout, PaymentFailed, ReconciliationCharged};
use crate::store;
use crate::store::reconciliations::NewSeats;
use crate::urls;

impl Work<'_, '_> {
    /// Charges a reconciliation that is due (R12, R13): by the card on file, or by invoice. Seats bought since are counted first
    /// (R6); what reports told since the notice is not, so that nobody pays more than they were told.
    pub(super) fn charge_reconciliation(&mut self, term: &BoughtTerm, number: u32, due_on: Day) -> Done<()> {
        let told = self.contract.reconciliation(term, number).filter(|s| s.state.is_payable()).cloned();
        let Some(told) = told else { return Ok(()) };
        if self.is_ordered(term.id, OrderKind::Seats)? {
            // The bank is being asked about seats that may remove the overage (R6): a day later it has answered.
            let next_charge_on = Some(days_after(self.ctx.today(), 1));
            return self.keep_reconciliation(Reconciliation { next_charge_on, ..told });
        }
        // What was told is recomputed over the seats of today, its late lines first (R6, R6a).
        let again = or_missing(self.contract.told_late(term, &told))?;
        let open = Reconciliation { next_charge_on: None, ..told };
        let Ok(recomputed) = reconciliation::computed(open.clone(), term.seats, &again) else {
            return self.keep_reconciliation(Reconciliation { state: ReconciliationState::NeedsAttention, ..open });
        };
        if recomputed.overage == 0 && recomputed.late.is_empty() {
            let superseded = Reconciliation { state: ReconciliationState::Superseded, late: open.late, ..recomputed };
            self.note_reconciliation(Event::ReconciliationSuperseded, None, &superseded, None)?;
            return self.keep_reconciliation(superseded);
        }
        let (purpose, subject) = (Purpose::Reconciliation, recomputed.id.0);
        if self.begin_charge(&Charge { purpose, subject, net: recomputed.amount, due_on })? {
            // While the bank is asked again it has not failed: it does not go back to the true-up meanwhile (R14).
            return self.keep_reconciliation(Reconciliation { state: ReconciliationState::Notified, ..recomputed });
        }
        self.bill_reconciliation(term, recomputed, None)
    }

    /// The reconciliation is paid or invoiced: seats rise from the quarter boundary (R9), and everybody is told.
    pub(super) fn bill_reconciliation(
        &mut self,
        term: &BoughtTerm,
        reconciliation: Reconciliation,
        paid: Option<CardPayment>,
    ) -> Done<()> {
        let quarter = self.quarter(term, reconciliation.quarter)?;
        let raised = self.raise_seats(term, reconciliation.seats_added())?;
        let added = NewSeats {
            subscription: self.contract.subscription.id,
            term: term.id,
            cause: SeatCause::Reconciled(reconciliation.id),
            seats: reconciliation.seats_added(),
            effective_on: quarter.span.end,
        };
        store::reconciliations::insert_seats(self.tx, added, self.ctx.now)?;
        let billed = Reconciliation {
            state: if paid.is_some() { ReconciliationState::Charged } else { ReconciliationState::Invoiced },
            seats_before: term.seats,
            seats_after: raised.seats,
            next_charge_on: None,
            charged_on: Some(self.ctx.today()),
            ..reconciliation
        };
        let issued = self.issue_invoice(Bill {
            kind: InvoiceKind::Reconciliation,
            subject: billed.id.0,
            lines: self.reconciliation_lines(term, &billed)?,
            about: InvoiceAbout::Reconciliation { quarter: billed.quarter },
            has_email: paid.is_none(),
            paid: paid.clone(),
        })?;
        self.note_reconciliation(Event::ReconciliationBilled, None, &billed, Some(&issued.invoice.number))?;
        let (ctx, contract) = (self.ctx, &self.contract);
        if let Some(CardPayment { card, .. }) = paid {
            let to = readers(contract, ContactRole::Billing).with_secret(Some(&issued.secret));
            emails::post_emails(self.tx, ctx, &to, |heading| ReconciliationCharged {
                heading,
                number: contract.subscription.number.clone(),
                product: contract.product.name.clone(),
                quarter: billed.quarter,
                quarter_span: quarter.span,
                overage: billed.seats_added(),
                amount: issued.invoice.sums.total,
                card: card.clone(),
                seats_before: billed.seats_before,
                seats_after: billed.seats_after,
                seats_from: quarter.span.end,
                invoice: issued.invoice.number.clone(),
                invoice_link: invoices::mailed_link(ctx),
                link: reconciliation_link(ctx, contract, billed.id),
            })?;
        }
        self.keep_reconciliation(billed)
    }

    /// The lines of a reconciliation: its late counts, then its own, if it has any overage.
    fn reconciliation_lines(&self, term: &BoughtTerm, reconciliation: &Reconciliation) -> Done<Vec<InvoiceLine>> {
        let mut lines = Vec::with_capacity(reconciliation.late.len() + 1);
        for line in &reconciliation.late {
            lines.push(late_line(self.quarter(term, line.quarter)?, line, reconciliation.per_seat));
        }
        if let Some(own) = reconciliation.own_line() {
            lines.push(late_line(self.quarter(term, own.quarter)?, &own, reconciliation.per_seat));
        }
        Ok(lines)
    }

    /// The card was declined (R14): it is tried again after 3, 7 and 14 days, and reverts at the next quarter boundary.
    pub(super) fn reconciliation_declined(
        &mut self,
        term: &BoughtTerm,
        reconciliation: Reconciliation,
        declined: &Declined<'_>,
    ) -> Done<()> {
        let today = self.ctx.today();
        let until = self.contract.timetable(None).reverts_on(term, &reconciliation);
        let first = reconciliation.first_charge_on.unwrap_or(today);
        // Another card was put on file while this one was asked: it is tried the next day.
        let soon = Some(days_after(today, 1)).filter(|day| declined.was_replaced && *day < until);
        let next = soon.or_else(|| next_try(first, today, until));
        let failed =
            Reconciliation { state: ReconciliationState::PaymentFailed, next_charge_on: next, ..reconciliation };
        self.note_reconciliation(Event::ReconciliationPaymentFailed, None, &failed, None)?;
        let (ctx, contract) = (self.ctx, &self.contract);
        emails::post_emails(self.tx, ctx, &readers(contract, ContactRole::Billing), |heading| PaymentFailed {
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            about: PaymentAbout::Reconciliation { quarter: failed.quarter },
            amount: declined.amount,
            card: Some(declined.card.to_owned()),
            next_try: next,
            until,
            link: ctx.link(urls::payment_method()),
        })?;
        self.keep_reconciliation(failed)
    }

    /// An unpaid reconciliation goes back to the annual true-up, and its term with it (R14).
    pub(super) fn revert(&mut self, term: &BoughtTerm, number: u32) -> Done<()> {
        let failed = self
            .contract
            .reconciliation(term, number)
            .filter(|s| s.state == ReconciliationState::PaymentFailed)
            .cloned();
        let Some(failed) = failed else { return Ok(()) };
        let reverted = Reconciliation {
            state: ReconciliationState::RevertedToTrueUp,
            seats_after: term.seats,
            next_charge_on: None,
            ..failed
        };
        let before = Some(ReconciliationState::PaymentFailed);
        self.note_reconciliation(Event::ReconciliationReverted, before, &reverted, None)?;
        store::subscriptions::set_annual(self.tx, term.id, Reason::NotEnrolled)?;
        let (mode, annual_reason) = (reconciliation::BillingMode::Annual, Some(Reason::NotEnrolled));
        self.keep_term(BoughtTerm { mode, annual_reason, ..term.clone() });
        self.keep_reconciliation(reverted)
    }
}

/// The line of a late count (R6a): what its quarter would have come to on time.
pub(super) fn late_line(quarter: Quarter, line: &LateLine, per_seat: Money) -> InvoiceLine {
    InvoiceLine {
        kind: LineKind::Reconciliation,
        quantity: line.overage,
        per_seat,
        amount: line.amount,
        basis: Basis::Quarters {
            quarter: quarter.number,
            start: quarter.span.start,
            end: quarter.span.end,
            peak: line.peak.billable,
            peak_on: line.peak.on,
            seats: line.seats,
            remaining: line.remaining_quarters,
        },
    }
}
