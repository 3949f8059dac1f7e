//! Looking at a pasted instance ID, and linking the instance that wrote it (R31, R33).
//!
//! Looking checks everything and keeps what was said; nothing about the instance changes until it is confirmed.

use base64ct::{Base64UrlUnpadded, Encoding};
use seatsync_agent::instance_id::{self, Claims, Decrypted, Opened};
use seatsync_agent::keys::VerifyingKey;
use serde_json::json;

use super::case::Case;
use super::letters::{self, Recipients};
use super::usage::{self, NewReport};
use super::{Change, Ctx, Done, Failure, Refusal, note, or_missing};
use crate::domain::audit::Event;
use crate::domain::calendar::{days_after, midnight};
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AccountId, InstanceId, ReceivedId, SubscriptionId};
use crate::domain::instance::{FlagKind, Instance, ReportedBy, is_overtaken};
use crate::domain::overview::Overview;
use crate::domain::reconciliation::version_suffices;
use crate::domain::timetable::MISSED_DAYS;
use crate::keyring::KeyRing;
use crate::mail::Desk;
use crate::mail::messages::SyncMissing;
use crate::store::instances::Received;
use crate::store::{self, StoreError, Tx};
use crate::vault::Vault;

/// Why an instance ID is not taken. Nothing changed by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The message itself says why.
    Message(instance_id::Refused),
    /// It carries an activation code that no subscription has.
    UnknownCode,
    /// It carries the activation code of another subscription of the account.
    CodeOfOther {
        /// That subscription's number.
        number: String,
    },
    /// The instance is linked to another subscription of the account.
    LinkedToOther {
        /// That subscription's number.
        number: String,
    },
    /// The instance is linked to somebody else's subscription.
    LinkedElsewhere,
    /// The instance runs another product than was bought.
    OtherProduct {
        /// What it runs.
        runs: String,
        /// What was bought.
        bought: String,
    },
}

/// What checking a message needs besides the database.
#[derive(Debug, Clone)]
pub struct Checker {
    /// This portal's address: the audience instances write to.
    pub portal: String,
    /// Looks activation codes up.
    pub vault: Vault,
}

/// Opens the seal of a pasted text; needs no database and no transaction.
///
/// # Errors
/// It is too long, no instance ID, another portal's, or damaged.
pub fn unseal(keys: &KeyRing, text: &str) -> Done<Decrypted> {
    Ok(instance_id::decrypt(text, |kid| keys.sealing(kid))?)
}

/// Checks an instance ID pasted for a subscription and keeps what it says, to be looked at. The same message again
/// leads to the same page.
///
/// # Errors
/// Any [`Refused`]; nothing is kept then.
pub fn look(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    checker: &Checker,
    account: AccountId,
    id: SubscriptionId,
    message: Decrypted,
) -> Done<ReceivedId> {
    let person = ctx.person()?;
    or_missing(store::subscriptions::lock(tx, account, id)?)?;
    let overview = or_missing(store::overview::find(tx, account, id)?)?;
    let sender = sender(tx, &message)?;
    let Opened { claims, key } = message.verify(sender.pinned.as_ref(), &checker.portal, ctx.now)?;
    check_product(&overview, &claims)?;
    let proves_code = check_code(tx, checker, &overview, &claims)?;
    check_link(tx, &overview, &sender)?;
    let instance = InstanceId(claims.iss);
    let seq = signed(claims.seq)?;
    turn(tx, &sender, &claims, proves_code)?;
    if let Some(same) = store::instances::find_same(tx, id, instance, seq, &claims.jti)? {
        return Ok(same.id);
    }
    let received = Received {
        id: ReceivedId::new(),
        subscription: id,
        instance,
        public_key: resting_key(&key),
        seq,
        jti: claims.jti.clone(),
        proves_code,
        // The code was checked; it is a secret, and not kept a second time.
        claims: serde_json::to_value(Claims { code: None, ..claims }).map_err(Failure::broken)?,
        received_at: ctx.now,
        taken_at: None,
    };
    store::instances::insert_received(tx, account, &received, person)?;
    let subject = format!("instance:{instance}");
    let after = Some(json!({ "subscription": overview.subscription.number, "seq": seq }));
    let event = Event::InstanceIdRead;
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })?;
    Ok(received.id)
}

/// Who a message claims to be from, as far as we know them.
struct Sender {
    known: Option<(AccountId, Instance)>,
    pinned: Option<VerifyingKey>,
}

fn sender(tx: &mut Tx<'_>, message: &Decrypted) -> Done<Sender> {
    let claimed = InstanceId(message.claimed_instance()?);
    let known = store::instances::lock_sender(tx, claimed)?;
    let pinned = known.as_ref().map(|(_, instance)| pinned_key(&instance.public_key)).transpose()?;
    Ok(Sender { known, pinned })
}

