//! A document's lines, and how each amount comes about.

use super::record::Record;
use crate::domain::calendar::{Day, Term, months_between};
use crate::domain::invoice::{Basis, InvoiceLine, LineKind, term_price};
use crate::domain::language::Language;
use crate::domain::money::Money;
use crate::domain::reconciliation::QUARTERLY_MONTHS;
use crate::pdf::Row;
use crate::web::views::bought::span;
use crate::words::{self, t};

pub(super) fn row(l: Language, record: &Record, line: &InvoiceLine) -> Row {
    Row {
        description: description(l, &record.what, line),
        explanation: explanation(l, line, record.is_credit_note()),
        quantity: words::number(l, line.quantity),
        unit_price: words::figures(l, line.per_seat),
        amount: words::figures(l, line.amount),
    }
}

fn description(l: Language, what: &str, line: &InvoiceLine) -> String {
    match (line.kind, &line.basis) {
        (LineKind::Purchase, _) => t!(l, "document-line-purchase", what = what),
        (LineKind::Renewal, _) => t!(l, "document-line-renewal", what = what),
        (LineKind::Seats, _) => t!(l, "document-line-seats", what = what),
        (LineKind::TrueUp, _) => t!(l, "document-line-true-up", what = what),
        (LineKind::Reconciliation, Basis::Quarters { quarter, .. }) => {
            t!(l, "document-line-reconciliation", what = what, quarter = i64::from(*quarter))
        }
        (LineKind::Reconciliation, _) => t!(l, "document-line-true-up", what = what),
    }
}

/// How a line's amount comes about: the days it is for, and the sum.
pub(super) fn explanation(l: Language, line: &InvoiceLine, is_credit_note: bool) -> Vec<String> {
    let count = |n: i64| words::number(l, n);
    let extra = count(line.quantity);
    let (price, amount) = (words::figures(l, line.per_seat), words::figures(l, line.amount));
    let days = |start: &Day, end: &Day| span(l, Term { start: *start, end: *end });
    match &line.basis {
        Basis::Term { start, end } => {
            vec![days(start, end), term_sum(l, line, months_between(*start, *end))]
        }
        Basis::Days { start, end, days: bought, of } => vec![
            days(start, end),
            t!(
                l,
                "document-sum-days",
                seats = extra,
                price = price,
                days = count(*bought),
                of = count(*of),
                amount = amount
            ),
        ],
        Basis::TrueUp { start, end, term_max, max_on, seats, months, credited } => {
            let mut said = vec![
                days(start, end),
                t!(
                    l,
                    "document-most-on",
                    count = term_max.to_owned(),
                    users = count(*term_max),
                    day = words::day(l, *max_on),
                    seats = count(*seats)
                ),
                term_sum(l, line, *months),
            ];
            let credited = Money::new(credited.saturating_mul(line.quantity.signum()), line.amount.currency);
            said.extend(
                (!credited.is_zero())
                    .then(|| t!(l, "document-credited", credited = words::figures(l, credited), amount = amount)),
            );
            said
        }
        Basis::Quarters { start, end, peak, peak_on, seats, remaining, .. } => {
            let mut said = vec![
                days(start, end),
                t!(
                    l,
                    "document-most-on",
                    count = peak.to_owned(),
                    users = count(*peak),
                    day = words::day(l, *peak_on),
                    seats = count(*seats)
                ),
                t!(
                    l,
                    "document-sum-quarters",
                    seats = extra,
                    price = price,
                    quarters = i64::from(*remaining),
                    amount = amount
                ),
            ];
            said.extend(
                annual(line)
                    .filter(|_| !is_credit_note)
                    .map(|annual| t!(l, "document-under-annual", amount = words::figures(l, annual))),
            );
            said
        }
    }
}

/// What seats cost for a term of so many months (R25a), as a sum.
fn term_sum(l: Language, line: &InvoiceLine, months: u32) -> String {
    let (seats, price) = (words::number(l, line.quantity), words::figures(l, line.per_seat));
    let full = term_price(line.quantity, line.per_seat, months).unwrap_or(line.amount);
    let amount = words::figures(l, full);
    match months {
        QUARTERLY_MONTHS => t!(l, "document-sum-term", seats = seats, price = price, amount = amount),
        _ => t!(l, "document-sum-months", seats = seats, price = price, months = i64::from(months), amount = amount),
    }
}

/// What the same seats would cost under the annual true-up.
fn annual(line: &InvoiceLine) -> Option<Money> {
    term_price(line.quantity, line.per_seat, QUARTERLY_MONTHS).ok()
}
