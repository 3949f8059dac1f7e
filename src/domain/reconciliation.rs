//! The single place for what quarterly reconciliation costs, when it happens, and who is billed so (R7, R12, R18).

use rust_decimal::Decimal;

use super::calendar::{Day, Quarter, days_after};
use super::money::{Money, NotAnAmount};
use super::text_enum::text_enum;

text_enum! {
    /// How the overage of a term is billed; stored per term (R18).
    BillingMode {
        /// Settled each quarter, forward only.
        Quarterly = "quarterly",
        /// The annual true-up at renewal.
        Annual = "annual",
    }
}

text_enum! {
    /// Why a term is on the annual true-up, in the order in which the first is shown (R16, R18).
    AnnualReason {
        /// A free or trial subscription.
        CommunityOrTrial = "community_or_trial",
        /// Not bought directly.
        Reseller = "reseller",
        /// Not a term of twelve months.
        TermNot12Months = "term_not_12_months",
        /// The contract says so.
        OptedOut = "opted_out",
        /// The term began before the programme did.
        NotEnrolled = "not_enrolled",
        /// No instance is linked and reporting.
        NotCloudLicensed = "not_cloud_licensed",
        /// The instance's version is below the product's minimum (R19).
        VersionTooOld = "version_too_old",
    }
}

/// What R18 asks of a term before it is billed quarterly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Eligibility {
    /// A paid tier.
    pub paid: bool,
    /// Bought from the vendor, not a reseller.
    pub direct: bool,
    /// Months of the term.
    pub term_months: u32,
    /// The contract opted out.
    pub opted_out: bool,
    /// First day of the term.
    pub term_start: Day,
    /// First day of the programme.
    pub programme_start: Day,
    /// Whether an instance is linked and reporting; `true` for SaaS.
    pub reporting: bool,
    /// Whether the reported version reaches the minimum; `true` for SaaS.
    pub version_suffices: bool,
}

/// Quarterly, or annual with the first reason (R16, R18).
#[must_use]
pub fn mode(facts: &Eligibility) -> (BillingMode, Option<AnnualReason>) {
    let reasons = [
        (!facts.paid, AnnualReason::CommunityOrTrial),
        (!facts.direct, AnnualReason::Reseller),
        (facts.term_months != 12, AnnualReason::TermNot12Months),
        (facts.opted_out, AnnualReason::OptedOut),
        (facts.term_start < facts.programme_start, AnnualReason::NotEnrolled),
        (!facts.reporting, AnnualReason::NotCloudLicensed),
        (!facts.version_suffices, AnnualReason::VersionTooOld),
    ];
    match reasons.into_iter().find(|(holds, _)| *holds) {
        Some((_, reason)) => (BillingMode::Annual, Some(reason)),
        None => (BillingMode::Quarterly, None),
    }
}

/// Whether a reported version reaches a minimum by (major, minor); what cannot be parsed does not (R19).
#[must_use]
pub fn version_suffices(reported: &str, minimum: &str) -> bool {
    match (major_minor(reported), major_minor(minimum)) {
        (Some(reported), Some(minimum)) => reported >= minimum,
        _ => false,
    }
}

fn major_minor(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.trim().split('.');
    let major = parts.next()?.parse().ok()?;
    let minor = parts.next()?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    Some((major, minor))
}

/// Days between a quarter's end and what follows it (R12); configurable within limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timetable {
    /// Days after the boundary to the computation and its letter: 2, at the latest 3.
    pub settle_after_days: i64,
    /// Days after the boundary to the charge or invoice: 9, at the latest 10.
    pub charge_after_days: i64,
}

impl Timetable {
    /// Two and nine days (R12).
    pub const DEFAULT: Self = Self { settle_after_days: 2, charge_after_days: 9 };
    /// Days before the boundary at which a customer who is over hears of it (R12).
    pub const HEADS_UP_DAYS: i64 = 7;
    /// Days before the boundary at which an offline customer is asked to report (R12).
    pub const OFFLINE_REMINDER_DAYS: i64 = 14;

    /// The day the settlement is computed and its letter queued.
    #[must_use]
    pub fn settled_on(self, quarter: Quarter) -> Day {
        days_after(quarter.span.end, self.settle_after_days)
    }

    /// The day it is charged or invoiced.
    #[must_use]
    pub fn charged_on(self, quarter: Quarter) -> Day {
        days_after(quarter.span.end, self.charge_after_days)
    }
}

/// The price of an overage (R7): overage × annual seat price × remaining quarters ÷ 4, rounded once (R8).
///
/// # Errors
/// The amount does not fit.
pub fn price(overage: i64, per_seat: Money, quarter: u32) -> Result<Money, NotAnAmount> {
    let remaining = Decimal::from(4_u32.saturating_sub(quarter));
    let whole = Decimal::from(overage).checked_mul(per_seat.decimal()).ok_or(NotAnAmount)?;
    let exact = whole.checked_mul(remaining).ok_or(NotAnAmount)? / Decimal::from(4_u32);
    Money::round(exact, per_seat.currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r19_versions_compare_by_major_and_minor_only() {
        for (version, passes) in [
            ("14.1.0", true),
            ("14.1.0-pre", true),
            ("14.10.0", true),
            ("15.0", true),
            ("14.0.12-ee", false),
            ("13.12.1", false),
            ("nightly", false),
            ("", false),
            ("14", false),
            ("99999999999.1", false),
        ] {
            assert_eq!(version_suffices(version, "14.1"), passes, "{version}");
        }
    }

    #[test]
    fn r16_the_first_reason_in_order_is_shown() {
        let all_well = Eligibility {
            paid: true,
            direct: true,
            term_months: 12,
            opted_out: false,
            term_start: "2021-09-01".parse().unwrap(),
            programme_start: "2021-08-01".parse().unwrap(),
            reporting: true,
            version_suffices: true,
        };
        assert_eq!(mode(&all_well), (BillingMode::Quarterly, None));
        let two = Eligibility { direct: false, version_suffices: false, ..all_well };
        assert_eq!(mode(&two).1, Some(AnnualReason::Reseller));
        let early = Eligibility { term_start: "2021-07-31".parse().unwrap(), ..all_well };
        assert_eq!(mode(&early).1, Some(AnnualReason::NotEnrolled));
    }
}