fn check_product(overview: &Overview, claims: &Claims) -> Done<()> {
    let bought = &overview.product.key;
    if claims.product == *bought {
        return Ok(());
    }
    Err(Refused::OtherProduct { runs: claims.product.clone(), bought: bought.clone() }.into())
}

/// Whether the message proves the subscription's activation code; one without any code proves nothing and is fine.
fn check_code(tx: &mut Tx<'_>, checker: &Checker, overview: &Overview, claims: &Claims) -> Done<bool> {
    let Some(code) = &claims.code else { return Ok(false) };
    let code: seatsync_agent::activation_code::ActivationCode = code.parse().map_err(|_| Refused::UnknownCode)?;
    let owner = store::subscriptions::find_by_code(tx, &checker.vault.look_up_hash(code.as_str()))?;
    match owner {
        Some((_, id)) if id == overview.subscription.id => Ok(true),
        // Only the account's own subscriptions are named; another's code is as good as none.
        Some((account, id)) if account == overview.account.id => {
            let other = or_missing(store::subscriptions::find(tx, account, id)?)?;
            Err(Refused::CodeOfOther { number: other.number }.into())
        }
        Some(_) | None => Err(Refused::UnknownCode.into()),
    }
}

fn check_link(tx: &mut Tx<'_>, overview: &Overview, sender: &Sender) -> Done<()> {
    match &sender.known {
        Some((account, _)) if *account != overview.account.id => Err(Refused::LinkedElsewhere.into()),
        Some((account, instance)) if instance.subscription != overview.subscription.id => {
            let other = or_missing(store::subscriptions::find(tx, *account, instance.subscription)?)?;
            Err(Refused::LinkedToOther { number: other.number }.into())
        }
        Some(_) | None => Ok(()),
    }
}

/// Where a message stands among those taken from its instance (R33).
enum Turn {
    /// It may be taken.
    Fresh,
    /// It is the very message that was taken last: a retry, which is harmless.
    Again,
}

fn turn(tx: &mut Tx<'_>, sender: &Sender, claims: &Claims, proves_code: bool) -> Done<Turn> {
    let Some((account, known)) = &sender.known else { return Ok(Turn::Fresh) };
    let seq = signed(claims.seq)?;
    let last = store::instances::last_taken(tx, *account, known.id)?;
    if last.is_some_and(|last| last.seq == seq && last.jti == claims.jti) {
        return Ok(Turn::Again);
    }
    if is_overtaken(known, seq, claims.iat, proves_code) {
        return Err(replayed(claims, known)?.into());
    }
    Ok(Turn::Fresh)
}

fn replayed(claims: &Claims, known: &Instance) -> Done<instance_id::Refused> {
    let last = u64::try_from(known.last_seq).map_err(Failure::broken)?;
    Ok(instance_id::Refused::Replayed { seq: claims.seq, last })
}

/// An instance after its message was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Linked {
    /// Which.
    pub instance: InstanceId,
    /// Whether this linked it, rather than bringing a further report.
    pub is_first: bool,
}

/// Confirms a looked-at instance ID: links the instance at the first, takes the report at each. Doing it again
/// changes nothing.
///
/// # Errors
/// A newer message was taken in between, or the instance was linked elsewhere.
pub fn link(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: ReceivedId) -> Done<Linked> {
    let received = or_missing(store::instances::lock_received(tx, account, id)?)?;
    if received.taken_at.is_some() {
        return Ok(Linked { instance: received.instance, is_first: false });
    }
    or_missing(store::subscriptions::lock(tx, account, received.subscription)?)?;
    let overview = or_missing(store::overview::find(tx, account, received.subscription)?)?;
    let claims: Claims = serde_json::from_value(received.claims.clone()).map_err(Failure::broken)?;
    let sender = Sender { known: store::instances::lock_sender(tx, received.instance)?, pinned: None };
    check_link(tx, &overview, &sender)?;
    let turn = turn(tx, &sender, &claims, received.proves_code)?;
    let known = sender.known.map(|(_, instance)| instance);
    if let Some(known) = &known {
        // Several first messages may have been looked at; the first one linked pins its key.
        if known.public_key != received.public_key {
            return Err(instance_id::Refused::OtherKey.into());
        }
        if matches!(turn, Turn::Again) {
            return Err(replayed(&claims, known)?.into());
        }
    }
    let event = if known.is_some() { Event::InstanceReported } else { Event::InstanceLinked };
    let before = known.as_ref().map(|i| json!({ "seq": i.last_seq, "version": i.version }));
    store_instance(tx, ctx, account, &overview, &received, &claims, known)?;
    usage::keep(tx, ctx, account, received.instance, &report(&received, &claims)?)?;
    store::instances::take_received(tx, id, ctx.now)?;
    let subject = format!("instance:{}", received.instance);
    let after = json!({ "subscription": overview.subscription.number, "seq": received.seq, "version": claims.version });
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before, after: Some(after) })?;
    Ok(Linked { instance: received.instance, is_first: event == Event::InstanceLinked })
}

