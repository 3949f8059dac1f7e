//! Ring 2: rows in, domain values out. The only ring that knows SQL, and [`Db`] the only way to it.
//!
//! Reading goes through [`Db::read`], writing through [`Db::write`]. A [`Tx`] is made nowhere else, and every storing
//! function takes one: outside a transaction does not compile.

/// The account of a row's parent: each row below an account names it, so that accounts can be told apart, and kept apart,
/// without asking for parents.
macro_rules! account_of {
    ($parent:ident, $id:expr) => {
        $parent::table.filter($parent::id.eq($id)).select($parent::account_id).single_value().assume_not_null()
    };
}

pub(crate) mod by;
mod conn;
mod dialect;
mod file_lock;
mod group;
mod health;
mod migrate;
pub(crate) mod schema;
pub(crate) mod sql_types;

pub mod accounts;
pub mod attempts;
pub mod audit;
pub mod contacts;
pub mod contracts;
pub mod counted;
pub mod emails;
pub mod instances;
pub mod invoices;
pub mod keys;
pub mod licenses;
pub mod messages;
pub mod orders;
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
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use std::time::{Duration, Instant as Moment};

use diesel::connection::TransactionManager;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};
use diesel::result::QueryResult;
use tokio::sync::Semaphore;

use crate::config::database::Database;
use crate::private;
use conn::{AnyConn, Missing, Purpose};
use health::Health;

pub use conn::OwnSchema;
pub use file_lock::FileLock;
pub use sql_types::{Id, Instant, JsonDocument};

/// Connections kept for reading (and, on PostgreSQL, for writing): a small pool beats a large one.
const POOL_SIZE: u32 = 4;
/// How long the first connection may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a request waits for its turn, and then for a connection, before it is told to come back: many at once are no
/// outage. That there is one, whoever watches finds out sooner, and ends the waiting.
const TURN: Duration = Duration::from_secs(10);
const CONNECTION: Duration = Duration::from_secs(5);
/// Before a transaction that gave way to another one is begun again: so many times, and each time so long.
const AGAIN: [Duration; 4] =
    [Duration::from_millis(5), Duration::from_millis(20), Duration::from_millis(80), Duration::from_millis(320)];
/// How long the question whether the database is ready may take, and how long its answer holds: within a second it is true.
const READY: Duration = Duration::from_millis(650);
const KNOWN: Duration = Duration::from_millis(300);

/// The store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be had, or cannot keep anything: the caller may come back later.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// A statement or a commit was refused.
    #[error("the database refused a statement: {0}")]
    Query(diesel::result::Error),
    /// The work itself panicked; nothing of it was kept.
    #[error("the work on the database panicked")]
    Panicked,
    /// Anything else, in words for the log.
    #[error("{0}")]
    Other(String),
}

impl From<diesel::result::Error> for StoreError {
    fn from(cause: diesel::result::Error) -> Self {
        match health::unavailable(&cause) {
            Some(cause) => Self::Unavailable(cause),
            None => Self::Query(cause),
        }
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
    /// The connection, for the functions of this ring and the second ledger.
    pub(crate) const fn raw(&mut self) -> &mut AnyConn {
        self.0
    }
}

/// The database: cheap to clone, shared by everything.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    database: Database,
    health: Arc<Health>,
    /// Connections to read with; a database in memory has one connection, the writer's.
    lanes: Option<Shared>,
    /// SQLite's one writer; PostgreSQL writes through the pool.
    writer: Option<group::Writer>,
    /// When it was last seen to be ready.
    ready_at: Mutex<Option<Moment>>,
}

/// Connections, and as many turns: waiting happens there, not on blocked threads.
struct Lanes {
    pool: Pool<Manager>,
    turns: Arc<Semaphore>,
}

/// Replaced after an outage: work that was under way may hang on its connection for ever.
type Shared = Arc<RwLock<Arc<Lanes>>>;

impl Lanes {
    fn of(pool: Pool<Manager>) -> Arc<Self> {
        Arc::new(Self { pool, turns: Arc::new(Semaphore::new(usize::try_from(POOL_SIZE).unwrap_or(1))) })
    }
}

