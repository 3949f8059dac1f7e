//! Working a day: everything that is due for one subscription on its next due day, in one transaction. Safe to repeat: a
//! day that was worked is not due any more, and what a step does is unique in the store.

use super::case::Case;
use super::{Ctx, Done, reconciliations, renewals, subscriptions};
use crate::clock::Clock;
use crate::domain::calendar::Day;
use crate::domain::ids::SubscriptionId;
use crate::domain::letter::LEASE_MINUTES;
use crate::domain::timetable::{Due, Step};
use crate::mail::Desk;
use crate::store::letters::Lease;
use crate::store::{self, Stored, Tx};

/// Claims at most `limit` subscriptions with something due: nobody else works on them during the lease.
///
/// # Errors
/// The store's own.
pub fn claim_due(tx: &mut Tx<'_>, clock: &Clock, limit: i64) -> Stored<Vec<SubscriptionId>> {
    let from = clock.wall();
    let lease = Lease { from, until: from + chrono::TimeDelta::minutes(LEASE_MINUTES) };
    store::subscriptions::claim_due(tx, clock.now().date_naive(), lease, limit)
}

/// Works the next due day of a subscription, if that has come. Returns that day; none if there is nothing to do.
///
/// What a step counts is what was known at 00:00Z of its day, however late it is worked: the amounts are those of the
/// day. What it writes is dated when it is written.
///
/// # Errors
/// The store's own, or a letter that cannot be written: then nothing of the day is done.
pub fn work(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, id: SubscriptionId) -> Done<Option<Day>> {
    let Some(due) = store::subscriptions::lock_due(tx, id, ctx.today())? else { return Ok(None) };
    let mut case = Case::load(tx, due.subscription)?;
    let steps = case.timetable(due.worked_on).next();
    let Some(day) = steps.first().map(|step| step.on).filter(|day| *day <= ctx.today()) else {
        // What was due has gone meanwhile, or was moved.
        let next = steps.first().map(|step| step.on);
        store::subscriptions::note_worked(tx, id, due.worked_on, next)?;
        return Ok(None);
    };
    for step in steps {
        take(tx, ctx, desk, &mut case, step)?;
    }
    let worked_on = due.worked_on.max(Some(day));
    let next = case.timetable(worked_on).next().first().map(|step| step.on);
    store::subscriptions::note_worked(tx, id, worked_on, next)?;
    Ok(Some(day))
}

fn take(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, case: &mut Case, due: Due) -> Done<()> {
    let (term, on) = (case.term(due.term)?, due.on);
    match due.step {
        Step::Revert(quarter) => reconciliations::revert(tx, ctx, case, &term, quarter),
        Step::Charge(quarter) => reconciliations::charge(tx, ctx, desk, case, &term, quarter, on),
        Step::ChargeRenewal => renewals::charge_again(tx, ctx, desk, case, &term),
        Step::End => renewals::end_term(tx, ctx, desk, case, &term),
        Step::Settle(quarter) | Step::SettleAtLast(quarter) => {
            reconciliations::settle(tx, ctx, desk, case, &term, quarter, on)
        }
        Step::ReportReminder(quarter) => reconciliations::remind_to_report(tx, ctx, desk, case, &term, quarter),
        Step::HeadsUp(quarter) => reconciliations::heads_up(tx, ctx, desk, case, &term, quarter, on),
        Step::RenewalReminder { days } => renewals::remind(tx, ctx, desk, case, &term, days, on),
        Step::CodeUnused => subscriptions::remind_of_code(tx, ctx, desk, case, &term),
    }
}

/// The first day on which anything is due for anybody.
///
/// # Errors
/// The store's own.
pub fn first_due(c: &mut store::Conn<'_>) -> Stored<Option<Day>> {
    store::subscriptions::first_due(c)
}
