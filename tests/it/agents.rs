//! The agent before the running portal: activated by code, nights without network, an update that was asked for, a renewal
//! that is in force at midnight, all over HTTP (R26–R36).

use std::cell::Cell;

use chrono::{DateTime, TimeDelta, Utc};
use seatsync::domain::ids::{InstanceId, Owned};
use seatsync::seeds;
use seatsync_agent::instance::{Instance, Settings};
use seatsync_agent::sync::{Answer, SyncFailed, Transport, TransportError};
use seatsync_agent::usage::Counts;

use super::support::TestApp;

const FRESH: &str = "S-1001";

/// The network between a machine and the portal.
pub(super) struct Network<'a> {
    app: &'a TestApp,
    /// Nothing gets through.
    is_cut: Cell<bool>,
    /// The next answer is lost on its way back.
    pub(super) loses_answer: Cell<bool>,
}

impl Transport for Network<'_> {
    fn post(&self, url: &str, body: &str) -> Result<Answer, TransportError> {
        assert_eq!(url, format!("{}/api/v1/sync", self.app.app.config.base_url));
        if self.is_cut.get() {
            return Err(TransportError("no route".to_owned()));
        }
        let response = self.app.post_sync(body);
        if self.loses_answer.take() {
            return Err(TransportError("connection reset".to_owned()));
        }
        Ok(Answer {
            status: response.status,
            content_type: response.header("content-type").unwrap_or("").to_owned(),
            retry_after: None,
            retry_at: None,
            body: response.text(),
        })
    }
}

pub(super) struct Customer<'a> {
    app: &'a TestApp,
    pub(super) instance: Instance,
    pub(super) network: Network<'a>,
}

impl<'a> Customer<'a> {
    pub(super) fn new(app: &'a TestApp) -> Self {
        let settings = Settings {
            portal: app.app.config.base_url.clone(),
            keys: app.app.keys().published().clone(),
            product: seeds::PRODUCT.to_owned(),
            version: seeds::VERSION.to_owned(),
            free_tier: "core".to_owned(),
            hostname: "git.new.linden.example".to_owned(),
            environment: "production".to_owned(),
        };
        let instance = Instance::open(&app.folder.path().join("instance"), settings).unwrap();
        Self { app, instance, network: Network { app, is_cut: Cell::new(false), loses_answer: Cell::new(false) } }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.app.now()
    }

    pub(super) fn count(&self, billable: u64) {
        let counts = Counts { active: billable, inactive: 2, billable };
        self.instance.report(counts, self.now()).unwrap();
    }

    pub(super) fn sync(&self) -> Result<seatsync_agent::sync::Synced, SyncFailed> {
        self.instance.sync(&self.network, self.now(), None)
    }

    fn days(&self) -> Vec<String> {
        let id = InstanceId(self.instance.id());
        self.app.raw().lines(&format!(
            "SELECT day || ' ' || billable AS line FROM usage_days WHERE instance_id = '{id}' ORDER BY day, billable"
        ))
    }
}

#[test]
fn r31_an_instance_is_activated_by_code_and_its_license_is_in_force() {
    let app = TestApp::spawn();
    let customer = Customer::new(&app);
    customer.count(48);
    let refused = customer.sync().unwrap_err();
    assert!(matches!(refused, SyncFailed::Refused { status: 403, .. }), "{refused:?}");
    let code = app.code_of(FRESH);
    let synced = customer.instance.sync(&customer.network, customer.now(), Some(&code)).unwrap();
    assert_eq!(synced.loaded.unwrap().added.len(), 1);
    let may = customer.instance.permits(customer.now()).unwrap();
    assert_eq!((may.tier.as_str(), may.seats), ("premium", Some(50)));
    customer.sync().unwrap();
}

#[test]
fn r32_after_five_nights_without_network_every_daily_count_arrives_and_none_twice() {
    let app = TestApp::spawn();
    let customer = Customer::new(&app);
    customer.count(40);
    let code = app.code_of(FRESH);
    customer.instance.sync(&customer.network, customer.now(), Some(&code)).unwrap();
    customer.network.is_cut.set(true);
    for night in 1..=5 {
        app.move_on(TimeDelta::days(1));
        customer.count(40 + night);
        customer.count(30);
        assert!(matches!(customer.sync(), Err(SyncFailed::Unreachable { .. })));
    }
    app.move_on(TimeDelta::days(1));
    customer.network.is_cut.set(false);
    // The first answer is lost: the portal has it all, the machine does not know, and sends the same again.
    customer.network.loses_answer.set(true);
    assert!(matches!(customer.sync(), Err(SyncFailed::Unreachable { .. })));
    customer.sync().unwrap();
    let days: Vec<String> =
        [40, 41, 42, 43, 44, 45].iter().zip(10..).map(|(n, d)| format!("2026-08-{d} {n}")).collect();
    assert_eq!(customer.days()[..6], days);
    let id = customer.instance.id();
    let reports =
        app.raw().lines(&format!("SELECT active || '' AS line FROM usage_reports WHERE instance_id = '{id}'"));
    assert_eq!(reports.len(), 2, "the activation, and the one that came through");
    assert!(customer.instance.state().unwrap().usage.daily().len() <= 2, "what is acknowledged is not told again");
}

#[test]
fn r26_a_renewal_is_fetched_before_and_in_force_at_midnight_with_no_network() {
    let app = TestApp::spawn();
    let customer = Customer::new(&app);
    customer.count(48);
    let code = app.code_of(FRESH);
    customer.instance.sync(&customer.network, customer.now(), Some(&code)).unwrap();
    app.work_until("2027-07-01T09:00:00Z");
    let (account, id) = app.subscription(FRESH);
    let ctx = app.ctx("ada@linden.example");
    let wish = seatsync::actions::billing::orders::Wish::new(60, "0198f2b8-7f6e-7000-8000-000000000009".to_owned());
    app.write(move |tx| seatsync::actions::billing::orders::buy_next_term(tx, &ctx, Owned::new(account, id), &wish))
        .unwrap();
    customer.count(52);
    customer.sync().unwrap();
    customer.network.is_cut.set(true);
    let seats = |at: &str| customer.instance.permits(at.parse().unwrap()).unwrap().seats;
    assert_eq!(seats("2027-08-02T23:59:59Z"), Some(50));
    assert_eq!(seats("2027-08-03T00:00:00Z"), Some(60));
}
