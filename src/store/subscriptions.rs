//! Subscriptions and their terms. Every customer read names the account first.

use diesel::prelude::*;

use super::by::{Of, by_subscription};
use super::dialect::{Kept, for_update, for_update_skip_locked};
use super::emails::Lease;
use super::schema::{accounts, memberships, products, subscriptions, terms};
use super::sql_types::At;
use super::{Conn, StoreError, Stored, Tx};
use crate::domain::calendar::{Day, Instant, Term};
use crate::domain::ids::{AccountId, PersonId, ProductId, SubscriptionId, TermId};
use crate::domain::money::Money;
use crate::domain::plan::{Deployment, Tier};
use crate::domain::reconciliation::{BillingMode, Reason};
use crate::domain::role::Role;
use crate::domain::subscription::{BoughtTerm, Product, Subscription};

#[derive(Queryable, Selectable)]
#[diesel(table_name = subscriptions)]
pub(crate) struct Row {
    id: SubscriptionId,
    account_id: AccountId,
    number: String,
    product_id: ProductId,
    tier: Tier,
    deployment: Deployment,
    anchor: Day,
    term_months: i64,
    currency: String,
    opted_out: bool,
    cloud_licensed: bool,
    offline_quarterly: bool,
}

fn unreadable(what: &str, cause: impl std::fmt::Display) -> StoreError {
    StoreError::Other(format!("{what}: {cause}"))
}

pub(crate) fn subscription(row: Row) -> Stored<Subscription> {
    Ok(Subscription {
        id: row.id,
        account: row.account_id,
        product: row.product_id,
        tier: row.tier,
        deployment: row.deployment,
        anchor: row.anchor,
        term_months: u32::try_from(row.term_months).map_err(|e| unreadable(&row.number, e))?,
        currency: row.currency.parse().map_err(|e| unreadable(&row.number, e))?,
        number: row.number,
        opted_out: row.opted_out,
        cloud_licensed: row.cloud_licensed,
        offline_quarterly: row.offline_quarterly,
    })
}

/// The account's subscriptions, in order of number.
pub fn list(c: &mut Conn<'_>, account: AccountId) -> Stored<Vec<Subscription>> {
    let of = subscriptions::table.filter(subscriptions::account_id.eq(account)).order(subscriptions::number);
    let rows: Vec<Row> = of.select(Row::as_select()).load(c.raw())?;
    rows.into_iter().map(subscription).collect()
}

/// How many subscriptions each account of a person has that has any.
pub fn counts(c: &mut Conn<'_>, person: PersonId) -> Stored<Vec<(AccountId, i64)>> {
    let theirs = subscriptions::table
        .inner_join(memberships::table.on(memberships::account_id.eq(subscriptions::account_id)))
        .filter(memberships::person_id.eq(person))
        .group_by(subscriptions::account_id);
    Ok(theirs.select((subscriptions::account_id, diesel::dsl::count(subscriptions::id))).load(c.raw())?)
}

/// A person's subscriptions, in order of the accounts' numbers, then of their own: `limit` of them after the first `before`.
pub fn page(c: &mut Conn<'_>, person: PersonId, before: i64, limit: i64) -> Stored<Vec<SubscriptionId>> {
    let theirs = subscriptions::table
        .inner_join(accounts::table)
        .inner_join(memberships::table.on(memberships::account_id.eq(subscriptions::account_id)))
        .filter(memberships::person_id.eq(person))
        .order((accounts::number, subscriptions::number));
    Ok(theirs.select(subscriptions::id).offset(before).limit(limit).load(c.raw())?)
}

/// A person's subscriptions with their products, in order of the accounts' numbers, then of their own.
pub fn of_person(c: &mut Conn<'_>, person: PersonId) -> Stored<Vec<(Subscription, Product)>> {
    let theirs = subscriptions::table
        .inner_join(accounts::table)
        .inner_join(products::table)
        .inner_join(memberships::table.on(memberships::account_id.eq(subscriptions::account_id)))
        .filter(memberships::person_id.eq(person))
        .order((accounts::number, subscriptions::number));
    let rows: Vec<(Row, super::products::Row)> =
        theirs.select((Row::as_select(), super::products::Row::as_select())).load(c.raw())?;
    rows.into_iter().map(|(row, of)| Ok((subscription(row)?, super::products::product(of)))).collect()
}

