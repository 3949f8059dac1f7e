//! How often the database is asked: for each page as often for sixty subscriptions as for one, and for each step of the jobs
//! as often whatever else there is.

use std::collections::BTreeMap;

use seatsync::actions::subscriptions::Purchase;
use seatsync::actions::{self, Failure};
use seatsync::domain::calendar::midnight;
use seatsync::domain::ids::{InstanceId, SubscriptionId};
use seatsync::domain::instance::{PRODUCTION, ReportedBy};
use seatsync::domain::money::Money;
use seatsync::domain::plan::{Deployment, Tier};
use seatsync::domain::report::Report;
use seatsync::domain::subscription::Subscription;
use seatsync::store;
use seatsync::web::routes::{Access, ROUTES};

use super::support::{Browser, TestApp, at, day};

/// Somebody who owns the account, and somebody of the vendor's.
const OWNER: &str = "ada@linden.example";
const STAFF: &str = "sam@harbor.example";

fn report(subscription: SubscriptionId, n: usize) -> Report {
    Report {
        instance: InstanceId::new(),
        subscription,
        hostname: format!("git{n}.linden.example"),
        environment: PRODUCTION.to_owned(),
        version: "17.3.2".to_owned(),
        at: at("2026-08-07T03:00:00Z"),
        active: 25,
        inactive: 0,
        billable: 25,
        reported_max: Some(25),
        daily: (1..7).map(|n| (day(&format!("2026-08-0{n}")), 20)).collect(),
        by: ReportedBy::Sync,
        signed: None,
    }
}

/// What is planted: Linden buys a subscription whose first quarter ended yesterday, and an instance is over its seats.
struct Plot {
    n: usize,
    /// When it is worked next.
    due_on: &'static str,
}

/// Plants it, and links another instance to the subscription that all pages are of.
fn plant(app: &TestApp, plot: &Plot) {
    let (account, known) = app.subscription("S-1042");
    let product = app.read(move |c| store::subscriptions::find(c, account, known)).unwrap().product;
    let new = Subscription {
        id: SubscriptionId::new(),
        account,
        number: format!("S-2{:03}", plot.n),
        product,
        tier: Tier::Premium,
        deployment: Deployment::SelfManaged,
        anchor: day("2026-05-09"),
        term_months: 12,
        currency: "USD".parse().unwrap(),
        opted_out: false,
        cloud_licensed: true,
        offline_quarterly: true,
    };
    let per_seat = Money::new(22_800, new.currency);
    let ctx = app.operator();
    let bought = actions::Ctx { now: midnight(new.anchor), ..app.operator() };
    let (n, due_on) = (plot.n, day(plot.due_on));
    let instances = [new.id, known].into_iter();
    let reports: Vec<Report> = instances.map(|subscription| report(subscription, n)).collect();
    app.write(move |tx| {
        actions::subscriptions::open_subscription(tx, &bought, &new, Purchase { seats: 10, per_seat })?;
        for report in &reports {
            actions::instances::accept_unsigned_report(tx, &ctx, account, report)?;
        }
        // What lies before today was worked.
        store::subscriptions::note_worked(tx, new.id, Some(day("2026-08-10")), Some(due_on))?;
        Ok::<_, Failure>(())
    })
    .unwrap();
}

/// What each part of a path is called: things of Linden's.
fn names(app: &TestApp) -> BTreeMap<&'static str, String> {
    let (account, subscription) = app.subscription("S-1042");
    let instance = app.read(move |c| store::instances::list(c, account, subscription)).remove(0).id;
    let token = app.make_token("tess@linden.example", "S-1042", instance).unwrap();
    let mut raw = app.raw();
    let mut first = |query: &str| raw.lines(query).remove(0);
    let email = first("SELECT CAST(id AS text) AS line FROM emails WHERE recipient = 'ada@linden.example' ORDER BY id");
    let mut of = |table: &str, column: &str, owner: &str, number: &str| {
        let joined = if owner == "accounts" { "account_id" } else { "subscription_id" };
        first(&format!(
            "SELECT CAST(x.{column} AS text) AS line FROM {table} x JOIN {owner} o ON o.id = x.{joined} \
             WHERE o.number = '{number}' ORDER BY x.{column}"
        ))
    };
    BTreeMap::from([
        ("number", "S-1042".to_owned()),
        ("instance", instance.to_string()),
        ("token", token.to_string()),
        ("received", of("received_ids", "id", "accounts", "A-2001")),
        ("invoice", of("invoices", "number", "accounts", "A-2001")),
        ("email", email),
        ("reconciliation", of("reconciliations", "id", "subscriptions", "S-1050")),
        ("order", of("orders", "id", "subscriptions", "S-1077")),
    ])
}

