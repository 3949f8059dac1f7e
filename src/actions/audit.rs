//! The audit trail: what every action writes of what it changed (R42).

use serde_json::Value;

use super::{Ctx, Done};
use crate::domain::audit::Event;
use crate::domain::ids::{AccountId, PersonId};
use crate::store::{self, Tx};

/// One change for the audit trail (R42).
pub(super) struct Change<'a> {
    pub(super) event: Event,
    pub(super) account: Option<AccountId>,
    pub(super) subject: &'a str,
    pub(super) before: Option<Value>,
    pub(super) after: Option<Value>,
}

/// Writes the audit entry of an action.
pub(super) fn post_audit(tx: &mut Tx<'_>, ctx: &Ctx, change: Change<'_>) -> Done<()> {
    let entry = store::audit::Entry {
        at: ctx.now,
        event: change.event,
        actor: ctx.who.to_string(),
        account: change.account,
        subject: change.subject.to_owned(),
        before: change.before,
        after: change.after,
        request_id: ctx.request.clone(),
    };
    Ok(store::audit::insert(tx, &entry)?)
}

/// Writes the audit entry of something a person did.
pub(super) fn note_person(tx: &mut Tx<'_>, ctx: &Ctx, event: Event, id: PersonId) -> Done<()> {
    let subject = format!("person:{id}");
    post_audit(tx, ctx, Change { event, account: None, subject: &subject, before: None, after: None })
}
