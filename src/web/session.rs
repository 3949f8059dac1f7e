//! Sessions on the server: in the database, or in Redis by a setting. The cookie holds a key, the store its hash.

use std::collections::HashMap;
use std::sync::Arc;

use actix_session::storage::{LoadError, RedisSessionStore, SaveError, SessionKey, SessionStore, UpdateError};
use actix_session::{Session, SessionInsertError};
use actix_web::cookie::time::Duration;
use chrono::TimeDelta;
use secrecy::ExposeSecret;

use crate::app::App;
use crate::config::Sessions;
use crate::domain::ids::PersonId;
use crate::domain::person::Person;
use crate::domain::session;
use crate::store::{self, StoreError};
use crate::vault;

/// Minutes between two notes that a session is used.
const TOUCH_MINUTES: i64 = 5;

const PERSON: &str = "person";
const EPOCH: &str = "epoch";
/// Never stored: what a session says that could not be loaded.
const UNAVAILABLE: &str = "unavailable";

type State = HashMap<String, String>;

/// Who is signed in, as far as the session says; the guard asks the database whether that still holds.
#[must_use]
pub fn claimed_person(session: &Session) -> Option<(PersonId, i64)> {
    let id: String = session.get(PERSON).ok()??;
    Some((id.parse().ok()?, session.get(EPOCH).ok()??))
}

/// Signs a person in under a new key (ASVS 7.2.4).
///
/// # Errors
/// The state cannot be written.
pub fn begin(session: &Session, person: &Person) -> Result<(), SessionInsertError> {
    session.renew();
    session.insert(PERSON, person.id.to_string())?;
    session.insert(EPOCH, person.session_epoch)
}

/// Where sessions live.
#[derive(Clone)]
pub enum Store {
    /// In the database.
    Database(Arc<App>),
    /// In Redis.
    Redis(RedisSessionStore),
}

impl Store {
    /// Opens the store the settings name.
    ///
    /// # Errors
    /// Redis cannot be reached.
    pub async fn open(app: &Arc<App>) -> Result<Self, Box<dyn std::error::Error>> {
        match &app.config.sessions {
            Sessions::Database => Ok(Self::Database(Arc::clone(app))),
            Sessions::Redis(url) => Ok(Self::Redis(RedisSessionStore::new(url.expose_secret()).await?)),
        }
    }
}

impl SessionStore for Store {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        match self {
            Self::Database(app) => Ok(or_unavailable(load(app, key).await)),
            Self::Redis(redis) => Ok(or_unavailable(redis.load(key).await)),
        }
    }

    async fn save(&self, state: State, ttl: &Duration) -> Result<SessionKey, SaveError> {
        match self {
            Self::Database(app) => {
                let secret = vault::new_secret();
                put(app, &secret, &state).await.map_err(|e| SaveError::Other(e.into()))?;
                secret.try_into().map_err(|e: <SessionKey as TryFrom<String>>::Error| SaveError::Other(e.into()))
            }
            Self::Redis(redis) => redis.save(state, ttl).await,
        }
    }

    async fn update(&self, key: SessionKey, state: State, ttl: &Duration) -> Result<SessionKey, UpdateError> {
        match self {
            Self::Database(app) => {
                put(app, key.as_ref(), &state).await.map_err(|e| UpdateError::Other(e.into()))?;
                Ok(key)
            }
            Self::Redis(redis) => redis.update(key, state, ttl).await,
        }
    }

    async fn update_ttl(&self, key: &SessionKey, ttl: &Duration) -> Result<(), anyhow::Error> {
        match self {
            // Noted at loading, and not more often than needed.
            Self::Database(_) => Ok(()),
            Self::Redis(redis) => redis.update_ttl(key, ttl).await,
        }
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        match self {
            Self::Database(app) => {
                let hash = vault::hash_of(key.as_ref());
                Ok(app.db.write(move |tx| store::sessions::delete(tx, &hash)).await?)
            }
            Self::Redis(redis) => redis.delete(key).await,
        }
    }
}

/// A store that does not answer must not end the request here, where no page could be made of it: the session says so,
/// and [`is_unavailable`] asks.
fn or_unavailable<E: std::fmt::Display>(loaded: Result<Option<State>, E>) -> Option<State> {
    loaded.unwrap_or_else(|cause| {
        tracing::error!(%cause, "the session store does not answer");
        Some(HashMap::from([(UNAVAILABLE.to_owned(), "true".to_owned())]))
    })
}

/// Whether the session store did not answer, so that nobody knows who this is.
#[must_use]
pub fn is_unavailable(session: &Session) -> bool {
    session.get(UNAVAILABLE).ok().flatten().unwrap_or(false)
}

async fn load(app: &App, key: &SessionKey) -> Result<Option<State>, StoreError> {
    let hash = vault::hash_of(key.as_ref());
    let found = {
        let hash = hash.clone();
        app.db.read(move |c| store::sessions::find(c, &hash)).await?
    };
    let now = app.clock.wall();
    let Some(session) = found.filter(|s| session::is_alive(s.created_at, s.seen_at, now)) else { return Ok(None) };
    if now - session.seen_at > TimeDelta::minutes(TOUCH_MINUTES) {
        app.db.write(move |tx| store::sessions::touch(tx, &hash, now)).await?;
    }
    // A state we cannot read is no session.
    Ok(serde_json::from_str(&session.state).ok())
}

async fn put(app: &App, secret: &str, state: &State) -> Result<(), StoreError> {
    let (hash, now) = (vault::hash_of(secret), app.clock.wall());
    let state = serde_json::to_string(state).map_err(|e| StoreError::Other(e.to_string()))?;
    app.db.write(move |tx| store::sessions::put(tx, &hash, &state, now)).await
}