/// One subscription of the account.
pub fn find(c: &mut Conn<'_>, account: AccountId, id: SubscriptionId) -> Stored<Option<Subscription>> {
    let one = subscriptions::table.filter(subscriptions::account_id.eq(account)).filter(subscriptions::id.eq(id));
    let row: Option<Row> = one.select(Row::as_select()).first(c.raw()).optional()?;
    row.map(subscription).transpose()
}

/// One subscription of the account, locked: whatever decides about its renewal or terms comes through here first.
pub fn lock(tx: &mut Tx<'_>, account: AccountId, id: SubscriptionId) -> Stored<Option<Subscription>> {
    let one = subscriptions::table.filter(subscriptions::account_id.eq(account)).filter(subscriptions::id.eq(id));
    let rows: Vec<Row> = for_update(one.select(Row::as_select())).load(tx.raw())?;
    rows.into_iter().next().map(subscription).transpose()
}

/// Where a person stands to the subscription with this number: for the guards, which make rights of it.
pub fn reach(c: &mut Conn<'_>, person: PersonId, number: &str) -> Stored<Option<(AccountId, SubscriptionId, Role)>> {
    let reachable = subscriptions::table
        .inner_join(memberships::table.on(memberships::account_id.eq(subscriptions::account_id)))
        .filter(subscriptions::number.eq(number))
        .filter(memberships::person_id.eq(person));
    let columns = (subscriptions::account_id, subscriptions::id, memberships::role);
    Ok(reachable.select(columns).first(c.raw()).optional()?)
}

/// Whose the subscription with this number is; for staff.
pub fn find_by_number(c: &mut Conn<'_>, number: &str) -> Stored<Option<(AccountId, SubscriptionId)>> {
    let one = subscriptions::table.filter(subscriptions::number.eq(number));
    Ok(one.select((subscriptions::account_id, subscriptions::id)).first(c.raw()).optional()?)
}

/// The subscription an activation code belongs to, by the code's keyed hash; of whichever account.
pub fn find_by_code(c: &mut Conn<'_>, code_hash: &str) -> Stored<Option<(AccountId, SubscriptionId)>> {
    let by_code = subscriptions::table.filter(subscriptions::code_hash.eq(code_hash));
    Ok(by_code.select((subscriptions::account_id, subscriptions::id)).first(c.raw()).optional()?)
}

/// The sealed activation code of a subscription.
pub fn sealed_code(c: &mut Conn<'_>, account: AccountId, id: SubscriptionId) -> Stored<Option<String>> {
    let one = subscriptions::table.filter(subscriptions::account_id.eq(account)).filter(subscriptions::id.eq(id));
    Ok(one.select(subscriptions::code_sealed).first(c.raw()).optional()?)
}

/// An activation code as it rests.
#[derive(Debug, Clone, Copy)]
pub struct RestingCode<'a> {
    /// To look it up: a keyed hash.
    pub hash: &'a str,
    /// To show it: encrypted.
    pub sealed: &'a str,
}

/// Puts another activation code in place of a subscription's.
pub fn set_code(tx: &mut Tx<'_>, id: SubscriptionId, code: RestingCode<'_>) -> Stored<()> {
    let change = (subscriptions::code_hash.eq(code.hash), subscriptions::code_sealed.eq(code.sealed));
    diesel::update(subscriptions::table.find(id)).set(change).execute(tx.raw())?;
    Ok(())
}

