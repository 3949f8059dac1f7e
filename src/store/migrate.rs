//! Both migration trees, inside the binary, and the one way to run them.

use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::conn::AnyConn;

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// The advisory lock under which replicas migrate one PostgreSQL one after the other.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_lock(5470110)";
const MIGRATION_UNLOCK: &str = "SELECT pg_advisory_unlock(5470110)";

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Brings the schema up to date; returns the names of the migrations it ran, none when there was nothing to do.
pub(super) fn run(conn: &mut AnyConn) -> Result<Vec<String>, Failure> {
    match conn {
        AnyConn::Sqlite(sqlite) => names(sqlite.run_pending_migrations(SQLITE)?),
        AnyConn::Pg(pg) => {
            pg.batch_execute(MIGRATION_LOCK)?;
            let ran = pg.run_pending_migrations(POSTGRES).and_then(names);
            pg.batch_execute(MIGRATION_UNLOCK)?;
            ran
        }
    }
}

fn names(ran: Vec<diesel::migration::MigrationVersion<'_>>) -> Result<Vec<String>, Failure> {
    Ok(ran.into_iter().map(|m| m.to_string()).collect())
}

/// How many migrations have not been run yet.
pub(super) fn pending(conn: &mut AnyConn) -> Result<usize, Failure> {
    match conn {
        AnyConn::Sqlite(sqlite) => Ok(sqlite.pending_migrations(SQLITE)?.len()),
        AnyConn::Pg(pg) => Ok(pg.pending_migrations(POSTGRES)?.len()),
    }
}
