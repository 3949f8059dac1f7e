//! A subscription as the timetable works on it: locked, with whose it is, its terms, and how they were settled and
//! renewed so far.

use super::{Done, or_missing};
use crate::domain::account::Account;
use crate::domain::calendar::{Day, Instant, Quarter, Term, midnight, quarters};
use crate::domain::ids::AccountId;
use crate::domain::instance::{Instance, heard_last};
use crate::domain::reconciliation::{QuarterFacts, Settlement};
use crate::domain::renewal::Renewal;
use crate::domain::subscription::timetable;
use crate::domain::subscription::{BoughtTerm, Counted, Product, Subscription, quarter_facts};
use crate::domain::usage::Peak;
use crate::store::{self, Conn, Tx};

/// A locked subscription.
pub(super) struct Case {
    pub(super) account: Account,
    pub(super) product: Product,
    pub(super) subscription: Subscription,
    pub(super) terms: Vec<BoughtTerm>,
    pub(super) settlements: Vec<Settlement>,
    pub(super) renewals: Vec<Renewal>,
}

impl Case {
    /// Loads what belongs to a subscription: one that is locked, or only to be looked at.
    pub(super) fn load(c: &mut Conn<'_>, subscription: Subscription) -> Done<Self> {
        let (account, id) = (subscription.account, subscription.id);
        Ok(Self {
            account: or_missing(store::accounts::find(c, account)?)?,
            product: or_missing(store::products::find(c, subscription.product)?)?,
            terms: store::subscriptions::terms(c, account, id)?,
            settlements: store::reconciliations::list(c, account, id)?,
            renewals: store::renewals::list(c, account, id)?,
            subscription,
        })
    }

    /// The same, of a subscription of the account, which it locks.
    ///
    /// # Errors
    /// Missing.
    pub(super) fn lock(tx: &mut Tx<'_>, account: AccountId, id: crate::domain::ids::SubscriptionId) -> Done<Self> {
        let subscription = or_missing(store::subscriptions::lock(tx, account, id)?)?;
        Self::load(tx, subscription)
    }

    pub(super) fn timetable(&self, worked_on: Option<Day>) -> timetable::Timetable<'_> {
        timetable::Timetable {
            subscription: &self.subscription,
            policy: &self.product.policy,
            terms: &self.terms,
            settlements: &self.settlements,
            renewals: &self.renewals,
            worked_on,
        }
    }

    pub(super) fn term(&self, index: u32) -> Done<BoughtTerm> {
        or_missing(self.terms.iter().find(|t| t.index == index).cloned())
    }

    /// The term that runs on a day.
    pub(super) fn running(&self, today: Day) -> Option<&BoughtTerm> {
        self.terms.iter().find(|t| t.span.contains(today))
    }

    pub(super) fn quarters(&self, term: &BoughtTerm) -> Vec<Quarter> {
        quarters(self.subscription.anchor, self.subscription.term_months, term.index)
    }

    pub(super) fn quarter(&self, term: &BoughtTerm, number: u32) -> Done<Quarter> {
        or_missing(self.quarters(term).into_iter().find(|q| q.number == number))
    }

    pub(super) fn settlement(&self, term: &BoughtTerm, quarter: u32) -> Option<&Settlement> {
        self.settlements.iter().find(|s| s.term == term.id && s.quarter == quarter)
    }

    /// The instances that count (R5), and all of them.
    pub(super) fn instances(&self, c: &mut Conn<'_>) -> Done<Vec<Instance>> {
        Ok(store::instances::list(c, self.subscription.account, self.subscription.id)?)
    }

    /// The highest count of a quarter over all counting instances (R5), of what was known before a moment.
    pub(super) fn peak(
        &self,
        c: &mut Conn<'_>,
        instances: &[Instance],
        term: &BoughtTerm,
        quarter: Quarter,
        known_by: Instant,
    ) -> Done<Option<Peak>> {
        let before = Term { start: term.span.start, end: quarter.span.start };
        let mut peaks = Vec::new();
        for instance in instances.iter().filter(|i| i.counts()) {
            let count = store::usage::quarter_count(c, instance.id, before, quarter.span, known_by)?;
            peaks.extend(count.maximum(quarter.number == 1));
        }
        Ok(self.product.policy.several_instances.of_peaks(peaks.into_iter()))
    }

    /// What decides about a quarter (R16), of what was known before a day.
    pub(super) fn quarter_facts(
        &self,
        tx: &mut Tx<'_>,
        instances: &[Instance],
        term: &BoughtTerm,
        quarter: Quarter,
        known_by: Day,
    ) -> Done<QuarterFacts> {
        let latest = heard_last(instances);
        let counted = Counted {
            peak: self.peak(tx, instances, term, quarter, midnight(known_by))?,
            version: latest.map(|i| i.version.as_str()),
            is_offline: latest.is_some_and(Instance::is_offline),
        };
        let on_hold = store::reconciliations::standing_hold(tx, self.subscription.id)?.is_some();
        Ok(quarter_facts(&self.product, &self.subscription, term, quarter, counted, on_hold))
    }

    /// What its audit entries are about.
    pub(super) fn subject(&self) -> String {
        format!("subscription:{}", self.subscription.number)
    }

    /// Whether people are billed here, or by a reseller.
    pub(super) const fn is_direct(&self) -> bool {
        self.account.reseller.is_none()
    }
}
