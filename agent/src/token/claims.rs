//! The single place for what a portal says in a token.

use chrono::serde::{ts_seconds, ts_seconds_option};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::TokenRefused;
use crate::instance_id::UpdateMode;
use crate::keys::PortalKeys;
use crate::license::License;
use crate::wire;

/// The claims of a token, named as on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenClaims {
    /// Base URL of the portal.
    pub iss: String,
    /// The instance it is for.
    #[serde(with = "wire::urn")]
    pub sub: Uuid,
    /// The product it is for.
    pub aud: String,
    /// When it was made, by the portal's clock, whole seconds.
    #[serde(with = "ts_seconds")]
    pub iat: DateTime<Utc>,
    /// Name of this token.
    pub jti: String,
    /// The message it answers.
    pub ack: Ack,
    /// All licenses due to the instance, current and future, each under the id it always had.
    #[serde(default)]
    pub licenses: Vec<License>,
    /// Facts to show on the instance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscription: Option<Subscription>,
    /// Things to tell the instance's administrator.
    #[serde(default)]
    pub notices: Vec<Notice>,
    /// An update to install (R35).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<TokenUpdate>,
    /// When to sync next (R32).
    #[serde(default, with = "ts_seconds_option", skip_serializing_if = "Option::is_none")]
    pub next_sync: Option<DateTime<Utc>>,
    /// The portal's public keys as published now, as in `/.well-known/jwks.json` ([`TokenClaims::portal_keys`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys: Option<Value>,
}

/// Which message of the instance a token answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    /// Its number.
    pub seq: u64,
    /// Last day of its daily history that the portal has stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<NaiveDate>,
}

/// Facts about the subscription, to show to people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Number on the portal.
    pub number: String,
    /// First day of the next term.
    #[serde(default)]
    pub renews_on: Option<NaiveDate>,
    /// Whether it renews by itself.
    pub auto_renew: bool,
    /// `quarterly` or `annual`; a text, so that a later portal may know more.
    pub mode: String,
    /// Day of the next settlement.
    #[serde(default)]
    pub next_settlement: Option<NaiveDate>,
    /// How soon the vendor answers, the most urgent first (R37).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub support: Vec<SupportTime>,
}

/// How soon the vendor answers a request of one urgency (R37).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportTime {
    /// `outage`, `impaired`, `question`; a text, so that a later portal may know more.
    pub urgency: String,
    /// Minutes to the first answer, at most.
    pub answer_minutes: u32,
    /// At any hour; otherwise within the vendor's business hours.
    pub around_the_clock: bool,
}

/// Something to tell the instance's administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// `security_update`, `overage`, `renewal`, `report_due`; a text, so that a later portal may know more.
    pub kind: String,
    /// `critical`, `high`, `medium`, `low`, for kinds that have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// First version without the flaw, for `security_update`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed_in: Option<String>,
    /// One or two sentences.
    pub text: String,
    /// Where to read on or act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// An update to install (R35).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenUpdate {
    /// Version to go to.
    pub to: String,
    /// Why, for the log: `security`, `requested`.
    pub why: String,
    /// Tell people, or install it.
    pub apply: UpdateMode,
}

impl TokenClaims {
    /// The portal's keys that this token brings; `None` if it brings none that can be used, which takes nothing from the rest of it.
    #[must_use]
    pub fn portal_keys(&self) -> Option<PortalKeys> {
        PortalKeys::from_json(self.keys.clone()?).ok()
    }

    pub(super) fn check(&self, instance: Uuid, product: &str) -> Result<(), TokenRefused> {
        if self.sub != instance {
            return Err(TokenRefused::OtherInstance { sub: self.sub });
        }
        if self.aud != product {
            return Err(TokenRefused::OtherProduct { aud: self.aud.clone() });
        }
        match self.licenses.iter().find(|license| license.ends_on < license.starts_on) {
            Some(license) => {
                Err(TokenRefused::Claims { reason: format!("license {} ends before it starts", license.id) })
            }
            None => Ok(()),
        }
    }
}
