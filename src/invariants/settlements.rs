//! Each quarter that is over ends in one state that can be seen, and what it costs follows from its counts (R5–R16).

use super::dossier::{Dossier, amount};
use super::fault::{Faults, Kind};
use crate::domain::audit::Event;
use crate::domain::calendar::Quarter;
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::{
    BillingMode, DisputeOutcome, Reason, SeatCause, Settlement, SettlementState, price,
};
use crate::domain::subscription::BoughtTerm;
use crate::domain::usage::overage;

pub(super) fn check(d: &Dossier, found: &mut Faults) {
    missing(d, found);
    for settlement in &d.settlements {
        let place = d.term(settlement.term).and_then(|term| Some((term, d.quarter(term, settlement.quarter)?)));
        let Some((term, quarter)) = place else {
            let sentence = "there is no such quarter in the terms of its subscription";
            found.note(Kind::SettlementTwice, d.of_settlement(settlement), sentence);
            continue;
        };
        arithmetic(d, term, quarter, settlement, found);
        levels(d, term, settlement, found);
        state(d, quarter, settlement, found);
        reason(d, term, quarter, settlement, found);
        peak(d, quarter, settlement, found);
        objections(d, settlement, found);
    }
    holds(d, found);
}

/// Every quarter whose last day to be settled was worked has a settlement, and one alone.
fn missing(d: &Dossier, found: &mut Faults) {
    for term in &d.terms {
        for quarter in d.quarters(term) {
            let of: Vec<&Settlement> =
                d.settlements.iter().filter(|s| s.term == term.id && s.quarter == quarter.number).collect();
            let subject = format!("{}, Q{}", d.of_term(term), quarter.number);
            found.unless(of.len() < 2, Kind::SettlementTwice, &subject, || format!("it has {} settlements", of.len()));
            let policy = &d.product.policy;
            let due = if quarter.is_last { term.span.end } else { policy.settled_at_last_on(quarter) };
            let is_settled = of.iter().any(|s| s.state != SettlementState::Open);
            found.unless(is_settled || !d.was_worked(due), Kind::SettlementMissing, &subject, || {
                format!("it was due to be settled on {due}, and is not")
            });
        }
    }
}

const fn is_billed(settlement: &Settlement) -> bool {
    matches!(settlement.state, SettlementState::Charged | SettlementState::Invoiced)
}

/// Whether it was told: what was skipped because of an objection may be let go later without ever being told.
fn was_told(s: &Settlement) -> bool {
    match s.state {
        SettlementState::Open | SettlementState::Skipped => false,
        SettlementState::Waived => s.notified_on.is_some(),
        _ => true,
    }
}

/// R6–R8: overage × annual price × remaining quarters ÷ 4.
fn arithmetic(d: &Dossier, term: &BoughtTerm, quarter: Quarter, s: &Settlement, found: &mut Faults) {
    let (kind, subject) = (Kind::SettlementAmount, d.of_settlement(s));
    found.unless(s.amount.currency == term.per_seat.currency, Kind::Currency, &subject, || {
        format!("it is in {}, and its term in {}", s.amount.currency.code(), term.per_seat.currency.code())
    });
    found.unless(s.per_seat.minor == term.per_seat.minor, kind, &subject, || {
        format!("a seat costs {} in it, and {} in its term", amount(s.per_seat), amount(term.per_seat))
    });
    found.unless(s.remaining_quarters == quarter.remaining(), kind, &subject, || {
        format!("{} quarters remain in it, and {} after the quarter", s.remaining_quarters, quarter.remaining())
    });
    let users = s.peak.map_or(0, |p| p.billable);
    let seats = seats_when_charged(d, s);
    let over = if s.state == SettlementState::Open { 0 } else { overage(users, seats) };
    // Charged after its term, it leaves out who was trued up at the end (R18).
    let trued_up = d.true_ups.iter().filter(|t| t.term == s.term).map(|t| t.quantity).sum::<i64>();
    let is_late = trued_up > 0 && s.overage == overage(users, seats.saturating_add(trued_up));
    found.unless(s.overage == over || is_late, kind, &subject, || {
        format!("its overage is {}, and {users} users over {seats} seats are {over}", s.overage)
    });
    let due = match s.state {
        _ if !was_told(s) => 0,
        _ => price(s.overage, s.per_seat, s.quarter).map_or(-1, |due| due.minor),
    };
    found.unless(s.amount.minor == due, kind, &subject, || {
        let what = format!("{} × {} × {} of 4 quarters", s.overage, amount(s.per_seat), s.remaining_quarters);
        let due = amount(crate::domain::money::Money::new(due, s.amount.currency));
        format!("it costs {}, and {what}, while {}, are {due}", amount(s.amount), s.state)
    });
}

