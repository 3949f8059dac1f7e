//! A posted form: read whole within limits, and only if it came from a page of ours in this browser.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError};

use super::bodies;
use super::csrf::{self, Browser, is_same_origin};
use super::site::Site;
use crate::domain::language::Language;
use crate::words::{self, t};

/// The fields of a form that came from a page of ours.
#[derive(Debug)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// All of them but the token.
    #[must_use]
    pub fn typed(mut self) -> BTreeMap<String, String> {
        self.0.remove(csrf::FIELD);
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

impl Unfit {
    /// What is wrong, in words; `if_empty` where nothing was typed.
    #[must_use]
    pub fn sentence(self, l: Language, if_empty: String) -> String {
        match self {
            Self::Empty => if_empty,
            Self::TooLong { length, longest } => {
                t!(l, "text-too-long", longest = words::number(l, longest), length = words::number(l, length))
            }
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

/// One thing wrong with a form: said above the page and beside the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The `id` of the field.
    pub field: &'static str,
    /// The sentence.
    pub text: String,
}

/// Why a form is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{self:?}")]
pub enum NotTaken {
    /// Its body is not.
    Unfit(bodies::Unfit),
    /// It did not come from a page of ours in this browser.
    ForeignForm,
    /// It came without the cookie that every page of ours sets: whoever has none would be told for ever to load the page again.
    NoCookies,
}

impl ResponseError for NotTaken {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Unfit(unfit) => unfit.status_code(),
            Self::ForeignForm | Self::NoCookies => StatusCode::FORBIDDEN,
        }
    }

    /// Without a page yet: each server makes its own.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl FromRequest for Fields {
    type Error = NotTaken;
    type Future = Pin<Box<dyn Future<Output = Result<Self, NotTaken>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let site = Site::of(request);
        let (browser, is_ours) = (Browser::of(&site, request), is_same_origin(&site, request));
        let (headers, payload) = (request.headers().clone(), payload.take());
        Box::pin(async move {
            let typed = bodies::fields(&headers, payload).await.map_err(NotTaken::Unfit)?;
            let fields = Self(typed.into_iter().map(|(name, text)| (name, plain(&text))).collect());
            match is_ours {
                true if browser.is_token(&site.vault, fields.text(csrf::FIELD)) => Ok(fields),
                true if browser.is_new => Err(NotTaken::NoCookies),
                _ => Err(NotTaken::ForeignForm),
            }
        })
    }
}

/// The text without control characters but line ends and tabs: nobody types them, and PostgreSQL takes no NUL.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || "\n\r\t".contains(*c)).collect()
}
