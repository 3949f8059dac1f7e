//! Turning a renewal off and on (R22, R23): until the end of the thirtieth day before, by whom, and what is said when it
//! is too late.

use chrono::TimeDelta;
use seatsync::actions::renewals::LateAnswer;
use seatsync::actions::subscriptions::{self, Purchase};
use seatsync::actions::{Failure, Refusal, renewals};
use seatsync::domain::ids::{LateRequestId, Owned, SubscriptionId};
use seatsync::domain::money::Money;
use seatsync::domain::plan::{Deployment, Tier};
use seatsync::domain::renewal::{Outlook, RenewalRefused, WhyNot};
use seatsync::domain::subscription::Subscription;
use seatsync::store;

use super::support::page::{FLASH, HEADING};
use super::support::{TestApp, at, day};

const BEN: &str = "ben@linden.example";
const SAM: &str = "sam@harbor.example";
const PAGE: &str = "/subscriptions/S-2022/renewal-cancellation";
const LAST_SECOND: &str = "2022-08-02T23:59:59Z";

/// The cast, and Linden's S-2022 that renews on 2022-09-01.
fn app_in_2022() -> TestApp {
    let app = TestApp::spawn();
    app.set_clock("2021-09-01T00:00:00Z");
    let (account, known) = app.subscription("S-1042");
    let product = app.read(move |c| store::subscriptions::find(c, account, known)).unwrap().product;
    let new = Subscription {
        id: SubscriptionId::new(),
        account,
        number: "S-2022".to_owned(),
        product,
        tier: Tier::Premium,
        deployment: Deployment::SelfManaged,
        anchor: day("2021-09-01"),
        term_months: 12,
        currency: "USD".parse().unwrap(),
        opted_out: false,
        cloud_licensed: true,
        offline_quarterly: true,
    };
    let per_seat = Money::new(22_800, new.currency);
    let first = Purchase { seats: 100, per_seat };
    let ctx = app.operator();
    app.write(move |tx| subscriptions::open_subscription(tx, &ctx, &new, first)).unwrap();
    app
}

fn cancel(app: &TestApp, email: &str, number: &str, reason: Option<&'static str>) -> Result<bool, Failure> {
    let (account, id) = app.subscription(number);
    let ctx = app.ctx(email);
    app.write(move |tx| renewals::cancel_renewal(tx, &ctx, Owned::new(account, id), reason))
}

fn resume(app: &TestApp, email: &str, number: &str) -> Result<bool, Failure> {
    let (account, id) = app.subscription(number);
    let ctx = app.ctx(email);
    app.write(move |tx| renewals::resume_renewal(tx, &ctx, account, id))
}

fn ask_late(app: &TestApp, number: &str, reason: Option<&'static str>) -> Result<LateRequestId, Failure> {
    let (account, id) = app.subscription(number);
    let ctx = app.ctx(BEN);
    app.write(move |tx| renewals::request_late_cancellation(tx, &ctx, Owned::new(account, id), reason))
}

fn decide(app: &TestApp, request: LateRequestId, grant: bool) -> Result<(), Failure> {
    let ctx = app.ctx(SAM);
    app.write(move |tx| {
        renewals::decide_late_request(tx, &ctx, request, LateAnswer { grant, reason: "Because of the merger" })
    })
}

fn outlook(app: &TestApp, number: &str) -> Outlook {
    let (account, id) = app.subscription(number);
    let today = app.now().date_naive();
    app.read(move |c| store::contracts::find(c, account, id)).unwrap().outlook(today).unwrap()
}

#[track_caller]
fn refused<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> Refusal {
    match outcome {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("{other:?} is no refusal"),
    }
}

const OFF: Outlook = Outlook::Ends { last_day: day_const(2022, 8, 31), why: WhyNot::Cancelled };
const ON: Outlook = Outlook::Renews { on: day_const(2022, 9, 1) };

