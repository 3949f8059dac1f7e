//! The page of a request that ended other than well: what happened, and a way out.

use actix_web::HttpResponse;
use actix_web::ResponseError;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use askama::Template;
use futures_util::FutureExt;

use super::api::problem::Problem;
use super::error::WebError;
use super::nav::Section;
use super::page::Frame;
use super::request_log;
use super::visit::Visit;
use crate::http::bodies::Unfit;
use crate::http::form::NotTaken;
use crate::http::{html, languages};
use crate::urls;
use crate::words::t;

#[derive(Template)]
#[template(path = "error/show.html")]
struct ErrorPage {
    frame: Frame,
    title: String,
    text: String,
    /// Where to go from here, and what that is called.
    way_out: (String, String),
    /// What to name when asking for help; only where it helps.
    code: Option<String>,
}

impl ErrorPage {
    fn of(visit: &Visit, error: &WebError) -> Self {
        let l = visit.language;
        let (title, text) = match error {
            WebError::Missing | WebError::SignInFirst { .. } => (t!(l, "error-missing"), t!(l, "error-missing-text")),
            WebError::OtherMethod { .. } => (t!(l, "error-method"), t!(l, "error-method-text")),
            WebError::NotAllowed => (t!(l, "error-not-allowed"), t!(l, "error-not-allowed-text")),
            WebError::ForeignForm => (t!(l, "error-foreign-form"), t!(l, "error-foreign-form-text")),
            WebError::NoCookies => (t!(l, "error-no-cookies"), t!(l, "error-no-cookies-text")),
            WebError::OpenAgain => (t!(l, "error-open-again"), t!(l, "error-open-again-text")),
            WebError::Unfit(unfit) => unfit.said(l),
            WebError::Unreadable => Unfit::Unreadable.said(l),
            WebError::Gone => (t!(l, "error-gone"), t!(l, "error-gone-text")),
            &WebError::TooMany { minutes } => {
                (t!(l, "error-too-many"), t!(l, "error-too-many-text", minutes = minutes))
            }
            &WebError::TooManyLinks { minutes } => {
                (t!(l, "error-too-many"), t!(l, "error-too-many-links-text", minutes = minutes))
            }
            WebError::Refused(_) => (t!(l, "error-refused"), t!(l, "error-refused-text")),
            WebError::Unavailable(_) => (t!(l, "error-unavailable"), t!(l, "error-unavailable-text")),
            WebError::Broken(_) => (t!(l, "error-broken"), t!(l, "error-broken-text")),
        };
        let way_out = match error {
            WebError::Gone | WebError::TooMany { .. } => (urls::password().to_owned(), t!(l, "error-ask-new-link")),
            _ => (urls::home().to_owned(), t!(l, "error-go-home")),
        };
        let is_ours = matches!(error, WebError::Broken(_) | WebError::Unavailable(_));
        let code = is_ours.then(|| visit.request_id.clone());
        Self { frame: visit.bare_frame(Section::Elsewhere), title, text, way_out, code }
    }
}

/// Around every handler: a panic in it is our failure, and the process lives on. It cannot stand further out, where
/// holding on to the request would keep the router from working.
pub async fn fence(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let origin = request.request().clone();
    match std::panic::AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(called) => called.map(ServiceResponse::map_into_boxed_body),
        Err(_) => Ok(ServiceResponse::from_err(WebError::broken("a handler panicked"), origin)),
    }
}

/// Makes pages of errors, also of those that are not ours.
pub async fn render(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let response = next.call(request).await?;
    if response.response().error().is_none() && !html::is_bare_failure(&response) {
        return Ok(response.map_into_boxed_body());
    }
    let (request, response) = response.into_parts();
    let page = page_of(&request, response.map_into_boxed_body()).await;
    Ok(ServiceResponse::new(request, page))
}

/// The page of an error, where a request that seemed done ended so after all.
pub async fn page(request: &actix_web::HttpRequest, error: WebError) -> HttpResponse {
    page_of(request, HttpResponse::from_error(error)).await
}

async fn page_of(request: &actix_web::HttpRequest, response: HttpResponse) -> HttpResponse {
    let status = response.status();
    let foreign = || match status {
        StatusCode::NOT_FOUND => WebError::Missing,
        status if status.is_client_error() => {
            let cause = response.error();
            let unfit = cause.and_then(|cause| cause.as_error::<Unfit>()).map(|unfit| (*unfit).into());
            let form = || cause.and_then(|cause| cause.as_error::<NotTaken>()).map(|form| (*form).into());
            unfit.or_else(form).unwrap_or(WebError::Unreadable)
        }
        _ => WebError::broken(response.error().map_or_else(String::new, ToString::to_string)),
    };
    let held;
    let error = match response.error().and_then(|e| e.as_error::<WebError>()) {
        Some(error) => error,
        None => {
            held = foreign();
            &held
        }
    };
    log(request, error);
    if status.is_redirection() {
        return response;
    }
    let page = if request.path().starts_with("/api/") {
        Problem::of_error(languages::preferred(request.headers()), error).response()
    } else {
        match html_of(request, error).await {
            Ok(page) => page,
            Err(_) => return response,
        }
    };
    html::with_headers_of(&response, page)
}

async fn html_of(request: &actix_web::HttpRequest, error: &WebError) -> Result<HttpResponse, WebError> {
    // If even the visit cannot be had (the database is down), the page is shown to nobody in particular, and at once.
    let visit = match error {
        WebError::Unavailable(_) => Visit::anonymous(request),
        _ => Visit::of(request).await.unwrap_or_else(|_| Visit::anonymous(request)),
    };
    visit.show_as(error.status_code(), &ErrorPage::of(&visit, error))
}

/// Our own failures are logged here, once, with the request's id. An outage is none; whoever watches what is out says that.
fn log(request: &actix_web::HttpRequest, error: &WebError) {
    let id = request_log::id_of(request);
    match error {
        WebError::Broken(cause) => tracing::error!(request_id = %id, %cause, "request broken"),
        WebError::Unavailable(cause) => tracing::debug!(request_id = %id, %cause, "unavailable"),
        _ => {}
    }
}
