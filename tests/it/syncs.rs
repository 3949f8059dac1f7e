//! Instances that sync by themselves (R27–R38): one protocol behind two doors, refusals that change nothing, updates,
//! alerts, and what people are told.

use std::collections::BTreeSet;
use std::io::Write;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use seatsync::actions::releases::file;
use seatsync::actions::{self, Actor, Ctx, Failure, Refusal, syncs};
use seatsync::domain::calendar::{Term, days_after};
use seatsync::domain::ids::{InstanceId, Owned};
use seatsync::domain::instance::AlertKind;
use seatsync::domain::money::Money;
use seatsync::jobs;
use seatsync::seeds;
use seatsync::store;
use seatsync_agent::instance_id::{self, Claims, Outcome, OutcomeResult, Service, Update, UpdateMode};
use seatsync_agent::keys::{SealingKey, SigningKey};
use seatsync_agent::license::Kind;
use seatsync_agent::token::TokenClaims;
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{Machine, Response, TestApp};

const TESS: &str = "tess@linden.example";
/// Linden's without an instance; with one.
const FRESH: &str = "S-1001";
const OTHER: &str = "S-1042";

/// A machine linked by sending its code.
fn linked(app: &TestApp, number: &str) -> (Machine, TokenClaims) {
    let mut machine = Machine::new();
    let text = machine.activate(app, &app.code_of(number), 48);
    let token = app.sync(&text);
    let said = machine.opens(app, &token);
    (machine, said)
}

fn problem(response: &Response, status: u16, name: &str) -> String {
    response.assert_status(status);
    assert_eq!(response.header("content-type"), Some("application/problem+json"), "{}", response.text());
    let document: Value = serde_json::from_slice(&response.body).unwrap();
    assert_eq!(document["type"], format!("urn:seatsync:problem:{name}"), "{document}");
    assert_eq!(document["status"], status);
    document["detail"].as_str().unwrap().to_owned()
}

fn instance(app: &TestApp, machine: &Machine) -> seatsync::domain::instance::Instance {
    let (account, id) = (app.account("A-2001"), InstanceId(machine.id));
    app.read(move |c| store::instances::find(c, account, id)).unwrap()
}

fn alerts(app: &TestApp, machine: &Machine) -> Vec<AlertKind> {
    let (account, id, now) = (app.account("A-2001"), InstanceId(machine.id), app.now());
    app.read(move |c| store::instances::alerts_of(c, account, id, now)).into_iter().map(|(kind, _)| kind).collect()
}

fn maxima(app: &TestApp, machine: &Machine) -> Vec<String> {
    let id = machine.id;
    app.raw().lines(&format!(
        "SELECT day || ' ' || max(billable) AS line FROM usage_days WHERE instance_id = '{id}' GROUP BY day ORDER BY day"
    ))
}

fn publish(app: &TestApp, file: &Value) {
    let file = file::read(&file.to_string(), app.now().date_naive()).unwrap();
    let ctx = app.operator();
    app.write(move |tx| actions::releases::import_releases(tx, &ctx, &file)).unwrap();
}

fn advisory(name: &str, severity: &str, from: &str, fixed_in: &str) -> Value {
    json!({ "name": name, "severity": severity, "title": "Anybody can read private projects", "published_on": "2026-08-09",
        "affected": [{ "from": from, "fixed_in": fixed_in }] })
}

#[test]
fn r31_the_first_message_with_the_code_links_and_is_answered_with_the_license() {
    let app = TestApp::spawn();
    let (machine, token) = linked(&app, FRESH);
    let [license] = token.licenses.as_slice() else { panic!("{:?}", token.licenses) };
    assert_eq!((license.kind, license.seats), (Kind::Online, 50));
    let subscription = token.subscription.clone().unwrap();
    assert_eq!((subscription.number.as_str(), subscription.mode.as_str()), (FRESH, "quarterly"));
    assert!(token.next_sync.unwrap() > app.now() && token.next_sync.unwrap() <= app.now() + TimeDelta::hours(25));
    assert_eq!(token.ack.seq, 1);
    let known = instance(&app, &machine);
    assert_eq!(known.reports_by.as_str(), "sync");
    assert_eq!(app.audited("instance_linked"), 6, "the cast's five, and this one");
    let mut tess = app.sign_in(TESS);
    tess.get(&format!("/instances/{}", machine.id)).assert_status(200).assert_says("It sends its messages itself");
}

#[test]
fn r31_what_is_sent_and_what_is_pasted_is_the_same_text_and_ends_in_the_same_rows() {
    let sent = TestApp::spawn();
    let pasted = TestApp::spawn();
    let table = |app: &TestApp, machine: &Machine| {
        let known = instance(app, machine);
        let ours = (known.version, known.term_max, known.last_seq, known.hostname, known.last_report_at);
        (ours, maxima(app, machine))
    };
    let mut a = Machine::new();
    let text = a.activate(&sent, &sent.code_of(FRESH), 48);
    sent.sync(&text);
    let mut b = Machine::new();
    let text = b.activate(&pasted, &pasted.code_of(FRESH), 48);
    pasted.report(TESS, FRESH, &text);
    assert_eq!(table(&sent, &a), table(&pasted, &b));
}

#[test]
fn r31_a_message_may_come_by_one_door_today_and_by_the_other_tomorrow() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    app.move_on(TimeDelta::days(1));
    let text = machine.write(&app, 49);
    let id = app.report(TESS, FRESH, &text);
    assert!(instance(&app, &machine).is_offline());
    // Sent again, it is what was taken: answered, and nothing is taken twice.
    let reports = app.raw().rows("usage_reports").len();
    let token = machine.opens(&app, &app.sync(&text));
    assert_eq!((token.ack.seq, app.raw().rows("usage_reports").len()), (2, reports));
    let made = app.make_token(TESS, FRESH, id).unwrap();
    let account = app.account("A-2001");
    let carried = app.read(move |c| store::tokens::find(c, account, id, made)).unwrap();
    assert_eq!(machine.opens(&app, &carried.body).licenses[0].kind, Kind::Offline);
    app.move_on(TimeDelta::days(1));
    let text = machine.write(&app, 50);
    assert_eq!(machine.opens(&app, &app.sync(&text)).ack.seq, 3);
    assert!(!instance(&app, &machine).is_offline());
}

#[test]
fn r33_the_same_message_again_has_the_same_answer_and_changes_nothing() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let text = machine.write(&app, 49);
    let token = app.sync(&text);
    let before = app.dump();
    for _ in 0..3 {
        assert_eq!(app.sync(&text), token);
    }
    assert_eq!(app.dump(), before);
}

