//! Deciding late requests: to turn the renewal off after the last day, or to decline; both with a reason.

use actix_web::{HttpRequest, HttpResponse};

use crate::actions::renewals::LONGEST_REASON;
use crate::actions::renewals::LateAnswer;
use crate::actions::{self, Failure, Refusal};
use crate::http::form::{Fields, Problem};
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::Staff;
use crate::web::staff::home;
use crate::words::t;

/// `POST /staff/late-cancellation-requests/{request}/decision`
///
/// # Errors
/// Decided already; otherwise the page again, with what is wrong.
pub async fn decide(staff: Staff, request: HttpRequest, fields: Fields) -> Result<HttpResponse, WebError> {
    let id = request.match_info().query("request").parse().map_err(|_| WebError::Missing)?;
    let grant = match fields.text("decision") {
        "granted" => true,
        "declined" => false,
        _ => return Err(WebError::Unreadable),
    };
    let answer = match fields.required("answer", LONGEST_REASON) {
        Ok(answer) => answer,
        Err(unfit) => {
            let text = unfit.sentence(staff.language, t!(staff.language, "staff-answer-missing"));
            let typed = (id, fields.text("answer").to_owned());
            return home::with_problem(&staff, Problem { field: "answer", text }, Some(typed)).await;
        }
    };
    let ctx = staff.ctx();
    let decided = staff
        .app
        .db
        .write(move |tx| actions::renewals::decide_late_request(tx, &ctx, id, LateAnswer { grant, reason: &answer }));
    match decided.await {
        Ok(()) => Ok(see_other_saying(&staff, urls::staff(), if grant { Flash::Granted } else { Flash::Declined })),
        Err(Failure::Refused(Refusal::DecidedAlready | Refusal::Renewal(_))) => {
            let problem = Problem { field: "requests", text: t!(staff.language, "staff-decided-already") };
            home::with_problem(&staff, problem, None).await
        }
        Err(failure) => Err(failure.into()),
    }
}
