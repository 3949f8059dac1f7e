//! Everything one subscription's page, letter or decision needs, loaded at once, and what follows from it on a day.
//! Pages, actions and jobs read their answers here, so that they cannot disagree (R23).

use super::account::Account;
use super::calendar::{Day, Instant, Quarter, Term, quarter_on};
use super::instance::Instance;
use super::license::License;
use super::money::Money;
use super::plan::{Deployment, ListPrice, list_price_on};
use super::reconciliation::{self, AnnualReason, BillingMode, Eligibility, Timetable, version_suffices};
use super::renewal::{self, Cancellation, Facts, Outlook, QuantityPolicy};
use super::subscription::{BoughtTerm, Product, Subscription, Terms};
use super::usage::{Peak, Sample, TermMaximum, overage, quarter_maximum};

/// The programme began on this day (R18).
const PROGRAMME_START: Option<Day> = Day::from_ymd_opt(2021, 8, 1);
/// An instance that calls itself this counts; any other does not (R5).
pub const PRODUCTION: &str = "production";

/// What one instance counted.
#[derive(Debug, Clone)]
pub struct Counts {
    /// Who counted.
    pub instance: Instance,
    /// Each report and each day of history.
    pub samples: Vec<Sample>,
    /// The term-wide maximum of each report.
    pub maxima: Vec<TermMaximum>,
    /// Active users of the last report.
    pub active: i64,
    /// Billable users of the last report.
    pub billable: i64,
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
    /// The list prices of its tier and currency.
    pub prices: Vec<ListPrice>,
    /// Its instances and what they counted.
    pub counts: Vec<Counts>,
    /// Its licenses, by start.
    pub licenses: Vec<License>,
}

/// What the next renewal will be for, as far as one can know today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// Seats (R20).
    pub seats: i64,
    /// Annual list price of a seat on the renewal date.
    pub per_seat: Money,
    /// Both together, for the months of a term.
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

