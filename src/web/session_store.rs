//! Where sessions live: in the database, or in Redis by a setting. The cookie holds a key, the store its hash.

use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, web};
use chrono::TimeDelta;
use secrecy::{ExposeSecret, SecretString};

use super::error_page;
use super::redis::Redis;
use super::session::{Change, Claim, Session, unavailable};
use crate::app::App;
use crate::config::Sessions;
use crate::domain::session;
use crate::http::site::Site;
use crate::store::sessions::Session as Kept;
use crate::store::{self, StoreError};
use crate::vault;

const COOKIE: &str = "session";
/// Minutes between two notes that a session is used.
const TOUCH_MINUTES: i64 = 5;

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

    /// What the session of this key says, if it is neither idle nor old; that it is used is noted, and not more often than
    /// needed.
    ///
    /// # Errors
    /// The store does not answer.
    pub(super) async fn claim(&self, key: &str) -> Result<Option<Claim>, StoreError> {
        let (hash, now) = (vault::hash_of(key), self.app.clock.wall());
        let found = self.find(&hash).await?;
        let Some(kept) = found.filter(|s| session::is_alive(s.created_at, s.seen_at, now)) else { return Ok(None) };
        // What we cannot read is no session.
        let claim = serde_json::from_str(&kept.state).ok();
        // Ahead of now: the clock was, and has been set right; what began by it begins now.
        if now - kept.seen_at > TimeDelta::minutes(TOUCH_MINUTES) || kept.seen_at.max(kept.created_at) > now {
            let created_at = kept.created_at.min(now);
            match &self.redis {
                Some(redis) => redis.put(&hash, Kept { seen_at: now, created_at, ..kept }).await?,
                None => self.app.db.write(move |tx| store::sessions::touch(tx, &hash, now)).await?,
            }
        }
        Ok(claim)
    }

    /// Begins a session, and returns its key.
    pub(super) async fn begin(&self, claim: &Claim) -> Result<String, StoreError> {
        let (key, now) = (vault::new_secret(), self.app.clock.wall());
        let hash = vault::hash_of(&key);
        let state = serde_json::to_string(claim).map_err(|e| StoreError::Other(e.to_string()))?;
        match &self.redis {
            Some(redis) => redis.put(&hash, Kept { state, created_at: now, seen_at: now }).await?,
            None => self.app.db.write(move |tx| store::sessions::put(tx, &hash, &state, now)).await?,
        }
        Ok(key)
    }

    pub(super) async fn end(&self, key: &str) -> Result<(), StoreError> {
        let hash = vault::hash_of(key);
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

/// Around everything that asks who is there: finds the session of a request, and keeps what became of it. Where that cannot be
/// kept, the answer says so, whatever it was.
pub async fn keep(
    store: web::Data<Store>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let key =
        Site::of(request.request()).jar.value(request.request(), COOKIE).filter(|key| vault::looks_like_secret(key));
    let found = match &key {
        None => Ok(None),
        Some(key) => store.claim(key).await,
    };
    let (claim, is_unknown) = match found {
        Ok(claim) => (claim, false),
        Err(cause) => {
            note(&cause);
            (None, true)
        }
    };
    // The key of a session that is over is nobody's.
    let key = key.filter(|_| claim.is_some());
    let session = Session::found(claim, is_unknown);
    request.extensions_mut().insert(session.clone());
    let mut response = next.call(request).await?.map_into_boxed_body();
    let Some(change) = session.changed() else { return Ok(response) };
    match changed(&store, key, change).await {
        Ok(new) => {
            let site = Site::of(response.request());
            let cookie = match new {
                Some(key) => site.jar.cookie(COOKIE, &key),
                None => site.jar.removal(COOKIE),
            };
            response.response_mut().add_cookie(&cookie)?;
            Ok(response)
        }
        Err(cause) => {
            note(&cause);
            let (request, _) = response.into_parts();
            let page = error_page::page(&request, unavailable()).await;
            Ok(ServiceResponse::new(request, page))
        }
    }
}

/// The key of the session from now on; none if there is none.
async fn changed(store: &Store, old: Option<String>, change: Change) -> Result<Option<String>, StoreError> {
    if let Some(old) = old {
        store.end(&old).await?;
    }
    match change {
        Change::Begun(claim) => store.begin(&claim).await.map(Some),
        Change::Ended => Ok(None),
    }
}

/// An outage is not ours; it is logged by whoever watches the store.
fn note(cause: &StoreError) {
    if !matches!(cause, StoreError::Unavailable(_)) {
        tracing::error!(%cause, "a session could not be found or kept");
    }
}
