//! The portal's keys: public in the clear, private sealed under the master key.

use diesel::prelude::*;
use serde_json::Value;

use super::dialect::for_update;
use super::schema::{instances, portal_keys};
use super::sql_types::{At, Json};
use super::{Conn, Stored, Tx};
use crate::domain::calendar::Instant;
use crate::domain::ids::KeyId;
use crate::domain::instance::ReportedBy;
use crate::domain::key_stage::{Reach, Stage};

/// A key pair as it rests.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct RestingKey {
    /// RFC 7638 thumbprint.
    pub kid: String,
    /// `enc` or `sig`.
    pub usage: String,
    /// 1 for the first.
    pub generation: i64,
    /// As published.
    pub public_jwk: Value,
    /// Encrypted under the master key.
    pub private_sealed: String,
    /// When it was made, and published.
    pub created_at: Instant,
    /// When it was taken into use; none: not yet.
    pub signing_since: Option<Instant>,
    /// When it was retired; none: not yet.
    pub retired_at: Option<Instant>,
}

impl RestingKey {
    /// Where it stands.
    #[must_use]
    pub const fn stage(&self) -> Stage {
        Stage::of(self.signing_since, self.retired_at)
    }
}

/// All keys, newest generation first.
pub fn all(c: &mut Conn<'_>) -> Stored<Vec<RestingKey>> {
    let columns = (
        portal_keys::kid,
        portal_keys::usage,
        portal_keys::generation,
        portal_keys::public_jwk,
        portal_keys::private_sealed,
        portal_keys::created_at,
        portal_keys::signing_since,
        portal_keys::retired_at,
    );
    Ok(portal_keys::table.order((portal_keys::generation.desc(), portal_keys::usage)).select(columns).load(c.raw())?)
}

/// The same, locked: of two that change stages at once, the second one sees what the first did.
pub fn lock_all(tx: &mut Tx<'_>) -> Stored<Vec<RestingKey>> {
    let _: Vec<KeyId> = for_update(portal_keys::table.select(portal_keys::id)).load(tx.raw())?;
    all(tx)
}

/// Notes that a generation signs.
pub fn set_signing(tx: &mut Tx<'_>, generation: i64, at: Instant) -> Stored<()> {
    let pair = portal_keys::table.filter(portal_keys::generation.eq(generation));
    diesel::update(pair).set(portal_keys::signing_since.eq(Some(At(at)))).execute(tx.raw())?;
    Ok(())
}

/// Notes that a generation is retired.
pub fn set_retired(tx: &mut Tx<'_>, generation: i64, at: Instant) -> Stored<()> {
    let pair = portal_keys::table.filter(portal_keys::generation.eq(generation));
    diesel::update(pair).set(portal_keys::retired_at.eq(Some(At(at)))).execute(tx.raw())?;
    Ok(())
}

/// How many linked instances were sent this generation; connected is which was heard of since then.
pub fn reach(c: &mut Conn<'_>, generation: i64, since: Instant) -> Stored<Reach> {
    let linked = || instances::table.filter(instances::unlinked_at.is_null());
    let connected =
        || linked().filter(instances::reports_by.eq(ReportedBy::Sync)).filter(instances::heard_at.ge(At(since)));
    let carried = || linked().filter(instances::reports_by.eq(ReportedBy::Paste));
    let has = instances::keys_sent.ge(generation);
    Ok(Reach {
        connected: connected().count().get_result(c.raw())?,
        connected_have: connected().filter(has).count().get_result(c.raw())?,
        carried: carried().count().get_result(c.raw())?,
        carried_have: carried().filter(has).count().get_result(c.raw())?,
    })
}

/// Adds a key.
///
/// # Errors
/// That generation exists (a duplicate).
pub fn insert(tx: &mut Tx<'_>, new: &RestingKey) -> Stored<()> {
    let values = (
        portal_keys::id.eq(KeyId::new()),
        portal_keys::kid.eq(&new.kid),
        portal_keys::usage.eq(&new.usage),
        portal_keys::generation.eq(new.generation),
        portal_keys::public_jwk.eq(Json::of(new.public_jwk.clone())),
        portal_keys::private_sealed.eq(&new.private_sealed),
        portal_keys::created_at.eq(At(new.created_at)),
        portal_keys::signing_since.eq(new.signing_since.map(At)),
        portal_keys::retired_at.eq(new.retired_at.map(At)),
    );
    diesel::insert_into(portal_keys::table).values(values).execute(tx.raw())?;
    Ok(())
}
