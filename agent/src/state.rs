//! The single place for the instance's files: a key and a state that a kill at any instant leaves as they were or as they were to be.
//!
//! A change is written to a temporary file, forced to disk, renamed over the old one, and the directory forced to disk. A lock file keeps two commands
//! from interleaving; it goes away with the process that held it.

mod disk;
mod error;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use error::StateError;

use crate::clock::Seen;
use crate::instance_id::{Service, Update};
use crate::keys::{PortalKeys, SigningKey};
use crate::standing::Recorded;
use crate::token::{Notice, Subscription, TokenUpdate, open_token};
use crate::usage::Usage;
use crate::wire;

const KEY: &str = "key";
const STATE: &str = "state.json";
const LOCK: &str = "lock";
const MARK: &str = "clock";

/// A sync that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// When it was tried, by the machine's clock.
    pub at: DateTime<Utc>,
    /// Why, to show to the administrator.
    pub sentence: String,
}

/// All that an instance remembers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Who it is: a `UUIDv7` made at first start.
    pub instance: Uuid,
    /// Number of the last message made; rises for ever.
    pub seq: u64,
    /// The latest instant seen (R29).
    pub seen: Seen,
    /// User counts.
    pub usage: Usage,
    /// Aggregate counts as they were handed over last (R36); what is sent is [`State::service_to_send`].
    pub service: Service,
    /// Whether any were ever handed over.
    #[serde(default, skip_serializing_if = "is_false")]
    pub service_handed_over: bool,
    /// What was chosen for updates (R35).
    pub update: Update,
    /// Licenses in the order they were added.
    pub licenses: Vec<Kept>,
    /// The latest tokens taken, last one last.
    pub tokens: Vec<Taken>,
    /// The token taken last, word for word: what it says of the portal's keys and of the time holds as long as it verifies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<String>,
    /// Earlier tokens that brought a key of the portal's, in the order they were taken: each is proved by the keys before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key_tokens: Vec<String>,
    /// The latest instant seen, signed by this instance (R29).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// The subscription as of the last token.
    pub subscription: Option<Subscription>,
    /// Notices of the last token.
    pub notices: Vec<Notice>,
    /// When the last token wishes the next sync, by this machine's clock (R32).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_sync: Option<DateTime<Utc>>,
    /// The message on its way: made, and neither answered nor refused yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Pending>,
    /// Why the last sync failed, until an answer comes (R28).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<Failure>,
    /// When the `Daemon` syncs next, by the machine's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_try: Option<DateTime<Utc>>,
    /// The update that the last token asks for, to be told (R35).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<TokenUpdate>,
    /// The update that the last token orders, until it is begun (R35).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<TokenUpdate>,
    /// The latest versions whose installation was begun here, last one last (R35).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub begun: Vec<String>,
}

/// A message that may have reached the portal: sent again, word for word, it gets the earlier answer (R33).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Its number.
    pub seq: u64,
    /// The instance ID, one line.
    pub text: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Digest of all it says but for number, name and time of day: as long as that is still true, nothing newer is made.
    pub says: String,
}

/// A license on record: where it stands is read out of the signed token every time, so editing this file gains nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// When it was added.
    pub added_at: DateTime<Utc>,
    /// The latest token that listed it.
    pub token: String,
}

impl State {
    /// The keys compiled in, and those that tokens brought which are still here and verify. Nothing but a token adds a key, and a token only if a
    /// key trusted before it proves it: so editing this file gains nothing.
    #[must_use]
    pub fn trusted(&self, compiled: &PortalKeys, product: &str) -> PortalKeys {
        self.key_tokens.iter().chain(&self.newest).fold(compiled.clone(), |keys, text| {
            let claims = open_token(text, &keys, self.instance, product).ok();
            claims.and_then(|claims| claims.portal_keys()).map_or(keys.clone(), |brought| keys.beside(&brought))
        })
    }

