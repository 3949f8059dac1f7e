//! Renewals fit the terms they join, true-ups their users, and orders what they bought (R18, R20, R25, R40).

use super::dossier::{Dossier, amount};
use super::facts::Placed;
use super::fault::{Faults, Kind};
use super::seats::order_of;
use crate::domain::calendar::Day;
use crate::domain::invoice::{InvoiceKind, term_price};
use crate::domain::money::Money;
use crate::domain::order::{Order, OrderKind, OrderState};
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::BillingMode;
use crate::domain::renewal::{How, Renewal, RenewalState, WhyNot, quantity};
use crate::domain::subscription::BoughtTerm;
use crate::domain::true_up::{TrueUp, TrueUpKind};

pub(super) fn check(d: &Dossier, found: &mut Faults) {
    for term in &d.terms {
        let has_ended = d.was_worked(term.span.end);
        let is_ordered = d.orders.iter().any(|p| renews(&p.order, term) && p.order.state == OrderState::Pending);
        let is_renewed = d.renewals.iter().any(|r| r.term == term.id);
        found.unless(!(is_ordered && is_renewed), Kind::Order, d.of_term(term), || {
            "the next term is ordered and being charged, and this one is renewed already".to_owned()
        });
        // What is ordered waits for its payment.
        found.unless(is_renewed || is_ordered || !has_ended, Kind::RenewalMissing, d.of_term(term), || {
            format!("it ended on {}, and nothing says whether it was renewed", term.span.end)
        });
        let buyers = d.renewals.iter().filter(|r| r.next_term == Some(term.id)).count();
        found.unless(buyers == usize::from(term.index > 0), Kind::Renewal, d.of_term(term), || {
            format!("{buyers} renewals bought it")
        });
    }
    for renewal in &d.renewals {
        let subject = format!("{}, renewal {}", d.subject(), renewal.id);
        match d.term(renewal.term) {
            Some(term) => {
                state(d, renewal, &subject, found);
                next_term(d, term, renewal, &subject, found);
            }
            None => found.note(Kind::Renewal, subject, "it is of a term of another subscription"),
        }
    }
    for due in &d.true_ups {
        true_up(d, due, found);
    }
    for placed in &d.orders {
        order(d, placed, found);
    }
}

fn renews(order: &Order, term: &BoughtTerm) -> bool {
    order.kind == OrderKind::Renewal && order.term == term.id
}

fn state(d: &Dossier, r: &Renewal, subject: &str, found: &mut Faults) {
    use RenewalState::{Blocked, Cancelled, Charged, Invoiced, PaymentFailed, Pending};
    let mut must = |holds: bool, what: &str| {
        found.unless(holds, Kind::Renewal, subject, || format!("it is {}, and {what}", r.state));
    };
    let is_charging = d.is_being_charged(Purpose::Renewal, r.id.0);
    let is_done = matches!(r.state, Charged | Invoiced);
    must(r.next_term.is_some() == is_done, "a next term has what was paid or invoiced, and nothing else");
    must(is_charging == (r.state == Pending), "what is pending is being charged, and nothing else");
    must(r.next_charge_on.is_none() || r.state == PaymentFailed, "it is still due for payment");
    let fits = match r.state {
        Charged | Invoiced => r.reason.is_none(),
        Pending => matches!(r.reason, None | Some(WhyNot::PaymentFailed)),
        Cancelled => r.reason == Some(WhyNot::Cancelled),
        PaymentFailed => r.reason == Some(WhyNot::PaymentFailed),
        Blocked => r.reason.is_some_and(|why| !matches!(why, WhyNot::Cancelled | WhyNot::PaymentFailed)),
    };
    must(fits, "its reason says otherwise");
    must(r.state != PaymentFailed || d.times_declined(Purpose::Renewal, r.id.0) > 0, "no payment for it was declined");
    let by_order = d.orders.iter().any(|p| {
        let order = &p.order;
        order.kind == OrderKind::Renewal && order.term == r.term && order.state == OrderState::Done
    });
    must((r.how == How::Manual) == by_order, "what was renewed by hand was ordered, and nothing else");
}

