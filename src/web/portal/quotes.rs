//! What something bought by hand would cost and bring, said before the button: price, tax, what reconciliation would cost
//! instead (R40), what becomes of open settlements, and what the license will say.

use super::orders::sum_facts;
use super::summary::{Fact, Teller, span};
use crate::domain::calendar::{Term, days_after};
use crate::domain::invoice::{DUE_DAYS, sums, term_price};
use crate::domain::money::{Money, NotAnAmount};
use crate::domain::order::{Order, OrderKind, OrderState};
use crate::domain::plan::Deployment;
use crate::domain::reconciliation::{self, BillingMode, Reason, Settlement, SettlementState};
use crate::domain::renewal::Outlook;
use crate::domain::subscription::BoughtTerm;
use crate::domain::true_up::TrueUp;
use crate::domain::usage::overage;
use crate::words::{self, t};

/// What something would cost and bring.
pub struct Quote {
    /// How many seats.
    pub seats: i64,
    /// What it costs in minor units, tax included, and what pays it: sent back with the form, so that nobody pays another
    /// price, or with what they did not see.
    pub price: String,
    /// What the button says it costs.
    pub total: String,
    /// The sum.
    pub sum: Vec<Fact>,
    /// What it brings.
    pub then: Vec<Fact>,
    /// What would be cheaper or happen anyhow.
    pub honest: Vec<String>,
}

/// The number to begin with: the seats missing in the running quarter; what the renewal would be for.
#[must_use]
pub fn first_number(teller: &Teller<'_>, kind: OrderKind) -> Option<i64> {
    match kind {
        OrderKind::Seats => {
            let (term, quarter) = teller.overview.quarter(teller.today())?;
            let peak = teller.overview.peak(term, quarter)?;
            Some(overage(peak.billable, term.seats)).filter(|over| *over > 0)
        }
        OrderKind::Renewal => {
            let last = teller.overview.terms.last()?;
            Some(teller.overview.estimate(teller.now).map_or(last.seats, |e| e.seats))
        }
    }
}

