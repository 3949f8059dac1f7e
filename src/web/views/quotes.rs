//! What something bought by hand would cost and bring, said before the button: price, tax, what reconciliation would cost
//! instead (R40), what becomes of open reconciliations, and what the license will say.

use super::bought::span;
use super::fact::Fact;
use super::wording::Wording;
use crate::domain::invoice::DUE_DAYS;
use crate::domain::money::Money;
use crate::domain::order::{Order, OrderKind, OrderState};
use crate::domain::plan::Deployment;
use crate::domain::usage::overage;
use crate::words::{self, t};

mod renewal;
mod seats;

pub use renewal::of_renewal;
pub use seats::of_seats;

/// What something would cost and bring.
pub struct Quote {
    /// How many seats.
    pub seats: i64,
    /// How many are held: sent back with the form, so that nobody buys over others than they saw (R46).
    pub seats_now: i64,
    /// What it costs in minor units, tax included, and what pays it: sent back with the form, so that nobody pays another
    /// price, or with what they did not see.
    pub price: String,
    /// What the button says it costs.
    pub total: String,
    pub sum: Vec<Fact>,
    /// What it brings.
    pub then: Vec<Fact>,
    /// What would be cheaper or happen anyhow.
    pub honest: Vec<String>,
}

/// The number to begin with: the seats missing in the running quarter; what the renewal would be for.
#[must_use]
pub fn first_number(wording: &Wording<'_>, kind: OrderKind) -> Option<i64> {
    match kind {
        OrderKind::Seats => {
            let (term, quarter) = wording.contract.running_quarter(wording.today())?;
            let peak = wording.contract.peak(term, quarter)?;
            Some(overage(peak.billable, term.seats)).filter(|over| *over > 0)
        }
        OrderKind::Renewal => {
            let last = wording.contract.terms.last()?;
            Some(wording.contract.estimate(wording.now).map_or(last.seats, |e| e.seats))
        }
    }
}

/// What one should know before choosing a number.
#[must_use]
pub fn lead(wording: &Wording<'_>, kind: OrderKind) -> Vec<String> {
    let l = wording.language;
    let mut lead = Vec::new();
    let seats = wording.contract.terms_on(wording.today()).running().map(|t| words::number(l, t.seats));
    let active = wording.contract.active_at(wording.now).map(|a| words::number(l, a));
    match (kind, seats, wording.contract.used_now()) {
        (OrderKind::Seats, Some(seats), Some(used)) => {
            lead.push(t!(l, "order-lead-used", seats = seats, used = words::number(l, used)));
        }
        (_, Some(seats), _) => lead.push(t!(l, "order-lead", seats = seats)),
        (_, None, _) => {}
    }
    if let (OrderKind::Renewal, Some(active)) = (kind, active) {
        lead.push(t!(l, "renew-lead-active", active = active));
    }
    lead
}

fn fact(label: String, text: String, small: String) -> Fact {
    Fact { label, text, small }
}

fn payment(wording: &Wording<'_>, total: Money) -> Fact {
    let l = wording.language;
    let small = match (total.is_zero(), wording.pays_by_card()) {
        (true, _) => String::new(),
        (false, true) => t!(l, "order-card-small"),
        (false, false) => t!(l, "order-invoice-small", days = DUE_DAYS),
    };
    fact(t!(l, "order-payment"), wording.payment(), small)
}

fn license(wording: &Wording<'_>) -> Fact {
    let l = wording.language;
    let text = match wording.contract.subscription.deployment {
        Deployment::Saas => t!(l, "order-license-service"),
        Deployment::SelfManaged if wording.contract.is_offline() => t!(l, "order-license-offline"),
        Deployment::SelfManaged => t!(l, "order-license-online"),
    };
    fact(t!(l, "order-license"), text, String::new())
}

/// What comes after an order, by how far it is.
#[must_use]
pub fn next(wording: &Wording<'_>, order: &Order) -> Vec<String> {
    let (l, contract) = (wording.language, wording.contract);
    let term = contract.terms.iter().find(|t| t.id == order.term);
    match (order.state, order.kind) {
        (OrderState::Pending, OrderKind::Seats) => vec![t!(l, "order-pending-seats"), t!(l, "order-pending-reload")],
        (OrderState::Pending, OrderKind::Renewal) => {
            vec![t!(l, "order-pending-renewal"), t!(l, "order-pending-reload")]
        }
        (OrderState::Declined, _) => vec![t!(l, "order-declined-nothing"), t!(l, "order-declined-again")],
        (OrderState::Done, OrderKind::Seats) => {
            let seats = term.map_or(0, |t| t.seats);
            let day = term.map_or_else(String::new, |t| words::day(l, t.span.last_day()));
            vec![t!(l, "order-done-seats", seats = words::number(l, seats), day = day), license(wording).text]
        }
        (OrderState::Done, OrderKind::Renewal) => {
            let next = term.and_then(|t| contract.terms.iter().find(|n| n.index == t.index + 1));
            let days = next.map_or_else(String::new, |n| span(l, n.span));
            vec![t!(l, "order-done-renewal", span = days), t!(l, "order-done-license")]
        }
    }
}
