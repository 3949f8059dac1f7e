//! The outbox: an email is a row, sent under a lease, tried again by a timetable, and never sent under another name.

use chrono::TimeDelta;
use seatsync::actions::emails::{About, Tried, claim_emails, email_secret, note_attempt, post_email};
use seatsync::actions::{self, Failure};
use seatsync::domain::contact::Reader;
use seatsync::domain::email::{ACCESS, EmailKind, PRIORITIES};
use seatsync::domain::email_address::EmailAddress;
use seatsync::domain::ids::Owned;
use seatsync::domain::language::Language;
use seatsync::jobs::send_mail::{priorities, send_due};
use seatsync::mail::messages::PasswordReset;
use seatsync::mail::transport::{Memory, Sender};
use seatsync::store::emails::{self, Attempt, Claimed, Email};

use super::support::{Machine, TestApp, at};

const BEN: &str = "ben@linden.example";

/// An email to Ben, posted by the real action.
fn posted(app: &TestApp) {
    let (ctx, address) = (app.operator(), BEN.parse().unwrap());
    app.write(move |tx| actions::people::ask_reset(tx, &ctx, &address)).unwrap();
}

/// The emails that were posted in this test, oldest first.
fn rows(app: &TestApp) -> Vec<Email> {
    let planted = app.read(|c| emails::list(c, 0, 1000));
    let mut ours: Vec<Email> = planted.into_iter().filter(|l| l.queued_at >= at(seatsync::seeds::NOW)).collect();
    ours.reverse();
    ours
}

fn claim(app: &TestApp, limit: i64) -> Vec<Claimed> {
    let clock = app.app.clock.clone();
    app.wait(app.app.db.write(move |tx| claim_emails(tx, &clock, &PRIORITIES, limit))).unwrap()
}

