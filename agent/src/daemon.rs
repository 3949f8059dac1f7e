//! The single place for what runs beside a product day and night: sync by schedule (R32), ordered updates (R35), and a word when the standing changes.
//!
//! An update is waited for, as long as the product's [`Updater`] takes (the program's: an hour at most): meanwhile nothing is synced, and a standing that
//! changes at midnight is said only afterwards. An updater that takes long had better start the work elsewhere and return.
//!
//! Nothing here is needed for the standing itself: whoever asks [`Instance::permits`] gets the truth of that instant, whether this runs or not.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock::MINUTE;
use crate::instance::Instance;
use crate::instance_id::Outcome;
use crate::schedule::Schedule;
use crate::standing::Standing;
use crate::state::{State, StateError};
use crate::sync::{SyncFailed, Synced, Transport};
use crate::updates::Updater;

/// Longest rest. It ends on the full minute, so that what begins at 00:00:00Z is noticed in that second.
const LONGEST_REST: TimeDelta = TimeDelta::minutes(1);
/// Shortest rest: whatever a clock says, the processor is left to others.
const SHORTEST_REST: Duration = Duration::from_millis(100);

/// How often the time is written down though nothing else happens, so that an idle machine's disk may sleep (R29).
const WRITE_EVERY: Duration = Duration::from_hours(1);

/// Two clocks and patience, from the machine or from a test.
pub trait Clock {
    /// The machine's time of day; may jump.
    fn now(&self) -> DateTime<Utc>;
    /// Time since some fixed instant; never jumps, and may stand still while the machine sleeps.
    fn running(&self) -> Duration;
    /// Rests for about that long. False to end the daemon.
    fn rest(&self, at_most: Duration) -> bool;
}

/// What a daemon works with.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The way to the portal.
    pub transport: &'a dyn Transport,
    /// The machine's clocks.
    pub clock: &'a dyn Clock,
    /// The vendor's way to install an update; without one people are told.
    pub updater: Option<&'a dyn Updater>,
}

/// Something to tell the administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Where the instance stands, at the start and whenever it is another license or another word than before.
    Standing {
        /// Since now.
        standing: Standing,
        /// What it means.
        sentence: String,
    },
    /// A sync went well.
    Synced {
        /// What it brought.
        synced: Synced,
        /// When the next one is due.
        next: DateTime<Utc>,
    },
    /// A sync did not.
    Failed {
        /// Why.
        failed: SyncFailed,
        /// When it is tried again.
        next: DateTime<Utc>,
    },
    /// The update command has run.
    Updated(Outcome),
    /// The instance's files cannot be used; said once until it changes.
    Files(StateError),
}

/// A loop around one instance. Keeps nothing that a restart loses but the count of failures.
#[derive(Debug, Default)]
pub struct Daemon {
    standing: Option<Standing>,
    written: Option<Duration>,
    due: Option<Due>,
    failures: u32,
    complaint: Option<StateError>,
}

/// When the next sync is due: by whichever clock gets there first. A time of day that was turned back delays it by no more than was to be waited anyway,
/// and a machine that slept is late by no more than a minute.
#[derive(Debug, Clone, Copy)]
struct Due {
    at: DateTime<Utc>,
    running: Duration,
}

impl Daemon {
    /// One that has not looked around yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Works until [`Clock::rest`] says to end.
    pub fn run(&mut self, instance: &Instance, with: Surroundings<'_>, tell: &mut dyn FnMut(Event)) {
        loop {
            self.step(instance, with).into_iter().for_each(&mut *tell);
            if !with.clock.rest(self.rest(with.clock)) {
                return;
            }
        }
    }

    /// Does what is due now; for a loop of one's own. At most one sync and one update, whose end it waits for.
    pub fn step(&mut self, instance: &Instance, with: Surroundings<'_>) -> Vec<Event> {
        let mut events = Vec::new();
        let done = self.work(instance, with, &mut events);
        if self.complaint != done.clone().err() {
            self.complaint = done.err();
            events.extend(self.complaint.clone().map(Event::Files));
        }
        events
    }

    /// How long to rest after a step: to the full minute, or to the next sync.
    #[must_use]
    pub fn rest(&self, clock: &dyn Clock) -> Duration {
        let (now, running) = (clock.now(), clock.running());
        let into_minute = TimeDelta::milliseconds(now.timestamp_millis().rem_euclid(60_000));
        let to_minute = positive(LONGEST_REST - into_minute);
        let to_sync = self.due.map(|due| positive(due.at - now).min(due.running.saturating_sub(running)));
        to_sync.map_or(to_minute, |rest| rest.min(to_minute)).max(SHORTEST_REST)
    }

