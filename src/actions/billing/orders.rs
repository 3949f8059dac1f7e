//! Buying by hand: seats in mid-term (R40), and the next term ahead of time (R25). A form that is sent twice buys once.

use serde_json::json;

use super::charges::Charge;
use super::true_ups::{annual_true_up, sum};
use crate::actions::invoices::{Bill, CardPayment};
use crate::actions::work::Work;
use crate::actions::{Ctx, Done, or_missing, unless_taken};
use crate::domain::audit::Event;
use crate::domain::calendar::days_after;
use crate::domain::ids::{OrderId, Owned, RenewalId, SubscriptionId};
use crate::domain::invoice::{Basis, InvoiceKind, InvoiceLine, LineKind};
use crate::domain::money::Money;
use crate::domain::order::{MOST_SEATS, Order, OrderKind, OrderRefused, OrderState, days_left};
use crate::domain::payment::{Payment, Purpose};
use crate::domain::quote::{quote_renewal, quote_seats_of};
use crate::domain::reconciliation::SeatCause;
use crate::domain::renewal::{How, Renewal, RenewalState};
use crate::domain::subscription::BoughtTerm;
use crate::mail::messages::InvoiceAbout;
use crate::store::orders::Placed;
use crate::store::reconciliations::NewSeats;
use crate::store::{self, Tx};

/// What is ordered, with whose form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// How many seats.
    pub seats: i64,
    /// Made with the form: sent twice is bought once.
    pub form_key: String,
    /// The seats held that were shown with it (R46); none: nobody was shown any.
    pub seats_now: Option<i64>,
}

impl Wish {
    /// Of somebody who was shown nothing.
    #[must_use]
    pub const fn new(seats: i64, form_key: String) -> Self {
        Self { seats, form_key, seats_now: None }
    }

    /// Refuses what was confirmed over other seats than are held.
    fn check(&self, term: &BoughtTerm) -> Result<(), OrderRefused> {
        if self.seats_now.is_some_and(|seats| seats != term.seats) { Err(OrderRefused::Changed) } else { Ok(()) }
    }
}

/// The order that this very form made before; another one's key is refused (R46).
fn sent_before(tx: &mut Tx<'_>, of: Owned<SubscriptionId>, kind: OrderKind, wish: &Wish) -> Done<Option<OrderId>> {
    let Some(sent) = store::orders::find_by_form(tx, of.account, &wish.form_key)? else { return Ok(None) };
    if !sent.is_of(of.id, kind, wish.seats) {
        return Err(OrderRefused::FormUsed.into());
    }
    Ok(Some(sent.id))
}

/// Buys seats for the rest of the running term (R40): by invoice at once, by card as soon as it is charged.
///
/// # Errors
/// Missing, or why they cannot be bought.
pub fn buy_seats(tx: &mut Tx<'_>, ctx: &Ctx, of: Owned<SubscriptionId>, wish: &Wish) -> Done<OrderId> {
    let Owned { account, id } = of;
    let mut work = Work::lock(tx, ctx, account, id)?;
    if let Some(sent) = sent_before(work.tx, of, OrderKind::Seats, wish)? {
        return Ok(sent);
    }
    let (contract, today) = (&work.contract, ctx.today());
    let term = contract.terms_on(today).running().cloned().ok_or(OrderRefused::NoRunningTerm)?;
    if !contract.is_direct() {
        return Err(OrderRefused::Reseller.into());
    }
    wish.check(&term)?;
    let order = quote_seats_of(&contract.subscription, &term, today, wish.seats)?;
    work.place(&order, &wish.form_key)?;
    let charge = Charge { purpose: Purpose::Order, subject: order.id.0, net: order.amount, due_on: today };
    if !work.begin_charge(&charge)? {
        work.add_seats(&term, &order, None)?;
    }
    work.reschedule()?;
    Ok(order.id)
}

/// Buys the next term ahead of time, with the true-up of an annual one (R25, S2).
///
/// # Errors
/// Missing, or why it cannot be bought.
pub fn buy_next_term(tx: &mut Tx<'_>, ctx: &Ctx, of: Owned<SubscriptionId>, wish: &Wish) -> Done<OrderId> {
    let Owned { account, id } = of;
    let mut work = Work::lock(tx, ctx, account, id)?;
    if let Some(sent) = sent_before(work.tx, of, OrderKind::Renewal, wish)? {
        return Ok(sent);
    }
    if !(1..=MOST_SEATS).contains(&wish.seats) {
        return Err(OrderRefused::Quantity { most: MOST_SEATS }.into());
    }
    let contract = or_missing(store::contracts::find(work.tx, account, id)?)?;
    let order = quote_renewal(&contract, ctx.now, wish.seats)?;
    let term = work.term_of(&order)?;
    wish.check(&term)?;
    let pending = store::orders::pending(work.tx, account, id)?;
    if let Some(under_way) = pending.into_iter().find(|o| o.kind == OrderKind::Renewal) {
        // The card is being charged for the same term.
        return Ok(under_way.id);
    }
    work.place(&order, &wish.form_key)?;
    let due = annual_true_up(work.tx, &work.contract, &term, ctx.now)?;
    work.keep_true_ups(&due)?;
    let minor = order.amount.minor.saturating_add(sum(&due));
    let net = Money::new(minor, order.amount.currency);
    let charge = Charge { purpose: Purpose::Order, subject: order.id.0, net, due_on: ctx.today() };
    if !work.begin_charge(&charge)? {
        work.add_term(&term, &order, None)?;
    }
    work.reschedule()?;
    Ok(order.id)
}

