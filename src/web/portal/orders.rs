//! Buying by hand: seats in mid-term (R40), and the next term ahead of time (R25). First what it costs and what it brings,
//! then the button; a form that is sent twice buys once, and whoever sees another price than before decides again.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use crate::actions::billing::orders::Wish;
use crate::actions::{self, Done, Failure, Refusal};
use crate::domain::ids::{OrderId, Owned};
use crate::domain::invoice::{InvoiceKind, Sums};
use crate::domain::language::Language;
use crate::domain::order::{Order, OrderKind, OrderRefused, OrderState};
use crate::domain::quantity;
use crate::domain::renewal;
use crate::domain::subscription::Contract;
use crate::domain::true_up::TrueUp;
use crate::http::form::{Fields, Problem};
use crate::http::redirects::see_other;
use crate::store;
use crate::urls;
use crate::web::error::WebError;
use crate::web::guards::{Billing, On, TheSubscription};
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::views::bought::Bought;
use crate::web::views::fact::Fact;
use crate::web::views::quotes;
use crate::web::views::quotes::Quote;
use crate::web::views::sums::sum_facts;
use crate::web::views::wording::Wording;
use crate::words::{self, t};

/// Choosing how many, and what that costs.
#[derive(Template)]
#[template(path = "portal/orders/new.html")]
struct NewPage {
    frame: Frame,
    kind: OrderKind,
    bought: Bought,
    /// What one should know before choosing.
    lead: Vec<String>,
    typed: String,
    quote: Option<Quote>,
    form_key: String,
    problem: Option<Problem>,
    /// What is another than was confirmed.
    changed: Option<String>,
}

/// Says why it cannot be bought now, and what to do.
#[derive(Template)]
#[template(path = "portal/orders/blocked.html")]
struct BlockedPage {
    frame: Frame,
    kind: OrderKind,
    bought: Bought,
    text: String,
    small: String,
}

/// What became of an order.
#[derive(Template)]
#[template(path = "portal/orders/show.html")]
struct OrderPage {
    frame: Frame,
    kind: OrderKind,
    state: OrderState,
    bought: Bought,
    facts: Vec<Fact>,
    next: Vec<String>,
    invoice: Option<String>,
}

/// Where one chooses how many.
fn choosing(kind: OrderKind, bought: &Bought) -> String {
    match kind {
        OrderKind::Seats => urls::new_seats(&bought.number),
        OrderKind::Renewal => urls::new_renewal(&bought.number),
    }
}

impl NewPage {
    fn choosing(&self) -> String {
        choosing(self.kind, &self.bought)
    }

    fn ordering(&self) -> String {
        match self.kind {
            OrderKind::Seats => urls::seats(&self.bought.number),
            OrderKind::Renewal => urls::renewal(&self.bought.number),
        }
    }
}

impl OrderPage {
    /// How it stands, as title and heading.
    fn outcome(&self) -> String {
        let l = self.frame.language;
        match (self.state, self.kind) {
            (OrderState::Done, OrderKind::Seats) => t!(l, "order-done"),
            (OrderState::Done, OrderKind::Renewal) => t!(l, "renew-done"),
            (OrderState::Pending, _) => t!(l, "order-pending"),
            (OrderState::Declined, _) => t!(l, "order-declined"),
        }
    }

    fn again(&self) -> String {
        choosing(self.kind, &self.bought)
    }
}

type OnBilling = On<TheSubscription, Billing>;

/// How many seats, as typed.
#[derive(Deserialize)]
pub struct Chosen {
    seats: Option<String>,
}

/// The subscription, and what of its last term would be trued up today.
struct Orderable {
    contract: Contract,
    due: Vec<TrueUp>,
}

async fn known(on: &OnBilling) -> Result<Orderable, WebError> {
    let (account, id, now) = (on.account, on.id, on.now);
    let found = on.app.db.read(move |c| -> Done<_> {
        let Some(contract) = store::contracts::find(c, account, id)? else { return Ok(None) };
        Ok(Some(Orderable { contract, due: actions::billing::true_ups::quote_true_up(c, account, id, now)? }))
    });
    found.await?.ok_or(WebError::Missing)
}

fn wording<'a>(on: &OnBilling, contract: &'a Contract) -> Wording<'a> {
    Wording { contract, language: on.language, now: on.now, role: on.role }
}

