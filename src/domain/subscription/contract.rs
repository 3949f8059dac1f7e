//! The contract: a subscription with everything that belongs to it, loaded at once. Pages, actions and jobs read their answers
//! here, so that they cannot disagree (R23). What was loaded in part has nothing where nothing was loaded.

use super::{BoughtTerm, Product, Subscription, Terms};
use crate::domain::account::Account;
use crate::domain::calendar::{Day, Instant, Quarter, Term, quarter_on, quarters};
use crate::domain::instance::{Instance, heard_last};
use crate::domain::late::{Again, LateLine};
use crate::domain::license::License;
use crate::domain::payment::Card;
use crate::domain::plan::{Deployment, ListPrice};
use crate::domain::reconciliation::{
    BillingMode, QuarterFacts, Reason, Reconciliation, ReconciliationState, TermFacts, version_suffices,
};
use crate::domain::renewal::{ACTIVE_HOURS, Cancellation, Renewal};
use crate::domain::usage::{self, Peak};

/// What one instance told last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastCount {
    /// When, by its own clock.
    pub at: Instant,
    /// Active users.
    pub active: i64,
    /// Billable users.
    pub billable: i64,
}

/// What one instance counted.
#[derive(Debug, Clone)]
pub struct Counts {
    /// Who counted.
    pub instance: Instance,
    /// Its last report; none: it never reported.
    pub last: Option<LastCount>,
    /// What is known of the last two terms.
    pub counted: usage::Counted,
}

/// A pause on a subscription's reconciliations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    /// Since when.
    pub at: Instant,
    /// Why.
    pub reason: String,
}

/// A subscription with all that belongs to it.
#[derive(Debug, Clone)]
pub struct Contract {
    pub account: Account,
    pub product: Product,
    /// The subscription itself.
    pub subscription: Subscription,
    /// Its terms, first one first.
    pub terms: Vec<BoughtTerm>,
    /// The cancellation that stands for the last term.
    pub cancellation: Option<Cancellation>,
    /// When a late cancellation was asked for, if that is open.
    pub late_request: Option<Instant>,
    /// The list prices of its tier, term and currency.
    pub prices: Vec<ListPrice>,
    /// Its instances and what they counted.
    pub counts: Vec<Counts>,
    /// Its licenses, by start.
    pub licenses: Vec<License>,
    /// Its reconciliations, by term and quarter.
    pub reconciliations: Vec<Reconciliation>,
    /// What became of its renewals, by term.
    pub renewals: Vec<Renewal>,
    /// The pause that stands.
    pub pause: Option<Pause>,
    /// The card on file of its account.
    pub card: Option<Card>,
}

/// How a term of a subscription of an account stands to quarterly billing (R18).
#[must_use]
pub fn standing(account: &Account, product: &Product, subscription: &Subscription, term: Term) -> TermFacts {
    TermFacts {
        paid: subscription.tier.is_paid(),
        direct: account.reseller.is_none(),
        public_sector: account.public_sector,
        po_required: account.po_required,
        term_months: subscription.term_months,
        opted_out: subscription.opted_out,
        term_start: term.start,
        programme_start: product.policy.programme_start,
        cloud_licensed: subscription.deployment == Deployment::Saas || subscription.cloud_licensed,
    }
}

/// How an instance that counts reported (R19).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reporter {
    /// The version it ran.
    pub version: String,
    /// Whether that report came over a clipboard.
    pub is_offline: bool,
    /// Whether its last message did.
    pub is_pasted_last: bool,
}

/// What is known of the users in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted<'a> {
    /// The quarter's maximum.
    pub peak: Option<Peak>,
    /// Who counted; the oldest version decides, and one that is offline.
    pub reporters: &'a [Reporter],
}

/// What decides about a quarter of a term (R16, R18): asked alike by pages, emails and the reconciliation itself.
#[must_use]
pub fn quarter_facts(
    product: &Product,
    subscription: &Subscription,
    term: &BoughtTerm,
    quarter: Quarter,
    counted: Counted<'_>,
    is_paused: bool,
) -> QuarterFacts {
    let saas = subscription.deployment == Deployment::Saas;
    let minimum = product.policy.minimum_version.as_str();
    QuarterFacts {
        quarter,
        annual: term.annual_reason.filter(|_| term.mode == BillingMode::Annual),
        is_paused,
        is_cloud_licensed: saas
            || subscription.offline_quarterly
            || !counted.reporters.iter().any(|one| one.is_offline),
        version_suffices: saas || counted.reporters.iter().all(|one| version_suffices(&one.version, minimum)),
        disputed: false,
        peak: counted.peak,
        seats: term.seats,
    }
}

