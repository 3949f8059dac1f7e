//! A product that syncs by itself, to copy from: a thread for the portal, a report when counts change, a question at every gate.
//!
//! `cargo run -p seatsync-agent --example daemon` plays it for three seconds, with no portal that would answer.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use seatsync_agent::daemon::{Clock, Daemon, Surroundings};
use seatsync_agent::http::{Http, Options, ProxyChoice};
use seatsync_agent::instance::{Instance, Settings};
use seatsync_agent::instance_id::UpdateMode;
use seatsync_agent::keys::PortalKeys;
use seatsync_agent::updates::Updater;
use seatsync_agent::usage::Counts;

/// From the portal's `/.well-known/jwks.json`, compiled in: a file that a user may edit is no trust anchor.
const KEYS: &str = include_str!("../tests/golden/jwks.json");

fn settings() -> Result<Settings, Box<dyn Error>> {
    Ok(Settings {
        portal: "http://127.0.0.1:9".to_owned(),
        keys: PortalKeys::from_jwks(KEYS)?,
        product: "devbox".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        free_tier: "core".to_owned(),
        hostname: "git.customer.example".to_owned(),
        environment: "production".to_owned(),
    })
}

/// The machine's clocks. A message, or the end of whoever could send one, ends the rest and the daemon.
struct Machine {
    started: Instant,
    stop: Receiver<()>,
}

impl Clock for Machine {
    #[expect(clippy::disallowed_methods, reason = "a product's own place to ask the machine")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn running(&self) -> Duration {
        self.started.elapsed()
    }

    fn rest(&self, at_most: Duration) -> bool {
        self.stop.recv_timeout(at_most) == Err(RecvTimeoutError::Timeout)
    }
}

/// How this product installs another version of itself, if its administrator chose that (R35).
struct Installer;

impl Updater for Installer {
    fn install(&self, to: &str, why: &str) -> Result<(), String> {
        Err(format!("this example cannot install {to} ({why})"))
    }
}

/// The thread for the portal. It opens the directory for itself: processes and threads may share one.
fn keep_in_touch(dir: &Path, machine: &Machine) -> Result<(), Box<dyn Error>> {
    let instance = Instance::open(dir, settings()?)?;
    instance.choose_updates(UpdateMode::Patch)?;
    let http =
        Http::new(&Options { proxy: ProxyChoice::Environment(std::env::vars_os().collect()), authorities: None })?;
    let with = Surroundings { transport: &http, clock: machine, updater: Some(&Installer) };
    Daemon::new().run(&instance, with, &mut |event| println!("portal: {event}"));
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let dir: PathBuf = std::env::temp_dir().join(format!("daemon-{}", std::process::id()));
    let (stop, stopped) = channel();
    let (thread_dir, machine) = (dir.clone(), Machine { started: Instant::now(), stop: stopped });
    let portal = std::thread::spawn(move || {
        keep_in_touch(&thread_dir, &machine).unwrap_or_else(|error| eprintln!("portal: {error}"));
    });

    let instance = Instance::open(&dir, settings()?)?;
    let (_quit, quit) = channel();
    let clock = Machine { started: Instant::now(), stop: quit };
    for billable in 120..123 {
        // When counts change, or once a day: only the product knows who is billable.
        instance.report(Counts { active: billable + 5, inactive: 15, billable }, clock.now())?;
        // At every gate: may I?
        println!("audit log: {}", instance.permits(clock.now())?.tier == "premium");
        clock.rest(Duration::from_secs(1));
    }
    stop.send(())?;
    portal.join().map_err(|_| "the portal's thread panicked")?;
    std::fs::remove_dir_all(dir)?;
    Ok(())
}
