//! The single place for the "License History" page: every license ever added, and where each stands at an instant (R26).

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::license::License;
use crate::standing::{Recorded, in_force};

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The license.
    pub license: License,
    /// When it was added to this instance.
    pub added_at: DateTime<Utc>,
    /// Where it stands.
    pub phase: Phase,
}

/// Where a license stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    /// Its term is over.
    Past,
    /// In force; at most one is.
    Current,
    /// Within its term, but one added later is in force instead.
    Replaced,
    /// Its term lies ahead; it grants nothing yet.
    Future,
}

impl Phase {
    /// One word: `past`, `current`, `replaced` or `future`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Current => "current",
            Self::Replaced => "replaced",
            Self::Future => "future",
        }
    }
}

/// All licenses on record, latest start first; of those with the same start, the latest added first.
#[must_use]
pub fn history(on_record: &[Recorded], now: DateTime<Utc>) -> Vec<Entry> {
    let current = in_force(on_record, now);
    let mut entries: Vec<Entry> = on_record.iter().rev().map(|recorded| entry(recorded, current, now)).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.license.starts_on, entry.added_at)));
    entries
}

fn entry(recorded: &Recorded, current: Option<&License>, now: DateTime<Utc>) -> Entry {
    let license = &recorded.license;
    let phase = match current {
        Some(current) if current.id == license.id => Phase::Current,
        _ if license.starts_at() > now => Phase::Future,
        _ if license.ends_at() <= now => Phase::Past,
        _ => Phase::Replaced,
    };
    Entry { license: license.clone(), added_at: recorded.added_at, phase }
}
