//! Working a day: everything that is due for one subscription on its next due day, in one transaction. Safe to repeat: a
//! day that was worked is not due any more, and what a step does is unique in the store.

use crate::actions::work::Work;
use crate::actions::{Ctx, Done};
use crate::clock::Clock;
use crate::domain::calendar::Day;
use crate::domain::email::LEASE_MINUTES;
use crate::domain::ids::SubscriptionId;
use crate::domain::subscription::timetable::{Due, Step};
use crate::store::emails::Lease;
use crate::store::{self, Stored, Tx};

/// Claims at most `limit` subscriptions with something due: nobody else works on them during the lease.
pub fn claim_days(tx: &mut Tx<'_>, clock: &Clock, limit: i64) -> Stored<Vec<SubscriptionId>> {
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
/// The store's own, or an email that cannot be written: then nothing of the day is done.
pub fn work_day(tx: &mut Tx<'_>, ctx: &Ctx, id: SubscriptionId) -> Done<Option<Day>> {
    let Some(due) = store::subscriptions::lock_due(tx, id, ctx.today())? else { return Ok(None) };
    let mut work = Work::on(tx, ctx, &due.subscription)?;
    let steps = work.contract.timetable(due.worked_on).next();
    let Some(day) = steps.first().map(|step| step.on).filter(|day| *day <= ctx.today()) else {
        // What was due has gone meanwhile, or was moved.
        let next = steps.first().map(|step| step.on);
        store::subscriptions::note_worked(work.tx, id, due.worked_on, next)?;
        return Ok(None);
    };
    for step in steps {
        work.take(step)?;
    }
    let worked_on = due.worked_on.max(Some(day));
    let next = work.contract.timetable(worked_on).next().first().map(|step| step.on);
    store::subscriptions::note_worked(work.tx, id, worked_on, next)?;
    Ok(Some(day))
}

impl Work<'_, '_> {
    fn take(&mut self, due: Due) -> Done<()> {
        let (term, on) = (self.term(due.term)?, due.on);
        match due.step {
            Step::Revert(quarter) => self.revert(&term, quarter),
            Step::Charge(quarter) => self.charge_reconciliation(&term, quarter, on),
            Step::ChargeRenewal => self.charge_renewal_again(&term),
            Step::End => self.end_term(&term),
            Step::Reconcile(quarter) | Step::ReconcileAtLast(quarter) => self.reconcile(&term, quarter, on),
            Step::ReportReminder(quarter) => self.remind_to_report(&term, quarter),
            Step::HeadsUp(quarter) => self.heads_up(&term, quarter, on),
            Step::RenewalReminder { days } => self.remind_of_renewal(&term, days, on),
            Step::CodeUnused => self.remind_of_code(&term),
        }
    }
}

/// The first day on which anything is due for anybody.
pub fn first_due(c: &mut store::Conn<'_>) -> Stored<Option<Day>> {
    store::subscriptions::first_due(c)
}
