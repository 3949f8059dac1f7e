//! Sessions in Redis: under the hash of their key, as in the database, and with the same two moments beside their state.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, FromRedisValue, RedisError};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::domain::calendar::Instant;
use crate::domain::session::{IDLE_HOURS, LONGEST_HOURS};
use crate::outage::Outage;
use crate::store::StoreError;
use crate::store::sessions::Session;

/// How long a question may take, connecting included.
const PATIENCE: Duration = Duration::from_millis(1_200);

/// Redis, by one connection that all requests share; made anew when it is lost.
#[derive(Clone)]
pub struct Redis(Arc<Inner>);

struct Inner {
    client: Client,
    conn: Mutex<Option<MultiplexedConnection>>,
    outage: Outage,
}

/// A session as it is kept; in the database these are columns.
#[derive(Serialize, Deserialize)]
struct Kept {
    state: String,
    created_at: Instant,
    seen_at: Instant,
}

fn unavailable(cause: impl std::fmt::Display) -> StoreError {
    StoreError::Unavailable(format!("the session store: {cause}"))
}

fn name(key_hash: &str) -> String {
    format!("seatsync:session:{key_hash}")
}

impl Redis {
    /// Knows where it is; asks nothing yet.
    ///
    /// # Errors
    /// The address is none.
    pub fn new(url: &str) -> Result<Self, RedisError> {
        let client = Client::open(url)?;
        Ok(Self(Arc::new(Inner { client, conn: Mutex::new(None), outage: Outage::new("session store") })))
    }

    /// Whether it answers.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.ask(&redis::cmd("PING")).await
    }

    /// The session with this key's hash.
    ///
    /// # Errors
    /// It cannot be asked.
    pub async fn find(&self, key_hash: &str) -> Result<Option<Session>, StoreError> {
        let text: Option<String> = self.ask(redis::cmd("GET").arg(name(key_hash))).await?;
        // What we cannot read is no session.
        let kept = text.and_then(|text| serde_json::from_str::<Kept>(&text).ok());
        Ok(kept.map(|Kept { state, created_at, seen_at }| Session { state, created_at, seen_at }))
    }

    /// Keeps a session until it is idle or old.
    ///
    /// # Errors
    /// It cannot be asked.
    pub async fn put(&self, key_hash: &str, session: Session) -> Result<(), StoreError> {
        let Session { state, created_at, seen_at } = session;
        let idle = seen_at + TimeDelta::hours(IDLE_HOURS);
        let seconds = (idle.min(created_at + TimeDelta::hours(LONGEST_HOURS)) - seen_at).num_seconds().max(1);
        let text = serde_json::to_string(&Kept { state, created_at, seen_at });
        let text = text.map_err(|e| StoreError::Other(e.to_string()))?;
        self.ask(redis::cmd("SET").arg(name(key_hash)).arg(text).arg("EX").arg(seconds)).await
    }

    /// Ends a session.
    ///
    /// # Errors
    /// It cannot be asked.
    pub async fn delete(&self, key_hash: &str) -> Result<(), StoreError> {
        self.ask(redis::cmd("DEL").arg(name(key_hash))).await
    }

    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, StoreError> {
        let answer = tokio::time::timeout(PATIENCE, self.ask_twice(command)).await;
        let cause = match answer {
            Ok(Ok(value)) => {
                self.0.outage.end();
                return Ok(value);
            }
            Ok(Err(cause)) => cause.to_string(),
            Err(_) => "it does not answer".to_owned(),
        };
        // Whoever holds it is making a new one.
        if let Ok(mut kept) = self.0.conn.try_lock() {
            *kept = None;
        }
        self.0.outage.begin(&cause);
        Err(unavailable(cause))
    }

    /// A connection that was lost since the last question is made anew, and the question asked again.
    async fn ask_twice<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, RedisError> {
        match command.query_async(&mut self.connection().await?).await {
            Err(cause) if cause.is_connection_dropped() => {
                *self.0.conn.lock().await = None;
                command.query_async(&mut self.connection().await?).await
            }
            answer => answer,
        }
    }

    async fn connection(&self) -> Result<MultiplexedConnection, RedisError> {
        let mut kept = self.0.conn.lock().await;
        if let Some(conn) = kept.as_ref() {
            return Ok(conn.clone());
        }
        let config = AsyncConnectionConfig::new().set_connection_timeout(PATIENCE).set_response_timeout(PATIENCE);
        let conn = self.0.client.get_multiplexed_async_connection_with_config(&config).await?;
        Ok(kept.insert(conn).clone())
    }
}