/// Adds a subscription.
///
/// # Errors
/// The number is taken.
pub fn insert(tx: &mut Tx<'_>, new: &Subscription, code: RestingCode<'_>, at: Instant) -> Stored<()> {
    let values = (
        subscriptions::id.eq(new.id),
        subscriptions::account_id.eq(new.account),
        subscriptions::number.eq(&new.number),
        subscriptions::product_id.eq(new.product),
        subscriptions::tier.eq(new.tier),
        subscriptions::deployment.eq(new.deployment),
        subscriptions::anchor.eq(new.anchor),
        subscriptions::term_months.eq(i64::from(new.term_months)),
        subscriptions::currency.eq(new.currency.code()),
        subscriptions::opted_out.eq(new.opted_out),
        subscriptions::cloud_licensed.eq(new.cloud_licensed),
        subscriptions::offline_quarterly.eq(new.offline_quarterly),
        subscriptions::code_hash.eq(code.hash),
        subscriptions::code_sealed.eq(code.sealed),
        subscriptions::created_at.eq(At(at)),
    );
    diesel::insert_into(subscriptions::table).values(values).execute(tx.raw())?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = terms)]
pub(crate) struct TermRow {
    id: TermId,
    term_index: i64,
    starts_on: Day,
    ends_on: Day,
    base_seats: i64,
    seats: i64,
    per_seat_minor: i64,
    currency: String,
    mode: BillingMode,
    annual_reason: Option<Reason>,
    bought_at: Instant,
}

pub(crate) fn term(row: TermRow) -> Stored<BoughtTerm> {
    let currency = row.currency.parse().map_err(|e| unreadable("term", e))?;
    Ok(BoughtTerm {
        id: row.id,
        index: u32::try_from(row.term_index).map_err(|e| unreadable("term", e))?,
        span: Term { start: row.starts_on, end: row.ends_on },
        base_seats: row.base_seats,
        seats: row.seats,
        per_seat: Money::new(row.per_seat_minor, currency),
        mode: row.mode,
        annual_reason: row.annual_reason,
        bought_at: row.bought_at,
    })
}

/// The terms of a subscription of the account, first one first.
pub fn terms(c: &mut Conn<'_>, account: AccountId, id: SubscriptionId) -> Stored<Vec<BoughtTerm>> {
    let rows: Vec<TermRow> = terms::table
        .inner_join(subscriptions::table)
        .filter(subscriptions::account_id.eq(account))
        .filter(subscriptions::id.eq(id))
        .order(terms::term_index)
        .select(TermRow::as_select())
        .load(c.raw())?;
    rows.into_iter().map(term).collect()
}

