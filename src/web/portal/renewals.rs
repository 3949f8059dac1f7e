//! Turning auto-renewal off and on, with what will happen said before the button (R22).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::actions::renewals::LONGEST_REASON;
use crate::actions::{self, Failure, Refusal};
use crate::domain::calendar::days_after;
use crate::domain::ids::Owned;
use crate::domain::license::GRACE_DAYS;
use crate::domain::reconciliation::BillingMode;
use crate::domain::renewal::{self, RenewalRefused, WhyNot, last_cancel_day};
use crate::domain::subscription::Contract;
use crate::http::form::{Fields, Problem, Unfit};
use crate::http::redirects::see_other;
use crate::store;
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::{Billing, On, TheSubscription};
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::views::bought::Bought;
use crate::web::views::wording::Wording;
use crate::words::{self, t};

/// Asks whether to turn it off, after saying what will happen.
#[derive(Template)]
#[template(path = "portal/renewals/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    bought: Bought,
    last_day: String,
    renews_on: String,
    saved: Option<String>,
    reconciliations: String,
    grace_days: i64,
    cut_off: String,
    reason: String,
    problem: Option<Problem>,
}

/// Says that it is off, since when, and how to turn it on again.
#[derive(Template)]
#[template(path = "portal/renewals/done.html")]
struct DonePage {
    frame: Frame,
    bought: Bought,
    off_since: String,
    by: String,
    last_day: String,
    renewal_date: String,
    /// The last day to turn it off, once that is over: turning it on could not be undone.
    cut_off: Option<String>,
}

/// Says until when it was possible, and offers a request to staff.
#[derive(Template)]
#[template(path = "portal/renewals/too_late.html")]
struct TooLatePage {
    frame: Frame,
    bought: Bought,
    was_possible_until: String,
    renewal: String,
    asked: Option<String>,
    reason: String,
    problem: Option<Problem>,
}

/// Says why there is no renewal to turn off.
#[derive(Template)]
#[template(path = "portal/renewals/none.html")]
struct NonePage {
    frame: Frame,
    bought: Bought,
    text: String,
    small: String,
}

type OnBilling = On<TheSubscription, Billing>;

async fn contract(on: &OnBilling) -> Result<Contract, WebError> {
    let (account, id) = (on.account, on.id);
    on.app.db.read(move |c| store::contracts::find(c, account, id)).await?.ok_or(WebError::Missing)
}

/// `GET /subscriptions/{number}/renewal-cancellation`: what can be done today, asked of the same function as the model.
///
/// # Errors
/// It is missing, or the page cannot be made.
pub async fn show(on: On<TheSubscription, Billing>) -> Result<HttpResponse, WebError> {
    let contract = contract(&on).await?;
    page(&on, &contract, StatusCode::OK)
}

/// The reason that was typed, and what is wrong with it.
type Again = (String, Option<Problem>);

fn page(on: &OnBilling, contract: &Contract, refused: StatusCode) -> Result<HttpResponse, WebError> {
    page_again(on, contract, refused, Again::default())
}

fn page_again(
    on: &OnBilling,
    contract: &Contract,
    refused: StatusCode,
    again: Again,
) -> Result<HttpResponse, WebError> {
    let facts = contract.renewal_facts().ok_or(WebError::Missing)?;
    let (reason, problem) = again;
    match renewal::cancel(&facts, on.today()) {
        Ok(()) => {
            let status = problem.as_ref().map_or(StatusCode::OK, |_| refused);
            on.show_as(status, &ConfirmPage { reason, problem, ..confirm(on, contract) })
        }
        Err(RenewalRefused::NotRenewing { why: WhyNot::Cancelled }) => on.show(&done(on, contract)),
        Err(RenewalRefused::TooLate { was_possible_until }) => {
            let page = too_late(on, contract, words::day(on.language, was_possible_until));
            on.show_as(refused, &TooLatePage { reason, problem, ..page })
        }
        Err(_) => on.show_as(refused, &none(on, contract)),
    }
}

fn wording<'a>(on: &OnBilling, contract: &'a Contract) -> Wording<'a> {
    Wording { contract, language: on.language, now: on.now, role: on.role }
}

fn confirm(on: &OnBilling, contract: &Contract) -> ConfirmPage {
    let l = on.language;
    let end = contract.terms.last().map_or(on.today(), |t| t.span.end);
    ConfirmPage {
        frame: on.frame(Section::Subscriptions),
        bought: Bought::in_contract(contract),
        last_day: words::day(l, days_after(end, -1)),
        renews_on: words::day(l, end),
        saved: contract.estimate(on.now).map(|e| words::money(l, e.total)),
        reconciliations: reconciliations(on, contract),
        grace_days: GRACE_DAYS,
        cut_off: words::day(l, last_cancel_day(end, contract.product.policy.notice_days)),
        reason: String::new(),
        problem: None,
    }
}

