//! The story the product began with (S2, S3; R25–R27): 100 seats until the end of March 2020, 130 users at most. Renewed on
//! 1 March for 120, loaded on 5 March, in force at midnight of 1 April, and 5 more users reconciled after the first quarter.
//! Through the portal's pages, the token, and the agent that a vendor embeds.

use seatsync::actions::accounts;
use seatsync::actions::subscriptions::{self, Purchase};
use seatsync::domain::ids::SubscriptionId;
use seatsync::domain::money::Money;
use seatsync::domain::plan::{Deployment, ListPrice, Tier};
use seatsync::domain::policy::Policy;
use seatsync::domain::reconciliation::ReconciliationState;
use seatsync::domain::subscription::{Product, Subscription};
use seatsync::store;
use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::instance::{Instance, Settings};
use seatsync_agent::usage::Counts;

use super::support::{TestApp, at, day};

const BEN: &str = "ben@linden.example";
const TESS: &str = "tess@linden.example";
const NUMBER: &str = "S-2019";
const PRODUCT: &str = "harbor-box";

/// Sold on 1 April 2019: a term from before the programme, on the annual true-up.
fn sold(app: &TestApp) -> ActivationCode {
    app.set_clock("2019-04-01T00:00:00Z");
    let per_seat = Money::new(22_800, "USD".parse().unwrap());
    let policy = Policy { programme_start: day("2020-01-01"), ..Policy::default() };
    let product = Product::new(PRODUCT, "Harbor Box", policy);
    let subscription = Subscription {
        id: SubscriptionId::new(),
        account: app.account("A-2001"),
        number: NUMBER.to_owned(),
        product: product.id,
        tier: Tier::Premium,
        deployment: Deployment::SelfManaged,
        anchor: day("2019-04-01"),
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
        subscriptions::open_subscription(tx, &ctx, &subscription, Purchase { seats: 100, per_seat })
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

#[test]
fn r25_r26_r27_an_early_renewal_starts_at_midnight_and_is_reconciled_forward_only() {
    let app = TestApp::spawn();
    let code = sold(&app);
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
    let (key, price) = (field("form-key"), field("price"));
    let fields = [("form-key", key.as_str()), ("seats", "120"), ("price", &price)];
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
