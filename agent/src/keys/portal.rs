//! The single place for the set of public keys that a vendor compiles into its product.

use serde::{Deserialize, Serialize};

use super::{Jwk, KeyRefused, SealingPublicKey, VerifyingKey};

/// A portal's public keys: what an instance seals to, and whose signatures it believes.
///
/// A trust anchor: compile it in (`include_str!`). A file that a user of the product may edit is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalKeys {
    newest: SealingPublicKey,
    older: Vec<SealingPublicKey>,
    verifying: Vec<VerifyingKey>,
}

#[derive(Serialize, Deserialize)]
struct KeySet<K> {
    keys: Vec<K>,
}

impl PortalKeys {
    /// A set from its parts; the first sealing key is the one used from now on.
    ///
    /// # Errors
    /// [`KeyRefused::Incomplete`] if either list is empty.
    pub fn new(sealing: Vec<SealingPublicKey>, verifying: Vec<VerifyingKey>) -> Result<Self, KeyRefused> {
        let mut sealing = sealing.into_iter();
        match sealing.next() {
            Some(newest) if !verifying.is_empty() => Ok(Self { newest, older: sealing.collect(), verifying }),
            _ => Err(KeyRefused::Incomplete),
        }
    }

    /// Reads the text of `/.well-known/jwks.json`. Keys of other kinds are skipped: a later portal may publish more.
    ///
    /// # Errors
    /// Any [`KeyRefused`].
    pub fn from_jwks(text: &str) -> Result<Self, KeyRefused> {
        let set: KeySet<serde_json::Value> = serde_json::from_str(text).map_err(|_| KeyRefused::NotAKeySet)?;
        let keys: Vec<Jwk> = set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
        let of_curve = |curve: &'static str| keys.iter().filter(move |key| key.crv == curve);
        let sealing = of_curve("P-256").filter(|key| key.usage.as_deref() != Some("sig"));
        let sealing = sealing.map(SealingPublicKey::from_jwk).collect::<Result<_, _>>()?;
        let verifying = of_curve("Ed25519").map(VerifyingKey::from_jwk).collect::<Result<_, _>>()?;
        Self::new(sealing, verifying)
    }

    /// The text of `/.well-known/jwks.json`, newest sealing key first.
    #[must_use]
    pub fn to_jwks(&self) -> String {
        let sealing = std::iter::once(&self.newest).chain(&self.older).map(SealingPublicKey::to_jwk);
        let keys = sealing.chain(self.verifying.iter().map(VerifyingKey::to_jwk)).collect();
        serde_json::to_string(&KeySet::<Jwk> { keys }).unwrap_or_default()
    }

    /// The key that new instance IDs are sealed to.
    #[must_use]
    pub fn sealing(&self) -> &SealingPublicKey {
        &self.newest
    }

    /// The key with this `kid` under which a token may be signed.
    #[must_use]
    pub fn verifying(&self, kid: &str) -> Option<&VerifyingKey> {
        self.verifying.iter().find(|key| key.kid() == kid)
    }
}
