//! The schema as a thing: both databases, migrated by the program, hold the same tables, and `src/store/schema.rs` says
//! what they hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::support::database::{Own, Raw, postgres};
use super::support::{TestApp, database};

/// A table as a catalogue describes it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    /// Name and whether it may be null, in order; the type beside it.
    columns: Vec<(String, bool)>,
    types: BTreeMap<String, String>,
    primary_key: Vec<String>,
    /// Column, table, column.
    foreign_keys: BTreeSet<(String, String, String)>,
    /// Whether it is unique, its columns, and its condition.
    indexes: BTreeSet<(bool, Vec<String>, String)>,
}

type Catalogue = BTreeMap<String, Table>;

fn sqlite_catalogue() -> Catalogue {
    let folder = tempfile::tempdir().unwrap();
    let own = Own::sqlite_migrated(folder.path());
    let mut raw = Raw::open(&own.database);
    let of = "FROM sqlite_master m JOIN";
    let ours = "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\'";
    catalogue(
        raw.lines(&format!(
            "SELECT m.name || '|' || c.name || '|' || lower(c.type) || '|' || (c.\"notnull\" = 0) AS line \
             {of} pragma_table_info(m.name) c {ours} ORDER BY m.name, c.cid"
        )),
        raw.lines(&format!(
            "SELECT m.name || '|' || (SELECT group_concat(name) FROM (SELECT name FROM pragma_table_info(m.name) WHERE pk > 0 \
             ORDER BY pk)) AS line FROM sqlite_master m {ours}"
        )),
        raw.lines(&format!(
            "SELECT m.name || '|' || f.\"from\" || '|' || f.\"table\" || '|' || f.\"to\" AS line \
             {of} pragma_foreign_key_list(m.name) f {ours}"
        )),
        raw.lines(&format!(
            "SELECT m.name || '|' || l.\"unique\" || '|' || (SELECT group_concat(name) FROM (SELECT name FROM \
             pragma_index_info(l.name) ORDER BY seqno)) || '|' || coalesce((SELECT substr(sql, instr(sql, ' WHERE ') + 7) \
             FROM sqlite_master WHERE name = l.name AND sql LIKE '% WHERE %'), '') AS line \
             {of} pragma_index_list(m.name) l {ours} AND l.origin <> 'pk'"
        )),
    )
}

fn postgres_catalogue() -> Catalogue {
    let folder = tempfile::tempdir().unwrap();
    let own = Own::migrated(folder.path());
    let mut raw = Raw::open(&own.database);
    let names = |key: &str, relation: &str| {
        format!(
            "(SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest({key}) WITH ORDINALITY k(number, n) \
             JOIN pg_attribute a ON a.attrelid = {relation} AND a.attnum = k.number)"
        )
    };
    let here = "(SELECT oid FROM pg_namespace WHERE nspname = current_schema())";
    let (of, to) = (names("c.conkey", "c.conrelid"), names("c.confkey", "c.confrelid"));
    catalogue(
        raw.lines(
            "SELECT table_name || '|' || column_name || '|' || data_type || '|' || (is_nullable = 'YES')::int AS line \
             FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position",
        ),
        raw.lines(&format!(
            "SELECT c.conrelid::regclass || '|' || {of} AS line FROM pg_constraint c \
             WHERE c.contype = 'p' AND c.connamespace = {here}"
        )),
        raw.lines(&format!(
            "SELECT c.conrelid::regclass || '|' || {of} || '|' || c.confrelid::regclass || '|' || {to} AS line \
             FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = {here}"
        )),
        raw.lines(&format!(
            "SELECT i.indrelid::regclass || '|' || i.indisunique::int || '|' || {} || '|' || \
             coalesce(pg_get_expr(i.indpred, i.indrelid), '') AS line FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid \
             WHERE NOT i.indisprimary AND t.relnamespace = {here}",
            names("i.indkey", "i.indrelid")
        )),
    )
}

fn catalogue(columns: Vec<String>, keys: Vec<String>, foreign: Vec<String>, indexes: Vec<String>) -> Catalogue {
    let mut all = Catalogue::new();
    let fields = |line: &str| -> Vec<String> { line.split('|').map(str::to_owned).collect() };
    for line in columns {
        let f = fields(&line);
        let table = all.entry(f[0].clone()).or_default();
        table.columns.push((f[1].clone(), f[3] == "1"));
        table.types.insert(f[1].clone(), f[2].clone());
    }
    let listed = |names: &str| names.split(',').map(str::to_owned).collect::<Vec<_>>();
    for line in keys {
        let f = fields(&line);
        all.get_mut(&f[0]).unwrap().primary_key = listed(&f[1]);
    }
    for line in foreign {
        let f = fields(&line);
        all.get_mut(&f[0]).unwrap().foreign_keys.insert((f[1].clone(), f[2].clone(), f[3].clone()));
    }
    for line in indexes {
        let f = fields(&line);
        let condition = f[3].replace(['(', ')'], "").to_lowercase();
        all.get_mut(&f[0]).unwrap().indexes.insert((f[1] == "1", listed(&f[2]), condition));
    }
    all.retain(|name, _| !name.starts_with("__"));
    all
}

