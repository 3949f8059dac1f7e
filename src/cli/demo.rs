//! `demo`: the portal with its cast, a sample instance and a mailbox, on a clock that can be moved on.

use std::collections::BTreeMap;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use seatsync_agent::http::{Http, Options};
use seatsync_agent::instance::Settings;

use super::{Stopped, begin_log};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::config::database::Database;
use crate::demo::instance::Sample;
use crate::store::FileLock;
use crate::{demo, jobs, private, seeds, vault, web};

/// The ports of portal, sample instance and mailbox, where they are free.
const PORTS: [u16; 3] = [8080, 8081, 8082];
/// The database in the demo's folder.
const DATABASE: &str = "seatsync.db";
/// What else is there.
const OURS: [&str; 4] = ["master.key", "clock", "mail", "instance"];
/// What the demo's vendor writes on its invoices. The account number is one that no bank gives out.
const INVOICE_NOTE: &str =
    "Harbor Bank, routing 000000000, account 0000 1042 00|Tax ID 00-0000000|Delaware C-Corp 0000000";
/// How often the sandbox clock is noted, so that a restart goes on from there.
const NOTE_CLOCK: Duration = Duration::from_secs(1);
/// How often the sample instance looks whether it is due.
const SYNC_IN_TIME: Duration = Duration::from_secs(30);

/// Where the demo lives.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The folder that holds everything; made when it is not there.
    #[arg(long, default_value = "seatsync-demo")]
    dir: PathBuf,
    /// Take any free ports instead of 8080 to 8082.
    #[arg(long)]
    any_port: bool,
    /// What is logged: a tracing filter.
    #[arg(long, default_value = "warn")]
    log: String,
}

/// Serves until ctrl-C.
pub(super) async fn run(arguments: Arguments) -> Result<(), Stopped> {
    begin_log(&arguments.log, false)?;
    let dir = &arguments.dir;
    private::folder(dir).map_err(|e| Stopped::Refused(format!("{} can't be used: {e}", dir.display())))?;
    private::close_folder(dir, |name| OURS.contains(&name) || name.starts_with(DATABASE));
    private::close_folder(&dir.join("instance"), |_| true);
    let path = dir.join(DATABASE).display().to_string();
    // Before anything is made or read: two that begin at once would each make a key.
    let _alone = FileLock::take(&Database::Sqlite { path })?;
    let [portal, instance, mailbox] = ports(arguments.any_port)?;
    let config = config(&arguments.dir, portal)?;
    let offset = sandbox(&arguments.dir)?;
    let app = App::build(config, Clock::Sandbox(Arc::clone(&offset))).await?;
    seeds::plant(&app).await?;
    let (portal_server, portal) = web::server::start(Arc::clone(&app), portal).await?;
    let settings = sample_instance(&app);
    let state = arguments.dir.join("instance");
    let transport = Http::new(&Options::default()).map_err(|e| Stopped::Wrong(e.to_string()))?;
    let (instance_server, instance, sample) =
        demo::instance::start(app.clock.clone(), settings, Box::new(transport), state, instance).await?;
    let (mailbox_server, mailbox) = demo::mailbox::start(Arc::clone(&app), at_midnight(&app, &sample), mailbox).await?;
    announce(portal, instance, mailbox)?;
    let working = actix_web::rt::spawn(jobs::work(app));
    let noting = actix_web::rt::spawn(note_clock(arguments.dir, offset));
    let syncing = actix_web::rt::spawn(sync_in_time(sample));
    // Each server ends at ctrl-C or SIGTERM.
    let (a, b, c) = tokio::join!(portal_server, instance_server, mailbox_server);
    working.abort();
    noting.abort();
    syncing.abort();
    a.and(b).and(c).map_err(Stopped::from)
}

/// Every midnight that the demo's clock passes is worked before the next one comes, by portal and product.
fn at_midnight(app: &Arc<App>, sample: &Sample) -> demo::mailbox::AtMidnight {
    let (app, sample) = (Arc::clone(app), sample.clone());
    Arc::new(move || {
        let (app, sample) = (Arc::clone(&app), sample.clone());
        Box::pin(async move {
            if let Err(cause) = jobs::work_midnight(&app).await {
                tracing::error!(%cause, "what was due at a midnight came to nothing and will be tried again");
            }
            sample.work(true).await;
        })
    })
}

