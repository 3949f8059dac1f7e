//! Another activation code for a subscription, in place of the one it has (R39).

use actix_web::HttpResponse;

use crate::actions;
use crate::http::form::Fields;
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::{On, Technical, TheSubscription};

/// `POST /subscriptions/{number}/activation-code`
///
/// # Errors
/// The subscription is gone.
pub async fn replace(on: On<TheSubscription, Technical>, _fields: Fields) -> Result<HttpResponse, WebError> {
    let (account, id, ctx) = (on.account, on.id, on.ctx());
    let number = on.request.match_info().query("number").to_owned();
    on.app.db.write(move |tx| actions::codes::replace_activation_code(tx, &ctx, account, id)).await?;
    Ok(see_other_saying(&on, &urls::subscription(&number), Flash::CodeReplaced))
}
