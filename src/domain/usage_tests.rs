//! Tables and properties of what counts for a quarter.

use proptest::prelude::*;

use super::*;
use crate::domain::calendar::{days_after, midnight, quarters};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn peak(on: &str, billable: i64) -> Peak {
    Peak { billable, on: day(on) }
}

fn place(term: u32, quarter: usize) -> Place {
    let anchor = day("2021-09-01");
    Place {
        term: Term::of(anchor, 12, term),
        is_first_term: term == 0,
        quarter: quarters(anchor, 12, term)[quarter - 1],
    }
}

/// An instance with one report a line: moment, billable users, told maximum (0: none).
fn reports(lines: &[(&str, i64, i64)]) -> Counted {
    let mut counted = Counted::default();
    for (at, billable, told) in lines {
        let at: Instant = at.parse().unwrap();
        let on = at.date_naive();
        let told = Some(*told).filter(|told| *told > 0);
        counted.reports.push(Taken { at, billable: *billable, told });
        let kept = counted.days.entry(on).or_insert(*billable);
        *kept = (*kept).max(*billable);
        counted.told.extend(told.map(|billable| Peak { billable, on }));
    }
    counted
}

fn maximum(policy: SeveralInstances, all: &[Counted], place: Place) -> Option<i64> {
    policy.maximum(all, place).map(|peak| peak.billable)
}

#[test]
fn r5_the_term_maximum_fills_gaps_only() {
    let q2 = |before: i64, highest: i64, told: i64| {
        let one = reports(&[("2021-11-30T03:00:00Z", 20, before), ("2022-02-27T03:00:00Z", highest, told)]);
        maximum(SeveralInstances::Max, &[one], place(0, 2))
    };
    assert_eq!(q2(60, 30, 60), Some(30), "a peak of Q1 does not come back");
    assert_eq!(q2(60, 30, 70), Some(70), "a rise between reports counts");
    assert_eq!(q2(0, 30, 70), Some(30), "without a report before it, nobody knows when it rose");
    assert_eq!(q2(60, 80, 80), Some(80));
    let first = reports(&[("2021-10-15T03:00:00Z", 30, 33)]);
    let found = SeveralInstances::Max.maximum(&[first], place(0, 1));
    assert_eq!(found, Some(peak("2021-10-15", 33)), "in the first quarter it counts as it is");
    assert_eq!(maximum(SeveralInstances::Max, &[Counted::default()], place(0, 1)), None, "no report is not zero users");
}

#[test]
fn r5_r27_the_old_terms_maximum_is_not_the_new_ones() {
    let q1 = |told: &[i64]| {
        let mut lines = vec![("2022-08-31T03:00:00Z", 125, 135)];
        lines.extend(told.iter().map(|told| ("2022-09-02T03:00:00Z", 125, *told)));
        maximum(SeveralInstances::Max, &[reports(&lines)], place(1, 1))
    };
    assert_eq!(q1(&[135]), Some(125), "125, not the old 135");
    assert_eq!(q1(&[140]), Some(140), "any other counts as it is");
    assert_eq!(q1(&[130]), Some(130));
    assert_eq!(q1(&[135, 128]), Some(128));
    let q2 = |told: i64, before: &[(&str, i64, i64)]| {
        let mut lines = vec![("2022-08-31T03:00:00Z", 100, 135)];
        lines.extend_from_slice(before);
        lines.push(("2022-12-02T03:00:00Z", 100, told));
        maximum(SeveralInstances::Max, &[reports(&lines)], place(1, 2))
    };
    assert_eq!(
        q2(120, &[("2022-09-02T03:00:00Z", 90, 135), ("2022-09-03T03:00:00Z", 90, 90)]),
        Some(120),
        "it rose from 90"
    );
    let came_back = [("2022-09-02T03:00:00Z", 90, 90), ("2022-11-04T03:00:00Z", 100, 135)];
    assert_eq!(q2(130, &came_back), Some(100), "told anew, the old height is a height as any other");
    assert_eq!(q2(135, &[("2022-09-02T03:00:00Z", 90, 135)]), Some(100), "still the old one");
    assert_eq!(q2(140, &[]), Some(140), "it rose since the last report, of whichever term");
}

#[test]
fn r5_the_earliest_day_with_the_highest_count_is_named() {
    let one = reports(&[("2021-10-15T03:00:00Z", 40, 40), ("2021-11-01T03:00:00Z", 40, 40)]);
    let other = reports(&[("2021-09-15T03:00:00Z", 40, 0)]);
    assert_eq!(SeveralInstances::Max.maximum(&[one, other], place(0, 1)), Some(peak("2021-09-15", 40)));
}

#[test]
fn r5_who_moves_from_one_instance_to_another_is_not_counted_twice() {
    let from = reports(&[("2021-10-01T03:00:00Z", 60, 0), ("2021-10-08T02:00:00Z", 10, 0)]);
    let to = reports(&[("2021-10-01T03:00:00Z", 5, 0), ("2021-10-08T03:00:00Z", 55, 0)]);
    let all = [from, to];
    assert_eq!(SeveralInstances::Sum.maximum(&all, place(0, 1)), Some(peak("2021-10-01", 65)));
    assert_eq!(maximum(SeveralInstances::Max, &all, place(0, 1)), Some(60));
}

