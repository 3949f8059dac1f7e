//! Making and loading the portal's keys.

use seatsync_agent::keys::{Jwk, SealingKey, SigningKey};
use serde_json::json;

use super::{Change, Ctx, Done, Failure, note, unless_taken};
use crate::domain::audit::Event;
use crate::keyring::{KeyRing, KeyUse};
use crate::store::keys::RestingKey;
use crate::store::{self, Conn, Tx};
use crate::vault::Vault;

/// Makes a new generation of both pairs; the old ones stay readable. Returns its number, 1 for the first.
///
/// # Errors
/// Somebody else made the same generation at the same time.
pub fn rotate(tx: &mut Tx<'_>, ctx: &Ctx, vault: &Vault) -> Done<i64> {
    let newest = store::keys::all(tx)?.first().map_or(0, |key| key.generation);
    let generation = newest.saturating_add(1);
    let (sealing, signing) = (SealingKey::generate(), SigningKey::generate());
    let pairs = [
        (KeyUse::Sealing, sealing.public_key().to_jwk(), *sealing.to_secret_bytes()),
        (KeyUse::Signing, signing.verifying_key().to_jwk(), *signing.to_secret_bytes()),
    ];
    for (usage, public, secret) in pairs {
        unless_taken(store::keys::insert(tx, &resting(ctx, vault, usage, generation, &public, &secret)?))?;
    }
    let before = Some(json!({ "generation": newest }));
    let after = Some(json!({ "generation": generation, "enc": sealing.kid(), "sig": signing.kid() }));
    note(tx, ctx, Change { event: Event::KeysRotated, account: None, subject: "keys", before, after })?;
    Ok(generation)
}

fn resting(
    ctx: &Ctx,
    vault: &Vault,
    usage: KeyUse,
    generation: i64,
    public: &Jwk,
    secret: &[u8; 32],
) -> Done<RestingKey> {
    let kid = public.thumbprint();
    Ok(RestingKey {
        usage: usage.as_str().to_owned(),
        generation,
        public_jwk: serde_json::to_value(public).map_err(Failure::broken)?,
        private_sealed: vault.seal(&kid, secret),
        created_at: ctx.now,
        kid,
    })
}

/// Opens the stored keys.
///
/// # Errors
/// There are none, or they were sealed under another master key.
pub fn load(c: &mut Conn<'_>, vault: &Vault) -> Done<KeyRing> {
    KeyRing::open(&store::keys::all(c)?, vault).map_err(Failure::broken)
}

/// Whether any keys were made yet.
///
/// # Errors
/// The store's own.
pub fn exist(c: &mut Conn<'_>) -> Done<bool> {
    Ok(!store::keys::all(c)?.is_empty())
}
