//! What must hold of everything that was bought, counted, billed and told, whatever crashed in between: the judge behind
//! `seatsync check --invariants`. The store lays out what belongs together; here is decided what is wrong with it.
//!
//! Rows of one subscription are told apart by the order of their keys, which is the order they were written in, never by
//! their moments: who waited for a lock has the earlier moment and the later key. The sentences are for operators and
//! their logs, and so in English alone.

mod documents;
mod entries;
mod letters;
mod money;
mod numbers;
mod renewals;
mod seats;
mod settlements;
mod usage;

use std::fmt::Display;

use super::account::Account;
use super::audit::Event;
use super::calendar::{Day, Instant, Quarter, quarters};
use super::contact::ContactRole;
use super::ids::{AccountId, InvoiceId, LetterId, LicenseId, OrderId, PaymentId, SeatChangeId, SettlementId, TermId};
use super::invoice::Invoice;
use super::letter::LetterKind;
use super::license::License;
use super::money::Money;
use super::order::Order;
use super::payment::{Payment, Purpose};
use super::reconciliation::{Reason, Settlement};
use super::renewal::Renewal;
use super::subscription::{BoughtTerm, Product, Subscription};
use super::text_enum::text_enum;
use super::timetable;
use super::true_up::TrueUp;

pub use letters::{Resting, letter};
pub use numbers::Numbers;
pub use usage::{Counted, CountedReport, usage};

text_enum! {
    /// Which invariant is violated.
    Kind {
        /// The numbers of a year have a gap, or their counter stands elsewhere (R41).
        InvoiceGap = "invoice_gap",
        /// A document's number is not its year and serial (R41).
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
        /// A quarter that is over has no settlement (R16).
        SettlementMissing = "settlement_missing",
        /// A quarter has more than one settlement, or a settlement has no quarter (R16).
        SettlementTwice = "settlement_twice",
        /// A settlement's overage or amount is not what the rules make it (R6, R7, R8).
        SettlementAmount = "settlement_amount",
        /// A settlement's seats are not those of its term at that time (R6, R9).
        SettlementSeats = "settlement_seats",
        /// A settlement has what its state does not allow, or lacks what it needs (R16).
        SettlementState = "settlement_state",
        /// A settlement was skipped for a reason that does not hold (R16).
        SettlementReason = "settlement_reason",
        /// A settlement's maximum was never reported, or lies outside its quarter (R5).
        SettlementPeak = "settlement_peak",
        /// Objections and settlements do not fit each other (R12).
        Dispute = "dispute",
        /// A hold and what was settled while it stood do not fit each other (R16).
        Hold = "hold",
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
        /// A letter is missing that something that happened requires.
        LetterMissing = "letter_missing",
        /// A letter was written twice, or for nothing.
        LetterTwice = "letter_twice",
        /// A letter went to other readers than its kind is for.
        LetterReader = "letter_reader",
        /// A letter was tried more often than letters are.
        LetterStuck = "letter_stuck",
        /// A letter that was sent still carries its secret.
        LetterSecret = "letter_secret",
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
    /// Which.
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
struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault.
    fn note(&mut self, kind: Kind, subject: impl Display, sentence: impl Into<String>) {
        self.0.push(Fault { kind, subject: subject.to_string(), sentence: sentence.into() });
    }

    /// Notes a fault unless something holds.
    fn unless(&mut self, holds: bool, kind: Kind, subject: impl Display, sentence: impl FnOnce() -> String) {
        if !holds {
            self.note(kind, subject, sentence());
        }
    }
}

/// All that belongs to one subscription, in the order in which it was written.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// Whose it is.
    pub account: Account,
    /// To what.
    pub product: Product,
    /// The subscription itself.
    pub subscription: Subscription,
    /// When it was opened.
    pub opened_at: Instant,
    /// The last day of its timetable that was worked.
    pub worked_on: Option<Day>,
    /// The day that is due next, as stored.
    pub due_on: Option<Day>,
    /// Its terms, first one first.
    pub terms: Vec<BoughtTerm>,
    /// Its licenses.
    pub licenses: Vec<License>,
    /// Its settlements.
    pub settlements: Vec<Settlement>,
    /// Those whose maximum no report told on that day.
    pub untold: Vec<SettlementId>,
    /// Objections to its settlements.
    pub disputes: Vec<Objection>,
    /// How many holds stand.
    pub standing_holds: usize,
    /// Seats added within its terms.
    pub seat_changes: Vec<SeatChange>,
    /// What became of its renewals.
    pub renewals: Vec<Renewal>,
    /// Users billed at the end of its terms.
    pub true_ups: Vec<TrueUp>,
    /// What was bought by hand.
    pub orders: Vec<Placed>,
    /// Every attempt to charge a card for it.
    pub payments: Vec<Attempt>,
    /// Its invoices and credit notes.
    pub documents: Vec<Document>,
    /// The letters about it.
    pub letters: Vec<Posted>,
    /// The audit entries about it, its licenses and its documents.
    pub entries: Vec<Noted>,
    /// Since when somebody reads its account's letters of a role.
    pub readers: Vec<(ContactRole, Instant)>,
    /// Rows that name another account than its own, and that account.
    pub strays: Vec<(String, AccountId)>,
    /// Lines in another currency than their invoice: its number, and that currency.
    pub foreign_lines: Vec<(String, String)>,
}

