//! Licenses as issued.

use diesel::prelude::*;

use super::schema::{licenses, subscriptions};
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::calendar::{Day, Instant, Term};
use crate::domain::ids::{AccountId, LicenseId, SubscriptionId, TermId};
use crate::domain::license::{License, LicenseKind};

type Row = (LicenseId, TermId, LicenseKind, Day, Day, i64, Option<i64>, Option<i64>, Instant);

fn license((id, term, kind, start, end, seats, previous_seats, true_up, issued_at): Row) -> License {
    License { id, term, kind, span: Term { start, end }, seats, previous_seats, true_up, issued_at }
}

/// The licenses of a subscription of the account, by start, then by issue.
///
/// # Errors
/// The store's own.
pub fn list(c: &mut Conn<'_>, account: AccountId, subscription: SubscriptionId) -> Stored<Vec<License>> {
    let rows: Vec<Row> = licenses::table
        .inner_join(subscriptions::table)
        .filter(subscriptions::account_id.eq(account))
        .filter(subscriptions::id.eq(subscription))
        .order((licenses::starts_on, licenses::issued_at, licenses::id))
        .select((
            licenses::id,
            licenses::term_id,
            licenses::kind,
            licenses::starts_on,
            licenses::ends_on,
            licenses::seats,
            licenses::previous_seats,
            licenses::true_up,
            licenses::issued_at,
        ))
        .load(c.raw())?;
    Ok(rows.into_iter().map(license).collect())
}

/// Adds a license.
///
/// # Errors
/// The store's own.
pub fn insert(tx: &mut Tx<'_>, subscription: SubscriptionId, new: &License) -> Stored<()> {
    let values = (
        licenses::id.eq(new.id),
        licenses::subscription_id.eq(subscription),
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
