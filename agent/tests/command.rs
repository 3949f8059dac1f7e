//! The binary as an administrator types it: what is printed, what is refused, and with which exit code.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::io::Write;
use std::process::{Command, Stdio};

use seatsync_agent::instance_id::decrypt;
use serde_json::{Value, json};
use support::{Folder, PORTAL, PRODUCT, Portal, at, license, token};

/// An instance that is driven by the binary.
struct Machine {
    folder: Folder,
    portal: Portal,
}

/// Exit code, standard output, standard error.
type Output = (i32, String, String);

impl Machine {
    fn bare() -> Self {
        let (folder, portal) = (Folder::new(), Portal::fixed());
        std::fs::write(folder.join("jwks.json"), portal.keys().to_jwks()).unwrap();
        Self { folder, portal }
    }

    fn new() -> Self {
        let machine = Self::bare();
        assert_eq!(machine.init().0, 0);
        machine
    }

    fn init(&self) -> Output {
        let keys = self.folder.join("jwks.json");
        self.run(&[
            "init",
            "--portal",
            PORTAL,
            "--product",
            PRODUCT,
            "--keys",
            keys.to_str().unwrap(),
            "--version=17.4.1",
            "--free-tier",
            "core",
        ])
    }

    fn run(&self, words: &[&str]) -> Output {
        self.run_in("UTC", words, "")
    }

    fn run_in(&self, zone: &str, words: &[&str], input: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_seatsync-agent"));
        command.args(words).arg("--state").arg(self.folder.join("state")).env("TZ", zone);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A program that refused its arguments does not read.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    }

    fn json(&self, words: &[&str]) -> Value {
        let (code, out, error) = self.run(&[words, &["--json"]].concat());
        assert_eq!(code, 0, "{error}");
        serde_json::from_str(&out).unwrap()
    }

    fn id(&self) -> uuid::Uuid {
        serde_json::from_value(self.json(&["status"])["instance"].clone()).unwrap()
    }

    /// A token with a license from the first day of April 2027 on.
    fn future_token(&self) -> String {
        self.portal.sign(&token(self.id(), 0, vec![license("L-1", "2027-04-01", "2028-03-31", 120)]))
    }
}

#[test]
fn an_instance_that_does_not_count_says_so_and_one_in_production_says_nothing_of_it() {
    let sentence = "This is a staging instance: its users don't count towards the seats.";
    let machine = Machine::bare();
    let keys = machine.folder.join("jwks.json");
    let set = ["init", "--portal", PORTAL, "--product", PRODUCT, "--keys", keys.to_str().unwrap()];
    let (code, out, error) = machine.run(&[&set[..], &["--environment", "preprod"]].concat());
    assert!(code == 0 && out.ends_with(&format!("\n{sentence}\n")), "{out}{error}");
    assert!(machine.run(&["status"]).1.contains(sentence));
    assert_eq!(machine.json(&["status"])["environment"], "staging");
    let counts = Machine::bare();
    assert!(!counts.init().1.contains("don't count"));
    assert!(!counts.run(&["status"]).1.contains("don't count"));
}

#[test]
fn the_whole_loop_by_clipboard() {
    let machine = Machine::new();
    let (code, out, _) = machine.run(&[
        "report",
        "--active",
        "125",
        "--inactive",
        "2",
        "--billable",
        "120",
        "--now",
        "2026-11-21T12:00:00Z",
    ]);
    assert_eq!((code, out.as_str()), (0, "120 billable users noted, 120 at most in this term.\n"));
    let (code, pasted, _) = machine.run(&["instance-id", "--now", "2026-11-21T12:00:00Z"]);
    assert!(code == 0 && pasted.starts_with("-----BEGIN SEATSYNC INSTANCE ID-----\n"), "{pasted}");
    let claims = decrypt(&pasted, |kid| machine.portal.key(kid))
        .unwrap()
        .verify(None, PORTAL, at("2026-11-21T12:00:00Z"))
        .unwrap()
        .claims;
    assert_eq!(
        (claims.users.billable, claims.version.as_str(), claims.environment.as_str()),
        (120, "17.4.1", "production")
    );
    let answer = seatsync_agent::token::armour(&machine.portal.sign(&token(
        machine.id(),
        1,
        vec![license("L-1", "2026-11-21", "2027-11-20", 120)],
    )));
    let (code, out, error) = machine.run_in("UTC", &["load-token", "-"], &answer);
    assert_eq!(
        (code, out.as_str()),
        (0, "The token is loaded. License L-1 (premium, 120 seats) is in force through 2027-11-20.\n"),
        "{error}"
    );
    let status = machine.json(&["status", "--now", "2026-11-21T12:00:00Z"]);
    assert_eq!(
        (&status["standing"], &status["tier"], &status["seats"], &status["seq"]),
        (&json!("active"), &json!("premium"), &json!(120), &json!(1))
    );
    let (_, history, _) = machine.run(&["history", "--now", "2026-11-21T12:00:00Z"]);
    assert_eq!(history, "current   2026-11-21 – 2027-11-20  premium  120 seats  L-1\n");
}

