//! Buying by hand: seats in mid-term (R40), and the next term ahead of time (R25). A form that is sent twice buys once.

use serde_json::json;

use super::case::Case;
use super::invoices::{self, Bill};
use super::renewals::ending;
use super::{Change, Ctx, Done, note, or_missing, payments, terms};
use crate::domain::audit::Event;
use crate::domain::ids::{AccountId, OrderId, PaymentId, RenewalId, SubscriptionId};
use crate::domain::invoice::{Basis, InvoiceKind, Line, LineKind, term_price};
use crate::domain::order::{MOST_SEATS, Order, OrderKind, OrderState, Refused, days_left, seats_price};
use crate::domain::overview::Overview;
use crate::domain::payment::{Payment, Purpose};
use crate::domain::plan::list_price_on;
use crate::domain::reconciliation::BillingMode;
use crate::domain::renewal::{self, How, Renewal, RenewalState, WhyNot};
use crate::domain::subscription::BoughtTerm;
use crate::domain::true_up::TrueUp;
use crate::mail::Desk;
use crate::mail::messages::InvoiceAbout;
use crate::store::orders::Placed;
use crate::store::reconciliations::NewSeats;
use crate::store::{self, Conn, Tx};

/// What is ordered, with the key of its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// How many seats.
    pub seats: i64,
    /// Made with the form: sent twice is bought once.
    pub form_key: String,
}

/// The seats somebody wants to add today and what they cost (R40): the same for the page and for the order.
///
/// # Errors
/// Why they cannot be bought.
pub fn quote_seats(overview: &Overview, today: crate::domain::calendar::Day, seats: i64) -> Result<Order, Refused> {
    let term = overview.terms_on(today).running().ok_or(Refused::NoRunningTerm)?;
    quote(&overview.subscription, overview.is_direct(), term, today, seats)
}

fn quote(
    subscription: &crate::domain::subscription::Subscription,
    is_direct: bool,
    term: &BoughtTerm,
    today: crate::domain::calendar::Day,
    seats: i64,
) -> Result<Order, Refused> {
    if !is_direct {
        return Err(Refused::Reseller);
    }
    if !subscription.tier.is_paid() {
        return Err(Refused::NotPaid);
    }
    if !(1..=MOST_SEATS).contains(&seats) {
        return Err(Refused::Quantity { most: MOST_SEATS });
    }
    Ok(Order {
        id: OrderId::new(),
        subscription: subscription.id,
        term: term.id,
        kind: OrderKind::Seats,
        seats,
        per_seat: term.per_seat,
        days: Some(days_left(term.span, today)),
        amount: seats_price(seats, term.per_seat, term.span, today).map_err(|_| Refused::Amount)?,
        state: OrderState::Pending,
    })
}

/// Buys seats for the rest of the running term (R40): by invoice at once, by card as soon as it is charged.
///
/// # Errors
/// Missing, or why they cannot be bought.
pub fn buy_seats(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    account: AccountId,
    id: SubscriptionId,
    wish: &Wish,
) -> Done<OrderId> {
    let mut case = Case::lock(tx, account, id)?;
    if let Some(sent) = store::orders::find_by_form(tx, account, &wish.form_key)? {
        return Ok(sent.id);
    }
    let term = case.running(ctx.today()).cloned().ok_or(Refused::NoRunningTerm)?;
    let order = quote(&case.subscription, case.is_direct(), &term, ctx.today(), wish.seats)?;
    place(tx, ctx, &case, &order, &wish.form_key)?;
    let card = payments::card_in_use(tx, &case)?.filter(|_| !order.amount.is_zero());
    match card {
        Some(card) => {
            payments::begin(tx, ctx, &case, Purpose::Order, order.id.0, card.id, order.amount, ctx.today())?;
        }
        None => finish_seats(tx, ctx, desk, &mut case, &term, &order, None)?,
    }
    case.reschedule(tx)?;
    Ok(order.id)
}

fn place(tx: &mut Tx<'_>, ctx: &Ctx, case: &Case, order: &Order, form_key: &str) -> Done<()> {
    let placed = Placed { account: case.account.id, by: ctx.by(), at: ctx.now, form_key };
    super::unless_taken(store::orders::insert(tx, order, placed))
}