fn send(app: &TestApp, sender: &Sender) -> usize {
    app.wait(send_due(&app.app.db, &app.app.clock, sender, &app.app.portal())).unwrap()
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
fn an_email_that_cannot_be_sent_waits_longer_each_time_and_goes_in_the_end() {
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
fn a_worker_killed_after_sending_sends_the_same_email_again_with_one_message_id() {
    let app = TestApp::spawn();
    posted(&app);
    let (memory, sender) = {
        let m = Memory::default();
        (m.clone(), Sender::Memory(m))
    };
    // The worker that dies: it claims, hands over, and never notes.
    let claimed = claim(&app, 1).remove(0);
    let secret = email_secret(&app.app.vault, claimed.secret_sealed.as_deref()).unwrap().unwrap();
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
fn an_email_keeps_its_message_id_and_no_two_have_one() {
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
fn an_email_refused_for_good_is_seen_by_staff_and_stops_no_other() {
    let app = TestApp::spawn().keeping_emails();
    let ctx = app.operator();
    let refuse = |address: &'static str| {
        let ctx = ctx.clone();
        let ben = app.person(BEN);
        app.write(move |tx| {
            let mut reader = Reader::from(&seatsync::store::people::find(tx, ben)?.unwrap());
            reader.email = EmailAddress::kept(address);
            let heading = ctx.portal.vendor.heading(&reader, Language::En);
            let link = ctx.portal.vendor.link("/x");
            let email = PasswordReset { heading, link, minutes: 10, requested_at: ctx.now };
            Ok(post_email(tx, &ctx, About::them(&reader), &email)?)
        })
        .unwrap();
    };
    refuse("a..b@linden.example");
    posted(&app);
    assert_eq!(send(&app, &app.app.sender), 1);
    let refused: Vec<Email> = rows(&app).into_iter().filter(|l| l.refused_at.is_some()).collect();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].recipient, "a..b@linden.example");
    assert!(refused[0].last_error.is_some());
    assert_eq!(app.read(emails::unsent), (0, 1));
    let desk = app.sign_in("sam@harbor.example").get("/staff");
    desk.assert_status(200).assert_says("a..b@linden.example");
    app.move_on(TimeDelta::days(30));
    assert!(claim(&app, 10).is_empty(), "for good is for good");
}

#[test]
fn a_worker_whose_lease_ran_out_changes_nothing() {
    let app = TestApp::spawn();
    posted(&app);
    let slow = claim(&app, 1).remove(0);
    app.move_on(TimeDelta::minutes(5));
    let quick = claim(&app, 1).remove(0);
    let now = app.now();
    let end = |id, number, attempt: Attempt| {
        app.wait(app.app.db.write({
            let (portal, tried) = (app.app.portal(), Tried { email: id, number, outcome: attempt });
            move |tx| note_attempt(tx, &portal.vendor, &tried)
        }))
        .unwrap();
    };
    end(slow.id, slow.attempts + 1, Attempt::Refused { at: now, error: "too slow".to_owned(), is_dead: false });
    assert!(rows(&app)[0].refused_at.is_none());
    assert!(claim(&app, 1).is_empty(), "the quick one's lease still holds");
    end(quick.id, quick.attempts + 1, Attempt::Sent { at: now, keeps_secret: false });
    end(slow.id, slow.attempts + 1, Attempt::Again { at: now, due_at: now, error: "too slow".to_owned() });
    assert_eq!(rows(&app)[0].sent_at, Some(now));
    assert!(claim(&app, 1).is_empty());
}

#[test]
fn an_action_that_is_rolled_back_sends_no_email() {
    let app = TestApp::spawn();
    let (ctx, address) = (app.operator(), BEN.parse().unwrap());
    let undone: Result<(), Failure> = app.write(move |tx| {
        actions::people::ask_reset(tx, &ctx, &address)?;
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
fn an_email_says_from_whom_to_whom_and_that_a_machine_wrote_it_in_two_parts() {
    let app = TestApp::spawn();
    posted(&app);
    let mail = app.email_to(BEN);
    for line in
        ["Auto-Submitted: auto-generated", "Content-Language: en", "text/plain", "text/html", "multipart/alternative"]
    {
        assert!(mail.source.contains(line), "{line} in {}", mail.source);
    }
    assert!(mail.to.contains("Ben Okafor"), "{}", mail.to);
}

#[track_caller]
fn assert_invariants(app: &TestApp) {
    let mut found = Vec::new();
    let grounds = seatsync::invariants::Assumptions::default();
    let tell = |fault: &seatsync::invariants::Fault| found.push(fault.to_string());
    app.wait(seatsync::invariants::walk(&app.app.db, grounds, tell)).unwrap();
    assert!(found.is_empty(), "{found:?}");
}

/// Queues `count` invoices' worth of emails that can wait, to Ben.
fn crowd(app: &TestApp, count: usize) {
    let (ctx, now, ben) = (app.operator(), app.now(), app.person(BEN));
    let (account, subscription) = app.subscription("S-1042");
    app.write(move |tx| {
        let reader = Reader::from(&seatsync::store::people::find(tx, ben)?.unwrap());
        for _ in 0..count {
            let email = seatsync::mail::messages::CodeUnused {
                heading: ctx.portal.vendor.heading(&reader, Language::En),
                number: "S-1042".to_owned(),
                product: "Harbor".to_owned(),
                bought_on: now.date_naive(),
                link: ctx.portal.vendor.link("/x"),
            };
            let about = About { account: Some(account), subscription: Some(subscription), ..About::them(&reader) };
            post_email(tx, &ctx, about, &email)?;
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_reset_link_overtakes_queued_emails_and_has_a_connection_of_its_own() {
    let app = TestApp::spawn().keeping_emails();
    crowd(&app, 500);
    app.move_on(TimeDelta::seconds(1));
    posted(&app);
    let kinds: Vec<String> =
        claim(&app, 3).into_iter().map(|l| l.envelope["kind"].as_str().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["password_reset", "code_unused", "code_unused"]);
    assert_eq!(priorities(0, 4), [ACCESS]);
    assert!((1..4).all(|worker| priorities(worker, 4) == PRIORITIES), "the others send everything");
    assert_eq!(priorities(0, 1), PRIORITIES, "a single one as well");
    // Every kind has a place, and none is left out.
    assert!(EmailKind::ALL.iter().all(|kind| PRIORITIES.contains(&kind.priority())));
}

/// Turns the renewal of S-1042 off and on, so many times in all, a moment apart.
fn toggle(app: &TestApp, times: usize, apart: TimeDelta) {
    let (account, id) = app.subscription("S-1042");
    for n in 0..times {
        let ctx = app.ctx(BEN);
        app.write(move |tx| {
            if n % 2 == 0 {
                actions::renewals::cancel_renewal(tx, &ctx, Owned::new(account, id), None).map(drop)
            } else {
                actions::renewals::resume_renewal(tx, &ctx, account, id).map(drop)
            }
        })
        .unwrap();
        app.move_on(apart);
    }
}

/// Turns the renewal of S-1042 on again.
fn toggle_back(app: &TestApp, apart: TimeDelta) {
    let (account, id) = app.subscription("S-1042");
    let ctx = app.ctx(BEN);
    app.write(move |tx| actions::renewals::resume_renewal(tx, &ctx, account, id).map(drop)).unwrap();
    app.move_on(apart);
}

fn of_renewal(app: &TestApp, to: &str) -> Vec<Email> {
    let kinds = [EmailKind::RenewalCancelled, EmailKind::RenewalResumed];
    rows(app).into_iter().filter(|l| l.recipient == to && kinds.contains(&l.kind)).collect()
}

#[test]
fn what_is_turned_off_on_and_off_within_moments_is_one_email_with_the_last_word() {
    let app = TestApp::spawn();
    toggle(&app, 3, TimeDelta::milliseconds(700));
    let told = of_renewal(&app, BEN);
    assert_eq!(told.iter().map(|l| l.kind).collect::<Vec<_>>(), [EmailKind::RenewalCancelled]);
    assert!(told[0].stands_from.is_some_and(|from| from < told[0].queued_at));
    assert_eq!(send(&app, &app.app.sender), 0, "it is held back for some seconds");
    app.move_on(TimeDelta::seconds(5));
    assert!(send(&app, &app.app.sender) > 0);
    assert_invariants(&app);
}

#[test]
fn what_changes_again_within_minutes_is_told_once_and_once_more_when_they_are_over() {
    let app = TestApp::spawn();
    let sent = |app: &TestApp| {
        send(app, &app.app.sender);
        of_renewal(app, BEN).into_iter().filter(|l| l.sent_at.is_some()).map(|l| l.kind).collect::<Vec<_>>()
    };
    for _ in 0..4 {
        toggle(&app, 1, TimeDelta::seconds(20));
        assert_eq!(sent(&app), [EmailKind::RenewalCancelled]);
        toggle_back(&app, TimeDelta::seconds(100));
        assert_eq!(sent(&app), [EmailKind::RenewalCancelled]);
    }
    // Ten minutes after the first was due, which was held for some seconds.
    app.move_on(TimeDelta::seconds(125));
    assert_eq!(sent(&app), [EmailKind::RenewalCancelled, EmailKind::RenewalResumed]);
    // The minutes begin again with that one.
    toggle(&app, 1, TimeDelta::minutes(5));
    assert_eq!(sent(&app).len(), 2);
    app.move_on(TimeDelta::seconds(305));
    assert_eq!(sent(&app).last(), Some(&EmailKind::RenewalCancelled));
    assert_invariants(&app);
}

#[test]
fn whoever_turns_it_off_and_on_all_day_gets_few_emails_and_is_told_how_it_ended() {
    let app = TestApp::spawn();
    for _ in 0..60 {
        toggle(&app, 6, TimeDelta::minutes(1));
        send(&app, &app.app.sender);
    }
    let told = of_renewal(&app, BEN);
    assert!(told.len() <= 41, "{}", told.len());
    app.move_on(TimeDelta::days(1));
    while send(&app, &app.app.sender) > 0 {}
    let told = of_renewal(&app, BEN);
    assert_eq!(told.last().unwrap().kind, EmailKind::RenewalResumed);
    assert!(told.iter().all(|l| l.sent_at.is_some()));
    assert_invariants(&app);
}

const TESS: &str = "tess@linden.example";
const FRESH: &str = "S-1001";

/// A new count of an instance, and the token for it.
fn token(app: &TestApp, machine: &mut Machine, billable: u64) {
    let instance = app.report(TESS, FRESH, &machine.write(app, billable));
    app.make_token(TESS, FRESH, instance).unwrap();
}

fn of_tokens(app: &TestApp) -> Vec<Email> {
    rows(app).into_iter().filter(|l| l.recipient == TESS && l.kind == EmailKind::TokenMade).collect()
}

#[test]
fn tokens_made_again_and_again_are_one_email_for_each_instance() {
    let app = TestApp::spawn();
    let mut machines = [Machine::new(), Machine::new(), Machine::new()];
    for billable in 50..54 {
        for machine in &mut machines {
            token(&app, machine, billable);
            app.move_on(TimeDelta::milliseconds(100));
        }
    }
    assert_eq!(of_tokens(&app).len(), 3, "the last word of each");
    app.move_on(TimeDelta::seconds(5));
    while send(&app, &app.app.sender) > 0 {}
    for machine in &machines {
        let of_it = |l: &Email| l.envelope["text"].as_str().unwrap().contains(&machine.id.to_string());
        assert_eq!(of_tokens(&app).iter().filter(|l| of_it(l)).count(), 1);
    }
    // Within the same minutes one of them goes on: it alone is told once more, when they are over.
    for billable in 60..65 {
        token(&app, &mut machines[0], billable);
        app.move_on(TimeDelta::minutes(1));
    }
    assert_eq!(of_tokens(&app).len(), 4);
    assert_eq!(of_tokens(&app).iter().filter(|l| l.sent_at.is_none()).count(), 1);
    app.move_on(TimeDelta::minutes(5));
    assert!(send(&app, &app.app.sender) > 0);
    assert_invariants(&app);
}

#[test]
fn an_account_gets_so_many_emails_a_day_and_of_what_follows_each_last_word_a_day_later() {
    let app = TestApp::spawn().keeping_emails();
    let (account, subscription) = app.subscription(FRESH);
    let repeats = EmailKind::TokenMade.repeats().unwrap();
    // Of as many instances as it takes, to readers none of whom gets too many.
    let instance = app.report(TESS, FRESH, &Machine::new().write(&app, 50));
    let tell = |emails: Vec<(String, i64)>| {
        let ctx = app.ctx(TESS);
        app.write(move |tx| {
            for (reader, number) in emails {
                let email = reader.parse().unwrap();
                let reader = Reader { person: None, name: String::new(), email, language: None };
                let email = seatsync::mail::messages::TokenMade {
                    heading: ctx.portal.vendor.heading(&reader, Language::En),
                    number: FRESH.to_owned(),
                    product: "Harbor".to_owned(),
                    hostname: format!("number {number}"),
                    instance: instance.to_string(),
                    by: "Tess".to_owned(),
                    at: ctx.now,
                    link: ctx.portal.vendor.link("/x"),
                };
                let (account, subscription, instance) = (Some(account), Some(subscription), Some(instance));
                let about = About { account, subscription, instance, is_repeat: true, ..About::them(&reader) };
                post_email(tx, &ctx, about, &email)?;
            }
            Ok(())
        })
        .unwrap();
    };
    tell((0..repeats.of_account).map(|n| (format!("reader-{n}@linden.example"), n)).collect());
    app.move_on(TimeDelta::seconds(6));
    let mut sent = 0;
    while let more @ 1.. = send(&app, &app.app.sender) {
        sent += more;
    }
    assert_eq!(i64::try_from(sent).unwrap(), repeats.of_account);
    for number in 0..5 {
        tell(vec![("late@linden.example".to_owned(), number)]);
        app.move_on(TimeDelta::hours(1));
    }
    assert_eq!(send(&app, &app.app.sender), 0, "the day is used up");
    app.move_on(TimeDelta::hours(19));
    assert_eq!(send(&app, &app.app.sender), 1, "and nothing is lost");
    let last = rows(&app).into_iter().filter(|l| l.recipient == "late@linden.example").collect::<Vec<_>>();
    assert!(last.len() == 1 && last[0].envelope["text"].as_str().unwrap().contains("number 4"), "{last:?}");
    assert!(last[0].stands_from.is_some_and(|from| from < last[0].queued_at));
}

#[test]
fn no_email_waits_for_a_future_of_a_clock_that_was_corrected() {
    for ahead in [TimeDelta::minutes(30), TimeDelta::days(2)] {
        let app = TestApp::spawn();
        app.move_on(ahead);
        posted(&app);
        crowd(&app, 1);
        assert_eq!(claim(&app, 1).len(), 1, "a worker that dies with its lease");
        assert_eq!(send(&app, &broken(&app)), 0, "and one that is told to come again");
        posted(&app);
        app.move_on(-ahead);
        assert_eq!(send(&app, &app.app.sender), 3, "all of them go at once: {ahead}");
    }
}

#[test]
fn a_lease_of_a_server_whose_clock_is_a_little_ahead_is_kept() {
    let app = TestApp::spawn().keeping_emails();
    app.move_on(TimeDelta::seconds(30));
    posted(&app);
    assert_eq!(claim(&app, 1).len(), 1);
    app.move_on(TimeDelta::seconds(-30));
    assert_eq!(send(&app, &app.app.sender), 0);
}

#[test]
fn an_undeliverable_email_goes_to_the_owners_and_its_contact_is_left_out() {
    let app = TestApp::spawn().keeping_emails();
    let (account, operator) = (app.account("A-2001"), app.operator());
    // Named by older rules, which took it.
    let dead = "books@linden.example";
    let contact = seatsync::store::contacts::Contact::new(
        seatsync::domain::contact::ContactRole::Billing,
        dead.parse().unwrap(),
        "Books".to_owned(),
        None,
    );
    app.write(move |tx| actions::contacts::add_contact(tx, &operator, account, &contact)).unwrap();
    app.raw()
        .run("UPDATE contacts SET email = 'books@linden..example', email_folded = 'books@linden..example'")
        .unwrap();
    let number = {
        let (account, subscription) = app.subscription("S-1050");
        app.read(move |c| seatsync::store::invoices::of_subscription(c, account, subscription)).remove(0).number
    };
    let mut ben = app.sign_in(BEN);
    ben.post(&format!("/invoices/{number}/links"), &[]).assert_status(303);
    while send(&app, &app.app.sender) > 0 {}
    let invoices =
        |app: &TestApp| -> Vec<Email> { rows(app).into_iter().filter(|l| l.kind == EmailKind::Invoice).collect() };
    let told = invoices(&app);
    assert_eq!(told.iter().filter(|l| l.refused_at.is_some()).count(), 1);
    let ada: Vec<_> = told.iter().filter(|l| l.recipient == "ada@linden.example").collect();
    assert!(ada.len() == 1 && ada[0].sent_at.is_some(), "{told:?}");
    let text = ada[0].envelope["text"].as_str().unwrap();
    assert!(text.starts_with("This email could not be delivered to books@linden..example."), "{text}");
    let mut sam = app.sign_in("sam@harbor.example");
    sam.get("/staff/alerts").assert_says("books@linden..example").assert_says("Email cannot be delivered");
    // The next one goes to the people at once.
    app.move_on(TimeDelta::hours(1));
    ben.post(&format!("/invoices/{number}/links"), &[]).assert_status(303);
    let next: Vec<String> = invoices(&app).split_off(told.len()).into_iter().map(|l| l.recipient).collect();
    assert_eq!(next, ["ada@linden.example", BEN]);
    app.sign_in("ada@linden.example").get("/account/contacts").assert_says("Emails to this address came back");
    let now = app.now();
    let said = app.read(move |c| actions::emails::email_troubles(c, now));
    assert!(
        said.iter().any(|t| t.contains("A-2001: mail cannot be sent to the contact books@linden..example")),
        "{said:?}"
    );
    assert_invariants(&app);
}

#[test]
fn old_emails_are_purged_by_rule_and_those_about_subscriptions_stay() {
    let app = TestApp::spawn();
    posted(&app);
    crowd(&app, 2);
    app.mailbox();
    let purge = |app: &TestApp| {
        let now = app.now();
        app.write(move |tx| Ok(actions::emails::purge_emails(tx, now)?)).unwrap()
    };
    app.move_on(TimeDelta::days(6));
    let left = |app: &TestApp, kind| rows(app).into_iter().filter(|l| l.kind == kind).collect::<Vec<Email>>();
    purge(&app);
    assert_eq!(left(&app, EmailKind::PasswordReset).len(), 1);
    app.move_on(TimeDelta::days(2));
    purge(&app);
    assert!(left(&app, EmailKind::PasswordReset).is_empty(), "what let somebody in is gone after a week");
    assert!(left(&app, EmailKind::CodeUnused).iter().all(|l| l.envelope["text"] != ""));
    app.move_on(TimeDelta::days(400));
    while purge(&app) > 0 {}
    let slim = left(&app, EmailKind::CodeUnused);
    assert!(slim.len() == 2 && slim.iter().all(|l| l.envelope["text"] == "" && l.envelope["subject"] != ""));
    let newest = app.sign_in(BEN).get("/emails").attribute("tbody th a", "href");
    app.sign_in(BEN).get(&newest).assert_status(200).assert_says("The text of this email was removed");
}
