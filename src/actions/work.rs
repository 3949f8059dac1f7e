//! A subscription at work: locked, in its transaction, with who works on it. Every step of billing is a method of it, and
//! what a step changes it changes here and in the store.

use serde_json::Value;

use super::case::Case;
use super::letters::Recipients;
use super::{Change, Ctx, Done, Failure, note};
use crate::domain::audit::Event;
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AccountId, SubscriptionId};
use crate::domain::money::NotAnAmount;
use crate::domain::reconciliation::Settlement;
use crate::domain::renewal::Renewal;
use crate::domain::subscription::{BoughtTerm, Subscription};
use crate::store::{self, Tx};

/// A locked subscription, in its transaction.
pub(super) struct Work<'a, 'tx> {
    pub(super) tx: &'a mut Tx<'tx>,
    pub(super) ctx: &'a Ctx,
    pub(super) case: Case,
}

impl<'a, 'tx> Work<'a, 'tx> {
    /// Locks a subscription of the account.
    ///
    /// # Errors
    /// Missing.
    pub(super) fn lock(tx: &'a mut Tx<'tx>, ctx: &'a Ctx, account: AccountId, id: SubscriptionId) -> Done<Self> {
        let case = Case::lock(tx, account, id)?;
        Ok(Self { tx, ctx, case })
    }

    /// Of one that is locked already.
    pub(super) fn on(tx: &'a mut Tx<'tx>, ctx: &'a Ctx, locked: Subscription) -> Done<Self> {
        let case = Case::load(tx, locked)?;
        Ok(Self { tx, ctx, case })
    }

    /// Stores what is due next, as things stand now.
    pub(super) fn reschedule(&mut self) -> Done<()> {
        let worked_on = store::subscriptions::worked_on(self.tx, self.case.subscription.id)?;
        let next = self.case.timetable(worked_on).next().first().map(|due| due.on);
        Ok(store::subscriptions::set_due(self.tx, self.case.subscription.id, next)?)
    }

    /// Keeps a settlement as it is now.
    pub(super) fn keep_settlement(&mut self, changed: Settlement) -> Done<()> {
        match self.case.settlements.iter_mut().find(|s| s.id == changed.id) {
            Some(kept) => {
                store::reconciliations::update(self.tx, &changed)?;
                *kept = changed;
            }
            None => {
                store::reconciliations::insert(self.tx, self.case.subscription.id, &changed, self.ctx.now)?;
                self.case.settlements.push(changed);
            }
        }
        Ok(())
    }

    /// Keeps what became of a renewal.
    pub(super) fn keep_renewal(&mut self, changed: Renewal) -> Done<()> {
        match self.case.renewals.iter_mut().find(|r| r.id == changed.id) {
            Some(kept) => {
                store::renewals::update(self.tx, &changed)?;
                *kept = changed;
            }
            None => {
                store::renewals::insert(self.tx, self.case.subscription.id, &changed, self.ctx.now)?;
                self.case.renewals.push(changed);
            }
        }
        Ok(())
    }

    /// Keeps a term as it is now; the store was told before.
    pub(super) fn keep_term(&mut self, changed: BoughtTerm) {
        match self.case.terms.iter_mut().find(|t| t.id == changed.id) {
            Some(kept) => *kept = changed,
            None => self.case.terms.push(changed),
        }
    }

    /// Writes an audit entry about the subscription.
    pub(super) fn note(&mut self, event: Event, before: Option<Value>, after: Option<Value>) -> Done<()> {
        let (account, subject) = (Some(self.case.account.id), self.case.subject());
        note(self.tx, self.ctx, Change { event, account, subject: &subject, before, after })
    }
}

/// The contacts of one role.
pub(super) const fn readers(case: &Case, role: ContactRole) -> Recipients<'_> {
    Recipients::of(&case.account, case.subscription.id, role)
}

/// A money amount that does not fit is our failure where no person asked for it.
pub(super) fn fitting<T>(amount: Result<T, NotAnAmount>) -> Done<T> {
    amount.map_err(Failure::broken)
}