impl Work<'_, '_> {
    fn place(&mut self, order: &Order, form_key: &str) -> Done<()> {
        let placed = Placed { account: self.contract.account.id, by: self.ctx.by(), at: self.ctx.now, form_key };
        unless_taken(store::orders::insert(self.tx, order, placed))
    }

    fn term_of(&self, order: &Order) -> Done<BoughtTerm> {
        or_missing(self.contract.terms.iter().find(|t| t.id == order.term).cloned())
    }

    fn add_seats(&mut self, term: &BoughtTerm, order: &Order, paid: Option<CardPayment>) -> Done<()> {
        let (now, today) = (self.ctx.now, self.ctx.today());
        let raised = self.raise_seats(term, order.seats)?;
        let added = NewSeats {
            subscription: self.contract.subscription.id,
            term: term.id,
            cause: SeatCause::Bought(order.id),
            seats: order.seats,
            effective_on: today,
        };
        store::reconciliations::insert_seats(self.tx, added, now)?;
        store::orders::end(self.tx, order.id, OrderState::Done, now)?;
        let days = order.days.unwrap_or_else(|| days_left(term.span, today));
        let (end, of) = (term.span.end, term.span.days());
        let line = InvoiceLine {
            kind: LineKind::Seats,
            quantity: order.seats,
            per_seat: order.per_seat,
            amount: order.amount,
            basis: Basis::Days { start: days_after(end, -days), end, days, of },
        };
        let (kind, subject, about) = (InvoiceKind::Seats, order.id.0, InvoiceAbout::Seats);
        let (before, after) = (json!({ "seats": term.seats }), json!({ "seats": raised.seats }));
        self.note(Event::SeatsBought, Some(before), Some(after))?;
        self.issue_invoice(Bill { kind, subject, lines: vec![line], about, paid, has_email: true }).map(drop)
    }

    fn add_term(&mut self, term: &BoughtTerm, order: &Order, paid: Option<CardPayment>) -> Done<()> {
        let now = self.ctx.now;
        // Of the day of the order, as the true-ups charged with it, however long the card took.
        let on = store::orders::ordered_at(self.tx, order.id)?.date_naive();
        let found = store::contracts::find(self.tx, self.contract.account.id, self.contract.subscription.id)?;
        let contract = or_missing(found)?;
        let renewal = Renewal {
            id: RenewalId::new(),
            term: term.id,
            next_term: None,
            how: How::Manual,
            state: RenewalState::Pending,
            reason: None,
            on,
            seats: order.seats,
            active: contract.active_known(),
            q4_max: contract.estimate(now).and_then(|e| e.q4_max),
            per_seat: order.per_seat,
            amount: order.amount,
            next_charge_on: None,
        };
        self.keep_renewal(renewal.clone())?;
        store::orders::end(self.tx, order.id, OrderState::Done, now)?;
        self.complete_renewal(term, renewal, paid)?;
        // Who turned auto-renewal off has not turned it on by buying: it stays off for the term bought.
        if let Some(off) = &contract.cancellation {
            let next = or_missing(self.contract.terms.last())?.id;
            store::renewals::carry_cancellation(self.tx, off.id, next, now)?;
        }
        Ok(())
    }

    /// A card was charged for an order.
    pub(super) fn order_paid(&mut self, payment: &Payment, paid: Option<CardPayment>) -> Done<()> {
        let order = or_missing(store::orders::find(self.tx, self.contract.account.id, OrderId(payment.subject))?)?;
        let term = self.term_of(&order)?;
        match order.kind {
            OrderKind::Seats => self.add_seats(&term, &order, paid),
            OrderKind::Renewal => {
                self.add_term(&term, &order, paid)?;
                self.end_term_at_last(&term)
            }
        }
    }

    /// A card was declined for an order: nothing is bought.
    pub(super) fn order_declined(&mut self, payment: &Payment) -> Done<()> {
        let order = or_missing(store::orders::find(self.tx, self.contract.account.id, OrderId(payment.subject))?)?;
        store::orders::end(self.tx, order.id, OrderState::Declined, self.ctx.now)?;
        if order.kind == OrderKind::Renewal {
            store::renewals::remove_true_ups(self.tx, order.term)?;
        }
        let (kind, minor) = (order.kind.as_str(), order.amount.minor);
        let after = json!({ "kind": kind, "seats": order.seats, "amount_minor": minor });
        self.note(Event::OrderDeclined, None, Some(after))?;
        if order.kind == OrderKind::Seats {
            return Ok(());
        }
        let term = self.term_of(&order)?;
        self.end_term_at_last(&term)
    }
}
