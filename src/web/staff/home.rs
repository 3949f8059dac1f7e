//! What waits for staff today: late requests, emails that do not go out.

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::calendar::Day;
use crate::domain::ids::LateRequestId;
use crate::domain::language::Language;
use crate::http::badge::Badge;
use crate::http::form::Problem;
use crate::store::emails::Email;
use crate::store::reconciliations::Waiting;
use crate::store::renewals::LateRequest;
use crate::store::{self, Conn, Stored};
use crate::urls;
use crate::web::error::WebError;
use crate::web::guards::Staff;
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::staff::reconciliations::{COUNTED, Counted, if_any};
use crate::words::{self, t};

/// Requests and emails shown at most.
const SHOWN: i64 = 50;

/// One late request.
struct RequestRow {
    id: LateRequestId,
    account: String,
    number: String,
    renews_on: String,
    by: String,
    asked: String,
    reason: Option<String>,
    /// The `id` of the field for the answer: where an answer is missing, the one the summary leads to.
    field: String,
    /// It was decided without an answer just now, or with one that is too long.
    is_unanswered: bool,
    /// What is wrong with the answer, and the answer as it was typed.
    wrong: String,
    typed: String,
}

struct EmailRow {
    subject: String,
    recipient: String,
    queued: String,
    state: Badge,
}

/// What waits for staff.
#[derive(Template)]
#[template(path = "staff/home/show.html")]
struct StaffPage {
    frame: Frame,
    today: String,
    requests: Vec<RequestRow>,
    open: Badge,
    emails: Vec<EmailRow>,
    /// How many wait, or came back if any did.
    unsent: Badge,
    reconciliations: Counted,
    problem: Option<Problem>,
}

/// `GET /staff`
pub async fn show(staff: Staff) -> Result<HttpResponse, WebError> {
    let page = page(&staff, None, None).await?;
    staff.show(&page)
}

/// The request whose answer does not do, and the answer.
pub type Unanswered = (LateRequestId, String);

/// The page again, with what was wrong with a decision; `unanswered` is the request whose answer does not do.
pub async fn with_problem(
    staff: &Staff,
    problem: Problem,
    unanswered: Option<Unanswered>,
) -> Result<HttpResponse, WebError> {
    let page = page(staff, Some(problem), unanswered).await?;
    staff.show_as(actix_web::http::StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn page(staff: &Staff, problem: Option<Problem>, unanswered: Option<Unanswered>) -> Result<StaffPage, WebError> {
    let (l, wrong) = (staff.language, problem.as_ref().map_or("", |problem| problem.text.as_str()));
    let today = staff.today();
    let (mut requests, emails, (waiting, refused), reconciliations) =
        staff.app.db.read(move |c| desk(c, today)).await?;
    let open = i64::try_from(requests.len()).unwrap_or(i64::MAX);
    requests.truncate(usize::try_from(SHOWN).unwrap_or(0));
    Ok(StaffPage {
        frame: staff.frame(Section::Staff),
        today: words::day(l, staff.today()),
        open: if_any(open, words::at_most(l, open, SHOWN, |count| t!(l, "staff-open", count = count))),
        requests: requests.into_iter().map(|r| request_row(l, r, unanswered.as_ref(), wrong)).collect(),
        emails: emails.into_iter().map(|email| email_row(l, email)).collect(),
        unsent: match refused {
            0 => Badge {
                class: "ok",
                text: words::at_most(l, waiting, COUNTED, |count| t!(l, "staff-emails-waiting", count = count)),
            },
            _ => Badge {
                class: "late",
                text: words::at_most(l, refused, COUNTED, |count| t!(l, "staff-emails-refused", count = count)),
            },
        },
        reconciliations: Counted::of(l, reconciliations),
        problem,
    })
}

type StaffTasks = (Vec<LateRequest>, Vec<Email>, (i64, i64), Waiting);

fn desk(c: &mut Conn<'_>, today: Day) -> Stored<StaffTasks> {
    let requests = store::renewals::late_requests(c, today, SHOWN + 1)?;
    let emails = store::emails::list(c, 0, SHOWN)?;
    let unsent = store::emails::unsent_at_most(c, COUNTED)?;
    Ok((requests, emails, unsent, store::reconciliations::waiting(c, COUNTED)?))
}

fn request_row(l: Language, request: LateRequest, unanswered: Option<&Unanswered>, wrong: &str) -> RequestRow {
    let unanswered = unanswered.filter(|(id, _)| *id == request.id);
    let is_unanswered = unanswered.is_some();
    RequestRow {
        field: if is_unanswered { "answer".to_owned() } else { format!("answer-{}", request.id) },
        is_unanswered,
        wrong: wrong.to_owned(),
        typed: unanswered.map(|(_, typed)| typed.clone()).unwrap_or_default(),
        id: request.id,
        account: request.account_name,
        number: request.number,
        renews_on: words::day(l, request.renews_on),
        by: request.by,
        asked: words::moment(l, request.asked_at),
        reason: request.reason,
    }
}

fn email_row(l: Language, email: Email) -> EmailRow {
    let (class, text) = match (email.sent_at, email.refused_at, email.last_error) {
        (Some(at), ..) => ("ok", t!(l, "staff-email-sent", at = words::moment(l, at))),
        (None, Some(_), why) => ("late", t!(l, "staff-email-refused", why = why.unwrap_or_default())),
        (None, None, Some(why)) => ("warn", t!(l, "staff-email-again", why = why)),
        (None, None, None) => ("off", t!(l, "staff-email-waiting")),
    };
    let subject = email.envelope.get("subject").and_then(|s| s.as_str()).unwrap_or_default().to_owned();
    EmailRow {
        subject,
        recipient: email.recipient,
        queued: words::moment(l, email.queued_at),
        state: Badge { class, text },
    }
}
