//! The portal's keys in their stages, under a running portal and under instances that have yesterday's compiled in.

use chrono::TimeDelta;
use seatsync::actions::keys;
use seatsync::actions::{Done, Failure, Refusal};
use seatsync::domain::key_stage::KeyChangeRefused;
use seatsync::domain::key_stage::{Reach, Stage};
use seatsync::keyring::KeyRing;
use seatsync::seeds;
use seatsync::store;
use seatsync_agent::instance_id::{self, Claims};
use seatsync_agent::sync::SyncFailed;
use seatsync_agent::token::{open_token, signed_by};
use serde_json::Value;

use super::agents::Customer;
use super::support::{Machine, TestApp};

const FRESH: &str = "S-1001";

fn publish(app: &TestApp) -> i64 {
    let ctx = app.operator();
    let made = app.write(move |tx| keys::publish_keys(tx, &ctx)).unwrap();
    app.wait(app.app.reload_keys()).unwrap();
    made
}

fn sign(app: &TestApp, kid: Option<&str>, forced: bool) -> Done<i64> {
    let (ctx, kid) = (app.operator(), kid.map(str::to_owned));
    let signed = app.write(move |tx| keys::begin_signing(tx, &ctx, kid.as_deref(), forced));
    app.wait(app.app.reload_keys()).unwrap();
    signed
}

fn retire(app: &TestApp, kid: &str, forced: bool) -> Done<i64> {
    let (ctx, kid) = (app.operator(), kid.to_owned());
    let retired = app.write(move |tx| keys::retire_key(tx, &ctx, &kid, forced));
    app.wait(app.app.reload_keys()).unwrap();
    retired
}

fn refused<T: std::fmt::Debug>(done: Done<T>) -> KeyChangeRefused {
    match done {
        Err(Failure::Refused(Refusal::Keys(refused))) => refused,
        other => panic!("{other:?}"),
    }
}

/// The name of the key of this use and generation.
fn kid(app: &TestApp, usage: &'static str, generation: i64) -> String {
    let keys = app.read(store::keys::all);
    keys.into_iter().find(|key| key.usage == usage && key.generation == generation).unwrap().kid
}

/// Nobody but the instances of the test is connected.
fn alone(app: &TestApp) {
    app.raw().run("UPDATE instances SET heard_at = '2020-01-01T00:00:00Z'").unwrap();
    app.raw().run("UPDATE instances SET keys_sent = 99 WHERE reports_by <> 'sync'").unwrap();
}

/// An instance that syncs, and nobody else does.
fn only_one(app: &TestApp) -> Customer<'_> {
    alone(app);
    let customer = Customer::new(app);
    customer.count(48);
    let code = app.code_of(FRESH);
    customer.instance.sync(&customer.network, customer.now(), Some(&code)).unwrap();
    customer
}

