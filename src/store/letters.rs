//! The outbox: a letter is a row, written in the transaction of its fact and sent later under a lease.

use diesel::prelude::*;
use serde_json::Value;

use super::dialect::for_update_skip_locked;
use super::schema::letters;
use super::sql_types::{At, Json};
use super::{Conn, Stored, Tx};
use crate::domain::calendar::Instant;
use crate::domain::contact::ContactRole;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AccountId, LetterId, PersonId, SubscriptionId};
use crate::domain::letter::LetterKind;

/// A letter to be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct NewLetter {
    /// Its key; its `Message-ID` is made from it and never changes.
    pub id: LetterId,
    /// About which account; none if to a person alone.
    pub account: Option<AccountId>,
    /// About which subscription, if about one.
    pub subscription: Option<SubscriptionId>,
    /// Who reads it here; none if somebody who cannot sign in.
    pub person: Option<PersonId>,
    /// As which contact of the account they get it; none if as themselves.
    pub reader: Option<ContactRole>,
    /// Which letter.
    pub kind: LetterKind,
    /// To whom.
    pub recipient: String,
    /// The `Message-ID`, without angle brackets.
    pub message_id: String,
    /// The rendered letter, whole but for its secret.
    pub envelope: Value,
    /// Its secret, encrypted under the master key.
    pub secret_sealed: Option<String>,
}

/// Queues a letter.
///
/// # Errors
/// The store's own.
pub fn insert(tx: &mut Tx<'_>, new: &NewLetter, at: Instant) -> Stored<()> {
    let values = (
        letters::id.eq(new.id),
        letters::account_id.eq(new.account),
        letters::subscription_id.eq(new.subscription),
        letters::person_id.eq(new.person),
        letters::reader.eq(new.reader),
        letters::secret_sealed.eq(new.secret_sealed.as_deref()),
        letters::kind.eq(new.kind),
        letters::recipient.eq(&new.recipient),
        letters::message_id.eq(&new.message_id),
        letters::envelope.eq(Json::of(new.envelope.clone())),
        letters::queued_at.eq(At(at)),
        letters::due_at.eq(At(at)),
        letters::attempts.eq(0),
    );
    diesel::insert_into(letters::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// A letter claimed for sending.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Claimed {
    /// Its key.
    pub id: LetterId,
    /// The `Message-ID`, without angle brackets.
    pub message_id: String,
    /// The rendered letter.
    pub envelope: Value,
    /// When it was queued: its `Date`, however late it goes.
    pub queued_at: Instant,
    /// Attempts before this one.
    pub attempts: i64,
    /// Its secret, encrypted under the master key.
    pub secret_sealed: Option<String>,
}

/// How long a claim holds, by the machine's own time and not by the time that decides what is due.
///
/// A claim that would hold for longer than a new one was made by a clock that was ahead and has been set right since: it is
/// none, and whoever claims says so beside [`Lease::from`]. The same goes for everything that waits for a moment: no wait
/// is longer than it would be if it began now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// Leases that ran out by then are free.
    pub from: Instant,
    /// When this one runs out.
    pub until: Instant,
}

/// Claims up to `limit` letters due at `now`: nobody else sends them during the lease. A worker that dies lets go of
/// them by that lease running out.
///
/// # Errors
/// The store's own.
pub fn claim(tx: &mut Tx<'_>, now: Instant, lease: Lease, limit: i64) -> Stored<Vec<Claimed>> {
    let due = letters::table
        .filter(letters::sent_at.is_null())
        .filter(letters::refused_at.is_null())
        .filter(letters::due_at.le(At(now)))
        .filter(letters::leased_until.is_null().or(letters::leased_until.le(At(lease.from))))
        .order((letters::due_at, letters::id))
        .limit(limit)
        .select((
            letters::id,
            letters::message_id,
            letters::envelope,
            letters::queued_at,
            letters::attempts,
            letters::secret_sealed,
        ));
    let claimed: Vec<Claimed> = for_update_skip_locked(due).load(tx.raw())?;
    let ids: Vec<LetterId> = claimed.iter().map(|l| l.id).collect();
    let mine = letters::table.filter(letters::id.eq_any(ids));
    let change = (letters::leased_until.eq(At(lease.until)), letters::attempts.eq(letters::attempts + 1));
    diesel::update(mine).set(change).execute(tx.raw())?;
    Ok(claimed)
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// It was handed over.
    Sent {
        /// When.
        at: Instant,
        /// Whether its secret is kept, as the demo's mailbox needs it; otherwise it is forgotten.
        keeps_secret: bool,
    },
    /// Not this time.
    Again {
        /// When to try next.
        due_at: Instant,
        /// Why.
        error: String,
    },
    /// Refused for good: staff must look.
    Refused {
        /// When.
        at: Instant,
        /// Why.
        error: String,
    },
}

/// Notes how attempt `number` (1 first) ended, and lets go of the letter. Once sent, a letter stays sent; an attempt
/// that came to nothing after its lease was lost to another changes nothing.
///
/// # Errors
/// The store's own.
pub fn note_attempt(tx: &mut Tx<'_>, id: LetterId, number: i64, attempt: &Attempt) -> Stored<()> {
    let unsent = letters::table.filter(letters::id.eq(id)).filter(letters::sent_at.is_null());
    let mine = unsent.filter(letters::attempts.eq(number));
    let free = letters::leased_until.eq(None::<At>);
    match attempt {
        Attempt::Sent { at, keeps_secret: true } => {
            diesel::update(unsent).set((letters::sent_at.eq(At(*at)), free)).execute(tx.raw())?
        }
        Attempt::Sent { at, keeps_secret: false } => {
            let forgotten = letters::secret_sealed.eq(None::<String>);
            diesel::update(unsent).set((letters::sent_at.eq(At(*at)), free, forgotten)).execute(tx.raw())?
        }
        Attempt::Again { due_at, error } => {
            let change = (letters::due_at.eq(At(*due_at)), letters::last_error.eq(error), free);
            diesel::update(mine).set(change).execute(tx.raw())?
        }
        Attempt::Refused { at, error } => {
            let change = (letters::refused_at.eq(At(*at)), letters::last_error.eq(error), free);
            diesel::update(mine).set(change).execute(tx.raw())?
        }
    };
    Ok(())
}