#[test]
fn r33_bad_messages_are_answered_in_one_sentence_each_and_change_nothing() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    app.sync(&machine.write(&app, 48));
    let now = app.now();
    let mut changed = |change: &dyn Fn(&mut Claims)| {
        let mut claims = machine.claims(&app, now, 48);
        change(&mut claims);
        machine.seal(&app, &claims)
    };
    let good = changed(&|_| ());
    let cases: Vec<(&str, String, u16, &str)> = vec![
        ("nothing", String::new(), 400, "not-an-instance-id"),
        ("prose", "Good morning".to_owned(), 400, "not-an-instance-id"),
        ("cut", good[..good.len() - 4].to_owned(), 400, "not-an-instance-id"),
        ("too long", "A".repeat(65_537), 413, "too-large"),
        ("another audience", changed(&|c| c.aud = "https://other.example".to_owned()), 422, "other-audience"),
        ("a day ahead", changed(&|c| c.iat = now + TimeDelta::hours(25)), 422, "clock-ahead"),
        ("a maximum below", changed(&|c| c.users.max = 1), 422, "claims"),
        ("a day ahead in the history", changed(&|c| c.daily = vec![("2027-01-01".parse().unwrap(), 1)]), 422, "claims"),
        ("another product", changed(&|c| c.product = "beacon".to_owned()), 422, "other-product"),
        (
            "a number used up",
            changed(&|c| {
                c.seq = 1;
                c.iat = now - TimeDelta::hours(1)
            }),
            409,
            "replayed",
        ),
        ("a newer version", changed(&|c| c.ver = 2), 422, "newer-version"),
        ("another's code", changed(&|c| c.code = Some(app.code_of(OTHER).as_str().to_owned())), 409, "linked-to-other"),
        ("no code", changed(&|c| c.code = Some("AAAAAA".to_owned())), 403, "unknown-code"),
    ];
    let mut stranger = Machine::new();
    let unlinked = stranger.write(&app, 5);
    let mut thief = Machine { id: machine.id, key: SigningKey::generate(), seq: 90 };
    let stolen = thief.write(&app, 1);
    let elsewhere = SealingKey::generate().public_key();
    let other = instance_id::seal(&machine.claims(&app, now, 48), &machine.key, &elsewhere);
    let more = [
        ("unlinked", unlinked, 403, "not-linked"),
        ("another key", stolen, 403, "other-key"),
        ("another portal's", other, 400, "not-an-instance-id"),
    ];
    // The clock that is far ahead is flagged; nothing else is kept of any.
    let kept =
        || (app.dump().into_iter().filter(|(table, _)| table != "alerts").collect::<Vec<_>>(), alerts(&app, &machine));
    let (before, mut flagged) = kept();
    let mut sentences = BTreeSet::new();
    for (what, text, status, name) in cases.into_iter().chain(more) {
        let detail = problem(&app.post_sync(&text), status, name);
        assert!(detail.ends_with('.') && detail.len() < 400, "{what}: {detail}");
        sentences.insert(detail);
        if name == "clock-ahead" {
            flagged.push(AlertKind::ClockOff);
        }
        let (after, noticed) = kept();
        assert!(after == before && noticed == flagged, "{what}: {noticed:?}");
    }
    assert!(sentences.len() >= 12, "{sentences:#?}");
}

#[test]
fn r33_what_is_no_plain_text_is_refused_before_it_is_read() {
    let app = TestApp::spawn();
    let mut machine = Machine::new();
    let good = machine.activate(&app, &app.code_of(FRESH), 48);
    let send = |headers: &[(&str, &str)], body: &[u8]| app.anonymous().send("POST", "/api/v1/sync", headers, body);
    problem(&send(&[], good.as_bytes()), 415, "media-type");
    problem(&send(&[("Content-Type", "application/json")], b"{}"), 415, "media-type");
    // Fifty million zeros in fifty kilobytes, told as packed and as plain.
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&vec![0; 50_000_000]).unwrap();
    let bomb = bomb.finish().unwrap();
    assert!((1_000..65_000).contains(&bomb.len()), "{} bytes", bomb.len());
    for encoding in ["gzip", "x-gzip", "deflate", "br", "identity, gzip"] {
        problem(&send(&[("Content-Type", "text/plain"), ("Content-Encoding", encoding)], &bomb), 415, "media-type");
    }
    problem(&send(&[("Content-Type", "text/plain")], &bomb), 400, "not-an-instance-id");
    problem(&send(&[("Content-Type", "text/plain")], &vec![b'A'; 70_000]), 413, "too-large");
    let got = app.anonymous().get("/api/v1/sync");
    problem(&got, 405, "method");
    assert_eq!(got.header("allow"), Some("POST"));
    problem(&app.anonymous().get("/api/v2/anything"), 404, "missing");
    assert_eq!(app.sync(&format!("  {}\r\n", good)).matches('.').count(), 2, "blanks around it are ignored");
}

#[test]
fn a_code_nobody_has_can_be_tried_five_times_and_then_each_twelve_seconds() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let guess = || {
        let mut machine = Machine::new();
        let code = seatsync_agent::activation_code::ActivationCode::generate();
        app.post_sync(&machine.activate(&app, &code, 1))
    };
    for _ in 0..5 {
        problem(&guess(), 403, "unknown-code");
    }
    let refused = guess();
    problem(&refused, 429, "too-many");
    assert!(refused.header("retry-after").unwrap().parse::<u64>().unwrap() <= 12);
    // Who is linked, and brings no code, is not kept out by a guesser behind the same address.
    app.sync(&machine.write(&app, 48));
    app.move_on(TimeDelta::seconds(12));
    problem(&guess(), 403, "unknown-code");
    problem(&guess(), 429, "too-many");
}

#[test]
fn an_instance_may_sync_often_and_not_without_end() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    for _ in 0..11 {
        let text = machine.write(&app, 48);
        app.sync(&text);
    }
    let text = machine.write(&app, 48);
    problem(&app.post_sync(&text), 429, "too-many");
    app.move_on(TimeDelta::seconds(10));
    app.sync(&text);
}

#[test]
fn r34_two_machines_with_one_identity_raise_an_alert_and_are_still_served() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let mut copy = Machine { id: machine.id, key: machine.key.clone(), seq: machine.seq };
    app.move_on(TimeDelta::days(1));
    let (ours, theirs) = (machine.write(&app, 48), copy.write(&app, 12));
    app.sync(&ours);
    assert!(alerts(&app, &machine).is_empty());
    problem(&app.post_sync(&theirs), 409, "replayed");
    assert_eq!(alerts(&app, &machine), [AlertKind::ForkedSequence]);
    // Said once, not every night; and the machine that goes on is served.
    for _ in 0..3 {
        app.move_on(TimeDelta::days(1));
        let (ours, theirs) = (machine.write(&app, 48), copy.write(&app, 12));
        app.sync(&ours);
        app.post_sync(&theirs).assert_status(409);
    }
    assert_eq!(alerts(&app, &machine), [AlertKind::ForkedSequence]);
    app.sign_in(TESS).get(&format!("/instances/{}", machine.id)).assert_says("Two machines seem to report");
    app.sign_in("sam@harbor.example").get("/staff/alerts").assert_says("Two machines, one identity");
}

#[test]
fn r34_a_restore_that_says_so_and_an_old_message_are_no_fork_and_no_fall() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let early = machine.claims(&app, app.now(), 30);
    let early = machine.seal(&app, &early);
    for restored in 1..=30 {
        app.move_on(TimeDelta::days(1));
        // Its maximum rises each day, and with it the one that a backup no longer has.
        let text = machine.write(&app, 48 + restored);
        app.sync(&text);
        if restored % 3 == 0 {
            app.move_on(TimeDelta::minutes(1));
            // Back to an earlier number and an earlier maximum, and made with the code.
            machine.seq = 1;
            let text = machine.activate(&app, &app.code_of(FRESH), 40);
            let token = machine.opens(&app, &app.sync(&text));
            assert!(token.ack.seq >= 2, "it learns how far its numbers had come");
            machine.seq = token.ack.seq;
            assert_eq!(
                instance(&app, &machine).term_max,
                i64::try_from(48 + restored).unwrap(),
                "the higher one is kept"
            );
        }
        app.post_sync(&early).assert_status(409);
    }
    assert!(alerts(&app, &machine).is_empty());
}

