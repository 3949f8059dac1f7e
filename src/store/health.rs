//! Whether the database is there. A statement that fails for want of it, or that is long in answering, is a suspicion; a
//! watcher then asks for itself, on a connection of its own, until the database answers. So what is slow is not called lost,
//! what hangs mute is, and nobody has to restart anything.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Weak, mpsc};
use std::time::Duration;

use diesel::connection::{Connection, InstrumentationEvent};
use diesel::result::{DatabaseErrorKind, Error};

use super::conn::{self, AnyConn, Purpose};
use super::dialect;
use crate::config::database::Database;
use crate::outage::Outage;

/// How long an answer may take before it is asked whether there will be one.
const SOON: Duration = Duration::from_millis(700);
/// How often it is looked whether the watcher knows.
const LOOK: Duration = Duration::from_millis(50);
/// How long the watcher waits for an answer: with [`SOON`], nobody waits two seconds for a database that is mute.
const ANSWER: Duration = Duration::from_millis(1_100);
/// Between two questions while there is none.
const PAUSE: Duration = Duration::from_millis(400);

/// Has connections made anew.
type Renew = Box<dyn Fn(&Weak<Health>) + Send + Sync>;

/// What is known of the database.
pub(super) struct Health {
    database: Database,
    outage: Outage,
    is_watched: AtomicBool,
    /// Statements it was asked so far.
    pub(super) asked: AtomicU64,
    /// Run before an outage is over: connections of before it may hang for ever.
    renew: Renew,
}

impl Health {
    pub(super) fn new(database: &Database, renew: impl Fn(&Weak<Self>) + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self {
            database: database.clone(),
            outage: Outage::new("database"),
            is_watched: AtomicBool::new(false),
            asked: AtomicU64::new(0),
            renew: Box::new(renew),
        })
    }

    /// Whether the database is known to be away.
    pub(super) fn is_out(&self) -> bool {
        self.outage.is_on()
    }

    /// Has the watcher look, unless it does.
    pub(super) fn suspect(self: &Arc<Self>) {
        if matches!(self.database, Database::Memory) || self.is_watched.swap(true, Ordering::SeqCst) {
            return;
        }
        let health = Arc::downgrade(self);
        let begun = std::thread::Builder::new().name("database-watch".to_owned()).spawn(move || watch(&health));
        if begun.is_err() {
            self.is_watched.store(false, Ordering::SeqCst);
        }
    }

    /// Returns when the database is known to be away, asking again and again as long as nobody knows.
    pub(super) async fn lost(self: &Arc<Self>) {
        loop {
            tokio::time::sleep(SOON).await;
            self.suspect();
            let mut waited = Duration::ZERO;
            while waited < ANSWER + LOOK {
                if self.is_out() {
                    return;
                }
                tokio::time::sleep(LOOK).await;
                waited += LOOK;
            }
        }
    }
}

/// Counts what a connection is asked, and notices whatever it is told that sounds like an outage, and that its transaction
/// gave way to another one.
pub(super) fn listen(health: &Weak<Health>, conn: &mut AnyConn, gave_way: Arc<AtomicBool>) {
    let health = Weak::clone(health);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| match event {
        InstrumentationEvent::StartQuery { .. } => {
            if let Some(health) = health.upgrade() {
                health.asked.fetch_add(1, Ordering::Relaxed);
            }
        }
        InstrumentationEvent::FinishQuery { error: Some(error), .. } if is_conflict(error) => {
            gave_way.store(true, Ordering::Relaxed);
        }
        InstrumentationEvent::FinishQuery { error: Some(error), .. } if unavailable(error).is_some() => {
            if let Some(health) = health.upgrade() {
                health.suspect();
            }
        }
        _ => {}
    });
}

/// Whether a transaction gave way to another one and may come to its end when it is begun anew: SQLSTATE 40001, and 40P01,
/// of which diesel hands on the text alone.
fn is_conflict(error: &Error) -> bool {
    match error {
        Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        Error::DatabaseError(DatabaseErrorKind::Unknown, said) => said.message().contains("deadlock detected"),
        Error::RollbackErrorOnCommit { commit_error, .. } => is_conflict(commit_error),
        _ => false,
    }
}

