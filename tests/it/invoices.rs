//! Invoices on pages, as CSV and as PDF (R41): for whoever pays and nobody else, with every line explained; and what staff do
//! with them.

use seatsync::domain::ids::InvoiceId;
use seatsync::store;

use super::support::page::{FLASH, HEADING, PROBLEM};
use super::support::{Browser, Response, TestApp};

const BEN: &str = "ben@linden.example";
const SAM: &str = "sam@harbor.example";

/// The invoice of the quarter of S-1050 in which 40 users met 34 seats.
fn reconciliation(app: &TestApp) -> (InvoiceId, String) {
    let (account, subscription) = app.subscription("S-1050");
    let all = app.read(move |c| store::invoices::of_subscription(c, account, subscription));
    let found = all.iter().find(|i| i.kind.as_str() == "reconciliation").unwrap();
    (found.id, found.number.clone())
}

/// An invoice that nobody has paid yet: of S-1001, bought a week ago.
fn open_invoice(app: &TestApp) -> String {
    let (account, subscription) = app.subscription("S-1001");
    app.read(move |c| store::invoices::of_subscription(c, account, subscription)).remove(0).number
}

/// The text of a PDF, page after page, with single spaces.
fn pdf_text(response: &Response) -> String {
    assert_eq!(response.header("content-type"), Some("application/pdf"));
    let file = lopdf::Document::load_mem(&response.body).unwrap();
    let pages: Vec<u32> = file.get_pages().into_keys().collect();
    file.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows of a CSV file, heads first.
fn rows(response: &Response) -> Vec<Vec<String>> {
    assert_eq!(response.header("content-type"), Some("text/csv; charset=utf-8"));
    let text = response.body.strip_prefix("\u{feff}".as_bytes()).expect("a mark of UTF-8");
    let separator = if text.starts_with(b"number;") { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).has_headers(false).from_reader(text);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn cell(rows: &[Vec<String>], row: usize, head: &str) -> String {
    let column = rows[0].iter().position(|name| name == head).unwrap_or_else(|| panic!("no column {head}"));
    rows[row][column].clone()
}

fn credit(sam: &mut Browser, number: &str, reason: &str) -> Response {
    let page = format!("/staff/invoices/{number}");
    sam.submit(&page, &format!("{page}/credit-note"), &[("reason", reason)])
}

#[test]
fn r41_the_list_has_every_document_newest_first_with_how_its_payment_stands() {
    let app = TestApp::spawn();
    let page = app.sign_in(BEN).get("/invoices");
    page.assert_status(200);
    let numbers = page.select("tbody th");
    let mut newest_first = numbers.clone();
    newest_first.sort_by(|a, b| b.cmp(a));
    assert_eq!(numbers, newest_first);
    assert!(numbers.len() >= 7, "{numbers:?}");
    page.assert_says("Quarterly reconciliation, S-1050")
        .assert_says("USD\u{a0}1,026.00".replace('\u{a0}', " ").as_str());
    let states = page.select("tbody .badge");
    assert_eq!(states.iter().filter(|s| *s == "Open").count(), 2, "S-1001, and the renewal of S-1077: {states:?}");
    assert!(states.iter().all(|s| s == "Open" || s == "Paid"), "{states:?}");
    app.set_clock("2026-08-17T23:59:59Z");
    assert!(app.sign_in(BEN).get("/invoices").select("tbody .badge").contains(&"Due today".to_owned()));
    app.set_clock("2026-08-18T00:00:00Z");
    assert!(app.sign_in(BEN).get("/invoices").select("tbody .badge").contains(&"Overdue".to_owned()));
}

#[test]
fn every_line_explains_itself_on_the_page_and_on_paper_in_both_languages() {
    let app = TestApp::spawn();
    let (_, number) = reconciliation(&app);
    let mut ben = app.sign_in(BEN);
    let page = ben.get(&format!("/invoices/{number}"));
    assert_eq!(page.select(HEADING), [format!("Invoice {number}")]);
    let said = [
        "Harbor Git Premium, reconciliation of quarter 1",
        "1 November 2025 to 31 January 2026",
        "40 users at most on 12 January 2026, 34 paid",
        "6 × 228.00 × 3 of 4 quarters = 1,026.00",
        "Under the annual true-up: 1,368.00",
        "Linden Hospital Group",
        "Harbor Bank, account 0000 1042 00",
    ];
    let paper = pdf_text(&ben.get(&format!("/invoices/{number}.pdf")));
    for sentence in said {
        page.assert_says(sentence);
        assert!(paper.contains(sentence), "{sentence:?} is not in {paper:?}");
    }
    ben.post("/language", &[("language", "de"), ("path", "/")]);
    let german = ben.get(&format!("/invoices/{number}"));
    german.assert_says("Höchstens 40 Benutzer am 12. Januar 2026, 34 bezahlt");
    german.assert_says("6 × 228,00 × 3 von 4 Quartalen = 1.026,00").assert_says("Bei jährlicher Abrechnung: 1.368,00");
    let same = pdf_text(&ben.get(&format!("/invoices/{number}.pdf")));
    assert_eq!(same, paper, "the document itself is in the account's language");
}

#[test]
fn a_file_is_never_kept_by_others_and_the_same_document_is_the_same_file() {
    let app = TestApp::spawn();
    let (_, number) = reconciliation(&app);
    let mut ben = app.sign_in(BEN);
    let once = ben.get(&format!("/invoices/{number}.pdf"));
    assert_eq!(once.header("cache-control"), Some("no-store"));
    let name = format!("attachment; filename=\"invoice-{number}.pdf\"");
    assert_eq!(once.header("content-disposition"), Some(name.as_str()));
    app.set_clock("2026-12-24T09:00:00Z");
    assert_eq!(app.sign_in(BEN).get(&format!("/invoices/{number}.pdf")).body, once.body);
}

#[test]
fn a_foreign_invoice_is_missing_and_who_may_not_pay_is_told_whom_to_ask() {
    let app = TestApp::spawn();
    let (_, number) = reconciliation(&app);
    for path in [format!("/invoices/{number}"), format!("/invoices/{number}.pdf"), format!("/invoices/{number}.csv")] {
        app.sign_in("greta@nordlicht.example").get(&path).assert_status(404);
        app.sign_in("tess@linden.example").get(&path).assert_status(403);
        app.sign_in("vic@linden.example").get(&path).assert_status(403);
        app.anonymous().get(&path).assert_leads_to(&format!("/sign-in?next={path}"));
    }
    let greta = app.sign_in("greta@nordlicht.example").get("/invoices");
    greta.assert_status(200);
    assert_eq!(greta.select("tbody tr").len(), 0, "a reseller's invoices are the reseller's (R18)");
    assert!(greta.text().contains("Kontor Systeme GmbH"));
}

#[test]
fn csv_has_machine_numbers_and_iso_days_and_no_formula() {
    let app = TestApp::spawn();
    let (_, number) = reconciliation(&app);
    app.raw()
        .run("UPDATE accounts SET name = '=HYPERLINK(\"https://evil.example\";\"Linden\")' WHERE number = 'A-2001'")
        .unwrap();
    let mut ben = app.sign_in(BEN);
    let one = rows(&ben.get(&format!("/invoices/{number}.csv")));
    assert_eq!(one.len(), 2);
    let of = |head: &str| cell(&one, 1, head);
    assert_eq!((of("number"), of("kind"), of("currency")), (number, "reconciliation".into(), "USD".into()));
    assert_eq!(
        (of("issued_on"), of("from"), of("to")),
        ("2026-02-10".into(), "2025-11-01".into(), "2026-01-31".into())
    );
    assert_eq!((of("quantity"), of("per_seat"), of("line_amount")), ("6".into(), "228.00".into(), "1026.00".into()));
    assert_eq!((of("tax_percent"), of("tax"), of("total")), ("0.00".into(), "0.00".into(), "1026.00".into()));
    let all = rows(&ben.get("/invoices.csv"));
    assert_eq!(all.len() - 1, ben.get("/invoices").select("tbody tr").len());
    assert_eq!(cell(&all, 1, "account"), "'=HYPERLINK(\"https://evil.example\";\"Linden\")");
    assert!(ben.get("/invoices.csv").text().contains("\r\n"), "lines end as RFC 4180 has it");
}

#[test]
fn a_german_readers_spreadsheet_opens_the_files_as_they_are() {
    let app = TestApp::spawn();
    let (_, number) = reconciliation(&app);
    credit(&mut app.sign_in(SAM), &number, "Irrtum").assert_status(303);
    app.raw().run("UPDATE accounts SET name = 'Größe; „Ähre“ 株式会社' WHERE number = 'A-2001'").unwrap();
    app.raw().run("UPDATE people SET language = 'de' WHERE email = 'ben@linden.example'").unwrap();
    let mut ben = app.sign_in(BEN);
    let list = ben.get("/invoices.csv");
    assert!(list.text().starts_with("\u{feff}number;kind;"), "{}", list.text());
    let all = rows(&list);
    assert_eq!(cell(&all, 1, "account"), "Größe; „Ähre“ 株式会社");
    let note = cell(&all, 1, "number");
    assert_eq!((cell(&all, 1, "kind"), cell(&all, 1, "total")), ("credit_note".into(), "-1026,00".into()));
    let one = rows(&ben.get(&format!("/invoices/{note}.csv")));
    assert_eq!((cell(&one, 1, "line_amount"), cell(&one, 1, "tax_percent")), ("-1026,00".into(), "0,00".into()));
    assert!(cell(&one, 1, "explanation").contains("Quartalen"), "{one:?}");
}

#[test]
fn r41_staff_take_an_invoice_back_with_a_credit_note_that_mirrors_it() {
    let app = TestApp::spawn();
    let (_, number) = reconciliation(&app);
    let mut sam = app.sign_in(SAM);
    let nothing = credit(&mut sam, &number, " ");
    nothing.assert_status(422);
    assert_eq!(nothing.select(PROBLEM), ["Give a reason: the customer reads it."]);
    let done = credit(&mut sam, &number, "The lab counted robots");
    done.assert_leads_to(&format!("/staff/invoices/{number}"));
    assert_eq!(sam.follow(&done).select(FLASH), ["The credit note is issued. The customer gets an email."]);
    assert_eq!(app.audited("credit_note_issued"), 1);

    let mut ben = app.sign_in(BEN);
    let page = ben.get(&format!("/invoices/{number}"));
    let note = page.attribute("a[href^='/invoices/2026']:not([download])", "href");
    assert_eq!(page.select(".badge"), ["Credited"]);
    let credit_note = ben.get(&note);
    credit_note.assert_says("The lab counted robots").assert_says(&format!("takes back invoice {number}"));
    credit_note.assert_says("-6 × 228.00 × 3 of 4 quarters = -1,026.00").assert_says("Nothing to pay");
    let paper = pdf_text(&ben.get(&format!("{note}.pdf")));
    assert!(paper.contains("Credit note") && paper.contains("The lab counted robots"), "{paper}");
    assert_eq!(cell(&rows(&ben.get(&format!("{note}.csv"))), 1, "corrects"), number);

    assert!(!sam.get(&format!("/staff/invoices/{number}")).text().contains("/credit-note"), "once is enough");
    let again = sam.post(&format!("/staff/invoices/{number}/credit-note"), &[("reason", "Once more")]);
    again.assert_status(409);
    assert_eq!(again.select(PROBLEM), ["This was not possible any more: look at how the invoice stands now."]);
    assert_eq!(app.mailbox().readers_of("Credit note"), ["ada@linden.example", BEN]);
}

#[test]
fn staff_mark_a_transfer_that_came_in_once_and_on_a_possible_day() {
    let app = TestApp::spawn();
    let number = open_invoice(&app);
    let (page, action) = (format!("/staff/invoices/{number}"), format!("/staff/invoices/{number}/payment"));
    let mut sam = app.sign_in(SAM);
    for wrong in ["", "yesterday", "2026-08-02", "2026-08-11", "2026-02-30"] {
        let refused = sam.submit(&page, &action, &[("paid-on", wrong)]);
        refused.assert_status(422);
        assert_eq!(refused.attribute("#paid-on", "value"), wrong, "what was typed is kept");
    }
    sam.submit(&page, &action, &[("paid-on", "2026-08-07")]).assert_leads_to(&page);
    let before = app.dump();
    sam.post(&action, &[("paid-on", "2026-08-08")]).assert_leads_to(&page);
    assert_eq!(app.dump(), before, "paid is paid");
    app.sign_in(BEN).get(&format!("/invoices/{number}")).assert_says("Paid on 7 August 2026.");
    for stranger in [BEN, "ada@linden.example"] {
        app.sign_in(stranger).post(&action, &[("paid-on", "2026-08-07")]).assert_status(404);
    }
}

#[test]
fn text_typed_by_people_is_escaped_on_every_form_of_an_invoice() {
    let app = TestApp::spawn();
    let (_, number) = reconciliation(&app);
    let hostile = "<script>alert(1)</script> & \"co\"";
    credit(&mut app.sign_in(SAM), &number, hostile).assert_status(303);
    let mut ben = app.sign_in(BEN);
    let note = ben.get(&format!("/invoices/{number}")).attribute("a[href^='/invoices/2026']:not([download])", "href");
    let page = ben.get(&note);
    assert!(!page.text().contains("<script>alert"), "escaped");
    page.assert_says(hostile);
    assert!(pdf_text(&ben.get(&format!("{note}.pdf"))).contains("<script>alert(1)</script>"));
}
