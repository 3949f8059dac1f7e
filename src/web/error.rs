//! How a request can end other than well, and the page each ending gets: what happened, and a way out.

use std::fmt;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderValue, RETRY_AFTER};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError};
use askama::Template;
use futures_util::FutureExt;

use super::flash::see_other;
use super::page::{Frame, Section};
use super::visit::Visit;
use crate::actions::{Broken, Failure, Refusal};
use crate::http::bodies::Unfit;
use crate::http::form::NotTaken;
use crate::http::html;
use crate::store::StoreError;
use crate::urls;
use crate::words::t;

/// How a request can end other than well.
#[derive(Debug, thiserror::Error)]
#[error("{self:?}")]
pub enum WebError {
    /// There is nothing here for this person: missing and foreign are one.
    Missing,
    /// There is something here, for other methods.
    OtherMethod {
        /// Which, as `Allow` names them.
        allowed: &'static str,
    },
    /// One must sign in first, and then comes back.
    SignInFirst {
        /// To where.
        next: String,
    },
    /// The role does not allow it; whose does is said.
    NotAllowed,
    /// The form did not come from a page of ours in this browser.
    ForeignForm,
    /// A form came without the cookie that every page of ours sets.
    NoCookies,
    /// A page of a mailed link whose secret this browser does not keep.
    OpenAgain,
    /// The body of the request is not taken.
    Unfit(Unfit),
    /// The form says what none of ours does.
    Unreadable,
    /// A link that was used, or is too old.
    Gone,
    /// Too many attempts.
    TooMany {
        /// Within so many minutes.
        minutes: i64,
    },
    /// Too many links to invoices that nobody knows, or too many asked for anew.
    TooManyLinks {
        /// Within so many minutes.
        minutes: i64,
    },
    /// A refusal that its handler should have shown on a page of its own.
    Refused(Refusal),
    /// The database cannot be reached just now.
    Unavailable(String),
    /// We failed.
    Broken(String),
}

impl WebError {
    /// Our own failure with any cause.
    pub fn broken(cause: impl fmt::Display) -> Self {
        Self::Broken(cause.to_string())
    }
}

impl From<Unfit> for WebError {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

impl From<NotTaken> for WebError {
    fn from(form: NotTaken) -> Self {
        match form {
            NotTaken::Unfit(unfit) => Self::Unfit(unfit),
            NotTaken::ForeignForm => Self::ForeignForm,
            NotTaken::NoCookies => Self::NoCookies,
        }
    }
}

impl From<StoreError> for WebError {
    fn from(cause: StoreError) -> Self {
        match cause {
            StoreError::Unavailable(cause) => Self::Unavailable(cause),
            cause @ (StoreError::Query(_) | StoreError::Panicked | StoreError::Other(_)) => Self::broken(cause),
        }
    }
}

impl From<Failure> for WebError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(Refusal::Missing) => Self::Missing,
            Failure::Refused(Refusal::DeadLink) => Self::Gone,
            Failure::Refused(Refusal::Throttled { minutes }) => Self::TooMany { minutes },
            Failure::Refused(refusal) => Self::Refused(refusal),
            Failure::Broken(Broken::Store(cause)) => cause.into(),
            Failure::Broken(cause @ Broken::Other(_)) => Self::broken(cause),
        }
    }
}

impl ResponseError for WebError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Missing => StatusCode::NOT_FOUND,
            Self::OtherMethod { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::SignInFirst { .. } => StatusCode::SEE_OTHER,
            Self::NotAllowed | Self::ForeignForm | Self::NoCookies => StatusCode::FORBIDDEN,
            Self::Unfit(unfit) => unfit.status_code(),
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Gone | Self::OpenAgain => StatusCode::GONE,
            Self::TooMany { .. } | Self::TooManyLinks { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Refused(_) => StatusCode::CONFLICT,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Without a page yet: [`render`] makes it, which knows the request.
    fn error_response(&self) -> HttpResponse {
        match self {
            Self::SignInFirst { next } => see_other(&urls::sign_in_before(next)),
            Self::OtherMethod { allowed } => HttpResponse::MethodNotAllowed().insert_header((ALLOW, *allowed)).finish(),
            Self::TooMany { minutes } | Self::TooManyLinks { minutes } => {
                let seconds = HeaderValue::from(u64::try_from(minutes * 60).unwrap_or(60));
                HttpResponse::TooManyRequests().insert_header((RETRY_AFTER, seconds)).finish()
            }
            Self::Unavailable(_) => HttpResponse::ServiceUnavailable().insert_header((RETRY_AFTER, "10")).finish(),
            _ => HttpResponse::new(self.status_code()),
        }
    }
}

/// An error page.
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
///
/// # Errors
/// What the inner service returns.
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
///
/// # Errors
/// What the inner service returns.
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
        super::api::problem::Problem::of_error(super::api::syncs::language(request), error).response()
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
    let id = super::request_log::id_of(request);
    match error {
        WebError::Broken(cause) => tracing::error!(request_id = %id, %cause, "request broken"),
        WebError::Unavailable(cause) => tracing::debug!(request_id = %id, %cause, "unavailable"),
        _ => {}
    }
}
