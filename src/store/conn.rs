//! Connections to either database, and how each is set up.

use diesel::connection::SimpleConnection;
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};
use secrecy::ExposeSecret;

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
