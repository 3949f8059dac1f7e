//! Guessers, floods and wrong clocks: what strangers do to a person keeps that person neither out nor without mail
//! (docs/decisions/0014).

use std::collections::BTreeMap;

use chrono::TimeDelta;
use seatsync::actions::{self, Failure};
use seatsync::domain::attempt::{AttemptKind, Hearing};
use seatsync::domain::network::{Network, address};
use seatsync::jobs;
use seatsync::seeds::PASSWORD;

use super::support::{Browser, Response, TestApp};

const BEN: &str = "ben@linden.example";

fn behind_a_proxy() -> TestApp {
    TestApp::spawn_believing("http://portal.test", &["127.0.0.1"])
}

/// A browser somewhere else, as the proxy tells it.
fn from(app: &TestApp, forwarded: &str) -> Browser {
    let mut browser = app.anonymous();
    browser.headers.push(("X-Forwarded-For".to_owned(), forwarded.to_owned()));
    browser
}

/// Counts one guess without the cost of checking it.
fn guess(app: &TestApp, from: &str) -> Option<Hearing> {
    let (ctx, network) = (app.operator(), Network::of(address(from).unwrap()));
    let heard = app
        .write(move |tx| actions::people::admit(tx, &ctx, actions::people::attempt(AttemptKind::SignIn, BEN, network)));
    match heard {
        Ok(admitted) => Some(admitted.hearing),
        Err(Failure::Refused(_)) => None,
        Err(broken) => panic!("{broken:?}"),
    }
}

fn ask(browser: &mut Browser, email: &str) -> Response {
    browser.submit("/password", "/password", &[("email", email)])
}

#[test]
fn a_thousand_guesses_from_a_hundred_networks_get_at_most_ten_answers() {
    let app = behind_a_proxy();
    let mut heard = BTreeMap::new();
    for number in 0..1_000 {
        *heard.entry(guess(&app, &format!("203.0.113.{}", number % 100)).map(|h| h == Hearing::Open)).or_insert(0) += 1;
    }
    assert_eq!(heard, BTreeMap::from([(Some(true), 10), (Some(false), 290), (None, 700)]));
    // Who comes for the first time is let in by the right password, and learns nothing by a wrong one.
    from(&app, "203.0.113.200").sign_in(BEN, "guess").assert_status(429);
    from(&app, "203.0.113.7").sign_in(BEN, PASSWORD).assert_status(429);
    from(&app, "198.51.100.1").sign_in(BEN, PASSWORD).assert_status(303);
    // A mistake or two on the way do not matter.
    let mut elsewhere = from(&app, "198.51.100.2");
    elsewhere.sign_in(BEN, "mistyped").assert_status(429);
    elsewhere.sign_in(BEN, "mistyped again").assert_status(429);
    elsewhere.sign_in(BEN, PASSWORD).assert_status(303);
    // The mail link works for everybody.
    let mut ben = from(&app, "203.0.113.7");
    ask(&mut ben, BEN).assert_status(200);
    let there = ben.get(&app.email_to(BEN).link(&app.app.config.base_url, "/password/"));
    let form = there.location();
    ben.submit(&form, &form, &[("new-password", "a quite new passphrase")]).assert_status(303);
}

#[test]
fn a_known_network_has_sign_in_attempts_of_its_own() {
    let app = behind_a_proxy();
    from(&app, "198.51.100.1").sign_in(BEN, PASSWORD).assert_status(303);
    for number in 0..50 {
        guess(&app, &format!("203.0.113.{number}"));
    }
    let mut ben = from(&app, "198.51.100.1:4711");
    for _ in 0..4 {
        ben.sign_in(BEN, "mistyped").assert_status(422);
    }
    ben.sign_in(BEN, PASSWORD).assert_status(303);
    // A new password forgets where the old one was used.
    let mut stranger = from(&app, "198.51.100.9");
    ask(&mut stranger, BEN).assert_status(200);
    let form = stranger.get(&app.email_to(BEN).link(&app.app.config.base_url, "/password/")).location();
    stranger.submit(&form, &form, &[("new-password", "a quite new passphrase")]).assert_status(303);
    from(&app, "198.51.100.1").sign_in(BEN, "mistyped").assert_status(429);
    from(&app, "198.51.100.9").sign_in(BEN, "mistyped").assert_status(422);
}

