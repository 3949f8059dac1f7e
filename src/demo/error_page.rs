//! The page of a request to the demo that ended other than well.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse};
use askama::Template;

use super::page::{Call, Frame};
use crate::http::bodies::Unfit;
use crate::http::form::NotTaken;
use crate::http::html;
use crate::words::t;

#[derive(Template)]
#[template(path = "demo/error.html")]
struct ErrorPage {
    frame: Frame,
    title: String,
    text: String,
}

impl ErrorPage {
    fn of(call: &Call, response: &HttpResponse) -> Self {
        let (l, status, cause) = (call.language, response.status(), response.error());
        let unfit = match cause.and_then(|cause| cause.as_error::<NotTaken>()) {
            Some(NotTaken::Unfit(unfit)) => Some(unfit),
            _ => cause.and_then(|cause| cause.as_error::<Unfit>()),
        };
        let (title, text) = match (unfit, status) {
            (Some(unfit), _) => unfit.said(l),
            (None, StatusCode::FORBIDDEN) => (t!(l, "error-foreign-form"), t!(l, "error-foreign-form-text")),
            (None, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED) => {
                (t!(l, "error-missing"), t!(l, "demo-error-missing-text"))
            }
            (None, status) if status.is_client_error() => Unfit::Unreadable.said(l),
            (None, StatusCode::SERVICE_UNAVAILABLE) => (t!(l, "error-unavailable"), t!(l, "error-unavailable-text")),
            (None, _) => (t!(l, "demo-error-broken"), t!(l, "demo-error-broken-text")),
        };
        let brand = t!(l, "demo");
        Self { frame: Frame { csrf: String::new(), ..call.frame(&brand, String::new(), None) }, title, text }
    }
}

/// Makes pages of errors, also of those that are not ours.
pub(super) async fn render(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let response = next.call(request).await?;
    if response.response().error().is_none() && !html::is_bare_failure(&response) {
        return Ok(response.map_into_boxed_body());
    }
    let (request, response) = response.into_parts();
    let page = page_of(&request, response.map_into_boxed_body());
    Ok(ServiceResponse::new(request, page))
}

fn page_of(request: &HttpRequest, response: HttpResponse) -> HttpResponse {
    let status = response.status();
    if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        let cause = response.error().map_or_else(String::new, ToString::to_string);
        tracing::error!(path = request.path(), %cause, "demo request broken");
    }
    let call = Call::of(request);
    match call.show(status, &ErrorPage::of(&call, &response)) {
        Ok(page) => html::with_headers_of(&response, page),
        Err(_) => response,
    }
}
