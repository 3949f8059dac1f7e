//! The single place for the set of public keys that a vendor compiles into its product.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Jwk, KeyRefused, SealingPublicKey, VerifyingKey};

/// A portal's public keys: what an instance seals to, and whose signatures it believes.
///
/// A trust anchor: compile it in (`include_str!`). A file that a user of the product may edit is none. Keys that the portal publishes later are learned from
/// its tokens, as long as those are at hand and verify (`State::trusted`).
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
        Self::from_json(serde_json::from_str(text).map_err(|_| KeyRefused::NotAKeySet)?)
    }

    /// The same as a token carries it.
    ///
    /// # Errors
    /// Any [`KeyRefused`].
    pub fn from_json(set: Value) -> Result<Self, KeyRefused> {
        let set: KeySet<Value> = serde_json::from_value(set).map_err(|_| KeyRefused::NotAKeySet)?;
        let keys: Vec<Jwk> = set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
        let of_curve = |curve: &'static str| keys.iter().filter(move |key| key.crv == curve);
        let sealing = of_curve("P-256").filter(|key| key.usage.as_deref() != Some("sig"));
        let sealing = sealing.map(SealingPublicKey::from_jwk).collect::<Result<_, _>>()?;
        let verifying = of_curve("Ed25519").map(VerifyingKey::from_jwk).collect::<Result<_, _>>()?;
        Self::new(sealing, verifying)
    }

    /// The text of `/.well-known/jwks.json`, the sealing key in use first.
    #[must_use]
    pub fn to_jwks(&self) -> String {
        self.to_json().to_string()
    }

    /// The same as a token carries it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let keys = self.sealing_keys().map(SealingPublicKey::to_jwk);
        let keys = keys.chain(self.verifying.iter().map(VerifyingKey::to_jwk)).collect();
        serde_json::to_value(KeySet::<Jwk> { keys }).unwrap_or_default()
    }

    /// These keys and those that a token brought, whose first sealing key is the one used from now on. The caller has verified the token.
    pub(crate) fn beside(&self, brought: &Self) -> Self {
        let mut sealing: Vec<SealingPublicKey> = Vec::new();
        for key in brought.sealing_keys().chain(self.sealing_keys()) {
            if !sealing.contains(key) {
                sealing.push(key.clone());
            }
        }
        let mut verifying = self.verifying.clone();
        verifying.extend(brought.verifying.iter().filter(|key| !self.verifying.contains(key)).cloned());
        Self { newest: brought.newest.clone(), older: sealing.split_off(1), verifying }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.sealing_keys().count() + self.verifying.len()
    }

    /// The names of the keys under which a token may be signed.
    #[must_use]
    pub fn verifying_names(&self) -> Vec<String> {
        self.verifying.iter().map(VerifyingKey::kid).collect()
    }

    fn sealing_keys(&self) -> impl Iterator<Item = &SealingPublicKey> {
        std::iter::once(&self.newest).chain(&self.older)
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
