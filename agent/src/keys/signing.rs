//! The single place for Ed25519: signing, and checking without leniency.

use std::fmt;

use aes_gcm::aead::Generate;
use ed25519_dalek::{Signature, Signer};
use zeroize::Zeroizing;

use super::jwk::{Jwk, KeyRefused};
use crate::wire;

/// A private Ed25519 key: the portal's for tokens, an instance's for its instance IDs. Wiped when dropped.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// A new key from the randomness of the operating system.
    #[must_use]
    pub fn generate() -> Self {
        Self::from_secret_bytes(&Zeroizing::new(<[u8; 32]>::generate()))
    }

    /// The key of a 32-byte seed (RFC 8032).
    #[must_use]
    pub fn from_secret_bytes(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The 32-byte seed, to be stored encrypted or in a file only its owner reads.
    #[must_use]
    pub fn to_secret_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public half.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    /// The RFC 7638 thumbprint of the public half.
    #[must_use]
    pub fn kid(&self) -> String {
        self.verifying_key().kid()
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.kid())
    }
}

/// A public Ed25519 key that is not of low order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

impl VerifyingKey {
    /// The key of these 32 bytes.
    ///
    /// # Errors
    /// [`KeyRefused::OffCurve`] or [`KeyRefused::LowOrder`].
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyRefused> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(|_| KeyRefused::OffCurve)?;
        if key.is_weak() { Err(KeyRefused::LowOrder) } else { Ok(Self(key)) }
    }

    /// The 32 bytes, as the server pins them.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Reads an `OKP` `Ed25519` key.
    ///
    /// # Errors
    /// Any [`KeyRefused`] that concerns a single key.
    pub fn from_jwk(jwk: &Jwk) -> Result<Self, KeyRefused> {
        if (jwk.kty.as_str(), jwk.crv.as_str(), &jwk.y) != ("OKP", "Ed25519", &None) {
            return Err(KeyRefused::Kind);
        }
        jwk.check_kid()?;
        Self::from_bytes(&Jwk::coordinate(&jwk.x)?)
    }

    /// As published: with `kid`, `use: sig` and `alg: EdDSA`.
    #[must_use]
    pub fn to_jwk(&self) -> Jwk {
        self.bare_jwk().published("sig", "EdDSA")
    }

    pub(crate) fn bare_jwk(&self) -> Jwk {
        Jwk::bare("OKP", "Ed25519", wire::base64url(self.0.as_bytes()), None)
    }

    /// The RFC 7638 thumbprint.
    #[must_use]
    pub fn kid(&self) -> String {
        self.bare_jwk().thumbprint()
    }

    /// Strict: one signature per key and message, no low-order point, canonical S.
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}