fn jwks(app: &TestApp) -> Vec<String> {
    let set: Value = serde_json::from_str(&app.anonymous().get("/.well-known/jwks.json").text()).unwrap();
    set["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_agent_with_yesterdays_keys_goes_on_through_published_signing_and_retired() {
    let app = TestApp::spawn();
    let customer = only_one(&app);
    let (old, before) = (kid(&app, "sig", 1), jwks(&app));

    assert_eq!(publish(&app), 2);
    let new = kid(&app, "sig", 2);
    assert_eq!(jwks(&app).len(), 4);
    assert_eq!(jwks(&app)[0], before[0], "what agents seal to is still the one in use");
    // Nobody has it: not yet.
    let reach = Reach { connected: 1, connected_have: 0, ..reach(&app, 2) };
    let from = app.now() + TimeDelta::days(30);
    assert_eq!(refused(sign(&app, None, false)), KeyChangeRefused::TooEarly { generation: 2, from, reach });
    // Fetched with the next sync, still under the old key.
    app.move_on(TimeDelta::days(1));
    customer.sync().unwrap();
    assert_eq!(reach_of(&app, 2), (1, 1));
    let token = customer.instance.state().unwrap().newest.unwrap();
    assert_eq!(signed_by(&token), Some(old.clone()));
    assert_eq!(sign(&app, None, false).unwrap(), 2);
    assert_eq!(app.app.keys().signing().kid(), new);

    // It says that it knows it, and is told under it.
    app.move_on(TimeDelta::days(1));
    customer.count(49);
    customer.sync().unwrap();
    let token = customer.instance.state().unwrap().newest.unwrap();
    assert_eq!(signed_by(&token), Some(new.clone()));
    assert_eq!(jwks(&app)[0], kid(&app, "enc", 2), "agents seal to the one in use from now on");
    assert_eq!(retire(&app, &old, false).unwrap(), 1);
    assert_eq!(retire(&app, &kid(&app, "enc", 1), false).unwrap(), 1, "again: nothing");
    assert_eq!(app.audited("keys_retired"), 1);
    app.move_on(TimeDelta::days(1));
    customer.count(50);
    customer.sync().unwrap();
    assert_eq!(customer.instance.permits(customer.now()).unwrap().tier, "premium");
    assert_eq!(refused(sign(&app, Some(&old), true)), KeyChangeRefused::Retired { generation: 1 });
    // What is sealed to the retired one is still opened, and what it signed still verifies.
    let rings = app.app.keys();
    assert!(rings.sealing(&kid(&app, "enc", 1)).is_some() && rings.published().verifying(&old).is_some());
    assert_eq!(jwks(&app).len(), 4);
}

fn reach(app: &TestApp, generation: i64) -> Reach {
    let since = app.now() - TimeDelta::days(30);
    app.read(move |c| store::keys::reach(c, generation, since))
}

fn reach_of(app: &TestApp, generation: i64) -> (i64, i64) {
    let Reach { connected, connected_have, .. } = reach(app, generation);
    (connected, connected_have)
}

#[test]
fn an_instance_that_was_away_while_keys_changed_is_told_under_the_one_it_knows() {
    let app = TestApp::spawn();
    let customer = only_one(&app);
    publish(&app);
    app.move_on(TimeDelta::days(29) + TimeDelta::hours(23));
    assert!(matches!(refused(sign(&app, None, false)), KeyChangeRefused::TooEarly { generation: 2, .. }));
    app.move_on(TimeDelta::days(12));
    assert_eq!(sign(&app, None, false).unwrap(), 2);
    customer.count(48);
    customer.network.loses_answer.set(true);
    assert!(customer.sync().is_err());
    customer.sync().unwrap();
    let first = customer.instance.state().unwrap().newest.unwrap();
    assert_eq!(signed_by(&first), Some(kid(&app, "sig", 1)));
    customer.count(49);
    customer.sync().unwrap();
    let second = customer.instance.state().unwrap().newest.unwrap();
    assert_eq!(signed_by(&second), Some(kid(&app, "sig", 2)));
}

#[test]
fn a_stolen_key_signs_nothing_any_more_at_once() {
    let app = TestApp::spawn();
    let customer = only_one(&app);
    publish(&app);
    assert!(matches!(refused(retire(&app, &kid(&app, "sig", 1), true)), KeyChangeRefused::InUse { generation: 1 }));
    assert_eq!(sign(&app, None, true).unwrap(), 2);
    let stages: Vec<Stage> = app.read(store::keys::all).iter().map(store::keys::RestingKey::stage).collect();
    assert_eq!(stages, [Stage::Signing, Stage::Signing, Stage::Retired, Stage::Retired]);
    let noted = app.raw().lines("SELECT after AS line FROM audit_entries WHERE event = 'keys_signed'");
    assert!(noted[0].contains("forced") && noted[0].contains("true"), "{noted:?}");
    // One that does not know the new one says so, and what it may do stays as it is.
    customer.count(49);
    assert!(matches!(customer.sync(), Err(SyncFailed::NoToken(_))));
    assert_eq!(customer.instance.permits(customer.now()).unwrap().tier, "premium");
    assert_eq!(refused(sign(&app, None, true)), KeyChangeRefused::NonePublished);
    assert_eq!(refused(sign(&app, Some("nobody"), true)), KeyChangeRefused::Unknown);
    assert_eq!(refused(sign(&app, Some(&kid(&app, "enc", 2)), true)), KeyChangeRefused::InUse { generation: 2 });
}

#[test]
fn keys_are_not_retired_while_an_instance_lacks_the_one_in_use() {
    let app = TestApp::spawn();
    let customer = only_one(&app);
    publish(&app);
    app.move_on(TimeDelta::days(20));
    customer.count(48);
    // It is heard of, so it is connected; the answer with the new key is another portal's failure.
    app.raw().run("UPDATE instances SET keys_sent = 1").unwrap();
    app.move_on(TimeDelta::days(10));
    let recent = app.now() - TimeDelta::days(1);
    app.raw()
        .run(&format!(
            "UPDATE instances SET heard_at = '{}' WHERE id = '{}'",
            recent.format("%Y-%m-%dT%H:%M:%S.000000Z"),
            customer.instance.id()
        ))
        .unwrap();
    sign(&app, None, false).unwrap();
    let old = kid(&app, "sig", 1);
    assert!(matches!(refused(retire(&app, &old, false)), KeyChangeRefused::Needed { in_use: 2, .. }));
    customer.count(49);
    customer.sync().unwrap();
    app.raw().run("UPDATE instances SET keys_sent = 99 WHERE reports_by <> 'sync'").unwrap();
    assert_eq!(retire(&app, &old, false).unwrap(), 1);
}

#[test]
fn a_published_key_may_be_given_up_and_no_more_than_eight_live() {
    let app = TestApp::spawn();
    for generation in 2..=8 {
        assert_eq!(publish(&app), generation);
    }
    let ctx = app.operator();
    assert_eq!(refused(app.write(move |tx| keys::publish_keys(tx, &ctx))), KeyChangeRefused::TooMany { most: 8 });
    assert_eq!(retire(&app, &kid(&app, "sig", 5), false).unwrap(), 5);
    assert_eq!(publish(&app), 9);
    let mut machine = Machine::new();
    let text = machine.activate(&app, &app.code_of(FRESH), 48);
    let claims = machine.opens(&app, &app.sync(&text));
    let carried = claims.portal_keys().unwrap();
    assert!(carried.verifying(&kid(&app, "sig", 5)).is_none() && carried.verifying(&kid(&app, "sig", 9)).is_some());
}

/// A program of other people's, which keeps to the protocol and does not say which keys it knows.
fn other(app: &TestApp, machine: &mut Machine, ring: &KeyRing, ack: Option<String>) -> String {
    let claims = Claims { ack, ..machine.claims(app, app.now(), 48) };
    app.sync(&instance_id::seal(&claims, &machine.key, ring.published().sealing()))
}

#[test]
fn programs_that_do_not_say_which_keys_they_know_are_told_by_what_they_acknowledge() {
    for learns in [true, false] {
        let app = TestApp::spawn();
        let mut machine = Machine::new();
        let first = app.sync(&machine.activate(&app, &app.code_of(FRESH), 48));
        let yesterday = app.app.keys();
        let jti = |token: &str| {
            open_token(token, app.app.keys().published(), machine_id(&machine), seeds::PRODUCT).unwrap().jti
        };
        fn machine_id(machine: &Machine) -> uuid::Uuid {
            machine.id
        }
        publish(&app);
        let ack = jti(&first);
        let second = other(&app, &mut machine, &yesterday, Some(ack));
        app.move_on(TimeDelta::days(31));
        sign(&app, None, false).unwrap();
        let (old, new) = (kid(&app, "sig", 1), kid(&app, "sig", 2));
        let ack = open_token(&second, app.app.keys().published(), machine.id, seeds::PRODUCT).unwrap().jti;
        let third = other(&app, &mut machine, &yesterday, Some(ack.clone()));
        assert_eq!(signed_by(&third), Some(new.clone()), "it has taken the token that carried the key");
        let third_jti = open_token(&third, app.app.keys().published(), machine.id, seeds::PRODUCT).unwrap().jti;
        for _ in 0..3 {
            let ack = if learns { third_jti.clone() } else { ack.clone() };
            let next = other(&app, &mut machine, &yesterday, Some(ack));
            let by = if learns { &new } else { &old };
            assert_eq!(signed_by(&next).as_ref(), Some(by), "learns: {learns}");
            if learns {
                break;
            }
        }
        // A release of its own with the new keys compiled in seals to them.
        let fourth = other(&app, &mut machine, &app.app.keys(), None);
        assert_eq!(signed_by(&fourth), Some(new));
    }
}

/// The command itself, on the same database, by the machine's own clock.
fn command(app: &TestApp, arguments: &[&str]) -> (Option<i32>, String, String) {
    let done = app.program("keys").args(arguments).output().unwrap();
    let said = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), said(done.stdout), said(done.stderr))
}

