//! Buying by hand: seats in mid-term (R40) and the next term ahead of time (R25), with what it costs said before, and
//! once however often the form is sent.

use seatsync::actions::billing::cards::{self, NewCard};
use seatsync::actions::billing::orders::{self, Wish};
use seatsync::actions::{Failure, Refusal};
use seatsync::domain::ids::Owned;
use seatsync::domain::order::OrderRefused;
use seatsync::domain::reconciliation::ReconciliationState;
use seatsync::jobs::bill;
use seatsync::store;

use super::support::page::{HEADING, PROBLEM};
use super::support::{Browser, Response, TestApp};

const BEN: &str = "ben@linden.example";
const NEW: &str = "/subscriptions/S-1042/seats/new";
const BUY: &str = "/subscriptions/S-1042/seats";

fn seats(app: &TestApp, number: &str) -> i64 {
    let (account, id) = app.subscription(number);
    app.read(move |c| store::subscriptions::terms(c, account, id)).last().unwrap().seats
}

fn count(app: &TestApp, of: &str) -> usize {
    app.raw().lines(&format!("SELECT 'x' AS line FROM {of}")).len()
}

/// The hidden fields of the form that buys.
fn form(page: &Response) -> Vec<(String, String)> {
    ["form-key", "seats", "price", "seats-now"]
        .map(|name| (name.to_owned(), page.attribute(&format!("form[method=post] input[name={name}]"), "value")))
        .to_vec()
}

fn send(browser: &mut Browser, path: &str, form: &[(String, String)]) -> Response {
    let fields: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    browser.post(path, &fields)
}

fn put_card(app: &TestApp, behaviour: &'static str) {
    let (ctx, account) = (app.ctx(BEN), app.account("A-2001"));
    let card = NewCard { reference: behaviour.to_owned(), last_digits: "4242".to_owned() };
    app.write(move |tx| cards::add_card(tx, &ctx, account, &card)).unwrap();
}

#[test]
fn r40_seats_are_priced_by_days_beside_the_price_of_reconciling_instead() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    let page = ben.get(&format!("{NEW}?seats=10"));
    page.assert_status(200).assert_says("10 × USD 228.00 × 295 of 365 days").assert_says("USD 1,842.74");
    page.assert_says("10 × USD 228.00 × 3 of 4 quarters = USD 1,710.00. That is USD 132.74 less than buying today.");
    page.assert_says("110 instead of 100").assert_says("Buy 10 seats for USD 1,842.74");
    let proposed = ben.get(NEW);
    assert_eq!(proposed.attribute("#seats", "value"), "15", "as many as are missing");
}

#[test]
fn r40_a_form_that_is_sent_twice_buys_once_and_leads_to_the_same_page() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    let sent = form(&ben.get(&format!("{NEW}?seats=10")));
    let before = (count(&app, "orders"), count(&app, "invoices"));
    let first = send(&mut ben, BUY, &sent);
    first.assert_status(303);
    let once = app.dump();
    send(&mut ben, BUY, &sent).assert_leads_to(&first.location());
    assert_eq!(app.dump(), once);
    assert_eq!((count(&app, "orders"), count(&app, "invoices")), (before.0 + 1, before.1 + 1));
    assert_eq!(seats(&app, "S-1042"), 110);
    let done = ben.follow(&first);
    assert_eq!(done.select(HEADING), ["The seats are yours"]);
    done.assert_says("You have 110 seats until the end of 31 May 2027.").assert_says("Open invoice 2026-");
    ben.get("/subscriptions/S-1042").assert_says("10 more seats, bought");
}

#[test]
fn an_unreadable_number_is_refused_kept_in_the_form_and_changes_nothing() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    let good = form(&ben.get(&format!("{NEW}?seats=10")));
    let before = app.dump();
    let long = "9".repeat(5_000);
    for typed in ["ten", "0", "-5", "1000000000000", "1.5", "", "99999999999999999999", long.as_str()] {
        let shown = ben.get(&format!("{NEW}?seats={typed}"));
        shown.assert_status(422);
        let mut bad = good.clone();
        bad[1].1 = typed.to_owned();
        let sent = send(&mut ben, BUY, &bad);
        sent.assert_status(422);
        for page in [shown, sent] {
            assert_eq!(page.select(PROBLEM), ["Enter a whole number from 1 to 10,000,000"], "{typed}");
            assert_eq!(page.attribute("#seats", "value"), typed);
        }
        assert_eq!(app.dump(), before, "{typed}");
    }
    ben.get(&format!("{NEW}?seats=%00")).assert_status(422);
    let mut forged = good.clone();
    forged[0].1 = "\0".to_owned();
    send(&mut ben, BUY, &forged).assert_status(400);
    assert_eq!(app.dump(), before);
}

