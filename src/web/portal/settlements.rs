//! One settlement whole: what was counted and what it costs, when, what happened so far and happens next; and the
//! objection to it, which can be withdrawn (R12, R15).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::Datelike;

use super::history::{HistoryRow, history};
use super::pieces::Bought;
use super::quarters::annual;
use super::summary::{Badge, Fact, Teller, span};
use crate::actions::disputes::{Contested, LONGEST_REASON, Which};
use crate::actions::{self, Failure, Refusal};
use crate::domain::calendar::{Quarter, days_after};
use crate::domain::dispute::Refused;
use crate::domain::ids::{AccountId, Owned, SettlementId, SubscriptionId};
use crate::domain::invoice::{InvoiceKind, sums};
use crate::domain::overview::Overview;
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::{Reason, Settlement, SettlementState};
use crate::store::reconciliations::Dispute;
use crate::store::{self, Conn, Stored};
use crate::web::error::WebError;
use crate::web::fields::{Fields, Unfit};
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::{Billing, Look, Needs, On, TheSubscription};
use crate::web::page::{Frame, Problem, Section};
use crate::web::urls;
use crate::words::{self, t};

/// What the customer objects.
struct Objection {
    raised: String,
    words: Option<String>,
    may_withdraw: bool,
}

/// The page of a settlement.
#[derive(Template)]
#[template(path = "portal/settlements/show.html")]
struct SettlementPage {
    frame: Frame,
    sheet: Sheet,
    next: Vec<String>,
    invoice: Option<String>,
    card_failed: bool,
    objection: Option<Objection>,
    /// Until when and how to object; none if the reader cannot.
    may_object: Option<String>,
    /// Whom to ask, for those who would if they might.
    ask: Option<String>,
    typed: String,
    longest: String,
    problem: Option<Problem>,
    /// Why what was asked for was not done.
    refused: Option<String>,
}

/// What a settlement's page says to everybody, customers and staff alike.
pub(crate) struct Sheet {
    pub(crate) id: SettlementId,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) quarter: i64,
    pub(crate) span: String,
    /// The year in which the quarter began.
    pub(crate) year: i32,
    pub(crate) badge: Badge,
    pub(crate) sum: Option<String>,
    pub(crate) outcome: String,
    pub(crate) counted: Vec<Fact>,
    pub(crate) dates: Vec<Fact>,
    pub(crate) history: Vec<HistoryRow>,
}

impl Sheet {
    pub(crate) fn of(teller: &Teller<'_>, known: &Known) -> Self {
        let (l, settlement) = (teller.language, &known.settlement);
        Self {
            id: settlement.id,
            number: teller.overview.subscription.number.clone(),
            title: Bought::in_overview(teller.overview).what,
            quarter: i64::from(settlement.quarter),
            span: span(l, known.quarter.span),
            year: known.quarter.span.start.year(),
            badge: teller.settlement_badge(settlement),
            sum: teller.settlement_sum(settlement),
            outcome: teller.settlement_outcome(settlement),
            counted: counted(teller, known),
            dates: dates(teller, known),
            history: known.history.iter().map(|(told, by)| HistoryRow::of(l, told, by.as_deref())).collect(),
        }
    }
}

/// A settlement with everything its page says.
pub(crate) struct Known {
    pub(crate) overview: Overview,
    pub(crate) settlement: Settlement,
    pub(crate) quarter: Quarter,
    pub(crate) dispute: Option<Dispute>,
    pub(crate) is_under_way: bool,
    /// Whether staff rejected an objection to it: there is no second one.
    pub(crate) was_rejected: bool,
    pub(crate) invoice: Option<String>,
    pub(crate) history: Vec<(store::audit::Told, Option<String>)>,
}

/// Loads a settlement of a subscription of the account; none if it is another's.
pub(crate) fn load(
    c: &mut Conn<'_>,
    account: AccountId,
    id: SubscriptionId,
    settlement: SettlementId,
) -> Stored<Option<Known>> {
    let Some(overview) = store::overview::find(c, account, id)? else { return Ok(None) };
    let Some(settlement) = overview.settlements.iter().find(|s| s.id == settlement).cloned() else { return Ok(None) };
    let term = overview.terms.iter().find(|t| t.id == settlement.term);
    let quarters = term.map(|t| overview.quarters_of(t)).unwrap_or_default();
    let Some(quarter) = quarters.into_iter().find(|q| q.number == settlement.quarter) else { return Ok(None) };
    let invoice = match store::invoices::of_subject(c, InvoiceKind::Reconciliation, settlement.id.0)? {
        Some(invoice) => store::invoices::find(c, account, invoice)?.map(|i| i.number),
        None => None,
    };
    Ok(Some(Known {
        dispute: store::reconciliations::standing_dispute(c, settlement.id)?,
        is_under_way: store::payments::is_under_way(c, Purpose::Settlement, settlement.id.0)?,
        was_rejected: store::reconciliations::was_rejected(c, settlement.id)?,
        history: history(c, &overview, settlement.id)?,
        invoice,
        quarter,
        settlement,
        overview,
    }))
}

