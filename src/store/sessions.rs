//! Sessions: the key as a hash, the state as text, and when it was made and seen.

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::dialect::Portable;
use super::schema::sessions;
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::calendar::Instant;

/// A session as stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Session {
    /// Its state, as JSON.
    pub state: String,
    /// When it began.
    pub created_at: Instant,
    /// When it was last used, to within some minutes.
    pub seen_at: Instant,
}

/// Asks something that costs nothing: whether there is an answer is the answer.
pub fn ask(c: &mut Conn<'_>) -> Stored<()> {
    let any: Option<String> = sessions::table.select(sessions::key_hash).limit(1).first(c.raw()).optional()?;
    drop(any);
    Ok(())
}

/// The session with this key's hash.
pub fn find(c: &mut Conn<'_>, key_hash: &str) -> Stored<Option<Session>> {
    let row = sessions::table.find(key_hash).select((sessions::state, sessions::created_at, sessions::seen_at));
    Ok(row.first(c.raw()).optional()?)
}

/// Stores a session's state; a new one begins now, an old one keeps its beginning.
pub fn put(tx: &mut Tx<'_>, key_hash: &str, state: &str, at: Instant) -> Stored<()> {
    let values = (
        sessions::key_hash.eq(key_hash),
        sessions::state.eq(state),
        sessions::created_at.eq(At(at)),
        sessions::seen_at.eq(At(at)),
    );
    let upsert = diesel::insert_into(sessions::table)
        .values(values)
        .on_conflict(sessions::key_hash)
        .do_update()
        .set((sessions::state.eq(excluded(sessions::state)), sessions::seen_at.eq(excluded(sessions::seen_at))));
    Portable(upsert).execute(tx.raw())?;
    Ok(())
}

/// Notes that a session was used. One that began by a clock that was ahead begins now.
pub fn touch(tx: &mut Tx<'_>, key_hash: &str, at: Instant) -> Stored<()> {
    let one = sessions::table.find(key_hash);
    diesel::update(one).set(sessions::seen_at.eq(At(at))).execute(tx.raw())?;
    let ahead = sessions::table.filter(sessions::key_hash.eq(key_hash)).filter(sessions::created_at.gt(At(at)));
    diesel::update(ahead).set(sessions::created_at.eq(At(at))).execute(tx.raw())?;
    Ok(())
}

/// Ends a session.
pub fn delete(tx: &mut Tx<'_>, key_hash: &str) -> Stored<()> {
    diesel::delete(sessions::table.find(key_hash)).execute(tx.raw())?;
    Ok(())
}

/// Removes sessions not used since a moment, begun before another, or used after a third that is yet to come; returns how
/// many.
pub fn purge(tx: &mut Tx<'_>, unused_since: Instant, begun_before: Instant, ahead: Instant) -> Stored<usize> {
    let is_over = sessions::seen_at
        .lt(At(unused_since))
        .or(sessions::created_at.lt(At(begun_before)))
        .or(sessions::seen_at.gt(At(ahead)));
    let over = sessions::table.filter(is_over);
    Ok(diesel::delete(over).execute(tx.raw())?)
}
