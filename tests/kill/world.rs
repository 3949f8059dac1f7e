//! The vendor and the customers of this test, the database they live in, and what must be true of it at the end.
//! Terms begin two months before the real day: the program goes by the machine's clock.

use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use seatsync::actions::people::NewPerson;
use seatsync::actions::subscriptions::Purchase;
use seatsync::actions::{self, Actor, Ctx, Failure, Portal};
use seatsync::app::App;
use seatsync::clock::Clock;
use seatsync::config::Config;
use seatsync::config::database::Database;
use seatsync::domain::account::{Account, Payment};
use seatsync::domain::audit::Event;
use seatsync::domain::calendar::{Instant, days_after};
use seatsync::domain::email::{BUDGET_HOURS, EmailKind, LEASE_MINUTES};
use seatsync::domain::ids::{AccountId, SubscriptionId};
use seatsync::domain::instance::Instance as Linked;
use seatsync::domain::language::Language;
use seatsync::domain::plan::{Deployment, ListPrice, Tier};
use seatsync::domain::policy::Policy;
use seatsync::domain::role::Role;
use seatsync::domain::subscription::{Product, Subscription};
use seatsync::jobs::send_mail::send_due;
use seatsync::store::emails::Email;
use seatsync::store::instances::Received;
use seatsync::store::tokens::Token;
use seatsync::store::{self, Conn, Db, Stored, Tx};
use seatsync::{passwords, seeds};
use seatsync_agent::token::armour;
use tempfile::TempDir;

use crate::customers::{Customer, Instance, Renewal, Work};
use crate::server::{self, Server, Worker};

pub(crate) const PORTAL: &str = "http://portal.test";
pub(crate) const PASSWORD: &str = "kill-nine-kill-nine";
/// The field an instance ID is pasted into.
pub(crate) const PASTE_FIELD: &str = "instance-id";
pub(crate) const OWNER: &str = "ada@killed.example";
const BILLING: &str = "ben@killed.example";
const TECHNICAL: &str = "tess@killed.example";
const PEOPLE: [(&str, Role); 4] = [
    (OWNER, Role::Owner),
    (BILLING, Role::BillingAdmin),
    (TECHNICAL, Role::TechnicalAdmin),
    ("vic@killed.example", Role::Viewer),
];
/// Who reads of a renewal, and who of a token.
const RENEWAL_READERS: [&str; 2] = [OWNER, BILLING];
const TOKEN_READERS: [&str; 2] = [OWNER, TECHNICAL];
/// Who works, each on a subscription of their own: two on instances, two on renewals.
const STAFFING: [&str; 4] = [TECHNICAL, OWNER, BILLING, OWNER];
/// More rows than any run makes.
const ALL: i64 = 1_000_000;

pub(crate) struct World {
    runtime: tokio::runtime::Runtime,
    settings: BTreeMap<String, String>,
    account: AccountId,
    keys: Arc<seatsync::keyring::KeyRing>,
    own: Own,
    folder: TempDir,
}

/// A database of this test's own; gone when dropped.
struct Own {
    url: String,
    schema: Option<(String, String)>,
}

impl Own {
    fn new(folder: &Path) -> Self {
        let server: String = crate::setting("SEATSYNC_TEST_DATABASE", || "sqlite".to_owned());
        if server.is_empty() || server == "sqlite" {
            return Self { url: format!("sqlite://{}", folder.join("seatsync.db").display()), schema: None };
        }
        let schema = format!("seatsync_kill_{}", uuid::Uuid::now_v7().simple());
        let mut conn = PgConnection::establish(&server).unwrap();
        conn.batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
        let joint = if server.contains('?') { '&' } else { '?' };
        Self { url: format!("{server}{joint}options=-csearch_path%3D{schema}"), schema: Some((server, schema)) }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        if let Some((server, schema)) = &self.schema {
            let mut conn = PgConnection::establish(server).unwrap();
            conn.batch_execute(&format!("SET client_min_messages = warning; DROP SCHEMA {schema} CASCADE")).unwrap();
        }
    }
}

fn config(settings: &BTreeMap<String, String>) -> Config {
    Config::from_map(settings).unwrap()
}

pub(crate) fn operator(portal: &Arc<Portal>) -> Ctx {
    let portal = Arc::clone(portal);
    Ctx { who: Actor::Operator, now: Clock::System.now(), request: "kill".to_owned(), portal }
}

/// A fact that emails tell of: when, of which kind, and to whom.
type Told = (Instant, EmailKind, String);

