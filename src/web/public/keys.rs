//! The portal's public keys, as a vendor compiles them into its product.

use actix_web::{HttpResponse, web};

use crate::app::App;

/// `GET /.well-known/jwks.json`
pub async fn jwks(app: web::Data<App>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("Cache-Control", "public, max-age=300"))
        .content_type("application/jwk-set+json; charset=utf-8")
        .body(app.keys().published().to_jwks())
}