#[test]
fn r34_a_restore_that_says_so_closes_the_fork_alert_and_a_later_copy_opens_one() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let backup = machine.seq;
    for _ in 0..3 {
        app.move_on(TimeDelta::days(1));
        let text = machine.write(&app, 48);
        app.sync(&text);
    }
    let come_so_far = machine.seq;
    // Restored, its nightly sync comes before anybody makes it say so.
    let mut restored = Machine { id: machine.id, key: machine.key.clone(), seq: backup };
    app.move_on(TimeDelta::hours(1));
    app.post_sync(&restored.write(&app, 48)).assert_status(409);
    assert_eq!(alerts(&app, &machine), [AlertKind::ForkedSequence]);
    let text = restored.activate(&app, &app.code_of(FRESH), 48);
    app.sync(&text);
    assert_eq!(alerts(&app, &machine), []);
    let page = app.sign_in("sam@harbor.example").get("/staff/alerts");
    assert!(!page.text().contains("Two machines, one identity"));
    // The disk it was copied from goes on as well.
    let mut copy = Machine { id: machine.id, key: machine.key.clone(), seq: come_so_far - 1 };
    app.move_on(TimeDelta::hours(1));
    app.post_sync(&copy.write(&app, 12)).assert_status(409);
    assert_eq!((alerts(&app, &machine), app.audited("alert_closed")), (vec![AlertKind::ForkedSequence], 1));
    // Who says so again in the same month explains nothing any more, and a month later again.
    restored.seq = backup;
    let text = restored.activate(&app, &app.code_of(FRESH), 48);
    app.sync(&text);
    assert_eq!((alerts(&app, &machine), app.audited("alert_closed")), (vec![AlertKind::ForkedSequence], 1));
    app.move_on(TimeDelta::days(31));
    copy.seq = backup;
    app.post_sync(&copy.write(&app, 12)).assert_status(409);
    restored.seq = backup;
    let text = restored.activate(&app, &app.code_of(FRESH), 48);
    app.sync(&text);
    assert_eq!((alerts(&app, &machine), app.audited("alert_closed")), (vec![], 2));
}

#[test]
fn an_alert_is_closed_by_staff_and_said_again_after_thirty_days_if_it_goes_on() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let fall = |app: &TestApp, machine: &mut Machine| {
        let mut claims = machine.claims(app, app.now(), 40);
        claims.users.max = 40;
        let text = machine.seal(app, &claims);
        app.sync(&text);
    };
    fall(&app, &mut machine);
    let mut sam = app.sign_in("sam@harbor.example");
    let page = sam.get("/staff/alerts");
    let (labels, ids) = (page.attributes("td button", "aria-label"), page.attributes("td input[name=alert]", "value"));
    let ours = labels.iter().position(|label| label == "Close: Maximum fell, git.example").unwrap();
    let id = ids[ours].clone();
    for _ in 0..2 {
        sam.post("/staff/alerts/closing", &[("alert", &id)]).assert_status(303);
    }
    assert_eq!((alerts(&app, &machine), app.audited("alert_closed")), (vec![], 1), "twice changes nothing");
    app.move_on(TimeDelta::days(1));
    fall(&app, &mut machine);
    assert_eq!(alerts(&app, &machine), []);
    app.move_on(TimeDelta::days(30));
    fall(&app, &mut machine);
    assert_eq!(alerts(&app, &machine), [AlertKind::FallingMaximum]);
    app.move_on(TimeDelta::days(31));
    assert_eq!(alerts(&app, &machine), [], "what does not go on is not held against anybody for ever");
    app.sign_in("sam@harbor.example").get("/staff/alerts").assert_says("Maximum fell");
}

#[test]
fn r29_r33_a_clock_far_ahead_is_refused_flagged_and_told_with_the_way_out() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let ahead = |app: &TestApp, machine: &mut Machine| {
        let claims = machine.claims(app, app.now() + TimeDelta::days(400), 48);
        machine.seal(app, &claims)
    };
    let before = instance(&app, &machine);
    let detail = problem(&app.post_sync(&ahead(&app, &mut machine)), 422, "clock-ahead");
    assert!(detail.contains("activation code"), "{detail}");
    assert_eq!((instance(&app, &machine), alerts(&app, &machine)), (before, vec![AlertKind::ClockOff]));
    app.sign_in(TESS)
        .get(&format!("/instances/{}", machine.id))
        .assert_says("The clock of this instance is far off ours");
    // A message that only claims to be its, and one of nobody, alert nothing.
    let mut thief = Machine { id: machine.id, key: SigningKey::generate(), seq: 90 };
    app.move_on(TimeDelta::days(31));
    problem(&app.post_sync(&ahead(&app, &mut thief)), 403, "other-key");
    problem(&app.post_sync(&ahead(&app, &mut Machine::new())), 422, "clock-ahead");
    assert_eq!(alerts(&app, &machine), []);
    // Nor does somebody of another account who pastes it.
    let mut greta = app.sign_in("greta@nordlicht.example");
    let text = ahead(&app, &mut machine);
    greta.post("/subscriptions/S-1101/instance-ids", &[("instance-id", &text)]).assert_status(422);
    assert_eq!(alerts(&app, &machine), []);
    // By the other door the same.
    let text = ahead(&app, &mut machine);
    let mut tess = app.sign_in(TESS);
    let path = format!("/subscriptions/{FRESH}/instance-ids");
    tess.post(&path, &[("instance-id", &text)]).assert_says("once ran ahead");
    assert_eq!(alerts(&app, &machine), [AlertKind::ClockOff]);
}

#[test]
fn r33_a_falling_maximum_is_flagged_and_the_higher_one_kept() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let mut claims = machine.claims(&app, app.now(), 40);
    claims.users.max = 40;
    let text = machine.seal(&app, &claims);
    app.sync(&text);
    assert_eq!((instance(&app, &machine).term_max, alerts(&app, &machine)), (48, vec![AlertKind::FallingMaximum]));
    // The code alone is no restore: it is one under a number that is used up.
    let (mut other, _) = linked(&app, FRESH);
    let text = other.activate(&app, &app.code_of(FRESH), 30);
    app.sync(&text);
    assert_eq!(alerts(&app, &other), [AlertKind::FallingMaximum]);
}

