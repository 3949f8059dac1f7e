//! Tables of what licenses permit at an instant, to the second (R26, R27), and of the history that shows it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use super::*;
use crate::history::history;
use crate::support::{at, license, recorded};

/// "ID: first day, last day, added" and so on; then the instant; then the standing in words.
fn check(on_record: &[(&str, &str, &str, &str)], now: &str, expected: &str) {
    let on_record: Vec<Recorded> = on_record
        .iter()
        .map(|(id, starts_on, ends_on, added_at)| recorded(license(id, starts_on, ends_on, 120), added_at))
        .collect();
    let found = match standing(&on_record, at(now)) {
        Standing::None => "none".to_owned(),
        Standing::Upcoming { starts_at } => format!("upcoming {starts_at:?}"),
        Standing::Active { license, until } => format!("active {} until {until:?}", license.id),
        Standing::Grace { license, until } => format!("grace {} until {until:?}", license.id),
        Standing::Lapsed { since } => format!("lapsed {since:?}"),
    };
    assert_eq!(found, expected, "{on_record:?} at {now}");
}

const ONE: &[(&str, &str, &str, &str)] = &[("A", "2026-04-01", "2027-03-31", "2026-03-01T00:00:00Z")];

#[test]
fn r26_a_license_begins_and_ends_to_the_second() {
    check(&[], "2026-04-01T00:00:00Z", "none");
    for (now, expected) in [
        ("2026-03-01T00:00:00Z", "upcoming 2026-04-01T00:00:00Z"),
        ("2026-03-31T23:59:59Z", "upcoming 2026-04-01T00:00:00Z"),
        ("2026-03-31T23:59:59.999999999Z", "upcoming 2026-04-01T00:00:00Z"),
        ("2026-04-01T00:00:00Z", "active A until 2027-04-01T00:00:00Z"),
        ("2026-04-01T00:00:01Z", "active A until 2027-04-01T00:00:00Z"),
        ("2027-03-31T23:59:59Z", "active A until 2027-04-01T00:00:00Z"),
        ("2027-04-01T00:00:00Z", "grace A until 2027-04-15T00:00:00Z"),
        ("2027-04-14T23:59:59Z", "grace A until 2027-04-15T00:00:00Z"),
        ("2027-04-15T00:00:00Z", "lapsed 2027-04-15T00:00:00Z"),
        ("2037-04-15T00:00:00Z", "lapsed 2027-04-15T00:00:00Z"),
        // The same instants as other zones write them.
        ("2026-04-01T13:59:59+14:00", "upcoming 2026-04-01T00:00:00Z"),
        ("2026-03-31T12:00:00-12:00", "active A until 2027-04-01T00:00:00Z"),
    ] {
        check(ONE, now, expected);
    }
}

#[test]
fn r26_of_two_licenses_the_one_added_last_is_in_force_once_its_term_has_begun() {
    let renewal = [ONE[0], ("B", "2027-04-01", "2028-03-31", "2027-02-01T00:00:00Z")];
    check(&renewal, "2027-03-31T23:59:59Z", "active A until 2027-04-01T00:00:00Z");
    check(&renewal, "2027-04-01T00:00:00Z", "active B until 2028-04-01T00:00:00Z");
    let reissue = [ONE[0], ("B", "2026-04-01", "2027-03-31", "2026-10-01T00:00:00Z")];
    check(&reissue, "2026-12-01T00:00:00Z", "active B until 2027-04-01T00:00:00Z");
    let overlap = [ONE[0], ("B", "2026-06-01", "2026-08-31", "2026-04-01T00:00:00Z")];
    check(&overlap, "2026-05-31T23:59:59Z", "active A until 2027-04-01T00:00:00Z");
    check(&overlap, "2026-06-01T00:00:00Z", "active B until 2026-09-01T00:00:00Z");
    check(&overlap, "2026-09-01T00:00:00Z", "active A until 2027-04-01T00:00:00Z");
    let one_token = [ONE[0], ("B", "2026-04-01", "2027-03-31", "2026-03-01T00:00:00Z")];
    check(&one_token, "2026-04-01T00:00:00Z", "active B until 2027-04-01T00:00:00Z");
}

