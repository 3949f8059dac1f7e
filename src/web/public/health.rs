//! Whether the process is up, and whether it can do its work; and what crawlers are told.

use actix_web::{HttpResponse, web};

use crate::app::App;
use crate::store::{self, StoreError};

/// `GET /healthz`: the process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: the database answers too.
pub async fn readyz(app: web::Data<App>) -> HttpResponse {
    let asked: Result<_, StoreError> = app.db.read(store::letters::unsent).await;
    match asked {
        Ok(_) => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"),
        Err(_) => HttpResponse::ServiceUnavailable()
            .insert_header(("Retry-After", "10"))
            .content_type("text/plain; charset=utf-8")
            .body("the database cannot be reached\n"),
    }
}

/// `GET /robots.txt`: nothing here is for search engines.
pub async fn robots() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("User-agent: *\nDisallow: /\n")
}