    /// Keeps a token as the newest, and of those before only what brought a key that `compiled` has not.
    pub(crate) fn keep_token(&mut self, text: &str, compiled: &PortalKeys, product: &str) {
        let before: Vec<String> = self.key_tokens.drain(..).chain(self.newest.take()).collect();
        let mut keys = compiled.clone();
        for token in before {
            let claims = open_token(&token, &keys, self.instance, product).ok();
            let Some(brought) = claims.and_then(|claims| claims.portal_keys()) else { continue };
            let wider = keys.beside(&brought);
            if wider.count() > keys.count() {
                self.key_tokens.push(token);
                keys = wider;
            }
        }
        self.newest = Some(text.to_owned());
    }

    /// Every token that is kept, those that may bring keys first, in their order.
    pub(crate) fn kept_tokens(&self) -> Vec<&String> {
        let licenses: BTreeSet<&String> = self.licenses.iter().map(|kept| &kept.token).collect();
        self.key_tokens.iter().chain(&self.newest).chain(licenses).collect()
    }

    /// The latest time that a token on record proves, each signed by the portal; `keys` are the trusted ones.
    pub(crate) fn signed_time(&self, keys: &PortalKeys, product: &str) -> Option<DateTime<Utc>> {
        let texts: BTreeSet<&String> = self.kept_tokens().into_iter().collect();
        let claims = texts.into_iter().filter_map(|text| open_token(text, keys, self.instance, product).ok());
        claims.map(|claims| claims.iat).max()
    }

    /// The licenses on record whose token these keys still prove, or keys that a token brought, in the order they were added.
    #[must_use]
    pub fn recorded(&self, compiled: &PortalKeys, product: &str) -> Vec<Recorded> {
        self.recorded_under(&self.trusted(compiled, product), product)
    }

    /// The same by the keys that are trusted.
    pub(crate) fn recorded_under(&self, keys: &PortalKeys, product: &str) -> Vec<Recorded> {
        self.licenses
            .iter()
            .filter_map(|kept| {
                let claims = open_token(&kept.token, keys, self.instance, product).ok()?;
                let license = claims.licenses.into_iter().find(|license| license.id == kept.id)?;
                Some(Recorded { license, added_at: kept.added_at })
            })
            .collect()
    }
}

impl State {
    /// Aggregate counts to send (R36). Before any were handed over there is nothing to send, which is not the same as switched off.
    #[must_use]
    pub fn service_to_send(&self) -> Service {
        let service = self.service.clone();
        // A state older than the mark has it in its figures; one that had switched all off without any is told so again.
        let handed_over = self.service_handed_over || service != Service::default();
        if handed_over { service } else { Service { optional: Some(BTreeMap::new()), ..service } }
    }
}

/// A token that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Its name.
    pub jti: String,
    /// The message it answered.
    pub seq: u64,
    /// When it was loaded.
    pub loaded_at: DateTime<Utc>,
    /// Whether it was fetched by `Instance::sync`, and not pasted (R28).
    #[serde(default, skip_serializing_if = "is_false")]
    pub by_sync: bool,
}

/// For serde, which hands over a reference.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl State {
    fn new() -> Self {
        Self {
            instance: Uuid::now_v7(),
            seq: 0,
            seen: Seen::default(),
            usage: Usage::default(),
            service: Service::default(),
            service_handed_over: false,
            update: Update::default(),
            licenses: Vec::new(),
            tokens: Vec::new(),
            newest: None,
            key_tokens: Vec::new(),
            mark: None,
            subscription: None,
            notices: Vec::new(),
            next_sync: None,
            pending: None,
            failed: None,
            next_try: None,
            asked: None,
            order: None,
            begun: Vec::new(),
        }
    }
}

/// The directory an instance keeps its files in, readable by its owner only.
#[derive(Debug, Clone)]
pub struct StateDir(PathBuf);

impl StateDir {
    /// Opens the directory, or makes it (mode 0700).
    ///
    /// # Errors
    /// [`StateError::Io`].
    pub fn open(path: &Path) -> Result<Self, StateError> {
        disk::make_private_dir(path).map_err(|error| StateError::io(path, &error))?;
        Ok(Self(path.to_owned()))
    }

