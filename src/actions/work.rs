//! A subscription at work: locked, in its transaction, with who works on it. Every step of billing is a method of it, and
//! what a step changes it changes here and in the store.

use serde_json::Value;

use super::emails::Recipients;
use super::{Change, Ctx, Done, Failure, or_missing, post_audit};
use crate::domain::audit::Event;
use crate::domain::calendar::{Instant, Quarter};
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AccountId, SubscriptionId};
use crate::domain::instance::Instance;
use crate::domain::money::NotAnAmount;
use crate::domain::reconciliation::{QuarterFacts, Reconciliation};
use crate::domain::renewal::Renewal;
use crate::domain::subscription::{BoughtTerm, Contract, Counted, Reporter, Subscription, quarter_facts};
use crate::domain::usage::TermCounts;
use crate::store::{self, Conn, Tx};

/// A locked subscription, in its transaction.
pub(super) struct Work<'a, 'tx> {
    pub(super) tx: &'a mut Tx<'tx>,
    pub(super) ctx: &'a Ctx,
    pub(super) contract: Contract,
}

/// What was known of a quarter at some moment.
pub(super) struct KnownQuarter {
    /// What decides about it (R16).
    pub(super) facts: QuarterFacts,
    /// Who counted in it (R19).
    pub(super) reporters: Vec<Reporter>,
    /// What was counted in its whole term.
    pub(super) counts: TermCounts,
}

impl<'a, 'tx> Work<'a, 'tx> {
    /// Locks a subscription of the account.
    ///
    /// # Errors
    /// Missing.
    pub(super) fn lock(tx: &'a mut Tx<'tx>, ctx: &'a Ctx, account: AccountId, id: SubscriptionId) -> Done<Self> {
        let locked = or_missing(store::subscriptions::lock(tx, account, id)?)?;
        Self::on(tx, ctx, &locked)
    }

    /// Of one that is locked already.
    pub(super) fn on(tx: &'a mut Tx<'tx>, ctx: &'a Ctx, locked: &Subscription) -> Done<Self> {
        let contract = or_missing(store::contracts::find_billed(tx, locked.account, locked.id)?)?;
        Ok(Self { tx, ctx, contract })
    }

    pub(super) fn term(&self, index: u32) -> Done<BoughtTerm> {
        or_missing(self.contract.term(index).cloned())
    }

    pub(super) fn quarter(&self, term: &BoughtTerm, number: u32) -> Done<Quarter> {
        or_missing(self.contract.quarter(term, number))
    }

    /// What was known of a quarter before a moment.
    pub(super) fn known_quarter(
        &mut self,
        term: &BoughtTerm,
        quarter: Quarter,
        known_by: Instant,
    ) -> Done<KnownQuarter> {
        let contract = &self.contract;
        let id = contract.subscription.id;
        let (counts, place) = (contract.counted(self.tx, term, known_by)?, term.place(quarter));
        let reporters = store::counted::reporters(self.tx, id, quarter.span, known_by)?;
        let is_paused = store::reconciliations::standing_pause(self.tx, id)?.is_some();
        // What is skipped for a pause shows what was counted all the same.
        let peak = if is_paused { counts.maximum(place) } else { counts.billable(place) };
        let counted = Counted { peak, reporters: &reporters };
        let facts = quarter_facts(&contract.product, &contract.subscription, term, quarter, counted, is_paused);
        Ok(KnownQuarter { facts, reporters, counts })
    }

    /// The instances of the subscription.
    pub(super) fn instances(&mut self) -> Done<Vec<Instance>> {
        let Subscription { account, id, .. } = self.contract.subscription;
        Ok(store::instances::list(self.tx, account, id)?)
    }

    /// Stores what is due next, as things stand now.
    pub(super) fn reschedule(&mut self) -> Done<()> {
        let worked_on = store::subscriptions::worked_on(self.tx, self.contract.subscription.id)?;
        let next = self.contract.timetable(worked_on).next().first().map(|due| due.on);
        Ok(store::subscriptions::set_due(self.tx, self.contract.subscription.id, next)?)
    }

    /// Keeps a reconciliation as it is now.
    pub(super) fn keep_reconciliation(&mut self, changed: Reconciliation) -> Done<()> {
        match self.contract.reconciliations.iter_mut().find(|s| s.id == changed.id) {
            Some(kept) => {
                store::reconciliations::update(self.tx, &changed)?;
                *kept = changed;
            }
            None => {
                store::reconciliations::insert(self.tx, self.contract.subscription.id, &changed, self.ctx.now)?;
                self.contract.reconciliations.push(changed);
            }
        }
        Ok(())
    }

    /// Keeps what became of a renewal.
    pub(super) fn keep_renewal(&mut self, changed: Renewal) -> Done<()> {
        match self.contract.renewals.iter_mut().find(|r| r.id == changed.id) {
            Some(kept) => {
                store::renewals::update(self.tx, &changed)?;
                *kept = changed;
            }
            None => {
                store::renewals::insert(self.tx, self.contract.subscription.id, &changed, self.ctx.now)?;
                self.contract.renewals.push(changed);
            }
        }
        Ok(())
    }

    /// Keeps a term as it is now; the store was told before.
    pub(super) fn keep_term(&mut self, changed: BoughtTerm) {
        match self.contract.terms.iter_mut().find(|t| t.id == changed.id) {
            Some(kept) => *kept = changed,
            None => self.contract.terms.push(changed),
        }
    }

    /// Writes an audit entry about the subscription.
    pub(super) fn note(&mut self, event: Event, before: Option<Value>, after: Option<Value>) -> Done<()> {
        let (account, subject) = (Some(self.contract.account.id), self.contract.subject());
        post_audit(self.tx, self.ctx, Change { event, account, subject: &subject, before, after })
    }
}

impl Contract {
    /// What was counted in a term, of what was known before a moment (R5).
    pub(super) fn counted(&self, c: &mut Conn<'_>, term: &BoughtTerm, known_by: Instant) -> Done<TermCounts> {
        let (id, several) = (self.subscription.id, self.product.policy.several_instances);
        let wanted = store::counted::Wanted { subscription: id, span: term.span, several };
        let instances = store::counted::of_spans(c, &[wanted], known_by)?.into_values().collect();
        Ok(TermCounts { several, instances, held: store::reconciliations::held(c, id)? })
    }

    /// What its audit entries are about.
    pub(super) fn subject(&self) -> String {
        format!("subscription:{}", self.subscription.number)
    }
}

pub(super) const fn readers(contract: &Contract, role: ContactRole) -> Recipients<'_> {
    Recipients::of(&contract.account, contract.subscription.id, role)
}

/// A money amount that does not fit is our failure where no person asked for it.
pub(super) fn fitting<T>(amount: Result<T, NotAnAmount>) -> Done<T> {
    amount.map_err(Failure::broken)
}
