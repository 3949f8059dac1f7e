//! Instances: what a message of one has to be, and taking it, whichever door it came in by (R31, R33); looking at a pasted
//! one and linking; and what its customer may choose.
//!
//! Looking checks everything and keeps what was said; nothing about the instance changes until it is confirmed. What is
//! sent by the instance itself comes in by `actions::syncs`, and ends in the same `take`.

use base64ct::{Base64UrlUnpadded, Encoding};
use chrono::{Datelike, TimeDelta};
use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::instance_id::{self, Claims, Decrypted, Opened, UpdateMode};
use seatsync_agent::keys::VerifyingKey;
use serde_json::{Value, json};

use super::case::Case;
use super::letters::{self, Recipients};
use super::usage::{self, NewReport};
use super::{Change, Ctx, Done, Failure, Refusal, note, or_missing, releases};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Instant, days_after, midnight};
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AccountId, FlagId, InstanceId, ReceivedId, SubscriptionId};
use crate::domain::instance::{
    FlagKind, Instance, ReportedBy, UpdatePolicy, is_clock_off, is_forked, is_overtaken, is_upgrade_taken,
};
use crate::domain::license::{LicenseKind, Phase};
use crate::domain::overview::Overview;
use crate::domain::timetable::MISSED_DAYS;
use crate::keyring::KeyRing;
use crate::mail::Desk;
use crate::mail::messages::SyncMissing;
use crate::store::instances::{About, Received};
use crate::store::{self, StoreError, Stored, Tx};
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
    /// The instance was linked to another subscription of the account: its counts belong there.
    WasLinkedToOther {
        /// That subscription's number.
        number: String,
    },
    /// The instance is linked to somebody else's subscription.
    LinkedElsewhere,
    /// The instance sent a message without a code, and is linked to nothing, or no longer.
    NotLinked,
    /// The instance was linked and unlinked over and over today.
    LinkedTooOften {
        /// How often it may be linked within 24 hours.
        most: i64,
    },
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
/// leads to the same page. A message that was overtaken, or is stamped ahead, is refused, and what it shows about its
/// instance is kept.
///
/// # Errors
/// Any other [`Refused`]; nothing is kept then.
pub fn look(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    checker: &Checker,
    account: AccountId,
    id: SubscriptionId,
    message: Decrypted,
) -> Done<Result<ReceivedId, Refused>> {
    let person = ctx.person()?;
    or_missing(store::subscriptions::lock(tx, account, id)?)?;
    let overview = or_missing(store::overview::find(tx, account, id)?)?;
    let instance = InstanceId(message.claimed_instance()?);
    let said = said(&message)?;
    let known = store::instances::lock_sender(tx, instance)?;
    let pinned = known.as_ref().map(|(_, known)| pinned_key(&known.public_key)).transpose()?;
    let Opened { claims, key } = match message.verify(pinned.as_ref(), &checker.portal, ctx.now) {
        Ok(opened) => opened,
        Err(refused @ instance_id::Refused::Ahead { .. }) => {
            // Of somebody else's nothing is noted here.
            let ours = known.as_ref().filter(|(owner, _)| *owner == account);
            return Ok(Err(refuse_ahead(tx, ctx, ours, refused)?));
        }
        Err(refused) => return Err(refused.into()),
    };
    check_product(&overview, &claims)?;
    let proves_code = check_code(tx, checker, &overview, &claims)?;
    check_link(tx, &overview, known.as_ref())?;
    let seq = signed(claims.seq)?;
    if turn(known.as_ref().map(|(_, known)| known), &claims, proves_code)? == Turn::Overtaken {
        return Ok(Err(refuse_overtaken(tx, ctx, known.as_ref(), &claims)?));
    }
    if let Some(same) = store::instances::find_same(tx, id, instance, seq, &claims.jti)? {
        return Ok(Ok(same.id));
    }
    let received = Received {
        id: ReceivedId::new(),
        subscription: id,
        instance,
        public_key: resting_key(&key),
        seq,
        jti: claims.jti.clone(),
        proves_code,
        claims: said,
        received_at: ctx.now,
        taken_at: None,
    };
    store::instances::insert_received(tx, account, &received, person)?;
    let subject = format!("instance:{instance}");
    let after = Some(json!({ "subscription": overview.subscription.number, "seq": seq }));
    let event = Event::InstanceIdRead;
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })?;
    Ok(Ok(received.id))
}

