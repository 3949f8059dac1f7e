//! Reconciliations on their pages (R12, R15, R16, R18): the sum explains itself, a dispute stops the charge, and staff
//! decide with a reason that the customer reads.

use seatsync::domain::ids::ReconciliationId;
use seatsync::domain::reconciliation::{Reconciliation, ReconciliationState};
use seatsync::store;

use super::support::page::{FLASH, PROBLEM};
use super::support::{Browser, TestApp};

const BEN: &str = "ben@linden.example";
const SAM: &str = "sam@harbor.example";
const TESS: &str = "tess@linden.example";
const NUMBER: &str = "S-1042";
const SUM: &str = "115 users at most on 14 July 2026, 100 paid, 15 × USD 228.00 × 3 of 4 quarters = USD 2,565.00. \
                   Under the annual true-up it would be USD 3,420.00.";

/// The cast on the day after the notice of S-1042's first quarter: its invoice comes on 10 September.
fn told() -> TestApp {
    let app = TestApp::spawn();
    app.work_until("2026-09-04T09:00:00Z");
    app
}

fn reconciliations(app: &TestApp, number: &str) -> Vec<Reconciliation> {
    let (account, id) = app.subscription(number);
    app.read(move |c| store::reconciliations::list(c, account, id))
}

fn first(app: &TestApp) -> Reconciliation {
    reconciliations(app, NUMBER).into_iter().find(|s| s.quarter == 1).unwrap()
}

fn page_of(number: &str, id: ReconciliationId) -> String {
    format!("/subscriptions/{number}/reconciliations/{id}")
}

fn dispute(browser: &mut Browser, page: &str, words: &str) -> super::support::Response {
    browser.submit(page, &format!("{page}/dispute"), &[("dispute", words)])
}

#[test]
fn r15_the_sum_explains_itself_on_the_subscription_and_on_the_reconciliation() {
    let app = told();
    let page = page_of(NUMBER, first(&app).id);
    let mut ben = app.sign_in(BEN);
    let subscription = ben.get(&format!("/subscriptions/{NUMBER}"));
    subscription.assert_says(SUM).assert_says("Announced").assert_says("The invoice comes on 10 September 2026.");
    assert!(subscription.attributes("a", "href").contains(&page));
    let reconciliation = ben.get(&page);
    reconciliation.assert_status(200).assert_says(SUM).assert_says("Reconciliation of quarter 1");
    reconciliation.assert_says("You then have 115 seats until the end of the term.");
    reconciliation.assert_says("You can dispute it until the end of 9 September 2026 (UTC).");
    let mut german = app.sign_in(BEN);
    german.post("/language", &[("language", "de"), ("path", "/")]);
    german.get(&page).assert_says("Höchstens 115 Benutzer am 14. Juli 2026, 100 bezahlt, 15 × 228,00 USD × 3 von 4");
}

#[test]
fn r11_what_was_saved_against_the_annual_true_up_is_said_once_it_is_billed() {
    let app = told();
    let mut ben = app.sign_in(BEN);
    let saved = "you have saved USD 342.00 in this term";
    ben.get("/subscriptions/S-1050").assert_says("6 × USD 228.00 × 3 of 4 quarters = USD 1,026.00").assert_says(saved);
    assert!(!ben.get(&format!("/subscriptions/{NUMBER}")).text().contains("you have saved"));
}

#[test]
fn r18_a_term_on_the_annual_true_up_says_why_and_when_and_what_it_comes_to() {
    let app = TestApp::spawn();
    let page = app.sign_in(BEN).get("/subscriptions/S-1077");
    page.assert_says("This term was billed once a year. Because your contract says so.");
    page.assert_says("Trued up on 5 August 2026: 130 users at most, 100 paid, 30 × USD 228.00 = USD 6,840.00.");
}

#[test]
fn r12_a_dispute_stops_the_charge_until_it_is_withdrawn() {
    let app = told();
    let id = first(&app).id;
    let page = page_of(NUMBER, id);
    let mut ben = app.sign_in(BEN);
    dispute(&mut ben, &page, "Fifteen of them are test users.").assert_leads_to(&page);
    let disputed = ben.get(&page);
    assert_eq!(disputed.select(FLASH), ["We have your dispute. Nothing is charged until somebody has decided."]);
    disputed.assert_says("Fifteen of them are test users.").assert_says("Ben Okafor disputed");
    app.work_until("2026-09-14T09:00:00Z");
    assert_eq!(first(&app).state, ReconciliationState::Disputed);
    let mut ben = app.sign_in(BEN);
    ben.submit(&page, &format!("{page}/dispute/withdrawal"), &[]).assert_leads_to(&page);
    ben.get(&page).assert_says("Ben Okafor withdrew the dispute").assert_says("The invoice comes on 15 September");
    app.work_until("2026-09-15T09:00:00Z");
    assert_eq!(first(&app).state, ReconciliationState::Invoiced);
    let page = app.sign_in(BEN).get(&page);
    page.assert_says("Invoiced on 15 September 2026. You have 115 seats since.").assert_says("Open invoice 2026-");
}

