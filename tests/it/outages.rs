//! What the portal stands on is away: everybody is told to come back, soon and with a page, and nobody has to restart
//! anything when it is there again.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::TimeDelta;

use super::support::TestApp;
use super::support::browser::{Browser, Response};
use super::support::database::postgres;

const ADA: &str = "ada@linden.example";

/// How whatever stands between treats its guests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mood {
    Open,
    /// Everybody is thrown out, and nobody let in.
    Closed,
    /// Everybody is let in, and nothing is said.
    Mute,
}

/// What all connections of a stand-in share.
#[derive(Clone)]
struct Between {
    mood: Arc<Mutex<Mood>>,
    guests: Arc<Mutex<Vec<TcpStream>>>,
}

impl Between {
    /// Listens, and has each guest served on threads of their own.
    fn start(serve: impl Fn(TcpStream, Self) + Clone + Send + 'static) -> (Self, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let between = Self { mood: Arc::new(Mutex::new(Mood::Open)), guests: Arc::default() };
        let shared = between.clone();
        std::thread::spawn(move || {
            for guest in listener.incoming().map_while(Result::ok) {
                if shared.mood() == Mood::Closed {
                    continue;
                }
                shared.guests.lock().unwrap().push(guest.try_clone().unwrap());
                let (serve, shared) = (serve.clone(), shared.clone());
                std::thread::spawn(move || serve(guest, shared));
            }
        });
        (between, address)
    }

    fn mood(&self) -> Mood {
        *self.mood.lock().unwrap()
    }

    fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
        if mood == Mood::Closed {
            for guest in self.guests.lock().unwrap().drain(..) {
                let _ = guest.shutdown(Shutdown::Both);
            }
        }
    }
}

