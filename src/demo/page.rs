//! One request of the demo as its pages see it, and what is around every page.

use std::future::{Ready, ready};
use std::io;
use std::str::FromStr;

use actix_web::cookie::SameSite;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use askama::Template;

use super::error::Wrong;
use crate::domain::language::Language;
use crate::http::cookies::Jar;
use crate::http::csrf::Browser;
use crate::http::site::Site;
use crate::http::{html, languages};
use crate::vault::{self, Vault};

/// The cookie that says what has just been done.
const TOLD: &str = "told";

/// Which of the two servers a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// The sample instance.
    Instance,
    Mailbox,
}

impl Tool {
    /// The class of the page's `body`.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Instance => "instance",
            Self::Mailbox => "demo",
        }
    }

    /// Its cookies and forms, with a key that ends with the process.
    ///
    /// # Errors
    /// None that can happen: a new master key is one.
    pub fn site(self) -> io::Result<Site> {
        let prefix = match self {
            Self::Instance => "instance-",
            Self::Mailbox => "demo-",
        };
        let vault = Vault::new(&vault::new_master_key()).map_err(io::Error::other)?;
        Ok(Site { vault, jar: Jar { prefix, is_https: false, same_site: SameSite::Strict }, base_url: None })
    }
}

/// One request as a page of the demo sees it.
#[derive(Clone)]
pub struct Call {
    /// The language of the answer.
    pub language: Language,
    tool: Tool,
    site: Data<Site>,
    browser: Browser,
    told: Option<String>,
}

impl Call {
    /// Looks at a request.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        let site = Site::of(request);
        Self {
            language: languages::preferred(request.headers()),
            tool: request.app_data::<Tool>().copied().unwrap_or(Tool::Mailbox),
            browser: Browser::of(&site, request),
            told: site.jar.value(request, TOLD),
            site,
        }
    }

    /// What has just been done, if it is one of ours.
    #[must_use]
    pub fn told<T: FromStr>(&self) -> Option<T> {
        self.told.as_ref()?.parse().ok()
    }

    /// The frame of a page, with what has just been done as a sentence.
    #[must_use]
    pub fn frame(&self, brand: &str, beside: String, flash: Option<String>) -> Frame {
        Frame {
            language: self.language,
            class: self.tool.class(),
            brand: brand.to_owned(),
            beside,
            csrf: self.browser.token(&self.site.vault),
            flash,
        }
    }

    /// Renders a page.
    pub fn show(&self, status: StatusCode, page: &impl Template) -> Result<HttpResponse, Wrong> {
        let mut response = html::page(status, self.language, page).map_err(Wrong::broken)?;
        let told = self.told.as_ref().map(|_| self.site.jar.removal(TOLD));
        for cookie in self.browser.cookie(&self.site).iter().chain(&told) {
            response.add_cookie(cookie).map_err(Wrong::broken)?;
        }
        Ok(response)
    }

    /// Back to the start after a change, which is said there once: as a word of a closed list, never as text.
    #[must_use]
    pub fn back_saying(&self, word: &str) -> HttpResponse {
        HttpResponse::SeeOther().insert_header((LOCATION, "/")).cookie(self.site.jar.cookie(TOLD, word)).finish()
    }
}

impl FromRequest for Call {
    type Error = Wrong;
    type Future = Ready<Result<Self, Wrong>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

/// What is around every page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The language of everything on it.
    pub language: Language,
    /// The class of the `body`.
    pub class: &'static str,
    /// What the page's head calls the place.
    pub brand: String,
    pub beside: String,
    /// The token every form carries.
    pub csrf: String,
    /// What has just been done.
    pub flash: Option<String>,
}
