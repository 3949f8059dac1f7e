//! Tests of the counts an instance keeps.
#![allow(clippy::unwrap_used, reason = "tests")]

use chrono::Days;

use super::*;

fn report(usage: &mut Usage, at: &str, billable: u64) {
    usage.report(Counts { active: billable, inactive: 0, billable }, at.parse().unwrap());
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_highest_count_of_each_utc_day_is_kept() {
    let mut usage = Usage::default();
    for (at, billable) in [
        ("2026-11-20T23:59:59Z", 5),
        ("2026-11-21T00:00:00Z", 7),
        ("2026-11-21T12:00:00Z", 9),
        ("2026-11-21T13:00:00+02:00", 6),
    ] {
        report(&mut usage, at, billable);
    }
    assert_eq!(usage.daily(), [(day("2026-11-20"), 5), (day("2026-11-21"), 9)]);
    assert_eq!(usage.users(), Users { active: 6, inactive: 0, billable: 6, max: 9 });
}

#[test]
fn days_before_the_acknowledged_one_are_forgotten_and_that_one_is_told_again() {
    let mut usage = Usage::default();
    for at in ["2026-11-19T10:00:00Z", "2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z"] {
        report(&mut usage, at, 3);
    }
    usage.acknowledge(day("2026-11-20"));
    report(&mut usage, "2026-11-20T23:00:00Z", 8);
    assert_eq!(usage.daily(), [(day("2026-11-20"), 8), (day("2026-11-21"), 3)]);
    assert_eq!(usage.users().max, 8);
}

#[test]
fn of_more_than_400_days_the_latest_are_kept() {
    let mut usage = Usage::default();
    let first: DateTime<Utc> = "2025-01-01T08:00:00Z".parse().unwrap();
    for days in 0..450 {
        usage.report(Counts::default(), first.checked_add_days(Days::new(days)).unwrap());
    }
    assert_eq!(usage.daily().len(), 400);
    assert_eq!(usage.daily().first().unwrap().0, day("2025-02-20"));
}

#[test]
fn a_first_license_counts_the_days_since_its_start() {
    let mut usage = Usage::default();
    report(&mut usage, "2026-08-02T10:00:00Z", 150);
    report(&mut usage, "2026-08-03T00:00:00Z", 130);
    report(&mut usage, "2026-08-10T09:00:00Z", 120);
    usage.enter_term(Some(day("2026-08-03")));
    assert_eq!(usage.users().max, 130, "the peak of the day before the term is not of it");
}

#[test]
fn a_new_term_begins_with_the_users_of_now_and_no_license_at_all_begins_nothing() {
    let mut usage = Usage::default();
    usage.enter_term(Some(day("2025-04-01")));
    report(&mut usage, "2026-01-01T00:00:00Z", 130);
    report(&mut usage, "2026-03-01T00:00:00Z", 110);
    usage.enter_term(Some(day("2025-04-01")));
    usage.enter_term(None);
    assert_eq!(usage.users().max, 130);
    usage.enter_term(Some(day("2026-04-01")));
    assert_eq!(usage.users().max, 110);
}
