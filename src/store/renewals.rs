//! Renewal cancellations and late requests: rows with a who and a when, not flags.

use diesel::prelude::*;

use super::dialect::for_update;
use super::schema::{accounts, late_requests, people, renewal_cancellations, subscriptions, terms};
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::calendar::{Day, Instant};
use crate::domain::ids::{AccountId, CancellationId, LateRequestId, PersonId, SubscriptionId, TermId};
use crate::domain::renewal::Cancellation;

/// The cancellation that stands for a term of the account.
///
/// # Errors
/// The store's own.
pub fn standing_cancellation(c: &mut Conn<'_>, account: AccountId, term: TermId) -> Stored<Option<Cancellation>> {
    let standing = renewal_cancellations::table
        .inner_join(terms::table.inner_join(subscriptions::table))
        .inner_join(people::table.on(people::id.eq(renewal_cancellations::cancelled_by)))
        .filter(subscriptions::account_id.eq(account))
        .filter(renewal_cancellations::term_id.eq(term))
        .filter(renewal_cancellations::withdrawn_at.is_null());
    let columns =
        (renewal_cancellations::id, renewal_cancellations::cancelled_at, people::name, renewal_cancellations::is_late);
    let row: Option<(CancellationId, Instant, String, bool)> = standing.select(columns).first(c.raw()).optional()?;
    Ok(row.map(|(id, at, by, is_late)| Cancellation { id, at, by, is_late }))
}

/// What a cancellation says.
#[derive(Debug, Clone, Copy)]
pub struct NewCancellation<'a> {
    /// The term it is the last of.
    pub term: TermId,
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// A reason, which may be given and never must.
    pub reason: Option<&'a str>,
    /// Whether staff do it after the last day.
    pub is_late: bool,
}

/// Turns a renewal off.
///
/// # Errors
/// It is off already (a duplicate), or the store's own.
pub fn insert_cancellation(tx: &mut Tx<'_>, new: NewCancellation<'_>) -> Stored<CancellationId> {
    let id = CancellationId::new();
    let values = (
        renewal_cancellations::id.eq(id),
        renewal_cancellations::term_id.eq(new.term),
        renewal_cancellations::cancelled_by.eq(new.by),
        renewal_cancellations::cancelled_at.eq(At(new.at)),
        renewal_cancellations::reason.eq(new.reason),
        renewal_cancellations::is_late.eq(new.is_late),
    );
    diesel::insert_into(renewal_cancellations::table).values(values).execute(tx.raw())?;
    Ok(id)
}

/// Turns a renewal on again.
///
/// # Errors
/// The store's own.
pub fn withdraw_cancellation(tx: &mut Tx<'_>, id: CancellationId, by: PersonId, at: Instant) -> Stored<()> {
    let change = (renewal_cancellations::withdrawn_by.eq(by), renewal_cancellations::withdrawn_at.eq(At(at)));
    diesel::update(renewal_cancellations::table.find(id)).set(change).execute(tx.raw())?;
    Ok(())
}

/// When an open late request for a term of the account was made.
///
/// # Errors
/// The store's own.
pub fn open_late_request(c: &mut Conn<'_>, account: AccountId, term: TermId) -> Stored<Option<Instant>> {
    let open = late_requests::table
        .inner_join(terms::table.inner_join(subscriptions::table))
        .filter(subscriptions::account_id.eq(account))
        .filter(late_requests::term_id.eq(term))
        .filter(late_requests::decided_at.is_null());
    Ok(open.select(late_requests::asked_at).first(c.raw()).optional()?)
}

/// Asks staff to turn a renewal off after the last day.
///
/// # Errors
/// One is open already (a duplicate), or the store's own.
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
    /// Its key.
    pub id: LateRequestId,
    /// Whose subscription.
    pub account: AccountId,
    /// The account's name.
    pub account_name: String,
    /// The term whose renewal it is about.
    pub term: TermId,
    /// Which subscription.
    pub subscription: SubscriptionId,
    /// Its number.
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

/// All open late requests for renewals that lie ahead, oldest first; for staff.
///
/// # Errors
/// The store's own.
pub fn late_requests(c: &mut Conn<'_>, today: Day) -> Stored<Vec<LateRequest>> {
    Ok(late_request_query!()
        .filter(terms::ends_on.gt(today))
        .order((late_requests::asked_at, late_requests::id))
        .load(c.raw())?)
}

/// One open late request, locked so that it is decided once; for staff.
///
/// # Errors
/// The store's own.
pub fn lock_late_request(tx: &mut Tx<'_>, id: LateRequestId) -> Stored<Option<LateRequest>> {
    let key = late_requests::table.find(id).select(late_requests::id);
    let _locked: Vec<LateRequestId> = for_update(key).load(tx.raw())?;
    Ok(late_request_query!().filter(late_requests::id.eq(id)).first(tx.raw()).optional()?)
}

/// Decides a late request, with staff's reason.
///
/// # Errors
/// The store's own.
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