impl Db {
    /// Opens the database; it must have been migrated before it is used.
    ///
    /// # Errors
    /// It cannot be reached.
    pub fn open(database: &Database) -> Stored<Self> {
        conn::ready(database, Missing::Refused)?;
        let shared: Arc<RwLock<Option<Shared>>> = Arc::default();
        let health = Health::new(database, {
            let (shared, database) = (Arc::clone(&shared), database.clone());
            move |health| {
                let shared = shared.read().unwrap_or_else(PoisonError::into_inner);
                if let (Some(lanes), Database::Postgres { .. }) = (shared.as_ref(), &database) {
                    let fresh = pool().build_unchecked(manager(&database, health));
                    *lanes.write().unwrap_or_else(PoisonError::into_inner) = Lanes::of(fresh);
                }
            }
        });
        let weak = Arc::downgrade(&health);
        let lanes = match database {
            Database::Memory => None,
            Database::Sqlite { .. } | Database::Postgres { .. } => {
                let pool =
                    pool().build(manager(database, &weak)).map_err(|e| StoreError::Unavailable(e.to_string()))?;
                Some(Arc::new(RwLock::new(Lanes::of(pool))))
            }
        };
        let writer = match database {
            Database::Postgres { .. } => None,
            Database::Sqlite { .. } | Database::Memory => Some(group::Writer::start(database, &weak)?),
        };
        shared.write().unwrap_or_else(PoisonError::into_inner).clone_from(&lanes);
        let ready_at = Mutex::new(None);
        Ok(Self(Arc::new(Inner { database: database.clone(), health, lanes, writer, ready_at })))
    }

    /// Whether it can be asked now, and on SQLite whether it can keep anything.
    ///
    /// # Errors
    /// It cannot.
    pub async fn ready(&self) -> Stored<()> {
        let Inner { health, ready_at, writer, .. } = &*self.0;
        if health.is_out() {
            return Err(StoreError::Unavailable("it is away".to_owned()));
        }
        let is_known = ready_at.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|at| at.elapsed() < KNOWN);
        if is_known {
            return Ok(());
        }
        let asked = async {
            self.read(sessions::ask).await?;
            match writer {
                Some(writer) => writer.write(|conn| Ok(dialect::prove_writable(conn)?)).await,
                None => Ok::<(), StoreError>(()),
            }
        };
        let mute = || StoreError::Unavailable("it does not answer".to_owned());
        let answer = tokio::time::timeout(READY, asked).await.unwrap_or_else(|_| Err(mute()));
        match &answer {
            Ok(()) => *ready_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(Moment::now()),
            Err(_) => health.suspect(),
        }
        answer
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
        let mut conn = Self::connect(database, Purpose::Alone)?;
        migrate::run(&mut conn).map_err(|e| StoreError::Other(e.to_string()))
    }

    /// Migrations that have not been run yet; asks, and changes nothing.
    ///
    /// # Errors
    /// The database is not there, cannot be asked, or is a newer program's or something else's.
    pub fn pending_migrations(database: &Database) -> Stored<usize> {
        Self::pending(database, Missing::Refused)
    }

    /// The files of the database that others than their owner can do anything with.
    #[must_use]
    pub fn open_files(database: &Database) -> Vec<PathBuf> {
        let Database::Sqlite { path } = database else { return Vec::new() };
        conn::files(path).into_iter().filter(|file| private::is_open(file)).collect()
    }

    fn pending(database: &Database, missing: Missing) -> Stored<usize> {
        conn::ready(database, missing)?;
        migrate::pending(&mut Self::connect(database, Purpose::Look)?)
    }

    fn connect(database: &Database, purpose: Purpose) -> Stored<AnyConn> {
        conn::open(database, purpose).map_err(|e| StoreError::Unavailable(e.to_string()))
    }

    #[must_use]
    pub fn database(&self) -> &Database {
        &self.0.database
    }

    /// How many statements its connections were asked so far: for tests of what must not grow.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.0.health.asked.load(std::sync::atomic::Ordering::Relaxed)
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
        if let (None, Some(writer)) = (&self.0.lanes, &self.0.writer) {
            return writer.write(move |conn| f(&mut Conn(conn))).await;
        }
        let read = move |conn: &mut AnyConn| f(&mut Conn(conn));
        self.on_pool(|pool, health| finish(&mut *begun(pool, dialect::begin_reading, health)?, read)).await
    }

    /// Runs `f` in a transaction of its own and answers only once that is durable. An error undoes all of it. Where the
    /// transaction gave way to another one, the same is done anew: `f` does nothing that the transaction does not undo.
    ///
    /// # Errors
    /// What `f` returns, or the store's own.
    pub async fn write<T, E>(
        &self,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Clone + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let work = move |conn: &mut AnyConn| f(&mut Tx(Conn(conn)));
        match &self.0.writer {
            Some(writer) => writer.write(move |conn| transaction(conn, work)).await,
            None => self.on_pool(|pool, health| repeated(pool, health, work)).await,
        }
    }

    async fn on_pool<T, E>(
        &self,
        work: impl FnOnce(&Pool<Manager>, &Arc<Health>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let away = |cause: &str| StoreError::Unavailable(cause.to_owned()).into();
        let Inner { lanes: Some(lanes), health, .. } = &*self.0 else { return Err(away("there is no pool")) };
        // A statement to a PostgreSQL that is gone may hang, so nobody tries; SQLite says so itself, and may still be read.
        let may_hang = matches!(self.0.database, Database::Postgres { .. });
        if may_hang && health.is_out() {
            return Err(away("it is away"));
        }
        let lanes = Arc::clone(&lanes.read().unwrap_or_else(PoisonError::into_inner));
        let turn = tokio::select! {
            turn = tokio::time::timeout(TURN, Arc::clone(&lanes.turns).acquire_owned()) => turn,
            () = health.lost(), if may_hang => return Err(away("it does not answer")),
        };
        let Ok(Ok(turn)) = turn else { return Err(away("all connections are busy")) };
        let watched = Arc::clone(health);
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work(&lanes.pool, &watched)
        });
        tokio::select! {
            done = done => done.unwrap_or_else(|_| Err(StoreError::Panicked.into())),
            () = health.lost(), if may_hang => Err(away("it does not answer")),
        }
    }
}

