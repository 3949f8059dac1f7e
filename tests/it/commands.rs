//! The program as an operator meets it: settings, files and their rights, databases it must not touch, and one process at
//! a time on an SQLite file.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use tempfile::TempDir;

use super::support::database::{Own, Raw};

const KEY: &str = "c2VhdHN5bmMgdGVzdHMsIDMyIGJ5dGVzIG9mIGtleSE=";

/// A folder the program is started in, with nothing of ours in its environment.
pub struct Place {
    pub folder: TempDir,
    settings: Vec<(String, String)>,
}

impl Place {
    pub fn new() -> Self {
        let settings = [("SEATSYNC_MASTER_KEY", KEY), ("SEATSYNC_BIND", "127.0.0.1:0")];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Self { folder: tempfile::tempdir().unwrap(), settings }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.settings.retain(|(known, _)| known != name);
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program under a umask that leaves everything open.
    fn program(&self, arguments: &[&str]) -> Command {
        let mut program = Command::new("sh");
        program.args(["-c", "umask 000; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_seatsync")]).args(arguments);
        program.env_clear().env("PATH", "/usr/bin:/bin").current_dir(self.folder.path());
        program.envs(self.settings.iter().map(|(name, value)| (name, value)));
        program
    }

    /// Runs a command to its end: status, stdout, stderr.
    pub fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let Output { status, stdout, stderr } = self.program(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code(), text(stdout), text(stderr))
    }

    /// A command that must be refused with a sentence; the sentence.
    #[track_caller]
    pub fn refused(&self, arguments: &[&str], status: i32) -> String {
        let (code, said, complaint) = self.run(arguments);
        assert_eq!((code, said.as_str()), (Some(status), ""), "{arguments:?}: {complaint}");
        let last = complaint.lines().last().unwrap().to_owned();
        assert!(last.starts_with("seatsync: ") && !last.contains('{') && !last.contains("Err("), "{last}");
        last
    }

    /// Starts the program and reads what it says until a line has this in it.
    fn start(&self, arguments: &[&str], until: &str) -> Running {
        let mut child = self.program(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines: Box<dyn Iterator<Item = _>> = match arguments[0] {
            "demo" => Box::new(BufReader::new(child.stdout.take().unwrap()).lines()),
            _ => Box::new(BufReader::new(child.stderr.take().unwrap()).lines()),
        };
        assert!(lines.any(|line| line.unwrap().contains(until)), "{arguments:?} ended before {until:?}");
        Running { child, _rest: lines }
    }

    /// What others can do anything with.
    fn open_to_others(&self) -> Vec<PathBuf> {
        let (mut found, mut folders) = (Vec::new(), vec![self.folder.path().to_owned()]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if rights(&path) & 0o077 != 0 {
                    found.push(path.clone());
                }
                if path.is_dir() {
                    folders.push(path);
                }
            }
        }
        found
    }
}

struct Running {
    child: Child,
    _rest: Box<dyn Iterator<Item = std::io::Result<String>>>,
}

impl Drop for Running {
    /// SIGKILL.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn rights(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn open_up(path: &Path) {
    let rights = if path.is_dir() { 0o755 } else { 0o644 };
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(rights)).unwrap();
}

#[test]
fn whatever_the_umask_nobody_else_reads_what_the_demo_makes_or_an_earlier_one_made() {
    let place = Place::new();
    let demo = || place.start(&["demo", "--dir", "d", "--any-port"], "login: ");
    drop(demo());
    let mail = place.path("d/mail");
    std::fs::create_dir_all(&mail).unwrap();
    std::fs::write(mail.join("x.eml"), "a live link").unwrap();
    let made = ["d", "d/master.key", "d/clock", "d/seatsync.db", "d/instance", "d/mail", "d/mail/x.eml"];
    assert_eq!(place.open_to_others().iter().filter(|path| !path.starts_with(&mail)).count(), 0);
    made.iter().for_each(|name| open_up(&place.path(name)));
    let running = demo();
    assert_eq!(place.open_to_others(), Vec::<PathBuf>::new());
    assert!(place.path("d/seatsync.db-wal").exists());
    let second = place.refused(&["demo", "--dir", "d", "--any-port"], 1);
    assert!(second.contains(&format!("process {}", running.child.id())), "{second}");
}

