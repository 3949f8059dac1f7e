//! The closed list of letters, who gets which, and when a letter that could not be sent is tried again.

use chrono::TimeDelta;

use super::calendar::Instant;
use super::role::{Right, Role};
use super::text_enum::text_enum;

text_enum! {
    /// A letter; its word is the folder of its templates.
    LetterKind {
        /// How to choose a new password; to the person.
        PasswordReset = "password_reset",
        /// Auto-renewal was turned off.
        RenewalCancelled = "renewal_cancelled",
        /// Auto-renewal was turned on again.
        RenewalResumed = "renewal_resumed",
        /// Staff declined a late request.
        LateRequestDeclined = "late_request_declined",
        /// A token was made for an instance.
        TokenMade = "token_made",
    }
}

impl LetterKind {
    /// Whether a person with this role gets it.
    #[must_use]
    pub const fn goes_to(self, role: Role) -> bool {
        match self {
            Self::PasswordReset => false,
            Self::RenewalCancelled | Self::RenewalResumed | Self::LateRequestDeclined => role.has(Right::Billing),
            Self::TokenMade => role.has(Right::Technical),
        }
    }
}

/// How long a worker may take to send the letter it claimed: more than the slowest server needs.
pub const LEASE_MINUTES: i64 = 5;

/// Minutes to wait after the first, second, … failed attempt; the last one repeats.
const BACK_OFF_MINUTES: [i64; 8] = [1, 5, 30, 120, 300, 600, 600, 1440];

/// When a letter whose attempt number `attempts` (1 first) came to nothing is tried again.
#[must_use]
pub fn next_attempt(attempts: u32, now: Instant) -> Instant {
    let index = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    let minutes = BACK_OFF_MINUTES.get(index).or(BACK_OFF_MINUTES.last()).copied().unwrap_or(1440);
    now + TimeDelta::minutes(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_never_end() {
        let now: Instant = "2026-01-01T00:00:00Z".parse().unwrap();
        let waits: Vec<i64> = (1..=12).map(|n| (next_attempt(n, now) - now).num_minutes()).collect();
        assert_eq!(waits, [1, 5, 30, 120, 300, 600, 600, 1440, 1440, 1440, 1440, 1440]);
    }
}
