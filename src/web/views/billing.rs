//! Whether a term is reconciled quarterly or once a year, and why.

use super::fact::Fact;
use super::wording::Wording;
use crate::domain::reconciliation::{BillingMode, Reason, Reconciliation, ReconciliationState};
use crate::words::t;

impl Wording<'_> {
    /// Quarterly or annual, and why; a reseller's customer is billed by the reseller.
    pub(super) fn billing(&self) -> Option<Fact> {
        let l = self.language;
        let label = t!(l, "subscription-billing");
        if let Some(reseller) = &self.contract.account.reseller {
            let text = t!(l, "subscription-billing-reseller", reseller = reseller.as_str());
            return Some(Fact { label, text, small: String::new() });
        }
        let (text, small) = match self.contract.mode(self.today())? {
            (BillingMode::Quarterly, _) => (t!(l, "subscription-quarterly"), t!(l, "subscription-quarterly-why")),
            (BillingMode::Annual, reason) => {
                (t!(l, "subscription-annual"), reason.map_or_else(String::new, |r| self.annual(r)))
            }
        };
        Some(Fact { label, text, small })
    }

    /// Why a term is on the annual true-up.
    #[must_use]
    pub fn annual(&self, reason: Reason) -> String {
        let l = self.language;
        match reason {
            Reason::CommunityOrTrial => t!(l, "subscription-annual-trial"),
            Reason::Reseller => t!(l, "subscription-annual-reseller"),
            Reason::TermNot12Months => t!(l, "subscription-annual-term"),
            Reason::OptedOut => t!(l, "subscription-annual-opted-out"),
            Reason::PublicSector => t!(l, "subscription-annual-public-sector"),
            Reason::PoRequired => t!(l, "subscription-annual-po-required"),
            Reason::NotEnrolled if self.is_reverted() => t!(l, "subscription-annual-reverted"),
            Reason::NotEnrolled => t!(l, "subscription-annual-not-enrolled"),
            Reason::NotCloudLicensed => t!(l, "subscription-annual-not-linked"),
            // Reasons of a quarter, never of a term.
            Reason::Paused | Reason::Disputed | Reason::Q4 | Reason::NoUsageData | Reason::NoOverage => String::new(),
            Reason::VersionTooOld => {
                let version = self.contract.product.policy.minimum_version.as_str();
                t!(l, "subscription-annual-version", version = version)
            }
        }
    }

    /// Whether the term went back to the annual true-up because a card could not be charged (R14).
    fn is_reverted(&self) -> bool {
        let term = self.contract.terms_on(self.today()).running().or(self.contract.terms.last());
        let reverted = |s: &Reconciliation| s.state == ReconciliationState::RevertedToTrueUp;
        term.is_some_and(|t| self.contract.reconciliations.iter().any(|s| s.term == t.id && reverted(s)))
    }
}