#[test]
fn an_order_whose_price_changed_is_shown_again_instead_of_charged() {
    let app = TestApp::spawn();
    app.set_clock("2026-08-10T23:59:00Z");
    let mut ben = app.sign_in(BEN);
    let sent = form(&ben.get(&format!("{NEW}?seats=10")));
    app.set_clock("2026-08-11T00:00:00Z");
    let before = app.dump();
    let answer = send(&mut ben, BUY, &sent);
    answer
        .assert_status(409)
        .assert_says("The price, or what pays it, has changed since you saw it.")
        .assert_says("294 of 365 days");
    assert_eq!(app.dump(), before);
    send(&mut ben, BUY, &form(&answer)).assert_status(303);
    assert_eq!(seats(&app, "S-1042"), 110);
}

#[test]
fn r46_of_two_people_who_confirm_the_same_seats_one_buys_and_one_is_asked_again() {
    let app = TestApp::spawn();
    let (mut ben, mut ada) = (app.sign_in(BEN), app.sign_in("ada@linden.example"));
    let both = [form(&ben.get(&format!("{NEW}?seats=10"))), form(&ada.get(&format!("{NEW}?seats=10")))];
    send(&mut ben, BUY, &both[0]).assert_status(303);
    let before = app.dump();
    let answer = send(&mut ada, BUY, &both[1]);
    answer.assert_status(409).assert_says("You had 100 seats when you saw this, and have 110 now. Nothing was bought.");
    assert_eq!(app.dump(), before);
    // The same where both arrive at one moment: what decides is looked at where it is written.
    let (account, id) = app.subscription("S-1042");
    let ctx = app.ctx(BEN);
    let wish = Wish { seats_now: Some(100), ..Wish::new(10, "another form".to_owned()) };
    let late = app.write(move |tx| orders::buy_seats(tx, &ctx, Owned::new(account, id), &wish));
    assert!(matches!(late, Err(Failure::Refused(Refusal::Order(OrderRefused::Changed)))), "{late:?}");
    send(&mut ada, BUY, &form(&answer)).assert_status(303);
    assert_eq!(seats(&app, "S-1042"), 120);
}

#[test]
fn r46_a_form_that_is_sent_again_with_another_number_buys_nothing() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    let mut sent = form(&ben.get(&format!("{NEW}?seats=10")));
    send(&mut ben, BUY, &sent).assert_status(303);
    sent[1].1 = "11".to_owned();
    let before = app.dump();
    send(&mut ben, BUY, &sent).assert_status(409).assert_says("This form was sent before, with another number.");
    assert_eq!(app.dump(), before);
}

#[test]
fn r6_seats_bought_before_the_charge_cover_an_open_reconciliation_as_previewed() {
    let app = TestApp::spawn();
    app.set_clock("2026-09-04T00:00:00Z");
    app.wait(bill::work_due(&app.app)).unwrap();
    app.set_clock("2026-09-04T09:00:00Z");
    let mut ben = app.sign_in(BEN);
    ben.get(&format!("{NEW}?seats=5")).assert_says("falls from USD 2,565.00 to USD 1,710.00");
    let page = ben.get(&format!("{NEW}?seats=15"));
    page.assert_says("The reconciliation of quarter 1 over USD 2,565.00 is no longer charged");
    send(&mut ben, BUY, &form(&page)).assert_status(303);
    app.set_clock("2026-09-10T00:00:00Z");
    app.wait(bill::work_due(&app.app)).unwrap();
    let (account, id) = app.subscription("S-1042");
    let reconciled = app.read(move |c| store::reconciliations::list(c, account, id)).remove(0);
    assert_eq!(reconciled.state, ReconciliationState::Superseded);
    app.sign_in(BEN).get("/subscriptions/S-1042").assert_says("You bought seats in time. Nothing is left to pay.");
}

