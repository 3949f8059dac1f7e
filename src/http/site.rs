//! A server as its cookies and forms know it.

use actix_web::HttpRequest;
use actix_web::web::Data;

use super::cookies::Jar;
use crate::vault::Vault;

/// A server; it registers itself with everything it serves.
#[derive(Debug)]
pub struct Site {
    /// What seals the tokens of its forms.
    pub vault: Vault,
    /// Its cookies.
    pub jar: Jar,
    /// Its public address, if it has another one than its host.
    pub base_url: Option<String>,
}

impl Site {
    /// The server behind a request.
    ///
    /// # Panics
    /// Never in a server of ours.
    #[must_use]
    #[allow(clippy::expect_used, reason = "the server registers it before it serves anything")]
    pub fn of(request: &HttpRequest) -> Data<Self> {
        request.app_data::<Data<Self>>().expect("the server registers its site").clone()
    }
}
