//! What was counted: reports, days, and which count is a quarter's maximum (R4–R6).

use super::calendar::{Instant, Term, midnight};

/// One count with the moment it belongs to: a report's, or a day's of the history a report carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// The moment, or the day's last second for a daily maximum.
    pub at: Instant,
    /// Billable users (R4): the instance says who is.
    pub billable: i64,
}

/// The term-wide maximum a report carried, with the moment of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermMaximum {
    /// When the report was made.
    pub at: Instant,
    /// The highest count of the term as the instance keeps it.
    pub max: i64,
}

/// A maximum and the moment it is known for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peak {
    /// Highest billable count.
    pub billable: i64,
    /// Its moment: the earliest sample with this count, or the report that told of it.
    pub at: Instant,
}

/// The quarter's maximum of one instance (R5), none when nothing was reported for it: the highest sample in the
/// quarter; the term-wide maximum fills gaps only when it rose between the last report before the quarter and the
/// last one in it, or when the quarter is the term's first.
#[must_use]
pub fn quarter_maximum(quarter: Term, is_first: bool, samples: &[Sample], maxima: &[TermMaximum]) -> Option<Peak> {
    let inside = |at: Instant| midnight(quarter.start) <= at && at < midnight(quarter.end);
    let counted = samples.iter().filter(|s| inside(s.at)).map(|s| Peak { billable: s.billable, at: s.at });
    let told = gap_fill(midnight(quarter.start), is_first, maxima.iter().filter(|m| m.at < midnight(quarter.end)));
    counted.chain(told).max_by(|a, b| a.billable.cmp(&b.billable).then(b.at.cmp(&a.at)))
}

/// The term-wide maximum as far as it says something about the quarter that began at `start`.
fn gap_fill<'a>(start: Instant, is_first: bool, maxima: impl Iterator<Item = &'a TermMaximum>) -> Option<Peak> {
    let (mut before, mut within) = (None::<TermMaximum>, None::<TermMaximum>);
    for &maximum in maxima {
        let slot = if maximum.at < start { &mut before } else { &mut within };
        if slot.is_none_or(|kept| kept.at <= maximum.at) {
            *slot = Some(maximum);
        }
    }
    let last = within?;
    let counts = if is_first { true } else { before.is_some_and(|b| last.max > b.max) };
    counts.then_some(Peak { billable: last.max, at: last.at })
}

/// Overage (R6): what the quarter's maximum exceeds the seats by, never below zero.
#[must_use]
pub const fn overage(quarter_maximum: i64, seats: i64) -> i64 {
    let over = quarter_maximum.saturating_sub(seats);
    if over > 0 { over } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn sample(text: &str, billable: i64) -> Sample {
        Sample { at: at(text), billable }
    }

    fn told(text: &str, max: i64) -> TermMaximum {
        TermMaximum { at: at(text), max }
    }

    const Q1: (&str, &str) = ("2021-09-01", "2021-12-01");
    const Q2: (&str, &str) = ("2021-12-01", "2022-03-01");

    fn peak(quarter: (&str, &str), first: bool, samples: &[Sample], maxima: &[TermMaximum]) -> Option<i64> {
        let quarter = Term { start: quarter.0.parse().unwrap(), end: quarter.1.parse().unwrap() };
        quarter_maximum(quarter, first, samples, maxima).map(|p| p.billable)
    }

    #[test]
    fn r3_a_count_belongs_to_the_quarter_of_its_second() {
        let samples = [sample("2021-11-30T23:59:59Z", 40), sample("2021-12-01T00:00:00Z", 41)];
        assert_eq!(peak(Q1, true, &samples, &[]), Some(40));
        assert_eq!(peak(Q2, false, &samples, &[]), Some(41));
    }

    #[test]
    fn r5_the_term_maximum_fills_gaps_only() {
        let waived = [told("2021-11-30T03:00:00Z", 60), told("2022-02-27T03:00:00Z", 60)];
        assert_eq!(
            peak(Q2, false, &[sample("2022-02-27T03:00:00Z", 30)], &waived),
            Some(30),
            "a peak of Q1 does not come back"
        );
        let risen = [told("2021-11-30T03:00:00Z", 60), told("2022-02-27T03:00:00Z", 70)];
        assert_eq!(
            peak(Q2, false, &[sample("2022-02-27T03:00:00Z", 30)], &risen),
            Some(70),
            "a rise between reports counts"
        );
        assert_eq!(
            peak(Q1, true, &[sample("2021-10-15T03:00:00Z", 30)], &[told("2021-10-15T03:00:00Z", 33)]),
            Some(33)
        );
        assert_eq!(peak(Q2, false, &[], &[]), None, "no report is not zero users");
    }

    #[test]
    fn r6_a_peak_that_dropped_again_still_counts() {
        let samples = [sample("2021-10-15T03:00:00Z", 40), sample("2021-11-15T03:00:00Z", 20)];
        assert_eq!(peak(Q1, true, &samples, &[]).map(|max| overage(max, 25)), Some(15));
        assert_eq!(overage(20, 25), 0);
    }
}
