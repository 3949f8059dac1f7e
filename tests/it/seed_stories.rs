//! The three documents the product began with, played to their end through the portal's pages, the token, and the agent that a
//! vendor embeds: an instance with and without a line to the portal (S1), a license bought before it begins (S2), and the year of
//! the announcement (S3).

use seatsync::actions::accounts;
use seatsync::actions::subscriptions::{self, Purchase};
use seatsync::domain::ids::SubscriptionId;
use seatsync::domain::money::Money;
use seatsync::domain::plan::{Deployment, ListPrice, Tier};
use seatsync::domain::policy::Policy;
use seatsync::domain::reconciliation::{Reason, Reconciliation, ReconciliationState};
use seatsync::domain::subscription::{Product, Subscription};
use seatsync::store;
use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::instance::{Instance, Settings};
use seatsync_agent::usage::Counts;

use super::support::{TestApp, at, day};

const BEN: &str = "ben@linden.example";
const TESS: &str = "tess@linden.example";
const NUMBER: &str = "S-2019";
const RENEWAL: &str = "/subscriptions/S-2019/renewal-cancellation";
const PRODUCT: &str = "harbor-box";

/// So many seats sold on a day, at its midnight; quarterly billing begins with the terms of some day.
fn sold(app: &TestApp, anchor: &str, seats: i64, programme_start: &str) -> ActivationCode {
    app.set_clock(&format!("{anchor}T00:00:00Z"));
    let per_seat = Money::new(22_800, "USD".parse().unwrap());
    let policy = Policy { programme_start: day(programme_start), ..Policy::default() };
    let product = Product::new(PRODUCT, "Harbor Box", policy);
    let subscription = Subscription {
        id: SubscriptionId::new(),
        account: app.account("A-2001"),
        number: NUMBER.to_owned(),
        product: product.id,
        tier: Tier::Premium,
        deployment: Deployment::SelfManaged,
        anchor: day(anchor),
        term_months: 12,
        currency: per_seat.currency,
        opted_out: false,
        cloud_licensed: true,
        offline_quarterly: true,
    };
    let ctx = app.operator();
    app.write(move |tx| {
        let price = ListPrice { from: day("2019-01-01"), per_seat };
        accounts::list_product(tx, &ctx, &product, &[(Tier::Premium, 12, price)])?;
        subscriptions::open_subscription(tx, &ctx, &subscription, Purchase { seats, per_seat })
    })
    .unwrap()
}

fn instance(app: &TestApp) -> Instance {
    let settings = Settings {
        portal: app.app.config.base_url.clone(),
        keys: app.app.keys().published().clone(),
        product: PRODUCT.to_owned(),
        version: "14.1.0".to_owned(),
        free_tier: "free".to_owned(),
        hostname: "box.linden.example".to_owned(),
        environment: "production".to_owned(),
    };
    Instance::open(&app.folder.path().join("box"), settings).unwrap()
}

/// So many users on a day; the administrator carries the instance ID to the portal and confirms what it says.
fn reported(app: &TestApp, instance: &Instance, when: &str, users: u64, code: Option<&ActivationCode>) {
    app.work_until(when);
    instance.report(Counts { active: users, inactive: 0, billable: users }, app.now()).unwrap();
    let text = instance.instance_id(app.now(), code).unwrap();
    let mut tess = app.sign_in(TESS);
    let (new, ids) =
        (format!("/subscriptions/{NUMBER}/instances/new"), format!("/subscriptions/{NUMBER}/instance-ids"));
    let looked = tess.submit(&new, &ids, &[("instance-id", &text)]);
    let page = looked.location();
    tess.submit(&page, &format!("{page}/link"), &[]).assert_status(303);
}

/// So many users on a day; the instance sends them itself and loads what comes back.
fn synced(app: &TestApp, instance: &Instance, when: &str, users: u64, code: Option<&ActivationCode>) {
    app.work_until(when);
    instance.report(Counts { active: users, inactive: 0, billable: users }, app.now()).unwrap();
    let text = instance.instance_id(app.now(), code).unwrap();
    instance.load_token(&app.sync(&text), app.now()).unwrap();
}

fn quarter(app: &TestApp, number: u32) -> Option<Reconciliation> {
    let (account, id) = app.subscription(NUMBER);
    let all = app.read(move |c| store::reconciliations::list(c, account, id));
    all.into_iter().find(|one| one.quarter == number)
}

