//! Cookies: every one of a server is set the same way, and found under the name it was set by.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};

/// The cookies of one server.
#[derive(Debug, Clone)]
pub struct Jar {
    /// What their names begin with. Cookies know no ports, and what begins with `__Host-` no neighbour can set.
    pub prefix: &'static str,
    /// Whether there is TLS.
    pub is_https: bool,
    /// Whether they are sent along when one comes from elsewhere.
    pub same_site: SameSite,
}

impl Jar {
    /// The whole name of a cookie.
    #[must_use]
    pub fn name(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// A cookie with this value: not for scripts, `Secure` under TLS.
    #[must_use]
    pub fn cookie(&self, name: &str, value: &str) -> Cookie<'static> {
        let cookie = Cookie::build(self.name(name), value.to_owned()).path("/").http_only(true);
        cookie.secure(self.is_https).same_site(self.same_site).finish()
    }

    /// The cookie that takes one away.
    #[must_use]
    pub fn removal(&self, name: &str) -> Cookie<'static> {
        let mut cookie = self.cookie(name, "");
        cookie.make_removal();
        cookie
    }

    /// The value a request brings.
    #[must_use]
    pub fn value(&self, request: &HttpRequest, name: &str) -> Option<String> {
        request.cookie(&self.name(name)).map(|c| c.value().to_owned())
    }
}
