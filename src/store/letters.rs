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
use crate::domain::ids::{AccountId, InstanceId, LetterId, PersonId, SubscriptionId};
use crate::domain::letter::{ACCESS, LEASE_MINUTES, LetterKind, REPEAT_MINUTES, SKEW_SECONDS};

/// A letter to be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct NewLetter {
    /// Its key; its `Message-ID` is made from it and never changes.
    pub id: LetterId,
    /// About which account; none if to a person alone.
    pub account: Option<AccountId>,
    /// About which subscription, if about one.
    pub subscription: Option<SubscriptionId>,
    /// About which of its instances, if about one alone.
    pub instance: Option<InstanceId>,
    /// Who reads it here; none if somebody who cannot sign in.
    pub person: Option<PersonId>,
    /// As which contact of the account they get it; none if as themselves.
    pub reader: Option<ContactRole>,
    pub kind: LetterKind,
    /// To whom.
    pub recipient: String,
    /// The `Message-ID`, without angle brackets.
    pub message_id: String,
    /// The rendered letter, whole but for its secret.
    pub envelope: Value,
    /// Its secret, encrypted under the master key.
    pub secret_sealed: Option<String>,
    /// When what it tells of happened: its `Date`.
    pub queued_at: Instant,
    /// Until when it is held back; none: it is due at once.
    pub held: Option<Held>,
}

/// Why a letter is not due at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub until: Instant,
    /// Since when it waits.
    pub since: Instant,
    /// When the first thing happened that it tells of, in place of letters it replaced; none: it replaced none.
    pub stands_from: Option<Instant>,
}

/// Queues a letter.
pub fn insert(tx: &mut Tx<'_>, new: &NewLetter, at: Instant) -> Stored<()> {
    let values = (
        letters::id.eq(new.id),
        letters::account_id.eq(new.account),
        letters::subscription_id.eq(new.subscription),
        letters::instance_id.eq(new.instance),
        letters::person_id.eq(new.person),
        letters::reader.eq(new.reader),
        letters::secret_sealed.eq(new.secret_sealed.as_deref()),
        letters::kind.eq(new.kind),
        letters::recipient.eq(&new.recipient),
        letters::message_id.eq(&new.message_id),
        letters::envelope.eq(Json::of(new.envelope.clone())),
        letters::queued_at.eq(At(new.queued_at)),
        letters::due_at.eq(At(new.held.map_or(at, |held| held.until))),
        letters::waits_since.eq(At(new.held.map_or(at, |held| held.since))),
        letters::stands_from.eq(new.held.and_then(|held| held.stands_from).map(At)),
        letters::priority.eq(new.kind.priority()),
        letters::attempts.eq(0),
    );
    diesel::insert_into(letters::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Letters that tell one reader of the same thing.
#[derive(Debug, Clone, Copy)]
pub struct Same<'a> {
    pub account: AccountId,
    /// About which subscription.
    pub subscription: SubscriptionId,
    /// About which of its instances; none: about none alone.
    pub instance: Option<InstanceId>,
    /// To whom.
    pub recipient: &'a str,
    /// Which letters.
    pub kinds: &'static [LetterKind],
}

/// Removes the letter that is held back and that nobody has tried to send, if there is one: how it was held.
pub fn take_held(tx: &mut Tx<'_>, same: Same<'_>, now: Instant) -> Stored<Option<Held>> {
    type Row = (LetterId, Instant, Instant, Option<Instant>, Instant);
    let lately = now - chrono::TimeDelta::minutes(REPEAT_MINUTES);
    let held = letters::table
        .filter(letters::subscription_id.eq(same.subscription))
        .filter(letters::recipient.eq(same.recipient))
        .filter(letters::kind.eq_any(same.kinds))
        .filter(letters::sent_at.is_null())
        .filter(letters::refused_at.is_null())
        .filter(letters::attempts.eq(0))
        .filter(letters::due_at.gt(letters::waits_since))
        .filter(letters::due_at.gt(At(now)).or(letters::queued_at.gt(At(lately))))
        .order(letters::id.desc())
        .select((letters::id, letters::due_at, letters::waits_since, letters::stands_from, letters::queued_at))
        .into_boxed();
    let held = match same.instance {
        Some(instance) => held.filter(letters::instance_id.eq(instance)),
        None => held.filter(letters::instance_id.is_null()),
    };
    let Some((id, until, since, stands_from, queued_at)) = held.first::<Row>(tx.raw()).optional()? else {
        return Ok(None);
    };
    // A worker may have claimed it meanwhile: then it goes, and the next one as well.
    let mine = letters::table.filter(letters::id.eq(id)).filter(letters::attempts.eq(0));
    if diesel::delete(mine).execute(tx.raw())? == 0 {
        return Ok(None);
    }
    Ok(Some(Held { until, since, stands_from: Some(stands_from.unwrap_or(queued_at)) }))
}

/// What was written of the same since a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Letters of these kinds to the same address, whatever they are about.
    pub to_address: i64,
    /// Of the same account, to whomever.
    pub of_account: i64,
    /// When the last one about the same thing to the same address was due.
    pub last_due: Option<Instant>,
}

