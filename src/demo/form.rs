//! A posted form of the demo: read whole within limits, and only if it came from a page of this server in this browser.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::{HOST, HeaderName, ORIGIN};
use actix_web::{FromRequest, HttpRequest};
use seatsync_agent::origin::Origin;

use super::page::{Call, Wrong};
use crate::web::bodies;

/// The fields of a form that came from a page of ours.
#[derive(Debug)]
pub struct Posted(BTreeMap<String, String>);

impl Posted {
    /// A field's text, empty if it is absent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

/// One thing wrong with a form: said above the page and beside the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The `id` of the field.
    pub field: &'static str,
    /// The sentence.
    pub text: String,
}

impl FromRequest for Posted {
    type Error = Wrong;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Wrong>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_ours = is_same_origin(request);
        let call = Call::of(request);
        let (headers, payload) = (request.headers().clone(), payload.take());
        Box::pin(async move {
            let posted = Self(bodies::fields(&headers, payload).await?);
            if is_ours && call.is_form_token(posted.text("csrf")) { Ok(posted) } else { Err(Wrong::ForeignForm) }
        })
    }
}

/// Whether a browser says that the form came from this server. `Sec-Fetch-Site` decides where it is sent: under
/// `Referrer-Policy: no-referrer` the Fetch standard has browsers say `Origin: null` even of our own forms. One that says
/// nothing is judged by its token.
fn is_same_origin(request: &HttpRequest) -> bool {
    let header = |name: HeaderName| request.headers().get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = header(HeaderName::from_static("sec-fetch-site")) {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = header(ORIGIN) else { return true };
    let from = Origin::parse(origin).ok();
    from.zip(header(HOST)).is_some_and(|(from, host)| from.is_at(host))
}