const fn day_const(year: i32, month: u32, day: u32) -> seatsync::domain::calendar::Day {
    seatsync::domain::calendar::Day::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn r22_in_the_last_second_of_day_thirty_it_is_turned_off_and_one_second_later_not() {
    let app = app_in_2022();
    app.set_clock("2022-08-03T00:00:00Z");
    let before = app.dump();
    let was_possible_until = day("2022-08-02");
    assert_eq!(
        refused(cancel(&app, BEN, "S-2022", None)),
        Refusal::Renewal(RenewalRefused::TooLate { was_possible_until })
    );
    assert_eq!(app.dump(), before);
    app.set_clock(LAST_SECOND);
    cancel(&app, BEN, "S-2022", None).unwrap();
    assert_eq!(outlook(&app, "S-2022"), OFF);
}

#[test]
fn r22_cancelling_twice_counts_once_and_emails_each_billing_contact_once() {
    let app = app_in_2022();
    app.set_clock("2022-06-01T08:00:00Z");
    cancel(&app, BEN, "S-2022", Some("Too dear")).unwrap();
    let once = app.dump();
    app.move_on(TimeDelta::minutes(1));
    cancel(&app, "ada@linden.example", "S-2022", None).unwrap();
    assert_eq!(app.dump(), once);
    let mailbox = app.mailbox();
    assert_eq!(mailbox.readers_of("Auto-renewal of S-2022 is off"), ["ada@linden.example", BEN]);
    let email = mailbox.to(BEN).pop().unwrap();
    assert!(email.text().contains("31 August 2022"), "{}", email.text());
    assert_eq!(email.link("http://portal.test", "/subscriptions/"), "/subscriptions/S-2022");
    assert_eq!(app.audited("renewal_cancelled"), 1 + 1, "the cast's own, and this");
}

#[test]
fn r22_it_is_turned_on_again_any_time_before_the_renewal_also_after_the_cut_off() {
    let app = app_in_2022();
    app.set_clock(LAST_SECOND);
    cancel(&app, BEN, "S-2022", None).unwrap();
    app.set_clock("2022-08-31T23:59:59Z");
    resume(&app, BEN, "S-2022").unwrap();
    assert_eq!(outlook(&app, "S-2022"), ON);
    let once = app.dump();
    resume(&app, BEN, "S-2022").unwrap();
    assert_eq!(app.dump(), once, "twice is once");
    assert_eq!(app.mailbox().readers_of("is on again"), ["ada@linden.example", BEN]);
    app.set_clock("2022-09-01T00:00:00Z");
    assert_eq!(
        refused(resume(&app, BEN, "S-2022")),
        Refusal::Renewal(RenewalRefused::NotRenewing { why: WhyNot::Ended })
    );
}

#[test]
fn r22_off_and_on_and_off_again_leaves_every_step_on_record() {
    let app = app_in_2022();
    app.set_clock("2022-06-01T08:00:00Z");
    for _ in 0..2 {
        cancel(&app, BEN, "S-2022", None).unwrap();
        resume(&app, BEN, "S-2022").unwrap();
    }
    cancel(&app, BEN, "S-2022", None).unwrap();
    assert_eq!(outlook(&app, "S-2022"), OFF);
    let mut raw = app.raw();
    let of = "FROM renewal_cancellations c JOIN terms t ON t.id = c.term_id JOIN subscriptions s ON s.id = t.subscription_id \
              WHERE s.number = 'S-2022'";
    assert_eq!(raw.lines(&format!("SELECT reason AS line FROM (SELECT 'x' AS reason {of}) x")).len(), 3);
    assert_eq!(raw.lines(&format!("SELECT 'standing' AS line {of} AND c.withdrawn_at IS NULL")).len(), 1);
}

#[test]
fn r22_after_the_cut_off_one_may_ask_and_before_it_there_is_nothing_to_ask() {
    let app = app_in_2022();
    app.set_clock(LAST_SECOND);
    assert_eq!(refused(ask_late(&app, "S-2022", None)), Refusal::Missing);
    app.set_clock("2022-08-03T00:00:00Z");
    ask_late(&app, "S-2022", Some("We merge")).unwrap();
    assert_eq!(refused(ask_late(&app, "S-2022", None)), Refusal::RequestedAlready);
    assert_eq!(outlook(&app, "S-2022"), ON, "asking turns nothing off");
    assert_eq!(app.audited("late_cancellation_asked"), 1);
    app.set_clock("2022-09-01T00:00:00Z");
    assert_eq!(
        refused(ask_late(&app, "S-2022", None)),
        Refusal::Renewal(RenewalRefused::NotRenewing { why: WhyNot::Ended })
    );
}

#[test]
fn r22_staff_grant_a_late_request_once_with_a_reason() {
    let app = app_in_2022();
    app.set_clock("2022-08-10T08:00:00Z");
    let request = ask_late(&app, "S-2022", None).unwrap();
    decide(&app, request, true).unwrap();
    assert_eq!(outlook(&app, "S-2022"), OFF);
    assert_eq!(refused(decide(&app, request, false)), Refusal::DecidedAlready);
    assert_eq!(refused(decide(&app, LateRequestId::new(), true)), Refusal::DecidedAlready);
    assert_eq!(app.audited("late_cancellation_granted"), 1);
    let mut raw = app.raw();
    let entry =
        raw.lines("SELECT CAST(after AS text) AS line FROM audit_entries WHERE event = 'late_cancellation_granted'");
    assert!(entry[0].contains("Because of the merger"), "{entry:?}");
    assert_eq!(app.mailbox().readers_of("Auto-renewal of S-2022 is off"), ["ada@linden.example", BEN]);
}

#[test]
fn r22_staff_decline_and_the_customer_reads_why_and_may_ask_again() {
    let app = app_in_2022();
    app.set_clock("2022-08-10T08:00:00Z");
    let request = ask_late(&app, "S-2022", None).unwrap();
    decide(&app, request, false).unwrap();
    assert_eq!(outlook(&app, "S-2022"), ON);
    assert!(app.email_to(BEN).text().contains("Because of the merger"));
    ask_late(&app, "S-2022", None).unwrap();
}

#[test]
fn r22_a_request_granted_after_the_renewal_is_refused_and_stays_open() {
    let app = app_in_2022();
    app.set_clock("2022-08-10T08:00:00Z");
    let request = ask_late(&app, "S-2022", None).unwrap();
    app.set_clock("2022-09-01T00:00:00Z");
    let before = app.dump();
    assert_eq!(
        refused(decide(&app, request, true)),
        Refusal::Renewal(RenewalRefused::NotRenewing { why: WhyNot::Ended })
    );
    assert_eq!(app.dump(), before);
}

#[test]
fn r18_a_resellers_customer_turns_nothing_off() {
    let app = TestApp::spawn();
    let why = WhyNot::Reseller;
    assert_eq!(
        refused(cancel(&app, "greta@nordlicht.example", "S-1101", None)),
        Refusal::Renewal(RenewalRefused::NotRenewing { why })
    );
    let mut greta = app.sign_in("greta@nordlicht.example");
    let page = greta.get("/subscriptions/S-1101");
    page.assert_status(200).assert_says("Kontor Systeme GmbH");
    assert!(page.attributes("a.button", "href").iter().all(|l| !l.contains("renewal")));
}

#[test]
fn r42_viewers_and_technical_people_turn_nothing_off_and_learn_whom_to_ask() {
    let app = TestApp::spawn();
    for email in ["vic@linden.example", "tess@linden.example"] {
        let mut browser = app.sign_in(email);
        let before = app.dump();
        browser.get("/subscriptions/S-1042/renewal-cancellation").assert_status(403);
        browser.post("/subscriptions/S-1042/renewal-cancellation", &[]).assert_status(403).assert_says("owner");
        browser.post("/subscriptions/S-1050/renewal-cancellation/withdrawal", &[]).assert_status(403);
        assert_eq!(app.dump(), before);
        let page = browser.get("/subscriptions/S-1042");
        assert!(page.attributes("a", "href").iter().all(|l| !l.contains("renewal-cancellation")), "{email}");
    }
}

#[test]
fn r22_by_page_what_will_happen_is_said_before_the_button_and_it_is_one_click_back() {
    let app = app_in_2022();
    app.set_clock(LAST_SECOND);
    let mut ben = app.sign_in(BEN);
    let page = ben.get(PAGE);
    page.assert_status(200).assert_says("Until 31 August 2022").assert_says("2 August 2022, until 23:59 UTC");
    let off = ben.submit(PAGE, PAGE, &[("reason", "Too dear")]);
    off.assert_leads_to(PAGE);
    let done = ben.follow(&off);
    assert_eq!(done.select(HEADING), ["Auto-renewal is off"]);
    done.assert_says("Ben Okafor turned it off");
    let again = ben.post(PAGE, &[]);
    again.assert_leads_to(PAGE);
    app.mailbox();
    let on = ben.submit(PAGE, &format!("{PAGE}/withdrawal"), &[]);
    on.assert_leads_to("/subscriptions/S-2022");
    let page = ben.follow(&on);
    assert_eq!(page.select(FLASH), ["Auto-renewal is on again."]);
    assert!(ben.get("/subscriptions/S-2022").select(FLASH).is_empty(), "said once");
    let mailbox = app.mailbox();
    for subject in ["Auto-renewal of S-2022 is off", "Auto-renewal of S-2022 is on again"] {
        assert_eq!(mailbox.readers_of(subject), ["ada@linden.example", BEN], "{subject}");
    }
}

#[test]
fn r22_a_cancellation_sent_after_midnight_is_refused_with_the_deadline() {
    let app = app_in_2022();
    app.set_clock(LAST_SECOND);
    let mut ben = app.sign_in(BEN);
    let token = ben.get(PAGE).attribute("main input[name=csrf]", "value");
    app.move_on(TimeDelta::seconds(1));
    let late = ben.post_bare(PAGE, &[("csrf", &token)]);
    late.assert_status(409).assert_says("It was possible until 2 August 2022, 23:59 UTC");
    assert_eq!(late.select(HEADING), ["It is too late to turn off auto-renewal"]);
    assert_eq!(outlook(&app, "S-2022"), ON);
}

#[test]
fn r22_by_page_a_late_request_is_asked_decided_and_answered() {
    let app = app_in_2022();
    app.set_clock("2022-08-10T08:00:00Z");
    let mut ben = app.sign_in(BEN);
    let nasty = "<script>alert(1)</script> & \"more\"";
    let asked = ben.submit(PAGE, "/subscriptions/S-2022/late-cancellation-requests", &[("reason", nasty)]);
    asked.assert_leads_to("/subscriptions/S-2022");
    assert_eq!(ben.follow(&asked).select(FLASH).len(), 1);
    ben.get(PAGE).assert_says("You asked us on 10 August 2022, 08:00 UTC");
    let mut sam = app.sign_in(SAM);
    let desk = sam.get("/staff");
    assert_eq!(desk.select("blockquote"), [nasty]);
    assert!(!desk.text().contains("<script>alert"));
    let action = desk.attribute("form[action*=decision]", "action");
    sam.submit("/staff", &action, &[("decision", "granted")]).assert_status(422);
    sam.submit("/staff", &action, &[("decision", "perhaps"), ("answer", "x")]).assert_status(400);
    let token = sam.token();
    let granted = sam.submit("/staff", &action, &[("decision", "granted"), ("answer", "Granted this once")]);
    granted.assert_leads_to("/staff");
    sam.post_bare(&action, &[("csrf", &token), ("decision", "declined"), ("answer", "No")]).assert_status(422);
    assert_eq!(outlook(&app, "S-2022"), OFF);
    assert!(at("2022-08-10T08:00:00Z") == app.now());
}

#[test]
fn r22_a_reason_may_be_given_never_must_and_is_whole_or_told_to_be_too_long() {
    let app = app_in_2022();
    app.set_clock("2022-06-01T08:00:00Z");
    let mut ben = app.sign_in(BEN);
    let (longest, long) = ("ä".repeat(renewals::LONGEST_REASON), "ä".repeat(renewals::LONGEST_REASON + 1));
    let again = ben.submit(PAGE, PAGE, &[("reason", &long)]);
    again.assert_status(422);
    assert_eq!(again.select("textarea[name=reason]"), [long]);
    ben.submit(PAGE, PAGE, &[("reason", &longest)]).assert_status(303);
    let kept = app.raw().lines("SELECT reason AS line FROM renewal_cancellations WHERE reason LIKE 'ä%'");
    assert_eq!(kept, [longest]);
}

#[test]
fn r23_page_and_action_give_the_same_answer_on_every_day_around_the_cut_off() {
    let app = app_in_2022();
    let mut day = at("2022-07-30T12:00:00Z");
    while day < at("2022-09-03T00:00:00Z") {
        app.set_clock(&day.to_rfc3339());
        let page = app.sign_in(BEN).get(PAGE);
        page.assert_status(200);
        let offers = page.attributes("form[action]", "action").contains(&PAGE.to_owned());
        let (account, id) = app.subscription("S-2022");
        let today = day.date_naive();
        let contract = app.read(move |c| store::contracts::find(c, account, id)).unwrap();
        let may = seatsync::domain::renewal::cancel(&contract.renewal_facts().unwrap(), today).is_ok();
        assert_eq!(offers, may, "{day}");
        day += TimeDelta::days(1);
    }
}
