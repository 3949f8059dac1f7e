//! The single place where a term renews, by itself or by hand (R25), and what follows when the card is declined (R21).

use serde_json::json;

use super::charges::{Charge, Declined};
use super::terms::After;
use super::true_ups::{owed, sum, true_up_line};
use crate::actions::invoices::{Bill, CardPayment};
use crate::actions::work::{Work, readers};
use crate::actions::{Done, emails};
use crate::domain::audit::Event;
use crate::domain::calendar::days_after;
use crate::domain::contact::ContactRole;
use crate::domain::invoice::{Basis, InvoiceKind, InvoiceLine, LineKind};
use crate::domain::license::GRACE_DAYS;
use crate::domain::money::Money;
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::next_try;
use crate::domain::renewal::{How, Renewal, RenewalState, WhyNot, last_cancel_day};
use crate::domain::subscription::BoughtTerm;
use crate::domain::true_up::TrueUp;
use crate::mail::messages::{InvoiceAbout, PaymentAbout, PaymentFailed, Renewed};
use crate::store;
use crate::urls;

impl Work<'_, '_> {
    /// Charges a renewal with the true-up of the term it follows, or invoices both.
    pub(super) fn charge_renewal(&mut self, term: &BoughtTerm, renewal: Renewal) -> Done<()> {
        let minor = renewal.amount.minor.saturating_add(sum(&self.due_with(&renewal)?));
        let net = Money::new(minor, renewal.amount.currency);
        let (purpose, subject, due_on) = (Purpose::Renewal, renewal.id.0, self.ctx.today());
        if self.begin_charge(&Charge { purpose, subject, net, due_on })? {
            let pending = Renewal { state: RenewalState::Pending, next_charge_on: None, ..renewal };
            return self.keep_renewal(pending);
        }
        self.complete_renewal(term, renewal, None)
    }

    /// Charges a renewal again whose card was declined (R21).
    pub(super) fn charge_renewal_again(&mut self, term: &BoughtTerm) -> Done<()> {
        let is_failed = |r: &&Renewal| r.term == term.id && r.state == RenewalState::PaymentFailed;
        match self.contract.renewals.iter().find(is_failed).cloned() {
            Some(renewal) => self.charge_renewal(term, renewal),
            None => Ok(()),
        }
    }

    /// The next term is bought: it begins where the last one ends, whenever it was paid (R2), and its license is issued.
    pub(super) fn complete_renewal(
        &mut self,
        term: &BoughtTerm,
        renewal: Renewal,
        paid: Option<CardPayment>,
    ) -> Done<()> {
        let due = self.due_with(&renewal)?;
        let quarters = self.contract.quarters_of(term);
        let true_up = owed(&due);
        let after = After { previous_seats: term.seats, true_up: true_up.map_or(0, |(users, _)| users) };
        let next = self.begin_term(term.index + 1, renewal.seats, renewal.per_seat, Some(after))?;
        let renewed = Renewal {
            next_term: Some(next.id),
            state: if paid.is_some() { RenewalState::Charged } else { RenewalState::Invoiced },
            reason: None,
            next_charge_on: None,
            ..renewal
        };
        let line = InvoiceLine {
            kind: LineKind::Renewal,
            quantity: renewed.seats,
            per_seat: renewed.per_seat,
            amount: renewed.amount,
            basis: Basis::Term { start: next.span.start, end: next.span.end },
        };
        let lines = std::iter::once(line).chain(due.iter().map(|due| true_up_line(term, &quarters, due))).collect();
        let card = paid.as_ref().map(|paid| paid.card.clone());
        let (kind, subject, about) = (InvoiceKind::Renewal, renewed.id.0, InvoiceAbout::Renewal);
        let bill = Bill { kind, subject, lines, about, paid, has_email: true };
        self.note_renewal(Event::Renewed, &renewed)?;
        self.keep_renewal(renewed.clone())?;
        let (ctx, contract) = (self.ctx, &self.contract);
        emails::post_emails(self.tx, ctx, &readers(contract, ContactRole::Subscription), |heading| Renewed {
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            term: next.span,
            seats: next.seats,
            per_seat: next.per_seat,
            total: renewed.amount,
            by_hand: renewed.how == How::Manual,
            card: card.clone(),
            true_up,
            last_cancel_day: last_cancel_day(next.span.end, contract.product.policy.notice_days),
            link: ctx.link(&urls::subscription(&contract.subscription.number)),
        })?;
        self.tell_license_ready(&next, true)?;
        self.issue_invoice(bill).map(drop)
    }

    /// The card was declined for a renewal (R21): it is tried again for fourteen days; then it is over, and what the last
    /// term owes is invoiced.
    pub(super) fn renewal_declined(
        &mut self,
        term: &BoughtTerm,
        renewal: Renewal,
        declined: &Declined<'_>,
    ) -> Done<()> {
        let today = self.ctx.today();
        let lapses_on = days_after(renewal.on, GRACE_DAYS);
        // Another card was put on file while this one was asked: it is tried the next day, also after the last day.
        let is_soon = |day: &_| declined.was_replaced && *day <= days_after(lapses_on, 1);
        let soon = Some(days_after(today, 1)).filter(is_soon);
        let next = soon.or_else(|| next_try(renewal.on, today, days_after(lapses_on, 1)));
        let failed = Renewal {
            state: RenewalState::PaymentFailed,
            reason: Some(WhyNot::PaymentFailed),
            next_charge_on: next,
            ..renewal
        };
        self.note_renewal(Event::RenewalPaymentFailed, &failed)?;
        let (ctx, contract) = (self.ctx, &self.contract);
        emails::post_emails(self.tx, ctx, &readers(contract, ContactRole::Billing), |heading| PaymentFailed {
            heading,
            number: contract.subscription.number.clone(),
            product: contract.product.name.clone(),
            about: PaymentAbout::Renewal { on: failed.on },
            amount: declined.amount,
            card: Some(declined.card.to_owned()),
            next_try: next,
            until: days_after(lapses_on, -1),
            link: ctx.link(urls::payment_method()),
        })?;
        self.keep_renewal(failed.clone())?;
        if next.is_some() {
            return Ok(());
        }
        let due = self.due_with(&failed)?;
        self.tell_ended(term, WhyNot::PaymentFailed, &due)?;
        self.bill_true_ups_alone(term, &due)
    }

    /// What the term that ends owes with its renewal.
    fn due_with(&mut self, renewal: &Renewal) -> Done<Vec<TrueUp>> {
        let mut due = store::renewals::true_ups_of(self.tx, renewal.term)?;
        due.retain(|due| due.due_on == renewal.on);
        Ok(due)
    }

    /// Writes the audit entry of a renewal, as it is now.
    pub(super) fn note_renewal(&mut self, event: Event, renewal: &Renewal) -> Done<()> {
        let after = json!({
            "how": renewal.how.as_str(), "state": renewal.state.as_str(), "reason": renewal.reason.map(WhyNot::as_str),
            "on": renewal.on.to_string(), "seats": renewal.seats, "active": renewal.active, "q4_max": renewal.q4_max,
            "amount_minor": renewal.amount.minor, "currency": renewal.amount.currency.code(),
        });
        self.note(event, None, Some(after))
    }
}