impl World {
    /// Migrates a database with the program itself and plants an account in it.
    pub(crate) fn plant() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let own = Own::new(folder.path());
        let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let settings = [
            ("SEATSYNC_DATABASE_URL", own.url.clone()),
            ("SEATSYNC_BIND", free.to_string()),
            ("SEATSYNC_BASE_URL", PORTAL.to_owned()),
            ("SEATSYNC_MASTER_KEY", seatsync::vault::new_master_key()),
            ("SEATSYNC_MAIL", format!("folder:{}", folder.path().join("mail").display())),
            ("SEATSYNC_LOG", "warn".to_owned()),
        ];
        let settings: BTreeMap<String, String> = settings.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
        server::run(folder.path(), &settings, "migrate");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (account, keys) = runtime.block_on(async {
            let app = App::open(config(&settings), Clock::System).await.unwrap();
            let ctx = operator(&app.portal());
            let account = app.db.write(move |tx| plant(tx, &ctx)).await;
            (account.unwrap(), app.keys())
        });
        Self { runtime, settings, account, keys, own, folder }
    }

    /// The same with another way for emails.
    pub(crate) fn with_mail(mut self, mail: &str) -> Self {
        self.settings.insert("SEATSYNC_MAIL".to_owned(), mail.to_owned());
        self
    }

    pub(crate) fn start(&self) -> (Server, Duration) {
        Server::start(self.folder.path(), &self.settings)
    }

    pub(crate) fn begin(&self) -> Server {
        Server::begin(self.folder.path(), &self.settings)
    }

    pub(crate) fn customers(&self) -> Vec<Customer> {
        let work = |index| match index {
            0 | 1 => Work::Instance(Box::new(Instance::new(Arc::clone(&self.keys)))),
            _ => Work::Renewal(Renewal::default()),
        };
        (0..).zip(STAFFING).map(|(index, email)| Customer::new(email, number(index), work(index))).collect()
    }

    /// Reads on connections that are closed again, so that what a start finds is only what a kill left.
    pub(crate) fn read<T: Send + 'static>(&self, f: impl FnOnce(&mut Conn<'_>) -> Stored<T> + Send + 'static) -> T {
        let database: Database = self.own.url.parse().unwrap();
        self.runtime.block_on(async { Db::open(&database).unwrap().read(f).await }).unwrap()
    }

    pub(crate) fn url(&self) -> &str {
        &self.own.url
    }

    pub(crate) fn operator(&self) -> Ctx {
        operator(&self.runtime.block_on(App::open(config(&self.settings), Clock::System)).unwrap().portal())
    }

    /// One transaction, on a connection that is closed again.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure> + Clone + Send + 'static,
    ) -> T {
        let database: Database = self.own.url.parse().unwrap();
        self.runtime.block_on(async { Db::open(&database).unwrap().write(f).await }).unwrap()
    }

    /// Something done by the program in this process, at a moment of the test's own.
    pub(crate) fn with_app(&self, at: Instant, work: impl AsyncFnOnce(Arc<App>)) {
        self.runtime.block_on(async {
            work(App::open(config(&self.settings), Clock::fixed(at)).await.unwrap()).await;
        });
    }

    /// Nothing in the database contradicts anything else.
    pub(crate) fn check_invariants(&self) {
        server::run(self.folder.path(), &self.settings, "check --invariants");
    }

    /// A worker of its own process.
    pub(crate) fn start_worker(&self) -> Worker {
        Worker::start(self.folder.path(), &self.settings)
    }

    /// Each renewal is as it was acknowledged last, or as what was in flight left it.
    pub(crate) fn check_renewals(&self, customers: &[Customer]) {
        let account = self.account;
        let all = self.read(move |c| {
            let ids: Vec<_> = store::subscriptions::list(c, account)?.into_iter().map(|s| s.id).collect();
            store::contracts::list(c, &[account], &ids)
        });
        for customer in customers {
            let Work::Renewal(renewal) = &customer.work else { continue };
            let contract = all.iter().find(|o| o.subscription.number == customer.number).unwrap();
            let (is_off, was_off) = (contract.cancellation.is_some(), !renewal.changes.is_multiple_of(2));
            let fits = is_off == was_off || renewal.in_flight;
            assert!(fits, "{}: off {was_off} was acknowledged, and off {is_off} is so", customer.number);
        }
    }

    /// Waits until the server has sent all that no killed worker holds a lease of: each held one at most.
    pub(crate) fn wait_for_outbox(&self, kills: usize, patience: Duration) {
        let database: Database = self.own.url.parse().unwrap();
        let db = Db::open(&database).unwrap();
        let waiting = || self.runtime.block_on(db.read(store::emails::unsent)).unwrap();
        let most = i64::try_from(kills).unwrap();
        // And one for each reader of a renewal that was turned off and on often may be held back.
        let held = i64::try_from(RENEWAL_READERS.len() * 2).unwrap();
        server::until("an empty outbox", patience, || waiting().0 <= most + held);
    }

    /// Sends what killed workers held, as soon as their leases are over.
    pub(crate) fn send_what_killed_workers_held(&self) {
        let later =
            Clock::fixed(Clock::System.now() + TimeDelta::hours(BUDGET_HOURS) + TimeDelta::minutes(LEASE_MINUTES));
        self.runtime.block_on(async {
            let app = App::open(config(&self.settings), later).await.unwrap();
            while send_due(&app.db, &app.clock, &app.sender, &app.portal()).await.unwrap() > 0 {}
        });
    }

    pub(crate) fn emails(&self) -> Vec<Email> {
        self.read(|c| store::emails::list(c, 0, ALL))
    }

    fn audited(&self) -> Vec<(Event, String, Instant)> {
        let account = self.account;
        self.read(move |c| store::audit::list(c, account, ALL))
    }

    /// Everything acknowledged is there, once, with its emails.
    pub(crate) fn check(&self, customers: &[Customer]) {
        self.check_database();
        self.check_renewals(customers);
        let audited = self.audited();
        let happened = |of: &[Event], subject: &str| {
            audited.iter().filter(|(event, about, _)| of.contains(event) && about == subject).count()
        };
        for customer in customers {
            match &customer.work {
                Work::Renewal(renewal) => {
                    let subject = format!("subscription:{}", customer.number);
                    let (off, on) = (renewal.changes.div_ceil(2), renewal.changes / 2);
                    assert_eq!(happened(&[Event::RenewalCancelled], &subject), off, "{subject} turned off");
                    assert_eq!(happened(&[Event::RenewalResumed], &subject), on, "{subject} turned on");
                }
                Work::Instance(instance) => {
                    let subject = format!("instance:{}", instance.id());
                    let links = [Event::InstanceLinked, Event::InstanceReported];
                    assert_eq!(happened(&[Event::InstanceIdRead], &subject), instance.pasted.len(), "{subject} read");
                    assert_eq!(happened(&links, &subject), instance.linked(), "{subject} linked");
                    assert_eq!(happened(&[Event::TokenMade], &subject), instance.tokens(), "{subject} tokens");
                    self.check_instance(instance);
                }
            }
        }
        self.check_emails(&audited);
    }

    /// What was acknowledged about instance IDs and tokens is there as it was told.
    fn check_instance(&self, instance: &Instance) {
        let (account, id) = (self.account, instance.id());
        let received: Vec<_> = instance.pasted.iter().map(|p| p.received).collect();
        type Kept = (Linked, Vec<Option<(Received, Option<Token>)>>);
        let (linked, kept): Kept = self.read(move |c| {
            let linked = store::instances::find(c, account, id)?.expect("linked");
            let kept = received.into_iter().map(|id| {
                let found = store::instances::find_received(c, account, id)?;
                let Some(found) = found else { return Ok(None) };
                let made = store::tokens::list(c, account, found.instance, i64::MAX)?;
                Ok(Some((found.clone(), made.into_iter().find(|token| token.answers_seq == found.seq))))
            });
            Ok((linked, kept.collect::<Stored<_>>()?))
        });
        assert!(linked.last_seq >= i64::try_from(instance.linked()).unwrap(), "{id} forgot a report");
        for (seq, (pasted, kept)) in (1..).zip(instance.pasted.iter().zip(kept)) {
            let (received, token) = kept.unwrap_or_else(|| panic!("{} is lost", pasted.received));
            assert_eq!((received.seq, received.instance), (seq, id));
            if let Some(linked) = pasted.linked {
                assert!(linked == id && received.accepted_at.is_some(), "{} is not taken", pasted.received);
            }
            if let Some(made) = pasted.token {
                let token = token.unwrap_or_else(|| panic!("{made} is lost"));
                assert_eq!(token.id, made);
                assert_eq!(Some(armour(&token.body)), pasted.body, "{made} says something else now");
            }
        }
    }

    /// Each fact has exactly one email for each reader, and each email went under exactly one Message-ID.
    fn check_emails(&self, audited: &[(Event, String, Instant)]) {
        let emails = self.emails();
        let mut told: Vec<Told> = emails.iter().map(|l| (l.queued_at, l.kind, l.recipient.clone())).collect();
        // What was told by a later email, in place of one that was not sent yet.
        let is_told_later = |at: Instant, kind: EmailKind, reader: &str| {
            let Some(repeats) = kind.repeats() else { return false };
            let later = emails.iter().filter(|l| repeats.kinds.contains(&l.kind) && l.recipient == reader);
            later.clone().all(|l| l.queued_at != at)
                && later.into_iter().any(|l| l.stands_from.is_some_and(|from| from <= at && at < l.queued_at))
        };
        let mut happened: Vec<Told> = Vec::new();
        for (event, _, at) in audited {
            let (kind, readers) = match event {
                Event::RenewalCancelled => (EmailKind::RenewalCancelled, RENEWAL_READERS),
                Event::RenewalResumed => (EmailKind::RenewalResumed, RENEWAL_READERS),
                Event::TokenMade => (EmailKind::TokenMade, TOKEN_READERS),
                Event::SubscriptionOpened => (EmailKind::ActivationCode, TOKEN_READERS),
                Event::InvoiceIssued => (EmailKind::Invoice, RENEWAL_READERS),
                _ => continue,
            };
            let readers = readers.into_iter().filter(|reader| !is_told_later(*at, kind, reader));
            happened.extend(readers.map(|reader| (*at, kind, reader.to_owned())));
        }
        told.sort_by_key(|t| (t.0, t.1.as_str(), t.2.clone()));
        happened.sort_by_key(|t| (t.0, t.1.as_str(), t.2.clone()));
        assert_eq!(told.len(), happened.len(), "emails, and facts that want one");
        assert_eq!(told, happened, "emails, and facts that want one");
        for email in &emails {
            assert!(email.sent_at.is_some() && email.refused_at.is_none(), "{email:?}");
        }
        let mut ids: BTreeSet<String> = emails.iter().map(|l| l.message_id.clone()).collect();
        assert_eq!(ids.len(), emails.len());
        let mut files = 0;
        for entry in std::fs::read_dir(self.folder.path().join("mail")).unwrap() {
            let path = entry.unwrap().path();
            // A worker that was killed while it wrote leaves a part aside, which is no email.
            if path.extension().is_some_and(|e| e == "eml") {
                files += 1;
                let (text, id) = email_in(&path);
                assert!(ids.remove(&id), "{id} is no email's, or went twice: {text}");
            }
        }
        assert_eq!((files, ids), (emails.len(), BTreeSet::new()), "files, and emails without one");
    }

    fn check_database(&self) {
        let Some(path) = self.own.url.strip_prefix("sqlite://") else { return };
        #[derive(QueryableByName)]
        struct Line {
            #[diesel(sql_type = Text)]
            integrity_check: String,
        }
        let mut conn = SqliteConnection::establish(path).unwrap();
        // The connections of a moment ago may still be closing.
        conn.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
        let lines: Vec<Line> = diesel::sql_query("PRAGMA integrity_check").load(&mut conn).unwrap();
        let said: Vec<String> = lines.into_iter().map(|l| l.integrity_check).collect();
        assert_eq!(said, ["ok"]);
    }
}

