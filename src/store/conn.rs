//! Connections to either database, and how each is set up.

use std::io::Read;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};
use secrecy::{ExposeSecret, SecretString};

use super::{StoreError, Stored};
use crate::config::database::Database;
use crate::private;

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
    /// Finding out what it is, before anything about it is changed.
    Look,
    /// Reading only; SQLite refuses writes on it.
    Read,
    /// Reading and writing.
    Write,
    /// As before anything is served: whoever else writes is waited for longer.
    Alone,
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
    if purpose == Purpose::Look {
        conn.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        return Ok(conn);
    }
    conn.batch_execute(&format!(
        "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
             PRAGMA trusted_schema = OFF;",
        if purpose == Purpose::Alone { 5_000 } else { 1_500 }
    ))
    .map_err(ConnectionError::CouldntSetupConfiguration)?;
    if purpose == Purpose::Read {
        conn.batch_execute("PRAGMA query_only = ON;").map_err(ConnectionError::CouldntSetupConfiguration)?;
    }
    Ok(conn)
}

/// What every SQLite file begins with.
const MAGIC: [u8; 16] = *b"SQLite format 3\0";

/// Whether a database that is not there yet is made, and one that others can read is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    Made,
    /// It is an error, and nothing is changed.
    Refused,
}

/// Sees to it that there is a file that SQLite can open, and that it is its owner's alone; what SQLite makes beside it
/// takes its rights. To be asked before anything has it open: a file that is closed loses all locks of its process.
pub(super) fn ready(database: &Database, missing: Missing) -> Stored<()> {
    let Database::Sqlite { path } = database else { return Ok(()) };
    must_have_folder(path)?;
    let file = Path::new(path);
    let cannot = |cause: std::io::Error| StoreError::Other(format!("the database {path} can't be opened: {cause}"));
    if !file.exists() {
        if missing == Missing::Refused {
            return Err(StoreError::Other(format!("there is no database at {path}; `seatsync migrate` makes one")));
        }
        if private::make(file).map_err(cannot)? {
            tracing::info!(path, "a new database is made");
        }
        return Ok(());
    }
    if !file.is_file() {
        return Err(StoreError::Other(format!("{path} is no file: SEATSYNC_DATABASE_URL must be sqlite://PATH")));
    }
    let mut begins = Vec::new();
    std::fs::File::open(file).and_then(|file| file.take(16).read_to_end(&mut begins)).map_err(cannot)?;
    if !begins.is_empty() && begins != MAGIC {
        return Err(StoreError::Other(format!("{path} is no SQLite database; nothing in it was changed")));
    }
    if missing == Missing::Made {
        files(path).iter().for_each(|file| private::close(file));
    }
    Ok(())
}

/// A database's file and what SQLite keeps beside it.
pub(super) fn files(path: &str) -> [PathBuf; 4] {
    ["", "-wal", "-shm", "-journal"].map(|name| PathBuf::from(format!("{path}{name}")))
}

/// A folder is never made for a database: a slip in its name would begin a new one there.
pub(super) fn must_have_folder(path: &str) -> Stored<()> {
    let folder = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder {
        Some(folder) if !folder.is_dir() => Err(StoreError::Other(format!(
            "the folder {} isn't there, so there is no database in it",
            folder.display()
        ))),
        _ => Ok(()),
    }
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
        let mut conn = PgConnection::establish(server.expose_secret())
            .map_err(|cause| without_password(cause, server.expose_secret()).to_string())?;
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

/// What libpq itself gives up on, unless the setting says otherwise: a server that cannot be reached, or is not there any more.
const LIMITS: &[(&str, &str)] = &[
    ("connect_timeout", "2"),
    ("tcp_user_timeout", "2000"),
    ("keepalives_idle", "10"),
    ("keepalives_interval", "2"),
    ("keepalives_count", "3"),
];

fn with_limits(url: &str) -> String {
    let mut limited = url.to_owned();
    for (name, value) in LIMITS.iter().filter(|(name, _)| !url.contains(&format!("{name}="))) {
        limited.push(if limited.contains('?') { '&' } else { '?' });
        limited.push_str(&format!("{name}={value}"));
    }
    limited
}

/// UTC, and time limits, so that one stuck statement cannot hold up everybody.
fn postgres(url: &str) -> Result<PgConnection, ConnectionError> {
    let mut conn = PgConnection::establish(&with_limits(url)).map_err(|cause| without_password(cause, url))?;
    conn.batch_execute(
        "SET timezone = 'UTC'; SET lock_timeout = '1800ms'; SET statement_timeout = '30s'; \
         SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = 'warning';",
    )
    .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(conn)
}

/// libpq repeats what it cannot read.
fn without_password(cause: ConnectionError, url: &str) -> ConnectionError {
    let ConnectionError::BadConnection(text) = cause else { return cause };
    let user = url.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@')).map_or("", |(user, _)| user);
    let password = user.split_once(':').map_or("", |(_, password)| password);
    let text = text.replace(url, "…");
    let text = if password.is_empty() { text } else { text.replace(password, "…") };
    ConnectionError::BadConnection(text.trim_end().to_owned())
}