fn finish_seats(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    term: &BoughtTerm,
    order: &Order,
    paid: Option<(PaymentId, String)>,
) -> Done<()> {
    let raised = terms::raise_seats(tx, ctx, desk, case, term, order.seats)?;
    let added = NewSeats {
        subscription: case.subscription.id,
        term: term.id,
        kind: "bought",
        subject: order.id.0,
        seats: order.seats,
        effective_on: ctx.today(),
    };
    store::reconciliations::insert_seats(tx, added, ctx.now)?;
    store::orders::end(tx, order.id, OrderState::Done, ctx.now)?;
    let days = order.days.unwrap_or_else(|| days_left(term.span, ctx.today()));
    let line = Line {
        kind: LineKind::Seats,
        quantity: order.seats,
        per_seat: order.per_seat,
        amount: order.amount,
        basis: Basis::Days {
            start: crate::domain::calendar::days_after(term.span.end, -days),
            end: term.span.end,
            days,
            of: term.span.days(),
        },
    };
    let bill = Bill {
        kind: InvoiceKind::Seats,
        subject: order.id.0,
        lines: vec![line],
        about: InvoiceAbout::Seats,
        paid,
        has_letter: true,
    };
    let (before, after) = (Some(json!({ "seats": term.seats })), Some(json!({ "seats": raised.seats })));
    let (account, subject) = (Some(case.account.id), case.subject());
    note(tx, ctx, Change { event: Event::SeatsBought, account, subject: &subject, before, after })?;
    invoices::issue(tx, ctx, desk, case, bill).map(drop)
}

/// The next term as it can be bought by hand today, and what of the running one is trued up with it (R25).
///
/// # Errors
/// Why it cannot.
pub fn quote_renewal(
    overview: &Overview,
    now: crate::domain::calendar::Instant,
    seats: i64,
) -> Result<Order, renewal::Refused> {
    let today = now.date_naive();
    let why = |why| renewal::Refused::NotRenewing { why };
    let facts = overview.renewal_facts().ok_or(why(WhyNot::Ended))?;
    let active = overview.active_at(now);
    renewal::renew_by_hand(&facts, today, overview.product.policy.early_renewal_days, seats, active)?;
    let term = overview.terms.last().ok_or(why(WhyNot::Ended))?;
    // Who buys today pays what is listed today.
    let per_seat = list_price_on(&overview.prices, today).ok_or(why(WhyNot::NoPrice))?;
    let amount = term_price(seats, per_seat).map_err(|_| why(WhyNot::NoPrice))?;
    Ok(Order {
        id: OrderId::new(),
        subscription: overview.subscription.id,
        term: term.id,
        kind: OrderKind::Renewal,
        seats,
        per_seat,
        days: None,
        amount,
        state: OrderState::Pending,
    })
}

/// What of an annual term would be trued up with the next one, were that bought today (R18, S2): the same for the page
/// and for the order. It is about the last term bought; none if nothing is due, or it is billed quarterly.
///
/// # Errors
/// Missing.
pub fn quote_true_up(
    c: &mut Conn<'_>,
    account: AccountId,
    id: SubscriptionId,
    today: crate::domain::calendar::Day,
) -> Done<Option<TrueUp>> {
    let subscription = or_missing(store::subscriptions::find(c, account, id)?)?;
    let case = Case::load(c, subscription)?;
    match case.terms.last() {
        Some(term) => annual_true_up(c, &case, term, today),
        None => Ok(None),
    }
}

fn annual_true_up(
    c: &mut Conn<'_>,
    case: &Case,
    term: &BoughtTerm,
    today: crate::domain::calendar::Day,
) -> Done<Option<TrueUp>> {
    let due = match term.mode {
        BillingMode::Annual => ending::true_up(c, case, term, crate::domain::calendar::days_after(today, 1))?,
        BillingMode::Quarterly => None,
    };
    Ok(due.map(|due| TrueUp { due_on: today, ..due }))
}

/// Buys the next term ahead of time, with the true-up of an annual one (R25, S2).
///
/// # Errors
/// Missing, or why it cannot be bought.
pub fn renew(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    account: AccountId,
    id: SubscriptionId,
    wish: &Wish,
) -> Done<OrderId> {
    let mut case = Case::lock(tx, account, id)?;
    if let Some(sent) = store::orders::find_by_form(tx, account, &wish.form_key)? {
        return Ok(sent.id);
    }
    if !(1..=MOST_SEATS).contains(&wish.seats) {
        return Err(Refused::Quantity { most: MOST_SEATS }.into());
    }
    let overview = or_missing(store::overview::find(tx, account, id)?)?;
    let order = quote_renewal(&overview, ctx.now, wish.seats)?;
    let term = or_missing(case.terms.iter().find(|t| t.id == order.term).cloned())?;
    if let Some(under_way) = store::orders::pending(tx, account, id)?.into_iter().find(|o| o.kind == OrderKind::Renewal)
    {
        // The card is being charged for the same term.
        return Ok(under_way.id);
    }
    place(tx, ctx, &case, &order, &wish.form_key)?;
    let due = annual_true_up(tx, &case, &term, ctx.today())?;
    if let Some(due) = &due {
        ending::keep_true_up(tx, ctx, &case, due)?;
    }
    let minor = order.amount.minor.saturating_add(due.as_ref().map_or(0, |d| d.amount.minor));
    let card = payments::card_in_use(tx, &case)?.filter(|_| minor > 0);
    match card {
        Some(card) => {
            let amount = crate::domain::money::Money::new(minor, order.amount.currency);
            payments::begin(tx, ctx, &case, Purpose::Order, order.id.0, card.id, amount, ctx.today())?;
        }
        None => finish_renewal(tx, ctx, desk, &mut case, &term, &order, None)?,
    }
    case.reschedule(tx)?;
    Ok(order.id)
}

