//! `POST /api/v1/sync`: an instance ID in, a token out (R31–R33).

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use seatsync_agent::wire::MAX_TEXT;

use super::limits::Limits;
use super::problem::Problem;
use crate::actions::instances::open_instance_id;
use crate::actions::syncs;
use crate::actions::{Actor, Ctx, Failure, Refusal};
use crate::app::App;
use crate::domain::ids::InstanceId;
use crate::domain::instance_id::InstanceRefused;
use crate::http::bodies::{self, Unfit};
use crate::http::languages;
use crate::web::{request_log, visit};

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

async fn answer(
    request: &HttpRequest,
    app: &web::Data<App>,
    limits: &Limits,
    body: web::Payload,
) -> Result<String, Problem> {
    let l = languages::preferred(request.headers());
    let network = visit::network(request);
    let too_many = |seconds| Problem::too_many(l, seconds);
    let now = app.clock.now();
    limits.address.take(network, now).map_err(too_many)?;
    let text = text(request, body).await.map_err(|unfit| Problem::of_error(l, &unfit.into()))?;
    let request_id = request_log::id_of(request);
    let failed = |failure: &Failure| Problem::of_failure(l, &request_id, failure);
    let keys = app.keys();
    let message = open_instance_id(&keys, &text).map_err(|failure| failed(&failure))?;
    let claimed = InstanceId(message.claimed_instance().map_err(|refused| failed(&refused.into()))?);
    let ctx = Ctx { now, ..app.ctx(Actor::Instance(claimed), &request_id) };
    let verified = {
        let ctx = ctx.clone();
        app.db.read(move |c| syncs::verify_message(c, &ctx, message)).await
    };
    let verified = match verified {
        Ok(Ok(verified)) => verified,
        Ok(Err(ahead)) => {
            limits.instance.take(claimed, now).map_err(too_many)?;
            let noted = app.db.write(move |tx| syncs::refuse_future(tx, &ctx, ahead)).await;
            return Err(noted.map_or_else(|failure| failed(&failure), |refused| Problem::of_refused(l, &refused)));
        }
        Err(failure) => return Err(failed(&failure)),
    };
    limits.instance.take(claimed, now).map_err(too_many)?;
    let brings_code = verified.claims.code.is_some();
    if brings_code {
        limits.codes.take(network, now).map_err(too_many)?;
    }
    let taken = app.db.write(move |tx| syncs::sync_instance(tx, &ctx, &verified)).await;
    let is_wrong_code = matches!(taken, Err(Failure::Refused(Refusal::InstanceId(InstanceRefused::UnknownCode))));
    if brings_code && !is_wrong_code {
        limits.codes.give_back(&network);
    }
    match taken {
        Ok(Ok(token)) => Ok(token),
        Ok(Err(refused)) => Err(Problem::of_refused(l, &refused)),
        Err(failure) => Err(failed(&failure)),
    }
}

/// The body as text: of the right kind, and short. What it is packed in, and how long it took, was asked before.
async fn text(request: &HttpRequest, body: web::Payload) -> Result<String, Unfit> {
    if bodies::kind(request.headers()).as_deref() != Some("text/plain") {
        return Err(Unfit::OtherKind);
    }
    let bytes = bodies::bytes(body.into_inner()).await?;
    if bytes.len() > MAX_TEXT {
        return Err(Unfit::TooLarge);
    }
    // What is no text is no instance ID; reading it leniently lets that be said in the one sentence there is for it.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