/// Why an order cannot be placed.
enum Hindrance {
    /// Another number may do.
    Number(String),
    /// No number does.
    Blocked { text: String, small: String },
}

/// `GET /subscriptions/{number}/seats/new`
///
/// # Errors
/// It is missing, or the page cannot be made.
pub async fn new_seats(on: On<TheSubscription, Billing>, chosen: Query<Chosen>) -> Result<HttpResponse, WebError> {
    new(&on, OrderKind::Seats, chosen.into_inner().seats).await
}

/// `GET /subscriptions/{number}/renewal/new`
///
/// # Errors
/// It is missing, or the page cannot be made.
pub async fn new_renewal(on: On<TheSubscription, Billing>, chosen: Query<Chosen>) -> Result<HttpResponse, WebError> {
    new(&on, OrderKind::Renewal, chosen.into_inner().seats).await
}

async fn new(on: &OnBilling, kind: OrderKind, typed: Option<String>) -> Result<HttpResponse, WebError> {
    let known = known(on).await?;
    let first = quotes::first_number(&wording(on, &known.contract), kind);
    // Whether anything can be bought at all is known before a number is.
    let asked = typed.clone().unwrap_or_else(|| first.map_or_else(String::new, |n| n.to_string()));
    match quote(on, &known, kind, &asked) {
        Ok(quote) => on.show(&page(on, &known, kind, asked, Some(quote), OrderId::new().to_string())),
        Err(Hindrance::Blocked { text, small }) => on.show(&blocked(on, &known.contract, kind, text, small)),
        Err(Hindrance::Number(_)) if typed.is_none() => {
            on.show(&page(on, &known, kind, String::new(), None, String::new()))
        }
        Err(Hindrance::Number(text)) => {
            let problem = Some(Problem { field: "seats", text });
            let again = NewPage { problem, ..page(on, &known, kind, asked, None, String::new()) };
            on.show_as(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
    }
}

fn page(
    on: &OnBilling,
    known: &Orderable,
    kind: OrderKind,
    typed: String,
    quote: Option<Quote>,
    form_key: String,
) -> NewPage {
    NewPage {
        frame: on.frame(Section::Subscriptions),
        kind,
        bought: Bought::in_contract(&known.contract),
        lead: quotes::lead(&wording(on, &known.contract), kind),
        typed,
        quote,
        form_key,
        problem: None,
        changed: None,
    }
}

fn blocked(on: &OnBilling, contract: &Contract, kind: OrderKind, text: String, small: String) -> BlockedPage {
    BlockedPage { frame: on.frame(Section::Subscriptions), kind, bought: Bought::in_contract(contract), text, small }
}

/// What the number that was typed would cost today, asked of the same functions as the order.
fn quote(on: &OnBilling, known: &Orderable, kind: OrderKind, typed: &str) -> Result<Quote, Hindrance> {
    let (l, wording) = (on.language, wording(on, &known.contract));
    // Zero is refused like any number that is none.
    let seats = quantity::whole(typed, l).unwrap_or(0);
    match kind {
        OrderKind::Seats => {
            let order = crate::domain::quote::quote_seats(&known.contract, on.today(), seats);
            let order = order.map_err(|refused| not_sold(&wording, refused))?;
            quotes::of_seats(&wording, &order).map_err(|_| not_sold(&wording, OrderRefused::Amount))
        }
        OrderKind::Renewal => {
            let order = crate::domain::quote::quote_renewal(&known.contract, on.now, seats);
            let order = order.map_err(|refused| not_renewed(&wording, refused))?;
            if !(1..=crate::domain::order::MOST_SEATS).contains(&seats) {
                return Err(Hindrance::Number(no_number(l)));
            }
            quotes::of_renewal(&wording, &order, &known.due).map_err(|_| not_sold(&wording, OrderRefused::Amount))
        }
    }
}

fn no_number(l: Language) -> String {
    t!(l, "order-no-number", most = words::number(l, crate::domain::order::MOST_SEATS))
}

fn not_sold(wording: &Wording<'_>, refused: OrderRefused) -> Hindrance {
    let l = wording.language;
    let blocked = |text: String| Hindrance::Blocked { text, small: String::new() };
    match refused {
        OrderRefused::NoRunningTerm => blocked(t!(l, "order-no-term")),
        OrderRefused::Reseller => {
            let reseller = wording.contract.account.reseller.as_deref().unwrap_or_default();
            blocked(t!(l, "subscription-ask-reseller", reseller = reseller))
        }
        OrderRefused::NotPaid => blocked(t!(l, "order-not-paid")),
        OrderRefused::Quantity { .. } => Hindrance::Number(no_number(l)),
        OrderRefused::Amount => Hindrance::Number(t!(l, "order-too-much")),
        OrderRefused::CardDeclined => blocked(t!(l, "order-declined-text")),
        OrderRefused::Changed => blocked(t!(l, "order-dearer")),
        OrderRefused::FormUsed => blocked(t!(l, "order-form-used")),
    }
}

fn not_renewed(wording: &Wording<'_>, refused: renewal::RenewalRefused) -> Hindrance {
    let l = wording.language;
    let as_it_stands = || wording.renewal().map_or_else(String::new, |fact| format!("{} {}", fact.text, fact.small));
    let (text, small) = match refused {
        renewal::RenewalRefused::NotRenewing { why: crate::domain::renewal::WhyNot::Reseller } => {
            return not_sold(wording, OrderRefused::Reseller);
        }
        renewal::RenewalRefused::NotRenewing { why } => (wording.why_not(why), String::new()),
        renewal::RenewalRefused::TooEarly { from } => {
            (t!(l, "renew-too-early", day = words::day(l, from)), as_it_stands())
        }
        renewal::RenewalRefused::RenewedAlready { on } => {
            (t!(l, "renew-already", day = words::day(l, on)), as_it_stands())
        }
        renewal::RenewalRefused::TooLate { .. } => (t!(l, "error-refused-text"), String::new()),
        renewal::RenewalRefused::BelowActive { active } => {
            return Hindrance::Number(t!(l, "renew-below-active", active = words::number(l, active)));
        }
    };
    Hindrance::Blocked { text, small }
}

/// `POST /subscriptions/{number}/seats`
///
/// # Errors
/// It is missing; otherwise the page again, with what is wrong.
pub async fn buy_seats(on: On<TheSubscription, Billing>, fields: Fields) -> Result<HttpResponse, WebError> {
    place(&on, OrderKind::Seats, &fields).await
}

/// `POST /subscriptions/{number}/renewal`
///
/// # Errors
/// It is missing; otherwise the page again, with what is wrong.
pub async fn renew(on: On<TheSubscription, Billing>, fields: Fields) -> Result<HttpResponse, WebError> {
    place(&on, OrderKind::Renewal, &fields).await
}

/// What is another than was confirmed: somebody else bought seats, or it is a new day, a new list price, or another report. Nobody
/// buys what they have not seen (R46).
fn changed(l: Language, quote: &Quote, seen: i64, price: &str) -> Option<String> {
    if quote.seats_now != seen {
        let (was, is) = (words::number(l, seen), words::number(l, quote.seats_now));
        return Some(t!(l, "order-seats-changed", was = was, is = is));
    }
    (quote.price != price).then(|| t!(l, "order-dearer"))
}

async fn place(on: &OnBilling, kind: OrderKind, fields: &Fields) -> Result<HttpResponse, WebError> {
    let known = known(on).await?;
    let number = known.contract.subscription.number.clone();
    let typed = fields.text("seats").trim().to_owned();
    let form_key: OrderId = fields.text("form-key").parse().map_err(|_| WebError::Unreadable)?;
    let form_key = form_key.to_string();
    let (account, key) = (on.account, form_key.clone());
    let sent = on.app.db.read(move |c| store::orders::find_by_form(c, account, &key)).await?;
    if let Some(sent) = sent {
        let is_this = quantity::whole(&typed, on.language).is_some_and(|seats| sent.is_of(on.id, kind, seats));
        return match is_this {
            true => Ok(see_other(&urls::order(&number, sent.id))),
            false => {
                let text = t!(on.language, "order-form-used");
                on.show_as(StatusCode::CONFLICT, &blocked(on, &known.contract, kind, text, String::new()))
            }
        };
    }
    let quote = match quote(on, &known, kind, &typed) {
        Ok(quote) => quote,
        Err(Hindrance::Blocked { text, small }) => {
            return on.show_as(StatusCode::CONFLICT, &blocked(on, &known.contract, kind, text, small));
        }
        Err(Hindrance::Number(text)) => {
            let problem = Some(Problem { field: "seats", text });
            let again = NewPage { problem, ..page(on, &known, kind, typed, None, String::new()) };
            return on.show_as(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
    };
    let seen: i64 = fields.text("seats-now").parse().map_err(|_| WebError::Unreadable)?;
    if let Some(changed) = changed(on.language, &quote, seen, fields.text("price")) {
        let again = NewPage { changed: Some(changed), ..page(on, &known, kind, typed, Some(quote), form_key) };
        return on.show_as(StatusCode::CONFLICT, &again);
    }
    let (ctx, id) = (on.ctx(), on.id);
    let wish = Wish { seats: quote.seats, form_key, seats_now: Some(seen) };
    let placed = on.app.db.write(move |tx| match kind {
        OrderKind::Seats => actions::billing::orders::buy_seats(tx, &ctx, Owned::new(account, id), &wish),
        OrderKind::Renewal => actions::billing::orders::buy_next_term(tx, &ctx, Owned::new(account, id), &wish),
    });
    match placed.await {
        Ok(order) => Ok(see_other(&urls::order(&number, order))),
        // Since it was read above: looked at once more, the page says what has changed.
        Err(Failure::Refused(Refusal::Order(OrderRefused::Changed))) => Box::pin(place(on, kind, fields)).await,
        Err(Failure::Refused(Refusal::Order(_) | Refusal::Renewal(_))) => {
            // Somebody was faster: what stands in the way now is what the page says.
            let text = t!(on.language, "error-refused-text");
            on.show_as(StatusCode::CONFLICT, &blocked(on, &known.contract, kind, text, String::new()))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// `GET /subscriptions/{number}/orders/{order}`
///
/// # Errors
/// It is missing, or the page cannot be made.
pub async fn show(on: On<TheSubscription, Billing>) -> Result<HttpResponse, WebError> {
    let order = on.request.match_info().query("order").parse().map_err(|_| WebError::Missing)?;
    let (account, id) = (on.account, on.id);
    let found = on.app.db.read(move |c| -> Done<_> {
        let Some(order) = store::orders::find(c, account, order)?.filter(|o| o.subscription == id) else {
            return Ok(None);
        };
        let Some(contract) = store::contracts::find(c, account, id)? else { return Ok(None) };
        let (kind, subject) = match order.kind {
            OrderKind::Seats => (InvoiceKind::Seats, Some(order.id.0)),
            OrderKind::Renewal => {
                let renewal = contract.renewals.iter().find(|r| r.term == order.term && r.next_term.is_some());
                (InvoiceKind::Renewal, renewal.map(|r| r.id.0))
            }
        };
        let invoice = match subject {
            Some(subject) => store::invoices::of_subject(c, kind, subject)?,
            None => None,
        };
        let invoice = match invoice {
            Some(invoice) => store::invoices::find(c, account, invoice)?,
            None => None,
        };
        Ok(Some((order, contract, invoice)))
    });
    let (order, contract, invoice) = found.await?.ok_or(WebError::Missing)?;
    let invoice = invoice.filter(|_| order.state == OrderState::Done);
    let wording = wording(&on, &contract);
    let sums = invoice.as_ref().map(|i| i.sums);
    on.show(&OrderPage {
        frame: on.frame(Section::Subscriptions),
        kind: order.kind,
        state: order.state,
        bought: Bought::in_contract(&contract),
        facts: facts(&wording, &order, sums),
        next: quotes::next(&wording, &order),
        invoice: invoice.map(|i| i.number),
    })
}

fn facts(wording: &Wording<'_>, order: &Order, sums: Option<Sums>) -> Vec<Fact> {
    let l = wording.language;
    let fact = |label: String, text: String| Fact { label, text, small: String::new() };
    let mut facts = vec![
        fact(t!(l, "order-seats"), words::number(l, order.seats)),
        fact(t!(l, "reconciliation-per-seat"), words::money(l, order.per_seat)),
    ];
    match sums {
        Some(sums) => facts.extend(sum_facts(l, Ok(sums))),
        None => facts.push(fact(t!(l, "sum-net"), words::money(l, order.amount))),
    }
    facts
}
