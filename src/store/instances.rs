//! Linked instances, instance IDs as they were received, and alerts.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::Value;

use super::by::{Of, by_subscription};
use super::dialect::{Kept, Portable, for_update, for_update_skip_locked};
use super::schema::{accounts, alerts, instances, memberships, products, received_ids, subscriptions};
use super::sql_types::{At, Json};
use super::{Conn, Stored, Tx};
use crate::domain::account::Account;
use crate::domain::calendar::Instant;
use crate::domain::ids::{AccountId, AlertId, InstanceId, PersonId, ReceivedId, SubscriptionId};
use crate::domain::instance::{AlertKind, Instance, ReportedBy};
use crate::domain::release::UpdatePolicy;
use crate::domain::role::Role;
use crate::domain::subscription::{Product, Subscription};

/// For how long an alert of a kind is not said again.
const SAID_ONCE: TimeDelta = TimeDelta::days(30);

#[derive(Queryable, Selectable)]
#[diesel(table_name = instances)]
struct Row {
    id: InstanceId,
    subscription_id: SubscriptionId,
    hostname: String,
    environment: String,
    version: String,
    public_key: String,
    last_seq: i64,
    term_max: i64,
    last_report_at: Instant,
    linked_at: Instant,
    reports_by: ReportedBy,
    heard_at: Instant,
    last_jti: String,
    update_policy: UpdatePolicy,
    upgrade_asked_at: Option<Instant>,
    upgrade_told_jti: Option<String>,
    unlinked_at: Option<Instant>,
    keys_known: i64,
    keys_sent: i64,
}

fn instance(row: Row) -> Instance {
    Instance {
        id: row.id,
        subscription: row.subscription_id,
        hostname: row.hostname,
        environment: row.environment,
        version: row.version,
        public_key: row.public_key,
        last_seq: row.last_seq,
        term_max: row.term_max,
        last_report_at: row.last_report_at,
        linked_at: row.linked_at,
        reports_by: row.reports_by,
        heard_at: row.heard_at,
        last_jti: row.last_jti,
        update_policy: row.update_policy,
        upgrade_asked_at: row.upgrade_asked_at,
        upgrade_told_jti: row.upgrade_told_jti,
        unlinked_at: row.unlinked_at,
        keys_known: row.keys_known,
        keys_sent: row.keys_sent,
    }
}

/// The instances of a subscription of the account, oldest link first.
pub fn list(c: &mut Conn<'_>, account: AccountId, subscription: SubscriptionId) -> Stored<Vec<Instance>> {
    let rows: Vec<Row> = instances::table
        .filter(instances::account_id.eq(account))
        .filter(instances::subscription_id.eq(subscription))
        .order((instances::linked_at, instances::id))
        .select(Row::as_select())
        .load(c.raw())?;
    Ok(rows.into_iter().map(instance).collect())
}

