//! What can be wrong, and how it is said: for operators and their logs, and so in English alone.

use std::fmt::Display;

use crate::domain::text_enum::text_enum;

text_enum! {
    /// Which invariant is violated.
    Kind {
        /// The numbers of a series have a gap, or their counter stands elsewhere (R41).
        InvoiceGap = "invoice_gap",
        /// A document's number is not its series and serial (R41).
        InvoiceNumber = "invoice_number",
        /// Lines, tax and total do not add up.
        InvoiceSums = "invoice_sums",
        /// A line's amount does not follow from what it says it follows from (R7, R8, R40).
        InvoiceLine = "invoice_line",
        /// A document is not what it was when it was issued (R41).
        InvoiceContent = "invoice_content",
        /// A document is about nothing that happened, or says something else about it.
        InvoiceSubject = "invoice_subject",
        /// Something that is billed has no invoice.
        InvoiceMissing = "invoice_missing",
        /// A credit note is not the mirror of its invoice, or not the only one (R41).
        CreditNote = "credit_note",
        /// A document is marked as paid by a payment that was for something else.
        InvoicePayment = "invoice_payment",
        /// Terms do not follow each other as they should (R2, R3).
        TermSpan = "term_span",
        /// The seats of a term are not what it began with and what was added (R6, R9).
        TermSeats = "term_seats",
        /// Seats fell within a term (R9).
        SeatsFell = "seats_fell",
        /// A term has no license, or one that says something else (R26).
        License = "license",
        /// A license tells other counts of the term before it (S2).
        LicenseCounts = "license_counts",
        /// A quarter that is over has no reconciliation (R16).
        ReconciliationMissing = "reconciliation_missing",
        /// A quarter has more than one reconciliation, or a reconciliation has no quarter (R16).
        ReconciliationTwice = "reconciliation_twice",
        /// A reconciliation's overage or amount is not what the rules make it (R6, R7, R8).
        ReconciliationAmount = "reconciliation_amount",
        /// A reconciliation's seats are not those of its term at that time (R6, R9).
        ReconciliationSeats = "reconciliation_seats",
        /// A reconciliation has what its state does not allow, or lacks what it needs (R16).
        ReconciliationState = "reconciliation_state",
        /// A reconciliation was skipped for a reason that does not hold (R16).
        ReconciliationReason = "reconciliation_reason",
        /// A reconciliation's maximum was never reported, or lies outside its quarter (R5).
        ReconciliationPeak = "reconciliation_peak",
        /// Disputes and reconciliations do not fit each other (R12).
        Dispute = "dispute",
        /// A pause and what was reconciled while it stood do not fit each other (R16).
        Pause = "pause",
        /// A term that is over has no renewal that says how it ended (R23).
        RenewalMissing = "renewal_missing",
        /// A renewal does not fit its state, its terms or its price (R20).
        Renewal = "renewal",
        /// A true-up's numbers are wrong (R18).
        TrueUp = "true_up",
        /// A true-up is not billed, or more than once (R18).
        TrueUpBill = "true_up_bill",
        /// An order does not fit what it bought (R25, R40).
        Order = "order",
        /// Two attempts for one thing are under way or have come to money (R14).
        PaymentTwice = "payment_twice",
        /// A payment's state does not fit that of what it is for (R13, R14).
        Payment = "payment",
        /// A payment is for another amount than what it is for.
        PaymentAmount = "payment_amount",
        /// What is due next is not what the timetable says (R12).
        Due = "due",
        /// An audit entry is missing, or there are too many (R42).
        Audit = "audit",
        /// An email is missing that something that happened requires.
        EmailMissing = "email_missing",
        /// An email was written twice, or for nothing.
        EmailTwice = "email_twice",
        /// An email went to other readers than its kind is for.
        EmailReader = "email_reader",
        /// An email was tried more often than emails are.
        EmailStuck = "email_stuck",
        /// An email that was sent still carries its secret.
        EmailSecret = "email_secret",
        /// A report and the counts kept of it do not fit each other (R5, R33).
        Usage = "usage",
        /// A row is in another currency than its subscription.
        Currency = "currency",
        /// A row belongs to another account than its subscription.
        Owner = "owner",
        /// A row cannot be read.
        Unreadable = "unreadable",
    }
}

/// A violated invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub kind: Kind,
    /// Of what: the number or key of the row, with where it belongs.
    pub subject: String,
    /// What is wrong with it, and what would be right.
    pub sentence: String,
}

impl Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.subject, self.sentence)
    }
}

/// Faults as they are found.
#[derive(Debug, Default)]
pub(super) struct Faults(pub(super) Vec<Fault>);

impl Faults {
    pub(super) fn note(&mut self, kind: Kind, subject: impl Display, sentence: impl Into<String>) {
        self.0.push(Fault { kind, subject: subject.to_string(), sentence: sentence.into() });
    }

    /// Notes a fault unless something holds.
    pub(super) fn unless(&mut self, holds: bool, kind: Kind, subject: impl Display, sentence: impl FnOnce() -> String) {
        if !holds {
            self.note(kind, subject, sentence());
        }
    }
}

/// What cannot be read is a fault of its own.
#[must_use]
pub(super) fn unreadable(subject: String, cause: &str) -> Fault {
    Fault { kind: Kind::Unreadable, subject, sentence: format!("its rows cannot be read: {cause}") }
}
