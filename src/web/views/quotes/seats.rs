//! Seats in mid-term: what they would cost and bring, and what would be cheaper (R40).

use super::{Quote, fact, license, payment};
use crate::domain::calendar::Term;
use crate::domain::invoice::{quarters_price, sums, term_price};
use crate::domain::money::{Money, NotAnAmount};
use crate::domain::order::Order;
use crate::domain::reconciliation::{self, BillingMode, Reason, Reconciliation, ReconciliationState};
use crate::domain::subscription::BoughtTerm;
use crate::web::views::bought::span;
use crate::web::views::sums::sum_facts;
use crate::web::views::wording::Wording;
use crate::words::{self, t};

/// What seats would cost for the rest of the running term, and bring.
///
/// # Errors
/// The amount does not fit.
pub fn of_seats(wording: &Wording<'_>, order: &Order) -> Result<Quote, NotAnAmount> {
    let (l, contract) = (wording.language, wording.contract);
    let term = contract.terms_on(wording.today()).running().ok_or(NotAnAmount)?;
    let sum = sums(std::iter::once(order.amount), order.amount.currency, contract.account.tax_basis_points)?;
    let arithmetic = t!(
        l,
        "order-days",
        seats = words::number(l, order.seats),
        price = words::money(l, order.per_seat),
        days = words::number(l, order.days.unwrap_or_default()),
        of = words::number(l, term.span.days())
    );
    let rest = Term { start: wording.today(), ..term.span };
    let mut facts = vec![fact(t!(l, "order-price"), arithmetic, span(l, rest))];
    facts.extend(sum_facts(l, Ok(sum)));
    let after = term.seats.saturating_add(order.seats);
    let from_to = t!(l, "order-seats-then", now = words::number(l, term.seats), then = words::number(l, after));
    let last_day = words::day(l, term.span.last_day());
    let mut honest: Vec<String> = instead(wording, term, order).into_iter().collect();
    honest.extend(open(wording, term, order.seats));
    Ok(Quote {
        seats: order.seats,
        seats_now: term.seats,
        price: wording.agreed(sum.total),
        total: words::money(l, sum.total),
        sum: facts,
        then: vec![
            fact(t!(l, "order-seats"), from_to, t!(l, "order-seats-stay", day = last_day)),
            payment(wording, sum.total),
            license(wording),
        ],
        honest,
    })
}

/// What the same users would cost without an order (R40).
fn instead(wording: &Wording<'_>, term: &BoughtTerm, order: &Order) -> Option<String> {
    let (l, contract) = (wording.language, wording.contract);
    let (_, quarter) = contract.running_quarter(wording.today())?;
    let (seats, price) = (words::number(l, order.seats), words::money(l, order.per_seat));
    let reason = contract.quarter_facts(term, quarter).skip_reason();
    let at_the_end = reason.is_some_and(|r| r.is_trued_up() && r != Reason::NoUsageData);
    if term.mode == BillingMode::Annual || at_the_end {
        let annual = words::money(l, term_price(order.seats, order.per_seat, contract.subscription.term_months).ok()?);
        let day = words::day(l, term.span.end);
        return Some(t!(l, "order-instead-annual", seats = seats, price = price, amount = annual, day = day));
    }
    if reason == Some(Reason::Paused) {
        return Some(t!(l, "order-instead-paused"));
    }
    if quarter.is_last {
        return Some(t!(l, "order-instead-q4", day = words::day(l, term.span.end)));
    }
    let later = quarters_price(order.seats, order.per_seat, quarter.number).ok()?;
    let less = order.amount.minor.saturating_sub(later.minor);
    let compared = match less.cmp(&0) {
        std::cmp::Ordering::Greater => "less",
        std::cmp::Ordering::Equal => "same",
        std::cmp::Ordering::Less => "more",
    };
    let difference = Money::new(less.saturating_abs(), later.currency);
    let from = words::day(l, quarter.span.end);
    Some(t!(
        l,
        "order-instead",
        seats = seats,
        price = price,
        quarters = i64::from(quarter.remaining()),
        amount = words::money(l, later),
        from = from,
        compared = compared,
        difference = words::money(l, difference)
    ))
}

/// What becomes of the reconciliations of the running term that are told and not paid (R6), and of the running quarter.
fn open<'a>(wording: &'a Wording<'_>, term: &'a BoughtTerm, more: i64) -> impl Iterator<Item = String> + 'a {
    let l = wording.language;
    let waits =
        |s: &&Reconciliation| s.term == term.id && (s.state.is_payable() || s.state == ReconciliationState::Disputed);
    let (seats, contract) = (term.seats.saturating_add(more), wording.contract);
    contract.reconciliations.iter().filter(waits).filter_map(move |s| {
        let told = reconciliation::computed(s.clone(), seats, &contract.told_late(term, s)?).ok()?;
        let (over, amount) = (told.seats_added(), told.amount);
        let (quarter, now) = (i64::from(s.quarter), words::money(l, s.amount));
        Some(match over {
            0 => t!(l, "order-reconciliation-gone", quarter = quarter, now = now),
            _ => t!(l, "order-reconciliation-lower", quarter = quarter, now = now, then = words::money(l, amount)),
        })
    })
}
