//! What a customer may choose of an instance: updates, an upgrade, that it is linked no longer (R35).

use serde_json::json;

use crate::actions::{Change, Ctx, Done, or_missing, post_audit};
use crate::domain::audit::Event;
use crate::domain::ids::{InstanceId, Owned};
use crate::domain::instance::Instance;
use crate::domain::release::UpdatePolicy;
use crate::store::{self, Tx};

/// Chooses what becomes of security updates on an instance (R35). Choosing the same again changes nothing.
///
/// # Errors
/// Missing.
pub fn choose_update_policy(tx: &mut Tx<'_>, ctx: &Ctx, of: Owned<InstanceId>, policy: UpdatePolicy) -> Done<()> {
    change(tx, ctx, of, |known| {
        let chosen = || (Event::UpdatesChosen, Instance { update_policy: policy, ..known.clone() });
        (known.update_policy != policy).then(chosen)
    })
}

/// Asks for an upgrade at the next sync (R35), or takes that back.
///
/// # Errors
/// Missing.
pub fn request_upgrade(tx: &mut Tx<'_>, ctx: &Ctx, of: Owned<InstanceId>, asked: bool) -> Done<()> {
    change(tx, ctx, of, |known| {
        let upgrade_asked_at = asked.then_some(ctx.now);
        let changed = || (Event::UpgradeAsked, Instance { upgrade_asked_at, upgrade_told_jti: None, ..known.clone() });
        (known.upgrade_asked_at.is_some() != asked).then(changed)
    })
}

/// Unlinks an instance: it gets nothing more until it is linked again, with the activation code or by pasting. What it
/// counted stays.
///
/// # Errors
/// Missing.
pub fn unlink_instance(tx: &mut Tx<'_>, ctx: &Ctx, of: Owned<InstanceId>) -> Done<()> {
    change(tx, ctx, of, |known| {
        let unlinked_at = Some(ctx.now);
        let unlinked = || Instance { unlinked_at, upgrade_asked_at: None, upgrade_told_jti: None, ..known.clone() };
        known.unlinked_at.is_none().then(|| (Event::InstanceUnlinked, unlinked()))
    })
}

/// Changes an instance of the account, unless there is nothing to change.
fn change(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    of: Owned<InstanceId>,
    changed: impl FnOnce(&Instance) -> Option<(Event, Instance)>,
) -> Done<()> {
    let Owned { account, id } = of;
    let found = store::instances::lock_sender(tx, id)?.filter(|(owner, _)| *owner == account);
    let (_, known) = or_missing(found)?;
    let Some((event, changed)) = changed(&known) else { return Ok(()) };
    store::instances::change(tx, account, &changed)?;
    let told = |i: &Instance| json!({ "updates": i.update_policy.as_str(), "upgrade": i.upgrade_asked_at.is_some(), "linked": i.unlinked_at.is_none() });
    let (before, after, subject) = (Some(told(&known)), Some(told(&changed)), format!("instance:{id}"));
    post_audit(tx, ctx, Change { event, account: Some(account), subject: &subject, before, after })
}
