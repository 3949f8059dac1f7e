//! A posted form: read whole within limits, and only if it came from a page of ours in this browser (CSRF).

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::{HOST, ORIGIN};
use actix_web::{FromRequest, HttpRequest};

use seatsync_agent::origin::Origin;

use super::bodies;
use super::error::WebError;
use super::visit::{self, Visit};

/// The name of the token field.
pub const CSRF: &str = "csrf";

/// The fields of a form that came from a page of ours.
#[derive(Debug)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// All of them but the token.
    #[must_use]
    pub fn typed(mut self) -> BTreeMap<String, String> {
        self.0.remove(CSRF);
        self.0
    }

    /// A field's text, empty if it is absent.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// A field's text without space around it; none if nothing is left. It must fit: nothing is ever cut.
    ///
    /// # Errors
    /// It is longer than `longest` characters.
    pub fn optional(&self, name: &str, longest: usize) -> Result<Option<String>, Unfit> {
        match self.required(name, longest) {
            Err(Unfit::Empty) => Ok(None),
            fit => fit.map(Some),
        }
    }

    /// A field's text without space around it, which must be there and fit.
    ///
    /// # Errors
    /// Nothing is left, or it is longer than `longest` characters.
    pub fn required(&self, name: &str, longest: usize) -> Result<String, Unfit> {
        let text = self.text(name).trim().replace("\r\n", "\n");
        match text.chars().count() {
            0 => Err(Unfit::Empty),
            length if length > longest => Err(Unfit::TooLong { length, longest }),
            _ => Ok(text),
        }
    }
}

/// Why a text is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// There is none.
    Empty,
    /// It has more characters than are kept.
    TooLong {
        /// So many.
        length: usize,
        /// At most.
        longest: usize,
    },
}

impl FromRequest for Fields {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let visit = Visit::of(request);
        let same_origin = is_same_origin(request);
        let app = visit::app(request);
        let (headers, payload) = (request.headers().clone(), payload.take());
        let cookie = visit::csrf_cookie(request);
        Box::pin(async move {
            let typed = bodies::fields(&headers, payload).await?;
            let fields: BTreeMap<String, String> = typed.into_iter().map(|(n, text)| (n, plain(&text))).collect();
            visit.await?;
            let token = fields.get(CSRF).map_or("", String::as_str);
            match cookie {
                Some(cookie) if same_origin && app.vault.is_form_token(&cookie, token) => Ok(Self(fields)),
                // Whoever has no cookies would be told for ever to load the page again.
                None if same_origin => Err(WebError::NoCookies),
                _ => Err(WebError::ForeignForm),
            }
        })
    }
}

/// The text without control characters but line ends and tabs: nobody types them, and PostgreSQL takes no NUL.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || "\n\r\t".contains(*c)).collect()
}

/// Whether a browser says that the form came from our own pages; one that says nothing is judged by its token.
fn is_same_origin(request: &HttpRequest) -> bool {
    let header =
        |name| request.headers().get(name).and_then(|v: &actix_web::http::header::HeaderValue| v.to_str().ok());
    let site = header(actix_web::http::header::HeaderName::from_static("sec-fetch-site"));
    if site.is_some_and(|site| site != "same-origin" && site != "none") {
        return false;
    }
    let Some(origin) = header(ORIGIN) else { return true };
    if origin == "null" {
        // So says a page of ours that names itself to nobody; the browser itself vouches for it then, or nobody does.
        return site == Some("same-origin");
    }
    let Ok(from) = Origin::parse(origin) else { return false };
    header(HOST).is_some_and(|host| from.is_at(host)) || from.to_string() == visit::app(request).config.base_url
}
