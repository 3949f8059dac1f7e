//! The real program, killed: nothing it acknowledged is lost, no email is lost, none goes under a second Message-ID.
//! Also how it stops when it is asked to. On SQLite, or on the PostgreSQL that `SEATSYNC_TEST_DATABASE` names.
//!
//! `SEATSYNC_KILLS=1000 cargo test --test kill -- --nocapture` kills more often; `SEATSYNC_KILL_SEED=…` repeats the
//! moments of a run. To see the test fail, break what it watches:
//! - `store/group.rs`: run the loop over `answers` with `Ok(())` before the commit. The next request already misses what
//!   was acknowledged; with customers who only turn renewals off and on, two of five runs of 25 kills lost one.
//! - `actions/renewals.rs`: post the emails in a `db.write` of their own after the action's. Each run misses emails.
//! - `store/emails.rs`: let `claim` give each email it claims a new `message_id`. Each run finds an email that went
//!   twice under two.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests: a test that panics has done its work"
)]

mod client;
mod customers;
mod nights;
mod server;
mod world;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::time::{Duration, Instant};

use client::{Browser, Raw};
use customers::Customer;
use nights::Nights;
use world::World;

/// How often the server is killed unless `SEATSYNC_KILLS` says otherwise.
const KILLS: usize = 25;
/// Milliseconds from the first request of a round to its kill.
const MOMENT: std::ops::Range<u64> = 5..400;
/// How long the last server may take to send what waits.
const OUTBOX: Duration = Duration::from_secs(60);

/// One test at a time: they measure time, and two cores are few.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[allow(clippy::disallowed_methods, reason = "the settings of this test, read in one place")]
fn setting<T: std::str::FromStr>(name: &str, otherwise: impl FnOnce() -> T) -> T {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is {text:?}")),
        Err(_) => otherwise(),
    }
}

/// Random enough for moments, and the same again from the same seed.
struct Dice(u64);

impl Dice {
    fn new() -> Self {
        let random = || {
            let mut bytes = [0; 8];
            getrandom::fill(&mut bytes).unwrap();
            u64::from_le_bytes(bytes)
        };
        let seed = setting("SEATSYNC_KILL_SEED", random);
        println!("seed: SEATSYNC_KILL_SEED={seed}");
        Self(seed | 1)
    }

    fn within(&mut self, range: &std::ops::Range<u64>) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        range.start + self.0 % (range.end - range.start)
    }
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// All customers at work until the server is killed, `after` it is up.
fn work_until_killed(server: server::Server, customers: &mut [Customer], after: Duration) {
    let killed = AtomicBool::new(false);
    let (tell, told) = mpsc::channel();
    std::thread::scope(|scope| {
        for customer in customers {
            let (killed, tell) = (&killed, tell.clone());
            scope.spawn(move || {
                while customer.step().is_ok() {}
                // Who lost the server before it was killed tells so at once.
                let _ = tell.send(killed.load(Ordering::SeqCst));
            });
        }
        let early = told.recv_timeout(after);
        killed.store(true, Ordering::SeqCst);
        server.kill();
        assert_eq!(early, Err(mpsc::RecvTimeoutError::Timeout), "a customer lost the server before it was killed");
    });
}

#[test]
fn what_was_acknowledged_outlives_a_kill_and_each_email_goes_once() {
    let _alone = alone();
    let (mut dice, kills) = (Dice::new(), setting("SEATSYNC_KILLS", || KILLS));
    let begun = Instant::now();
    let world = World::plant();
    let mut customers = world.customers();
    let mut starts = Vec::new();
    for kill in 1..=kills {
        let (server, took) = world.start();
        starts.push(took);
        for customer in &mut customers {
            customer.begin(server.address());
        }
        world.check_renewals(&customers);
        let after = Duration::from_millis(dice.within(&MOMENT));
        work_until_killed(server, &mut customers, after);
        println!("kill {kill} after {after:?}: {} acknowledged so far", acknowledged(&customers));
    }
    let (server, _) = world.start();
    for customer in &mut customers {
        customer.begin(server.address());
        customer.step().expect("what the last kill interrupted can be done now");
    }
    world.wait_for_outbox(kills, OUTBOX);
    server.stop();
    world.send_what_killed_workers_held();
    world.check(&customers);
    println!(
        "{kills} kills in {:?}: {} acknowledged, {} emails; restart to first answer: median {:?}, longest {:?}",
        begun.elapsed(),
        acknowledged(&customers),
        world.emails().len(),
        median(&mut starts),
        starts.last().unwrap(),
    );
}

