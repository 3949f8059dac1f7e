//! The portal's keys as they are used: private halves opened, the published set, and which one signs for whom.

use std::cmp::Reverse;

use seatsync_agent::instance_id::Claims;
use seatsync_agent::keys::{PortalKeys, SealingKey, SigningKey};
use seatsync_agent::token::{open_token, signed_by};
use serde_json::Value;

use crate::domain::key_stage::Stage;
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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoKeys {
    /// Sealed under another master key.
    #[error(transparent)]
    Sealed(#[from] NotOpened),
    /// There is no pair of one use, or a stored one is damaged.
    #[error(
        "the portal has no complete set of keys, one of each use that signs; the first ones are made when it starts"
    )]
    Incomplete,
}

/// The order in which stages are published.
const fn rank(stage: Stage) -> u8 {
    match stage {
        Stage::Signing => 0,
        Stage::Published => 1,
        Stage::Retired => 2,
    }
}

/// The public halves of those whose stage is meant.
fn public(
    sealing: &[(Stage, String, SealingKey)],
    signing: &[(Stage, i64, SigningKey)],
    meant: impl Fn(Stage) -> bool,
) -> Result<PortalKeys, NoKeys> {
    let sealing = sealing.iter().filter(|(stage, ..)| meant(*stage)).map(|(.., key)| key.public_key()).collect();
    let signing = signing.iter().filter(|(stage, ..)| meant(*stage)).map(|(.., key)| key.verifying_key()).collect();
    PortalKeys::new(sealing, signing).map_err(|_| NoKeys::Incomplete)
}

/// Every generation of the portal's keys.
#[derive(Debug)]
pub struct KeyRing {
    /// Each under its `kid`: to find that out again takes as long as opening a seal.
    sealing: Vec<(String, SealingKey)>,
    /// The one in use, and its generation.
    signing: (i64, SigningKey),
    /// Others that still sign, taken into use before it; the latest first.
    former: Vec<(i64, SigningKey)>,
    published: PortalKeys,
    /// Which generation each key is of, of either use.
    generations: Vec<(String, i64)>,
    /// What tokens carry: all but the retired ones.
    carried: Value,
    newest_carried: i64,
}

impl KeyRing {
    /// Opens stored keys.
    ///
    /// # Errors
    /// Another master key, or no complete set.
    pub fn open(resting: &[RestingKey], vault: &Vault) -> Result<Self, NoKeys> {
        let mut sealing = Vec::new();
        let mut signing = Vec::new();
        // The one in use first, as an agent seals to the first one; retired ones last.
        let mut resting: Vec<&RestingKey> = resting.iter().collect();
        resting.sort_by_key(|key| (rank(key.stage()), Reverse(key.signing_since), Reverse(key.generation)));
        for &key in &resting {
            let secret = vault.open(&key.kid, &key.private_sealed)?;
            let secret: [u8; 32] = secret.try_into().map_err(|_| NoKeys::Incomplete)?;
            let (stage, generation) = (key.stage(), key.generation);
            if key.usage == KeyUse::Sealing.as_str() {
                let key = SealingKey::from_secret_bytes(&secret).map_err(|_| NoKeys::Incomplete)?;
                sealing.push((stage, key.kid(), key));
            } else {
                signing.push((stage, generation, SigningKey::from_secret_bytes(&secret)));
            }
        }
        let published = public(&sealing, &signing, |_| true)?;
        let carried = public(&sealing, &signing, |stage| stage != Stage::Retired)?.to_json();
        let living = resting.iter().filter(|key| key.stage() != Stage::Retired);
        let newest_carried = living.map(|key| key.generation).max().unwrap_or(0);
        let generations = resting.iter().map(|key| (key.kid.clone(), key.generation)).collect();
        let signing = signing.into_iter().filter(|(stage, ..)| *stage == Stage::Signing);
        let mut signing = signing.map(|(_, generation, key)| (generation, key));
        let (signing, former) = (signing.next().ok_or(NoKeys::Incomplete)?, signing.collect());
        let sealing = sealing.into_iter().map(|(_, kid, key)| (kid, key)).collect();
        Ok(Self { sealing, signing, former, published, generations, carried, newest_carried })
    }

    /// The private key an instance ID was sealed to, of any generation.
    #[must_use]
    pub fn sealing(&self, kid: &str) -> Option<&SealingKey> {
        self.sealing.iter().find(|(known, _)| known == kid).map(|(_, key)| key)
    }

    /// The key in use.
    #[must_use]
    pub const fn signing(&self) -> &SigningKey {
        &self.signing.1
    }

    /// The key for tokens of an instance that takes those of this generation and of all before: the one in use if that is
    /// among them, else an older one that still signs. Without any of them, the oldest: it is known most widely.
    #[must_use]
    pub fn signing_for(&self, known: i64) -> &SigningKey {
        let all = || std::iter::once(&self.signing).chain(&self.former);
        let found = all().find(|(generation, _)| *generation <= known);
        let oldest = || all().min_by_key(|(generation, _)| *generation);
        found.or_else(oldest).map_or(&self.signing.1, |(_, key)| key)
    }

    /// What a token says of our keys.
    #[must_use]
    pub const fn carried(&self) -> &Value {
        &self.carried
    }

    /// The newest generation in that.
    #[must_use]
    pub const fn newest_carried(&self) -> i64 {
        self.newest_carried
    }

    /// The newest generation that one of these names is of; 0 if none is of ours.
    #[must_use]
    pub fn newest_of<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> i64 {
        let generation = |name: &str| self.generations.iter().find(|(kid, _)| kid == name).map(|(_, number)| *number);
        names.into_iter().filter_map(generation).max().unwrap_or(0)
    }

    /// Up to which generation an instance takes tokens, by what it says in a message.
    ///
    /// Ours say it. Of others: whoever seals to a key has the set it was published in, and whoever acknowledges a token has
    /// what that carried, unless it turns out to refuse the next one, as agents do that came before tokens carried keys. That
    /// is kept as a negative number, until the message is sealed to a newer key.
    #[must_use]
    pub fn known_to(&self, claims: &Claims, sealed_to: &str, before: i64, answered: Option<&str>) -> i64 {
        if let Some(names) = &claims.keys {
            return self.newest_of(names.iter().map(String::as_str));
        }
        let has = self.newest_of([sealed_to]);
        if before < 0 && has <= -before {
            return before;
        }
        let Some(answered) = answered else { return has.max(before) };
        let token = open_token(answered, &self.published, claims.iss, &claims.product).ok();
        let is_taken = token.as_ref().is_some_and(|token| claims.ack.as_ref() == Some(&token.jti));
        let carried = token.and_then(|token| token.portal_keys()).map_or(Vec::new(), |keys| keys.verifying_names());
        if is_taken {
            return has.max(self.newest_of(carried.iter().map(String::as_str)));
        }
        let signed_by = signed_by(answered).unwrap_or_default();
        if self.newest_of([signed_by.as_str()]) > has { -has.max(1) } else { has.max(before) }
    }

    /// The public halves, as a vendor compiles them in.
    #[must_use]
    pub const fn published(&self) -> &PortalKeys {
        &self.published
    }
}
