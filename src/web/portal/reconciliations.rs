//! One reconciliation whole: what was counted and what it costs, when, what happened so far and happens next; and the
//! dispute to it, which can be withdrawn (R12, R15).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::actions::disputes::{Contested, LONGEST_REASON, Which};
use crate::actions::{self, Failure, Refusal};
use crate::domain::calendar::days_after;
use crate::domain::dispute::DisputeRefused;
use crate::domain::ids::Owned;
use crate::domain::reconciliation::{Reason, ReconciliationState};
use crate::http::form::{Fields, Problem};
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::{Billing, Look, Needs, On, TheSubscription};
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::views::reconciliation::{KnownReconciliation, ReconciliationView, load};
use crate::web::views::wording::Wording;
use crate::words::{self, t};

/// What the customer disputes.
struct ShownDispute {
    raised: String,
    words: Option<String>,
    may_withdraw: bool,
}

#[derive(Template)]
#[template(path = "portal/reconciliations/show.html")]
struct ReconciliationPage {
    frame: Frame,
    sheet: ReconciliationView,
    next: Vec<String>,
    invoice: Option<String>,
    card_failed: bool,
    dispute: Option<ShownDispute>,
    /// Until when and how to dispute it; none if the reader cannot.
    may_dispute: Option<String>,
    /// Whom to ask, for those who would if they might.
    ask: Option<String>,
    typed: String,
    longest: String,
    problem: Option<Problem>,
    /// Why what was asked for was not done.
    refused: Option<String>,
}

async fn known<R: Needs>(on: &On<TheSubscription, R>) -> Result<KnownReconciliation, WebError> {
    let id = on.request.match_info().query("reconciliation").parse().map_err(|_| WebError::Missing)?;
    let (account, subscription) = (on.account, on.id);
    on.app.db.read(move |c| load(c, account, subscription, id)).await?.ok_or(WebError::Missing)
}

/// `GET /subscriptions/{number}/reconciliations/{reconciliation}`
///
/// # Errors
/// It is missing, or the page cannot be made.
pub async fn show(on: On<TheSubscription, Look>) -> Result<HttpResponse, WebError> {
    let known = known(&on).await?;
    on.show(&page(&on, &known))
}

fn page<R: Needs>(on: &On<TheSubscription, R>, known: &KnownReconciliation) -> ReconciliationPage {
    let (l, reconciliation, contract) = (on.language, &known.reconciliation, &known.contract);
    let wording = Wording { contract, language: l, now: on.now, role: on.role };
    let is_open = reconciliation.state.is_payable() && !known.is_under_way && !known.was_rejected;
    let may_dispute = is_open && contract.is_direct();
    let how = || match reconciliation.next_charge_on {
        Some(on) => t!(l, "dispute-text", day = words::day(l, days_after(on, -1))),
        None => t!(l, "dispute-text-unpaid"),
    };
    ReconciliationPage {
        frame: on.frame(Section::Subscriptions),
        sheet: ReconciliationView::of(&wording, known),
        next: next(&wording, known),
        invoice: known.invoice.clone().filter(|_| wording.may_bill()),
        card_failed: reconciliation.state == ReconciliationState::PaymentFailed && wording.may_bill(),
        dispute: known.dispute.as_ref().map(|dispute| ShownDispute {
            raised: words::moment(l, dispute.raised_at),
            words: dispute.reason.clone(),
            may_withdraw: wording.may_bill() && reconciliation.state == ReconciliationState::Disputed,
        }),
        may_dispute: (may_dispute && wording.may_bill()).then(how),
        ask: ask(&wording, may_dispute),
        typed: String::new(),
        longest: words::number(l, LONGEST_REASON),
        problem: None,
        refused: None,
    }
}

/// Whom to ask: the reseller, or those of the account who may.
fn ask(wording: &Wording<'_>, may_dispute: bool) -> Option<String> {
    let l = wording.language;
    match &wording.contract.account.reseller {
        Some(reseller) => Some(t!(l, "subscription-ask-reseller", reseller = reseller.as_str())),
        None => (may_dispute && !wording.may_bill()).then(|| t!(l, "billing-who-may")),
    }
}