/// What one should know before choosing a number.
#[must_use]
pub fn lead(teller: &Teller<'_>, kind: OrderKind) -> Vec<String> {
    let l = teller.language;
    let mut lead = Vec::new();
    let seats = teller.overview.terms_on(teller.today()).running().map(|t| words::number(l, t.seats));
    let active = teller.overview.active_at(teller.now).map(|a| words::number(l, a));
    match (kind, seats, teller.overview.used_now()) {
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

/// What seats would cost for the rest of the running term, and bring.
///
/// # Errors
/// The amount does not fit.
pub fn of_seats(teller: &Teller<'_>, order: &Order) -> Result<Quote, NotAnAmount> {
    let (l, overview) = (teller.language, teller.overview);
    let term = overview.terms_on(teller.today()).running().ok_or(NotAnAmount)?;
    let sum = sums(std::iter::once(order.amount), order.amount.currency, overview.account.tax_basis_points)?;
    let arithmetic = t!(
        l,
        "order-days",
        seats = words::number(l, order.seats),
        price = words::money(l, order.per_seat),
        days = words::number(l, order.days.unwrap_or_default()),
        of = words::number(l, term.span.days())
    );
    let rest = Term { start: teller.today(), ..term.span };
    let mut facts = vec![fact(t!(l, "order-price"), arithmetic, span(l, rest))];
    facts.extend(sum_facts(l, Ok(sum)));
    let after = term.seats.saturating_add(order.seats);
    let from_to = t!(l, "order-seats-then", now = words::number(l, term.seats), then = words::number(l, after));
    let last_day = words::day(l, term.span.last_day());
    let mut honest: Vec<String> = instead(teller, term, order).into_iter().collect();
    honest.extend(open(teller, term, order.seats));
    Ok(Quote {
        seats: order.seats,
        price: teller.agreed(sum.total),
        total: words::money(l, sum.total),
        sum: facts,
        then: vec![
            fact(t!(l, "order-seats"), from_to, t!(l, "order-seats-stay", day = last_day)),
            payment(teller, sum.total),
            license(teller),
        ],
        honest,
    })
}

fn payment(teller: &Teller<'_>, total: Money) -> Fact {
    let l = teller.language;
    let small = match (total.is_zero(), teller.pays_by_card()) {
        (true, _) => String::new(),
        (false, true) => t!(l, "order-card-small"),
        (false, false) => t!(l, "order-invoice-small", days = DUE_DAYS),
    };
    fact(t!(l, "order-payment"), teller.payment(), small)
}

fn license(teller: &Teller<'_>) -> Fact {
    let l = teller.language;
    let text = match teller.overview.subscription.deployment {
        Deployment::Saas => t!(l, "order-license-service"),
        Deployment::SelfManaged if teller.overview.is_offline() => t!(l, "order-license-offline"),
        Deployment::SelfManaged => t!(l, "order-license-online"),
    };
    fact(t!(l, "order-license"), text, String::new())
}

/// What the same users would cost without an order (R40).
fn instead(teller: &Teller<'_>, term: &BoughtTerm, order: &Order) -> Option<String> {
    let (l, overview) = (teller.language, teller.overview);
    let (_, quarter) = overview.quarter(teller.today())?;
    let (seats, price) = (words::number(l, order.seats), words::money(l, order.per_seat));
    let reason = overview.quarter_facts(term, quarter).skip_reason();
    let at_the_end = reason.is_some_and(|r| r.is_trued_up() && r != Reason::NoUsageData);
    if term.mode == BillingMode::Annual || at_the_end {
        let annual = words::money(l, term_price(order.seats, order.per_seat).ok()?);
        let day = words::day(l, term.span.end);
        return Some(t!(l, "order-instead-annual", seats = seats, price = price, amount = annual, day = day));
    }
    if reason == Some(Reason::Hold) {
        return Some(t!(l, "order-instead-hold"));
    }
    if quarter.is_last {
        return Some(t!(l, "order-instead-q4", day = words::day(l, term.span.end)));
    }
    let later = reconciliation::price(order.seats, order.per_seat, quarter.number).ok()?;
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

/// What becomes of the settlements of the running term that are told and not paid (R6), and of the running quarter.
fn open<'a>(teller: &'a Teller<'_>, term: &'a BoughtTerm, more: i64) -> impl Iterator<Item = String> + 'a {
    let l = teller.language;
    let waits = |s: &&Settlement| s.term == term.id && (s.state.is_payable() || s.state == SettlementState::Disputed);
    let seats = term.seats.saturating_add(more);
    teller.overview.settlements.iter().filter(waits).filter_map(move |s| {
        let over = overage(s.peak?.billable, seats);
        let amount = reconciliation::price(over, s.per_seat, s.quarter).ok()?;
        let (quarter, now) = (i64::from(s.quarter), words::money(l, s.amount));
        Some(match over {
            0 => t!(l, "order-settlement-gone", quarter = quarter, now = now),
            _ => t!(l, "order-settlement-lower", quarter = quarter, now = now, then = words::money(l, amount)),
        })
    })
}

/// What the next term would cost, bought today, and bring.
///
/// # Errors
/// The amount does not fit.
pub fn of_renewal(teller: &Teller<'_>, order: &Order, due: Option<&TrueUp>) -> Result<Quote, NotAnAmount> {
    let (l, overview) = (teller.language, teller.overview);
    let last = overview.terms.last().ok_or(NotAnAmount)?;
    let next = Term::of(overview.subscription.anchor, overview.subscription.term_months, last.index + 1);
    let amounts = std::iter::once(order.amount).chain(due.map(|d| d.amount));
    let sum = sums(amounts, order.amount.currency, overview.account.tax_basis_points)?;
    let (seats, price) = (words::number(l, order.seats), words::money(l, order.per_seat));
    let arithmetic = t!(l, "renew-sum", seats = seats.clone(), price = price, amount = words::money(l, order.amount));
    let list = t!(l, "renew-list-price", day = words::day(l, teller.today()));
    let mut facts = vec![fact(t!(l, "renew-term"), arithmetic, list)];
    facts.extend(due.map(|due| true_up(teller, due)));
    facts.extend(sum_facts(l, Ok(sum)));
    let change = match order.seats.cmp(&last.seats) {
        std::cmp::Ordering::Equal => t!(l, "renew-seats-same", seats = seats),
        _ => t!(l, "renew-seats-then", now = words::number(l, last.seats), then = seats),
    };
    let starts = words::day(l, next.start);
    let license = match overview.subscription.deployment {
        Deployment::Saas => t!(l, "renew-license-service", day = starts.clone()),
        Deployment::SelfManaged => t!(l, "renew-license", day = starts.clone()),
    };
    let then = vec![
        fact(t!(l, "subscription-next-term"), span(l, next), change),
        payment(teller, sum.total),
        fact(t!(l, "order-license"), license, String::new()),
    ];
    Ok(Quote {
        seats: order.seats,
        price: teller.agreed(sum.total),
        total: words::money(l, sum.total),
        sum: facts,
        then,
        honest: anyhow(teller, last),
    })
}

fn true_up(teller: &Teller<'_>, due: &TrueUp) -> Fact {
    let l = teller.language;
    let text = t!(
        l,
        "renew-true-up-sum",
        over = words::number(l, due.quantity),
        price = words::money(l, due.per_seat),
        amount = words::money(l, due.amount)
    );
    let (users, seats) = (words::number(l, due.term_max), words::number(l, due.seats));
    fact(t!(l, "renew-true-up"), text, t!(l, "renew-true-up-small", users = users, seats = seats))
}

/// What would happen without buying, and what goes on anyhow.
fn anyhow(teller: &Teller<'_>, last: &BoughtTerm) -> Vec<String> {
    let (l, overview) = (teller.language, teller.overview);
    let mut said = Vec::new();
    match (overview.outlook(teller.today()), overview.estimate(teller.now)) {
        (Some(Outlook::Renews { on }), Some(estimate)) => {
            let amount = words::money(l, estimate.total);
            said.push(t!(l, "renew-else-renews", day = words::day(l, on), amount = amount));
        }
        (Some(Outlook::Ends { last_day, .. }), _) => {
            said.push(t!(l, "renew-else-ends", day = words::day(l, last_day)));
        }
        _ => {}
    }
    if overview.cancellation.is_some() {
        said.push(t!(l, "renew-stays-off"));
    }
    if last.mode == BillingMode::Quarterly {
        said.push(t!(l, "renew-quarters-go-on"));
    }
    said.push(t!(l, "renew-no-way-back", day = words::day(l, days_after(last.span.end, -1))));
    said
}

/// What comes after an order, by how far it is.
#[must_use]
pub fn next(teller: &Teller<'_>, order: &Order) -> Vec<String> {
    let (l, overview) = (teller.language, teller.overview);
    let term = overview.terms.iter().find(|t| t.id == order.term);
    match (order.state, order.kind) {
        (OrderState::Pending, OrderKind::Seats) => vec![t!(l, "order-pending-seats"), t!(l, "order-pending-reload")],
        (OrderState::Pending, OrderKind::Renewal) => {
            vec![t!(l, "order-pending-renewal"), t!(l, "order-pending-reload")]
        }
        (OrderState::Declined, _) => vec![t!(l, "order-declined-nothing"), t!(l, "order-declined-again")],
        (OrderState::Done, OrderKind::Seats) => {
            let seats = term.map_or(0, |t| t.seats);
            let day = term.map_or_else(String::new, |t| words::day(l, t.span.last_day()));
            vec![t!(l, "order-done-seats", seats = words::number(l, seats), day = day), license(teller).text]
        }
        (OrderState::Done, OrderKind::Renewal) => {
            let next = term.and_then(|t| overview.terms.iter().find(|n| n.index == t.index + 1));
            let days = next.map_or_else(String::new, |n| span(l, n.span));
            vec![t!(l, "order-done-renewal", span = days), t!(l, "order-done-license")]
        }
    }
}
