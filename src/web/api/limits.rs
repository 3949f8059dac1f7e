//! How often somebody may ask: so many at once, and then so many a minute. Kept in memory by each process; it protects
//! the process, and what must be counted exactly is counted in the database.
//!
//! Our own, as the crates for it give nothing back: here a code is counted before it is tried, and only a wrong one stays so.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;

use crate::domain::calendar::Instant;
use crate::domain::ids::InstanceId;
use crate::domain::network::Network;

/// Callers remembered before those who may ask as if anew are forgotten.
const MOST_REMEMBERED: usize = 50_000;

/// A limit for each of many callers.
#[derive(Debug)]
pub struct Limit<K> {
    /// Between two, in the long run.
    interval: TimeDelta,
    /// How far the interval may be run ahead of.
    ahead: TimeDelta,
    /// When each would have asked, had all come at the interval.
    due: Mutex<HashMap<K, Instant>>,
}

impl<K: Hash + Eq> Limit<K> {
    fn new(a_minute: i32, at_once: i32) -> Self {
        let interval = TimeDelta::minutes(1) / a_minute;
        Self { interval, ahead: interval * (at_once - 1), due: Mutex::new(HashMap::new()) }
    }

    /// Counts one more.
    ///
    /// # Errors
    /// It is too many: seconds to wait.
    pub fn take(&self, who: K, now: Instant) -> Result<(), u64> {
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        // No caller is further ahead, unless the clock was and has been set right since.
        let furthest = now + self.ahead + self.interval;
        if let Some(due) = due.get_mut(&who).filter(|due| **due > furthest) {
            *due = furthest;
        }
        let mine = due.get(&who).copied().unwrap_or(now).max(now);
        self.wait(mine, now)?;
        if due.len() >= MOST_REMEMBERED {
            due.retain(|_, due| *due > now);
            // So many at once are no fleet of ours: of those who asked least so many are forgotten that this is rare.
            if due.len() > MOST_REMEMBERED / 2 {
                let mut dues: Vec<Instant> = due.values().copied().collect();
                let half = dues.len() / 2;
                let median = *dues.select_nth_unstable(half).1;
                due.retain(|_, due| *due > median);
            }
        }
        due.insert(who, mine + self.interval);
        Ok(())
    }

    /// Takes back one that was counted and should not have been.
    pub fn give_back(&self, who: &K) {
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(due) = due.get_mut(who) {
            *due -= self.interval;
        }
    }

    fn wait(&self, due: Instant, now: Instant) -> Result<(), u64> {
        let wait = due - now - self.ahead;
        if wait <= TimeDelta::zero() {
            return Ok(());
        }
        Err(u64::try_from(wait.num_milliseconds()).unwrap_or(0).div_ceil(1_000))
    }
}

/// The limits of the sync endpoint.
#[derive(Debug)]
pub struct Limits {
    /// Messages of an address, before anything of them is read: a whole fleet may be behind one.
    pub address: Limit<Network>,
    /// Codes an address tried that nobody has.
    pub codes: Limit<Network>,
    /// Messages an instance signed.
    pub instance: Limit<InstanceId>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { address: Limit::new(600, 600), codes: Limit::new(5, 5), instance: Limit::new(6, 12) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn a_limit_allows_a_burst_and_then_a_steady_rate() {
        let limit = Limit::new(6, 3);
        assert!((0..3).all(|_| limit.take("a", at(0)).is_ok()));
        assert_eq!(limit.take("a", at(0)), Err(10));
        assert!(limit.take("b", at(0)).is_ok());
        assert_eq!(limit.take("a", at(9)), Err(1));
        assert!(limit.take("a", at(10)).is_ok() && limit.take("a", at(10)).is_err());
        assert!((0..3).all(|_| limit.take("a", at(600)).is_ok()));
    }

    #[test]
    fn nobody_waits_longer_because_a_clock_was_ahead_and_corrected() {
        let limit = Limit::new(6, 3);
        assert!((0..3).all(|_| limit.take("a", at(86_400)).is_ok()));
        assert_eq!(limit.take("a", at(0)), Err(10));
        assert!(limit.take("a", at(9)).is_err() && limit.take("a", at(10)).is_ok() && limit.take("b", at(0)).is_ok());
    }

    #[test]
    fn a_call_that_is_given_back_does_not_count() {
        let limit = Limit::new(6, 1);
        for _ in 0..9 {
            limit.take("a", at(0)).unwrap();
            limit.give_back(&"a");
        }
        limit.take("a", at(0)).unwrap();
        assert!(limit.take("a", at(0)).is_err() && limit.take("a", at(10)).is_ok());
    }

    #[test]
    fn callers_whose_limit_has_refilled_are_forgotten() {
        let limit = Limit::new(60, 1);
        for who in 0..MOST_REMEMBERED {
            limit.take(who, at(0)).unwrap();
        }
        limit.take(MOST_REMEMBERED, at(60)).unwrap();
        assert_eq!(limit.due.lock().unwrap().len(), 1);
    }

    #[test]
    fn a_crowd_of_callers_does_not_evict_the_busiest_one() {
        let limit = Limit::new(6, 3);
        assert!((0..3).all(|_| limit.take(MOST_REMEMBERED + 1, at(0)).is_ok()));
        for who in 0..MOST_REMEMBERED {
            limit.take(who, at(0)).unwrap();
        }
        assert!(limit.due.lock().unwrap().len() < MOST_REMEMBERED);
        assert_eq!(limit.take(MOST_REMEMBERED + 1, at(0)), Err(10));
    }
}
