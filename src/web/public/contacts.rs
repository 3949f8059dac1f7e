//! The page behind the link that asks an address whether it may get an account's emails. Looking at it changes nothing, so that
//! a mail scanner confirms nothing. Its secret stays in the address: it opens nothing, and two links in two tabs stay two.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions;
use crate::http::form::Fields;
use crate::urls;
use crate::vault;
use crate::web::error::WebError;
use crate::web::page::Frame;
use crate::web::visit::Visit;
use crate::words::t;

#[derive(Template)]
#[template(path = "public/contacts/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    account: String,
    email: String,
    /// Where the button leads.
    address: String,
    is_done: bool,
}

/// `GET /contacts/confirmation/{secret}`: shows the button.
///
/// # Errors
/// The link is dead.
pub async fn show(visit: Visit, request: HttpRequest) -> Result<HttpResponse, WebError> {
    let secret = secret(&request)?;
    page(&visit, secret, false).await
}

/// `POST /contacts/confirmation/{secret}`: confirms.
///
/// # Errors
/// The link is dead.
pub async fn confirm(visit: Visit, request: HttpRequest, _fields: Fields) -> Result<HttpResponse, WebError> {
    let secret = secret(&request)?;
    let (ctx, held) = (visit.ctx(), secret.clone());
    visit.app.db.write(move |tx| actions::contacts::confirm_address(tx, &ctx, &held)).await?;
    page(&visit, secret, true).await
}

async fn page(visit: &Visit, secret: String, is_done: bool) -> Result<HttpResponse, WebError> {
    let (address, now) = (urls::contact_confirmation(&secret), visit.now);
    let (account, email) = visit.app.db.read(move |c| actions::contacts::find_confirmation(c, &secret, now)).await?;
    visit.show(&ConfirmPage { frame: visit.nameless_frame(), account, email, address, is_done })
}

fn secret(request: &HttpRequest) -> Result<String, WebError> {
    let secret = request.match_info().query("secret");
    if vault::looks_like_secret(secret) { Ok(secret.to_owned()) } else { Err(WebError::Gone) }
}
