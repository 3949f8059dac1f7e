//! Everything one subscription's page, letter or decision needs, loaded at once, and what follows from it on a day.
//! Pages, actions and jobs read their answers here, so that they cannot disagree (R23).

use super::account::Account;
use super::calendar::{Day, Instant, Quarter, Term, quarter_on, quarters};
use super::ids::TermId;
use super::instance::{Instance, heard_last};
use super::invoice::term_price;
use super::license::License;
use super::money::Money;
use super::payment::Card;
use super::plan::{Deployment, ListPrice, list_price_on};
use super::reconciliation::{self, BillingMode, QuarterFacts, Reason, Settlement, Standing, version_suffices};
use super::renewal::{self, ACTIVE_HOURS, Cancellation, Facts, Outlook, Renewal};
use super::subscription::{BoughtTerm, Product, Subscription, Terms};
use super::usage::{Peak, QuarterCount};

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
    /// What is known of the quarters of the last two terms: term, quarter, count.
    pub quarters: Vec<(TermId, u32, QuarterCount)>,
}

/// A hold on a subscription's settlements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Since when.
    pub at: Instant,
    /// Why.
    pub reason: String,
}

/// A subscription with all that belongs to it.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Whose it is.
    pub account: Account,
    /// To what.
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
    /// Its settlements, by term and quarter.
    pub settlements: Vec<Settlement>,
    /// What became of its renewals, by term.
    pub renewals: Vec<Renewal>,
    /// The hold that stands.
    pub hold: Option<Hold>,
    /// The card on file of its account.
    pub card: Option<Card>,
}

/// What the next renewal will be for, as far as one can know today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// Seats (R20).
    pub seats: i64,
    /// Active users that count for it.
    pub active: Option<i64>,
    /// The maximum of the last quarter that counts for it.
    pub q4_max: Option<i64>,
    /// List price of a seat for the next term.
    pub per_seat: Money,
    /// Both together.
    pub total: Money,
}

/// The settlement after the running quarter, were it today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextSettlement {
    /// The quarter it settles.
    pub quarter: Quarter,
    /// The day it is computed and its letter written (R12).
    pub settled_on: Day,
    /// The day it is charged or invoiced.
    pub charged_on: Day,
    /// Users above the seats.
    pub overage: i64,
    /// What that would cost.
    pub amount: Money,
}