fn acknowledged(customers: &[Customer]) -> usize {
    customers.iter().map(Customer::acknowledged).sum()
}

#[test]
fn billing_nights_whose_worker_is_killed_bill_each_quarter_once() {
    let _alone = alone();
    let sqlite = setting("SEATSYNC_TEST_DATABASE", || "sqlite".to_owned()) == "sqlite";
    let (mut dice, kills) = (Dice::new(), setting("SEATSYNC_KILLS", || if sqlite { 2 * KILLS } else { KILLS }));
    let world = World::plant();
    let nights = Nights::plant(&world, kills);
    for kill in 1..=kills {
        if kill == kills / 2 + 1 {
            Nights::let_three_days_pass(&world);
        }
        let worker = world.start_worker();
        let moment = Duration::from_millis(dice.within(&nights::MOMENT));
        nights::let_work(moment);
        worker.kill();
        Nights::end_leases(&world);
        println!("kill {kill} after {moment:?}: {} invoiced so far", nights.done(&world));
    }
    Nights::finish(&world);
    nights.check(&world);
    world.check_invariants();
}

#[test]
fn asked_to_stop_the_server_ends_what_runs_and_is_gone_within_five_seconds() {
    let _alone = alone();
    let world = World::plant();
    let (server, _) = world.start();
    let mut customers = world.customers();
    for customer in &mut customers {
        customer.begin(server.address());
        customer.step().unwrap();
    }
    // Somebody's browser keeps its connection open, and somebody's request is half there.
    let mut idle = Raw::open(server.address());
    idle.send(b"GET /healthz HTTP/1.1\r\nHost: portal\r\n\r\n");
    assert!(idle.read_head().starts_with("HTTP/1.1 200"));
    let mut running = Browser::new(server.address());
    let request = running.sign_in_request(world::OWNER, world::PASSWORD);
    let (first, rest) = request.split_at(request.len() - 10);
    let mut half = Raw::open(server.address());
    half.send(first);
    server.wait_for_turn();
    let asked = Instant::now();
    server.terminate();
    server.wait_until_closed();
    half.send(rest);
    assert!(half.read_head().starts_with("HTTP/1.1 303"), "a running request ends as if nothing was");
    server.wait_for_end(asked, Duration::from_secs(5));
    println!("stopped {:?} after it was asked to", asked.elapsed());
}

#[test]
fn a_silent_mail_server_does_not_hold_up_the_stop() {
    let _alone = alone();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let world = World::plant().with_mail(&format!("smtp://{}", silent.local_addr().unwrap()));
    let (server, _) = world.start();
    let mut customers = world.customers();
    for customer in &mut customers {
        customer.begin(server.address());
        for _ in 0..3 {
            customer.step().unwrap();
        }
    }
    let (held, _) = silent.accept().expect("an email is on its way");
    let asked = Instant::now();
    server.terminate();
    server.wait_for_end(asked, Duration::from_secs(5));
    println!("stopped {:?} after it was asked to, with an email on its way", asked.elapsed());
    drop(held);
}

