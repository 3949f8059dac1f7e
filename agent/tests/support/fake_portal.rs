//! A portal within the process: opens messages with its keys, keeps what they say, signs tokens, and has every fault a network has.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use seatsync_agent::instance_id::{Claims, Sequence, decrypt, sequence};
use seatsync_agent::keys::VerifyingKey;
use seatsync_agent::license::License;
use seatsync_agent::sync::{Answer, Transport, TransportError};
use seatsync_agent::token::{Ack, Notice, TokenClaims, TokenUpdate};
use uuid::Uuid;

use super::{PORTAL, Portal};

/// What goes wrong with an exchange.
#[derive(Debug, Clone)]
pub enum Fault {
    /// The message does not arrive.
    Cut,
    /// The message arrives and is taken; the answer does not.
    AnswerLost,
    /// Somebody answers this instead.
    Instead(Answer),
}

/// The vendor's portal on the other end of the network.
pub struct FakePortal {
    pub portal: Portal,
    /// As instances are told it.
    pub url: String,
    /// What goes wrong until it is set to something else.
    pub fault: RefCell<Option<Fault>>,
    /// Licenses due to every instance.
    pub licenses: RefCell<Vec<License>>,
    pub update: RefCell<Option<TokenUpdate>>,
    pub notices: RefCell<Vec<Notice>>,
    pub next_sync: Cell<Option<DateTime<Utc>>>,
    /// How far the portal's clock is behind that of the instance.
    pub behind: Cell<TimeDelta>,
    /// Every text that was sent, whether or not it arrived.
    pub sent: RefCell<Vec<String>>,
    /// Every message taken.
    pub taken: RefCell<Vec<Claims>>,
    /// Days as the portal has them, and how often each was told after it was acknowledged.
    pub days: RefCell<BTreeMap<NaiveDate, u64>>,
    pinned: RefCell<Option<VerifyingKey>>,
    last: RefCell<Option<(u64, String, Answer)>>,
}

/// A problem document as the portal writes it.
pub fn problem(status: u16, kind: &str, detail: &str) -> Answer {
    let body = serde_json::json!({"type": format!("urn:seatsync:problem:{kind}"), "title": "No.", "status": status, "detail": detail});
    Answer {
        status,
        content_type: "application/problem+json".into(),
        retry_after: None,
        retry_at: None,
        body: body.to_string(),
    }
}

/// Any other answer.
pub fn page(status: u16, body: &str) -> Answer {
    Answer {
        status,
        content_type: "text/html; charset=utf-8".into(),
        retry_after: None,
        retry_at: None,
        body: body.into(),
    }
}

impl FakePortal {
    pub fn new() -> Self {
        Self {
            portal: Portal::fixed(),
            url: PORTAL.into(),
            fault: RefCell::default(),
            licenses: RefCell::default(),
            update: RefCell::default(),
            notices: RefCell::default(),
            next_sync: Cell::default(),
            behind: Cell::default(),
            sent: RefCell::default(),
            taken: RefCell::default(),
            days: RefCell::default(),
            pinned: RefCell::default(),
            last: RefCell::default(),
        }
    }

    pub fn fails(&self, fault: Fault) {
        *self.fault.borrow_mut() = Some(fault);
    }

    pub fn heals(&self) {
        *self.fault.borrow_mut() = None;
    }

    /// Says no, or "later", with its sentence.
    pub fn says(&self, status: u16, retry_after: Option<u64>, detail: &str) {
        let answer = Answer { retry_after: retry_after.map(Duration::from_secs), ..problem(status, "test", detail) };
        self.fails(Fault::Instead(answer));
    }

    /// What the portal makes of a text.
    pub fn answer(&self, text: &str) -> Answer {
        let opened = decrypt(text, |kid| self.portal.key(kid))
            .and_then(|sealed| sealed.verify(self.pinned.borrow().as_ref(), &self.url, DateTime::<Utc>::MAX_UTC));
        let opened = match opened {
            Ok(opened) => opened,
            Err(refused) => return problem(422, "refused", &refused.to_string()),
        };
        let last = self.last.borrow().clone();
        match sequence(last.as_ref().map(|(seq, jti, _)| (*seq, jti.as_str())), &opened.claims) {
            Ok(Sequence::Again) => return last.unwrap().2,
            Err(refused) => return problem(409, "replayed", &refused.to_string()),
            Ok(Sequence::Fresh) => {}
        }
        *self.pinned.borrow_mut() = Some(opened.key);
        let claims = opened.claims;
        for (day, count) in &claims.daily {
            let mut days = self.days.borrow_mut();
            let stored = days.entry(*day).or_default();
            *stored = (*stored).max(*count);
        }
        let token = TokenClaims {
            iss: self.url.clone(),
            sub: claims.iss,
            aud: claims.product.clone(),
            iat: claims.iat - self.behind.get(),
            jti: Uuid::now_v7().to_string(),
            ack: Ack { seq: claims.seq, through: claims.daily.last().map(|(day, _)| *day) },
            licenses: self.licenses.borrow().clone(),
            subscription: None,
            notices: self.notices.borrow().clone(),
            update: self.update.borrow().clone(),
            next_sync: self.next_sync.get(),
            keys: None,
        };
        let answer = Answer {
            status: 200,
            content_type: "text/plain; charset=utf-8".into(),
            retry_after: None,
            retry_at: None,
            body: self.portal.sign(&token),
        };
        *self.last.borrow_mut() = Some((claims.seq, claims.jti.clone(), answer.clone()));
        self.taken.borrow_mut().push(claims);
        answer
    }
}

impl Transport for FakePortal {
    fn post(&self, url: &str, body: &str) -> Result<Answer, TransportError> {
        assert_eq!(url, format!("{}/api/v1/sync", self.url));
        self.sent.borrow_mut().push(body.to_owned());
        match self.fault.borrow().clone() {
            None => Ok(self.answer(body)),
            Some(Fault::Cut) => Err(TransportError("connection refused".into())),
            Some(Fault::AnswerLost) => {
                self.answer(body);
                Err(TransportError("connection reset".into()))
            }
            Some(Fault::Instead(answer)) => Ok(answer),
        }
    }
}
