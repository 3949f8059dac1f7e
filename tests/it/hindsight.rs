//! The server's clock was days ahead and was set right: nothing waits for that future. And what PostgreSQL cannot keep is
//! no reason to refuse a message.

use chrono::TimeDelta;
use seatsync::actions::billing::days;
use seatsync::jobs::purge::purge;
use seatsync::jobs::watch_instances::tell_silent;
use seatsync::store;
use serde_json::{Value, json};

use super::support::{Machine, TestApp};

const BEN: &str = "ben@linden.example";
const FRESH: &str = "S-1001";

#[test]
fn a_session_begun_by_a_clock_that_was_ahead_goes_on_and_ends_in_its_normal_time() {
    let app = TestApp::spawn();
    app.move_on(TimeDelta::days(3));
    let (mut used, mut left) = (app.sign_in(BEN), app.sign_in(BEN));
    app.move_on(TimeDelta::days(-3));
    used.get("/").assert_status(200);
    app.move_on(TimeDelta::minutes(121));
    used.get("/").assert_status(303);
    assert_eq!(app.dump()["sessions"].len(), 2);
    app.wait(purge(&app.app)).unwrap();
    assert_eq!(app.dump()["sessions"].len(), 0);
    left.get("/").assert_status(303);
}

#[test]
fn a_session_begun_under_a_fast_clock_ends_12_hours_after_it_was_corrected() {
    let app = TestApp::spawn();
    app.move_on(TimeDelta::days(3));
    let mut ben = app.sign_in(BEN);
    app.move_on(TimeDelta::days(-3));
    for _ in 0..12 {
        ben.get("/").assert_status(200);
        app.move_on(TimeDelta::hours(1));
    }
    ben.get("/").assert_status(303);
}

#[test]
fn a_reset_link_made_by_a_clock_that_was_ahead_does_not_live_until_then() {
    let app = TestApp::spawn();
    app.move_on(TimeDelta::days(3));
    app.anonymous().submit("/password", "/password", &[("email", BEN)]).assert_status(200);
    let link = app.email_to(BEN).link(&app.app.config.base_url, "/password/");
    let arrive = || {
        let mut browser = app.anonymous();
        let there = browser.get(&link);
        browser.follow(&there).status
    };
    assert_eq!(arrive(), 200);
    app.move_on(TimeDelta::days(-3));
    assert_eq!(arrive(), 410);
}

#[test]
fn a_lease_taken_by_a_clock_that_was_ahead_is_none() {
    let app = TestApp::spawn();
    let clock = app.app.clock.clone();
    let claim = || {
        let clock = clock.clone();
        app.write(move |tx| Ok(days::claim_days(tx, &clock, 99)?)).unwrap().len()
    };
    app.raw().run("UPDATE subscriptions SET due_on = '2026-01-01'").unwrap();
    app.move_on(TimeDelta::days(3));
    let all = claim();
    assert!(all > 0 && claim() == 0, "a lease holds");
    app.move_on(TimeDelta::days(-3));
    assert_eq!(claim(), all);
    assert_eq!(claim(), 0, "the new one holds as well");
    app.raw().run("UPDATE subscriptions SET due_on = NULL").unwrap();
}

#[test]
fn silence_is_counted_from_when_a_clock_that_ran_ahead_was_set_right() {
    let app = TestApp::spawn();
    let mut machine = Machine::new();
    app.sync(&machine.activate(&app, &app.code_of(FRESH), 40));
    app.raw().run("UPDATE instances SET heard_at = '2036-01-01T00:00:00.000000Z'").unwrap();
    app.wait(tell_silent(&app.app)).unwrap();
    let told = |app: &TestApp| {
        app.mailbox().to("tess@linden.example").iter().filter(|m| m.subject.contains("no report")).count()
    };
    assert_eq!(told(&app), 0);
    app.move_on(TimeDelta::days(5));
    app.wait(tell_silent(&app.app)).unwrap();
    assert_eq!(told(&app), 1);
}

#[test]
fn nul_in_what_somebody_wrote_is_left_out_on_both_databases() {
    let app = TestApp::spawn();
    let mut machine = Machine::new();
    app.sync(&machine.activate(&app, &app.code_of(FRESH), 40));
    let said = json!({ "x\0y": ["a\0b", { "\0": "\0" }], "n": 1 });
    let (instance, now) = (seatsync::domain::ids::InstanceId(machine.id), app.now() + TimeDelta::seconds(1));
    app.write(move |tx| Ok(store::messages::insert(tx, instance, said, now)?)).unwrap();
    let account = app.subscription(FRESH).0;
    let kept: Vec<(_, Value)> = app.read(move |c| store::messages::list(c, account, instance, 1));
    assert_eq!(kept[0].1, json!({ "xy": ["ab", { "": "" }], "n": 1 }));
}
