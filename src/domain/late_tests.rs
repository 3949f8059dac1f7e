//! Late counts, and what may never happen with them.

use proptest::prelude::*;

use super::*;
use crate::domain::calendar::{Day, quarters};

fn usd(minor: i64) -> Money {
    Money::new(minor, "USD".parse().unwrap())
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn again(known: &[(usize, i64)]) -> Vec<Again> {
    let all = quarters(day("2021-09-01"), 12, 0);
    let peak = |quarter: Quarter, billable| Peak { billable, on: quarter.span.start };
    known
        .iter()
        .map(|&(number, billable)| Again { quarter: all[number - 1], peak: peak(all[number - 1], billable) })
        .collect()
}

#[test]
fn r6a_each_line_counts_the_seats_of_the_lines_before_it() {
    let of = |seats, known: &[(usize, i64)]| -> Vec<(u32, i64, i64, i64)> {
        let lines = lines(seats, usd(10_000), &again(known)).unwrap();
        lines.iter().map(|line| (line.quarter, line.seats, line.overage, line.amount.minor)).collect()
    };
    assert_eq!(of(110, &[(1, 130)]), [(1, 110, 20, 150_000)]);
    assert_eq!(of(100, &[(1, 120), (2, 140)]), [(1, 100, 20, 150_000), (2, 120, 20, 100_000)]);
    assert_eq!(of(100, &[(1, 140), (2, 120), (3, 150)]), [(1, 100, 40, 300_000), (3, 140, 10, 25_000)]);
    assert_eq!(of(150, &[(1, 140)]), []);
}

/// What a term costs, quarter by quarter, where of quarter q the maximum `known[q]` is known when it is reconciled, and all of it at
/// the next reconciliation.
fn costs(base: i64, on_time: [i64; 4], at_last: [i64; 4]) -> i64 {
    let all = quarters(day("2021-09-01"), 12, 0);
    let (mut seats, mut minor) = (base, 0);
    for number in 1..=4_usize {
        let earlier: Vec<(usize, i64)> = (1..number).map(|q| (q, at_last[q - 1])).collect();
        let late = lines(seats, usd(10_000), &again(&earlier)).unwrap();
        seats += seats_of(&late);
        minor += late.iter().map(|line| line.amount.minor).sum::<i64>();
        if number < 4 {
            let over = overage(on_time[number - 1], seats);
            minor += quarters_price(over, usd(10_000), all[number - 1].number).unwrap().minor;
            seats += over;
        }
    }
    minor
}

proptest! {
    #[test]
    fn r6a_r11_told_late_is_never_dearer_than_told_in_time_nor_than_the_term_maximum(
        base in 1_i64..200,
        told in proptest::collection::vec((0_i64..300, 0_i64..100), 4),
    ) {
        let on_time: Vec<i64> = told.iter().map(|(known, _)| *known).collect();
        let at_last: Vec<i64> = told.iter().map(|(known, more)| known + more).collect();
        let (on_time, at_last) = (on_time.try_into().unwrap(), at_last.try_into().unwrap());
        let (late, in_time) = (costs(base, on_time, at_last), costs(base, at_last, at_last));
        prop_assert!(late <= in_time, "{late} {in_time}");
        prop_assert!(in_time <= overage(*at_last.iter().max().unwrap(), base) * 10_000);
    }
}
