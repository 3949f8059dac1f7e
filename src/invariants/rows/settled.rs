//! Rows of what was settled, disputed and held, and of seats that rose.

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::calendar::{Day, Instant, days_after, midnight};
use crate::domain::ids::{SeatChangeId, SettlementId, SubscriptionId, TermId};
use crate::domain::reconciliation::{DisputeOutcome, SeatCause, SeatCauseKind, Settlement};
use crate::invariants::facts::{Objection, SeatChange};
use crate::store::by::{Of, by_subscription};
use crate::store::schema::{disputes, holds, instances, seat_changes, settlements, terms, usage_days, usage_reports};
use crate::store::sql_types::At;
use crate::store::{Conn, Stored, reconciliations as of_settlements};

pub(super) struct Settled {
    pub(super) settlements: Of<Settlement>,
    /// Those whose maximum was counted on that day.
    pub(super) told: Vec<SettlementId>,
    pub(super) disputes: Of<Objection>,
    pub(super) holds: Of<()>,
    pub(super) seat_changes: Of<SeatChange>,
}

impl Settled {
    pub(super) fn of(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Self> {
        let rows: Vec<(SubscriptionId, of_settlements::Row)> = settlements::table
            .filter(settlements::subscription_id.eq_any(ids.to_vec()))
            .order(settlements::id)
            .select((settlements::subscription_id, of_settlements::Row::as_select()))
            .load(c.raw())?;
        let told: Vec<SettlementId> = settlements::table
            .inner_join(instances::table.on(instances::subscription_id.eq(settlements::subscription_id)))
            .inner_join(usage_days::table.on(usage_days::instance_id.eq(instances::id)))
            .filter(settlements::subscription_id.eq_any(ids.to_vec()))
            .filter(usage_days::day.nullable().eq(settlements::max_on))
            .filter(usage_days::billable.nullable().eq(settlements::quarter_max))
            .select(settlements::id)
            .load(c.raw())?;
        type Raised = (SettlementId, Option<Instant>, Option<DisputeOutcome>);
        let disputes: Vec<(SubscriptionId, Raised)> = disputes::table
            .inner_join(settlements::table)
            .filter(settlements::subscription_id.eq_any(ids.to_vec()))
            .order(disputes::id)
            .select((settlements::subscription_id, (disputes::settlement_id, disputes::ended_at, disputes::outcome)))
            .load(c.raw())?;
        let holds: Vec<SubscriptionId> = holds::table
            .filter(holds::subscription_id.eq_any(ids.to_vec()))
            .filter(holds::lifted_at.is_null())
            .select(holds::subscription_id)
            .load(c.raw())?;
        Ok(Self {
            settlements: by_subscription(rows, of_settlements::settlement)?,
            told,
            disputes: by_subscription(disputes, |(settlement, ended_at, outcome)| {
                Ok(Objection { settlement, has_ended: ended_at.is_some(), outcome })
            })?,
            holds: by_subscription(holds.into_iter().map(|id| (id, ())).collect(), Ok)?,
            seat_changes: seat_changes(c, ids)?,
        })
    }
}

fn seat_changes(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Of<SeatChange>> {
    type Row = (SeatChangeId, TermId, SeatCauseKind, Uuid, i64, Day);
    let rows: Vec<(SubscriptionId, Row)> = seat_changes::table
        .inner_join(terms::table)
        .filter(terms::subscription_id.eq_any(ids.to_vec()))
        .order(seat_changes::id)
        .select((
            terms::subscription_id,
            (
                seat_changes::id,
                seat_changes::term_id,
                seat_changes::kind,
                seat_changes::subject_id,
                seat_changes::seats,
                seat_changes::effective_on,
            ),
        ))
        .load(c.raw())?;
    by_subscription(rows, |(id, term, kind, subject, seats, effective_on)| {
        Ok(SeatChange { id, term, cause: SeatCause::of(kind, subject), seats, effective_on })
    })
}

/// The settlements whose maximum neither a day's count nor a term-wide maximum told on that day.
pub(super) fn untold(
    c: &mut Conn<'_>,
    subscription: SubscriptionId,
    settlements: &[Settlement],
    told: &[SettlementId],
) -> Stored<Vec<SettlementId>> {
    let mut untold = Vec::new();
    for settlement in settlements.iter().filter(|s| !told.contains(&s.id)) {
        let Some(peak) = settlement.peak else { continue };
        let reports: i64 = usage_reports::table
            .inner_join(instances::table)
            .filter(instances::subscription_id.eq(subscription))
            .filter(usage_reports::told_max.eq(peak.billable))
            .filter(usage_reports::reported_at.ge(At(midnight(peak.on))))
            .filter(usage_reports::reported_at.lt(At(midnight(days_after(peak.on, 1)))))
            .count()
            .get_result(c.raw())?;
        if reports == 0 {
            untold.push(settlement.id);
        }
    }
    Ok(untold)
}
