//! The binary over a real network on this machine: `activate`, `sync` and `run` as an administrator types them.
#![cfg(all(unix, feature = "http"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use chrono::{DateTime, Utc};
use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::instance_id::{OutcomeResult, UpdateMode, decrypt};
use seatsync_agent::sync::Answer;
use seatsync_agent::token::{Notice, TokenUpdate};
use serde_json::Value;
use support::fake_portal::{FakePortal, Fault, problem};
use support::server::{Respond, Server, response};
use support::tls::Authority;
use support::{Folder, PRODUCT, license};

const NOW: &str = "2026-11-21T12:00:00Z";

/// A portal that listens, and an instance that was set up for it.
struct World {
    folder: Folder,
    portal: Arc<Mutex<FakePortal>>,
    server: Server,
}

type Output = (i32, String, String);

fn as_http(answer: &Answer) -> Vec<u8> {
    let wait = answer.retry_after.map(|wait| format!("Retry-After: {}\r\n", wait.as_secs())).unwrap_or_default();
    response(answer.status, &format!("Content-Type: {}\r\n{wait}", answer.content_type), &answer.body)
}

impl World {
    fn new() -> Self {
        Self::listening(Server::start)
    }

    fn listening(start: impl FnOnce(Respond) -> Server) -> Self {
        let portal = Arc::new(Mutex::new(FakePortal::new()));
        let behind = portal.clone();
        let server = start(Box::new(move |request| {
            let portal = behind.lock().unwrap();
            match (portal.fault.borrow().clone(), request.split_once("\r\n\r\n")) {
                (Some(Fault::Instead(answer)), _) => as_http(&answer),
                (None, Some((head, text))) if head.starts_with("POST /api/v1/sync ") => as_http(&portal.answer(text)),
                _ => Vec::new(),
            }
        }));
        portal.lock().unwrap().url = server.url();
        portal.lock().unwrap().licenses.borrow_mut().push(license("L-1", "2026-11-21", "2027-11-20", 120));
        let world = Self { folder: Folder::new(), portal, server };
        let keys = world.folder.join("jwks.json");
        std::fs::write(&keys, world.portal.lock().unwrap().portal.keys().to_jwks()).unwrap();
        let init = [
            "init",
            "--portal",
            &world.server.url(),
            "--product",
            PRODUCT,
            "--version=17.4.1",
            "--keys",
            keys.to_str().unwrap(),
        ];
        assert_eq!(world.run(&init).0, 0);
        world
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_seatsync-agent"));
        command.args(words).arg("--state").arg(self.folder.join("state")).stdin(Stdio::null());
        for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "all_proxy", "https_proxy", "http_proxy"] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        let output = self.command(words).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn json(&self, words: &[&str]) -> Value {
        let (code, out, error) = self.run(&[words, &["--json"]].concat());
        assert_eq!(code, 0, "{error}");
        serde_json::from_str(&out).unwrap()
    }

    fn orders(&self, to: &str, why: &str) {
        let update = TokenUpdate { to: to.into(), why: why.into(), apply: UpdateMode::Patch };
        *self.portal.lock().unwrap().update.borrow_mut() = Some(update);
    }

    /// A vendor's update command that notes its arguments and ends with this status.
    fn script(&self, status: u8) -> PathBuf {
        self.script_that(&format!("exit {status}"))
    }

