//! The numbers of documents: without gaps in each series (R41). Fed page by page, in order.

use std::collections::BTreeMap;

use super::fault::{Fault, Faults, Kind};
use crate::domain::invoice::number;

/// What has been seen of the numbers so far.
#[derive(Debug, Default)]
pub(super) struct Numbers(BTreeMap<String, i64>);

impl Numbers {
    /// Takes the next numbers, in order of series and serial; what is missing before them.
    pub(super) fn take(&mut self, page: &[(String, i64)]) -> Vec<Fault> {
        let mut found = Faults::default();
        for (series, serial) in page {
            let last = self.0.entry(series.clone()).or_insert(0);
            let due = last.saturating_add(1);
            *last = *serial;
            if *serial > due {
                found.note(
                    Kind::InvoiceGap,
                    format_args!("invoice {}", number(series, *serial)),
                    missing(series, due, *serial - 1),
                );
            }
        }
        found.0
    }

    /// After the last page: each series' counter stands at its last number.
    #[must_use]
    pub(super) fn end(&self, counters: &[(String, i64)]) -> Vec<Fault> {
        let mut found = Faults::default();
        let counters: BTreeMap<String, i64> = counters.iter().cloned().collect();
        let all: std::collections::BTreeSet<&str> = self.0.keys().chain(counters.keys()).map(String::as_str).collect();
        for series in all {
            let of = |all: &BTreeMap<String, i64>| all.get(series).copied().unwrap_or(0);
            let (last, counter) = (of(&self.0), of(&counters));
            let subject = format!("the invoices of {series}");
            if counter > last {
                found.note(Kind::InvoiceGap, subject, missing(series, last.saturating_add(1), counter));
            } else if counter < last {
                let (last, counter) = (number(series, last), number(series, counter));
                let sentence = format!("the last one is {last}, and their counter stands at {counter}");
                found.note(Kind::InvoiceGap, subject, sentence);
            }
        }
        found.0
    }
}

fn missing(series: &str, from: i64, to: i64) -> String {
    if from == to {
        format!("number {} is missing", number(series, from))
    } else {
        format!("the numbers {} to {} are missing", number(series, from), number(series, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(found: Vec<Fault>) -> Vec<String> {
        found.into_iter().map(|f| f.sentence).collect()
    }

    #[test]
    fn r41_gaps_are_found_across_pages_years_and_at_the_end() {
        let mut numbers = Numbers::default();
        assert_eq!(sentences(numbers.take(&[("2026".to_owned(), 1), ("2026".to_owned(), 2)])), [""; 0]);
        assert_eq!(
            sentences(numbers.take(&[("2026".to_owned(), 4), ("2027".to_owned(), 3)])),
            ["number 2026-000003 is missing", "the numbers 2027-000001 to 2027-000002 are missing"]
        );
        assert_eq!(
            sentences(numbers.end(&[("2026".to_owned(), 6), ("2027".to_owned(), 2), ("2028".to_owned(), 1)])),
            [
                "the numbers 2026-000005 to 2026-000006 are missing",
                "the last one is 2027-000003, and their counter stands at 2027-000002",
                "number 2028-000001 is missing",
            ]
        );
        assert_eq!(sentences(numbers.end(&[("2026".to_owned(), 4), ("2027".to_owned(), 3)])), [""; 0]);
    }
}
