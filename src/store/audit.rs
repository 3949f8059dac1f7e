//! Audit entries: who, when, what, before and after (R42). Written once; the database refuses to change them.

use diesel::prelude::*;
use serde_json::Value;

use super::schema::audit_entries;
use super::sql_types::{At, Json};
use super::{Conn, Stored, Tx};
use crate::domain::audit::Event;
use crate::domain::calendar::Instant;
use crate::domain::ids::{AccountId, AuditId};

/// An entry to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub at: Instant,
    pub event: Event,
    /// Who: `person:ID`, `operator`, `nobody`.
    pub actor: String,
    /// On which account; none if on none.
    pub account: Option<AccountId>,
    /// On what: `subscription:S-1042`.
    pub subject: String,
    /// How it was; none if it was not.
    pub before: Option<Value>,
    /// How it is; none if it is not.
    pub after: Option<Value>,
    /// Of which request or run.
    pub request_id: String,
}

/// Writes an entry.
pub fn insert(tx: &mut Tx<'_>, entry: &Entry) -> Stored<()> {
    let values = (
        audit_entries::id.eq(AuditId::new()),
        audit_entries::happened_at.eq(At(entry.at)),
        audit_entries::event.eq(entry.event),
        audit_entries::actor.eq(&entry.actor),
        audit_entries::account_id.eq(entry.account),
        audit_entries::subject.eq(&entry.subject),
        audit_entries::before.eq(entry.before.clone().map(Json::of)),
        audit_entries::after.eq(entry.after.clone().map(Json::of)),
        audit_entries::request_id.eq(&entry.request_id),
    );
    diesel::insert_into(audit_entries::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// The entries of an account, newest first, at most `limit`: what happened, to what, and when.
pub fn list(c: &mut Conn<'_>, account: AccountId, limit: i64) -> Stored<Vec<(Event, String, Instant)>> {
    let of = audit_entries::table.filter(audit_entries::account_id.eq(account));
    let newest = of.order((audit_entries::happened_at.desc(), audit_entries::id.desc())).limit(limit);
    Ok(newest.select((audit_entries::event, audit_entries::subject, audit_entries::happened_at)).load(c.raw())?)
}

/// When the newest entry was written, by the clock of that time.
pub fn newest(c: &mut Conn<'_>) -> Stored<Option<Instant>> {
    let newest = audit_entries::table.order(audit_entries::id.desc());
    Ok(newest.select(audit_entries::happened_at).first(c.raw()).optional()?)
}

/// An entry as it is read again.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub at: Instant,
    pub event: Event,
    /// Who: `person:ID`, `timetable`.
    pub actor: String,
    /// How it is since.
    pub after: Option<Value>,
}

/// The entries of an account about one thing that are one of `events`, oldest first.
pub fn about(c: &mut Conn<'_>, account: AccountId, subject: &str, events: &[Event]) -> Stored<Vec<Told>> {
    let of = audit_entries::table
        .filter(audit_entries::account_id.eq(account))
        .filter(audit_entries::subject.eq(subject))
        .filter(audit_entries::event.eq_any(events.to_vec()))
        .order((audit_entries::happened_at, audit_entries::id));
    let columns = (audit_entries::happened_at, audit_entries::event, audit_entries::actor, audit_entries::after);
    let rows: Vec<(Instant, Event, String, Option<Value>)> = of.select(columns).load(c.raw())?;
    Ok(rows.into_iter().map(|(at, event, actor, after)| Told { at, event, actor, after }).collect())
}
