//! Invoices and credit notes: they add up, say what happened, are what they were when issued, and none is missing (R41).

use rust_decimal::Decimal;

use super::dossier::{Dossier, amount};
use super::facts::{Attempt, IssuedDocument};
use super::fault::{Faults, Kind};
use super::seats::order_of;
use crate::domain::calendar::{Day, months_between};
use crate::domain::ids::TermId;
use crate::domain::invoice::{
    Basis, InvoiceKind, InvoiceLine, LineKind, Sums, number, quarters_price, series, sums, term_price,
};
use crate::domain::late::seats_of;
use crate::domain::money::{Money, NotAnAmount};
use crate::domain::order::{OrderKind, OrderState};
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::ReconciliationState;
use crate::domain::renewal::RenewalState;
use crate::domain::true_up::{TrueUp, TrueUpKind};
use crate::domain::usage::overage;

pub(super) fn check(d: &Dossier, found: &mut Faults) {
    for document in &d.documents {
        form(d, document, found);
        for line in &document.invoice.lines {
            arithmetic(document, line, found);
        }
        match document.invoice.kind {
            InvoiceKind::CreditNote => credit(d, document, found),
            _ => about(d, document, found),
        }
        paid(d, document, found);
    }
    missing(d, found);
}

fn of(document: &IssuedDocument) -> String {
    format!("invoice {}", document.invoice.number)
}

fn form(d: &Dossier, document: &IssuedDocument, found: &mut Faults) {
    let (subject, invoice) = (of(document), &document.invoice);
    let due = number(&document.series, document.serial);
    found.unless(invoice.number == due, Kind::InvoiceNumber, &subject, || format!("its series and serial make {due}"));
    found.unless(document.series == series(invoice.issued_on), Kind::InvoiceNumber, &subject, || {
        format!("it is numbered in {}, and was issued on {}", document.series, invoice.issued_on)
    });
    found.unless(invoice.sums.total.currency == d.subscription.currency, Kind::Currency, &subject, || {
        format!("it is in {}", invoice.sums.total.currency.code())
    });
    let amounts = invoice.lines.iter().map(|line| line.amount);
    let due = sums(amounts, invoice.sums.net.currency, invoice.sums.tax_basis_points).ok();
    found.unless(due == Some(invoice.sums), Kind::InvoiceSums, &subject, || {
        let say = |s: Sums| {
            let (net, tax, total) = (amount(s.net), amount(s.tax), amount(s.total));
            format!("{net} net, {tax} tax and {total} in total")
        };
        format!("it says {}, and its lines make {}", say(invoice.sums), due.map_or_else(|| "no amount".to_owned(), say))
    });
    found.unless(!invoice.lines.is_empty(), Kind::InvoiceSums, &subject, || "it has no line".to_owned());
    found.unless(document.is_intact, Kind::InvoiceContent, &subject, || {
        "what it says is not what it was issued with: its hash does not fit".to_owned()
    });
}

/// A line's amount follows from its quantity and its basis; on a credit note both are below zero.
fn arithmetic(document: &IssuedDocument, line: &InvoiceLine, found: &mut Faults) {
    let is_credit = document.invoice.kind == InvoiceKind::CreditNote;
    let sign = if is_credit { -1 } else { 1 };
    let quantity = line.quantity.saturating_mul(sign);
    let fits = matches!(
        (line.kind, &line.basis),
        (LineKind::Purchase | LineKind::Renewal, Basis::Term { .. })
            | (LineKind::Reconciliation, Basis::Quarters { .. })
            | (LineKind::Seats, Basis::Days { .. })
            | (LineKind::TrueUp, Basis::TrueUp { .. })
    );
    found.unless(fits, Kind::InvoiceLine, of(document), || format!("its line for {} has another's basis", line.kind));
    let over = match line.basis {
        Basis::TrueUp { term_max, seats, .. } => overage(term_max, seats),
        _ => quantity,
    };
    found.unless(quantity == over, Kind::InvoiceLine, of(document), || {
        format!("its line for {} is for {quantity} users, and should be for {over}", line.kind)
    });
    let due = priced(quantity, line).map_or(0, |m| m.minor).saturating_mul(sign);
    found.unless(line.amount.minor == due, Kind::InvoiceLine, of(document), || {
        let (said, due) = (amount(line.amount), amount(Money::new(due, line.amount.currency)));
        format!("its line for {} costs {said}, and {} × {} make {due}", line.kind, line.quantity, amount(line.per_seat))
    });
}

