//! The outbox: an email is posted in the transaction of its fact, claimed under a lease, and its end is noted.
//!
//! A secret that an email carries, such as that of a link, is written as [`crate::mail::envelope::SECRET`] and kept sealed beside it. It is put in
//! when the email is sent and then forgotten, so that what can be read here later opens nothing.

use chrono::TimeDelta;
use serde_json::Value;

use super::{Ctx, Failure};
use crate::clock::Clock;
use crate::domain::account::Account;
use crate::domain::calendar::Instant;
use crate::domain::contact::{ContactRole, Reader};
use crate::domain::email::{ACCESS_DAYS, BUDGET_HOURS, EmailKind, LEASE_MINUTES, TEXT_DAYS, held_until};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AccountId, EmailId, InstanceId, SubscriptionId};
use crate::domain::instance::AlertKind;
use crate::mail::Vendor;
use crate::mail::envelope::{Envelope, message_id};
use crate::mail::messages::{Email, Heading};
use crate::store::emails::{self, Attempt, Claimed, Held, Lease, NewEmail, Same};
use crate::store::{Conn, Db, StoreError, Stored, Tx};
use crate::store::{contacts, instances, people};
use crate::vault::Vault;

/// Emails removed in one transaction.
const MOST_PURGED: i64 = 500;
/// What the secrets of emails are sealed for.
const SECRET_USE: &str = "email";

/// An email could not be posted, so its fact must not stand either.
#[derive(Debug, thiserror::Error)]
pub enum NotPosted {
    /// It could not be rendered.
    #[error("an email could not be rendered: {0}")]
    Words(askama::Error),
    /// It could not be written down.
    #[error("an email could not be written down: {0}")]
    Form(serde_json::Error),
    /// It could not be stored.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<NotPosted> for Failure {
    fn from(cause: NotPosted) -> Self {
        match cause {
            // A lost database is an outage, whatever was being written.
            NotPosted::Store(cause) => cause.into(),
            other => Self::broken(other),
        }
    }
}

/// For whom an email is, and what it is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Who reads it.
    pub to: &'a Reader,
    /// The account; none: the person alone.
    pub account: Option<AccountId>,
    pub subscription: Option<SubscriptionId>,
    /// The instance of it; none: none alone.
    pub instance: Option<InstanceId>,
    /// As which contact of the account the reader gets it.
    pub reader: Option<ContactRole>,
    /// The secret that stands in it as [`crate::mail::envelope::SECRET`].
    pub secret: Option<&'a str>,
    /// Whether it takes the place of an email that tells the reader of the same thing and was not sent yet.
    pub is_repeat: bool,
}

impl<'a> About<'a> {
    /// An email to one reader, of nothing but themselves.
    #[must_use]
    pub const fn them(to: &'a Reader) -> Self {
        Self { to, account: None, subscription: None, instance: None, reader: None, secret: None, is_repeat: false }
    }
}

/// Renders an email and queues it, due at once unless it may be overtaken by another one.
///
/// # Errors
/// It could not be rendered or stored.
pub fn post_email(tx: &mut Tx<'_>, ctx: &Ctx, about: About<'_>, email: &impl Email) -> Result<(), NotPosted> {
    let (id, portal) = (EmailId::new(), &ctx.portal);
    let envelope = Envelope::seal(email, &portal.vendor.from, about.to).map_err(NotPosted::Words)?;
    let held = if about.is_repeat { hold_back(tx, about, email.kind(), ctx.now)? } else { None };
    let new = NewEmail {
        id,
        account: about.account,
        subscription: about.subscription,
        instance: about.instance,
        person: about.to.person,
        reader: about.reader,
        kind: email.kind(),
        recipient: about.to.email.as_str().to_owned(),
        message_id: message_id(id, &portal.vendor.base_url),
        envelope: envelope.to_value().map_err(NotPosted::Form)?,
        secret_sealed: about.secret.map(|secret| portal.vault.seal(SECRET_USE, secret.as_bytes())),
        queued_at: ctx.now,
        held,
    };
    Ok(emails::insert(tx, &new, ctx.now)?)
}

/// How an email about something that repeats is held back: in the place of the one that is held already, or by what was written
/// to this reader and of this account lately.
fn hold_back(tx: &mut Tx<'_>, about: About<'_>, kind: EmailKind, at: Instant) -> Stored<Option<Held>> {
    let (Some(account), Some(subscription), Some(repeats)) = (about.account, about.subscription, kind.repeats()) else {
        return Ok(None);
    };
    let recipient = about.to.email.as_str();
    let same = Same { account, subscription, instance: about.instance, recipient, kinds: repeats.kinds };
    if let Some(replaced) = emails::take_held(tx, same, at)? {
        return Ok(Some(replaced));
    }
    let most = repeats.to_address.max(repeats.of_account);
    let today = emails::written_since(tx, same, at - TimeDelta::hours(BUDGET_HOURS), most)?;
    let is_used_up = today.to_address >= repeats.to_address || today.of_account >= repeats.of_account;
    Ok(Some(Held { until: held_until(today.last_due, is_used_up, at), since: at, stands_from: None }))
}

