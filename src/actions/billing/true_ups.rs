//! What a term owes at its end beyond its quarters (R18): counted once, billed with the renewal or alone.

use serde_json::json;

use super::charges::Charge;
use crate::actions::invoices::{Bill, CardPayment};
use crate::actions::work::{Work, fitting};
use crate::actions::{Done, or_missing};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Term, days_after, midnight};
use crate::domain::ids::{AccountId, SubscriptionId, TrueUpId};
use crate::domain::invoice::{Basis, InvoiceKind, InvoiceLine, LineKind, term_price};
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::{BillingMode, Reason, Reconciliation, ReconciliationState};
use crate::domain::subscription::{BoughtTerm, Contract};
use crate::domain::true_up::TrueUp;
use crate::domain::usage::overage;
use crate::mail::messages::InvoiceAbout;
use crate::store::{self, Conn};

/// What of an annual term would be trued up with the next one, were that bought today (R18, S2): the same for the page
/// and for the order. It is about the last term bought; none if nothing is due, or it is billed quarterly.
///
/// # Errors
/// Missing.
pub fn quote_true_up(c: &mut Conn<'_>, account: AccountId, id: SubscriptionId, today: Day) -> Done<Option<TrueUp>> {
    let contract = or_missing(store::contracts::find_billed(c, account, id)?)?;
    match contract.terms.last() {
        Some(term) => annual_true_up(c, &contract, term, today),
        None => Ok(None),
    }
}

/// The true-up of an annual term as of today; none of a quarterly one.
pub(super) fn annual_true_up(
    c: &mut Conn<'_>,
    contract: &Contract,
    term: &BoughtTerm,
    today: Day,
) -> Done<Option<TrueUp>> {
    let due = match term.mode {
        BillingMode::Annual => KnownTerm { contract, term, known_by: days_after(today, 1) }.true_up(c)?,
        BillingMode::Quarterly => None,
    };
    Ok(due.map(|due| TrueUp { due_on: today, ..due }))
}

/// A term, by what was known of it before a day.
#[derive(Clone, Copy)]
pub(super) struct KnownTerm<'a> {
    pub(super) contract: &'a Contract,
    pub(super) term: &'a BoughtTerm,
    pub(super) known_by: Day,
}

impl KnownTerm<'_> {
    /// What is due (R18); none if nothing is. On the annual true-up: the most users of the term above its seats, without the
    /// quarters staff waived. Billed quarterly: the most users of quarters that could not be reconciled then. A seat is paid
    /// once.
    pub(super) fn true_up(self, c: &mut Conn<'_>) -> Done<Option<TrueUp>> {
        let Self { contract, term, known_by } = self;
        if !contract.is_direct() || !contract.subscription.tier.is_paid() {
            return Ok(None);
        }
        let is_waived = |s: &Reconciliation| s.state == ReconciliationState::Waived;
        let has_waived = contract.reconciliations.iter().any(|s| s.term == term.id && is_waived(s));
        let term_max = match term.mode {
            BillingMode::Annual if !has_waived => self.most_users(c)?,
            BillingMode::Annual => self.most_of_quarters(c, |s| !s.is_some_and(is_waived))?,
            BillingMode::Quarterly => {
                self.most_of_quarters(c, |s| s.and_then(|s| s.reason).is_some_and(Reason::is_trued_up))?
            }
        };
        let quantity = overage(term_max, term.seats);
        if quantity == 0 {
            return Ok(None);
        }
        Ok(Some(TrueUp {
            id: TrueUpId::new(),
            term: term.id,
            term_max,
            seats: term.seats,
            quantity,
            per_seat: term.per_seat,
            amount: fitting(term_price(quantity, term.per_seat))?,
            due_on: known_by,
        }))
    }

    /// The most users of the whole term: its days, and the term-wide maxima its reports told.
    fn most_users(self, c: &mut Conn<'_>) -> Done<i64> {
        let span = Term { end: self.term.span.end.min(self.known_by), ..self.term.span };
        let known_by = midnight(self.known_by);
        let Contract { account, subscription, product, .. } = self.contract;
        let most = store::usage::most_users(c, subscription.id, span, known_by)?;
        let instances = store::instances::list(c, account.id, subscription.id)?;
        let users = instances.iter().filter(|i| i.counts()).filter_map(|i| most.get(&i.id).copied());
        Ok(product.policy.several_instances.of_users(users).unwrap_or(0))
    }

    /// The most users of the quarters with such a reconciliation, or without any.
    fn most_of_quarters(self, c: &mut Conn<'_>, counts: impl Fn(Option<&Reconciliation>) -> bool) -> Done<i64> {
        let Self { contract, term, known_by } = self;
        let counted =
            Contract { counts: store::contracts::counts(c, contract, midnight(known_by))?, ..contract.clone() };
        let quarters = counted.quarters_of(term).into_iter();
        let quarters = quarters.filter(|quarter| counts(counted.reconciliation(term, quarter.number)));
        Ok(quarters.filter_map(|quarter| counted.peak(term, quarter)).map(|peak| peak.billable).max().unwrap_or(0))
    }
}

pub(super) fn true_up_line(term: &BoughtTerm, due: &TrueUp) -> InvoiceLine {
    InvoiceLine {
        kind: LineKind::TrueUp,
        quantity: due.quantity,
        per_seat: due.per_seat,
        amount: due.amount,
        basis: Basis::TrueUp { start: term.span.start, end: term.span.end, term_max: due.term_max, seats: due.seats },
    }
}

impl Work<'_, '_> {
    /// Keeps what is due of a term.
    pub(super) fn keep_true_up(&mut self, due: &TrueUp) -> Done<()> {
        store::renewals::insert_true_up(self.tx, self.contract.subscription.id, due, self.ctx.now)?;
        let after = json!({
            "term_max": due.term_max, "seats": due.seats, "quantity": due.quantity,
            "amount_minor": due.amount.minor, "currency": due.amount.currency.code(),
        });
        self.note(Event::TrueUpBilled, None, Some(after))
    }

    /// Bills a true-up where nothing is renewed: by the card on file, or by invoice.
    pub(super) fn bill_true_up_alone(&mut self, term: &BoughtTerm, due: &TrueUp) -> Done<()> {
        let (purpose, subject, due_on) = (Purpose::TrueUp, due.id.0, self.ctx.today());
        match self.begin_charge(&Charge { purpose, subject, net: due.amount, due_on })? {
            true => Ok(()),
            false => self.invoice_true_up(term, due, None),
        }
    }

    /// Issues the invoice of a true-up that stands alone.
    pub(super) fn invoice_true_up(&mut self, term: &BoughtTerm, due: &TrueUp, paid: Option<CardPayment>) -> Done<()> {
        let bill = Bill {
            kind: InvoiceKind::TrueUp,
            subject: due.id.0,
            lines: vec![true_up_line(term, due)],
            about: InvoiceAbout::TrueUp,
            paid,
            has_email: true,
        };
        self.issue_invoice(bill).map(drop)
    }
}
