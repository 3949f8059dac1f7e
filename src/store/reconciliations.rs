//! Settlements, objections to them, holds, and the seats they added.

use diesel::prelude::*;

use super::by::{Of, by_subscription};
use super::dialect::{Kept, for_update};
use super::schema::{accounts, disputes, holds, seat_changes, settlements, subscriptions, terms};
use super::sql_types::At;
use super::{Conn, StoreError, Stored, Tx};
use crate::domain::calendar::{Day, Instant};
use crate::domain::ids::{AccountId, DisputeId, HoldId, PersonId, SeatChangeId, SettlementId, SubscriptionId, TermId};
use crate::domain::money::Money;
use crate::domain::reconciliation::{DisputeOutcome, Reason, SeatCause, SeatCauseKind, Settlement, SettlementState};
use crate::domain::subscription::Hold;
use crate::domain::usage::Peak;

#[derive(Queryable, Selectable)]
#[diesel(table_name = settlements)]
pub(crate) struct Row {
    id: SettlementId,
    term_id: TermId,
    quarter: i64,
    state: SettlementState,
    reason: Option<Reason>,
    quarter_max: Option<i64>,
    max_on: Option<Day>,
    seats_before: i64,
    overage: i64,
    per_seat_minor: i64,
    remaining_quarters: i64,
    amount_minor: i64,
    currency: String,
    notified_on: Option<Day>,
    first_charge_on: Option<Day>,
    next_charge_on: Option<Day>,
    charged_on: Option<Day>,
    seats_after: i64,
}

pub(crate) fn settlement(row: Row) -> Stored<Settlement> {
    let unreadable = |cause: &dyn std::fmt::Display| StoreError::Other(format!("settlement {}: {cause}", row.id));
    let currency = row.currency.parse().map_err(|e| unreadable(&e))?;
    Ok(Settlement {
        id: row.id,
        term: row.term_id,
        quarter: u32::try_from(row.quarter).map_err(|e| unreadable(&e))?,
        state: row.state,
        reason: row.reason,
        peak: row.quarter_max.zip(row.max_on).map(|(billable, on)| Peak { billable, on }),
        seats_before: row.seats_before,
        overage: row.overage,
        per_seat: Money::new(row.per_seat_minor, currency),
        remaining_quarters: u32::try_from(row.remaining_quarters).map_err(|e| unreadable(&e))?,
        amount: Money::new(row.amount_minor, currency),
        notified_on: row.notified_on,
        first_charge_on: row.first_charge_on,
        next_charge_on: row.next_charge_on,
        charged_on: row.charged_on,
        seats_after: row.seats_after,
    })
}

/// The settlements of a subscription of the account, by term and quarter.
pub fn list(c: &mut Conn<'_>, account: AccountId, subscription: SubscriptionId) -> Stored<Vec<Settlement>> {
    let rows: Vec<Row> = settlements::table
        .inner_join(subscriptions::table)
        .inner_join(terms::table)
        .filter(subscriptions::account_id.eq(account))
        .filter(settlements::subscription_id.eq(subscription))
        .order((terms::term_index, settlements::quarter))
        .select(Row::as_select())
        .load(c.raw())?;
    rows.into_iter().map(settlement).collect()
}