#[test]
fn r31_r35_r37_without_the_internet_a_token_is_carried_back_by_hand() {
    let app = TestApp::spawn();
    let code = sold(&app, "2026-01-01", 100, "2021-08-01");
    let instance = instance(&app);
    reported(&app, &instance, "2026-01-05T08:00:00Z", 60, Some(&code));
    let mut tess = app.sign_in(TESS);
    let of = format!("/instances/{}", instance.id());
    tess.get(&of).assert_says("box.linden.example").assert_says("14.1.0").assert_says("60");
    tess.get(&of).assert_says("My instance isn’t connected to the internet");
    let carried = |app: &TestApp| {
        let mut tess = app.sign_in(TESS);
        let made = tess.submit(&of, &format!("{of}/tokens"), &[]);
        let file = tess.get(&format!("{}/file", made.location()));
        instance.load_token(&file.text(), app.now()).unwrap()
    };
    let first = carried(&app);
    assert_eq!(instance.permits(app.now()).unwrap().seats, Some(100));
    assert!(first.update.is_none());
    tess.get("/support").assert_says("Support times");

    // A flaw becomes known. Nobody can tell the instance; its people are told, and the next token tells it.
    let advisory = serde_json::json!({ "name": "H-9", "severity": "critical", "title": "Anybody can sign in",
        "published_on": "2026-02-01", "affected": [{ "from": "14.0", "fixed_in": "14.1.3" }] });
    let file = serde_json::json!({ "product": PRODUCT, "advisories": [advisory] }).to_string();
    app.work_until("2026-02-01T08:00:00Z");
    let file = seatsync::actions::releases::file::read(&file, app.now().date_naive()).unwrap();
    let ctx = app.operator();
    app.write(move |tx| seatsync::actions::releases::import_releases(tx, &ctx, &file)).unwrap();
    app.wait(seatsync::jobs::work_midnight(&app.app)).unwrap();
    let told = app.mailbox().to(TESS).into_iter().filter(|mail| mail.subject.contains("security update")).count();
    assert_eq!(told, 1);
    reported(&app, &instance, "2026-02-02T08:00:00Z", 61, None);
    let update = carried(&app).update.unwrap();
    assert_eq!((update.to.as_str(), update.why.as_str()), ("14.1.3", "security"));
}

#[test]
fn r7_r12_r20_r22_the_year_of_the_announcement_is_billed_as_announced() {
    let app = TestApp::spawn();
    let code = sold(&app, "2021-09-01", 25, "2021-08-01");
    let instance = instance(&app);
    synced(&app, &instance, "2021-09-02T03:00:00Z", 25, Some(&code));
    assert_eq!(instance.permits(app.now()).unwrap().seats, Some(25));

    // 15 users more on 15 October: told at the latest on 4 December, paid at the latest on 11 December, for three quarters.
    synced(&app, &instance, "2021-10-15T03:00:00Z", 40, None);
    app.work_until("2021-12-02T23:59:59Z");
    assert_eq!(quarter(&app, 1), None);
    app.work_until("2021-12-03T00:00:00Z");
    let told = quarter(&app, 1).unwrap();
    assert_eq!((told.state, told.overage, told.amount.minor), (ReconciliationState::Notified, 15, 15 * 22_800 * 3 / 4));
    app.work_until("2021-12-10T00:00:00Z");
    assert_eq!(quarter(&app, 1).unwrap().state, ReconciliationState::Invoiced);

    // Fewer users are neither a reconciliation nor money back: the seats stay.
    synced(&app, &instance, "2021-12-11T03:00:00Z", 15, None);
    assert_eq!(instance.permits(app.now()).unwrap().seats, Some(40));
    synced(&app, &instance, "2022-01-15T03:00:00Z", 15, None);
    app.work_until("2022-03-10T00:00:00Z");
    assert_eq!(quarter(&app, 2).unwrap().reason, Some(Reason::NoOverage));

    // 100 users more on 15 May 2022, in the third quarter: paid from 1 June, for the fourth.
    synced(&app, &instance, "2022-05-15T03:00:00Z", 140, None);
    app.work_until("2022-06-10T00:00:00Z");
    let billed = quarter(&app, 3).unwrap();
    assert_eq!((billed.overage, billed.amount.minor, billed.seats_after), (100, 100 * 22_800 / 4, 140));

    // Until 2 August it can be turned off, and on again; the next day is too late.
    app.work_until("2022-08-02T12:00:00Z");
    app.sign_in(BEN).get(RENEWAL).assert_says("2 August 2022");
    app.sign_in(BEN).submit(RENEWAL, RENEWAL, &[]).assert_status(303);
    app.sign_in(BEN).submit(RENEWAL, &format!("{RENEWAL}/withdrawal"), &[]).assert_status(303);

    // 150 at most in the fourth quarter, 103 on the last day: it renews for 150, by itself, at the list price.
    synced(&app, &instance, "2022-08-10T03:00:00Z", 150, None);
    synced(&app, &instance, "2022-08-31T03:00:00Z", 103, None);
    app.work_until("2022-09-01T00:00:00Z");
    let (account, id) = app.subscription(NUMBER);
    let renewed = app.read(move |c| store::renewals::list(c, account, id)).remove(0);
    assert_eq!((renewed.seats, renewed.amount.minor), (150, 150 * 22_800));
    synced(&app, &instance, "2022-09-02T03:00:00Z", 103, None);
    assert_eq!(instance.permits(app.now()).unwrap().seats, Some(150));
}

