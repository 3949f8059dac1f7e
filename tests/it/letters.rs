//! The outbox: a letter is a row, sent under a lease, tried again by a timetable, and never sent under another name.

use chrono::TimeDelta;
use seatsync::actions::letters::{About, claim_due, note, post, secret};
use seatsync::actions::{self, Failure};
use seatsync::domain::contact::Reader;
use seatsync::domain::language::Language;
use seatsync::jobs::send_mail::send_due;
use seatsync::mail::messages::PasswordReset;
use seatsync::mail::transport::{Memory, Sender};
use seatsync::store::letters::{self, Attempt, Claimed, Letter};

use super::support::{TestApp, at};

const BEN: &str = "ben@linden.example";

/// A letter to Ben, posted by the real action.
fn posted(app: &TestApp) {
    let (ctx, desk, address) = (app.operator(), app.app.desk.clone(), BEN.parse().unwrap());
    app.write(move |tx| actions::people::ask_reset(tx, &ctx, &desk, &address)).unwrap();
}

/// The letters that were posted in this test, oldest first.
fn rows(app: &TestApp) -> Vec<Letter> {
    let planted = app.read(|c| letters::list(c, 0, 1000));
    let mut ours: Vec<Letter> = planted.into_iter().filter(|l| l.queued_at >= at(seatsync::seeds::NOW)).collect();
    ours.reverse();
    ours
}

fn claim(app: &TestApp, limit: i64) -> Vec<Claimed> {
    let clock = app.app.clock.clone();
    app.wait(app.app.db.write(move |tx| claim_due(tx, &clock, limit))).unwrap()
}

fn send(app: &TestApp, sender: &Sender) -> usize {
    app.wait(send_due(&app.app.db, &app.app.clock, sender, &app.app.desk)).unwrap()
}

/// A mail server that takes nothing: a folder that is a file.
fn broken(app: &TestApp) -> Sender {
    let file = app.folder.path().join("no-folder");
    std::fs::write(&file, "").unwrap();
    Sender::Folder(file)
}

#[test]
fn what_is_claimed_nobody_else_claims_until_the_lease_is_over() {
    let app = TestApp::spawn();
    (0..3).for_each(|_| posted(&app));
    let (first, second) = (claim(&app, 2), claim(&app, 2));
    assert_eq!((first.len(), second.len()), (2, 1));
    assert!(claim(&app, 10).is_empty());
    app.move_on(TimeDelta::minutes(5) - TimeDelta::microseconds(1));
    assert!(claim(&app, 10).is_empty());
    app.move_on(TimeDelta::microseconds(1));
    let again = claim(&app, 10);
    assert_eq!(again.len(), 3);
    assert!(again.iter().all(|l| l.attempts == 1), "attempts before this one");
    // Nobody sends these; the next worker does, when the lease is over.
    app.move_on(TimeDelta::minutes(5));
}

#[test]
fn a_letter_that_cannot_be_sent_waits_longer_each_time_and_goes_in_the_end() {
    let app = TestApp::spawn();
    posted(&app);
    let nowhere = broken(&app);
    for (tried, minutes) in (1..).zip([1, 5, 30, 120, 300, 600, 600, 1440, 1440]) {
        assert_eq!(send(&app, &nowhere), 0);
        let row = rows(&app).remove(0);
        assert_eq!(row.attempts, tried);
        assert!(row.last_error.is_some() && row.sent_at.is_none() && row.refused_at.is_none());
        app.move_on(TimeDelta::minutes(minutes) - TimeDelta::microseconds(1));
        assert!(claim(&app, 1).is_empty(), "attempt {tried}: not before {minutes} minutes");
        app.move_on(TimeDelta::microseconds(1));
    }
    let memory = Memory::default();
    assert_eq!(send(&app, &Sender::Memory(memory.clone())), 1);
    assert_eq!(memory.sent().len(), 1);
}

#[test]
fn a_worker_killed_between_sending_and_noting_leaves_a_letter_that_goes_again_as_the_same_letter() {
    let app = TestApp::spawn();
    posted(&app);
    let (memory, sender) = {
        let m = Memory::default();
        (m.clone(), Sender::Memory(m))
    };
    // The worker that dies: it claims, hands over, and never notes.
    let claimed = claim(&app, 1).remove(0);
    let secret = secret(&app.app.desk, claimed.secret_sealed.as_deref()).unwrap().unwrap();
    let envelope =
        seatsync::mail::envelope::Envelope::from_value(claimed.envelope.clone()).unwrap().with_secret(&secret);
    sender.send(&claimed.message_id, &envelope.message(&claimed.message_id, claimed.queued_at).unwrap()).unwrap();
    assert_eq!(send(&app, &sender), 0, "its lease holds");
    app.move_on(TimeDelta::minutes(5));
    assert_eq!(send(&app, &sender), 1);
    assert_eq!(send(&app, &sender), 0);
    let sent = memory.sent();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0], sent[1], "the same Message-ID and the same bytes");
    let row = rows(&app).remove(0);
    assert!(sent[0].0 == row.message_id && row.sent_at.is_some() && row.attempts == 2);
}

