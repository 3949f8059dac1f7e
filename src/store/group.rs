//! SQLite's one writer: a thread that takes waiting work in groups, each in its own savepoint, one commit and one
//! fsync for all, and answers only after it (docs/decisions/0001).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Weak, mpsc};
use std::time::{Duration, Instant};

use diesel::connection::TransactionManager;
use tokio::sync::oneshot;

use super::conn::{self, AnyConn, Purpose};
use super::health::{self, Health};
use super::{StoreError, Stored, dialect};
use crate::config::database::Database;

/// Most actions in one commit, enough to hide the fsync, and how long they may go on, so that whoever came first need not wait
/// for all who came later.
const GROUP: usize = 64;
const GROUP_TIME: Duration = Duration::from_millis(25);

/// Tells the caller how it ended, once the commit is known.
type Answer = Box<dyn FnOnce(Result<(), Undone>) + Send>;
/// Does the work in a savepoint; `Err` when the whole transaction is beyond repair.
type Job = Box<dyn FnOnce(&mut AnyConn) -> (Answer, State) + Send>;

/// Why nothing of a group was kept.
#[derive(Debug, Clone)]
enum Undone {
    /// The database cannot keep anything just now, or undid the whole for one of the group.
    Unavailable(String),
    /// Anything else.
    Other(String),
}

impl From<Undone> for StoreError {
    fn from(undone: Undone) -> Self {
        match undone {
            Undone::Unavailable(cause) => Self::Unavailable(cause),
            Undone::Other(cause) => Self::Other(cause),
        }
    }
}

/// Whether the transaction around the savepoints still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Sound,
    Broken,
}

/// The handle by which work reaches the writing thread; the thread ends with the last handle.
pub(super) struct Writer(mpsc::Sender<Job>);

impl Writer {
    /// Opens the writing connection and starts the thread.
    pub(super) fn start(database: &Database, health: &Weak<Health>) -> Stored<Self> {
        let unavailable = |e: String| StoreError::Unavailable(e);
        let mut first = conn::open(database, Purpose::Write).map_err(|e| unavailable(e.to_string()))?;
        health::listen(health, &mut first, Arc::default());
        if matches!(database, Database::Memory) {
            super::migrate::run(&mut first).map_err(|e| unavailable(e.to_string()))?;
        }
        let (jobs, waiting) = mpsc::channel();
        let (database, health) = (database.clone(), Weak::clone(health));
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || run(&database, &health, first, &waiting))
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
                    Err(undone) => outcome.and_then(|_| Err(StoreError::from(undone).into())),
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
) -> (Result<T, E>, State) {
    let depth = depth(conn);
    let outcome = catch_unwind(AssertUnwindSafe(|| work(conn))).unwrap_or_else(|_| Err(E::from(StoreError::Panicked)));
    let mut health = State::Sound;
    while depth_is_above(conn, depth) {
        if AnyConn::rollback_transaction(conn).is_err() {
            health = State::Broken;
            break;
        }
    }
    if self::depth(conn) != depth {
        health = State::Broken;
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

/// Tells everybody who waits that nothing can be written now, instead of trying for each of them and having the last wait
/// for all.
fn refuse(waiting: &mpsc::Receiver<Job>) {
    while waiting.try_recv().is_ok() {}
}

fn run(database: &Database, health: &Weak<Health>, first: AnyConn, waiting: &mpsc::Receiver<Job>) {
    let mut kept = Some(first);
    while let Ok(job) = waiting.recv() {
        let opened = match kept.take() {
            Some(conn) => Ok(conn),
            None => conn::open(database, Purpose::Write).map(|mut conn| {
                health::listen(health, &mut conn, Arc::default());
                conn
            }),
        };
        match opened {
            Ok(mut conn) => {
                if commit_group(&mut conn, job, waiting) == State::Sound {
                    kept = Some(conn);
                }
            }
            // Dropping the job tells its caller; the next one tries to open again.
            Err(cause) => {
                tracing::debug!(%cause, "the SQLite writer cannot open its database");
                refuse(waiting);
                if let Some(health) = health.upgrade() {
                    health.suspect();
                }
            }
        }
    }
}

/// Runs the job and whatever else is waiting in one transaction.
fn commit_group(conn: &mut AnyConn, first: Job, waiting: &mpsc::Receiver<Job>) -> State {
    if let Err(cause) = dialect::begin_writing(conn) {
        tracing::debug!(%cause, "the SQLite writer cannot begin");
        refuse(waiting);
        return State::Broken;
    }
    let begun = Instant::now();
    let (mut answers, mut health, mut next) = (Vec::new(), State::Sound, Some(first));
    while let Some(job) = next.take() {
        let (answer, state) = job(conn);
        answers.push(answer);
        health = state;
        if health == State::Sound && answers.len() < GROUP && begun.elapsed() < GROUP_TIME {
            next = waiting.try_recv().ok();
        }
    }
    let committed = match health {
        State::Sound => AnyConn::commit_transaction(conn).map_err(|e| match StoreError::from(e) {
            StoreError::Unavailable(cause) => Undone::Unavailable(cause),
            other => Undone::Other(other.to_string()),
        }),
        State::Broken => Err(Undone::Unavailable("the transaction was undone by the database".to_owned())),
    };
    if committed.is_err() {
        health = State::Broken;
    }
    for answer in answers {
        answer(committed.clone());
    }
    health
}
