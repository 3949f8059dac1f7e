//! An answer that is a page, and one that has none yet.

use actix_web::HttpResponse;
use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, ContentType};
use askama::Template;

use crate::domain::language::Language;

/// A page in a language, which nobody keeps.
pub fn page(status: StatusCode, language: Language, page: &impl Template) -> Result<HttpResponse, askama::Error> {
    let html = page.render()?;
    let mut response = HttpResponse::build(status);
    response.insert_header(ContentType::html());
    response.insert_header((CACHE_CONTROL, "no-store"));
    response.insert_header((CONTENT_LANGUAGE, language.as_str()));
    Ok(response.body(html))
}

/// Whether an answer is a failure without a body: actix's own to an unknown method and the like.
pub fn is_bare_failure<B: MessageBody>(response: &ServiceResponse<B>) -> bool {
    let status = response.status();
    let is_bare = matches!(response.response().body().size(), BodySize::Sized(0) | BodySize::None);
    (status.is_client_error() || status.is_server_error()) && is_bare
}

/// Gives the page of a failure the headers that the failure came with.
#[must_use]
pub fn with_headers_of(failure: &HttpResponse, mut page: HttpResponse) -> HttpResponse {
    for (name, value) in failure.headers().iter().filter(|(name, _)| **name != CONTENT_TYPE) {
        page.headers_mut().insert(name.clone(), value.clone());
    }
    page
}
