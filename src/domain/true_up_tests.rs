//! The annual true-up, with what was paid for seats added later.

use proptest::prelude::*;

use super::*;
use crate::domain::calendar::{Term, days_after};
use crate::domain::order::seats_price;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn usd(minor: i64) -> Money {
    Money::new(minor, "USD".parse().unwrap())
}

fn full(quantity: i64) -> Result<Money, NotAnAmount> {
    Ok(usd(quantity * 10_000))
}

fn excess(days: &[(&str, i64)], added: Vec<Added>) -> Option<(String, i64, i64, i64)> {
    let held = Held { base: 100, added, trued_up: 0 };
    let days = days.iter().map(|(on, billable)| Peak { billable: *billable, on: day(on) });
    let found = held.excess(days, full).unwrap()?;
    Some((found.peak.on.to_string(), found.quantity, found.credited.minor, found.amount.minor))
}

#[test]
fn r18_the_day_that_yields_the_most_decides() {
    let bought = |on: &str, seats, minor| Added { on: day(on), seats, paid: usd(minor) };
    assert_eq!(excess(&[("2021-10-15", 100)], vec![]), None);
    assert_eq!(excess(&[("2021-10-15", 130)], vec![]), Some(("2021-10-15".into(), 30, 0, 300_000)));
    // The lower peak costs more, as fewer seats were held and less was paid since.
    let days = [("2021-10-15", 130), ("2022-05-01", 160)];
    let added = vec![bought("2022-03-01", 60, 300_000)];
    assert_eq!(excess(&days, added.clone()), Some(("2021-10-15".into(), 30, 150_000, 150_000)));
    assert_eq!(excess(&[("2021-10-15", 130), ("2022-05-01", 180)], added), Some(("2022-05-01".into(), 20, 0, 200_000)));
    // First bought first, for at most the quantity.
    let two = vec![bought("2021-11-01", 20, 166_667), bought("2021-12-01", 20, 150_000)];
    assert_eq!(excess(&[("2021-10-15", 130)], two), Some(("2021-10-15".into(), 30, 241_667, 58_333)));
}

#[test]
fn r18_what_was_trued_up_already_is_paid_once() {
    let held = Held { base: 100, added: vec![], trued_up: 30 };
    let of = |billable| held.excess(std::iter::once(Peak { billable, on: day("2021-10-15") }), full).unwrap();
    assert_eq!(of(130), None);
    assert_eq!(of(140).map(|e| (e.seats, e.quantity)), Some((130, 10)));
}

proptest! {
    /// A seat is paid once, and never above the full price.
    #[test]
    fn r18_with_what_was_paid_for_later_seats_a_term_costs_no_more_than_its_maximum(
        peaks in proptest::collection::vec((0_i64..365, 0_i64..300), 0..8),
        bought in proptest::collection::vec((0_i64..365, 1_i64..50), 0..5),
    ) {
        let term = Term::of(day("2021-09-01"), 12, 0);
        let mut added: Vec<Added> = bought
            .iter()
            .map(|&(offset, seats)| {
                let on = days_after(term.start, offset);
                Added { on, seats, paid: seats_price(seats, usd(10_000), (term, 12), on).unwrap() }
            })
            .collect();
        added.sort_by_key(|added| added.on);
        let days: Vec<Peak> = peaks.iter().map(|&(d, billable)| Peak { billable, on: days_after(term.start, d) }).collect();
        let held = Held { base: 100, added: added.clone(), trued_up: 0 };
        let found = held.excess(days.iter().copied(), full).unwrap();
        let most = days.iter().map(|peak| overage(peak.billable, 100)).max().unwrap_or(0);
        let amount = found.map_or(0, |found| found.amount.minor);
        prop_assert!(amount <= most * 10_000);
        for peak in &days {
            let quantity = overage(peak.billable, held.on(peak.on));
            let later: i64 = added.iter().filter(|a| a.on > peak.on).map(|a| a.paid.minor).sum();
            prop_assert!(amount >= quantity * 10_000 - later);
        }
    }
}
