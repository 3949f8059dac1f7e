//! Invoices as CSV: machine numbers, ISO days, stable names of columns, one line of the document a row. No text in it can
//! become a formula in a spreadsheet (ASVS 1.2.10).

use csv::{Terminator, Writer, WriterBuilder};

use super::{Record, explanation};
use crate::domain::calendar::{Day, days_after};
use crate::domain::invoice::{Basis, Standing};
use crate::domain::money::Money;
use crate::store::invoices::Listed;

/// What it is sent as.
pub const CONTENT_TYPE: &str = "text/csv; charset=utf-8";

const OF_DOCUMENT: [&str; 21] = [
    "number",
    "kind",
    "corrects",
    "issued_on",
    "due_on",
    "account",
    "name",
    "vat_id",
    "subscription",
    "line",
    "line_kind",
    "from",
    "to",
    "quantity",
    "per_seat",
    "line_amount",
    "currency",
    "net",
    "tax_percent",
    "tax",
    "total",
];

const OF_LIST: [&str; 10] =
    ["number", "kind", "issued_on", "due_on", "paid_on", "state", "account", "subscription", "total", "currency"];

/// A row for each line of a document.
///
/// # Errors
/// Nothing that a document says.
pub fn of_document(record: &Record) -> Result<Vec<u8>, String> {
    let invoice = &record.invoice;
    let sums = &invoice.sums;
    let mut out = writer();
    let heads = OF_DOCUMENT.iter().copied().chain(["explanation"]);
    out.write_record(heads).map_err(|e| e.to_string())?;
    for (number, line) in (1_u32..).zip(&invoice.lines) {
        let (from, to) = days(&line.basis);
        let why = explanation(record.language, line, record.is_credit_note()).join("; ");
        let cells = [
            text(&invoice.number),
            invoice.kind.to_string(),
            text(record.corrects.as_deref().unwrap_or_default()),
            invoice.issued_on.to_string(),
            invoice.due_on.to_string(),
            text(&invoice.bill_to.account_number),
            text(&invoice.bill_to.name),
            text(invoice.bill_to.vat_id.as_deref().unwrap_or_default()),
            text(&record.subscription),
            number.to_string(),
            line.kind.to_string(),
            from.to_string(),
            to.to_string(),
            line.quantity.to_string(),
            amount(line.per_seat),
            amount(line.amount),
            line.amount.currency.code().to_owned(),
            amount(sums.net),
            rust_decimal::Decimal::new(sums.tax_basis_points, 2).to_string(),
            amount(sums.tax),
            amount(sums.total),
            text(&why),
        ];
        out.write_record(&cells).map_err(|e| e.to_string())?;
    }
    out.into_inner().map_err(|e| e.to_string())
}

/// A row for each document of a list, as they stand on a day.
///
/// # Errors
/// Nothing that a document says.
pub fn of_list(documents: &[Listed], today: Day) -> Result<Vec<u8>, String> {
    let mut out = writer();
    out.write_record(OF_LIST).map_err(|e| e.to_string())?;
    for document in documents {
        let cells = [
            text(&document.number),
            document.kind.to_string(),
            document.issued_on.to_string(),
            document.due_on.to_string(),
            document.paid_on.map_or_else(String::new, |day| day.to_string()),
            state(document.standing(today)).to_owned(),
            text(&document.account_name),
            text(&document.subscription),
            amount(document.total),
            document.total.currency.code().to_owned(),
        ];
        out.write_record(&cells).map_err(|e| e.to_string())?;
    }
    out.into_inner().map_err(|e| e.to_string())
}

fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new())
}

/// Text that a spreadsheet takes for text: what could begin a formula gets an apostrophe before it.
fn text(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// `2565.00`: a full stop, no groups.
fn amount(money: Money) -> String {
    money.decimal().to_string()
}

/// First and last day of what a line is for.
fn days(basis: &Basis) -> (Day, Day) {
    match basis {
        Basis::Term { start, end }
        | Basis::Quarters { start, end, .. }
        | Basis::Days { start, end, .. }
        | Basis::TrueUp { start, end, .. } => (*start, days_after(*end, -1)),
    }
}

const fn state(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::Due => "due",
        Standing::Overdue => "overdue",
        Standing::Paid { .. } => "paid",
        Standing::Credited => "credited",
        Standing::NothingToPay => "nothing_to_pay",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_formula_and_negative_numbers_stay_numbers() {
        for begin in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(text(begin), format!("'{begin}"));
        }
        assert_eq!(text("Linden = Hospital"), "Linden = Hospital");
        assert_eq!(amount(Money::new(-256_500, "USD".parse().unwrap())), "-2565.00");
        assert_eq!(amount(Money::new(1_000, "JPY".parse().unwrap())), "1000");
    }
}
