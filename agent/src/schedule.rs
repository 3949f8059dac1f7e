//! The single place for when an instance syncs: daily at a minute of its own, and again after a failure (R32). Pure: UTC only, no clock.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use uuid::Uuid;

/// Soonest a token may wish the next sync.
const SOONEST: TimeDelta = TimeDelta::minutes(1);
/// Latest a token may wish the next sync.
const LATEST: TimeDelta = TimeDelta::hours(36);
/// Attempts after a failed one, before the next day's turn is waited for.
pub const RETRIES: u32 = 10;
/// From the failed attempt to the last of these.
pub const PATIENCE: TimeDelta = TimeDelta::hours(17);
/// Most that a portal may ask to be left alone for: `Retry-After` is honoured up to here.
pub const MOST_RETRY_AFTER: TimeDelta = TimeDelta::hours(6);

/// When one instance syncs. The same for one instance at every start; spread over all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule(u128);

impl Schedule {
    /// That of this instance: its identity is random enough to spread by.
    #[must_use]
    pub fn of(instance: Uuid) -> Self {
        Self(instance.as_u128())
    }

    /// The next daily turn after an instant.
    #[must_use]
    pub fn turn_after(&self, instant: DateTime<Utc>) -> DateTime<Utc> {
        let turn = TimeDelta::minutes(self.spread(0, 24 * 60));
        let today = instant.date_naive().and_time(NaiveTime::MIN).and_utc() + turn;
        if today > instant { today } else { today.checked_add_days(Days::new(1)).unwrap_or(today) }
    }

    /// After an answer taken at `now`: when the token wishes, from a minute to 36 hours ahead, else the next turn.
    #[must_use]
    pub fn after_answer(&self, now: DateTime<Utc>, wish: Option<DateTime<Utc>>) -> DateTime<Utc> {
        wish.map_or_else(|| self.turn_after(now), |wish| wish.clamp(now + SOONEST, now + LATEST))
    }

    /// After the `failures`th failure in a row, at `now`; not before the portal's `Retry-After`, of which six hours are honoured. `None` once
    /// [`RETRIES`] attempts over [`PATIENCE`] are used up: then the next turn.
    #[must_use]
    pub fn after_failure(
        &self,
        failures: u32,
        now: DateTime<Utc>,
        retry_after: Option<TimeDelta>,
    ) -> Option<DateTime<Utc>> {
        let asked = retry_after.unwrap_or_default().min(MOST_RETRY_AFTER);
        self.wait(failures).map(|wait| now + wait.max(asked))
    }

    /// How long to wait after the `failures`th failure: 1, 2, 4 … minutes less up to a quarter, and what is left of [`PATIENCE`] before the last.
    #[must_use]
    pub fn wait(&self, failures: u32) -> Option<TimeDelta> {
        match failures {
            1..RETRIES => {
                let doubled = 60 << (failures - 1);
                Some(TimeDelta::seconds(doubled - self.spread(failures, doubled / 4)))
            }
            RETRIES => (1..RETRIES)
                .filter_map(|earlier| self.wait(earlier))
                .try_fold(PATIENCE, |left, wait| left.checked_sub(&wait)),
            _ => None,
        }
    }

    /// A number below `below`, by the identity from its bit `shift` on.
    fn spread(&self, shift: u32, below: i64) -> i64 {
        let below = u128::try_from(below).unwrap_or(1).max(1);
        i64::try_from((self.0 >> shift) % below).unwrap_or(0)
    }
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