fn priced(quantity: i64, line: &InvoiceLine) -> Result<Money, NotAnAmount> {
    match line.basis {
        Basis::Term { start, end } => term_price(quantity, line.per_seat, months_between(start, end)),
        Basis::TrueUp { months, credited, .. } => {
            let full = term_price(quantity, line.per_seat, months)?;
            Ok(Money::new(full.minor.saturating_sub(credited).max(0), full.currency))
        }
        Basis::Quarters { remaining, .. } => quarters_price(quantity, line.per_seat, 4_u32.saturating_sub(remaining)),
        Basis::Days { days, of, .. } => {
            let whole = Decimal::from(quantity).checked_mul(line.per_seat.decimal()).ok_or(NotAnAmount)?;
            let exact = whole.checked_mul(days.into()).ok_or(NotAnAmount)?;
            Money::round(exact.checked_div(of.into()).ok_or(NotAnAmount)?, line.per_seat.currency)
        }
    }
}

/// What a line is for: kind, quantity, price of a seat, amount.
type For = (LineKind, i64, Money, Money);

fn said(line: &InvoiceLine) -> For {
    (line.kind, line.quantity, line.per_seat, line.amount)
}

/// A document says what happened.
fn about(d: &Dossier, document: &IssuedDocument, found: &mut Faults) {
    let (subject, invoice) = (of(document), &document.invoice);
    found.unless(invoice.corrects.is_none(), Kind::CreditNote, &subject, || {
        "it is no credit note, and corrects one".to_owned()
    });
    let Some(due) = lines_due(d, document) else {
        let sentence = format!("it is for {} {}, and nothing of that kind was billed", invoice.kind, invoice.subject);
        found.note(Kind::InvoiceSubject, subject, sentence);
        return;
    };
    let lines: Vec<For> = invoice.lines.iter().map(said).collect();
    found.unless(lines == due, Kind::InvoiceSubject, &subject, || {
        let say = |lines: &[For]| {
            let one = |(kind, quantity, per_seat, whole): &For| {
                format!("{kind} {quantity} × {} = {}", amount(*per_seat), amount(*whole))
            };
            lines.iter().map(one).collect::<Vec<_>>().join(" and ")
        };
        format!("it says {}, and what it is for says {}", say(&lines), say(&due))
    });
    reconciled(d, document, found);
}

/// The lines a document should have; none if what it is for did not happen.
fn lines_due(d: &Dossier, document: &IssuedDocument) -> Option<Vec<For>> {
    let subject = document.invoice.subject;
    let true_up = |t: &TrueUp| {
        let kind = if t.kind == TrueUpKind::Late { LineKind::Reconciliation } else { LineKind::TrueUp };
        (kind, t.quantity, t.per_seat, t.amount)
    };
    // What is due on one day stands on one document.
    let beside =
        |term: TermId, on: Day| d.true_ups.iter().filter(move |t| t.term == term && t.due_on == on).map(true_up);
    match document.invoice.kind {
        InvoiceKind::Purchase => {
            let term = d.terms.iter().find(|t| t.id.0 == subject && t.index == 0)?;
            let amount = term_price(term.base_seats, term.per_seat, d.subscription.term_months).ok()?;
            Some(vec![(LineKind::Purchase, term.base_seats, term.per_seat, amount)])
        }
        InvoiceKind::Reconciliation => {
            let s = d.reconciliations.iter().find(|s| s.id.0 == subject)?;
            let is_billed = matches!(s.state, ReconciliationState::Charged | ReconciliationState::Invoiced);
            let line = |over, amount| (LineKind::Reconciliation, over, s.per_seat, amount);
            let own = (s.overage > 0).then(|| line(s.overage, s.own_amount()));
            is_billed.then(|| s.late.iter().map(|late| line(late.overage, late.amount)).chain(own).collect())
        }
        InvoiceKind::Renewal => {
            let r = d.renewals.iter().find(|r| r.id.0 == subject && r.next_term.is_some())?;
            let line = (LineKind::Renewal, r.seats, r.per_seat, r.amount);
            Some(std::iter::once(line).chain(beside(r.term, r.on)).collect())
        }
        InvoiceKind::TrueUp => {
            d.true_ups.iter().find(|t| t.id.0 == subject).map(|t| beside(t.term, t.due_on).collect())
        }
        InvoiceKind::Seats => {
            let order = d.orders.iter().map(|p| &p.order).find(|o| o.id.0 == subject && o.kind == OrderKind::Seats)?;
            let is_done = order.state == OrderState::Done;
            is_done.then(|| vec![(LineKind::Seats, order.seats, order.per_seat, order.amount)])
        }
        InvoiceKind::CreditNote => None,
    }
}