/// Everything a message says, word for word, but for the activation code: that is a secret, and not kept a second time.
pub(super) fn said(message: &Decrypted) -> Done<Value> {
    let mut said = message.said()?;
    said.remove("code");
    Ok(Value::Object(said))
}

pub(super) fn check_product(overview: &Overview, claims: &Claims) -> Done<()> {
    let bought = &overview.product.key;
    if claims.product == *bought {
        return Ok(());
    }
    Err(Refused::OtherProduct { runs: claims.product.clone(), bought: bought.clone() }.into())
}

/// Whether the message proves the subscription's activation code; one without any code proves nothing and is fine.
pub(super) fn check_code(tx: &mut Tx<'_>, checker: &Checker, overview: &Overview, claims: &Claims) -> Done<bool> {
    let Some(code) = &claims.code else { return Ok(false) };
    let owner = by_code(tx, checker, code)?;
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

/// Whose an activation code is; none: nobody's, or no code.
pub(super) fn by_code(tx: &mut Tx<'_>, checker: &Checker, code: &str) -> Done<Option<(AccountId, SubscriptionId)>> {
    let Ok(code) = code.parse::<ActivationCode>() else { return Ok(None) };
    Ok(store::subscriptions::find_by_code(tx, &checker.vault.look_up_hash(code.as_str()))?)
}

pub(super) fn check_link(tx: &mut Tx<'_>, overview: &Overview, known: Option<&(AccountId, Instance)>) -> Done<()> {
    match known {
        Some((account, _)) if *account != overview.account.id => Err(Refused::LinkedElsewhere.into()),
        Some((account, instance)) if instance.subscription != overview.subscription.id => {
            let other = or_missing(store::subscriptions::find(tx, *account, instance.subscription)?)?;
            Err(match instance.unlinked_at {
                Some(_) => Refused::WasLinkedToOther { number: other.number },
                None => Refused::LinkedToOther { number: other.number },
            }
            .into())
        }
        Some(_) | None => Ok(()),
    }
}

/// Where a message stands among those taken from its instance (R33).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It may be taken.
    Fresh,
    /// It is the very message that was taken last: a retry, which is harmless.
    Again,
    /// Its number is used up.
    Overtaken,
}

/// Asks for a message's turn.
pub(super) fn turn(known: Option<&Instance>, claims: &Claims, proves_code: bool) -> Done<Turn> {
    let Some(known) = known else { return Ok(Turn::Fresh) };
    let seq = signed(claims.seq)?;
    if seq <= known.last_seq && known.last_jti == claims.jti {
        return Ok(Turn::Again);
    }
    Ok(if is_overtaken(known, seq, claims.iat, proves_code) { Turn::Overtaken } else { Turn::Fresh })
}

fn replayed(claims: &Claims, known: Option<&Instance>) -> Refused {
    let last = known.and_then(|known| u64::try_from(known.last_seq).ok()).unwrap_or(0);
    instance_id::Refused::Replayed { seq: claims.seq, last }.into()
}

/// Refuses a message whose number is used up, and flags that two machines have one identity if it shows that (R34).
/// Service goes on.
pub(super) fn refuse_overtaken(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    known: Option<&(AccountId, Instance)>,
    claims: &Claims,
) -> Done<Refused> {
    if let Some((account, known)) = known
        && is_forked(known, signed(claims.seq)?, &claims.jti, claims.iat)
    {
        let kind = FlagKind::ForkedSequence;
        store::instances::insert_flag(tx, *account, known.id, kind, ctx.now, &claims.hostname)?;
    }
    Ok(replayed(claims, known.map(|(_, known)| known)))
}

/// Refuses a message that is stamped too far ahead (R33), and flags the clock of an instance that is linked: it stays ahead
/// until somebody does something about it, as an instance's time never goes back (R29).
pub(super) fn refuse_ahead(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    known: Option<&(AccountId, Instance)>,
    refused: instance_id::Refused,
) -> Done<Refused> {
    if let (Some((account, known)), instance_id::Refused::Ahead { iat }) = (known, &refused)
        && known.unlinked_at.is_none()
    {
        store::instances::insert_flag(tx, *account, known.id, FlagKind::ClockOff, ctx.now, &stamp(*iat))?;
    }
    Ok(refused.into())
}

