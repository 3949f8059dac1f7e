//! The portal's keys: making and loading them, and their stages (`docs/decisions/0016`).

use seatsync_agent::keys::{Jwk, SealingKey, SigningKey};
use serde_json::json;

use super::{Change, Ctx, Done, Failure, post_audit, unless_taken};
use crate::domain::audit::Event;
use crate::domain::calendar::Instant;
use crate::domain::key_stage::{KeyChangeRefused, MOST_LIVING, Stage, connected_since, may_sign, may_sign_from};
use crate::keyring::{KeyRing, KeyUse};
use crate::store::keys::RestingKey;
use crate::store::{self, Conn, Tx};
use crate::vault::Vault;

/// A first generation, not stored yet, which signs at once: nobody knows another one.
///
/// # Errors
/// It cannot be written down.
pub fn first_keys(vault: &Vault, now: Instant) -> Done<Vec<RestingKey>> {
    let made = generate(vault, 1, now)?;
    Ok(made.into_iter().map(|key| RestingKey { signing_since: Some(now), ..key }).collect())
}

/// Stores the first generation.
///
/// # Errors
/// Somebody else made it at the same time.
pub fn generate_keys(tx: &mut Tx<'_>, ctx: &Ctx, first: &[RestingKey]) -> Done<i64> {
    keep(tx, ctx, Event::KeysRotated, first)
}

/// Makes and publishes a new generation of both pairs; it is not used yet. Returns its number.
///
/// # Errors
/// Somebody else made the same generation at the same time, or [`KeyChangeRefused::TooMany`].
pub fn publish_keys(tx: &mut Tx<'_>, ctx: &Ctx) -> Done<i64> {
    let living = store::keys::lock_all(tx)?.iter().filter(|key| is_living_signer(key)).count();
    if living >= MOST_LIVING {
        return Err(KeyChangeRefused::TooMany { most: MOST_LIVING }.into());
    }
    let newest = store::keys::all(tx)?.first().map_or(0, |key| key.generation);
    let made = generate(&ctx.portal.vault, newest.saturating_add(1), ctx.now)?;
    keep(tx, ctx, Event::KeysPublished, &made)
}

fn is_living_signer(key: &RestingKey) -> bool {
    key.usage == KeyUse::Signing.as_str() && key.stage() != Stage::Retired
}

/// Takes a published generation into use: the one that has a key of this name, or the newest. The one before goes on
/// signing for instances that do not know it yet, until it is retired; unless `forced` is what makes this possible: then
/// everything before is retired at once, as a stolen key must sign nothing any more. Returns the generation.
///
/// # Errors
/// Any [`KeyChangeRefused`] but `TooMany` and `Needed`.
pub fn begin_signing(tx: &mut Tx<'_>, ctx: &Ctx, kid: Option<&str>, forced: bool) -> Done<i64> {
    let keys = store::keys::lock_all(tx)?;
    let chosen = match kid {
        Some(kid) => named(&keys, kid)?,
        None => keys.iter().find(|key| key.stage() == Stage::Published).ok_or(KeyChangeRefused::NonePublished)?,
    };
    let (generation, in_use) = (chosen.generation, key_in_use(&keys));
    if chosen.stage() == Stage::Retired {
        return Err(KeyChangeRefused::Retired { generation }.into());
    }
    if in_use == Some(generation) {
        return Err(KeyChangeRefused::InUse { generation }.into());
    }
    let reach = store::keys::reach(tx, generation, connected_since(ctx.now))?;
    let is_time = may_sign(chosen.created_at, reach, ctx.now);
    if !is_time && !forced {
        let from = may_sign_from(chosen.created_at);
        return Err(KeyChangeRefused::TooEarly { generation, from, reach }.into());
    }
    store::keys::set_signing(tx, generation, ctx.now)?;
    let mut retired = Vec::new();
    if !is_time {
        retired = keys
            .iter()
            .filter(|key| key.generation != generation && key.stage() == Stage::Signing)
            .map(|key| key.generation)
            .collect();
        retired.dedup();
        for &before in &retired {
            store::keys::set_retired(tx, before, ctx.now)?;
        }
    }
    let before = Some(json!({ "generation": in_use }));
    let after = Some(
        json!({ "generation": generation, "forced": !is_time, "retired": retired, "connected": reach.connected, "have": reach.connected_have }),
    );
    post_audit(tx, ctx, Change { event: Event::KeysSigned, account: None, subject: "keys", before, after })?;
    Ok(generation)
}

