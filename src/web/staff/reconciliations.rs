//! Reconciliations as staff see them: those that are told and not paid, each with what can be done about it; and pauses. Every
//! decision has a reason, which the customer reads.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::disputes::{Contested, LONGEST_REASON, Which};
use crate::actions::{self, Done, Failure, Refusal};
use crate::domain::ids::{AccountId, Owned, ReconciliationId, SubscriptionId};
use crate::domain::language::Language;
use crate::domain::reconciliation::ReconciliationState;
use crate::domain::role::Role;
use crate::http::badge::Badge;
use crate::http::form::{Fields, Problem};
use crate::store;
use crate::store::reconciliations::{Open, StandingPause, Waiting};
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::Staff;
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::views::reconciliation::{KnownReconciliation, ReconciliationView, load};
use crate::web::views::reconciliations;
use crate::web::views::wording::Wording;
use crate::words::{self, t};

/// Reconciliations and pauses shown at most.
const SHOWN: i64 = 200;
/// As far as anything is counted that waits for staff.
pub const COUNTED: i64 = 50;

/// What waits for staff, in words.
pub struct Counted {
    /// Told and not paid.
    pub open: String,
    pub disputed: Badge,
    /// Paused.
    pub pauses: Badge,
}

impl Counted {
    /// In a language.
    #[must_use]
    pub fn of(l: Language, waiting: Waiting) -> Self {
        let at_most =
            |count, say: fn(Language, i64) -> String| words::at_most(l, count, COUNTED, |count| say(l, count));
        Self {
            open: at_most(waiting.open, |l, count| t!(l, "staff-reconciliations-open", count = count)),
            disputed: if_any(
                waiting.disputed,
                at_most(waiting.disputed, |l, count| t!(l, "staff-disputes", count = count)),
            ),
            pauses: if_any(
                waiting.pauses,
                at_most(waiting.pauses, |l, count| t!(l, "staff-pauses-standing", count = count)),
            ),
        }
    }
}

/// Calm, unless there is something.
pub fn if_any(count: i64, text: String) -> Badge {
    Badge { class: if count > 0 { "warn" } else { "ok" }, text }
}

/// One reconciliation in the list.
struct Row {
    id: ReconciliationId,
    account: String,
    number: String,
    quarter: i64,
    amount: String,
    due: String,
    badge: Badge,
}

struct PauseRow {
    account: String,
    number: String,
    since: String,
    reason: String,
    /// The `id` of the field for the reason.
    field: String,
    is_unanswered: bool,
}

/// The reconciliations that wait, and the pauses that stand.
#[derive(Template)]
#[template(path = "staff/reconciliations/index.html")]
struct ListPage {
    frame: Frame,
    waiting: Counted,
    rows: Vec<Row>,
    pauses: Vec<PauseRow>,
    typed_number: String,
    typed_reason: String,
    /// What is wrong, and with which pause's form if not with the new one's.
    problem: Option<Problem>,
}

impl ListPage {
    /// Whether what is wrong is this field of the form for a new pause.
    fn is_wrong(&self, field: &str) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.field == field)
    }
}

/// One reconciliation.
#[derive(Template)]
#[template(path = "staff/reconciliations/show.html")]
struct ShowPage {
    frame: Frame,
    sheet: ReconciliationView,
    account: String,
    dispute: Option<String>,
    is_disputed: bool,
    may_waive: bool,
    /// Where what is decided is sent.
    decision: String,
    typed: String,
    problem: Option<Problem>,
}

/// `GET /staff/reconciliations`
pub async fn index(staff: Staff) -> Result<HttpResponse, WebError> {
    let page = list(&staff, "").await?;
    staff.show(&page)
}

async fn list(staff: &Staff, unanswered: &str) -> Result<ListPage, WebError> {
    let l = staff.language;
    let (waiting, open, pauses) = staff
        .app
        .db
        .read(|c| {
            let (open, pauses) =
                (store::reconciliations::open(c, SHOWN)?, store::reconciliations::standing_pauses(c, SHOWN)?);
            Ok::<_, WebError>((store::reconciliations::waiting(c, COUNTED)?, open, pauses))
        })
        .await?;
    Ok(ListPage {
        frame: staff.frame(Section::Staff),
        waiting: Counted::of(l, waiting),
        rows: open.into_iter().map(|open| row(l, open)).collect(),
        pauses: pauses.into_iter().map(|pause| pause_row(l, pause, unanswered)).collect(),
        typed_number: String::new(),
        typed_reason: String::new(),
        problem: None,
    })
}

