//! Every request gets an id and one line in the log; secrets in paths are masked.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest};

/// The id of a request, made when it arrives.
#[derive(Debug, Clone)]
struct RequestId(String);

/// The id of a request.
#[must_use]
pub fn id_of(request: &HttpRequest) -> String {
    request.extensions().get::<RequestId>().map_or_else(String::new, |id| id.0.clone())
}

/// The path as it may be logged: what follows `/password/`, `/i/` or `/contacts/confirmation/` is a secret, unless it is one of
/// our own pages. The handle of a link is none, and belongs into no log either.
#[must_use]
pub fn masked(path: &str) -> &str {
    if path.starts_with("/contacts/confirmation/") {
        return "/contacts/confirmation/***";
    }
    match (path.strip_prefix("/password/"), path.strip_prefix("/i/")) {
        (Some(rest), _) if rest.starts_with("new/") => "/password/new/***",
        (Some(rest), _) if rest != "new" => "/password/***",
        (_, Some(rest)) if rest.starts_with("view/") => "/i/view/***",
        (_, Some(rest)) if !["view", "links"].contains(&rest) => "/i/***",
        _ => path,
    }
}

/// Gives the request an id, logs how it ended, and sends the id back.
pub async fn log(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let id = uuid::Uuid::now_v7().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, path, begun) = (request.method().clone(), masked(request.path()).to_owned(), Instant::now());
    let mut response = next.call(request).await?;
    let (status, millis) = (response.status().as_u16(), begun.elapsed().as_millis());
    tracing::info!(request_id = %id, %method, path, status, millis = u64::try_from(millis).unwrap_or(u64::MAX), "request");
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_in_a_path_is_never_logged() {
        assert_eq!(masked("/password/abc"), "/password/***");
        assert_eq!(masked("/password/new"), "/password/new");
        assert_eq!(masked("/password/new/abc"), "/password/new/***");
        assert_eq!(masked("/contacts/confirmation/abc"), "/contacts/confirmation/***");
        assert_eq!(masked("/i/abc"), "/i/***");
        assert_eq!(masked("/i/abc/pdf"), "/i/***");
        assert_eq!(
            (masked("/i/view"), masked("/i/view/abc/pdf"), masked("/i/links")),
            ("/i/view", "/i/view/***", "/i/links")
        );
        assert_eq!(masked("/subscriptions/S-1"), "/subscriptions/S-1");
    }
}
