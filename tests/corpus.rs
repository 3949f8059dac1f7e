//! What fuzzing tried and found is tried again (docs/fuzzing.md), and the largest inputs that are looked at: nothing panics, and nothing holds more
//! memory than the length of its input explains.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

// The targets know them by these names, wherever they are compiled.
use seatsync::actions::releases::file as release_file;
use seatsync::domain;

#[path = "../fuzz/src/targets.rs"]
mod targets;

use targets::TARGETS;

/// Memory is counted for the whole program, so one test runs at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Inputs written by hand, those that fuzzing found worth keeping, and those that once broke something.
fn inputs(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let folders = ["seeds", "corpus", "regressions"].map(|kind| fuzz.join(kind).join(target));
    let paths = folders.iter().filter(|folder| folder.is_dir()).flat_map(|folder| fs::read_dir(folder).unwrap());
    let paths = paths.map(|entry| entry.unwrap().path());
    paths.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[test]
fn every_input_that_was_ever_kept_is_answered() {
    let _alone = alone();
    let mut broken = Vec::new();
    for (name, run) in TARGETS {
        let inputs = inputs(name);
        assert!(inputs.len() >= 10, "{name}: {} inputs", inputs.len());
        for (path, input) in &inputs {
            if catch_unwind(|| run(input)).is_err() {
                broken.push(path.clone());
            }
        }
        eprintln!("{name}: {} inputs", inputs.len());
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// JSON objects of about so many bytes, each of the kind of thing that takes most of some kind of memory.
fn large_objects(bytes: usize) -> Vec<String> {
    let list = |item: &str| format!(r#"{{"a":[{}]}}"#, vec![item; (bytes - 8) / (item.len() + 1)].join(","));
    let nested = format!("{}0{}", r#"{"":"#.repeat(40), "}".repeat(40));
    let members = (10_000..10_000 + bytes / 10).map(|n| format!(r#""{n}":0"#)).collect::<Vec<_>>().join(",");
    let text = |email: &str| format!(r#"{{"iss":"{}"}}"#, email.repeat((bytes - 10) / email.len()));
    let lists = ["0", "[]", "{}", r#""""#, r#"{"":0}"#, r#"{"":[]}"#, &nested].map(list);
    lists.into_iter().chain([format!("{{{members}}}"), text("x"), text("\\u0001"), "[".repeat(bytes)]).collect()
}

/// The object with these members in front.
fn with(members: &str, object: &str) -> String {
    object.strip_prefix('{').map_or_else(|| object.to_owned(), |rest| format!("{{{members},{rest}"))
}

/// Bytes of claims that fit into a message of 64 KiB: base64url twice for a sealed one, once for a signed one.
const LARGEST_SEALED: usize = 35_900;
const LARGEST_SIGNED: usize = 48_800;

#[test]
fn the_largest_messages_are_answered_within_their_memory() {
    let _alone = alone();
    let addressed = r#""aud":"https://portal.vendor.example","iat":1795262400"#;
    let golden = [
        include_str!("../agent/tests/golden/1-full.claims.json"),
        include_str!("../agent/tests/golden/1-full.token-claims.json"),
    ];
    let members = golden.map(|claims| claims.trim().trim_matches(['{', '}']));
    for object in large_objects(LARGEST_SEALED) {
        targets::instance_id_parts(format!("\n\n{object}").as_bytes());
    }
    for object in large_objects(LARGEST_SEALED - 1_500) {
        for members in [addressed, members[0]] {
            targets::instance_id_parts(format!("\n\n{}", with(members, &object)).as_bytes());
        }
    }
    for object in large_objects(LARGEST_SIGNED) {
        targets::token_parts(format!("\n{object}").as_bytes());
    }
    for object in large_objects(LARGEST_SIGNED - 1_500) {
        targets::token_parts(format!("\n{}", with(members[1], &object)).as_bytes());
        targets::token_parts(format!("{object}\n{{}}").as_bytes());
    }
    for email in ["A", ".", " ", "ä", "\u{feff}"] {
        for bytes in [64 * 1024, 64 * 1024 + 1, 1024 * 1024] {
            let text = email.repeat(bytes / email.len());
            targets::instance_id(text.as_bytes());
            targets::token(text.as_bytes());
        }
    }
    eprintln!("at most {} thousandths of the memory allowed", targets::closest());
}

#[test]
fn the_largest_words_and_files_are_answered_within_their_memory() {
    let _alone = alone();
    for word in ["0", "1.", "17.4.1\n", "ä", "-", "A", "\u{2010}"] {
        let text = word.repeat(20_000);
        targets::activation_code(text.as_bytes());
        targets::version(text.as_bytes());
    }
    const BYTES: usize = 1024 * 1024 - 100;
    for (list, item) in [
        ("releases", r#"{"version":"1","released_on":"2026-08-08"}"#),
        ("releases", r#"["1","2026-08-08",null]"#),
        ("advisories", r#"["A","low","t",null,"2026-08-08",[]]"#),
        ("advisories", r#"["A","low","t",null,"2026-08-08",[["1","2"],["1","2"],["1","2"],["1","2"]]]"#),
        ("support", r#"{"tier":"premium","urgency":"outage","answer_minutes":1,"around_the_clock":true}"#),
        ("support", r#"["","",1,true]"#),
    ] {
        let most = BYTES / (item.len() + 1);
        for count in [4_000, 5_000, most].map(|count| count.min(most)) {
            let items = vec![item; count].join(",");
            targets::release_file(format!(r#"{{"product":"p","{list}":[{items}]}}"#).as_bytes());
        }
    }
    let ranges = vec![r#"["1","2"]"#; BYTES / 10].join(",");
    let advisory = format!(r#"{{"product":"p","advisories":[["A","low","t",null,"2026-08-08",[{ranges}]]]}}"#);
    targets::release_file(advisory.as_bytes());
    let names = (0..5_000).map(|n| format!(r#"["A{n}","low","t",null,"2026-08-08",[["1.{n}","2"],["3","4"]]]"#));
    let names = names.collect::<Vec<_>>().join(",");
    targets::release_file(format!(r#"{{"product":"p","advisories":[{names}]}}"#).as_bytes());
    for object in large_objects(BYTES) {
        targets::release_file(object.as_bytes());
    }
    eprintln!("at most {} thousandths of the memory allowed", targets::closest());
}

#[test]
fn memory_beyond_what_is_allowed_is_noticed() {
    let _alone = alone();
    // Far on either side: the threads that run the tests take and give back some memory of their own meanwhile.
    const MUCH: usize = 1 << 20;
    assert!(catch_unwind(|| targets::within(MUCH / 2, || vec![0_u8; MUCH])).is_err());
    assert_eq!(targets::within(MUCH * 2, || vec![0_u8; MUCH]).len(), MUCH);
}
