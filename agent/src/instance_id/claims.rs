//! The single place for what an instance says in its instance ID.

use std::collections::BTreeMap;

use chrono::serde::ts_seconds;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::wire;

/// Most days of history in one message.
pub const MAX_DAYS: usize = 400;
/// Longest [`Outcome::detail`], in characters.
pub const MAX_DETAIL: usize = 200;

/// The claims of an instance ID, named as on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// The instance.
    #[serde(with = "wire::urn")]
    pub iss: Uuid,
    /// Base URL of the portal it is meant for.
    pub aud: String,
    /// When it was made, by the instance's clock, whole seconds.
    #[serde(with = "ts_seconds")]
    pub iat: DateTime<Utc>,
    /// Name of this message.
    pub jti: String,
    /// Number of this message; rises for ever.
    pub seq: u64,
    /// Version of these claims: 1.
    pub ver: u32,
    /// Activation code, canonical, only to link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Product the instance runs.
    pub product: String,
    /// Version of the product.
    pub version: String,
    /// Tier in force on the instance.
    pub tier: String,
    /// Name of the machine, for people.
    pub hostname: String,
    /// `production`, or anything else, which then does not count (R5).
    pub environment: String,
    /// User counts at this instant.
    pub users: Users,
    /// Highest billable count of each day since the last acknowledged one, at most [`MAX_DAYS`].
    #[serde(default)]
    pub daily: Vec<(NaiveDate, u64)>,
    /// Ids of the licenses on record.
    #[serde(default)]
    pub licenses: Vec<String>,
    /// `jti` of the last token taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ack: Option<String>,
    /// The names (`kid`) of the portal's keys under which this instance takes a token; absent from instances that do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys: Option<Vec<String>>,
    /// Aggregate counts (R36).
    #[serde(default)]
    pub service: Service,
    /// How updates are applied here (R35).
    #[serde(default)]
    pub update: Update,
}

/// User counts (R4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Users {
    /// Users that may sign in.
    pub active: u64,
    /// Users that may not.
    pub inactive: u64,
    /// Users that take a seat, as the product counts them.
    pub billable: u64,
    /// Highest billable count of the running term.
    pub max: u64,
}

/// Aggregate counts without personal data (R36).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Always sent.
    #[serde(default)]
    pub operational: BTreeMap<String, u64>,
    /// Absent when switched off on the instance; empty when there is nothing to send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub optional: Option<BTreeMap<String, u64>>,
}

/// What the customer chose for security updates (R35).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// Warn, or patch without asking.
    #[serde(default)]
    pub mode: UpdateMode,
    /// Version that the agent installed last, if it ever did.
    #[serde(default)]
    pub last: Option<String>,
    /// How the last run of the update command ended, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// How a run of the vendor's update command ended (R35).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Version it was to install.
    pub to: String,
    /// When it ended; while it runs, when it began. Whole seconds.
    #[serde(with = "ts_seconds")]
    pub at: DateTime<Utc>,
    /// Whether it did.
    pub result: OutcomeResult,
    /// Why not, such as `exit status 3`; at most [`MAX_DETAIL`] characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// Whether an update was installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutcomeResult {
    /// It was.
    Done,
    /// It was not, or not to the end.
    Failed,
}

/// How a security update is applied (R35).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UpdateMode {
    /// Tell people.
    #[default]
    Warn,
    /// Run the vendor's update command.
    Patch,
}