#[test]
fn r13_seats_paid_by_card_count_once_charged_and_the_page_shows_the_progress() {
    for (behaviour, heading, bought) in
        [("works", "The seats are yours", 110), ("declines", "Your card was declined", 100)]
    {
        let app = TestApp::spawn();
        put_card(&app, behaviour);
        let mut ben = app.sign_in(BEN);
        let page = ben.get(&format!("{NEW}?seats=10"));
        page.assert_says("Your card ending in 4242");
        let sent = send(&mut ben, BUY, &form(&page));
        assert_eq!(ben.follow(&sent).select(HEADING), ["Your card is being charged"]);
        assert_eq!(seats(&app, "S-1042"), 100);
        app.wait(bill::work_due(&app.app)).unwrap();
        assert_eq!(ben.follow(&sent).select(HEADING), [heading]);
        assert_eq!(seats(&app, "S-1042"), bought);
    }
}

#[test]
fn r25_the_next_term_is_bought_ahead_once_at_the_list_price_of_the_day() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    let new = "/subscriptions/S-1063/renewal/new";
    assert_eq!(ben.get(new).attribute("#seats", "value"), "25");
    let few = ben.get(&format!("{new}?seats=22"));
    few.assert_status(422);
    assert_eq!(few.select(PROBLEM), ["23 users are active. Enter 23 or more"]);
    let page = ben.get(&format!("{new}?seats=24"));
    page.assert_says("24 × USD 228.00 = USD 5,472.00").assert_says("24 seats instead of 25.");
    page.assert_says("1 September 2026 to 31 August 2027").assert_says("It grants nothing before 1 September 2026");
    let sent = form(&page);
    let first = send(&mut ben, "/subscriptions/S-1063/renewal", &sent);
    send(&mut ben, "/subscriptions/S-1063/renewal", &sent).assert_leads_to(&first.location());
    let done = ben.follow(&first);
    assert_eq!(done.select(HEADING), ["The next term is bought"]);
    done.assert_says("Open invoice 2026-");
    assert_eq!(seats(&app, "S-1063"), 24);
    ben.get(new).assert_says("The next term is bought already. It begins on 1 September 2026.");
}

#[test]
fn r25_the_price_of_an_early_renewal_shows_the_annual_true_up_before_it_is_bought() {
    let app = TestApp::spawn();
    let of = "(SELECT id FROM subscriptions WHERE number = 'S-1063')";
    let change = "mode = 'annual', annual_reason = 'opted_out', base_seats = 20, seats = 20";
    app.raw().run(&format!("UPDATE terms SET {change} WHERE subscription_id = {of}")).unwrap();
    app.raw().run(&format!("UPDATE reconciliations SET reason = 'opted_out' WHERE subscription_id = {of}")).unwrap();
    let mut ben = app.sign_in(BEN);
    let page = ben.get("/subscriptions/S-1063/renewal/new?seats=24");
    page.assert_says("24 × USD 228.00 = USD 5,472.00").assert_says("4 × USD 228.00 = USD 912.00");
    page.assert_says("24 users on 14 January 2026, 20 held then.").assert_says("Buy the next term for USD 6,384.00");
    let sent = send(&mut ben, "/subscriptions/S-1063/renewal", &form(&page));
    ben.follow(&sent).assert_says("USD 6,384.00");
    ben.get("/subscriptions/S-1063").assert_says("24 users at most, 20 paid, 4 × USD 228.00 = USD 912.00");
}

#[test]
fn r23_what_stands_against_a_renewal_by_hand_is_said_as_everywhere() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    let early = ben.get("/subscriptions/S-1042/renewal/new");
    early.assert_status(200).assert_says("It can be bought by hand from 3 March 2027 on.").assert_says("Renews on");
    ben.get("/subscriptions/S-1077/renewal/new").assert_says("The next term is bought already.");
    let mut greta = app.sign_in("greta@nordlicht.example");
    for path in ["/subscriptions/S-1101/renewal/new", "/subscriptions/S-1101/seats/new?seats=5"] {
        let page = greta.get(path);
        page.assert_status(200).assert_says("Kontor Systeme GmbH");
        assert!(page.select("form[method=post] button[type=submit]").iter().all(|b| !b.contains("kaufen")));
    }
}

#[test]
fn an_order_of_another_subscription_or_account_is_a_missing_one() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    let sent = form(&ben.get(&format!("{NEW}?seats=1")));
    let order = send(&mut ben, BUY, &sent).location();
    ben.get(&order).assert_status(200);
    ben.get(&order.replace("S-1042", "S-1050")).assert_status(404);
    app.sign_in("greta@nordlicht.example").get(&order).assert_status(404);
    app.sign_in("tess@linden.example").get(&order).assert_status(403);
    app.sign_in("tess@linden.example").get(NEW).assert_status(403);
}