#[test]
fn r38_what_looks_like_misuse_is_flagged_for_staff_and_never_cut_off() {
    let app = TestApp::spawn();
    let mut last = None;
    for _ in 0..6 {
        app.move_on(TimeDelta::minutes(1));
        last = Some(linked(&app, FRESH));
    }
    let (mut machine, token) = last.unwrap();
    assert_eq!(alerts(&app, &machine), [AlertKind::TooManyInstances]);
    // One more that says it is no production: licensed all the same, so it is among them.
    let mut staging = Machine::new();
    let mut claims = staging.claims(&app, app.now(), 48);
    claims.environment = "staging".to_owned();
    claims.code = Some(app.code_of(FRESH).as_str().to_owned());
    let text = staging.seal(&app, &claims);
    app.sync(&text);
    assert_eq!(alerts(&app, &staging), [AlertKind::TooManyInstances]);
    assert_eq!(token.licenses.len(), 1, "it has its license all the same");
    app.move_on(TimeDelta::days(3));
    let mut claims = machine.claims(&app, app.now() - TimeDelta::hours(30), 48);
    claims.version = "main".to_owned();
    let text = machine.seal(&app, &claims);
    app.sync(&text);
    let all = alerts(&app, &machine);
    assert!(all.contains(&AlertKind::ClockOff) && all.contains(&AlertKind::UnparsableVersion), "{all:?}");
    let mut claims = machine.claims(&app, app.now(), 48);
    claims.environment = "staging".to_owned();
    let text = machine.seal(&app, &claims);
    app.sync(&text);
    assert!(alerts(&app, &machine).contains(&AlertKind::LeftProduction), "it counts no longer, and that is seen");
    app.move_on(TimeDelta::days(31));
    assert!(alerts(&app, &machine).contains(&AlertKind::LeftProduction), "for as long as it goes on");
    let text = machine.write(&app, 48);
    app.sync(&text);
    assert!(!alerts(&app, &machine).contains(&AlertKind::LeftProduction));
}

#[test]
fn r38_a_trial_after_another_of_the_same_company_is_flagged_for_staff_alone() {
    let app = TestApp::spawn();
    app.raw().run("UPDATE licenses SET kind = 'trial'").unwrap();
    let (machine, token) = linked(&app, FRESH);
    assert_eq!((token.licenses[0].kind, token.licenses[0].grace_days), (Kind::Trial, 0));
    assert_eq!(alerts(&app, &machine), [AlertKind::RepeatedTrial]);
    let page = app.sign_in(TESS).get(&format!("/instances/{}", machine.id));
    assert!(page.select(".note.warn").is_empty());
}

#[test]
fn r27_an_expired_instance_still_syncs_and_fetches_its_renewal() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    app.work_until("2027-07-20T00:00:00Z");
    let text = machine.write(&app, 60);
    app.sync(&text);
    app.work_until("2027-08-05T00:00:00Z");
    let text = machine.write(&app, 60);
    let token = machine.opens(&app, &app.sync(&text));
    assert_eq!(token.licenses.len(), 1);
    assert_eq!(token.licenses[0].starts_on.to_string(), "2027-08-03");
    // Turned off, it runs out; and still it is answered.
    let (account, id) = app.subscription(FRESH);
    let ctx = app.ctx("ada@linden.example");
    app.write(move |tx| actions::renewals::cancel_renewal(tx, &ctx, Owned::new(account, id), None)).unwrap();
    app.work_until("2028-09-01T00:00:00Z");
    let text = machine.write(&app, 60);
    assert!(machine.opens(&app, &app.sync(&text)).licenses.is_empty());
}

#[test]
fn r35_an_advisory_is_told_once_per_instance_by_mail_on_the_page_and_in_the_token() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    app.mailbox();
    let count = |app: &TestApp| app.mailbox().to(TESS).iter().filter(|m| m.subject.contains("security update")).count();
    let before = count(&app);
    publish(&app, &json!({ "product": seeds::PRODUCT, "advisories": [advisory("H-1", "critical", "17.0", "17.4.3")] }));
    app.wait(jobs::work_midnight(&app.app)).unwrap();
    // Six instances of Linden's run that version, five of the cast and this one.
    assert_eq!(count(&app), before + 5);
    app.wait(jobs::work_midnight(&app.app)).unwrap();
    let text = machine.write(&app, 48);
    let token = machine.opens(&app, &app.sync(&text));
    assert_eq!(count(&app), before + 5, "once per advisory and instance");
    let notice = &token.notices[0];
    assert_eq!((notice.kind.as_str(), notice.severity.as_deref()), ("security_update", Some("critical")));
    assert_eq!(notice.fixed_in.as_deref(), Some("17.4.3"));
    let update = token.update.unwrap();
    assert_eq!((update.to.as_str(), update.why.as_str(), update.apply), ("17.4.3", "security", UpdateMode::Warn));
    let mut tess = app.sign_in(TESS);
    tess.get(&format!("/instances/{}", machine.id)).assert_says("H-1").assert_says("Update available: critical");
    tess.get(&format!("/subscriptions/{FRESH}")).assert_says("Update available: critical");
    tess.get("/").assert_says("git.example runs a version with a known security flaw (critical).");
    // Mended, nothing is said any more.
    let claims = Claims { version: "17.4.3".to_owned(), ..machine.claims(&app, app.now(), 48) };
    let text = machine.seal(&app, &claims);
    let token = machine.opens(&app, &app.sync(&text));
    assert!(token.notices.is_empty() && token.update.is_none());
    tess.get(&format!("/instances/{}", machine.id)).assert_says("In order");
}

#[test]
fn r35_of_a_version_that_cannot_be_compared_nobody_is_told_that_it_is_safe() {
    let app = TestApp::spawn();
    publish(&app, &json!({ "product": seeds::PRODUCT, "advisories": [advisory("H-1", "critical", "17.0", "17.4.3")] }));
    app.wait(jobs::work_midnight(&app.app)).unwrap();
    let (mut machine, _) = linked(&app, FRESH);
    let says = |app: &TestApp, machine: &mut Machine, version: &str| {
        app.move_on(TimeDelta::hours(1));
        let claims = Claims { version: version.to_owned(), ..machine.claims(app, app.now(), 48) };
        let text = machine.seal(app, &claims);
        machine.opens(app, &app.sync(&text))
    };
    let emails =
        |app: &TestApp| app.mailbox().to(TESS).iter().filter(|m| m.subject.contains("needs a security update")).count();
    let mut tess = app.sign_in(TESS);
    for version in ["latest", "14..1", "4f2a9c1", "999999999999999999999.1", "", "１７.４.３"] {
        let token = says(&app, &mut machine, version);
        assert_eq!(token.notices[0].kind, "version_unreadable", "{version}");
        assert!(token.notices[0].text.contains("can’t be compared") && token.update.is_none(), "{token:?}");
        assert!(alerts(&app, &machine).contains(&AlertKind::UnparsableVersion), "{version}");
        let page = tess.get(&format!("/instances/{}", machine.id));
        page.assert_says("can’t be compared with our security advisories").assert_says("Version can’t be compared");
        assert!(!page.text().contains("No security flaw is known") && !page.text().contains("In order"), "{version}");
    }
    assert_eq!(emails(&app), 1, "one email for all that it may have");
    tess.get("/").assert_says("so we can’t tell whether it’s safe");
    publish(&app, &json!({ "product": seeds::PRODUCT, "advisories": [advisory("H-2", "low", "16.0", "16.3")] }));
    app.wait(jobs::work_midnight(&app.app)).unwrap();
    assert_eq!(emails(&app), 2, "and one for what is new");
    app.sign_in("sam@harbor.example").get("/staff/alerts").assert_says("Version can’t be read");
    // It can be read again: staff have nothing to do, and what it has is told exactly.
    let exact =
        |app: &TestApp| app.mailbox().to(TESS).iter().filter(|m| m.subject.contains("security update 17.4.3")).count();
    let before = exact(&app);
    let token = says(&app, &mut machine, "V17.4.2-1ubuntu2");
    assert_eq!((token.notices[0].kind.as_str(), token.notices.len()), ("security_update", 1));
    assert_eq!(token.update.unwrap().to, "17.4.3");
    assert!(!alerts(&app, &machine).contains(&AlertKind::UnparsableVersion));
    assert_eq!((exact(&app), emails(&app)), (before + 1, 2));
    let token = says(&app, &mut machine, "1:17.4.3~rc1-1");
    assert_eq!(token.notices[0].kind, "security_update", "what came before the release has not got its fix");
    assert!(says(&app, &mut machine, "v17.4.3").notices.is_empty());
    says(&app, &mut machine, "main");
    assert!(alerts(&app, &machine).contains(&AlertKind::UnparsableVersion), "and once more, if it comes back");
}

