//! A linked instance: how it is, what its customer chose for it, and what staff should notice about it (R28, R33–R35, R38).

use chrono::TimeDelta;
use seatsync_agent::version::Version;

use super::calendar::{Instant, days_after, midnight};
use super::ids::{InstanceId, SubscriptionId};
use super::release::{Advisory, Flaw, UpdatePolicy, flaws};
use super::text_enum::text_enum;

const MINUTES_OF_A_DAY: u128 = 24 * 60;

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
    pub linked_at: Instant,
    /// How its reports come.
    pub reports_by: ReportedBy,
    /// When it was heard of last, by our clock.
    pub heard_at: Instant,
    /// The name of the message taken last; empty before the first.
    pub last_jti: String,
    /// What its customer chose for security updates (R35).
    pub update_policy: UpdatePolicy,
    /// When somebody pressed *upgrade at next sync*; none once the instance took the token that tells it.
    pub upgrade_asked_at: Option<Instant>,
    /// The name of the token that tells it.
    pub upgrade_told_jti: Option<String>,
    /// When it was unlinked; what it counted until then still counts.
    pub unlinked_at: Option<Instant>,
    /// Up to which generation of our keys it takes tokens ([`crate::keyring::KeyRing::known_to`]); 0 if nobody knows.
    pub keys_known: i64,
    /// The newest generation of our keys that it was sent in a token; 0 if none.
    pub keys_sent: i64,
}

impl Instance {
    /// Whole days it has missed that it was to sync on: none today and on the day it was heard of; none for one that
    /// does not sync by itself.
    #[must_use]
    pub fn missed_days(&self, now: Instant) -> i64 {
        let silent = (now.date_naive() - self.heard_at.date_naive()).num_days() - 1;
        if self.reports_by == ReportedBy::Sync && self.unlinked_at.is_none() { silent.max(0) } else { 0 }
    }

    /// When it is asked to sync next (R32): at its own minute of the day, spread by its id; today if that is an hour or more
    /// ahead, otherwise tomorrow.
    #[must_use]
    pub fn next_sync(&self, now: Instant) -> Instant {
        let minute = i64::try_from(self.id.0.as_u128() % MINUTES_OF_A_DAY).unwrap_or(0);
        let today = midnight(now.date_naive()) + TimeDelta::minutes(minute);
        if today >= now + TimeDelta::hours(1) {
            return today;
        }
        midnight(days_after(now.date_naive(), 1)) + TimeDelta::minutes(minute)
    }

    /// Whether its users count (R5).
    #[must_use]
    pub fn counts(&self) -> bool {
        self.environment == PRODUCTION
    }

    /// Whether its users count today: what an unlinked instance counted stays, and it counts no more (R5).
    #[must_use]
    pub fn counts_now(&self) -> bool {
        self.counts() && self.unlinked_at.is_none()
    }

    /// What people know it by: its machine's name, or its id where it tells none.
    #[must_use]
    pub fn called(&self) -> String {
        if self.hostname.is_empty() { self.id.to_string() } else { self.hostname.clone() }
    }

    /// Whether its version can be compared with others. A service is the vendor's own and needs none (R18).
    #[must_use]
    pub fn is_comparable(&self) -> bool {
        self.reports_by == ReportedBy::Api || Version::parse(&self.version).is_some()
    }

    /// What is known to be wrong with its version, the worst first (R35); none: its version cannot be compared.
    #[must_use]
    pub fn flaws<'a>(&self, advisories: &'a [Advisory]) -> Option<Vec<Flaw<'a>>> {
        self.is_comparable().then(|| flaws(advisories, &self.version).unwrap_or_default())
    }

    /// Whether its last report came over a clipboard.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.reports_by == ReportedBy::Paste
    }
}

/// Of the linked instances that count, the one whose report was made last.
#[must_use]
pub fn heard_last<'a>(instances: impl IntoIterator<Item = &'a Instance>) -> Option<&'a Instance> {
    let counting = instances.into_iter().filter(|i| i.counts_now());
    counting.max_by_key(|i| i.last_report_at)
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
    /// Something that staff should look at, mostly about an instance; service is never cut for it.
    AlertKind {
        /// The reported maximum fell within a term; the higher one is kept (R33).
        FallingMaximum = "falling_maximum",
        /// The reported version cannot be read as numbers (R19).
        UnparsableVersion = "unparsable_version",
        /// At a renewal its last report was too old to say who is active (R20).
        StaleCount = "stale_count",
        /// A number came twice with different words: two machines have one identity (R34).
        ForkedSequence = "forked_sequence",
        /// More instances than the activation code is meant for, of whatever environment (R38).
        TooManyInstances = "too_many_instances",
        /// Its clock is far off ours.
        ClockOff = "clock_off",
        /// A trial after another of the same organisation (R38).
        RepeatedTrial = "repeated_trial",
        /// It was a production instance and says no longer that it is: its users no longer count (R5).
        LeftProduction = "left_production",
        /// An email cannot be made, or was refused for good: somebody does not get their mail.
        UndeliverableMail = "undeliverable_mail",
        /// A name or an address has characters that no font has: a document would show boxes for them (R41).
        UnprintableName = "unprintable_name",
    }
}

impl AlertKind {
    /// What is noticed when it begins, and not again while it goes on.
    pub const NOTICED_ONCE: [Self; 3] = [Self::TooManyInstances, Self::RepeatedTrial, Self::LeftProduction];
}

/// How far an instance's clock may be off ours before it is flagged: ahead, as the agent stamps what it sends at once.
const MOST_AHEAD: TimeDelta = TimeDelta::hours(1);
/// And behind: a message that found no way is sent again for 17 hours (R32).
const MOST_BEHIND: TimeDelta = TimeDelta::hours(24);

/// Whether an instance that could install took the token that told it of an upgrade: it is told once (R35). One that cannot
/// is told again.
#[must_use]
pub fn is_upgrade_taken(known: &Instance, ack: Option<&str>, can_install: bool) -> bool {
    can_install && known.upgrade_told_jti.is_some() && known.upgrade_told_jti.as_deref() == ack
}

/// Whether a message that was sent was stamped by a clock far off ours.
#[must_use]
pub fn is_clock_off(stamped: Instant, now: Instant) -> bool {
    stamped > now + MOST_AHEAD || stamped < now - MOST_BEHIND
}

/// Whether a message that was overtaken shows that two machines have one identity (R34): it has the number of the one
/// taken last under another name, or was made after it. An old one, pasted late, shows nothing.
#[must_use]
pub fn is_forked(known: &Instance, seq: i64, jti: &str, made_at: Instant) -> bool {
    (seq == known.last_seq && jti != known.last_jti) || made_at > known.last_report_at
}
