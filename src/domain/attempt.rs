//! How often somebody may try: slow for guessers, never a lock on a person (docs/decisions/0014).
//!
//! Three numbers that do not stand for each other: what a network did to a person, what it did to anybody, and what was
//! done to a person from wherever. The last one alone turns nobody away who has done nothing.

use super::text_enum::text_enum;

text_enum! {
    /// What was tried.
    AttemptKind {
        /// To sign in with a password.
        SignIn = "sign_in",
        /// To have a reset link mailed.
        Reset = "reset",
        /// To open an invoice by a link that never was.
        InvoiceLink = "invoice_link",
        /// To have a fresh link to an invoice mailed.
        FreshLink = "fresh_link",
    }
}

/// Days for which a network is known to a person who signed in from there.
pub const KNOWN_DAYS: i64 = 90;
/// Hours for which a network's attempts on one person are remembered while that person is being guessed at.
pub const PATIENCE_HOURS: i64 = 24;
/// Attempts within those hours that a network has on a person who is being guessed at.
pub const PATIENCE: i64 = 3;
/// Minutes that the clocks of two processes may be apart. An attempt from further ahead was noted by a clock that was wrong.
pub const SKEW_MINUTES: i64 = 1;

/// At most so many unsuccessful attempts in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The window, in minutes.
    pub minutes: i64,
    /// On one person from one network.
    pub per_pair: i64,
    /// From one network, on whomever.
    pub per_network: i64,
    /// On one person from wherever, before only those are heard who did little or are known; none: this never matters.
    pub per_person: Option<i64>,
}

/// The unsuccessful attempts there were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// On the person from this network, in the window.
    pub pair: i64,
    /// From this network, in the window.
    pub network: i64,
    /// On the person, in the window.
    pub person: i64,
    /// On the person from this network, within [`PATIENCE_HOURS`].
    pub pair_lately: i64,
    /// Whether the person signed in from this network before.
    pub is_known: bool,
}

/// How an attempt is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hearing {
    /// Like any other.
    Open,
    /// While the person is being guessed at: what is right is let in; what is wrong looks like what was not even tried.
    Veiled,
}

impl AttemptKind {
    #[must_use]
    pub const fn limit(self) -> Limit {
        match self {
            Self::SignIn => Limit { minutes: 5, per_pair: 10, per_network: 100, per_person: Some(10) },
            // Each link somebody else asks for goes to the owner; how many go out is limited where they are made.
            Self::Reset => Limit { minutes: 10, per_pair: 5, per_network: 30, per_person: None },
            // What is guessed at stands for the person here: each guess is another one.
            Self::InvoiceLink => Limit { minutes: 1, per_pair: 20, per_network: 20, per_person: None },
            Self::FreshLink => Limit { minutes: 60, per_pair: 10, per_network: 50, per_person: None },
        }
    }

    /// Minutes after which an attempt of this kind matters no more.
    #[must_use]
    pub const fn memory_minutes(self) -> i64 {
        match self {
            Self::SignIn => PATIENCE_HOURS * 60,
            Self::Reset | Self::InvoiceLink | Self::FreshLink => self.limit().minutes,
        }
    }

    /// Whether one more attempt is heard, and how; none: it is not.
    #[must_use]
    pub fn hear(self, tally: Tally) -> Option<Hearing> {
        let limit = self.limit();
        if tally.pair >= limit.per_pair || (tally.network >= limit.per_network && !tally.is_known) {
            return None;
        }
        let is_quiet = limit.per_person.is_none_or(|most| tally.person < most);
        if is_quiet || tally.is_known {
            return Some(Hearing::Open);
        }
        (tally.pair_lately < PATIENCE).then_some(Hearing::Veiled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Tally = Tally { pair: 0, network: 0, person: 0, pair_lately: 0, is_known: false };

    #[test]
    fn attempts_by_strangers_lock_nobody_else_out() {
        let flood = Tally { person: 1_000_000, ..NOTHING };
        assert_eq!(AttemptKind::SignIn.hear(flood), Some(Hearing::Veiled));
        assert_eq!(AttemptKind::SignIn.hear(Tally { is_known: true, ..flood }), Some(Hearing::Open));
        assert_eq!(AttemptKind::Reset.hear(flood), Some(Hearing::Open));
    }

    #[test]
    fn a_guesser_with_many_networks_has_few_guesses_from_each() {
        let guessed_at = |pair| Tally { person: 10, pair, network: pair, pair_lately: pair, ..NOTHING };
        assert_eq!(AttemptKind::SignIn.hear(guessed_at(2)), Some(Hearing::Veiled));
        assert_eq!(AttemptKind::SignIn.hear(guessed_at(3)), None);
        let before = Tally { pair: 0, pair_lately: 3, ..guessed_at(0) };
        assert_eq!(AttemptKind::SignIn.hear(before), None);
        assert_eq!(AttemptKind::SignIn.hear(Tally { person: 9, ..before }), Some(Hearing::Open));
    }

    #[test]
    fn a_network_is_limited_by_its_own_attempts_and_a_known_person_by_theirs() {
        let noisy = Tally { network: 100, ..NOTHING };
        assert_eq!(AttemptKind::SignIn.hear(noisy), None);
        assert_eq!(AttemptKind::SignIn.hear(Tally { is_known: true, ..noisy }), Some(Hearing::Open));
        assert_eq!(AttemptKind::SignIn.hear(Tally { pair: 10, is_known: true, ..NOTHING }), None);
    }
}
