//! A machine whose time passes when the daemon rests, and that jumps and sleeps when a test wants it to.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use seatsync_agent::daemon::Clock;

use super::at;

/// Two clocks in one hand.
pub struct FakeClock {
    now: Cell<DateTime<Utc>>,
    running: Cell<Duration>,
    left: Cell<Duration>,
    /// How long each rest was.
    pub rests: RefCell<Vec<Duration>>,
}

impl FakeClock {
    pub fn new(start: &str) -> Self {
        Self {
            now: Cell::new(at(start)),
            running: Cell::new(Duration::from_secs(7)),
            left: Cell::default(),
            rests: RefCell::default(),
        }
    }

    /// The daemon may run for this long from now on.
    pub fn allow(&self, time: TimeDelta) {
        self.left.set(time.to_std().unwrap());
    }

    /// The time of day jumps; nothing else does. Also what a machine that slept sees.
    pub fn jump(&self, by: TimeDelta) {
        self.now.set(self.now.get() + by);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> DateTime<Utc> {
        self.now.get()
    }

    fn running(&self) -> Duration {
        self.running.get()
    }

    fn rest(&self, at_most: Duration) -> bool {
        self.rests.borrow_mut().push(at_most);
        let rest = at_most.min(self.left.get());
        self.now.set(self.now.get() + rest);
        self.running.set(self.running.get() + rest);
        self.left.set(self.left.get() - rest);
        // The last instant is still looked at: `allow` is exact.
        !rest.is_zero()
    }
}
