//! What technical people choose for an instance: what becomes of security updates, an upgrade at the next sync, and
//! whether it is linked at all; and another activation code for a subscription (R35, R39).

use actix_web::HttpResponse;
use askama::Template;

use super::pieces::Bought;
use crate::actions;
use crate::domain::ids::{AccountId, InstanceId};
use crate::domain::instance::{Instance, UpdatePolicy};
use crate::store::{self, Conn, Stored};
use crate::web::error::WebError;
use crate::web::fields::Fields;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::{On, Technical, TheInstance, TheSubscription};
use crate::web::page::{Frame, Section};
use crate::web::urls;
use crate::words::t;

/// The page that asks whether an instance is to be unlinked, and says what that does.
#[derive(Template)]
#[template(path = "portal/updates/confirm.html")]
struct UnlinkingPage {
    frame: Frame,
    bought: Bought,
    id: InstanceId,
    hostname: String,
}

/// `POST /instances/{instance}/updates`
///
/// # Errors
/// The instance is gone, or the choice is none.
pub async fn choose(on: On<TheInstance, Technical>, fields: Fields) -> Result<HttpResponse, WebError> {
    let policy: UpdatePolicy = fields.text("policy").parse().map_err(|_| WebError::Unreadable)?;
    let (account, id, ctx) = (on.account, on.id, on.ctx());
    on.app.db.write(move |tx| actions::instances::choose_updates(tx, &ctx, account, id, policy)).await?;
    Ok(see_other_saying(&urls::instance(id), Flash::UpdatesChosen))
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
    on.app.db.write(move |tx| actions::instances::ask_upgrade(tx, &ctx, account, id, asked)).await?;
    let flash = if asked { Flash::UpgradeAsked } else { Flash::UpgradeTakenBack };
    Ok(see_other_saying(&urls::instance(id), flash))
}

/// `GET /instances/{instance}/unlinking`
///
/// # Errors
/// The page cannot be made.
pub async fn confirm_unlinking(on: On<TheInstance, Technical>) -> Result<HttpResponse, WebError> {
    let (account, id) = (on.account, on.id);
    let found = on.app.db.read(move |c| find(c, account, id)).await?;
    let (instance, bought) = found.ok_or(WebError::Missing)?;
    on.show(&UnlinkingPage { frame: on.frame(Section::Subscriptions), bought, id, hostname: instance.hostname })
}

fn find(c: &mut Conn<'_>, account: AccountId, id: InstanceId) -> Stored<Option<(Instance, Bought)>> {
    let Some(instance) = store::instances::find(c, account, id)? else { return Ok(None) };
    let Some(subscription) = store::subscriptions::find(c, account, instance.subscription)? else { return Ok(None) };
    let product = store::products::find(c, subscription.product)?;
    Ok(product.map(|product| (instance, Bought::of(&subscription, &product))))
}

/// `POST /instances/{instance}/unlinking`
///
/// # Errors
/// The instance is gone.
pub async fn unlink(on: On<TheInstance, Technical>, _fields: Fields) -> Result<HttpResponse, WebError> {
    let (account, id, ctx) = (on.account, on.id, on.ctx());
    on.app.db.write(move |tx| actions::instances::unlink(tx, &ctx, account, id)).await?;
    Ok(see_other_saying(&urls::instance(id), Flash::Unlinked))
}

/// `POST /subscriptions/{number}/activation-code`
///
/// # Errors
/// The subscription is gone.
pub async fn replace_code(on: On<TheSubscription, Technical>, _fields: Fields) -> Result<HttpResponse, WebError> {
    let (account, id, ctx, vault) = (on.account, on.id, on.ctx(), on.app.vault.clone());
    let number = on.request.match_info().query("number").to_owned();
    on.app.db.write(move |tx| actions::subscriptions::replace_code(tx, &ctx, &vault, account, id)).await?;
    Ok(see_other_saying(&urls::subscription(&number), Flash::CodeReplaced))
}
