//! All that belongs to one subscription, as it is laid out to be judged.

use super::facts::{Attempt, Dispute, IssuedDocument, Noted, Placed, Posted, SeatChange};
use crate::domain::account::Account;
use crate::domain::calendar::{Day, Instant, Quarter, quarters};
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AccountId, InvoiceId, OrderId, ReconciliationId, TermId};
use crate::domain::license::License;
use crate::domain::money::Money;
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::Reconciliation;
use crate::domain::renewal::Renewal;
use crate::domain::subscription::{BoughtTerm, Product, Subscription};
use crate::domain::true_up::TrueUp;

/// All that belongs to one subscription, in the order in which it was written.
#[derive(Debug, Clone)]
pub(super) struct Dossier {
    pub(super) account: Account,
    pub(super) product: Product,
    /// The subscription itself.
    pub(super) subscription: Subscription,
    pub(super) opened_at: Instant,
    /// The last day of its timetable that was worked.
    pub(super) worked_on: Option<Day>,
    /// The day that is due next, as stored.
    pub(super) due_on: Option<Day>,
    /// Its terms, first one first.
    pub(super) terms: Vec<BoughtTerm>,
    pub(super) licenses: Vec<License>,
    pub(super) reconciliations: Vec<Reconciliation>,
    /// Those whose maximum no report told on that day.
    pub(super) untold: Vec<ReconciliationId>,
    /// Disputes of its reconciliations.
    pub(super) disputes: Vec<Dispute>,
    /// How many pauses stand.
    pub(super) standing_pauses: usize,
    /// Seats added within its terms.
    pub(super) seat_changes: Vec<SeatChange>,
    /// What became of its renewals.
    pub(super) renewals: Vec<Renewal>,
    /// Users billed at the end of its terms.
    pub(super) true_ups: Vec<TrueUp>,
    /// What was bought by hand.
    pub(super) orders: Vec<Placed>,
    /// Every attempt to charge a card for it.
    pub(super) payments: Vec<Attempt>,
    /// Its invoices and credit notes.
    pub(super) documents: Vec<IssuedDocument>,
    /// The emails about it.
    pub(super) emails: Vec<Posted>,
    /// The audit entries about it, its licenses and its documents.
    pub(super) entries: Vec<Noted>,
    /// Since when somebody reads its account's emails of a role.
    pub(super) readers: Vec<(ContactRole, Instant)>,
    /// Rows that name another account than its own, and that account.
    pub(super) strays: Vec<(String, AccountId)>,
    /// Lines in another currency than their invoice: its number, and that currency.
    pub(super) foreign_lines: Vec<(String, String)>,
}

impl Dossier {
    pub(super) fn subject(&self) -> String {
        format!("subscription {}", self.subscription.number)
    }

    pub(super) fn term(&self, id: TermId) -> Option<&BoughtTerm> {
        self.terms.iter().find(|t| t.id == id)
    }

    pub(super) fn quarters(&self, term: &BoughtTerm) -> Vec<Quarter> {
        quarters(self.subscription.anchor, self.subscription.term_months, term.index)
    }

    pub(super) fn quarter(&self, term: &BoughtTerm, number: u32) -> Option<Quarter> {
        self.quarters(term).into_iter().find(|q| q.number == number)
    }

    pub(super) fn of_term(&self, term: &BoughtTerm) -> String {
        format!("{}, term {}", self.subject(), term.index)
    }

    pub(super) fn of_reconciliation(&self, reconciliation: &Reconciliation) -> String {
        let index = self.term(reconciliation.term).map_or_else(|| "?".to_owned(), |t| t.index.to_string());
        format!("{}, term {index}, Q{}, reconciliation {}", self.subject(), reconciliation.quarter, reconciliation.id)
    }

    /// The attempts for one thing, in order.
    pub(super) fn attempts(&self, purpose: Purpose, subject: uuid::Uuid) -> impl Iterator<Item = &Attempt> {
        self.payments.iter().filter(move |a| a.payment.purpose == purpose && a.payment.subject == subject)
    }

    pub(super) fn is_being_charged(&self, purpose: Purpose, subject: uuid::Uuid) -> bool {
        self.attempts(purpose, subject).any(Attempt::is_open)
    }

    pub(super) fn was_charged(&self, purpose: Purpose, subject: uuid::Uuid) -> bool {
        self.attempts(purpose, subject).any(|a| a.has_succeeded)
    }

    pub(super) fn times_declined(&self, purpose: Purpose, subject: uuid::Uuid) -> usize {
        self.attempts(purpose, subject).filter(|a| a.was_declined).count()
    }

    /// The seats a term has had, one after another: those it began with first.
    pub(super) fn levels(&self, term: &BoughtTerm) -> Vec<i64> {
        let mut seats = term.base_seats;
        let added = self.changes(term.id).map(|change| {
            seats = seats.saturating_add(change.seats);
            seats
        });
        std::iter::once(term.base_seats).chain(added).collect()
    }

    pub(super) fn changes(&self, term: TermId) -> impl Iterator<Item = &SeatChange> {
        self.seat_changes.iter().filter(move |c| c.term == term)
    }

    pub(super) fn reconciliation(&self, id: ReconciliationId) -> Option<&Reconciliation> {
        self.reconciliations.iter().find(|s| s.id == id)
    }

    pub(super) fn order(&self, id: OrderId) -> Option<&Placed> {
        self.orders.iter().find(|p| p.order.id == id)
    }

    pub(super) fn document(&self, id: InvoiceId) -> Option<&IssuedDocument> {
        self.documents.iter().find(|d| d.invoice.id == id)
    }

    /// Whether a day that is due was worked here: what was due before it was opened was worked elsewhere.
    pub(super) fn was_worked(&self, due: Day) -> bool {
        due >= self.opened_at.date_naive() && self.worked_on.is_some_and(|worked| worked >= due)
    }
}

pub(super) fn day(day: Option<Day>) -> String {
    day.map_or_else(|| "nothing".to_owned(), |day| day.to_string())
}

pub(super) fn amount(money: Money) -> String {
    format!("{} {}", money.decimal(), money.currency.code())
}