/// R20: the term bought is the one after, for the seats and at the price of the renewal.
fn next_term(d: &Dossier, term: &BoughtTerm, r: &Renewal, subject: &str, found: &mut Faults) {
    let kind = Kind::Renewal;
    let due = term_price(r.seats, r.per_seat, d.subscription.term_months).map_or(-1, |m| m.minor);
    found.unless(r.amount.minor == due, kind, subject, || {
        let due = amount(Money::new(due, r.amount.currency));
        format!("it costs {}, and {} × {} are {due}", amount(r.amount), r.seats, amount(r.per_seat))
    });
    found.unless(r.amount.currency == d.subscription.currency, Kind::Currency, subject, || {
        format!("it is in {}", r.amount.currency.code())
    });
    if r.how == How::Auto {
        found.unless(r.on == term.span.end, kind, subject, || {
            format!("it is of {}, and its term ended on {}", r.on, term.span.end)
        });
    }
    let Some(id) = r.next_term else { return };
    let Some(next) = d.term(id) else {
        found.note(kind, subject, "it bought a term of another subscription");
        return;
    };
    found.unless(next.index == term.index.saturating_add(1), kind, subject, || {
        format!("it bought term {} after term {}", next.index, term.index)
    });
    found.unless(next.base_seats == r.seats && next.per_seat == r.per_seat, kind, subject, || {
        let (paid, begun) = (amount(r.per_seat), amount(next.per_seat));
        format!("it is for {} seats at {paid}, and the term began with {} at {begun}", r.seats, next.base_seats)
    });
    if r.how == How::Auto {
        let policy = d.product.policy.renewal_quantity;
        let fits =
            d.levels(term).into_iter().any(|seats| quantity(policy, seats, r.active, r.q4_max).max(1) == r.seats);
        found.unless(fits, kind, subject, || {
            let say = |users: Option<i64>| users.map_or_else(|| "nobody knows how many".to_owned(), |n| n.to_string());
            let (active, q4) = (say(r.active), say(r.q4_max));
            format!(
                "it is for {} seats after {}, with {active} active and {q4} at most in the last quarter",
                r.seats, term.seats
            )
        });
    }
}

/// R18: users above the seats at the full price, billed once.
fn true_up(d: &Dossier, due: &TrueUp, found: &mut Faults) {
    let subject = format!("{}, true-up {}", d.subject(), due.id);
    let Some(term) = d.term(due.term) else {
        found.note(Kind::TrueUp, subject, "it is of a term of another subscription");
        return;
    };
    let over = due.term_max.saturating_sub(due.seats).max(0);
    found.unless(due.quantity == over, Kind::TrueUp, &subject, || {
        format!("it is for {} users, and {} over {} seats are {over}", due.quantity, due.term_max, due.seats)
    });
    // By another road: whole minor units, half away from zero (R6a, R18, R25a).
    let months = match (due.kind, due.quarter) {
        (TrueUpKind::Late, Some(quarter)) => i64::from(4_u32.saturating_sub(quarter)).saturating_mul(3),
        _ => i64::from(d.subscription.term_months),
    };
    let full = due.quantity.saturating_mul(due.per_seat.minor).saturating_mul(months);
    let price = (full.saturating_mul(2).saturating_add(12) / 24).saturating_sub(due.credited.minor).max(0);
    found.unless(due.amount.minor == price, Kind::TrueUp, &subject, || {
        let whole = amount(Money::new(price, due.amount.currency));
        format!("it costs {}, and {} × {} are {whole}", amount(due.amount), due.quantity, amount(due.per_seat))
    });
    found.unless(due.amount.currency == term.per_seat.currency, Kind::Currency, &subject, || {
        format!("it is in {}, and its term in {}", due.amount.currency.code(), term.per_seat.currency.code())
    });
    let fits =
        due.per_seat.minor == term.per_seat.minor && due.seats >= term.base_seats && term.span.contains(due.max_on);
    found.unless(fits, Kind::TrueUp, &subject, || {
        format!("its term had never {} seats at {} on {}", due.seats, amount(due.per_seat), due.max_on)
    });
    let bills = bills(d, due);
    let waits = waits(d, due);
    found.unless(bills + usize::from(waits) == 1, Kind::TrueUpBill, &subject, || match (bills, waits) {
        (0, _) => "it is on no invoice, and no payment for it is under way".to_owned(),
        (_, true) => "it is on an invoice, and a payment for it is under way as well".to_owned(),
        (bills, false) => format!("it is on {bills} invoices"),
    });
}