#[test]
fn the_command_shows_stages_and_says_why_not_yet() {
    let app = TestApp::spawn();
    super::invariants::remember_migrations(&app);
    let (status, said, error) = command(&app, &["publish", "--json"]);
    assert_eq!(status, Some(0), "{error}");
    let made: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&made["generation"], &made["stage"]), (&2.into(), &"published".into()));
    let (status, said, error) = command(&app, &["sign"]);
    assert_eq!((status, said.as_str()), (Some(1), ""));
    assert!(error.contains("may be taken into use from") && error.contains("connected instances have it"), "{error}");
    let (_, said, _) = command(&app, &["list", "--json"]);
    let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let stages: Vec<&str> = lines.iter().map(|line| line["stage"].as_str().unwrap()).collect();
    assert_eq!(stages, ["published", "published", "signing", "signing"]);
    assert!(lines[0]["may_sign"] == false && lines[2]["in_use"] == true && lines[0]["since"] == lines[0]["made"]);
    for alias in ["--now", "--force"] {
        let (status, _, error) = command(&app, &["sign", alias]);
        assert_eq!(status, Some(i32::from(alias == "--force")), "once is enough: {error}");
    }
    let (_, said, _) = command(&app, &["list"]);
    assert_eq!(said.matches(" retired since ").count(), 2, "{said}");
    let old = kid(&app, "enc", 1);
    assert_eq!(command(&app, &["retire", &old]).0, Some(0));
    let in_use = kid(&app, "sig", 2);
    let (status, _, error) = command(&app, &["retire", &in_use, "--force"]);
    assert!(status == Some(1) && error.contains("generation 2 is the one in use"), "{error}");
    assert_eq!(command(&app, &["rotate"]).0, Some(2));
}

