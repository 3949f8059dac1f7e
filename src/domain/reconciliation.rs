//! The single place for quarterly reconciliation: who is billed so, what a quarter's overage costs, and in which state
//! every quarter ends (R6–R18).

use seatsync_agent::version::Version;

use super::bounds::MOST_AMOUNT_MINOR;
use super::calendar::{Day, Quarter, days_after};
use super::ids::{OrderId, ReconciliationId, TermId};
use super::invoice::quarters_price;
use super::late::{self, Again, LateLine, seats_of};
use super::money::{Money, NotAnAmount};
use super::policy::Policy;
use super::text_enum::text_enum;
use super::usage::{Peak, overage};

text_enum! {
    /// How the overage of a term is billed; stored per term (R18).
    BillingMode {
        /// Reconciled each quarter, forward only.
        Quarterly = "quarterly",
        /// The annual true-up at renewal.
        Annual = "annual",
    }
}

text_enum! {
    /// Why a quarter is not reconciled, or a term on the annual true-up, in the order in which the first is shown (R16).
    Reason {
        /// A free or trial subscription.
        CommunityOrTrial = "community_or_trial",
        /// Not bought directly.
        Reseller = "reseller",
        /// A public body.
        PublicSector = "public_sector",
        /// Every order wants a purchase order first.
        PoRequired = "po_required",
        /// Not a term of twelve months.
        TermNot12Months = "term_not_12_months",
        /// The contract says so.
        OptedOut = "opted_out",
        /// The term began before the programme did, or went back to the annual true-up (R14).
        NotEnrolled = "not_enrolled",
        /// Staff paused it.
        Paused = "hold",
        /// Not licensed by activation, or nothing that counts was reported.
        NotCloudLicensed = "not_cloud_licensed",
        /// The instance's version is below the product's minimum (R19).
        VersionTooOld = "version_too_old",
        /// The customer disputed the last quarter, and it was not decided before the end.
        Disputed = "disputed",
        /// The last quarter is not billed (R10).
        Q4 = "q4",
        /// Nothing was reported for the quarter.
        NoUsageData = "no_usage_data",
        /// No more users than seats.
        NoOverage = "no_overage",
    }
}

impl Reason {
    /// Whether what the quarter counted is billed at the end of the term as a true-up instead (R18).
    #[must_use]
    pub const fn is_trued_up(self) -> bool {
        matches!(self, Self::NotCloudLicensed | Self::VersionTooOld | Self::NoUsageData)
    }
}

/// What is known of a term when it begins, and decides how its overage is billed (R18).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermFacts {
    /// A paid tier.
    pub paid: bool,
    /// Bought from the vendor, not a reseller.
    pub direct: bool,
    /// A public body.
    pub public_sector: bool,
    /// Every order wants a purchase order first.
    pub po_required: bool,
    pub term_months: u32,
    /// The contract opted out.
    pub opted_out: bool,
    /// First day of the term.
    pub term_start: Day,
    /// First day of the programme.
    pub programme_start: Day,
    /// Licensed by activation; a service needs none.
    pub cloud_licensed: bool,
}

/// How a term is billed, and if annually the first reason why (R16, R18).
#[must_use]
pub fn mode(standing: &TermFacts) -> (BillingMode, Option<Reason>) {
    let reasons = [
        (!standing.paid, Reason::CommunityOrTrial),
        (!standing.direct, Reason::Reseller),
        (standing.public_sector, Reason::PublicSector),
        (standing.po_required, Reason::PoRequired),
        (standing.term_months != QUARTERLY_MONTHS, Reason::TermNot12Months),
        (standing.opted_out, Reason::OptedOut),
        (standing.term_start < standing.programme_start, Reason::NotEnrolled),
        (!standing.cloud_licensed, Reason::NotCloudLicensed),
    ];
    match reasons.into_iter().find(|(holds, _)| *holds) {
        Some((_, reason)) => (BillingMode::Annual, Some(reason)),
        None => (BillingMode::Quarterly, None),
    }
}

/// What decides about one quarter on the day it is reconciled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuarterFacts {
    pub quarter: Quarter,
    /// Why its term is on the annual true-up; none if it is not.
    pub annual: Option<Reason>,
    /// Staff paused the subscription.
    pub is_paused: bool,
    /// It was counted by an instance of which the contract takes no reports for quarterly billing (R18).
    pub is_cloud_licensed: bool,
    /// Whether the reported version reaches the minimum; nothing reported is not too old.
    pub version_suffices: bool,
    /// A dispute stands.
    pub disputed: bool,
    /// The quarter's maximum, if anything is known of it.
    pub peak: Option<Peak>,
    /// Seats paid for.
    pub seats: i64,
}

impl QuarterFacts {
    /// Users above the seats (R6).
    #[must_use]
    pub fn overage(&self) -> i64 {
        self.peak.map_or(0, |peak| overage(peak.billable, self.seats))
    }