#[test]
fn an_address_nobody_has_is_refused_like_one_that_somebody_has() {
    let app = behind_a_proxy();
    let mut said = Vec::new();
    for whom in [BEN, "nobody@linden.example"] {
        for number in 0..10 {
            let (ctx, network) = (app.operator(), Network::of(address(&format!("203.0.113.{number}")).unwrap()));
            app.write(move |tx| {
                actions::people::admit(tx, &ctx, actions::people::attempt(AttemptKind::SignIn, whom, network))
            })
            .unwrap();
        }
        let page = from(&app, "198.51.100.1").sign_in(whom, "guess");
        said.push((page.status, page.text()));
    }
    assert_eq!(said[0], said[1]);
}

#[test]
fn whoever_asks_the_owner_has_a_reset_link_that_works_and_no_flood_of_them() {
    let app = behind_a_proxy();
    for minute in 0..30 {
        for number in 0..4 {
            ask(&mut from(&app, &format!("203.{minute}.{number}.9")), BEN).assert_status(200);
        }
        ask(&mut from(&app, "198.51.100.1"), if minute % 10 == 0 { BEN } else { "nobody@linden.example" });
        // The newest link lives for some minutes yet.
        let link = app.email_to(BEN).link(&app.app.config.base_url, "/password/");
        let mut ben = app.anonymous();
        let there = ben.get(&link);
        ben.follow(&there).assert_status(200);
        app.move_on(TimeDelta::minutes(1));
    }
    let emails = app.mailbox().to(BEN).len();
    assert!((6..=12).contains(&emails), "{emails} emails in half an hour");
}

#[test]
fn a_network_of_version_6_and_every_spelling_of_an_address_is_one_guesser() {
    let app = behind_a_proxy();
    let whom = "nobody@linden.example";
    for number in 0..10 {
        from(&app, &format!("[2001:db8::{number}]:{number}")).sign_in(whom, "guess").assert_status(422);
    }
    from(&app, "2001:db8::ffff").sign_in(whom, PASSWORD).assert_status(429);
    for spelled in ["2001:db8::1%eth0", "[2001:db8::9]", "\"[2001:db8::9]:1\""] {
        from(&app, spelled).sign_in(whom, "guess").assert_status(429);
    }
    from(&app, "2001:db8:0:1::1").sign_in(whom, "guess").assert_status(429);
    let other = "nobody.else@linden.example";
    for spelled in [
        "192.0.2.1",
        "192.0.2.1:1",
        "192.0.2.1:2",
        "::ffff:192.0.2.1",
        "::ffff:c000:201",
        "[::ffff:192.0.2.1]:9",
        "6.6.6.6, 192.0.2.1",
        "192.0.2.1 ",
        "0:0:0:0:0:ffff:c000:201",
        "64:ff9b::192.0.2.1",
    ] {
        from(&app, spelled).sign_in(other, "guess").assert_status(422);
    }
    from(&app, "192.0.2.1:77").sign_in(other, "guess").assert_status(429);
}

#[test]
fn what_a_proxy_says_and_nobody_can_read_turns_no_limit_off() {
    let app = behind_a_proxy();
    let whom = "nobody@linden.example";
    for number in 0..10 {
        let said = ["unknown", "", "_hidden", "203.0.113.9, x", "1.2.3.4.5"][number % 5];
        from(&app, &format!("{said}{}", if number < 5 { "" } else { "," })).sign_in(whom, "guess").assert_status(422);
    }
    from(&app, "garbage").sign_in(whom, "guess").assert_status(429);
    app.anonymous().sign_in(whom, "guess").assert_status(429);
}

