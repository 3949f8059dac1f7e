//! What was counted, and which count is a quarter's maximum (R4–R6).

use super::calendar::Day;
use super::text_enum::text_enum;

/// A highest count and the day it is known for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peak {
    /// Highest billable count.
    pub billable: i64,
    /// The earliest day with this count, or the day of the report that told of it.
    pub on: Day,
}

/// What is known of one instance's quarter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QuarterCount {
    /// The highest count of its days, from reports and from the daily history they carried; none: nothing was told.
    pub highest: Option<Peak>,
    /// The highest term-wide maximum that its reports told, with the day of the first that did.
    pub told: Option<Peak>,
    /// The highest term-wide maximum told in the term before the quarter.
    pub reported_before: Option<i64>,
}

impl QuarterCount {
    /// The quarter's maximum (R5): the highest day. The term-wide maximum fills gaps only: it counts when it rose
    /// between the last report before the quarter and the last one in it, or when the quarter is the term's first.
    ///
    /// A maximum that an instance tells lower than before is kept as it was (R33), so “the last” is “the highest”, and
    /// the order in which reports come changes nothing.
    #[must_use]
    pub fn maximum(&self, is_first: bool) -> Option<Peak> {
        let rose = |told: &Peak| is_first || self.reported_before.is_some_and(|before| told.billable > before);
        [self.highest, self.told.filter(rose)].into_iter().flatten().max_by(by_height)
    }
}

/// Higher is greater; of two equal ones the earlier is.
fn by_height(a: &Peak, b: &Peak) -> std::cmp::Ordering {
    a.billable.cmp(&b.billable).then(b.on.cmp(&a.on))
}

text_enum! {
    /// How the counts of several instances on one subscription become one (R5); a product setting.
    SeveralInstances {
        /// The highest of them: several doors to the same people.
        Max = "max",
        /// All of them: several crowds.
        Sum = "sum",
    }
}

impl SeveralInstances {
    /// The quarter's maximum over instances; of a sum the day on which the last of its parts was reached.
    #[must_use]
    pub fn of_peaks(self, peaks: impl Iterator<Item = Peak>) -> Option<Peak> {
        match self {
            Self::Max => peaks.max_by(by_height),
            Self::Sum => {
                peaks.reduce(|a, b| Peak { billable: a.billable.saturating_add(b.billable), on: a.on.max(b.on) })
            }
        }
    }

    /// Users over instances; none if none was counted.
    #[must_use]
    pub fn of_users(self, users: impl Iterator<Item = i64>) -> Option<i64> {
        users.reduce(|a, b| match self {
            Self::Max => a.max(b),
            Self::Sum => a.saturating_add(b),
        })
    }
}

/// What `count` exceeds `seats` by, never below zero: overage (R6), and the users of a true-up.
#[must_use]
pub const fn overage(count: i64, seats: i64) -> i64 {
    let over = count.saturating_sub(seats);
    if over > 0 { over } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn peak(on: &str, billable: i64) -> Peak {
        Peak { billable, on: on.parse().unwrap() }
    }

    #[test]
    fn r5_the_term_maximum_fills_gaps_only() {
        let q2 = |highest: i64, before: Option<i64>, told: i64| {
            let count = QuarterCount {
                highest: Some(peak("2022-02-27", highest)),
                told: Some(peak("2022-02-27", told)),
                reported_before: before,
            };
            count.maximum(false).unwrap().billable
        };
        assert_eq!(q2(30, Some(60), 60), 30, "a peak of Q1 does not come back");
        assert_eq!(q2(30, Some(60), 70), 70, "a rise between reports counts");
        assert_eq!(q2(30, None, 70), 30, "without a report before it, nobody knows when it rose");
        assert_eq!(q2(80, Some(60), 70), 80);
        let q1 = QuarterCount {
            highest: Some(peak("2021-10-15", 30)),
            told: Some(peak("2021-10-15", 33)),
            reported_before: None,
        };
        assert_eq!(q1.maximum(true), Some(peak("2021-10-15", 33)), "in the first quarter it counts as it is");
        assert_eq!(QuarterCount::default().maximum(true), None, "no report is not zero users");
    }

    #[test]
    fn r5_the_earliest_day_with_the_highest_count_is_named() {
        let count = QuarterCount {
            highest: Some(peak("2021-10-15", 40)),
            told: Some(peak("2021-11-01", 40)),
            reported_before: None,
        };
        assert_eq!(count.maximum(true), Some(peak("2021-10-15", 40)));
    }

    #[test]
    fn r5_several_instances_count_by_their_maximum_unless_the_product_says_sum() {
        let peaks = [peak("2021-10-15", 40), peak("2021-09-15", 40), peak("2021-11-01", 12)];
        assert_eq!(SeveralInstances::Max.of_peaks(peaks.into_iter()), Some(peak("2021-09-15", 40)));
        assert_eq!(SeveralInstances::Sum.of_peaks(peaks.into_iter()), Some(peak("2021-11-01", 92)));
        assert_eq!(SeveralInstances::Sum.of_peaks(std::iter::empty()), None);
        assert_eq!(SeveralInstances::Max.of_users([3, 9, 4].into_iter()), Some(9));
        assert_eq!(SeveralInstances::Sum.of_users([3, 9, 4].into_iter()), Some(16));
    }

    #[test]
    fn r6_overage_is_never_below_zero() {
        assert_eq!((overage(40, 25), overage(20, 25), overage(i64::MIN, 1)), (15, 0, 0));
    }

    proptest! {
        #[test]
        fn the_order_of_instances_does_not_matter(counts in proptest::collection::vec((0_i64..90, 0_i64..500), 1..6)) {
            let peaks: Vec<Peak> = counts
                .iter()
                .map(|&(day, billable)| Peak { billable, on: super::super::calendar::days_after("2021-09-01".parse().unwrap(), day) })
                .collect();
            let backwards: Vec<Peak> = peaks.iter().rev().copied().collect();
            for policy in [SeveralInstances::Max, SeveralInstances::Sum] {
                prop_assert_eq!(policy.of_peaks(peaks.iter().copied()), policy.of_peaks(backwards.iter().copied()));
            }
        }
    }
}
