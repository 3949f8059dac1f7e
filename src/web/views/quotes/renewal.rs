//! The next term ahead of time: what it would cost and bring, and what goes on anyhow (R25).

use super::{Quote, fact, payment};
use crate::domain::calendar::{Term, days_after};
use crate::domain::invoice::sums;
use crate::domain::money::NotAnAmount;
use crate::domain::order::Order;
use crate::domain::plan::Deployment;
use crate::domain::reconciliation::BillingMode;
use crate::domain::renewal::Outlook;
use crate::domain::subscription::BoughtTerm;
use crate::domain::true_up::TrueUp;
use crate::web::views::bought::span;
use crate::web::views::fact::Fact;
use crate::web::views::sums::sum_facts;
use crate::web::views::wording::Wording;
use crate::words::{self, t};

/// What the next term would cost, bought today, and bring.
///
/// # Errors
/// The amount does not fit.
pub fn of_renewal(wording: &Wording<'_>, order: &Order, due: &[TrueUp]) -> Result<Quote, NotAnAmount> {
    let (l, contract) = (wording.language, wording.contract);
    let last = contract.terms.last().ok_or(NotAnAmount)?;
    let next = Term::of(contract.subscription.anchor, contract.subscription.term_months, last.index + 1);
    let amounts = std::iter::once(order.amount).chain(due.iter().map(|due| due.amount));
    let sum = sums(amounts, order.amount.currency, contract.account.tax_basis_points)?;
    let (seats, price) = (words::number(l, order.seats), words::money(l, order.per_seat));
    let arithmetic = t!(l, "renew-sum", seats = seats.clone(), price = price, amount = words::money(l, order.amount));
    let list = t!(l, "renew-list-price", day = words::day(l, wording.today()));
    let mut facts = vec![fact(t!(l, "renew-term"), arithmetic, list)];
    facts.extend(due.iter().map(|due| true_up(wording, due)));
    facts.extend(sum_facts(l, Ok(sum)));
    let change = match order.seats.cmp(&last.seats) {
        std::cmp::Ordering::Equal => t!(l, "renew-seats-same", seats = seats),
        _ => t!(l, "renew-seats-then", now = words::number(l, last.seats), then = seats),
    };
    let starts = words::day(l, next.start);
    let license = match contract.subscription.deployment {
        Deployment::Saas => t!(l, "renew-license-service", day = starts.clone()),
        Deployment::SelfManaged => t!(l, "renew-license", day = starts.clone()),
    };
    let then = vec![
        fact(t!(l, "subscription-next-term"), span(l, next), change),
        payment(wording, sum.total),
        fact(t!(l, "order-license"), license, String::new()),
    ];
    Ok(Quote {
        seats: order.seats,
        seats_now: last.seats,
        price: wording.agreed(sum.total),
        total: words::money(l, sum.total),
        sum: facts,
        then,
        honest: anyhow(wording, last),
    })
}

fn true_up(wording: &Wording<'_>, due: &TrueUp) -> Fact {
    let l = wording.language;
    let text = t!(
        l,
        "renew-true-up-sum",
        over = words::number(l, due.quantity),
        price = words::money(l, due.per_seat),
        amount = words::money(l, due.amount)
    );
    let (users, seats) = (words::number(l, due.term_max), words::number(l, due.seats));
    let mut small = t!(l, "renew-true-up-small", users = users, seats = seats, day = words::day(l, due.max_on));
    if due.credited.minor > 0 {
        small = format!("{small} {}", t!(l, "true-up-credited", amount = words::money(l, due.credited)));
    }
    fact(t!(l, "renew-true-up"), text, small)
}

/// What would happen without buying, and what goes on anyhow.
fn anyhow(wording: &Wording<'_>, last: &BoughtTerm) -> Vec<String> {
    let (l, contract) = (wording.language, wording.contract);
    let mut said = Vec::new();
    match (contract.outlook(wording.today()), contract.estimate(wording.now)) {
        (Some(Outlook::Renews { on }), Some(estimate)) => {
            let amount = words::money(l, estimate.total);
            said.push(t!(l, "renew-else-renews", day = words::day(l, on), amount = amount));
        }
        (Some(Outlook::Ends { last_day, .. }), _) => {
            said.push(t!(l, "renew-else-ends", day = words::day(l, last_day)));
        }
        _ => {}
    }
    if contract.cancellation.is_some() {
        said.push(t!(l, "renew-stays-off"));
    }
    if last.mode == BillingMode::Quarterly {
        said.push(t!(l, "renew-quarters-go-on"));
    }
    said.push(t!(l, "renew-no-way-back", day = words::day(l, days_after(last.span.end, -1))));
    said
}
