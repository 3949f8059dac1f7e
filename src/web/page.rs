//! Rendering: a page is a struct with a [`Frame`]; nothing else renders, and no handler knows of cookies or headers.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::error::WebError;
use super::flash::{self, Flash};
use super::nav::{self, Entries, Entry, Section};
use super::visit::Visit;
use crate::domain::language::Language;
use crate::http::html;
use crate::http::site::Site;

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

impl Frame {
    /// The main navigation of who is signed in.
    #[must_use]
    pub fn nav(&self) -> Vec<Entry> {
        nav::entries(self.language, self.entries, self.is_staff, self.section)
    }
}

impl Visit {
    /// The frame of an ordinary page.
    #[must_use]
    pub fn frame(&self, section: Section) -> Frame {
        let path = self.request.uri().path_and_query().map_or("/", |p| p.as_str());
        Frame {
            csrf: self.browser.token(&self.app.vault),
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
    pub fn show(&self, page: &impl Template) -> Result<HttpResponse, WebError> {
        self.show_as(StatusCode::OK, page)
    }

    /// Renders a page with another status.
    pub fn show_as(&self, status: StatusCode, page: &impl Template) -> Result<HttpResponse, WebError> {
        let mut response = html::page(status, self.language, page).map_err(WebError::broken)?;
        let flash = Flash::of(&self.request).map(|_| self.cookie_removal(flash::COOKIE));
        for cookie in self.browser.cookie(&Site::of(&self.request)).iter().chain(&flash) {
            response.add_cookie(cookie).map_err(WebError::broken)?;
        }
        Ok(response)
    }
}
