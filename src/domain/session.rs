//! How long a session lives.

use chrono::TimeDelta;

use super::calendar::Instant;

/// Hours after which a session that is not used is over.
pub const IDLE_HOURS: i64 = 2;
/// Hours after which any session is over.
pub const LONGEST_HOURS: i64 = 12;

/// Whether a session is neither idle nor old.
#[must_use]
pub fn is_alive(created_at: Instant, seen_at: Instant, now: Instant) -> bool {
    now - seen_at < TimeDelta::hours(IDLE_HOURS) && now - created_at < TimeDelta::hours(LONGEST_HOURS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_when_idle_and_when_old() {
        let at = |hours: i64| Instant::UNIX_EPOCH + TimeDelta::minutes(hours * 60);
        assert!(is_alive(at(0), at(0), at(1)));
        assert!(!is_alive(at(0), at(0), at(2)));
        assert!(is_alive(at(0), at(11), at(11)));
        assert!(!is_alive(at(0), at(11), at(12)));
    }
}
