//! What a release file may say, and where it is wrong.

use serde_json::{Value, json};

use super::*;

fn today() -> Day {
    "2026-08-10".parse().unwrap()
}

fn whole() -> Value {
    json!({
        "product": "harbor-git",
        "releases": [{ "version": "17.4.3", "released_on": "2026-08-08", "notes_url": "https://harbor.example/17.4.3" }],
        "advisories": [{
            "name": "HARBOR-2026-003", "severity": "critical", "title": "Anybody can read private projects",
            "url": "https://harbor.example/HARBOR-2026-003", "published_on": "2026-08-08",
            "affected": [{ "from": "17.2.0", "fixed_in": "17.2.9" }, { "from": "17.4.0", "fixed_in": "17.4.3" }]
        }],
        "support": [{ "tier": "premium", "urgency": "outage", "answer_minutes": 30, "around_the_clock": true }]
    })
}

#[test]
fn a_whole_file_is_read() {
    let file = read(&whole().to_string(), today()).unwrap();
    assert_eq!((file.releases.len(), file.advisories.len(), file.support.unwrap().len()), (1, 1, 1));
    assert_eq!(file.advisories[0].fixed_in("17.4.1"), Some("17.4.3"));
    let least = read(r#"{"product": "harbor-git"}"#, today()).unwrap();
    assert!(least.releases.is_empty() && least.advisories.is_empty() && least.support.is_none());
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let contracts = [
        ("/product", json!(""), "product"),
        ("/releases/0/version", json!("main"), "releases[0].version"),
        ("/releases/0/released_on", json!("2026-02-30"), "line 1"),
        ("/releases/0/released_on", json!("2026-08-11"), "releases[0].released_on"),
        ("/advisories/0/published_on", json!("2026-08-11"), "advisories[0].published_on"),
        ("/releases/0/notes_url", json!("javascript:alert(1)"), "releases[0].notes_url"),
        ("/advisories/0/severity", json!("bad"), "advisories[0].severity"),
        ("/advisories/0/title", json!("two\nlines"), "advisories[0].title"),
        ("/advisories/0/title", json!("x".repeat(301)), "advisories[0].title"),
        ("/advisories/0/affected", json!([]), "advisories[0].affected"),
        ("/advisories/0/affected/0/from", json!("17.2.9"), "advisories[0].affected[0]"),
        ("/advisories/0/affected/1/fixed_in", json!(""), "advisories[0].affected[1].fixed_in"),
        ("/support/0/tier", json!("gold"), "support[0].tier"),
        ("/support/0/answer_minutes", json!(0), "support[0].answer_minutes"),
    ];
    for (place, wrong, named) in contracts {
        let mut file = whole();
        *file.pointer_mut(place).unwrap() = wrong;
        let why = read(&file.to_string(), today()).unwrap_err();
        assert!(why.contains(named), "{place}: {why}");
    }
    let mut unknown = whole();
    unknown["note"] = json!("x");
    assert!(read(&unknown.to_string(), today()).unwrap_err().contains("note"));
    for twice in ["releases", "advisories", "support"] {
        let mut file = whole();
        let first = file[twice][0].clone();
        file[twice].as_array_mut().unwrap().push(first);
        assert!(read(&file.to_string(), today()).unwrap_err().starts_with(twice), "{twice}");
    }
    assert!(read(&" ".repeat(MOST_BYTES + 1), today()).unwrap_err().contains("larger"));
    assert!(read(&"[".repeat(10_000), today()).is_err());
}
