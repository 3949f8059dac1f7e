//! R19, R35: which spellings of a version are read, which are not, and what comes before what.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

fn read(text: &str) -> Version {
    Version::parse(text).unwrap_or_else(|| unreadable(text))
}

#[allow(clippy::panic, reason = "a test names what it was about")]
fn unreadable(text: &str) -> ! {
    panic!("{text:?} cannot be read")
}

#[test]
fn versions_rise_by_all_their_numbers_and_what_came_before_a_release_is_below_it() {
    let rising = [
        "0",
        "9",
        "14.0.12-ee",
        "14.1.0-dev",
        "14.1.0-nightly.20261129",
        "14.1.0-nightly.20261130",
        "14.1.0-alpha",
        "14.1.0a1",
        "14.1.0-alpha.2",
        "14.1.0-beta.1",
        "14.1.0b2",
        "14.1.0-pre",
        "14.1.0-rc1",
        "14.1.0-RC2",
        "14.1.0~rc10-1ubuntu2",
        "14.1",
        "14.1.0.1",
        "14.1.0.5.7",
        "14.1.0.5.8",
        "14.1.1",
        "14.1.10",
        "14.2.0-rc1",
        "14.2.0",
        "14.10.0",
        "17.4.3.1",
        "17.5",
        "2026.11.30",
        "2026-12-01",
    ];
    for pair in rising.windows(2) {
        assert!(read(pair[0]) < read(pair[1]), "{} is below {}", pair[0], pair[1]);
    }
}

#[test]
fn the_same_version_is_read_from_every_spelling() {
    for (same, spellings) in [
        (
            "17.4.1",
            &[
                "v17.4.1",
                "V17.4.1",
                " 17.4.1\n",
                "\u{feff}17.4.1",
                "\u{a0}17.4.1\u{200b}",
                "v 17.4.1",
                "1:17.4.1",
                "v1:17.4.1",
                "2:v17.4.1-1",
                "17.4.1-ee",
                "17.4.1-EE",
                "17.4.1ee",
                "17.4.1-1ubuntu2",
                "17.4.1-1~ubuntu22.04.1",
                "1:17.4.1+dfsg-2+deb12u1",
                "17.4.1+dfsg",
                "17.4.1-15-g4f2a9c1",
                "17.4.1_alpine",
                "17.4.1 (build 512)",
                "17.4.1-b12",
                "17.4.1.Final",
                "017.04.01",
                "17.4.1.0.0.0.0.0",
            ][..],
        ),
        ("17.4", &["17.4.0", "17.4.0+build5", "v17.4"][..]),
        ("15", &["15.0", "15.0.0", "v15", "1:15", "15-ee", "15-1ubuntu2", "000015"][..]),
        ("14.1.0-pre", &["14.1.0.pre", "14.1.0pre", "14.1-PRE", "14.1.0-pre-ee", "14.1-preview"][..]),
        ("17.5.0-rc2", &["17.5.0-RC2", "17.5rc2", "17.5.0.rc2", "17.5.0~rc2-1", "17.5.0-rc.2", "17.5.0-ee-rc2"][..]),
        ("2026.11.30", &["2026-11-30", "v2026-11-30-ee"][..]),
    ] {
        for spelling in spellings {
            assert_eq!(read(spelling), read(same), "{spelling} is {same}");
        }
    }
}

#[test]
fn an_ambiguous_version_is_unreadable() {
    for text in [
        "",
        " ",
        ".",
        "v",
        "-1",
        "main",
        "latest",
        "unknown",
        "nightly",
        "ü17",
        "14..1",
        "17..4",
        ".14.1",
        "14.",
        "14.1.",
        "14.1.x",
        "14.x",
        "14.*",
        "14,1",
        ">=14.1",
        "14.1/2",
        "14.1.0\u{7}",
        "１４.１",
        "14.１",
        "١٤.١",
        "1:",
        ":14.1",
        "a:14.1",
        "999999999999999999999.1",
        "99999999999.1",
        "14.999999999999999999999",
        "1.2.3.4.5.6.7.8.9",
        // Commits, abbreviated and whole, with and without a letter in them.
        "4f2a9c1",
        "1a23456",
        "1234567",
        "deadbeef",
        "4f2a9c18e1d5b8f0a7c3d2e19b6f5a4c3d2e1f00",
        "202611301200",
    ] {
        assert_eq!(Version::parse(text), None, "{text:?}");
    }
}

#[test]
fn an_update_goes_forward_only_and_not_to_the_same_in_another_spelling() {
    for (to, runs, is_due) in [
        ("17.4.3", "17.4.1", true),
        ("17.4.3", "v17.4.3-ee", false),
        ("17.4.3", "17.4.3-rc1", true),
        ("17.4.3", "17.5.0", false),
        ("17.4.3", "latest", true),
        ("stable", "stable", false),
        ("stable", "17.4.1", true),
    ] {
        assert_eq!(is_newer(to, runs), is_due, "{to} where {runs} runs");
    }
}