    /// Why nothing is billed, the first reason in order (R16); none if the overage is.
    #[must_use]
    pub fn skip_reason(&self) -> Option<Reason> {
        let own = [
            (self.is_paused, Reason::Paused),
            (!self.is_cloud_licensed, Reason::NotCloudLicensed),
            (!self.version_suffices, Reason::VersionTooOld),
            // A state until it is decided, and a reason for the last quarter alone.
            (self.disputed && self.quarter.is_last, Reason::Disputed),
            (self.quarter.is_last, Reason::Q4),
            (self.peak.is_none(), Reason::NoUsageData),
            (self.overage() == 0, Reason::NoOverage),
        ];
        let own = own.into_iter().find(|(holds, _)| *holds).map(|(_, reason)| reason);
        // Declared in the order in which they are shown.
        self.annual.into_iter().chain(own).min()
    }
}

/// Whether a reported version reaches a minimum by (major, minor); what cannot be read does not (R19).
#[must_use]
pub fn version_suffices(reported: &str, minimum: &str) -> bool {
    let both = Version::parse(reported).zip(Version::parse(minimum));
    both.is_some_and(|(reported, minimum)| reported.major_minor() >= minimum.major_minor())
}

/// What a reconciliation comes to over the seats of its term as they stand: its late lines first, in their order, then its own (R6a).
///
/// # Errors
/// An amount does not fit.
pub fn computed(of: Reconciliation, seats: i64, again: &[Again]) -> Result<Reconciliation, NotAnAmount> {
    let late = late::lines(seats, of.per_seat, again)?;
    let before_own = seats.saturating_add(seats_of(&late));
    let over = of.peak.map_or(0, |peak| overage(peak.billable, before_own));
    let mut minor = quarters_price(over, of.per_seat, of.quarter)?.minor;
    for line in &late {
        minor = minor.checked_add(line.amount.minor).filter(|minor| *minor <= MOST_AMOUNT_MINOR).ok_or(NotAnAmount)?;
    }
    let amount = Money::new(minor, of.per_seat.currency);
    Ok(Reconciliation { late, seats_before: seats, seats_after: seats, overage: over, amount, ..of })
}

text_enum! {
    /// How a dispute ended.
    DisputeOutcome {
        /// The customer took it back.
        Withdrawn = "withdrawn",
        /// Staff declined it.
        Rejected = "rejected",
        /// Staff stated the right maximum.
        Corrected = "corrected",
        /// Staff let the reconciliation go.
        Waived = "waived",
    }
}

text_enum! {
    /// What added seats within a term (R6, R9).
    SeatCauseKind {
        /// They were bought.
        Bought = "bought",
        /// A quarter was reconciled.
        Reconciled = "reconciled",
    }
}

/// By which order or reconciliation the seats of a term rose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatCause {
    /// They were bought.
    Bought(OrderId),
    /// A quarter was reconciled.
    Reconciled(ReconciliationId),
}

impl SeatCause {
    /// Which of them it is.
    #[must_use]
    pub const fn kind(self) -> SeatCauseKind {
        match self {
            Self::Bought(_) => SeatCauseKind::Bought,
            Self::Reconciled(_) => SeatCauseKind::Reconciled,
        }
    }

    /// The key of the order or the reconciliation.
    #[must_use]
    pub const fn id(self) -> uuid::Uuid {
        match self {
            Self::Bought(OrderId(id)) | Self::Reconciled(ReconciliationId(id)) => id,
        }
    }

    /// The order or the reconciliation with this key.
    #[must_use]
    pub const fn of(kind: SeatCauseKind, id: uuid::Uuid) -> Self {
        match kind {
            SeatCauseKind::Bought => Self::Bought(OrderId(id)),
            SeatCauseKind::Reconciled => Self::Reconciled(ReconciliationId(id)),
        }
    }
}

text_enum! {
    /// In which state a quarter is; every quarter ends in one that can be seen (R16).
    ReconciliationState {
        /// Not reconciled yet.
        Open = "open",
        /// Nothing is billed, for a reason.
        Skipped = "skipped",
        /// Computed and told; the charge lies ahead.
        Notified = "notified",
        /// The card was charged.
        Charged = "charged",
        /// An invoice was issued.
        Invoiced = "invoiced",
        /// Seats bought in the meantime removed the overage (R6).
        Superseded = "superseded",
        /// The card could not be charged; it is tried again (R14).
        PaymentFailed = "payment_failed",
        /// The card could not be charged until the next quarter ended (R14).
        RevertedToTrueUp = "reverted_to_true_up",
        /// The customer disputed it: nothing is charged until it is decided.
        Disputed = "disputed",
        /// Staff waive it.
        Waived = "waived",
        /// Its arithmetic cannot be done (R47): staff look after it.
        NeedsAttention = "needs_attention",
    }
}

impl ReconciliationState {
    /// Whether the customer may dispute it, or staff waive it: it is told, and not paid.
    #[must_use]
    pub const fn is_payable(self) -> bool {
        matches!(self, Self::Notified | Self::PaymentFailed)
    }
}

