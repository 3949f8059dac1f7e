//! Renewals and true-ups as they ended; cancellations and late requests: rows with a who and a when, not flags.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::by::{Of, by_subscription};
use super::dialect::{Kept, for_update};
use super::schema::{accounts, late_requests, people, renewal_cancellations, renewals, subscriptions, terms, true_ups};
use super::sql_types::At;
use super::{Conn, StoreError, Stored, Tx};
use crate::domain::calendar::{Day, Instant};
use crate::domain::ids::{
    AccountId, CancellationId, LateRequestId, PersonId, RenewalId, SubscriptionId, TermId, TrueUpId,
};
use crate::domain::money::Money;
use crate::domain::renewal::{Cancellation, How, Renewal, RenewalState, WhyNot};
use crate::domain::true_up::{TrueUp, TrueUpKind};

/// The cancellations that stand for terms of subscriptions, by term.
pub(super) fn standing_cancellations(
    c: &mut Conn<'_>,
    ids: &[SubscriptionId],
) -> Stored<BTreeMap<TermId, Cancellation>> {
    let standing = renewal_cancellations::table
        .inner_join(terms::table)
        .inner_join(people::table.on(people::id.eq(renewal_cancellations::cancelled_by)))
        .filter(terms::subscription_id.eq_any(ids))
        .filter(renewal_cancellations::withdrawn_at.is_null())
        .select((
            renewal_cancellations::term_id,
            renewal_cancellations::id,
            renewal_cancellations::cancelled_at,
            people::name,
            renewal_cancellations::is_late,
        ));
    let rows: Vec<(TermId, CancellationId, Instant, String, bool)> = Kept(standing).load(c.raw())?;
    Ok(rows.into_iter().map(|(term, id, at, by, is_late)| (term, Cancellation { id, at, by, is_late })).collect())
}

/// What a cancellation says.
#[derive(Debug, Clone, Copy)]
pub struct NewCancellation<'a> {
    /// The term it is the last of.
    pub term: TermId,
    pub by: PersonId,
    pub at: Instant,
    /// A reason, which may be given and never must.
    pub reason: Option<&'a str>,
    /// Whether staff do it after the last day.
    pub is_late: bool,
}

/// Turns a renewal off.
///
/// # Errors
/// It is off already (a duplicate).
pub fn insert_cancellation(tx: &mut Tx<'_>, new: NewCancellation<'_>) -> Stored<CancellationId> {
    let id = CancellationId::new();
    let values = (
        renewal_cancellations::id.eq(id),
        renewal_cancellations::term_id.eq(new.term),
        renewal_cancellations::account_id.eq(account_of!(terms, new.term)),
        renewal_cancellations::cancelled_by.eq(new.by),
        renewal_cancellations::cancelled_at.eq(At(new.at)),
        renewal_cancellations::reason.eq(new.reason),
        renewal_cancellations::is_late.eq(new.is_late),
    );
    diesel::insert_into(renewal_cancellations::table).values(values).execute(tx.raw())?;
    Ok(id)
}

/// Turns a renewal on again.
pub fn withdraw_cancellation(tx: &mut Tx<'_>, id: CancellationId, by: PersonId, at: Instant) -> Stored<()> {
    let change = (renewal_cancellations::withdrawn_by.eq(by), renewal_cancellations::withdrawn_at.eq(At(at)));
    diesel::update(renewal_cancellations::table.find(id)).set(change).execute(tx.raw())?;
    Ok(())
}

