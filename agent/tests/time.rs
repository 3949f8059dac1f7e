//! R29: a license that has lapsed does not come back, whatever is done to the files beside it and to the clock.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::fs;

use chrono::{DateTime, Utc};
use seatsync_agent::instance::Instance;
use seatsync_agent::state::StateError;
use seatsync_agent::token::TokenClaims;
use seatsync_agent::usage::Counts;
use serde_json::{Value, json};
use support::{Folder, Portal, at, license, noon, settings, token};

/// A turned-back clock: within the term of the license.
fn back() -> DateTime<Utc> {
    at("2026-12-01T12:00:00Z")
}

/// The instance's own last report, after the license has lapsed.
fn late() -> DateTime<Utc> {
    at("2027-02-01T12:00:00Z")
}

struct World {
    portal: Portal,
    folder: Folder,
}

impl World {
    /// A license that was taken at noon, and whose end and grace passed a month ago.
    fn lapsed() -> Self {
        let world = Self { portal: Portal::fixed(), folder: Folder::new() };
        let instance = world.instance();
        let due = vec![license("L-1", "2026-11-01", "2026-12-31", 100)];
        instance.load_token(&world.portal.sign(&token(instance.id(), 1, due)), noon()).unwrap();
        assert_eq!(instance.standing(back()).unwrap().word(), "active");
        instance.report(Counts::default(), late()).unwrap();
        assert_eq!(instance.standing(back()).unwrap().word(), "lapsed");
        world
    }

    fn instance(&self) -> Instance {
        self.folder.instance(&self.portal)
    }

    fn word(&self, now: DateTime<Utc>) -> String {
        let opened = Instance::open(&self.folder.join("state"), settings(&self.portal));
        match opened.and_then(|instance| instance.standing(now)) {
            Ok(standing) => standing.word().to_owned(),
            Err(error) => error.to_string(),
        }
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join("state").join(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.join("state").join(name), text).unwrap();
    }

    fn remove(&self, name: &str) {
        // It may not have come back since.
        let _ = fs::remove_file(self.folder.join("state").join(name));
    }

    fn edit(&self, change: impl FnOnce(&mut Value)) {
        let mut state: Value = serde_json::from_str(&self.read("state.json")).unwrap();
        change(&mut state);
        self.write("state.json", &state.to_string());
    }
}

#[test]
fn editing_the_time_in_the_state_brings_nothing_back() {
    for seen in
        [Value::Null, json!("2026-11-21T12:00:00Z"), json!("1970-01-01T00:00:00Z"), json!("-100000-01-01T00:00:00Z")]
    {
        let world = World::lapsed();
        world.edit(|state| state["seen"] = seen.clone());
        assert_eq!(world.word(back()), "lapsed", "{seen}");
        world.edit(|state| state["seen"] = seen.clone());
        world.instance().report(Counts::default(), back()).unwrap();
        assert_eq!(world.word(back()), "lapsed", "after a report: {seen}");
    }
    for seen in [json!(7), json!("soon"), json!({}), json!([]), json!(true)] {
        let world = World::lapsed();
        world.edit(|state| state["seen"] = seen.clone());
        assert!(world.word(back()).contains("was changed by something else"), "{seen}");
    }
}

#[test]
fn one_signature_of_the_two_is_enough() {
    let world = World::lapsed();
    world.edit(|state| (state["seen"], state["mark"]) = (Value::Null, Value::Null));
    assert_eq!(world.word(back()), "lapsed", "the file beside it");
    let world = World::lapsed();
    world.remove("clock");
    world.edit(|state| state["seen"] = Value::Null);
    assert_eq!(world.word(back()), "lapsed", "the state's own");
    for text in ["", "garbage", "a.b.c", "{}"] {
        let world = World::lapsed();
        world.write("clock", text);
        world.edit(|state| state["seen"] = Value::Null);
        assert_eq!(world.word(back()), "lapsed", "{text:?}");
    }
    // What another key signed is no time of this instance's.
    let (world, other) = (World::lapsed(), World::lapsed());
    world.write("clock", &other.read("clock"));
    world.edit(|state| state["mark"] = json!(other.read("clock").trim()));
    assert!(world.word(back()).contains("belongs to another instance"));
}

#[test]
fn an_older_copy_of_the_state_brings_nothing_back() {
    let world = World { portal: Portal::fixed(), folder: Folder::new() };
    let instance = world.instance();
    let due = vec![license("L-1", "2026-11-01", "2026-12-31", 100)];
    instance.load_token(&world.portal.sign(&token(instance.id(), 1, due)), noon()).unwrap();
    let copy = world.read("state.json");
    instance.report(Counts::default(), late()).unwrap();
    world.write("state.json", &copy);
    assert_eq!(world.word(back()), "lapsed");
    world.remove("state.json");
    assert_eq!(world.word(back()), "none", "a new identity has no license");
}