/// What was written of the same since a moment; it counts no further than `most`.
pub fn written_since(c: &mut Conn<'_>, same: Same<'_>, since: Instant, most: i64) -> Stored<Written> {
    type Row = (Option<SubscriptionId>, Option<InstanceId>, Instant);
    let newest = || {
        let of = letters::table.filter(letters::queued_at.gt(At(since))).filter(letters::kind.eq_any(same.kinds));
        of.order(letters::queued_at.desc()).limit(most)
    };
    let to_address: Vec<Row> = newest()
        .filter(letters::recipient.eq(same.recipient))
        .select((letters::subscription_id, letters::instance_id, letters::due_at))
        .load(c.raw())?;
    let of_account: Vec<LetterId> =
        newest().filter(letters::account_id.eq(same.account)).select(letters::id).load(c.raw())?;
    let is_same = |row: &&Row| (row.0, row.1) == (Some(same.subscription), same.instance);
    Ok(Written {
        to_address: i64::try_from(to_address.len()).unwrap_or(i64::MAX),
        of_account: i64::try_from(of_account.len()).unwrap_or(i64::MAX),
        last_due: to_address.iter().filter(is_same).map(|row| row.2).max(),
    })
}

/// A letter claimed for sending.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Claimed {
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

/// Whether a letter of one of these priorities is due and free: what a worker asks before it writes.
pub fn is_any_due(c: &mut Conn<'_>, now: Instant, lease: Lease, priorities: &[i64]) -> Stored<bool> {
    for priority in priorities {
        let due = letters::table
            .filter(letters::sent_at.is_null())
            .filter(letters::refused_at.is_null())
            .filter(letters::priority.eq(*priority))
            .filter(letters::due_at.le(At(now)))
            .filter(letters::leased_until.is_null().or(letters::leased_until.le(At(lease.from))));
        if due.select(letters::id).first::<LetterId>(c.raw()).optional()?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a letter waits, or is leased, since a moment that has not come: by a clock that was ahead and was set right.
pub fn waits_for_no_future(c: &mut Conn<'_>, now: Instant, wall: Instant) -> Stored<bool> {
    let (noted, leased) = futures(now, wall);
    let waiting = letters::table
        .filter(letters::sent_at.is_null())
        .filter(letters::refused_at.is_null())
        .filter(letters::waits_since.gt(At(noted)));
    let held = letters::table
        .filter(letters::sent_at.is_null())
        .filter(letters::refused_at.is_null())
        .filter(letters::leased_until.gt(At(leased)));
    let waits = waiting.select(letters::id).first::<LetterId>(c.raw()).optional()?.is_some()
        || held.select(letters::id).first::<LetterId>(c.raw()).optional()?.is_some();
    Ok(!waits)
}

/// From when on a wait, and the end of a lease, were noted by a clock that was ahead.
fn futures(now: Instant, wall: Instant) -> (Instant, Instant) {
    let skew = chrono::TimeDelta::seconds(SKEW_SECONDS);
    (now + skew, wall + chrono::TimeDelta::minutes(LEASE_MINUTES) + skew)
}

/// Lets go of letters that wait for a future (see [`waits_for_no_future`]): they are due now.
pub fn set_right(tx: &mut Tx<'_>, now: Instant, wall: Instant) -> Stored<()> {
    let (noted, leased) = futures(now, wall);
    let unsent = || letters::table.filter(letters::sent_at.is_null()).filter(letters::refused_at.is_null());
    let due = (letters::due_at.eq(At(now)), letters::waits_since.eq(At(now)));
    diesel::update(unsent().filter(letters::waits_since.gt(At(noted)))).set(due).execute(tx.raw())?;
    diesel::update(unsent().filter(letters::leased_until.gt(At(leased))))
        .set(letters::leased_until.eq(None::<At>))
        .execute(tx.raw())?;
    Ok(())
}

/// Claims up to `limit` letters due at `now`, of one priority after another: nobody else sends them during the lease. A worker
/// that dies lets go of them by that lease running out.
pub fn claim(tx: &mut Tx<'_>, now: Instant, lease: Lease, priorities: &[i64], limit: i64) -> Stored<Vec<Claimed>> {
    let mut claimed = Vec::new();
    for priority in priorities {
        let most = limit - i64::try_from(claimed.len()).unwrap_or(i64::MAX);
        if most <= 0 {
            break;
        }
        claimed.extend(claim_of(tx, now, lease, *priority, most)?);
    }
    Ok(claimed)
}

fn claim_of(tx: &mut Tx<'_>, now: Instant, lease: Lease, priority: i64, limit: i64) -> Stored<Vec<Claimed>> {
    let due = letters::table
        .filter(letters::priority.eq(priority))
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
        at: Instant,
        /// Whether its secret is kept, as the demo's mailbox needs it; otherwise it is forgotten.
        keeps_secret: bool,
    },
    /// Not this time.
    Again {
        at: Instant,
        /// When to try next.
        due_at: Instant,
        /// Why.
        error: String,
    },
    /// Refused for good: staff must look.
    Refused {
        at: Instant,
        /// Why.
        error: String,
        /// Whether it is the address that is refused, and not this letter alone.
        is_dead: bool,
    },
}

/// Notes how attempt `number` (1 first) ended, and lets go of the letter. Once sent, a letter stays sent; an attempt
/// that came to nothing after its lease was lost to another changes nothing.
pub fn note_attempt(tx: &mut Tx<'_>, id: LetterId, number: i64, attempt: &Attempt) -> Stored<bool> {
    let unsent = letters::table.filter(letters::id.eq(id)).filter(letters::sent_at.is_null());
    let mine = unsent.filter(letters::attempts.eq(number));
    let free = letters::leased_until.eq(None::<At>);
    let changed = match attempt {
        Attempt::Sent { at, keeps_secret: true } => {
            diesel::update(unsent).set((letters::sent_at.eq(At(*at)), free)).execute(tx.raw())?
        }
        Attempt::Sent { at, keeps_secret: false } => {
            let forgotten = letters::secret_sealed.eq(None::<String>);
            diesel::update(unsent).set((letters::sent_at.eq(At(*at)), free, forgotten)).execute(tx.raw())?
        }
        Attempt::Again { at, due_at, error } => {
            let waits = (letters::due_at.eq(At(*due_at)), letters::waits_since.eq(At(*at)));
            let change = (waits, letters::last_error.eq(error), free);
            diesel::update(mine).set(change).execute(tx.raw())?
        }
        Attempt::Refused { at, error, .. } => {
            let change = (letters::refused_at.eq(At(*at)), letters::last_error.eq(error), free);
            diesel::update(mine).set(change).execute(tx.raw())?
        }
    };
    Ok(changed > 0)
}

/// A letter that was refused for good, as far as others get it instead.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = letters)]
pub struct Undelivered {
    #[diesel(column_name = account_id)]
    pub account: Option<AccountId>,
    #[diesel(column_name = subscription_id)]
    pub subscription: Option<SubscriptionId>,
    #[diesel(column_name = instance_id)]
    pub instance: Option<InstanceId>,
    /// As which contact its reader was to get it.
    pub reader: Option<ContactRole>,
    pub kind: LetterKind,
    /// To whom.
    pub recipient: String,
    /// The `Message-ID`, without angle brackets.
    pub message_id: String,
    /// The rendered letter.
    pub envelope: Value,
    pub queued_at: Instant,
    /// Its secret, encrypted under the master key.
    pub secret_sealed: Option<String>,
}

/// A letter that was refused.
pub fn undelivered(c: &mut Conn<'_>, id: LetterId) -> Stored<Option<Undelivered>> {
    Ok(letters::table.find(id).select(Undelivered::as_select()).first(c.raw()).optional()?)
}

/// Whether an address got the letter of this kind that was queued at a moment about a subscription, or an instance of it.
pub fn has_got(c: &mut Conn<'_>, of: &Undelivered, recipient: &str) -> Stored<bool> {
    let same = letters::table
        .filter(letters::recipient.eq(recipient))
        .filter(letters::queued_at.eq(At(of.queued_at)))
        .filter(letters::kind.eq(of.kind));
    let about: Vec<(Option<SubscriptionId>, Option<InstanceId>)> =
        same.select((letters::subscription_id, letters::instance_id)).load(c.raw())?;
    Ok(about.contains(&(of.subscription, of.instance)))
}

/// Removes letters that let somebody in and are older than `access`, and the text of others older than `text`, if they were
/// sent or refused, at most `limit` of each; how many of both. What a subscription was told, when and to whom stays.
pub fn purge(tx: &mut Tx<'_>, access: Instant, text: Instant, limit: i64) -> Stored<usize> {
    let ended = || letters::sent_at.is_not_null().or(letters::refused_at.is_not_null());
    let old: Vec<LetterId> = letters::table
        .filter(letters::priority.eq(ACCESS))
        .filter(letters::queued_at.lt(At(access)))
        .filter(letters::subscription_id.is_null())
        .filter(ended())
        .limit(limit)
        .select(letters::id)
        .load(tx.raw())?;
    let removed = diesel::delete(letters::table.filter(letters::id.eq_any(old))).execute(tx.raw())?;
    let whole: Vec<(LetterId, Value)> = letters::table
        .filter(letters::slim_at.is_null())
        .filter(letters::queued_at.lt(At(text)))
        .filter(ended())
        .order(letters::queued_at)
        .limit(limit)
        .select((letters::id, letters::envelope))
        .load(tx.raw())?;
    let slimmed = whole.len();
    for (id, mut envelope) in whole {
        for part in ["text", "html"] {
            if let Some(part) = envelope.get_mut(part) {
                *part = Value::String(String::new());
            }
        }
        let change = (
            letters::envelope.eq(Json::of(envelope)),
            letters::slim_at.eq(At(text)),
            letters::secret_sealed.eq(None::<String>),
        );
        diesel::update(letters::table.find(id)).set(change).execute(tx.raw())?;
    }
    Ok(removed + slimmed)
}

/// The letters refused for good since a moment, newest first, at most `limit`: to whom, which, and why.
pub fn refused(c: &mut Conn<'_>, since: Instant, limit: i64) -> Stored<Vec<(String, LetterKind, Option<String>)>> {
    let newest =
        letters::table.filter(letters::refused_at.ge(At(since))).order(letters::refused_at.desc()).limit(limit);
    Ok(newest.select((letters::recipient, letters::kind, letters::last_error)).load(c.raw())?)
}

/// The next envelopes of letters that wait, after one, in order of key, at most `limit`.
pub fn waiting(
    c: &mut Conn<'_>,
    after: Option<LetterId>,
    limit: i64,
) -> Stored<Vec<(LetterId, LetterKind, String, Value)>> {
    let mut next = letters::table
        .filter(letters::sent_at.is_null())
        .filter(letters::refused_at.is_null())
        .order(letters::id)
        .limit(limit)
        .select((letters::id, letters::kind, letters::recipient, letters::envelope))
        .into_boxed();
    if let Some(after) = after {
        next = next.filter(letters::id.gt(after));
    }
    Ok(next.load(c.raw())?)
}

/// Takes back every letter to a person that was not sent yet, and forgets its secret.
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
    pub id: LetterId,
    pub kind: LetterKind,
    /// To whom.
    pub recipient: String,
    /// The `Message-ID`, without angle brackets.
    pub message_id: String,
    /// The rendered letter.
    pub envelope: Value,
    pub queued_at: Instant,
    /// How often it was tried.
    pub attempts: i64,
    pub sent_at: Option<Instant>,
    /// When it was refused for good.
    pub refused_at: Option<Instant>,
    /// Why it was not sent at the last attempt.
    pub last_error: Option<String>,
    /// Its secret, encrypted under the master key; none if it has none, or none any more.
    pub secret_sealed: Option<String>,
    /// When the first thing happened that it tells of in place of letters it replaced; none: it replaced none.
    pub stands_from: Option<Instant>,
}