#[test]
fn r25_r26_r27_an_early_renewal_starts_at_midnight_and_is_reconciled_forward_only() {
    let app = TestApp::spawn();
    let code = sold(&app, "2019-04-01", 100, "2020-01-01");
    let instance = instance(&app);
    reported(&app, &instance, "2019-04-02T08:00:00Z", 98, Some(&code));
    reported(&app, &instance, "2019-11-10T08:00:00Z", 130, None);
    reported(&app, &instance, "2020-02-29T08:00:00Z", 120, None);

    // 1 March 2020: renewed by hand for 120, with the 30 users above the seats trued up.
    app.work_until("2020-03-01T10:00:00Z");
    let mut ben = app.sign_in(BEN);
    let page = ben.get(&format!("/subscriptions/{NUMBER}/renewal/new?seats=120"));
    page.assert_status(200).assert_says("USD 34,200.00");
    let field = |name: &str| page.attribute(&format!("form[method=post] input[name={name}]"), "value");
    let (key, price, now) = (field("form-key"), field("price"), field("seats-now"));
    let fields = [("form-key", key.as_str()), ("seats", "120"), ("price", &price), ("seats-now", &now)];
    ben.post(&format!("/subscriptions/{NUMBER}/renewal"), &fields).assert_status(303);
    let (account, id) = app.subscription(NUMBER);
    let ahead = app.read(move |c| store::contracts::find(c, account, id)).unwrap().licenses.pop().unwrap();
    assert_eq!((ahead.seats, ahead.previous_seats, ahead.true_up), (120, Some(100), Some(30)));
    assert_eq!((ahead.span.start, ahead.span.last_day()), (day("2020-04-01"), day("2021-03-31")));

    // 5 March: the token carries the license that lies ahead; it grants nothing yet.
    reported(&app, &instance, "2020-03-05T09:00:00Z", 120, None);
    let mut tess = app.sign_in(TESS);
    let of = format!("/instances/{}", instance.id());
    let made = tess.submit(&of, &format!("{of}/tokens"), &[]);
    let file = tess.get(&format!("{}/file", made.location()));
    instance.load_token(&file.text(), app.now()).unwrap();
    let seats = |moment: &str| instance.permits(at(moment)).unwrap().seats;
    assert_eq!(seats("2020-03-31T23:59:59Z"), Some(100));
    assert_eq!(seats("2020-04-01T00:00:00Z"), Some(120), "R26: by itself, at midnight UTC");

    // 125 users stay: nothing at once, 5 of them after the first quarter, for the three that are left.
    reported(&app, &instance, "2020-04-15T08:00:00Z", 125, None);
    app.work_until("2020-07-10T00:00:00Z");
    let reconciliations = app.read(move |c| store::reconciliations::list(c, account, id));
    let billed = reconciliations.into_iter().find(|s| s.state == ReconciliationState::Invoiced).unwrap();
    assert_eq!((billed.quarter, billed.overage, billed.amount.minor), (1, 5, 5 * 22_800 * 3 / 4));
    assert_eq!((billed.seats_before, billed.seats_after, billed.charged_on), (120, 125, Some(day("2020-07-10"))));
    let invoice = app.sign_in(BEN).get("/invoices");
    invoice.assert_says("USD 855.00").assert_says("USD 34,200.00");
}