#[test]
fn an_instance_without_a_clock_lives_at_the_time_of_its_newest_token() {
    // Nothing was due any more, and the portal said so in February.
    let world = World::lapsed();
    let nothing = TokenClaims { iat: late(), ..token(world.instance().id(), 2, Vec::new()) };
    world.instance().load_token(&world.portal.sign(&nothing), back()).unwrap();
    let strip = |world: &World| {
        world.remove("clock");
        world.edit(|state| {
            (state["seen"], state["mark"], state["tokens"]) = (Value::Null, Value::Null, json!([]));
        });
    };
    strip(&world);
    assert_eq!(world.word(back()), "lapsed", "the newest token's own time");
    // Its time cannot be edited, nor the order.
    world.remove("clock");
    world.edit(|state| {
        let older = state["licenses"][0]["token"].clone();
        let newest = state["newest"].clone();
        (state["seen"], state["mark"], state["newest"], state["key_tokens"]) =
            (Value::Null, Value::Null, older, json!([newest]));
    });
    assert_eq!(world.word(back()), "lapsed", "whichever of them is called the newest");
    // Without it: as late as the license's own token, which is all that is left (SECURITY.md).
    strip(&world);
    world.edit(|state| (state["newest"], state["key_tokens"]) = (Value::Null, json!([])));
    let instance = world.instance();
    assert_eq!(instance.state().unwrap().seen.latest(), Some(noon()));
    assert_eq!(instance.standing(at("2020-01-01T00:00:00Z")).unwrap().word(), "active");
}

#[test]
fn a_state_of_another_instance_grants_nothing() {
    let (world, other) = (World::lapsed(), World::lapsed());
    let due = vec![license("L-2", "2026-11-01", "2027-10-31", 100)];
    let id = other.instance().id();
    other.instance().load_token(&other.portal.sign(&token(id, 3, due)), late()).unwrap();
    assert_eq!(other.word(late()), "active");
    world.write("state.json", &other.read("state.json"));
    let said = world.word(late());
    assert!(said.contains("belongs to another instance") && said.contains("link the instance anew"), "{said}");
    let opened = Instance::open(&world.folder.join("state"), settings(&world.portal)).unwrap();
    assert!(matches!(opened.instance_id(late(), None), Err(StateError::Foreign { .. })));
}

#[test]
fn a_state_that_is_cut_off_empty_or_something_else_is_said_and_grants_nothing() {
    let whole = World::lapsed().read("state.json");
    let cut: Vec<&str> =
        [0, 1, whole.len() / 3, whole.len() - 2].into_iter().filter_map(|end| whole.get(..end)).collect();
    for text in cut.into_iter().chain(["null", "[]", "{}", "7", "\"\"", "{\"version\": 2}", "\u{feff}", "not JSON"]) {
        let world = World::lapsed();
        world.write("state.json", text);
        assert!(world.word(back()).contains("restore it from a backup"), "{text:?}");
    }
    let world = World::lapsed();
    fs::write(world.folder.join("state/state.json"), b"\xff\xfe\x00\xd8garbage\x80").unwrap();
    assert!(world.word(back()).contains("restore it from a backup"));
}

#[test]
fn whatever_is_put_into_a_field_nothing_panics_and_nothing_revives() {
    let values = [
        Value::Null,
        json!(0),
        json!(-1),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("x"),
        json!("+262142-12-31T23:59:59Z"),
        json!("-262143-01-01T00:00:00Z"),
        json!([]),
        json!({}),
        json!([[]]),
    ];
    let world = World::lapsed();
    let (state, clock) = (world.read("state.json"), world.read("clock"));
    let parsed: Value = serde_json::from_str(&state).unwrap();
    let mut names: Vec<String> = parsed.as_object().unwrap().keys().cloned().collect();
    names.extend(["next_try", "next_sync", "failed", "pending", "order", "begun", "asked"].map(str::to_owned));
    for name in &names {
        for value in &values {
            world.write("clock", &clock);
            world.write("state.json", &state);
            world.edit(|state| state[name] = value.clone());
            let word = world.word(back());
            assert!(!["active", "grace"].contains(&word.as_str()), "{name}: {value}: {word}");
            if let Ok(instance) = Instance::open(&world.folder.join("state"), settings(&world.portal)) {
                let _ = instance.instance_id(back(), None);
                let _ = instance.report(Counts { active: u64::MAX, inactive: u64::MAX, billable: u64::MAX }, back());
                let _ = instance.contact(back()).map(|contact| contact.to_string());
                let _ = instance.history(back());
                assert!(!["active", "grace"].contains(&world.word(back()).as_str()), "{name}: {value}");
            }
        }
    }
}

#[test]
fn a_board_without_a_clock_counts_says_so_and_works_as_soon_as_the_time_is_right() {
    let (portal, folder) = (Portal::fixed(), Folder::new());
    let instance = folder.instance(&portal);
    let unset = at("1970-01-01T00:03:00Z");
    instance.report(Counts { active: 5, inactive: 0, billable: 5 }, unset).unwrap();
    let said = instance.instance_id(unset, None).unwrap_err().to_string();
    assert!(said.contains("1970-01-01 00:03 UTC") && said.contains("set it right"), "{said}");
    let text = instance.instance_id(noon(), None).unwrap();
    let opened = seatsync_agent::instance_id::decrypt(&text, |kid| portal.key(kid)).unwrap();
    let claims = opened.verify(None, support::PORTAL, noon()).unwrap().claims;
    assert_eq!((claims.users.billable, claims.users.max, claims.daily.len(), claims.seq), (5, 5, 0, 1));
}