/// Closes a flag: staff looked into it. Doing it again changes nothing.
///
/// # Errors
/// The store's own.
pub fn close_flag(tx: &mut Tx<'_>, ctx: &Ctx, id: FlagId) -> Done<()> {
    let Some((about, kind)) = store::instances::close_flag(tx, id, ctx.now)? else { return Ok(()) };
    note_closed(tx, ctx, about, kind)
}

fn note_closed(tx: &mut Tx<'_>, ctx: &Ctx, about: About, kind: FlagKind) -> Done<()> {
    let subject = match about {
        About { instance: Some(instance), .. } => format!("instance:{instance}"),
        About { account: Some(account), .. } => format!("account:{account}"),
        About { .. } => "portal".to_owned(),
    };
    let (event, after) = (Event::FlagClosed, Some(json!({ "flag": kind.as_str() })));
    note(tx, ctx, Change { event, account: about.account, subject: &subject, before: None, after })
}

/// Raises an alert for staff to look into, on `/staff/flags`; not again while the same (kind, what it is about, detail) is
/// open. It changes nothing else, and so leaves no audit entry until it is closed.
///
/// # Errors
/// The store's own.
pub fn alert(tx: &mut Tx<'_>, now: Instant, about: About, kind: FlagKind, detail: &str) -> Stored<bool> {
    store::instances::insert_alert(tx, about, kind, now, detail)
}

/// A moment as the detail of a flag.
fn stamp(at: Instant) -> String {
    at.format("%F %H:%M UTC").to_string()
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
pub fn link(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, account: AccountId, id: ReceivedId) -> Done<Linked> {
    let received = or_missing(store::instances::lock_received(tx, account, id)?)?;
    if received.taken_at.is_some() {
        return Ok(Linked { instance: received.instance, is_first: false });
    }
    or_missing(store::subscriptions::lock(tx, account, received.subscription)?)?;
    let overview = or_missing(store::overview::find(tx, account, received.subscription)?)?;
    let claims: Claims = serde_json::from_value(received.claims.clone()).map_err(Failure::broken)?;
    let known = store::instances::lock_sender(tx, received.instance)?;
    check_link(tx, &overview, known.as_ref())?;
    let known = known.map(|(_, instance)| instance);
    let turn = turn(known.as_ref(), &claims, received.proves_code)?;
    if let Some(known) = &known {
        // Several first messages may have been looked at; the first one linked pins its key.
        if known.public_key != received.public_key {
            return Err(instance_id::Refused::OtherKey.into());
        }
    }
    if turn != Turn::Fresh {
        return Err(replayed(&claims, known.as_ref()).into());
    }
    let is_first = known.as_ref().is_none_or(|known| known.unlinked_at.is_some());
    let event = if is_first { Event::InstanceLinked } else { Event::InstanceReported };
    let before = known.as_ref().map(|i| json!({ "seq": i.last_seq, "version": i.version }));
    let message = Message {
        claims: &claims,
        public_key: &received.public_key,
        by: ReportedBy::Paste,
        received: Some(received.id),
        proves_code: received.proves_code,
        keys: None,
    };
    let instance = take(tx, ctx, &overview, message, known)?;
    store::instances::take_received(tx, id, ctx.now)?;
    let published = releases::published(tx, overview.product.id)?;
    releases::tell_flaws(tx, ctx, desk, &overview, &instance, &published)?;
    let subject = format!("instance:{}", received.instance);
    let after = json!({ "subscription": overview.subscription.number, "seq": received.seq, "version": claims.version });
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before, after: Some(after) })?;
    Ok(Linked { instance: received.instance, is_first })
}

/// A message that may be taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message<'a> {
    /// What it says.
    pub(super) claims: &'a Claims,
    /// The key it was signed with, as it rests.
    pub(super) public_key: &'a str,
    /// How it came.
    pub(super) by: ReportedBy,
    /// Under which key it was kept when it was pasted.
    pub(super) received: Option<ReceivedId>,
    /// Whether it brings the activation code. With a number that is used up, that says that its instance was restored.
    pub(super) proves_code: bool,
    /// Up to which generation its instance knows our keys, and which it is now sent; none: it is not answered at once.
    pub(super) keys: Option<(i64, i64)>,
}