#[test]
fn r26_a_future_license_starts_to_the_second_in_any_time_zone() {
    let zones = [
        "UTC",
        "Pacific/Kiritimati",
        "Pacific/Apia",
        "Pacific/Pago_Pago",
        "Etc/GMT+12",
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "<+14>-14",
        "<-12>12",
    ];
    for zone in zones {
        let machine = Machine::new();
        let file = machine.folder.join("token");
        std::fs::write(&file, machine.future_token()).unwrap();
        let (code, out, _) =
            machine.run_in(zone, &["load-token", file.to_str().unwrap(), "--now", "2027-01-01T00:00:00Z"], "");
        assert_eq!(
            (code, out.as_str()),
            (
                0,
                "The token is loaded. License L-1 (premium, 120 seats) starts on 2027-04-01 at 00:00 UTC; it unlocks nothing before.\n"
            )
        );
        for (now, standing, tier) in [
            ("2027-03-31T23:59:59Z", "upcoming", "core"),
            ("2027-04-01T00:00:00Z", "active", "premium"),
            ("2027-04-01T00:00:01Z", "active", "premium"),
        ] {
            let (_, out, _) = machine.run_in(zone, &["status", "--json", "--now", now], "");
            let status: Value = serde_json::from_str(&out).unwrap();
            assert_eq!(
                (status["standing"].as_str(), status["tier"].as_str()),
                (Some(standing), Some(tier)),
                "{zone} {now}"
            );
        }
    }
}

#[test]
fn what_a_rule_refuses_ends_with_1_and_a_sentence() {
    let machine = Machine::new();
    let text = machine.future_token();
    let edited = text.replacen(".eyJ", ".eyK", 1);
    let foreign = machine.portal.sign(&token(support::INSTANCE, 1, Vec::new()));
    assert_eq!(machine.run_in("UTC", &["load-token"], &text).0, 0);
    let before = machine.json(&["status"]);
    for (input, sentence) in [
        (text.as_str(), "This token is on record already: it was loaded on "),
        (edited.as_str(), "The signature does not fit this token, so it was cut off or changed: "),
        (foreign.as_str(), "This token is for another instance "),
        (&"x".repeat(70_000), "This is not a token: it is longer than 65536 bytes"),
        ("", "This is not a token: "),
    ] {
        let (code, out, error) = machine.run_in("UTC", &["load-token"], input);
        assert!((code, out.as_str()) == (1, "") && error.starts_with(sentence), "{code} {out} {error}");
        assert_eq!(error.lines().count(), 1);
    }
    let after = machine.json(&["status"]);
    assert_eq!((&before["seq"], &before["license"], &before["at"]), (&after["seq"], &after["license"], &after["at"]));
    assert_eq!(machine.init().0, 1, "a second init would lose the identity");
}

#[test]
fn wrong_usage_and_input_end_with_2_and_a_sentence() {
    let machine = Machine::new();
    for words in [
        vec![],
        vec!["dance"],
        vec!["report"],
        vec!["report", "--active", "-1", "--inactive", "0", "--billable", "0"],
        vec!["report", "--active", "many", "--inactive", "0", "--billable", "0"],
        vec!["status", "--now", "tomorrow"],
        vec!["status", "extra"],
        vec!["status", "--weather"],
        vec!["instance-id", "--code", "ABC"],
        vec!["load-token", "/nowhere/token"],
        vec!["load-token", "one", "two"],
        vec!["init", "--portal", "portal.example", "--product", "devbox", "--keys", "/nowhere"],
    ] {
        let (code, out, error) = machine.run(&words);
        assert!((code, out.as_str()) == (2, "") && error.len() > 20, "{words:?}: {code} {out} {error}");
    }
    let (code, _, error) = Machine::bare().run(&["status"]);
    assert!(code == 2 && error.contains("is not set up: run seatsync-agent init"), "{error}");
    assert_eq!(machine.json(&["status"])["seq"], 0);
}

