//! A database for each test: a copy of one that was migrated and planted once in this process.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use seatsync::config::database::Database;
use tempfile::TempDir;

use super::app;

/// Seconds after which a schema that a killed run left behind is removed.
const STALE_SECONDS: u64 = 3600;

/// The server the tests run on; none: SQLite.
#[allow(clippy::disallowed_methods, reason = "the one setting of the tests, read in one place")]
pub fn postgres() -> Option<&'static str> {
    static URL: OnceLock<Option<String>> = OnceLock::new();
    let read = || match std::env::var("SEATSYNC_TEST_DATABASE") {
        Err(_) => None,
        Ok(name) if name.is_empty() || name == "sqlite" => None,
        Ok(url) if url.starts_with("postgres") => Some(url),
        Ok(other) => panic!("SEATSYNC_TEST_DATABASE is {other:?}; it must be sqlite or postgres://…"),
    };
    URL.get_or_init(read).as_deref()
}

/// A test's own database; gone when dropped.
pub struct Own {
    pub database: Database,
    schema: Option<String>,
}

impl Own {
    /// A copy of the planted template; SQLite's lies in `folder`.
    pub fn planted(folder: &Path) -> Self {
        match (template(), postgres()) {
            (Template::Sqlite { file, .. }, _) => {
                let path = folder.join("seatsync.db");
                std::fs::copy(file, &path).unwrap();
                Self { database: sqlite(&path), schema: None }
            }
            (Template::Postgres { schema }, Some(server)) => {
                let own = new_schema_name();
                let mut conn = PgConnection::establish(server).unwrap();
                conn.batch_execute(&clone(&mut PgConnection::establish(server).unwrap(), schema, &own)).unwrap();
                Self { database: in_schema(server, &own), schema: Some(own) }
            }
            (Template::Postgres { .. }, None) => unreachable!(),
        }
    }

    /// An empty SQLite, migrated by the program itself, whichever database the tests run on.
    pub fn sqlite_migrated(folder: &Path) -> Self {
        let own = Self { database: sqlite(&folder.join("empty.db")), schema: None };
        seatsync::store::Db::migrate(&own.database).unwrap();
        own
    }

    /// An empty one, migrated by the program itself.
    pub fn migrated(folder: &Path) -> Self {
        let own = match postgres() {
            None => Self { database: sqlite(&folder.join("empty.db")), schema: None },
            Some(server) => {
                let schema = new_schema_name();
                let mut conn = PgConnection::establish(server).unwrap();
                conn.batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
                Self { database: in_schema(server, &schema), schema: Some(schema) }
            }
        };
        seatsync::store::Db::migrate(&own.database).unwrap();
        own
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        if let (Some(schema), Some(server)) = (&self.schema, postgres()) {
            drop_schema(server, schema);
        }
    }
}

fn drop_schema(server: &str, schema: &str) {
    let mut conn = PgConnection::establish(server).unwrap();
    let done =
        conn.batch_execute(&format!("SET client_min_messages = warning; DROP SCHEMA IF EXISTS {schema} CASCADE"));
    if let Err(cause) = done {
        eprintln!("schema {schema} stays behind: {cause}");
    }
}

fn sqlite(path: &Path) -> Database {
    format!("sqlite://{}", path.display()).parse().unwrap()
}

fn in_schema(server: &str, schema: &str) -> Database {
    let joint = if server.contains('?') { '&' } else { '?' };
    format!("{server}{joint}options=-csearch_path%3D{schema}").parse().unwrap()
}

/// `seatsync_it_SECONDS_PID_NUMBER`: the seconds tell later runs what is stale.
fn new_schema_name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    format!("seatsync_it_{}_{}_{number}", seconds(), std::process::id())
}

#[allow(clippy::disallowed_methods, reason = "the age of what earlier runs left behind is real time")]
fn seconds() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs()
}

enum Template {
    Sqlite { file: PathBuf, _folder: TempDir },
    Postgres { schema: String },
}

fn template() -> &'static Template {
    static TEMPLATE: OnceLock<Template> = OnceLock::new();
    TEMPLATE.get_or_init(|| match postgres() {
        None => {
            let folder = tempfile::tempdir().unwrap();
            let (grown, file) = (folder.path().join("grown.db"), folder.path().join("template.db"));
            app::plant(&sqlite(&grown), folder.path());
            let mut conn = SqliteConnection::establish(&grown.display().to_string()).unwrap();
            conn.batch_execute(&format!("PRAGMA busy_timeout = 5000; VACUUM INTO '{}'", file.display())).unwrap();
            Template::Sqlite { file, _folder: folder }
        }
        Some(server) => {
            remove_stale(server);
            let schema = new_schema_name();
            let mut conn = PgConnection::establish(server).unwrap();
            conn.batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
            let folder = tempfile::tempdir().unwrap();
            app::plant(&in_schema(server, &schema), folder.path());
            Template::Postgres { schema }
        }
    })
}

