//! What was bought by hand: each form once.

use diesel::prelude::*;

use super::schema::{orders, seat_changes};
use super::sql_types::At;
use super::{Conn, StoreError, Stored, Tx};
use crate::domain::calendar::{Day, Instant};
use crate::domain::ids::{AccountId, OrderId, PersonId, SubscriptionId, TermId};
use crate::domain::money::Money;
use crate::domain::order::{Order, OrderKind, OrderState};
use crate::domain::true_up::Added;

#[derive(Queryable, Selectable)]
#[diesel(table_name = orders)]
pub(crate) struct Row {
    id: OrderId,
    subscription_id: SubscriptionId,
    term_id: TermId,
    kind: OrderKind,
    seats: i64,
    per_seat_minor: i64,
    days: Option<i64>,
    amount_minor: i64,
    currency: String,
    state: OrderState,
}

pub(crate) fn order(row: Row) -> Stored<Order> {
    let currency = row.currency.parse().map_err(|e| StoreError::Other(format!("order {}: {e}", row.id)))?;
    Ok(Order {
        id: row.id,
        subscription: row.subscription_id,
        term: row.term_id,
        kind: row.kind,
        seats: row.seats,
        per_seat: Money::new(row.per_seat_minor, currency),
        days: row.days,
        amount: Money::new(row.amount_minor, currency),
        state: row.state,
    })
}

/// The order made with this form on the account, if it was sent before.
pub fn find_by_form(c: &mut Conn<'_>, account: AccountId, form_key: &str) -> Stored<Option<Order>> {
    let sent = orders::table.filter(orders::account_id.eq(account)).filter(orders::form_key.eq(form_key));
    let row: Option<Row> = sent.select(Row::as_select()).first(c.raw()).optional()?;
    row.map(order).transpose()
}

/// One order of the account.
pub fn find(c: &mut Conn<'_>, account: AccountId, id: OrderId) -> Stored<Option<Order>> {
    let one = orders::table.filter(orders::account_id.eq(account)).filter(orders::id.eq(id));
    let row: Option<Row> = one.select(Row::as_select()).first(c.raw()).optional()?;
    row.map(order).transpose()
}

/// When it was ordered.
pub fn ordered_at(c: &mut Conn<'_>, id: OrderId) -> Stored<Instant> {
    Ok(orders::table.find(id).select(orders::ordered_at).first(c.raw())?)
}

/// The orders of a subscription that are under way: the card is being charged.
pub fn pending(c: &mut Conn<'_>, account: AccountId, subscription: SubscriptionId) -> Stored<Vec<Order>> {
    let rows: Vec<Row> = orders::table
        .filter(orders::account_id.eq(account))
        .filter(orders::subscription_id.eq(subscription))
        .filter(orders::state.eq(OrderState::Pending))
        .order((orders::ordered_at, orders::id))
        .select(Row::as_select())
        .load(c.raw())?;
    rows.into_iter().map(order).collect()
}

/// The seats bought within a term, since when they are held, and for how much.
pub fn seats_bought(c: &mut Conn<'_>, term: TermId) -> Stored<Vec<Added>> {
    let rows: Vec<(Day, Row)> = orders::table
        .inner_join(seat_changes::table.on(seat_changes::subject_id.eq(orders::id)))
        .filter(orders::term_id.eq(term))
        .filter(orders::kind.eq(OrderKind::Seats))
        .order((seat_changes::changed_at, seat_changes::id))
        .select((seat_changes::effective_on, Row::as_select()))
        .load(c.raw())?;
    let added = |(on, row): (Day, Row)| order(row).map(|order| Added { on, seats: order.seats, paid: order.amount });
    rows.into_iter().map(added).collect()
}

/// Who ordered, when, and with which form.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    pub account: AccountId,
    /// Who; none: an operator.
    pub by: Option<PersonId>,
    pub at: Instant,
    /// The form's own key.
    pub form_key: &'a str,
}

/// Adds an order.
///
/// # Errors
/// The form was sent already (a duplicate).
pub fn insert(tx: &mut Tx<'_>, new: &Order, placed: Placed<'_>) -> Stored<()> {
    let ended = (new.state != OrderState::Pending).then_some(At(placed.at));
    let values = (
        orders::id.eq(new.id),
        orders::account_id.eq(placed.account),
        orders::subscription_id.eq(new.subscription),
        orders::term_id.eq(new.term),
        orders::kind.eq(new.kind),
        orders::form_key.eq(placed.form_key),
        orders::seats.eq(new.seats),
        orders::per_seat_minor.eq(new.per_seat.minor),
        orders::days.eq(new.days),
        orders::amount_minor.eq(new.amount.minor),
        orders::currency.eq(new.amount.currency.code()),
        orders::state.eq(new.state),
        orders::ordered_by.eq(placed.by),
        orders::ordered_at.eq(At(placed.at)),
        orders::ended_at.eq(ended),
    );
    diesel::insert_into(orders::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Stores how an order ended.
pub fn end(tx: &mut Tx<'_>, id: OrderId, state: OrderState, at: Instant) -> Stored<()> {
    let change = (orders::state.eq(state), orders::ended_at.eq(At(at)));
    diesel::update(orders::table.find(id)).set(change).execute(tx.raw())?;
    Ok(())
}