/// An objection to a settlement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// To which.
    pub settlement: SettlementId,
    /// Whether it has ended.
    pub has_ended: bool,
    /// How: `withdrawn`, `rejected`, `waived` or `skipped`.
    pub outcome: Option<String>,
}

/// By what the seats of a term rose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// They were bought.
    Bought(OrderId),
    /// A quarter was settled.
    Reconciled(SettlementId),
}

/// Seats added within a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatChange {
    /// Its key.
    pub id: SeatChangeId,
    /// In which term.
    pub term: TermId,
    /// By what.
    pub cause: Cause,
    /// How many.
    pub seats: i64,
    /// From which day on.
    pub effective_on: Day,
}

/// Something bought by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// What.
    pub order: Order,
    /// When.
    pub at: Instant,
    /// Whether it has ended.
    pub has_ended: bool,
}

/// An attempt to charge a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What for.
    pub payment: Payment,
    /// Whether it has come to money.
    pub has_succeeded: bool,
    /// Whether it was declined.
    pub was_declined: bool,
    /// Whether the provider gave it a name.
    pub has_reference: bool,
}

impl Attempt {
    const fn is_open(&self) -> bool {
        !self.has_succeeded && !self.was_declined
    }
}

/// An invoice or credit note as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What it says.
    pub invoice: Invoice,
    /// The year it is numbered in.
    pub year: i64,
    /// Its number in that year.
    pub serial: i64,
    /// Whether its hash fits what it says.
    pub is_intact: bool,
    /// How it was paid, if it was: by which charge, if by one.
    pub paid: Option<Option<PaymentId>>,
}

/// A letter about the subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Its key.
    pub id: LetterId,
    /// Which letter.
    pub kind: LetterKind,
    /// As which contact its reader gets it.
    pub reader: Option<ContactRole>,
    /// To whom.
    pub recipient: String,
    /// When it was queued.
    pub at: Instant,
    /// When the first thing happened that it tells of in place of letters it replaced; none: it replaced none.
    pub stands_from: Option<Instant>,
}

/// An audit entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// What happened.
    pub event: Event,
    /// When.
    pub at: Instant,
    /// To what: `subscription:S-1042`.
    pub subject: String,
    /// To which settlement, if it says so.
    pub settlement: Option<SettlementId>,
    /// Why, if a settlement was skipped.
    pub reason: Option<Reason>,
}

/// Everything that is wrong with a subscription and what belongs to it.
#[must_use]
pub fn faults(dossier: &Dossier) -> Vec<Fault> {
    let mut found = Faults::default();
    seats::check(dossier, &mut found);
    settlements::check(dossier, &mut found);
    renewals::check(dossier, &mut found);
    money::check(dossier, &mut found);
    documents::check(dossier, &mut found);
    entries::check(dossier, &mut found);
    letters::check(dossier, &mut found);
    due(dossier, &mut found);
    belongings(dossier, &mut found);
    found.0
}

/// What cannot be read is a fault of its own.
#[must_use]
pub fn unreadable(subject: String, cause: &str) -> Fault {
    Fault { kind: Kind::Unreadable, subject, sentence: format!("its rows cannot be read: {cause}") }
}