/// Takes a message that was checked: stores the instance as it is now, its report and its daily counts, and flags what
/// staff should see. The one road of both doors (R31).
pub(super) fn take(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    overview: &Overview,
    message: Message<'_>,
    known: Option<Instance>,
) -> Done<Instance> {
    let claims = message.claims;
    let account = overview.account.id;
    if known.as_ref().is_some_and(|i| i.unlinked_at.is_some()) {
        check_links(tx, ctx, account, InstanceId(claims.iss))?;
    }
    let seq = signed(claims.seq)?;
    let told = signed(claims.users.max)?;
    let last_report_at = known.as_ref().map_or(claims.iat, |i| i.last_report_at.max(claims.iat));
    // The maximum of a term that is over says nothing about the running one; time stamped backwards changes no term.
    let kept = known
        .as_ref()
        .filter(|i| i.last_report_at > claims.iat || usage::same_term(&overview.terms, i.last_report_at, claims.iat))
        .map_or(told, |i| i.term_max);
    let is_upgraded = known
        .as_ref()
        .is_some_and(|i| is_upgrade_taken(i, claims.ack.as_deref(), claims.update.mode == UpdateMode::Patch));
    let (is_linked, counted) =
        (known.as_ref().is_some_and(|i| i.unlinked_at.is_none()), known.as_ref().is_some_and(Instance::counts_now));
    let was_comparable = known.as_ref().is_none_or(Instance::is_comparable);
    let is_restored = is_linked && message.proves_code && known.as_ref().is_some_and(|i| seq <= i.last_seq);
    let before = known.as_ref().map_or((0, 0), |i| (i.keys_known, i.keys_sent));
    let (keys_known, keys_sent) = message.keys.unwrap_or(before);
    let instance = Instance {
        id: InstanceId(claims.iss),
        subscription: overview.subscription.id,
        hostname: claims.hostname.clone(),
        environment: claims.environment.clone(),
        version: claims.version.clone(),
        public_key: message.public_key.to_owned(),
        // Never lower, so that nothing sent before a restore can be sent again.
        last_seq: known.as_ref().map_or(seq, |i| i.last_seq.max(seq)),
        term_max: kept.max(told),
        last_report_at,
        linked_at: known.as_ref().filter(|i| i.unlinked_at.is_none()).map_or(ctx.now, |i| i.linked_at),
        reports_by: message.by,
        heard_at: ctx.now,
        last_jti: claims.jti.clone(),
        update_policy: known.as_ref().map_or(UpdatePolicy::Warn, |i| i.update_policy),
        upgrade_asked_at: known.as_ref().and_then(|i| i.upgrade_asked_at).filter(|_| !is_upgraded),
        upgrade_told_jti: known.as_ref().and_then(|i| i.upgrade_told_jti.clone()).filter(|_| !is_upgraded),
        unlinked_at: None,
        keys_known,
        keys_sent,
    };
    match known {
        Some(_) => store::instances::update(tx, account, &instance)?,
        None => store::instances::insert(tx, account, &instance, ctx.by()).map_err(linked_meanwhile)?,
    }
    let mut flag = |kind, detail: &str| store::instances::insert_flag(tx, account, instance.id, kind, ctx.now, detail);
    if told < kept && !is_restored {
        flag(FlagKind::FallingMaximum, &format!("{told} after {kept}"))?;
    }
    if message.by == ReportedBy::Sync && is_clock_off(claims.iat, ctx.now) {
        flag(FlagKind::ClockOff, &stamp(claims.iat))?;
    }
    if counted && !instance.counts() {
        flag(FlagKind::LeftProduction, &claims.environment)?;
    }
    note_version(tx, ctx, account, &instance, was_comparable)?;
    if !counted && instance.counts() {
        store::instances::close_flags(tx, instance.id, FlagKind::LeftProduction, ctx.now)?;
    }
    if is_restored {
        explain_fork(tx, ctx, account, instance.id)?;
    }
    if !is_linked {
        flag_misuse(tx, ctx, overview, &instance)?;
    }
    usage::keep(tx, ctx, account, instance.id, &report(message)?)?;
    Ok(instance)
}

