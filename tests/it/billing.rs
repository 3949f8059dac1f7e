//! A year of billing as the jobs play it (R12–R16, R20, R21, R28, R39): each thing on its day, once, whoever does the work,
//! however late, and whatever the card does.

use chrono::TimeDelta;
use futures_util::future::join_all;
use seatsync::actions;
use seatsync::actions::billing::cards::NewCard;
use seatsync::domain::reconciliation::{BillingMode, Reason, Reconciliation, ReconciliationState};
use seatsync::domain::renewal::{Outlook, Renewal, RenewalState, WhyNot};
use seatsync::jobs::bill;
use seatsync::payments::local::Behaviour;
use seatsync::store;

use super::support::{TestApp, day};

const BEN: &str = "ben@linden.example";
/// 100 seats from 2026-06-01; 115 users at most in its first quarter.
const OVER: &str = "S-1042";
/// 25 seats; renews on 2026-09-01.
const RENEWING: &str = "S-1063";

fn card(app: &TestApp, behaviour: Behaviour) {
    let (account, ctx) = (app.account("A-2001"), app.ctx(BEN));
    let reference = behaviour.as_str().to_owned();
    let new = NewCard { reference, last_digits: behaviour.last_digits().to_owned() };
    app.write(move |tx| actions::billing::cards::add_card(tx, &ctx, account, &new)).unwrap();
}

fn first_quarter(app: &TestApp) -> Reconciliation {
    let (account, id) = app.subscription(OVER);
    let all = app.read(move |c| store::reconciliations::list(c, account, id));
    all.into_iter().find(|s| s.quarter == 1).unwrap()
}

fn renewal(app: &TestApp) -> Option<Renewal> {
    let (account, id) = app.subscription(RENEWING);
    app.read(move |c| store::renewals::list(c, account, id)).into_iter().next()
}

fn seats(app: &TestApp, number: &str) -> i64 {
    let (account, id) = app.subscription(number);
    app.read(move |c| store::subscriptions::terms(c, account, id))[0].seats
}

fn emails(app: &TestApp, kind: &str, number: &str) -> Vec<String> {
    let (_, id) = app.subscription(number);
    let of = format!("FROM emails WHERE kind = '{kind}' AND subscription_id = '{id}'");
    app.raw().lines(&format!("SELECT CAST(queued_at AS text) AS line {of} ORDER BY queued_at"))
}

#[test]
fn r12_r13_an_offline_quarter_is_notified_on_its_fourth_day_and_invoiced_on_its_tenth() {
    let app = TestApp::spawn();
    app.work_until("2026-09-03T23:59:59Z");
    let (account, id) = app.subscription(OVER);
    assert!(app.read(move |c| store::reconciliations::list(c, account, id)).is_empty());
    app.work_until("2026-09-04T00:00:00Z");
    let told = first_quarter(&app);
    assert_eq!((told.state, told.overage, told.amount.minor), (ReconciliationState::Notified, 15, 256_500));
    assert_eq!(seats(&app, OVER), 100);
    app.work_until("2026-09-10T00:00:00Z");
    let billed = first_quarter(&app);
    assert_eq!((billed.state, billed.charged_on), (ReconciliationState::Invoiced, Some(day("2026-09-10"))));
    assert_eq!((seats(&app, OVER), billed.seats_after), (115, 115));
}

#[test]
fn r16_days_late_gives_what_on_time_gives() {
    let figures = |app: &TestApp| {
        let mut raw = app.raw();
        let of = |columns: &str, from: &str| {
            format!("SELECT {} AS line FROM {from} ORDER BY 1", columns.replace(", ", " AS text) || ' ' || CAST("))
        };
        [
            of(
                "CAST(s.number, q.quarter, q.state, q.overage, q.amount_minor AS text)",
                "reconciliations q JOIN subscriptions s ON s.id = q.subscription_id",
            ),
            of(
                "CAST(s.number, r.state, r.seats, r.amount_minor AS text)",
                "renewals r JOIN subscriptions s ON s.id = r.subscription_id",
            ),
            of(
                "CAST(s.number, t.term_index, t.base_seats, t.seats, t.mode AS text)",
                "terms t JOIN subscriptions s ON s.id = t.subscription_id",
            ),
            // A number is of the year in which the invoice was really written, so the kinds and totals are compared.
            of("CAST(kind, total_minor AS text)", "invoices"),
            "SELECT number || ' ' || coalesce(CAST(due_on AS text), 'never') AS line FROM subscriptions ORDER BY 1"
                .to_owned(),
        ]
        .map(|query| raw.lines(&query))
    };
    let on_time = TestApp::spawn().keeping_emails();
    on_time.work_until("2027-03-20T08:00:00Z");
    let late = TestApp::spawn().keeping_emails();
    // Nobody was there for months; then everything that was due is done, in its order.
    late.set_clock("2027-03-20T08:00:00Z");
    while late.wait(bill::work_due(&late.app)).unwrap() > 0 {}
    // Three days lie between a notice and its charge, whenever that went out (R12).
    for app in [&on_time, &late] {
        app.work_until("2027-03-23T08:00:00Z");
    }
    assert_eq!(figures(&on_time), figures(&late));
}