/// Retires the generation that has a key of this name. What was sealed to it is still opened, and what it signed still
/// verifies. Doing it again changes nothing. Returns the generation.
///
/// # Errors
/// [`KeyChangeRefused::Unknown`], [`KeyChangeRefused::InUse`], or, unless `forced`, [`KeyChangeRefused::Needed`].
pub fn retire_key(tx: &mut Tx<'_>, ctx: &Ctx, kid: &str, forced: bool) -> Done<i64> {
    let keys = store::keys::lock_all(tx)?;
    let chosen = named(&keys, kid)?;
    let (generation, stage) = (chosen.generation, chosen.stage());
    if stage == Stage::Retired {
        return Ok(generation);
    }
    let in_use = key_in_use(&keys).unwrap_or(0);
    if in_use == generation {
        return Err(KeyChangeRefused::InUse { generation }.into());
    }
    let reach = store::keys::reach(tx, in_use, connected_since(ctx.now))?;
    if stage == Stage::Signing && reach.is_missing() && !forced {
        return Err(KeyChangeRefused::Needed { in_use, reach }.into());
    }
    store::keys::set_retired(tx, generation, ctx.now)?;
    let before = Some(json!({ "generation": generation, "stage": stage.as_str() }));
    let after = Some(json!({ "generation": generation, "stage": Stage::Retired.as_str(), "forced": forced }));
    post_audit(tx, ctx, Change { event: Event::KeysRetired, account: None, subject: "keys", before, after })?;
    Ok(generation)
}

fn named<'a>(keys: &'a [RestingKey], kid: &str) -> Result<&'a RestingKey, KeyChangeRefused> {
    keys.iter().find(|key| key.kid == kid).ok_or(KeyChangeRefused::Unknown)
}

/// The generation taken into use last of those that sign.
#[must_use]
pub fn key_in_use(keys: &[RestingKey]) -> Option<i64> {
    let signing = keys.iter().filter(|key| key.stage() == Stage::Signing);
    signing.max_by_key(|key| (key.signing_since, key.generation)).map(|key| key.generation)
}

/// Both pairs of a generation, as they rest.
fn generate(vault: &Vault, generation: i64, now: Instant) -> Done<Vec<RestingKey>> {
    let (sealing, signing) = (SealingKey::generate(), SigningKey::generate());
    let pairs = [
        (KeyUse::Sealing, sealing.public_key().to_jwk(), *sealing.to_secret_bytes()),
        (KeyUse::Signing, signing.verifying_key().to_jwk(), *signing.to_secret_bytes()),
    ];
    let resting = |(usage, public, secret): (KeyUse, Jwk, [u8; 32])| {
        let kid = public.thumbprint();
        Ok(RestingKey {
            usage: usage.as_str().to_owned(),
            generation,
            public_jwk: serde_json::to_value(public).map_err(Failure::broken)?,
            private_sealed: vault.seal(&kid, &secret),
            created_at: now,
            signing_since: None,
            retired_at: None,
            kid,
        })
    };
    pairs.into_iter().map(resting).collect()
}

fn keep(tx: &mut Tx<'_>, ctx: &Ctx, event: Event, made: &[RestingKey]) -> Done<i64> {
    let generation = made.first().map_or(0, |key| key.generation);
    for key in made {
        unless_taken(store::keys::insert(tx, key))?;
    }
    let kid_of = |usage: KeyUse| made.iter().find(|key| key.usage == usage.as_str()).map(|key| key.kid.as_str());
    let before = Some(json!({ "generation": generation.saturating_sub(1) }));
    let (enc, sig) = (kid_of(KeyUse::Sealing), kid_of(KeyUse::Signing));
    let after = Some(json!({ "generation": generation, "enc": enc, "sig": sig }));
    post_audit(tx, ctx, Change { event, account: None, subject: "keys", before, after })?;
    Ok(generation)
}

/// Opens the stored keys.
///
/// # Errors
/// There are none, or they were sealed under another master key.
pub fn load_keys(c: &mut Conn<'_>, vault: &Vault) -> Done<KeyRing> {
    KeyRing::open(&store::keys::all(c)?, vault).map_err(Failure::broken)
}

/// Whether any keys were made yet.
pub fn keys_exist(c: &mut Conn<'_>) -> Done<bool> {
    Ok(!store::keys::all(c)?.is_empty())
}