    /// The instance's key; made at the first call (mode 0600).
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn key(&self) -> Result<SigningKey, StateError> {
        // A later start only reads, so that it works on a full or read-only disk.
        if let Some(key) = self.read_key()? {
            return Ok(key);
        }
        let _locked = self.lock()?;
        if let Some(key) = self.read_key()? {
            return Ok(key);
        }
        let key = SigningKey::generate();
        self.write(KEY, &format!("{}\n", wire::base64url(&*key.to_secret_bytes())))?;
        Ok(key)
    }

    fn read_key(&self) -> Result<Option<SigningKey>, StateError> {
        let Some(text) = self.read(KEY)? else {
            return Ok(None);
        };
        let seed = wire::fixed_from_base64url(text.trim()).ok_or_else(|| self.unreadable(KEY, "not a key"))?;
        Ok(Some(SigningKey::from_secret_bytes(&seed)))
    }

    /// Who this instance is; decided and written down at the first call.
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn identity(&self) -> Result<Uuid, StateError> {
        if self.read(STATE)?.is_some() {
            return Ok(self.load()?.instance);
        }
        self.update(|state| Ok(state.instance))
    }

    /// What is remembered now; a new identity if nothing is.
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn load(&self) -> Result<State, StateError> {
        match self.read(STATE)? {
            Some(text) => serde_json::from_str(&text).map_err(|error| self.unreadable(STATE, &error.to_string())),
            None => Ok(State::new()),
        }
    }

    /// Changes what is remembered. When this returns `Ok`, the change is on disk; if `change` refuses, nothing changed.
    ///
    /// # Errors
    /// Those of `change`, and any [`StateError`].
    pub fn update<T, E: From<StateError>>(&self, change: impl FnOnce(&mut State) -> Result<T, E>) -> Result<T, E> {
        let _locked = self.lock()?;
        let mut state = self.load()?;
        let answer = change(&mut state)?;
        let text = serde_json::to_string_pretty(&state).map_err(|error| self.unreadable(STATE, &error.to_string()))?;
        self.write(STATE, &text)?;
        Ok(answer)
    }

    /// The text of a file in the directory, `None` if there is none.
    ///
    /// # Errors
    /// [`StateError::Io`].
    pub fn read(&self, name: &str) -> Result<Option<String>, StateError> {
        let path = self.0.join(name);
        match fs::read(&path) {
            Ok(bytes) => wire::text(&bytes).map(Some).map_err(|error| self.unreadable(name, &error.to_string())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StateError::io(&path, &error)),
        }
    }

    /// Replaces a file in the directory, whole or not at all, and waits until it is on disk.
    ///
    /// # Errors
    /// [`StateError::Io`].
    pub fn write(&self, name: &str, text: &str) -> Result<(), StateError> {
        let path = self.0.join(name);
        disk::replace(&self.0, &path, text).map_err(|error| StateError::io(&path, &error))
    }

    fn lock(&self) -> Result<File, StateError> {
        let path = self.0.join(LOCK);
        let file = disk::private_file(&path).and_then(|file| file.lock().map(|()| file));
        file.map_err(|error| StateError::io(&path, &error))
    }

    /// The state is another instance's.
    pub(crate) fn foreign(&self) -> StateError {
        StateError::Foreign { path: self.0.join(STATE) }
    }

    /// The latest instant seen as it was signed outside of the state.
    pub(crate) fn mark(&self) -> Option<String> {
        self.read(MARK).ok().flatten()
    }

    /// Writes that down.
    pub(crate) fn write_mark(&self, mark: &str) -> Result<(), StateError> {
        self.write(MARK, mark)
    }

    fn unreadable(&self, name: &str, reason: &str) -> StateError {
        StateError::Unreadable { path: self.0.join(name), reason: reason.to_owned() }
    }
}