type Declared = (Vec<String>, Vec<(String, String, bool)>);

/// What `schema.rs` says: key, and name, SQL type and whether it may be null of each column.
fn declared() -> BTreeMap<String, Declared> {
    let text = std::fs::read_to_string(root().join("src/store/schema.rs")).unwrap();
    let mut all = BTreeMap::new();
    let mut current: Option<String> = None;
    for line in text.lines().map(str::trim).filter(|l| !l.starts_with("//")) {
        if let Some((name, rest)) = line.strip_suffix(") {").and_then(|l| l.split_once(" (")) {
            let key = rest.split(',').map(|k| k.trim().to_owned()).collect();
            all.insert(name.to_owned(), (key, Vec::new()));
            current = Some(name.to_owned());
        } else if line.starts_with("diesel::") && line != "diesel::table! {" {
            current = None;
        } else if let (Some(table), Some((column, kind))) = (&current, line.trim_end_matches(',').split_once(" -> ")) {
            let (kind, is_null) = match kind.strip_prefix("Nullable<") {
                Some(inner) => (inner.trim_end_matches('>'), true),
                None => (kind, false),
            };
            let kind = kind.rsplit("::").next().unwrap().to_owned();
            all.get_mut(table).unwrap().1.push((column.to_owned(), kind, is_null));
        }
    }
    all
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Our SQL types as each database has them.
const TYPES: &[(&str, &str, &str)] = &[
    ("Id", "text", "uuid"),
    ("Text", "text", "text"),
    ("BigInt", "bigint", "bigint"),
    ("Bool", "boolean", "boolean"),
    ("Date", "text", "date"),
    ("Instant", "text", "timestamp with time zone"),
    ("JsonDocument", "text", "jsonb"),
];

fn assert_as_declared(
    live: &Catalogue,
    type_of: fn(&(&'static str, &'static str, &'static str)) -> &'static str,
    database: &str,
) {
    let declared = declared();
    assert_eq!(live.keys().collect::<Vec<_>>(), declared.keys().collect::<Vec<_>>(), "tables of {database}");
    for (name, (key, columns)) in declared {
        let table = &live[&name];
        assert_eq!(table.primary_key, key, "{database} {name}");
        let expected: Vec<(String, bool)> = columns.iter().map(|(c, _, null)| (c.clone(), *null)).collect();
        assert_eq!(table.columns, expected, "{database} {name}");
        for (column, kind, _) in &columns {
            let known =
                TYPES.iter().find(|(ours, ..)| ours == kind).unwrap_or_else(|| panic!("{name}.{column}: {kind}"));
            assert_eq!(table.types[column], type_of(known), "{database} {name}.{column}: {kind}");
        }
    }
}

#[test]
fn schema_rs_says_what_sqlite_holds() {
    assert_as_declared(&sqlite_catalogue(), |&(_, sqlite, _)| sqlite, "SQLite");
}

#[test]
fn schema_rs_says_what_postgres_holds_and_both_hold_the_same() {
    if postgres().is_none() {
        return;
    }
    let (mut sqlite, mut postgres) = (sqlite_catalogue(), postgres_catalogue());
    assert_as_declared(&postgres, |&(_, _, postgres)| postgres, "PostgreSQL");
    for catalogue in [&mut sqlite, &mut postgres] {
        catalogue.values_mut().for_each(|t| t.types.clear());
    }
    for (name, table) in &sqlite {
        assert_eq!(table, &postgres[name], "{name} on SQLite and on PostgreSQL");
    }
}

/// The `up.sql` of both trees, by name.
fn migrations(tree: &str) -> BTreeMap<String, String> {
    let folders = std::fs::read_dir(root().join("migrations").join(tree)).unwrap();
    let mut all: Vec<PathBuf> = folders.map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    all.sort();
    let name = |p: &Path| p.file_name().unwrap().to_string_lossy().into_owned();
    all.iter().map(|p| (name(p), std::fs::read_to_string(p.join("up.sql")).unwrap())).collect()
}

#[test]
fn both_migration_trees_say_the_same_but_for_types_partitions_and_triggers() {
    let bare = |text: &str| -> Vec<String> {
        let tables = text.split("-- An audit entry is written once").next().unwrap();
        let lines = tables.lines().map(|l| l.split("--").next().unwrap());
        let same = lines.map(|l| {
            [" uuid", " timestamptz", " date", " jsonb"].iter().fold(l.to_owned(), |l, t| l.replace(t, " text"))
        });
        // Only PostgreSQL has partitions.
        let same = same.map(|l| l.replace(" PARTITION BY RANGE (received_at)", ""));
        same.map(|l| l.trim_end().to_owned()).filter(|l| !l.is_empty() && !l.contains(" PARTITION OF ")).collect()
    };
    let (sqlite, postgres) = (migrations("sqlite"), migrations("postgres"));
    assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
    for (name, text) in &sqlite {
        assert_eq!(bare(text), bare(&postgres[name]), "{name}");
    }
}

#[test]
fn nothing_may_be_null_without_a_comment_that_says_what_null_means() {
    for (tree, (name, text)) in
        ["sqlite", "postgres"].into_iter().flat_map(|t| migrations(t).into_iter().map(move |m| (t, m)))
    {
        let mut is_table = false;
        for line in text.lines() {
            let added = line.split_once(" ADD COLUMN ").map(|(_, column)| column);
            let column = added.unwrap_or(line.trim());
            let first = column.split_whitespace().next().unwrap_or("");
            is_table = (is_table || line.starts_with("CREATE TABLE")) && !line.starts_with(')');
            let is_column =
                (is_table && line.starts_with("    ") && first.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
                    || added.is_some();
            if is_column && !column.contains("NOT NULL") {
                // A CHECK with a list may break over several lines; ours do not.
                assert!(column.contains("--"), "{tree}/{name}: {column}");
            }
        }
    }
}

/// What distributed engines do not have (docs/decisions/0019), in SQL or in code that holds some, line by line.
fn unready(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let mut note = |why: &str| found.push(format!("{number}: {why}: {line}"));
        let code = line.split("--").next().unwrap();
        for word in ["TRUNCATE", "LOCK TABLE", "pg_advisory_lock", "SEQUENCE", "GENERATED"] {
            if code.contains(word) {
                note(&format!("{word} is not known everywhere"));
            }
        }
        let index = code.strip_prefix("CREATE INDEX").or_else(|| code.strip_prefix("CREATE UNIQUE INDEX"));
        if let Some((_, columns)) = index.and_then(|index| index.split_once(" (")) {
            let columns = columns.split(") WHERE").next().unwrap().trim_end_matches([';', ')']);
            for column in columns.split(", ") {
                let is_time =
                    ["_at", "_on", "_until", "_since"].iter().any(|end| column.ends_with(end)) || column == "day";
                if is_time {
                    note(&format!("{column} is scanned by range: write ASC, or it is hashed"));
                }
            }
        }
    }
    found
}

#[test]
fn migrations_are_ready_for_a_distributed_engine() {
    for (tree, (name, text)) in
        ["sqlite", "postgres"].into_iter().flat_map(|t| migrations(t).into_iter().map(move |m| (t, m)))
    {
        assert_eq!(unready(&text), [""; 0], "{tree}/{name}");
    }
    for file in ["migrate.rs", "dialect.rs", "conn.rs", "mod.rs"] {
        let text = std::fs::read_to_string(root().join("src/store").join(file)).unwrap();
        assert_eq!(unready(&text), [""; 0], "{file}");
    }
    let bad = "CREATE INDEX a ON b (kind, made_at);\nCREATE TRIGGER x BEFORE TRUNCATE ON y\nLOCK TABLE b;\n";
    assert_eq!(unready(bad).len(), 3, "{:?}", unready(bad));
}

/// Unique keys that hold for all accounts: what is looked up before anybody knows whose it is, and numbers of documents.
const FOR_ALL: &[&str] =
    &["id", "number", "code_hash", "token_hash", "message_id", "form_key", "series,serial", "key_hash", "email_folded"];

#[test]
fn every_row_below_an_account_names_it_also_in_its_keys() {
    let catalogue = sqlite_catalogue();
    let names = |name: &str| catalogue[name].columns.iter().any(|(column, _)| column == "account_id");
    let mut found = 0;
    for (name, table) in &catalogue {
        let parents = table.foreign_keys.iter().map(|(_, parent, _)| parent.as_str());
        let is_below = parents.into_iter().any(|parent| parent == "accounts" || names(parent));
        assert!(!is_below || names(name), "{name} is below an account and does not name it");
        if !is_below {
            continue;
        }
        found += 1;
        let unique = table.indexes.iter().filter(|(is_unique, ..)| *is_unique).map(|(_, columns, _)| columns);
        for key in unique.chain([&table.primary_key]) {
            let is_named = key.iter().any(|column| column == "account_id") || FOR_ALL.contains(&key.join(",").as_str());
            // An alert may be about no account: its key is of expressions, which the catalogue does not name.
            assert!(is_named || name == "alerts", "{name}: a key of {key:?} without the account");
        }
    }
    assert!(found >= 30, "{found}");
}

#[test]
fn every_account_id_is_a_foreign_key_with_an_index() {
    let catalogue = sqlite_catalogue();
    let mut found = 0;
    for (name, table) in &catalogue {
        if table.columns.iter().any(|(c, _)| c == "account_id") {
            found += 1;
            let key = ("account_id".to_owned(), "accounts".to_owned(), "id".to_owned());
            assert!(table.foreign_keys.contains(&key), "{name}.account_id points nowhere");
            // What is read by its parent alone has the account in the same key, after it.
            let is_read_by_parent = table.primary_key.len() > 1 && table.primary_key.contains(&"account_id".to_owned());
            assert!(
                is_read_by_parent || table.indexes.iter().any(|(_, c, when)| c[0] == "account_id" && when.is_empty()),
                "{name}.account_id has no index"
            );
        }
    }
    assert!(found >= 8, "{found}");
}

#[test]
fn every_amount_has_its_currency_beside_it() {
    for (name, table) in sqlite_catalogue() {
        let columns: Vec<&str> = table.columns.iter().map(|(c, _)| c.as_str()).collect();
        for amount in columns.iter().filter(|c| c.ends_with("_minor")) {
            assert!(columns.contains(&"currency"), "{name}.{amount} has no currency");
            assert_eq!(table.types[*amount], "bigint", "{name}.{amount}");
        }
    }
}

#[test]
fn r42_an_audit_entry_is_never_changed_nor_removed() {
    let app = TestApp::spawn();
    let mut raw = app.raw();
    let before = raw.rows("audit_entries");
    assert!(!before.is_empty());
    let again = "SELECT id, happened_at, event, 'somebody else', account_id, subject, before, after, request_id FROM audit_entries";
    let mut attempts =
        vec!["UPDATE audit_entries SET actor = 'nobody'".to_owned(), "DELETE FROM audit_entries".to_owned()];
    // SQLite's REPLACE removes a row without asking the triggers of a removal.
    if database::postgres().is_none() {
        attempts.push(format!("INSERT OR REPLACE INTO audit_entries {again}"));
    }
    for attempt in &attempts {
        let refused = raw.run(attempt).expect_err(attempt);
        assert!(refused.contains("audit entries are never changed"), "{attempt}: {refused}");
    }
    assert_eq!(raw.rows("audit_entries"), before);
}

/// The grants that `docs/operations.md` gives to the role that serves.
fn grants(role: &str) -> String {
    let text = std::fs::read_to_string(root().join("docs/operations.md")).unwrap();
    let (_, from) = text.split_once("```sql\n").unwrap();
    from.split("```").next().unwrap().replace("seatsync_app", role)
}

#[test]
fn r42_who_serves_with_the_documented_grants_can_empty_nothing_that_stays_and_do_all_else() {
    if postgres().is_none() {
        return;
    }
    let app = TestApp::spawn();
    let mut raw = app.raw();
    let schema = raw.lines("SELECT current_schema()::text AS line").remove(0);
    let role = format!("app_of_{schema}");
    raw.run(&format!("CREATE ROLE {role}; {}", grants(&role).replace("SCHEMA public", &format!("SCHEMA {schema}"))))
        .unwrap();
    let mut as_app =
        |statement: &str| raw.run(&format!("ROLLBACK; BEGIN; SET LOCAL ROLE {role}; {statement}; ROLLBACK"));
    for table in ["audit_entries", "invoices", "invoice_lines"] {
        for statement in [format!("TRUNCATE {table} CASCADE"), format!("DELETE FROM {table}")] {
            let refused = as_app(&statement).expect_err(&statement);
            assert!(refused.contains("permission denied"), "{statement}: {refused}");
        }
    }
    for fine in [
        "UPDATE subscriptions SET due_on = due_on",
        "DELETE FROM sessions",
        "INSERT INTO reset_requests (id, address_sealed, asked_at, request_id) VALUES (gen_random_uuid(), '', now(), '')",
        "CREATE TABLE __messages_2031_01 PARTITION OF messages FOR VALUES FROM ('2031-01-01') TO ('2031-02-01')",
        "SELECT count(*) FROM audit_entries",
    ] {
        as_app(fine).unwrap();
    }
    raw.run(&format!("ROLLBACK; REASSIGN OWNED BY {role} TO CURRENT_USER; DROP OWNED BY {role}; DROP ROLE {role}"))
        .unwrap();
}