/// The seats its overage was computed over: what was bought while the card was being charged came later (R6).
fn seats_when_charged(d: &Dossier, s: &Settlement) -> i64 {
    let own = d.seat_changes.iter().find(|c| c.cause == SeatCause::Reconciled(s.id));
    let begun = d.attempts(Purpose::Settlement, s.id.0).find(|a| a.has_succeeded).map(|a| a.payment.id);
    let (Some(own), Some(begun)) = (own, begun) else { return s.seats_before };
    let meanwhile = d.changes(s.term).filter(|c| c.id.0 > begun.0 && c.id < own.id).map(|c| c.seats);
    meanwhile.fold(s.seats_before, i64::saturating_sub)
}

/// R6, R9: seats before and after are the term's at that time, and rise by the overage only when it is billed.
fn levels(d: &Dossier, term: &BoughtTerm, s: &Settlement, found: &mut Faults) {
    let (kind, subject) = (Kind::SettlementSeats, d.of_settlement(s));
    let levels = d.levels(term);
    let own = d.changes(term.id).position(|c| c.cause == SeatCause::Reconciled(s.id));
    let at = |position: Option<usize>| position.and_then(|position| levels.get(position)).copied();
    let is_known = match own {
        Some(position) => at(Some(position)) == Some(s.seats_before),
        None => levels.contains(&s.seats_before),
    };
    found.unless(is_known, kind, &subject, || {
        format!("its term had {} seats before it, as it says, at no such time", s.seats_before)
    });
    let due = if is_billed(s) { s.seats_before.saturating_add(s.overage) } else { s.seats_before };
    let holds = match s.state {
        // Seats may have been bought between the last try and its end.
        SettlementState::RevertedToTrueUp => levels.contains(&s.seats_after),
        _ => s.seats_after == due,
    };
    found.unless(holds, kind, &subject, || {
        format!("its term has {} seats after it, as it says, and should have {due}", s.seats_after)
    });
    found.unless(s.seats_after >= s.seats_before, Kind::SeatsFell, &subject, || {
        format!("seats fell from {} to {}", s.seats_before, s.seats_after)
    });
}

/// What each state has and has not.
fn state(d: &Dossier, quarter: Quarter, s: &Settlement, found: &mut Faults) {
    use SettlementState::{
        Charged, Disputed, Invoiced, Notified, Open, PaymentFailed, RevertedToTrueUp, Skipped, Superseded, Waived,
    };
    let subject = d.of_settlement(s);
    let mut must = |holds: bool, what: &str| {
        found.unless(holds, Kind::SettlementState, &subject, || format!("it is {}, and {what}", s.state));
    };
    let was_told = was_told(s);
    let is_charging = d.is_being_charged(Purpose::Settlement, s.id.0);
    let declined = d.times_declined(Purpose::Settlement, s.id.0) > 0;
    must(s.reason.is_some() == (s.state == Skipped), "a reason has what was skipped, and nothing else");
    must(s.notified_on.is_some() == was_told, "a day of its notice has what was told, and nothing else");
    let is_due = was_told || s.state == Open;
    must(s.charged_on.is_some() == is_billed(s), "a day it was billed has what was billed, and nothing else");
    must(s.first_charge_on.is_some() == is_due, "a day it is due has what was not skipped, and nothing else");
    must(s.notified_on.is_none_or(|on| on >= quarter.span.end), "it was told before its quarter was over");
    must(s.charged_on.is_none_or(|on| Some(on) >= s.notified_on), "it was billed before it was told");
    must(!was_told || !quarter.is_last, "the last quarter is not billed");
    must(!was_told || s.peak.is_some(), "it names no maximum");
    match s.state {
        Notified => must(s.next_charge_on.is_some() != is_charging, "it is either due for payment or being charged"),
        PaymentFailed => {
            must(declined, "no payment for it was declined");
            must(s.next_charge_on.is_none() || !is_charging, "it is due for payment and being charged");
        }
        Charged | Invoiced | Superseded | RevertedToTrueUp | Disputed | Waived | Open | Skipped => {
            must(s.next_charge_on.is_none(), "it is still due for payment");
            must(!is_charging, "it is still being charged");
        }
    }
    must(s.state != RevertedToTrueUp || declined, "no payment for it was declined");
    must(s.state != Superseded || s.overage == 0, "there are still users over its seats");
    must(is_billed(s) || !d.was_charged(Purpose::Settlement, s.id.0), "a card was charged for it");
    must(s.state != Charged || d.was_charged(Purpose::Settlement, s.id.0), "no card was charged for it");
    must(s.state != Invoiced || !d.was_charged(Purpose::Settlement, s.id.0), "a card was charged for it");
}

