//! One invoice by its mailed link, without an account (R41). The secret leaves the address bar at once; looking uses nothing
//! up, so that a mail scanner does no harm; nothing else of the customer is shown.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::TimeDelta;

use crate::actions::{self, Failure, Refusal};
use crate::domain::attempt::AttemptKind;
use crate::domain::calendar::Instant;
use crate::http::form::Fields;
use crate::http::redirects::see_other;
use crate::store;
use crate::urls;
use crate::vault;
use crate::web::cookies;
use crate::web::error::WebError;
use crate::web::page::Frame;
use crate::web::views::documents::{self, DocumentView, Record};
use crate::web::visit::Visit;
use crate::words::t;

/// How long a browser keeps a link before its invoice was seen, when nobody has looked yet whether there is such a link.
/// From then on it is kept for as long as it lives.
const MINUTES: i64 = 60;

#[derive(Template)]
#[template(path = "public/invoice_links/show.html")]
struct InvoicePage {
    frame: Frame,
    sheet: DocumentView,
    pdf: String,
}

/// The page of a link that is dead or never was, and the page that says that a fresh one is on its way.
#[derive(Template)]
#[template(path = "public/invoice_links/dead.html")]
struct DeadPage {
    frame: Frame,
    is_sent: bool,
    /// The handle of the link a fresh one is asked for.
    link: String,
}

/// `GET /i/{secret}`: puts the secret into a cookie and leaves the address bar without it. Changes nothing.
///
/// # Errors
/// The answer cannot be made.
pub async fn arrive(visit: Visit, request: HttpRequest) -> Result<HttpResponse, WebError> {
    let secret = request.match_info().query("secret");
    if !vault::looks_like_secret(secret) {
        return dead(&visit, "", false);
    }
    let mut response = see_other(&urls::linked_invoice(&cookies::handle(&visit.app.vault, secret)));
    visit.keep_link(&mut response, secret, TimeDelta::minutes(MINUTES))?;
    Ok(unseen(response))
}

/// `GET /i/view/{link}`: each view is noted.
///
/// # Errors
/// Too many links that nobody knows; a dead one is a page with a way out.
pub async fn show(visit: Visit) -> Result<HttpResponse, WebError> {
    let link = visit.request.match_info().query("link");
    let Some(Opened { record, secret, until }) = opened(&visit, link).await? else { return dead(&visit, link, false) };
    let sheet = DocumentView::of(visit.language, &record, &visit.app.config, visit.today());
    let pdf = urls::linked_invoice_pdf(link);
    let mut response = visit.show(&InvoicePage { frame: visit.nameless_frame(), sheet, pdf }).map(unseen)?;
    visit.keep_link(&mut response, &secret, until - visit.now)?;
    Ok(response)
}

/// `GET /i/view/{link}/pdf`: the same document, in the customer's language.
///
/// # Errors
/// As for the page, or it cannot be drawn.
pub async fn pdf(visit: Visit) -> Result<HttpResponse, WebError> {
    let link = visit.request.match_info().query("link");
    let Some(Opened { record, .. }) = opened(&visit, link).await? else { return dead(&visit, link, false) };
    documents::pdf(record, Arc::clone(&visit.app)).await.map(unseen)
}

/// `POST /i/links`: mails a fresh link to the billing contacts on file. Whether the old one was known is not said.
///
/// # Errors
/// Too many asked for.
pub async fn send_fresh(visit: Visit, fields: Fields) -> Result<HttpResponse, WebError> {
    let link = fields.text("link");
    let Some(secret) = held(&visit, link)? else { return dead(&visit, link, false) };
    let (ctx, network) = (visit.ctx(), visit.network());
    let sent = visit.app.db.write(move |tx| {
        // Known secrets are held back by the email on its way; only guessing is counted, and shuts nobody else out.
        if !actions::invoices::is_known_link(tx, &secret)? {
            actions::people::admit(
                tx,
                &ctx,
                actions::people::attempt(AttemptKind::FreshLink, &vault::hash_of(&secret), network),
            )?;
        }
        actions::invoices::send_fresh_link(tx, &ctx, &secret)
    });
    sent.await.map_err(slower)?;
    dead(&visit, link, true)
}

/// Whoever is throttled here has no password to choose instead.
fn slower(failure: Failure) -> WebError {
    match failure {
        Failure::Refused(Refusal::Throttled { minutes }) => WebError::TooManyLinks { minutes },
        failure => failure.into(),
    }
}

/// The secret of the link with this handle; none if no link is named.
fn held(visit: &Visit, link: &str) -> Result<Option<String>, WebError> {
    if link.is_empty() {
        return Ok(None);
    }
    let secret = visit.held_link(link).filter(|secret| vault::looks_like_secret(secret));
    secret.map(Some).ok_or(WebError::OpenAgain)
}

/// What a live link opens.
struct Opened {
    record: Record,
    secret: String,
    /// The link is dead from here on.
    until: Instant,
}

/// What the link with this handle opens, if it lives. One that nobody knows is counted: guessing is slow (QUALITY §5).
async fn opened(visit: &Visit, link: &str) -> Result<Option<Opened>, WebError> {
    let Some(secret) = held(visit, link)? else { return Ok(None) };
    let (ctx, db) = (visit.ctx(), &visit.app.db);
    let asked = secret.clone();
    if !db.read(move |c| actions::invoices::is_known_link(c, &asked)).await? {
        let network = visit.network();
        db.write(move |tx| {
            actions::people::admit(
                tx,
                &ctx,
                actions::people::attempt(AttemptKind::InvoiceLink, &vault::hash_of(&secret), network),
            )
        })
        .await
        .map_err(slower)?;
        return Ok(None);
    }
    let shown = secret.clone();
    let (viewed, until) = match db.write(move |tx| actions::invoices::view_invoice(tx, &ctx, &shown)).await {
        Ok(viewed) => viewed,
        Err(Failure::Refused(Refusal::DeadLink)) => return Ok(None),
        Err(failure) => return Err(failure.into()),
    };
    let record = db.read(move |c| match store::invoices::find_any(c, viewed)? {
        Some(invoice) => Record::of(c, invoice),
        None => Ok(None),
    });
    Ok(record.await?.map(|record| Opened { record, secret, until }))
}

fn dead(visit: &Visit, link: &str, is_sent: bool) -> Result<HttpResponse, WebError> {
    let status = if is_sent { StatusCode::OK } else { StatusCode::GONE };
    visit.show_as(status, &DeadPage { frame: visit.nameless_frame(), is_sent, link: link.to_owned() }).map(unseen)
}

/// For nobody but who holds the link: no search engine, and no page that is gone to from here.
fn unseen(mut response: HttpResponse) -> HttpResponse {
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    response
}
