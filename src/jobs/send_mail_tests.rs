//! The outbox, from posting to the end of each email.

use std::sync::OnceLock;

use chrono::TimeDelta;

use super::*;
use crate::actions::emails::NotPosted;
use crate::actions::releases::published::PublishedCache;
use crate::actions::{Actor, Ctx, keys};
use crate::config::database::Database;
use crate::domain::calendar::Instant;
use crate::domain::contact::Reader;
use crate::domain::language::Language;
use crate::keyring::KeyRing;
use crate::mail::Vendor;
use crate::mail::messages::PasswordReset;
use crate::mail::transport::Memory;
use crate::store::emails as rows;
use crate::store::{StoreError, Tx};

const KEY: &str = "c2VhdHN5bmMgdGVzdHMsIDMyIGJ5dGVzIG9mIGtleSE=";

struct World {
    db: Db,
    clock: Clock,
    _folder: tempfile::TempDir,
}

fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let database: Database = format!("sqlite://{}", folder.path().join("a.db").display()).parse().unwrap();
    Db::migrate(&database).unwrap();
    let clock = Clock::fixed("2027-07-20T09:05:00Z".parse().unwrap());
    World { db: Db::open(&database).unwrap(), clock, _folder: folder }
}

fn portal() -> Arc<Portal> {
    static PORTAL: OnceLock<Arc<Portal>> = OnceLock::new();
    let made = || {
        let vendor = Vendor {
            from: "Vendor <portal@vendor.example>".parse().unwrap(),
            base_url: "https://portal.vendor.example".to_owned(),
            brand: "Vendor".to_owned(),
            support: "support@vendor.example".to_owned(),
        };
        let vault = Vault::new(KEY).unwrap();
        let keys = KeyRing::open(&keys::first_keys(&vault, Instant::default()).unwrap(), &vault).unwrap();
        Arc::new(Portal { vendor, vault, keys: Arc::new(keys), shelf: PublishedCache::default() })
    };
    Arc::clone(PORTAL.get_or_init(made))
}

fn post(tx: &mut Tx<'_>, now: Instant, to: &Reader, language: Language) -> Result<(), NotPosted> {
    let ctx = Ctx { who: Actor::Nobody, now, request: "test".to_owned(), portal: portal() };
    let vendor = &ctx.portal.vendor;
    let heading = vendor.heading(to, language);
    let email = PasswordReset { heading, link: vendor.link("/x"), minutes: 10, requested_at: now };
    emails::post_email(tx, &ctx, emails::About::them(to), &email)
}

fn ada(email: &str) -> Reader {
    Reader { email: EmailAddress::kept(email), name: "Ada".to_owned(), language: None, person: None }
}

impl World {
    async fn post(&self, email: &str) {
        let (at, to) = (self.clock.now(), ada(email));
        let posted: Result<(), NotPosted> = self.db.write(move |tx| post(tx, at, &to, Language::De)).await;
        posted.unwrap();
    }

    async fn send(&self, sender: &Sender) -> usize {
        send_due(&self.db, &self.clock, sender, &portal()).await.unwrap()
    }

    async fn rows(&self) -> Vec<rows::Email> {
        self.db.read(|c| rows::list(c, 0, 100)).await.unwrap()
    }

    async fn claim(&self) -> Vec<Claimed> {
        let clock = self.clock.clone();
        self.db.write(move |tx| emails::claim_emails(tx, &clock, &PRIORITIES, 10)).await.unwrap()
    }

    fn wait(&self, minutes: i64) {
        self.clock.move_on(TimeDelta::minutes(minutes));
    }
}

#[tokio::test]
async fn an_email_is_sent_once() {
    let world = world();
    world.post("ada@customer.example").await;
    world.post("bob@customer.example").await;
    let memory = Memory::default();
    assert_eq!(world.send(&Sender::Memory(memory.clone())).await, 2);
    assert_eq!(world.send(&Sender::Memory(memory.clone())).await, 0);
    assert_eq!(memory.sent().len(), 2);
    assert!(world.rows().await.iter().all(|l| l.sent_at.is_some() && l.attempts == 1));
    let (id, bytes) = memory.sent().remove(0);
    assert!(String::from_utf8(bytes).unwrap().contains(&format!("Message-ID: <{id}>")));
    assert!(id.ends_with("@portal.vendor.example"));
}