/// A reconciliation's line explains itself with the reconciliation's own numbers.
fn reconciled(d: &Dossier, document: &IssuedDocument, found: &mut Faults) {
    let Some(s) = d.reconciliations.iter().find(|s| s.id.0 == document.invoice.subject) else { return };
    for line in &document.invoice.lines {
        let Basis::Quarters { quarter, peak, seats, remaining, .. } = line.basis else { continue };
        let late = s.late.iter().find(|late| late.quarter == quarter);
        let own_seats = s.seats_before.saturating_add(seats_of(&s.late));
        let own = (s.quarter, s.peak.map_or(0, |p| p.billable), own_seats, s.remaining_quarters);
        let due = late.map_or(own, |late| (late.quarter, late.peak.billable, late.seats, late.remaining_quarters));
        found.unless((quarter, peak, seats, remaining) == due, Kind::InvoiceSubject, of(document), || {
            let (due_quarter, due_peak, due_seats, _) = due;
            format!(
                "its line explains Q{quarter} with {peak} users over {seats} seats, and the reconciliation Q{due_quarter} with \
                 {due_peak} over {due_seats}"
            )
        });
    }
}

/// A credit note is its invoice with every sign turned, and the only one (R41).
fn credit(d: &Dossier, note: &IssuedDocument, found: &mut Faults) {
    let (kind, subject, said) = (Kind::CreditNote, of(note), &note.invoice);
    let original = said.corrects.filter(|id| id.0 == said.subject).and_then(|id| d.document(id));
    let Some(original) = original.map(|o| &o.invoice) else {
        found.note(kind, subject, "it takes back no invoice of its subscription");
        return;
    };
    found.unless(original.kind != InvoiceKind::CreditNote, kind, &subject, || {
        format!("it takes back {}, which is a credit note itself", original.number)
    });
    let of_it = d.documents.iter().filter(|other| other.invoice.corrects == said.corrects).count();
    found.unless(of_it == 1, kind, &subject, || format!("{of_it} credit notes take {} back", original.number));
    let turned = |line: &InvoiceLine| {
        (
            line.kind,
            line.quantity.saturating_neg(),
            line.per_seat.minor,
            line.amount.minor.saturating_neg(),
            line.basis.clone(),
        )
    };
    let told =
        |line: &InvoiceLine| (line.kind, line.quantity, line.per_seat.minor, line.amount.minor, line.basis.clone());
    let mirrored = original.lines.iter().map(turned).eq(said.lines.iter().map(told));
    let sums = [
        (said.sums.net, original.sums.net),
        (said.sums.tax, original.sums.tax),
        (said.sums.total, original.sums.total),
    ];
    let turned =
        sums.iter().all(|(one, other)| one.currency == other.currency && one.minor == other.minor.saturating_neg());
    found.unless(mirrored && turned, kind, &subject, || {
        let (back, of) = (amount(said.sums.total), amount(original.sums.total));
        format!("it gives {back} for {}, which was {of}, and is not its mirror", original.number)
    });
}