/// One quarter of one term, reconciled or skipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconciliation {
    pub id: ReconciliationId,
    pub term: TermId,
    /// Of which quarter, 1 to 4 in a year.
    pub quarter: u32,
    pub state: ReconciliationState,
    /// Why nothing was billed, if skipped.
    pub reason: Option<Reason>,
    /// The quarter's maximum as it was known when it was reconciled.
    pub peak: Option<Peak>,
    /// Whether staff stated the maximum, having decided a dispute (R16).
    pub is_corrected: bool,
    /// What is billed with it for quarters reconciled before (R6a).
    pub late: Vec<LateLine>,
    /// Seats before, those of its late lines not included.
    pub seats_before: i64,
    /// Users above them and what late lines add.
    pub overage: i64,
    /// Annual price of a seat.
    pub per_seat: Money,
    /// Quarters left after this one (R7).
    pub remaining_quarters: u32,
    /// What it costs, late lines included.
    pub amount: Money,
    /// The day its notice was written.
    pub notified_on: Option<Day>,
    /// The day it was first due for payment.
    pub first_charge_on: Option<Day>,
    /// The day it is charged next.
    pub next_charge_on: Option<Day>,
    /// The day it was charged or invoiced.
    pub charged_on: Option<Day>,
    pub seats_after: i64,
}

impl Reconciliation {
    /// Whether staff may waive it: it is told and not paid, or the customer disputed it.
    #[must_use]
    pub fn may_be_waived(&self) -> bool {
        self.state.is_payable() || self.state == ReconciliationState::Disputed
    }

    /// Whether its day has come: it was computed, or waived. One that was disputed before waits for its day like any other.
    #[must_use]
    pub fn is_reconciled(&self) -> bool {
        match self.state {
            ReconciliationState::Open => false,
            ReconciliationState::Disputed => self.first_charge_on.is_some(),
            _ => true,
        }
    }

    /// Seats that it adds, those of its late lines included.
    #[must_use]
    pub fn seats_added(&self) -> i64 {
        self.overage.saturating_add(seats_of(&self.late))
    }

    /// Whether a quarter is looked at again: it was reconciled, and from less than is known now. Waived, corrected and disputed ones stay
    /// out; of what nothing was known there is no late count, but a true-up (R18). `told` are the late lines of other reconciliations, with
    /// the state of each.
    #[must_use]
    pub fn was_reconciled_from_less(
        &self,
        known: Peak,
        told: impl Iterator<Item = (ReconciliationState, LateLine)>,
    ) -> bool {
        let is_reconciled = match self.state {
            ReconciliationState::Charged | ReconciliationState::Invoiced | ReconciliationState::Superseded => true,
            ReconciliationState::Skipped => self.reason == Some(Reason::NoOverage),
            _ => false,
        };
        let mut from = self.peak.map_or(0, |peak| peak.billable);
        for (state, line) in told.filter(|(_, line)| line.quarter == self.quarter) {
            match state {
                ReconciliationState::Charged | ReconciliationState::Invoiced | ReconciliationState::Superseded => {
                    from = from.max(line.peak.billable)
                }
                ReconciliationState::RevertedToTrueUp => {}
                // Waived, it never comes back; otherwise its fate is open.
                _ => return false,
            }
        }
        is_reconciled && !self.is_corrected && known.billable > from
    }

    /// What a reconciliation comes to for its own quarter, as a line like those before it; none if it has no overage.
    #[must_use]
    pub fn own_line(&self) -> Option<LateLine> {
        let peak = self.peak.filter(|_| self.overage > 0)?;
        Some(LateLine {
            quarter: self.quarter,
            peak,
            seats: self.seats_before.saturating_add(seats_of(&self.late)),
            overage: self.overage,
            remaining_quarters: self.remaining_quarters,
            amount: self.own_amount(),
        })
    }

    /// What it costs without its late lines.
    #[must_use]
    pub fn own_amount(&self) -> Money {
        let late = self.late.iter().map(|line| line.amount.minor).fold(0, i64::saturating_add);
        Money::new(self.amount.minor.saturating_sub(late), self.amount.currency)
    }
}

/// Months of a term that is billed quarterly (R18).
pub const QUARTERLY_MONTHS: u32 = 12;
/// Days that lie at least between a notice, whenever it went out, and the charge (R12).
pub const NOTICE_DAYS: i64 = 3;

/// The day a reconciliation is charged (R12, R16): by the calendar, never before the next midnight, nor sooner than three days after
/// its notice.
#[must_use]
pub fn charge_day(by_calendar: Day, notified_on: Day, today: Day) -> Day {
    by_calendar.max(days_after(today, 1)).max(days_after(notified_on, NOTICE_DAYS))
}

/// The next try after a charge that was first due on `first` and came to nothing on `today` (R14, R21); none if that
/// would be `until` or later.
#[must_use]
pub fn next_try(first: Day, today: Day, until: Day) -> Option<Day> {
    let tries = Policy::RETRY_DAYS.map(|days| days_after(first, days));
    tries.into_iter().find(|day| *day > today && *day < until)
}

#[cfg(test)]
#[path = "reconciliation_tests.rs"]
mod tests;