/// Knocks again and again, several at once, until nobody opens: answers, and what was not one.
fn knock(address: SocketAddr) -> (usize, Vec<String>) {
    let (mut answered, mut broken) = (0, Vec::new());
    loop {
        let mut inside = Vec::new();
        for _ in 0..20 {
            let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(5)) else { break };
            let request = "GET /healthz HTTP/1.1\r\nHost: portal.test\r\nConnection: close\r\n\r\n";
            let sent = stream.write_all(request.as_bytes());
            inside.push((stream, sent));
        }
        if inside.is_empty() {
            return (answered, broken);
        }
        for (mut stream, sent) in inside {
            let mut said = String::new();
            match sent.and_then(|()| stream.read_to_string(&mut said)) {
                Ok(_) if said.starts_with("HTTP/1.1 200") && said.ends_with("ok\n") => answered += 1,
                ended => broken.push(format!("{ended:?} {said}")),
            }
        }
    }
}

#[test]
fn a_request_accepted_before_a_stop_is_answered() {
    let _alone = alone();
    let world = World::plant();
    let mut all = 0;
    for _ in 0..setting("SEATSYNC_STOPS", || 8) {
        let (server, _) = world.start();
        let address = server.address();
        let callers: Vec<_> = (0..6).map(|_| std::thread::spawn(move || knock(address))).collect();
        std::thread::park_timeout(Duration::from_millis(150));
        let asked = Instant::now();
        server.terminate();
        for caller in callers {
            let (answered, broken) = caller.join().unwrap();
            assert!(broken.is_empty(), "{} of {answered}: {broken:?}", broken.len());
            all += answered;
        }
        server.wait_for_end(asked, Duration::from_secs(8));
    }
    println!("{all} answered, none reset");
    assert!(all > 0);
}

#[test]
fn whoever_knocks_as_the_port_opens_is_answered_by_a_server_that_is_told_to_stop_at_once() {
    let _alone = alone();
    let world = World::plant();
    for _ in 0..setting("SEATSYNC_STOPS", || 8) {
        let server = world.begin();
        let address = server.address();
        let mut first = None;
        server::until("the open port", Duration::from_secs(20), || {
            first = TcpStream::connect(address).ok();
            first.is_some()
        });
        server.terminate();
        let mut first = first.unwrap();
        first.write_all(b"GET /healthz HTTP/1.1\r\nHost: portal.test\r\nConnection: close\r\n\r\n").unwrap();
        let mut said = String::new();
        first.read_to_string(&mut said).unwrap();
        assert!(said.starts_with("HTTP/1.1 200"), "{said:?}");
        server.wait_for_end(Instant::now(), Duration::from_secs(8));
    }
}

#[test]
fn a_full_disk_is_an_outage_that_is_said_once_and_over_without_a_restart() {
    let _alone = alone();
    let world = World::plant();
    if world.url().starts_with("postgres") {
        return;
    }
    let (server, _) = world.start();
    let sign_in = || {
        let begun = Instant::now();
        let mut browser = Browser::new(server.address());
        let request = browser.sign_in_request(world::OWNER, world::PASSWORD);
        (browser.exchange(&request).unwrap().status, begun.elapsed())
    };
    let ready = || Browser::new(server.address()).get("/readyz").unwrap().status;
    assert_eq!((ready(), sign_in().0), (200, 303));
    server.limit_files(Some(1_024));
    server::until("the truth", Duration::from_secs(2), || ready() == 503);
    for _ in 0..5 {
        let (status, took) = sign_in();
        assert_eq!(status, 503);
        assert!(took < Duration::from_secs(3), "{took:?}");
    }
    assert_eq!(Browser::new(server.address()).get("/sign-in").unwrap().status, 200, "what needs nothing goes on");
    server.limit_files(None);
    server::until("the end of the outage", Duration::from_secs(5), || ready() == 200);
    assert_eq!(sign_in().0, 303);
    assert_eq!((server.said_how_often("an outage begins"), server.said_how_often("an outage is over")), (1, 1));
    assert_eq!(server.said_how_often("broken"), 0);
}