#[test]
fn r35_a_flaw_that_is_known_is_told_to_whoever_comes_with_it_later() {
    let app = TestApp::spawn();
    publish(&app, &json!({ "product": seeds::PRODUCT, "advisories": [advisory("H-1", "high", "16.0", "16.9")] }));
    app.wait(jobs::work_midnight(&app.app)).unwrap();
    let mut machine = Machine::new();
    let code = app.code_of(FRESH).as_str().to_owned();
    let claims = Claims { version: "16.2".to_owned(), code: Some(code), ..machine.claims(&app, app.now(), 48) };
    let text = machine.seal(&app, &claims);
    app.sync(&text);
    let email = app.email_to(TESS);
    assert!(email.subject.starts_with("Important security update 16.9"), "{}", email.subject);
}

#[test]
fn r35_email_page_and_token_name_the_same_update_when_the_fix_has_a_flaw_itself() {
    let app = TestApp::spawn();
    let advisories = [advisory("H-1", "high", "16.0", "16.9"), advisory("H-2", "low", "16.9", "17.1")];
    publish(&app, &json!({ "product": seeds::PRODUCT, "advisories": advisories }));
    app.wait(jobs::work_midnight(&app.app)).unwrap();
    let mut machine = Machine::new();
    let code = app.code_of(FRESH).as_str().to_owned();
    let claims = Claims { version: "16.2".to_owned(), code: Some(code), ..machine.claims(&app, app.now(), 48) };
    let text = machine.seal(&app, &claims);
    assert_eq!(machine.opens(&app, &app.sync(&text)).update.unwrap().to, "17.1");
    assert!(app.email_to(TESS).subject.starts_with("Important security update 17.1"));
    app.sign_in(TESS).get(&format!("/instances/{}", machine.id)).assert_says("17.1");
}

#[test]
fn r35_the_customer_chooses_to_be_warned_or_to_patch_or_asks_once() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let releases = json!([{ "version": "17.9.0", "released_on": "2026-08-01" }]);
    publish(
        &app,
        &json!({ "product": seeds::PRODUCT, "releases": releases, "advisories": [advisory("H-1", "low", "17.0", "17.4.3")] }),
    );
    let page = format!("/instances/{}", machine.id);
    let mut tess = app.sign_in(TESS);
    // It can install, and says which token it took last.
    let mut ack = None;
    let mut told = |app: &TestApp| {
        app.move_on(TimeDelta::minutes(2));
        let update = Update { mode: UpdateMode::Patch, ..Update::default() };
        let claims = Claims { ack: ack.clone(), update, ..machine.claims(app, app.now(), 48) };
        let token = machine.opens(app, &app.sync(&machine.seal(app, &claims)));
        ack = Some(token.jti);
        token.update.unwrap()
    };
    assert_eq!(told(&app).apply, UpdateMode::Warn);
    let path = format!("{page}/updates");
    tess.submit(&page, &path, &[("policy", "patch")]).assert_leads_to(&page);
    assert_eq!((told(&app).apply, told(&app).to), (UpdateMode::Patch, "17.4.3".to_owned()));
    tess.submit(&page, &path, &[("policy", "warn")]).assert_leads_to(&page);
    let path = format!("{page}/upgrade");
    tess.submit(&page, &path, &[("upgrade", "next-sync")]).assert_leads_to(&page);
    let asked = told(&app);
    assert_eq!((asked.to.as_str(), asked.why.as_str(), asked.apply), ("17.9.0", "requested", UpdateMode::Patch));
    assert_eq!(told(&app).apply, UpdateMode::Warn, "it was asked for once, and the token that told it was taken");
    tess.submit(&page, &path, &[("upgrade", "next-sync")]).assert_leads_to(&page);
    tess.submit(&page, &path, &[("upgrade", "not")]).assert_leads_to(&page);
    assert_eq!(told(&app).why, "security");
    assert_eq!(app.audited("updates_chosen") + app.audited("upgrade_asked"), 5);
}

#[test]
fn r35_an_upgrade_is_told_until_the_token_that_tells_it_was_taken() {
    let app = TestApp::spawn();
    let (mut machine, first) = linked(&app, FRESH);
    let (account, id) = (app.account("A-2001"), InstanceId(machine.id));
    let ctx = app.ctx(TESS);
    app.write(move |tx| actions::instances::request_upgrade(tx, &ctx, Owned::new(account, id), true)).unwrap();
    let mut told = |ack: &str, mode| {
        let update = Update { mode, ..Update::default() };
        let claims = Claims { ack: Some(ack.to_owned()), update, ..machine.claims(&app, app.now(), 48) };
        machine.opens(&app, &app.sync(&machine.seal(&app, &claims)))
    };
    // The answer was lost: the next message still names the token before.
    assert_eq!(told(&first.jti, UpdateMode::Patch).update.unwrap().why, "requested");
    let second = told(&first.jti, UpdateMode::Patch);
    assert_eq!(second.update.unwrap().why, "requested");
    // Taken by one that cannot install, it is told again; taken by one that can, it is not.
    let third = told(&second.jti, UpdateMode::Warn);
    assert_eq!(third.update.unwrap().why, "requested");
    assert!(told(&third.jti, UpdateMode::Patch).update.is_none());
}

#[test]
fn r35_a_flaw_is_told_to_whoever_pastes_with_it_later() {
    let app = TestApp::spawn();
    publish(&app, &json!({ "product": seeds::PRODUCT, "advisories": [advisory("H-1", "high", "16.0", "16.9")] }));
    app.wait(jobs::work_midnight(&app.app)).unwrap();
    let mut machine = Machine::new();
    let claims = Claims { version: "16.2".to_owned(), ..machine.claims(&app, app.now(), 48) };
    let text = machine.seal(&app, &claims);
    app.report(TESS, FRESH, &text);
    assert!(app.email_to(TESS).subject.starts_with("Important security update 16.9"));
}

