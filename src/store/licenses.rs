//! Licenses as issued.

use diesel::prelude::*;

use super::by::{Of, by_subscription};
use super::dialect::Kept;
use super::schema::{licenses, subscriptions};
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::calendar::{Day, Instant, Term};
use crate::domain::ids::{AccountId, LicenseId, SubscriptionId, TermId};
use crate::domain::license::{License, LicenseKind};
use crate::domain::subscription::Subscription;

#[derive(Queryable, Selectable)]
#[diesel(table_name = licenses)]
pub(crate) struct Row {
    id: LicenseId,
    term_id: TermId,
    kind: LicenseKind,
    starts_on: Day,
    ends_on: Day,
    seats: i64,
    previous_seats: Option<i64>,
    true_up: Option<i64>,
    issued_at: Instant,
}

pub(crate) fn license(row: Row) -> License {
    License {
        id: row.id,
        term: row.term_id,
        kind: row.kind,
        span: Term { start: row.starts_on, end: row.ends_on },
        seats: row.seats,
        previous_seats: row.previous_seats,
        true_up: row.true_up,
        issued_at: row.issued_at,
    }
}

/// The licenses of a subscription of the account, by start, then by issue.
pub fn list(c: &mut Conn<'_>, account: AccountId, subscription: SubscriptionId) -> Stored<Vec<License>> {
    let rows: Vec<Row> = licenses::table
        .inner_join(subscriptions::table)
        .filter(subscriptions::account_id.eq(account))
        .filter(subscriptions::id.eq(subscription))
        .order((licenses::starts_on, licenses::issued_at, licenses::id))
        .select(Row::as_select())
        .load(c.raw())?;
    Ok(rows.into_iter().map(license).collect())
}

/// The licenses of subscriptions, each one's by start, then by issue.
pub(super) fn list_of(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Of<License>> {
    let of = licenses::table.filter(licenses::subscription_id.eq_any(ids)).order((
        licenses::starts_on,
        licenses::issued_at,
        licenses::id,
    ));
    let rows = Kept(of.select((licenses::subscription_id, Row::as_select()))).load(c.raw())?;
    by_subscription(rows, |row| Ok(license(row)))
}

/// Adds a license.
pub fn insert(tx: &mut Tx<'_>, subscription: SubscriptionId, new: &License) -> Stored<()> {
    let values = (
        licenses::id.eq(new.id),
        licenses::subscription_id.eq(subscription),
        licenses::account_id.eq(account_of!(subscriptions, subscription)),
        licenses::term_id.eq(new.term),
        licenses::kind.eq(new.kind),
        licenses::starts_on.eq(new.span.start),
        licenses::ends_on.eq(new.span.end),
        licenses::seats.eq(new.seats),
        licenses::previous_seats.eq(new.previous_seats),
        licenses::true_up.eq(new.true_up),
        licenses::issued_at.eq(At(new.issued_at)),
    );
    diesel::insert_into(licenses::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// The license a term began with.
pub fn first_of_term(c: &mut Conn<'_>, term: TermId) -> Stored<Option<License>> {
    let row: Option<Row> = licenses::table
        .filter(licenses::term_id.eq(term))
        .order((licenses::issued_at, licenses::id))
        .select(Row::as_select())
        .first(c.raw())
        .optional()?;
    Ok(row.map(license))
}

/// Whether another subscription of the account to the same product has, or had, a trial (R38).
pub fn has_other_trial(c: &mut Conn<'_>, account: AccountId, subscription: &Subscription) -> Stored<bool> {
    let others = licenses::table
        .inner_join(subscriptions::table)
        .filter(subscriptions::account_id.eq(account))
        .filter(subscriptions::product_id.eq(subscription.product))
        .filter(subscriptions::id.ne(subscription.id))
        .filter(licenses::kind.eq(LicenseKind::Trial));
    Ok(diesel::select(diesel::dsl::exists(others)).get_result(c.raw())?)
}