/// A quarter is skipped for a reason that holds (R16).
fn reason(d: &Dossier, term: &BoughtTerm, quarter: Quarter, s: &Settlement, found: &mut Faults) {
    let subject = d.of_settlement(s);
    let Some(reason) = s.reason else { return };
    // What a contract decides was decided when the term was bought, or went back (R14, R18).
    let by_contract = term.mode == BillingMode::Annual && term.annual_reason == Some(reason);
    let holds = match reason {
        Reason::Q4 => quarter.is_last,
        Reason::NoUsageData => s.peak.is_none(),
        Reason::NoOverage => s.peak.is_some() && s.overage == 0,
        Reason::Disputed => {
            d.disputes.iter().any(|o| o.settlement == s.id && o.outcome == Some(DisputeOutcome::Skipped))
        }
        // What the entries tell of holds is looked at there; versions and ways of reporting change.
        Reason::Hold | Reason::NotCloudLicensed | Reason::VersionTooOld => true,
        Reason::CommunityOrTrial
        | Reason::Reseller
        | Reason::PublicSector
        | Reason::PoRequired
        | Reason::TermNot12Months
        | Reason::OptedOut
        | Reason::NotEnrolled => by_contract,
    };
    found.unless(holds, Kind::SettlementReason, &subject, || {
        format!("it was skipped for {reason}, which does not hold")
    });
}

/// The maximum is one that was reported, on a day of the quarter (R5).
fn peak(d: &Dossier, quarter: Quarter, s: &Settlement, found: &mut Faults) {
    let (subject, Some(peak)) = (d.of_settlement(s), s.peak) else { return };
    found.unless(quarter.span.contains(peak.on), Kind::SettlementPeak, &subject, || {
        format!("its maximum is of {}, which is no day of the quarter", peak.on)
    });
    found.unless(!d.untold.contains(&s.id), Kind::SettlementPeak, &subject, || {
        format!("its maximum is {} users on {}, and no report says so", peak.billable, peak.on)
    });
}

/// An objection stands exactly while its settlement waits for it (R12).
fn objections(d: &Dossier, s: &Settlement, found: &mut Faults) {
    let subject = d.of_settlement(s);
    let of = || d.disputes.iter().filter(|o| o.settlement == s.id);
    let (standing, waits) =
        (of().filter(|o| !o.has_ended).count(), matches!(s.state, SettlementState::Open | SettlementState::Disputed));
    found.unless(standing == usize::from(waits), Kind::Dispute, &subject, || {
        format!("it is {}, and {standing} objections to it stand", s.state)
    });
    for objection in of() {
        let fits = match objection.outcome {
            None => !objection.has_ended,
            Some(DisputeOutcome::Waived) => s.state == SettlementState::Waived,
            Some(DisputeOutcome::Skipped) => !was_told(s),
            Some(DisputeOutcome::Withdrawn | DisputeOutcome::Rejected) => objection.has_ended,
        };
        found.unless(fits, Kind::Dispute, &subject, || {
            let outcome = objection.outcome.map_or("ended, nobody knows how", DisputeOutcome::as_str);
            format!("it is {}, and an objection to it is {outcome}", s.state)
        });
    }
}

/// Nothing is settled while a hold stands, and nothing skipped for a hold while none does: as the entries tell it.
fn holds(d: &Dossier, found: &mut Faults) {
    let mut is_held = false;
    for entry in &d.entries {
        let settlement = entry.settlement.and_then(|id| d.settlement(id));
        match entry.event {
            Event::HoldPlaced => is_held = true,
            Event::HoldLifted => is_held = false,
            Event::SettlementNotified => {
                if let Some(s) = settlement.filter(|_| is_held) {
                    found.note(Kind::Hold, d.of_settlement(s), "it was settled while its subscription was on hold");
                }
            }
            Event::SettlementSkipped if entry.reason == Some(Reason::Hold) => {
                if let Some(s) = settlement.filter(|_| !is_held) {
                    found.note(Kind::Hold, d.of_settlement(s), "it was skipped for a hold, and there was none");
                }
            }
            _ => {}
        }
    }
    found.unless(d.standing_holds == usize::from(is_held), Kind::Hold, d.subject(), || {
        let told = if is_held { "on hold" } else { "not on hold" };
        format!("{} holds stand, and its audit entries say that it is {told}", d.standing_holds)
    });
}
