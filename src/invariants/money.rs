//! Every charge is for one thing, once, and for what that costs (R13, R14, R21).

use std::collections::BTreeSet;

use super::dossier::{Dossier, amount};
use super::facts::Attempt;
use super::fault::{Faults, Kind};
use super::renewals::{is_trued_up_with, with_true_up};
use crate::domain::invoice::sums;
use crate::domain::money::Money;
use crate::domain::order::OrderState;
use crate::domain::payment::{Payment, Purpose};
use crate::domain::reconciliation::ReconciliationState;
use crate::domain::renewal::RenewalState;

pub(super) fn check(d: &Dossier, found: &mut Faults) {
    let subjects: BTreeSet<(&str, uuid::Uuid)> =
        d.payments.iter().map(|a| (a.payment.purpose.as_str(), a.payment.subject)).collect();
    for (purpose, subject) in subjects {
        let of = d.payments.iter().filter(|a| a.payment.purpose.as_str() == purpose && a.payment.subject == subject);
        attempts(d, purpose, subject, of, found);
    }
    for attempt in &d.payments {
        outcome(d, attempt, found);
        costs(d, attempt, found);
    }
}

/// At most one attempt that is under way or has come to money, and it is the last.
fn attempts<'a>(
    d: &Dossier,
    purpose: &str,
    subject: uuid::Uuid,
    of: impl Iterator<Item = &'a Attempt>,
    found: &mut Faults,
) {
    let of: Vec<&Attempt> = of.collect();
    let name = format!("{}, payments for {purpose} {subject}", d.subject());
    let alive = of.iter().filter(|a| !a.was_declined).count();
    found.unless(alive < 2, Kind::PaymentTwice, &name, || {
        format!("{alive} of them are under way or have come to money")
    });
    let numbers: Vec<i64> = of.iter().map(|a| a.payment.attempt).collect();
    let due: Vec<i64> = (1..).take(of.len()).collect();
    found.unless(numbers == due, Kind::Payment, &name, || format!("they are numbered {numbers:?}"));
    let is_last = of.iter().rev().skip(1).all(|a| a.was_declined);
    found.unless(is_last || alive > 1, Kind::Payment, &name, || {
        "another attempt followed one that was not declined".to_owned()
    });
}

fn of_payment(d: &Dossier, payment: &Payment) -> String {
    format!("{}, payment {}", d.subject(), payment.id)
}

/// How a charge ended is how its subject stands.
fn outcome(d: &Dossier, a: &Attempt, found: &mut Faults) {
    let subject = of_payment(d, &a.payment);
    found.unless(!(a.has_succeeded && a.was_declined), Kind::Payment, &subject, || {
        "it has succeeded and was declined".to_owned()
    });
    found.unless(a.has_reference == a.has_succeeded, Kind::Payment, &subject, || {
        "a reference of the provider has what has succeeded, and nothing else".to_owned()
    });
    let stands = match a.payment.purpose {
        Purpose::Reconciliation => d.reconciliations.iter().find(|s| s.id.0 == a.payment.subject).map(|s| {
            let waits = matches!(s.state, ReconciliationState::Notified | ReconciliationState::PaymentFailed);
            (s.state.as_str(), s.state == ReconciliationState::Charged, waits)
        }),
        Purpose::Renewal => d
            .renewals
            .iter()
            .find(|r| r.id.0 == a.payment.subject)
            .map(|r| (r.state.as_str(), r.state == RenewalState::Charged, r.state == RenewalState::Pending)),
        Purpose::Order => d
            .orders
            .iter()
            .map(|p| &p.order)
            .find(|o| o.id.0 == a.payment.subject)
            .map(|o| (o.state.as_str(), o.state == OrderState::Done, o.state == OrderState::Pending)),
        // It has no state of its own but its invoice, which is looked at there.
        Purpose::TrueUp => d.true_ups.iter().find(|t| t.id.0 == a.payment.subject).map(|_| ("due", true, true)),
    };
    let Some((state, is_paid, waits)) = stands else {
        let sentence = format!("there is no {} {} it could be for", a.payment.purpose, a.payment.subject);
        found.note(Kind::Payment, subject, sentence);
        return;
    };
    found.unless(is_paid || !a.has_succeeded, Kind::Payment, &subject, || {
        format!("it has succeeded, and what it is for is {state}")
    });
    found.unless(waits || !a.is_open(), Kind::Payment, &subject, || {
        format!("it is under way, and what it is for is {state}")
    });
}

/// A charge is for what its invoice says, or as long as it is under way, for what its subject costs with tax.
fn costs(d: &Dossier, a: &Attempt, found: &mut Faults) {
    let payment = &a.payment;
    let subject = of_payment(d, payment);
    found.unless(payment.amount.currency == d.subscription.currency, Kind::Currency, &subject, || {
        format!("it is in {}", payment.amount.currency.code())
    });
    let due = if a.has_succeeded {
        let paid = d.documents.iter().find(|document| document.paid == Some(Some(payment.id)));
        let Some(paid) = paid else {
            found.note(Kind::Payment, subject, "it has succeeded, and no invoice was paid by it");
            return;
        };
        Some(paid.invoice.sums.total)
    } else {
        net(d, payment).filter(|_| a.is_open()).and_then(|net| {
            sums(std::iter::once(net), net.currency, d.account.tax_basis_points).ok().map(|sums| sums.total)
        })
    };
    let Some(due) = due else { return };
    found.unless(payment.amount == due, Kind::PaymentAmount, &subject, || {
        format!("it is for {}, and what it is for costs {}", amount(payment.amount), amount(due))
    });
}

fn net(d: &Dossier, payment: &Payment) -> Option<Money> {
    match payment.purpose {
        Purpose::Reconciliation => d.reconciliations.iter().find(|s| s.id.0 == payment.subject).map(|s| s.amount),
        Purpose::TrueUp => {
            let due = d.true_ups.iter().find(|t| t.id.0 == payment.subject)?;
            Some(Money::new(with_true_up(d, d.term(due.term)?, due.due_on), due.amount.currency))
        }
        Purpose::Renewal => {
            let renewal = d.renewals.iter().find(|r| r.id.0 == payment.subject)?;
            let minor = renewal.amount.minor.saturating_add(with_true_up(d, d.term(renewal.term)?, renewal.on));
            Some(Money::new(minor, renewal.amount.currency))
        }
        Purpose::Order => {
            let order = d.orders.iter().map(|p| &p.order).find(|o| o.id.0 == payment.subject)?;
            let term = d.term(order.term)?;
            let beside = match d.orders.iter().find(|p| p.order.id == order.id) {
                Some(placed) if is_trued_up_with(order, term) => with_true_up(d, term, placed.at.date_naive()),
                _ => 0,
            };
            Some(Money::new(order.amount.minor.saturating_add(beside), order.amount.currency))
        }
    }
}
