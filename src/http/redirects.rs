//! On to another page after a change.

use actix_web::http::header::{CACHE_CONTROL, ContentType, LOCATION};
use actix_web::{HttpResponse, HttpResponseBuilder};

/// An answer that leads there, and says nothing.
#[must_use]
pub fn see_other(path: &str) -> HttpResponse {
    on_to(path).finish()
}

/// The same, yet to be finished.
#[must_use]
pub fn on_to(path: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::SeeOther();
    response
        .insert_header((LOCATION, path))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header(ContentType::plaintext());
    response
}
