//! The outbox: an email is a row, written in the transaction of its fact and sent later under a lease.

use diesel::prelude::*;
use serde_json::Value;

use super::dialect::for_update_skip_locked;
use super::schema::emails;
use super::sql_types::{At, Json};
use super::{Conn, Stored, Tx};
use crate::domain::calendar::Instant;
use crate::domain::contact::ContactRole;
use crate::domain::email::{ACCESS, EmailKind, LEASE_MINUTES, REPEAT_MINUTES, SKEW_SECONDS};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AccountId, EmailId, InstanceId, PersonId, SubscriptionId};

/// An email to be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEmail {
    /// Its key; its `Message-ID` is made from it and never changes.
    pub id: EmailId,
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
    pub kind: EmailKind,
    /// To whom.
    pub recipient: String,
    /// The `Message-ID`, without angle brackets.
    pub message_id: String,
    /// The rendered email, whole but for its secret.
    pub envelope: Value,
    /// Its secret, encrypted under the master key.
    pub secret_sealed: Option<String>,
    /// When what it tells of happened: its `Date`.
    pub queued_at: Instant,
    /// Until when it is held back; none: it is due at once.
    pub held: Option<Held>,
}

/// Why an email is not due at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub until: Instant,
    /// Since when it waits.
    pub since: Instant,
    /// When the first thing happened that it tells of, in place of emails it replaced; none: it replaced none.
    pub stands_from: Option<Instant>,
}

/// Queues an email.
pub fn insert(tx: &mut Tx<'_>, new: &NewEmail, at: Instant) -> Stored<()> {
    let values = (
        emails::id.eq(new.id),
        emails::account_id.eq(new.account),
        emails::subscription_id.eq(new.subscription),
        emails::instance_id.eq(new.instance),
        emails::person_id.eq(new.person),
        emails::reader.eq(new.reader),
        emails::secret_sealed.eq(new.secret_sealed.as_deref()),
        emails::kind.eq(new.kind),
        emails::recipient.eq(&new.recipient),
        emails::message_id.eq(&new.message_id),
        emails::envelope.eq(Json::of(new.envelope.clone())),
        emails::queued_at.eq(At(new.queued_at)),
        emails::due_at.eq(At(new.held.map_or(at, |held| held.until))),
        emails::waits_since.eq(At(new.held.map_or(at, |held| held.since))),
        emails::stands_from.eq(new.held.and_then(|held| held.stands_from).map(At)),
        emails::priority.eq(new.kind.priority()),
        emails::attempts.eq(0),
    );
    diesel::insert_into(emails::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Emails that tell one reader of the same thing.
#[derive(Debug, Clone, Copy)]
pub struct Same<'a> {
    pub account: AccountId,
    /// About which subscription.
    pub subscription: SubscriptionId,
    /// About which of its instances; none: about none alone.
    pub instance: Option<InstanceId>,
    /// To whom.
    pub recipient: &'a str,
    /// Which emails.
    pub kinds: &'static [EmailKind],
}

/// Removes the email that is held back and that nobody has tried to send, if there is one: how it was held.
pub fn take_held(tx: &mut Tx<'_>, same: Same<'_>, now: Instant) -> Stored<Option<Held>> {
    type Row = (EmailId, Instant, Instant, Option<Instant>, Instant);
    let lately = now - chrono::TimeDelta::minutes(REPEAT_MINUTES);
    let held = emails::table
        .filter(emails::subscription_id.eq(same.subscription))
        .filter(emails::recipient.eq(same.recipient))
        .filter(emails::kind.eq_any(same.kinds))
        .filter(emails::sent_at.is_null())
        .filter(emails::refused_at.is_null())
        .filter(emails::attempts.eq(0))
        .filter(emails::due_at.gt(emails::waits_since))
        .filter(emails::due_at.gt(At(now)).or(emails::queued_at.gt(At(lately))))
        .order(emails::id.desc())
        .select((emails::id, emails::due_at, emails::waits_since, emails::stands_from, emails::queued_at))
        .into_boxed();
    let held = match same.instance {
        Some(instance) => held.filter(emails::instance_id.eq(instance)),
        None => held.filter(emails::instance_id.is_null()),
    };
    let Some((id, until, since, stands_from, queued_at)) = held.first::<Row>(tx.raw()).optional()? else {
        return Ok(None);
    };
    // A worker may have claimed it meanwhile: then it goes, and the next one as well.
    let mine = emails::table.filter(emails::id.eq(id)).filter(emails::attempts.eq(0));
    if diesel::delete(mine).execute(tx.raw())? == 0 {
        return Ok(None);
    }
    Ok(Some(Held { until, since, stands_from: Some(stands_from.unwrap_or(queued_at)) }))
}

/// What was written of the same since a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Emails of these kinds to the same address, whatever they are about.
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
        let of = emails::table.filter(emails::queued_at.gt(At(since))).filter(emails::kind.eq_any(same.kinds));
        of.order(emails::queued_at.desc()).limit(most)
    };
    let to_address: Vec<Row> = newest()
        .filter(emails::recipient.eq(same.recipient))
        .select((emails::subscription_id, emails::instance_id, emails::due_at))
        .load(c.raw())?;
    let of_account: Vec<EmailId> =
        newest().filter(emails::account_id.eq(same.account)).select(emails::id).load(c.raw())?;
    let is_same = |row: &&Row| (row.0, row.1) == (Some(same.subscription), same.instance);
    Ok(Written {
        to_address: i64::try_from(to_address.len()).unwrap_or(i64::MAX),
        of_account: i64::try_from(of_account.len()).unwrap_or(i64::MAX),
        last_due: to_address.iter().filter(is_same).map(|row| row.2).max(),
    })
}

