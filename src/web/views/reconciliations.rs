//! What is said about a reconciliation: the same in the list of a term, on its own page, and to staff.

use super::wording::Wording;
use crate::domain::calendar::Day;
use crate::domain::invoice::term_price;
use crate::domain::language::Language;
use crate::domain::money::Money;
use crate::domain::reconciliation::{QUARTERLY_MONTHS, Reason, Reconciliation, ReconciliationState};
use crate::http::badge::Badge;
use crate::words::{self, t};

/// What a reconciliation's users would have cost under the annual true-up.
#[must_use]
pub fn annual(reconciliation: &Reconciliation) -> Option<Money> {
    term_price(reconciliation.seats_added(), reconciliation.per_seat, QUARTERLY_MONTHS).ok()
}

/// What the reconciliations of a term saved against the annual true-up (R11); none if nothing was billed.
#[must_use]
pub fn saved<'a>(reconciliations: impl Iterator<Item = &'a Reconciliation>) -> Option<Money> {
    let billed =
        reconciliations.filter(|s| matches!(s.state, ReconciliationState::Charged | ReconciliationState::Invoiced));
    let each = billed.filter_map(|s| {
        let less = annual(s)?.minor.checked_sub(s.amount.minor)?;
        Some(Money::new(less, s.amount.currency))
    });
    each.reduce(|a, b| Money::new(a.minor.saturating_add(b.minor), a.currency)).filter(|sum| sum.minor > 0)
}

/// A reconciliation's state in a word or two.
#[must_use]
pub fn badge(l: Language, reconciliation: &Reconciliation) -> Badge {
    let (class, text) = match reconciliation.state {
        ReconciliationState::Open => ("off", t!(l, "reconciliation-badge-open")),
        ReconciliationState::Skipped if reconciliation.reason == Some(Reason::NoOverage) => {
            ("ok", t!(l, "reconciliation-badge-nothing"))
        }
        ReconciliationState::Skipped => ("off", t!(l, "reconciliation-badge-skipped")),
        ReconciliationState::Notified => ("warn", t!(l, "reconciliation-badge-notified")),
        ReconciliationState::Charged => ("ok", t!(l, "reconciliation-badge-charged")),
        ReconciliationState::Invoiced => ("ok", t!(l, "reconciliation-badge-invoiced")),
        ReconciliationState::Superseded => ("ok", t!(l, "reconciliation-badge-superseded")),
        ReconciliationState::PaymentFailed => ("late", t!(l, "reconciliation-badge-failed")),
        ReconciliationState::RevertedToTrueUp => ("off", t!(l, "reconciliation-badge-reverted")),
        ReconciliationState::Disputed => ("warn", t!(l, "reconciliation-badge-dispute")),
        ReconciliationState::Waived => ("ok", t!(l, "reconciliation-badge-waived")),
        ReconciliationState::NeedsAttention => ("warn", t!(l, "reconciliation-badge-attention")),
    };
    Badge { class, text }
}