async fn known<R: Needs>(on: &On<TheSubscription, R>) -> Result<Known, WebError> {
    let id = on.request.match_info().query("settlement").parse().map_err(|_| WebError::Missing)?;
    let (account, subscription) = (on.account, on.id);
    on.app.db.read(move |c| load(c, account, subscription, id)).await?.ok_or(WebError::Missing)
}

/// `GET /subscriptions/{number}/settlements/{settlement}`
///
/// # Errors
/// It is missing, or the page cannot be made.
pub async fn show(on: On<TheSubscription, Look>) -> Result<HttpResponse, WebError> {
    let known = known(&on).await?;
    on.show(&page(&on, &known))
}

fn page<R: Needs>(on: &On<TheSubscription, R>, known: &Known) -> SettlementPage {
    let (l, settlement, overview) = (on.language, &known.settlement, &known.overview);
    let teller = Teller { overview, language: l, now: on.now, role: on.role };
    let is_open = settlement.state.is_payable() && !known.is_under_way && !known.was_rejected;
    let may_object = is_open && overview.is_direct();
    let how = || match settlement.next_charge_on {
        Some(on) => t!(l, "objection-text", day = words::day(l, days_after(on, -1))),
        None => t!(l, "objection-text-unpaid"),
    };
    SettlementPage {
        frame: on.frame(Section::Subscriptions),
        sheet: Sheet::of(&teller, known),
        next: next(&teller, known),
        invoice: known.invoice.clone().filter(|_| teller.may_bill()),
        card_failed: settlement.state == SettlementState::PaymentFailed && teller.may_bill(),
        objection: known.dispute.as_ref().map(|dispute| Objection {
            raised: words::moment(l, dispute.raised_at),
            words: dispute.reason.clone(),
            may_withdraw: teller.may_bill() && settlement.state == SettlementState::Disputed,
        }),
        may_object: (may_object && teller.may_bill()).then(how),
        ask: ask(&teller, may_object),
        typed: String::new(),
        longest: words::number(l, LONGEST_REASON),
        problem: None,
        refused: None,
    }
}

/// Whom to ask: the reseller, or those of the account who may.
fn ask(teller: &Teller<'_>, may_object: bool) -> Option<String> {
    let l = teller.language;
    match &teller.overview.account.reseller {
        Some(reseller) => Some(t!(l, "subscription-ask-reseller", reseller = reseller.as_str())),
        None => (may_object && !teller.may_bill()).then(|| t!(l, "billing-who-may")),
    }
}

/// What was counted, and what follows.
fn counted(teller: &Teller<'_>, known: &Known) -> Vec<Fact> {
    let (l, settlement) = (teller.language, &known.settlement);
    let fact = |label: String, text: String| Fact { label, text, small: String::new() };
    let mut facts = vec![fact(t!(l, "settlement-quarter"), span(l, known.quarter.span))];
    if let Some(peak) = settlement.peak {
        let (users, day) = (words::number(l, peak.billable), words::day(l, peak.on));
        let hosts = teller.overview.counts.iter().map(|c| &c.instance);
        let hosts: Vec<&str> = hosts.filter(|i| i.counts()).map(|i| i.hostname.as_str()).collect();
        facts.push(Fact {
            label: t!(l, "settlement-most"),
            text: t!(l, "settlement-most-on", users = users, day = day),
            small: if hosts.is_empty() { String::new() } else { t!(l, "settlement-hosts", hosts = hosts.join(", ")) },
        });
    }
    facts.push(fact(t!(l, "settlement-seats"), words::number(l, settlement.seats_before)));
    if settlement.overage == 0 || settlement.state == SettlementState::Skipped {
        return facts;
    }
    facts.push(fact(t!(l, "settlement-over"), words::number(l, settlement.overage)));
    facts.push(fact(t!(l, "settlement-per-seat"), words::money(l, settlement.per_seat)));
    let left = t!(l, "settlement-quarters-of-4", quarters = i64::from(settlement.remaining_quarters));
    facts.push(fact(t!(l, "settlement-quarters-left"), left));
    facts.extend(super::orders::sum_facts(
        l,
        sums(std::iter::once(settlement.amount), settlement.amount.currency, teller.overview.account.tax_basis_points),
    ));
    facts.extend(annual(settlement).map(|annual| Fact {
        label: t!(l, "settlement-annually"),
        text: words::money(l, annual),
        small: t!(l, "settlement-annually-small"),
    }));
    facts
}

