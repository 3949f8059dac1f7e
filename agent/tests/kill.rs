//! Commands killed at any instant: the state is always readable, no message's number is given out twice, and nothing that was answered is lost.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use seatsync_agent::instance_id::decrypt;
use support::{Folder, PORTAL, PRODUCT, Portal, at};

const KILLS: u32 = 120;

fn command(state: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_seatsync-agent"));
    command.args(words).arg("--state").arg(state).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the command and kills it after `delay`; what it had printed by then.
fn killed(state: &Path, words: &[&str], delay: Duration) -> (bool, String) {
    let mut child = command(state, words).spawn().unwrap();
    let deadline = Instant::now() + delay;
    while Instant::now() < deadline {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

fn status(state: &Path) -> serde_json::Value {
    let output = command(state, &["status", "--json"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// How long the command takes when nobody kills it.
fn usual(state: &Path, words: &[&str]) -> Duration {
    let start = Instant::now();
    assert!(command(state, words).output().unwrap().status.success());
    start.elapsed()
}

#[test]
fn a_kill_at_any_instant_leaves_the_old_or_the_new_state() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let (state, keys) = (folder.join("state"), folder.join("jwks.json"));
    std::fs::write(&keys, portal.keys().to_jwks()).unwrap();
    let init = ["init", "--portal", PORTAL, "--product", PRODUCT, "--keys", keys.to_str().unwrap()];
    assert!(command(&state, &init).output().unwrap().status.success());
    let mut seen: BTreeMap<u64, String> = BTreeMap::new();
    let mut noted = 0;
    let longest = usual(&state, &["instance-id", "--plain"]) * 3 / 2;
    for round in 0..KILLS {
        let delay = longest * round / KILLS;
        let billable = u64::from(round) + 1;
        let (answered, _) =
            killed(&state, &["report", "--active", "1", "--inactive", "0", "--billable", &billable.to_string()], delay);
        if answered {
            noted = billable;
        }
        let (_, text) = killed(&state, &["instance-id", "--plain"], delay);
        let after = status(&state);
        assert!(after["users"]["max"].as_u64().unwrap() >= noted, "an answered report was lost in round {round}");
        let Ok(sealed) = decrypt(&text, |kid| portal.key(kid)) else {
            continue;
        };
        let claims = sealed.verify(None, PORTAL, at("2100-01-01T00:00:00Z")).unwrap().claims;
        assert!(after["seq"].as_u64().unwrap() >= claims.seq, "number {} left before it was on disk", claims.seq);
        assert_eq!(seen.insert(claims.seq, claims.jti), None, "number {} was given out twice", claims.seq);
    }
    eprintln!("{KILLS} rounds of two kills, {} messages came out, longest delay {longest:?}", seen.len());
    assert!(
        !seen.is_empty() && seen.len() < usize::try_from(KILLS).unwrap(),
        "the kills must fall before and after the answer: {}",
        seen.len()
    );
}

#[test]
fn an_init_that_was_killed_can_be_run_again() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let keys = folder.join("jwks.json");
    std::fs::write(&keys, portal.keys().to_jwks()).unwrap();
    let init = ["init", "--portal", PORTAL, "--product", PRODUCT, "--keys", keys.to_str().unwrap()];
    let longest = usual(&folder.join("first"), &init) * 3 / 2;
    for round in 0..40 {
        let state = folder.join(&format!("state-{round}"));
        killed(&state, &init, longest * round / 40);
        // 0: completed now; 1: it was complete before the kill. Anything else is half a state.
        let code = command(&state, &init).output().unwrap().status.code();
        assert!(matches!(code, Some(0 | 1)), "round {round}: {code:?}");
        assert_eq!(status(&state)["seq"], 0);
    }
}