#[test]
fn what_was_counted_by_a_clock_that_was_ahead_counts_no_more_when_it_is_right() {
    let app = behind_a_proxy();
    let ahead = TimeDelta::minutes(90);
    app.move_on(ahead);
    for _ in 0..10 {
        guess(&app, "203.0.113.9").unwrap();
    }
    for _ in 0..5 {
        ask(&mut from(&app, "203.0.113.9"), BEN).assert_status(200);
    }
    assert_eq!(guess(&app, "203.0.113.9"), None);
    assert_eq!(app.mailbox().to(BEN).len(), 3);
    app.move_on(-ahead);
    assert_eq!(guess(&app, "203.0.113.9"), Some(Hearing::Open));
    ask(&mut from(&app, "203.0.113.9"), BEN).assert_status(200);
    let asked = app.raw().lines("SELECT count(*) || '' AS line FROM password_resets");
    app.wait(jobs::answer_resets::answer_due(&app.app.db, &app.app.clock, &app.app.portal())).unwrap();
    assert_ne!(app.raw().lines("SELECT count(*) || '' AS line FROM password_resets"), asked);
    // Nor do they come back when that time does.
    app.wait(jobs::purge::purge(&app.app)).unwrap();
    app.move_on(ahead);
    assert_eq!(guess(&app, "203.0.113.9"), Some(Hearing::Open));
}

#[test]
fn asking_for_a_reset_link_looks_the_same_whether_or_not_the_address_is_known() {
    let app = behind_a_proxy();
    app.raw().run("UPDATE people SET disabled_at = created_at WHERE email = 'vic@linden.example'").unwrap();
    let counts = |app: &TestApp| -> BTreeMap<String, usize> {
        app.dump().into_iter().map(|(table, rows)| (table, rows.len())).collect()
    };
    let mut done = Vec::new();
    for whom in [BEN, "nobody@linden.example", "vic@linden.example", "sam@harbor.example"] {
        let before = counts(&app);
        ask(&mut from(&app, "203.0.113.9"), whom).assert_status(200);
        let after = counts(&app);
        done.push(after.into_iter().filter(|(table, rows)| before[table] != *rows).map(|(t, _)| t).collect::<Vec<_>>());
    }
    assert!(done.iter().all(|tables| *tables == ["attempts", "reset_requests"]), "{done:?}");
    let mailbox = app.mailbox();
    assert_eq!((mailbox.to(BEN).len(), mailbox.to("sam@harbor.example").len(), mailbox.0.len()), (1, 1, 2));
    assert_eq!(app.audited("password_reset_asked"), 4);
    assert!(app.raw().rows("reset_requests").is_empty());
}

#[test]
fn a_request_that_cannot_be_answered_keeps_no_other_waiting() {
    let app = behind_a_proxy();
    ask(&mut from(&app, "203.0.113.9"), "sam@harbor.example").assert_status(200);
    app.raw().run("UPDATE reset_requests SET address_sealed = 'torn'").unwrap();
    ask(&mut from(&app, "203.0.113.9"), BEN).assert_status(200);
    assert_eq!(app.mailbox().to(BEN).len(), 1);
}

#[test]
fn a_listener_of_version_6_believes_a_proxy_of_version_4() {
    let app = TestApp::spawn_believing("http://portal.test", &["::ffff:127.0.0.1", "10.0.0.0/8"]);
    let whom = "nobody@linden.example";
    for number in 0..12 {
        from(&app, &format!("203.0.113.{number}, 10.0.0.{number}"))
            .sign_in(whom, "guess")
            .assert_status(if number < 10 { 422 } else { 429 });
    }
    for _ in 0..12 {
        from(&app, "203.0.113.50, 10.0.0.5").sign_in("someone.else@linden.example", "guess");
    }
    from(&app, "203.0.113.51, 10.0.0.5").sign_in("someone.else@linden.example", "guess").assert_status(429);
    from(&app, "203.0.113.52").sign_in("a.third@linden.example", "guess").assert_status(422);
}