/// An email claimed for sending.
#[derive(Debug, Clone, PartialEq, Queryable)]
pub struct Claimed {
    pub id: EmailId,
    /// The `Message-ID`, without angle brackets.
    pub message_id: String,
    /// The rendered email.
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

/// Whether an email of one of these priorities is due and free: what a worker asks before it writes.
pub fn is_any_due(c: &mut Conn<'_>, now: Instant, lease: Lease, priorities: &[i64]) -> Stored<bool> {
    for priority in priorities {
        let due = emails::table
            .filter(emails::sent_at.is_null())
            .filter(emails::refused_at.is_null())
            .filter(emails::priority.eq(*priority))
            .filter(emails::due_at.le(At(now)))
            .filter(emails::leased_until.is_null().or(emails::leased_until.le(At(lease.from))));
        if due.select(emails::id).first::<EmailId>(c.raw()).optional()?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether an email waits, or is leased, since a moment that has not come: by a clock that was ahead and was set right.
pub fn waits_for_no_future(c: &mut Conn<'_>, now: Instant, wall: Instant) -> Stored<bool> {
    let (noted, leased) = futures(now, wall);
    let waiting = emails::table
        .filter(emails::sent_at.is_null())
        .filter(emails::refused_at.is_null())
        .filter(emails::waits_since.gt(At(noted)));
    let held = emails::table
        .filter(emails::sent_at.is_null())
        .filter(emails::refused_at.is_null())
        .filter(emails::leased_until.gt(At(leased)));
    let waits = waiting.select(emails::id).first::<EmailId>(c.raw()).optional()?.is_some()
        || held.select(emails::id).first::<EmailId>(c.raw()).optional()?.is_some();
    Ok(!waits)
}

/// From when on a wait, and the end of a lease, were noted by a clock that was ahead.
fn futures(now: Instant, wall: Instant) -> (Instant, Instant) {
    let skew = chrono::TimeDelta::seconds(SKEW_SECONDS);
    (now + skew, wall + chrono::TimeDelta::minutes(LEASE_MINUTES) + skew)
}

/// Lets go of emails that wait for a future (see [`waits_for_no_future`]): they are due now.
pub fn set_right(tx: &mut Tx<'_>, now: Instant, wall: Instant) -> Stored<()> {
    let (noted, leased) = futures(now, wall);
    let unsent = || emails::table.filter(emails::sent_at.is_null()).filter(emails::refused_at.is_null());
    let due = (emails::due_at.eq(At(now)), emails::waits_since.eq(At(now)));
    diesel::update(unsent().filter(emails::waits_since.gt(At(noted)))).set(due).execute(tx.raw())?;
    diesel::update(unsent().filter(emails::leased_until.gt(At(leased))))
        .set(emails::leased_until.eq(None::<At>))
        .execute(tx.raw())?;
    Ok(())
}

/// Claims up to `limit` emails due at `now`, of one priority after another: nobody else sends them during the lease. A worker
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
    let due = emails::table
        .filter(emails::priority.eq(priority))
        .filter(emails::sent_at.is_null())
        .filter(emails::refused_at.is_null())
        .filter(emails::due_at.le(At(now)))
        .filter(emails::leased_until.is_null().or(emails::leased_until.le(At(lease.from))))
        .order((emails::due_at, emails::id))
        .limit(limit)
        .select((
            emails::id,
            emails::message_id,
            emails::envelope,
            emails::queued_at,
            emails::attempts,
            emails::secret_sealed,
        ));
    let claimed: Vec<Claimed> = for_update_skip_locked(due).load(tx.raw())?;
    let ids: Vec<EmailId> = claimed.iter().map(|l| l.id).collect();
    let mine = emails::table.filter(emails::id.eq_any(ids));
    let change = (emails::leased_until.eq(At(lease.until)), emails::attempts.eq(emails::attempts + 1));
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
        /// Whether it is the address that is refused, and not this email alone.
        is_dead: bool,
    },
}

/// Notes how attempt `number` (1 first) ended, and lets go of the email. Once sent, an email stays sent; an attempt
/// that came to nothing after its lease was lost to another changes nothing.
pub fn note_attempt(tx: &mut Tx<'_>, id: EmailId, number: i64, attempt: &Attempt) -> Stored<bool> {
    let unsent = emails::table.filter(emails::id.eq(id)).filter(emails::sent_at.is_null());
    let mine = unsent.filter(emails::attempts.eq(number));
    let free = emails::leased_until.eq(None::<At>);
    let changed = match attempt {
        Attempt::Sent { at, keeps_secret: true } => {
            diesel::update(unsent).set((emails::sent_at.eq(At(*at)), free)).execute(tx.raw())?
        }
        Attempt::Sent { at, keeps_secret: false } => {
            let forgotten = emails::secret_sealed.eq(None::<String>);
            diesel::update(unsent).set((emails::sent_at.eq(At(*at)), free, forgotten)).execute(tx.raw())?
        }
        Attempt::Again { at, due_at, error } => {
            let waits = (emails::due_at.eq(At(*due_at)), emails::waits_since.eq(At(*at)));
            let change = (waits, emails::last_error.eq(error), free);
            diesel::update(mine).set(change).execute(tx.raw())?
        }
        Attempt::Refused { at, error, .. } => {
            let change = (emails::refused_at.eq(At(*at)), emails::last_error.eq(error), free);
            diesel::update(mine).set(change).execute(tx.raw())?
        }
    };
    Ok(changed > 0)
}

/// An email that was refused for good, as far as others get it instead.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = emails)]
pub struct Undelivered {
    #[diesel(column_name = account_id)]
    pub account: Option<AccountId>,
    #[diesel(column_name = subscription_id)]
    pub subscription: Option<SubscriptionId>,
    #[diesel(column_name = instance_id)]
    pub instance: Option<InstanceId>,
    /// As which contact its reader was to get it.
    pub reader: Option<ContactRole>,
    pub kind: EmailKind,
    /// To whom.
    pub recipient: String,
    /// The `Message-ID`, without angle brackets.
    pub message_id: String,
    /// The rendered email.
    pub envelope: Value,
    pub queued_at: Instant,
    /// Its secret, encrypted under the master key.
    pub secret_sealed: Option<String>,
}

/// An email that was refused.
pub fn undelivered(c: &mut Conn<'_>, id: EmailId) -> Stored<Option<Undelivered>> {
    Ok(emails::table.find(id).select(Undelivered::as_select()).first(c.raw()).optional()?)
}

/// Whether an address got the email of this kind that was queued at a moment about a subscription, or an instance of it.
pub fn has_got(c: &mut Conn<'_>, of: &Undelivered, recipient: &str) -> Stored<bool> {
    let same = emails::table
        .filter(emails::recipient.eq(recipient))
        .filter(emails::queued_at.eq(At(of.queued_at)))
        .filter(emails::kind.eq(of.kind));
    let about: Vec<(Option<SubscriptionId>, Option<InstanceId>)> =
        same.select((emails::subscription_id, emails::instance_id)).load(c.raw())?;
    Ok(about.contains(&(of.subscription, of.instance)))
}

/// Removes emails that let somebody in and are older than `access`, and the text of others older than `text`, if they were
/// sent or refused, at most `limit` of each; how many of both. What a subscription was told, when and to whom stays.
pub fn purge(tx: &mut Tx<'_>, access: Instant, text: Instant, limit: i64) -> Stored<usize> {
    let ended = || emails::sent_at.is_not_null().or(emails::refused_at.is_not_null());
    let old: Vec<EmailId> = emails::table
        .filter(emails::priority.eq(ACCESS))
        .filter(emails::queued_at.lt(At(access)))
        .filter(emails::subscription_id.is_null())
        .filter(ended())
        .limit(limit)
        .select(emails::id)
        .load(tx.raw())?;
    let removed = diesel::delete(emails::table.filter(emails::id.eq_any(old))).execute(tx.raw())?;
    let whole: Vec<(EmailId, Value)> = emails::table
        .filter(emails::slim_at.is_null())
        .filter(emails::queued_at.lt(At(text)))
        .filter(ended())
        .order(emails::queued_at)
        .limit(limit)
        .select((emails::id, emails::envelope))
        .load(tx.raw())?;
    let slimmed = whole.len();
    for (id, mut envelope) in whole {
        for part in ["text", "html"] {
            if let Some(part) = envelope.get_mut(part) {
                *part = Value::String(String::new());
            }
        }
        let change = (
            emails::envelope.eq(Json::of(envelope)),
            emails::slim_at.eq(At(text)),
            emails::secret_sealed.eq(None::<String>),
        );
        diesel::update(emails::table.find(id)).set(change).execute(tx.raw())?;
    }
    Ok(removed + slimmed)
}

/// The emails refused for good since a moment, newest first, at most `limit`: to whom, which, and why.
pub fn refused(c: &mut Conn<'_>, since: Instant, limit: i64) -> Stored<Vec<(String, EmailKind, Option<String>)>> {
    let newest = emails::table.filter(emails::refused_at.ge(At(since))).order(emails::refused_at.desc()).limit(limit);
    Ok(newest.select((emails::recipient, emails::kind, emails::last_error)).load(c.raw())?)
}

/// The next envelopes of emails that wait, after one, in order of key, at most `limit`.
pub fn waiting(
    c: &mut Conn<'_>,
    after: Option<EmailId>,
    limit: i64,
) -> Stored<Vec<(EmailId, EmailKind, String, Value)>> {
    let mut next = emails::table
        .filter(emails::sent_at.is_null())
        .filter(emails::refused_at.is_null())
        .order(emails::id)
        .limit(limit)
        .select((emails::id, emails::kind, emails::recipient, emails::envelope))
        .into_boxed();
    if let Some(after) = after {
        next = next.filter(emails::id.gt(after));
    }
    Ok(next.load(c.raw())?)
}

/// Takes back every email to a person that was not sent yet, and forgets its secret.
pub fn withdraw(tx: &mut Tx<'_>, person: PersonId, address: &EmailAddress, at: Instant) -> Stored<()> {
    let theirs = emails::table
        .filter(emails::sent_at.is_null())
        .filter(emails::refused_at.is_null())
        .filter(emails::person_id.eq(person).or(emails::recipient.eq(address.as_str())));
    let change = (
        emails::refused_at.eq(At(at)),
        emails::last_error.eq("withdrawn: the person can't sign in any more"),
        emails::secret_sealed.eq(None::<String>),
        emails::leased_until.eq(None::<At>),
    );
    diesel::update(theirs).set(change).execute(tx.raw())?;
    Ok(())
}

/// An email as staff and the demo's mailbox see it.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = emails)]
pub struct Email {
    pub id: EmailId,
    pub kind: EmailKind,
    /// To whom.
    pub recipient: String,
    /// The `Message-ID`, without angle brackets.
    pub message_id: String,
    /// The rendered email.
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
    /// When the first thing happened that it tells of in place of emails it replaced; none: it replaced none.
    pub stands_from: Option<Instant>,
}

/// The newest emails first, at most `limit` after so many; for staff and the demo.
pub fn list(c: &mut Conn<'_>, after: i64, limit: i64) -> Stored<Vec<Email>> {
    let newest = emails::table.order((emails::queued_at.desc(), emails::id.desc())).offset(after).limit(limit);
    Ok(newest.select(Email::as_select()).load(c.raw())?)
}

/// One email; for staff and the demo.
pub fn find(c: &mut Conn<'_>, id: EmailId) -> Stored<Option<Email>> {
    Ok(emails::table.find(id).select(Email::as_select()).first(c.raw()).optional()?)
}

/// The emails that are neither sent nor refused, and those refused: how many of each.
pub fn unsent(c: &mut Conn<'_>) -> Stored<(i64, i64)> {
    let waiting = emails::table.filter(emails::sent_at.is_null()).filter(emails::refused_at.is_null());
    let refused = emails::table.filter(emails::refused_at.is_not_null());
    Ok((waiting.count().get_result(c.raw())?, refused.count().get_result(c.raw())?))
}

/// As [`unsent`], but neither is counted further than one above `most`: a page must not cost more the longer the queue is.
pub fn unsent_at_most(c: &mut Conn<'_>, most: i64) -> Stored<(i64, i64)> {
    let waiting = emails::table.filter(emails::sent_at.is_null()).filter(emails::refused_at.is_null());
    let refused = emails::table.filter(emails::refused_at.is_not_null());
    let waiting: Vec<EmailId> = waiting.limit(most + 1).select(emails::id).load(c.raw())?;
    let refused: Vec<EmailId> = refused.limit(most + 1).select(emails::id).load(c.raw())?;
    Ok((i64::try_from(waiting.len()).unwrap_or(i64::MAX), i64::try_from(refused.len()).unwrap_or(i64::MAX)))
}

/// The emails to a person, newest first, at most `limit`.
pub fn to_person(c: &mut Conn<'_>, person: PersonId, limit: i64) -> Stored<Vec<Email>> {
    let theirs = emails::table.filter(emails::person_id.eq(person));
    let newest = theirs.order((emails::queued_at.desc(), emails::id.desc())).limit(limit);
    Ok(newest.select(Email::as_select()).load(c.raw())?)
}

/// One email to a person.
pub fn find_to_person(c: &mut Conn<'_>, person: PersonId, id: EmailId) -> Stored<Option<Email>> {
    let one = emails::table.filter(emails::person_id.eq(person)).filter(emails::id.eq(id));
    Ok(one.select(Email::as_select()).first(c.raw()).optional()?)
}

/// The emails about a subscription in the order in which they were written: when, which, and to which contact.
pub fn about(
    c: &mut Conn<'_>,
    account: AccountId,
    subscription: SubscriptionId,
) -> Stored<Vec<(Instant, EmailKind, Option<ContactRole>)>> {
    let of = emails::table.filter(emails::account_id.eq(account)).filter(emails::subscription_id.eq(subscription));
    let written = of.order((emails::queued_at, emails::id));
    Ok(written.select((emails::queued_at, emails::kind, emails::reader)).load(c.raw())?)
}