/// The newest letters first, at most `limit` after so many; for staff and the demo.
pub fn list(c: &mut Conn<'_>, after: i64, limit: i64) -> Stored<Vec<Letter>> {
    let newest = letters::table.order((letters::queued_at.desc(), letters::id.desc())).offset(after).limit(limit);
    Ok(newest.select(Letter::as_select()).load(c.raw())?)
}

/// One letter; for staff and the demo.
pub fn find(c: &mut Conn<'_>, id: LetterId) -> Stored<Option<Letter>> {
    Ok(letters::table.find(id).select(Letter::as_select()).first(c.raw()).optional()?)
}

/// The letters that are neither sent nor refused, and those refused: how many of each.
pub fn unsent(c: &mut Conn<'_>) -> Stored<(i64, i64)> {
    let waiting = letters::table.filter(letters::sent_at.is_null()).filter(letters::refused_at.is_null());
    let refused = letters::table.filter(letters::refused_at.is_not_null());
    Ok((waiting.count().get_result(c.raw())?, refused.count().get_result(c.raw())?))
}

/// As [`unsent`], but neither is counted further than one above `most`: a page must not cost more the longer the queue is.
pub fn unsent_at_most(c: &mut Conn<'_>, most: i64) -> Stored<(i64, i64)> {
    let waiting = letters::table.filter(letters::sent_at.is_null()).filter(letters::refused_at.is_null());
    let refused = letters::table.filter(letters::refused_at.is_not_null());
    let waiting: Vec<LetterId> = waiting.limit(most + 1).select(letters::id).load(c.raw())?;
    let refused: Vec<LetterId> = refused.limit(most + 1).select(letters::id).load(c.raw())?;
    Ok((i64::try_from(waiting.len()).unwrap_or(i64::MAX), i64::try_from(refused.len()).unwrap_or(i64::MAX)))
}

