//! The outbox: a letter is posted in the transaction of its fact, claimed under a lease, and its end is noted.

use serde_json::Value;

use crate::clock::Clock;
use crate::domain::calendar::Instant;
use crate::domain::contact::Reader;
use crate::domain::ids::{AccountId, LetterId};
use crate::domain::letter::LEASE_MINUTES;
use crate::mail::Desk;
use crate::mail::envelope::{Envelope, message_id};
use crate::mail::messages::Letter;
use crate::store::letters::{self, Attempt, Claimed, Lease, NewLetter};
use crate::store::{StoreError, Stored, Tx};

/// A letter could not be posted, so its fact must not stand either.
#[derive(Debug)]
pub enum NotPosted {
    /// It could not be rendered.
    Words(askama::Error),
    /// It could not be written down.
    Form(serde_json::Error),
    /// It could not be stored.
    Store(StoreError),
}

impl std::fmt::Display for NotPosted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Words(cause) => write!(f, "a letter could not be rendered: {cause}"),
            Self::Form(cause) => write!(f, "a letter could not be written down: {cause}"),
            Self::Store(cause) => cause.fmt(f),
        }
    }
}

impl std::error::Error for NotPosted {}

impl From<StoreError> for NotPosted {
    fn from(cause: StoreError) -> Self {
        Self::Store(cause)
    }
}

/// Renders a letter and queues it, due at once.
///
/// # Errors
/// It could not be rendered or stored.
pub fn post(
    tx: &mut Tx<'_>,
    desk: &Desk,
    at: Instant,
    account: Option<AccountId>,
    to: &Reader,
    letter: &impl Letter,
) -> Result<(), NotPosted> {
    let id = LetterId::new();
    let envelope: Value =
        Envelope::seal(letter, &desk.from, to).map_err(NotPosted::Words)?.to_value().map_err(NotPosted::Form)?;
    let new = NewLetter {
        id,
        account,
        kind: letter.kind(),
        recipient: to.email.as_str().to_owned(),
        message_id: message_id(id, &desk.base_url),
        envelope,
    };
    Ok(letters::insert(tx, &new, at)?)
}

/// Claims at most `limit` due letters. What is due the clock's `now` says; a lease runs by its `wall`, so that moving a
/// sandbox on by a quarter does not send a letter twice.
///
/// # Errors
/// The store's own.
pub fn claim_due(tx: &mut Tx<'_>, clock: &Clock, limit: i64) -> Stored<Vec<Claimed>> {
    let from = clock.wall();
    let lease = Lease { from, until: from + chrono::TimeDelta::minutes(LEASE_MINUTES) };
    letters::claim(tx, clock.now(), lease, limit)
}

/// Notes how an attempt ended, and lets go of the letter.
///
/// # Errors
/// The store's own.
pub fn note(tx: &mut Tx<'_>, letter: LetterId, number: i64, attempt: &Attempt) -> Stored<()> {
    letters::note_attempt(tx, letter, number, attempt)
}
