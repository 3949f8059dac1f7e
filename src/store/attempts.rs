//! Attempts to sign in or to have a reset link, by hashed address and by origin.

use diesel::prelude::*;

use super::dialect::hold_word;
use super::schema::attempts;
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::attempt::AttemptKind;
use crate::domain::calendar::Instant;
use crate::domain::ids::AttemptId;

/// One attempt.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// What was tried.
    pub kind: AttemptKind,
    /// For which address, hashed.
    pub address_hash: String,
    /// From where.
    pub origin: String,
}

/// Makes attempts for one address wait for each other, so that many at once are counted as well as one by one.
///
/// # Errors
/// The store's own.
pub fn queue_up(tx: &mut Tx<'_>, attempt: &Attempt) -> Stored<()> {
    Ok(hold_word(tx.raw(), &attempt.address_hash)?)
}

/// How many attempts there were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// For the address.
    pub address: i64,
    /// From the origin.
    pub origin: i64,
    /// For the address from the origin.
    pub pair: i64,
}

/// How many attempts of this kind there were since a moment.
///
/// # Errors
/// The store's own.
pub fn count_since(c: &mut Conn<'_>, attempt: &Attempt, since: Instant) -> Stored<Count> {
    let recent = || attempts::table.filter(attempts::kind.eq(attempt.kind)).filter(attempts::tried_at.gt(At(since)));
    let for_address = || recent().filter(attempts::address_hash.eq(&attempt.address_hash));
    Ok(Count {
        address: for_address().count().get_result(c.raw())?,
        origin: recent().filter(attempts::origin.eq(&attempt.origin)).count().get_result(c.raw())?,
        pair: for_address().filter(attempts::origin.eq(&attempt.origin)).count().get_result(c.raw())?,
    })
}

/// Notes an attempt.
///
/// # Errors
/// The store's own.
pub fn insert(tx: &mut Tx<'_>, attempt: &Attempt, at: Instant) -> Stored<AttemptId> {
    let id = AttemptId::new();
    let values = (
        attempts::id.eq(id),
        attempts::kind.eq(attempt.kind),
        attempts::address_hash.eq(&attempt.address_hash),
        attempts::origin.eq(&attempt.origin),
        attempts::tried_at.eq(At(at)),
    );
    diesel::insert_into(attempts::table).values(values).execute(tx.raw())?;
    Ok(id)
}

/// Forgets an attempt that succeeded.
///
/// # Errors
/// The store's own.
pub fn forget(tx: &mut Tx<'_>, id: AttemptId) -> Stored<()> {
    diesel::delete(attempts::table.find(id)).execute(tx.raw())?;
    Ok(())
}

/// Removes attempts older than a moment; returns how many.
///
/// # Errors
/// The store's own.
pub fn purge(tx: &mut Tx<'_>, before: Instant) -> Stored<usize> {
    Ok(diesel::delete(attempts::table.filter(attempts::tried_at.lt(At(before)))).execute(tx.raw())?)
}