/// An email's text and its only Message-ID.
fn email_in(path: &Path) -> (String, String) {
    let text = std::fs::read_to_string(path).unwrap();
    let head = text.split("\r\n\r\n").next().unwrap();
    let ids: Vec<&str> = head.lines().filter_map(|l| l.strip_prefix("Message-ID: <")?.strip_suffix('>')).collect();
    let [id] = ids.as_slice() else { panic!("one Message-ID: {head}") };
    let id = (*id).to_owned();
    (text, id)
}

fn number(index: usize) -> String {
    format!("S-9{index:03}")
}

fn plant(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<AccountId, Failure> {
    let today = ctx.today();
    let account = Account {
        id: AccountId::new(),
        number: "A-9000".to_owned(),
        name: "Killed Ltd".to_owned(),
        language: Language::En,
        payment: Payment::Invoice,
        reseller: None,
        address: String::new(),
        vat_id: None,
        tax_basis_points: 0,
        po_required: false,
        public_sector: false,
    };
    actions::accounts::open_account(tx, ctx, &account)?;
    let product = Product::new(seeds::PRODUCT, "Harbor Git", Policy::default());
    let per_seat = seatsync::domain::money::Money::new(22_800, "USD".parse().unwrap());
    let from = days_after(today, -365);
    actions::accounts::list_product(tx, ctx, &product, &[(Tier::Premium, 12, ListPrice { from, per_seat })])?;
    static HASH: OnceLock<String> = OnceLock::new();
    let hash = HASH.get_or_init(|| passwords::hash_blocking(PASSWORD).unwrap());
    for (email, role) in PEOPLE {
        let new = NewPerson {
            email: email.parse().unwrap(),
            name: email.split('@').next().unwrap().to_owned(),
            language: Some(Language::En),
            is_staff: false,
            password_hash: Some(hash.clone()),
            memberships: vec![(account.id, role)],
        };
        actions::people::add_person(tx, ctx, &new)?;
    }
    for index in 0..STAFFING.len() {
        let subscription = Subscription {
            id: SubscriptionId::new(),
            account: account.id,
            number: number(index),
            product: product.id,
            tier: Tier::Premium,
            deployment: Deployment::SelfManaged,
            anchor: days_after(today, -60),
            term_months: 12,
            currency: per_seat.currency,
            opted_out: false,
            cloud_licensed: true,
            offline_quarterly: true,
        };
        let first = Purchase { seats: 20, per_seat };
        actions::subscriptions::open_subscription(tx, ctx, &subscription, first)?;
    }
    Ok(account.id)
}
