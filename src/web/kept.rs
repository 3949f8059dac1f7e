//! What was typed into a form whose session had ended: kept sealed in the browser until somebody has signed in again, and
//! sent again by nobody but them.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::cookie::time::Duration;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpResponse, ResponseError};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Serialize};

use super::error::WebError;
use super::visit::Visit;
use super::{cookies, routes};
use crate::domain::person::Person;
use crate::http::bodies;
use crate::http::form::Fields;

const COOKIE: &str = "kept";
/// The cookie that says who signed in last.
const PERSON: &str = "person";
/// Minutes it is kept.
const MINUTES: i64 = 60;
/// Characters of a cookie that every browser takes. What does not fit, packed, is not kept: a pasted text is at hand still.
const LONGEST: usize = 3_600;

/// A form that was not taken, as its session had ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Where it was sent.
    pub path: String,
    /// Its fields but for the token.
    pub fields: BTreeMap<String, String>,
}

/// Around every handler: a form of nobody's to where one must be signed in is kept, and what is sent again is let go of.
pub async fn keep(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if request.method() != Method::POST || !routes::needs_person(request.path()) {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    }
    let visit = Visit::of(request.request()).await?;
    if visit.person.is_some() {
        let is_sent_again = Kept::of(&visit).is_some_and(|kept| kept.path == request.path());
        let removal = visit.cookie_removal(COOKIE);
        // Whoever holds on to the request keeps the router from working.
        drop(visit);
        let mut response = next.call(request).await?.map_into_boxed_body();
        if is_sent_again && response.status().is_redirection() {
            response.response_mut().add_cookie(&removal)?;
        }
        return Ok(response);
    }
    let (request, mut payload) = request.into_parts();
    let mut response = WebError::SignInFirst { next: "/".to_owned() }.error_response();
    if let Ok(fields) = Fields::from_request(&request, &mut payload).await {
        Kept { path: request.path().to_owned(), fields: fields.typed() }.put(&visit, &mut response)?;
    }
    Ok(ServiceResponse::new(request, response))
}

/// For whom it is sealed: this browser, so that nobody can make somebody else's send what they did not type, and the person
/// who was signed in here last, so that nobody else who signs in is shown it.
fn purpose(visit: &Visit, person: &str) -> String {
    format!("kept form {} {person}", visit.browser.secret)
}

/// Who signed in last, as the browser remembers; empty if nobody did.
fn last(visit: &Visit) -> String {
    cookies::value(&visit.request, PERSON).unwrap_or_default()
}

/// What a browser remembers of who signed in last: nothing can be told from it but that it is the same person.
fn mark(visit: &Visit, person: &Person) -> String {
    cookies::handle(&visit.app.vault, &format!("person {}", person.id))
}

/// Has the browser remember who signed in: their session may end while they type.
///
/// # Errors
/// The cookie cannot be written.
pub fn remember(visit: &Visit, person: &Person, response: &mut HttpResponse) -> Result<(), WebError> {
    response.add_cookie(&visit.cookie(PERSON, &mark(visit, person))).map_err(WebError::broken)
}

impl Kept {
    /// What this browser keeps.
    #[must_use]
    pub fn of(visit: &Visit) -> Option<Self> {
        let sealed = cookies::value(&visit.request, COOKIE)?;
        // What was sealed when the browser remembered nobody is whoever's.
        let theirs = visit.person.as_ref().map_or_else(|| last(visit), |person| mark(visit, person));
        let packed =
            [theirs.as_str(), ""].iter().find_map(|p| visit.app.vault.open(&purpose(visit, p), &sealed).ok())?;
        let mut json = Vec::new();
        let largest = u64::try_from(bodies::LARGEST).ok()?;
        brotli::Decompressor::new(packed.as_slice(), 4_096).take(largest).read_to_end(&mut json).ok()?;
        serde_json::from_slice(&json).ok()
    }

    /// Takes what this browser keeps away.
    ///
    /// # Errors
    /// The cookie cannot be written.
    pub fn forget(visit: &Visit, response: &mut HttpResponse) -> Result<(), WebError> {
        if cookies::value(&visit.request, COOKIE).is_some() {
            response.add_cookie(&visit.cookie_removal(COOKIE)).map_err(WebError::broken)?;
        }
        Ok(())
    }

    fn put(&self, visit: &Visit, response: &mut HttpResponse) -> Result<(), WebError> {
        let json = serde_json::to_vec(self).map_err(WebError::broken)?;
        let mut packed = brotli::CompressorWriter::new(Vec::new(), 4_096, 5, 22);
        packed.write_all(&json).map_err(WebError::broken)?;
        let packed = packed.into_inner();
        if self.fields.is_empty() || Base64UrlUnpadded::encoded_len(&packed) > LONGEST {
            return Ok(());
        }
        let mut cookie = visit.cookie(COOKIE, &visit.app.vault.seal(&purpose(visit, &last(visit)), &packed));
        cookie.set_max_age(Duration::minutes(MINUTES));
        response.add_cookie(&cookie).map_err(WebError::broken)
    }
}