impl Overview {
    /// The terms seen on a day.
    #[must_use]
    pub fn terms_on(&self, today: Day) -> Terms<'_> {
        Terms::on(&self.terms, today)
    }

    /// What the renewal decision needs (R23); none if nothing was ever bought.
    #[must_use]
    pub fn renewal_facts(&self) -> Option<Facts> {
        Some(Facts {
            last_term: self.terms.last()?.span,
            cancelled: self.cancellation.is_some(),
            direct: self.is_direct(),
            paid: self.subscription.tier.is_paid(),
            notice_days: self.product.notice_days,
        })
    }

    /// Will it renew, and if not, why (R23).
    #[must_use]
    pub fn outlook(&self, today: Day) -> Option<Outlook> {
        self.renewal_facts().map(|facts| renewal::outlook(&facts, today))
    }

    /// Whether the account bought from the vendor itself (R18).
    #[must_use]
    pub const fn is_direct(&self) -> bool {
        self.account.reseller.is_none()
    }

    /// How the running term's overage is billed: as stored for the term, with the reason why it is annual (R18).
    #[must_use]
    pub fn mode(&self, today: Day) -> Option<(BillingMode, Option<AnnualReason>)> {
        let term = self.terms_on(today).running().or(self.terms.last())?;
        let (computed, reason) = reconciliation::mode(&self.eligibility(term.span));
        let reason = match (term.mode, computed) {
            (BillingMode::Quarterly, _) => None,
            (BillingMode::Annual, BillingMode::Annual) => reason,
            // Stored as annual when the term began, though all is well by now: it was not cloud-licensed then.
            (BillingMode::Annual, BillingMode::Quarterly) => Some(AnnualReason::NotCloudLicensed),
        };
        Some((term.mode, reason))
    }

    fn eligibility(&self, term: Term) -> Eligibility {
        let saas = self.subscription.deployment == Deployment::Saas;
        let minimum = &self.product.minimum_version;
        Eligibility {
            paid: self.subscription.tier.is_paid(),
            direct: self.is_direct(),
            term_months: self.subscription.term_months,
            opted_out: self.subscription.opted_out,
            term_start: term.start,
            programme_start: PROGRAMME_START.unwrap_or(Day::MIN),
            reporting: saas || !self.counts.is_empty(),
            version_suffices: saas || self.counts.iter().any(|c| version_suffices(&c.instance.version, minimum)),
        }
    }

    /// The instances that count (R5).
    fn counting(&self) -> impl Iterator<Item = &Counts> {
        self.counts.iter().filter(|c| c.instance.environment == PRODUCTION)
    }

    /// The highest count of a quarter over all counting instances (R5: the maximum, not the sum).
    #[must_use]
    pub fn peak(&self, quarter: Quarter) -> Option<Peak> {
        let peaks =
            self.counting().filter_map(|c| quarter_maximum(quarter.span, quarter.number == 1, &c.samples, &c.maxima));
        peaks.max_by(|a, b| a.billable.cmp(&b.billable).then(b.at.cmp(&a.at)))
    }

    /// Billable users as reported last, over all counting instances.
    #[must_use]
    pub fn used_now(&self) -> Option<i64> {
        self.counting().map(|c| c.billable).max()
    }

    /// The running term and its running quarter; none outside a term or in one that is not a year.
    #[must_use]
    pub fn quarter(&self, today: Day) -> Option<(&BoughtTerm, Quarter)> {
        let term = self.terms_on(today).running()?;
        let yearly = self.subscription.term_months == 12;
        let quarter = quarter_on(self.subscription.anchor, term.index, today).filter(|_| yearly)?;
        Some((term, quarter))
    }

    /// The settlement after the running quarter, were it today; none on the annual true-up, in the last quarter
    /// (R10), or when nothing was reported.
    #[must_use]
    pub fn next_settlement(&self, today: Day) -> Option<NextSettlement> {
        let (term, quarter) = self.settled_quarter(today)?;
        let over = overage(self.peak(quarter)?.billable, term.seats);
        Some(NextSettlement {
            quarter,
            settled_on: Timetable::DEFAULT.settled_on(quarter),
            charged_on: Timetable::DEFAULT.charged_on(quarter),
            overage: over,
            amount: reconciliation::price(over, term.per_seat, quarter.number).ok()?,
        })
    }

    /// The running quarter with its term, if it is settled after its end; not on the annual true-up, nor the last (R10).
    fn settled_quarter(&self, today: Day) -> Option<(&BoughtTerm, Quarter)> {
        self.quarter(today).filter(|(term, quarter)| term.mode == BillingMode::Quarterly && quarter.remaining() > 0)
    }

    /// The day the quarter of a count is settled on, whether or not anything was reported before; none if it is not
    /// the running one, or not settled by itself.
    #[must_use]
    pub fn settled_on(&self, today: Day, counted: Day) -> Option<Day> {
        let (_, quarter) = self.settled_quarter(today).filter(|(_, quarter)| quarter.span.contains(counted))?;
        Some(Timetable::DEFAULT.settled_on(quarter))
    }

    /// What the renewal would be for, as far as one can know today (R20).
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        let last = self.terms.last()?;
        let active = self.counting().map(|c| c.active).max().unwrap_or(0);
        let months = self.subscription.term_months;
        let q4 = (months == 12).then(|| super::calendar::quarters(self.subscription.anchor, last.index)[3]);
        let q4_max = q4.and_then(|q4| self.peak(q4)).map_or(0, |p| p.billable);
        let seats = renewal::quantity(QuantityPolicy::SeatsActiveQ4, last.seats, active, q4_max);
        let per_seat = list_price_on(&self.prices, last.span.end)?;
        let yearly = per_seat.decimal().checked_mul(seats.into())?;
        let exact = yearly.checked_mul(months.into())? / rust_decimal::Decimal::from(12_u32);
        Some(Estimate { seats, per_seat, total: Money::round(exact, per_seat.currency).ok()? })
    }
}