/// Who paid an invoice by card paid for what it is about, and nothing else with the same charge.
fn paid(d: &Dossier, document: &IssuedDocument, found: &mut Faults) {
    let (kind, subject, invoice) = (Kind::InvoicePayment, of(document), &document.invoice);
    let Some(by) = document.paid else { return };
    found.unless(invoice.kind != InvoiceKind::CreditNote, kind, &subject, || {
        "it is a credit note, and marked as paid".to_owned()
    });
    let Some(id) = by else { return };
    let Some(attempt) = d.payments.iter().find(|a| a.payment.id == id) else {
        found.note(kind, subject, format!("payment {id} is for another subscription"));
        return;
    };
    found.unless(attempt.has_succeeded, kind, &subject, || format!("payment {id} has not succeeded"));
    found.unless(is_for(d, attempt, document), kind, &subject, || {
        format!("payment {id} was for {} {}", attempt.payment.purpose, attempt.payment.subject)
    });
    let paid = d.documents.iter().filter(|other| other.paid == Some(Some(id))).count();
    found.unless(paid == 1, kind, &subject, || format!("payment {id} pays {paid} invoices"));
}

fn is_for(d: &Dossier, attempt: &Attempt, document: &IssuedDocument) -> bool {
    let (paid, invoice) = (&attempt.payment, &document.invoice);
    let same = paid.subject == invoice.subject;
    match (paid.purpose, invoice.kind) {
        (Purpose::Reconciliation, InvoiceKind::Reconciliation)
        | (Purpose::Renewal, InvoiceKind::Renewal)
        | (Purpose::TrueUp, InvoiceKind::TrueUp)
        | (Purpose::Order, InvoiceKind::Seats) => same,
        (Purpose::Order, InvoiceKind::Renewal) => {
            let order = d.orders.iter().map(|p| &p.order).find(|o| o.id.0 == paid.subject);
            let renewal = d.renewals.iter().find(|r| r.id.0 == invoice.subject);
            order.zip(renewal).is_some_and(|(order, renewal)| order.term == renewal.term)
        }
        _ => false,
    }
}

/// Whatever is billed has its invoice: with a card's payment where a card was charged.
fn missing(d: &Dossier, found: &mut Faults) {
    let mut due: Vec<(InvoiceKind, uuid::Uuid, String, bool)> = Vec::new();
    let first = d.terms.iter().filter(|t| t.index == 0);
    due.extend(first.map(|t| (InvoiceKind::Purchase, t.id.0, d.of_term(t), false)));
    for s in &d.reconciliations {
        let by_card = s.state == ReconciliationState::Charged;
        if by_card || s.state == ReconciliationState::Invoiced {
            due.push((InvoiceKind::Reconciliation, s.id.0, d.of_reconciliation(s), by_card));
        }
    }
    for r in d.renewals.iter().filter(|r| r.next_term.is_some()) {
        let by_card = r.state == RenewalState::Charged;
        due.push((InvoiceKind::Renewal, r.id.0, format!("{}, renewal {}", d.subject(), r.id), by_card));
    }
    for order in d.orders.iter().map(|p| &p.order) {
        if order.kind == OrderKind::Seats && order.state == OrderState::Done {
            let by_card = d.was_charged(Purpose::Order, order.id.0);
            due.push((InvoiceKind::Seats, order.id.0, order_of(d, order.id), by_card));
        }
    }
    for (kind, id, subject, by_card) in due {
        let issued =
            d.documents.iter().find(|document| document.invoice.kind == kind && document.invoice.subject == id);
        let Some(document) = issued else {
            found.note(Kind::InvoiceMissing, subject, "it has no invoice");
            continue;
        };
        let is_paid = matches!(document.paid, Some(Some(_)));
        found.unless(is_paid == by_card, Kind::InvoicePayment, of(document), || {
            let (was, is) = (if by_card { "was" } else { "was not" }, if is_paid { "is" } else { "is not" });
            format!("a card {was} charged for what it is for, and it {is} paid by one")
        });
    }
}
