//! The cast of the agent's tests: one portal, one product, and makers of claims, licenses and tokens that are right until a test changes them.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests; not every one needs all of the cast"
)]

pub mod fake_clock;
pub mod fake_portal;
pub mod server;
pub mod tls;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use seatsync_agent::instance::{Instance, Settings};
use seatsync_agent::instance_id::{Claims, Service, Update, Users};
use seatsync_agent::keys::{PortalKeys, SealingKey, SigningKey};
use seatsync_agent::license::{Kind, License, Licensee};
use seatsync_agent::standing::Recorded;
use seatsync_agent::token::{self, Ack, TokenClaims};
use uuid::Uuid;

pub const PORTAL: &str = "https://portal.vendor.example";
pub const PRODUCT: &str = "devbox";
pub const INSTANCE: Uuid = Uuid::from_u128(0x0192_7c2e_7000_7abc_8def_0123_4567_89ab);

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The instant most tests play at.
pub fn noon() -> DateTime<Utc> {
    at("2026-11-21T12:00:00Z")
}

/// The vendor's portal with its two private keys.
pub struct Portal {
    pub sealing: SealingKey,
    pub signing: SigningKey,
}

impl Portal {
    /// Always the same keys.
    pub fn fixed() -> Self {
        Self {
            sealing: SealingKey::from_secret_bytes(&[7; 32]).unwrap(),
            signing: SigningKey::from_secret_bytes(&[8; 32]),
        }
    }

    pub fn other() -> Self {
        Self { sealing: SealingKey::generate(), signing: SigningKey::generate() }
    }

    pub fn keys(&self) -> PortalKeys {
        PortalKeys::new(vec![self.sealing.public_key()], vec![self.signing.verifying_key()]).unwrap()
    }

    pub fn key(&self, kid: &str) -> Option<&SealingKey> {
        (kid == self.sealing.kid()).then_some(&self.sealing)
    }

    pub fn sign(&self, claims: &TokenClaims) -> String {
        token::sign(claims, &self.signing)
    }
}

/// The instance's key.
pub fn instance_key() -> SigningKey {
    SigningKey::from_secret_bytes(&[9; 32])
}

pub fn claims() -> Claims {
    Claims {
        iss: INSTANCE,
        aud: PORTAL.into(),
        iat: noon(),
        jti: "0192d0a1-0000-7000-8000-000000000001".into(),
        seq: 42,
        ver: 1,
        code: None,
        product: PRODUCT.into(),
        version: "17.4.1".into(),
        tier: "premium".into(),
        hostname: "git.customer.example".into(),
        environment: "production".into(),
        users: Users { active: 120, inactive: 15, billable: 120, max: 130 },
        daily: vec![(day("2026-11-20"), 118), (day("2026-11-21"), 120)],
        licenses: vec!["L-1".into()],
        ack: Some("T-1".into()),
        keys: None,
        service: Service {
            operational: BTreeMap::from([("projects".into(), 311)]),
            optional: Some(BTreeMap::from([("pipelines".into(), 9120)])),
        },
        update: Update::default(),
    }
}

pub fn license(id: &str, starts_on: &str, ends_on: &str, seats: u64) -> License {
    License {
        id: id.into(),
        kind: Kind::Offline,
        tier: "premium".into(),
        starts_on: day(starts_on),
        ends_on: day(ends_on),
        seats,
        previous_seats: 100,
        true_up: 30,
        issued_at: noon(),
        grace_days: 14,
        licensee: Licensee {
            company: "Kundin GmbH".into(),
            name: "K. Unde".into(),
            email: "k@customer.example".into(),
        },
        features: vec!["audit".into()],
        limits: BTreeMap::new(),
    }
}

pub fn recorded(license: License, added_at: &str) -> Recorded {
    Recorded { license, added_at: at(added_at) }
}

pub fn token(instance: Uuid, seq: u64, licenses: Vec<License>) -> TokenClaims {
    TokenClaims {
        iss: PORTAL.into(),
        sub: instance,
        aud: PRODUCT.into(),
        iat: noon(),
        jti: Uuid::now_v7().to_string(),
        ack: Ack { seq, through: None },
        licenses,
        subscription: None,
        notices: Vec::new(),
        update: None,
        next_sync: None,
        keys: None,
    }
}

pub fn settings(portal: &Portal) -> Settings {
    Settings {
        portal: PORTAL.into(),
        keys: portal.keys(),
        product: PRODUCT.into(),
        version: "17.4.1".into(),
        free_tier: "core".into(),
        hostname: "git.customer.example".into(),
        environment: "production".into(),
    }
}

/// A directory that goes away with the test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("seatsync-agent-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// The same where forcing to disk costs nothing, if this machine has such a place.
    pub fn in_memory() -> Self {
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let path = parent.join(format!("seatsync-agent-{}", Uuid::now_v7()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn instance(&self, portal: &Portal) -> Instance {
        Instance::open(&self.join("state"), settings(portal)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
