//! SQLite's one writer commits in groups: each action stands or falls by itself, and an answer means it is durable.
//!
//! On PostgreSQL each action has a transaction of its own; the same must hold there, so the same tests run.

use seatsync::actions::{Failure, Refusal};
use seatsync::domain::account::{Account, Payment};
use seatsync::domain::ids::AccountId;
use seatsync::domain::language::Language;
use seatsync::store::{self, Db, StoreError, Tx};

use futures_util::future::join_all;

use super::support::TestApp;

fn account(number: usize) -> Account {
    Account {
        id: AccountId::new(),
        number: format!("G-{number:04}"),
        name: "Grouped".to_owned(),
        language: Language::En,
        payment: Payment::Invoice,
        reseller: None,
        address: String::new(),
        vat_id: None,
        tax_basis_points: 0,
        po_required: false,
        public_sector: false,
    }
}

/// What an action of a group does after it wrote its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Done,
    Refused,
    /// The database itself refuses a statement.
    Broken,
    Panics,
}

async fn write(db: &Db, number: usize, ending: Ending) -> Result<(), Failure> {
    let now = seatsync::seeds::NOW.parse().unwrap();
    let open = move |tx: &mut Tx<'_>| -> Result<(), Failure> {
        let row = account(number);
        store::accounts::insert(tx, &row, now)?;
        match ending {
            Ending::Done => Ok(()),
            Ending::Refused => Err(Refusal::Missing.into()),
            Ending::Broken => Ok(store::accounts::insert(tx, &row, now)?),
            Ending::Panics => panic!("as the test wants"),
        }
    };
    db.write(open).await
}

fn stored(app: &TestApp) -> Vec<String> {
    app.raw().lines("SELECT number AS line FROM accounts WHERE name = 'Grouped' ORDER BY 1")
}

#[test]
fn a_failing_action_in_a_group_undoes_only_itself() {
    let app = TestApp::spawn();
    let endings = [Ending::Done, Ending::Refused, Ending::Done, Ending::Broken, Ending::Done, Ending::Panics];
    let all: Vec<Ending> = endings.into_iter().cycle().take(120).collect();
    let db = &app.app.db;
    let answers = app.wait(join_all(all.iter().enumerate().map(|(n, ending)| write(db, n, *ending))));
    for (ending, answer) in all.iter().zip(&answers) {
        assert_eq!(answer.is_ok(), *ending == Ending::Done, "{ending:?}: {answer:?}");
    }
    let expected: Vec<String> = (0..120).filter(|n| all[*n] == Ending::Done).map(|n| format!("G-{n:04}")).collect();
    assert_eq!(stored(&app), expected);
}

#[test]
fn after_a_panic_the_writer_goes_on() {
    let app = TestApp::spawn();
    for number in 0..3 {
        assert!(app.wait(write(&app.app.db, number, Ending::Panics)).is_err());
    }
    app.wait(write(&app.app.db, 7, Ending::Done)).unwrap();
    assert_eq!(stored(&app), ["G-0007"]);
}

#[test]
fn an_answer_comes_only_after_the_commit_so_another_connection_sees_the_row() {
    let app = TestApp::spawn();
    let mut other = app.raw();
    for number in 0..20 {
        app.wait(write(&app.app.db, number, Ending::Done)).unwrap();
        let seen = other.lines(&format!("SELECT number AS line FROM accounts WHERE number = 'G-{number:04}'"));
        assert_eq!(seen.len(), 1, "account {number}");
    }
}

#[test]
fn a_caller_that_hangs_up_does_not_stop_the_others() {
    let app = TestApp::spawn();
    let db = app.app.db.clone();
    app.wait(async {
        for number in 0..10 {
            let hung_up = write(&db, number, Ending::Done);
            // Polled once, so that the work is handed over, and dropped.
            let _ = futures_util::future::poll_fn(|c| {
                let mut pinned = Box::pin(write(&db, 100 + number, Ending::Done));
                let _ = std::future::Future::poll(pinned.as_mut(), c);
                std::task::Poll::Ready(())
            })
            .await;
            hung_up.await.unwrap();
        }
    });
    let all = stored(&app);
    assert_eq!(all.iter().filter(|n| n.as_str() < "G-0100").count(), 10, "{all:?}");
}

#[test]
fn reading_never_writes() {
    let app = TestApp::spawn();
    let before = app.dump();
    let read: Result<_, StoreError> = app.wait(app.app.db.read(|c| store::emails::list(c, 0, 100)));
    assert!(!read.unwrap().is_empty());
    assert_eq!(app.dump(), before);
}
