//! The only file where two dialects are visible: what diesel's common subset leaves out, and we need.

use diesel::RunQueryDsl;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sqlite::Sqlite;

use super::conn::{AnyConn, MultiBackend};
use super::sql_types::{At, Id, Instant, Key};
use crate::domain::calendar::Day;

/// A statement that both databases understand but the enum does not know it (upserts).
#[derive(Debug, Clone, Copy)]
pub(super) struct Portable<T>(pub(super) T);

impl<T> QueryFragment<MultiBackend> for Portable<T>
where
    T: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, pass)
    }
}

impl<T: QueryFragment<Pg>> QueryFragment<Pg> for Portable<T> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }
}

impl<T: QueryFragment<Sqlite>> QueryFragment<Sqlite> for Portable<T> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }
}

impl<T: QueryId> QueryId for Portable<T> {
    type QueryId = T::QueryId;
    const HAS_STATIC_QUERY_ID: bool = T::HAS_STATIC_QUERY_ID;
}

impl<T: diesel::query_builder::Query> diesel::query_builder::Query for Portable<T> {
    type SqlType = T::SqlType;
}

impl<T> RunQueryDsl<AnyConn> for Portable<T> {}

/// A statement that returns rows, prepared once and kept under its text: only for one whose text is always the same, or one
/// of a few, and worth it for what runs all the time. Diesel by itself keeps neither updates nor upserts, nor what asks for
/// several keys at once, and has the database read their text anew each time. It is for `load` alone: `execute` asks what is
/// inside and not this.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept<T>(pub(super) T);

impl<T: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Kept<T> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _backend: &MultiBackend) -> QueryResult<bool> {
        Ok(true)
    }
}

// No static id: with other values of the same type the text may be another one, and is kept beside it.
impl<T> QueryId for Kept<T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T: diesel::query_builder::Query> diesel::query_builder::Query for Kept<T> {
    type SqlType = T::SqlType;
}

impl<T> RunQueryDsl<AnyConn> for Kept<T> {}

/// A question that both databases understand and diesel has no words for (rows of our own to ask about). Kept under its text
/// unless that is long.
#[derive(Debug, Clone)]
pub(super) struct Plain<ST> {
    parts: Vec<Part>,
    columns: std::marker::PhantomData<ST>,
}

/// A piece of a statement: text, or a value that is bound.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Text(&'static str),
    Id(Key),
    Moment(At),
}

impl<ST> Plain<ST> {
    /// Made of its pieces; `ST` is what its columns are.
    pub(super) const fn of(parts: Vec<Part>) -> Self {
        Self { parts, columns: std::marker::PhantomData }
    }
}

/// Pieces up to which a statement is worth keeping.
const MOST_KEPT_PARTS: usize = 2_000;

impl<ST> QueryFragment<MultiBackend> for Plain<ST> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        if self.parts.len() > MOST_KEPT_PARTS {
            pass.unsafe_to_cache_prepared();
        }
        for part in &self.parts {
            match part {
                Part::Text(text) => pass.push_sql(text),
                Part::Id(id) => pass.push_bind_param::<Id, _>(id)?,
                Part::Moment(at) => pass.push_bind_param::<Instant, _>(at)?,
            }
        }
        Ok(())
    }
}

impl<ST> QueryId for Plain<ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> diesel::query_builder::Query for Plain<ST> {
    type SqlType = ST;
}

impl<ST> RunQueryDsl<AnyConn> for Plain<ST> {}

/// A query whose rows PostgreSQL locks; SQLite has one writer, so nothing needs locking there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Locked<T> {
    query: T,
    clause: LockClause,
}

/// The query's rows, locked until the transaction ends.
pub(super) const fn for_update<T>(query: T) -> Locked<T> {
    Locked { query, clause: LockClause(" FOR UPDATE") }
}

/// The query's rows that nobody else has locked, locked: how several workers share one list.
pub(super) const fn for_update_skip_locked<T>(query: T) -> Locked<T> {
    Locked { query, clause: LockClause(" FOR UPDATE SKIP LOCKED") }
}

impl<T> QueryFragment<MultiBackend> for Locked<T>
where
    T: QueryFragment<MultiBackend>,
{
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.query.walk_ast(pass.reborrow())?;
        MultiBackend::walk_variant_ast(&self.clause, pass)
    }
}

#[derive(Debug, Clone, Copy)]
struct LockClause(&'static str);

impl QueryFragment<Pg> for LockClause {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.push_sql(self.0);
        Ok(())
    }
}

impl QueryFragment<Sqlite> for LockClause {
    fn walk_ast<'b>(&'b self, _pass: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        Ok(())
    }
}

