//! The single place for the instance's time, which never goes back: turning the clock back gains nothing (R29).
//!
//! The latest instant seen is kept with the state: the machine's own at every call, to the minute, and the portal's when a token is loaded. From then on
//! nothing here happens earlier. An idle `Daemon` writes it down once an hour, and at once when the standing changes.
//!
//! Whoever edits the state file gains nothing: time never runs behind what is signed, which is the time of the tokens that are kept, and the latest
//! instant seen, which the instance signs into its state and, at least once an hour, into a file of its own.
//!
//! The price: if a machine's clock once ran ahead, say by a year, a term may count as over before it is, and the portal refuses instance IDs stamped
//! more than 24 hours ahead (R33). No message can undo that, as a hoarded one could be used to turn time back. The way out is a fresh state directory:
//! a new instance, linked again with the activation code, over the network or by a pasted instance ID, whose licenses the portal issues anew. [`Ahead`]
//! says so.

use std::fmt;

use chrono::serde::ts_seconds;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::instance_id::MOST_AHEAD;
use crate::jws::{self, Header, Signed};
use crate::keys::{SigningKey, VerifyingKey};
use crate::wire;

/// How an instant is shown to people.
pub(crate) const MINUTE: &str = "%Y-%m-%d %H:%M UTC";

/// No product ran before: a clock that says so is not set yet, as on a board without a battery.
pub const EARLIEST: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Whether the clock that says so was never set.
#[must_use]
pub fn is_unset(now: DateTime<Utc>) -> bool {
    now.date_naive() < EARLIEST
}

/// Type of [`sign`]'s text.
const TYPE: &str = "seatsync-clock+jwt";

/// An instant, signed by the instance, so that it holds though the file it stands in is edited (R29).
#[derive(Serialize, Deserialize)]
struct Mark {
    #[serde(with = "ts_seconds")]
    iat: DateTime<Utc>,
}

/// Signs an instant.
pub(crate) fn sign(seen: DateTime<Utc>, key: &SigningKey) -> String {
    jws::sign(&Header::new(TYPE, key), &Mark { iat: seen }, key)
}

/// The signed instant; `None` if another key signed it, or none.
pub(crate) fn signed(text: &str, key: &VerifyingKey) -> Option<DateTime<Utc>> {
    let signed = Signed::parse(text.trim()).filter(|signed| signed.has_header(TYPE, &[]) && signed.verifies(key))?;
    let mark: Mark = wire::typed(signed.claims()?).ok()?;
    Some(mark.iat)
}

/// The latest instant seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seen(Option<DateTime<Utc>>);

impl Seen {
    /// What time it is, given what the machine says: never earlier than what was seen.
    #[must_use]
    pub fn now(self, system: DateTime<Utc>) -> DateTime<Utc> {
        self.0.map_or(system, |seen| seen.max(system))
    }

    /// The instant itself.
    #[must_use]
    pub fn latest(self) -> Option<DateTime<Utc>> {
        self.0
    }

    /// How far `now` is ahead of what was seen; from the beginning of time if nothing was.
    #[must_use]
    pub fn behind(self, now: DateTime<Utc>) -> TimeDelta {
        self.0.map_or(TimeDelta::MAX, |seen| now - seen)
    }

    /// By how much what was seen is ahead of what the machine says, if by more than the 24 hours that a portal lets pass (R33).
    #[must_use]
    pub fn ahead_of(self, system: DateTime<Utc>) -> Option<Ahead> {
        let seen = self.0.filter(|seen| *seen - system > MOST_AHEAD)?;
        Some(Ahead { seen, by: seen - system })
    }

    /// Remembers an instant that has certainly come, and returns the time it is.
    pub fn raise(&mut self, instant: DateTime<Utc>) -> DateTime<Utc> {
        let now = self.now(instant);
        self.0 = Some(now);
        now
    }
}

/// A machine's clock that is more than 24 hours behind the latest instant seen: it is wrong now, or it once ran ahead. Displayed it says what follows, and
/// the way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ahead {
    /// The latest instant seen.
    pub seen: DateTime<Utc>,
    /// How far the machine's clock is behind it.
    pub by: TimeDelta,
}

impl fmt::Display for Ahead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (by, unit) =
            if self.by >= TimeDelta::days(2) { (self.by.num_days(), "days") } else { (self.by.num_hours(), "hours") };
        write!(
            f,
            "This machine's clock is {by} {unit} behind the latest instant seen here, {}: if it is wrong now, set it right. If it once ran ahead, syncs \
             are refused until {} and a term may count as over before it is; the way out is a fresh state directory, linked again with the activation code, \
             over the network or by pasting its instance ID into the portal.",
            self.seen.format(MINUTE),
            (self.seen - MOST_AHEAD).format(MINUTE)
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_agents_time_never_goes_back() {
        let [early, late]: [DateTime<Utc>; 2] =
            ["2026-04-01T00:00:00Z", "2026-04-01T00:00:01Z"].map(|text| text.parse().unwrap());
        let mut seen = Seen::default();
        assert_eq!(seen.now(early), early);
        assert_eq!(seen.raise(late), late);
        assert_eq!(seen.raise(early), late);
        assert_eq!(seen.now(early), late);
    }

    #[test]
    fn r29_r33_more_than_24_hours_behind_is_said_with_what_follows_and_the_way_out() {
        let [machine, day, more, days]: [DateTime<Utc>; 4] =
            ["2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z", "2026-04-02T23:59:59Z", "2027-04-01T12:30:00Z"]
                .map(|text| text.parse().unwrap());
        let mut seen = Seen::default();
        assert_eq!(seen.ahead_of(machine), None);
        seen.raise(day);
        assert_eq!(seen.ahead_of(machine), None, "exactly 24 hours are taken by a portal");
        seen.raise(more);
        let said = seen.ahead_of(machine).unwrap().to_string();
        assert!(
            said.starts_with(
                "This machine's clock is 47 hours behind the latest instant seen here, 2026-04-02 23:59 UTC: "
            ),
            "{said}"
        );
        seen.raise(days);
        let said = seen.ahead_of(machine).unwrap().to_string();
        assert!(
            said.contains(" is 365 days behind ") && said.contains(" refused until 2027-03-31 12:30 UTC and "),
            "{said}"
        );
        assert!(said.contains("a fresh state directory, linked again with the activation code"), "{said}");
    }
}
