//! The program as a child process: started, watched, killed.

use std::collections::BTreeMap;
use std::fs::File;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use crate::client::Browser;

/// How long the server may take to answer, and a stopped one to end.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks at something that tells nobody when it happens.
const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// Looks until `done`, for as long as patience lasts.
pub(crate) fn until(what: &str, patience: Duration, mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < patience, "not within {patience:?}: {what}");
        std::thread::park_timeout(LOOK_AGAIN);
    }
}

pub(crate) struct Server {
    child: std::cell::RefCell<Child>,
    address: SocketAddr,
    log: PathBuf,
}

/// The program with exactly these settings, in a folder of its own.
fn program(folder: &Path, settings: &BTreeMap<String, String>, command: &str) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_seatsync"));
    program.args(command.split(' ')).env_clear().envs(settings).current_dir(folder);
    program
}

/// Runs a command of the program to its end.
pub(crate) fn run(folder: &Path, settings: &BTreeMap<String, String>, command: &str) {
    let done = program(folder, settings, command).output().unwrap();
    let said = [done.stdout, done.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(done.status.success(), "{command}: {}", said.concat());
}

/// A process that only works.
pub(crate) struct Worker(Child);

impl Worker {
    pub(crate) fn start(folder: &Path, settings: &BTreeMap<String, String>) -> Self {
        let stderr = File::options().create(true).append(true).open(folder.join("worker.log")).unwrap();
        Self(program(folder, settings, "work").stderr(stderr).spawn().unwrap())
    }

    /// SIGKILL, at once.
    pub(crate) fn kill(mut self) {
        assert!(self.0.try_wait().unwrap().is_none(), "the worker ended by itself");
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Server {
    /// Starts serving, and waits for nothing.
    pub(crate) fn begin(folder: &Path, settings: &BTreeMap<String, String>) -> Self {
        let log = folder.join("server.log");
        let stderr = File::options().create(true).append(true).open(&log).unwrap();
        // A file that cannot grow is an error then, and not the end of the process.
        let mut program = Command::new("/bin/sh");
        program.args(["-c", "trap '' XFSZ; exec \"$0\" serve", env!("CARGO_BIN_EXE_seatsync")]);
        program.env_clear().envs(settings).current_dir(folder);
        let child = program.stderr(stderr).spawn().unwrap();
        let address = settings.get("SEATSYNC_BIND").unwrap().parse().unwrap();
        Self { child: child.into(), address, log }
    }

    /// Starts serving, waits for the first answer, and says how long that took.
    pub(crate) fn start(folder: &Path, settings: &BTreeMap<String, String>) -> (Self, Duration) {
        let begun = Instant::now();
        let server = Self::begin(folder, settings);
        until("the first answer", PATIENCE, || {
            assert!(server.ended().is_none(), "the server ended: {}", server.said());
            Browser::new(server.address).get("/healthz").is_ok_and(|answer| answer.status == 200)
        });
        (server, begun.elapsed())
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    fn ended(&self) -> Option<ExitStatus> {
        self.child.borrow_mut().try_wait().unwrap()
    }

    /// Lets no file of the server's grow beyond so many bytes: what a full disk does. None: they may.
    pub(crate) fn limit_files(&self, bytes: Option<u32>) {
        let id = self.child.borrow().id().to_string();
        let limit = bytes.map_or_else(|| "unlimited".to_owned(), |bytes| bytes.to_string());
        let done = Command::new("prlimit").args(["--pid", &id, &format!("--fsize={limit}:unlimited")]).status();
        assert!(done.unwrap().success());
    }

    /// How often the servers of the folder have logged this.
    pub(crate) fn said_how_often(&self, text: &str) -> usize {
        self.said().matches(text).count()
    }

    /// What all servers of the folder have logged: with `SEATSYNC_LOG=warn`, what should not have been.
    fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// SIGKILL, at once; whatever it logged before was not worth a warning.
    pub(crate) fn kill(self) {
        self.child.borrow_mut().kill().unwrap();
        self.child.borrow_mut().wait().unwrap();
        assert_eq!(self.said(), "", "the server warned");
    }

    /// SIGTERM.
    pub(crate) fn terminate(&self) {
        let id = self.child.borrow().id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    /// Waits until nobody new is let in.
    pub(crate) fn wait_until_closed(&self) {
        until("the closed door", PATIENCE, || TcpStream::connect(self.address).is_err());
    }

    /// Waits until every connection made before has been let in: they are in the order in which they were made.
    pub(crate) fn wait_for_turn(&self) {
        assert_eq!(Browser::new(self.address).get("/readyz").unwrap().status, 200);
    }

    /// Waits until the asked server has ended in good order.
    pub(crate) fn wait_for_end(&self, asked: Instant, within: Duration) {
        until("the end", PATIENCE, || self.ended().is_some());
        let took = asked.elapsed();
        assert!(self.ended().unwrap().success(), "{}", self.said());
        assert!(took <= within, "it took {took:?} to stop");
    }

    pub(crate) fn stop(self) {
        self.terminate();
        self.wait_for_end(Instant::now(), PATIENCE);
        assert_eq!(self.said(), "", "the server warned");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.borrow_mut().kill();
        let _ = self.child.borrow_mut().wait();
    }
}