/// The pages of whoever is signed in, each with a thing of its own.
fn pages(app: &TestApp) -> Vec<(bool, String)> {
    let names = names(app);
    let own = |path: &str| match path {
        path if path.contains("{reconciliation}") => path.replace("{number}", "S-1050"),
        path if path.contains("{order}") => path.replace("{number}", "S-1077"),
        path => path.to_owned(),
    };
    let mut pages = vec![(true, "/staff/instances?q=A-2001".to_owned()), (false, "/?page=2".to_owned())];
    for (method, path, access) in ROUTES {
        if *method == "GET" && *access != Access::Anyone {
            let path = names.iter().fold(own(path), |path, (name, value)| path.replace(&format!("{{{name}}}"), value));
            assert!(!path.contains('{'), "{path}: nothing is known by that name");
            pages.push((*access == Access::Staff, path));
        }
    }
    pages
}

/// How many statements `f` asks.
fn asked(app: &TestApp, f: impl FnOnce()) -> u64 {
    let before = app.app.db.asked();
    f();
    app.app.db.asked() - before
}

fn visit(app: &TestApp, browser: &mut Browser, path: &str) -> u64 {
    // What is kept from one visit to the next is there the second time.
    assert!(browser.get(path).status < 400, "{path}");
    asked(app, || drop(browser.get(path)))
}

#[test]
fn a_page_asks_as_often_for_sixty_subscriptions_as_for_one() {
    let app = TestApp::spawn().keeping_emails();
    let pages = pages(&app);
    let mut counted: Vec<Vec<u64>> = Vec::new();
    let mut planted = 0;
    for (many, due_on, moment) in [
        (1, "2026-08-11", "2026-08-11T09:00:00Z"),
        (5, "2026-08-12", "2026-08-12T09:00:00Z"),
        (60, "2026-08-13", "2026-08-13T09:00:00Z"),
    ] {
        (planted..many).for_each(|n| plant(&app, &Plot { n, due_on }));
        planted = many;
        app.set_clock(moment);
        // Each is told of its first quarter.
        app.wait(seatsync::jobs::work_midnight(&app.app)).unwrap();
        let (mut owner, mut staff) = (app.sign_in(OWNER), app.sign_in(STAFF));
        let visit =
            |(is_staff, path): &(bool, String)| visit(&app, if *is_staff { &mut staff } else { &mut owner }, path);
        counted.push(pages.iter().map(visit).collect());
    }
    let mut grown = Vec::new();
    for (place, (_, path)) in pages.iter().enumerate() {
        let [one, five, sixty] = [0, 1, 2].map(|step| counted[step][place]);
        if five > one || sixty > five {
            grown.push(format!("{path}: {one} {five} {sixty}"));
        }
    }
    assert!(grown.is_empty(), "{}", grown.join("\n"));
}

#[test]
fn a_step_of_the_jobs_asks_as_often_whatever_else_there_is() {
    let app = TestApp::spawn().keeping_emails();
    let mut counts: Vec<u64> = Vec::new();
    let all = [(1, "2026-08-11"), (6, "2026-08-12"), (11, "2026-08-13")];
    for (night, (many, due_on)) in all.into_iter().enumerate() {
        (0..many).for_each(|n| plant(&app, &Plot { n: night * 100 + n, due_on }));
        // What is due without them.
        app.wait(seatsync::jobs::work_midnight(&app.app)).unwrap();
        app.set_clock(&format!("{due_on}T00:00:00Z"));
        counts.push(asked(&app, || app.wait(seatsync::jobs::work_midnight(&app.app)).unwrap()));
    }
    assert!(counts[2] - counts[1] <= counts[1] - counts[0], "{counts:?}");
}
