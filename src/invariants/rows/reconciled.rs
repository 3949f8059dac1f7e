//! Rows of what was reconciled, disputed and held, and of seats that rose.

use diesel::prelude::*;
use uuid::Uuid;

use crate::domain::calendar::{Day, Instant, days_after, midnight};
use crate::domain::ids::{ReconciliationId, SeatChangeId, SubscriptionId, TermId};
use crate::domain::reconciliation::{DisputeOutcome, Reconciliation, SeatCause, SeatCauseKind};
use crate::invariants::facts::{Dispute, SeatChange};
use crate::store::by::{Of, by_subscription};
use crate::store::schema::{
    disputes, instances, pauses, reconciliations, seat_changes, terms, usage_days, usage_reports,
};
use crate::store::sql_types::At;
use crate::store::{Conn, Stored, reconciliations as of_reconciliations};

pub(super) struct Reconciled {
    pub(super) reconciliations: Of<Reconciliation>,
    /// Those whose maximum was counted on that day.
    pub(super) told: Vec<ReconciliationId>,
    pub(super) disputes: Of<Dispute>,
    pub(super) pauses: Of<()>,
    pub(super) seat_changes: Of<SeatChange>,
}

impl Reconciled {
    pub(super) fn of(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Self> {
        let rows: Vec<(SubscriptionId, of_reconciliations::Row)> = reconciliations::table
            .filter(reconciliations::subscription_id.eq_any(ids.to_vec()))
            .order(reconciliations::id)
            .select((reconciliations::subscription_id, of_reconciliations::Row::as_select()))
            .load(c.raw())?;
        let told: Vec<ReconciliationId> = reconciliations::table
            .inner_join(instances::table.on(instances::subscription_id.eq(reconciliations::subscription_id)))
            .inner_join(usage_days::table.on(usage_days::instance_id.eq(instances::id)))
            .filter(reconciliations::subscription_id.eq_any(ids.to_vec()))
            .filter(usage_days::day.nullable().eq(reconciliations::max_on))
            .filter(usage_days::billable.nullable().eq(reconciliations::quarter_max))
            .select(reconciliations::id)
            .load(c.raw())?;
        type Raised = (ReconciliationId, Option<Instant>, Option<DisputeOutcome>);
        let disputes: Vec<(SubscriptionId, Raised)> = disputes::table
            .inner_join(reconciliations::table)
            .filter(reconciliations::subscription_id.eq_any(ids.to_vec()))
            .order(disputes::id)
            .select((
                reconciliations::subscription_id,
                (disputes::reconciliation_id, disputes::ended_at, disputes::outcome),
            ))
            .load(c.raw())?;
        let pauses: Vec<SubscriptionId> = pauses::table
            .filter(pauses::subscription_id.eq_any(ids.to_vec()))
            .filter(pauses::resumed_at.is_null())
            .select(pauses::subscription_id)
            .load(c.raw())?;
        let mut reconciliations = by_subscription(rows, of_reconciliations::reconciliation)?;
        of_reconciliations::with_late(c, reconciliations.values_mut().flatten().collect())?;
        Ok(Self {
            reconciliations,
            told,
            disputes: by_subscription(disputes, |(reconciliation, ended_at, outcome)| {
                Ok(Dispute { reconciliation, has_ended: ended_at.is_some(), outcome })
            })?,
            pauses: by_subscription(pauses.into_iter().map(|id| (id, ())).collect(), Ok)?,
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

/// The reconciliations whose maximum neither a day's count nor a term-wide maximum told on that day.
pub(super) fn untold(
    c: &mut Conn<'_>,
    subscription: SubscriptionId,
    reconciliations: &[Reconciliation],
    told: &[ReconciliationId],
) -> Stored<Vec<ReconciliationId>> {
    let mut untold = Vec::new();
    for reconciliation in reconciliations.iter().filter(|s| !told.contains(&s.id)) {
        let Some(peak) = reconciliation.peak else { continue };
        let reports: i64 = usage_reports::table
            .inner_join(instances::table)
            .filter(instances::subscription_id.eq(subscription))
            .filter(usage_reports::reported_max.eq(peak.billable))
            .filter(usage_reports::reported_at.ge(At(midnight(peak.on))))
            .filter(usage_reports::reported_at.lt(At(midnight(days_after(peak.on, 1)))))
            .count()
            .get_result(c.raw())?;
        if reports == 0 {
            untold.push(reconciliation.id);
        }
    }
    Ok(untold)
}