/// What is due next is what the timetable says, so that nothing is forgotten.
fn due(d: &Dossier, found: &mut Faults) {
    let case = timetable::Case {
        subscription: &d.subscription,
        policy: &d.product.policy,
        terms: &d.terms,
        settlements: &d.settlements,
        renewals: &d.renewals,
        worked_on: d.worked_on,
    };
    let next = case.next().first().map(|due| due.on);
    found.unless(next == d.due_on, Kind::Due, d.subject(), || {
        format!("{} is stored as due next, and the timetable says {}", day(d.due_on), day(next))
    });
}

/// Everything is the account's and in the subscription's currency.
fn belongings(d: &Dossier, found: &mut Faults) {
    for (what, other) in &d.strays {
        let sentence = format!("it belongs to account {other}, and its subscription to {}", d.account.id);
        found.note(Kind::Owner, format_args!("{}, {what}", d.subject()), sentence);
    }
    for (number, currency) in &d.foreign_lines {
        found.note(Kind::Currency, format_args!("invoice {number}"), format!("it has a line in {currency}"));
    }
}

impl Dossier {
    fn subject(&self) -> String {
        format!("subscription {}", self.subscription.number)
    }

    fn term(&self, id: TermId) -> Option<&BoughtTerm> {
        self.terms.iter().find(|t| t.id == id)
    }

    fn quarters(&self, term: &BoughtTerm) -> Vec<Quarter> {
        quarters(self.subscription.anchor, self.subscription.term_months, term.index)
    }

    fn quarter(&self, term: &BoughtTerm, number: u32) -> Option<Quarter> {
        self.quarters(term).into_iter().find(|q| q.number == number)
    }

    fn of_term(&self, term: &BoughtTerm) -> String {
        format!("{}, term {}", self.subject(), term.index)
    }

    fn of_settlement(&self, settlement: &Settlement) -> String {
        let index = self.term(settlement.term).map_or_else(|| "?".to_owned(), |t| t.index.to_string());
        format!("{}, term {index}, Q{}, settlement {}", self.subject(), settlement.quarter, settlement.id)
    }

    /// The attempts for one thing, in order.
    fn attempts(&self, purpose: Purpose, subject: uuid::Uuid) -> impl Iterator<Item = &Attempt> {
        self.payments.iter().filter(move |a| a.payment.purpose == purpose && a.payment.subject == subject)
    }

    fn is_being_charged(&self, purpose: Purpose, subject: uuid::Uuid) -> bool {
        self.attempts(purpose, subject).any(Attempt::is_open)
    }

    fn was_charged(&self, purpose: Purpose, subject: uuid::Uuid) -> bool {
        self.attempts(purpose, subject).any(|a| a.has_succeeded)
    }

    fn times_declined(&self, purpose: Purpose, subject: uuid::Uuid) -> usize {
        self.attempts(purpose, subject).filter(|a| a.was_declined).count()
    }

    /// The seats a term has had, one after another: those it began with first.
    fn levels(&self, term: &BoughtTerm) -> Vec<i64> {
        let mut seats = term.base_seats;
        let added = self.changes(term.id).map(|change| {
            seats = seats.saturating_add(change.seats);
            seats
        });
        std::iter::once(term.base_seats).chain(added).collect()
    }

    fn changes(&self, term: TermId) -> impl Iterator<Item = &SeatChange> {
        self.seat_changes.iter().filter(move |c| c.term == term)
    }

    fn settlement(&self, id: SettlementId) -> Option<&Settlement> {
        self.settlements.iter().find(|s| s.id == id)
    }

    fn order(&self, id: OrderId) -> Option<&Placed> {
        self.orders.iter().find(|p| p.order.id == id)
    }

    fn document(&self, id: InvoiceId) -> Option<&Document> {
        self.documents.iter().find(|d| d.invoice.id == id)
    }

    /// Whether a day that is due was worked here: what was due before it was opened was worked elsewhere.
    fn was_worked(&self, due: Day) -> bool {
        due >= self.opened_at.date_naive() && self.worked_on.is_some_and(|worked| worked >= due)
    }
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(|| "nothing".to_owned(), |day| day.to_string())
}

fn amount(money: Money) -> String {
    format!("{} {}", money.decimal(), money.currency.code())
}

/// Keys are made when rows are written: whether a license was issued before seats rose.
fn is_before(license: LicenseId, change: SeatChangeId) -> bool {
    license.0 < change.0
}
