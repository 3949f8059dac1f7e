//! Holding the reconciliations of a subscription, and going on with them (R16).

use serde_json::json;

use super::{Change, Ctx, Done, or_missing, post_audit};
use crate::domain::audit::Event;
use crate::domain::ids::{Owned, SubscriptionId};
use crate::store::{self, Tx};

/// Puts a subscription on pause: while that stands, no quarter of it is reconciled (R16). Doing it again changes nothing.
///
/// # Errors
/// Missing.
pub fn pause_billing(tx: &mut Tx<'_>, ctx: &Ctx, of: Owned<SubscriptionId>, reason: &str) -> Done<()> {
    let Owned { account, id } = of;
    let subscription = or_missing(store::subscriptions::lock(tx, account, id)?)?;
    if store::reconciliations::standing_pause(tx, id)?.is_some() {
        return Ok(());
    }
    store::reconciliations::insert_pause(tx, id, ctx.by(), ctx.now, reason)?;
    let (subject, after) = (format!("subscription:{}", subscription.number), Some(json!({ "reason": reason })));
    let event = Event::BillingPaused;
    post_audit(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })
}

/// Lifts the pause, perhaps with a reason. Doing it again changes nothing.
///
/// # Errors
/// Missing.
pub fn resume_billing(tx: &mut Tx<'_>, ctx: &Ctx, of: Owned<SubscriptionId>, reason: Option<&str>) -> Done<()> {
    let Owned { account, id } = of;
    let subscription = or_missing(store::subscriptions::lock(tx, account, id)?)?;
    if !store::reconciliations::lift_pause(tx, id, ctx.by(), ctx.now)? {
        return Ok(());
    }
    let subject = format!("subscription:{}", subscription.number);
    let (event, after) = (Event::BillingResumed, reason.map(|reason| json!({ "reason": reason })));
    post_audit(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })
}
