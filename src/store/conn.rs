//! Connections to either database, and how each is set up.

use diesel::connection::SimpleConnection;
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};
use secrecy::{ExposeSecret, SecretString};

use crate::config::database::Database;

/// One connection, to whichever database is configured.
#[derive(diesel::MultiConnection)]
#[allow(unreachable_pub, reason = "the derive makes public items of it")]
pub enum AnyConn {
    /// PostgreSQL.
    Pg(PgConnection),
    /// Embedded SQLite.
    Sqlite(SqliteConnection),
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Reading only; SQLite refuses writes on it.
    Read,
    /// Reading and writing.
    Write,
}

/// Opens and sets up a connection.
pub(super) fn open(database: &Database, purpose: Purpose) -> Result<AnyConn, ConnectionError> {
    match database {
        Database::Sqlite { path } => sqlite(path, purpose).map(AnyConn::Sqlite),
        Database::Memory => memory().map(AnyConn::Sqlite),
        Database::Postgres { url } => postgres(url.expose_secret()).map(AnyConn::Pg),
    }
}

/// `busy_timeout` comes first, or switching to WAL itself may fail busy; `FULL` because `NORMAL` loses acknowledged
/// writes in a power cut (docs/decisions/0001).
fn sqlite(path: &str, purpose: Purpose) -> Result<SqliteConnection, ConnectionError> {
    let mut conn = SqliteConnection::establish(path)?;
    conn.batch_execute(
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA trusted_schema = OFF;",
    )
    .map_err(ConnectionError::CouldntSetupConfiguration)?;
    if purpose == Purpose::Read {
        conn.batch_execute("PRAGMA query_only = ON;").map_err(ConnectionError::CouldntSetupConfiguration)?;
    }
    Ok(conn)
}

/// Nothing is kept, so nothing needs to be durable.
fn memory() -> Result<SqliteConnection, ConnectionError> {
    let mut conn = SqliteConnection::establish(":memory:")?;
    conn.batch_execute("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA journal_mode = MEMORY;")
        .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(conn)
}

/// A schema of its own on a PostgreSQL server, for as long as this lives: for `seatsync simulate`.
#[derive(Debug)]
pub struct OwnSchema {
    server: SecretString,
    name: String,
}

impl OwnSchema {
    /// Makes a schema with a new name on the server at this address.
    ///
    /// # Errors
    /// The server cannot be reached, or does not allow it.
    pub fn create(server: &SecretString) -> Result<Self, String> {
        let name = format!("seatsync_simulate_{}", uuid::Uuid::now_v7().simple());
        let mut conn = PgConnection::establish(server.expose_secret()).map_err(|e| e.to_string())?;
        conn.batch_execute(&format!("CREATE SCHEMA {name}")).map_err(|e| e.to_string())?;
        Ok(Self { server: server.clone(), name })
    }

    /// The address at which everything lies in that schema.
    #[must_use]
    pub fn database(&self) -> Database {
        let server = self.server.expose_secret();
        let joint = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{joint}options=-csearch_path%3D{}", self.name);
        Database::Postgres { url: SecretString::from(url) }
    }
}

impl Drop for OwnSchema {
    fn drop(&mut self) {
        let drop = format!("SET client_min_messages = warning; DROP SCHEMA {} CASCADE", self.name);
        let dropped = PgConnection::establish(self.server.expose_secret())
            .map_err(|e| e.to_string())
            .and_then(|mut conn| conn.batch_execute(&drop).map_err(|e| e.to_string()));
        if let Err(cause) = dropped {
            tracing::warn!(schema = self.name, cause, "a schema of a simulation is left behind");
        }
    }
}

/// UTC, and time limits, so that one stuck statement cannot hold up everybody.
fn postgres(url: &str) -> Result<PgConnection, ConnectionError> {
    let mut conn = PgConnection::establish(url)?;
    conn.batch_execute(
        "SET timezone = 'UTC'; SET lock_timeout = '5s'; SET statement_timeout = '30s'; \
         SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = 'warning';",
    )
    .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(conn)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use diesel::connection::InstrumentationEvent;
    use diesel::prelude::*;

    use super::super::dialect::Kept;
    use super::*;

    diesel::table! {
        counters (id) {
            id -> BigInt,
            count -> BigInt,
        }
    }

    #[derive(QueryableByName)]
    struct Option {
        #[diesel(sql_type = diesel::sql_types::Text)]
        compile_options: String,
    }

    #[test]
    fn sqlite_is_compiled_as_the_project_says() {
        let mut conn = memory().unwrap();
        let options: Vec<Option> = diesel::sql_query("PRAGMA compile_options").load(&mut conn).unwrap();
        for wanted in ["THREADSAFE=2", "DEFAULT_MEMSTATUS=0", "ENABLE_QPSG"] {
            assert!(options.iter().any(|option| option.compile_options == wanted), "{wanted} (.cargo/config.toml)");
        }
    }

    #[test]
    fn a_kept_statement_is_prepared_once() {
        let mut conn = memory().unwrap();
        conn.batch_execute("CREATE TABLE counters (id BIGINT PRIMARY KEY, count BIGINT NOT NULL)").unwrap();
        conn.batch_execute("INSERT INTO counters VALUES (1, 0), (2, 0)").unwrap();
        let kept = Arc::new(Mutex::new(0));
        let seen = Arc::clone(&kept);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::CacheQuery { .. }) {
                *seen.lock().unwrap() += 1;
            }
        });
        let mut conn = AnyConn::Sqlite(conn);
        for id in [1_i64, 2, 3] {
            let update = diesel::update(counters::table.find(id)).set(counters::count.eq(id * 10));
            let changed: Vec<i64> = Kept(update.returning(counters::count)).load(&mut conn).unwrap();
            assert_eq!(changed, if id == 3 { vec![] } else { vec![id * 10] });
        }
        assert_eq!(*kept.lock().unwrap(), 1);
    }
}
