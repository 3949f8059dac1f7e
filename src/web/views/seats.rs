//! How the seats of a term came about.

use super::fact::Fact;
use super::wording::Wording;
use crate::domain::calendar::Day;
use crate::domain::reconciliation::SeatCauseKind;
use crate::domain::subscription::BoughtTerm;
use crate::words::{self, t};

impl Wording<'_> {
    /// A term's seats by the days from which they count: those it began with, and each addition.
    #[must_use]
    pub fn seat_steps(&self, term: &BoughtTerm, added: &[(Day, i64, SeatCauseKind)]) -> Vec<Fact> {
        let l = self.language;
        let seats = |count: i64| words::number(l, count);
        let first = Fact {
            label: words::day(l, term.span.start),
            text: t!(l, "seats-at-first", count = term.base_seats, seats = seats(term.base_seats)),
            small: String::new(),
        };
        let mut sum = term.base_seats;
        let further = added.iter().map(|&(on, count, kind)| {
            sum = sum.saturating_add(count);
            let text = match kind {
                SeatCauseKind::Bought => t!(l, "seats-bought", count = count, seats = seats(count)),
                SeatCauseKind::Reconciled => t!(l, "seats-reconciled", count = count, seats = seats(count)),
            };
            Fact { label: words::day(l, on), text, small: t!(l, "seats-sum", count = sum, seats = seats(sum)) }
        });
        std::iter::once(first).chain(further).collect()
    }
}
