//! Whether the process is up, and whether it can do its work; and what crawlers are told.

use std::time::Duration;

use actix_web::{HttpResponse, web};

use crate::app::App;
use crate::web::session_store;

/// How long the session store may take to answer.
const READY: Duration = Duration::from_millis(800);

/// `GET /healthz`: the process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: what the portal stands on answers too.
pub async fn readyz(app: web::Data<App>, sessions: web::Data<session_store::Store>) -> HttpResponse {
    let sessions = tokio::time::timeout(READY, sessions.ping());
    let (database, sessions) = futures_util::future::join(app.db.ready(), sessions).await;
    let missing = match (database, sessions) {
        (Ok(()), Ok(Ok(()))) => None,
        (Err(_), _) => Some("the database cannot be reached\n"),
        (Ok(()), _) => Some("the session store cannot be reached\n"),
    };
    match missing {
        None => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"),
        Some(missing) => HttpResponse::ServiceUnavailable()
            .insert_header(("Retry-After", "10"))
            .content_type("text/plain; charset=utf-8")
            .body(missing),
    }
}

/// `GET /robots.txt`: nothing here is for search engines.
pub async fn robots() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("User-agent: *\nDisallow: /\n")
}
