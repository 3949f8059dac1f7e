//! What staff are alerted to, and that they looked into it.

use serde_json::json;

use crate::actions::{Change, Ctx, Done, post_audit};
use crate::domain::audit::Event;
use crate::domain::calendar::Instant;
use crate::domain::ids::AlertId;
use crate::domain::instance::AlertKind;
use crate::store::instances::About;
use crate::store::{self, Stored, Tx};

/// Closes an alert: staff looked into it. Doing it again changes nothing.
pub fn close_alert(tx: &mut Tx<'_>, ctx: &Ctx, id: AlertId) -> Done<()> {
    let Some((about, kind)) = store::instances::close_alert(tx, id, ctx.now)? else { return Ok(()) };
    note_closed(tx, ctx, about, kind)
}

pub(super) fn note_closed(tx: &mut Tx<'_>, ctx: &Ctx, about: About, kind: AlertKind) -> Done<()> {
    let subject = match about {
        About { instance: Some(instance), .. } => format!("instance:{instance}"),
        About { account: Some(account), .. } => format!("account:{account}"),
        About { .. } => "portal".to_owned(),
    };
    let (event, after) = (Event::AlertClosed, Some(json!({ "alert": kind.as_str() })));
    post_audit(tx, ctx, Change { event, account: about.account, subject: &subject, before: None, after })
}

/// Something for staff to look into.
#[derive(Debug, Clone, Copy)]
pub struct NewAlert<'a> {
    pub about: About,
    pub kind: AlertKind,
    /// What was seen.
    pub detail: &'a str,
}

/// Raises an alert for staff to look into, on `/staff/alerts`; not again while the same (kind, what it is about, detail) is
/// open. It changes nothing else, and so leaves no audit entry until it is closed.
pub fn raise_alert(tx: &mut Tx<'_>, now: Instant, new: NewAlert<'_>) -> Stored<bool> {
    store::instances::insert_alert(tx, new.about, new.kind, now, new.detail)
}
