//! Invoices as CSV, as a spreadsheet of the reader's language opens them: ISO days, stable names of columns, one line of the
//! document a row. No text in it can become a formula (ASVS 1.2.10).

use csv::{Terminator, Writer, WriterBuilder};

use rust_decimal::Decimal;

use super::Record;
use super::lines::explanation;
use crate::domain::calendar::{Day, days_after};
use crate::domain::invoice::{Basis, PaymentStatus};
use crate::domain::language::Language;
use crate::domain::money::Money;
use crate::store::invoices::Listed;

/// What it is sent as.
pub const CONTENT_TYPE: &str = "text/csv; charset=utf-8";

/// By it spreadsheets know UTF-8 from the system's old code page.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

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

/// A row for each line of a document, for a reader of this language.
///
/// # Errors
/// Nothing that a document says.
pub fn of_document(l: Language, record: &Record) -> Result<Vec<u8>, String> {
    let invoice = &record.invoice;
    let sums = &invoice.sums;
    let mut out = writer(l);
    let heads = OF_DOCUMENT.iter().copied().chain(["explanation"]);
    out.write_record(heads).map_err(|e| e.to_string())?;
    for (number, line) in (1_u32..).zip(&invoice.lines) {
        let (from, to) = days(&line.basis);
        let why = explanation(l, line, record.is_credit_note()).join("; ");
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
            amount(l, line.per_seat),
            amount(l, line.amount),
            line.amount.currency.code().to_owned(),
            amount(l, sums.net),
            number_as(l, Decimal::new(sums.tax_basis_points, 2)),
            amount(l, sums.tax),
            amount(l, sums.total),
            text(&why),
        ];
        out.write_record(&cells).map_err(|e| e.to_string())?;
    }
    out.into_inner().map_err(|e| e.to_string())
}

/// A row for each document of a list, as they stand on a day, for a reader of this language.
///
/// # Errors
/// Nothing that a document says.
pub fn of_list(l: Language, documents: &[Listed], today: Day) -> Result<Vec<u8>, String> {
    let mut out = writer(l);
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
            amount(l, document.total),
            document.total.currency.code().to_owned(),
        ];
        out.write_record(&cells).map_err(|e| e.to_string())?;
    }
    out.into_inner().map_err(|e| e.to_string())
}

/// Where numbers have a decimal comma, lists are separated by semicolons; spreadsheets there open nothing else.
fn writer(l: Language) -> Writer<Vec<u8>> {
    let separator = match l {
        Language::En => b',',
        Language::De => b';',
    };
    WriterBuilder::new().delimiter(separator).terminator(Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec())
}

/// Text that a spreadsheet takes for text: what could begin a formula gets an apostrophe before it. Also behind a
/// separator: who opens the file with another one than it has begins a cell there.
fn text(text: &str) -> String {
    let mut cell = String::with_capacity(text.len() + 1);
    // Whether a cell may begin here, and whether it is the first: spreadsheets skip blanks before it.
    let (mut begins, mut is_first) = (true, true);
    for character in text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\r' | '\n')) {
        let is_formula = matches!(character, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
        let is_break = matches!(character, '\t' | '\r' | '\n');
        let defused = is_first && (is_break || is_formula);
        if defused {
            cell.insert(0, '\'');
        } else if begins && is_formula {
            cell.push('\'');
        }
        let is_silent = matches!(character, '"' | '\'' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
        is_first = is_first && !defused && (is_silent || character.is_whitespace());
        begins = !defused && (is_break || matches!(character, ',' | ';' | '|') || (begins && is_silent));
        cell.push(character);
    }
    cell
}

/// `2565.00` or `2565,00`: no groups, and as many digits as the currency has.
fn amount(l: Language, money: Money) -> String {
    number_as(l, money.decimal())
}

fn number_as(l: Language, number: Decimal) -> String {
    match l {
        Language::En => number.to_string(),
        Language::De => number.to_string().replace('.', ","),
    }
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

const fn state(standing: PaymentStatus) -> &'static str {
    match standing {
        PaymentStatus::Open => "open",
        PaymentStatus::Due => "due",
        PaymentStatus::Overdue => "overdue",
        PaymentStatus::Paid { .. } => "paid",
        PaymentStatus::Credited => "credited",
        PaymentStatus::NothingToPay => "nothing_to_pay",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_formula_and_negative_numbers_stay_numbers() {
        let first =
            ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", " =1", "\"=1", "\u{feff}=1", "\u{a0}-1"];
        for begin in first {
            assert_eq!(text(begin), format!("'{begin}"));
        }
        assert_eq!(text("\u{0}\u{7f}=1"), "'=1", "what is not seen is left out");
        // A cell begins behind a separator, if another one is expected.
        assert_eq!(text("a;=1,\"+2\n@x|-3"), "a;'=1,\"'+2\n'@x|'-3");
        for harmless in
            ["Linden = Hospital", "Meyer-Lüdenscheidt & Söhne", "a@b.example", "3 - 2", "Smith, -Jones", "", "株式会社"]
        {
            assert_eq!(text(harmless), harmless);
        }
        let of = |l, minor, currency: &str| amount(l, Money::new(minor, currency.parse().unwrap()));
        assert_eq!(of(Language::En, -256_500, "USD"), "-2565.00");
        assert_eq!(of(Language::De, -256_500, "EUR"), "-2565,00");
        assert_eq!(of(Language::De, -1_000, "JPY"), "-1000");
        assert_eq!((of(Language::En, 1_005, "KWD"), of(Language::De, 1_005, "KWD")), ("1.005".into(), "1,005".into()));
    }
}