#[test]
fn r26_an_older_license_added_later_is_in_force_if_its_term_contains_now() {
    let on_record = [
        ("B", "2026-05-01", "2027-03-31", "2026-05-01T00:00:00Z"),
        ("A", "2026-04-01", "2027-04-30", "2026-05-02T00:00:00Z"),
    ];
    check(&on_record, "2026-05-03T00:00:00Z", "active A until 2027-05-01T00:00:00Z");
}

#[test]
fn r27_grace_bridges_a_gap_and_a_license_ahead_grants_nothing_in_it() {
    let gap = [ONE[0], ("B", "2027-05-01", "2028-04-30", "2027-04-02T00:00:00Z")];
    check(&gap, "2027-04-14T23:59:59Z", "grace A until 2027-04-15T00:00:00Z");
    check(&gap, "2027-04-15T00:00:00Z", "upcoming 2027-05-01T00:00:00Z");
    check(&gap, "2027-05-01T00:00:00Z", "active B until 2028-05-01T00:00:00Z");
}

#[test]
fn a_leap_day_and_a_single_day_are_whole_days() {
    check(
        &[("L", "2028-02-29", "2028-02-29", "2028-01-01T00:00:00Z")],
        "2028-02-29T23:59:59Z",
        "active L until 2028-03-01T00:00:00Z",
    );
    check(
        &[("L", "2028-02-29", "2028-02-29", "2028-01-01T00:00:00Z")],
        "2028-03-01T00:00:00Z",
        "grace L until 2028-03-15T00:00:00Z",
    );
}

#[test]
fn r27_a_trial_has_no_grace_and_the_last_day_of_the_calendar_does_no_harm() {
    let mut trial = recorded(license("T", "2026-04-01", "2026-04-30", 5), "2026-04-01T00:00:00Z");
    trial.license.grace_days = crate::license::Kind::Trial.default_grace_days();
    assert_eq!(standing(&[trial], at("2026-05-01T00:00:00Z")), Standing::Lapsed { since: at("2026-05-01T00:00:00Z") });
    let mut forever = recorded(license("E", "2026-04-01", "2026-04-01", 5), "2026-04-01T00:00:00Z");
    forever.license.ends_on = chrono::NaiveDate::MAX;
    forever.license.grace_days = u32::MAX;
    assert_eq!(standing(&[forever], at("2926-05-01T00:00:00Z")).word(), "active");
}

#[test]
fn r26_what_is_permitted_changes_only_with_the_license_in_force() {
    let on_record = [recorded(license("A", "2026-04-01", "2027-03-31", 120), "2026-03-01T00:00:00Z")];
    let may = |now| standing(&on_record, at(now)).entitlements("core");
    for without in ["2026-03-31T23:59:59Z", "2027-04-15T00:00:00Z"] {
        assert_eq!(
            (may(without).tier, may(without).seats, may(without).permits("audit")),
            ("core".to_owned(), None, false)
        );
    }
    for with in ["2026-04-01T00:00:00Z", "2027-04-14T23:59:59Z"] {
        assert_eq!(
            (may(with).tier, may(with).seats, may(with).permits("audit")),
            ("premium".to_owned(), Some(120), true)
        );
    }
    assert!(!may("2026-04-01T00:00:00Z").permits("flight"));
}

#[test]
fn the_history_shows_past_current_replaced_and_future_licenses_latest_first() {
    let on_record = [
        recorded(license("past", "2025-04-01", "2026-03-31", 100), "2025-04-01T00:00:00Z"),
        recorded(license("first issue", "2026-04-01", "2027-03-31", 100), "2026-04-01T00:00:00Z"),
        recorded(license("reissue", "2026-04-01", "2027-03-31", 120), "2026-06-01T00:00:00Z"),
        recorded(license("renewal", "2027-04-01", "2028-03-31", 120), "2026-11-01T00:00:00Z"),
    ];
    let lines = |now| {
        history(&on_record, at(now))
            .iter()
            .map(|entry| format!("{} {}", entry.phase.word(), entry.license.id))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        lines("2026-11-21T00:00:00Z"),
        ["future renewal", "current reissue", "replaced first issue", "past past"]
    );
    assert_eq!(lines("2027-03-31T23:59:59Z"), lines("2026-11-21T00:00:00Z"));
    assert_eq!(lines("2027-04-01T00:00:00Z"), ["current renewal", "past reissue", "past first issue", "past past"]);
    assert!(history(&[], at("2027-04-01T00:00:00Z")).is_empty());
}