/// The letters to a person, newest first, at most `limit`.
pub fn to_person(c: &mut Conn<'_>, person: PersonId, limit: i64) -> Stored<Vec<Letter>> {
    let theirs = letters::table.filter(letters::person_id.eq(person));
    let newest = theirs.order((letters::queued_at.desc(), letters::id.desc())).limit(limit);
    Ok(newest.select(Letter::as_select()).load(c.raw())?)
}

/// One letter to a person.
pub fn find_to_person(c: &mut Conn<'_>, person: PersonId, id: LetterId) -> Stored<Option<Letter>> {
    let one = letters::table.filter(letters::person_id.eq(person)).filter(letters::id.eq(id));
    Ok(one.select(Letter::as_select()).first(c.raw()).optional()?)
}

/// The letters about a subscription in the order in which they were written: when, which, and to which contact.
pub fn about(
    c: &mut Conn<'_>,
    account: AccountId,
    subscription: SubscriptionId,
) -> Stored<Vec<(Instant, LetterKind, Option<ContactRole>)>> {
    let of = letters::table.filter(letters::account_id.eq(account)).filter(letters::subscription_id.eq(subscription));
    let written = of.order((letters::queued_at, letters::id));
    Ok(written.select((letters::queued_at, letters::kind, letters::reader)).load(c.raw())?)
}
