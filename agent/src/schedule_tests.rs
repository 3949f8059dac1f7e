//! Turns, waits and wishes as tables.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use super::*;
use crate::support::at;

fn schedules() -> impl Iterator<Item = Schedule> {
    (0..500).map(|_| Schedule::of(Uuid::now_v7()))
}

#[test]
fn r32_a_turn_comes_once_a_day_at_the_same_minute() {
    for (minute, after, turn) in [
        (0, "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z"),
        (0, "2026-11-20T23:59:59Z", "2026-11-21T00:00:00Z"),
        (61, "2026-11-21T00:00:00Z", "2026-11-21T01:01:00Z"),
        (61, "2026-11-21T01:00:59Z", "2026-11-21T01:01:00Z"),
        (61, "2026-11-21T01:01:00Z", "2026-11-22T01:01:00Z"),
        (1439, "2028-02-28T23:59:00Z", "2028-02-29T23:59:00Z"),
        (1439, "2028-02-29T23:59:30Z", "2028-03-01T23:59:00Z"),
        (1439, "2026-12-31T23:59:59Z", "2027-01-01T23:59:00Z"),
    ] {
        assert_eq!(Schedule::of(Uuid::from_u128(minute)).turn_after(at(after)), at(turn), "{minute} {after}");
    }
}

#[test]
fn r32_turns_are_spread_over_the_day() {
    let hours: BTreeSet<String> =
        schedules().map(|s| s.turn_after(at("2026-11-21T00:00:00Z")).format("%H").to_string()).collect();
    assert!(hours.len() >= 23, "{hours:?}");
}

#[test]
fn r32_ten_retries_double_and_end_17_hours_after_the_first_failure() {
    for schedule in schedules() {
        let waits: Vec<TimeDelta> = (1..=RETRIES).map(|failures| schedule.wait(failures).unwrap()).collect();
        assert_eq!(waits.iter().sum::<TimeDelta>(), PATIENCE);
        for (number, wait) in (0..).zip(&waits) {
            let doubled = TimeDelta::minutes(1 << number);
            assert!(*wait > doubled * 3 / 4 - TimeDelta::seconds(1), "{waits:?}");
            // The last makes up for what the earlier ones left out.
            assert!(*wait <= doubled || number == 9 && *wait < doubled * 5 / 4, "{waits:?}");
        }
        assert_eq!((schedule.wait(0), schedule.wait(RETRIES + 1)), (None, None));
    }
    let different: BTreeSet<TimeDelta> = schedules().map(|schedule| schedule.wait(7).unwrap()).collect();
    assert!(different.len() > 200, "{}", different.len());
}

#[test]
fn r32_what_a_token_wishes_is_honoured_within_bounds() {
    let now = at("2026-11-21T12:00:00Z");
    let schedule = Schedule::of(Uuid::from_u128(60));
    for (wish, next) in [
        (None, "2026-11-22T01:00:00Z"),
        (Some("2026-11-21T18:00:00Z"), "2026-11-21T18:00:00Z"),
        (Some("2026-11-21T12:00:59Z"), "2026-11-21T12:01:00Z"),
        (Some("1970-01-01T00:00:00Z"), "2026-11-21T12:01:00Z"),
        (Some("2026-11-23T00:00:00Z"), "2026-11-23T00:00:00Z"),
        (Some("2026-11-23T00:00:01Z"), "2026-11-23T00:00:00Z"),
        (Some("9999-01-01T00:00:00Z"), "2026-11-23T00:00:00Z"),
    ] {
        assert_eq!(schedule.after_answer(now, wish.map(at)), at(next), "{wish:?}");
    }
}

#[test]
fn retry_after_is_honoured_up_to_six_hours() {
    let now = at("2026-11-21T12:00:00Z");
    let schedule = Schedule::of(Uuid::from_u128(0));
    for (failures, asked, next) in [
        (1, None, Some("2026-11-21T12:01:00Z")),
        (1, Some(30), Some("2026-11-21T12:01:00Z")),
        (1, Some(90), Some("2026-11-21T12:01:30Z")),
        (3, Some(90), Some("2026-11-21T12:04:00Z")),
        (1, Some(1_000_000_000), Some("2026-11-21T18:00:00Z")),
        (10, Some(60), Some("2026-11-21T20:29:00Z")),
        (11, Some(60), None),
        (0, None, None),
    ] {
        assert_eq!(
            schedule.after_failure(failures, now, asked.map(TimeDelta::seconds)),
            next.map(at),
            "{failures} {asked:?}"
        );
    }
    assert_eq!(schedule.after_failure(1, now, Some(TimeDelta::MAX)), Some(at("2026-11-21T18:00:00Z")));
}