fn pool() -> diesel::r2d2::Builder<Manager> {
    Pool::builder().max_size(POOL_SIZE).min_idle(Some(1)).test_on_check_out(false).connection_timeout(PATIENCE)
}

fn manager(database: &Database, health: &Weak<Health>) -> Manager {
    Manager { database: database.clone(), health: Weak::clone(health) }
}

/// A connection in a transaction just begun. One that was lost while it lay idle is noticed here, where nothing was done yet,
/// and another is taken.
fn begun(
    pool: &Pool<Manager>,
    begin: fn(&mut AnyConn) -> QueryResult<()>,
    health: &Arc<Health>,
) -> Stored<PooledConnection<Manager>> {
    let mut cause = String::new();
    for _ in 0..=POOL_SIZE {
        let mut conn = pool.get_timeout(CONNECTION).map_err(|e| {
            health.suspect();
            StoreError::Unavailable(e.to_string())
        })?;
        match begin(&mut conn).map_err(StoreError::from) {
            Ok(()) => return Ok(conn),
            Err(StoreError::Unavailable(lost)) => cause = lost,
            Err(other) => return Err(other),
        }
    }
    Err(StoreError::Unavailable(cause))
}

/// Runs in a transaction, and anew where that gave way to another one (SQLSTATE 40001 and 40P01).
fn repeated<T, E: From<StoreError>>(
    pool: &Pool<Manager>,
    health: &Arc<Health>,
    work: impl FnOnce(&mut AnyConn) -> Result<T, E> + Clone,
) -> Result<T, E> {
    let mut waits = AGAIN.iter();
    loop {
        let mut conn = begun(pool, AnyConn::begin_transaction, health)?;
        conn.gave_way.store(false, Ordering::Relaxed);
        let done = finish(&mut conn, work.clone());
        let gave_way = conn.gave_way.load(Ordering::Relaxed);
        drop(conn);
        match (done, waits.next()) {
            (Err(_), Some(wait)) if gave_way => std::thread::park_timeout(*wait),
            (done, _) => return done,
        }
    }
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
            // What cannot be rolled back was lost with its connection, which is not used again; the first error says why.
            let _ = AnyConn::rollback_transaction(conn);
            Err(error)
        }
    }
}

/// A pooled connection, and whether its transaction gave way to another one.
struct Pooled {
    conn: AnyConn,
    gave_way: Arc<AtomicBool>,
}

impl Deref for Pooled {
    type Target = AnyConn;

    fn deref(&self) -> &AnyConn {
        &self.conn
    }
}

impl DerefMut for Pooled {
    fn deref_mut(&mut self) -> &mut AnyConn {
        &mut self.conn
    }
}

/// Opens pooled connections; our own, because the derive's `establish` guesses the database and hides the cause.
struct Manager {
    database: Database,
    health: Weak<Health>,
}

impl ManageConnection for Manager {
    type Connection = Pooled;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Pooled, Self::Error> {
        let purpose = match self.database {
            Database::Sqlite { .. } | Database::Memory => Purpose::Read,
            Database::Postgres { .. } => Purpose::Write,
        };
        let mut conn = conn::open(&self.database, purpose).map_err(diesel::r2d2::Error::ConnectionError)?;
        let gave_way = Arc::default();
        health::listen(&self.health, &mut conn, Arc::clone(&gave_way));
        Ok(Pooled { conn, gave_way })
    }

    fn is_valid(&self, conn: &mut Pooled) -> Result<(), Self::Error> {
        conn.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Pooled) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

#[cfg(test)]
#[path = "lists_tests.rs"]
mod lists_tests;
