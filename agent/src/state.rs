//! The single place for the instance's files: a key and a state that a kill at any instant leaves as they were or as they were to be.
//!
//! A change is written to a temporary file, forced to disk, renamed over the old one, and the directory forced to disk. A lock file keeps two commands
//! from interleaving; it goes away with the process that held it.

mod disk;
mod error;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use error::StateError;

use crate::clock::Seen;
use crate::contact::Failure;
use crate::instance_id::{Service, Update};
use crate::keys::{PortalKeys, SigningKey};
use crate::standing::Recorded;
use crate::token::{Notice, Subscription, TokenUpdate, open_token};
use crate::usage::Usage;
use crate::wire;

const KEY: &str = "key";
const STATE: &str = "state.json";
const LOCK: &str = "lock";

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
    /// The subscription as of the last token.
    pub subscription: Option<Subscription>,
    /// Notices of the last token.
    pub notices: Vec<Notice>,
    /// When the last token wishes the next sync (R32).
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
    /// The licenses on record whose token these keys still prove, in the order they were added.
    #[must_use]
    pub fn recorded(&self, keys: &PortalKeys, product: &str) -> Vec<Recorded> {
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
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
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

    fn unreadable(&self, name: &str, reason: &str) -> StateError {
        StateError::Unreadable { path: self.0.join(name), reason: reason.to_owned() }
    }
}
