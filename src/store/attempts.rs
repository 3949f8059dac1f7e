//! Attempts to sign in or to have a reset link, by hashed address and by origin.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::upsert::excluded;

use super::dialect::{Portable, lock_word};
use super::schema::{attempts, known_networks};
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::attempt::{AttemptKind, KNOWN_DAYS, PATIENCE_HOURS, SKEW_MINUTES, Tally};
use crate::domain::calendar::Instant;
use crate::domain::ids::AttemptId;
use crate::domain::network::Network;

#[derive(Debug, Clone)]
pub struct Attempt {
    /// What was tried.
    pub kind: AttemptKind,
    /// For which address, hashed.
    pub address_hash: String,
    /// From where.
    pub network: Network,
}

/// Makes attempts for one address wait for each other, so that many at once are counted as well as one by one.
pub fn queue_up(tx: &mut Tx<'_>, attempt: &Attempt) -> Stored<()> {
    Ok(lock_word(tx.raw(), &attempt.address_hash)?)
}

/// The unsuccessful attempts of this kind there were, in a window and lately. What is stamped later than now and the
/// skew of clocks was noted by a clock that was wrong.
pub fn tally(c: &mut Conn<'_>, attempt: &Attempt, now: Instant) -> Stored<Tally> {
    let before = now + TimeDelta::minutes(SKEW_MINUTES);
    let after = |since: Instant| {
        attempts::table
            .filter(attempts::kind.eq(attempt.kind))
            .filter(attempts::tried_at.gt(At(since)))
            .filter(attempts::tried_at.le(At(before)))
    };
    let window = now - TimeDelta::minutes(attempt.kind.limit().minutes);
    let lately = now - TimeDelta::hours(PATIENCE_HOURS);
    let origin = attempt.network.to_string();
    let on_person = |since| after(since).filter(attempts::address_hash.eq(&attempt.address_hash));
    let by_pair = |since| on_person(since).filter(attempts::origin.eq(&origin));
    let known = known_networks::table
        .find((&attempt.address_hash, &origin))
        .filter(known_networks::seen_at.gt(At(now - TimeDelta::days(KNOWN_DAYS))));
    Ok(Tally {
        person: on_person(window).count().get_result(c.raw())?,
        network: after(window).filter(attempts::origin.eq(&origin)).count().get_result(c.raw())?,
        pair: by_pair(window).count().get_result(c.raw())?,
        pair_lately: by_pair(lately).count().get_result(c.raw())?,
        is_known: known.count().get_result::<i64>(c.raw())? > 0,
    })
}

/// Notes an attempt.
pub fn insert(tx: &mut Tx<'_>, attempt: &Attempt, at: Instant) -> Stored<AttemptId> {
    let id = AttemptId::new();
    let values = (
        attempts::id.eq(id),
        attempts::kind.eq(attempt.kind),
        attempts::address_hash.eq(&attempt.address_hash),
        attempts::origin.eq(attempt.network.to_string()),
        attempts::tried_at.eq(At(at)),
    );
    diesel::insert_into(attempts::table).values(values).execute(tx.raw())?;
    Ok(id)
}

/// Forgets an attempt that succeeded.
pub fn forget(tx: &mut Tx<'_>, id: AttemptId) -> Stored<()> {
    diesel::delete(attempts::table.find(id)).execute(tx.raw())?;
    Ok(())
}

/// Removes attempts that matter no more, those from a future that was none, and networks nobody signed in from lately;
/// returns how many.
pub fn purge(tx: &mut Tx<'_>, now: Instant) -> Stored<usize> {
    let never = now + TimeDelta::minutes(SKEW_MINUTES);
    let mut gone = diesel::delete(attempts::table.filter(attempts::tried_at.gt(At(never)))).execute(tx.raw())?;
    for &kind in AttemptKind::ALL {
        let before = now - TimeDelta::minutes(kind.memory_minutes());
        let old = attempts::table.filter(attempts::kind.eq(kind)).filter(attempts::tried_at.lt(At(before)));
        gone += diesel::delete(old).execute(tx.raw())?;
    }
    let unknown = known_networks::table.filter(known_networks::seen_at.lt(At(now - TimeDelta::days(KNOWN_DAYS))));
    Ok(gone + diesel::delete(unknown).execute(tx.raw())?)
}

/// Notes that somebody signed in from a network.
pub fn remember(tx: &mut Tx<'_>, address_hash: &str, network: Network, at: Instant) -> Stored<()> {
    let values = (
        known_networks::address_hash.eq(address_hash),
        known_networks::network.eq(network.to_string()),
        known_networks::seen_at.eq(At(at)),
    );
    let upsert = diesel::insert_into(known_networks::table)
        .values(values)
        .on_conflict((known_networks::address_hash, known_networks::network))
        .do_update()
        .set(known_networks::seen_at.eq(excluded(known_networks::seen_at)));
    Portable(upsert).execute(tx.raw())?;
    Ok(())
}

/// Forgets from where somebody signed in.
pub fn forget_networks(tx: &mut Tx<'_>, address_hash: &str) -> Stored<()> {
    let theirs = known_networks::table.filter(known_networks::address_hash.eq(address_hash));
    diesel::delete(theirs).execute(tx.raw())?;
    Ok(())
}
