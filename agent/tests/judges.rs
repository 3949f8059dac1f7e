//! The wire before independent judges: `jwcrypto` and `PyJWT` (Python), `jose` (Node). They read ours, we read theirs, and the published examples run.
//!
//! Needs `SEATSYNC_JUDGES`, a directory with `venv` and `node_modules` as `bin/test` makes it (see the README). Without it the judges are skipped,
//! loudly; with `CI=true` that is a failure.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use base64ct::{Base64UrlUnpadded, Encoding};
use seatsync_agent::instance_id::{self, Claims, decrypt};
use seatsync_agent::keys::Jwk;
use seatsync_agent::token::{TokenClaims, armour, open_token};
use serde_json::{Value, json};
use support::{INSTANCE, PORTAL, PRODUCT, Portal, claims, instance_key, license, noon, token};

/// A foreign library in its own process.
struct Judge {
    home: PathBuf,
    name: &'static str,
    program: PathBuf,
}

/// Both judges, or none if they are not installed.
fn judges() -> Vec<Judge> {
    let Some(home) = env::var_os("SEATSYNC_JUDGES").map(PathBuf::from) else {
        assert_ne!(
            env::var("CI").as_deref(),
            Ok("true"),
            "SEATSYNC_JUDGES is not set: in CI the judges must not be skipped"
        );
        // Past the test harness, which would swallow it.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: the judges of the wire did not run; set SEATSYNC_JUDGES (see agent/README.md)"
        );
        return Vec::new();
    };
    let python = Judge { name: "judge.py", program: home.join("venv/bin/python"), home: home.clone() };
    vec![python, Judge { name: "judge.mjs", program: "node".into(), home }]
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn run(program: &Path, script: &Path, words: &[&str], home: &Path, input: &str) -> Output {
    let mut command = Command::new(program);
    command
        .arg(script)
        .args(words)
        .env("SEATSYNC_JUDGES", home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

impl Judge {
    fn ask(&self, question: &Value) -> Value {
        let output = run(
            &self.program,
            &repository().join("tests/judges").join(self.name),
            &[],
            &self.home,
            &question.to_string(),
        );
        assert!(output.status.success(), "{}: {}", self.name, String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// A private key as the foreign libraries want it; ours never writes one.
fn private(public: &Jwk, secret: &[u8; 32]) -> Value {
    let mut jwk =
        json!({"kty": public.kty, "crv": public.crv, "x": public.x, "d": Base64UrlUnpadded::encode_string(secret)});
    if let Some(y) = &public.y {
        jwk["y"] = json!(y);
    }
    jwk
}

fn sealing_private(portal: &Portal) -> Value {
    private(&portal.sealing.public_key().to_jwk(), &portal.sealing.to_secret_bytes())
}

#[test]
fn other_libraries_read_our_instance_ids() {
    let portal = Portal::other();
    let text = instance_id::seal(&claims(), &instance_key(), &portal.sealing.public_key());
    for judge in judges() {
        let read = judge.ask(&json!({"ask": "read_instance_id", "text": text, "sealing": sealing_private(&portal)}));
        assert_eq!(read["claims"], serde_json::to_value(claims()).unwrap(), "{}", judge.name);
        assert_eq!(
            (read["header"]["kid"].as_str(), read["outer"]["kid"].as_str()),
            (Some(instance_key().kid().as_str()), Some(portal.sealing.kid().as_str()))
        );
    }
}

#[test]
fn we_read_instance_ids_that_other_libraries_made() {
    let portal = Portal::other();
    let key = instance_key();
    let claims: Claims = claims();
    for judge in judges() {
        let question = json!({"ask": "write_instance_id", "claims": claims, "sealing": portal.sealing.public_key().to_jwk(),
            "instance": private(&key.verifying_key().to_jwk(), &key.to_secret_bytes())});
        let text = judge.ask(&question)["text"].as_str().unwrap().to_owned();
        let opened = decrypt(&text, |kid| portal.key(kid)).unwrap().verify(None, PORTAL, noon()).unwrap();
        assert_eq!((opened.claims, opened.key), (claims.clone(), key.verifying_key()), "{}", judge.name);
    }
}

fn token_claims() -> TokenClaims {
    token(
        INSTANCE,
        42,
        vec![license("L-1", "2026-04-01", "2027-03-31", 120), license("L-2", "2199-04-01", "2200-03-31", 130)],
    )
}

#[test]
fn other_libraries_read_our_tokens() {
    let (portal, claims) = (Portal::other(), token_claims());
    for judge in judges() {
        let signing = portal.signing.verifying_key().to_jwk();
        let text = portal.sign(&claims);
        let read = judge.ask(&json!({"ask": "read_token", "text": text, "signing": signing, "audience": PRODUCT}));
        assert_eq!(read["claims"], serde_json::to_value(&claims).unwrap(), "{}", judge.name);
        assert_eq!(read["header"], json!({"alg": "EdDSA", "typ": "seatsync-token+jwt", "kid": portal.signing.kid()}));
    }
}

#[test]
fn we_read_tokens_that_other_libraries_made() {
    let (portal, claims) = (Portal::other(), token_claims());
    for judge in judges() {
        let signing = private(&portal.signing.verifying_key().to_jwk(), &portal.signing.to_secret_bytes());
        let text = judge.ask(&json!({"ask": "write_token", "claims": claims, "signing": signing}))["text"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(open_token(&text, &portal.keys(), INSTANCE, PRODUCT).unwrap(), claims, "{}", judge.name);
    }
}

#[test]
fn other_libraries_compute_the_same_thumbprints() {
    let portal = Portal::other();
    for judge in judges() {
        for jwk in [portal.sealing.public_key().to_jwk(), portal.signing.verifying_key().to_jwk()] {
            let bare = json!({"kty": jwk.kty, "crv": jwk.crv, "x": jwk.x, "y": jwk.y});
            let bare: Value = bare
                .as_object()
                .unwrap()
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect::<serde_json::Map<_, _>>()
                .into();
            assert_eq!(
                judge.ask(&json!({"ask": "thumbprint", "key": bare}))["kid"].as_str(),
                jwk.kid.as_deref(),
                "{}",
                judge.name
            );
        }
    }
}

/// Runs a published example on a token and returns its exit code and what it printed.
fn example(judge: &Judge, portal: &Portal, instance: &str, text: &str) -> (Option<i32>, String) {
    let folder = support::Folder::new();
    std::fs::write(folder.join("jwks.json"), portal.keys().to_jwks()).unwrap();
    let name = if judge.name == "judge.py" { "verify_token.py" } else { "verify-token.mjs" };
    // Node looks for `jose` beside the script, so the script is run from where the libraries are.
    let script = judge.home.join(format!("{}-{name}", uuid::Uuid::now_v7()));
    std::fs::copy(repository().join("agent/protocol-examples").join(name), &script).unwrap();
    let output = run(
        &judge.program,
        &script,
        &[folder.join("jwks.json").to_str().unwrap(), instance, PRODUCT],
        &judge.home,
        text,
    );
    std::fs::remove_file(script).unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_published_examples_take_a_token_and_refuse_a_changed_one() {
    let (portal, instance) = (Portal::other(), INSTANCE.to_string());
    let text = portal.sign(&token_claims());
    for judge in judges() {
        let expected = "L-1 premium 120 2026-04-01 2027-03-31\nL-2 premium 130 2199-04-01 2200-03-31\n";
        assert_eq!(
            example(&judge, &portal, &instance, &armour(&text)),
            (Some(0), expected.to_owned()),
            "{}",
            judge.name
        );
        let forged = Portal { signing: Portal::other().signing, sealing: portal.sealing.clone() };
        for (portal, instance, text) in [
            (&portal, instance.as_str(), &text[..text.len() - 2]),
            (&forged, &instance, &text),
            (&portal, "0192", &text),
        ] {
            assert_eq!(example(&judge, portal, instance, text), (Some(1), String::new()), "{}", judge.name);
        }
    }
}

#[test]
fn the_published_examples_are_short() {
    for name in ["verify_token.py", "verify-token.mjs"] {
        let text = std::fs::read_to_string(repository().join("agent/protocol-examples").join(name)).unwrap();
        assert!(text.lines().count() < 40, "{name}");
    }
}
