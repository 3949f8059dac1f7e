//! What technical people choose for an instance: what becomes of security updates, and an upgrade at the next sync (R35).

use actix_web::HttpResponse;

use crate::actions;
use crate::domain::ids::Owned;
use crate::domain::release::UpdatePolicy;
use crate::http::form::Fields;
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::{On, Technical, TheInstance};

/// `POST /instances/{instance}/updates`
///
/// # Errors
/// The instance is gone, or the choice is none.
pub async fn choose(on: On<TheInstance, Technical>, fields: Fields) -> Result<HttpResponse, WebError> {
    let policy: UpdatePolicy = fields.text("policy").parse().map_err(|_| WebError::Unreadable)?;
    let (account, id, ctx) = (on.account, on.id, on.ctx());
    on.app
        .db
        .write(move |tx| actions::instances::choose_update_policy(tx, &ctx, Owned::new(account, id), policy))
        .await?;
    Ok(see_other_saying(&on, &urls::instance(id), Flash::UpdatesChosen))
}

/// `POST /instances/{instance}/upgrade`
///
/// # Errors
/// The instance is gone.
pub async fn upgrade(on: On<TheInstance, Technical>, fields: Fields) -> Result<HttpResponse, WebError> {
    let asked = match fields.text("upgrade") {
        "next-sync" => true,
        "not" => false,
        _ => return Err(WebError::Unreadable),
    };
    let (account, id, ctx) = (on.account, on.id, on.ctx());
    on.app.db.write(move |tx| actions::instances::request_upgrade(tx, &ctx, Owned::new(account, id), asked)).await?;
    let flash = if asked { Flash::UpgradeAsked } else { Flash::UpgradeTakenBack };
    Ok(see_other_saying(&on, &urls::instance(id), flash))
}
