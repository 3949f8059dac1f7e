//! Today's code reads every message ever written into `tests/golden/`.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::instance_id::decrypt;
use seatsync_agent::keys::PortalKeys;
use seatsync_agent::token::open_token;
use serde_json::Value;
use support::{INSTANCE, PORTAL, PRODUCT, Portal, instance_key, noon};

/// All golden files whose name ends like this, as (path, text).
fn files(ending: &str) -> Vec<(PathBuf, String)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let paths = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let matching = paths.filter(|path| path.to_str().unwrap().ends_with(ending));
    matching.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// What stands in the file beside it.
fn expected(path: &Path, ending: &str, other: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(path.to_str().unwrap().replace(ending, other)).unwrap()).unwrap()
}

#[test]
fn every_instance_id_ever_written_is_read() {
    let portal = Portal::fixed();
    let files = files(".instance-id.txt");
    assert!(files.len() >= 2);
    for (path, text) in files {
        let opened = decrypt(&text, |kid| portal.key(kid))
            .unwrap()
            .verify(Some(&instance_key().verifying_key()), PORTAL, noon())
            .unwrap();
        assert_eq!(
            serde_json::to_value(opened.claims).unwrap(),
            expected(&path, ".instance-id.txt", ".claims.json"),
            "{path:?}"
        );
    }
}

#[test]
fn every_token_ever_written_is_read() {
    let keys = PortalKeys::from_jwks(&files("/jwks.json").first().unwrap().1).unwrap();
    assert_eq!(keys, Portal::fixed().keys());
    let files = files(".token.txt");
    assert!(files.len() >= 2);
    for (path, text) in files {
        let claims = open_token(&text, &keys, INSTANCE, PRODUCT).unwrap();
        assert_eq!(
            serde_json::to_value(claims).unwrap(),
            expected(&path, ".token.txt", ".token-claims.json"),
            "{path:?}"
        );
    }
}

#[test]
fn every_activation_code_ever_mailed_is_read() {
    for (_, codes) in files("/activation-codes.txt") {
        assert!(codes.lines().count() >= 5);
        for code in codes.lines() {
            assert_eq!(code.parse::<ActivationCode>().unwrap().to_string(), code);
        }
    }
}