#[test]
fn unlinking_lowers_no_renewal_and_opens_no_other_subscription() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    app.work_until("2027-07-20T09:00:00Z");
    app.sync(&machine.write(&app, 70));
    let (account, id) = (app.account("A-2001"), InstanceId(machine.id));
    let ctx = app.ctx(TESS);
    let again = machine.activate(&app, &app.code_of(FRESH), 70);
    app.sync(&again);
    app.write(move |tx| actions::instances::unlink_instance(tx, &ctx, Owned::new(account, id))).unwrap();
    // For fewer than the users of these days nobody renews, linked or not (R25).
    let (account, subscription) = app.subscription(FRESH);
    let ctx = app.ctx("ada@linden.example");
    let wish = actions::billing::orders::Wish::new(10, "0198f2b8-7f6e-7000-8000-000000000007".to_owned());
    assert!(
        app.write(move |tx| actions::billing::orders::buy_next_term(
            tx,
            &ctx,
            Owned::new(account, subscription),
            &wish
        ))
        .is_err()
    );
    // The message that was taken last, sent again, links nothing; and another subscription is none of its.
    problem(&app.post_sync(&again), 403, "not-linked");
    let other = machine.activate(&app, &app.code_of(OTHER), 70);
    let sentence = problem(&app.post_sync(&other), 409, "linked-to-other");
    assert!(sentence.contains("was linked to S-1001"), "{sentence}");
}

#[test]
fn r33_a_message_stamped_backwards_lowers_nothing_that_is_kept() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let mut claims = machine.claims(&app, app.now() - TimeDelta::days(40), 5);
    claims.users.max = 5;
    app.sync(&machine.seal(&app, &claims));
    let known = instance(&app, &machine);
    assert_eq!((known.term_max, known.last_report_at), (48, app.now()));
}

#[test]
fn r35_how_an_update_ended_is_shown_and_that_an_instance_cannot_patch() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let page = format!("/instances/{}", machine.id);
    let mut tess = app.sign_in(TESS);
    tess.submit(&page, &format!("{page}/updates"), &[("policy", "patch")]).assert_leads_to(&page);
    tess.get(&page).assert_says("No update command is set on this instance");
    let mut told = |result, detail: &str| {
        let mut claims = machine.claims(&app, app.now(), 48);
        let outcome = Outcome {
            to: "17.5.0".to_owned(),
            at: app.now(),
            result,
            detail: Some(detail.to_owned()).filter(|d| !d.is_empty()),
        };
        claims.update = Update { mode: UpdateMode::Patch, outcome: Some(outcome), ..claims.update };
        app.sync(&machine.seal(&app, &claims));
    };
    told(OutcomeResult::Failed, "exit status 3");
    tess.get(&page).assert_says("did not succeed").assert_says("exit status 3");
    told(OutcomeResult::Done, "");
    tess.get(&page).assert_says("Version 17.5.0 was installed");
}

#[test]
fn r36_the_customer_sees_every_word_that_was_received_and_may_take_it_along() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let optional = Some([("pipelines".to_owned(), 9_120)].into());
    let service = Service { operational: [("projects".to_owned(), 311)].into(), optional };
    let claims = Claims { service, ..machine.claims(&app, app.now(), 48) };
    let text = machine.seal(&app, &claims);
    app.sync(&text);
    for email in [TESS, "vic@linden.example"] {
        let mut browser = app.sign_in(email);
        let page = browser.get(&format!("/instances/{}/messages", machine.id));
        page.assert_status(200).assert_says("projects").assert_says("pipelines").assert_says("9,120");
        page.assert_says("Switched off on the instance");
        let file = browser.get(&format!("/instances/{}/messages.json", machine.id));
        let all: Vec<Value> = serde_json::from_slice(&file.assert_status(200).body).unwrap();
        assert_eq!(all.len(), 2);
        assert_eq!(serde_json::from_value::<Claims>(all[0]["claims"].clone()).unwrap(), claims);
        assert!(all.iter().all(|message| message["claims"].get("code").is_none()), "the code is a secret");
    }
    let mut greta = app.sign_in("greta@nordlicht.example");
    greta.get(&format!("/instances/{}/messages", machine.id)).assert_status(404);
    greta.get(&format!("/instances/{}/messages.json", machine.id)).assert_status(404);
}

#[test]
fn linking_and_unlinking_over_and_over_is_audited_and_ends_after_ten_times_a_day() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let unlink = |app: &TestApp, machine: &Machine| {
        let (account, id, ctx) = (app.account("A-2001"), InstanceId(machine.id), app.ctx(TESS));
        app.write(move |tx| actions::instances::unlink_instance(tx, &ctx, Owned::new(account, id))).unwrap();
    };
    let audited = app.audited("instance_linked");
    for _ in 1..10 {
        unlink(&app, &machine);
        app.move_on(TimeDelta::minutes(10));
        app.sync(&machine.activate(&app, &app.code_of(FRESH), 48));
    }
    unlink(&app, &machine);
    assert_eq!((app.audited("instance_linked"), app.audited("instance_unlinked")), (audited + 9, 10));
    let detail = problem(&app.post_sync(&machine.activate(&app, &app.code_of(FRESH), 48)), 409, "linked-too-often");
    assert!(detail.contains("10 times"), "{detail}");
    let pasted = machine.activate(&app, &app.code_of(FRESH), 48);
    let received = app.look(TESS, FRESH, &pasted).unwrap();
    assert!(app.link(TESS, FRESH, received).is_err(), "nor by the other door");
    app.move_on(TimeDelta::hours(24));
    app.sync(&machine.activate(&app, &app.code_of(FRESH), 48));
}

#[test]
fn an_unlinked_instance_gets_nothing_keeps_its_counts_and_comes_back_with_the_code() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let page = format!("/instances/{}", machine.id);
    let mut tess = app.sign_in(TESS);
    let counted = maxima(&app, &machine);
    tess.get(&format!("{page}/unlinking")).assert_says("still counts for the running quarter");
    let path = format!("{page}/unlinking");
    tess.submit(&path, &path, &[]).assert_leads_to(&page);
    tess.get(&page).assert_says("This instance is not linked");
    app.move_on(TimeDelta::hours(1));
    let text = machine.write(&app, 60);
    problem(&app.post_sync(&text), 403, "not-linked");
    assert_eq!(maxima(&app, &machine), counted);
    assert!(app.make_token(TESS, FRESH, InstanceId(machine.id)).is_err());
    app.move_on(TimeDelta::hours(1));
    let text = machine.activate(&app, &app.code_of(FRESH), 49);
    app.sync(&text);
    assert_eq!(instance(&app, &machine).unlinked_at, None);
    assert_eq!((app.audited("instance_unlinked"), app.audited("instance_linked")), (1, 7));
}

#[test]
fn r39_a_replaced_code_links_nothing_any_more_and_what_is_linked_stays() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let old = app.code_of(FRESH);
    let page = format!("/subscriptions/{FRESH}");
    let mut tess = app.sign_in(TESS);
    tess.submit(&page, &format!("{page}/activation-code"), &[]).assert_leads_to(&page);
    let new = app.code_of(FRESH);
    assert_ne!(old, new);
    tess.get(&page).assert_says(&new.to_string());
    let mut late = Machine::new();
    problem(&app.post_sync(&late.activate(&app, &old, 1)), 403, "unknown-code");
    app.sync(&late.activate(&app, &new, 1));
    app.sync(&machine.write(&app, 48));
}