#[test]
fn r36_figures_are_handed_over_and_what_is_not_given_stays() {
    let machine = Machine::new();
    let report = |options: &[&str]| {
        let counts = ["report", "--active=5", "--inactive=1", "--billable=4", "--now=2026-11-21T12:00:00Z"];
        let (code, out, error) = machine.run(&[&counts, options].concat());
        assert_eq!(code, 0, "{error}");
        let (_, pasted, _) = machine.run(&["instance-id", "--now=2026-11-21T12:00:00Z"]);
        let opened = decrypt(&pasted, |kid| machine.portal.key(kid)).unwrap();
        let claims = opened.verify(None, PORTAL, at("2026-11-21T12:00:00Z")).unwrap().claims;
        (serde_json::to_value(claims.service).unwrap(), out.lines().nth(1).unwrap_or_default().to_owned())
    };
    let (said, line) = report(&[]);
    assert_eq!((said, line.as_str()), (json!({"operational": {}, "optional": {}}), ""));
    let (said, line) = report(&["--operational", "projects=311, users=12", "--operational=a=b=0"]);
    assert_eq!(said, json!({"operational": {"projects": 311, "users": 12, "a=b": 0}, "optional": {}}));
    assert_eq!(line, "Operational figures to send: 3; optional ones: 0.");
    let (said, _) = report(&["--optional", "pipelines=9120", "--operational", "projects=312"]);
    assert_eq!(said, json!({"operational": {"projects": 312}, "optional": {"pipelines": 9120}}));
    let (said, line) = report(&["--optional", "off"]);
    assert_eq!(said, json!({"operational": {"projects": 312}}));
    assert_eq!(line, "Operational figures to send: 1; optional ones: switched off.");
    assert_eq!(report(&["--operational", "projects=313"]).0, json!({"operational": {"projects": 313}}));
    assert_eq!(report(&["--operational="]).0, json!({"operational": {}}), "off it stays");
    assert_eq!(report(&["--optional="]).0, json!({"operational": {}, "optional": {}}));
    let json = machine.json(&["report", "--active=5", "--inactive=1", "--billable=4", "--optional=x=1"]);
    assert_eq!(json["service"], json!({"operational": {}, "optional": {"x": 1}}));
}

#[test]
fn r36_figures_that_are_none_are_named_and_nothing_is_changed() {
    let machine = Machine::new();
    let long = format!("{}=1", "n".repeat(65));
    let many: Vec<String> = (0..201).map(|number| format!("f{number}=1")).collect();
    for (option, value, named) in [
        ("operational", "projects", "--operational is names with whole numbers from 0 on, "),
        ("operational", "projects=311,", "; \"\" is none."),
        ("operational", "projects=-1", "; \"projects=-1\" is none."),
        ("optional", "pipelines=1.5", "--optional is names with whole numbers from 0 on, "),
        ("optional", "off,pipelines=1", "; \"off\" is none."),
        ("operational", "off", "; \"off\" is none."),
        ("operational", "a=1,b=2,a=3", "--operational gives \"a\" twice."),
        ("operational", "=1", "The name of a figure has from 1 to 64 characters"),
        ("operational", &long, "The name of a figure has from 1 to 64 characters"),
        ("optional", "pipelines=9007199254740992", "The figure pipelines is above 9007199254740991"),
        ("optional", &many.join(","), "There are more than 200 figures"),
    ] {
        let words =
            ["report", "--active=5", "--inactive=1", "--billable=4", "--version=9", &format!("--{option}={value}")];
        let (code, out, error) = machine.run(&words);
        assert!((code, out.as_str()) == (2, "") && error.contains(named), "{value}: {code} {out} {error}");
        assert_eq!(error.lines().count(), 1);
    }
    let status = machine.json(&["status"]);
    assert_eq!((&status["version"], &status["users"]["max"]), (&json!("17.4.1"), &json!(0)));
}

#[test]
fn r35_status_says_that_a_version_cannot_be_compared() {
    let machine = Machine::new();
    let report = |version| {
        machine.json(&["report", "--active", "5", "--inactive", "1", "--billable", "4", "--version", version]);
        machine.json(&["status"])["version_problem"].clone()
    };
    assert!(report("latest").as_str().unwrap().contains("can't be compared with security advisories"));
    assert_eq!(report("v17.4.2-ee"), json!(null));
}

