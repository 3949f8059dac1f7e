//! A fleet that syncs: N stored instances, of which some send real, signed and sealed instance IDs to a real server over
//! HTTP. Prints syncs per second and the time of the middle one and of one in a hundred, beside (a) the crypto of the same
//! messages alone, (b) raw inserts of the same rows, and (c) both together behind a bare loop, in the same run.
//!
//! A fourth word is from how many addresses bad messages come (1).
//!
//! `bin/bench-syncs` runs it for 1,000, 100,000 and 1,000,000 stored instances on SQLite and PostgreSQL. Up to 10,000 of
//! them have a year of daily rows. The senders share the machine with the server; what they send is made before.
#![allow(
    clippy::unwrap_used,
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    clippy::disallowed_methods,
    clippy::panic,
    clippy::too_many_lines,
    reason = "a measurement, not a program"
)]

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant as Stopwatch};

use chrono::{DateTime, TimeDelta, Utc};
use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use flate2::Compression;
use flate2::write::GzEncoder;
use seatsync::actions::subscriptions::Purchase;
use seatsync::actions::{self, Actor, Done};
use seatsync::app::App;
use seatsync::clock::Clock;
use seatsync::config::Config;
use seatsync::domain::account::{Account, Payment};
use seatsync::domain::ids::{AccountId, InstanceId, SubscriptionId};
use seatsync::domain::instance::{PRODUCTION, ReportedBy};
use seatsync::domain::language::Language;
use seatsync::domain::money::Money;
use seatsync::domain::plan::{Deployment, ListPrice, Tier};
use seatsync::domain::policy::Policy;
use seatsync::domain::report::Report;
use seatsync::domain::subscription::{Product, Subscription};
use seatsync::keyring::KeyRing;
use seatsync::vault;
use seatsync_agent::instance_id::{self, Claims, Service, Update, Users};
use seatsync_agent::keys::SigningKey;
use seatsync_agent::token::{self, Ack, TokenClaims};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};
use tokio::sync::oneshot;
use uuid::Uuid;

