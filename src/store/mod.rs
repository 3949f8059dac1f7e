//! Ring 2: rows in, domain values out. The only ring that knows SQL, and [`Db`] the only way to it.
//!
//! Reading goes through [`Db::read`], writing through [`Db::write`]. A [`Tx`] is made nowhere else, and every storing
//! function takes one: outside a transaction does not compile.

mod conn;
mod dialect;
mod group;
mod hold;
mod migrate;
mod schema;
mod sql_types;

pub mod accounts;
pub mod attempts;
pub mod audit;
pub mod contacts;
pub mod instances;
pub mod invariants;
pub mod invoices;
pub mod keys;
pub mod letters;
pub mod licenses;
pub mod messages;
pub mod orders;
pub mod overview;
pub mod payments;
pub mod people;
pub mod products;
pub mod reconciliations;
pub mod releases;
pub mod renewals;
pub mod sessions;
pub mod subscriptions;
pub mod support;
pub mod tokens;
pub mod usage;

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use diesel::connection::TransactionManager;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};
use tokio::sync::Semaphore;

use crate::config::database::Database;
use conn::{AnyConn, Missing, Purpose};

pub use conn::OwnSchema;
pub use hold::Hold;
pub use sql_types::{Document, Id, Instant};

/// Connections kept for reading (and, on PostgreSQL, for writing): a small pool beats a large one.
const POOL_SIZE: u32 = 4;
/// How long a request waits for a connection before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// The store did not do what was asked.
#[derive(Debug)]
pub enum StoreError {
    /// No connection could be had: the caller may come back later.
    Unavailable(String),
    /// A statement or a commit was refused.
    Query(diesel::result::Error),
    /// The work itself panicked; nothing of it was kept.
    Panicked,
    /// Anything else, in words for the log.
    Other(String),
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unavailable(cause) => write!(f, "the database cannot be reached: {cause}"),
            Self::Query(cause) => write!(f, "the database refused a statement: {cause}"),
            Self::Panicked => f.write_str("the work on the database panicked"),
            Self::Other(cause) => f.write_str(cause),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<diesel::result::Error> for StoreError {
    fn from(cause: diesel::result::Error) -> Self {
        Self::Query(cause)
    }
}

impl StoreError {
    /// Whether a unique constraint stood in the way: somebody was faster.
    #[must_use]
    pub const fn is_duplicate(&self) -> bool {
        matches!(
            self,
            Self::Query(diesel::result::Error::DatabaseError(diesel::result::DatabaseErrorKind::UniqueViolation, _))
        )
    }
}

impl StoreError {
    /// Whether a row holds what cannot be: the database answers, and nobody can make sense of it.
    #[must_use]
    pub const fn is_unreadable(&self) -> bool {
        matches!(self, Self::Other(_) | Self::Query(diesel::result::Error::DeserializationError(_)))
    }
}

/// What a store function returns.
pub type Stored<T> = Result<T, StoreError>;

/// A connection to read with, inside one consistent view.
pub struct Conn<'a>(&'a mut AnyConn);

/// A transaction to write with; it can read too. Made by [`Db::write`] alone.
pub struct Tx<'a>(Conn<'a>);

impl<'a> Deref for Tx<'a> {
    type Target = Conn<'a>;

    fn deref(&self) -> &Conn<'a> {
        &self.0
    }
}

impl<'a> DerefMut for Tx<'a> {
    fn deref_mut(&mut self) -> &mut Conn<'a> {
        &mut self.0
    }
}

impl Conn<'_> {
    /// The connection, for the functions of this ring.
    const fn raw(&mut self) -> &mut AnyConn {
        self.0
    }
}

/// The database: cheap to clone, shared by everything.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    database: Database,
    /// Connections to read with; a database in memory has one connection, the writer's.
    pool: Option<Pool<Manager>>,
    /// As many turns as connections: waiting happens here, not on blocked threads.
    turns: Semaphore,
    /// SQLite's one writer; PostgreSQL writes through the pool.
    writer: Option<group::Writer>,
}

impl Db {
    /// Opens the database; it must have been migrated before it is used.
    ///
    /// # Errors
    /// It cannot be reached.
    pub fn open(database: &Database) -> Stored<Self> {
        conn::ready(database, Missing::Refused)?;
        let (pool, writer) = match database {
            Database::Sqlite { .. } => (Some(pool(database)?), Some(group::Writer::start(database)?)),
            Database::Memory => (None, Some(group::Writer::start(database)?)),
            Database::Postgres { .. } => (Some(pool(database)?), None),
        };
        let turns = Semaphore::new(usize::try_from(POOL_SIZE).unwrap_or(1));
        Ok(Self(Arc::new(Inner { database: database.clone(), pool, turns, writer })))
    }

