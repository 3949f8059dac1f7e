//! The single place for the instance's time, which never goes back: turning the clock back gains nothing (R29).
//!
//! The latest instant seen is kept with the state: the machine's own at every call, to the minute, and the portal's when a token is loaded. From then on
//! nothing here happens earlier. An idle `Daemon` writes it down once an hour, and at once when the standing changes.
//!
//! The price: if a machine's clock once ran ahead, say by a year, a term may count as over before it is, and the portal refuses instance IDs stamped
//! more than 24 hours ahead (R33). No message can undo that, as a hoarded one could be used to turn time back. The way out is a fresh state directory:
//! a new instance, linked again with the activation code, whose licenses the portal issues anew.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

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

    /// How far `now` is ahead of what was seen; from the beginning of time if nothing was.
    #[must_use]
    pub fn behind(self, now: DateTime<Utc>) -> TimeDelta {
        self.0.map_or(TimeDelta::MAX, |seen| now - seen)
    }

    /// Remembers an instant that has certainly come, and returns the time it is.
    pub fn raise(&mut self, instant: DateTime<Utc>) -> DateTime<Utc> {
        let now = self.now(instant);
        self.0 = Some(now);
        now
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn time_goes_on_but_never_back() {
        let [early, late]: [DateTime<Utc>; 2] =
            ["2026-04-01T00:00:00Z", "2026-04-01T00:00:01Z"].map(|text| text.parse().unwrap());
        let mut seen = Seen::default();
        assert_eq!(seen.now(early), early);
        assert_eq!(seen.raise(late), late);
        assert_eq!(seen.raise(early), late);
        assert_eq!(seen.now(early), late);
    }
}
