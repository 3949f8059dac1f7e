//! The portal's keys change under instances that have yesterday's compiled in, connected or behind an air gap.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use seatsync_agent::instance::{Instance, LoadRefused};
use seatsync_agent::instance_id::{Claims, decrypt};
use seatsync_agent::keys::{PortalKeys, SealingKey};
use seatsync_agent::token::{TokenClaims, TokenRefused, sign};
use serde_json::{Value, json};
use support::{Folder, PORTAL, Portal, license, noon, settings, token};

/// A set of keys as published: the first is the one in use.
fn carried(portals: &[&Portal]) -> Value {
    let sealing = portals.iter().map(|portal| portal.sealing.public_key()).collect();
    PortalKeys::new(sealing, portals.iter().map(|portal| portal.signing.verifying_key()).collect()).unwrap().to_json()
}

fn brings(instance: &Instance, seq: u64, keys: &Value) -> TokenClaims {
    let licenses = vec![license("L-1", "2026-11-01", "2027-10-31", 100)];
    TokenClaims { keys: Some(keys.clone()), ..token(instance.id(), seq, licenses) }
}

/// What the instance says, and under which of these portals' keys it was sealed.
fn says(instance: &Instance, portals: &[&Portal]) -> (Claims, String) {
    let text = instance.instance_id(noon(), None).unwrap();
    let key = |kid: &str| portals.iter().find_map(|portal| portal.key(kid));
    let opened = decrypt(&text, key).unwrap();
    let kid = opened.sealed_to().to_owned();
    (opened.verify(None, PORTAL, noon()).unwrap().claims, kid)
}

fn edit(folder: &Folder, change: impl FnOnce(&mut Value)) {
    let path = folder.join("state/state.json");
    let mut state: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    change(&mut state);
    std::fs::write(path, state.to_string()).unwrap();
}

#[test]
fn an_instance_follows_a_whole_key_rotation_by_the_tokens_it_receives() {
    let (old, new, folder) = (Portal::fixed(), Portal::other(), Folder::new());
    let instance = folder.instance(&old);
    let load = |claims: &TokenClaims, by: &Portal| folder.instance(&old).load_token(&by.sign(claims), noon());

    // Not known yet: refused, and nothing has changed.
    let early = brings(&instance, 1, &carried(&[&new, &old]));
    assert_eq!(load(&early, &new), Err(LoadRefused::Token(TokenRefused::OtherPortal)));
    assert_eq!(says(&instance, &[&old, &new]).0.keys, Some(vec![old.signing.verifying_key().kid()]));

    // Published: told by a token under the old key; what is sent goes on being sealed to the one in use.
    load(&brings(&instance, 2, &carried(&[&old, &new])), &old).unwrap();
    let (claims, sealed_to) = says(&instance, &[&old, &new]);
    assert_eq!(claims.keys, Some(vec![old.signing.verifying_key().kid(), new.signing.verifying_key().kid()]));
    assert_eq!(sealed_to, old.sealing.kid());

    // In use.
    load(&brings(&instance, 3, &carried(&[&new, &old])), &new).unwrap();
    assert_eq!(says(&instance, &[&old, &new]).1, new.sealing.kid());

    // The old one retired: what it proved still proves, token after token.
    for seq in 4..8 {
        load(&brings(&instance, seq, &carried(&[&new])), &new).unwrap();
        assert_eq!(folder.instance(&old).permits(noon()).unwrap().tier, "premium");
    }
    assert_eq!(instance.state().unwrap().key_tokens.len(), 1, "the one that brought the key");
}

#[test]
fn three_rotations_are_a_chain_and_a_newer_product_needs_none_of_it() {
    let portals = [Portal::fixed(), Portal::other(), Portal::other(), Portal::other()];
    let folder = Folder::new();
    let instance = folder.instance(&portals[0]);
    let mut seq = 0;
    for pair in portals.windows(2) {
        for set in [&[&pair[0], &pair[1]][..], &[&pair[1], &pair[0]], &[&pair[1]]] {
            seq += 1;
            let by = if seq % 3 == 1 { &pair[0] } else { &pair[1] };
            instance.load_token(&by.sign(&brings(&instance, seq, &carried(set))), noon()).unwrap();
        }
    }
    assert_eq!(instance.state().unwrap().key_tokens.len(), 3);
    assert_eq!(instance.permits(noon()).unwrap().tier, "premium");
    // Without its first link nothing of the chain holds.
    let whole = std::fs::read(folder.join("state/state.json")).unwrap();
    edit(&folder, |state| drop(state["key_tokens"].as_array_mut().unwrap().remove(0)));
    assert_eq!(instance.permits(noon()).unwrap().tier, "core");
    std::fs::write(folder.join("state/state.json"), whole).unwrap();
    // A release with the newest keys compiled in keeps one more token, and drops the links.
    let newer = Instance::open(&folder.join("state"), settings(&portals[3])).unwrap();
    newer.load_token(&portals[3].sign(&brings(&instance, seq + 1, &carried(&[&portals[3]]))), noon()).unwrap();
    assert_eq!(newer.state().unwrap().key_tokens.len(), 0);
    assert_eq!(newer.permits(noon()).unwrap().tier, "premium");
}