/// Instances with a year of daily rows, at most.
const WITH_HISTORY: usize = 10_000;
/// Connections that send.
const SENDERS: usize = 64;
/// Connections that do nothing good.
const CROWD: usize = 10_000;
/// Connections that send bad messages as fast as they are answered.
const FLOOD: usize = 8;
/// How often a page is read.
const VISITS: usize = 500;
/// Messages sent before anything is measured.
const WARM_UP: usize = 500;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let number = |at: usize, usual: usize| words.get(at).map_or(usual, |word| word.parse().unwrap());
    let stored = number(0, 1_000);
    // More of one instance at once the server would refuse.
    let sent = number(1, 20_000).min(stored * 11);
    let addresses = number(3, 1);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let sqlite = format!("sqlite://{}", folder.path().join("bench.db").display());
    let url = words.get(2).cloned().unwrap_or(sqlite);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let base = format!("http://127.0.0.1:{port}");
    let settings: Vec<(&str, String)> = vec![
        ("SEATSYNC_DATABASE_URL", url.clone()),
        ("SEATSYNC_MASTER_KEY", vault::new_master_key()),
        ("SEATSYNC_MAIL", format!("folder:{}", folder.path().join("mail").display())),
        ("SEATSYNC_BASE_URL", base.clone()),
        ("SEATSYNC_BIND", format!("127.0.0.1:{port}")),
        // Every message comes from an address of its own, as a proxy would say.
        ("SEATSYNC_TRUSTED_PROXY", "127.0.0.1".to_owned()),
        ("SEATSYNC_LOG", "warn".to_owned()),
    ];
    let config = Config::from_map(&settings.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect()).unwrap();
    let app = runtime.block_on(App::build(config, Clock::System)).unwrap();
    let planting = Stopwatch::now();
    runtime.block_on(plant_template(&app));
    let mut raw = Raw::open(&url);
    raw.plant(stored, sent);
    let bytes = raw.size();
    let keys = app.keys();
    drop(app);
    let per_instance = sent.div_ceil(stored.min(sent));
    let senders = sent / per_instance;
    let texts = messages(&base, &keys, senders, per_instance);
    println!(
        "{stored:>8} stored on {:<8} {} MiB in the database, planted in {:.0} s",
        url.split("://").next().unwrap(),
        bytes / 1_048_576,
        planting.elapsed().as_secs_f64()
    );

    let mut server = Server::start(&settings, &base);
    let warm = texts.len().min(WARM_UP);
    send(port, &texts[..warm]);
    // The last ones are kept for the crowd and for the flood.
    let (calm, rest) = texts[warm..].split_at((texts.len() - warm) * 4 / 5);
    let (crowded, flooded) = rest.split_at(rest.len() / 2);
    let mut pages = visit(port);
    let (cpu, wall) = (server.cpu_seconds(), Stopwatch::now());
    let mut times = send(port, calm);
    let wall = wall.elapsed().as_secs_f64();
    let cpu = server.cpu_seconds() - cpu;
    let memory = server.memory();
    let crowd = crowd(port);
    let mut in_crowd = send(port, crowded);
    let mut pages_in_crowd = visit(port);
    let crowded_memory = server.memory();
    drop(crowd);
    // Closing so many takes the server a moment, which is not the flood's.
    std::thread::sleep(Duration::from_secs(3));
    let is_over = AtomicBool::new(false);
    let (mut in_flood, mut pages_in_flood, bad) = std::thread::scope(|scope| {
        let flood = scope.spawn(|| flood(port, &texts[0], addresses, &is_over));
        let measured = (send(port, flooded), visit(port));
        is_over.store(true, Ordering::Relaxed);
        (measured.0, measured.1, flood.join().unwrap())
    });
    server.stop();
    let after = raw.size();
    for times in [&mut times, &mut in_crowd, &mut in_flood, &mut pages, &mut pages_in_crowd, &mut pages_in_flood] {
        times.sort_unstable();
    }
    let rate = times.len() as f64 / wall;
    let of =
        |times: &[Duration], share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1_000.0;
    let at = |share: f64| of(&times, share);

    let crypto = crypto(&base, &keys, &texts);
    let inserts = raw_inserts(&url, &texts, senders);
    let bare = bare(&url, &base, &keys, &texts, senders);
    let ceiling = crypto.min(inserts);
    println!(
        "         {rate:>7.0} syncs/s · p50 {:.1} ms, p99 {:.1} ms · {:.3} CPU-ms of the server each · {memory} MiB at most\n         \
         (a) crypto alone {crypto:.0}/s · (b) raw inserts {inserts:.0}/s · {:.0} % of the smaller\n         \
         (c) both behind a bare loop, with the same senders {bare:.0}/s: {:.0} % of the smaller · {:.0} % of that",
        at(0.5),
        at(0.99),
        cpu * 1_000.0 / times.len() as f64,
        100.0 * rate / ceiling,
        100.0 * bare / ceiling,
        100.0 * rate / bare,
    );
    println!(
        "         beside {CROWD} connections that send nothing or half a message: p50 {:.1} ms, p99 {:.1} ms · {crowded_memory} MiB at most\n         \
         beside {FLOOD} that sent {bad} bad messages from {addresses} addresses meanwhile: p50 {:.1} ms, p99 {:.1} ms\n         \
         a page alone: p99 {:.1} ms · beside the {CROWD}: {:.1} ms · beside the bad messages: {:.1} ms",
        of(&in_crowd, 0.5),
        of(&in_crowd, 0.99),
        of(&in_flood, 0.5),
        of(&in_flood, 0.99),
        of(&pages, 0.99),
        of(&pages_in_crowd, 0.99),
        of(&pages_in_flood, 0.99),
    );
    println!("         {} bytes a sync, with indexes", after.saturating_sub(bytes) / texts.len() as u64);
}

