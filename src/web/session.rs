//! Sessions on the server: in the database, or in Redis by a setting. The cookie holds a key, the store its hash.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_session::{Session, SessionInsertError};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::cookie::time::Duration;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use chrono::TimeDelta;
use secrecy::{ExposeSecret, SecretString};

use super::error;
use super::redis::Redis;
use crate::app::App;
use crate::config::Sessions;
use crate::domain::ids::PersonId;
use crate::domain::person::Person;
use crate::domain::session;
use crate::store::sessions::Session as Kept;
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

tokio::task_local! {
    /// Whether what this request changed of its session could not be kept.
    static LOST: Cell<bool>;
}

/// Where sessions live.
#[derive(Clone)]
pub struct Store {
    app: Arc<App>,
    /// None: in the database.
    redis: Option<Redis>,
}

impl Store {
    /// Opens the store the settings name.
    ///
    /// # Errors
    /// Redis cannot be reached.
    pub async fn open(app: &Arc<App>) -> Result<Self, Box<dyn std::error::Error>> {
        let redis = match &app.config.sessions {
            Sessions::Database => None,
            Sessions::Redis(url) => Some(Redis::new(url.expose_secret())?),
        };
        if let Some(redis) = &redis {
            redis.ping().await?;
        }
        Ok(Self { app: Arc::clone(app), redis })
    }

    /// Whether it answers; the database is asked elsewhere.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        match &self.redis {
            Some(redis) => redis.ping().await,
            None => Ok(()),
        }
    }

    async fn find(&self, hash: &str) -> Result<Option<Kept>, StoreError> {
        if let Some(redis) = &self.redis {
            return redis.find(hash).await;
        }
        let hash = hash.to_owned();
        self.app.db.read(move |c| store::sessions::find(c, &hash)).await
    }

    /// The state of a session that is neither idle nor old; that it is used is noted, and not more often than needed.
    async fn state(&self, key: &SessionKey) -> Result<Option<State>, StoreError> {
        let hash = vault::hash_of(key.as_ref());
        let now = self.app.clock.wall();
        let found = self.find(&hash).await?;
        let Some(kept) = found.filter(|s| session::is_alive(s.created_at, s.seen_at, now)) else { return Ok(None) };
        // A state we cannot read is no session.
        let state = serde_json::from_str(&kept.state).ok();
        // Ahead of now: the clock was, and has been set right; what began by it begins now.
        if now - kept.seen_at > TimeDelta::minutes(TOUCH_MINUTES) || kept.seen_at.max(kept.created_at) > now {
            let created_at = kept.created_at.min(now);
            match &self.redis {
                Some(redis) => redis.put(&hash, Kept { seen_at: now, created_at, ..kept }).await?,
                None => self.app.db.write(move |tx| store::sessions::touch(tx, &hash, now)).await?,
            }
        }
        Ok(state)
    }

    /// Keeps a state; a new session begins now, an old one keeps its beginning.
    async fn put(&self, secret: &str, state: &State) -> Result<(), StoreError> {
        let (hash, now) = (vault::hash_of(secret), self.app.clock.wall());
        let state = serde_json::to_string(state).map_err(|e| StoreError::Other(e.to_string()))?;
        match &self.redis {
            Some(redis) => {
                let created_at = redis.find(&hash).await?.map_or(now, |kept| kept.created_at);
                redis.put(&hash, Kept { state, created_at, seen_at: now }).await
            }
            None => self.app.db.write(move |tx| store::sessions::put(tx, &hash, &state, now)).await,
        }
    }

    async fn remove(&self, key: &SessionKey) -> Result<(), StoreError> {
        let hash = vault::hash_of(key.as_ref());
        match &self.redis {
            Some(redis) => redis.delete(&hash).await,
            None => self.app.db.write(move |tx| store::sessions::delete(tx, &hash)).await,
        }
    }
}

/// Asks the Redis at an address whether it is there and lets us in.
///
/// # Errors
/// It does not, or not soon.
pub async fn redis_answers(url: &SecretString) -> Result<(), String> {
    let redis = Redis::new(url.expose_secret()).map_err(|cause| cause.to_string())?;
    redis.ping().await.map_err(|cause| cause.to_string())
}

/// Around the sessions: where what a request changed of its session could not be kept, the answer says so, whatever it was.
/// The session library would end the request without an answer of ours.
///
/// # Errors
/// What the inner service returns.
pub async fn keep(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let calling = async { (next.call(request).await, LOST.with(Cell::get)) };
    let (response, is_lost) = LOST.scope(Cell::new(false), calling).await;
    let response = response?.map_into_boxed_body();
    if !is_lost {
        return Ok(response);
    }
    let (request, _) = response.into_parts();
    let page =
        error::page(&request, error::WebError::Unavailable("the session store does not answer".to_owned())).await;
    Ok(ServiceResponse::new(request, page))
}

/// An outage is not ours; it is logged by whoever watches the store.
fn note_lost(cause: &StoreError) {
    if !matches!(cause, StoreError::Unavailable(_)) {
        tracing::error!(%cause, "a session could not be kept");
    }
    let _ = LOST.try_with(|lost| lost.set(true));
}

impl SessionStore for Store {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        Ok(or_unavailable(self.state(key).await))
    }

    async fn save(&self, state: State, _ttl: &Duration) -> Result<SessionKey, SaveError> {
        let secret = vault::new_secret();
        if let Err(cause) = self.put(&secret, &state).await {
            note_lost(&cause);
        }
        secret.try_into().map_err(|e: <SessionKey as TryFrom<String>>::Error| SaveError::Other(e.into()))
    }

    async fn update(&self, key: SessionKey, state: State, _ttl: &Duration) -> Result<SessionKey, UpdateError> {
        if let Err(cause) = self.put(key.as_ref(), &state).await {
            note_lost(&cause);
        }
        Ok(key)
    }

    async fn update_ttl(&self, _key: &SessionKey, _ttl: &Duration) -> Result<(), anyhow::Error> {
        // Noted at loading, and not more often than needed.
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        if let Err(cause) = self.remove(key).await {
            note_lost(&cause);
        }
        Ok(())
    }
}

/// A store that does not answer must not end the request here, where no page could be made of it: the session says so,
/// and [`is_unavailable`] asks.
fn or_unavailable(loaded: Result<Option<State>, StoreError>) -> Option<State> {
    loaded.unwrap_or_else(|cause| {
        if !matches!(cause, StoreError::Unavailable(_)) {
            tracing::error!(%cause, "a session could not be loaded");
        }
        Some(HashMap::from([(UNAVAILABLE.to_owned(), "true".to_owned())]))
    })
}

/// Whether the session store did not answer, so that nobody knows who this is.
#[must_use]
pub fn is_unavailable(session: &Session) -> bool {
    session.get(UNAVAILABLE).ok().flatten().unwrap_or(false)
}