    fn work(&mut self, instance: &Instance, with: Surroundings<'_>, events: &mut Vec<Event>) -> Result<(), StateError> {
        self.look(instance, with.clock, events)?;
        if self.is_due(instance, with.clock)? {
            events.push(self.sync(instance, with));
            self.look(instance, with.clock, events)?;
        }
        if let Some(updater) = with.updater {
            events.extend(instance.install_update(updater, &|| with.clock.now())?.map(Event::Updated));
        }
        Ok(())
    }

    /// Notices a standing that is not the one of the last look.
    fn look(&mut self, instance: &Instance, clock: &dyn Clock, events: &mut Vec<Event>) -> Result<(), StateError> {
        let standing = instance.glance(clock.now())?;
        let changed = self.standing.as_ref() != Some(&standing);
        if changed || self.written.is_none_or(|written| clock.running().saturating_sub(written) >= WRITE_EVERY) {
            instance.standing(clock.now())?;
            self.written = Some(clock.running());
        }
        if changed {
            let sentence = standing.sentence(&instance.settings.free_tier);
            events.push(Event::Standing { standing: standing.clone(), sentence });
            self.standing = Some(standing);
        }
        Ok(())
    }

    fn is_due(&mut self, instance: &Instance, clock: &dyn Clock) -> Result<bool, StateError> {
        let due = match self.due {
            Some(due) => due,
            None => self.plan(instance, first(&instance.state()?, clock.now()), clock),
        };
        Ok(clock.now() >= due.at || clock.running() >= due.running)
    }

    fn sync(&mut self, instance: &Instance, with: Surroundings<'_>) -> Event {
        let schedule = Schedule::of(instance.id());
        let answer = instance.sync(with.transport, with.clock.now(), None);
        // The transport may have taken its time.
        let now = with.clock.now();
        match answer {
            Ok(synced) => {
                self.failures = 0;
                let wish = synced.loaded.as_ref().and_then(|loaded| loaded.next_sync);
                let next = self.plan(instance, schedule.after_answer(now, wish), with.clock).at;
                Event::Synced { synced, next }
            }
            Err(failed) => {
                let for_good = matches!(failed, SyncFailed::Refused { .. });
                self.failures = if for_good { 0 } else { self.failures + 1 };
                let again = schedule.after_failure(self.failures, now, failed.retry_after());
                if again.is_none() {
                    self.failures = 0;
                }
                let next = self.plan(instance, again.unwrap_or_else(|| schedule.turn_after(now)), with.clock).at;
                Event::Failed { failed, next }
            }
        }
    }

    /// Plans the next sync, and writes it down for whoever asks [`Instance::contact`].
    fn plan(&mut self, instance: &Instance, at: DateTime<Utc>, clock: &dyn Clock) -> Due {
        instance.note_next_try(at);
        *self.due.insert(due(at, clock))
    }
}

fn due(at: DateTime<Utc>, clock: &dyn Clock) -> Due {
    Due { at, running: clock.running() + positive(at - clock.now()) }
}

/// When the first sync after a start is due: at once if a turn was missed. A last answer from the future, by a clock since turned back, is of now.
fn first(state: &State, now: DateTime<Utc>) -> DateTime<Utc> {
    let schedule = Schedule::of(state.instance);
    state.tokens.last().map_or(now, |token| schedule.after_answer(token.loaded_at.min(now), state.next_sync))
}

fn positive(span: TimeDelta) -> Duration {
    span.to_std().unwrap_or_default()
}

impl fmt::Display for Event {
    /// One line, to show to the administrator.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Standing { sentence, .. } => f.write_str(sentence),
            Self::Synced { synced, next } => {
                write!(f, "{synced}")?;
                let notices = synced.loaded.iter().flat_map(|loaded| &loaded.notices);
                notices.map(|notice| &notice.text).try_for_each(|text| write!(f, " {text}"))?;
                write!(f, " Next sync: {}.", next.format(MINUTE))
            }
            Self::Failed { failed, next } => write!(f, "{failed} Next try: {}.", next.format(MINUTE)),
            Self::Updated(outcome) => outcome.fmt(f),
            Self::Files(error) => error.fmt(f),
        }
    }
}