    /// Brings the schema up to date, after making the file if there is none; returns the names of what ran.
    ///
    /// # Errors
    /// A migration was refused, or the database is a newer program's or something else's.
    pub fn migrate(database: &Database) -> Stored<Vec<String>> {
        if matches!(database, Database::Memory) {
            // Every connection to it is a database of its own: the writer migrates what it opens.
            return Ok(Vec::new());
        }
        if Self::pending(database, Missing::Made)? == 0 {
            return Ok(Vec::new());
        }
        let mut conn = Self::connect(database, Purpose::Write)?;
        migrate::run(&mut conn).map_err(|e| StoreError::Other(e.to_string()))
    }

    /// Migrations that have not been run yet; asks, and changes nothing.
    ///
    /// # Errors
    /// The database is not there, cannot be asked, or is a newer program's or something else's.
    pub fn pending_migrations(database: &Database) -> Stored<usize> {
        Self::pending(database, Missing::Refused)
    }

    fn pending(database: &Database, missing: Missing) -> Stored<usize> {
        conn::ready(database, missing)?;
        migrate::pending(&mut Self::connect(database, Purpose::Look)?)
    }

    fn connect(database: &Database, purpose: Purpose) -> Stored<AnyConn> {
        conn::open(database, purpose).map_err(|e| StoreError::Unavailable(e.to_string()))
    }

    /// Which database this is.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.0.database
    }

    /// Runs `f` on a connection, inside one consistent view, off the async threads.
    ///
    /// # Errors
    /// What `f` returns, or the store's own.
    pub async fn read<T, E>(&self, f: impl FnOnce(&mut Conn<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        if let (None, Some(writer)) = (&self.0.pool, &self.0.writer) {
            return writer.write(move |conn| f(&mut Conn(conn))).await;
        }
        self.on_pool(move |conn| {
            dialect::begin_reading(conn).map_err(StoreError::from)?;
            finish(conn, |conn| f(&mut Conn(conn)))
        })
        .await
    }

    /// Runs `f` in a transaction of its own and answers only once that is durable. An error undoes all of it.
    ///
    /// # Errors
    /// What `f` returns, or the store's own.
    pub async fn write<T, E>(&self, f: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let work = move |conn: &mut AnyConn| transaction(conn, |conn| f(&mut Tx(Conn(conn))));
        match &self.0.writer {
            Some(writer) => writer.write(work).await,
            None => self.on_pool(work).await,
        }
    }

    async fn on_pool<T, E>(&self, f: impl FnOnce(&mut AnyConn) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let _turn = self.0.turns.acquire().await.map_err(|e| StoreError::Other(e.to_string()))?;
        let inner = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || {
            let pool = inner.pool.as_ref().ok_or_else(|| StoreError::Unavailable("there is no pool".to_owned()))?;
            let mut conn: PooledConnection<Manager> = pool.get().map_err(|e| StoreError::Unavailable(e.to_string()))?;
            f(&mut conn)
        });
        done.await.unwrap_or_else(|_| Err(StoreError::Panicked.into()))
    }
}

fn pool(database: &Database) -> Stored<Pool<Manager>> {
    Pool::builder()
        .max_size(POOL_SIZE)
        .min_idle(Some(1))
        .test_on_check_out(false)
        .connection_timeout(PATIENCE)
        .build(Manager { database: database.clone() })
        .map_err(|e| StoreError::Unavailable(e.to_string()))
}

/// Begins, runs, and commits or rolls back; nested in a running transaction it is a savepoint.
fn transaction<T, E: From<StoreError>>(
    conn: &mut AnyConn,
    f: impl FnOnce(&mut AnyConn) -> Result<T, E>,
) -> Result<T, E> {
    AnyConn::begin_transaction(conn).map_err(StoreError::from)?;
    finish(conn, f)
}

/// Runs in the transaction that was begun, and commits or rolls back.
fn finish<T, E: From<StoreError>>(conn: &mut AnyConn, f: impl FnOnce(&mut AnyConn) -> Result<T, E>) -> Result<T, E> {
    match f(conn) {
        Ok(value) => {
            AnyConn::commit_transaction(conn).map_err(StoreError::from)?;
            Ok(value)
        }
        Err(error) => {
            AnyConn::rollback_transaction(conn).map_err(StoreError::from)?;
            Err(error)
        }
    }
}

/// Opens pooled connections; our own, because the derive's `establish` guesses the database and hides the cause.
#[derive(Debug)]
struct Manager {
    database: Database,
}

impl ManageConnection for Manager {
    type Connection = AnyConn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<AnyConn, Self::Error> {
        let purpose = match self.database {
            Database::Sqlite { .. } | Database::Memory => Purpose::Read,
            Database::Postgres { .. } => Purpose::Write,
        };
        conn::open(&self.database, purpose).map_err(diesel::r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, conn: &mut AnyConn) -> Result<(), Self::Error> {
        conn.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut AnyConn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}