#[test]
fn a_letter_keeps_its_message_id_and_no_two_have_one() {
    let app = TestApp::spawn();
    (0..3).for_each(|_| posted(&app));
    let before: Vec<String> = rows(&app).into_iter().map(|l| l.message_id).collect();
    let nowhere = broken(&app);
    send(&app, &nowhere);
    app.move_on(TimeDelta::minutes(1));
    let mailbox = app.mailbox();
    let mut sent: Vec<String> =
        mailbox.to(BEN).iter().map(|m| m.message_id.trim_matches(['<', '>']).to_owned()).collect();
    sent.sort();
    let mut expected = before.clone();
    expected.sort();
    assert_eq!(sent, expected);
    sent.dedup();
    assert_eq!(sent.len(), 3);
    assert!(before.iter().all(|id| id.ends_with("@portal.test")), "{before:?}");
}

#[test]
fn a_letter_refused_for_good_is_seen_by_staff_and_stops_no_other() {
    let app = TestApp::spawn().keeping_letters();
    let desk = app.app.desk.clone();
    let now = app.now();
    let refuse = |address: &'static str| {
        let desk = desk.clone();
        let ben = app.person(BEN);
        app.write(move |tx| {
            let mut reader = Reader::from(&seatsync::store::people::find(tx, ben)?.unwrap());
            reader.email = address.parse().map_err(Failure::broken)?;
            let heading = desk.heading(&reader, Language::En);
            let letter = PasswordReset { heading, link: desk.link("/x"), minutes: 10, requested_at: now };
            Ok(post(tx, &desk, now, About::default(), &reader, &letter)?)
        })
        .unwrap();
    };
    refuse("a..b@linden.example");
    posted(&app);
    assert_eq!(send(&app, &app.app.sender), 1);
    let refused: Vec<Letter> = rows(&app).into_iter().filter(|l| l.refused_at.is_some()).collect();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].recipient, "a..b@linden.example");
    assert!(refused[0].last_error.is_some());
    assert_eq!(app.read(letters::unsent), (0, 1));
    let desk = app.sign_in("sam@harbor.example").get("/staff");
    desk.assert_status(200).assert_says("a..b@linden.example");
    app.move_on(TimeDelta::days(30));
    assert!(claim(&app, 10).is_empty(), "for good is for good");
}

#[test]
fn who_lost_the_lease_changes_nothing_any_more() {
    let app = TestApp::spawn();
    posted(&app);
    let slow = claim(&app, 1).remove(0);
    app.move_on(TimeDelta::minutes(5));
    let quick = claim(&app, 1).remove(0);
    let now = app.now();
    let end = |id, number, attempt: Attempt| {
        app.wait(app.app.db.write(move |tx| note(tx, id, number, &attempt))).unwrap();
    };
    end(slow.id, slow.attempts + 1, Attempt::Refused { at: now, error: "too slow".to_owned() });
    assert!(rows(&app)[0].refused_at.is_none());
    assert!(claim(&app, 1).is_empty(), "the quick one's lease still holds");
    end(quick.id, quick.attempts + 1, Attempt::Sent { at: now, keeps_secret: false });
    end(slow.id, slow.attempts + 1, Attempt::Again { due_at: now, error: "too slow".to_owned() });
    assert_eq!(rows(&app)[0].sent_at, Some(now));
    assert!(claim(&app, 1).is_empty());
}

#[test]
fn an_action_that_is_undone_leaves_no_letter() {
    let app = TestApp::spawn();
    let (ctx, desk, address) = (app.operator(), app.app.desk.clone(), BEN.parse().unwrap());
    let undone: Result<(), Failure> = app.write(move |tx| {
        actions::people::ask_reset(tx, &ctx, &desk, &address)?;
        Err(Failure::broken("undone"))
    });
    assert!(undone.is_err());
    assert!(rows(&app).is_empty());
    assert_eq!(app.audited("password_reset_asked"), 0);
}

#[test]
fn a_broken_mail_server_does_not_stop_the_portal() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    ben.submit("/password", "/password", &[("email", BEN)]).assert_status(200);
    assert_eq!(send(&app, &broken(&app)), 0);
    ben.get("/").assert_status(200);
    app.sign_in("sam@harbor.example").get("/staff").assert_status(200);
    app.move_on(TimeDelta::minutes(1));
    assert_eq!(app.mailbox().to(BEN).len(), 1);
}

#[test]
fn a_letter_says_from_whom_to_whom_and_that_a_machine_wrote_it_in_two_parts() {
    let app = TestApp::spawn();
    posted(&app);
    let mail = app.letter_to(BEN);
    for line in
        ["Auto-Submitted: auto-generated", "Content-Language: en", "text/plain", "text/html", "multipart/alternative"]
    {
        assert!(mail.source.contains(line), "{line} in {}", mail.source);
    }
    assert!(mail.to.contains("Ben Okafor"), "{}", mail.to);
}