#[test]
fn an_edited_state_adds_no_key() {
    let (old, new, thief) = (Portal::fixed(), Portal::other(), Portal::other());
    let (folder, other) = (Folder::new(), Folder::new());
    let instance = folder.instance(&old);
    let honest = old.sign(&brings(&instance, 1, &carried(&[&old, &new])));
    let forged = thief.sign(&brings(&instance, 1, &carried(&[&thief, &old])));
    let foreign = old.sign(&brings(&other.instance(&old), 1, &carried(&[&old, &thief])));
    // An honest token with the thief's keys written into it.
    let mut parts: Vec<String> = honest.split('.').map(str::to_owned).collect();
    parts[1] =
        sign(&brings(&instance, 1, &carried(&[&old, &thief])), &thief.signing).split('.').nth(1).unwrap().to_owned();
    let edited = parts.join(".");
    let theirs = |seq| thief.sign(&brings(&instance, seq, &carried(&[&thief])));
    instance.report(seatsync_agent::usage::Counts::default(), noon()).unwrap();
    for (place, text) in [("key_tokens", &forged), ("key_tokens", &foreign), ("key_tokens", &edited)] {
        edit(&folder, |state| state[place] = json!([text]));
        let refused = instance.load_token(&theirs(9), noon());
        assert_eq!(refused, Err(LoadRefused::Token(TokenRefused::OtherPortal)));
        edit(&folder, |state| state["newest"] = json!(text));
        assert_eq!(instance.load_token(&theirs(9), noon()), Err(LoadRefused::Token(TokenRefused::OtherPortal)));
        let told = says(&instance, &[&old]).0.keys.unwrap();
        assert!(!told.contains(&thief.signing.verifying_key().kid()));
        edit(&folder, |state| (state["key_tokens"], state["newest"]) = (json!([]), Value::Null));
    }
    // In a field of its own, or beside it, a key is no token.
    for keys in [json!(carried(&[&thief])), json!([carried(&[&thief])])] {
        edit(&folder, |state| state["keys"] = keys.clone());
        assert!(instance.load_token(&theirs(9), noon()).is_err());
    }
    // A key that the state names is believed only while the token that brought it is there.
    instance.load_token(&honest, noon()).unwrap();
    let under_new = new.sign(&brings(&instance, 2, &carried(&[&new, &old])));
    let whole = std::fs::read(folder.join("state/state.json")).unwrap();
    edit(&folder, |state| state["newest"] = Value::Null);
    assert_eq!(instance.load_token(&under_new, noon()), Err(LoadRefused::Token(TokenRefused::OtherPortal)));
    std::fs::write(folder.join("state/state.json"), whole).unwrap();
    instance.load_token(&under_new, noon()).unwrap();
}

#[test]
fn keys_that_cannot_be_used_take_nothing_from_the_token_that_brings_them() {
    let (portal, folder) = (Portal::fixed(), Folder::new());
    let instance = folder.instance(&portal);
    let only_sealing = json!({"keys": [SealingKey::generate().public_key().to_jwk()]});
    let odd = [
        json!({"keys": []}),
        json!({"keys": [{"kty": "RSA"}]}),
        only_sealing,
        json!({"keys": "none"}),
        json!(7),
        json!([]),
    ];
    for (seq, keys) in (1..).zip(&odd) {
        let text = portal.sign(&brings(&instance, seq, keys));
        instance.load_token(&text, noon()).unwrap();
        let (claims, sealed_to) = says(&instance, &[&portal]);
        assert_eq!((claims.keys.unwrap().len(), sealed_to), (1, portal.sealing.kid()));
    }
}
