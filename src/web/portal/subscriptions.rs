//! The page of a subscription: seats and reconciliations over the terms, renewal, instances, licenses, invoices, code.

use actix_web::HttpResponse;
use askama::Template;

use crate::actions::{self, Done};
use crate::domain::calendar::{Day, Instant};
use crate::domain::ids::{AccountId, InstanceId, SubscriptionId};
use crate::domain::invoice::{InvoiceKind, PaymentStatus};
use crate::domain::language::Language;
use crate::domain::license::Phase;
use crate::domain::reconciliation::{BillingMode, SeatCauseKind};
use crate::domain::release::Advisory;
use crate::domain::role::Right;
use crate::domain::subscription::{BoughtTerm, Contract, Counts};
use crate::domain::true_up::{TrueUp, TrueUpKind};
use crate::http::badge::Badge;
use crate::http::time::Stamp;
use crate::store::invoices::Listed;
use crate::store::{self, Conn};
use crate::urls;
use crate::web::error::WebError;
use crate::web::guards::{Look, On, TheSubscription};
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::views::bought::span;
use crate::web::views::documents;
use crate::web::views::fact::Fact;
use crate::web::views::health::health;
use crate::web::views::licenses::{LicenseLine, licenses};
use crate::web::views::quarters::QuarterRow;
use crate::web::views::reconciliations::saved;
use crate::web::views::summary::Summary;
use crate::web::views::wording::Wording;
use crate::words::{self, t};

/// Invoices shown at most: the list of all has the rest.
const INVOICES: i64 = 12;

/// One term: its quarters, and what stands in their place where it is billed once a year.
struct TermRow {
    title: String,
    seats: Vec<Fact>,
    quarters: Vec<QuarterRow>,
    /// Why it is billed once a year, and when.
    annual: Option<String>,
    /// What that comes to, or would today.
    true_up: Option<String>,
    saved: Option<String>,
}

/// One linked instance.
struct InstanceRow {
    id: InstanceId,
    hostname: String,
    version: String,
    last_report: String,
    users: String,
    counts: bool,
    health: Vec<Badge>,
}

/// One invoice or credit note.
struct InvoiceRow {
    number: String,
    about: String,
    issued: Stamp,
    total: String,
    state: String,
}

#[derive(Template)]
#[template(path = "portal/subscriptions/show.html")]
struct SubscriptionPage {
    frame: Frame,
    account: String,
    summary: Summary,
    term: String,
    now: Option<TermRow>,
    past: Vec<TermRow>,
    /// Bought from us: quarters are reconciled here, and not by a reseller.
    is_direct: bool,
    may_buy: bool,
    may_renew: bool,
    instances: Vec<InstanceRow>,
    licenses: Vec<LicenseLine>,
    invoices: Option<Vec<InvoiceRow>>,
    code: Option<String>,
}

/// What the page needs besides the contract.
struct Beside {
    /// Seats added, by term in order.
    added: Vec<Vec<(Day, i64, SeatCauseKind)>>,
    true_ups: Vec<TrueUp>,
    due: Vec<TrueUp>,
    invoices: Vec<Listed>,
    advisories: Vec<Advisory>,
}

/// `GET /subscriptions/{number}`
///
/// # Errors
/// It is missing, or the page cannot be made.
pub async fn show(on: On<TheSubscription, Look>) -> Result<HttpResponse, WebError> {
    let (account, id, vault, today, now) = (on.account, on.id, on.app.vault.clone(), on.today(), on.now);
    let sees_code = on.role.has(Right::Technical);
    let found = on.app.db.read(move |c| -> Done<_> {
        let Some(contract) = store::contracts::find(c, account, id)? else { return Ok(None) };
        let code = actions::codes::activation_code(c, &vault, account, id)?.filter(|_| sees_code);
        let beside = beside(c, &contract, account, id, now)?;
        Ok(Some((contract, beside, code)))
    });
    let (contract, beside, code) = found.await?.ok_or(WebError::Missing)?;
    let language = on.language;
    let wording = Wording { contract: &contract, language, now: on.now, role: on.role };
    let current = current(&contract, today);
    let sees_invoices = wording.may_bill();
    let rows = |is_wanted: &dyn Fn(&BoughtTerm) -> bool| {
        let with_seats = contract.terms.iter().zip(&beside.added);
        let wanted = with_seats.filter(|(term, _)| is_wanted(term));
        wanted.map(|(term, added)| term_row(&wording, term, added, &beside)).collect::<Vec<_>>()
    };
    let is_now = |term: &BoughtTerm| current.is_some_and(|now| now.id == term.id);
    let mut past = rows(&|term| !is_now(term) && term.span.end <= today);
    past.reverse();
    let page = SubscriptionPage {
        frame: on.frame(Section::Subscriptions),
        account: contract.account.name.clone(),
        summary: wording.summary(&beside.advisories),
        term: current.map_or_else(String::new, |t| span(language, t.span)),
        now: rows(&is_now).pop(),
        past,
        is_direct: contract.is_direct(),
        may_buy: wording.may_buy(),
        may_renew: wording.may_renew(),
        instances: contract.counts.iter().map(|c| instance_row(&wording, c, &beside.advisories)).collect(),
        licenses: licenses(language, &contract, today),
        invoices: sees_invoices.then(|| beside.invoices.iter().map(|i| invoice_row(language, i, today)).collect()),
        code: code.map(|c| c.to_string()),
    };
    on.show(&page)
}