/// Posts an email about a subscription to every contact whose email it is, each in their language.
///
/// # Errors
/// It could not be rendered or stored.
pub fn post_emails<L: Email>(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    to: &Recipients<'_>,
    email: impl Fn(Heading) -> L,
) -> Result<(), NotPosted> {
    for reader in contacts::readers(tx, to.account.id, to.role)? {
        let about = About {
            to: &reader,
            account: Some(to.account.id),
            subscription: Some(to.subscription),
            instance: to.instance,
            reader: Some(to.role),
            secret: to.secret,
            is_repeat: to.is_repeat,
        };
        post_email(tx, ctx, about, &email(ctx.portal.vendor.heading(&reader, to.account.language)))?;
    }
    Ok(())
}

/// The contacts of one role that an email about a subscription goes to.
#[derive(Debug, Clone, Copy)]
pub struct Recipients<'a> {
    account: &'a Account,
    subscription: SubscriptionId,
    instance: Option<InstanceId>,
    role: ContactRole,
    secret: Option<&'a str>,
    is_repeat: bool,
}

impl<'a> Recipients<'a> {
    /// Those of a subscription.
    #[must_use]
    pub const fn of(account: &'a Account, subscription: SubscriptionId, role: ContactRole) -> Self {
        Self { account, subscription, instance: None, role, secret: None, is_repeat: false }
    }

    /// The email has this secret in it.
    #[must_use]
    pub const fn with_secret(self, secret: Option<&'a str>) -> Self {
        Self { secret, ..self }
    }

    /// The email is about one instance of it alone.
    #[must_use]
    pub const fn about(self, instance: InstanceId) -> Self {
        Self { instance: Some(instance), ..self }
    }

    /// The email is of something that the next click may undo or repeat: within minutes only the last word is sent, of what is about
    /// an instance one for each.
    #[must_use]
    pub const fn of_the_latest(self) -> Self {
        Self { is_repeat: true, ..self }
    }
}

/// Opens the secret of an email; none if it carries none.
///
/// # Errors
/// It was sealed under another master key.
pub fn email_secret(vault: &Vault, sealed: Option<&str>) -> Result<Option<String>, String> {
    let Some(sealed) = sealed else { return Ok(None) };
    let bytes = vault.open(SECRET_USE, sealed).map_err(|e| e.to_string())?;
    String::from_utf8(bytes).map(Some).map_err(|e| e.to_string())
}

fn lease(clock: &Clock) -> Lease {
    let from = clock.wall();
    Lease { from, until: from + TimeDelta::minutes(LEASE_MINUTES) }
}

/// Claims at most `limit` due emails of these priorities. What is due the clock's `now` says; a lease runs by its `wall`, so
/// that moving a sandbox on by a quarter does not send an email twice.
pub fn claim_emails(tx: &mut Tx<'_>, clock: &Clock, priorities: &[i64], limit: i64) -> Stored<Vec<Claimed>> {
    emails::claim(tx, clock.now(), lease(clock), priorities, limit)
}

/// Whether there is anything to claim.
pub fn is_any_email_due(c: &mut Conn<'_>, clock: &Clock, priorities: &[i64]) -> Stored<bool> {
    emails::is_any_due(c, clock.now(), lease(clock), priorities)
}

/// Lets go of emails that wait for a future, as a clock that was ahead and was set right left them.
pub async fn repair_waits(db: &Db, clock: &Clock) -> Stored<()> {
    let (now, wall) = (clock.now(), clock.wall());
    if db.read(move |c| emails::waits_for_no_future(c, now, wall)).await? {
        return Ok(());
    }
    db.write(move |tx| emails::set_right(tx, now, wall)).await
}

/// How one attempt to send an email ended.
#[derive(Debug, Clone)]
pub struct Tried {
    pub email: EmailId,
    /// Which attempt, 1 first.
    pub number: i64,
    /// How it ended.
    pub outcome: Attempt,
}

/// Notes how an attempt ended, and lets go of the email. What is refused for good goes to the account's owners instead, and
/// staff are alerted.
pub fn note_attempt(tx: &mut Tx<'_>, vendor: &Vendor, tried: &Tried) -> Stored<()> {
    let is_noted = emails::note_attempt(tx, tried.email, tried.number, &tried.outcome)?;
    if is_noted { fall_back(tx, vendor, tried) } else { Ok(()) }
}