impl Wording<'_> {
    /// A reconciliation's state in a word or two.
    #[must_use]
    pub fn reconciliation_badge(&self, reconciliation: &Reconciliation) -> Badge {
        badge(self.language, reconciliation)
    }

    /// How a reconciliation's amount comes about; none without an overage.
    #[must_use]
    pub fn reconciliation_sum(&self, reconciliation: &Reconciliation) -> Option<String> {
        let l = self.language;
        let peak = reconciliation.peak.filter(|_| reconciliation.overage > 0)?;
        if reconciliation.state == ReconciliationState::Skipped {
            return None;
        }
        Some(t!(
            l,
            "reconciliation-sum",
            users = words::number(l, peak.billable),
            day = words::day(l, peak.on),
            seats = words::number(l, reconciliation.seats_before),
            over = words::number(l, reconciliation.overage),
            price = words::money(l, reconciliation.per_seat),
            quarters = i64::from(reconciliation.remaining_quarters),
            amount = words::money(l, reconciliation.amount),
            annual = words::money(l, annual(reconciliation)?)
        ))
    }

    /// What became of a reconciliation, or will, with its days.
    #[must_use]
    pub fn reconciliation_outcome(&self, reconciliation: &Reconciliation) -> String {
        let l = self.language;
        let day = |day: Option<Day>| day.map_or_else(String::new, |day| words::day(l, day));
        match reconciliation.state {
            ReconciliationState::Open => t!(l, "reconciliation-open"),
            ReconciliationState::Skipped => {
                reconciliation.reason.map_or_else(String::new, |reason| self.skipped(reason))
            }
            ReconciliationState::Notified => {
                let (payment, on) = (self.contract.account.payment.as_str(), day(reconciliation.next_charge_on));
                if reconciliation.next_charge_on.is_none() {
                    return t!(l, "reconciliation-under-way");
                }
                t!(l, "reconciliation-notified", payment = payment, day = on)
            }
            ReconciliationState::Charged => {
                t!(
                    l,
                    "reconciliation-charged",
                    day = day(reconciliation.charged_on),
                    seats = self.seats_after(reconciliation)
                )
            }
            ReconciliationState::Invoiced => {
                t!(
                    l,
                    "reconciliation-invoiced",
                    day = day(reconciliation.charged_on),
                    seats = self.seats_after(reconciliation)
                )
            }
            ReconciliationState::Superseded => t!(l, "reconciliation-superseded"),
            ReconciliationState::PaymentFailed => self.failed(reconciliation),
            ReconciliationState::RevertedToTrueUp => t!(l, "reconciliation-reverted"),
            ReconciliationState::Disputed => t!(l, "reconciliation-disputed"),
            ReconciliationState::Waived => t!(l, "reconciliation-waived"),
            ReconciliationState::NeedsAttention => t!(l, "reconciliation-attention"),
        }
    }

    fn seats_after(&self, reconciliation: &Reconciliation) -> String {
        words::number(self.language, reconciliation.seats_after)
    }

    fn failed(&self, reconciliation: &Reconciliation) -> String {
        let l = self.language;
        let term = self.contract.terms.iter().find(|t| t.id == reconciliation.term);
        let reverts = term.map_or_else(String::new, |term| {
            words::day(l, self.contract.timetable(None).reverts_on(term, reconciliation))
        });
        match reconciliation.next_charge_on {
            Some(next) => t!(l, "reconciliation-failed", day = words::day(l, next), reverts = reverts),
            None => t!(l, "reconciliation-failed-last", reverts = reverts),
        }
    }

    /// Why a quarter was not reconciled, in plain words (R16).
    #[must_use]
    pub fn skipped(&self, reason: Reason) -> String {
        let l = self.language;
        match reason {
            Reason::CommunityOrTrial => t!(l, "reconciliation-skipped-trial"),
            Reason::Reseller => t!(l, "reconciliation-skipped-reseller"),
            Reason::PublicSector => t!(l, "reconciliation-skipped-public-sector"),
            Reason::PoRequired => t!(l, "reconciliation-skipped-po-required"),
            Reason::TermNot12Months => t!(l, "reconciliation-skipped-term"),
            Reason::OptedOut => t!(l, "reconciliation-skipped-opted-out"),
            Reason::NotEnrolled => t!(l, "reconciliation-skipped-not-enrolled"),
            Reason::Paused => t!(l, "reconciliation-skipped-paused"),
            Reason::NotCloudLicensed => t!(l, "reconciliation-skipped-not-linked"),
            Reason::VersionTooOld => {
                let version = self.contract.product.policy.minimum_version.as_str();
                t!(l, "reconciliation-skipped-version", version = version)
            }
            Reason::Disputed => t!(l, "reconciliation-skipped-disputed"),
            Reason::Q4 => t!(l, "subscription-quarter-last"),
            Reason::NoUsageData => t!(l, "reconciliation-skipped-no-report"),
            Reason::NoOverage => t!(l, "reconciliation-skipped-no-overage"),
        }
    }
}
