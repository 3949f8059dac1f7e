//! A linked instance, and what staff should notice about one (R33).

use super::calendar::Instant;
use super::ids::{InstanceId, SubscriptionId};
use super::text_enum::text_enum;

/// An instance that calls itself this counts; any other does not (R5).
pub const PRODUCTION: &str = "production";

/// A customer's running copy of the product, linked to a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// The UUID the instance made for itself.
    pub id: InstanceId,
    /// What it is linked to.
    pub subscription: SubscriptionId,
    /// The name it reports.
    pub hostname: String,
    /// `production` or what else it calls itself.
    pub environment: String,
    /// The version it reported last.
    pub version: String,
    /// Its Ed25519 key, pinned at the first link: the JWK's `x`.
    pub public_key: String,
    /// The sequence number taken last; the next must be higher (R33).
    pub last_seq: i64,
    /// The highest term maximum it ever reported; a lower one is flagged, this one kept (R33).
    pub term_max: i64,
    /// When its last message was made, by its own clock.
    pub last_report_at: Instant,
    /// When it was linked.
    pub linked_at: Instant,
    /// How its reports come.
    pub reports_by: ReportedBy,
}

impl Instance {
    /// Whether its users count (R5).
    #[must_use]
    pub fn counts(&self) -> bool {
        self.environment == PRODUCTION
    }

    /// Whether its last report came over a clipboard.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.reports_by == ReportedBy::Paste
    }
}

/// Of the instances that count, the one whose report was made last.
#[must_use]
pub fn heard_last(instances: &[Instance]) -> Option<&Instance> {
    instances.iter().filter(|i| i.counts()).max_by_key(|i| i.last_report_at)
}

text_enum! {
    /// How a report came.
    ReportedBy {
        /// The instance sent it.
        Sync = "sync",
        /// Somebody pasted it.
        Paste = "paste",
        /// The vendor counted for its service (R18).
        Api = "api",
    }
}

/// Whether a message was overtaken: its number is used up (R33). An instance restored from a backup counts from lower
/// again; with the activation code, and made later than anything we have, it may (docs/decisions/0006).
#[must_use]
pub fn is_overtaken(known: &Instance, seq: i64, made_at: Instant, proves_code: bool) -> bool {
    seq <= known.last_seq && !(proves_code && made_at > known.last_report_at)
}

text_enum! {
    /// Something about an instance that staff should look at; service is never cut for it.
    FlagKind {
        /// The reported maximum fell within a term; the higher one is kept (R33).
        FallingMaximum = "falling_maximum",
        /// The reported version cannot be read as numbers (R19).
        UnparsableVersion = "unparsable_version",
        /// At a renewal its last report was too old to say who is active (R20).
        StaleCount = "stale_count",
    }
}
