//! Billing nights whose worker is killed again and again: every quarter is reconciled and invoiced once, every email is
//! there once, numbers have no gaps, and nothing is left half done.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use seatsync::actions::subscriptions::Purchase;
use seatsync::actions::{self, Ctx, Failure};
use seatsync::clock::Clock;
use seatsync::domain::account::{Account, Payment};
use seatsync::domain::calendar::{Day, days_after, midnight, months_after};
use seatsync::domain::contact::ContactRole;
use seatsync::domain::email::{EmailKind, LEASE_MINUTES};
use seatsync::domain::ids::{AccountId, InstanceId, ProductId, SubscriptionId};
use seatsync::domain::instance::{PRODUCTION, ReportedBy};
use seatsync::domain::invoice::InvoiceKind;
use seatsync::domain::language::Language;
use seatsync::domain::money::Money;
use seatsync::domain::plan::{Deployment, ListPrice, Tier};
use seatsync::domain::policy::Policy;
use seatsync::domain::reconciliation::ReconciliationState;
use seatsync::domain::report::Report;
use seatsync::domain::subscription::{Product, Subscription};
use seatsync::jobs::bill::work_due;
use seatsync::store::contacts::Contact;
use seatsync::store::{self, Tx};

use crate::world::World;

/// Days from the anchor to today: a quarter ended five to eight days ago.
const AGE: i64 = 97;
/// Subscriptions for each kill: more than a worker does between two.
const EACH: usize = 40;

/// What is due: reconciled on the first day of the next quarter, invoiced on the second. Both are past.
pub(crate) struct Nights {
    account: AccountId,
    subscriptions: Vec<SubscriptionId>,
}

impl Nights {
    pub(crate) fn plant(world: &World, kills: usize) -> Self {
        let ctx = world.operator();
        world.write(move |tx| {
            let account = open(tx, &ctx)?;
            let product = list(tx, &ctx)?;
            let subscriptions: Result<Vec<_>, Failure> =
                (0..kills * EACH).map(|n| subscribe(tx, &ctx, account, product, n)).collect();
            Ok(Self { account, subscriptions: subscriptions? })
        })
    }

    /// Leases of killed workers end by themselves after minutes; here at once.
    pub(crate) fn end_leases(world: &World) {
        execute(world, "UPDATE subscriptions SET leased_until = NULL; UPDATE emails SET leased_until = NULL");
    }

    /// How many are invoiced so far.
    pub(crate) fn done(&self, world: &World) -> usize {
        let account = self.account;
        let all = world.read(move |c| store::invoices::list(c, account, i64::MAX));
        all.iter().filter(|i| i.kind == InvoiceKind::Reconciliation).count()
    }

    /// Does what the last kill left.
    pub(crate) fn finish(world: &World) {
        let later = Clock::System.now() + TimeDelta::minutes(2 * LEASE_MINUTES);
        world.with_app(later, async |app| while work_due(&app).await.unwrap() > 0 {});
    }

    /// Everybody is told, and then three days ago: what was told so late is charged three days later at the earliest (R12).
    pub(crate) fn let_three_days_pass(world: &World) {
        Self::finish(world);
        let today = Clock::System.now().date_naive();
        let told = days_after(today, -3);
        execute(
            world,
            &format!(
                "UPDATE reconciliations SET notified_on = '{told}', first_charge_on = '{today}', next_charge_on = '{today}' \
                 WHERE state = 'notified'; \
                 UPDATE subscriptions SET due_on = '{today}' WHERE id IN \
                 (SELECT subscription_id FROM reconciliations WHERE state = 'notified')"
            ),
        );
    }