/// A product, an account with an owner, a subscription, and an instance that reported once: to be copied.
async fn plant_template(app: &Arc<App>) {
    let ctx = app.ctx(Actor::Operator, "bench");
    let done: Done<()> = app
        .db
        .write(move |tx| {
            let usd = |minor| Money::new(minor, "USD".parse().unwrap());
            let product = Product::new("bench", "Bench", Policy { most_instances: 1_000, ..Policy::default() });
            let price = ListPrice { from: "2021-01-01".parse().unwrap(), per_seat: usd(22_800) };
            actions::accounts::list_product(tx, &ctx, &product, &[(Tier::Premium, 12, price)])?;
            let account = Account {
                id: AccountId::new(),
                number: "T".to_owned(),
                name: "Template".to_owned(),
                language: Language::En,
                payment: Payment::Invoice,
                reseller: None,
                address: "1 Street\n10000 Town".to_owned(),
                vat_id: None,
                tax_basis_points: 1_900,
                po_required: false,
                public_sector: false,
            };
            actions::accounts::open_account(tx, &ctx, &account)?;
            let owner = actions::people::NewPerson {
                email: "owner@bench.example".parse().unwrap(),
                name: "Owner".to_owned(),
                language: None,
                is_staff: false,
                password_hash: None,
                memberships: vec![(account.id, seatsync::domain::role::Role::Owner)],
            };
            actions::people::add_person(tx, &ctx, &owner)?;
            let subscription = Subscription {
                id: SubscriptionId::new(),
                account: account.id,
                number: "T".to_owned(),
                product: product.id,
                tier: Tier::Premium,
                deployment: Deployment::SelfManaged,
                anchor: ctx.today() - TimeDelta::days(20),
                term_months: 12,
                currency: usd(0).currency,
                opted_out: false,
                cloud_licensed: true,
                offline_quarterly: true,
            };
            let first = Purchase { seats: 25, per_seat: usd(22_800) };
            actions::subscriptions::open_subscription(tx, &ctx, &subscription, first)?;
            let report = Report {
                instance: InstanceId(id(5, usize::MAX >> 20)),
                subscription: subscription.id,
                hostname: "git.example".to_owned(),
                environment: PRODUCTION.to_owned(),
                at: ctx.now - TimeDelta::days(1),
                active: 20,
                inactive: 0,
                billable: 20,
                reported_max: Some(20),
                daily: Vec::new(),
                version: "17.4.1".to_owned(),
                by: ReportedBy::Sync,
                signed: None,
            };
            actions::instances::accept_unsigned_report(tx, &ctx, account.id, &report)
        })
        .await;
    done.unwrap();
}

/// The id of the i-th row of a kind.
fn id(kind: u32, i: usize) -> Uuid {
    Uuid::parse_str(&format!("{kind:08x}-0000-7000-8000-{i:012x}")).unwrap()
}

/// The key of the i-th sender.
fn key(i: usize) -> SigningKey {
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&(i as u64 + 1).to_le_bytes());
    SigningKey::from_secret_bytes(&seed)
}

/// Messages of each sender, round after round, so that no instance is asked too much of.
fn messages(base: &str, keys: &KeyRing, senders: usize, rounds: usize) -> Vec<String> {
    let now = Utc::now();
    let signing: Vec<SigningKey> = (0..senders).map(key).collect();
    let mut texts = Vec::with_capacity(senders * rounds);
    for round in 1..=rounds {
        for (i, key) in signing.iter().enumerate() {
            let claims = claims(base, i, round, now);
            texts.push(instance_id::seal(&claims, key, keys.published().sealing()));
        }
    }
    texts
}

fn claims(base: &str, i: usize, round: usize, now: DateTime<Utc>) -> Claims {
    Claims {
        iss: id(5, i),
        aud: base.to_owned(),
        iat: now + TimeDelta::seconds(round as i64),
        jti: Uuid::now_v7().to_string(),
        seq: round as u64 + 1,
        ver: 1,
        code: None,
        product: "bench".to_owned(),
        version: "17.4.1".to_owned(),
        tier: "premium".to_owned(),
        hostname: "git.customer.example".to_owned(),
        environment: "production".to_owned(),
        users: Users { active: 21, inactive: 3, billable: 21, max: 22 },
        daily: vec![(now.date_naive() - TimeDelta::days(1), 20), (now.date_naive(), 21)],
        licenses: vec![id(3, i).to_string()],
        ack: Some(Uuid::now_v7().to_string()),
        keys: None,
        service: Service { operational: [("projects".to_owned(), 311)].into(), optional: None },
        update: Update::default(),
    }
}

