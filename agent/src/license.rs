//! The single place for one license: whose it is, what it grants, and its term in whole UTC days (R1, R2).

use std::collections::BTreeMap;

use chrono::serde::ts_seconds;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

/// Days of grace a portal gives unless it is set otherwise (R27).
pub const DEFAULT_GRACE_DAYS: u32 = 14;
/// Days of grace of a trial (R27).
pub const TRIAL_GRACE_DAYS: u32 = 0;

/// A license as the portal issued it, named as on the wire. It is never edited: a change is a new license with a new id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct License {
    /// Unique among all licenses of the portal.
    pub id: String,
    /// How it came to the instance.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Tier of the product.
    pub tier: String,
    /// First day, from 00:00:00Z.
    pub starts_on: NaiveDate,
    /// Last day, to its very end.
    pub ends_on: NaiveDate,
    /// Users it allows.
    pub seats: u64,
    /// Users the license before it allowed.
    pub previous_seats: u64,
    /// Users above the license before it, paid with this one.
    pub true_up: u64,
    /// When the portal made it, whole seconds.
    #[serde(with = "ts_seconds")]
    pub issued_at: DateTime<Utc>,
    /// Days it keeps its power after the last day.
    pub grace_days: u32,
    /// To whom it was issued.
    #[serde(default)]
    pub licensee: Licensee,
    /// Features it unlocks, in the product's own names.
    #[serde(default)]
    pub features: Vec<String>,
    /// Limits in the product's own names and units.
    #[serde(default)]
    pub limits: BTreeMap<String, u64>,
}

/// The kinds of license.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Fetched over the network.
    Online,
    /// Carried by clipboard or file.
    Offline,
    /// For trying the product out.
    Trial,
    /// Taken over from an earlier licensing system.
    Legacy,
}

impl Kind {
    /// Days of grace unless the portal is set otherwise (R27).
    #[must_use]
    pub fn default_grace_days(self) -> u32 {
        if self == Self::Trial { TRIAL_GRACE_DAYS } else { DEFAULT_GRACE_DAYS }
    }
}

/// The customer a license was issued to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licensee {
    /// Company.
    #[serde(default)]
    pub company: String,
    /// Contact person.
    #[serde(default)]
    pub name: String,
    /// Mail address of the contact.
    #[serde(default)]
    pub email: String,
}

impl License {
    /// The instant it comes into force: 00:00:00Z of its first day (R26).
    #[must_use]
    pub fn starts_at(&self) -> DateTime<Utc> {
        midnight(self.starts_on)
    }

    /// The instant its term is over, exclusive: 00:00:00Z of the day after its last (R2).
    #[must_use]
    pub fn ends_at(&self) -> DateTime<Utc> {
        self.ends_on.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, midnight)
    }

    /// The instant its grace is over, exclusive (R27). Without days of grace the same as [`License::ends_at`].
    #[must_use]
    pub fn grace_ends_at(&self) -> DateTime<Utc> {
        self.ends_at().checked_add_days(Days::new(self.grace_days.into())).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// True from its start to its end, `[start, end)`.
    #[must_use]
    pub fn covers(&self, now: DateTime<Utc>) -> bool {
        (self.starts_at()..self.ends_at()).contains(&now)
    }
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}
