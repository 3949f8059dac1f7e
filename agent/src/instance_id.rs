//! The single place for the instance ID: what an instance tells its portal, signed by the instance and sealed to the portal (R31, R33).

mod checks;
mod claims;
mod refused;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};
use uuid::Uuid;

pub use checks::{FiguresRefused, MAX_COUNT, MAX_FIGURE, MAX_FIGURE_NAME, MAX_FIGURES, MAX_LICENSES};
pub use claims::{Claims, MAX_DAYS, MAX_DETAIL, Outcome, OutcomeResult, Service, Update, UpdateMode, Users};
pub use refused::InstanceIdRefused;

use crate::jwe::{self, Sealed};
use crate::jws::{self, Header, Signed};
use crate::keys::{Jwk, SealingKey, SealingPublicKey, SigningKey, VerifyingKey};
use crate::pasted;
use crate::wire::{self, Label};

const TYPE: &str = "seatsync-instance-id+jwt";
/// How far an instance's clock may be ahead of the portal's; exactly this much is still taken (R33).
pub const MOST_AHEAD: TimeDelta = TimeDelta::hours(24);

/// Instance side: signs the claims, encloses the public key and seals all to the portal. One line of about 1,500 characters.
#[must_use]
pub fn seal(claims: &Claims, key: &SigningKey, to: &SealingPublicKey) -> String {
    jwe::seal(&jws::sign(&Header::enclosing(TYPE, key), claims, key), to)
}

/// The same in lines of 64 characters between BEGIN and END, for mails and files.
#[must_use]
pub fn armour(instance_id: &str) -> String {
    wire::armour(Label::InstanceId, instance_id)
}

/// An instance ID that was sealed to this portal, by nobody knows whom yet.
#[derive(Debug, Clone)]
pub struct Decrypted {
    sealed_to: String,
    signed: Signed,
    enclosed: Option<VerifyingKey>,
}

/// An instance ID that the instance itself wrote and whose claims make sense. Its sequence number is still to be checked: [`sequence`].
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// What the instance says.
    pub claims: Claims,
    /// Its key, to be pinned at the first contact.
    pub key: VerifyingKey,
}

/// Portal side, first step: takes off noise and seal. `key` finds the portal's private key of that `kid`, any generation.
///
/// # Errors
/// [`InstanceIdRefused::TooLong`], [`InstanceIdRefused::AToken`], [`InstanceIdRefused::Several`], [`InstanceIdRefused::NotAnInstanceId`],
/// [`InstanceIdRefused::OtherPortal`], [`InstanceIdRefused::Damaged`]; after the seal is off, [`InstanceIdRefused::Unsigned`].
pub fn decrypt<'k>(
    text: &str,
    key: impl FnOnce(&str) -> Option<&'k SealingKey>,
) -> Result<Decrypted, InstanceIdRefused> {
    let bare = pasted::read(Label::InstanceId, text)?;
    let sealed = Sealed::parse(&bare).ok_or(InstanceIdRefused::NotAnInstanceId)?;
    let key = key(sealed.kid()).ok_or(InstanceIdRefused::OtherPortal)?;
    let inner = sealed.open(key).ok_or(InstanceIdRefused::Damaged)?;
    let signed = std::str::from_utf8(&inner).ok().and_then(Signed::parse).ok_or(InstanceIdRefused::Unsigned)?;
    if !signed.has_header(TYPE, &["jwk"]) {
        return Err(InstanceIdRefused::Unsigned);
    }
    let enclosed = enclosed_key(&signed)?;
    Ok(Decrypted { sealed_to: sealed.kid().to_owned(), signed, enclosed })
}

fn enclosed_key(signed: &Signed) -> Result<Option<VerifyingKey>, InstanceIdRefused> {
    let Some(jwk) = signed.header.get("jwk") else {
        return Ok(None);
    };
    let jwk: Jwk = serde_json::from_value(jwk.clone()).map_err(|_| InstanceIdRefused::Unsigned)?;
    VerifyingKey::from_jwk(&jwk).map(Some).map_err(InstanceIdRefused::Key)
}

impl Decrypted {
    /// Who this claims to be from: unverified, only to look up the key pinned for that instance.
    ///
    /// # Errors
    /// [`InstanceIdRefused::Claims`] if there is no such claim.
    pub fn claimed_instance(&self) -> Result<Uuid, InstanceIdRefused> {
        let iss = self.claims()?.remove("iss");
        wire::urn::deserialize(iss.unwrap_or_default())
            .map_err(|error| InstanceIdRefused::Claims { reason: format!("iss: {error}") })
    }

    /// The name of the portal's key that it was sealed to.
    #[must_use]
    pub fn sealed_to(&self) -> &str {
        &self.sealed_to
    }

    /// The key enclosed in the message, if any: unverified, as anybody may enclose one.
    #[must_use]
    pub fn enclosed_key(&self) -> Option<&VerifyingKey> {
        self.enclosed.as_ref()
    }

    /// Portal side, second step: signature against the pinned key (first contact: the enclosed one), then `aud`, `iat` and the claims, in this order.
    /// `portal` is this portal's base URL as instances are told it, `now` its clock.
    ///
    /// # Errors
    /// Any [`InstanceIdRefused`] from [`InstanceIdRefused::OtherKey`] on.
    pub fn verify(
        self,
        pinned: Option<&VerifyingKey>,
        portal: &str,
        now: DateTime<Utc>,
    ) -> Result<Opened, InstanceIdRefused> {
        let key = self.believable_key(pinned)?;
        if !self.signed.verifies(&key) {
            return Err(InstanceIdRefused::Forged);
        }
        let claims = Claims::read(self.claims()?, portal, now)?;
        Ok(Opened { claims, key })
    }

    /// Everything that was said, in whatever claims: unverified until [`Decrypted::verify`] was asked.
    ///
    /// # Errors
    /// [`InstanceIdRefused::Claims`] if that is no JSON object.
    pub fn said(&self) -> Result<Map<String, Value>, InstanceIdRefused> {
        self.claims()
    }

    fn claims(&self) -> Result<Map<String, Value>, InstanceIdRefused> {
        self.signed
            .claims()
            .ok_or_else(|| InstanceIdRefused::Claims { reason: "not a JSON object, or a member twice".to_owned() })
    }

    fn believable_key(&self, pinned: Option<&VerifyingKey>) -> Result<VerifyingKey, InstanceIdRefused> {
        let key = pinned.or(self.enclosed.as_ref()).ok_or(InstanceIdRefused::NoKey)?;
        let same = self.enclosed.as_ref().is_none_or(|enclosed| enclosed == key);
        let named = self.signed.kid() == Some(key.kid().as_str());
        if same && named { Ok(key.clone()) } else { Err(InstanceIdRefused::OtherKey) }
    }
}

/// What a message's number says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sequence {
    /// Newer than all before: take it.
    Fresh,
    /// The very message that was taken last: give the earlier answer again.
    Again,
}

/// Compares number and `jti` with those of the last message taken from this instance.
///
/// # Errors
/// [`InstanceIdRefused::Replayed`] if the number is used up.
pub fn sequence(last: Option<(u64, &str)>, claims: &Claims) -> Result<Sequence, InstanceIdRefused> {
    match last {
        Some((seq, jti)) if seq == claims.seq && jti == claims.jti => Ok(Sequence::Again),
        Some((last, _)) if claims.seq <= last => Err(InstanceIdRefused::Replayed { seq: claims.seq, last }),
        _ => Ok(Sequence::Fresh),
    }
}

#[cfg(test)]
#[path = "instance_id_tests.rs"]
mod tests;