    /// A vendor's update command that notes its arguments and ends in this way.
    fn script_that(&self, ends: &str) -> PathBuf {
        let path = self.folder.join(&format!("update {ends}"));
        let log = self.folder.join("log");
        std::fs::write(&path, format!("#!/bin/sh\necho \"$# $1 $2\" >>{}\necho noise\n{ends}\n", log.display()))
            .unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

#[test]
fn r31_activate_sync_and_status_are_the_whole_loop() {
    let world = World::new();
    let code = ActivationCode::generate().to_string();
    let (exit, out, error) = world.run(&["activate", &code, "--now", NOW]);
    let sentence = "The token is loaded. License L-1 (premium, 120 seats) is in force through 2027-11-20.\n";
    assert_eq!((exit, out.as_str()), (0, sentence), "{error}");
    assert_eq!(world.json(&["status", "--now", NOW])["standing"], "active");
    world.run(&["report", "--active", "9", "--inactive", "0", "--billable", "7", "--version", "17.4.2", "--now", NOW]);
    let synced = world.json(&["sync", "--now", NOW]);
    assert_eq!((&synced["seq"], &synced["known"][0]["id"]), (&Value::from(2), &Value::from("L-1")));
    let portal = world.portal.lock().unwrap();
    let taken = portal.taken.borrow();
    assert_eq!(taken[0].code.as_deref(), Some(code.replace('-', "").as_str()));
    assert_eq!((taken[1].users.billable, taken[1].version.as_str()), (7, "17.4.2"));
}

#[test]
fn activating_an_instance_that_does_not_count_says_so() {
    let world = World::new();
    let settings = world.folder.join("state/settings.json");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, text.replace("production", "staging")).unwrap();
    let (exit, out, error) = world.run(&["activate", &ActivationCode::generate().to_string(), "--now", NOW]);
    assert!(
        out.ends_with("\nThis is a staging instance: its users don't count towards the seats.\n"),
        "{exit} {out}{error}"
    );
}

#[test]
fn what_goes_wrong_has_a_sentence_and_an_exit_code() {
    let world = World::new();
    let code = ActivationCode::generate().to_string();
    let portal = |fault| *world.portal.lock().unwrap().fault.borrow_mut() = fault;
    portal(Some(Fault::Instead(problem(
        404,
        "unknown-code",
        "This code is not known here: compare it with the mail.",
    ))));
    let (exit, out, error) = world.run(&["activate", &code]);
    assert_eq!(
        (exit, out.as_str(), error.as_str()),
        (1, "", "This code is not known here: compare it with the mail.\n")
    );
    portal(Some(Fault::Instead(problem(503, "busy", "The portal is being updated: try again in an hour."))));
    let (exit, _, error) = world.run(&["sync"]);
    assert_eq!((exit, error.as_str()), (2, "The portal is being updated: try again in an hour.\n"));
    portal(Some(Fault::Instead(Answer { status: 200, body: "<html>".into(), ..Answer::default() })));
    let (exit, _, error) = world.run(&["sync"]);
    assert!(exit == 1 && error.starts_with("What answered is not the portal, "), "{error}");
    portal(Some(Fault::Cut));
    let (exit, _, error) = world.run(&["sync"]);
    assert!(exit == 2 && error.contains("/api/v1/sync cannot be reached (") && error.lines().count() == 1, "{error}");
    for words in [
        &["activate"][..],
        &["activate", "ABC"],
        &["activate", &code, "more"],
        &["sync", "--proxy", "ftp://x"],
        &["sync", "--ca", "/nowhere"],
        &["sync", "--ca", world.folder.join("jwks.json").to_str().unwrap()],
        &["sync", "--update-command", "rm"],
        &["run", "--now", NOW],
        &["run", "--update-command", "/nowhere"],
    ] {
        let (exit, out, error) = world.run(words);
        assert!((exit, out.as_str()) == (2, "") && error.len() > 20, "{words:?}: {exit} {error}");
    }
}

#[test]
fn the_environment_names_a_proxy_and_the_command_line_another() {
    let world = World::new();
    let proxy = || Server::start(|_| response(502, "", ""));
    let (by_environment, by_option) = (proxy(), proxy());
    let mut command = world.command(&["sync"]);
    // The portal of this test is reached without TLS.
    command.env("http_proxy", by_environment.url()).env("ALL_PROXY", "socks5://me:hunter2@nowhere.example:1080");
    assert!(!command.status().unwrap().success());
    assert!(by_environment.requests()[0].starts_with("CONNECT 127.0.0.1:"));
    let mut command = world.command(&["sync", "--proxy", &by_option.url()]);
    assert!(!command.env("http_proxy", by_environment.url()).status().unwrap().success());
    assert_eq!((by_environment.requests().len(), by_option.requests().len()), (1, 1));
    let mut command = world.command(&["sync"]);
    command.env("http_proxy", by_environment.url()).env("NO_PROXY", "a.example, 127.0.0.0/8");
    assert!(command.status().unwrap().success(), "past the proxy");
    for other in ["HTTPS_PROXY", "HTTP_PROXY"] {
        let mut command = world.command(&["sync"]);
        assert!(
            command.env(other, by_environment.url()).status().unwrap().success(),
            "{other} is not for this address"
        );
    }
    let mut command = world.command(&["sync"]);
    let output = command.env("ALL_PROXY", "socks5://me:hunter2@nowhere.example:1080").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("the variable ALL_PROXY names a proxy that speaks SOCKS") && !said.contains("hunter2"),
        "{said}"
    );
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn behind_a_private_authority_its_certificate_is_wanted() {
    let authority = Authority::new();
    let world = World::listening(|respond| Server::start_tls(authority.server("127.0.0.1"), respond));
    let code = ActivationCode::generate().to_string();
    let (exit, _, error) = world.run(&["activate", &code, "--now", NOW]);
    assert!(exit == 2 && error.contains("certificate") && error.lines().count() == 1, "{error}");
    assert!(world.server.requests().is_empty());
    let file = world.folder.join("authority.pem");
    std::fs::write(&file, authority.pem()).unwrap();
    let (exit, out, error) = world.run(&["activate", &code, "--now", NOW, "--ca", file.to_str().unwrap()]);
    assert!(exit == 0 && out.starts_with("The token is loaded. License L-1 "), "{out}{error}");
}

#[test]
fn r35_an_update_command_is_kept_run_once_and_told() {
    let world = World::new();
    world.orders("17.4.3", "security");
    let (exit, out, _) = world.run(&["sync", "--now", NOW]);
    assert!(exit == 0 && out.contains("The vendor asks to install version 17.4.3 (security)."), "{out}");
    assert_eq!(world.log(), "");
    let synced = world.json(&["sync", "--now", NOW, "--update-command", world.script(3).to_str().unwrap()]);
    assert_eq!(synced["installed"]["detail"], "exit status 3");
    let (_, out, _) = world.run(&["sync", "--now", NOW]);
    assert!(out.starts_with("The token is loaded."), "a repetition is told, not run");
    assert_eq!(world.log(), "2 17.4.3 security\n");
    world.orders("17.4.3", "requested");
    world.run(&["sync", "--now", NOW, "--update-command", world.script(0).to_str().unwrap()]);
    world.run(&["sync", "--now", NOW, "--update-command="]);
    assert_eq!(world.log(), "2 17.4.3 security\n2 17.4.3 requested\n");
    let portal = world.portal.lock().unwrap();
    let taken = portal.taken.borrow();
    let told: Vec<_> = taken
        .iter()
        .map(|claims| (claims.update.mode, claims.update.outcome.as_ref().map(|outcome| outcome.result)))
        .collect();
    let (warn, patch) = (UpdateMode::Warn, UpdateMode::Patch);
    let (done, failed) = (Some(OutcomeResult::Done), Some(OutcomeResult::Failed));
    assert_eq!(told, [(warn, None), (patch, None), (patch, failed), (patch, failed), (warn, done)]);
    assert_eq!(taken[4].update.last.as_deref(), Some("17.4.3"));
}

#[test]
fn r35_an_update_that_restarts_the_agent_is_not_run_again_once_its_version_runs() {
    for why in ["security", "requested"] {
        let world = World::new();
        world.orders("17.5.0", why);
        let kills = world.script_that("kill -9 $PPID");
        let status = world.command(&["sync", "--update-command", kills.to_str().unwrap()]).output().unwrap().status;
        assert_eq!(status.signal(), Some(9), "the command ends its caller, as a restart does");
        let report =
            |version| world.run(&["report", "--active=9", "--inactive=0", "--billable=7", "--version", version]);
        report("17.5.0");
        for _ in 0..3 {
            assert_eq!(world.run(&["sync"]).0, 0);
        }
        assert_eq!(world.log(), format!("2 17.5.0 {why}\n"), "run once");
        let portal = world.portal.lock().unwrap();
        let update = portal.taken.borrow()[1].update.clone();
        let outcome = update.outcome.unwrap();
        assert_eq!((outcome.to.as_str(), outcome.result, outcome.detail), ("17.5.0", OutcomeResult::Done, None));
        assert_eq!(update.last.as_deref(), Some("17.5.0"));
    }
}

#[test]
fn r35_a_half_finished_update_is_reported_as_interrupted_until_its_version_runs() {
    let world = World::new();
    world.orders("17.5.0", "security");
    let kills = world.script_that("kill -9 $PPID");
    world.command(&["sync", "--update-command", kills.to_str().unwrap()]).output().unwrap();
    world.run(&["report", "--active=9", "--inactive=0", "--billable=7", "--version=17.4.2"]);
    world.run(&["sync"]);
    let portal = world.portal.lock().unwrap();
    let outcome = portal.taken.borrow()[1].update.outcome.clone().unwrap();
    assert_eq!((outcome.result, outcome.detail.as_deref()), (OutcomeResult::Failed, Some("interrupted")));
}

#[test]
fn r28_status_says_when_the_portal_was_reached_what_failed_and_what_is_asked_for() {
    let world = World::new();
    let status = |now: &str| {
        let (_, text, _) = world.run(&["status", "--now", now]);
        (text, world.json(&["status", "--now", now]))
    };
    let (text, json) = status(NOW);
    assert!(text.ends_with("\nThe portal has not answered yet.\n"), "{text}");
    assert_eq!(
        (&json["contact"]["answered_at"], &json["update"], &json["clock"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    world.orders("17.4.3", "security");
    world.portal.lock().unwrap().notices.borrow_mut().push(Notice {
        kind: "security_update".into(),
        severity: Some("high".into()),
        fixed_in: Some("17.4.3".into()),
        text: "Version 17.4.1 has a flaw.".into(),
        url: None,
    });
    assert_eq!(world.run(&["sync", "--now", NOW]).0, 0);
    let (text, json) = status("2026-11-22T12:00:00Z");
    for line in [
        "The last sync was on 2026-11-21 12:00 UTC.",
        "Version 17.4.1 has a flaw.",
        "The vendor asks to install version 17.4.3 (security).",
    ] {
        assert!(text.lines().any(|shown| shown == line), "{line}: {text}");
    }
    assert_eq!((&json["contact"]["missed_days"], &json["banner"]), (&Value::from(0), &Value::Null));
    assert_eq!(
        (&json["update"]["update"]["to"], &json["update"]["update"]["why"]),
        (&"17.4.3".into(), &"security".into())
    );
    *world.portal.lock().unwrap().fault.borrow_mut() =
        Some(Fault::Instead(problem(503, "busy", "The portal is being updated.")));
    assert_eq!(world.run(&["sync", "--now", "2026-11-25T03:00:00Z"]).0, 2);
    let (text, json) = status("2026-11-25T12:00:00Z");
    let failed = "The last attempt, on 2026-11-25 03:00 UTC, failed: The portal is being updated.";
    assert!(
        text.lines().any(|shown| shown == failed) && text.contains(": 3 days were missed. Nothing stops working"),
        "{text}"
    );
    assert_eq!(json["contact"]["failed"]["sentence"], "The portal is being updated.");
    assert_eq!((&json["contact"]["missed_days"], &json["standing"]), (&Value::from(3), &Value::from("active")));
    assert!(
        json["banner"].as_str().unwrap().starts_with("The vendor's portal has had no sync since 2026-11-21 12:00 UTC")
    );
    world.run(&[
        "report",
        "--active=9",
        "--inactive=0",
        "--billable=7",
        "--version=17.4.3",
        "--now=2026-11-25T12:00:00Z",
    ]);
    assert_eq!(status("2026-11-25T12:00:00Z").1["update"], Value::Null, "it runs");
}

#[test]
fn r29_status_and_sync_name_the_way_out_of_a_clock_that_once_ran_ahead() {
    let world = World::new();
    world.run(&["report", "--active=9", "--inactive=0", "--billable=7", "--now=2027-11-21T12:00:00Z"]);
    let sentence = "This machine's clock is 365 days behind the latest instant seen here, 2027-11-21 12:00 UTC: ";
    let (_, text, _) = world.run(&["status", "--now", NOW]);
    assert!(text.lines().last().unwrap().starts_with(sentence) && text.contains("a fresh state directory"), "{text}");
    let clock = world.json(&["status", "--now", NOW])["clock"].clone();
    assert_eq!((&clock["behind_seconds"], &clock["seen"]), (&Value::from(31_536_000), &"2027-11-21T12:00:00Z".into()));
    assert!(clock["sentence"].as_str().unwrap().starts_with(sentence));
    let refusal = problem(422, "clock-ahead", "This instance ID is dated 21 November 2027.");
    *world.portal.lock().unwrap().fault.borrow_mut() = Some(Fault::Instead(refusal));
    let (exit, out, error) = world.run(&["sync", "--now", NOW]);
    assert!((exit, out.as_str()) == (1, "") && error.contains(sentence) && error.lines().count() == 1, "{error}");
    assert_eq!(
        world.json(&["status", "--now", "2027-11-20T12:00:00Z"])["clock"],
        Value::Null,
        "24 hours are no matter"
    );
}

#[test]
fn run_says_a_line_for_each_change_and_may_be_killed() {
    let world = World::new();
    world.orders("17.4.3", "security");
    let mut child = world.command(&["run", "--json", "--update-command", world.script(0).to_str().unwrap()]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    let events: Vec<Value> = lines.take(4).collect();
    let names: Vec<&str> = events.iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(names, ["standing", "synced", "standing", "updated"]);
    assert_eq!((&events[0]["standing"], &events[3]["outcome"]["result"]), (&Value::from("none"), &Value::from("done")));
    assert!(events[1]["next"].as_str().unwrap().ends_with('Z'));
    child.kill().unwrap();
    child.wait().unwrap();
    // Whoever asks while it runs, or after, knows when it wanted to sync next.
    assert_eq!(world.json(&["status"])["contact"]["next_try"], events[1]["next"]);
    assert_eq!((world.json(&["status"])["seq"].clone(), world.log().as_str()), (Value::from(1), "2 17.4.3 security\n"));
}

#[test]
fn r33_a_sync_killed_at_any_instant_loses_no_count_and_gives_no_number_out_twice() {
    const ROUNDS: u32 = 60;
    let world = World::new();
    let usual = (0..5).map(|_| {
        let start = Instant::now();
        assert_eq!(world.run(&["sync"]).0, 0);
        start.elapsed()
    });
    let longest = usual.max().unwrap() * 3 / 2;
    for round in 0..ROUNDS {
        let billable = (round + 10).to_string();
        assert_eq!(world.run(&["report", "--active", "1", "--inactive", "0", "--billable", &billable]).0, 0);
        let mut child = world.command(&["sync"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let deadline = Instant::now() + longest * round / ROUNDS;
        while Instant::now() < deadline {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(world.run(&["sync"]).0, 0);
    let portal = world.portal.lock().unwrap();
    let taken = portal.taken.borrow();
    eprintln!("{ROUNDS} kills, {} messages taken", taken.len());
    assert!(taken.len() > 5 && taken.iter().map(|claims| claims.seq).is_sorted_by(|a, b| a < b));
    assert_eq!(taken.last().unwrap().users.max, u64::from(ROUNDS) + 9);
    let mut names = BTreeMap::new();
    for request in world.server.requests() {
        let Ok(sealed) = decrypt(request.rsplit("\r\n").next().unwrap(), |kid| portal.portal.key(kid)) else {
            continue; // Killed while it was sent.
        };
        let claims = sealed.verify(None, &portal.url, DateTime::<Utc>::MAX_UTC).unwrap().claims;
        assert_eq!(names.entry(claims.seq).or_insert(claims.jti.clone()), &claims.jti, "number {}", claims.seq);
    }
    assert!(names.len() >= taken.len());
}