/// The instances of subscriptions, each one's oldest link first.
pub(super) fn list_of(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Of<Instance>> {
    let of =
        instances::table.filter(instances::subscription_id.eq_any(ids)).order((instances::linked_at, instances::id));
    let rows = Kept(of.select((instances::subscription_id, Row::as_select()))).load(c.raw())?;
    by_subscription(rows, |row| Ok(instance(row)))
}

/// One instance of the account.
pub fn find(c: &mut Conn<'_>, account: AccountId, id: InstanceId) -> Stored<Option<Instance>> {
    let one = instances::table.filter(instances::account_id.eq(account)).filter(instances::id.eq(id));
    Ok(one.select(Row::as_select()).first::<Row>(c.raw()).optional()?.map(instance))
}

/// An instance of whichever account, locked: a message must be checked against the key pinned for its sender before
/// it is known whose it is.
pub fn lock_sender(tx: &mut Tx<'_>, id: InstanceId) -> Stored<Option<(AccountId, Instance)>> {
    let one = instances::table.find(id).select((instances::account_id, Row::as_select()));
    let rows: Vec<(AccountId, Row)> = for_update(one).load(tx.raw())?;
    Ok(rows.into_iter().next().map(|(account, row)| (account, instance(row))))
}

/// What a message is checked against before anything is locked.
#[derive(Debug, Clone)]
pub struct Pinned {
    /// Whose the instance is.
    pub account: AccountId,
    /// What it is, or was, linked to.
    pub subscription: SubscriptionId,
    /// The key pinned for it, as it rests.
    pub public_key: String,
    /// Whether it is linked.
    pub is_linked: bool,
}

/// What is pinned for an instance of whichever account.
pub fn pinned(c: &mut Conn<'_>, id: InstanceId) -> Stored<Option<Pinned>> {
    let columns =
        (instances::account_id, instances::subscription_id, instances::public_key, instances::unlinked_at.is_null());
    let row: Option<(AccountId, SubscriptionId, String, bool)> =
        instances::table.find(id).select(columns).first(c.raw()).optional()?;
    Ok(row.map(|(account, subscription, public_key, is_linked)| Pinned {
        account,
        subscription,
        public_key,
        is_linked,
    }))
}

/// Where a person stands to an instance: for the guards.
pub fn reach(c: &mut Conn<'_>, person: PersonId, id: InstanceId) -> Stored<Option<(AccountId, Role)>> {
    let reachable = instances::table
        .inner_join(memberships::table.on(memberships::account_id.eq(instances::account_id)))
        .filter(instances::id.eq(id))
        .filter(memberships::person_id.eq(person));
    Ok(reachable.select((instances::account_id, memberships::role)).first(c.raw()).optional()?)
}

/// Links an instance.
///
/// # Errors
/// It is linked already.
pub fn insert(tx: &mut Tx<'_>, account: AccountId, new: &Instance, by: Option<PersonId>) -> Stored<()> {
    let values = (
        instances::id.eq(new.id),
        instances::account_id.eq(account),
        instances::subscription_id.eq(new.subscription),
        instances::hostname.eq(&new.hostname),
        instances::environment.eq(&new.environment),
        instances::version.eq(&new.version),
        instances::public_key.eq(&new.public_key),
        instances::last_seq.eq(new.last_seq),
        instances::term_max.eq(new.term_max),
        instances::last_report_at.eq(At(new.last_report_at)),
        instances::linked_by_person_id.eq(by),
        instances::linked_at.eq(At(new.linked_at)),
        instances::reports_by.eq(new.reports_by),
        instances::heard_at.eq(At(new.heard_at)),
        instances::last_jti.eq(&new.last_jti),
        instances::update_policy.eq(new.update_policy),
        instances::upgrade_asked_at.eq(new.upgrade_asked_at.map(At)),
        instances::keys_known.eq(new.keys_known),
        instances::keys_sent.eq(new.keys_sent),
    );
    diesel::insert_into(instances::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Stores what a further report changed: everything but whose it is, the key, and what was chosen.
pub fn update(tx: &mut Tx<'_>, account: AccountId, changed: &Instance) -> Stored<()> {
    let one = instances::table.filter(instances::account_id.eq(account)).filter(instances::id.eq(changed.id));
    let change = (
        instances::hostname.eq(&changed.hostname),
        instances::environment.eq(&changed.environment),
        instances::version.eq(&changed.version),
        instances::last_seq.eq(changed.last_seq),
        instances::term_max.eq(changed.term_max),
        instances::last_report_at.eq(At(changed.last_report_at)),
        instances::reports_by.eq(changed.reports_by),
        instances::heard_at.eq(At(changed.heard_at)),
        instances::linked_at.eq(At(changed.linked_at)),
        instances::last_jti.eq(&changed.last_jti),
        instances::upgrade_asked_at.eq(changed.upgrade_asked_at.map(At)),
        instances::upgrade_told_jti.eq(&changed.upgrade_told_jti),
        instances::unlinked_at.eq(changed.unlinked_at.map(At)),
        instances::keys_known.eq(changed.keys_known),
        instances::keys_sent.eq(changed.keys_sent),
        // Whoever reports is not silent.
        instances::missed_told_at.eq(None::<At>),
    );
    let _: Vec<InstanceId> = Kept(diesel::update(one).set(change).returning(instances::id)).load(tx.raw())?;
    Ok(())
}

/// Stores what was chosen for an instance, whether it is linked, and which keys it was sent.
pub fn change(tx: &mut Tx<'_>, account: AccountId, changed: &Instance) -> Stored<()> {
    let one = instances::table.filter(instances::account_id.eq(account)).filter(instances::id.eq(changed.id));
    let change = (
        instances::update_policy.eq(changed.update_policy),
        instances::upgrade_asked_at.eq(changed.upgrade_asked_at.map(At)),
        instances::upgrade_told_jti.eq(&changed.upgrade_told_jti),
        instances::unlinked_at.eq(changed.unlinked_at.map(At)),
        instances::keys_sent.eq(changed.keys_sent),
    );
    diesel::update(one).set(change).execute(tx.raw())?;
    Ok(())
}

/// An instance ID as it was received: opened and checked, not yet confirmed until it is taken.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = received_ids)]
pub struct Received {
    pub id: ReceivedId,
    /// For which subscription it was pasted.
    #[diesel(column_name = subscription_id)]
    pub subscription: SubscriptionId,
    /// Who sent it.
    #[diesel(column_name = instance_id)]
    pub instance: InstanceId,
    /// The key it was signed with.
    pub public_key: String,
    /// Its sequence number.
    pub seq: i64,
    /// Its `jti`.
    pub jti: String,
    /// Whether it carried the subscription's activation code.
    pub proves_code: bool,
    /// What it says, as it was said, but for the activation code.
    pub claims: Value,
    /// When it was pasted.
    pub received_at: Instant,
    /// When it was confirmed; none while it is only looked at.
    pub accepted_at: Option<Instant>,
}

/// One received instance ID of the account.
pub fn find_received(c: &mut Conn<'_>, account: AccountId, id: ReceivedId) -> Stored<Option<Received>> {
    let one = received_ids::table.filter(received_ids::account_id.eq(account)).filter(received_ids::id.eq(id));
    Ok(one.select(Received::as_select()).first(c.raw()).optional()?)
}

/// One received instance ID of the account, locked so that it is taken once.
pub fn lock_received(tx: &mut Tx<'_>, account: AccountId, id: ReceivedId) -> Stored<Option<Received>> {
    let one = received_ids::table.filter(received_ids::account_id.eq(account)).filter(received_ids::id.eq(id));
    let rows: Vec<Received> = for_update(one.select(Received::as_select())).load(tx.raw())?;
    Ok(rows.into_iter().next())
}

/// The same message, received before for this subscription.
pub fn find_same(
    c: &mut Conn<'_>,
    subscription: SubscriptionId,
    instance: InstanceId,
    seq: i64,
    jti: &str,
) -> Stored<Option<Received>> {
    let same = received_ids::table
        .filter(received_ids::subscription_id.eq(subscription))
        .filter(received_ids::instance_id.eq(instance))
        .filter(received_ids::seq.eq(seq))
        .filter(received_ids::jti.eq(jti));
    Ok(same.select(Received::as_select()).first(c.raw()).optional()?)
}

/// The instance IDs that were pasted and taken from an instance of the account, newest first, at most `limit`.
pub fn taken(c: &mut Conn<'_>, account: AccountId, instance: InstanceId, limit: i64) -> Stored<Vec<Received>> {
    let taken = received_ids::table
        .filter(received_ids::account_id.eq(account))
        .filter(received_ids::instance_id.eq(instance))
        .filter(received_ids::accepted_at.is_not_null())
        .order((received_ids::accepted_at.desc(), received_ids::seq.desc(), received_ids::id.desc()));
    Ok(taken.limit(limit).select(Received::as_select()).load(c.raw())?)
}

/// Where a person stands to a received instance ID: for the guards.
pub fn reach_received(c: &mut Conn<'_>, person: PersonId, id: ReceivedId) -> Stored<Option<(AccountId, Role)>> {
    let reachable = received_ids::table
        .inner_join(memberships::table.on(memberships::account_id.eq(received_ids::account_id)))
        .filter(received_ids::id.eq(id))
        .filter(memberships::person_id.eq(person));
    Ok(reachable.select((received_ids::account_id, memberships::role)).first(c.raw()).optional()?)
}

/// Stores an instance ID that was looked at.
///
/// # Errors
/// The same message was stored before (a duplicate).
pub fn insert_received(tx: &mut Tx<'_>, account: AccountId, new: &Received, by: PersonId) -> Stored<()> {
    let values = (
        received_ids::id.eq(new.id),
        received_ids::account_id.eq(account),
        received_ids::subscription_id.eq(new.subscription),
        received_ids::instance_id.eq(new.instance),
        received_ids::public_key.eq(&new.public_key),
        received_ids::seq.eq(new.seq),
        received_ids::jti.eq(&new.jti),
        received_ids::proves_code.eq(new.proves_code),
        received_ids::claims.eq(Json::of(new.claims.clone())),
        received_ids::received_by.eq(by),
        received_ids::received_at.eq(At(new.received_at)),
    );
    diesel::insert_into(received_ids::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Notes that an instance ID was confirmed.
pub fn accept_received(tx: &mut Tx<'_>, id: ReceivedId, at: Instant) -> Stored<()> {
    diesel::update(received_ids::table.find(id)).set(received_ids::accepted_at.eq(At(at))).execute(tx.raw())?;
    Ok(())
}

/// Raises an alert about an instance for staff. What was flagged within the last 30 days is not said again, looked into or
/// not: its detail is brought up to date. But two machines with one identity are, once the last such alert was closed.
pub fn insert_instance_alert(
    tx: &mut Tx<'_>,
    account: AccountId,
    instance: InstanceId,
    kind: AlertKind,
    at: Instant,
    detail: &str,
) -> Stored<()> {
    let same = alerts::table
        .filter(alerts::instance_id.eq(instance))
        .filter(alerts::kind.eq(kind))
        .filter(alerts::noticed_at.gt(At(at - SAID_ONCE)))
        .filter(alerts::closed_at.is_null().or(alerts::kind.ne(AlertKind::ForkedSequence)));
    if diesel::update(same).set(alerts::detail.eq(detail)).execute(tx.raw())? > 0 {
        return Ok(());
    }
    renew_instance_alert(tx, account, instance, kind, at, detail)
}

/// Raises an alert about something that has just begun, whatever was flagged before: the new alert is said in place of an open one.
pub fn renew_instance_alert(
    tx: &mut Tx<'_>,
    account: AccountId,
    instance: InstanceId,
    kind: AlertKind,
    at: Instant,
    detail: &str,
) -> Stored<()> {
    close_alerts(tx, instance, kind, at)?;
    let values = (
        alerts::id.eq(AlertId::new()),
        alerts::account_id.eq(account),
        alerts::instance_id.eq(instance),
        alerts::kind.eq(kind),
        alerts::noticed_at.eq(At(at)),
        alerts::detail.eq(detail),
    );
    diesel::insert_into(alerts::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// What an alert is about: an account, an instance of it, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct About {
    pub account: Option<AccountId>,
    /// Which instance; with its account.
    pub instance: Option<InstanceId>,
}

/// Raises an alert for staff, unless the same one (kind, what it is about, detail) is open; whether it did.
pub fn insert_alert(tx: &mut Tx<'_>, about: About, kind: AlertKind, at: Instant, detail: &str) -> Stored<bool> {
    let values = (
        alerts::id.eq(AlertId::new()),
        alerts::account_id.eq(about.account),
        alerts::instance_id.eq(about.instance),
        alerts::kind.eq(kind),
        alerts::noticed_at.eq(At(at)),
        alerts::detail.eq(detail),
    );
    let raised = Portable(diesel::insert_into(alerts::table).values(values).on_conflict_do_nothing());
    Ok(raised.execute(tx.raw())? > 0)
}

/// An alert as it was raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    pub id: AlertId,
    pub about: About,
    /// What exactly.
    pub detail: String,
    /// Whether nobody has looked into it yet.
    pub is_open: bool,
}

/// The alerts of a kind that are open, or were raised within the last 30 days.
pub fn alerts(c: &mut Conn<'_>, kind: AlertKind, now: Instant) -> Stored<Vec<Alert>> {
    type Row = (AlertId, Option<AccountId>, Option<InstanceId>, String, Option<Instant>);
    let rows: Vec<Row> = alerts::table
        .filter(alerts::kind.eq(kind))
        .filter(alerts::closed_at.is_null().or(alerts::noticed_at.gt(At(now - SAID_ONCE))))
        .select((alerts::id, alerts::account_id, alerts::instance_id, alerts::detail, alerts::closed_at))
        .load(c.raw())?;
    let alert = |(id, account, instance, detail, closed_at): Row| Alert {
        id,
        about: About { account, instance },
        detail,
        is_open: closed_at.is_none(),
    };
    Ok(rows.into_iter().map(alert).collect())
}

/// Closes the open alerts of a kind of an instance; how many.
pub fn close_alerts(tx: &mut Tx<'_>, instance: InstanceId, kind: AlertKind, at: Instant) -> Stored<usize> {
    let open = alerts::table.filter(alerts::instance_id.eq(instance)).filter(alerts::kind.eq(kind));
    let open = open.filter(alerts::closed_at.is_null());
    Ok(diesel::update(open).set(alerts::closed_at.eq(At(at))).execute(tx.raw())?)
}

/// Whether an alert of a kind of an instance was noticed within the last 30 days, and closed.
pub fn was_closed(c: &mut Conn<'_>, instance: InstanceId, kind: AlertKind, now: Instant) -> Stored<bool> {
    let of = alerts::table.filter(alerts::instance_id.eq(instance)).filter(alerts::kind.eq(kind));
    let closed = of.filter(alerts::noticed_at.gt(At(now - SAID_ONCE))).filter(alerts::closed_at.is_not_null());
    Ok(closed.select(alerts::id).first::<AlertId>(c.raw()).optional()?.is_some())
}

/// Closes one alert of whichever account, if it is open: what it is about.
pub fn close_alert(tx: &mut Tx<'_>, id: AlertId, at: Instant) -> Stored<Option<(About, AlertKind)>> {
    let open = alerts::table.find(id).filter(alerts::closed_at.is_null());
    let columns = (alerts::account_id, alerts::instance_id, alerts::kind);
    let about: Option<(Option<AccountId>, Option<InstanceId>, AlertKind)> =
        open.select(columns).first(tx.raw()).optional()?;
    let closed = diesel::update(open).set(alerts::closed_at.eq(At(at))).execute(tx.raw())?;
    Ok(about.filter(|_| closed > 0).map(|(account, instance, kind)| (About { account, instance }, kind)))
}

/// The open alerts of an instance of the account, newest first; of those that are noticed again while it goes on, the ones of
/// the last 30 days.
pub fn alerts_of(
    c: &mut Conn<'_>,
    account: AccountId,
    instance: InstanceId,
    now: Instant,
) -> Stored<Vec<(AlertKind, Instant)>> {
    let of = alerts::table
        .filter(alerts::account_id.eq(account))
        .filter(alerts::instance_id.eq(instance))
        .filter(alerts::closed_at.is_null())
        .filter(alerts::noticed_at.gt(At(now - SAID_ONCE)).or(alerts::kind.eq_any(AlertKind::NOTICED_ONCE)));
    Ok(of.order((alerts::noticed_at.desc(), alerts::id)).select((alerts::kind, alerts::noticed_at)).load(c.raw())?)
}

/// An alert with what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct OpenAlert {
    pub id: AlertId,
    /// What was noticed.
    pub kind: AlertKind,
    /// More of it.
    pub detail: String,
    pub noticed_at: Instant,
    /// Whose it is, by name; none if it is about no account.
    pub account: Option<String>,
    /// The subscription's number; none if it is about no instance.
    pub subscription: Option<String>,
    pub instance: Option<InstanceId>,
    /// What it calls its machine.
    pub hostname: Option<String>,
}

/// The newest open alerts of all accounts, at most `limit`; for staff.
pub fn newest_alerts(c: &mut Conn<'_>, limit: i64) -> Stored<Vec<OpenAlert>> {
    let all = alerts::table
        // One after another: a join in brackets is made of all instances before the first alert is looked at.
        .left_join(instances::table.on(alerts::instance_id.eq(instances::id.nullable())))
        .left_join(subscriptions::table.on(instances::subscription_id.eq(subscriptions::id)))
        .left_join(accounts::table.on(alerts::account_id.eq(accounts::id.nullable())))
        .filter(alerts::closed_at.is_null())
        .order((alerts::noticed_at.desc(), alerts::id.desc()))
        .limit(limit);
    let columns = (
        alerts::id,
        alerts::kind,
        alerts::detail,
        alerts::noticed_at,
        accounts::name.nullable(),
        subscriptions::number.nullable(),
        instances::id.nullable(),
        instances::hostname.nullable(),
    );
    Ok(all.select(columns).load(c.raw())?)
}

/// An instance that was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub instance: Instance,
    /// What it is linked to.
    pub subscription: Subscription,
    pub product: Product,
    pub account: Account,
}

/// Instances with this id, of an account or subscription with this number, or on this machine, at most `limit`; for staff.
pub fn search(c: &mut Conn<'_>, wanted: &str, limit: i64) -> Stored<Vec<Found>> {
    type All = (Row, super::subscriptions::Row, super::products::Row, super::accounts::Row);
    // One after another, each by its index: in one statement every instance would be looked at.
    let account: Option<AccountId> =
        accounts::table.filter(accounts::number.eq(wanted)).select(accounts::id).first(c.raw()).optional()?;
    let subscription: Option<SubscriptionId> = subscriptions::table
        .filter(subscriptions::number.eq(wanted))
        .select(subscriptions::id)
        .first(c.raw())
        .optional()?;
    let newest = || {
        instances::table
            .inner_join(subscriptions::table.inner_join(products::table))
            .inner_join(accounts::table.on(accounts::id.eq(instances::account_id)))
            .order((instances::heard_at.desc(), instances::id.desc()))
            .limit(limit)
            .select((
                Row::as_select(),
                super::subscriptions::Row::as_select(),
                super::products::Row::as_select(),
                super::accounts::Row::as_select(),
            ))
    };
    let rows: Vec<All> = match (wanted.parse::<InstanceId>(), account, subscription) {
        (Ok(id), ..) => newest().filter(instances::id.eq(id)).load(c.raw())?,
        (_, Some(account), _) => newest().filter(instances::account_id.eq(account)).load(c.raw())?,
        (.., Some(subscription)) => newest().filter(instances::subscription_id.eq(subscription)).load(c.raw())?,
        (_, None, None) => newest().filter(instances::hostname.eq(wanted)).load(c.raw())?,
    };
    let found = |(row, subscription, product, account): All| {
        Ok(Found {
            instance: instance(row),
            subscription: super::subscriptions::subscription(subscription)?,
            product: super::products::product(product),
            account: super::accounts::account(account),
        })
    };
    rows.into_iter().map(found).collect()
}

/// Instances that sync by themselves and were heard of last before `since`, of which nobody was told yet, with their
/// accounts; at most `limit`, locked so that two workers do not tell twice.
pub fn lock_silent(tx: &mut Tx<'_>, since: Instant, limit: i64) -> Stored<Vec<(AccountId, Instance)>> {
    let silent = instances::table
        .filter(instances::missed_told_at.is_null())
        .filter(instances::unlinked_at.is_null())
        .filter(instances::heard_at.lt(At(since)))
        .filter(instances::reports_by.eq(ReportedBy::Sync))
        .order((instances::heard_at, instances::id))
        .limit(limit)
        .select((instances::account_id, Row::as_select()));
    let rows: Vec<(AccountId, Row)> = for_update_skip_locked(silent).load(tx.raw())?;
    Ok(rows.into_iter().map(|(account, row)| (account, instance(row))).collect())
}

/// Whoever was heard of by a clock that was ahead was heard of now: otherwise their silence begins when that time comes.
pub fn set_right(tx: &mut Tx<'_>, now: Instant) -> Stored<()> {
    let ahead = instances::table.filter(instances::missed_told_at.is_null()).filter(instances::heard_at.gt(At(now)));
    diesel::update(ahead).set(instances::heard_at.eq(At(now))).execute(tx.raw())?;
    Ok(())
}

/// Notes that people were told of an instance's silence.
pub fn note_silence_told(tx: &mut Tx<'_>, id: InstanceId, at: Instant) -> Stored<()> {
    diesel::update(instances::table.find(id)).set(instances::missed_told_at.eq(At(at))).execute(tx.raw())?;
    Ok(())
}

/// When the first silence begins that nobody was told of yet: when an instance that syncs was heard of longest ago.
pub fn longest_silent(c: &mut Conn<'_>) -> Stored<Option<Instant>> {
    let watched = instances::table
        .filter(instances::missed_told_at.is_null())
        .filter(instances::unlinked_at.is_null())
        .filter(instances::reports_by.eq(ReportedBy::Sync))
        .order(instances::heard_at);
    Ok(watched.select(instances::heard_at).first(c.raw()).optional()?)
}
