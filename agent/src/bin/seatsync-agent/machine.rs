//! The single place where the binary asks the machine: for the time, for patience, and to run the vendor's update command.

use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use seatsync_agent::daemon::Clock;
use seatsync_agent::updates::Updater;

/// Longest run of an update command; then it is killed, so that a hanging one does not end all syncing.
const LONGEST_UPDATE: Duration = Duration::from_hours(1);

/// What time it is by the machine.
#[expect(clippy::disallowed_methods, reason = "here is where the binary asks the machine")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}

#[expect(clippy::disallowed_methods, reason = "the binary is a process of its own, and nobody waits for it")]
fn rest(at_most: Duration) {
    std::thread::sleep(at_most);
}

/// The machine's clocks.
pub(crate) struct Machine {
    started: Instant,
}

impl Machine {
    pub(crate) fn new() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for Machine {
    fn now(&self) -> DateTime<Utc> {
        now()
    }

    fn running(&self) -> Duration {
        self.started.elapsed()
    }

    fn rest(&self, at_most: Duration) -> bool {
        rest(at_most);
        true
    }
}

/// The vendor's program that installs another version: run with version and reason as its two arguments, by no shell, its output on our standard error.
pub(crate) struct UpdateCommand(pub(crate) PathBuf);

impl Updater for UpdateCommand {
    fn install(&self, to: &str, why: &str) -> Result<(), String> {
        let mut command = Command::new(&self.0);
        command.args([to, why]).stdin(Stdio::null()).stdout(std::io::stderr());
        let mut child = command.spawn().map_err(|error| error.to_string())?;
        let status = wait(&mut child).map_err(|error| error.to_string())?;
        match status {
            Some(status) if status.success() => Ok(()),
            Some(status) => Err(ended(status)),
            None => Err("killed, as it had not ended after an hour".to_owned()),
        }
    }
}

/// How it ended; `None` if it had to be killed.
fn wait(child: &mut Child) -> std::io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    while started.elapsed() < LONGEST_UPDATE {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        rest(Duration::from_millis(100));
    }
    child.kill()?;
    child.wait().map(|_| None)
}

fn ended(status: ExitStatus) -> String {
    status.code().map_or_else(|| "killed by a signal".to_owned(), |code| format!("exit status {code}"))
}
