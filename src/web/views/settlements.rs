//! What is said about a settlement: the same in the list of a term, on its own page, and to staff.

use super::teller::Teller;
use crate::domain::calendar::Day;
use crate::domain::invoice::term_price;
use crate::domain::language::Language;
use crate::domain::money::Money;
use crate::domain::reconciliation::{Reason, Settlement, SettlementState};
use crate::http::badge::Badge;
use crate::words::{self, t};

/// What a settlement's users would have cost under the annual true-up.
#[must_use]
pub fn annual(settlement: &Settlement) -> Option<Money> {
    term_price(settlement.overage, settlement.per_seat).ok()
}

/// What the settlements of a term saved against the annual true-up (R11); none if nothing was billed.
#[must_use]
pub fn saved<'a>(settlements: impl Iterator<Item = &'a Settlement>) -> Option<Money> {
    let billed = settlements.filter(|s| matches!(s.state, SettlementState::Charged | SettlementState::Invoiced));
    let each = billed.filter_map(|s| {
        let less = annual(s)?.minor.checked_sub(s.amount.minor)?;
        Some(Money::new(less, s.amount.currency))
    });
    each.reduce(|a, b| Money::new(a.minor.saturating_add(b.minor), a.currency)).filter(|sum| sum.minor > 0)
}

/// A settlement's state in a word or two.
#[must_use]
pub fn badge(l: Language, settlement: &Settlement) -> Badge {
    let (class, text) = match settlement.state {
        SettlementState::Open => ("warn", t!(l, "settlement-badge-objection")),
        SettlementState::Skipped if settlement.reason == Some(Reason::NoOverage) => {
            ("ok", t!(l, "settlement-badge-nothing"))
        }
        SettlementState::Skipped => ("off", t!(l, "settlement-badge-skipped")),
        SettlementState::Notified => ("warn", t!(l, "settlement-badge-notified")),
        SettlementState::Charged => ("ok", t!(l, "settlement-badge-charged")),
        SettlementState::Invoiced => ("ok", t!(l, "settlement-badge-invoiced")),
        SettlementState::Superseded => ("ok", t!(l, "settlement-badge-superseded")),
        SettlementState::PaymentFailed => ("late", t!(l, "settlement-badge-failed")),
        SettlementState::RevertedToTrueUp => ("off", t!(l, "settlement-badge-reverted")),
        SettlementState::Disputed => ("warn", t!(l, "settlement-badge-objection")),
        SettlementState::Waived => ("ok", t!(l, "settlement-badge-waived")),
    };
    Badge { class, text }
}

impl Teller<'_> {
    /// A settlement's state in a word or two.
    #[must_use]
    pub fn settlement_badge(&self, settlement: &Settlement) -> Badge {
        badge(self.language, settlement)
    }

    /// How a settlement's amount comes about; none without an overage.
    #[must_use]
    pub fn settlement_sum(&self, settlement: &Settlement) -> Option<String> {
        let l = self.language;
        let peak = settlement.peak.filter(|_| settlement.overage > 0)?;
        if settlement.state == SettlementState::Skipped {
            return None;
        }
        Some(t!(
            l,
            "settlement-sum",
            users = words::number(l, peak.billable),
            day = words::day(l, peak.on),
            seats = words::number(l, settlement.seats_before),
            over = words::number(l, settlement.overage),
            price = words::money(l, settlement.per_seat),
            quarters = i64::from(settlement.remaining_quarters),
            amount = words::money(l, settlement.amount),
            annual = words::money(l, annual(settlement)?)
        ))
    }

    /// What became of a settlement, or will, with its days.
    #[must_use]
    pub fn settlement_outcome(&self, settlement: &Settlement) -> String {
        let l = self.language;
        let day = |day: Option<Day>| day.map_or_else(String::new, |day| words::day(l, day));
        match settlement.state {
            SettlementState::Open => t!(l, "settlement-open"),
            SettlementState::Skipped => settlement.reason.map_or_else(String::new, |reason| self.skipped(reason)),
            SettlementState::Notified => {
                let (payment, on) = (self.contract.account.payment.as_str(), day(settlement.next_charge_on));
                if settlement.next_charge_on.is_none() {
                    return t!(l, "settlement-under-way");
                }
                t!(l, "settlement-notified", payment = payment, day = on)
            }
            SettlementState::Charged => {
                t!(l, "settlement-charged", day = day(settlement.charged_on), seats = self.seats_after(settlement))
            }
            SettlementState::Invoiced => {
                t!(l, "settlement-invoiced", day = day(settlement.charged_on), seats = self.seats_after(settlement))
            }
            SettlementState::Superseded => t!(l, "settlement-superseded"),
            SettlementState::PaymentFailed => self.failed(settlement),
            SettlementState::RevertedToTrueUp => t!(l, "settlement-reverted"),
            SettlementState::Disputed => t!(l, "settlement-disputed"),
            SettlementState::Waived => t!(l, "settlement-waived"),
        }
    }

    fn seats_after(&self, settlement: &Settlement) -> String {
        words::number(self.language, settlement.seats_after)
    }

    fn failed(&self, settlement: &Settlement) -> String {
        let l = self.language;
        let term = self.contract.terms.iter().find(|t| t.id == settlement.term);
        let reverts = term.map_or_else(String::new, |term| {
            words::day(l, self.contract.timetable(None).reverts_on(term, settlement.quarter))
        });
        match settlement.next_charge_on {
            Some(next) => t!(l, "settlement-failed", day = words::day(l, next), reverts = reverts),
            None => t!(l, "settlement-failed-last", reverts = reverts),
        }
    }

    /// Why a quarter was not settled, in plain words (R16).
    #[must_use]
    pub fn skipped(&self, reason: Reason) -> String {
        let l = self.language;
        match reason {
            Reason::CommunityOrTrial => t!(l, "settlement-skipped-trial"),
            Reason::Reseller => t!(l, "settlement-skipped-reseller"),
            Reason::PublicSector => t!(l, "settlement-skipped-public-sector"),
            Reason::PoRequired => t!(l, "settlement-skipped-po-required"),
            Reason::TermNot12Months => t!(l, "settlement-skipped-term"),
            Reason::OptedOut => t!(l, "settlement-skipped-opted-out"),
            Reason::NotEnrolled => t!(l, "settlement-skipped-not-enrolled"),
            Reason::Hold => t!(l, "settlement-skipped-hold"),
            Reason::NotCloudLicensed => t!(l, "settlement-skipped-not-linked"),
            Reason::VersionTooOld => {
                let version = self.contract.product.policy.minimum_version.as_str();
                t!(l, "settlement-skipped-version", version = version)
            }
            Reason::Disputed => t!(l, "settlement-skipped-disputed"),
            Reason::Q4 => t!(l, "subscription-quarter-last"),
            Reason::NoUsageData => t!(l, "settlement-skipped-no-report"),
            Reason::NoOverage => t!(l, "settlement-skipped-no-overage"),
        }
    }
}