    pub(crate) fn check(&self, world: &World) {
        let (account, subscriptions) = (self.account, self.subscriptions.clone());
        let count = subscriptions.len();
        assert_eq!(self.done(world), count, "each is invoiced once");
        let states = world.read(move |c| {
            let of = |id| store::reconciliations::list(c, account, id);
            subscriptions.into_iter().map(of).collect::<Result<Vec<_>, _>>()
        });
        for reconciliations in states {
            let first = reconciliations.first().unwrap();
            assert_eq!((first.state, first.overage, first.seats_after), (ReconciliationState::Invoiced, 15, 40));
            assert_eq!(reconciliations.len(), 1);
        }
        let mut numbers: Vec<String> =
            world.read(|c| store::invoices::newest(c, i64::MAX)).into_iter().map(|i| i.number).collect();
        numbers.sort();
        let mut serials: BTreeMap<&str, i64> = BTreeMap::new();
        for number in &numbers {
            let (year, serial) = number.split_once('-').unwrap();
            let last = serials.entry(year).or_default();
            *last += 1;
            assert_eq!(serial.parse::<i64>().unwrap(), *last, "a gap, or a number twice, before {number}");
        }
        let emails = world.emails();
        for kind in [EmailKind::ReconciliationNotice, EmailKind::Invoice, EmailKind::LicenseReady] {
            // The purchase was invoiced before.
            let times = if kind == EmailKind::Invoice { 2 } else { 1 };
            let told = emails.iter().filter(|l| l.kind == kind && l.recipient.ends_with("nights.example")).count();
            assert_eq!(told, times * count, "{kind}");
        }
    }
}

fn execute(world: &World, statements: &str) {
    match world.url().strip_prefix("sqlite://") {
        Some(path) => {
            let mut conn = SqliteConnection::establish(path).unwrap();
            conn.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
            conn.batch_execute(statements).unwrap();
        }
        None => PgConnection::establish(world.url()).unwrap().batch_execute(statements).unwrap(),
    }
}

pub(crate) const MOMENT: std::ops::Range<u64> = 60..700;

/// Waits, for there is nothing to wait for.
pub(crate) fn let_work(moment: Duration) {
    let begun = std::time::Instant::now();
    crate::server::until("the moment of the kill", moment * 2, || begun.elapsed() >= moment);
}

fn open(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<AccountId, Failure> {
    let account = Account {
        id: AccountId::new(),
        number: "A-9900".to_owned(),
        name: "Night Ltd".to_owned(),
        language: Language::En,
        payment: Payment::Invoice,
        reseller: None,
        address: String::new(),
        vat_id: None,
        tax_basis_points: 1_900,
        po_required: false,
        public_sector: false,
    };
    actions::accounts::open_account(tx, ctx, &account)?;
    for role in [ContactRole::Billing, ContactRole::Technical] {
        let email = format!("{role}@nights.example").parse().unwrap();
        let contact = Contact::new(role, email, "Night".to_owned(), None);
        actions::contacts::add_contact(tx, ctx, account.id, &contact)?;
    }
    Ok(account.id)
}

fn price() -> Money {
    Money::new(22_800, "USD".parse().unwrap())
}

fn list(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<ProductId, Failure> {
    let policy = Policy { reconcile_after_days: 0, charge_after_days: 1, ..Policy::default() };
    let product = Product::new("night", "Night", policy);
    let listed = ListPrice { from: days_after(ctx.today(), -365), per_seat: price() };
    actions::accounts::list_product(tx, ctx, &product, &[(Tier::Premium, 12, listed)])?;
    Ok(product.id)
}

fn anchor() -> Day {
    days_after(Clock::System.now().date_naive(), -AGE)
}

fn subscribe(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    account: AccountId,
    product: ProductId,
    n: usize,
) -> Result<SubscriptionId, Failure> {
    let bought = Ctx { now: midnight(anchor()), ..ctx.clone() };
    let subscription = Subscription {
        id: SubscriptionId::new(),
        account,
        number: format!("S-N{n}"),
        product,
        tier: Tier::Premium,
        deployment: Deployment::SelfManaged,
        anchor: anchor(),
        term_months: 12,
        currency: price().currency,
        opted_out: false,
        cloud_licensed: true,
        offline_quarterly: true,
    };
    actions::subscriptions::open_subscription(tx, &bought, &subscription, Purchase { seats: 25, per_seat: price() })?;
    let report = Report {
        instance: InstanceId::new(),
        subscription: subscription.id,
        hostname: format!("night{n}.example"),
        environment: PRODUCTION.to_owned(),
        at: bought.now,
        active: 40,
        inactive: 0,
        billable: 40,
        reported_max: Some(40),
        daily: vec![(anchor(), 40)],
        version: "17.4.1".to_owned(),
        by: ReportedBy::Api,
        signed: None,
    };
    actions::instances::accept_unsigned_report(tx, &bought, account, &report)?;
    // What lies before the quarter's end was worked long ago.
    let ended = months_after(anchor(), 3);
    store::subscriptions::note_worked(tx, subscription.id, Some(days_after(ended, -1)), Some(ended))?;
    Ok(subscription.id)
}