/// When open late requests for terms of subscriptions were made, by term.
pub(super) fn open_late_requests(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<BTreeMap<TermId, Instant>> {
    let open = late_requests::table
        .inner_join(terms::table)
        .filter(terms::subscription_id.eq_any(ids))
        .filter(late_requests::decided_at.is_null());
    let rows: Vec<(TermId, Instant)> =
        Kept(open.select((late_requests::term_id, late_requests::asked_at))).load(c.raw())?;
    Ok(rows.into_iter().collect())
}

/// Asks staff to turn a renewal off after the last day.
///
/// # Errors
/// One is open already (a duplicate).
pub fn insert_late_request(
    tx: &mut Tx<'_>,
    term: TermId,
    by: PersonId,
    at: Instant,
    reason: Option<&str>,
) -> Stored<LateRequestId> {
    let id = LateRequestId::new();
    let values = (
        late_requests::id.eq(id),
        late_requests::term_id.eq(term),
        late_requests::account_id.eq(account_of!(terms, term)),
        late_requests::asked_by.eq(by),
        late_requests::asked_at.eq(At(at)),
        late_requests::reason.eq(reason),
    );
    diesel::insert_into(late_requests::table).values(values).execute(tx.raw())?;
    Ok(id)
}

/// A late request as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct LateRequest {
    pub id: LateRequestId,
    /// Whose subscription.
    pub account: AccountId,
    pub account_name: String,
    /// The term whose renewal it is about.
    pub term: TermId,
    pub subscription: SubscriptionId,
    pub number: String,
    /// The renewal date.
    pub renews_on: Day,
    /// Who asks.
    pub by: String,
    /// Since when.
    pub asked_at: Instant,
    /// Why, if they said.
    pub reason: Option<String>,
}

macro_rules! late_request_query {
    () => {
        late_requests::table
            .inner_join(terms::table.inner_join(subscriptions::table.inner_join(accounts::table)))
            .inner_join(people::table.on(people::id.eq(late_requests::asked_by)))
            .filter(late_requests::decided_at.is_null())
            .select((
                late_requests::id,
                accounts::id,
                accounts::name,
                terms::id,
                subscriptions::id,
                subscriptions::number,
                terms::ends_on,
                people::name,
                late_requests::asked_at,
                late_requests::reason,
            ))
    };
}

/// The open late requests for renewals that lie ahead, oldest first, at most `limit`; for staff.
pub fn late_requests(c: &mut Conn<'_>, today: Day, limit: i64) -> Stored<Vec<LateRequest>> {
    Ok(late_request_query!()
        .filter(terms::ends_on.gt(today))
        .order((late_requests::asked_at, late_requests::id))
        .limit(limit)
        .load(c.raw())?)
}

/// One open late request, locked so that it is decided once; for staff.
pub fn lock_late_request(tx: &mut Tx<'_>, id: LateRequestId) -> Stored<Option<LateRequest>> {
    let key = late_requests::table.find(id).select(late_requests::id);
    let _locked: Vec<LateRequestId> = for_update(key).load(tx.raw())?;
    Ok(late_request_query!().filter(late_requests::id.eq(id)).first(tx.raw()).optional()?)
}

/// Decides a late request, with staff's reason.
pub fn decide_late_request(
    tx: &mut Tx<'_>,
    id: LateRequestId,
    granted: bool,
    by: PersonId,
    at: Instant,
    answer: &str,
) -> Stored<()> {
    let change = (
        late_requests::decision.eq(if granted { "granted" } else { "declined" }),
        late_requests::decided_by.eq(by),
        late_requests::decided_at.eq(At(at)),
        late_requests::answer.eq(answer),
    );
    diesel::update(late_requests::table.find(id)).set(change).execute(tx.raw())?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = renewals)]
pub(crate) struct Row {
    id: RenewalId,
    term_id: TermId,
    next_term_id: Option<TermId>,
    how: How,
    state: RenewalState,
    reason: Option<WhyNot>,
    renewed_on: Day,
    seats: i64,
    active: Option<i64>,
    q4_max: Option<i64>,
    per_seat_minor: i64,
    amount_minor: i64,
    currency: String,
    next_charge_on: Option<Day>,
}

