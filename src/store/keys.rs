//! The portal's keys: public in the clear, private sealed under the master key.

use diesel::prelude::*;
use serde_json::Value;

use super::schema::portal_keys;
use super::sql_types::{At, Json};
use super::{Conn, Stored, Tx};
use crate::domain::calendar::Instant;
use crate::domain::ids::KeyId;

/// A key pair as it rests.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct RestingKey {
    /// RFC 7638 thumbprint.
    pub kid: String,
    /// `enc` or `sig`.
    pub usage: String,
    /// 1 for the first; the highest is the one in use.
    pub generation: i64,
    /// As published.
    pub public_jwk: Value,
    /// Encrypted under the master key.
    pub private_sealed: String,
    /// When it was made.
    pub created_at: Instant,
}

/// All keys, newest generation first.
///
/// # Errors
/// The store's own.
pub fn all(c: &mut Conn<'_>) -> Stored<Vec<RestingKey>> {
    let columns = (
        portal_keys::kid,
        portal_keys::usage,
        portal_keys::generation,
        portal_keys::public_jwk,
        portal_keys::private_sealed,
        portal_keys::created_at,
    );
    Ok(portal_keys::table.order((portal_keys::generation.desc(), portal_keys::usage)).select(columns).load(c.raw())?)
}

/// Adds a key.
///
/// # Errors
/// That generation exists (a duplicate), or the store's own.
pub fn insert(tx: &mut Tx<'_>, new: &RestingKey) -> Stored<()> {
    let values = (
        portal_keys::id.eq(KeyId::new()),
        portal_keys::kid.eq(&new.kid),
        portal_keys::usage.eq(&new.usage),
        portal_keys::generation.eq(new.generation),
        portal_keys::public_jwk.eq(Json::of(new.public_jwk.clone())),
        portal_keys::private_sealed.eq(&new.private_sealed),
        portal_keys::created_at.eq(At(new.created_at)),
    );
    diesel::insert_into(portal_keys::table).values(values).execute(tx.raw())?;
    Ok(())
}