#[test]
fn one_process_serves_or_works_on_an_sqlite_file_and_commands_run_beside_it() {
    let place = Place::new();
    let serving = place.start(&["serve"], "serving");
    assert_eq!(place.open_to_others(), Vec::<PathBuf>::new());
    for command in [&["serve"] as &[_], &["serve", "--no-work"], &["work"]] {
        let said = place.refused(command, 1);
        assert!(said.contains("already works on seatsync.db"), "{said}");
    }
    for command in [&["check"] as &[_], &["user", "add", "a@b.example", "--staff"], &["keys", "list"], &["migrate"]] {
        let (status, _, complaint) = place.run(command);
        assert_eq!(status, Some(0), "{command:?}: {complaint}");
    }
    drop(serving);
    drop(place.start(&["serve"], "serving"));
}

#[test]
fn a_database_of_a_newer_program_is_refused_by_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let own = Own::migrated(folder.path());
    let place = Place::new().with("SEATSYNC_DATABASE_URL", &own.database.url());
    Raw::open(&own.database).run("INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000001')").unwrap();
    for command in [
        &["serve"] as &[_],
        &["work"],
        &["migrate"],
        &["check"],
        &["check", "--invariants"],
        &["keys", "list"],
        &["user", "add", "a@b.example", "--staff"],
    ] {
        let said = place.refused(command, 1);
        assert!(said.contains("made by a newer Seatsync") && said.contains("29991231000001"), "{said}");
    }
}

#[test]
fn what_is_no_database_of_ours_is_left_as_it_is() {
    let place = Place::new();
    let url = |name: &str| format!("sqlite://{name}");
    std::fs::write(place.path("notes.txt"), "not a database at all").unwrap();
    let mut foreign = SqliteConnection::establish(place.path("foreign.db").to_str().unwrap()).unwrap();
    foreign.batch_execute("CREATE TABLE albums (id INTEGER)").unwrap();
    drop(foreign);
    std::fs::create_dir(place.path("folder")).unwrap();
    let place = place.with("SEATSYNC_LOG", "warn");
    for (name, says) in [
        ("notes.txt", "is no SQLite database"),
        ("foreign.db", "another program's (it has a table albums)"),
        ("folder", "is no file"),
        ("missing/x.db", "the folder missing isn't there"),
    ] {
        let bytes = std::fs::read(place.path(name)).ok();
        let settings = place.settings.clone();
        let one = Place { folder: tempfile::tempdir().unwrap(), settings }.with("SEATSYNC_DATABASE_URL", &url(name));
        for command in ["serve", "work", "migrate", "check"] {
            let output = one.program(&[command]).current_dir(place.folder.path()).output().unwrap();
            let complaint = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.code() == Some(1) && complaint.contains(says), "{name} {command}: {complaint}");
        }
        assert_eq!(std::fs::read(place.path(name)).ok(), bytes, "{name}");
    }
    let said = place.refused(&["check"], 1);
    assert!(said.contains("there is no database at seatsync.db") && !place.path("seatsync.db").exists(), "{said}");
}

#[test]
fn a_wrong_master_key_is_a_sentence_that_says_what_to_do() {
    let place = Place::new();
    assert_eq!(place.run(&["keys", "list"]).0, Some(0));
    let place = place.with("SEATSYNC_MASTER_KEY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    for command in [&["serve"] as &[_], &["work"], &["keys", "list"], &["check"]] {
        let said = place.refused(command, 1);
        assert!(said.contains("SEATSYNC_MASTER_KEY isn't the key") && said.contains("start with"), "{said}");
    }
}

