//! One application for one test: a fixed clock at the cast's moment, a database and a mail folder of its own, and a real
//! HTTP server as soon as somebody visits it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, mpsc};
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use chrono::TimeDelta;
use seatsync::actions::{Actor, Ctx, Failure};
use seatsync::app::App;
use seatsync::clock::Clock;
use seatsync::config::Config;
use seatsync::config::database::Database;
use seatsync::domain::calendar::{Instant, days_after, midnight};
use seatsync::domain::ids::{AccountId, PersonId, SubscriptionId};
use seatsync::jobs;
use seatsync::jobs::send_mail::send_due;
use seatsync::seeds;
use seatsync::store::{self, Conn, StoreError, Tx};
use secrecy::ExposeSecret;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::browser::Browser;
use super::database::{self, Own, Raw};
use super::mailbox::{Mail, Mailbox};

/// The portal's address in every test; the port behind it is another each time.
pub const PORTAL: &str = "http://portal.test";
/// A master key that may be known: what was sealed in the template opens in its copies.
const MASTER_KEY: &str = "c2VhdHN5bmMgdGVzdHMsIDMyIGJ5dGVzIG9mIGtleSE=";

pub struct TestApp {
    pub app: Arc<App>,
    runtime: Runtime,
    server: OnceLock<Running>,
    keeps_emails: bool,
    mail: PathBuf,
    own: Own,
    pub folder: TempDir,
}

struct Running {
    address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

fn config(database: &Database, base_url: &str, mail: &Path) -> Config {
    config_with(database, base_url, mail, &[])
}

fn config_with(database: &Database, base_url: &str, mail: &Path, more: &[(&str, String)]) -> Config {
    let settings = [
        ("SEATSYNC_DATABASE_URL", database.url()),
        ("SEATSYNC_BIND", "127.0.0.1:0".to_owned()),
        ("SEATSYNC_BASE_URL", base_url.to_owned()),
        ("SEATSYNC_MAIL", format!("folder:{}", mail.display())),
        ("SEATSYNC_MASTER_KEY", MASTER_KEY.to_owned()),
        ("SEATSYNC_PAYMENTS", "local".to_owned()),
        // What this machine happens to have must decide nothing.
        ("SEATSYNC_FONTS", "none".to_owned()),
        ("SEATSYNC_VENDOR_ADDRESS", "Harbor Software Inc.|1 Pier Road|Portland".to_owned()),
        ("SEATSYNC_INVOICE_NOTE", "Harbor Bank, account 0000 1042 00".to_owned()),
    ];
    let all = settings.into_iter().chain(more.iter().cloned());
    let settings: BTreeMap<String, String> = all.map(|(n, v)| (n.to_owned(), v)).collect();
    Config::from_map(&settings).unwrap()
}

fn clock() -> Clock {
    Clock::fixed(seeds::NOW.parse().unwrap())
}

/// Migrates a database, plants the cast, and sends the emails that came of it.
pub fn plant(database: &Database, folder: &Path) {
    let runtime = runtime();
    runtime.block_on(async {
        let app = App::build(config(database, PORTAL, &folder.join("mail")), clock()).await.unwrap();
        seeds::plant(&app).await.unwrap();
        while send_due(&app.db, &app.clock, &app.sender, &app.portal()).await.unwrap() > 0 {}
    });
}

impl TestApp {
    /// The cast, at its moment.
    pub fn spawn() -> Self {
        Self::spawn_at(PORTAL)
    }

    /// The same under another base URL.
    pub fn spawn_at(base_url: &str) -> Self {
        Self::spawn_believing(base_url, &[])
    }

    /// The same behind proxies that are believed.
    pub fn spawn_believing(base_url: &str, proxies: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let own = Own::planted(folder.path());
        let mail = folder.path().join("mail");
        let runtime = runtime();
        let mut config = config(&own.database, base_url, &mail);
        config.trusted_proxies = proxies.iter().map(|range| range.parse().unwrap()).collect();
        let app = runtime.block_on(App::open(config, clock())).unwrap();
        Self { app, runtime, server: OnceLock::new(), keeps_emails: false, mail, own, folder }
    }

    /// The cast behind something that stands between: its database is reached as `through` says, with these settings more.
    pub fn spawn_behind(through: impl FnOnce(&str) -> String, more: &[(&str, String)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let own = Own::planted(folder.path());
        let mail = folder.path().join("mail");
        let runtime = runtime();
        let database: Database = through(&own.database.url()).parse().unwrap();
        let config = config_with(&database, PORTAL, &mail, more);
        let app = runtime.block_on(App::open(config, clock())).unwrap();
        Self { app, runtime, server: OnceLock::new(), keeps_emails: true, mail, own, folder }
    }

    /// For tests of emails that are not sent: none is looked for at the end.
    pub fn keeping_emails(mut self) -> Self {
        self.keeps_emails = true;
        self
    }

    /// Waits for something of the program's.
    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    pub fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Conn<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.wait(self.app.db.read(f)).unwrap()
    }

    pub fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure> + Clone + Send + 'static,
    ) -> Result<T, Failure> {
        self.wait(self.app.db.write(f))
    }

    pub fn now(&self) -> Instant {
        self.app.clock.now()
    }

    pub fn set_clock(&self, to: &str) {
        let to: Instant = to.parse().unwrap();
        self.app.clock.move_on(to - self.now());
    }