/// The usual ports where they are free, otherwise any.
fn ports(any: bool) -> Result<[SocketAddr; 3], Stopped> {
    let usual = PORTS.map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    // Held until all three are known, so that one port is not given out twice.
    let held: Vec<TcpListener> = usual.into_iter().filter_map(|address| TcpListener::bind(address).ok()).collect();
    if !any && held.len() == usual.len() {
        return Ok(usual);
    }
    let free = |_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let held: Vec<TcpListener> = (0..3).map(free).collect::<Result<_, _>>()?;
    let addresses: Vec<SocketAddr> = held.iter().map(TcpListener::local_addr).collect::<Result<_, _>>()?;
    addresses.try_into().map_err(|_| Stopped::Refused("no three free ports".to_owned()))
}

/// Everything in one folder; the environment is not asked, so that a demo never touches a real database.
fn config(dir: &Path, portal: SocketAddr) -> Result<Config, Stopped> {
    let path = |name: &str| dir.join(name).display().to_string();
    let key = kept(&dir.join("master.key"), vault::new_master_key)?;
    let settings = [
        ("SEATSYNC_DATABASE_URL", format!("sqlite://{}", path(DATABASE))),
        ("SEATSYNC_BIND", portal.to_string()),
        ("SEATSYNC_BASE_URL", format!("http://{portal}")),
        ("SEATSYNC_MAIL", format!("folder:{}", path("mail"))),
        ("SEATSYNC_MAIL_FROM", "Harbor Software <portal@harbor.example>".to_owned()),
        ("SEATSYNC_MASTER_KEY", key),
        ("SEATSYNC_BRAND", "Harbor Software".to_owned()),
        ("SEATSYNC_SUPPORT", "support@harbor.example".to_owned()),
        ("SEATSYNC_PAYMENTS", "local".to_owned()),
        ("SEATSYNC_VENDOR_ADDRESS", "Harbor Software Inc.|1 Pier Road|Portland, ME 04101|United States".to_owned()),
        ("SEATSYNC_INVOICE_NOTE", INVOICE_NOTE.to_owned()),
    ];
    let settings: BTreeMap<String, String> = settings.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
    Ok(Config::from_map(&settings)?)
}

/// The text of a file; made and kept at the first start.
fn kept(file: &Path, make: impl FnOnce() -> String) -> Result<String, Stopped> {
    match std::fs::read_to_string(file) {
        // Empty is what a start that was killed leaves behind.
        Ok(text) if !text.trim().is_empty() => return Ok(text.trim().to_owned()),
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
            return Err(Stopped::Refused(format!("{} can't be read: {cause}", file.display())));
        }
        _ => {}
    }
    let text = make();
    private::write(file, &text)?;
    Ok(text)
}

/// The sandbox clock's offset: from the story's moment at the first start, from where it was at the next.
fn sandbox(dir: &Path) -> Result<Arc<AtomicI64>, Stopped> {
    let begin = seeds::NOW.parse().map_err(|e: chrono::ParseError| Stopped::Refused(e.to_string()))?;
    let first = || match Clock::sandbox(begin) {
        Clock::Sandbox(offset) => offset.load(Ordering::SeqCst).to_string(),
        Clock::System | Clock::Fixed(_) => String::new(),
    };
    let text = kept(&dir.join("clock"), first)?;
    let offset =
        text.parse().map_err(|_| Stopped::Wrong(format!("{} holds no number", dir.join("clock").display())))?;
    Ok(Arc::new(AtomicI64::new(offset)))
}

async fn note_clock(dir: PathBuf, offset: Arc<AtomicI64>) {
    let mut noted = offset.load(Ordering::SeqCst);
    loop {
        tokio::time::sleep(NOTE_CLOCK).await;
        let now = offset.load(Ordering::SeqCst);
        if now != noted {
            match private::write(&dir.join("clock"), &now.to_string()) {
                Ok(()) => noted = now,
                Err(cause) => tracing::warn!(%cause, "the demo's clock cannot be noted"),
            }
        }
    }
}

/// The product also syncs when its minute comes while the clock runs on by itself.
async fn sync_in_time(sample: Sample) {
    loop {
        tokio::time::sleep(SYNC_IN_TIME).await;
        sample.work(false).await;
    }
}

/// The customer's product.
fn sample_instance(app: &App) -> Settings {
    Settings {
        portal: app.config.base_url.clone(),
        keys: app.keys().published().clone(),
        product: seeds::PRODUCT.to_owned(),
        version: seeds::VERSION.to_owned(),
        free_tier: "free".to_owned(),
        hostname: "git.airgap.linden.example".to_owned(),
        environment: "production".to_owned(),
    }
}

fn announce(portal: SocketAddr, instance: SocketAddr, mailbox: SocketAddr) -> Result<(), Stopped> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "portal: http://{portal}\ninstance: http://{instance}\nmailbox: http://{mailbox}")?;
    for login in seeds::CAST {
        writeln!(out, "login: {} {} {}", login.email, seeds::PASSWORD, login.role)?;
    }
    Ok(out.flush()?)
}