#[test]
fn a_dispute_after_the_invoice_is_refused_with_a_way_out() {
    let app = told();
    let page = page_of(NUMBER, first(&app).id);
    app.work_until("2026-09-11T09:00:00Z");
    let mut ben = app.sign_in(BEN);
    let before = app.dump();
    let answer = ben.post(&format!("{page}/dispute"), &[("dispute", "Too late?")]);
    answer.assert_status(409).assert_says("This reconciliation is over").assert_says("credit note");
    let answer = ben.post(&format!("{page}/dispute/withdrawal"), &[]);
    answer.assert_status(409).assert_says("There is no dispute to withdraw any more.");
    assert_eq!(app.dump(), before);
}

#[test]
fn an_empty_or_overlong_text_is_refused_kept_in_the_form_and_changes_nothing() {
    let app = told();
    let page = page_of(NUMBER, first(&app).id);
    let mut ben = app.sign_in(BEN);
    let before = app.dump();
    let long = "ä".repeat(5_000);
    let none = "Say what is wrong, so that we can look into it.";
    let many = "Write at most 1,000 characters. Your text has 5,000.";
    for (typed, sentence) in [("", none), (" \r\n\t ", none), ("\0\0", none), (long.as_str(), many)] {
        let answer = ben.post(&format!("{page}/dispute"), &[("dispute", typed)]);
        answer.assert_status(422);
        assert_eq!(answer.select(PROBLEM), [sentence]);
        assert!(answer.select("title")[0].starts_with("Error: "));
        assert_eq!(answer.select("textarea")[0], typed.replace('\0', "").trim());
        assert_eq!(app.dump(), before);
    }
    dispute(&mut ben, &page, &"ä".repeat(1_000)).assert_leads_to(&page);
}

#[test]
fn a_reconciliation_of_another_subscription_or_account_is_a_missing_one() {
    let app = told();
    let id = first(&app).id;
    let foreign = reconciliations(&app, "S-1101").first().map(|s| s.id);
    let mut ben = app.sign_in(BEN);
    ben.get(&page_of("S-1050", id)).assert_status(404);
    ben.post(&format!("{}/dispute", page_of("S-1050", id)), &[("dispute", "x")]).assert_status(404);
    ben.get(&page_of(NUMBER, ReconciliationId::new())).assert_status(404);
    ben.get(&format!("/subscriptions/{NUMBER}/reconciliations/1")).assert_status(404);
    let mut greta = app.sign_in("greta@nordlicht.example");
    greta.get(&page_of(NUMBER, id)).assert_status(404);
    if let Some(foreign) = foreign {
        greta.get(&page_of("S-1101", foreign)).assert_status(200);
        ben.get(&page_of(NUMBER, foreign)).assert_status(404);
    }
}

#[test]
fn who_may_not_decide_about_money_sees_the_sum_and_whom_to_ask() {
    let app = told();
    let page = page_of(NUMBER, first(&app).id);
    let mut tess = app.sign_in(TESS);
    let seen = tess.get(&page);
    seen.assert_says(SUM).assert_says("Owners and billing admins of your account can dispute a charge and buy seats.");
    assert!(seen.attributes("form", "action").iter().all(|action| !action.contains("dispute")));
    tess.post(&format!("{page}/dispute"), &[("dispute", "No")]).assert_status(403);
}

#[test]
fn r18_a_resellers_customer_sees_users_and_whom_to_ask_but_no_money() {
    let app = told();
    let page = app.sign_in("greta@nordlicht.example").get("/subscriptions/S-1101");
    page.assert_status(200).assert_says("Kontor Systeme GmbH");
    let said = page.select("main").join(" ");
    assert!(!said.contains("EUR"), "{said}");
    let links = page.attributes("main a, main form", "href");
    assert!(links.iter().all(|l| !l.contains("/seats") && !l.contains("/renewal")), "{links:?}");
}