// No static id: the same query with and without its clause must not share a prepared statement.
impl<T: QueryId> QueryId for Locked<T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T: diesel::query_builder::Query> diesel::query_builder::Query for Locked<T> {
    type SqlType = T::SqlType;
}

impl<T> RunQueryDsl<AnyConn> for Locked<T> {}

/// Begins a transaction that sees one consistent view and writes nothing. SQLite's readers are that by themselves.
pub(super) fn begin_reading(conn: &mut AnyConn) -> QueryResult<()> {
    match conn {
        AnyConn::Pg(pg) => {
            AnsiTransactionManager::begin_transaction_sql(pg, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        }
        AnyConn::Sqlite(_) => AnyConn::begin_transaction(conn),
    }
}

/// Begins a transaction that is a writing one from its start: on SQLite an upgrade from reading would fail busy.
pub(super) fn begin_writing(conn: &mut AnyConn) -> QueryResult<()> {
    match conn {
        AnyConn::Pg(_) => AnyConn::begin_transaction(conn),
        AnyConn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE"),
    }
}

/// Writes something that changes nothing, if whether anything can be kept is only known by writing: SQLite's disk may be
/// full, or not to be written to. PostgreSQL that lets us in looks after that itself.
pub(super) fn prove_writable(conn: &mut AnyConn) -> QueryResult<()> {
    let AnyConn::Sqlite(sqlite) = conn else { return Ok(()) };
    let version = diesel::sql_query("PRAGMA user_version").get_result::<UserVersion>(sqlite)?.user_version;
    diesel::sql_query(format!("PRAGMA user_version = {version}")).execute(sqlite).map(drop)
}

#[derive(diesel::QueryableByName)]
struct UserVersion {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    user_version: i32,
}

/// Waits until no other transaction holds this word, and holds it until this one ends: for what no row can be locked
/// for yet. SQLite has one writer, so nothing needs holding there.
pub(super) fn lock_word(conn: &mut AnyConn, word: &str) -> QueryResult<()> {
    match conn {
        AnyConn::Pg(pg) => {
            let lock = diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))");
            lock.bind::<diesel::sql_types::Text, _>(word).execute(pg).map(drop)
        }
        AnyConn::Sqlite(_) => Ok(()),
    }
}

/// Makes room for a span of a partitioned table: on PostgreSQL its partition, unless it is there, or rows of that span
/// came before it and lie with the rest. SQLite has no partitions.
///
/// Who is second to make it finds it made. A new partition locks what its rows point to as well; whoever inserts one meanwhile
/// may have to give way, and is done anew.
pub(super) fn open_partition(conn: &mut AnyConn, table: &str, from: Day, to: Day) -> QueryResult<()> {
    let AnyConn::Pg(pg) = conn else { return Ok(()) };
    let name = format!("__{table}_{}", from.format("%Y_%m"));
    let span = format!("received_at >= '{from}T00:00:00Z' AND received_at < '{to}T00:00:00Z'");
    let there = format!("to_regclass('{name}') IS NOT NULL");
    let statement = format!(
        "DO $$ BEGIN \
         IF {there} OR EXISTS (SELECT 1 FROM __{table}_rest WHERE {span}) THEN RETURN; END IF; \
         CREATE TABLE {name} PARTITION OF {table} FOR VALUES FROM ('{from}T00:00:00Z') TO ('{to}T00:00:00Z'); \
         EXCEPTION WHEN duplicate_table OR unique_violation THEN NULL; \
         END $$"
    );
    diesel::sql_query(statement).execute(pg).map(drop)
}

/// Removes the partition of a span that [`open_partition`] made, with all its rows.
pub(super) fn drop_partition(conn: &mut AnyConn, table: &str, from: Day) -> QueryResult<()> {
    let AnyConn::Pg(pg) = conn else { return Ok(()) };
    diesel::sql_query(format!("DROP TABLE IF EXISTS __{table}_{}", from.format("%Y_%m"))).execute(pg).map(drop)
}

#[derive(diesel::QueryableByName)]
struct Word {
    #[diesel(sql_type = diesel::sql_types::Text)]
    word: String,
}

fn words(conn: &mut AnyConn, sqlite: &str, postgres: &str) -> QueryResult<Vec<String>> {
    let found: Vec<Word> = match conn {
        AnyConn::Sqlite(conn) => diesel::sql_query(sqlite).load(conn)?,
        AnyConn::Pg(conn) => diesel::sql_query(postgres).load(conn)?,
    };
    Ok(found.into_iter().map(|found| found.word).collect())
}

