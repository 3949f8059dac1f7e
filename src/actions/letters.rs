//! The outbox: a letter is posted in the transaction of its fact, claimed under a lease, and its end is noted.
//!
//! A secret that a letter carries, such as that of a link, is written as [`crate::mail::envelope::SECRET`] and kept sealed beside it. It is put in
//! when the letter is sent and then forgotten, so that what can be read here later opens nothing.

use serde_json::Value;

use crate::clock::Clock;
use crate::domain::account::Account;
use crate::domain::calendar::Instant;
use crate::domain::contact::{ContactRole, Reader};
use crate::domain::ids::{AccountId, LetterId, SubscriptionId};
use crate::domain::letter::LEASE_MINUTES;
use crate::mail::Desk;
use crate::mail::envelope::{Envelope, message_id};
use crate::mail::messages::{Heading, Letter};
use crate::store::contacts;
use crate::store::letters::{self, Attempt, Claimed, Lease, NewLetter};
use crate::store::{StoreError, Stored, Tx};

/// What the secrets of letters are sealed for.
const SECRET_USE: &str = "letter";

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

/// What a letter is about, and for whom.
#[derive(Debug, Clone, Copy, Default)]
pub struct About<'a> {
    /// The account; none: the person alone.
    pub account: Option<AccountId>,
    /// The subscription.
    pub subscription: Option<SubscriptionId>,
    /// As which contact of the account the reader gets it.
    pub reader: Option<ContactRole>,
    /// The secret that stands in it as [`crate::mail::envelope::SECRET`].
    pub secret: Option<&'a str>,
}

/// Renders a letter and queues it, due at once.
///
/// # Errors
/// It could not be rendered or stored.
pub fn post(
    tx: &mut Tx<'_>,
    desk: &Desk,
    at: Instant,
    about: About<'_>,
    to: &Reader,
    letter: &impl Letter,
) -> Result<(), NotPosted> {
    let id = LetterId::new();
    let envelope: Value =
        Envelope::seal(letter, &desk.from, to).map_err(NotPosted::Words)?.to_value().map_err(NotPosted::Form)?;
    let new = NewLetter {
        id,
        account: about.account,
        subscription: about.subscription,
        person: to.person,
        reader: about.reader,
        kind: letter.kind(),
        recipient: to.email.as_str().to_owned(),
        message_id: message_id(id, &desk.base_url),
        envelope,
        secret_sealed: about.secret.map(|secret| desk.vault.seal(SECRET_USE, secret.as_bytes())),
    };
    Ok(letters::insert(tx, &new, at)?)
}

/// Posts a letter about a subscription to every contact whose letter it is, each in their language.
///
/// # Errors
/// It could not be rendered or stored.
pub fn tell<L: Letter>(
    tx: &mut Tx<'_>,
    desk: &Desk,
    at: Instant,
    to: &Recipients<'_>,
    secret: Option<&str>,
    letter: impl Fn(Heading) -> L,
) -> Result<(), NotPosted> {
    let about =
        About { account: Some(to.account.id), subscription: Some(to.subscription), reader: Some(to.role), secret };
    for reader in contacts::readers(tx, to.account.id, to.role)? {
        post(tx, desk, at, about, &reader, &letter(desk.heading(&reader, to.account.language)))?;
    }
    Ok(())
}

/// The contacts of one role that a letter about a subscription goes to.
#[derive(Debug, Clone, Copy)]
pub struct Recipients<'a> {
    /// The account.
    pub account: &'a Account,
    /// The subscription.
    pub subscription: SubscriptionId,
    /// Which of its contacts.
    pub role: ContactRole,
}

/// Opens the secret of a letter; none if it carries none.
///
/// # Errors
/// It was sealed under another master key.
pub fn secret(desk: &Desk, sealed: Option<&str>) -> Result<Option<String>, String> {
    let Some(sealed) = sealed else { return Ok(None) };
    let bytes = desk.vault.open(SECRET_USE, sealed).map_err(|e| e.to_string())?;
    String::from_utf8(bytes).map(Some).map_err(|e| e.to_string())
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
