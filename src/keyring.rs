//! The portal's keys as they are used: private halves opened, newest first, and the published set.

use seatsync_agent::keys::{PortalKeys, SealingKey, SigningKey};

use crate::store::keys::RestingKey;
use crate::vault::{NotOpened, Vault};

/// The use of a key pair, as JWKs name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyUse {
    /// Instance IDs are sealed to it.
    Sealing,
    /// Tokens are signed with it.
    Signing,
}

impl KeyUse {
    /// `enc` or `sig`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sealing => "enc",
            Self::Signing => "sig",
        }
    }
}

/// The keys could not be taken into use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoKeys {
    /// Sealed under another master key.
    Sealed(NotOpened),
    /// There is no pair of one use, or a stored one is damaged.
    Incomplete,
}

impl std::fmt::Display for NoKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sealed(cause) => cause.fmt(f),
            Self::Incomplete => f.write_str("the portal has no complete set of keys; `seatsync keys rotate` makes one"),
        }
    }
}

impl std::error::Error for NoKeys {}

impl From<NotOpened> for NoKeys {
    fn from(cause: NotOpened) -> Self {
        Self::Sealed(cause)
    }
}

/// Every generation of the portal's keys, newest first.
#[derive(Debug)]
pub struct KeyRing {
    /// Each under its `kid`: to find that out again takes as long as opening a seal.
    sealing: Vec<(String, SealingKey)>,
    signing: SigningKey,
    published: PortalKeys,
}

impl KeyRing {
    /// Opens stored keys, which must come newest first.
    ///
    /// # Errors
    /// Another master key, or no complete set.
    pub fn open(resting: &[RestingKey], vault: &Vault) -> Result<Self, NoKeys> {
        let mut sealing = Vec::new();
        let mut signing = Vec::new();
        for key in resting {
            let secret = vault.open(&key.kid, &key.private_sealed)?;
            let secret: [u8; 32] = secret.try_into().map_err(|_| NoKeys::Incomplete)?;
            if key.usage == KeyUse::Sealing.as_str() {
                let key = SealingKey::from_secret_bytes(&secret).map_err(|_| NoKeys::Incomplete)?;
                sealing.push((key.kid(), key));
            } else {
                signing.push(SigningKey::from_secret_bytes(&secret));
            }
        }
        let public = sealing.iter().map(|(_, key)| key.public_key()).collect();
        let verifying = signing.iter().map(SigningKey::verifying_key).collect();
        let published = PortalKeys::new(public, verifying).map_err(|_| NoKeys::Incomplete)?;
        let newest = signing.into_iter().next().ok_or(NoKeys::Incomplete)?;
        Ok(Self { sealing, signing: newest, published })
    }

    /// The private key an instance ID was sealed to, of any generation.
    #[must_use]
    pub fn sealing(&self, kid: &str) -> Option<&SealingKey> {
        self.sealing.iter().find(|(known, _)| known == kid).map(|(_, key)| key)
    }

    /// The key tokens are signed with.
    #[must_use]
    pub const fn signing(&self) -> &SigningKey {
        &self.signing
    }

    /// The public halves, as a vendor compiles them in.
    #[must_use]
    pub const fn published(&self) -> &PortalKeys {
        &self.published
    }
}
