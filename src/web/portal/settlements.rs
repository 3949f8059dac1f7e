//! One settlement whole: what was counted and what it costs, when, what happened so far and happens next; and the
//! objection to it, which can be withdrawn (R12, R15).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::actions::disputes::{Contested, LONGEST_REASON, Which};
use crate::actions::{self, Failure, Refusal};
use crate::domain::calendar::days_after;
use crate::domain::dispute::Refused;
use crate::domain::ids::Owned;
use crate::domain::reconciliation::{Reason, SettlementState};
use crate::http::form::{Fields, Problem};
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::{Billing, Look, Needs, On, TheSubscription};
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::views::sheet::{Known, Sheet, load};
use crate::web::views::teller::Teller;
use crate::words::{self, t};

/// What the customer objects.
struct Objection {
    raised: String,
    words: Option<String>,
    may_withdraw: bool,
}

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
    let (l, settlement, contract) = (on.language, &known.settlement, &known.contract);
    let teller = Teller { contract, language: l, now: on.now, role: on.role };
    let is_open = settlement.state.is_payable() && !known.is_under_way && !known.was_rejected;
    let may_object = is_open && contract.is_direct();
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
    match &teller.contract.account.reseller {
        Some(reseller) => Some(t!(l, "subscription-ask-reseller", reseller = reseller.as_str())),
        None => (may_object && !teller.may_bill()).then(|| t!(l, "billing-who-may")),
    }
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
            let text = unfit.sentence(l, t!(l, "objection-empty"));
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
            let number = &known.contract.subscription.number;
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
