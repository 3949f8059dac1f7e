//! Reconciliations, disputes to them, pauses, and the seats they added.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::by::{Of, by_subscription};
use super::dialect::{Kept, for_update};
use super::schema::{accounts, disputes, late_lines, pauses, reconciliations, seat_changes, subscriptions, terms};
use super::sql_types::At;
use super::{Conn, StoreError, Stored, Tx};
use crate::domain::calendar::{Day, Instant, Term, days_after};
use crate::domain::ids::{
    AccountId, DisputeId, PauseId, PersonId, ReconciliationId, SeatChangeId, SubscriptionId, TermId,
};
use crate::domain::late::LateLine;
use crate::domain::money::Money;
use crate::domain::reconciliation::{
    DisputeOutcome, Reason, Reconciliation, ReconciliationState, SeatCause, SeatCauseKind,
};
use crate::domain::subscription::Pause;
use crate::domain::usage::Peak;

#[derive(Queryable, Selectable)]
#[diesel(table_name = reconciliations)]
pub(crate) struct Row {
    id: ReconciliationId,
    term_id: TermId,
    quarter: i64,
    state: ReconciliationState,
    reason: Option<Reason>,
    quarter_max: Option<i64>,
    max_on: Option<Day>,
    is_corrected: bool,
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

pub(crate) fn reconciliation(row: Row) -> Stored<Reconciliation> {
    let unreadable = |cause: &dyn std::fmt::Display| StoreError::Other(format!("reconciliation {}: {cause}", row.id));
    let currency = row.currency.parse().map_err(|e| unreadable(&e))?;
    Ok(Reconciliation {
        id: row.id,
        term: row.term_id,
        quarter: u32::try_from(row.quarter).map_err(|e| unreadable(&e))?,
        state: row.state,
        reason: row.reason,
        peak: row.quarter_max.zip(row.max_on).map(|(billable, on)| Peak { billable, on }),
        is_corrected: row.is_corrected,
        late: Vec::new(),
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

/// The reconciliations of a subscription of the account, by term and quarter.
pub fn list(c: &mut Conn<'_>, account: AccountId, subscription: SubscriptionId) -> Stored<Vec<Reconciliation>> {
    let rows: Vec<Row> = reconciliations::table
        .inner_join(subscriptions::table)
        .inner_join(terms::table)
        .filter(subscriptions::account_id.eq(account))
        .filter(reconciliations::subscription_id.eq(subscription))
        .order((terms::term_index, reconciliations::quarter))
        .select(Row::as_select())
        .load(c.raw())?;
    let mut all = rows.into_iter().map(reconciliation).collect::<Stored<Vec<_>>>()?;
    with_late(c, all.iter_mut().collect())?;
    Ok(all)
}

pub(super) fn list_of(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Of<Reconciliation>> {
    let of = reconciliations::table.filter(reconciliations::subscription_id.eq_any(ids));
    let rows = Kept(of.select((reconciliations::subscription_id, Row::as_select()))).load(c.raw())?;
    let mut all = by_subscription(rows, reconciliation)?;
    with_late(c, all.values_mut().flatten().collect())?;
    Ok(all)
}

/// One reconciliation, with the subscription it belongs to, of whichever account: for payments.
pub fn find(c: &mut Conn<'_>, id: ReconciliationId) -> Stored<Option<Reconciliation>> {
    let row: Option<Row> = reconciliations::table.find(id).select(Row::as_select()).first(c.raw()).optional()?;
    let mut found = row.map(reconciliation).transpose()?;
    with_late(c, found.iter_mut().collect())?;
    Ok(found)
}

/// Whose a reconciliation is: its account, its subscription and that one's number; for staff.
pub fn owner(c: &mut Conn<'_>, id: ReconciliationId) -> Stored<Option<(AccountId, SubscriptionId, String)>> {
    let of = reconciliations::table.inner_join(subscriptions::table).filter(reconciliations::id.eq(id));
    let columns = (subscriptions::account_id, subscriptions::id, subscriptions::number);
    Ok(of.select(columns).first(c.raw()).optional()?)
}

/// Adds a reconciliation.
///
/// # Errors
/// The quarter has one already (a duplicate).
pub fn insert(tx: &mut Tx<'_>, subscription: SubscriptionId, new: &Reconciliation, at: Instant) -> Stored<()> {
    let values = (
        reconciliations::id.eq(new.id),
        reconciliations::subscription_id.eq(subscription),
        reconciliations::account_id.eq(account_of!(subscriptions, subscription)),
        reconciliations::term_id.eq(new.term),
        reconciliations::quarter.eq(i64::from(new.quarter)),
        reconciliations::created_at.eq(At(at)),
        changeable(new),
    );
    diesel::insert_into(reconciliations::table).values(values).execute(tx.raw())?;
    insert_late(tx, new)
}

/// Stores a reconciliation as it is now.
pub fn update(tx: &mut Tx<'_>, changed: &Reconciliation) -> Stored<()> {
    diesel::update(reconciliations::table.find(changed.id)).set(changeable(changed)).execute(tx.raw())?;
    diesel::delete(late_lines::table.filter(late_lines::reconciliation_id.eq(changed.id))).execute(tx.raw())?;
    insert_late(tx, changed)
}

fn insert_late(tx: &mut Tx<'_>, reconciliation: &Reconciliation) -> Stored<()> {
    for line in &reconciliation.late {
        let values = (
            late_lines::reconciliation_id.eq(reconciliation.id),
            late_lines::account_id.eq(account_of!(reconciliations, reconciliation.id)),
            late_lines::quarter.eq(i64::from(line.quarter)),
            late_lines::quarter_max.eq(line.peak.billable),
            late_lines::max_on.eq(line.peak.on),
            late_lines::seats_before.eq(line.seats),
            late_lines::overage.eq(line.overage),
            late_lines::remaining_quarters.eq(i64::from(line.remaining_quarters)),
            late_lines::amount_minor.eq(line.amount.minor),
            late_lines::currency.eq(line.amount.currency.code()),
        );
        diesel::insert_into(late_lines::table).values(values).execute(tx.raw())?;
    }
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = late_lines)]
struct LateRow {
    reconciliation_id: ReconciliationId,
    quarter: i64,
    quarter_max: i64,
    max_on: Day,
    seats_before: i64,
    overage: i64,
    remaining_quarters: i64,
    amount_minor: i64,
}

/// Adds the late lines of reconciliations, in one statement.
pub(crate) fn with_late(c: &mut Conn<'_>, all: Vec<&mut Reconciliation>) -> Stored<()> {
    let mut late = late_of(c, all.iter().map(|reconciliation| reconciliation.id).collect())?;
    for reconciliation in all {
        reconciliation.late = late_lines_of(reconciliation, late.remove(&reconciliation.id).unwrap_or_default())?;
    }
    Ok(())
}

fn late_of(c: &mut Conn<'_>, ids: Vec<ReconciliationId>) -> Stored<BTreeMap<ReconciliationId, Vec<LateRow>>> {
    let rows: Vec<LateRow> = late_lines::table
        .filter(late_lines::reconciliation_id.eq_any(ids))
        .order((late_lines::reconciliation_id, late_lines::quarter))
        .select(LateRow::as_select())
        .load(c.raw())?;
    let mut of = BTreeMap::<ReconciliationId, Vec<LateRow>>::new();
    for row in rows {
        of.entry(row.reconciliation_id).or_default().push(row);
    }
    Ok(of)
}

fn late_lines_of(reconciliation: &Reconciliation, rows: Vec<LateRow>) -> Stored<Vec<LateLine>> {
    let unreadable = |cause: std::num::TryFromIntError| -> StoreError {
        StoreError::Other(format!("a late line of reconciliation {}: {cause}", reconciliation.id))
    };
    let line = |row: LateRow| {
        Ok(LateLine {
            quarter: u32::try_from(row.quarter).map_err(unreadable)?,
            peak: Peak { billable: row.quarter_max, on: row.max_on },
            seats: row.seats_before,
            overage: row.overage,
            remaining_quarters: u32::try_from(row.remaining_quarters).map_err(unreadable)?,
            amount: Money::new(row.amount_minor, reconciliation.amount.currency),
        })
    };
    rows.into_iter().map(line).collect()
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = reconciliations, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Changeable<'a> {
    state: ReconciliationState,
    reason: Option<Reason>,
    quarter_max: Option<i64>,
    max_on: Option<Day>,
    is_corrected: bool,
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

fn changeable(reconciliation: &Reconciliation) -> Changeable<'_> {
    Changeable {
        state: reconciliation.state,
        reason: reconciliation.reason,
        quarter_max: reconciliation.peak.map(|p| p.billable),
        max_on: reconciliation.peak.map(|p| p.on),
        is_corrected: reconciliation.is_corrected,
        seats_before: reconciliation.seats_before,
        overage: reconciliation.overage,
        per_seat_minor: reconciliation.per_seat.minor,
        remaining_quarters: i64::from(reconciliation.remaining_quarters),
        amount_minor: reconciliation.amount.minor,
        currency: reconciliation.amount.currency.code(),
        notified_on: reconciliation.notified_on,
        first_charge_on: reconciliation.first_charge_on,
        next_charge_on: reconciliation.next_charge_on,
        charged_on: reconciliation.charged_on,
        seats_after: reconciliation.seats_after,
    }
}

/// Told and not paid: what staff can still do something about.
const WAITING: [ReconciliationState; 4] = [
    ReconciliationState::Notified,
    ReconciliationState::PaymentFailed,
    ReconciliationState::Disputed,
    ReconciliationState::NeedsAttention,
];

/// A reconciliation as staff see it, with whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    pub reconciliation: Reconciliation,
    /// The subscription's number.
    pub number: String,
    pub account_name: String,
}

/// The reconciliations that are told and not paid, disputed or failed, at most `limit`; disputes first, then the oldest; for staff.
pub fn open(c: &mut Conn<'_>, limit: i64) -> Stored<Vec<Open>> {
    // State by state, so that each is read in its order and no further than it is shown.
    let mut rows: Vec<(Row, String, String, Instant)> = Vec::new();
    for state in WAITING {
        let oldest = reconciliations::table
            .inner_join(subscriptions::table.inner_join(accounts::table))
            .filter(reconciliations::state.eq(state))
            .order((reconciliations::created_at, reconciliations::id))
            .limit(limit)
            .select((Row::as_select(), subscriptions::number, accounts::name, reconciliations::created_at));
        rows.extend(oldest.load::<(Row, String, String, Instant)>(c.raw())?);
    }
    rows.sort_by_key(|(row, .., at)| (row.state != ReconciliationState::Disputed, *at, row.id));
    rows.truncate(usize::try_from(limit).unwrap_or(0));
    let open = |(row, number, account_name, _)| Ok(Open { reconciliation: reconciliation(row)?, number, account_name });
    rows.into_iter().map(open).collect()
}

/// A dispute that stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = disputes)]
pub struct Dispute {
    pub id: DisputeId,
    /// Since when.
    pub raised_at: Instant,
    /// Why, if they said.
    pub reason: Option<String>,
}

/// The dispute of a reconciliation that stands.
pub fn standing_dispute(c: &mut Conn<'_>, reconciliation: ReconciliationId) -> Stored<Option<Dispute>> {
    let standing =
        disputes::table.filter(disputes::reconciliation_id.eq(reconciliation)).filter(disputes::ended_at.is_null());
    Ok(standing.select(Dispute::as_select()).first(c.raw()).optional()?)
}

/// The quarters of a term to whose reconciliation a dispute stands, or that were waived after one (R16): their days stay out of true-ups.
pub fn disputed_quarters(c: &mut Conn<'_>, term: TermId) -> Stored<Vec<u32>> {
    let rows: Vec<i64> = reconciliations::table
        .inner_join(disputes::table)
        .filter(reconciliations::term_id.eq(term))
        .filter(disputes::ended_at.is_null().or(disputes::outcome.eq(DisputeOutcome::Waived)))
        .select(reconciliations::quarter)
        .load(c.raw())?;
    Ok(rows.into_iter().filter_map(|quarter| u32::try_from(quarter).ok()).collect())
}

/// Whether staff decided a dispute to it against the customer.
pub fn was_rejected(c: &mut Conn<'_>, reconciliation: ReconciliationId) -> Stored<bool> {
    let rejected = disputes::table
        .filter(disputes::reconciliation_id.eq(reconciliation))
        .filter(disputes::outcome.eq(DisputeOutcome::Rejected).or(disputes::outcome.eq(DisputeOutcome::Corrected)));
    Ok(rejected.count().get_result::<i64>(c.raw())? > 0)
}

/// Raises a dispute.
///
/// # Errors
/// One stands already (a duplicate).
pub fn insert_dispute(
    tx: &mut Tx<'_>,
    reconciliation: ReconciliationId,
    by: Option<PersonId>,
    at: Instant,
    reason: Option<&str>,
) -> Stored<()> {
    let values = (
        disputes::id.eq(DisputeId::new()),
        disputes::reconciliation_id.eq(reconciliation),
        disputes::account_id.eq(account_of!(reconciliations, reconciliation)),
        disputes::raised_by.eq(by),
        disputes::raised_at.eq(At(at)),
        disputes::reason.eq(reason),
    );
    diesel::insert_into(disputes::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Ends the dispute that stands, if one does.
pub fn end_dispute(
    tx: &mut Tx<'_>,
    reconciliation: ReconciliationId,
    outcome: DisputeOutcome,
    by: Option<PersonId>,
    at: Instant,
    answer: Option<&str>,
) -> Stored<()> {
    let standing =
        disputes::table.filter(disputes::reconciliation_id.eq(reconciliation)).filter(disputes::ended_at.is_null());
    let change = (
        disputes::outcome.eq(outcome),
        disputes::ended_by.eq(by),
        disputes::ended_at.eq(At(at)),
        disputes::answer.eq(answer),
    );
    diesel::update(standing).set(change).execute(tx.raw())?;
    Ok(())
}

/// The pause that stands on a subscription.
pub fn standing_pause(c: &mut Conn<'_>, subscription: SubscriptionId) -> Stored<Option<Pause>> {
    let standing = pauses::table.filter(pauses::subscription_id.eq(subscription)).filter(pauses::resumed_at.is_null());
    let row: Option<(Instant, String)> =
        standing.select((pauses::paused_at, pauses::reason)).first(c.raw()).optional()?;
    Ok(row.map(|(at, reason)| Pause { at, reason }))
}

/// The days on which a pause stood on a subscription, both ends included.
pub fn held(c: &mut Conn<'_>, subscription: SubscriptionId) -> Stored<Vec<Term>> {
    let rows: Vec<(Instant, Option<Instant>)> = pauses::table
        .filter(pauses::subscription_id.eq(subscription))
        .select((pauses::paused_at, pauses::resumed_at))
        .load(c.raw())?;
    let span = |(placed, lifted): (Instant, Option<Instant>)| Term {
        start: placed.date_naive(),
        end: lifted.map_or(Day::MAX, |lifted| days_after(lifted.date_naive(), 1)),
    };
    Ok(rows.into_iter().map(span).collect())
}

/// A standing pause as staff see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingPause {
    /// The subscription's number.
    pub number: String,
    pub account_name: String,
    /// Since when, and why.
    pub pause: Pause,
}

/// The pauses that stand, oldest first, at most `limit`; for staff.
pub fn standing_pauses(c: &mut Conn<'_>, limit: i64) -> Stored<Vec<StandingPause>> {
    let rows: Vec<(String, String, Instant, String)> = pauses::table
        .inner_join(subscriptions::table.inner_join(accounts::table))
        .filter(pauses::resumed_at.is_null())
        .order((pauses::paused_at, pauses::id))
        .limit(limit)
        .select((subscriptions::number, accounts::name, pauses::paused_at, pauses::reason))
        .load(c.raw())?;
    let standing =
        |(number, account_name, at, reason)| StandingPause { number, account_name, pause: Pause { at, reason } };
    Ok(rows.into_iter().map(standing).collect())
}

/// What waits for staff: reconciliations that are told and not paid, of these the disputed ones, and pauses that stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Told and not paid, disputed ones included.
    pub open: i64,
    pub disputed: i64,
    pub pauses: i64,
}

/// Counts what waits for staff, nothing of it further than one above `most`.
pub fn waiting(c: &mut Conn<'_>, most: i64) -> Stored<Waiting> {
    let open = reconciliations::table.filter(reconciliations::state.eq_any(WAITING)).limit(most + 1);
    let disputed =
        reconciliations::table.filter(reconciliations::state.eq(ReconciliationState::Disputed)).limit(most + 1);
    let standing = pauses::table.filter(pauses::resumed_at.is_null()).limit(most + 1);
    let open: Vec<ReconciliationId> = open.select(reconciliations::id).load(c.raw())?;
    let disputed: Vec<ReconciliationId> = disputed.select(reconciliations::id).load(c.raw())?;
    let standing: Vec<SubscriptionId> = standing.select(pauses::subscription_id).load(c.raw())?;
    let [open, disputed, pauses] =
        [open.len(), disputed.len(), standing.len()].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
    Ok(Waiting { open, disputed, pauses })
}

/// Begins a pause.
///
/// # Errors
/// One stands already (a duplicate).
pub fn insert_pause(
    tx: &mut Tx<'_>,
    subscription: SubscriptionId,
    by: Option<PersonId>,
    at: Instant,
    reason: &str,
) -> Stored<()> {
    let values = (
        pauses::id.eq(PauseId::new()),
        pauses::subscription_id.eq(subscription),
        pauses::account_id.eq(account_of!(subscriptions, subscription)),
        pauses::paused_by.eq(by),
        pauses::paused_at.eq(At(at)),
        pauses::reason.eq(reason),
    );
    diesel::insert_into(pauses::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Lifts the pause that stands; whether one did.
pub fn lift_pause(tx: &mut Tx<'_>, subscription: SubscriptionId, by: Option<PersonId>, at: Instant) -> Stored<bool> {
    let standing = pauses::table.filter(pauses::subscription_id.eq(subscription)).filter(pauses::resumed_at.is_null());
    let change = (pauses::resumed_by.eq(by), pauses::resumed_at.eq(At(at)));
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

/// A reconciliation, locked.
pub fn lock(tx: &mut Tx<'_>, id: ReconciliationId) -> Stored<Option<Reconciliation>> {
    let rows: Vec<Row> = for_update(reconciliations::table.find(id).select(Row::as_select())).load(tx.raw())?;
    rows.into_iter().next().map(reconciliation).transpose()
}
