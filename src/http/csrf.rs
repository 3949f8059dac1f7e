//! The secret of a browser, to which the tokens of its forms are bound (CSRF).

use actix_web::HttpRequest;
use actix_web::cookie::Cookie;
use actix_web::http::header::{HOST, HeaderName, HeaderValue, ORIGIN};
use seatsync_agent::origin::Origin;

use super::site::Site;
use crate::vault::{self, Vault};

/// The name of the token field.
pub const FIELD: &str = "csrf";
/// The cookie that holds the secret.
const COOKIE: &str = "form";
/// Characters it has at least.
const SHORTEST: usize = 32;

/// A browser, by its secret.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    pub secret: String,
    /// Whether it was made just now, so that no form can carry its token yet.
    pub is_new: bool,
}

impl Browser {
    /// The browser of a request.
    #[must_use]
    pub fn of(site: &Site, request: &HttpRequest) -> Self {
        match site.jar.value(request, COOKIE).filter(|secret| secret.len() >= SHORTEST) {
            Some(secret) => Self { secret, is_new: false },
            None => Self { secret: vault::new_secret(), is_new: true },
        }
    }

    /// The token its forms carry.
    #[must_use]
    pub fn token(&self, vault: &Vault) -> String {
        vault.form_token(&self.secret)
    }

    /// Whether this is the token its forms carry.
    #[must_use]
    pub fn is_token(&self, vault: &Vault, token: &str) -> bool {
        !self.is_new && vault.is_form_token(&self.secret, token)
    }

    /// The cookie that a new one is to keep.
    #[must_use]
    pub fn cookie(&self, site: &Site) -> Option<Cookie<'static>> {
        self.is_new.then(|| site.jar.cookie(COOKIE, &self.secret))
    }
}

/// Whether a browser says that a form came from our own pages; one that says nothing is judged by its token.
#[must_use]
pub fn is_same_origin(site: &Site, request: &HttpRequest) -> bool {
    let header = |name: HeaderName| request.headers().get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    let fetched = header(HeaderName::from_static("sec-fetch-site"));
    if fetched.is_some_and(|fetched| fetched != "same-origin" && fetched != "none") {
        return false;
    }
    let Some(origin) = header(ORIGIN) else { return true };
    if origin == "null" {
        // So says a page of ours that names itself to nobody; the browser itself vouches for it then, or nobody does.
        return fetched == Some("same-origin");
    }
    let Ok(from) = Origin::parse(origin) else { return false };
    header(HOST).is_some_and(|host| from.is_at(host))
        || site.base_url.as_ref().is_some_and(|url| from.to_string() == *url)
}
