//! The single place for what the licenses on record permit at an instant (R26, R27). Pure: UTC only, no clock, no files.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::license::License;

/// A license and when it was added to this instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// As the portal issued it.
    pub license: License,
    /// By the instance's own clock.
    pub added_at: DateTime<Utc>,
}

/// Where an instance stands at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// No license was ever added.
    None,
    /// Nothing is in force; one on record will be.
    Upcoming {
        /// When the first of them comes into force: 00:00:00Z of its first day.
        starts_at: DateTime<Utc>,
    },
    /// A license is in force.
    Active {
        /// The most recently added one whose term contains the instant.
        license: License,
        /// End of its term, exclusive.
        until: DateTime<Utc>,
    },
    /// The term is over, the days of grace are not: everything still works.
    Grace {
        /// The license whose grace ends last.
        license: License,
        /// End of grace, exclusive.
        until: DateTime<Utc>,
    },
    /// Term and grace are over: the product's free tier.
    Lapsed {
        /// Since when.
        since: DateTime<Utc>,
    },
}

/// In force = the most recently added license whose `[start, end)` contains `now` (R26). `on_record` is in the order of adding.
#[must_use]
pub fn standing(on_record: &[Recorded], now: DateTime<Utc>) -> Standing {
    if let Some(license) = in_force(on_record, now) {
        return Standing::Active { license: license.clone(), until: license.ends_at() };
    }
    let ended =
        licenses(on_record).filter(|license| license.ends_at() <= now).max_by_key(|license| license.grace_ends_at());
    let starts_at = licenses(on_record).map(License::starts_at).filter(|start| *start > now).min();
    match (ended, starts_at) {
        (Some(license), _) if now < license.grace_ends_at() => {
            Standing::Grace { license: license.clone(), until: license.grace_ends_at() }
        }
        (_, Some(starts_at)) => Standing::Upcoming { starts_at },
        (Some(license), None) => Standing::Lapsed { since: license.grace_ends_at() },
        (None, None) => Standing::None,
    }
}

/// First of the days that count together: of the license in force, or the day after the last one that ended. An instance
/// whose renewal is not on record yet is already counting for it (R27).
pub(crate) fn counting_since(on_record: &[Recorded], now: DateTime<Utc>) -> Option<NaiveDate> {
    let ended = || licenses(on_record).map(License::ends_at).filter(|end| *end <= now).max();
    in_force(on_record, now).map(|license| license.starts_on).or_else(|| ended().map(|end| end.date_naive()))
}

/// The license in force, if any. Of two added at the same instant, the later in the list.
pub(crate) fn in_force(on_record: &[Recorded], now: DateTime<Utc>) -> Option<&License> {
    on_record
        .iter()
        .filter(|recorded| recorded.license.covers(now))
        .max_by_key(|recorded| recorded.added_at)
        .map(|recorded| &recorded.license)
}

fn licenses(on_record: &[Recorded]) -> impl Iterator<Item = &License> {
    on_record.iter().map(|recorded| &recorded.license)
}

impl Standing {
    /// One word: `none`, `upcoming`, `active`, `grace` or `lapsed`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Upcoming { .. } => "upcoming",
            Self::Active { .. } => "active",
            Self::Grace { .. } => "grace",
            Self::Lapsed { .. } => "lapsed",
        }
    }

    /// The license that grants something now, in its term or in grace.
    #[must_use]
    pub fn license(&self) -> Option<&License> {
        match self {
            Self::Active { license, .. } | Self::Grace { license, .. } => Some(license),
            Self::None | Self::Upcoming { .. } | Self::Lapsed { .. } => None,
        }
    }

    /// What it means for an administrator, in a sentence. `free_tier` is the product's tier without a license.
    #[must_use]
    pub fn sentence(&self, free_tier: &str) -> String {
        match self {
            Self::None => format!("No license is on record: the {free_tier} tier."),
            Self::Upcoming { starts_at } => {
                format!("A license starts on {} at 00:00 UTC; until then the {free_tier} tier.", starts_at.date_naive())
            }
            Self::Active { license, .. } => format!(
                "License {} ({}, {} seats) is in force through {}.",
                license.id, license.tier, license.seats, license.ends_on
            ),
            Self::Grace { license, until } => format!(
                "License {} ended on {}; it still works until {} 00:00 UTC.",
                license.id,
                license.ends_on,
                until.date_naive()
            ),
            Self::Lapsed { since } => {
                format!("The last license has lapsed on {} at 00:00 UTC: the {free_tier} tier.", since.date_naive())
            }
        }
    }

    /// What the product may do; without a license that grants something, the product's free tier.
    #[must_use]
    pub fn entitlements(&self, free_tier: &str) -> Entitlements {
        let Some(license) = self.license() else {
            return Entitlements::free(free_tier);
        };
        Entitlements {
            tier: license.tier.clone(),
            seats: Some(license.seats),
            features: license.features.clone(),
            limits: license.limits.clone(),
        }
    }
}

/// What the product may do at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entitlements {
    /// Tier in force.
    pub tier: String,
    /// Seats paid; `None` on the free tier, whose limit is the product's own. More users than seats never lock anybody out (R27).
    pub seats: Option<u64>,
    /// Features unlocked, in the product's own names.
    pub features: Vec<String>,
    /// Limits in the product's own names and units.
    pub limits: BTreeMap<String, u64>,
}

impl Entitlements {
    fn free(tier: &str) -> Self {
        Self { tier: tier.to_owned(), seats: None, features: Vec::new(), limits: BTreeMap::new() }
    }

    /// "May I?": true if a license in force, or in grace, unlocks this feature. Seatsync's portal sells tiers and unlocks no
    /// features one by one: ask the `tier` there.
    #[must_use]
    pub fn permits(&self, feature: &str) -> bool {
        self.features.iter().any(|unlocked| unlocked == feature)
    }
}

#[cfg(test)]
#[path = "standing_tests.rs"]
mod tests;
