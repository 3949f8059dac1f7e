//! The single place for why an instance ID is refused, and in which words.

use std::fmt;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use crate::environment::EnvironmentRefused;
use crate::keys::KeyRefused;
use crate::pasted::Unread;
use crate::wire::MAX_TEXT;

/// Why an instance ID is refused. Nothing was changed by it (R33).
///
/// Up to [`InstanceIdRefused::Damaged`] nobody has proved anything: but for what everybody can see, they are said alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InstanceIdRefused {
    /// More text than is ever looked at.
    TooLong {
        /// In bytes.
        limit: usize,
    },
    /// Not five parts of base64url under a header of ours.
    NotAnInstanceId,
    /// A token: it belongs on the instance.
    AToken,
    /// Several instance IDs in one text.
    Several,
    /// Sealed to a key this portal does not have.
    OtherPortal,
    /// Cut off, edited, or never sealed by an agent.
    Damaged,
    /// The sealed content is no signed message of ours.
    Unsigned,
    /// The enclosed key cannot be used.
    Key(KeyRefused),
    /// First contact without an enclosed key.
    NoKey,
    /// A known instance with another key than the pinned one.
    OtherKey,
    /// The signature does not fit.
    Forged,
    /// Sealed with our key but meant for another address.
    OtherAudience {
        /// As stated.
        aud: String,
    },
    /// Stamped more than 24 hours ahead.
    Ahead {
        /// As stated.
        iat: DateTime<Utc>,
    },
    /// Stamped before [`crate::clock::EARLIEST`]: of a machine whose clock was not set yet.
    Unset {
        /// As stated.
        iat: DateTime<Utc>,
    },
    /// Neither production nor another environment that is known ([`crate::environment`]).
    Environment {
        /// As stated.
        given: String,
    },
    /// Claims of a version that came later than this portal.
    Version {
        /// As stated.
        ver: u32,
    },
    /// A claim is missing or of the wrong type.
    Claims {
        /// Which, in the words of the JSON reader.
        reason: String,
    },
    /// A count below zero.
    Negative {
        /// Name of the claim.
        what: String,
    },
    /// The term's maximum is below the present count.
    MaxBelowBillable {
        /// As stated.
        max: u64,
        /// As stated.
        billable: u64,
    },
    /// A count for a day after the message was made.
    DayAhead {
        /// The first such day.
        day: NaiveDate,
    },
    /// A number beyond what can be.
    TooLarge {
        /// Name of the claim.
        what: &'static str,
        /// Largest that is taken.
        most: u64,
    },
    /// A list beyond its limit.
    TooMany {
        /// Name of the claim.
        what: &'static str,
        /// Most entries taken.
        most: usize,
    },
    /// A text too long or with control characters.
    Text {
        /// Name of the claim.
        what: &'static str,
        /// Most characters taken.
        most: usize,
    },
    /// The number was used before, by this message's predecessor or a copy of the instance.
    Replayed {
        /// Number of this message.
        seq: u64,
        /// Highest number taken so far; equal to `seq` if two instances share one identity (R34).
        last: u64,
    },
}

impl fmt::Display for InstanceIdRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { .. } => f.write_str("This is not an instance ID of this portal: it is longer than 64 KiB. Copy the instance ID alone, \
                from BEGIN to END."),
            Self::AToken => f.write_str("This is not an instance ID of this portal. It is a token: load it on the instance, and copy the \
                instance ID from there."),
            Self::Several => f.write_str("This is not one instance ID of this portal. The text holds several: copy the newest one alone, from BEGIN to END."),
            Self::NotAnInstanceId | Self::OtherPortal | Self::Damaged => f.write_str("This is not an instance ID of this portal. Copy it whole, \
                from BEGIN to END, and check the portal's address on the instance."),
            Self::Unsigned => f.write_str("This instance ID carries no signature this portal knows how to read: update the agent and make a new one."),
            Self::Key(reason) => write!(f, "The key enclosed in this instance ID cannot be used. {reason}"),
            Self::NoKey => f.write_str("This instance is not known here and its instance ID encloses no key: make a new one with the current agent."),
            Self::OtherKey => f.write_str("This instance is known here under another key: if it was set up anew, remove its old state directory and \
                link it as a new instance."),
            Self::Forged => f.write_str("The signature does not fit this instance ID: make a new one on the instance."),
            Self::OtherAudience { aud } => write!(f, "This instance ID was made for {aud:?}, not for this portal: check the portal's address on the instance."),
            Self::Ahead { iat } => write!(f, "This instance ID is stamped {}, more than 24 hours ahead: set the instance's clock right and make a \
                new one; if the clock is right already, it once ran ahead, and the instance remembers that: set it up with a new state directory, \
                link it with the activation code, and unlink the old one on the portal.", iat.to_rfc3339_opts(SecondsFormat::Secs, true)),
            Self::Unset { iat } => write!(f, "This instance ID is stamped {}, so the instance's clock is not set: set it right and make a new one.",
                iat.to_rfc3339_opts(SecondsFormat::Secs, true)),
            Self::Environment { given } => write!(f, "{} Change it on the instance and make a new one.", EnvironmentRefused { given: given.clone() }),
            Self::Version { ver } => write!(f, "This instance ID is of version {ver}, which is newer than this portal: update the portal first."),
            Self::Claims { reason } => write!(f, "This instance ID leaves something out or says it in another form ({reason}): update the agent and \
                make a new one."),
            Self::Negative { what } => write!(f, "This instance ID reports a number below zero ({what}): correct the count in the product and make a new one."),
            Self::MaxBelowBillable { max, billable } => write!(f, "This instance ID reports a maximum of {max}, below the {billable} users of now: \
                correct the count in the product and make a new one."),
            Self::DayAhead { day } => write!(f, "This instance ID reports users for {day}, a day after it was made: set the instance's clock right \
                and make a new one."),
            Self::TooLarge { what, most } => write!(f, "This instance ID reports a number above {most} ({what}): correct the count in the product \
                and make a new one."),
            Self::TooMany { what, most } => write!(f, "This instance ID lists more than {most} entries ({what}): update the agent and make a new one."),
            Self::Text { what, most } => write!(f, "This instance ID has a text of more than {most} characters or with control characters ({what}): \
                correct it on the instance and make a new one."),
            Self::Replayed { seq, last } => write!(f, "This instance ID was used already or is older than the last one (number {seq}, the last was \
                {last}): make a new one on the instance; if the instance was restored from a backup, make it with the activation code to link it \
                again."),
        }
    }
}

impl From<Unread> for InstanceIdRefused {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::TooLong => Self::TooLong { limit: MAX_TEXT },
            Unread::Other => Self::AToken,
            Unread::Several => Self::Several,
        }
    }
}

impl std::error::Error for InstanceIdRefused {}
