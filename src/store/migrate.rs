//! Both migration trees, inside the binary, and the one way to run them.

use diesel::connection::{Connection, SimpleConnection};
use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::conn::AnyConn;
use super::{StoreError, Stored, dialect};

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// The row that replicas lock, one after the other, to migrate one PostgreSQL: a session's lock would be let go of by a pooler
/// between two statements, and is not known everywhere.
const MIGRATION_TABLE: &str = "CREATE TABLE IF NOT EXISTS __seatsync_migrating (id bigint NOT NULL PRIMARY KEY)";
const MIGRATION_ROW: &str = "INSERT INTO __seatsync_migrating (id) VALUES (1) ON CONFLICT DO NOTHING; \
                             SELECT id FROM __seatsync_migrating WHERE id = 1 FOR UPDATE";

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Brings the schema up to date; returns the names of the migrations it ran, none when there was nothing to do. On PostgreSQL
/// all of it is one transaction.
pub(super) fn run(conn: &mut AnyConn) -> Result<Vec<String>, Failure> {
    match conn {
        AnyConn::Sqlite(sqlite) => names(sqlite.run_pending_migrations(SQLITE)?),
        AnyConn::Pg(pg) => {
            // Two that make the table at once: one of them is told that it is there, and goes on.
            if pg.batch_execute(MIGRATION_TABLE).is_err() {
                pg.batch_execute(MIGRATION_TABLE)?;
            }
            pg.transaction(|pg| {
                pg.batch_execute(MIGRATION_ROW)?;
                pg.run_pending_migrations(POSTGRES).and_then(names)
            })
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