/// What happens next.
fn next(wording: &Wording<'_>, known: &KnownReconciliation) -> Vec<String> {
    let (l, reconciliation) = (wording.language, &known.reconciliation);
    let seats = || words::number(l, reconciliation.seats_before.saturating_add(reconciliation.seats_added()));
    match reconciliation.state {
        ReconciliationState::Notified if reconciliation.next_charge_on.is_some() => {
            let on = reconciliation.next_charge_on.map_or_else(String::new, |day| words::day(l, day));
            vec![t!(l, "reconciliation-next-seats", seats = seats()), t!(l, "reconciliation-next-lower", day = on)]
        }
        ReconciliationState::PaymentFailed => vec![t!(l, "reconciliation-next-card")],
        ReconciliationState::Charged | ReconciliationState::Invoiced => vec![t!(l, "reconciliation-next-stay")],
        ReconciliationState::Disputed => {
            vec![t!(l, "reconciliation-next-decided"), t!(l, "reconciliation-next-rejected")]
        }
        ReconciliationState::Skipped if reconciliation.reason == Some(Reason::NoUsageData) => {
            vec![t!(l, "reconciliation-next-report")]
        }
        ReconciliationState::RevertedToTrueUp => vec![t!(l, "reconciliation-next-true-up")],
        ReconciliationState::Notified
        | ReconciliationState::Open
        | ReconciliationState::Skipped
        | ReconciliationState::Superseded
        | ReconciliationState::NeedsAttention
        | ReconciliationState::Waived => Vec::new(),
    }
}

/// `POST /subscriptions/{number}/reconciliations/{reconciliation}/dispute`: the charge waits until it is decided.
///
/// # Errors
/// It is missing; otherwise the page again, with what is wrong.
pub async fn dispute(on: On<TheSubscription, Billing>, fields: Fields) -> Result<HttpResponse, WebError> {
    let known = known(&on).await?;
    let (id, l) = (known.reconciliation.id, on.language);
    let reason = match fields.required("dispute", LONGEST_REASON) {
        Ok(reason) => reason,
        Err(unfit) => {
            let text = unfit.sentence(l, t!(l, "dispute-empty"));
            let problem = Some(Problem { field: "dispute", text });
            let typed = fields.text("dispute").to_owned();
            let again = ReconciliationPage { problem, typed, ..page(&on, &known) };
            return on.show_as(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
    };
    let ctx = on.ctx();
    let contested = Contested { of: Owned::new(on.account, on.id), which: Which::Reconciliation(id) };
    let done = on.app.db.write(move |tx| actions::disputes::dispute_reconciliation(tx, &ctx, contested, Some(&reason)));
    answer(&on, done.await, Flash::Disputed).await
}

/// `POST /subscriptions/{number}/reconciliations/{reconciliation}/dispute/withdrawal`: the reconciliation goes on.
///
/// # Errors
/// It is missing; a refusal is the page with what stands in the way.
pub async fn withdraw(on: On<TheSubscription, Billing>, _fields: Fields) -> Result<HttpResponse, WebError> {
    let id = known(&on).await?.reconciliation.id;
    let ctx = on.ctx();
    let contested = Contested { of: Owned::new(on.account, on.id), which: Which::Reconciliation(id) };
    let done = on
        .app
        .db
        .write(move |tx| actions::disputes::end_dispute(tx, &ctx, contested, actions::disputes::Decision::Withdrawn))
        .await;
    answer(&on, done, Flash::DisputeWithdrawn).await
}

/// On to the reconciliation's page, or the page as it is now with the reason why nothing was done.
async fn answer(
    on: &On<TheSubscription, Billing>,
    done: Result<(), Failure>,
    flash: Flash,
) -> Result<HttpResponse, WebError> {
    let known = known(on).await?;
    match done {
        Ok(()) => {
            let number = &known.contract.subscription.number;
            Ok(see_other_saying(on, &urls::reconciliation(number, known.reconciliation.id), flash))
        }
        Err(Failure::Refused(Refusal::Reconciliation(refused))) => {
            let text = match refused {
                DisputeRefused::Reconciled { state } if state.is_payable() => t!(on.language, "dispute-under-way"),
                DisputeRefused::Reconciled { .. } => t!(on.language, "dispute-reconciled"),
                DisputeRefused::NotReconciledYet | DisputeRefused::Maximum { .. } => {
                    t!(on.language, "dispute-too-early")
                }
                DisputeRefused::NoDispute => t!(on.language, "dispute-none"),
                DisputeRefused::Decided => t!(on.language, "dispute-decided"),
            };
            let page = ReconciliationPage { refused: Some(text), ..page(on, &known) };
            on.show_as(StatusCode::CONFLICT, &page)
        }
        Err(failure) => Err(failure.into()),
    }
}
