//! What a document says of each kind of line, in both languages, and that none of it becomes a formula.

use super::files::{disposition, file_name};
use super::*;
use crate::config::Config;
use crate::domain::calendar::Day;
use crate::domain::ids::{AccountId, InvoiceId, SubscriptionId};
use crate::domain::invoice::{Basis, Invoice, InvoiceKind, InvoiceLine, LineKind};
use crate::domain::invoice::{BillTo, sums};
use crate::domain::language::Language;
use crate::domain::money::Currency;
use crate::domain::money::Money;
use crate::store::invoices::Paid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn usd(minor: i64) -> Money {
    Money::new(minor, "USD".parse::<Currency>().unwrap())
}

fn config() -> Config {
    let settings = [
        ("SEATSYNC_MASTER_KEY", crate::vault::new_master_key()),
        ("SEATSYNC_BRAND", "Harbor Software".to_owned()),
        ("SEATSYNC_VENDOR_ADDRESS", "Harbor Software Inc.|1 Pier Road".to_owned()),
    ];
    Config::from_map(&settings.map(|(name, value)| (name.to_owned(), value)).into()).unwrap()
}

fn lines() -> Vec<InvoiceLine> {
    let (start, end) = (day("2021-09-01"), day("2022-09-01"));
    let line = |kind, quantity, per_seat, amount, basis| InvoiceLine {
        kind,
        quantity,
        per_seat: usd(per_seat),
        amount: usd(amount),
        basis,
    };
    let quarter = Basis::Quarters {
        quarter: 1,
        start,
        end: day("2021-12-01"),
        peak: 40,
        peak_on: day("2021-10-15"),
        seats: 25,
        remaining: 3,
    };
    let true_up =
        Basis::TrueUp { start, end, term_max: 130, max_on: day("2021-10-15"), seats: 100, months: 12, credited: 0 };
    vec![
        line(LineKind::Renewal, 120, 22_800, 2_736_000, Basis::Term { start, end }),
        line(LineKind::Reconciliation, 15, 22_800, 256_500, quarter),
        line(LineKind::Seats, 10, 10_000, 87_945, Basis::Days { start: day("2021-10-15"), end, days: 321, of: 365 }),
        line(LineKind::TrueUp, 30, 22_800, 684_000, true_up),
    ]
}

fn record(kind: InvoiceKind, lines: Vec<InvoiceLine>) -> Record {
    let amounts: Vec<Money> = lines.iter().map(|line| line.amount).collect();
    Record {
        invoice: Invoice {
            id: InvoiceId::new(),
            account: AccountId::new(),
            subscription: SubscriptionId::new(),
            number: "2021-000007".to_owned(),
            kind,
            subject: uuid::Uuid::now_v7(),
            corrects: None,
            issued_on: day("2021-12-10"),
            due_on: day("2021-12-24"),
            sums: sums(amounts.into_iter(), usd(0).currency, 1_900).unwrap(),
            bill_to: BillTo {
                account_number: "A-2001".to_owned(),
                name: "=cmd|' /C calc'!A0".to_owned(),
                address: "200 Linden Avenue\n\n Portland ".to_owned(),
                vat_id: Some("+49".to_owned()),
            },
            reason: None,
            lines,
        },
        subscription: "S-1042".to_owned(),
        what: "Harbor Git Premium".to_owned(),
        language: Language::En,
        paid: None,
        card: None,
        credited_by: None,
        corrects: None,
    }
}

#[test]
fn every_kind_of_line_explains_itself_in_both_languages() {
    let record = record(InvoiceKind::Renewal, lines());
    let said = |l| {
        let paper = DocumentView::of(l, &record, &config(), day("2021-12-11")).paper;
        paper.rows.into_iter().map(|row| row.explanation.join(" | ")).collect::<Vec<_>>()
    };
    let english = [
        "1 September 2021 to 31 August 2022 | 120 × 228.00 for the whole term = 27,360.00",
        "1 September 2021 to 30 November 2021 | 40 users at most on 15 October 2021, 25 paid \
         | 15 × 228.00 × 3 of 4 quarters = 2,565.00 | Under the annual true-up: 3,420.00",
        "15 October 2021 to 31 August 2022 | 10 × 100.00 × 321 of 365 days = 879.45",
        "1 September 2021 to 31 August 2022 | 130 users at most on 15 October 2021, 100 paid \
         | 30 × 228.00 for the whole term = 6,840.00",
    ];
    assert_eq!(said(Language::En), english);
    let german = said(Language::De);
    assert!(german[1].contains("Höchstens 40 Benutzer am 15. Oktober 2021, 25 bezahlt"), "{german:?}");
    assert!(german[1].contains("15 × 228,00 × 3 von 4 Quartalen = 2.565,00"), "{german:?}");
}