/// What runs that were killed left behind, and the templates of all runs: there is no end of a process to do it at.
fn remove_stale(server: &str) {
    let mut conn = PgConnection::establish(server).unwrap();
    let all =
        strings(&mut conn, "SELECT nspname::text AS line FROM pg_namespace WHERE nspname LIKE 'seatsync\\_it\\_%'");
    for schema in all {
        let made: u64 = schema.split('_').nth(2).and_then(|s| s.parse().ok()).unwrap_or(0);
        if seconds().saturating_sub(made) > STALE_SECONDS {
            drop_schema(server, &schema);
        }
    }
}

/// One transaction that makes a schema with the tables and rows of another: the migrations' own text, then the rows.
fn clone(conn: &mut PgConnection, template: &str, own: &str) -> String {
    let mut script =
        format!("BEGIN; SET client_min_messages = warning; CREATE SCHEMA {own}; SET search_path = {own};\n");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/postgres");
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    for migration in &all {
        script.push_str(&std::fs::read_to_string(migration.join("up.sql")).unwrap());
    }
    script.push_str("SET session_replication_role = replica;\n");
    let tables = format!("SELECT tablename::text AS line FROM pg_tables WHERE schemaname = '{template}' ORDER BY 1");
    for table in strings(conn, &tables).iter().filter(|t| !t.starts_with("__")) {
        writeln!(script, "INSERT INTO {own}.{table} SELECT * FROM {template}.{table};").unwrap();
    }
    script.push_str("COMMIT;");
    script
}

/// One column of text, named `line`.
#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn strings(conn: &mut PgConnection, query: &str) -> Vec<String> {
    diesel::sql_query(query).load::<Line>(conn).unwrap().into_iter().map(|l| l.line).collect()
}

/// A connection beside the program's own: for catalogues, dumps, and what only an intruder would do.
pub enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    pub fn open(database: &Database) -> Self {
        match database {
            Database::Sqlite { path } => {
                let mut conn = SqliteConnection::establish(path).unwrap();
                conn.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON").unwrap();
                Self::Sqlite(conn)
            }
            Database::Memory => panic!("nobody else can look into a database in memory"),
            Database::Postgres { .. } => Self::Postgres(PgConnection::establish(&database.url()).unwrap()),
        }
    }

    /// The lines of a query with one text column named `line`.
    pub fn lines(&mut self, query: &str) -> Vec<String> {
        let query = diesel::sql_query(query);
        let rows: Vec<Line> = match self {
            Self::Sqlite(conn) => query.load(conn).unwrap(),
            Self::Postgres(conn) => query.load(conn).unwrap(),
        };
        rows.into_iter().map(|l| l.line).collect()
    }

    /// Runs statements; what the database says when it refuses.
    pub fn run(&mut self, statements: &str) -> Result<(), String> {
        match self {
            Self::Sqlite(conn) => conn.batch_execute(statements),
            Self::Postgres(conn) => conn.batch_execute(statements),
        }
        .map_err(|e| e.to_string())
    }

    /// The program's tables, in order of name.
    pub fn tables(&mut self) -> Vec<String> {
        let query = match self {
            Self::Sqlite(_) => {
                "SELECT name AS line FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1"
            }
            Self::Postgres(_) => {
                "SELECT tablename::text AS line FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
            }
        };
        self.lines(query).into_iter().filter(|t| !t.starts_with("__")).collect()
    }

    /// Every row of a table as text, in an order of its own.
    pub fn rows(&mut self, table: &str) -> Vec<String> {
        let query = match self {
            Self::Sqlite(_) => {
                let columns = self.lines(&format!("SELECT name AS line FROM pragma_table_info('{table}')"));
                let quoted: Vec<String> = columns.iter().map(|c| format!("quote(\"{c}\")")).collect();
                format!("SELECT {} AS line FROM {table} ORDER BY 1", quoted.join(" || ',' || "))
            }
            Self::Postgres(_) => format!("SELECT t::text AS line FROM {table} t ORDER BY 1"),
        };
        self.lines(&query)
    }
}