#[test]
fn init_accepts_any_spelling_of_a_portal_address_and_explains_what_is_none() {
    let init = |portal: &str| {
        let machine = Machine::bare();
        let keys = machine.folder.join("jwks.json");
        let keys = keys.to_str().unwrap();
        let words = ["init", "--portal", portal, "--product", PRODUCT, "--keys", keys];
        let (code, _, error) = machine.run(&words);
        let aud = (code == 0).then(|| {
            machine.json(&["report", "--active", "5", "--inactive", "1", "--billable", "4"]);
            let (_, pasted, _) = machine.run(&["instance-id", "--now=2026-11-21T12:00:00Z"]);
            let said = decrypt(&pasted, |kid| machine.portal.key(kid)).unwrap().said().unwrap();
            said["aud"].as_str().unwrap().to_owned()
        });
        (aud, error)
    };
    for (given, aud) in [
        ("https://portal.vendor.example", "https://portal.vendor.example"),
        ("HTTPS://Portal.Vendor.Example:443/", "https://portal.vendor.example"),
        ("http://portal.vendor.example:80//", "http://portal.vendor.example"),
        ("https://BÜCHER.example", "https://xn--bcher-kva.example"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
    ] {
        assert_eq!(init(given), (Some(aud.to_owned()), String::new()), "{given}");
    }
    for (given, why) in [
        ("portal.vendor.example", "begins with neither https:// nor http://"),
        ("https://portal.vendor.example/portal", "it has a path"),
        ("https://me:hunter2@portal.vendor.example", "before an @"),
        ("https://portal.vendor.example:99999", "its port is not a number from 1 to 65535"),
        ("https://portal.vendor.example?x", "it has a ?"),
        ("https://portal vendor.example", "its host is neither"),
    ] {
        let (aud, error) = init(given);
        assert!(aud.is_none() && error.contains("--portal is an address such as") && error.contains(why), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn help_is_no_error() {
    let (code, out, error) = Machine::bare().run(&["--help"]);
    assert!(code == 0 && out.starts_with("Usage: seatsync-agent") && error.is_empty());
}

#[test]
fn everything_speaks_json() {
    let machine = Machine::new();
    let report = machine.json(&["report", "--active", "5", "--inactive", "1", "--billable", "4"]);
    assert_eq!(report, json!({"users": {"active": 5, "inactive": 1, "billable": 4, "max": 4}}));
    let made = machine.json(&["instance-id"]);
    let (_, plain, _) = machine.run(&["instance-id", "--plain"]);
    assert!(made["instance_id"].as_str().unwrap().split('.').count() == 5 && plain.trim().split('.').count() == 5);
    std::fs::write(machine.folder.join("token"), machine.future_token()).unwrap();
    let loaded =
        machine.json(&["load-token", machine.folder.join("token").to_str().unwrap(), "--now", "2026-11-21T12:00:00Z"]);
    assert_eq!((&loaded["standing"], &loaded["added"][0]["id"]), (&json!("upcoming"), &json!("L-1")));
    assert_eq!(machine.json(&["history"])["licenses"][0]["phase"], "future");
}

/// The program with its output on something that cannot be written.
#[cfg(target_os = "linux")]
fn with_output_on(machine: &Machine, words: &[&str], out: Stdio) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_seatsync-agent"));
    command.args(words).arg("--state").arg(machine.folder.join("state")).stdout(out).stderr(Stdio::piped());
    let output = command.stdin(Stdio::null()).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_and_a_reader_that_has_seen_enough_is_not() {
    let machine = Machine::new();
    let commands = [
        &["status"][..],
        &["status", "--json"],
        &["history"],
        &["instance-id"],
        &["report", "--active=1", "--inactive=0", "--billable=1"],
        &["--help"],
    ];
    for words in commands {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let (exit, said) = with_output_on(&machine, words, full.into());
        assert_eq!(exit, Some(1), "{words:?}: {said}");
        assert!(said.contains("standard output cannot be written (No space left on device"), "{said}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let (exit, said) = with_output_on(&machine, words, writer.into());
        assert_eq!((exit, said.as_str()), (Some(0), ""), "{words:?}");
    }
    // What was done is done.
    assert_eq!(machine.json(&["status"])["users"]["billable"], 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_state_that_cannot_be_written_is_said_and_is_as_it_was() {
    let machine = Machine::new();
    let before = std::fs::read(machine.folder.join("state/state.json")).unwrap();
    // A limit on the size of files is what a full disk is, without being root. The shell ignores the signal for its children.
    let line = format!(
        "trap '' XFSZ; ulimit -f 0; exec {} report --active=1 --inactive=0 --billable=1 --state {}",
        env!("CARGO_BIN_EXE_seatsync-agent"),
        machine.folder.join("state").display()
    );
    let output = Command::new("sh").args(["-c", &line]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("cannot be read or written (File too large"), "{said}");
    assert_eq!(std::fs::read(machine.folder.join("state/state.json")).unwrap(), before);
    assert!(!machine.folder.join("state/state.new").exists());
    assert_eq!(machine.json(&["status"])["users"]["billable"], 0);
}

#[test]
fn files_are_read_as_editors_of_other_systems_leave_them() {
    let utf16 = |text: &str, mark: bool, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let marked = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
        marked.encode_utf16().flat_map(unit).collect()
    };
    let forms = |text: &str| {
        [
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            utf16(text, true, u16::to_le_bytes),
            utf16(text, true, u16::to_be_bytes),
            utf16(text, false, u16::to_le_bytes),
        ]
    };
    for form in 0..4 {
        let machine = Machine::bare();
        let keys = machine.portal.keys().to_jwks();
        std::fs::write(machine.folder.join("jwks.json"), &forms(&keys)[form]).unwrap();
        assert_eq!(machine.init().0, 0);
        let due = vec![license("L-1", "2026-11-01", "2027-10-31", 100)];
        let text = machine.portal.sign(&token(machine.id(), 1, due));
        let file = machine.folder.join("token.txt");
        std::fs::write(
            &file,
            &forms(&format!("Guten Tag!\r\n{}", seatsync_agent::token::armour(&text)).replace("Guten Tag!", ""))[form],
        )
        .unwrap();
        let (exit, out, error) = machine.run(&["load-token", file.to_str().unwrap(), "--now", "2026-11-21T12:00:00Z"]);
        assert_eq!(exit, 0, "{error}");
        assert!(out.contains("License L-1"), "{out}");
        // The settings, edited by hand.
        let settings = machine.folder.join("state/settings.json");
        let written = std::fs::read_to_string(&settings).unwrap();
        std::fs::write(&settings, &forms(&written)[form]).unwrap();
        assert_eq!(machine.run(&["status"]).0, 0);
    }
}

#[test]
fn r5_r33_the_agent_refuses_settings_that_the_portal_would_refuse() {
    let init = |words: &[&str]| {
        let machine = Machine::bare();
        let keys = machine.folder.join("jwks.json");
        let with = ["init", "--portal", PORTAL, "--product", PRODUCT, "--keys", keys.to_str().unwrap()];
        let (exit, _, error) = machine.run(&[&with, words].concat());
        (exit, error, machine)
    };
    for environment in ["Production", "prod", " PRODUCTION "] {
        let (exit, error, machine) = init(&["--environment", environment]);
        assert_eq!(exit, 0, "{error}");
        let (_, text, _) = machine.run(&["instance-id", "--plain", "--now", "2026-11-21T12:00:00Z"]);
        let opened = decrypt(&text, |kid| machine.portal.key(kid)).unwrap();
        let claims = opened.verify(None, PORTAL, at("2026-11-21T12:00:00Z")).unwrap().claims;
        assert_eq!(claims.environment, "production");
        assert!((1..=253).contains(&claims.hostname.chars().count()));
    }
    let (exit, error, _) = init(&["--environment", "produktion"]);
    assert!(exit == 2 && error.contains("staging, test or development"), "{error}");
    let long = "x".repeat(254);
    for words in [
        ["--hostname", ""],
        ["--hostname", &long],
        ["--hostname", " "],
        ["--version", &long],
        ["--version", ""],
        ["--free-tier", ""],
        ["--hostname", "a\nb"],
    ] {
        let (exit, error, _) = init(&words);
        assert!(exit == 2 && error.starts_with(&format!("{} is a text of 1 to ", words[0])), "{words:?}: {error}");
    }
    assert_eq!(init(&["--hostname", "größe.kunde.example"]).0, 0);
    let (_, _, machine) = init(&[]);
    let (exit, _, error) = machine.run(&["report", "--active=1", "--inactive=0", "--billable=1", "--version", &long]);
    assert!(exit == 2 && error.contains("--version is a text"), "{error}");
}