impl Contract {
    /// The terms seen on a day.
    #[must_use]
    pub fn terms_on(&self, today: Day) -> Terms<'_> {
        Terms::on(&self.terms, today)
    }

    /// What became of the renewal of a term.
    #[must_use]
    pub fn renewal_of(&self, term: &BoughtTerm) -> Option<&Renewal> {
        self.renewals.iter().find(|r| r.term == term.id)
    }

    /// Whether the account bought from the vendor itself (R18).
    #[must_use]
    pub const fn is_direct(&self) -> bool {
        self.account.reseller.is_none()
    }

    /// How the running term's overage is billed: as stored for the term, with the reason why it is annual (R18).
    #[must_use]
    pub fn mode(&self, today: Day) -> Option<(BillingMode, Option<Reason>)> {
        let term = self.terms_on(today).running().or(self.terms.last())?;
        Some((term.mode, term.annual_reason))
    }

    /// The instances that count (R5).
    fn counting(&self) -> impl Iterator<Item = &Counts> {
        self.counts.iter().filter(|c| c.instance.counts())
    }

    /// Those of them that are linked: what an unlinked one counted stays, and it counts no more.
    fn counting_now(&self) -> impl Iterator<Item = &Counts> {
        self.counts.iter().filter(|c| c.instance.counts_now())
    }

    /// The quarters of a term.
    #[must_use]
    pub fn quarters_of(&self, term: &BoughtTerm) -> Vec<Quarter> {
        quarters(self.subscription.anchor, self.subscription.term_months, term.index)
    }

    /// A quarter of a term by its number.
    #[must_use]
    pub fn quarter(&self, term: &BoughtTerm, number: u32) -> Option<Quarter> {
        self.quarters_of(term).into_iter().find(|quarter| quarter.number == number)
    }

    /// A term by its index.
    #[must_use]
    pub fn term(&self, index: u32) -> Option<&BoughtTerm> {
        self.terms.iter().find(|term| term.index == index)
    }

    /// The highest count of a quarter over all instances (R5).
    #[must_use]
    pub fn peak(&self, term: &BoughtTerm, quarter: Quarter) -> Option<Peak> {
        let all: Vec<&usage::Counted> = self.counts.iter().map(|counts| &counts.counted).collect();
        self.product.policy.several_instances.maximum(&all, term.place(quarter))
    }

    /// The maximum of a term's last quarter as its renewal looks at it: what staff stated stands for what was counted, and what they
    /// waived counts for nothing (R16).
    pub(super) fn q4_max(&self, term: &BoughtTerm, q4: Quarter) -> Option<i64> {
        let counted = || self.peak(term, q4).map(|peak| peak.billable);
        match self.reconciliation(term, q4.number) {
            Some(reconciled) if reconciled.state == ReconciliationState::Waived => None,
            Some(reconciled) if reconciled.is_corrected => reconciled.peak.map(|peak| peak.billable),
            Some(_) | None => counted(),
        }
    }

    /// Billable users as reported last, over all counting instances.
    #[must_use]
    pub fn used_now(&self) -> Option<i64> {
        let users = self.counting_now().filter_map(|c| c.last).map(|last| last.billable);
        self.product.policy.several_instances.of_users(users)
    }

    /// Active users at a moment (R20): of each counting instance the last report, if that is not older than 48 hours.
    #[must_use]
    pub fn active_at(&self, moment: Instant) -> Option<i64> {
        let recent = |last: &LastCount| moment - last.at <= chrono::TimeDelta::hours(ACTIVE_HOURS);
        // Unlinking right before a renewal makes nobody inactive: the hours end that by themselves.
        let users = self.counting().filter_map(|c| c.last).filter(recent).map(|last| last.active);
        self.product.policy.several_instances.of_users(users)
    }

    /// Active users as reported last, however long ago (R25).
    #[must_use]
    pub fn active_known(&self) -> Option<i64> {
        let users = self.counting().filter_map(|c| c.last).map(|last| last.active);
        self.product.policy.several_instances.of_users(users)
    }

    /// The instances whose last report is too old to count as active at a moment (R20), to be flagged.
    pub fn stale_at(&self, moment: Instant) -> impl Iterator<Item = &Instance> {
        let is_stale =
            move |c: &&Counts| c.last.is_some_and(|last| moment - last.at > chrono::TimeDelta::hours(ACTIVE_HOURS));
        self.counting().filter(is_stale).map(|c| &c.instance)
    }

    /// Of the instances that count, the one whose report was made last.
    fn heard_last(&self) -> Option<&Instance> {
        heard_last(self.counts.iter().map(|c| &c.instance))
    }

    /// Whether its counts come over a clipboard: the report made last did.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.heard_last().is_some_and(Instance::is_offline)
    }

    /// The running term and its running quarter; none outside a term.
    #[must_use]
    pub fn running_quarter(&self, today: Day) -> Option<(&BoughtTerm, Quarter)> {
        let term = self.terms_on(today).running()?;
        let (anchor, months) = (self.subscription.anchor, self.subscription.term_months);
        Some((term, quarter_on(anchor, months, term.index, today)?))
    }

    /// What decides about a quarter, as things stand.
    #[must_use]
    pub fn quarter_facts(&self, term: &BoughtTerm, quarter: Quarter) -> QuarterFacts {
        let reporter = |counts: &Counts| {
            let is_offline = counts.instance.is_offline();
            Reporter { version: counts.instance.version.clone(), is_offline, is_pasted_last: is_offline }
        };
        let reporters: Vec<Reporter> = self.counting().filter(|counts| counts.last.is_some()).map(reporter).collect();
        let counted = Counted { peak: self.peak(term, quarter), reporters: &reporters };
        quarter_facts(&self.product, &self.subscription, term, quarter, counted, self.pause.is_some())
    }

    /// The late counts that a reconciliation told of (R6a); none if one is of a quarter that the term has not.
    #[must_use]
    pub fn told_late(&self, term: &BoughtTerm, told: &Reconciliation) -> Option<Vec<Again>> {
        let again = |line: &LateLine| Some(Again { quarter: self.quarter(term, line.quarter)?, peak: line.peak });
        told.late.iter().map(again).collect()
    }

    /// The reconciliation of a quarter of a term, if it has a row.
    #[must_use]
    pub fn reconciliation(&self, term: &BoughtTerm, quarter: u32) -> Option<&Reconciliation> {
        self.reconciliations.iter().find(|s| s.term == term.id && s.quarter == quarter)
    }
}