#[test]
fn a_document_names_both_sides_and_adds_up_before_and_after_tax() {
    let record = record(InvoiceKind::Renewal, lines());
    let paper = DocumentView::of(Language::De, &record, &config(), day("2021-12-11")).paper;
    assert_eq!(paper.subject, "Rechnung 2021-000007");
    assert_eq!(paper.vendor, ["Harbor Software Inc.", "1 Pier Road", "support@seatsync.invalid"]);
    assert_eq!(paper.recipient, ["=cmd|' /C calc'!A0", "200 Linden Avenue", "Portland"]);
    let totals: Vec<String> = paper.totals.iter().map(|t| format!("{} {}", t.label, t.amount)).collect();
    assert_eq!(totals, ["Netto 37.644,45", "Steuer 19\u{a0}% 7.152,45", "Gesamt 44.796,90\u{a0}USD"]);
    assert!(paper.facts.contains(&("Fällig am".to_owned(), "24. Dezember 2021".to_owned())));
    assert_eq!(paper.page_of, "Seite {n} von {m}");
}

#[test]
fn r41_what_became_of_an_invoice_does_not_change_what_it_says() {
    let open = record(InvoiceKind::Renewal, lines());
    let mut later = open.clone();
    later.paid = Some(Paid { on: day("2022-01-02"), payment: None });
    later.credited_by = Some("2022-000001".to_owned());
    let paper =
        |record: &Record, today| format!("{:?}", DocumentView::of(Language::En, record, &config(), day(today)).paper);
    assert_eq!(paper(&open, "2021-12-11"), paper(&later, "2022-02-01"));
}

#[test]
fn every_state_has_its_sentence() {
    let mut one = record(InvoiceKind::Renewal, lines());
    let config = config();
    let said = |record: &Record, today| {
        let sheet = DocumentView::of(Language::En, record, &config, day(today));
        (sheet.state.text, sheet.standing)
    };
    let total = "USD\u{a0}44,796.90";
    assert_eq!(
        said(&one, "2021-12-11"),
        ("Open".into(), format!("Please pay {total} by the end of 24 December 2021 (UTC)."))
    );
    assert_eq!(said(&one, "2021-12-24").0, "Due today");
    let late = said(&one, "2021-12-26");
    assert_eq!((late.0.as_str(), late.1.contains("2 days ago")), ("Overdue", true));
    one.paid = Some(Paid { on: day("2021-12-20"), payment: None });
    assert_eq!(said(&one, "2021-12-26"), ("Paid".into(), "Paid on 20 December 2021.".into()));
    one.card = Some("4242".to_owned());
    assert!(said(&one, "2021-12-26").1.ends_with("with the card ending in 4242."));
    one.credited_by = Some("2021-000009".to_owned());
    assert_eq!(said(&one, "2021-12-26").0, "Credited");
}

#[test]
fn a_file_for_bookkeeping_is_well_formed_and_nobody_can_put_a_formula_into_it() {
    for (l, separator, [amount, tax]) in
        [(Language::En, b',', ["879.45", "19.00"]), (Language::De, b';', ["879,45", "19,00"])]
    {
        let file = csv::of_document(l, &record(InvoiceKind::Renewal, lines())).unwrap();
        let text = file.strip_prefix("\u{feff}".as_bytes()).expect("spreadsheets know UTF-8 by its mark");
        let mut reader = ::csv::ReaderBuilder::new().delimiter(separator).from_reader(text);
        let heads = reader.headers().unwrap().clone();
        let of = |row: &::csv::StringRecord, head: &str| {
            row.get(heads.iter().position(|name| name == head).unwrap()).unwrap().to_owned()
        };
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 4);
        assert_eq!(of(&rows[0], "name"), "'=cmd|' /C calc'!A0");
        assert_eq!(of(&rows[0], "vat_id"), "'+49");
        assert_eq!((of(&rows[2], "from"), of(&rows[2], "to")), ("2021-10-15".into(), "2022-08-31".into()));
        assert_eq!((of(&rows[2], "line_amount"), of(&rows[2], "tax_percent")), (amount.into(), tax.into()));
    }
}

#[test]
fn a_files_name_is_kept_whatever_letters_it_has() {
    let mut record = record(InvoiceKind::CreditNote, lines());
    assert_eq!(disposition(&file_name(&record, "pdf")), "attachment; filename=\"credit-note-2021-000007.pdf\"");
    record.invoice.number = "Ж\"/..\r\n7".to_owned();
    let said = disposition(&file_name(&record, "csv"));
    let expected = "attachment; filename=\"credit-note-_______7.csv\"; filename*=UTF-8''credit-note-%D0%96______7.csv";
    assert_eq!(said, expected);
}
