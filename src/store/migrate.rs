//! Both migration trees, inside the binary, and the one way to run them.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::conn::AnyConn;
use super::{StoreError, Stored, dialect};

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

/// How many migrations have not been run yet; asks, and changes nothing.
///
/// # Errors
/// The database is a newer program's, or something else's.
pub(super) fn pending(conn: &mut AnyConn) -> Stored<usize> {
    let known = known(conn).map_err(|e| StoreError::Other(e.to_string()))?;
    let Some(ran) = dialect::migrations_run(conn)? else {
        return match dialect::foreign_table(conn)? {
            Some(table) => Err(StoreError::Other(format!(
                "this database is another program's (it has a table {table}); nothing in it was changed"
            ))),
            None => Ok(known.len()),
        };
    };
    if let Some(newer) = ran.iter().filter(|ran| !known.contains(ran)).max() {
        return Err(StoreError::Other(format!(
            "this database was made by a newer Seatsync (its migration {newer} isn't known here), and nothing in it was \
             changed: start that version, or restore the backup from before the upgrade"
        )));
    }
    Ok(known.iter().filter(|known| !ran.contains(known)).count())
}

fn known(conn: &AnyConn) -> Result<Vec<String>, Failure> {
    fn versions<DB: diesel::backend::Backend>(all: &[Box<dyn Migration<DB>>]) -> Vec<String> {
        all.iter().map(|migration| migration.name().version().to_string()).collect()
    }
    match conn {
        AnyConn::Sqlite(_) => Ok(versions(&MigrationSource::<Sqlite>::migrations(&SQLITE)?)),
        AnyConn::Pg(_) => Ok(versions(&MigrationSource::<Pg>::migrations(&POSTGRES)?)),
    }
}
