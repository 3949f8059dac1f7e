//! What a term owes at its end beyond its quarters (R18): counted once, billed with the renewal or alone.

use serde_json::json;

use super::charges::Charge;
use crate::actions::case::Case;
use crate::actions::invoices::{Bill, CardPayment};
use crate::actions::work::{Work, fitting};
use crate::actions::{Done, or_missing};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Term, days_after, midnight};
use crate::domain::ids::{AccountId, SubscriptionId, TrueUpId};
use crate::domain::instance::Instance;
use crate::domain::invoice::{Basis, InvoiceKind, Line, LineKind, term_price};
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::{BillingMode, Reason, Settlement, SettlementState};
use crate::domain::subscription::BoughtTerm;
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
    let subscription = or_missing(store::subscriptions::find(c, account, id)?)?;
    let case = Case::load(c, subscription)?;
    match case.terms.last() {
        Some(term) => annual_true_up(c, &case, term, today),
        None => Ok(None),
    }
}

/// The true-up of an annual term as of today; none of a quarterly one.
pub(super) fn annual_true_up(c: &mut Conn<'_>, case: &Case, term: &BoughtTerm, today: Day) -> Done<Option<TrueUp>> {
    let due = match term.mode {
        BillingMode::Annual => KnownTerm { case, term, known_by: days_after(today, 1) }.true_up(c)?,
        BillingMode::Quarterly => None,
    };
    Ok(due.map(|due| TrueUp { due_on: today, ..due }))
}

/// A term, by what was known of it before a day.
#[derive(Clone, Copy)]
pub(super) struct KnownTerm<'a> {
    pub(super) case: &'a Case,
    pub(super) term: &'a BoughtTerm,
    pub(super) known_by: Day,
}

impl KnownTerm<'_> {
    /// What is due (R18); none if nothing is. On the annual true-up: the most users of the term above its seats, without the
    /// quarters staff let go. Billed quarterly: the most users of quarters that could not be settled then. A seat is paid
    /// once.
    pub(super) fn true_up(self, c: &mut Conn<'_>) -> Done<Option<TrueUp>> {
        let Self { case, term, known_by } = self;
        if !case.is_direct() || !case.subscription.tier.is_paid() {
            return Ok(None);
        }
        let is_waived = |s: &Settlement| s.state == SettlementState::Waived;
        let has_waived = case.settlements.iter().any(|s| s.term == term.id && is_waived(s));
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
        let mut users = Vec::new();
        for instance in self.case.instances(c)?.into_iter().filter(Instance::counts) {
            let counted = store::usage::highest(c, instance.id, span, known_by)?;
            let told = store::usage::told(c, instance.id, span, known_by)?;
            users.extend([counted, told].into_iter().flatten().map(|peak| peak.billable).max());
        }
        Ok(self.case.product.policy.several_instances.of_users(users.into_iter()).unwrap_or(0))
    }

    /// The most users of the quarters with such a settlement, or without any.
    fn most_of_quarters(self, c: &mut Conn<'_>, counts: impl Fn(Option<&Settlement>) -> bool) -> Done<i64> {
        let Self { case, term, known_by } = self;
        let instances = case.instances(c)?;
        let mut most = 0;
        for quarter in case.quarters(term) {
            if counts(case.settlement(term, quarter.number)) {
                let peak = case.peak(c, &instances, term, quarter, midnight(known_by))?;
                most = most.max(peak.map_or(0, |p| p.billable));
            }
        }
        Ok(most)
    }
}

pub(super) fn true_up_line(term: &BoughtTerm, due: &TrueUp) -> Line {
    Line {
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
        store::renewals::insert_true_up(self.tx, self.case.subscription.id, due, self.ctx.now)?;
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
            has_letter: true,
        };
        self.issue_invoice(bill).map(drop)
    }
}