/// The term that runs, or the last one.
fn current(contract: &Contract, today: Day) -> Option<&BoughtTerm> {
    contract.terms_on(today).running().or(contract.terms.last())
}

fn beside(c: &mut Conn<'_>, contract: &Contract, account: AccountId, id: SubscriptionId, now: Instant) -> Done<Beside> {
    let all = store::reconciliations::seats_added(c, account, id)?;
    let added_to = |term: &BoughtTerm| all.iter().filter(|(to, _)| *to == term.id).map(|(_, added)| *added).collect();
    Ok(Beside {
        added: contract.terms.iter().map(added_to).collect(),
        true_ups: store::renewals::true_ups(c, account, id)?,
        due: actions::billing::true_ups::quote_true_up(c, account, id, now)?,
        invoices: store::invoices::list_of(c, account, id, INVOICES)?,
        advisories: store::releases::advisories(c, contract.product.id)?,
    })
}

fn term_row(wording: &Wording<'_>, term: &BoughtTerm, added: &[(Day, i64, SeatCauseKind)], beside: &Beside) -> TermRow {
    let (l, is_direct) = (wording.language, wording.contract.is_direct());
    let own = wording.contract.reconciliations.iter().filter(|s| s.term == term.id);
    TermRow {
        title: span(l, term.span),
        seats: wording.seat_steps(term, added),
        quarters: wording.quarter_rows(term),
        annual: (is_direct && term.mode == BillingMode::Annual).then(|| annual(wording, term)),
        true_up: true_up(l, term, beside).filter(|_| is_direct),
        saved: saved(own).filter(|_| is_direct).map(|sum| t!(l, "reconciliation-saved", amount = words::money(l, sum))),
    }
}

/// Why a term is billed once a year, and when.
fn annual(wording: &Wording<'_>, term: &BoughtTerm) -> String {
    let l = wording.language;
    let why = term.annual_reason.map_or_else(String::new, |reason| wording.annual(reason));
    // A term that is over, or was trued up when the next one was bought ahead.
    if term.span.end <= wording.today() || wording.contract.renewal_of(term).is_some() {
        return t!(l, "reconciliation-annual-over", why = why);
    }
    t!(l, "reconciliation-annual", why = why, day = words::day(l, term.span.end))
}

/// What a term owes beyond its quarters, in sentences: what was billed, otherwise what would be today.
fn true_up(l: Language, term: &BoughtTerm, beside: &Beside) -> Option<String> {
    let of = |all: &[TrueUp]| all.iter().filter(|due| due.term == term.id).cloned().collect::<Vec<_>>();
    let (billed, due) = (of(&beside.true_ups), of(&beside.due));
    let said: Vec<String> = if billed.is_empty() {
        due.iter().map(|due| true_up_sentence(l, due, false)).collect()
    } else {
        billed.iter().map(|billed| true_up_sentence(l, billed, true)).collect()
    };
    (!said.is_empty()).then(|| said.join(" "))
}

fn true_up_sentence(l: Language, shown: &TrueUp, is_billed: bool) -> String {
    let (users, seats) = (words::number(l, shown.term_max), words::number(l, shown.seats));
    let (over, price) = (words::number(l, shown.quantity), words::money(l, shown.per_seat));
    let amount = words::money(l, shown.amount);
    if let Some(quarter) = shown.quarter.filter(|_| shown.kind == TrueUpKind::Late) {
        return t!(
            l,
            "true-up-late",
            quarter = i64::from(quarter),
            users = users,
            on = words::day(l, shown.max_on),
            seats = seats,
            over = over,
            price = price,
            quarters = i64::from(4_u32.saturating_sub(quarter)),
            amount = amount,
            day = words::day(l, shown.due_on)
        );
    }
    let mut said = if is_billed {
        let day = words::day(l, shown.due_on);
        t!(l, "true-up-billed", users = users, seats = seats, over = over, price = price, amount = amount, day = day)
    } else {
        t!(l, "true-up-today", users = users, seats = seats, over = over, price = price, amount = amount)
    };
    if shown.credited.minor > 0 {
        said = format!("{said} {}", t!(l, "true-up-credited", amount = words::money(l, shown.credited)));
    }
    said
}

fn instance_row(wording: &Wording<'_>, counts: &Counts, advisories: &[Advisory]) -> InstanceRow {
    let (l, instance) = (wording.language, &counts.instance);
    InstanceRow {
        id: instance.id,
        hostname: instance.hostname.clone(),
        version: instance.version.clone(),
        last_report: words::moment(l, instance.last_report_at),
        users: words::number(l, counts.last.map_or(0, |last| last.billable)),
        counts: instance.counts(),
        health: health(l, instance, advisories, wording.now),
    }
}

fn invoice_row(l: Language, listed: &Listed, today: Day) -> InvoiceRow {
    let standing = listed.standing(today);
    let state = match listed.paid_on {
        _ if listed.kind == InvoiceKind::CreditNote => String::new(),
        Some(day) if !listed.is_credited => t!(l, "invoice-is-paid", day = words::day(l, day)),
        None if standing.is_unpaid() && standing != PaymentStatus::Overdue => {
            t!(l, "invoice-is-due", day = words::day(l, listed.due_on))
        }
        _ => documents::badge(l, standing).text,
    };
    InvoiceRow {
        number: listed.number.clone(),
        about: documents::kind(l, listed.kind),
        issued: Stamp::day(l, listed.issued_on),
        total: words::money(l, listed.total),
        state,
    }
}
