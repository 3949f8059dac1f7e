//! The headers every response carries (ASVS 3.4).

use actix_web::middleware::DefaultHeaders;

/// Nothing from anywhere but us, no script or style in the page itself, no frame around it. `data:` is for Pico's
/// icons; `connect-src` for auditing tools.
const POLICY: &str = "default-src 'none'; connect-src 'self'; style-src 'self'; script-src 'self'; \
    img-src 'self' data:; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

/// The headers; HSTS only where there is TLS.
#[must_use]
pub fn all(is_https: bool) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add(("Content-Security-Policy", POLICY))
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("X-Frame-Options", "DENY"))
        // Not `no-referrer`: browsers then send `Origin: null` with our own forms.
        .add(("Referrer-Policy", "same-origin"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"));
    if is_https { headers.add(("Strict-Transport-Security", "max-age=31536000; includeSubDomains")) } else { headers }
}