/// How a term of a subscription of an account stands to quarterly billing (R18).
#[must_use]
pub fn standing(account: &Account, product: &Product, subscription: &Subscription, term: Term) -> Standing {
    Standing {
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

/// What is known of the users in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted<'a> {
    /// The quarter's maximum.
    pub peak: Option<Peak>,
    /// The version that reported last; none: nothing ever reported.
    pub version: Option<&'a str>,
    /// Whether that report came over a clipboard.
    pub is_offline: bool,
}

/// What decides about a quarter of a term (R16, R18): asked alike by pages, letters and the settlement itself.
#[must_use]
pub fn quarter_facts(
    product: &Product,
    subscription: &Subscription,
    term: &BoughtTerm,
    quarter: Quarter,
    counted: Counted<'_>,
    on_hold: bool,
) -> QuarterFacts {
    let saas = subscription.deployment == Deployment::Saas;
    let minimum = product.policy.minimum_version.as_str();
    QuarterFacts {
        quarter,
        annual: term.annual_reason.filter(|_| term.mode == BillingMode::Annual),
        on_hold,
        is_cloud_licensed: saas || subscription.offline_quarterly || !counted.is_offline,
        version_suffices: saas || counted.version.is_none_or(|version| version_suffices(version, minimum)),
        disputed: false,
        peak: counted.peak,
        seats: term.seats,
    }
}

impl Overview {
    /// The terms seen on a day.
    #[must_use]
    pub fn terms_on(&self, today: Day) -> Terms<'_> {
        Terms::on(&self.terms, today)
    }

    /// What the renewal decision needs (R23); none if nothing was ever bought.
    #[must_use]
    pub fn renewal_facts(&self) -> Option<Facts> {
        let last = self.terms.last()?;
        Some(Facts {
            last_term: last.span,
            cancelled: self.cancellation.is_some(),
            direct: self.is_direct(),
            paid: self.subscription.tier.is_paid(),
            public_sector: self.account.public_sector,
            po_required: self.account.po_required,
            priced: list_price_on(&self.prices, last.span.end).is_some(),
            ended_as: self.renewal_of(last).and_then(|r| r.reason),
            notice_days: self.product.policy.notice_days,
        })
    }

    /// Will it renew, and if not, why (R23).
    #[must_use]
    pub fn outlook(&self, today: Day) -> Option<Outlook> {
        self.renewal_facts().map(|facts| renewal::outlook(&facts, today))
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

    /// The highest count of a quarter over all counting instances (R5).
    #[must_use]
    pub fn peak(&self, term: &BoughtTerm, quarter: Quarter) -> Option<Peak> {
        let of = |counts: &Counts| {
            let known = counts.quarters.iter().find(|(id, number, _)| *id == term.id && *number == quarter.number);
            known.and_then(|(_, _, count)| count.maximum(quarter.number == 1))
        };
        self.product.policy.several_instances.of_peaks(self.counting().filter_map(of))
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
    pub fn quarter(&self, today: Day) -> Option<(&BoughtTerm, Quarter)> {
        let term = self.terms_on(today).running()?;
        let (anchor, months) = (self.subscription.anchor, self.subscription.term_months);
        Some((term, quarter_on(anchor, months, term.index, today)?))
    }

    /// What decides about a quarter, as things stand.
    #[must_use]
    pub fn quarter_facts(&self, term: &BoughtTerm, quarter: Quarter) -> QuarterFacts {
        let counted = Counted {
            peak: self.peak(term, quarter),
            version: self.heard_last().map(|instance| instance.version.as_str()),
            is_offline: self.is_offline(),
        };
        quarter_facts(&self.product, &self.subscription, term, quarter, counted, self.hold.is_some())
    }

    /// The settlement after the running quarter, were it today; none on the annual true-up, in the last quarter (R10),
    /// when nothing was reported, or for another reason not to settle it.
    #[must_use]
    pub fn next_settlement(&self, today: Day) -> Option<NextSettlement> {
        let (term, quarter) = self.settled_quarter(today)?;
        let facts = self.quarter_facts(term, quarter);
        if facts.skip_reason().is_some_and(|reason| reason != Reason::NoOverage) {
            return None;
        }
        Some(NextSettlement {
            quarter,
            settled_on: self.product.policy.settled_on(quarter),
            charged_on: self.product.policy.charged_on(quarter),
            overage: facts.overage(),
            amount: reconciliation::price(facts.overage(), term.per_seat, quarter.number).ok()?,
        })
    }

    /// The day the running quarter is settled on, if anything is reported in it and nothing else stands against it: for
    /// whoever just reported.
    #[must_use]
    pub fn next_settled_on(&self, today: Day) -> Option<Day> {
        let (term, quarter) = self.settled_quarter(today)?;
        let mut facts = self.quarter_facts(term, quarter);
        facts.peak = Some(Peak { billable: term.seats.saturating_add(1), on: quarter.span.start });
        facts.skip_reason().is_none().then(|| self.product.policy.settled_on(quarter))
    }

    /// The running quarter with its term, if it is settled after its end; not on the annual true-up, nor the last (R10).
    fn settled_quarter(&self, today: Day) -> Option<(&BoughtTerm, Quarter)> {
        self.quarter(today).filter(|(term, quarter)| term.mode == BillingMode::Quarterly && !quarter.is_last)
    }

    /// The day the quarter of a count is settled on, whether or not anything was reported before; none if it is not
    /// the running one, or not settled by itself.
    #[must_use]
    pub fn settled_on(&self, today: Day, counted: Day) -> Option<Day> {
        let (_, quarter) = self.settled_quarter(today).filter(|(_, quarter)| quarter.span.contains(counted))?;
        Some(self.product.policy.settled_on(quarter))
    }

    /// What the renewal of the last term would be for (R20): at the list price of the renewal date, for the users active
    /// at `moment`, the renewal instant when it has come.
    #[must_use]
    pub fn estimate(&self, moment: Instant) -> Option<Estimate> {
        let last = self.terms.last()?;
        let active = self.active_at(moment);
        let q4 = self.quarters_of(last).into_iter().find(|q| q.is_last)?;
        let q4_max = self.peak(last, q4).map(|p| p.billable);
        let seats = renewal::quantity(self.product.policy.renewal_quantity, last.seats, active, q4_max);
        let per_seat = list_price_on(&self.prices, last.span.end)?;
        Some(Estimate { seats, active, q4_max, per_seat, total: term_price(seats, per_seat).ok()? })
    }

    /// The settlement of a quarter of a term, if it has a row.
    #[must_use]
    pub fn settlement(&self, term: &BoughtTerm, quarter: u32) -> Option<&Settlement> {
        self.settlements.iter().find(|s| s.term == term.id && s.quarter == quarter)
    }
}
