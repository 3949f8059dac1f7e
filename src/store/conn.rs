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
