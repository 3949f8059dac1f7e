//! SQLite's one writer: a thread that takes waiting work in groups, each in its own savepoint, one commit and one
//! fsync for all, and answers only after it (docs/decisions/0001).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;

use diesel::connection::TransactionManager;
use tokio::sync::oneshot;

use super::conn::{self, AnyConn, Purpose};
use super::{StoreError, Stored, dialect};
use crate::config::database::Database;

/// Most actions in one commit: enough to hide the fsync, few enough that nobody waits long.
const GROUP: usize = 64;

/// Tells the caller how it ended, once the commit is known.
type Answer = Box<dyn FnOnce(Result<(), String>) + Send>;
/// Does the work in a savepoint; `Err` when the whole transaction is beyond repair.
type Job = Box<dyn FnOnce(&mut AnyConn) -> (Answer, Health) + Send>;

/// Whether the transaction around the savepoints still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Health {
    Sound,
    Broken,
}

/// The handle by which work reaches the writing thread; the thread ends with the last handle.
pub(super) struct Writer(mpsc::Sender<Job>);

impl Writer {
    /// Opens the writing connection and starts the thread.
    pub(super) fn start(database: &Database) -> Stored<Self> {
        let unavailable = |e: String| StoreError::Unavailable(e);
        let mut first = conn::open(database, Purpose::Write).map_err(|e| unavailable(e.to_string()))?;
        if matches!(database, Database::Memory) {
            super::migrate::run(&mut first).map_err(|e| unavailable(e.to_string()))?;
        }
        let (jobs, waiting) = mpsc::channel();
        let database = database.clone();
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || run(&database, first, &waiting))
            .map_err(|e| unavailable(e.to_string()))?;
        Ok(Self(jobs))
    }

    /// Hands work over and waits until it is durable.
    pub(super) async fn write<T, E>(
        &self,
        work: impl FnOnce(&mut AnyConn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let job: Job = Box::new(move |conn| {
            let (outcome, health) = in_savepoint(conn, work);
            let answer: Answer = Box::new(move |committed| {
                let known = match committed {
                    Ok(()) => outcome,
                    Err(cause) => outcome.and_then(|_| Err(StoreError::Other(cause).into())),
                };
                // The caller may have hung up; what is committed stays committed.
                let _ = tell.send(known);
            });
            (answer, health)
        });
        self.0.send(job).map_err(|_| StoreError::Unavailable("the writer has ended".to_owned()))?;
        // Work that was never begun: the writer could not open its database.
        told.await.unwrap_or_else(|_| Err(StoreError::Unavailable("the writer cannot write".to_owned()).into()))
    }
}

/// Runs one piece of work; a panic in it is its own affair and undoes only its savepoint.
fn in_savepoint<T, E: From<StoreError>>(
    conn: &mut AnyConn,
    work: impl FnOnce(&mut AnyConn) -> Result<T, E>,
) -> (Result<T, E>, Health) {
    let depth = depth(conn);
    let outcome = catch_unwind(AssertUnwindSafe(|| work(conn))).unwrap_or_else(|_| Err(E::from(StoreError::Panicked)));
    let mut health = Health::Sound;
    while depth_is_above(conn, depth) {
        if AnyConn::rollback_transaction(conn).is_err() {
            health = Health::Broken;
            break;
        }
    }
    if self::depth(conn) != depth {
        health = Health::Broken;
    }
    (outcome, health)
}

/// How many transactions and savepoints are open; none when the connection itself is broken.
fn depth(conn: &mut AnyConn) -> Option<u32> {
    let status = AnyConn::transaction_manager_status_mut(conn).transaction_depth().ok()?;
    Some(status.map_or(0, std::num::NonZero::get))
}

fn depth_is_above(conn: &mut AnyConn, before: Option<u32>) -> bool {
    matches!((depth(conn), before), (Some(now), Some(then)) if now > then)
}

fn run(database: &Database, first: AnyConn, waiting: &mpsc::Receiver<Job>) {
    let mut kept = Some(first);
    while let Ok(job) = waiting.recv() {
        let opened = match kept.take() {
            Some(conn) => Ok(conn),
            None => conn::open(database, Purpose::Write),
        };
        match opened {
            Ok(mut conn) => {
                if commit_group(&mut conn, job, waiting) == Health::Sound {
                    kept = Some(conn);
                }
            }
            // Dropping the job tells its caller; the next one tries to open again.
            Err(cause) => tracing::error!(%cause, "the SQLite writer cannot open its database"),
        }
    }
}

/// Runs the job and whatever else is waiting in one transaction.
fn commit_group(conn: &mut AnyConn, first: Job, waiting: &mpsc::Receiver<Job>) -> Health {
    if let Err(cause) = dialect::begin_writing(conn) {
        tracing::error!(%cause, "the SQLite writer cannot begin");
        return Health::Broken;
    }
    let (mut answers, mut health, mut next) = (Vec::new(), Health::Sound, Some(first));
    while let Some(job) = next.take() {
        let (answer, state) = job(conn);
        answers.push(answer);
        health = state;
        if health == Health::Sound && answers.len() < GROUP {
            next = waiting.try_recv().ok();
        }
    }
    let committed = match health {
        Health::Sound => AnyConn::commit_transaction(conn).map_err(|e| e.to_string()),
        Health::Broken => Err("the transaction was undone by the database".to_owned()),
    };
    if committed.is_err() {
        health = Health::Broken;
    }
    for answer in answers {
        answer(committed.clone());
    }
    health
}