#[test]
fn r16_many_workers_on_one_database_do_everything_once() {
    let app = TestApp::spawn().keeping_emails();
    let other = app.replica();
    for _ in 0..40 {
        app.move_on(TimeDelta::days(1));
        let runs = (0..4).map(|n| bill::work_due(if n % 2 == 0 { &app.app } else { &other }));
        for run in app.wait(join_all(runs)) {
            run.unwrap();
        }
    }
    let billed = first_quarter(&app);
    assert_eq!((billed.state, seats(&app, OVER)), (ReconciliationState::Invoiced, 115));
    let invoices = app
        .raw()
        .lines("SELECT number AS line FROM invoices WHERE CAST(issued_on AS text) > '2026-08-31' ORDER BY number");
    assert_eq!(invoices.len(), 2, "a renewal and a reconciliation: {invoices:?}");
    assert_eq!(emails(&app, "reconciliation_notice", OVER).len(), 2, "one for each reader");
    while app.wait(bill::work_due(&app.app)).unwrap() > 0 {}
    assert_eq!(renewal(&app).unwrap().state, RenewalState::Invoiced);
}

#[test]
fn r14_a_declined_card_is_tried_four_times_before_the_term_reverts_to_the_true_up() {
    let app = TestApp::spawn().keeping_emails();
    card(&app, Behaviour::Declines);
    app.work_until("2026-11-30T23:00:00Z");
    let failed = first_quarter(&app);
    assert_eq!((failed.state, failed.next_charge_on), (ReconciliationState::PaymentFailed, None));
    assert_eq!(seats(&app, OVER), 100, "seats rise only once it is paid");
    let told: Vec<String> = emails(&app, "payment_failed", OVER).iter().map(|at| at[..10].to_owned()).collect();
    let mut days = told.clone();
    days.dedup();
    assert_eq!(days, ["2026-09-10", "2026-09-13", "2026-09-17", "2026-09-24"]);
    app.work_until("2026-12-01T00:00:00Z");
    let reverted = first_quarter(&app);
    assert_eq!(reverted.state, ReconciliationState::RevertedToTrueUp);
    let (account, id) = app.subscription(OVER);
    let term = app.read(move |c| store::subscriptions::terms(c, account, id)).remove(0);
    assert_eq!((term.mode, term.annual_reason, term.seats), (BillingMode::Annual, Some(Reason::NotEnrolled), 100));
}

#[test]
fn r14_a_new_card_is_charged_at_once_and_once() {
    for behaviour in [Behaviour::Works, Behaviour::TimesOut, Behaviour::Late] {
        let app = TestApp::spawn().keeping_emails();
        card(&app, Behaviour::Declines);
        app.work_until("2026-09-11T10:00:00Z");
        assert_eq!(first_quarter(&app).state, ReconciliationState::PaymentFailed);
        card(&app, behaviour);
        for _ in 0..6 {
            app.wait(bill::work_due(&app.app)).unwrap();
            app.move_on(TimeDelta::hours(4));
        }
        let paid = first_quarter(&app);
        assert_eq!((paid.state, seats(&app, OVER)), (ReconciliationState::Charged, 115), "{behaviour:?}");
        let of = "FROM local_charges WHERE amount_minor = 256500";
        let charges = app.raw().lines(&format!("SELECT 'x' AS line {of} AND outcome LIKE '%suc%'"));
        assert_eq!(charges.len(), 1, "{behaviour:?}: the bank took it once");
    }
}

#[test]
fn r21_a_renewal_that_cannot_be_charged_is_tried_for_fourteen_days_and_lapses() {
    let app = TestApp::spawn().keeping_emails();
    card(&app, Behaviour::Declines);
    app.work_until("2026-09-01T00:00:00Z");
    assert_eq!(renewal(&app).unwrap().next_term, None, "no term before it is paid");
    app.work_until("2026-09-14T23:00:00Z");
    assert_eq!(renewal(&app).unwrap().next_charge_on, Some(day("2026-09-15")));
    app.work_until("2026-09-16T00:00:00Z");
    let lapsed = renewal(&app).unwrap();
    assert_eq!((lapsed.state, lapsed.next_charge_on), (RenewalState::PaymentFailed, None));
    let (account, id) = app.subscription(RENEWING);
    let outlook = app.read(move |c| store::contracts::find(c, account, id)).unwrap().outlook(day("2026-09-16"));
    assert_eq!(outlook, Some(Outlook::Ended { last_day: day("2026-08-31"), why: WhyNot::PaymentFailed }));
}

#[test]
fn r20_r1_a_renewal_happens_at_midnight_utc_and_not_a_second_before() {
    let app = TestApp::spawn();
    app.work_until("2026-08-31T23:59:59Z");
    assert_eq!(renewal(&app), None);
    app.work_until("2026-09-01T00:00:00Z");
    let renewed = renewal(&app).unwrap();
    // The last report is weeks old: what was active then says nothing about today (R20).
    assert_eq!((renewed.state, renewed.seats, renewed.active), (RenewalState::Invoiced, 25, None));
    assert_eq!(renewed.amount.minor, 25 * 22_800, "the list price of the day");
}

#[test]
fn r39_a_code_nobody_used_is_reminded_of_after_fourteen_days_once() {
    let app = TestApp::spawn();
    app.work_until("2026-08-16T23:59:59Z");
    assert!(emails(&app, "code_unused", "S-1001").is_empty());
    app.work_until("2026-08-20T00:00:00Z");
    let told = emails(&app, "code_unused", "S-1001");
    assert!(!told.is_empty() && told.iter().all(|at| at.starts_with("2026-08-17")), "{told:?}");
    assert!(emails(&app, "code_unused", OVER).is_empty(), "its code was used");
}