/// The invoices a true-up stands on: its own, and that of its term's renewal.
fn bills(d: &Dossier, due: &TrueUp) -> usize {
    let renewal = d.renewals.iter().find(|r| r.term == due.term && r.on == due.due_on);
    let together = |id: uuid::Uuid| {
        d.true_ups.iter().any(|other| other.id.0 == id && other.term == due.term && other.due_on == due.due_on)
    };
    let on = d.documents.iter().filter(|document| match document.invoice.kind {
        InvoiceKind::TrueUp => together(document.invoice.subject),
        InvoiceKind::Renewal => renewal.is_some_and(|r| r.id.0 == document.invoice.subject),
        _ => false,
    });
    // Which lines a document has is looked at there.
    on.count()
}

/// Whether a true-up is still to be billed: with a charge that is under way or tried again.
fn waits(d: &Dossier, due: &TrueUp) -> bool {
    let with_renewal =
        d.renewals.iter().filter(|r| r.term == due.term && r.next_term.is_none()).any(|r| match r.state {
            RenewalState::Pending => true,
            RenewalState::PaymentFailed => r.next_charge_on.is_some(),
            _ => false,
        });
    let with_order = d.orders.iter().any(|p| {
        let order = &p.order;
        order.term == due.term && order.kind == OrderKind::Renewal && order.state == OrderState::Pending
    });
    let together = d.true_ups.iter().filter(|other| other.term == due.term && other.due_on == due.due_on);
    with_renewal || with_order || together.into_iter().any(|other| d.is_being_charged(Purpose::TrueUp, other.id.0))
}

fn order(d: &Dossier, placed: &Placed, found: &mut Faults) {
    let (order, kind) = (&placed.order, Kind::Order);
    let subject = order_of(d, order.id);
    let Some(term) = d.term(order.term) else {
        found.note(kind, subject, "it is for a term of another subscription");
        return;
    };
    let is_pending = order.state == OrderState::Pending;
    found.unless(placed.has_ended != is_pending, kind, &subject, || {
        format!("it is {}, and {}", order.state, if placed.has_ended { "has ended" } else { "has not ended" })
    });
    let is_charging = d.is_being_charged(Purpose::Order, order.id.0);
    found.unless(is_charging == is_pending, kind, &subject, || {
        let what = if is_charging { "a payment for it is under way" } else { "no payment for it is under way" };
        format!("it is {}, and {what}", order.state)
    });
    let is_declined = order.state == OrderState::Declined;
    found.unless(is_declined == (d.times_declined(Purpose::Order, order.id.0) > 0), kind, &subject, || {
        format!("it is {}, which its payments do not say", order.state)
    });
    price(d, placed, term, &subject, found);
    if order.kind == OrderKind::Renewal && order.state == OrderState::Done {
        let bought = d.renewals.iter().find(|r| r.term == order.term && r.how == How::Manual);
        let fits = bought.is_some_and(|r| r.seats == order.seats && r.per_seat == order.per_seat);
        found.unless(fits, kind, &subject, || format!("it is done, and no renewal is for its {} seats", order.seats));
    }
}

/// R40: seats by the days left, the day itself included; a term at its full price.
fn price(d: &Dossier, placed: &Placed, term: &BoughtTerm, subject: &str, found: &mut Faults) {
    let order: &Order = &placed.order;
    let due = match order.kind {
        OrderKind::Seats => crate::domain::order::seats_price(
            order.seats,
            term.per_seat,
            (term.span, d.subscription.term_months),
            placed.at.date_naive(),
        ),
        OrderKind::Renewal => term_price(order.seats, order.per_seat, d.subscription.term_months),
    };
    let due = due.map_or(-1, |m| m.minor);
    found.unless(order.amount.minor == due, Kind::Order, subject, || {
        let due = amount(Money::new(due, order.amount.currency));
        format!("it costs {}, and {} seats ordered then are {due}", amount(order.amount), order.seats)
    });
    found.unless(order.amount.currency == term.per_seat.currency, Kind::Currency, subject, || {
        format!("it is in {}, and its term in {}", order.amount.currency.code(), term.per_seat.currency.code())
    });
}

/// What a charge of a renewal, or of an order that renews, is for beside the term: its true-up.
pub(super) fn with_true_up(d: &Dossier, term: &BoughtTerm, on: Day) -> i64 {
    let of = d.true_ups.iter().filter(|t| t.term == term.id && t.due_on == on);
    of.map(|t| t.amount.minor).fold(0, i64::saturating_add)
}

/// Whether an order of the next term brings the true-up of the running one with it (R25).
pub(super) fn is_trued_up_with(order: &Order, term: &BoughtTerm) -> bool {
    order.kind == OrderKind::Renewal && term.mode == BillingMode::Annual
}