/// The migrations that were run; none if nobody ever ran one. Diesel's own question for it makes the table.
pub(super) fn migrations_run(conn: &mut AnyConn) -> QueryResult<Option<Vec<String>>> {
    let table = words(
        conn,
        "SELECT name AS word FROM sqlite_schema WHERE name = '__diesel_schema_migrations'",
        "SELECT 'there' AS word WHERE to_regclass('__diesel_schema_migrations') IS NOT NULL",
    )?;
    if table.is_empty() {
        return Ok(None);
    }
    let ran = "SELECT version AS word FROM __diesel_schema_migrations";
    words(conn, ran, ran).map(Some)
}

/// A table in a database without migrations of ours; on PostgreSQL others may be there, too.
pub(super) fn foreign_table(conn: &mut AnyConn) -> QueryResult<Option<String>> {
    let tables = words(
        conn,
        "SELECT name AS word FROM sqlite_schema WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name LIMIT 1",
        "SELECT '' AS word WHERE false",
    )?;
    Ok(tables.into_iter().next())
}

/// How SQLite answers a statement, step by step.
#[cfg(test)]
pub(super) fn plan(conn: &mut AnyConn, statement: &str) -> Vec<String> {
    #[derive(diesel::QueryableByName)]
    struct Step {
        #[diesel(sql_type = diesel::sql_types::Text)]
        detail: String,
    }
    let AnyConn::Sqlite(sqlite) = conn else { panic!() };
    let steps: Vec<Step> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {statement}")).load(sqlite).unwrap();
    steps.into_iter().map(|step| step.detail).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use diesel::connection::{InstrumentationEvent, SimpleConnection};
    use diesel::prelude::*;

    use super::super::conn::{Purpose, open};
    use super::super::{Conn, Tx, instances, tokens};
    use super::*;
    use crate::config::database::Database;
    use crate::domain::ids::{AccountId, InstanceId, SubscriptionId};
    use crate::domain::instance::{Instance, ReportedBy};
    use crate::domain::release::UpdatePolicy;

    #[derive(QueryableByName)]
    struct CompileOption {
        #[diesel(sql_type = diesel::sql_types::Text)]
        compile_options: String,
    }

    fn memory() -> AnyConn {
        open(&Database::Memory, Purpose::Write).unwrap()
    }

    #[test]
    fn sqlite_is_compiled_as_the_project_says() {
        let mut conn = memory();
        let AnyConn::Sqlite(conn) = &mut conn else { panic!() };
        let options: Vec<CompileOption> = diesel::sql_query("PRAGMA compile_options").load(conn).unwrap();
        for wanted in ["THREADSAFE=2", "DEFAULT_MEMSTATUS=0", "ENABLE_QPSG"] {
            assert!(options.iter().any(|option| option.compile_options == wanted), "{wanted} (.cargo/config.toml)");
        }
    }

    #[test]
    fn the_statements_of_a_sync_are_prepared_once_and_cached() {
        let mut conn = memory();
        super::super::migrate::run(&mut conn).unwrap();
        conn.batch_execute("PRAGMA foreign_keys = OFF").unwrap();
        let kept = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&kept);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::CacheQuery { sql, .. } = event {
                seen.lock().unwrap().push(sql.split(' ').next().unwrap().to_owned());
            }
        });
        let at = "2026-08-10T09:00:00Z".parse().unwrap();
        let mut instance = Instance {
            id: InstanceId::new(),
            subscription: SubscriptionId::new(),
            hostname: "git.example".to_owned(),
            environment: "production".to_owned(),
            version: "17.4.1".to_owned(),
            public_key: String::new(),
            last_seq: 1,
            term_max: 40,
            last_report_at: at,
            linked_at: at,
            reports_by: ReportedBy::Sync,
            heard_at: at,
            last_jti: String::new(),
            update_policy: UpdatePolicy::Warn,
            upgrade_asked_at: None,
            upgrade_told_jti: None,
            unlinked_at: None,
            keys_known: 0,
            keys_sent: 0,
        };
        let tx = &mut Tx(Conn(&mut conn));
        instances::insert(tx, AccountId::new(), &instance, None).unwrap();
        kept.lock().unwrap().clear();
        for round in 0..3 {
            // Present and absent values alike.
            instance.upgrade_asked_at = (round == 1).then_some(at);
            instances::update(tx, AccountId::new(), &instance).unwrap();
            tokens::keep_answer(tx, instance.id, &format!("answer {round}"), "token", at).unwrap();
        }
        assert_eq!(*kept.lock().unwrap(), ["UPDATE", "INSERT"]);
        assert_eq!(tokens::answer(tx, instance.id, "answer 2").unwrap().as_deref(), Some("token"));
    }
}
