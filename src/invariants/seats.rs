//! Terms follow each other without gap or overlap; their seats only rise, by what somebody paid for; their licenses say so.

use super::dossier::Dossier;
use super::facts::is_before;
use super::fault::{Faults, Kind};
use crate::domain::calendar::Term;
use crate::domain::license::License;
use crate::domain::order::{OrderKind, OrderState};
use crate::domain::reconciliation::{ReconciliationState, SeatCause};
use crate::domain::subscription::BoughtTerm;

pub(super) fn check(d: &Dossier, found: &mut Faults) {
    found.unless(!d.terms.is_empty(), Kind::TermSpan, d.subject(), || "it has no term".to_owned());
    for (position, term) in (0_u32..).zip(&d.terms) {
        span(d, term, position, found);
        seats(d, term, found);
        licenses(d, term, found);
        counts(d, term, found);
    }
    paid_for(d, found);
}

fn span(d: &Dossier, term: &BoughtTerm, position: u32, found: &mut Faults) {
    let subject = d.of_term(term);
    found.unless(term.index == position, Kind::TermSpan, &subject, || format!("it is the term with index {position}"));
    let due = Term::of(d.subscription.anchor, d.subscription.term_months, term.index);
    found.unless(term.span == due, Kind::TermSpan, &subject, || {
        format!("it is from {} to {}, and should be from {} to {}", term.span.start, term.span.end, due.start, due.end)
    });
    found.unless(term.per_seat.currency == d.subscription.currency, Kind::Currency, &subject, || {
        format!("its price is in {}", term.per_seat.currency.code())
    });
}

fn seats(d: &Dossier, term: &BoughtTerm, found: &mut Faults) {
    let subject = d.of_term(term);
    let levels = d.levels(term);
    let due = levels.last().copied().unwrap_or(term.base_seats);
    found.unless(term.seats == due, Kind::TermSeats, &subject, || {
        let added = due.saturating_sub(term.base_seats);
        format!("it has {} seats, and began with {} and {added} were added", term.seats, term.base_seats)
    });
    found.unless(term.seats >= term.base_seats, Kind::SeatsFell, &subject, || {
        format!("it has {} seats, and began with {}", term.seats, term.base_seats)
    });
    let issued: Vec<&License> = d.licenses.iter().filter(|l| l.term == term.id).collect();
    for (one, next) in issued.iter().zip(issued.iter().skip(1)) {
        found.unless(next.seats >= one.seats, Kind::SeatsFell, &subject, || {
            format!(
                "license {} permits {} users, and the one after it, {}, only {}",
                one.id, one.seats, next.id, next.seats
            )
        });
    }
}

/// Whatever raised seats did so once, and was paid for.
fn paid_for(d: &Dossier, found: &mut Faults) {
    for change in &d.seat_changes {
        let (is_paid, seats) = match change.cause {
            SeatCause::Bought(id) => d.order(id).map_or((false, 0), |placed| {
                let order = &placed.order;
                let is_done = order.state == OrderState::Done && order.kind == OrderKind::Seats;
                (is_done && order.term == change.term, order.seats)
            }),
            SeatCause::Reconciled(id) => d.reconciliation(id).map_or((false, 0), |s| {
                let is_billed = matches!(s.state, ReconciliationState::Charged | ReconciliationState::Invoiced);
                let from = d.term(s.term).and_then(|term| d.quarter(term, s.quarter)).map(|q| q.span.end);
                (is_billed && s.term == change.term && from == Some(change.effective_on), s.seats_added())
            }),
        };
        let subject = format!("{}, seat change {}", d.subject(), change.id);
        found.unless(is_paid, Kind::TermSeats, &subject, || {
            format!("{} seats were added by something that was not billed for that term and day", change.seats)
        });
        found.unless(!is_paid || seats == change.seats, Kind::TermSeats, &subject, || {
            format!("{} seats were added, and {seats} were billed", change.seats)
        });
    }
    let has_raised = |cause: SeatCause| d.seat_changes.iter().filter(|c| c.cause == cause).count() == 1;
    for reconciliation in &d.reconciliations {
        let is_billed = matches!(reconciliation.state, ReconciliationState::Charged | ReconciliationState::Invoiced);
        let holds = !is_billed || has_raised(SeatCause::Reconciled(reconciliation.id));
        found.unless(holds, Kind::TermSeats, d.of_reconciliation(reconciliation), || {
            format!("{} seats were billed, and not added to the term", reconciliation.seats_added())
        });
    }
    for placed in d.orders.iter().filter(|p| p.order.kind == OrderKind::Seats && p.order.state == OrderState::Done) {
        let order = &placed.order;
        found.unless(has_raised(SeatCause::Bought(order.id)), Kind::TermSeats, order_of(d, order.id), || {
            format!("{} seats were bought, and not added to the term", order.seats)
        });
    }
}

pub(super) fn order_of(d: &Dossier, id: crate::domain::ids::OrderId) -> String {
    format!("{}, order {id}", d.subject())
}

/// A license for the seats a term began with, and one for each time they rose.
fn licenses(d: &Dossier, term: &BoughtTerm, found: &mut Faults) {
    let subject = d.of_term(term);
    let (levels, issued) = (d.levels(term), d.licenses.iter().filter(|l| l.term == term.id));
    let issued: Vec<&License> = issued.collect();
    found.unless(issued.len() == levels.len(), Kind::License, &subject, || {
        format!("it has {} licenses, and should have {}", issued.len(), levels.len())
    });
    for (license, seats) in issued.iter().zip(&levels) {
        let subject = format!("{subject}, license {}", license.id);
        found.unless(license.span == term.span, Kind::License, &subject, || {
            format!("it is from {} to {}, and its term is not", license.span.start, license.span.end)
        });
        found.unless(license.seats == *seats, Kind::License, &subject, || {
            format!("it permits {} users, and the term had {seats} seats then", license.seats)
        });
    }
}

/// What a license tells of the term before (S2): its seats when the term was bought, and who was trued up then.
fn counts(d: &Dossier, term: &BoughtTerm, found: &mut Faults) {
    let issued = || d.licenses.iter().filter(|l| l.term == term.id);
    let Some(first) = issued().next() else { return };
    let previous = term.index.checked_sub(1).and_then(|index| d.terms.iter().find(|t| t.index == index));
    let due = previous.map(|previous| {
        let before = d.changes(previous.id).filter(|change| !is_before(first.id, change.id)).map(|c| c.seats);
        let seats = before.fold(previous.base_seats, i64::saturating_add);
        // What is trued up after the next term was bought stands on an invoice of its own.
        let due = d.true_ups.iter().filter(|t| t.term == previous.id && t.id.0 < first.id.0);
        (seats, due.map(|t| t.quantity).fold(0, i64::saturating_add))
    });
    for license in issued() {
        let told = (license.previous_seats, license.true_up);
        let due = (due.map(|(seats, _)| seats), due.map(|(_, users)| users));
        let subject = format!("{}, license {}", d.of_term(term), license.id);
        found.unless(told == due, Kind::LicenseCounts, subject, || {
            let say = |(seats, users): (Option<i64>, Option<i64>)| match (seats, users) {
                (None, None) => "nothing of a term before".to_owned(),
                _ => format!("{} previous users and {} trued up", seats.unwrap_or(0), users.unwrap_or(0)),
            };
            format!("it tells {}, and should tell {}", say(told), say(due))
        });
    }
}