#[tokio::test]
async fn a_fact_rolled_back_has_no_email() {
    let world = world();
    let to = ada("ada@customer.example");
    let at = world.clock.now();
    let undone: Result<(), NotPosted> = world
        .db
        .write(move |tx| {
            post(tx, at, &to, Language::En)?;
            Err(StoreError::Other("undone".to_owned()).into())
        })
        .await;
    assert!(undone.is_err());
    assert!(world.rows().await.is_empty());
}

#[test]
fn a_database_lost_while_an_email_is_posted_is_an_outage() {
    let lost = NotPosted::Store(StoreError::Unavailable("gone".to_owned()));
    assert!(crate::jobs::is_outage(&lost.into()));
}

#[tokio::test]
async fn an_email_not_sent_waits_longer_each_time_and_goes_at_last() {
    let world = world();
    world.post("ada@customer.example").await;
    let file = tempfile::NamedTempFile::new().unwrap();
    let broken = Sender::Folder(file.path().to_owned());
    for (minutes, attempts) in [(0, 1), (0, 1), (1, 2), (4, 2), (1, 3)] {
        world.wait(minutes);
        assert_eq!(world.send(&broken).await, 0);
        let row = world.rows().await.remove(0);
        assert_eq!(row.attempts, attempts);
        assert!(row.last_error.is_some() && row.sent_at.is_none() && row.refused_at.is_none());
    }
    world.wait(30);
    assert_eq!(world.send(&Sender::Memory(Memory::default())).await, 1);
}

#[tokio::test]
async fn a_dead_workers_email_goes_again_when_its_lease_is_over_with_the_same_bytes() {
    let world = world();
    world.post("ada@customer.example").await;
    let memory = Memory::default();
    let dead = world.claim().await.remove(0);
    hand_over(&Sender::Memory(memory.clone()), &portal().vault, dead).await.unwrap();
    world.wait(4);
    assert_eq!(world.send(&Sender::Memory(memory.clone())).await, 0);
    world.wait(1);
    assert_eq!(world.send(&Sender::Memory(memory.clone())).await, 1);
    assert_eq!(memory.sent()[0], memory.sent()[1]);
}

#[tokio::test]
async fn a_sandbox_moved_on_ends_no_lease() {
    let mut world = world();
    world.clock = Clock::sandbox(world.clock.now());
    world.post("ada@customer.example").await;
    assert_eq!(world.claim().await.len(), 1);
    world.wait(60 * 24 * 90);
    assert!(world.claim().await.is_empty());
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_changes_nothing() {
    let world = world();
    world.post("ada@customer.example").await;
    let slow = world.claim().await.remove(0);
    world.wait(5);
    let quick = world.claim().await.remove(0);
    assert_eq!(quick.attempts, 1);
    let at = world.clock.now();
    let again = Attempt::Again { at, due_at: at, error: "too slow".to_owned() };
    let note = |email, number, outcome: Attempt| {
        world.db.write(move |tx| emails::note_attempt(tx, &portal().vendor, &Tried { email, number, outcome }))
    };
    note(slow.id, 1, again.clone()).await.unwrap();
    assert!(world.claim().await.is_empty(), "the quick worker's lease still holds");
    note(quick.id, 2, Attempt::Sent { at, keeps_secret: false }).await.unwrap();
    note(slow.id, 1, Attempt::Refused { at, error: "too late".to_owned(), is_dead: false }).await.unwrap();
    let row = world.rows().await.remove(0);
    assert_eq!((row.sent_at, row.refused_at, row.last_error), (Some(at), None, None));
}

#[tokio::test]
async fn an_address_no_mail_can_go_to_is_refused_and_stops_no_other() {
    let world = world();
    world.post("a..b@customer.example").await;
    world.post("bob@customer.example").await;
    let memory = Memory::default();
    assert_eq!(world.send(&Sender::Memory(memory.clone())).await, 1);
    let rows = world.rows().await;
    let refused: Vec<&str> = rows.iter().filter(|l| l.refused_at.is_some()).map(|l| l.recipient.as_str()).collect();
    assert_eq!(refused, ["a..b@customer.example"]);
}