/// Stores the instance as it is now and flags what staff should see.
fn store_instance(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    account: AccountId,
    overview: &Overview,
    received: &Received,
    claims: &Claims,
    known: Option<Instance>,
) -> Done<()> {
    let told = signed(claims.users.max)?;
    let kept = known
        .as_ref()
        .filter(|i| usage::same_term(&overview.terms, i.last_report_at, claims.iat))
        .map_or(told, |i| i.term_max);
    let instance = Instance {
        id: received.instance,
        subscription: received.subscription,
        hostname: claims.hostname.clone(),
        environment: claims.environment.clone(),
        version: claims.version.clone(),
        public_key: received.public_key.clone(),
        // Never lower, so that nothing sent before a restore can be sent again.
        last_seq: known.as_ref().map_or(received.seq, |i| i.last_seq.max(received.seq)),
        term_max: kept.max(told),
        last_report_at: claims.iat,
        linked_at: known.as_ref().map_or(ctx.now, |i| i.linked_at),
        reports_by: ReportedBy::Paste,
    };
    match known {
        Some(_) => store::instances::update(tx, account, &instance, ctx.now)?,
        None => {
            store::instances::insert(tx, account, &instance, Some(ctx.person()?), ctx.now).map_err(linked_meanwhile)?
        }
    }
    if told < kept {
        let detail = format!("{told} after {kept}");
        store::instances::insert_flag(tx, account, instance.id, FlagKind::FallingMaximum, ctx.now, &detail)?;
    }
    if !version_suffices(&claims.version, "0.0") {
        let kind = FlagKind::UnparsableVersion;
        store::instances::insert_flag(tx, account, instance.id, kind, ctx.now, &claims.version)?;
    }
    Ok(())
}

/// Somebody else linked the same new instance at the same moment.
fn linked_meanwhile(cause: StoreError) -> Failure {
    if cause.is_duplicate() { Refused::LinkedElsewhere.into() } else { cause.into() }
}

/// What a message reports. A maximum that fell counts for nothing: the highest one told is what fills a gap (R33).
fn report(received: &Received, claims: &Claims) -> Done<NewReport> {
    let daily = claims.daily.iter().map(|&(day, billable)| Ok((day, signed(billable)?)));
    Ok(NewReport {
        at: claims.iat,
        active: signed(claims.users.active)?,
        inactive: signed(claims.users.inactive)?,
        billable: signed(claims.users.billable)?,
        told_max: Some(signed(claims.users.max)?),
        daily: daily.collect::<Done<Vec<_>>>()?,
        version: claims.version.clone(),
        by: ReportedBy::Paste,
        message: Some(received.id),
    })
}

fn resting_key(key: &VerifyingKey) -> String {
    Base64UrlUnpadded::encode_string(&key.to_bytes())
}

fn pinned_key(resting: &str) -> Done<VerifyingKey> {
    let bytes = Base64UrlUnpadded::decode_vec(resting).map_err(Failure::broken)?;
    let bytes: [u8; 32] = bytes.try_into().map_err(|_| Failure::broken("a pinned key is not 32 bytes"))?;
    VerifyingKey::from_bytes(&bytes).map_err(Failure::broken)
}

/// Wire numbers are at most 2^53, so they always fit.
fn signed(number: u64) -> Done<i64> {
    i64::try_from(number).map_err(Failure::broken)
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        Self::InstanceId(refused)
    }
}

/// Tells of at most `limit` instances that sync by themselves and have missed three whole days (R28); of each silence
/// once. Returns how many.
///
/// # Errors
/// The store's own.
pub fn tell_silent(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, limit: i64) -> Done<usize> {
    // Reported on day D, silent on the three days after it: told on the fourth.
    let since = midnight(days_after(ctx.today(), -MISSED_DAYS));
    let silent = store::instances::lock_silent(tx, since, limit)?;
    for (account, instance, heard_at) in &silent {
        store::instances::note_silence_told(tx, instance.id, ctx.now)?;
        let subscription = or_missing(store::subscriptions::find(tx, *account, instance.subscription)?)?;
        let case = Case::load(tx, subscription)?;
        let to =
            Recipients { account: &case.account, subscription: case.subscription.id, role: ContactRole::Technical };
        let days = (ctx.today() - heard_at.date_naive()).num_days() - 1;
        letters::tell(tx, desk, ctx.now, &to, None, |heading| SyncMissing {
            heading,
            number: case.subscription.number.clone(),
            product: case.product.name.clone(),
            hostname: instance.hostname.clone(),
            last_report: instance.last_report_at,
            days,
            link: desk.link(&format!("/instances/{}", instance.id)),
        })?;
    }
    Ok(silent.len())
}