/// Until the database answers, or nobody wants to know.
fn watch(health: &Weak<Health>) {
    let (_never, pause) = mpsc::channel::<()>();
    while let Some(strong) = health.upgrade() {
        match ask(&strong.database) {
            Ok(()) => {
                if strong.is_out() {
                    (strong.renew)(health);
                }
                strong.outage.end();
                strong.is_watched.store(false, Ordering::SeqCst);
                return;
            }
            Err(cause) => strong.outage.begin(&cause),
        }
        drop(strong);
        let _ = pause.recv_timeout(PAUSE);
    }
}

/// Asks on a thread of its own, as the question itself may hang.
fn ask(database: &Database) -> Result<(), String> {
    let (tell, told) = mpsc::channel();
    let database = database.clone();
    let asking = move || {
        // Opening makes a file where there is none; whoever lost theirs must not find an empty one.
        if let Database::Sqlite { path } = &database
            && let Err(cause) = std::fs::metadata(path)
        {
            let _ = tell.send(Err(cause.to_string()));
            return;
        }
        let answer = conn::open(&database, Purpose::Write).map_err(|e| e.to_string());
        let answer = answer.and_then(|mut conn| dialect::prove_writable(&mut conn).map_err(|e| e.to_string()));
        let _ = tell.send(answer);
    };
    std::thread::Builder::new().name("database-ask".to_owned()).spawn(asking).map_err(|e| e.to_string())?;
    let answer = told.recv_timeout(ANSWER).unwrap_or_else(|_| Err("it does not answer".to_owned()));
    match answer {
        // It is there, and full; whoever has a connection goes on.
        Err(cause) if TOO_MANY.iter().any(|text| cause.contains(text)) => Ok(()),
        answer => answer,
    }
}

/// PostgreSQL has no connection left for us (53300).
const TOO_MANY: &[&str] = &["too many clients", "remaining connection slots", "too many connections"];

/// What either database says when it cannot be had, or cannot keep anything, where the error's kind does not say so.
/// Diesel hands on no SQLSTATE; SQLite's texts are never translated.
const SAID: &[&str] = &[
    // SQLite: FULL, IOERR, READONLY, CANTOPEN, BUSY and LOCKED.
    "database or disk is full",
    "disk I/O error",
    "attempt to write a readonly database",
    "unable to open database file",
    "database is locked",
    "database table is locked",
    // PostgreSQL: 57P01 to 57P05, 53100, 53300, 57014, 55P03, and what libpq says of a connection that is gone.
    "terminating connection",
    "the database system is",
    "No space left on device",
    "could not extend file",
    "could not write to file",
    "too many clients",
    "remaining connection slots",
    "too many connections",
    "canceling statement due to",
    "server closed the connection",
    "no connection to the server",
    "connection not open",
    "could not receive data from server",
    "could not send data to server",
    "Connection timed out",
    "Connection reset by peer",
    "SSL connection has been closed",
    "SSL SYSCALL error",
];

/// Why the database cannot be had, if that is what an error says: the one place that decides so.
pub(super) fn unavailable(error: &Error) -> Option<String> {
    match error {
        Error::DatabaseError(kind, said) => {
            let said = said.message();
            let is_lost = matches!(
                kind,
                DatabaseErrorKind::ClosedConnection
                    | DatabaseErrorKind::UnableToSendCommand
                    | DatabaseErrorKind::ReadOnlyTransaction
            );
            let is_said = matches!(kind, DatabaseErrorKind::Unknown) && SAID.iter().any(|text| said.contains(text));
            (is_lost || is_said).then(|| said.trim().to_owned())
        }
        Error::RollbackErrorOnCommit { commit_error, .. } => unavailable(commit_error),
        Error::BrokenTransactionManager => Some("the connection is broken".to_owned()),
        _ => None,
    }
}
