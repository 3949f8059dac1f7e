//! The real binary under `faketime`, with a machine's clock and zone of every kind: no license starts a second early or ends a second late.
//!
//! Wants the Debian package `libfaketime` (bin/setup) and fails without it, as a walk that nobody took proves nothing.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::path::PathBuf;
use std::process::Command;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use support::{Folder, PORTAL, PRODUCT, Portal, at, license, token};

/// An instance on a machine with a clock that stands where a test puts it, and with a zone.
struct Machine {
    folder: Folder,
    portal: Portal,
}

impl Machine {
    /// With a license for these days on record, loaded long before.
    fn with_license(starts_on: &str, ends_on: &str) -> Self {
        let machine = Self { folder: Folder::in_memory(), portal: Portal::fixed() };
        let (keys, file) = (machine.folder.join("jwks.json"), machine.folder.join("token"));
        std::fs::write(&keys, machine.portal.keys().to_jwks()).unwrap();
        let long_before = at("2026-01-01T00:00:00Z");
        let words =
            ["init", "--portal", PORTAL, "--product", PRODUCT, "--free-tier=core", "--keys", keys.to_str().unwrap()];
        machine.run("UTC", long_before, &words);
        let status = machine.run("UTC", long_before, &["status"]);
        let id = serde_json::from_value(status["instance"].clone()).unwrap();
        let mut claims = token(id, 0, vec![license("L-1", starts_on, ends_on, 120)]);
        claims.iat = long_before;
        std::fs::write(&file, machine.portal.sign(&claims)).unwrap();
        machine.run("UTC", long_before, &["load-token", file.to_str().unwrap()]);
        machine
    }

    /// The program as it runs on this machine. `clock` is in seconds since 1970, so that the zone has no say in what
    /// instant is meant; the clock stands there, or goes on from there after an `@`.
    ///
    /// Without the wrapper `faketime`, which names a semaphore after its process and gives up when one of that name was
    /// left by a process that was killed, be it on another day or in another container; the library then does without.
    fn agent(&self, zone: &str, clock: &str, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_seatsync-agent"));
        command.env("LD_PRELOAD", library()).env("FAKETIME_FMT", "%s").env("FAKETIME", clock).env("TZ", zone);
        command.args(words).arg("--json").arg("--state").arg(self.folder.join("state"));
        command
    }