fn finish_renewal(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    term: &BoughtTerm,
    order: &Order,
    paid: Option<(PaymentId, String)>,
) -> Done<()> {
    let overview = or_missing(store::overview::find(tx, case.account.id, case.subscription.id)?)?;
    let estimate = overview.estimate(ctx.now);
    let renewal = Renewal {
        id: RenewalId::new(),
        term: term.id,
        next_term: None,
        how: How::Manual,
        state: RenewalState::Pending,
        reason: None,
        on: ctx.today(),
        seats: order.seats,
        active: overview.active_at(ctx.now),
        q4_max: estimate.and_then(|e| e.q4_max),
        per_seat: order.per_seat,
        amount: order.amount,
        next_charge_on: None,
    };
    case.keep_renewal(tx, ctx.now, renewal.clone())?;
    store::orders::end(tx, order.id, OrderState::Done, ctx.now)?;
    ending::finish(tx, ctx, desk, case, term, renewal, paid)?;
    // Who turned auto-renewal off has not turned it on by buying: it stays off for the term bought.
    if let Some(off) = &overview.cancellation {
        let next = or_missing(case.terms.last())?.id;
        store::renewals::carry_cancellation(tx, off.id, next, ctx.now)?;
    }
    Ok(())
}

/// A card was charged for an order.
pub(super) fn paid(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    payment: &Payment,
    paid: Option<(PaymentId, String)>,
) -> Done<()> {
    let order = or_missing(store::orders::find(tx, case.account.id, OrderId(payment.subject))?)?;
    let term = or_missing(case.terms.iter().find(|t| t.id == order.term).cloned())?;
    match order.kind {
        OrderKind::Seats => finish_seats(tx, ctx, desk, case, &term, &order, paid),
        OrderKind::Renewal => {
            finish_renewal(tx, ctx, desk, case, &term, &order, paid)?;
            end_at_last(tx, ctx, desk, case, &term)
        }
    }
}

/// Whether something of this kind was ordered for the term, or after it, and its card is being charged.
pub(super) fn is_under_way(tx: &mut Tx<'_>, case: &Case, term: &BoughtTerm, kind: OrderKind) -> Done<bool> {
    let pending = store::orders::pending(tx, case.account.id, case.subscription.id)?;
    Ok(pending.iter().any(|order| order.kind == kind && order.term == term.id))
}

/// A term that ended while the next one was being charged has waited for it.
fn end_at_last(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, case: &mut Case, term: &BoughtTerm) -> Done<()> {
    let worked_on = store::subscriptions::worked_on(tx, case.subscription.id)?;
    match worked_on.is_some_and(|worked| worked >= term.span.end) {
        true => ending::end_term(tx, ctx, desk, case, term),
        false => Ok(()),
    }
}

/// A card was declined for an order: nothing is bought.
pub(super) fn declined(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, case: &mut Case, payment: &Payment) -> Done<()> {
    let order = or_missing(store::orders::find(tx, case.account.id, OrderId(payment.subject))?)?;
    store::orders::end(tx, order.id, OrderState::Declined, ctx.now)?;
    if order.kind == OrderKind::Renewal {
        store::renewals::remove_true_up(tx, order.term)?;
    }
    let after = Some(json!({ "kind": order.kind.as_str(), "seats": order.seats, "amount_minor": order.amount.minor }));
    let (account, subject) = (Some(case.account.id), case.subject());
    note(tx, ctx, Change { event: Event::OrderDeclined, account, subject: &subject, before: None, after })?;
    if order.kind == OrderKind::Seats {
        return Ok(());
    }
    let term = or_missing(case.terms.iter().find(|t| t.id == order.term).cloned())?;
    end_at_last(tx, ctx, desk, case, &term)
}