    /// Moves the clock on to a moment and works every midnight on the way, as the demo does.
    #[track_caller]
    pub fn work_until(&self, to: &str) {
        let to: Instant = to.parse().unwrap();
        while self.now() < to {
            let next = midnight(days_after(self.now().date_naive(), 1));
            self.move_on(next.min(to) - self.now());
            self.wait(jobs::work_midnight(&self.app)).unwrap();
        }
    }

    /// Another process on the same database; on SQLite, which has one writer, the same again.
    pub fn replica(&self) -> Arc<App> {
        if database::postgres().is_none() {
            return Arc::clone(&self.app);
        }
        let config = config(&self.own.database, &self.app.config.base_url, &self.mail);
        self.wait(App::open(config, self.app.clock.clone())).unwrap()
    }

    pub fn move_on(&self, by: TimeDelta) {
        self.app.clock.move_on(by);
    }

    /// Somebody of the cast.
    pub fn person(&self, email: &str) -> PersonId {
        let email = email.to_owned();
        self.read(move |c| store::people::find_by_email(c, &email)).unwrap().0.id
    }

    pub fn account(&self, number: &str) -> AccountId {
        let number = number.to_owned();
        self.read(move |c| store::accounts::find_by_number(c, &number)).unwrap().id
    }

    /// A subscription of the cast and whose it is.
    pub fn subscription(&self, number: &str) -> (AccountId, SubscriptionId) {
        for account in ["A-2001", "A-2002"].map(|number| self.account(number)) {
            let all = self.read(move |c| store::subscriptions::list(c, account));
            if let Some(found) = all.iter().find(|s| s.number == number) {
                return (account, found.id);
            }
        }
        panic!("there is no {number}");
    }

    /// What an action needs to know when this person of the cast acts now.
    pub fn ctx(&self, email: &str) -> Ctx {
        self.app.ctx(Actor::Person(self.person(email)), "test")
    }

    pub fn operator(&self) -> Ctx {
        self.app.ctx(Actor::Operator, "test")
    }

    /// A connection to the same database beside the program's own.
    pub fn raw(&self) -> Raw {
        Raw::open(&self.own.database)
    }

    /// Every row of every table, by table.
    pub fn dump(&self) -> BTreeMap<String, Vec<String>> {
        let mut raw = self.raw();
        raw.tables()
            .into_iter()
            .map(|table| {
                let rows = raw.rows(&table);
                (table, rows)
            })
            .collect()
    }

    /// A command of the program itself, on the same database, by the machine's own clock.
    pub fn program(&self, command: &str) -> std::process::Command {
        let config = &self.app.config;
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_seatsync"));
        program.arg(command).current_dir(self.folder.path()).env_remove("SEATSYNC_TEST_DATABASE");
        program.env("SEATSYNC_DATABASE_URL", config.database.url());
        program.env("SEATSYNC_MASTER_KEY", config.master_key.expose_secret());
        program
    }

    /// How many audit entries there are of an event.
    pub fn audited(&self, event: &str) -> usize {
        let mut raw = self.raw();
        raw.lines(&format!("SELECT actor AS line FROM audit_entries WHERE event = '{event}'")).len()
    }

    /// Sends what waits in the outbox, and what came to nothing is a failed test; then the whole mailbox.
    #[track_caller]
    pub fn mailbox(&self) -> Mailbox {
        // What is held back for some seconds goes as if they were over.
        self.raw().run("UPDATE emails SET due_at = queued_at WHERE sent_at IS NULL AND attempts = 0").unwrap();
        while self.wait(send_due(&self.app.db, &self.app.clock, &self.app.sender, &self.app.portal())).unwrap() > 0 {}
        assert_eq!(self.read(store::emails::unsent), (0, 0), "emails waiting, emails refused");
        Mailbox::of(&self.mail)
    }

    /// The newest email to an address.
    #[track_caller]
    pub fn email_to(&self, address: &str) -> Mail {
        self.mailbox().to(address).pop().unwrap_or_else(|| panic!("no email to {address}"))
    }

    /// Where the server listens; it starts with the first visit.
    pub fn address(&self) -> SocketAddr {
        self.server.get_or_init(|| serve(Arc::clone(&self.app))).address
    }

    /// Somebody nobody knows.
    pub fn anonymous(&self) -> Browser {
        Browser::new(self.address(), &self.app.config.base_url)
    }

    /// Somebody of the cast, signed in through the page.
    #[track_caller]
    pub fn sign_in(&self, email: &str) -> Browser {
        let mut browser = self.anonymous();
        browser.sign_in(email, seeds::PASSWORD).assert_status(303);
        browser
    }
}

fn serve(app: Arc<App>) -> Running {
    let (tell, told) = mpsc::channel();
    let serve = move || {
        actix_web::rt::System::new().block_on(async move {
            let bind = app.config.bind;
            let (server, address) = seatsync::web::server::start(app, bind).await.unwrap();
            tell.send((address, server.handle())).unwrap();
            server.await.unwrap();
        });
    };
    let thread = std::thread::Builder::new().name("server".to_owned()).spawn(serve).unwrap();
    let (address, handle) = told.recv().unwrap();
    Running { address, handle, thread: Some(thread) }
}

impl Drop for TestApp {
    /// A forgotten email that cannot be rendered or sent is a failed test.
    fn drop(&mut self) {
        if let Some(mut running) = self.server.take() {
            drop(running.handle.stop(false));
            running.thread.take().map(JoinHandle::join);
        }
        if !self.keeps_emails && !std::thread::panicking() {
            self.mailbox();
        }
    }
}