#[test]
fn a_key_whose_name_begins_with_a_hyphen_is_a_key_and_no_option() {
    let app = TestApp::spawn();
    super::invariants::remember_migrations(&app);
    for name in ["-fAU1uM", "--fAU1uM", "-h0", "-"] {
        for arguments in [&["retire", name][..], &["retire", name, "--force"], &["sign", "--force", name]] {
            let (status, _, error) = command(&app, arguments);
            assert!(status == Some(1) && error.contains("no key has this name"), "{arguments:?}: {error}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_by_every_command_and_a_reader_that_has_seen_enough_is_not() {
    let app = TestApp::spawn();
    super::invariants::remember_migrations(&app);
    let scenario = app.folder.path().join("scenario.json");
    std::fs::write(&scenario, "{}").unwrap();
    for words in [
        &["keys", "list"][..],
        &["keys", "list", "--json"],
        &["check"],
        &["check", "--invariants"],
        &["migrate"],
        &["--help"],
        &["--version"],
        &["keys", "--help"],
    ] {
        let run = |out: std::process::Stdio| {
            let mut program = app.program(words[0]);
            let done = program.args(&words[1..]).stdout(out).stderr(std::process::Stdio::piped()).output().unwrap();
            (done.status.code(), String::from_utf8(done.stderr).unwrap())
        };
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let (status, said) = run(full.into());
        assert_eq!(status, Some(1), "{words:?}: {said}");
        assert!(said.contains("standard output cannot be written: No space left on device"), "{words:?}: {said}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let (status, said) = run(writer.into());
        assert_eq!(status, Some(0), "{words:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}