/// Flags a version that cannot be compared, for as long as it is reported. What people were told of it says nothing of the one that
/// comes after it.
fn note_version(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, instance: &Instance, was_comparable: bool) -> Done<()> {
    let (kind, id) = (FlagKind::UnparsableVersion, instance.id);
    match (instance.is_comparable(), was_comparable) {
        (true, was_comparable) => {
            store::instances::close_flags(tx, id, kind, ctx.now)?;
            if !was_comparable {
                store::releases::forget_told(tx, id)?;
            }
        }
        (false, true) => store::instances::renew_flag(tx, account, id, kind, ctx.now, &instance.version)?,
        (false, false) => store::instances::insert_flag(tx, account, id, kind, ctx.now, &instance.version)?,
    }
    Ok(())
}

/// How often an instance may be linked within 24 hours: whoever moves a machine about needs it once or twice.
const MOST_LINKS: i64 = 10;

/// Refuses an instance that is linked and unlinked over and over, by what the audit says of it.
fn check_links(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, instance: InstanceId) -> Done<()> {
    let links = store::audit::about(tx, account, &format!("instance:{instance}"), &[Event::InstanceLinked])?;
    let today = links.iter().filter(|link| link.at > ctx.now - TimeDelta::hours(24)).count();
    if i64::try_from(today).unwrap_or(i64::MAX) >= MOST_LINKS {
        return Err(Refused::LinkedTooOften { most: MOST_LINKS }.into());
    }
    Ok(())
}

/// Closes the flag of a fork: what looked like a second machine was the restored one, before it said so (R34). Once in 30
/// days: of two machines that go on, one could say so each night, and nobody would notice.
fn explain_fork(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, instance: InstanceId) -> Done<()> {
    let kind = FlagKind::ForkedSequence;
    if store::instances::was_closed(tx, instance, kind, ctx.now)?
        || store::instances::close_flags(tx, instance, kind, ctx.now)? == 0
    {
        return Ok(());
    }
    note_closed(tx, ctx, About { account: Some(account), instance: Some(instance) }, kind)
}

/// Flags one code on more instances than it is meant for, and a trial after another (R38).
fn flag_misuse(tx: &mut Tx<'_>, ctx: &Ctx, overview: &Overview, new: &Instance) -> Done<()> {
    let (account, subscription) = (overview.account.id, &overview.subscription);
    let linked = store::instances::list(tx, account, subscription.id)?;
    // Of whatever environment: one that is no production is licensed all the same.
    let linked = linked.iter().filter(|i| i.unlinked_at.is_none()).count();
    let most = overview.product.policy.most_instances;
    if i64::try_from(linked).unwrap_or(i64::MAX) > most {
        let detail = format!("{linked} of {most}");
        store::instances::insert_flag(tx, account, new.id, FlagKind::TooManyInstances, ctx.now, &detail)?;
    }
    let is_trial =
        overview.licenses.iter().any(|l| l.kind == LicenseKind::Trial && l.phase(ctx.today()) != Phase::Past);
    if is_trial && store::licenses::has_other_trial(tx, account, subscription)? {
        store::instances::insert_flag(tx, account, new.id, FlagKind::RepeatedTrial, ctx.now, &subscription.number)?;
    }
    Ok(())
}

/// Days for which a message is kept as it was sent, to the month.
pub const MESSAGE_DAYS: i64 = 90;

/// Makes room for the messages of this month and the next, and removes those of months that ended more than 90 days ago:
/// their reports and daily counts stay. Returns how many were removed one by one.
///
/// # Errors
/// The store's own.
pub fn compact(tx: &mut Tx<'_>, now: Instant) -> store::Stored<usize> {
    let first_of_month = |day: Day| day.with_day(1).unwrap_or(day);
    store::messages::make_room(tx, first_of_month(now.date_naive()))?;
    store::messages::remove_before(tx, first_of_month(days_after(now.date_naive(), -MESSAGE_DAYS)))
}

/// Somebody else linked the same new instance at the same moment.
fn linked_meanwhile(cause: StoreError) -> Failure {
    if cause.is_duplicate() { Refused::LinkedElsewhere.into() } else { cause.into() }
}

/// What a message reports. A maximum that fell counts for nothing: the highest one told is what fills a gap (R33).
fn report(message: Message<'_>) -> Done<NewReport> {
    let claims = message.claims;
    let daily = claims.daily.iter().map(|&(day, billable)| Ok((day, signed(billable)?)));
    Ok(NewReport {
        at: claims.iat,
        active: signed(claims.users.active)?,
        inactive: signed(claims.users.inactive)?,
        billable: signed(claims.users.billable)?,
        told_max: Some(signed(claims.users.max)?),
        daily: daily.collect::<Done<Vec<_>>>()?,
        version: claims.version.clone(),
        by: message.by,
        message: message.received,
    })
}

