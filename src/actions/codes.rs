//! Activation codes (R39): made, kept sealed, shown and replaced.

use seatsync_agent::activation_code::ActivationCode;

use super::{Change, Ctx, Done, Failure, or_missing, post_audit};
use crate::domain::audit::Event;
use crate::domain::ids::{AccountId, SubscriptionId};
use crate::store::subscriptions::RestingCode;
use crate::store::{self, Tx};
use crate::vault::Vault;

/// The use under which activation codes are sealed.
const CODE: &str = "activation code";

/// A code as it rests: found by its hash, shown from its seal.
pub(super) struct Rest {
    hash: String,
    sealed: String,
}

impl Rest {
    pub(super) fn of(code: &ActivationCode, vault: &Vault) -> Self {
        Self { hash: vault.look_up_hash(code.as_str()), sealed: vault.seal(CODE, code.as_str().as_bytes()) }
    }

    pub(super) fn as_code(&self) -> RestingCode<'_> {
        RestingCode { hash: &self.hash, sealed: &self.sealed }
    }
}

/// Puts another activation code in place of a subscription's: with the old one nothing can be linked any more, and what is
/// linked stays so. The people who may see it find it on the subscription's page.
///
/// # Errors
/// Missing.
pub fn replace_activation_code(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    account: AccountId,
    id: SubscriptionId,
) -> Done<ActivationCode> {
    let subscription = or_missing(store::subscriptions::lock(tx, account, id)?)?;
    let code = ActivationCode::generate();
    store::subscriptions::set_code(tx, id, Rest::of(&code, &ctx.portal.vault).as_code())?;
    let (event, subject) = (Event::CodeReplaced, format!("subscription:{}", subscription.number));
    post_audit(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after: None })?;
    Ok(code)
}

/// The activation code of a subscription of the account, to show it to technical roles; none if it is missing.
///
/// # Errors
/// It was sealed under another master key.
pub fn activation_code(
    c: &mut store::Conn<'_>,
    vault: &Vault,
    account: AccountId,
    id: SubscriptionId,
) -> Done<Option<ActivationCode>> {
    let Some(sealed) = store::subscriptions::sealed_code(c, account, id)? else { return Ok(None) };
    let bytes = vault.open(CODE, &sealed).map_err(Failure::broken)?;
    let code = String::from_utf8(bytes).map_err(Failure::broken)?;
    code.parse().map(Some).map_err(Failure::broken)
}
