//! Rendering: a page is a struct with a [`Frame`]; nothing else renders, and no handler knows of cookies or headers.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, ContentType};
use askama::Template;

use super::error::WebError;
use super::flash::{self, Flash};
use super::urls;
use super::visit::Visit;
use crate::domain::language::Language;
use crate::domain::role::{Right, Role};

/// The cookie that form tokens are bound to.
pub const CSRF_COOKIE: &str = "form";

/// Which entry of the main navigation a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Subscriptions and what hangs on them.
    Subscriptions,
    /// Invoices.
    Invoices,
    /// How an account pays, and who gets its letters.
    Account,
    /// Letters to the person.
    Letters,
    /// How soon the vendor answers.
    Support,
    /// Staff's pages.
    Staff,
    /// None of them.
    Elsewhere,
}

/// Which entries of the main navigation there are for who is signed in, beside the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Entries {
    /// Invoices, and how they are paid.
    pub billing: bool,
    /// Who gets an account's letters.
    pub contacts: bool,
    /// What was sent to them.
    pub letters: bool,
}

impl Entries {
    /// For somebody with these roles, each on an account that buys directly or not (R18).
    #[must_use]
    pub fn of(roles: &[(Role, bool)]) -> Self {
        Self {
            billing: roles.iter().any(|(role, is_direct)| *is_direct && role.has(Right::Billing)),
            contacts: roles.iter().any(|(role, _)| role.has(Right::Own)),
            letters: !roles.is_empty(),
        }
    }

    /// The first page of the account's own ones.
    #[must_use]
    pub const fn account(self) -> Option<&'static str> {
        match (self.billing, self.contacts) {
            (true, _) => Some(urls::PAYMENT_METHOD),
            (false, true) => Some(urls::CONTACTS),
            (false, false) => None,
        }
    }
}

/// What is around every page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The language of everything on it.
    pub language: Language,
    /// The other language, to switch to.
    pub other: Language,
    /// The vendor's name.
    pub brand: String,
    /// Whom to write to for help.
    pub support: String,
    /// The token every form carries.
    pub csrf: String,
    /// The name of who is signed in.
    pub name: Option<String>,
    /// Whether they are staff.
    pub is_staff: bool,
    /// What else the navigation offers them.
    pub entries: Entries,
    /// What has just been done.
    pub flash: Option<String>,
    /// Where in the navigation this is.
    pub section: Section,
    /// Where the page is, to come back to after switching the language.
    pub path: String,
}

impl Visit {
    /// The frame of an ordinary page.
    #[must_use]
    pub fn frame(&self, section: Section) -> Frame {
        let path = self.request.uri().path_and_query().map_or("/", |p| p.as_str());
        Frame {
            csrf: self.app.vault.form_token(&self.csrf.0),
            name: self.person.as_ref().map(|p| p.name.clone()),
            is_staff: self.person.as_ref().is_some_and(|p| p.is_staff),
            entries: self.entries,
            flash: Flash::of(&self.request).map(|f| f.text(self.language)),
            path: path.to_owned(),
            ..self.bare_frame(section)
        }
    }

    /// A frame that shows nobody's name and no way to their pages: for what is opened by a link.
    #[must_use]
    pub fn nameless_frame(&self) -> Frame {
        let (name, is_staff, entries) = (None, false, Entries::default());
        Frame { name, is_staff, entries, ..self.frame(Section::Elsewhere) }
    }

    /// A frame without forms and names: error pages say the same to everybody, byte for byte.
    #[must_use]
    pub fn bare_frame(&self, section: Section) -> Frame {
        Frame {
            language: self.language,
            other: match self.language {
                Language::En => Language::De,
                Language::De => Language::En,
            },
            brand: self.app.config.brand.clone(),
            support: self.app.config.support.clone(),
            csrf: String::new(),
            name: None,
            is_staff: false,
            entries: Entries::default(),
            flash: None,
            section,
            path: String::new(),
        }
    }

    /// Renders a page.
    ///
    /// # Errors
    /// The template could not be rendered.
    pub fn show(&self, page: &impl Template) -> Result<HttpResponse, WebError> {
        self.show_as(StatusCode::OK, page)
    }

    /// Renders a page with another status.
    ///
    /// # Errors
    /// The template could not be rendered.
    pub fn show_as(&self, status: StatusCode, page: &impl Template) -> Result<HttpResponse, WebError> {
        let html = page.render().map_err(WebError::broken)?;
        let mut response = HttpResponse::build(status);
        response.insert_header(ContentType::html());
        response.insert_header((CACHE_CONTROL, "no-store"));
        response.insert_header((CONTENT_LANGUAGE, self.language.as_str()));
        if self.csrf.1 {
            response.cookie(self.cookie(CSRF_COOKIE, &self.csrf.0));
        }
        if Flash::of(&self.request).is_some() {
            response.cookie(self.cookie_removal(flash::COOKIE));
        }
        Ok(response.body(html))
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
