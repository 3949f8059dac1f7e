//! Holding the settlements of a subscription, and going on with them (R16).

use serde_json::json;

use super::{Change, Ctx, Done, note, or_missing};
use crate::domain::audit::Event;
use crate::domain::ids::{Owned, SubscriptionId};
use crate::store::{self, Tx};

/// Puts a subscription on hold: while that stands, no quarter of it is settled (R16). Doing it again changes nothing.
///
/// # Errors
/// Missing.
pub fn hold(tx: &mut Tx<'_>, ctx: &Ctx, of: Owned<SubscriptionId>, reason: &str) -> Done<()> {
    let Owned { account, id } = of;
    let subscription = or_missing(store::subscriptions::lock(tx, account, id)?)?;
    if store::reconciliations::standing_hold(tx, id)?.is_some() {
        return Ok(());
    }
    store::reconciliations::insert_hold(tx, id, ctx.by(), ctx.now, reason)?;
    let (subject, after) = (format!("subscription:{}", subscription.number), Some(json!({ "reason": reason })));
    let event = Event::HoldPlaced;
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })
}

/// Lifts the hold, perhaps with a reason. Doing it again changes nothing.
///
/// # Errors
/// Missing.
pub fn lift_hold(tx: &mut Tx<'_>, ctx: &Ctx, of: Owned<SubscriptionId>, reason: Option<&str>) -> Done<()> {
    let Owned { account, id } = of;
    let subscription = or_missing(store::subscriptions::lock(tx, account, id)?)?;
    if !store::reconciliations::lift_hold(tx, id, ctx.by(), ctx.now)? {
        return Ok(());
    }
    let subject = format!("subscription:{}", subscription.number);
    let (event, after) = (Event::HoldLifted, reason.map(|reason| json!({ "reason": reason })));
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })
}
