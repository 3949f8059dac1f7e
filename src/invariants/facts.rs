//! What was done and kept of a subscription: each fact as its rows say it.

use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Instant};
use crate::domain::contact::ContactRole;
use crate::domain::email::EmailKind;
use crate::domain::ids::{EmailId, LicenseId, PaymentId, ReconciliationId, SeatChangeId, TermId};
use crate::domain::invoice::Invoice;
use crate::domain::order::Order;
use crate::domain::payment::Payment;
use crate::domain::reconciliation::{DisputeOutcome, Reason, SeatCause};

/// A dispute of a reconciliation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dispute {
    pub(super) reconciliation: ReconciliationId,
    /// Whether it has ended.
    pub(super) has_ended: bool,
    /// How.
    pub(super) outcome: Option<DisputeOutcome>,
}

/// Seats added within a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SeatChange {
    pub(super) id: SeatChangeId,
    pub(super) term: TermId,
    pub(super) cause: SeatCause,
    /// How many.
    pub(super) seats: i64,
    /// From which day on.
    pub(super) effective_on: Day,
}

/// Something bought by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) order: Order,
    pub(super) at: Instant,
    /// Whether it has ended.
    pub(super) has_ended: bool,
}

/// An attempt to charge a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attempt {
    pub(super) payment: Payment,
    /// Whether it has come to money.
    pub(super) has_succeeded: bool,
    /// Whether it was declined.
    pub(super) was_declined: bool,
    /// Whether the provider gave it a name.
    pub(super) has_reference: bool,
}

impl Attempt {
    pub(super) const fn is_open(&self) -> bool {
        !self.has_succeeded && !self.was_declined
    }
}

/// An invoice or credit note as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct IssuedDocument {
    /// What it says.
    pub(super) invoice: Invoice,
    /// The series it is numbered in.
    pub(super) series: String,
    /// Its number in that series.
    pub(super) serial: i64,
    /// Whether its hash fits what it says.
    pub(super) is_intact: bool,
    /// How it was paid, if it was: by which charge, if by one.
    pub(super) paid: Option<Option<PaymentId>>,
}

/// An email about the subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Posted {
    pub(super) id: EmailId,
    pub(super) kind: EmailKind,
    /// As which contact its reader gets it.
    pub(super) reader: Option<ContactRole>,
    /// To whom.
    pub(super) recipient: String,
    /// When it was queued.
    pub(super) at: Instant,
    /// When the first thing happened that it tells of in place of emails it replaced; none: it replaced none.
    pub(super) stands_from: Option<Instant>,
}

/// An audit entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Noted {
    /// What happened.
    pub(super) event: Event,
    pub(super) at: Instant,
    /// To what: `subscription:S-1042`.
    pub(super) subject: String,
    /// To which reconciliation, if it says so.
    pub(super) reconciliation: Option<ReconciliationId>,
    /// Why, if a reconciliation was skipped.
    pub(super) reason: Option<Reason>,
}

/// Keys are made when rows are written: whether a license was issued before seats rose.
pub(super) fn is_before(license: LicenseId, change: SeatChangeId) -> bool {
    license.0 < change.0
}
