//! A billing night: N subscriptions of as many accounts, all over their seats, all reconciled in one night and invoiced in
//! another. Prints CPU and wall time for each, and the most memory the process ever held.
//!
//! `bin/bench-billing` runs it for 1,000, 10,000 and 100,000 on SQLite and, where there is a server, on PostgreSQL.
//! CPU is this process's: PostgreSQL's own work is in its wall time only.
#![allow(
    clippy::unwrap_used,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    clippy::disallowed_methods,
    reason = "a measurement, not a program"
)]

use std::sync::Arc;
use std::time::Instant as Stopwatch;

use seatsync::actions::subscriptions::Purchase;
use seatsync::actions::{self, Actor, Ctx, Done};
use seatsync::app::App;
use seatsync::clock::Clock;
use seatsync::config::Config;
use seatsync::domain::account::{Account, Payment};
use seatsync::domain::contact::ContactRole;
use seatsync::domain::ids::{AccountId, InstanceId, ProductId, SubscriptionId};
use seatsync::domain::instance::{PRODUCTION, ReportedBy};
use seatsync::domain::language::Language;
use seatsync::domain::money::Money;
use seatsync::domain::plan::{Deployment, ListPrice, Tier};
use seatsync::domain::policy::Policy;
use seatsync::domain::report::Report;
use seatsync::domain::subscription::{Product, Subscription};
use seatsync::invariants::{self, Assumptions};
use seatsync::jobs::bill;
use seatsync::store::Tx;
use seatsync::store::contacts::Contact;
use seatsync::vault;

const ANCHOR: &str = "2026-09-01T00:00:00Z";
/// Rows planted in one transaction.
const SHEAF: usize = 500;

fn main() {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    let count: usize = words.next().map_or(1_000, |word| word.parse().unwrap());
    let url = words.next();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(measure(count, url));
}

async fn measure(count: usize, url: Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let database = url.unwrap_or_else(|| format!("sqlite://{}", folder.path().join("bench.db").display()));
    let settings = [
        ("SEATSYNC_DATABASE_URL", database.clone()),
        ("SEATSYNC_MASTER_KEY", vault::new_master_key()),
        ("SEATSYNC_MAIL", format!("folder:{}", folder.path().join("mail").display())),
    ];
    let config = Config::from_map(&settings.map(|(n, v)| (n.to_owned(), v)).into()).unwrap();
    let app = App::build(config, Clock::fixed(ANCHOR.parse().unwrap())).await.unwrap();
    plant(&app, count).await;
    let planted = memory();
    // Until the day before: reminders, and nothing else.
    night(&app, "2026-12-02T00:00:00Z").await;
    let (noticed_cpu, noticed_wall) = night(&app, "2026-12-03T00:00:00Z").await;
    let (billed_cpu, billed_wall) = night(&app, "2026-12-10T00:00:00Z").await;
    let most = memory();
    // Everything that must hold of a portal holds, and each was reconciled and invoiced once beside its purchase.
    let walked = invariants::walk(&app.db, Assumptions::default(), |fault| println!("{fault}")).await.unwrap();
    assert_eq!((walked.faults, walked.reconciliations, walked.documents), (0, count, 2 * count));
    let each = |seconds: f64| seconds * 1_000.0 / count as f64;
    println!(
        "{count:>7} on {:<10} reconciled {:>6.3} CPU-ms {:>6.3} wall-ms each · invoiced {:>6.3} CPU-ms {:>6.3} wall-ms each · \
         both {:>6.3} CPU-ms · {:.1} s wall in all · {planted} MiB after planting, {} MiB at most",
        database.split("://").next().unwrap_or("?"),
        each(noticed_cpu),
        each(noticed_wall),
        each(billed_cpu),
        each(billed_wall),
        each(noticed_cpu + billed_cpu),
        noticed_wall + billed_wall,
        most,
    );
}

/// CPU and wall seconds of everything that is due at a moment.
async fn night(app: &App, at: &str) -> (f64, f64) {
    let at: seatsync::domain::calendar::Instant = at.parse().unwrap();
    app.clock.move_on(at - app.clock.now());
    let (cpu, wall) = (cpu_seconds(), Stopwatch::now());
    while bill::work_due(app).await.unwrap() > 0 {}
    (cpu_seconds() - cpu, wall.elapsed().as_secs_f64())
}

/// User and system time of this process, from the kernel.
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: f64 = fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap();
    ticks / 100.0
}

/// The most memory this process ever held, in MiB.
fn memory() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

async fn plant(app: &Arc<App>, count: usize) {
    let product = Product::new("bench", "Bench", Policy::default());
    let sold = product.clone();
    let ctx = ctx(app);
    let done: Done<()> = app
        .db
        .write(move |tx| {
            let from = "2021-01-01".parse().unwrap();
            let price = (Tier::Premium, 12, ListPrice { from, per_seat: per_seat() });
            actions::accounts::list_product(tx, &ctx, &sold, &[price])
        })
        .await;
    done.unwrap();
    let mut from = 0;
    while from < count {
        let to = (from + SHEAF).min(count);
        let (ctx, product) = (self::ctx(app), product.id);
        let done: Done<()> = app.db.write(move |tx| (from..to).try_for_each(|n| one(tx, &ctx, product, n))).await;
        done.unwrap();
        from = to;
    }
}

fn ctx(app: &App) -> Ctx {
    app.ctx(Actor::Operator, "bench")
}

fn per_seat() -> Money {
    Money::new(22_800, "USD".parse().unwrap())
}

/// An account with a reader, a subscription of 25 seats, and a report of 40 users.
fn one(tx: &mut Tx<'_>, ctx: &Ctx, product: ProductId, n: usize) -> Done<()> {
    let account = Account {
        id: AccountId::new(),
        number: format!("A-{n}"),
        name: format!("Customer {n}"),
        language: if n.is_multiple_of(2) { Language::En } else { Language::De },
        payment: Payment::Invoice,
        reseller: None,
        address: "1 Street\n10000 Town".to_owned(),
        vat_id: None,
        tax_basis_points: 1_900,
        po_required: false,
        public_sector: false,
    };
    actions::accounts::open_account(tx, ctx, &account)?;
    for role in [ContactRole::Billing, ContactRole::Technical] {
        let email = format!("{role}@customer{n}.example").parse().unwrap();
        let contact = Contact::new(role, email, "Reader".to_owned(), None);
        actions::contacts::add_contact(tx, ctx, account.id, &contact)?;
    }
    let subscription = Subscription {
        id: SubscriptionId::new(),
        account: account.id,
        number: format!("S-{n}"),
        product,
        tier: Tier::Premium,
        deployment: Deployment::SelfManaged,
        anchor: ctx.today(),
        term_months: 12,
        currency: per_seat().currency,
        opted_out: false,
        cloud_licensed: true,
        offline_quarterly: true,
    };
    actions::subscriptions::open_subscription(tx, ctx, &subscription, Purchase { seats: 25, per_seat: per_seat() })?;
    let report = Report {
        instance: InstanceId::new(),
        subscription: subscription.id,
        hostname: format!("git{n}.example"),
        environment: PRODUCTION.to_owned(),
        at: ctx.now,
        active: 40,
        inactive: 0,
        billable: 40,
        reported_max: Some(40),
        daily: vec![(ctx.today(), 40)],
        version: "17.4.1".to_owned(),
        by: ReportedBy::Sync,
        signed: None,
    };
    actions::instances::accept_unsigned_report(tx, ctx, account.id, &report)
}