/// Turning it off stops no reconciliation of the running term (R17).
fn reconciliations(on: &OnBilling, contract: &Contract) -> String {
    let l = on.language;
    match (contract.mode(on.today()), contract.next_reconciliation(on.today())) {
        (Some((BillingMode::Quarterly, _)), Some(next)) => {
            t!(l, "renewal-reconciliations-next", day = words::day(l, next.reconciled_on))
        }
        (Some((BillingMode::Quarterly, _)), None) => t!(l, "renewal-reconciliations"),
        _ => t!(l, "renewal-reconciliations-annual"),
    }
}

fn done(on: &OnBilling, contract: &Contract) -> DonePage {
    let l = on.language;
    let end = contract.terms.last().map_or(on.today(), |t| t.span.end);
    let cut_off = last_cancel_day(end, contract.product.policy.notice_days);
    let off = contract.cancellation.as_ref();
    DonePage {
        frame: on.frame(Section::Subscriptions),
        bought: Bought::in_contract(contract),
        off_since: off.map_or_else(String::new, |o| words::moment(l, o.at)),
        by: off.map_or_else(String::new, |o| o.by.clone()),
        last_day: words::day(l, days_after(end, -1)),
        renewal_date: words::day(l, end),
        cut_off: (on.today() > cut_off).then(|| words::day(l, cut_off)),
    }
}

fn too_late(on: &OnBilling, contract: &Contract, was_possible_until: String) -> TooLatePage {
    let l = on.language;
    TooLatePage {
        frame: on.frame(Section::Subscriptions),
        bought: Bought::in_contract(contract),
        was_possible_until,
        renewal: wording(on, contract).renewal().map_or_else(String::new, |f| f.text),
        asked: contract.late_request.map(|at| words::moment(l, at)),
        reason: String::new(),
        problem: None,
    }
}

fn none(on: &OnBilling, contract: &Contract) -> NonePage {
    let fact = wording(on, contract).renewal();
    let (text, small) = fact.map_or_else(Default::default, |f| (f.text, f.small));
    NonePage { frame: on.frame(Section::Subscriptions), bought: Bought::in_contract(contract), text, small }
}

/// The page again, with the whole of a reason that is too long.
async fn too_long(on: &OnBilling, fields: &Fields, unfit: Unfit) -> Result<HttpResponse, WebError> {
    let text = unfit.sentence(on.language, String::new());
    let again = (fields.text("reason").to_owned(), Some(Problem { field: "reason", text }));
    page_again(on, &contract(on).await?, StatusCode::UNPROCESSABLE_ENTITY, again)
}

/// `POST /subscriptions/{number}/renewal-cancellation`
///
/// # Errors
/// A refusal is a page with a way out.
pub async fn cancel(on: On<TheSubscription, Billing>, fields: Fields) -> Result<HttpResponse, WebError> {
    let (ctx, account, id) = (on.ctx(), on.account, on.id);
    let reason = match fields.optional("reason", LONGEST_REASON) {
        Ok(reason) => reason,
        Err(unfit) => return too_long(&on, &fields, unfit).await,
    };
    let ended = on
        .app
        .db
        .write(move |tx| actions::renewals::cancel_renewal(tx, &ctx, Owned::new(account, id), reason.as_deref()))
        .await;
    let contract = contract(&on).await?;
    match ended {
        Ok(_) => Ok(see_other(&urls::renewal_cancellation(&contract.subscription.number))),
        Err(Failure::Refused(Refusal::Renewal(_))) => page(&on, &contract, StatusCode::CONFLICT),
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /subscriptions/{number}/renewal-cancellation/withdrawal`
///
/// # Errors
/// A refusal is a page with a way out.
pub async fn resume(on: On<TheSubscription, Billing>, _fields: Fields) -> Result<HttpResponse, WebError> {
    let (ctx, account, id) = (on.ctx(), on.account, on.id);
    let ended = on.app.db.write(move |tx| actions::renewals::resume_renewal(tx, &ctx, account, id)).await;
    let contract = contract(&on).await?;
    match ended {
        Ok(_) => Ok(see_other_saying(&on, &urls::subscription(&contract.subscription.number), Flash::RenewalOn)),
        Err(Failure::Refused(Refusal::Renewal(_))) => page(&on, &contract, StatusCode::CONFLICT),
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /subscriptions/{number}/late-cancellation-requests`: asked already is asked.
///
/// # Errors
/// A refusal is a page with a way out.
pub async fn ask_late(on: On<TheSubscription, Billing>, fields: Fields) -> Result<HttpResponse, WebError> {
    let (ctx, account, id) = (on.ctx(), on.account, on.id);
    let reason = match fields.optional("reason", LONGEST_REASON) {
        Ok(reason) => reason,
        Err(unfit) => return too_long(&on, &fields, unfit).await,
    };
    let ended = on
        .app
        .db
        .write(move |tx| {
            actions::renewals::request_late_cancellation(tx, &ctx, Owned::new(account, id), reason.as_deref())
        })
        .await;
    let contract = contract(&on).await?;
    match ended {
        Ok(_) | Err(Failure::Refused(Refusal::RequestedAlready)) => {
            Ok(see_other_saying(&on, &urls::subscription(&contract.subscription.number), Flash::RequestSent))
        }
        Err(Failure::Refused(Refusal::Renewal(_))) => page(&on, &contract, StatusCode::CONFLICT),
        Err(failure) => Err(failure.into()),
    }
}
