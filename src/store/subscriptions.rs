//! Subscriptions and their terms. Every customer read names the account first.

use diesel::prelude::*;

use super::dialect::for_update;
use super::schema::{memberships, subscriptions, terms};
use super::sql_types::At;
use super::{Conn, StoreError, Stored, Tx};
use crate::domain::calendar::{Day, Instant, Term};
use crate::domain::ids::{AccountId, PersonId, ProductId, SubscriptionId, TermId};
use crate::domain::money::Money;
use crate::domain::plan::{Deployment, Tier};
use crate::domain::reconciliation::BillingMode;
use crate::domain::role::Role;
use crate::domain::subscription::{BoughtTerm, Subscription};

#[derive(Queryable, Selectable)]
#[diesel(table_name = subscriptions)]
struct Row {
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
}

fn unreadable(what: &str, cause: impl std::fmt::Display) -> StoreError {
    StoreError::Other(format!("{what}: {cause}"))
}

fn subscription(row: Row) -> Stored<Subscription> {
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
    })
}

/// The account's subscriptions, in order of number.
///
/// # Errors
/// The store's own.
pub fn list(c: &mut Conn<'_>, account: AccountId) -> Stored<Vec<Subscription>> {
    let of = subscriptions::table.filter(subscriptions::account_id.eq(account)).order(subscriptions::number);
    let rows: Vec<Row> = of.select(Row::as_select()).load(c.raw())?;
    rows.into_iter().map(subscription).collect()
}

/// One subscription of the account.
///
/// # Errors
/// The store's own.
pub fn find(c: &mut Conn<'_>, account: AccountId, id: SubscriptionId) -> Stored<Option<Subscription>> {
    let one = subscriptions::table.filter(subscriptions::account_id.eq(account)).filter(subscriptions::id.eq(id));
    let row: Option<Row> = one.select(Row::as_select()).first(c.raw()).optional()?;
    row.map(subscription).transpose()
}

/// One subscription of the account, locked: whatever decides about its renewal or terms comes through here first.
///
/// # Errors
/// The store's own.
pub fn lock(tx: &mut Tx<'_>, account: AccountId, id: SubscriptionId) -> Stored<Option<Subscription>> {
    let one = subscriptions::table.filter(subscriptions::account_id.eq(account)).filter(subscriptions::id.eq(id));
    let rows: Vec<Row> = for_update(one.select(Row::as_select())).load(tx.raw())?;
    rows.into_iter().next().map(subscription).transpose()
}

/// Where a person stands to the subscription with this number: for the guards, which make rights of it.
///
/// # Errors
/// The store's own.
pub fn reach(c: &mut Conn<'_>, person: PersonId, number: &str) -> Stored<Option<(AccountId, SubscriptionId, Role)>> {
    let reachable = subscriptions::table
        .inner_join(memberships::table.on(memberships::account_id.eq(subscriptions::account_id)))
        .filter(subscriptions::number.eq(number))
        .filter(memberships::person_id.eq(person));
    let columns = (subscriptions::account_id, subscriptions::id, memberships::role);
    Ok(reachable.select(columns).first(c.raw()).optional()?)
}

/// The subscription an activation code belongs to, by the code's keyed hash; of whichever account.
///
/// # Errors
/// The store's own.
pub fn find_by_code(c: &mut Conn<'_>, code_hash: &str) -> Stored<Option<(AccountId, SubscriptionId)>> {
    let by_code = subscriptions::table.filter(subscriptions::code_hash.eq(code_hash));
    Ok(by_code.select((subscriptions::account_id, subscriptions::id)).first(c.raw()).optional()?)
}

/// The sealed activation code of a subscription.
///
/// # Errors
/// The store's own.
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

/// Adds a subscription.
///
/// # Errors
/// The number is taken, or the store's own.
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
        subscriptions::code_hash.eq(code.hash),
        subscriptions::code_sealed.eq(code.sealed),
        subscriptions::created_at.eq(At(at)),
    );
    diesel::insert_into(subscriptions::table).values(values).execute(tx.raw())?;
    Ok(())
}

type TermRow = (TermId, i64, Day, Day, i64, i64, String, BillingMode, Instant);

fn term((id, index, start, end, seats, per_seat, currency, mode, bought_at): TermRow) -> Stored<BoughtTerm> {
    let currency = currency.parse().map_err(|e| unreadable("term", e))?;
    let index = u32::try_from(index).map_err(|e| unreadable("term", e))?;
    let span = Term { start, end };
    Ok(BoughtTerm { id, index, span, seats, per_seat: Money::new(per_seat, currency), mode, bought_at })
}

/// The terms of a subscription of the account, first one first.
///
/// # Errors
/// The store's own.
pub fn terms(c: &mut Conn<'_>, account: AccountId, id: SubscriptionId) -> Stored<Vec<BoughtTerm>> {
    let rows: Vec<TermRow> = terms::table
        .inner_join(subscriptions::table)
        .filter(subscriptions::account_id.eq(account))
        .filter(subscriptions::id.eq(id))
        .order(terms::term_index)
        .select((
            terms::id,
            terms::term_index,
            terms::starts_on,
            terms::ends_on,
            terms::seats,
            terms::per_seat_minor,
            terms::currency,
            terms::mode,
            terms::bought_at,
        ))
        .load(c.raw())?;
    rows.into_iter().map(term).collect()
}

/// Adds a term.
///
/// # Errors
/// There is one with that index, or the store's own.
pub fn insert_term(tx: &mut Tx<'_>, subscription: SubscriptionId, new: &BoughtTerm) -> Stored<()> {
    let values = (
        terms::id.eq(new.id),
        terms::subscription_id.eq(subscription),
        terms::term_index.eq(i64::from(new.index)),
        terms::starts_on.eq(new.span.start),
        terms::ends_on.eq(new.span.end),
        terms::seats.eq(new.seats),
        terms::per_seat_minor.eq(new.per_seat.minor),
        terms::currency.eq(new.per_seat.currency.code()),
        terms::mode.eq(new.mode),
        terms::bought_at.eq(At(new.bought_at)),
    );
    diesel::insert_into(terms::table).values(values).execute(tx.raw())?;
    Ok(())
}
