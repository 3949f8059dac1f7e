//! Problem documents (RFC 9457): a stable `type` for programs, one sentence for people.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use seatsync_agent::instance_id;
use serde::Serialize;

use crate::actions::{Broken, Failure, Refusal};
use crate::domain::instance_id::InstanceRefused;
use crate::domain::language::Language;
use crate::http::bodies::Unfit;
use crate::store::StoreError;
use crate::web::error::WebError;
use crate::web::refusals;
use crate::words::t;

/// What comes before the name of every problem.
const TYPE: &str = "urn:seatsync:problem:";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its name, the end of its `type`: never changed, never used for another.
    pub name: &'static str,
    pub status: StatusCode,
    /// What is wrong and what to do, in one sentence or two.
    pub detail: String,
    /// Seconds after which to come back.
    pub retry_after: Option<u64>,
}

#[derive(Serialize)]
struct ProblemDocument<'a> {
    r#type: String,
    title: String,
    status: u16,
    detail: &'a str,
}

impl Problem {
    /// A problem without a time to come back at.
    #[must_use]
    pub fn new(name: &'static str, status: StatusCode, detail: String) -> Self {
        Self { name, status, detail, retry_after: None }
    }

    /// Too many, and when to come back.
    #[must_use]
    pub fn too_many(l: Language, seconds: u64) -> Self {
        let detail = t!(l, "problem-too-many", count = i64::try_from(seconds).unwrap_or(i64::MAX));
        let problem = Self::new("too-many", StatusCode::TOO_MANY_REQUESTS, detail);
        Self { retry_after: Some(seconds), ..problem }
    }

    /// The answer.
    #[must_use]
    pub fn response(&self) -> HttpResponse {
        let title = self.status.canonical_reason().unwrap_or_default().to_owned();
        let (status, r#type) = (self.status.as_u16(), format!("{TYPE}{}", self.name));
        let document = ProblemDocument { r#type, title, status, detail: &self.detail };
        let mut response = HttpResponse::build(self.status);
        response.content_type("application/problem+json").insert_header(("Cache-Control", "no-store"));
        if let Some(seconds) = self.retry_after {
            response.insert_header(("Retry-After", seconds));
        }
        response.body(serde_json::to_string(&document).unwrap_or_default())
    }

    /// An instance ID that is not taken.
    #[must_use]
    pub fn of_refused(l: Language, refused: &InstanceRefused) -> Self {
        use instance_id::InstanceIdRefused as R;
        let (name, status) = named(refused);
        // What a person did with the clipboard is said on the page; a stranger's program gets the one answer.
        let said = match refused {
            InstanceRefused::Message(R::AToken | R::Several) => &InstanceRefused::Message(R::NotAnInstanceId),
            other => other,
        };
        Self::new(name, status, refusals::sentence(l, said))
    }

    /// How an action ended other than done; what was our failure is logged here, once.
    #[must_use]
    pub fn of_failure(l: Language, request_id: &str, failure: &Failure) -> Self {
        match failure {
            Failure::Refused(Refusal::InstanceId(refused)) => Self::of_refused(l, refused),
            Failure::Refused(Refusal::Missing) => Self::of_error(l, &WebError::Missing),
            Failure::Refused(_) => Self::new("refused", StatusCode::CONFLICT, t!(l, "error-refused-text")),
            Failure::Broken(Broken::Store(StoreError::Unavailable(cause))) => {
                tracing::debug!(%request_id, %cause, "unavailable");
                Self::of_error(l, &WebError::Unavailable(String::new()))
            }
            Failure::Broken(cause) => {
                tracing::error!(%request_id, %cause, "request broken");
                Self::of_error(l, &WebError::Broken(String::new()))
            }
        }
    }

    /// How a request ended other than well, where no action said so.
    #[must_use]
    pub fn of_error(l: Language, error: &WebError) -> Self {
        let status = actix_web::ResponseError::status_code(error);
        match error {
            WebError::Unavailable(_) => {
                let problem = Self::new("unavailable", status, t!(l, "error-unavailable-text"));
                Self { retry_after: Some(10), ..problem }
            }
            WebError::Broken(_) => Self::new("broken", status, t!(l, "error-broken-text")),
            WebError::Unfit(Unfit::Packed) => Self::new("media-type", status, t!(l, "problem-packed")),
            WebError::Unfit(Unfit::OtherKind) => Self::new("media-type", status, t!(l, "problem-media-type")),
            WebError::Unfit(Unfit::TooLarge) => Self::new("too-large", status, t!(l, "problem-too-large")),
            WebError::Unfit(Unfit::Slow) => Self::new("slow", status, t!(l, "problem-slow")),
            WebError::Unfit(Unfit::CutOff) => Self::new("cut-off", status, t!(l, "problem-cut-off")),
            WebError::OtherMethod { .. } => Self::new("method", status, t!(l, "problem-method")),
            WebError::Missing => Self::new("missing", status, t!(l, "problem-missing")),
            _ => Self::new("unreadable", StatusCode::BAD_REQUEST, t!(l, "problem-unreadable")),
        }
    }
}

/// The name and status of each refusal. Before the seal is off there is one answer only.
const fn named(refused: &InstanceRefused) -> (&'static str, StatusCode) {
    use instance_id::InstanceIdRefused as R;
    let (conflict, unfit) = (StatusCode::CONFLICT, StatusCode::UNPROCESSABLE_ENTITY);
    match refused {
        InstanceRefused::Message(
            R::TooLong { .. } | R::AToken | R::Several | R::NotAnInstanceId | R::OtherPortal | R::Damaged,
        ) => ("not-an-instance-id", StatusCode::BAD_REQUEST),
        InstanceRefused::Message(R::Unsigned | R::Key(_) | R::NoKey | R::Forged) => ("unsigned", StatusCode::FORBIDDEN),
        InstanceRefused::Message(R::OtherKey) => ("other-key", StatusCode::FORBIDDEN),
        InstanceRefused::Message(R::OtherAudience { .. }) => ("other-audience", unfit),
        InstanceRefused::Message(R::Ahead { .. }) => ("clock-ahead", unfit),
        InstanceRefused::Message(R::Version { .. }) => ("newer-version", unfit),
        InstanceRefused::Message(R::Replayed { .. }) => ("replayed", conflict),
        InstanceRefused::Message(
            R::Claims { .. }
            | R::Unset { .. }
            | R::Environment { .. }
            | R::Negative { .. }
            | R::MaxBelowBillable { .. }
            | R::DayAhead { .. }
            | R::TooLarge { .. }
            | R::TooMany { .. }
            | R::Text { .. },
        ) => ("claims", unfit),
        InstanceRefused::UnknownCode => ("unknown-code", StatusCode::FORBIDDEN),
        InstanceRefused::NotLinked => ("not-linked", StatusCode::FORBIDDEN),
        InstanceRefused::CodeOfOther { .. }
        | InstanceRefused::LinkedToOther { .. }
        | InstanceRefused::WasLinkedToOther { .. } => ("linked-to-other", conflict),
        InstanceRefused::LinkedElsewhere => ("linked-elsewhere", conflict),
        InstanceRefused::LinkedTooOften { .. } => ("linked-too-often", conflict),
        InstanceRefused::OtherProduct { .. } => ("other-product", unfit),
    }
}