pub(super) fn resting_key(key: &VerifyingKey) -> String {
    Base64UrlUnpadded::encode_string(&key.to_bytes())
}

pub(super) fn pinned_key(resting: &str) -> Done<VerifyingKey> {
    let bytes = Base64UrlUnpadded::decode_vec(resting).map_err(Failure::broken)?;
    let bytes: [u8; 32] = bytes.try_into().map_err(|_| Failure::broken("a pinned key is not 32 bytes"))?;
    VerifyingKey::from_bytes(&bytes).map_err(Failure::broken)
}

/// Wire numbers are at most 2^53, so they always fit.
pub(super) fn signed(number: u64) -> Done<i64> {
    i64::try_from(number).map_err(Failure::broken)
}

/// Chooses what becomes of security updates on an instance (R35). Choosing the same again changes nothing.
///
/// # Errors
/// Missing.
pub fn choose_updates(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    account: AccountId,
    id: InstanceId,
    policy: UpdatePolicy,
) -> Done<()> {
    change(tx, ctx, account, id, Event::UpdatesChosen, |known| {
        (known.update_policy != policy).then(|| Instance { update_policy: policy, ..known.clone() })
    })
}

/// Asks for an upgrade at the next sync (R35), or takes that back.
///
/// # Errors
/// Missing.
pub fn ask_upgrade(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: InstanceId, asked: bool) -> Done<()> {
    change(tx, ctx, account, id, Event::UpgradeAsked, |known| {
        let upgrade_asked_at = asked.then_some(ctx.now);
        let changed = || Instance { upgrade_asked_at, upgrade_told_jti: None, ..known.clone() };
        (known.upgrade_asked_at.is_some() != asked).then(changed)
    })
}

/// Unlinks an instance: it gets nothing more until it is linked again, with the activation code or by pasting. What it
/// counted stays.
///
/// # Errors
/// Missing.
pub fn unlink(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: InstanceId) -> Done<()> {
    change(tx, ctx, account, id, Event::InstanceUnlinked, |known| {
        let unlinked_at = Some(ctx.now);
        let unlinked = || Instance { unlinked_at, upgrade_asked_at: None, upgrade_told_jti: None, ..known.clone() };
        known.unlinked_at.is_none().then(unlinked)
    })
}

/// Changes an instance of the account, unless there is nothing to change.
fn change(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    account: AccountId,
    id: InstanceId,
    event: Event,
    changed: impl FnOnce(&Instance) -> Option<Instance>,
) -> Done<()> {
    let found = store::instances::lock_sender(tx, id)?.filter(|(owner, _)| *owner == account);
    let (_, known) = or_missing(found)?;
    let Some(changed) = changed(&known) else { return Ok(()) };
    store::instances::change(tx, account, &changed)?;
    let told = |i: &Instance| json!({ "updates": i.update_policy.as_str(), "upgrade": i.upgrade_asked_at.is_some(), "linked": i.unlinked_at.is_none() });
    let (before, after, subject) = (Some(told(&known)), Some(told(&changed)), format!("instance:{id}"));
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before, after })
}

impl From<instance_id::Refused> for Refused {
    fn from(refused: instance_id::Refused) -> Self {
        Self::Message(refused)
    }
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
    store::instances::set_right(tx, ctx.now)?;
    let silent = store::instances::lock_silent(tx, since, limit)?;
    for (account, instance) in &silent {
        store::instances::note_silence_told(tx, instance.id, ctx.now)?;
        let subscription = or_missing(store::subscriptions::find(tx, *account, instance.subscription)?)?;
        let case = Case::load(tx, subscription)?;
        let to =
            Recipients { account: &case.account, subscription: case.subscription.id, role: ContactRole::Technical };
        letters::tell(tx, desk, ctx.now, &to, None, |heading| SyncMissing {
            heading,
            number: case.subscription.number.clone(),
            product: case.product.name.clone(),
            hostname: instance.hostname.clone(),
            last_report: instance.last_report_at,
            days: instance.missed_days(ctx.now),
            link: desk.link(&format!("/instances/{}", instance.id)),
        })?;
    }
    Ok(silent.len())
}