/// Sends every text once, over connections that stay open; how long each took. One thread, so that the fleet takes little
/// of the machine it shares with the server.
fn send(port: u16, texts: &[String]) -> Vec<Duration> {
    let next = AtomicUsize::new(0);
    let sender = async || {
        let stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let mut stream = tokio::io::BufReader::new(stream);
        let mut times = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(text) = texts.get(at) else { return times };
            let address = format!("10.{}.{}.{}", at >> 16 & 255, at >> 8 & 255, at & 255);
            let begun = Stopwatch::now();
            let request = format!(
                "POST /api/v1/sync HTTP/1.1\r\nHost: bench\r\nContent-Type: text/plain\r\nX-Forwarded-For: {address}\r\n\
                 Content-Length: {}\r\n\r\n{text}",
                text.len()
            );
            stream.get_mut().write_all(request.as_bytes()).await.unwrap();
            let (status, body) = read(&mut stream).await.unwrap();
            assert!(status.contains(" 200 "), "{status}: {body}");
            times.push(begun.elapsed());
        }
    };
    let senders = futures_util::future::join_all((0..SENDERS).map(|_| sender()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(senders).into_iter().flatten().collect()
}

/// Connections that send nothing, half a head, or half a message.
fn crowd(port: u16) -> Vec<TcpStream> {
    let half = [
        "",
        "POST /api/v1/sync HTTP/1.1\r\nHost: bench\r\nContent-Ty",
        "POST /api/v1/sync HTTP/1.1\r\nHost: bench\r\nContent-Type: text/plain\r\nContent-Length: 1500\r\n\r\neyJ",
    ];
    let open = |at: usize| {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.write_all(half[at % half.len()].as_bytes()).unwrap();
        stream
    };
    (0..CROWD).map(open).collect()
}

/// Reads a page over and over; how long each time took.
fn visit(port: u16) -> Vec<Duration> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let mut stream = tokio::io::BufReader::new(stream);
        let mut times = Vec::new();
        for _ in 0..VISITS {
            let begun = Stopwatch::now();
            stream.get_mut().write_all(b"GET /sign-in HTTP/1.1\r\nHost: bench\r\n\r\n").await.unwrap();
            let (status, _) = read(&mut stream).await.unwrap();
            assert!(status.contains(" 200 "), "{status}");
            times.push(begun.elapsed());
        }
        times
    })
}

/// Sends bad messages until it is over, from so many addresses; each of more than 600 a minute is limited before it is read.
/// Prose, a message that was changed, one that is too long, and a packed one. How many.
fn flood(port: u16, good: &str, addresses: usize, is_over: &AtomicBool) -> usize {
    let (long, changed) = ("A".repeat(66_000), format!("{}AAAA", &good[..good.len() - 4]));
    // Ten million zeros, packed.
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&vec![0; 10_000_000]).unwrap();
    let bomb = bomb.finish().unwrap();
    let bad: [(&str, &[u8]); 4] =
        [("", b"Good morning"), ("", changed.as_bytes()), ("", long.as_bytes()), ("Content-Encoding: gzip\r\n", &bomb)];
    let sent = AtomicUsize::new(0);
    let sender = async || {
        let connect =
            async || tokio::io::BufReader::new(tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap());
        let mut stream = connect().await;
        while !is_over.load(Ordering::Relaxed) {
            let at = sent.fetch_add(1, Ordering::Relaxed);
            let (header, body) = bad[at % bad.len()];
            let address = at % addresses;
            let head = format!(
                "POST /api/v1/sync HTTP/1.1\r\nHost: bench\r\nContent-Type: text/plain\r\n{header}\
                 X-Forwarded-For: 11.{}.{}.{}\r\nContent-Length: {}\r\n\r\n",
                address >> 16 & 255,
                address >> 8 & 255,
                address & 255,
                body.len()
            );
            // What is refused before it is read may end the connection.
            let written = stream.get_mut().write_all(&[head.as_bytes(), body].concat()).await;
            match read(&mut stream).await {
                Some((status, _)) if written.is_ok() => assert!(status.contains(" 4"), "{status}"),
                _ => stream = connect().await,
            }
        }
    };
    let senders = futures_util::future::join_all((0..FLOOD).map(|_| sender()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(senders);
    sent.load(Ordering::Relaxed)
}

/// The first line and the body of a request or an answer that tells its length; none: the other side has ended.
async fn read(stream: &mut tokio::io::BufReader<tokio::net::TcpStream>) -> Option<(String, String)> {
    let (mut first, mut line, mut length) = (String::new(), String::new(), 0);
    if stream.read_line(&mut first).await.ok()? == 0 {
        return None;
    }
    while line != "\r\n" {
        line.clear();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some((first, String::from_utf8(body).unwrap()))
}

/// (a) The crypto of the messages alone, on every core: unsealed, verified, and a token signed. Per second.
fn crypto(base: &str, keys: &KeyRing, texts: &[String]) -> f64 {
    let (next, now) = (AtomicUsize::new(0), Utc::now());
    let most = texts.len().min(8_000);
    let begun = Stopwatch::now();
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().unwrap().get() {
            scope.spawn(|| {
                while let Some(text) = texts[..most].get(next.fetch_add(1, Ordering::Relaxed)) {
                    let message = instance_id::decrypt(text, |kid| keys.sealing(kid)).unwrap();
                    let claims = message.verify(None, base, now).unwrap().claims;
                    let _ = token::sign(&answer(base, &claims), keys.signing());
                }
            });
        }
    });
    most as f64 / begun.elapsed().as_secs_f64()
}