#[test]
fn r28_a_silent_instance_is_told_of_once_on_the_fourth_day_and_shown_as_silent() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let silent = |app: &TestApp| app.mailbox().to(TESS).iter().filter(|m| m.subject.contains("no report for")).count();
    app.work_until("2026-08-13T23:00:00Z");
    assert_eq!(silent(&app), 0);
    app.work_until("2026-08-20T00:00:00Z");
    assert_eq!(silent(&app), 1);
    let mut tess = app.sign_in(TESS);
    let banner = "git.example has sent nothing for 9 days. Nothing is switched off.";
    tess.get(&format!("/subscriptions/{FRESH}")).assert_says("Silent for 9 days").assert_says(banner);
    tess.get("/").assert_says(banner);
    app.sync(&machine.write(&app, 48));
    tess.get(&format!("/instances/{}", machine.id)).assert_says("In order");
    assert!(!tess.get("/").text().contains("has sent nothing"));
    app.work_until("2026-08-30T00:00:00Z");
    assert_eq!(silent(&app), 2, "the next silence is another");
}

#[test]
fn r33_shuffled_and_repeated_reports_end_in_the_same_maxima_and_the_same_bill() {
    // Six messages of twenty days of an instance with 40 to 59 users, 50 seats paid: once in order, then a thousand times in
    // whatever order and how often. Each time is undone, so that all begin alike.
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let begun = app.now();
    let users = |day: i64| 40 + u64::try_from(day * 7 % 20).unwrap();
    let date = |day: i64| (begun + TimeDelta::days(day)).date_naive();
    let texts: Vec<String> = [1, 4, 8, 11, 15, 19]
        .map(|day| {
            // Its own day is not over: others come after it was made. So each says less of its day than the next one.
            let so_far = if day == 19 { users(day) } else { users(day) - 5 };
            let mut claims = machine.claims(&app, begun + TimeDelta::days(day), so_far);
            claims.users.max = if day == 19 { 60 } else { 40 + u64::try_from(day).unwrap() };
            claims.users.max = claims.users.max.max(so_far);
            claims.daily = (0..day).map(|day| (date(day), users(day))).chain([(date(day), so_far)]).collect();
            machine.seal(&app, &claims)
        })
        .to_vec();
    let played = Played::new(&app, machine.id, begun + TimeDelta::days(20));
    let in_order = played.bill(texts.clone());
    assert_eq!((in_order.0.len(), in_order.1, in_order.2), (20, Some(60), 10));
    let mut state = 12_345_u64;
    let mut below = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % most
    };
    for shuffle in 0..1_000 {
        let mut order: Vec<String> = (0..below(9)).map(|_| texts[below(texts.len())].clone()).collect();
        // The last message comes at some time: what comes before and after it, and how often, must not matter.
        order.insert(below(order.len() + 1), texts[texts.len() - 1].clone());
        assert_eq!(played.bill(order), in_order, "shuffle {shuffle}");
    }
}

/// Messages that are taken and reconciled, and then undone.
struct Played<'a> {
    app: &'a TestApp,
    sender: InstanceId,
    now: DateTime<Utc>,
}

/// The highest count of each day; of the quarter's reconciliation its maximum, overage and amount.
type Bill = (Vec<(NaiveDate, i64)>, Option<i64>, i64, Money);

impl<'a> Played<'a> {
    fn new(app: &'a TestApp, sender: Uuid, now: DateTime<Utc>) -> Self {
        Self { app, sender: InstanceId(sender), now }
    }

    fn bill(&self, texts: Vec<String>) -> Bill {
        let (sender, now, begun) = (self.sender, self.now, self.app.now());
        let (account, subscription) = self.app.subscription(FRESH);
        let operator = self.app.operator();
        let (tell, told) = std::sync::mpsc::channel();
        let undone = self.app.write(move |tx| {
            let ctx = Ctx { who: Actor::Instance(sender), now, ..operator.clone() };
            for text in texts {
                let message = actions::instances::open_instance_id(&ctx.portal.keys, &text)?;
                let Ok(verified) = syncs::verify_message(tx, &ctx, message)? else { panic!("none is ahead") };
                match syncs::sync_instance(tx, &ctx, &verified) {
                    Ok(_) | Err(Failure::Refused(_)) => {}
                    Err(broken) => return Err(broken),
                }
            }
            let mut days = Vec::new();
            for start in begun.date_naive().iter_days().take(20) {
                let day = Term { start, end: days_after(start, 1) };
                days.extend(
                    store::usage::highest(tx, sender, day, now + TimeDelta::seconds(1))?
                        .map(|peak| (start, peak.billable)),
                );
            }
            let ctx = Ctx { now: "2026-11-06T00:00:00Z".parse().unwrap(), ..operator };
            while actions::billing::days::work_day(tx, &ctx, subscription)?.is_some() {}
            let reconciled = store::reconciliations::list(tx, account, subscription)?.remove(0);
            tell.send((days, reconciled.peak.map(|peak| peak.billable), reconciled.overage, reconciled.amount))
                .unwrap();
            Err::<(), _>(Failure::Refused(Refusal::Missing))
        });
        assert!(matches!(undone, Err(Failure::Refused(Refusal::Missing))), "{undone:?}");
        told.recv().unwrap()
    }
}

#[test]
fn r12_only_offline_instances_are_reminded_to_report_14_days_before_quarter_end() {
    let app = TestApp::spawn();
    // The quarter of S-1042 ends on the 31st of August. One of its instances reports over a clipboard; another, heard of
    // later, sends its messages itself; a third is no production.
    let mut online = Machine::new();
    app.sync(&online.activate(&app, &app.code_of(OTHER), 48));
    let mut staging = Machine::new();
    let mut claims = staging.claims(&app, app.now(), 5);
    (claims.environment, claims.hostname) = ("staging".to_owned(), "staging.example".to_owned());
    let text = staging.seal(&app, &claims);
    app.report(TESS, OTHER, &text);
    let (account, subscription) = app.subscription(OTHER);
    let offline: Vec<_> = app.read(move |c| store::instances::list(c, account, subscription));
    let offline = offline.into_iter().find(|i| i.is_offline() && i.counts_now()).unwrap();
    let reminders = |app: &TestApp| {
        let all = app.mailbox().to(TESS).into_iter();
        all.filter(|mail| mail.subject == "S-1042: please paste a report").collect::<Vec<_>>()
    };
    app.work_until("2026-08-17T23:59:59Z");
    assert_eq!(reminders(&app).len(), 0);
    app.work_until("2026-08-18T00:00:00Z");
    let [email] = <[_; 1]>::try_from(reminders(&app)).unwrap().map(|mail| mail.text());
    assert!(email.contains(&format!("Host name: {}", offline.hostname)), "{}", email);
    assert!(!email.contains("git.example") && !email.contains("staging.example"), "{}", email);
    assert!(email.contains("by the end of 3 September 2026 (UTC)"), "{}", email);
    app.work_until("2026-08-31T00:00:00Z");
    assert_eq!(reminders(&app).len(), 1);
}

