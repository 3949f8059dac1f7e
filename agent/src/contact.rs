//! The single place for how an instance and its portal are in touch: the last answer, nightly syncs that were missed, why the last one failed, and when
//! the next one is due (R28). For people only: whatever is said here, what the product may do is read from the licenses on record.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::clock::MINUTE;
use crate::instance::Instance;
use crate::state::{State, StateError};

pub use crate::state::Failure;

/// Whole days without a sync from which on a product shows [`Contact::banner`], and the portal writes a mail (R28).
pub const MISSED_DAYS: u64 = 3;
/// How late a planned sync may be before it is said: a machine that slept catches up within a minute.
const LATE: TimeDelta = TimeDelta::minutes(2);

/// How instance and portal are in touch at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// When the portal's last answer was taken, fetched or pasted; `None` if none ever was.
    pub answered_at: Option<DateTime<Utc>>,
    /// Whether that answer came by [`Instance::sync`]. Of an instance whose answers are pasted nobody expects a sync a day.
    pub by_sync: bool,
    /// Whole days (UTC) between the day of that answer and today, neither of them included; 0 unless it came by a sync. The portal counts alike.
    pub missed_days: u64,
    /// Why the last sync failed, if it did and no answer came since, whichever way.
    pub failed: Option<Failure>,
    /// When a `Daemon` syncs next, if one planned it and nobody has synced since then. In the past if it does not run.
    pub next_try: Option<DateTime<Utc>>,
    /// Whether that instant has passed by more than two minutes.
    pub is_overdue: bool,
}

impl Instance {
    /// How this instance and its portal are in touch; for a page of the product, and for its own banner: [`Contact::banner`]. Ask at every page, as it
    /// writes nothing. No answer of this takes a feature away: gates ask [`Instance::permits`] only (R28).
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn contact(&self, now: DateTime<Utc>) -> Result<Contact, StateError> {
        Ok(contact(&self.state()?, now))
    }

    /// Keeps why a sync failed.
    pub(crate) fn note_failure(&self, sentence: String, now: DateTime<Utc>) {
        // It is told by whoever tried in any case: a full or read-only disk is no second failure.
        let _ = self.update(|state| {
            state.failed = Some(Failure { at: now, sentence });
            Ok::<_, StateError>(())
        });
    }

    /// Keeps when the next sync is due; likewise.
    pub(crate) fn note_next_try(&self, at: DateTime<Utc>) {
        let _ = self.update(|state| {
            state.next_try = Some(at);
            Ok::<_, StateError>(())
        });
    }
}

fn contact(state: &State, system: DateTime<Utc>) -> Contact {
    let last = state.tokens.last();
    let (answered_at, by_sync) = (last.map(|token| token.loaded_at), last.is_some_and(|token| token.by_sync));
    // Planned and tried by the machine's clock, wherever the latest instant seen may be.
    let tried = state.failed.as_ref().map(|failed| failed.at).max(answered_at);
    let next_try = state.next_try.filter(|next| *next > system || tried.is_none_or(|tried| tried < *next));
    // A clock that once ran far ahead says so by itself (`Ahead`), and must not count days that have not been.
    let today = state.seen.ahead_of(system).map_or(state.seen.now(system), |_| system);
    Contact {
        answered_at,
        by_sync,
        missed_days: answered_at.filter(|_| by_sync).map_or(0, |at| days_between(at, today)),
        failed: state.failed.clone(),
        next_try,
        is_overdue: next_try.is_some_and(|next| system - next > LATE),
    }
}

/// Whole days after the first instant's and before the second's.
fn days_between(first: DateTime<Utc>, second: DateTime<Utc>) -> u64 {
    u64::try_from((second.date_naive() - first.date_naive()).num_days() - 1).unwrap_or(0)
}

impl Contact {
    /// What a product shows to its administrators once [`MISSED_DAYS`] days were missed; `None` before (R28).
    #[must_use]
    pub fn banner(&self) -> Option<String> {
        let answered_at = self.answered_at.filter(|_| self.missed_days >= MISSED_DAYS)?;
        Some(format!(
            "The vendor's portal has had no sync since {}: {} days were missed. Nothing stops working, but a new license cannot arrive: check the network, \
             or carry the instance ID by clipboard.",
            answered_at.format(MINUTE),
            self.missed_days
        ))
    }
}

impl fmt::Display for Contact {
    /// A line each, to show to the administrator: the last answer, what was missed, the last failure, the next sync.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.answered_at {
            None => f.write_str("The portal has not answered yet.")?,
            Some(at) if self.by_sync => write!(f, "The last sync was on {}.", at.format(MINUTE))?,
            Some(at) => write!(f, "The last token was loaded on {}.", at.format(MINUTE))?,
        }
        match (self.banner(), self.missed_days) {
            (Some(banner), _) => write!(f, "\n{banner}")?,
            (None, 0) => {}
            (None, days) => write!(f, " Days missed since: {days}.")?,
        }
        if let Some(Failure { at, sentence }) = &self.failed {
            write!(f, "\nThe last attempt, on {}, failed: {sentence}", at.format(MINUTE))?;
        }
        match self.next_try.map(|next| next.format(MINUTE)) {
            None => Ok(()),
            Some(next) if self.is_overdue => {
                write!(f, "\nThe next sync was due on {next}: check that what syncs here is running.")
            }
            Some(next) => write!(f, "\nNext sync: {next}."),
        }
    }
}

#[cfg(test)]
#[path = "contact_tests.rs"]
mod tests;
