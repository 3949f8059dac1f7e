//! Days, terms and quarters (R1–R3): every boundary is 00:00:00Z, every interval half open.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, NaiveTime, Utc};

/// A day in UTC. Displayed by the reader's locale; decided by nothing but UTC (R1).
pub type Day = NaiveDate;
/// A moment in UTC.
pub type Instant = DateTime<Utc>;

/// 00:00:00Z of a day.
#[must_use]
pub const fn midnight(day: Day) -> Instant {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// The last instant of a day.
#[must_use]
pub fn end_of(day: Day) -> Instant {
    midnight(days_after(day, 1)) - chrono::TimeDelta::microseconds(1)
}

/// `day` moved by whole days; at the ends of the calendar it stays where it is.
#[must_use]
pub fn days_after(day: Day, days: i64) -> Day {
    let distance = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(distance) } else { day.checked_add_days(distance) };
    moved.unwrap_or(day)
}

/// `anchor` plus months, the day clamped to the month's length, always from the anchor and never iterated (R3).
#[must_use]
pub fn months_after(anchor: Day, months: u32) -> Day {
    anchor.checked_add_months(Months::new(months)).unwrap_or(anchor)
}

/// Months from one boundary of a term to another (R25a).
#[must_use]
pub fn months_between(start: Day, end: Day) -> u32 {
    let months = |day: Day| i64::from(day.year()) * 12 + i64::from(day.month0());
    u32::try_from(months(end) - months(start)).unwrap_or(0)
}

/// A half-open interval of days `[start, end)`; `end` is the renewal date and the next start (R2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Term {
    /// First day.
    pub start: Day,
    /// The day after the last.
    pub end: Day,
}

impl Term {
    /// The `index`th term (0 first) of `months` months from the anchor (R3).
    #[must_use]
    pub fn of(anchor: Day, months: u32, index: u32) -> Self {
        let from = months.saturating_mul(index);
        Self { start: months_after(anchor, from), end: months_after(anchor, from.saturating_add(months)) }
    }

    /// The last day as shown to people: `end − 1` (R2).
    #[must_use]
    pub fn last_day(self) -> Day {
        days_after(self.end, -1)
    }

    /// Whether the day lies inside.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.start <= day && day < self.end
    }

    /// Days from first to last, both counted.
    #[must_use]
    pub fn days(self) -> i64 {
        (self.end - self.start).num_days()
    }
}

/// One quarter of a term: three months, or what is left of the term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quarter {
    /// 1 to 4 in a term of twelve months.
    pub number: u32,
    /// Its days `[start, end)`.
    pub span: Term,
    /// How many the term has.
    pub of: u32,
    /// Whether the term ends with it (R10).
    pub is_last: bool,
}

impl Quarter {
    /// Quarters of the term left after this one: 3, 2, 1, 0 in a year (R7).
    #[must_use]
    pub const fn remaining(self) -> u32 {
        self.of.saturating_sub(self.number)
    }
}

/// The quarters of the `index`th term of `months` months from the anchor (R3): `add_months(anchor, months·index + 3k)`.
/// The last one is shorter where the months do not divide by three.
#[must_use]
pub fn quarters(anchor: Day, months: u32, index: u32) -> Vec<Quarter> {
    let (term, from) = (Term::of(anchor, months, index), months.saturating_mul(index));
    let begins = |number: u32| months_after(anchor, from.saturating_add(number.saturating_sub(1).saturating_mul(3)));
    let last = months.div_ceil(3).max(1);
    let quarter = |number| {
        let is_last = number == last;
        let end = if is_last { term.end } else { begins(number + 1) };
        Quarter { number, span: Term { start: begins(number), end }, of: last, is_last }
    };
    (1..=last).map(quarter).collect()
}

/// The quarter a day of the term lies in; none outside the term.
#[must_use]
pub fn quarter_on(anchor: Day, months: u32, index: u32, day: Day) -> Option<Quarter> {
    quarters(anchor, months, index).into_iter().find(|q| q.span.contains(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn r2_the_last_day_is_shown_and_the_end_is_the_next_start() {
        let term = Term::of(day("2021-09-01"), 12, 0);
        assert_eq!((term.start, term.end, term.last_day()), (day("2021-09-01"), day("2022-09-01"), day("2022-08-31")));
        assert_eq!(Term::of(day("2021-09-01"), 12, 1).start, term.end);
        assert_eq!(term.days(), 365);
    }

    #[test]
    fn a_leap_day_anchor_comes_back_to_the_leap_day() {
        assert_eq!(Term::of(day("2024-02-29"), 12, 3).start, day("2027-02-28"));
        assert_eq!(Term::of(day("2024-02-29"), 12, 4).start, day("2028-02-29"));
    }

    proptest! {
        #[test]
        fn quarters_tile_the_year_without_gap_or_overlap(offset in 0_i64..3_000, index in 0_u32..8) {
            let anchor = days_after(day("2020-01-01"), offset);
            let q = quarters(anchor, 12, index);
            prop_assert_eq!(q.len(), 4);
            prop_assert!(q.iter().all(|q| q.is_last == (q.number == 4) && q.remaining() == 4 - q.number));
            let year = Term::of(anchor, 12, index);
            prop_assert_eq!(q[0].span.start, year.start);
            prop_assert_eq!(q[3].span.end, year.end);
            for pair in q.windows(2) {
                prop_assert_eq!(pair[0].span.end, pair[1].span.start);
                prop_assert!(pair[0].span.start < pair[0].span.end);
            }
            prop_assert_eq!(year.end, Term::of(anchor, 12, index + 1).start);
        }

        #[test]
        fn quarters_tile_terms_of_any_length(offset in 0_i64..3_000, months in 1_u32..=120, index in 0_u32..4) {
            let anchor = days_after(day("2020-01-01"), offset);
            let (term, q) = (Term::of(anchor, months, index), quarters(anchor, months, index));
            prop_assert_eq!(q[0].span.start, term.start);
            prop_assert_eq!(q[q.len() - 1].span.end, term.end);
            prop_assert!(q[q.len() - 1].is_last && q.iter().filter(|q| q.is_last).count() == 1);
            for pair in q.windows(2) {
                prop_assert_eq!(pair[0].span.end, pair[1].span.start);
                prop_assert!(pair[0].span.start < pair[0].span.end);
            }
        }
    }

    #[test]
    fn r3_terms_and_quarters_keep_to_their_anchor_for_every_day_of_eight_years() {
        let (mut anchor, end) = (day("2020-01-01"), day("2028-01-01"));
        while anchor < end {
            for index in 0..4 {
                let year = Term::of(anchor, 12, index);
                // Always from the anchor: only its own day, or the last of a month that is too short for it.
                for q in quarters(anchor, 12, index) {
                    let same = q.span.start.day() == anchor.day();
                    let clamped = q.span.start.day() < anchor.day() && days_after(q.span.start, 1).day() == 1;
                    assert!(same || clamped, "{anchor} {index} {q:?}");
                }
                assert!((365..=366).contains(&year.days()), "{anchor} {index}");
            }
            anchor = days_after(anchor, 1);
        }
    }
}