#[test]
fn r5_a_sync_in_the_last_second_counts_for_its_quarter_and_at_midnight_not() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    app.set_clock("2026-11-02T23:59:59.999999Z");
    app.sync(&machine.write(&app, 60));
    app.set_clock("2026-11-03T00:00:00Z");
    app.sync(&machine.write(&app, 70));
    assert_eq!(maxima(&app, &machine)[1..], ["2026-11-02 60", "2026-11-03 70"]);
    app.work_until("2026-11-06T00:00:00Z");
    let (account, subscription) = app.subscription(FRESH);
    let reconciled = app.read(move |c| store::reconciliations::list(c, account, subscription)).remove(0);
    assert_eq!((reconciled.peak.map(|peak| peak.billable), reconciled.overage), (Some(60), 10));
}

#[test]
fn r33_a_message_that_does_not_come_to_its_end_is_given_up_and_others_are_served() {
    use std::io::{Read, Write};
    let app = TestApp::spawn();
    let mut slow = std::net::TcpStream::connect(app.address()).unwrap();
    let head =
        "POST /api/v1/sync HTTP/1.1\r\nHost: portal\r\nContent-Type: text/plain\r\nContent-Length: 1500\r\n\r\neyJ";
    slow.write_all(head.as_bytes()).unwrap();
    let mut machine = Machine::new();
    app.sync(&machine.activate(&app, &app.code_of(FRESH), 48));
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("urn:seatsync:problem:slow"), "{answer}");
}

#[test]
fn old_messages_are_removed_by_the_month_and_counts_stay() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let compact = |app: &TestApp| {
        let now = app.now();
        app.write(move |tx| Ok(actions::instances::compact(tx, now)?)).unwrap();
    };
    compact(&app);
    for _ in 0..5 {
        app.move_on(TimeDelta::days(30));
        compact(&app);
        app.sync(&machine.write(&app, 48));
    }
    let (days, reports) = (maxima(&app, &machine), app.raw().rows("usage_reports").len());
    assert_eq!(app.raw().rows("messages").len(), 4, "the first two are older than 90 days, to the month");
    app.move_on(TimeDelta::days(400));
    compact(&app);
    assert_eq!(app.raw().rows("messages").len(), 0);
    assert_eq!((maxima(&app, &machine), app.raw().rows("usage_reports").len()), (days, reports));
}

#[test]
fn fifty_at_once_send_the_same_message_and_it_is_taken_once() {
    let app = TestApp::spawn();
    let mut machine = Machine::new();
    let text = machine.activate(&app, &app.code_of(FRESH), 48);
    app.address();
    let answers: Vec<Response> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..50)
            .map(|_| {
                scope.spawn(|| {
                    app.anonymous().send("POST", "/api/v1/sync", &[("Content-Type", "text/plain")], text.as_bytes())
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let tokens: BTreeSet<String> = answers.iter().filter(|a| a.status == 200).map(Response::text).collect();
    assert_eq!(tokens.len(), 1);
    assert!(answers.iter().all(|answer| [200, 429].contains(&answer.status)));
    assert_eq!(app.audited("instance_linked"), 6);
    let id = machine.id;
    let reports =
        app.raw().lines(&format!("SELECT CAST(id AS text) AS line FROM usage_reports WHERE instance_id = '{id}'"));
    assert_eq!(reports.len(), 1);
}

#[test]
fn unlinking_syncing_and_linking_at_once_leave_an_instance_linked_or_unlinked() {
    let app = TestApp::spawn();
    let (mut machine, _) = linked(&app, FRESH);
    let (account, id, code, ctx) = (app.account("A-2001"), InstanceId(machine.id), app.code_of(FRESH), app.ctx(TESS));
    app.address();
    // Nine messages, every third with the code; between them the button is pressed. More at once would be one too many.
    let texts: Vec<String> =
        (0..9).map(|n| if n % 3 == 0 { machine.activate(&app, &code, 48) } else { machine.write(&app, 48) }).collect();
    let (app, ctx) = (&app, &ctx);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let senders: Vec<_> = texts.iter().map(|text| scope.spawn(move || app.post_sync(text).status)).collect();
        for _ in 0..9 {
            scope.spawn(move || {
                let ctx = ctx.clone();
                app.write(move |tx| actions::instances::unlink_instance(tx, &ctx, Owned::new(account, id))).unwrap();
            });
        }
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    });
    // Taken, overtaken, or not linked at that moment; and what was taken was kept.
    assert!(statuses.iter().all(|status| [200, 403, 409].contains(status)), "{statuses:?}");
    let lines = |of: &str| app.raw().lines(of).len();
    let taken = statuses.iter().filter(|status| **status == 200).count();
    assert_eq!(lines(&format!("SELECT 'x' AS line FROM usage_reports WHERE instance_id = '{id}'")), taken + 1);
    assert_eq!(lines(&format!("SELECT 'x' AS line FROM messages WHERE instance_id = '{id}'")), taken + 1);
    // Each link and each unlinking was one: they take turns.
    let noted = |event| {
        lines(&format!("SELECT 'x' AS line FROM audit_entries WHERE event = '{event}' AND subject = 'instance:{id}'"))
    };
    let is_linked = instance(app, &machine).unlinked_at.is_none();
    assert_eq!(noted("instance_linked"), noted("instance_unlinked") + usize::from(is_linked));
}

#[test]
fn r37_support_times_are_shown_by_tier_to_customers_and_to_staff() {
    let app = TestApp::spawn();
    let time = |tier: &str, urgency: &str, minutes: i64, any: bool| {
        let (tier, urgency) = (tier.to_owned(), urgency.to_owned());
        json!({ "tier": tier, "urgency": urgency, "answer_minutes": minutes, "around_the_clock": any })
    };
    publish(
        &app,
        &json!({ "product": seeds::PRODUCT, "support": [
        time("premium", "outage", 30, true), time("premium", "question", 1_440, false), time("ultimate", "outage", 15, true),
    ] }),
    );
    let (_, token) = linked(&app, FRESH);
    let support = token.subscription.unwrap().support;
    assert_eq!(
        support.iter().map(|t| (t.urgency.as_str(), t.answer_minutes)).collect::<Vec<_>>(),
        [("outage", 30), ("question", 1_440)]
    );
    let page = app.sign_in("vic@linden.example").get("/support");
    page.assert_says("Harbor Git Premium").assert_says("Within 30 minutes").assert_says("Within a day");
    assert!(!page.text().contains("15 minutes"), "another tier's");
    let mut sam = app.sign_in("sam@harbor.example");
    sam.get("/staff/instances?q=S-1042").assert_says("git.linden.example").assert_says("Within 30 minutes");
    sam.get("/staff/instances?q=nothing").assert_says("Nothing is called");
    sam.get("/staff/releases").assert_says("HARBOR-2026-003");
}

#[test]
fn an_import_is_whole_or_nothing() {
    let app = TestApp::spawn();
    let file = file::read(&json!({ "product": "beacon" }).to_string(), app.now().date_naive()).unwrap();
    let ctx = app.app.ctx(Actor::Operator, "test");
    let before = app.dump();
    let refused = app.write(move |tx| actions::releases::import_releases(tx, &ctx, &file));
    assert!(matches!(refused, Err(Failure::Refused(_))));
    assert_eq!(app.dump(), before);
}
