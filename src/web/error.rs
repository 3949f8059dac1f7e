//! How a request can end other than well; `error_page` makes the page each ending gets.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};

use crate::actions::{Broken, Failure, Refusal};
use crate::http::bodies::Unfit;
use crate::http::form::NotTaken;
use crate::http::redirects::see_other;
use crate::store::StoreError;
use crate::urls;

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

    /// Without a page yet: `error_page::render` makes it, which knows the request.
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