/// Takes back every letter to a person that was not sent yet, and forgets its secret.
///
/// # Errors
/// The store's own.
pub fn withdraw(tx: &mut Tx<'_>, person: PersonId, address: &EmailAddress, at: Instant) -> Stored<()> {
    let theirs = letters::table
        .filter(letters::sent_at.is_null())
        .filter(letters::refused_at.is_null())
        .filter(letters::person_id.eq(person).or(letters::recipient.eq(address.as_str())));
    let change = (
        letters::refused_at.eq(At(at)),
        letters::last_error.eq("withdrawn: the person can't sign in any more"),
        letters::secret_sealed.eq(None::<String>),
        letters::leased_until.eq(None::<At>),
    );
    diesel::update(theirs).set(change).execute(tx.raw())?;
    Ok(())
}

/// A letter as staff and the demo's mailbox see it.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = letters)]
pub struct Letter {
    /// Its key.
    pub id: LetterId,
    /// Which letter.
    pub kind: LetterKind,
    /// To whom.
    pub recipient: String,
    /// The `Message-ID`, without angle brackets.
    pub message_id: String,
    /// The rendered letter.
    pub envelope: Value,
    /// When it was queued.
    pub queued_at: Instant,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was sent.
    pub sent_at: Option<Instant>,
    /// When it was refused for good.
    pub refused_at: Option<Instant>,
    /// Why it was not sent at the last attempt.
    pub last_error: Option<String>,
    /// Its secret, encrypted under the master key; none if it has none, or none any more.
    pub secret_sealed: Option<String>,
}

/// The newest letters first, at most `limit` after so many; for staff and the demo.
///
/// # Errors
/// The store's own.
pub fn list(c: &mut Conn<'_>, after: i64, limit: i64) -> Stored<Vec<Letter>> {
    let newest = letters::table.order((letters::queued_at.desc(), letters::id.desc())).offset(after).limit(limit);
    Ok(newest.select(Letter::as_select()).load(c.raw())?)
}

/// One letter; for staff and the demo.
///
/// # Errors
/// The store's own.
pub fn find(c: &mut Conn<'_>, id: LetterId) -> Stored<Option<Letter>> {
    Ok(letters::table.find(id).select(Letter::as_select()).first(c.raw()).optional()?)
}

/// The letters that are neither sent nor refused, and those refused: how many of each.
///
/// # Errors
/// The store's own.
pub fn unsent(c: &mut Conn<'_>) -> Stored<(i64, i64)> {
    let waiting = letters::table.filter(letters::sent_at.is_null()).filter(letters::refused_at.is_null());
    let refused = letters::table.filter(letters::refused_at.is_not_null());
    Ok((waiting.count().get_result(c.raw())?, refused.count().get_result(c.raw())?))
}

/// As [`unsent`], but neither is counted further than one above `most`: a page must not cost more the longer the queue is.
///
/// # Errors
/// The store's own.
pub fn unsent_at_most(c: &mut Conn<'_>, most: i64) -> Stored<(i64, i64)> {
    let waiting = letters::table.filter(letters::sent_at.is_null()).filter(letters::refused_at.is_null());
    let refused = letters::table.filter(letters::refused_at.is_not_null());
    let waiting: Vec<LetterId> = waiting.limit(most + 1).select(letters::id).load(c.raw())?;
    let refused: Vec<LetterId> = refused.limit(most + 1).select(letters::id).load(c.raw())?;
    Ok((i64::try_from(waiting.len()).unwrap_or(i64::MAX), i64::try_from(refused.len()).unwrap_or(i64::MAX)))
}

/// The letters to a person, newest first, at most `limit`.
///
/// # Errors
/// The store's own.
pub fn to_person(c: &mut Conn<'_>, person: PersonId, limit: i64) -> Stored<Vec<Letter>> {
    let theirs = letters::table.filter(letters::person_id.eq(person));
    let newest = theirs.order((letters::queued_at.desc(), letters::id.desc())).limit(limit);
    Ok(newest.select(Letter::as_select()).load(c.raw())?)
}

/// One letter to a person.
///
/// # Errors
/// The store's own.
pub fn find_to_person(c: &mut Conn<'_>, person: PersonId, id: LetterId) -> Stored<Option<Letter>> {
    let one = letters::table.filter(letters::person_id.eq(person)).filter(letters::id.eq(id));
    Ok(one.select(Letter::as_select()).first(c.raw()).optional()?)
}

/// The letters about a subscription in the order in which they were written: when, which, and to which contact.
///
/// # Errors
/// The store's own.
pub fn about(
    c: &mut Conn<'_>,
    account: AccountId,
    subscription: SubscriptionId,
) -> Stored<Vec<(Instant, LetterKind, Option<ContactRole>)>> {
    let of = letters::table.filter(letters::account_id.eq(account)).filter(letters::subscription_id.eq(subscription));
    let written = of.order((letters::queued_at, letters::id));
    Ok(written.select((letters::queued_at, letters::kind, letters::reader)).load(c.raw())?)
}