/// Hands on what comes, unless it is mute.
fn hand_on(mut from: TcpStream, mut to: TcpStream, between: &Between) {
    let mut piece = [0; 65_536];
    while let Ok(length) = from.read(&mut piece) {
        if length == 0 || between.mood() != Mood::Mute && to.write_all(&piece[..length]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

#[track_caller]
fn timed(ask: impl FnOnce() -> Response) -> Response {
    let begun = Instant::now();
    let answer = ask();
    // A little more than what is promised: the machine may be busy.
    assert!(begun.elapsed() < Duration::from_millis(2_500), "{}: {:?}", answer.asked, begun.elapsed());
    answer
}

#[track_caller]
fn assert_away(answer: &Response) {
    answer.assert_status(503);
    assert!(answer.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok()), "{}", answer.asked);
}

#[track_caller]
fn assert_told(answer: &Response) {
    assert_away(answer);
    assert!(!answer.attributes("main a[href]", "href").is_empty(), "{}: no way out", answer.asked);
}

#[track_caller]
fn until_ready(app: &TestApp) {
    let begun = Instant::now();
    while app.anonymous().get("/readyz").status != 200 {
        assert!(begun.elapsed() < Duration::from_secs(10), "it is not ready again");
        std::thread::park_timeout(Duration::from_millis(50));
    }
}

fn try_to_sign_in(browser: &mut Browser) -> Response {
    browser.sign_in(ADA, seatsync::seeds::PASSWORD)
}

#[test]
fn a_lost_or_restarted_postgres_answers_503_soon_and_recovers_by_itself() {
    let Some(server) = postgres() else { return };
    let real = server.split('@').nth(1).unwrap().split('/').next().unwrap().to_owned();
    let upstream = real.clone();
    let (between, address) = Between::start(move |guest, between| {
        let Ok(server) = TcpStream::connect(&upstream) else { return };
        between.guests.lock().unwrap().push(server.try_clone().unwrap());
        let (from, to, back) = (guest.try_clone().unwrap(), server.try_clone().unwrap(), between.clone());
        std::thread::spawn(move || hand_on(from, to, &back));
        hand_on(server, guest, &between);
    });
    let app = TestApp::spawn_behind(|url| url.replace(&real, &address.to_string()), &[]);
    let mut ada = app.sign_in(ADA);
    ada.get("/").assert_status(200);
    for mood in [Mood::Closed, Mood::Mute] {
        between.is(mood);
        assert_told(&timed(|| ada.get("/")));
        assert_away(&timed(|| app.anonymous().get("/readyz")));
        for _ in 0..6 {
            assert_told(&timed(|| ada.get("/")));
            assert_told(&timed(|| try_to_sign_in(&mut app.anonymous())));
        }
        timed(|| app.anonymous().get("/healthz")).assert_status(200);
        timed(|| app.anonymous().get("/sign-in")).assert_status(200);
        between.is(Mood::Open);
        until_ready(&app);
        ada.get("/").assert_status(200);
        try_to_sign_in(&mut app.anonymous()).assert_status(303);
    }
    // Connections that were lost while they lay idle are nobody's failure.
    for _ in 0..4 {
        for guest in between.guests.lock().unwrap().drain(..) {
            let _ = guest.shutdown(Shutdown::Both);
        }
        ada.get("/").assert_status(200);
    }
}

#[test]
fn a_sqlite_that_another_process_holds_is_503_soon_for_what_writes_alone() {
    if postgres().is_some() {
        return;
    }
    let app = TestApp::spawn().keeping_emails();
    let mut ada = app.sign_in(ADA);
    let mut other = app.raw();
    other.run("BEGIN IMMEDIATE").unwrap();
    let mut callers: Vec<Browser> = (0..8).map(|_| app.anonymous()).collect();
    for caller in &mut callers {
        caller.token();
    }
    std::thread::scope(|scope| {
        for caller in &mut callers {
            scope.spawn(move || {
                let form = [("email", ADA), ("password", "wrong")];
                assert_told(&timed(|| caller.post("/sign-in", &form)));
            });
        }
    });
    ada.get("/").assert_status(200);
    assert_away(&timed(|| app.anonymous().get("/readyz")));
    other.run("ROLLBACK").unwrap();
    until_ready(&app);
    try_to_sign_in(&mut app.anonymous()).assert_status(303);
}

/// What a stand-in for Redis holds: the value, and for how many seconds.
type Held = Arc<Mutex<BTreeMap<String, (String, u64)>>>;

/// As much of Redis as sessions need.
fn redis() -> (Between, SocketAddr, Held) {
    let held: Held = Arc::default();
    let shared = Arc::clone(&held);
    let (between, address) = Between::start(move |guest, between| {
        let mut answer = guest.try_clone().unwrap();
        let mut lines = BufReader::new(guest);
        while let Some(command) = command(&mut lines) {
            if between.mood() == Mood::Mute {
                continue;
            }
            let mut held = shared.lock().unwrap();
            let words: Vec<&str> = command.iter().map(String::as_str).collect();
            let said = match words.as_slice() {
                ["GET", key] => match held.get(*key) {
                    Some((value, _)) => format!("${}\r\n{value}\r\n", value.len()),
                    None => "$-1\r\n".to_owned(),
                },
                ["SET", key, value, "EX", seconds] => {
                    held.insert((*key).to_owned(), ((*value).to_owned(), seconds.parse().unwrap()));
                    "+OK\r\n".to_owned()
                }
                ["DEL", key] => format!(":{}\r\n", u8::from(held.remove(*key).is_some())),
                ["PING"] => "+PONG\r\n".to_owned(),
                ["CLIENT", ..] => "+OK\r\n".to_owned(),
                other => format!("-ERR unknown {other:?}\r\n"),
            };
            if answer.write_all(said.as_bytes()).is_err() {
                return;
            }
        }
    });
    (between, address, held)
}

fn command(lines: &mut BufReader<TcpStream>) -> Option<Vec<String>> {
    let mut number = |mark: char| -> Option<usize> {
        let mut line = String::new();
        lines.read_line(&mut line).ok().filter(|length| *length > 0)?;
        line.trim_end().strip_prefix(mark)?.parse().ok()
    };
    let count = number('*')?;
    let mut words = Vec::new();
    for _ in 0..count {
        let mut line = String::new();
        lines.read_line(&mut line).ok()?;
        let length: usize = line.trim_end().strip_prefix('$')?.parse().ok()?;
        let mut word = vec![0; length + 2];
        lines.read_exact(&mut word).ok()?;
        word.truncate(length);
        words.push(String::from_utf8(word).ok()?);
    }
    Some(words)
}

#[test]
fn redis_keeps_sessions_under_a_hash_and_no_longer_than_they_live() {
    let (_between, address, held) = redis();
    let app = TestApp::spawn_behind(str::to_owned, &[("SEATSYNC_SESSIONS", format!("redis://{address}"))]);
    let mut ada = app.sign_in(ADA);
    ada.get("/").assert_status(200);
    let (names, seconds): (Vec<String>, Vec<u64>) =
        held.lock().unwrap().iter().map(|(name, (_, seconds))| (name.clone(), *seconds)).unzip();
    assert_eq!(seconds, [7_200]);
    let hash = names[0].strip_prefix("seatsync:session:").unwrap();
    // Of a key that the cookie carries in 32 characters, the hash has 43.
    assert_eq!(hash.len(), 43, "{hash}");
    // Used, it lives on; not beyond the twelfth hour.
    for _ in 0..7 {
        app.move_on(TimeDelta::minutes(100));
        ada.get("/").assert_status(200);
    }
    assert_eq!(held.lock().unwrap().values().map(|(_, seconds)| *seconds).collect::<Vec<_>>(), [1_200]);
    app.move_on(TimeDelta::minutes(21));
    ada.get("/").assert_status(303);
    // Not used, it is over after two, also while Redis has it still.
    let mut ada = app.sign_in(ADA);
    app.move_on(TimeDelta::minutes(119));
    ada.get("/").assert_status(200);
    app.move_on(TimeDelta::minutes(121));
    ada.get("/").assert_status(303);
    // Ended, it is gone.
    held.lock().unwrap().clear();
    let mut ada = app.sign_in(ADA);
    assert_eq!(held.lock().unwrap().len(), 1);
    ada.post("/sign-out", &[]).assert_status(303);
    assert_eq!(held.lock().unwrap().len(), 0);
}

#[test]
fn a_redis_that_is_lost_or_mute_is_503_soon_and_nobody_restarts_anything() {
    let (between, address, _held) = redis();
    let app = TestApp::spawn_behind(str::to_owned, &[("SEATSYNC_SESSIONS", format!("redis://{address}"))]);
    let mut ada = app.sign_in(ADA);
    let token = ada.token();
    for mood in [Mood::Closed, Mood::Mute] {
        between.is(mood);
        assert_told(&timed(|| ada.get("/")));
        assert_away(&timed(|| app.anonymous().get("/readyz")));
        app.anonymous().get("/readyz").assert_status(503);
        // The password is right and the session cannot be kept: that is not signed in.
        let mut bob = app.anonymous();
        let answer = timed(|| try_to_sign_in(&mut bob));
        assert_told(&answer);
        assert!(answer.all("set-cookie").all(|cookie| !cookie.starts_with("session=")), "{:?}", answer.headers);
        assert_told(&timed(|| ada.post_bare("/sign-out", &[("csrf", &token)])));
        timed(|| app.anonymous().get("/sign-in")).assert_status(200);
        between.is(Mood::Open);
        until_ready(&app);
        ada.get("/").assert_status(200);
        try_to_sign_in(&mut app.anonymous()).assert_status(303);
    }
    between.is(Mood::Closed);
    between.is(Mood::Open);
    ada.get("/").assert_status(200);
}
