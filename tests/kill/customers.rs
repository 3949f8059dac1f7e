//! Customers' people at work. Each does one thing after another, notes what was acknowledged, and does again what was
//! not: as somebody does whose page did not come.

use std::net::SocketAddr;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use seatsync::clock::Clock;
use seatsync::domain::ids::{InstanceId, ReceivedId, TokenId};
use seatsync::keyring::KeyRing;
use seatsync::seeds;
use seatsync_agent::instance_id::{self, Claims, Service, Update, Users};
use seatsync_agent::keys::SigningKey;
use uuid::Uuid;

use crate::client::{Answer, Browser, Gone};
use crate::world;

/// What somebody does all day.
pub(crate) enum Work {
    /// Turns the renewal off, on, off, …
    Renewal(Renewal),
    /// Pastes what an instance wrote, links it, makes a token, and again.
    Instance(Box<Instance>),
}

pub(crate) struct Customer {
    browser: Browser,
    email: &'static str,
    /// Their subscription's number.
    pub(crate) number: String,
    pub(crate) work: Work,
}

#[derive(Default)]
pub(crate) struct Renewal {
    /// Acknowledged changes: odd is off, even is on.
    pub(crate) changes: usize,
    /// Whether another one was asked for and not acknowledged.
    pub(crate) in_flight: bool,
}

pub(crate) struct Instance {
    keys: Arc<KeyRing>,
    key: SigningKey,
    id: InstanceId,
    next: Next,
    /// One for each acknowledged paste.
    pub(crate) pasted: Vec<Pasted>,
}

enum Next {
    Paste(String),
    Link(ReceivedId),
    Token,
}

/// What was acknowledged about one instance ID.
pub(crate) struct Pasted {
    pub(crate) received: ReceivedId,
    pub(crate) linked: Option<InstanceId>,
    pub(crate) token: Option<TokenId>,
    /// The token as it was downloaded.
    pub(crate) body: Option<String>,
}

fn now() -> DateTime<Utc> {
    Clock::System.now()
}

fn expect(answer: &Answer, prefix: &str) -> String {
    let leads = answer.status == 303 && answer.location.starts_with(prefix);
    assert!(leads, "{} to {:?} instead of 303 to {prefix}…: {}", answer.status, answer.location, answer.text);
    answer.location.get(prefix.len()..).unwrap().to_owned()
}

impl Customer {
    pub(crate) fn new(email: &'static str, number: String, work: Work) -> Self {
        Self { browser: Browser::new(([127, 0, 0, 1], 0).into()), email, number, work }
    }

    /// Goes to the server; signs in the first time, and never again: a session outlives a kill.
    pub(crate) fn begin(&mut self, server: SocketAddr) {
        let is_first = !self.browser.is_known();
        self.browser.goes_to(server);
        if is_first {
            self.browser.sign_in(self.email, world::PASSWORD);
        }
    }

    /// Does the next thing.
    pub(crate) fn step(&mut self) -> Result<(), Gone> {
        match &mut self.work {
            Work::Renewal(renewal) => renewal.step(&mut self.browser, &self.number),
            Work::Instance(instance) => instance.step(&mut self.browser, &self.number),
        }
    }

    pub(crate) fn acknowledged(&self) -> usize {
        match &self.work {
            Work::Renewal(renewal) => renewal.changes,
            Work::Instance(instance) => instance.acknowledged(),
        }
    }
}

impl Renewal {
    fn step(&mut self, browser: &mut Browser, number: &str) -> Result<(), Gone> {
        let page = format!("/subscriptions/{number}");
        let off = format!("{page}/renewal-cancellation");
        self.in_flight = true;
        if self.changes.is_multiple_of(2) {
            let reason = format!("reason {}", self.changes);
            expect(&browser.post(&off, &[("reason", &reason)])?, &off);
        } else {
            expect(&browser.post(&format!("{off}/withdrawal"), &[])?, &page);
        }
        self.in_flight = false;
        self.changes += 1;
        Ok(())
    }
}

impl Instance {
    pub(crate) fn new(keys: Arc<KeyRing>) -> Self {
        let (key, id) = (SigningKey::generate(), InstanceId(Uuid::now_v7()));
        let mut new = Self { keys, key, id, next: Next::Token, pasted: Vec::new() };
        new.write();
        new
    }

    /// The instance writes its next message.
    fn write(&mut self) {
        let seq = u64::try_from(self.pasted.len()).unwrap() + 1;
        let billable = 10 + seq % 7;
        let claims = Claims {
            iss: self.id.0,
            aud: world::PORTAL.to_owned(),
            iat: now(),
            jti: Uuid::now_v7().to_string(),
            seq,
            ver: 1,
            code: None,
            product: seeds::PRODUCT.to_owned(),
            version: seeds::VERSION.to_owned(),
            tier: "premium".to_owned(),
            hostname: "git.example".to_owned(),
            environment: "production".to_owned(),
            users: Users { active: billable, inactive: 0, billable, max: 16 },
            daily: vec![(now().date_naive(), billable)],
            licenses: Vec::new(),
            ack: None,
            keys: None,
            service: Service::default(),
            update: Update::default(),
        };
        self.next = Next::Paste(instance_id::seal(&claims, &self.key, self.keys.published().sealing()));
    }

    fn step(&mut self, browser: &mut Browser, number: &str) -> Result<(), Gone> {
        match &self.next {
            Next::Paste(text) => {
                let path = format!("/subscriptions/{number}/instance-ids");
                let answer = browser.post(&path, &[(world::PASTE_FIELD, text)])?;
                let received = expect(&answer, "/instance-ids/").parse().unwrap();
                self.pasted.push(Pasted { received, linked: None, token: None, body: None });
                self.next = Next::Link(received);
            }
            Next::Link(received) => {
                let answer = browser.post(&format!("/instance-ids/{received}/link"), &[])?;
                self.last().linked = Some(expect(&answer, "/instances/").parse().unwrap());
                self.next = Next::Token;
            }
            Next::Token => {
                let tokens = format!("/instances/{}/tokens", self.id);
                let token: TokenId = expect(&browser.post(&tokens, &[])?, &format!("{tokens}/")).parse().unwrap();
                // Asked for again because the download did not come, it is the same.
                assert_eq!(*self.last().token.get_or_insert(token), token);
                let file = browser.get(&format!("{tokens}/{token}/file"))?;
                assert_eq!(file.status, 200, "{}", file.text);
                self.last().body = Some(file.text);
                self.write();
            }
        }
        Ok(())
    }

    fn last(&mut self) -> &mut Pasted {
        self.pasted.last_mut().expect("pasted before")
    }

    /// The greatest sequence number whose link was acknowledged.
    pub(crate) fn linked(&self) -> usize {
        self.pasted.iter().filter(|p| p.linked.is_some()).count()
    }

    pub(crate) fn tokens(&self) -> usize {
        self.pasted.iter().filter(|p| p.token.is_some()).count()
    }

    pub(crate) const fn id(&self) -> InstanceId {
        self.id
    }

    fn acknowledged(&self) -> usize {
        self.pasted.len() + self.linked() + self.tokens()
    }
}