#[test]
fn r5_a_sum_adds_what_is_at_most_seven_days_old() {
    let old = reports(&[("2021-10-01T03:00:00Z", 60, 0)]);
    let sum = |at: &str| maximum(SeveralInstances::Sum, &[old.clone(), reports(&[(at, 55, 0)])], place(0, 1));
    assert_eq!(sum("2021-10-08T03:00:00Z"), Some(115));
    assert_eq!(sum("2021-10-08T03:00:01Z"), Some(60));
    let before = reports(&[("2021-11-30T03:00:00Z", 60, 0)]);
    let after = reports(&[("2021-12-01T03:00:00Z", 5, 0)]);
    assert_eq!(maximum(SeveralInstances::Sum, &[before, after], place(0, 2)), Some(65), "also from before the quarter");
}

#[test]
fn r5_in_a_sum_a_told_maximum_stands_for_its_instance_and_history_for_silent_days() {
    let told = reports(&[("2021-10-01T03:00:00Z", 20, 30), ("2021-10-02T03:00:00Z", 20, 30)]);
    let other = reports(&[("2021-10-01T01:00:00Z", 5, 0), ("2021-10-02T01:00:00Z", 9, 0)]);
    assert_eq!(SeveralInstances::Sum.maximum(&[told, other.clone()], place(0, 1)), Some(peak("2021-10-02", 39)));
    let mut history = reports(&[("2021-10-03T03:00:00Z", 20, 0)]);
    history.days.insert(day("2021-10-02"), 50);
    history.days.insert(day("2021-10-03"), 70);
    assert_eq!(SeveralInstances::Sum.maximum(&[history, other], place(0, 1)), Some(peak("2021-10-02", 59)));
}

#[test]
fn r5_of_two_reports_of_one_instant_the_later_one_is_the_latest() {
    let one = reports(&[("2021-10-01T03:00:00Z", 20, 0), ("2021-10-01T03:00:00Z", 12, 0)]);
    let other = reports(&[("2021-10-01T04:00:00Z", 5, 0)]);
    assert_eq!(maximum(SeveralInstances::Sum, &[one, other], place(0, 1)), Some(17));
}

#[test]
fn r6_overage_is_never_below_zero() {
    assert_eq!((overage(40, 25), overage(20, 25), overage(i64::MIN, 1)), (15, 0, 0));
    assert_eq!(SeveralInstances::Max.of_users([3, 9, 4].into_iter()), Some(9));
    assert_eq!(SeveralInstances::Sum.of_users([3, 9, 4].into_iter()), Some(16));
}

fn any_reports() -> impl Strategy<Value = Vec<Vec<(i64, i64, i64)>>> {
    proptest::collection::vec(proptest::collection::vec((0_i64..91 * 24, 0_i64..500, 0_i64..60), 0..12), 1..4)
}

fn counted(all: &[Vec<(i64, i64, i64)>]) -> Vec<Counted> {
    let start = midnight(day("2021-09-01"));
    all.iter()
        .map(|of| {
            let mut of = of.clone();
            of.sort_by_key(|(hour, ..)| *hour);
            let mut counted = Counted::default();
            let mut term_max = 0;
            for (hour, billable, more) in of {
                let at = start + chrono::TimeDelta::hours(hour);
                term_max = billable.max(term_max).max(billable + more);
                counted.reports.push(Taken { at, billable, told: Some(term_max) });
                counted.told.push(Peak { billable: term_max, on: at.date_naive() });
                let kept = counted.days.entry(at.date_naive()).or_insert(billable);
                *kept = billable.max(*kept);
            }
            counted
        })
        .collect()
}

proptest! {
    #[test]
    fn r5_a_sum_lies_between_every_instants_sum_and_the_sum_of_maxima(all in any_reports()) {
        let (all, place) = (counted(&all), place(0, 1));
        let sum = maximum(SeveralInstances::Sum, &all, place);
        let maxima = all.iter().filter_map(|one| maximum(SeveralInstances::Max, std::slice::from_ref(one), place));
        prop_assert!(sum <= SeveralInstances::Sum.of_users(maxima));
        for report in all.iter().flat_map(|one| &one.reports) {
            let since = report.at - chrono::TimeDelta::days(MOST_DAYS_OLD);
            let latest = all.iter().filter_map(|one| one.reports.iter().rfind(|r| r.at <= report.at && r.at >= since));
            prop_assert!(sum >= Some(latest.map(|r| r.billable).sum()));
        }
    }

    #[test]
    fn r5_the_order_of_instances_does_not_matter(all in any_reports()) {
        let (all, place) = (counted(&all), place(0, 1));
        let backwards: Vec<Counted> = all.iter().rev().cloned().collect();
        for policy in [SeveralInstances::Max, SeveralInstances::Sum] {
            prop_assert_eq!(policy.maximum(&all, place), policy.maximum(&backwards, place));
        }
    }

    #[test]
    fn r5_a_further_report_lowers_no_maximum(all in any_reports(), day in 0_i64..90, more in 0_i64..900) {
        let (mut all, place) = (counted(&all), place(0, 1));
        let before = maximum(SeveralInstances::Max, &all, place);
        let on = days_after(place.quarter.span.start, day);
        let kept = all[0].days.entry(on).or_insert(more);
        *kept = more.max(*kept);
        prop_assert!(maximum(SeveralInstances::Max, &all, place) >= before);
    }
}
