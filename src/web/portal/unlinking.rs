//! Taking an instance off its subscription: the page that asks, and doing it.

use actix_web::HttpResponse;
use askama::Template;

use crate::actions;
use crate::domain::ids::{AccountId, InstanceId, Owned};
use crate::domain::instance::Instance;
use crate::http::form::Fields;
use crate::store::{self, Conn, Stored};
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::{On, Technical, TheInstance};
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::views::bought::Bought;
use crate::words::t;

/// The page that asks whether an instance is to be unlinked, and says what that does.
#[derive(Template)]
#[template(path = "portal/unlinking/confirm.html")]
struct UnlinkingPage {
    frame: Frame,
    bought: Bought,
    id: InstanceId,
    hostname: String,
}

/// `GET /instances/{instance}/unlinking`
pub async fn confirm(on: On<TheInstance, Technical>) -> Result<HttpResponse, WebError> {
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
    on.app.db.write(move |tx| actions::instances::unlink_instance(tx, &ctx, Owned::new(account, id))).await?;
    Ok(see_other_saying(&on, &urls::instance(id), Flash::Unlinked))
}
