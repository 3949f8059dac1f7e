//! The single place for installing an update that the portal orders: once per version, whatever happens in between (R35).

use std::fmt;

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::clock::MINUTE;
use crate::instance::Instance;
use crate::instance_id::{MAX_DETAIL, Outcome, OutcomeResult, UpdateMode};
use crate::state::{State, StateError};
use crate::token::TokenUpdate;
use crate::version::{Version, is_newer};
use crate::wire;

/// Versions remembered as begun.
const REMEMBERED: usize = 100;
/// Longest version or reason handed to an updater, in characters.
const LONGEST: usize = 64;
/// Why an update failed that was begun and of whose end nothing was heard.
const INTERRUPTED: &str = "interrupted";

/// Installs another version of the product: the vendor's own way to do it.
pub trait Updater {
    /// Installs version `to`; `why` is `security` or `requested`. Both are short words of letters, digits and `.+-_~:`, beginning with a letter or digit.
    ///
    /// # Errors
    /// Why not, in a few words, for the portal and the log: `exit status 3`.
    fn install(&self, to: &str, why: &str) -> Result<(), String>;
}

/// Whether a token's update is to be installed rather than told: a version once begun is not begun again, unless a later token says that a person wants it.
pub(crate) fn is_order(update: &TokenUpdate, begun: &[String]) -> bool {
    update.apply == UpdateMode::Patch && (update.why == "requested" || !begun.contains(&update.to))
}

impl Instance {
    /// Installs what the last token ordered, if this instance chose to patch ([`Instance::choose_updates`]) and runs an older version. How it ended goes
    /// into the next message. That it was begun is on disk before `updater` is asked, so a kill in between does not begin it twice; it then stays
    /// `interrupted` until the version it was to install runs here: an update may restart whoever asked for it. `clock` tells the time, before and after.
    ///
    /// # Errors
    /// Any [`StateError`]; before the updater was asked if its being asked cannot be written down.
    pub fn install_update(
        &self,
        updater: &dyn Updater,
        clock: &dyn Fn() -> DateTime<Utc>,
    ) -> Result<Option<Outcome>, StateError> {
        if !self.has_order(&self.load()?) {
            return Ok(None);
        }
        let Some(TokenUpdate { to, why, .. }) = self.update(|state| Ok::<_, StateError>(self.begin(state, clock())))?
        else {
            return Ok(None);
        };
        let ended = if is_word(&to) && is_word(&why) {
            updater.install(&to, &why)
        } else {
            Err("not the name of a version".to_owned())
        };
        self.update(|state| {
            let at = state.seen.raise(clock());
            let outcome = match ended {
                Ok(()) => done(state, &to, at),
                Err(reason) => failed(&to, at, &reason),
            };
            state.update.outcome = Some(outcome.clone());
            Ok(Some(outcome))
        })
    }

    /// An update that was interrupted and whose version runs here was installed: it restarted the process that had begun it.
    pub(crate) fn settle_update(&self, state: &mut State, now: DateTime<Utc>) {
        let version = &self.settings.version;
        let is_same =
            |to: &str| to == version || Version::parse(to).is_some_and(|to| Version::parse(version) == Some(to));
        let interrupted = |run: &&Outcome| is_same(&run.to) && run.detail.as_deref() == Some(INTERRUPTED);
        // Under the name it was ordered by.
        if let Some(to) = state.update.outcome.as_ref().filter(interrupted).map(|run| run.to.clone()) {
            state.update.outcome = Some(done(state, &to, now));
        }
    }

    /// The update that the last token asks for, unless its version or a later one runs here.
    ///
    /// # Errors
    /// Any [`StateError`].
    pub fn asked_update(&self) -> Result<Option<Asked>, StateError> {
        let state = self.load()?;
        let is_ordered = self.has_order(&state);
        let update = state.asked.or(state.order).filter(|update| self.is_due(update));
        Ok(update.map(|update| {
            let outcome = state.update.outcome.filter(|run| run.to == update.to);
            Asked { update, is_ordered, outcome }
        }))
    }

    fn has_order(&self, state: &State) -> bool {
        state.update.mode == UpdateMode::Patch && state.order.as_ref().is_some_and(|order| self.is_due(order))
    }

    /// Whether what runs here is older, as far as anybody can tell.
    fn is_due(&self, update: &TokenUpdate) -> bool {
        is_newer(&update.to, &self.settings.version)
    }

    /// Takes the order out of the state and notes that it was begun; another process may have been faster.
    fn begin(&self, state: &mut State, now: DateTime<Utc>) -> Option<TokenUpdate> {
        if !self.has_order(state) {
            return None;
        }
        let order = state.order.take()?;
        state.update.outcome = Some(failed(&order.to, state.seen.raise(now), INTERRUPTED));
        state.begun.retain(|version| *version != order.to);
        state.begun.push(order.to.clone());
        let forgotten = state.begun.len().saturating_sub(REMEMBERED);
        state.begun.drain(..forgotten);
        Some(order)
    }
}

fn done(state: &mut State, to: &str, at: DateTime<Utc>) -> Outcome {
    state.update.last = Some(to.to_owned());
    Outcome { to: to.to_owned(), at, result: OutcomeResult::Done, detail: None }
}

/// A failure as the portal takes it: short, and without control characters.
fn failed(to: &str, at: DateTime<Utc>, reason: &str) -> Outcome {
    Outcome {
        to: wire::printable(to, LONGEST),
        at,
        result: OutcomeResult::Failed,
        detail: Some(wire::printable(reason, MAX_DETAIL)),
    }
}

/// An update that is asked for and does not run here yet (R35).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// What is asked for, and why.
    pub update: TokenUpdate,
    /// Whether it will be installed here without asking anybody.
    pub is_ordered: bool,
    /// How its installation ended, if it was begun.
    pub outcome: Option<Outcome>,
}

impl fmt::Display for Asked {
    /// A sentence or two, to show to the administrator.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TokenUpdate { to, why, .. } = &self.update;
        write!(f, "The vendor asks to install version {to} ({why}).")?;
        match &self.outcome {
            _ if self.is_ordered => f.write_str(" It is installed with the next sync."),
            Some(run) if run.detail.as_deref() == Some(INTERRUPTED) => {
                let at = run.at.format(MINUTE);
                write!(f, " That was begun on {at}, and how it ended is not known yet.")
            }
            Some(run) => write!(f, " {run}"),
            None => Ok(()),
        }
    }
}

/// Safe as one argument of a command: it cannot be taken for an option or a path.
fn is_word(text: &str) -> bool {
    text.len() <= LONGEST
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || ".+-_~:".contains(c))
}

impl fmt::Display for Outcome {
    /// A sentence, to show to the administrator.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.result, &self.detail) {
            (OutcomeResult::Done, _) => write!(f, "Version {} is installed.", self.to),
            (OutcomeResult::Failed, None) => write!(f, "Version {} could not be installed.", self.to),
            (OutcomeResult::Failed, Some(detail)) => {
                write!(f, "Version {} could not be installed ({detail}): install it by hand.", self.to)
            }
        }
    }
}