/// The terms of subscriptions, each one's first one first.
pub(super) fn terms_of(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Of<BoughtTerm>> {
    let of = terms::table.filter(terms::subscription_id.eq_any(ids)).order(terms::term_index);
    let rows = Kept(of.select((terms::subscription_id, TermRow::as_select()))).load(c.raw())?;
    by_subscription(rows, term)
}

/// Adds a term.
///
/// # Errors
/// There is one with that index.
pub fn insert_term(tx: &mut Tx<'_>, subscription: SubscriptionId, new: &BoughtTerm) -> Stored<()> {
    let values = (
        terms::id.eq(new.id),
        terms::subscription_id.eq(subscription),
        terms::account_id.eq(account_of!(subscriptions, subscription)),
        terms::term_index.eq(i64::from(new.index)),
        terms::starts_on.eq(new.span.start),
        terms::ends_on.eq(new.span.end),
        terms::base_seats.eq(new.base_seats),
        terms::seats.eq(new.seats),
        terms::per_seat_minor.eq(new.per_seat.minor),
        terms::currency.eq(new.per_seat.currency.code()),
        terms::mode.eq(new.mode),
        terms::annual_reason.eq(new.annual_reason),
        terms::bought_at.eq(At(new.bought_at)),
    );
    diesel::insert_into(terms::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Stores how many seats of a term are paid for now (R6).
pub fn set_seats(tx: &mut Tx<'_>, term: TermId, seats: i64) -> Stored<()> {
    diesel::update(terms::table.find(term)).set(terms::seats.eq(seats)).execute(tx.raw())?;
    Ok(())
}

/// Puts a term on the annual true-up (R14, R18).
pub fn set_annual(tx: &mut Tx<'_>, term: TermId, reason: Reason) -> Stored<()> {
    let change = (terms::mode.eq(BillingMode::Annual), terms::annual_reason.eq(reason));
    diesel::update(terms::table.find(term)).set(change).execute(tx.raw())?;
    Ok(())
}

/// A subscription with something due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueSubscription {
    pub subscription: Subscription,
    pub due_on: Day,
    /// The last day that was worked.
    pub worked_on: Option<Day>,
}

/// Claims up to `limit` subscriptions with something due on `today` or before: nobody else works on them during the
/// lease. A worker that dies lets go of them by that lease running out.
pub fn claim_due(tx: &mut Tx<'_>, today: Day, lease: Lease, limit: i64) -> Stored<Vec<SubscriptionId>> {
    let due = subscriptions::table
        .filter(subscriptions::due_on.le(today))
        .filter(
            subscriptions::leased_until
                .is_null()
                .or(subscriptions::leased_until.le(At(lease.from)))
                .or(subscriptions::leased_until.gt(At(lease.until))),
        )
        .order((subscriptions::due_on, subscriptions::id))
        .limit(limit)
        .select(subscriptions::id);
    let claimed: Vec<SubscriptionId> = for_update_skip_locked(due).load(tx.raw())?;
    let mine = subscriptions::table.filter(subscriptions::id.eq_any(claimed.clone()));
    diesel::update(mine).set(subscriptions::leased_until.eq(At(lease.until))).execute(tx.raw())?;
    Ok(claimed)
}

/// One subscription of whichever account, locked, if something is due on `today` or before: for the timetable.
pub fn lock_due(tx: &mut Tx<'_>, id: SubscriptionId, today: Day) -> Stored<Option<DueSubscription>> {
    let one = subscriptions::table.filter(subscriptions::id.eq(id)).filter(subscriptions::due_on.le(today));
    let columns = (Row::as_select(), subscriptions::due_on, subscriptions::worked_on);
    let rows: Vec<(Row, Option<Day>, Option<Day>)> = for_update(one.select(columns)).load(tx.raw())?;
    let Some((row, Some(due_on), worked_on)) = rows.into_iter().next() else { return Ok(None) };
    Ok(Some(DueSubscription { subscription: subscription(row)?, due_on, worked_on }))
}

/// One subscription of whichever account, locked: for payments, which know it by key.
pub fn lock_by_key(tx: &mut Tx<'_>, id: SubscriptionId) -> Stored<Option<Subscription>> {
    let rows: Vec<Row> = for_update(subscriptions::table.find(id).select(Row::as_select())).load(tx.raw())?;
    rows.into_iter().next().map(subscription).transpose()
}

/// The last day of a subscription's timetable that was worked.
pub fn worked_on(c: &mut Conn<'_>, id: SubscriptionId) -> Stored<Option<Day>> {
    Ok(subscriptions::table.find(id).select(subscriptions::worked_on).first(c.raw())?)
}

/// Notes that a day was worked and what is due next, and lets go of the subscription.
pub fn note_worked(tx: &mut Tx<'_>, id: SubscriptionId, worked_on: Option<Day>, due_on: Option<Day>) -> Stored<()> {
    let change = (
        subscriptions::worked_on.eq(worked_on),
        subscriptions::due_on.eq(due_on),
        subscriptions::leased_until.eq(None::<At>),
    );
    diesel::update(subscriptions::table.find(id)).set(change).execute(tx.raw())?;
    Ok(())
}

/// Stores what is due next after something changed.
pub fn set_due(tx: &mut Tx<'_>, id: SubscriptionId, due_on: Option<Day>) -> Stored<()> {
    diesel::update(subscriptions::table.find(id)).set(subscriptions::due_on.eq(due_on)).execute(tx.raw())?;
    Ok(())
}

/// The first day on which anything is due.
pub fn first_due(c: &mut Conn<'_>) -> Stored<Option<Day>> {
    Ok(subscriptions::table.select(diesel::dsl::min(subscriptions::due_on)).first(c.raw())?)
}
