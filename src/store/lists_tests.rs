//! What a page or a probe asks costs what it shows: every statement is answered from an index, in its order, and to an end.

use std::sync::{Arc, Mutex};

use diesel::connection::{Connection, InstrumentationEvent};

use super::conn::{AnyConn, Purpose, open};
use super::*;
use crate::domain::ids::{AccountId, InstanceId, PersonId};

/// The statements that were run.
fn statements(conn: &mut AnyConn, ask: impl FnOnce(&mut Conn<'_>)) -> Vec<String> {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&kept);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            seen.lock().unwrap().push(text.split(" -- binds").next().unwrap().to_owned());
        }
    });
    ask(&mut Conn(conn));
    conn.set_instrumentation(None::<fn(InstrumentationEvent<'_>)>);
    let kept = kept.lock().unwrap().clone();
    assert!(!kept.is_empty());
    kept
}

/// What is wrong with how SQLite answers it.
fn faults(conn: &mut AnyConn, statement: &str) -> Vec<String> {
    let is_limited = statement.contains("LIMIT");
    let is_bad = |step: &String| {
        let scans = step.starts_with("SCAN") && !(is_limited && step.contains(" USING "));
        scans || step.contains("TEMP B-TREE FOR ORDER BY") || step.contains("LAST TERM")
    };
    let mut faults: Vec<String> = dialect::plan(conn, statement).into_iter().filter(is_bad).collect();
    if statement.to_lowercase().contains("count(") {
        faults.push("counts".to_owned());
    }
    faults
}

#[test]
fn pages_and_probes_read_from_indexes_and_no_more_rows_than_they_show() {
    let mut conn = open(&Database::Memory, Purpose::Write).unwrap();
    migrate::run(&mut conn).unwrap();
    let day = "2026-08-10".parse().unwrap();
    let (account, person, instance) = (AccountId::new(), PersonId::new(), InstanceId::new());
    let asked = statements(&mut conn, |c| {
        emails::unsent_at_most(c, 50).unwrap();
        emails::list(c, 0, 50).unwrap();
        emails::to_person(c, person, 50).unwrap();
        invoices::newest(c, 50).unwrap();
        invoices::list(c, account, 50).unwrap();
        instances::newest_alerts(c, 50).unwrap();
        instances::search(c, "git.linden.example", 50).unwrap();
        reconciliations::open(c, 50).unwrap();
        reconciliations::standing_pauses(c, 50).unwrap();
        reconciliations::waiting(c, 50).unwrap();
        renewals::late_requests(c, day, 50).unwrap();
        audit::list(c, account, 50).unwrap();
        tokens::list(c, account, instance, 50).unwrap();
    });
    let wrong: Vec<(String, Vec<String>)> = asked
        .into_iter()
        .map(|statement| (statement.clone(), faults(&mut conn, &statement)))
        .filter(|(_, faults)| !faults.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_scan_a_sort_and_a_count_are_noticed() {
    let mut conn = open(&Database::Memory, Purpose::Write).unwrap();
    migrate::run(&mut conn).unwrap();
    for bad in [
        "SELECT id FROM emails WHERE last_error = 'a' LIMIT 5",
        "SELECT id FROM emails ORDER BY last_error LIMIT 5",
        "SELECT id FROM emails ORDER BY queued_at",
        "SELECT count(*) FROM emails WHERE person_id = 'a'",
    ] {
        assert!(!faults(&mut conn, bad).is_empty(), "{bad}");
    }
}
