//! The life of the portal's keys: published, later signing, later retired; and who has them (`docs/decisions/0016`).

use chrono::TimeDelta;

use super::calendar::Instant;

/// Days for which a generation is published before it may sign, unless every connected instance has it sooner. An instance
/// is connected if it was heard of within as many days.
pub const PUBLISHED_DAYS: i64 = 30;
/// Generations that may be published or signing at once: each makes every token longer.
pub const MOST_LIVING: usize = 8;

/// Where a generation of keys stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// In the published set and in tokens, not used yet.
    Published,
    /// Signs. Of several the one taken into use last, but for instances that do not know it yet.
    Signing,
    /// Reads and verifies, never signs.
    Retired,
}

impl Stage {
    /// By what is written down of a generation.
    #[must_use]
    pub const fn of(signing_since: Option<Instant>, retired_at: Option<Instant>) -> Self {
        match (signing_since, retired_at) {
            (_, Some(_)) => Self::Retired,
            (Some(_), None) => Self::Signing,
            (None, None) => Self::Published,
        }
    }

    /// As it is shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Signing => "signing",
            Self::Retired => "retired",
        }
    }
}

/// How many instances were sent a generation of keys, of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// Linked instances that sync by themselves and were heard of lately.
    pub connected: i64,
    /// Those of them that have it.
    pub connected_have: i64,
    /// Linked instances whose tokens are carried by hand.
    pub carried: i64,
    /// Those of them that have it.
    pub carried_have: i64,
}

impl Reach {
    /// Whether there are connected instances, and all of them have it.
    #[must_use]
    pub const fn is_fetched(self) -> bool {
        self.connected > 0 && self.connected_have >= self.connected
    }

    /// Whether anybody lacks it, connected or not.
    #[must_use]
    pub const fn is_missing(self) -> bool {
        self.connected_have < self.connected || self.carried_have < self.carried
    }
}

/// Since when an instance must have been heard of to be connected.
#[must_use]
pub fn connected_since(now: Instant) -> Instant {
    now - TimeDelta::days(PUBLISHED_DAYS)
}

/// From when on a generation may sign, whoever has it.
#[must_use]
pub fn may_sign_from(published_at: Instant) -> Instant {
    published_at + TimeDelta::days(PUBLISHED_DAYS)
}

/// Whether a published generation may sign.
#[must_use]
pub fn may_sign(published_at: Instant, reach: Reach, now: Instant) -> bool {
    reach.is_fetched() || now >= may_sign_from(published_at)
}

/// Why the keys stay as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyChangeRefused {
    /// As many generations as may be are published or signing.
    TooMany {
        /// So many.
        most: usize,
    },
    /// No key has this name.
    Unknown,
    /// No generation waits to be taken into use.
    NonePublished,
    /// It is the one in use: already, or it cannot be retired.
    InUse { generation: i64 },
    /// It is retired, and never signs.
    Retired { generation: i64 },
    /// It was not published for long enough, and not every connected instance has it.
    TooEarly {
        generation: i64,
        /// When it may sign in any case.
        from: Instant,
        reach: Reach,
    },
    /// Some instances may know no other key.
    Needed {
        /// The generation in use.
        in_use: i64,
        reach: Reach,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_may_sign_after_30_days_or_once_every_connected_instance_has_it() {
        let at = |text: &str| text.parse::<Instant>().unwrap();
        let published = at("2026-11-01T08:00:00Z");
        let some = Reach { connected: 14, connected_have: 12, carried: 3, carried_have: 0 };
        assert!(!may_sign(published, some, at("2026-12-01T07:59:59Z")));
        assert!(may_sign(published, some, at("2026-12-01T08:00:00Z")));
        let all = Reach { connected_have: 14, ..some };
        assert!(may_sign(published, all, published));
        // Of nobody nothing is known: products may be out there that have not been heard of yet.
        assert!(!may_sign(published, Reach::default(), at("2026-11-30T08:00:00Z")));
        assert!(all.is_missing() && !Reach { carried_have: 3, ..all }.is_missing());
    }
}
