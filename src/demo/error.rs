//! How a request to the demo can end other than well; `error_page` makes the page each ending gets.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, ResponseError};

use crate::store::StoreError;

/// How a request can end other than well.
#[derive(Debug, thiserror::Error)]
#[error("{self:?}")]
pub enum Wrong {
    /// There is no such page.
    Missing,
    /// The database cannot be had just now.
    Unavailable,
    /// We failed.
    Broken(String),
}

impl Wrong {
    /// Our own failure with any cause.
    pub fn broken(cause: impl fmt::Display) -> Self {
        Self::Broken(cause.to_string())
    }
}

impl From<StoreError> for Wrong {
    fn from(cause: StoreError) -> Self {
        match cause {
            StoreError::Unavailable(_) => Self::Unavailable,
            cause => Self::broken(cause),
        }
    }
}

impl ResponseError for Wrong {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Missing => StatusCode::NOT_FOUND,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Without a page yet: `error_page::render` makes it.
    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Unavailable => HttpResponse::ServiceUnavailable().insert_header((RETRY_AFTER, "10")).finish(),
            _ => HttpResponse::new(self.status_code()),
        }
    }
}