fn row(l: Language, open: Open) -> Row {
    let reconciliation = &open.reconciliation;
    Row {
        id: reconciliation.id,
        account: open.account_name,
        number: open.number,
        quarter: i64::from(reconciliation.quarter),
        amount: words::money(l, reconciliation.amount),
        due: reconciliation.next_charge_on.map_or_else(String::new, |day| words::day(l, day)),
        badge: reconciliations::badge(l, reconciliation),
    }
}

fn pause_row(l: Language, standing: StandingPause, unanswered: &str) -> PauseRow {
    let is_unanswered = standing.number == unanswered;
    PauseRow {
        field: if is_unanswered { "answer".to_owned() } else { format!("answer-{}", standing.number) },
        is_unanswered,
        account: standing.account_name,
        number: standing.number,
        since: words::moment(l, standing.pause.at),
        reason: standing.pause.reason,
    }
}

/// A reconciliation with whose it is.
struct Found {
    account: AccountId,
    subscription: SubscriptionId,
    known: KnownReconciliation,
}

async fn found(staff: &Staff, request: &HttpRequest) -> Result<Found, WebError> {
    let id = request.match_info().query("reconciliation").parse().map_err(|_| WebError::Missing)?;
    let found = staff.app.db.read(move |c| -> Done<_> {
        let Some((account, subscription, _)) = store::reconciliations::owner(c, id)? else { return Ok(None) };
        let known = load(c, account, subscription, id)?;
        Ok(known.map(|known| Found { account, subscription, known }))
    });
    found.await?.ok_or(WebError::Missing)
}

/// `GET /staff/reconciliations/{reconciliation}`
///
/// # Errors
/// It is missing, or the page cannot be made.
pub async fn show(staff: Staff, request: HttpRequest) -> Result<HttpResponse, WebError> {
    let found = found(&staff, &request).await?;
    staff.show(&page(&staff, &found.known))
}

fn page(staff: &Staff, known: &KnownReconciliation) -> ShowPage {
    let (l, reconciliation, contract) = (staff.language, &known.reconciliation, &known.contract);
    // A viewer's eyes: nothing here is done by the role on the account.
    let wording = Wording { contract, language: l, now: staff.now, role: Role::Viewer };
    let is_disputed = reconciliation.state == ReconciliationState::Disputed;
    ShowPage {
        frame: staff.frame(Section::Staff),
        sheet: ReconciliationView::of(&wording, known),
        account: contract.account.name.clone(),
        dispute: known.dispute.as_ref().map(|dispute| dispute.reason.clone().unwrap_or_default()),
        is_disputed,
        decision: if is_disputed { urls::dispute_decision(reconciliation.id) } else { urls::waiver(reconciliation.id) },
        may_waive: reconciliation.may_be_waived() && !is_disputed && !known.is_under_way,
        typed: String::new(),
        problem: None,
    }
}

/// The reason of a decision, or what is wrong with it.
fn reason(l: Language, fields: &Fields, name: &'static str) -> Result<String, Problem> {
    fields.required(name, LONGEST_REASON).map_err(|unfit| {
        let text = unfit.sentence(l, t!(l, "staff-answer-missing"));
        Problem { field: name, text }
    })
}

/// `POST /staff/reconciliations/{reconciliation}/waiver`: nothing is charged.
///
/// # Errors
/// It is missing; otherwise the page again, with what is wrong.
pub async fn waive(staff: Staff, request: HttpRequest, fields: Fields) -> Result<HttpResponse, WebError> {
    decided(&staff, &request, &fields, true).await
}

/// `POST /staff/reconciliations/{reconciliation}/dispute/decision`: the customer is right, or the reconciliation goes on.
///
/// # Errors
/// It is missing; otherwise the page again, with what is wrong.
pub async fn decide(staff: Staff, request: HttpRequest, fields: Fields) -> Result<HttpResponse, WebError> {
    let accept = match fields.text("decision") {
        "accepted" => true,
        "rejected" => false,
        _ => return Err(WebError::Unreadable),
    };
    decided(&staff, &request, &fields, accept).await
}

