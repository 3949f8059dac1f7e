//! What can be bought by hand today, and what it costs: the same for the page and for the order (R25, R40).

use super::calendar::{Day, Instant};
use super::ids::OrderId;
use super::invoice::term_price;
use super::order::{MOST_SEATS, Order, OrderKind, OrderRefused, OrderState, days_left, seats_price};
use super::plan::list_price_on;
use super::renewal::{self, WhyNot};
use super::subscription::{BoughtTerm, Contract, Subscription};

/// The seats somebody wants to add today and what they cost (R40): the same for the page and for the order.
///
/// # Errors
/// Why they cannot be bought.
pub fn quote_seats(contract: &Contract, today: Day, seats: i64) -> Result<Order, OrderRefused> {
    let term = contract.terms_on(today).running().ok_or(OrderRefused::NoRunningTerm)?;
    if !contract.is_direct() {
        return Err(OrderRefused::Reseller);
    }
    quote_seats_of(&contract.subscription, term, today, seats)
}

/// The same by the term that runs, of a customer who is billed by us.
///
/// # Errors
/// Why they cannot be bought.
pub fn quote_seats_of(
    subscription: &Subscription,
    term: &BoughtTerm,
    today: Day,
    seats: i64,
) -> Result<Order, OrderRefused> {
    if !subscription.tier.is_paid() {
        return Err(OrderRefused::NotPaid);
    }
    if !(1..=MOST_SEATS.saturating_sub(term.seats)).contains(&seats) {
        return Err(OrderRefused::Quantity { most: MOST_SEATS });
    }
    Ok(Order {
        id: OrderId::new(),
        subscription: subscription.id,
        term: term.id,
        kind: OrderKind::Seats,
        seats,
        per_seat: term.per_seat,
        days: Some(days_left(term.span, today)),
        amount: seats_price(seats, term.per_seat, (term.span, subscription.term_months), today)
            .map_err(|_| OrderRefused::Amount)?,
        state: OrderState::Pending,
    })
}

/// The next term as it can be bought by hand today, and what of the running one is trued up with it (R25).
///
/// # Errors
/// Why it cannot.
pub fn quote_renewal(contract: &Contract, now: Instant, seats: i64) -> Result<Order, renewal::RenewalRefused> {
    let today = now.date_naive();
    let why = |why| renewal::RenewalRefused::NotRenewing { why };
    let facts = contract.renewal_facts().ok_or(why(WhyNot::Ended))?;
    let active = contract.active_known();
    renewal::renew_by_hand(&facts, today, contract.product.policy.early_renewal_days, seats, active)?;
    let term = contract.terms.last().ok_or(why(WhyNot::Ended))?;
    // Who buys today pays what is listed today.
    let per_seat = list_price_on(&contract.prices, today).ok_or(why(WhyNot::NoPrice))?;
    let months = contract.subscription.term_months;
    let amount = term_price(seats, per_seat, months).map_err(|_| why(WhyNot::AmountTooLarge))?;
    Ok(Order {
        id: OrderId::new(),
        subscription: contract.subscription.id,
        term: term.id,
        kind: OrderKind::Renewal,
        seats,
        per_seat,
        days: None,
        amount,
        state: OrderState::Pending,
    })
}
