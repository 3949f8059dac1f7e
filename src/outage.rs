//! An outage of something the portal stands on: said once when it begins and once when it is over, however many requests
//! meet it. What cannot be had is not our defect, so it is not logged as one.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Whether something is out, since when, and what it is called.
#[derive(Debug)]
pub struct Outage {
    what: &'static str,
    since: Mutex<Option<Instant>>,
}

impl Outage {
    /// Of a thing that is there.
    #[must_use]
    pub const fn new(what: &'static str) -> Self {
        Self { what, since: Mutex::new(None) }
    }

    /// Whether it goes on.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.since.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// It is not there; said once.
    pub fn begin(&self, cause: &str) {
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        if since.is_none() {
            *since = Some(Instant::now());
            tracing::error!(what = self.what, cause, "an outage begins; what needs it is answered with 503");
        }
    }

    /// It is there; said once.
    pub fn end(&self) {
        let ended = self.since.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(since) = ended {
            tracing::warn!(what = self.what, seconds = since.elapsed().as_secs(), "an outage is over");
        }
    }
}