pub(super) fn list_of(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Of<Settlement>> {
    let of = settlements::table.filter(settlements::subscription_id.eq_any(ids));
    let rows = Kept(of.select((settlements::subscription_id, Row::as_select()))).load(c.raw())?;
    by_subscription(rows, settlement)
}

/// One settlement, with the subscription it belongs to, of whichever account: for payments.
pub fn find(c: &mut Conn<'_>, id: SettlementId) -> Stored<Option<Settlement>> {
    let row: Option<Row> = settlements::table.find(id).select(Row::as_select()).first(c.raw()).optional()?;
    row.map(settlement).transpose()
}

/// Whose a settlement is: its account, its subscription and that one's number; for staff.
pub fn owner(c: &mut Conn<'_>, id: SettlementId) -> Stored<Option<(AccountId, SubscriptionId, String)>> {
    let of = settlements::table.inner_join(subscriptions::table).filter(settlements::id.eq(id));
    let columns = (subscriptions::account_id, subscriptions::id, subscriptions::number);
    Ok(of.select(columns).first(c.raw()).optional()?)
}

/// Adds a settlement.
///
/// # Errors
/// The quarter has one already (a duplicate).
pub fn insert(tx: &mut Tx<'_>, subscription: SubscriptionId, new: &Settlement, at: Instant) -> Stored<()> {
    let values = (
        settlements::id.eq(new.id),
        settlements::subscription_id.eq(subscription),
        settlements::account_id.eq(account_of!(subscriptions, subscription)),
        settlements::term_id.eq(new.term),
        settlements::quarter.eq(i64::from(new.quarter)),
        settlements::created_at.eq(At(at)),
        changeable(new),
    );
    diesel::insert_into(settlements::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Stores a settlement as it is now.
pub fn update(tx: &mut Tx<'_>, changed: &Settlement) -> Stored<()> {
    diesel::update(settlements::table.find(changed.id)).set(changeable(changed)).execute(tx.raw())?;
    Ok(())
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = settlements, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Changeable<'a> {
    state: SettlementState,
    reason: Option<Reason>,
    quarter_max: Option<i64>,
    max_on: Option<Day>,
    seats_before: i64,
    overage: i64,
    per_seat_minor: i64,
    remaining_quarters: i64,
    amount_minor: i64,
    currency: &'a str,
    notified_on: Option<Day>,
    first_charge_on: Option<Day>,
    next_charge_on: Option<Day>,
    charged_on: Option<Day>,
    seats_after: i64,
}

fn changeable(settlement: &Settlement) -> Changeable<'_> {
    Changeable {
        state: settlement.state,
        reason: settlement.reason,
        quarter_max: settlement.peak.map(|p| p.billable),
        max_on: settlement.peak.map(|p| p.on),
        seats_before: settlement.seats_before,
        overage: settlement.overage,
        per_seat_minor: settlement.per_seat.minor,
        remaining_quarters: i64::from(settlement.remaining_quarters),
        amount_minor: settlement.amount.minor,
        currency: settlement.amount.currency.code(),
        notified_on: settlement.notified_on,
        first_charge_on: settlement.first_charge_on,
        next_charge_on: settlement.next_charge_on,
        charged_on: settlement.charged_on,
        seats_after: settlement.seats_after,
    }
}

/// Told and not paid: what staff can still do something about.
const WAITING: [SettlementState; 3] =
    [SettlementState::Notified, SettlementState::PaymentFailed, SettlementState::Disputed];

/// A settlement as staff see it, with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    pub settlement: Settlement,
    /// The subscription's number.
    pub number: String,
    pub account_name: String,
}

/// The settlements that are told and not paid, disputed or failed, at most `limit`; objections first, then the oldest; for staff.
pub fn open(c: &mut Conn<'_>, limit: i64) -> Stored<Vec<Open>> {
    // State by state, so that each is read in its order and no further than it is shown.
    let mut rows: Vec<(Row, String, String, Instant)> = Vec::new();
    for state in WAITING {
        let oldest = settlements::table
            .inner_join(subscriptions::table.inner_join(accounts::table))
            .filter(settlements::state.eq(state))
            .order((settlements::created_at, settlements::id))
            .limit(limit)
            .select((Row::as_select(), subscriptions::number, accounts::name, settlements::created_at));
        rows.extend(oldest.load::<(Row, String, String, Instant)>(c.raw())?);
    }
    rows.sort_by_key(|(row, .., at)| (row.state != SettlementState::Disputed, *at, row.id));
    rows.truncate(usize::try_from(limit).unwrap_or(0));
    let open = |(row, number, account_name, _)| Ok(Open { settlement: settlement(row)?, number, account_name });
    rows.into_iter().map(open).collect()
}

/// An objection that stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = disputes)]
pub struct Dispute {
    pub id: DisputeId,
    /// Since when.
    pub raised_at: Instant,
    /// Why, if they said.
    pub reason: Option<String>,
}

/// The objection to a settlement that stands.
pub fn standing_dispute(c: &mut Conn<'_>, settlement: SettlementId) -> Stored<Option<Dispute>> {
    let standing = disputes::table.filter(disputes::settlement_id.eq(settlement)).filter(disputes::ended_at.is_null());
    Ok(standing.select(Dispute::as_select()).first(c.raw()).optional()?)
}

/// Whether staff rejected an objection to it.
pub fn was_rejected(c: &mut Conn<'_>, settlement: SettlementId) -> Stored<bool> {
    let rejected = disputes::table
        .filter(disputes::settlement_id.eq(settlement))
        .filter(disputes::outcome.eq(DisputeOutcome::Rejected));
    Ok(rejected.count().get_result::<i64>(c.raw())? > 0)
}

/// Raises an objection.
///
/// # Errors
/// One stands already (a duplicate).
pub fn insert_dispute(
    tx: &mut Tx<'_>,
    settlement: SettlementId,
    by: Option<PersonId>,
    at: Instant,
    reason: Option<&str>,
) -> Stored<()> {
    let values = (
        disputes::id.eq(DisputeId::new()),
        disputes::settlement_id.eq(settlement),
        disputes::account_id.eq(account_of!(settlements, settlement)),
        disputes::raised_by.eq(by),
        disputes::raised_at.eq(At(at)),
        disputes::reason.eq(reason),
    );
    diesel::insert_into(disputes::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Ends the objection that stands, if one does.
pub fn end_dispute(
    tx: &mut Tx<'_>,
    settlement: SettlementId,
    outcome: DisputeOutcome,
    by: Option<PersonId>,
    at: Instant,
    answer: Option<&str>,
) -> Stored<()> {
    let standing = disputes::table.filter(disputes::settlement_id.eq(settlement)).filter(disputes::ended_at.is_null());
    let change = (
        disputes::outcome.eq(outcome),
        disputes::ended_by.eq(by),
        disputes::ended_at.eq(At(at)),
        disputes::answer.eq(answer),
    );
    diesel::update(standing).set(change).execute(tx.raw())?;
    Ok(())
}

/// The hold that stands on a subscription.
pub fn standing_hold(c: &mut Conn<'_>, subscription: SubscriptionId) -> Stored<Option<Hold>> {
    let standing = holds::table.filter(holds::subscription_id.eq(subscription)).filter(holds::lifted_at.is_null());
    let row: Option<(Instant, String)> =
        standing.select((holds::placed_at, holds::reason)).first(c.raw()).optional()?;
    Ok(row.map(|(at, reason)| Hold { at, reason }))
}

/// A standing hold as staff see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingHold {
    /// The subscription's number.
    pub number: String,
    pub account_name: String,
    /// Since when, and why.
    pub hold: Hold,
}

/// The holds that stand, oldest first, at most `limit`; for staff.
pub fn standing_holds(c: &mut Conn<'_>, limit: i64) -> Stored<Vec<StandingHold>> {
    let rows: Vec<(String, String, Instant, String)> = holds::table
        .inner_join(subscriptions::table.inner_join(accounts::table))
        .filter(holds::lifted_at.is_null())
        .order((holds::placed_at, holds::id))
        .limit(limit)
        .select((subscriptions::number, accounts::name, holds::placed_at, holds::reason))
        .load(c.raw())?;
    let standing =
        |(number, account_name, at, reason)| StandingHold { number, account_name, hold: Hold { at, reason } };
    Ok(rows.into_iter().map(standing).collect())
}

/// What waits for staff: settlements that are told and not paid, of these the disputed ones, and holds that stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Told and not paid, disputed ones included.
    pub open: i64,
    pub disputed: i64,
    pub holds: i64,
}

/// Counts what waits for staff, nothing of it further than one above `most`.
pub fn waiting(c: &mut Conn<'_>, most: i64) -> Stored<Waiting> {
    let open = settlements::table.filter(settlements::state.eq_any(WAITING)).limit(most + 1);
    let disputed = settlements::table.filter(settlements::state.eq(SettlementState::Disputed)).limit(most + 1);
    let standing = holds::table.filter(holds::lifted_at.is_null()).limit(most + 1);
    let open: Vec<SettlementId> = open.select(settlements::id).load(c.raw())?;
    let disputed: Vec<SettlementId> = disputed.select(settlements::id).load(c.raw())?;
    let standing: Vec<SubscriptionId> = standing.select(holds::subscription_id).load(c.raw())?;
    let [open, disputed, holds] =
        [open.len(), disputed.len(), standing.len()].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
    Ok(Waiting { open, disputed, holds })
}

/// Places a hold.
///
/// # Errors
/// One stands already (a duplicate).
pub fn insert_hold(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
    by: Option<PersonId>,
    at: Instant,
    reason: &str,
) -> Stored<()> {
    let values = (
        holds::id.eq(HoldId::new()),
        holds::subscription_id.eq(subscription),
        holds::account_id.eq(account_of!(subscriptions, subscription)),
        holds::placed_by.eq(by),
        holds::placed_at.eq(At(at)),
        holds::reason.eq(reason),
    );
    diesel::insert_into(holds::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Lifts the hold that stands; whether one did.
pub fn lift_hold(tx: &mut Tx<'_>, subscription: SubscriptionId, by: Option<PersonId>, at: Instant) -> Stored<bool> {
    let standing = holds::table.filter(holds::subscription_id.eq(subscription)).filter(holds::lifted_at.is_null());
    let change = (holds::lifted_by.eq(by), holds::lifted_at.eq(At(at)));
    Ok(diesel::update(standing).set(change).execute(tx.raw())? > 0)
}

/// Seats added within a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSeats {
    pub subscription: SubscriptionId,
    pub term: TermId,
    pub cause: SeatCause,
    /// How many.
    pub seats: i64,
    /// From which day on.
    pub effective_on: Day,
}

/// Keeps by what seats rose.
///
/// # Errors
/// They rose by it already (a duplicate).
pub fn insert_seats(tx: &mut Tx<'_>, new: NewSeats, at: Instant) -> Stored<()> {
    let values = (
        seat_changes::id.eq(SeatChangeId::new()),
        seat_changes::subscription_id.eq(new.subscription),
        seat_changes::account_id.eq(account_of!(subscriptions, new.subscription)),
        seat_changes::term_id.eq(new.term),
        seat_changes::kind.eq(new.cause.kind()),
        seat_changes::subject_id.eq(super::sql_types::Key(new.cause.id())),
        seat_changes::seats.eq(new.seats),
        seat_changes::effective_on.eq(new.effective_on),
        seat_changes::changed_at.eq(At(at)),
    );
    diesel::insert_into(seat_changes::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// To which term seats were added: since which day, how many, and by what.
pub type AddedSeats = (TermId, (Day, i64, SeatCauseKind));

/// Seats added to the terms of a subscription of the account, in order.
pub fn seats_added(c: &mut Conn<'_>, account: AccountId, subscription: SubscriptionId) -> Stored<Vec<AddedSeats>> {
    let of = seat_changes::table
        .inner_join(subscriptions::table)
        .filter(subscriptions::account_id.eq(account))
        .filter(seat_changes::subscription_id.eq(subscription))
        .order((seat_changes::changed_at, seat_changes::id));
    let columns = (seat_changes::effective_on, seat_changes::seats, seat_changes::kind);
    Ok(of.select((seat_changes::term_id, columns)).load(c.raw())?)
}

/// A settlement, locked.
pub fn lock(tx: &mut Tx<'_>, id: SettlementId) -> Stored<Option<Settlement>> {
    let rows: Vec<Row> = for_update(settlements::table.find(id).select(Row::as_select())).load(tx.raw())?;
    rows.into_iter().next().map(settlement).transpose()
}