    fn run(&self, zone: &str, now: DateTime<Utc>, words: &[&str]) -> Value {
        let output = self.agent(zone, &now.timestamp().to_string(), words).output().unwrap();
        assert!(output.status.success(), "{zone} {now}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Standing, and tier in force, after a check that the binary took the machine's word for what time it is.
    fn stands(&self, zone: &str, now: DateTime<Utc>) -> (String, String) {
        let status = self.run(zone, now, &["status"]);
        let believed = at(status["now"].as_str().unwrap());
        assert_eq!(believed, now, "{zone}");
        (status["standing"].as_str().unwrap().to_owned(), status["tier"].as_str().unwrap().to_owned())
    }
}

/// Where Debian keeps the library that stands between a program and the machine's clock.
fn library() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").unwrap().map(|entry| entry.unwrap().path());
    let mut libraries =
        folders.map(|folder| folder.join("faketime/libfaketime.so.1")).filter(|library| library.exists());
    libraries.next().unwrap_or_else(|| panic!("libfaketime is missing: bin/setup installs it"))
}

/// Forty: each whole hour from twelve behind to fourteen ahead (the sign of these names is the other way round), and places
/// with half hours and quarters, or that change their clocks.
fn zones() -> impl Iterator<Item = String> + Clone {
    const PLACES: [&str; 13] = [
        "Pacific/Marquesas",
        "America/St_Johns",
        "America/New_York",
        "America/Sao_Paulo",
        "Europe/London",
        "Europe/Berlin",
        "Africa/Casablanca",
        "Asia/Tehran",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Australia/Eucla",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
    ];
    (-14..=12).map(|hours| format!("Etc/GMT{hours:+}")).chain(PLACES.map(String::from))
}

fn expect(machine: &Machine, zone: &str, now: &str, second: i64, standing: &str, tier: &str) {
    let now = at(now) + TimeDelta::seconds(second);
    assert_eq!(machine.stands(zone, now), (standing.to_owned(), tier.to_owned()), "{zone} {now}");
}

#[test]
fn r26_in_every_zone_a_license_starts_and_ends_in_the_same_second() {
    let before = Machine::with_license("2027-04-01", "2028-03-31");
    for (second, standing, tier) in [(-1, "upcoming", "core"), (0, "active", "premium"), (1, "active", "premium")] {
        for zone in zones() {
            expect(&before, &zone, "2027-04-01T00:00:00Z", second, standing, tier);
        }
    }
    for (second, standing, tier) in [(-1, "active", "premium"), (0, "grace", "premium")] {
        for zone in zones() {
            expect(&before, &zone, "2028-04-01T00:00:00Z", second, standing, tier);
        }
    }
    for (second, standing, tier) in [(-1, "grace", "premium"), (0, "lapsed", "core"), (1, "lapsed", "core")] {
        for zone in zones() {
            expect(&before, &zone, "2028-04-15T00:00:00Z", second, standing, tier);
        }
    }
}

#[test]
fn r26_in_nights_when_clocks_change_a_license_starts_in_the_same_second() {
    // Spring and autumn of 2027: the day, and the instant at which clocks there change.
    for (zone, day, change) in [
        ("Europe/Berlin", "2027-03-28", "2027-03-28T01:00:00Z"),
        ("Europe/Berlin", "2027-10-31", "2027-10-31T01:00:00Z"),
        ("America/New_York", "2027-03-14", "2027-03-14T07:00:00Z"),
        ("America/New_York", "2027-11-07", "2027-11-07T06:00:00Z"),
        ("Australia/Lord_Howe", "2027-04-04", "2027-04-03T15:00:00Z"),
    ] {
        let midnight = format!("{day}T00:00:00Z");
        // Starting on that day, and on the day after: the change itself then lies within "upcoming".
        let machine = Machine::with_license(day, "2028-12-31");
        for (second, standing) in
            [(-86_400, "upcoming"), (-3_600, "upcoming"), (-1, "upcoming"), (0, "active"), (1, "active")]
        {
            expect(&machine, zone, &midnight, second, standing, if standing == "active" { "premium" } else { "core" });
        }
        let next_day = (at(&midnight) + TimeDelta::days(1)).date_naive().to_string();
        let machine = Machine::with_license(&next_day, "2028-12-31");
        for second in [-3_601, -3_600, -1, 0, 1, 3_599, 3_600] {
            expect(&machine, zone, change, second, "upcoming", "core");
        }
        let midnight = format!("{next_day}T00:00:00Z");
        expect(&machine, zone, &midnight, -1, "upcoming", "core");
        expect(&machine, zone, &midnight, 0, "active", "premium");
    }
}

#[test]
fn r26_the_29th_of_february_is_a_day_like_others() {
    for zone in ["Etc/GMT+12", "UTC", "Etc/GMT-14"] {
        let starts = Machine::with_license("2028-02-29", "2029-02-27");
        expect(&starts, zone, "2028-02-29T00:00:00Z", -1, "upcoming", "core");
        expect(&starts, zone, "2028-02-29T00:00:00Z", 0, "active", "premium");
        let ends = Machine::with_license("2027-03-01", "2028-02-29");
        expect(&ends, zone, "2028-03-01T00:00:00Z", -1, "active", "premium");
        expect(&ends, zone, "2028-03-01T00:00:00Z", 0, "grace", "premium");
        expect(&ends, zone, "2028-03-15T00:00:00Z", -1, "grace", "premium");
        expect(&ends, zone, "2028-03-15T00:00:00Z", 0, "lapsed", "core");
    }
}

#[test]
fn r29_walks_forward_and_back_gain_no_second() {
    let machine = Machine::with_license("2026-11-21", "2026-12-20");
    let ends = [at("2026-12-21T00:00:00Z"), at("2027-01-04T00:00:00Z")];
    let words = ["active", "grace", "lapsed"];
    // Hours from the start of the license on; each walk goes further than the last, then far back.
    let walk =
        [1, 400, 30, 719, -5_000, 718, 720, 719, 0, 721, 1_000, 100, 1_055, 720, 1_056, 1_055, 719, -9_000, 24, 2_000];
    let mut furthest = at("2026-11-21T00:00:00Z");
    for (step, zone) in walk.iter().zip(zones().cycle()) {
        let system = at("2026-11-21T00:00:00Z") + TimeDelta::hours(*step);
        furthest = furthest.max(system);
        let honest = words[ends.iter().filter(|end| furthest >= **end).count()];
        let (standing, tier) = {
            let status = machine.run(&zone, system, &["status"]);
            (status["standing"].as_str().unwrap().to_owned(), status["tier"].as_str().unwrap().to_owned())
        };
        assert_eq!((standing.as_str(), tier == "premium"), (honest, honest != "lapsed"), "hour {step} in {zone}");
    }
}

/// Without its HTTP client the program does not run beside a product.
#[cfg(feature = "http")]
#[test]
fn r26_the_running_daemon_says_at_midnight_that_a_license_has_begun() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    use std::time::{Duration, Instant};

    let machine = Machine::with_license("2027-04-01", "2028-03-31");
    // From two seconds before midnight on, and going; nobody answers at the portal's address.
    let clock = format!("@{}", at("2027-03-31T23:59:58Z").timestamp());
    let mut command = machine.agent("UTC", &clock, &["run", "--proxy", "http://127.0.0.1:9"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let started = Instant::now();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let events = lines.map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    let standings: Vec<Value> =
        events.filter(|event| event["event"] == "standing").map(|event| event["standing"].clone()).take(2).collect();
    let asked = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    child.wait().unwrap();
    // Who is killed leaves behind what the library shares its clock by.
    for left in ["sem.faketime_sem", "faketime_shm"] {
        drop(std::fs::remove_file(format!("/dev/shm/{left}_{}", child.id())));
    }
    assert!(asked.success());
    assert_eq!(standings, ["upcoming", "active"]);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}