#[test]
fn staff_reject_a_dispute_with_a_reason_for_the_customer_and_it_is_charged() {
    let app = told();
    let id = first(&app).id;
    let page = page_of(NUMBER, id);
    dispute(&mut app.sign_in(BEN), &page, "Fifteen of them are test users.").assert_status(303);
    let mut sam = app.sign_in(SAM);
    sam.get("/staff").assert_says("1 dispute");
    let desk = sam.get("/staff/reconciliations");
    desk.assert_says("S-1042, quarter 1").assert_says("Linden Hospital Group").assert_says("USD 2,565.00");
    let one = format!("/staff/reconciliations/{id}");
    sam.get(&one).assert_says("Fifteen of them are test users.");
    let decision = format!("{one}/dispute/decision");
    let before = app.dump();
    let silent = sam.post(&decision, &[("decision", "rejected"), ("answer", " ")]);
    silent.assert_status(422).assert_says("Give a reason: the customer reads it.");
    sam.post(&decision, &[("decision", "perhaps"), ("answer", "x")]).assert_status(400);
    assert_eq!(app.dump(), before);
    let answer = [("decision", "rejected"), ("answer", "They signed in, so they count.")];
    sam.submit(&one, &decision, &answer).assert_leads_to("/staff/reconciliations");
    sam.post(&decision, &answer).assert_status(409).assert_says("decided or paid meanwhile");
    let read = app.sign_in(BEN).get(&page);
    read.assert_says("Dispute rejected. Our answer:").assert_says("They signed in, so they count.");
    app.work_until("2026-09-10T09:00:00Z");
    assert_eq!(first(&app).state, ReconciliationState::Invoiced);
}

#[test]
fn staff_accept_a_dispute_or_waive_a_reconciliation_and_nothing_is_charged() {
    for disputed in [true, false] {
        let app = told();
        let id = first(&app).id;
        let page = page_of(NUMBER, id);
        let one = format!("/staff/reconciliations/{id}");
        let mut sam = app.sign_in(SAM);
        if disputed {
            dispute(&mut app.sign_in(BEN), &page, "Test users.").assert_status(303);
            let answer = [("decision", "accepted"), ("answer", "You are right.")];
            sam.submit(&one, &format!("{one}/dispute/decision"), &answer).assert_status(303);
        } else {
            sam.submit(&one, &format!("{one}/waiver"), &[("answer", "You are right.")]).assert_status(303);
        }
        app.work_until("2026-09-20T09:00:00Z");
        assert_eq!((first(&app).state, first(&app).seats_after), (ReconciliationState::Waived, 100));
        app.sign_in(BEN).get(&page).assert_says("We waived this charge.").assert_says("You are right.");
    }
}

#[test]
fn r16_while_staff_pause_a_subscription_its_quarters_are_closed_without_a_charge() {
    let app = TestApp::spawn();
    let mut sam = app.sign_in(SAM);
    let before = app.dump();
    for (number, reason, sentence) in [
        ("S-9999", "Talks", "Enter the number of a subscription, like S-1042"),
        ("", "Talks", "Enter the number of a subscription, like S-1042"),
        ("S-1042", "", "Give a reason: the customer reads it."),
    ] {
        let answer = sam.post("/staff/pauses", &[("number", number), ("reason", reason)]);
        answer.assert_status(422);
        assert_eq!(answer.select(PROBLEM), [sentence]);
        assert_eq!(answer.attribute("#number", "value"), number);
    }
    assert_eq!(app.dump(), before);
    sam.post("/staff/pauses", &[("number", " s-1042 "), ("reason", "Talks about the contract")]).assert_status(303);
    sam.get("/staff/reconciliations").assert_says("Talks about the contract").assert_says("1 subscription is paused.");
    app.work_until("2026-09-05T09:00:00Z");
    let skipped = "We had paused the reconciliations of this subscription.";
    app.sign_in(BEN).get(&page_of(NUMBER, first(&app).id)).assert_says(skipped);
    let mut sam = app.sign_in(SAM);
    sam.post("/staff/pauses/resumption", &[("number", NUMBER), ("answer", "")]).assert_status(422);
    let lifted = sam.submit("/staff/reconciliations", "/staff/pauses/resumption", &[("answer", "They agreed")]);
    lifted.assert_leads_to("/staff/reconciliations");
    sam.get("/staff/reconciliations").assert_says("No subscription is paused.");
}