#[test]
fn a_file_of_settings_is_taken_literally_and_its_values_are_never_printed() {
    let place = Place::new().without("SEATSYNC_MASTER_KEY");
    let write = |text: &str| std::fs::write(place.path(".env"), text).unwrap();
    write(&format!("\u{feff}# ours\r\nexport SEATSYNC_MASTER_KEY=\"{KEY}\" # kept apart\r\n"));
    assert_eq!(place.run(&["migrate"]).0, Some(0));
    write(&format!("SEATSYNC_MASTER_KEY={KEY}\nSEATSYNC_DATABASE_URL=sqlite://pa$HOME.db\n"));
    assert!(place.refused(&["migrate"], 2).contains("SEATSYNC_DATABASE_URL takes a path as it is"));
    for (text, says) in [
        ("SEATSYNC_MASTER_KEY='hunter2\n", ".env line 1: SEATSYNC_MASTER_KEY"),
        ("SEATSYNC_MASTER_KEY=hunter2\n", "SEATSYNC_MASTER_KEY must be 32 bytes"),
        ("SEATSYNC_MAIL=smtp://me:hunter2@ss@host\n", "SEATSYNC_MAIL has two @"),
        ("SEATSYNC_DATABASE_URL=postgres://me:hunter2#@db/x\n", "SEATSYNC_DATABASE_URL must not have a #"),
        ("SEATSYNC_SESSIONS=redis://:hunter2/@cache\n", "SEATSYNC_SESSIONS has a /"),
        ("SEATSYNC_BRAND=hunter2\nSEATSYNC_BRAND=hunter2\n", "SEATSYNC_BRAND is set here and in line 1"),
    ] {
        write(text);
        let said = place.refused(&["migrate"], 2);
        assert!(said.contains(says) && !said.contains("hunter2"), "{said}");
    }
    std::fs::remove_file(place.path(".env")).unwrap();
    std::fs::create_dir(place.path(".env")).unwrap();
    assert!(place.refused(&["migrate"], 2).contains(".env is there and can't be read"));
}

#[test]
fn check_asks_whoever_the_settings_name_notes_what_is_open_and_changes_nothing() {
    let place = Place::new();
    assert_eq!(place.run(&["migrate"]).0, Some(0));
    // What SQLite keeps beside the file comes and goes with whoever looks at it.
    let files = || {
        let paths = std::fs::read_dir(place.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let all = paths.filter(|path| !path.extension().is_some_and(|end| end == "db-wal" || end == "db-shm"));
        let mut all: Vec<_> = all.map(|path| (path.clone(), rights(&path))).collect();
        all.sort();
        all
    };
    assert_eq!(place.run(&["keys", "list"]).0, Some(0));
    open_up(&place.path("seatsync.db"));
    let before = files();
    let (status, said, complaint) = place.run(&["check"]);
    assert_eq!(status, Some(0), "{complaint}");
    assert!(said.contains("note: others can read seatsync.db"), "{said}");
    assert_eq!(files(), before);

    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let place = place
        .with("SEATSYNC_SESSIONS", &format!("redis://:hunter2@{nobody}"))
        .with("SEATSYNC_MAIL", &format!("smtp://me:hunter2@{nobody}"))
        .with("SEATSYNC_BASE_URL", "http://portal.vendor.example");
    for arguments in [&["check"] as &[_], &["check", "--invariants"]] {
        let (status, said, complaint) = place.run(arguments);
        assert_eq!(status, Some(1), "{said}");
        assert!(said.contains("SEATSYNC_SESSIONS: Redis can't be used"), "{said}");
        assert!(said.contains("SEATSYNC_MAIL: emails can't be sent"), "{said}");
        assert!(complaint.contains("2 things are not as they must be"), "{complaint}");
        assert!(!format!("{said}{complaint}").contains("hunter2"));
    }
    let (_, said, _) = place.run(&["check", "--json"]);
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    let kinds: Vec<_> =
        said["faults"].as_array().unwrap().iter().map(|fault| fault["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["sessions_unreachable", "mail_unreachable"]);
    assert!(said["notes"][0].as_str().unwrap().starts_with("SEATSYNC_BASE_URL begins with http://"), "{said}");
}

#[test]
fn check_notes_that_a_clock_was_ahead() {
    let place = Place::new();
    assert_eq!(place.run(&["keys", "list"]).0, Some(0));
    let mut conn = SqliteConnection::establish(place.path("seatsync.db").to_str().unwrap()).unwrap();
    conn.batch_execute(
        "INSERT INTO audit_entries (id, happened_at, event, actor, subject, request_id) \
         VALUES ('ffffffff-0000-7000-8000-000000000000', '2999-01-01T00:00:00.000000Z', 'keys_rotated', 'operator', 'x', 'x')",
    )
    .unwrap();
    drop(conn);
    let (status, said, complaint) = place.run(&["check"]);
    assert_eq!(status, Some(0), "{complaint}");
    assert!(said.contains("note: the newest audit entry is of 2999-01-01"), "{said}");
}