fn answer(base: &str, claims: &Claims) -> TokenClaims {
    TokenClaims {
        iss: base.to_owned(),
        sub: claims.iss,
        aud: claims.product.clone(),
        iat: claims.iat,
        jti: claims.jti.clone(),
        ack: Ack { seq: claims.seq, through: None },
        licenses: Vec::new(),
        subscription: None,
        notices: Vec::new(),
        update: None,
        next_sync: None,
        keys: None,
    }
}

/// (b) Raw inserts of the rows a sync leaves, prepared once: on SQLite in groups of 64 on its one writer, on PostgreSQL each
/// in a transaction of its own on as many connections as the server has. Per second.
fn raw_inserts(url: &str, texts: &[String], senders: usize) -> f64 {
    let most = texts.len().min(8_000);
    let body = "x".repeat(1_100);
    let said = serde_json::to_string(&claims("http://127.0.0.1", 1, 1, Utc::now())).unwrap();
    let begun = Stopwatch::now();
    let next = AtomicUsize::new(0);
    let (writers, group) = writers(url);
    std::thread::scope(|scope| {
        for _ in 0..writers {
            scope.spawn(|| {
                let mut raw = Raw::open(url);
                loop {
                    let from = next.fetch_add(group, Ordering::Relaxed);
                    if from >= most {
                        return;
                    }
                    raw.begin();
                    for at in from..(from + group).min(most) {
                        raw.rows_of_a_sync(at % senders, &said, &body);
                    }
                    raw.commit();
                }
            });
        }
    });
    most as f64 / begun.elapsed().as_secs_f64()
}

/// How many write at once, and how many rows of syncs each puts into one transaction: as many as the server does.
fn writers(url: &str) -> (usize, usize) {
    if url.starts_with("sqlite") { (1, 64) } else { (4, 1) }
}

/// (c) The least a server could do for the same fleet: the crypto of (a) and the inserts of (b) behind a bare HTTP loop on as
/// many threads as there are cores, and nothing read. Per second, senders and all: what this machine has to give.
fn bare(url: &str, base: &str, keys: &KeyRing, texts: &[String], senders: usize) -> f64 {
    let texts = &texts[..texts.len().min(8_000)];
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (rows, waiting) = mpsc::channel::<(String, String, oneshot::Sender<()>)>();
    let (waiting, next, now) = (Mutex::new(waiting), AtomicUsize::new(0), Utc::now());
    let (writers, group) = writers(url);
    let write = || {
        let mut raw = Raw::open(url);
        loop {
            let first = waiting.lock().unwrap().recv();
            let Ok(first) = first else { return };
            let mut these = vec![first];
            these.extend((1..group).map_while(|_| waiting.lock().unwrap().try_recv().ok()));
            raw.begin();
            for (said, token, _) in &these {
                raw.rows_of_a_sync(next.fetch_add(1, Ordering::Relaxed) % senders, said, token);
            }
            raw.commit();
            these.into_iter().for_each(|(.., done)| done.send(()).unwrap());
        }
    };
    let serve = async |stream: TcpStream, rows: mpsc::Sender<_>| {
        stream.set_nonblocking(true).unwrap();
        stream.set_nodelay(true).unwrap();
        let mut stream = tokio::io::BufReader::new(tokio::net::TcpStream::from_std(stream).unwrap());
        while let Some((_, text)) = read(&mut stream).await {
            let message = instance_id::decrypt(&text, |kid| keys.sealing(kid)).unwrap();
            let claims = message.verify(None, base, now).unwrap().claims;
            let token = token::sign(&answer(base, &claims), keys.signing());
            let (done, told) = oneshot::channel();
            rows.send((serde_json::to_string(&claims).unwrap(), token.clone(), done)).unwrap();
            told.await.unwrap();
            let response = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{token}", token.len());
            stream.get_mut().write_all(response.as_bytes()).await.unwrap();
        }
    };
    let begun = Stopwatch::now();
    std::thread::scope(|scope| {
        (0..writers).for_each(|_| drop(scope.spawn(write)));
        scope.spawn(|| send(port, texts));
        let cores = std::thread::available_parallelism().unwrap().get();
        for core in 0..cores {
            let mine: Vec<_> =
                (core..SENDERS).step_by(cores).map(|_| (listener.accept().unwrap().0, rows.clone())).collect();
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(futures_util::future::join_all(
                    mine.into_iter().map(|(stream, rows)| serve(stream, rows)),
                ))
            });
        }
        drop(rows);
    });
    texts.len() as f64 / begun.elapsed().as_secs_f64()
}

