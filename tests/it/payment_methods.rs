//! Paying by card or by invoice (R13, R14): who may say so, what a change means, and what a card that is declined leads to.

use seatsync::jobs;

use super::support::page::{FLASH, PROBLEM};
use super::support::{Browser, Response, TestApp};

const BEN: &str = "ben@linden.example";
const PAGE: &str = "/account/payment-method";
const REMOVAL: &str = "/account/payment-method/removal";

#[track_caller]
fn put(browser: &mut Browser, card: &str) -> Response {
    browser.submit(PAGE, PAGE, &[("card", card)])
}

#[test]
fn a_card_is_put_on_file_used_and_removed_with_what_it_means_said_first() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    ben.get(PAGE).assert_says("By invoice").assert_says("due 14 days after its date");
    let done = put(&mut ben, "works");
    done.assert_leads_to(PAGE);
    let page = ben.follow(&done);
    assert_eq!(page.select(FLASH), ["The card is on file."]);
    page.assert_says("Card ending in 4242").assert_says("The card is taken off file.");
    app.work_until("2026-09-10T00:05:00Z");
    let mut ben = app.sign_in(BEN);
    ben.get("/invoices").assert_says("Quarterly reconciliation, S-1042");
    let newest = ben.get("/invoices").attribute("tbody th a", "href");
    ben.get(&newest).assert_says("Paid on 10 September 2026 with the card ending in 4242.");

    let removed = ben.submit(PAGE, REMOVAL, &[]);
    removed.assert_leads_to(PAGE);
    ben.follow(&removed).assert_says("By invoice");
    let before = app.dump();
    ben.post(REMOVAL, &[("account", "A-2001")]).assert_leads_to(PAGE);
    assert_eq!(app.dump(), before, "removed is removed");
    assert_eq!((app.audited("card_added"), app.audited("card_removed")), (1, 1));
}

#[test]
fn r14_a_declined_card_is_told_and_another_one_is_charged_at_once() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    put(&mut ben, "declines").assert_leads_to(PAGE);
    let invoices = ben.get("/invoices").select("tbody tr").len();
    app.work_until("2026-09-10T00:05:00Z");
    let mut ben = app.sign_in(BEN);
    assert_eq!(ben.get("/invoices").select("tbody tr").len(), invoices, "no money, no invoice");
    let email = app.email_to(BEN);
    assert!(email.text().contains("ending in 0002"), "{}", email.text());
    assert_eq!(email.link("http://portal.test", "/account"), PAGE);
    put(&mut ben, "works").assert_leads_to(PAGE);
    app.wait(jobs::bill::charge_due(&app.app)).unwrap();
    let list = ben.get("/invoices");
    assert!(list.select("tbody tr").len() > invoices);
    list.assert_says("Quarterly reconciliation, S-1042");
    assert_eq!(list.select("tbody .badge")[0], "Paid");
}

#[test]
fn a_form_sent_twice_puts_one_card_on_file() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    let page = ben.get(PAGE);
    let seen = page.attribute("input[name=seen]", "value");
    let fields = [("account", "A-2001"), ("card", "works"), ("seen", seen.as_str())];
    for _ in 0..3 {
        ben.post(PAGE, &fields).assert_leads_to(PAGE);
    }
    assert_eq!(app.audited("card_added"), 1);
}

#[test]
fn without_a_choice_the_page_asks_for_one_and_nothing_changes() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    let before = app.dump();
    for card in ["", "gold"] {
        let refused = put(&mut ben, card);
        refused.assert_status(422);
        assert_eq!(refused.select(PROBLEM), ["Choose how the card behaves."]);
        assert_eq!(refused.attribute(PROBLEM, "href"), "#card");
        assert_eq!(refused.select("#card-error").len(), 1);
    }
    assert_eq!(app.dump()["cards"], before["cards"]);
}

#[test]
fn who_does_not_pay_does_not_say_how_and_a_resellers_customer_neither() {
    let app = TestApp::spawn();
    for other in ["tess@linden.example", "vic@linden.example"] {
        app.sign_in(other).get(PAGE).assert_status(403);
    }
    let fields = [("card", "works"), ("seen", "none")];
    let mut greta = app.sign_in("greta@nordlicht.example");
    let page = greta.get(PAGE);
    assert!(page.text().contains("Kontor Systeme GmbH"));
    assert_eq!(page.select("main form").len(), 0);
    for account in ["A-2001", "A-2002", ""] {
        let fields: Vec<_> = fields.into_iter().chain([("account", account)]).collect();
        greta.post(PAGE, &fields).assert_status(404);
        greta.post(REMOVAL, &[("account", account)]).assert_status(404);
    }
}
