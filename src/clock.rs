//! The only place that asks what time it is. Everywhere else time is a value.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{TimeDelta, Utc};

use crate::domain::calendar::Instant;

/// A clock that can be handed around.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's.
    System,
    /// The machine's, moved by a number of microseconds that can be raised: the demo's.
    Sandbox(Arc<AtomicI64>),
    /// Stands still until it is set: the tests'. Microseconds since 1970.
    Fixed(Arc<AtomicI64>),
}

#[allow(clippy::disallowed_methods, reason = "this is the one place")]
fn system() -> Instant {
    Utc::now()
}

impl Clock {
    /// A sandbox clock that shows `at` now and goes on from there.
    #[must_use]
    pub fn sandbox(at: Instant) -> Self {
        Self::Sandbox(Arc::new(AtomicI64::new((at - system()).num_microseconds().unwrap_or(0))))
    }

    /// A clock that stands at `at`.
    #[must_use]
    pub fn fixed(at: Instant) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.timestamp_micros())))
    }

    /// The time by which everything is decided.
    #[must_use]
    pub fn now(&self) -> Instant {
        match self {
            Self::System => system(),
            Self::Sandbox(offset) => system() + TimeDelta::microseconds(offset.load(Ordering::SeqCst)),
            Self::Fixed(at) => Instant::from_timestamp_micros(at.load(Ordering::SeqCst)).unwrap_or_default(),
        }
    }

    /// The time by which sessions and leases run out: in the sandbox the machine's, so that moving the clock on by a
    /// quarter signs nobody out.
    #[must_use]
    pub fn wall(&self) -> Instant {
        match self {
            Self::Sandbox(_) => system(),
            Self::System | Self::Fixed(_) => self.now(),
        }
    }

    /// Moves a sandbox or fixed clock on; the machine's goes by itself.
    pub fn move_on(&self, by: TimeDelta) {
        match self {
            Self::System => {}
            Self::Sandbox(micros) | Self::Fixed(micros) => {
                micros.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
            }
        }
    }
}
