//! A whole product on a page: it counts its users, shows an instance ID, takes a token and asks at its gates what it may do.
//!
//! The vendor's portal is played at the end of the page; in reality it is another machine, whose public keys are compiled into the product.

use std::error::Error;

use chrono::{DateTime, NaiveDate, Utc};
use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::instance::{Instance, Settings};
use seatsync_agent::instance_id::decrypt;
use seatsync_agent::keys::{PortalKeys, SealingKey, SigningKey};
use seatsync_agent::license::{Kind, License, Licensee};
use seatsync_agent::token::{self, Ack, TokenClaims};
use seatsync_agent::usage::Counts;

const PORTAL: &str = "https://portal.vendor.example";

fn main() -> Result<(), Box<dyn Error>> {
    let portal = Portal { sealing: SealingKey::generate(), signing: SigningKey::generate() };
    let dir = std::env::temp_dir().join(format!("embed-{}", std::process::id()));
    let now: DateTime<Utc> = "2026-11-21T12:00:00Z".parse()?;

    // At start: open the state directory. The product's settings and the portal's keys are compiled in.
    let settings = Settings {
        portal: PORTAL.to_owned(),
        keys: PortalKeys::new(vec![portal.sealing.public_key()], vec![portal.signing.verifying_key()])?,
        product: "devbox".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        free_tier: "core".to_owned(),
        hostname: "git.customer.example".to_owned(),
        environment: "production".to_owned(),
    };
    let instance = Instance::open(&dir, settings)?;

    // Once a day: tell how many users there are.
    instance.report(Counts { active: 125, inactive: 15, billable: 120 }, now)?;
    println!("Before: {:?}", instance.permits(now)?);

    // On the page "License": the text to copy, and a field for the code from the purchase mail.
    let instance_id = instance.instance_id(now, Some(&ActivationCode::generate()))?;
    println!("Copy this into {PORTAL}:\n{}", seatsync_agent::instance_id::armour(&instance_id));

    // What comes back is pasted into the other field of that page.
    println!("{}", instance.load_token(&portal.answer(&instance_id, now)?, now)?);

    // At every gate: may I?
    let may = instance.permits(now)?;
    println!("Tier: {}. Audit log: {}. Seats: {:?}.", may.tier, may.tier == "premium", may.seats);
    for entry in instance.history(now)? {
        println!("{}: {} through {}", entry.phase.word(), entry.license.starts_on, entry.license.ends_on);
    }
    std::fs::remove_dir_all(dir)?;
    Ok(())
}

/// The vendor's side, for the sake of the example.
struct Portal {
    sealing: SealingKey,
    signing: SigningKey,
}

impl Portal {
    fn answer(&self, instance_id: &str, now: DateTime<Utc>) -> Result<String, Box<dyn Error>> {
        let decrypted = decrypt(instance_id, |kid| (kid == self.sealing.kid()).then_some(&self.sealing))?;
        let claims = decrypted.verify(None, PORTAL, now)?.claims;
        let license = License {
            id: "L-1".to_owned(),
            kind: Kind::Offline,
            tier: "premium".to_owned(),
            starts_on: NaiveDate::from_ymd_opt(2026, 11, 21).ok_or("no such day")?,
            ends_on: NaiveDate::from_ymd_opt(2027, 11, 20).ok_or("no such day")?,
            seats: claims.users.billable,
            previous_seats: 0,
            true_up: 0,
            issued_at: now,
            grace_days: Kind::Offline.default_grace_days(),
            licensee: Licensee::default(),
            features: Vec::new(),
            limits: [].into(),
        };
        let token = TokenClaims {
            iss: PORTAL.to_owned(),
            sub: claims.iss,
            aud: claims.product,
            iat: now,
            jti: "T-1".to_owned(),
            ack: Ack { seq: claims.seq, through: None },
            licenses: vec![license],
            subscription: None,
            notices: Vec::new(),
            update: None,
            next_sync: None,
            keys: None,
        };
        Ok(token::sign(&token, &self.signing))
    }
}
