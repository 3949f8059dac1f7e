//! `POST /api/v1/sync`: an instance ID in, a token out (R31–R33).

use std::time::Duration;

use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::StreamExt;
use seatsync_agent::wire::MAX_TEXT;

use super::limits::{Limits, Origin};
use super::problem::Problem;
use crate::actions::instances::{Checker, Refused, unseal};
use crate::actions::syncs::{self, Answering};
use crate::actions::{Actor, Ctx, Failure, Refusal};
use crate::app::App;
use crate::domain::ids::InstanceId;
use crate::domain::language::Language;
use crate::web::{request_log, visit};
use crate::words::t;

/// How long a message may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);

/// `POST /api/v1/sync`
pub async fn create(
    request: HttpRequest,
    app: web::Data<App>,
    limits: web::Data<Limits>,
    body: web::Payload,
) -> HttpResponse {
    match answer(&request, &app, &limits, body).await {
        Ok(token) => HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(token),
        Err(problem) => problem.response(),
    }
}

/// The language an operator's program asks for.
#[must_use]
pub fn language(request: &HttpRequest) -> Language {
    let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Language::preferred(header.unwrap_or(""))
}

async fn answer(
    request: &HttpRequest,
    app: &web::Data<App>,
    limits: &Limits,
    body: web::Payload,
) -> Result<String, Problem> {
    let l = language(request);
    let origin = Origin::of(&visit::origin(request));
    let too_many = |seconds| Problem::too_many(l, seconds);
    limits.address.take(origin, app.clock.now()).map_err(too_many)?;
    let text = text(l, request, body).await?;
    // Asked again, as a message may take a while to arrive. The limits go by it too: in the demo a year passes in a minute.
    let now = app.clock.now();
    let request_id = request_log::id_of(request);
    let failed = |failure: &Failure| Problem::of_failure(l, &request_id, failure);
    let keys = app.keys();
    let message = unseal(&keys, &text).map_err(|failure| failed(&failure))?;
    let claimed = InstanceId(message.claimed_instance().map_err(|refused| failed(&refused.into()))?);
    let checker = Checker { portal: app.config.base_url.clone(), vault: app.vault.clone() };
    let ctx = Ctx { actor: Actor::Instance(claimed), now, request_id: request_id.clone() };
    let with = Answering { checker, desk: app.desk.clone(), keys, shelf: app.shelf.clone() };
    let verified = {
        let (ctx, with) = (ctx.clone(), with.clone());
        app.db.read(move |c| syncs::verify(c, &ctx, &with, message)).await
    };
    let verified = match verified {
        Ok(Ok(verified)) => verified,
        Ok(Err(ahead)) => {
            limits.instance.take(claimed, now).map_err(too_many)?;
            let noted = app.db.write(move |tx| syncs::refuse_ahead(tx, &ctx, ahead)).await;
            return Err(noted.map_or_else(|failure| failed(&failure), |refused| Problem::of_refused(l, &refused)));
        }
        Err(failure) => return Err(failed(&failure)),
    };
    limits.instance.take(claimed, now).map_err(too_many)?;
    let brings_code = verified.claims.code.is_some();
    if brings_code {
        limits.codes.take(origin, now).map_err(too_many)?;
    }
    let taken = app.db.write(move |tx| syncs::sync(tx, &ctx, &with, &verified)).await;
    let is_wrong_code = matches!(taken, Err(Failure::Refused(Refusal::InstanceId(Refused::UnknownCode))));
    if brings_code && !is_wrong_code {
        limits.codes.give_back(&origin);
    }
    match taken {
        Ok(Ok(token)) => Ok(token),
        Ok(Err(refused)) => Err(Problem::of_refused(l, &refused)),
        Err(failure) => Err(failed(&failure)),
    }
}

/// The body as text: plain, not packed, short, and in time.
async fn text(l: Language, request: &HttpRequest, mut body: web::Payload) -> Result<String, Problem> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let media = |detail| Problem::new("media-type", StatusCode::UNSUPPORTED_MEDIA_TYPE, detail);
    let kind = header(CONTENT_TYPE).and_then(|kind| kind.split(';').next()).unwrap_or("").trim();
    if !kind.eq_ignore_ascii_case("text/plain") {
        return Err(media(t!(l, "problem-media-type")));
    }
    if header(CONTENT_ENCODING).is_some_and(|packed| !packed.trim().eq_ignore_ascii_case("identity")) {
        return Err(media(t!(l, "problem-packed")));
    }
    let too_large = || Problem::new("too-large", StatusCode::PAYLOAD_TOO_LARGE, t!(l, "problem-too-large"));
    let length = header(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > MAX_TEXT) {
        return Err(too_large());
    }
    let read = async {
        let mut bytes = Vec::with_capacity(length.unwrap_or(2_048).min(MAX_TEXT));
        while let Some(piece) = body.next().await {
            let piece =
                piece.map_err(|_| Problem::new("cut-off", StatusCode::BAD_REQUEST, t!(l, "problem-cut-off")))?;
            if bytes.len() + piece.len() > MAX_TEXT {
                return Err(too_large());
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    };
    let in_time = tokio::time::timeout(PATIENCE, read).await;
    let bytes = in_time.map_err(|_| Problem::new("slow", StatusCode::REQUEST_TIMEOUT, t!(l, "problem-slow")))??;
    // What is no text is no instance ID; reading it leniently lets that be said in the one sentence there is for it.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