/// When what happened and will.
fn dates(teller: &Teller<'_>, known: &Known) -> Vec<Fact> {
    let (l, settlement) = (teller.language, &known.settlement);
    let fact = |label: String, day| Fact { label, text: words::day(l, day), small: String::new() };
    let mut facts = Vec::new();
    facts.extend(settlement.notified_on.map(|day| fact(t!(l, "settlement-told-on"), day)));
    match (settlement.charged_on, settlement.next_charge_on) {
        (Some(day), _) if settlement.state == SettlementState::Charged => {
            facts.push(fact(t!(l, "settlement-charged-on"), day));
        }
        (Some(day), _) => facts.push(fact(t!(l, "settlement-invoiced-on"), day)),
        (None, Some(day)) if teller.pays_by_card() => facts.push(fact(t!(l, "settlement-charge-on"), day)),
        (None, Some(day)) => facts.push(fact(t!(l, "settlement-invoice-on"), day)),
        (None, None) => {}
    }
    let raises = settlement.state.is_payable() || settlement.charged_on.is_some();
    if raises {
        facts.push(fact(t!(l, "settlement-seats-from"), known.quarter.span.end));
    }
    facts
}

/// What happens next.
fn next(teller: &Teller<'_>, known: &Known) -> Vec<String> {
    let (l, settlement) = (teller.language, &known.settlement);
    let seats = || words::number(l, settlement.seats_before.saturating_add(settlement.overage));
    match settlement.state {
        SettlementState::Notified if settlement.next_charge_on.is_some() => {
            let on = settlement.next_charge_on.map_or_else(String::new, |day| words::day(l, day));
            vec![t!(l, "settlement-next-seats", seats = seats()), t!(l, "settlement-next-lower", day = on)]
        }
        SettlementState::PaymentFailed => vec![t!(l, "settlement-next-card")],
        SettlementState::Charged | SettlementState::Invoiced => vec![t!(l, "settlement-next-stay")],
        SettlementState::Disputed => vec![t!(l, "settlement-next-decided"), t!(l, "settlement-next-rejected")],
        SettlementState::Skipped if settlement.reason == Some(Reason::NoUsageData) => {
            vec![t!(l, "settlement-next-report")]
        }
        SettlementState::RevertedToTrueUp => vec![t!(l, "settlement-next-true-up")],
        SettlementState::Notified
        | SettlementState::Open
        | SettlementState::Skipped
        | SettlementState::Superseded
        | SettlementState::Waived => Vec::new(),
    }
}

/// `POST /subscriptions/{number}/settlements/{settlement}/objection`: the charge waits until it is decided.
///
/// # Errors
/// It is missing; otherwise the page again, with what is wrong.
pub async fn object(on: On<TheSubscription, Billing>, fields: Fields) -> Result<HttpResponse, WebError> {
    let known = known(&on).await?;
    let (id, l) = (known.settlement.id, on.language);
    let reason = match fields.required("objection", LONGEST_REASON) {
        Ok(reason) => reason,
        Err(unfit) => {
            let text = match unfit {
                Unfit::Empty => t!(l, "objection-empty"),
                Unfit::TooLong { length, longest } => super::pieces::too_long(l, length, longest),
            };
            let problem = Some(Problem { field: "objection", text });
            let typed = fields.text("objection").to_owned();
            let again = SettlementPage { problem, typed, ..page(&on, &known) };
            return on.show_as(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
    };
    let ctx = on.ctx();
    let contested = Contested { of: Owned::new(on.account, on.id), which: Which::Settlement(id) };
    let done = on.app.db.write(move |tx| actions::disputes::dispute_reconciliation(tx, &ctx, contested, Some(&reason)));
    answer(&on, done.await, Flash::Objected).await
}

/// `POST /subscriptions/{number}/settlements/{settlement}/objection/withdrawal`: the settlement goes on.
///
/// # Errors
/// It is missing; a refusal is the page with what stands in the way.
pub async fn withdraw(on: On<TheSubscription, Billing>, _fields: Fields) -> Result<HttpResponse, WebError> {
    let id = known(&on).await?.settlement.id;
    let ctx = on.ctx();
    let contested = Contested { of: Owned::new(on.account, on.id), which: Which::Settlement(id) };
    let done = on.app.db.write(move |tx| actions::disputes::end_dispute(tx, &ctx, contested, None)).await;
    answer(&on, done, Flash::ObjectionWithdrawn).await
}

/// On to the settlement's page, or the page as it is now with the reason why nothing was done.
async fn answer(
    on: &On<TheSubscription, Billing>,
    done: Result<(), Failure>,
    flash: Flash,
) -> Result<HttpResponse, WebError> {
    let known = known(on).await?;
    match done {
        Ok(()) => {
            let number = &known.overview.subscription.number;
            Ok(see_other_saying(on, &urls::settlement(number, known.settlement.id), flash))
        }
        Err(Failure::Refused(Refusal::Settlement(refused))) => {
            let text = match refused {
                Refused::Settled { state } if state.is_payable() => t!(on.language, "objection-under-way"),
                Refused::Settled { .. } => t!(on.language, "objection-settled"),
                Refused::NotSettledYet | Refused::NotBegun => t!(on.language, "objection-too-early"),
                Refused::NoObjection => t!(on.language, "objection-none"),
                Refused::Decided => t!(on.language, "objection-decided"),
            };
            let page = SettlementPage { refused: Some(text), ..page(on, &known) };
            on.show_as(StatusCode::CONFLICT, &page)
        }
        Err(failure) => Err(failure.into()),
    }
}