pub(crate) fn renewal(row: Row) -> Stored<Renewal> {
    let currency = row.currency.parse().map_err(|e| StoreError::Other(format!("renewal {}: {e}", row.id)))?;
    Ok(Renewal {
        id: row.id,
        term: row.term_id,
        next_term: row.next_term_id,
        how: row.how,
        state: row.state,
        reason: row.reason,
        on: row.renewed_on,
        seats: row.seats,
        active: row.active,
        q4_max: row.q4_max,
        per_seat: Money::new(row.per_seat_minor, currency),
        amount: Money::new(row.amount_minor, currency),
        next_charge_on: row.next_charge_on,
    })
}

/// What became of the renewals of a subscription of the account, by term.
pub fn list(c: &mut Conn<'_>, account: AccountId, subscription: SubscriptionId) -> Stored<Vec<Renewal>> {
    let rows: Vec<Row> = renewals::table
        .inner_join(subscriptions::table)
        .inner_join(terms::table.on(terms::id.eq(renewals::term_id)))
        .filter(subscriptions::account_id.eq(account))
        .filter(renewals::subscription_id.eq(subscription))
        .order(terms::term_index)
        .select(Row::as_select())
        .load(c.raw())?;
    rows.into_iter().map(renewal).collect()
}

/// What became of the renewals of subscriptions.
pub(super) fn list_of(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Of<Renewal>> {
    let of = renewals::table.filter(renewals::subscription_id.eq_any(ids));
    let rows = Kept(of.select((renewals::subscription_id, Row::as_select()))).load(c.raw())?;
    by_subscription(rows, renewal)
}

/// Adds what became of a renewal.
///
/// # Errors
/// The term has one already (a duplicate).
pub fn insert(tx: &mut Tx<'_>, subscription: SubscriptionId, new: &Renewal, at: Instant) -> Stored<()> {
    let values = (
        renewals::id.eq(new.id),
        renewals::subscription_id.eq(subscription),
        renewals::account_id.eq(account_of!(subscriptions, subscription)),
        renewals::term_id.eq(new.term),
        renewals::next_term_id.eq(new.next_term),
        renewals::how.eq(new.how),
        renewals::state.eq(new.state),
        renewals::reason.eq(new.reason),
        renewals::renewed_on.eq(new.on),
        renewals::seats.eq(new.seats),
        renewals::active.eq(new.active),
        renewals::q4_max.eq(new.q4_max),
        renewals::per_seat_minor.eq(new.per_seat.minor),
        renewals::amount_minor.eq(new.amount.minor),
        renewals::currency.eq(new.amount.currency.code()),
        renewals::next_charge_on.eq(new.next_charge_on),
        renewals::created_at.eq(At(at)),
    );
    diesel::insert_into(renewals::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Stores how a renewal ended, and what lies ahead of it.
pub fn update(tx: &mut Tx<'_>, changed: &Renewal) -> Stored<()> {
    let change = (
        renewals::next_term_id.eq(changed.next_term),
        renewals::state.eq(changed.state),
        renewals::reason.eq(changed.reason),
        renewals::next_charge_on.eq(changed.next_charge_on),
    );
    diesel::update(renewals::table.find(changed.id)).set(change).execute(tx.raw())?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = true_ups)]
pub(crate) struct TrueUpRow {
    id: TrueUpId,
    term_id: TermId,
    kind: TrueUpKind,
    quarter: i64,
    term_max: i64,
    max_on: Day,
    seats: i64,
    quantity: i64,
    per_seat_minor: i64,
    months: i64,
    credited_minor: i64,
    amount_minor: i64,
    currency: String,
    due_on: Day,
}

pub(crate) fn true_up(row: TrueUpRow) -> Stored<TrueUp> {
    let unreadable = |cause: &dyn std::fmt::Display| StoreError::Other(format!("true-up {}: {cause}", row.id));
    let currency = row.currency.parse().map_err(|e| unreadable(&e))?;
    Ok(TrueUp {
        id: row.id,
        term: row.term_id,
        kind: row.kind,
        quarter: Some(u32::try_from(row.quarter).map_err(|e| unreadable(&e))?).filter(|quarter| *quarter > 0),
        term_max: row.term_max,
        max_on: row.max_on,
        seats: row.seats,
        quantity: row.quantity,
        per_seat: Money::new(row.per_seat_minor, currency),
        months: u32::try_from(row.months).map_err(|e| unreadable(&e))?,
        credited: Money::new(row.credited_minor, currency),
        amount: Money::new(row.amount_minor, currency),
        due_on: row.due_on,
    })
}

/// The true-ups of a term, in the order in which they were counted.
pub fn true_ups_of(c: &mut Conn<'_>, term: TermId) -> Stored<Vec<TrueUp>> {
    let of = true_ups::table.filter(true_ups::term_id.eq(term)).order((true_ups::created_at, true_ups::id));
    let rows: Vec<TrueUpRow> = of.select(TrueUpRow::as_select()).load(c.raw())?;
    rows.into_iter().map(true_up).collect()
}

/// The true-ups of a subscription of the account, by term.
pub fn true_ups(c: &mut Conn<'_>, account: AccountId, subscription: SubscriptionId) -> Stored<Vec<TrueUp>> {
    let rows: Vec<TrueUpRow> = true_ups::table
        .inner_join(subscriptions::table)
        .inner_join(terms::table)
        .filter(subscriptions::account_id.eq(account))
        .filter(true_ups::subscription_id.eq(subscription))
        .order((terms::term_index, true_ups::created_at, true_ups::id))
        .select(TrueUpRow::as_select())
        .load(c.raw())?;
    rows.into_iter().map(true_up).collect()
}

/// Adds a true-up.
///
/// # Errors
/// The term has this one of that day already (a duplicate).
pub fn insert_true_up(tx: &mut Tx<'_>, subscription: SubscriptionId, new: &TrueUp, at: Instant) -> Stored<()> {
    let values = (
        true_ups::id.eq(new.id),
        true_ups::subscription_id.eq(subscription),
        true_ups::account_id.eq(account_of!(subscriptions, subscription)),
        true_ups::term_id.eq(new.term),
        true_ups::kind.eq(new.kind),
        true_ups::quarter.eq(new.quarter.map_or(0, i64::from)),
        true_ups::term_max.eq(new.term_max),
        true_ups::max_on.eq(new.max_on),
        true_ups::seats.eq(new.seats),
        true_ups::quantity.eq(new.quantity),
        true_ups::per_seat_minor.eq(new.per_seat.minor),
        true_ups::months.eq(i64::from(new.months)),
        true_ups::credited_minor.eq(new.credited.minor),
        true_ups::amount_minor.eq(new.amount.minor),
        true_ups::currency.eq(new.amount.currency.code()),
        true_ups::due_on.eq(new.due_on),
        true_ups::created_at.eq(At(at)),
    );
    diesel::insert_into(true_ups::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Takes the true-ups of a term back that were to be paid with an order whose card was declined.
pub fn remove_true_ups(tx: &mut Tx<'_>, term: TermId) -> Stored<()> {
    diesel::delete(true_ups::table.filter(true_ups::term_id.eq(term))).execute(tx.raw())?;
    Ok(())
}

/// Lets a cancellation hold for a further term that was bought by hand: by the same person, for the same reason.
pub fn carry_cancellation(tx: &mut Tx<'_>, id: CancellationId, term: TermId, at: Instant) -> Stored<()> {
    let (by, reason): (PersonId, Option<String>) = renewal_cancellations::table
        .find(id)
        .select((renewal_cancellations::cancelled_by, renewal_cancellations::reason))
        .first(tx.raw())?;
    insert_cancellation(tx, NewCancellation { term, by, at, reason: reason.as_deref(), is_late: false })?;
    Ok(())
}