fn fall_back(tx: &mut Tx<'_>, vendor: &Vendor, tried: &Tried) -> Stored<()> {
    let Attempt::Refused { at, error, is_dead } = &tried.outcome else { return Ok(()) };
    let (email, at) = (tried.email, *at);
    let Some(lost) = emails::undelivered(tx, email)? else { return Ok(()) };
    // What a server adds differs from email to email: its code is enough, so that the same is one alert.
    let why = error.split(':').next().unwrap_or_default();
    let about = instances::About { account: lost.account, instance: None };
    let detail = format!("{}: {why}", lost.recipient);
    instances::insert_alert(tx, about, AlertKind::UndeliverableMail, at, &detail)?;
    let Some(account) = lost.account else { return Ok(()) };
    if *is_dead {
        contacts::mark_refused(tx, account, &lost.recipient, at)?;
    }
    // An email that tells nothing of the account, such as one that confirms an address, is nobody else's.
    let (Some(reader), Ok(envelope)) = (lost.reader, Envelope::from_value(lost.envelope.clone())) else {
        return Ok(());
    };
    for owner in people::owning_readers(tx, account)? {
        if owner.email.folded() == lost.recipient.to_lowercase() || emails::has_got(tx, &lost, owner.email.as_str())? {
            continue;
        }
        let id = EmailId::new();
        let forwarded = envelope.clone().instead(&owner, &lost.recipient);
        let new = NewEmail {
            id,
            account: lost.account,
            subscription: lost.subscription,
            instance: lost.instance,
            person: owner.person,
            reader: Some(reader),
            kind: lost.kind,
            recipient: owner.email.as_str().to_owned(),
            message_id: message_id(id, &vendor.base_url),
            envelope: forwarded.to_value().map_err(|e| StoreError::Other(e.to_string()))?,
            secret_sealed: lost.secret_sealed.clone(),
            queued_at: lost.queued_at,
            held: None,
        };
        emails::insert(tx, &new, at)?;
    }
    Ok(())
}

/// Removes what is old, so many at a time: emails that let somebody in after days, the text of others after more than a year.
pub fn purge_emails(tx: &mut Tx<'_>, now: Instant) -> Stored<usize> {
    emails::purge(tx, now - TimeDelta::days(ACCESS_DAYS), now - TimeDelta::days(TEXT_DAYS), MOST_PURGED)
}

/// What keeps emails from people, a sentence each, at most so many of a kind: addresses mail cannot be sent to, addresses that a
/// server refused for good, emails that cannot be made, emails that were refused. For `check`.
pub fn email_troubles(c: &mut Conn<'_>, now: Instant) -> Stored<Vec<String>> {
    let mut found = Vec::new();
    let is_bad = |address: &str| !EmailAddress::kept(address).is_mailable();
    for (account, address, is_refused) in contacts::addresses(c)? {
        if is_bad(&address) {
            found.push(format!("{account}: mail cannot be sent to the contact {address}"));
        } else if is_refused {
            found.push(format!("{account}: the contact {address} is dead; a mail server refused it for good"));
        }
    }
    for (address, account) in people::addresses(c)?.into_iter().filter(|(address, _)| is_bad(address)) {
        found.push(format!("{}: mail cannot be sent to {address}", account.as_deref().unwrap_or("no account")));
    }
    let mut after = None;
    loop {
        let page = emails::waiting(c, after, MOST_PURGED)?;
        let Some((last, ..)) = page.last() else { break };
        after = Some(*last);
        for (id, kind, recipient, envelope) in page {
            if let Some(why) = unmakeable(envelope) {
                found.push(format!("email {id} ({kind}) to {recipient} cannot be made: {why}"));
            } else if is_bad(&recipient) {
                found.push(format!("email {id} ({kind}) cannot be sent to {recipient}"));
            }
        }
    }
    for (recipient, kind, why) in emails::refused(c, now - TimeDelta::days(REFUSED_DAYS), MOST_TOLD)? {
        found.push(format!("{kind} to {recipient} was refused for good: {}", why.unwrap_or_default()));
    }
    Ok(found)
}

/// Days a refused email is named by `check`: nobody can take it back, so that it must not be told for ever.
const REFUSED_DAYS: i64 = 7;
/// Refused emails `check` names, the newest.
const MOST_TOLD: i64 = 20;

/// Why a stored email cannot be made a message; none: it can.
fn unmakeable(envelope: Value) -> Option<String> {
    let made = Envelope::from_value(envelope).and_then(|e| e.message("check@localhost", Instant::default()));
    made.err().map(|e| e.to_string())
}