async fn decided(
    staff: &Staff,
    request: &HttpRequest,
    fields: &Fields,
    let_go: bool,
) -> Result<HttpResponse, WebError> {
    let Found { account, subscription, known } = found(staff, request).await?;
    let id = known.reconciliation.id;
    let reason = match reason(staff.language, fields, "answer") {
        Ok(reason) => reason,
        Err(problem) => {
            let typed = fields.text("answer").to_owned();
            let again = ShowPage { problem: Some(problem), typed, ..page(staff, &known) };
            return staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
    };
    let ctx = staff.ctx();
    let contested = Contested { of: Owned::new(account, subscription), which: Which::Reconciliation(id) };
    let done = staff.app.db.write(move |tx| {
        if let_go {
            actions::disputes::waive_reconciliation(tx, &ctx, contested, &reason)
        } else {
            actions::disputes::end_dispute(
                tx,
                &ctx,
                contested,
                actions::disputes::Decision::Rejected { answer: &reason },
            )
        }
    });
    match done.await {
        Ok(()) => {
            let flash = if let_go { Flash::Waived } else { Flash::DisputeRejected };
            Ok(see_other_saying(staff, urls::staff_reconciliations(), flash))
        }
        Err(Failure::Refused(Refusal::Reconciliation(_))) => {
            let problem = Problem { field: "outcome", text: t!(staff.language, "staff-reconciliation-over") };
            let Found { known, .. } = found(staff, request).await?;
            staff.show_as(StatusCode::CONFLICT, &ShowPage { problem: Some(problem), ..page(staff, &known) })
        }
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /staff/pauses`: while it stands, no quarter of the subscription is reconciled.
///
/// # Errors
/// The page again, with what is wrong.
pub async fn pause(staff: Staff, fields: Fields) -> Result<HttpResponse, WebError> {
    let Some((account, subscription)) = named(&staff, &fields).await? else {
        let problem = Problem { field: "number", text: t!(staff.language, "staff-pause-no-number") };
        return pause_again(&staff, &fields, problem).await;
    };
    let reason = match reason(staff.language, &fields, "reason") {
        Ok(reason) => reason,
        Err(problem) => return pause_again(&staff, &fields, problem).await,
    };
    let ctx = staff.ctx();
    let done = staff
        .app
        .db
        .write(move |tx| actions::pauses::pause_billing(tx, &ctx, Owned::new(account, subscription), &reason));
    done.await?;
    Ok(see_other_saying(&staff, urls::staff_reconciliations(), Flash::Held))
}

/// The subscription whose number was typed.
async fn named(staff: &Staff, fields: &Fields) -> Result<Option<(AccountId, SubscriptionId)>, WebError> {
    let number = fields.text("number").trim().to_uppercase();
    Ok(staff.app.db.read(move |c| store::subscriptions::find_by_number(c, &number)).await?)
}

async fn pause_again(staff: &Staff, fields: &Fields, problem: Problem) -> Result<HttpResponse, WebError> {
    let page = ListPage {
        typed_number: fields.text("number").to_owned(),
        typed_reason: fields.text("reason").to_owned(),
        problem: Some(problem),
        ..list(staff, "").await?
    };
    staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// `POST /staff/pauses/resumption`: from the next quarter on it is reconciled again.
///
/// # Errors
/// There is no such subscription; otherwise the page again, with what is wrong.
pub async fn resume(staff: Staff, fields: Fields) -> Result<HttpResponse, WebError> {
    let (account, subscription) = named(&staff, &fields).await?.ok_or(WebError::Missing)?;
    let reason = match reason(staff.language, &fields, "answer") {
        Ok(reason) => reason,
        Err(problem) => {
            let page = ListPage { problem: Some(problem), ..list(&staff, fields.text("number")).await? };
            return staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let ctx = staff.ctx();
    let done = staff
        .app
        .db
        .write(move |tx| actions::pauses::resume_billing(tx, &ctx, Owned::new(account, subscription), Some(&reason)));
    done.await?;
    Ok(see_other_saying(&staff, urls::staff_reconciliations(), Flash::Lifted))
}