/// A connection beside the program's.
enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

macro_rules! on {
    ($raw:expr, $conn:ident => $work:expr) => {
        match $raw {
            Raw::Sqlite($conn) => $work,
            Raw::Postgres($conn) => $work,
        }
    };
}

impl Raw {
    fn open(url: &str) -> Self {
        if let Some(path) = url.strip_prefix("sqlite://") {
            let mut conn = SqliteConnection::establish(path).unwrap();
            conn.batch_execute("PRAGMA busy_timeout = 60000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
                .unwrap();
            return Self::Sqlite(conn);
        }
        Self::Postgres(PgConnection::establish(url).unwrap())
    }

    fn run(&mut self, statements: &str) {
        on!(self, conn => conn.batch_execute(statements)).unwrap_or_else(|e| panic!("{e}: {statements}"));
    }

    fn begin(&mut self) {
        self.run(if matches!(self, Self::Sqlite(_)) { "BEGIN IMMEDIATE" } else { "BEGIN" });
    }

    fn commit(&mut self) {
        self.run("COMMIT");
    }

    /// Bytes of the database, tables and indexes.
    fn size(&mut self) -> u64 {
        let query = match self {
            Self::Sqlite(_) => "SELECT page_count * page_size AS number FROM pragma_page_count, pragma_page_size",
            Self::Postgres(_) => {
                "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint AS number FROM pg_class \
                 WHERE relkind = 'r' AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())"
            }
        };
        let rows: Vec<Number> = on!(self, conn => sql_query(query).load(conn)).unwrap();
        rows[0].number as u64
    }

    fn columns(&mut self, table: &str) -> Vec<String> {
        let query = match self {
            Self::Sqlite(_) => format!("SELECT name AS line FROM pragma_table_info('{table}')"),
            Self::Postgres(_) => format!(
                "SELECT column_name::text AS line FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = '{table}'"
            ),
        };
        let rows: Vec<Line> = on!(self, conn => sql_query(query).load(conn)).unwrap();
        rows.into_iter().map(|row| row.line).collect()
    }

    /// The id of the i-th row of a kind, in SQL.
    fn id(&self, kind: u32) -> String {
        match self {
            Self::Sqlite(_) => format!("printf('{kind:08x}-0000-7000-8000-%012x', i)"),
            Self::Postgres(_) => format!("('{kind:08x}-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid"),
        }
    }

    /// Numbers from 0 on, in SQL.
    fn numbers(&self, name: &str, count: usize) -> String {
        match self {
            Self::Sqlite(_) => {
                format!("{name}(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM {name} WHERE i + 1 < {count})")
            }
            Self::Postgres(_) => format!("{name}(i) AS (SELECT generate_series(0, {} ))", count as i64 - 1),
        }
    }

    /// Copies the one row of a table so many times, with some columns changed.
    fn copy(&mut self, table: &str, count: usize, changed: &[(&str, String)]) {
        let columns = self.columns(table);
        let value = |column: &String| {
            changed.iter().find(|(name, _)| name == column).map_or_else(|| format!("t.{column}"), |(_, to)| to.clone())
        };
        let values: Vec<String> = columns.iter().map(value).collect();
        let numbers = self.numbers("n", count);
        let statement = format!(
            "WITH RECURSIVE {numbers} INSERT INTO {table} ({}) SELECT {} FROM n, (SELECT * FROM {table} LIMIT 1) t",
            columns.join(", "),
            values.join(", ")
        );
        self.run(&statement);
    }

    fn plant(&mut self, stored: usize, sent: usize) {
        let is_sqlite = matches!(self, Self::Sqlite(_));
        let [account, subscription, term, license, instance] = [1, 2, 4, 3, 5].map(|kind| self.id(kind));
        let named = |what: &str| format!("'{what}-' || i");
        self.begin();
        self.copy("accounts", stored, &[("id", account.clone()), ("number", named("A"))]);
        let membership = self.id(6);
        self.copy("memberships", stored, &[("id", membership), ("account_id", account.clone())]);
        self.copy(
            "subscriptions",
            stored,
            &[
                ("id", subscription.clone()),
                ("account_id", account.clone()),
                ("number", named("S")),
                ("code_hash", named("h")),
            ],
        );
        self.copy("terms", stored, &[("id", term.clone()), ("subscription_id", subscription.clone())]);
        let of_term = [("id", license), ("subscription_id", subscription.clone()), ("term_id", term)];
        self.copy("licenses", stored, &of_term);
        let of_instance = [
            ("id", instance.clone()),
            ("account_id", account.clone()),
            ("subscription_id", subscription),
            ("hostname", named("git")),
        ];
        self.copy("instances", stored, &of_instance);
        let history = stored.min(WITH_HISTORY);
        let (n, d) = (self.numbers("n", history), self.numbers("d", 365));
        let (day, known) = if is_sqlite {
            (
                "date('now', '-' || (d.i + 1) || ' days')",
                "date('now', '-' || (d.i + 1) || ' days') || 'T03:00:00.000000Z'",
            )
        } else {
            ("current_date - d.i - 1", "(current_date - d.i - 1)::timestamptz")
        };
        let of = instance.replace("i)", "n.i)").replace("to_hex(i", "to_hex(n.i");
        let of = if is_sqlite { of } else { of.replace("n.n.i", "n.i") };
        let owner = of.replace("00000005-", "00000001-");
        self.run(&format!(
            "WITH RECURSIVE {n}, {d} INSERT INTO usage_days (instance_id, account_id, day, billable, known_at) \
             SELECT {of}, {owner}, {day}, 15 + (n.i + d.i) % 7, {known} FROM n, d"
        ));
        let columns: Vec<String> = self.columns("usage_reports");
        let report = if is_sqlite {
            "printf('00000007-0000-7000-8000-%012x', n.i * 365 + d.i)"
        } else {
            "('00000007-0000-7000-8000-' || lpad(to_hex(n.i * 365 + d.i), 12, '0'))::uuid"
        };
        let value = |column: &String| match column.as_str() {
            "id" => report.to_owned(),
            "account_id" => owner.clone(),
            "instance_id" => of.clone(),
            "reported_at" | "received_at" => known.to_owned(),
            other => format!("t.{other}"),
        };
        let values: Vec<String> = columns.iter().map(value).collect();
        self.run(&format!(
            "WITH RECURSIVE {n}, {d} INSERT INTO usage_reports ({}) SELECT {} FROM n, d, (SELECT * FROM usage_reports LIMIT 1) t",
            columns.join(", "),
            values.join(", ")
        ));
        for i in 0..stored.min(sent) {
            use base64ct::Encoding;
            let public = base64ct::Base64UrlUnpadded::encode_string(&key(i).verifying_key().to_bytes());
            self.run(&format!("UPDATE instances SET public_key = '{public}' WHERE id = '{}'", id(5, i)));
        }
        self.commit();
        if !is_sqlite {
            self.run("ANALYZE");
        }
    }

    fn rows_of_a_sync(&mut self, i: usize, said: &str, body: &str) {
        let now = Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        let (instance, account, jti) = (id(5, i).to_string(), id(1, i).to_string(), Uuid::now_v7().to_string());
        let (fresh, report) = (Uuid::now_v7().to_string(), Uuid::now_v7().to_string());
        let statements: [(&str, &str, Vec<&str>); 5] = [
            (
                "UPDATE instances SET last_seq = last_seq + 1, last_jti = ?, heard_at = ?, last_report_at = ?, missed_told_at = NULL WHERE id = ?",
                "UPDATE instances SET last_seq = last_seq + 1, last_jti = $1, heard_at = $2::timestamptz, last_report_at = $3::timestamptz, \
                 missed_told_at = NULL WHERE id = $4::uuid",
                vec![&jti, &now, &now, &instance],
            ),
            (
                "INSERT INTO messages (id, received_at, instance_id, account_id, claims) VALUES (?, ?, ?, ?, ?)",
                "INSERT INTO messages (id, received_at, instance_id, account_id, claims) VALUES ($1::uuid, $2::timestamptz, $3::uuid, $4::uuid, $5::jsonb)",
                vec![&fresh, &now, &instance, &account, said],
            ),
            (
                "INSERT INTO usage_reports (id, account_id, instance_id, reported_at, received_at, active, inactive, billable, version, \
                 reported_max, came_by) VALUES (?, ?, ?, ?, ?, 21, 3, 21, '17.4.1', 22, 'sync')",
                "INSERT INTO usage_reports (id, account_id, instance_id, reported_at, received_at, active, inactive, billable, version, \
                 reported_max, came_by) VALUES ($1::uuid, $2::uuid, $3::uuid, $4::timestamptz, $5::timestamptz, 21, 3, 21, '17.4.1', 22, 'sync')",
                vec![&report, &account, &instance, &now, &now],
            ),
            (
                "INSERT INTO usage_days (instance_id, account_id, day, billable, known_at) VALUES (?, ?, date('now', '+1 day'), 21, ?) ON CONFLICT DO NOTHING",
                "INSERT INTO usage_days (instance_id, account_id, day, billable, known_at) VALUES ($1::uuid, $2::uuid, current_date + 1, 21, $3::timestamptz) \
                 ON CONFLICT DO NOTHING",
                vec![&instance, &account, &now],
            ),
            (
                "INSERT INTO sync_answers (instance_id, account_id, jti, token, made_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (instance_id, account_id) DO UPDATE \
                 SET jti = excluded.jti, token = excluded.token, made_at = excluded.made_at",
                "INSERT INTO sync_answers (instance_id, account_id, jti, token, made_at) VALUES ($1::uuid, $2::uuid, $3, $4, $5::timestamptz) ON CONFLICT (instance_id, account_id) \
                 DO UPDATE SET jti = excluded.jti, token = excluded.token, made_at = excluded.made_at",
                vec![&instance, &account, &jti, body, &now],
            ),
        ];
        for (sqlite, postgres, values) in statements {
            match self {
                Self::Sqlite(conn) => {
                    let mut query = sql_query(sqlite).into_boxed();
                    for value in values {
                        query = query.bind::<Text, _>(value.to_owned());
                    }
                    query.execute(conn).unwrap();
                }
                Self::Postgres(conn) => {
                    let mut query = sql_query(postgres).into_boxed();
                    for value in values {
                        query = query.bind::<Text, _>(value.to_owned());
                    }
                    query.execute(conn).unwrap();
                }
            }
        }
    }
}

/// The program, serving.
struct Server(Child);

impl Server {
    fn start(settings: &[(&str, String)], base: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_seatsync"));
        command.args(["serve", "--no-work"]).env_clear().envs(settings.iter().map(|(n, v)| (*n, v.as_str())));
        let child = command.stdout(Stdio::null()).spawn().unwrap();
        let address = base.strip_prefix("http://").unwrap().to_owned();
        while TcpStream::connect(&address).is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
        Self(child)
    }

    /// User and system time of the server, from the kernel.
    fn cpu_seconds(&self) -> f64 {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.0.id())).unwrap();
        let fields: Vec<&str> = text.rsplit(')').next().unwrap().split_whitespace().collect();
        (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
    }

    /// The most memory it ever held, in MiB.
    fn memory(&self) -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = text.lines().find(|line| line.starts_with("VmHWM")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }

    fn stop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}
