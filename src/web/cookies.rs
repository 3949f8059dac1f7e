//! Cookies: ours alone are read, each by itself, and every one is set the same way.
//!
//! A mailed link has a cookie of its own, named by a handle that may be seen: so each tab acts on what it shows.

use actix_web::body::MessageBody;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{COOKIE, HeaderMap, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse};
use chrono::TimeDelta;

use super::error::WebError;
use super::visit::{self, Visit};
use crate::config::Config;
use crate::http::cookies::Jar;
use crate::http::site::Site;
use crate::vault::Vault;

/// The cookies of ours that have one name.
const NAMES: &[&str] = &["session", "form", "language", "flash", "kept", "person"];
/// What the names of the cookies of mailed links begin with.
const LINK: &str = "link-";
/// Characters of a handle.
const HANDLE: usize = 16;
/// Mailed links a browser keeps at most, so that what it sends stays short; the oldest goes first.
const MOST_LINKS: usize = 40;

/// What the names of our cookies begin with: under TLS so that no neighbour can set them.
const fn prefix(is_https: bool) -> &'static str {
    if is_https { "__Host-" } else { "" }
}

/// The cookies of the portal.
#[must_use]
pub fn jar(config: &Config) -> Jar {
    Jar { prefix: prefix(config.is_https()), is_https: config.is_https(), same_site: SameSite::Lax }
}

/// Leaves nothing in the header but cookies of ours that can be read: what a neighbour on the same domain sets in whatever
/// encoding must not keep ours from being found.
pub async fn only_ours(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let is_https = visit::app(request.request()).config.is_https();
    let ours = ours(request.headers(), is_https);
    request.headers_mut().remove(COOKIE);
    if let Ok(header) = HeaderValue::from_str(&ours)
        && !ours.is_empty()
    {
        request.headers_mut().insert(COOKIE, header);
    }
    next.call(request).await
}

fn ours(headers: &HeaderMap, is_https: bool) -> String {
    let pairs = headers.get_all(COOKIE).flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    let kept: Vec<&str> = pairs
        .filter_map(|pair| std::str::from_utf8(pair).ok())
        .map(str::trim)
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or("").trim();
            let bare = name.strip_prefix(prefix(is_https));
            bare.is_some_and(|bare| NAMES.contains(&bare) || bare.starts_with(LINK))
        })
        .filter(|pair| pair.bytes().all(|b| b.is_ascii_graphic()) && Cookie::parse_encoded(*pair).is_ok())
        .collect();
    kept.join("; ")
}

/// The value of a cookie of ours, under whichever name it has here.
#[must_use]
pub fn value(request: &HttpRequest, name: &str) -> Option<String> {
    Site::of(request).jar.value(request, name)
}

impl Visit {
    /// A cookie of ours with this value.
    #[must_use]
    pub fn cookie(&self, name: &str, value: &str) -> Cookie<'static> {
        Site::of(&self.request).jar.cookie(name, value)
    }

    /// The cookie that takes one of ours away.
    #[must_use]
    pub fn cookie_removal(&self, name: &str) -> Cookie<'static> {
        Site::of(&self.request).jar.removal(name)
    }

    /// Keeps the secret of a mailed link in this browser for a while, and lets go of the oldest when there are too many.
    ///
    /// # Errors
    /// The cookie cannot be written.
    pub fn keep_link(&self, response: &mut HttpResponse, secret: &str, lasts: TimeDelta) -> Result<(), WebError> {
        let name = format!("{LINK}{}", handle(&self.app.vault, secret));
        let mut cookie = self.cookie(&name, &format!("{:x}.{secret}", self.now.timestamp()));
        cookie.set_max_age(Duration::seconds(lasts.num_seconds().max(1)));
        response.add_cookie(&cookie).map_err(WebError::broken)?;
        let mut others = self.links();
        others.retain(|(other, _)| *other != name);
        others.sort_by_key(|(_, kept_at)| *kept_at);
        let too_many = (others.len() + 1).saturating_sub(MOST_LINKS);
        for (other, _) in others.iter().take(too_many) {
            response.add_cookie(&self.cookie_removal(other)).map_err(WebError::broken)?;
        }
        Ok(())
    }

    /// Lets go of a mailed link.
    ///
    /// # Errors
    /// The cookie cannot be written.
    pub fn drop_link(&self, response: &mut HttpResponse, secret: &str) -> Result<(), WebError> {
        let name = format!("{LINK}{}", handle(&self.app.vault, secret));
        response.add_cookie(&self.cookie_removal(&name)).map_err(WebError::broken)
    }

    /// The secret of the mailed link with this handle, if this browser keeps it.
    #[must_use]
    pub fn held_link(&self, handle: &str) -> Option<String> {
        let value = value(&self.request, &format!("{LINK}{handle}"))?;
        value.split_once('.').map(|(_, secret)| secret.to_owned())
    }

    /// The cookies of mailed links this browser keeps, by name, and since when.
    fn links(&self) -> Vec<(String, i64)> {
        let prefix = Site::of(&self.request).jar.name(LINK);
        let Ok(all) = self.request.cookies() else { return Vec::new() };
        let links = all.iter().filter_map(|cookie| {
            let rest = cookie.name().strip_prefix(&prefix)?;
            let kept_at = cookie.value().split('.').next().and_then(|at| i64::from_str_radix(at, 16).ok());
            Some((format!("{LINK}{rest}"), kept_at.unwrap_or(0)))
        });
        links.collect()
    }
}

/// What a mailed link is called in an address bar: it tells nothing of the secret.
#[must_use]
pub fn handle(vault: &Vault, secret: &str) -> String {
    vault.look_up_hash(&format!("link {secret}")).chars().take(HANDLE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&[u8]], is_https: bool) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(COOKIE, HeaderValue::from_bytes(line).unwrap());
        }
        ours(&headers, is_https)
    }

    #[test]
    fn our_cookies_are_found_among_those_of_neighbours() {
        let form = "form=0123456789abcdef0123456789abcdef";
        for foreign in [
            "caf\u{e9}=1".as_bytes(),
            b"caf\xe9=1",
            b"x=\xff\xfe",
            b"x",
            b"=",
            b"==;;;",
            b"x=\"a;b\"",
            b"x=%FF",
            b"\"",
            b"x=%zz",
            b"session=%FF%FE",
            b"form",
            b"form=\xe4",
        ] {
            let line = [foreign, b"; ", form.as_bytes(), b"; y=\xc3"].concat();
            assert_eq!(read(&[&line], false), form, "{foreign:?}");
            assert_eq!(read(&[foreign, form.as_bytes()], false), form, "{foreign:?}");
        }
        let long = [b"a=".as_slice(), &[b'x'; 8_000], b"; ", form.as_bytes()].concat();
        assert_eq!(read(&[&long], false), form);
        assert_eq!(
            read(&[b"__Host-form=1;form=2; __Host-other=3;__Host-link-x=4"], true),
            "__Host-form=1; __Host-link-x=4"
        );
        assert_eq!(read(&[], true), "");
    }
}
