//! Each quarter that is over ends in one state that can be seen, and what it costs follows from its counts (R5–R16).

use super::dossier::{Dossier, amount};
use super::fault::{Faults, Kind};
use crate::domain::audit::Event;
use crate::domain::calendar::Quarter;
use crate::domain::invoice::quarters_price;
use crate::domain::money::Money;
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::{
    BillingMode, DisputeOutcome, Reason, Reconciliation, ReconciliationState, SeatCause,
};
use crate::domain::subscription::BoughtTerm;
use crate::domain::usage::overage;

pub(super) fn check(d: &Dossier, found: &mut Faults) {
    missing(d, found);
    for reconciliation in &d.reconciliations {
        let place = d.term(reconciliation.term).and_then(|term| Some((term, d.quarter(term, reconciliation.quarter)?)));
        let Some((term, quarter)) = place else {
            let sentence = "there is no such quarter in the terms of its subscription";
            found.note(Kind::ReconciliationTwice, d.of_reconciliation(reconciliation), sentence);
            continue;
        };
        arithmetic(d, term, quarter, reconciliation, found);
        levels(d, term, reconciliation, found);
        state(d, quarter, reconciliation, found);
        reason(d, term, quarter, reconciliation, found);
        peak(d, quarter, reconciliation, found);
        disputes(d, reconciliation, found);
    }
    pauses(d, found);
}

/// Every quarter whose last day to be reconciled was worked has a reconciliation, and one alone.
fn missing(d: &Dossier, found: &mut Faults) {
    for term in &d.terms {
        for quarter in d.quarters(term) {
            let of: Vec<&Reconciliation> =
                d.reconciliations.iter().filter(|s| s.term == term.id && s.quarter == quarter.number).collect();
            let subject = format!("{}, Q{}", d.of_term(term), quarter.number);
            found.unless(of.len() < 2, Kind::ReconciliationTwice, &subject, || {
                format!("it has {} reconciliations", of.len())
            });
            let policy = &d.product.policy;
            let due = if quarter.is_last { term.span.end } else { policy.reconciled_at_last_on(quarter) };
            let is_reconciled = of.iter().any(|s| s.state != ReconciliationState::Open);
            found.unless(is_reconciled || !d.was_worked(due), Kind::ReconciliationMissing, &subject, || {
                format!("it was due to be reconciled on {due}, and is not")
            });
        }
    }
}

const fn is_billed(reconciliation: &Reconciliation) -> bool {
    matches!(reconciliation.state, ReconciliationState::Charged | ReconciliationState::Invoiced)
}

/// Whether it was told: what was skipped because of a dispute may be waived later without ever being told.
fn was_told(s: &Reconciliation) -> bool {
    match s.state {
        ReconciliationState::Open | ReconciliationState::Skipped | ReconciliationState::NeedsAttention => false,
        ReconciliationState::Waived | ReconciliationState::Disputed => s.notified_on.is_some(),
        _ => true,
    }
}

/// R6–R8: overage × annual price × remaining quarters ÷ 4.
fn arithmetic(d: &Dossier, term: &BoughtTerm, quarter: Quarter, s: &Reconciliation, found: &mut Faults) {
    let (kind, subject) = (Kind::ReconciliationAmount, d.of_reconciliation(s));
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
    let is_counted = s.is_reconciled() && s.state != ReconciliationState::NeedsAttention;
    let late = if is_counted { late(d, quarter, s, seats, found) } else { (0, 0) };
    let over = if is_counted { overage(users, seats.saturating_add(late.0)) } else { 0 };
    found.unless(s.overage == over, kind, &subject, || {
        format!("its overage is {}, and {users} users over {seats} seats are {over}", s.overage)
    });
    let due = match s.state {
        _ if !is_counted || s.state == ReconciliationState::Skipped => 0,
        _ => quarters_price(s.overage, s.per_seat, s.quarter).map_or(-1, |due| due.minor.saturating_add(late.1)),
    };
    found.unless(s.amount.minor == due, kind, &subject, || {
        let what = format!("{} × {} × {} of 4 quarters", s.overage, amount(s.per_seat), s.remaining_quarters);
        let due = amount(Money::new(due, s.amount.currency));
        format!("it costs {}, and {what}, while {}, are {due}", amount(s.amount), s.state)
    });
}

/// R6a, by another road: each late line's overage from what stood before it, its amount from its own quarter; quarters in order, each
/// once, before its own. The seats and the money they come to.
fn late(d: &Dossier, quarter: Quarter, s: &Reconciliation, seats: i64, found: &mut Faults) -> (i64, i64) {
    let (kind, subject, mut before) = (Kind::ReconciliationAmount, d.of_reconciliation(s), 0_u32);
    let (mut added, mut minor) = (0_i64, 0_i64);
    for line in &s.late {
        let is_in_order = before < line.quarter && line.quarter < quarter.number;
        found.unless(is_in_order, kind, &subject, || format!("its late count of Q{} is out of place", line.quarter));
        before = line.quarter;
        let over = line.peak.billable.saturating_sub(seats.saturating_add(added));
        let meanwhile = s.state == ReconciliationState::Superseded;
        found.unless(meanwhile || (over == line.overage && over > 0), kind, &subject, || {
            format!("its late count of Q{} is for {} users, and should be for {over}", line.quarter, line.overage)
        });
        let left = i64::from(4_u32.saturating_sub(line.quarter));
        let quarters = line.overage.saturating_mul(s.per_seat.minor).saturating_mul(left);
        // Half away from zero; amounts are never below it.
        let due = quarters.saturating_mul(2).saturating_add(4) / 8;
        found.unless(meanwhile || line.amount.minor == due, kind, &subject, || {
            let (said, due) = (amount(line.amount), amount(Money::new(due, line.amount.currency)));
            format!("its late count of Q{} costs {said}, and should cost {due}", line.quarter)
        });
        added = added.saturating_add(line.overage);
        minor = minor.saturating_add(line.amount.minor);
    }
    if s.state == ReconciliationState::Superseded { (0, 0) } else { (added, minor) }
}

/// The seats its overage was computed over: what was bought while the card was being charged came later (R6).
fn seats_when_charged(d: &Dossier, s: &Reconciliation) -> i64 {
    let own = d.seat_changes.iter().find(|c| c.cause == SeatCause::Reconciled(s.id));
    let begun = d.attempts(Purpose::Reconciliation, s.id.0).find(|a| a.has_succeeded).map(|a| a.payment.id);
    let (Some(own), Some(begun)) = (own, begun) else { return s.seats_before };
    let meanwhile = d.changes(s.term).filter(|c| c.id.0 > begun.0 && c.id < own.id).map(|c| c.seats);
    meanwhile.fold(s.seats_before, i64::saturating_sub)
}

/// R6, R9: seats before and after are the term's at that time, and rise by the overage only when it is billed.
fn levels(d: &Dossier, term: &BoughtTerm, s: &Reconciliation, found: &mut Faults) {
    let (kind, subject) = (Kind::ReconciliationSeats, d.of_reconciliation(s));
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
    let due = if is_billed(s) { s.seats_before.saturating_add(s.seats_added()) } else { s.seats_before };
    let holds = match s.state {
        // Seats may have been bought between the last try and its end.
        ReconciliationState::RevertedToTrueUp => levels.contains(&s.seats_after),
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
fn state(d: &Dossier, quarter: Quarter, s: &Reconciliation, found: &mut Faults) {
    use ReconciliationState::{
        Charged, Disputed, Invoiced, NeedsAttention, Notified, Open, PaymentFailed, RevertedToTrueUp, Skipped,
        Superseded, Waived,
    };
    let subject = d.of_reconciliation(s);
    let mut must = |holds: bool, what: &str| {
        found.unless(holds, Kind::ReconciliationState, &subject, || format!("it is {}, and {what}", s.state));
    };
    let was_told = was_told(s);
    let is_charging = d.is_being_charged(Purpose::Reconciliation, s.id.0);
    let declined = d.times_declined(Purpose::Reconciliation, s.id.0) > 0;
    must(s.reason.is_some() == (s.state == Skipped), "a reason has what was skipped, and nothing else");
    must(s.notified_on.is_some() == was_told, "a day of its notice has what was told, and nothing else");
    let may_be_due = matches!(s.state, Open | Disputed | Waived);
    must(s.charged_on.is_some() == is_billed(s), "a day it was billed has what was billed, and nothing else");
    let fits = may_be_due || s.first_charge_on.is_some() == was_told;
    must(fits, "a day it is due has what was not skipped, and nothing else");
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
        Charged | Invoiced | Superseded | RevertedToTrueUp | Disputed | Waived | Open | Skipped | NeedsAttention => {
            must(s.next_charge_on.is_none(), "it is still due for payment");
            must(!is_charging, "it is still being charged");
        }
    }
    // What was decided too late to be charged is due at the end without any try.
    let was_decided = d.disputes.iter().any(|o| o.reconciliation == s.id && o.has_ended);
    must(s.state != RevertedToTrueUp || declined || was_decided, "no payment for it was declined");
    must(s.state != Superseded || s.overage == 0, "there are still users over its seats");
    must(is_billed(s) || !d.was_charged(Purpose::Reconciliation, s.id.0), "a card was charged for it");
    must(s.state != Charged || d.was_charged(Purpose::Reconciliation, s.id.0), "no card was charged for it");
    must(s.state != Invoiced || !d.was_charged(Purpose::Reconciliation, s.id.0), "a card was charged for it");
}

/// A quarter is skipped for a reason that holds (R16).
fn reason(d: &Dossier, term: &BoughtTerm, quarter: Quarter, s: &Reconciliation, found: &mut Faults) {
    let subject = d.of_reconciliation(s);
    let Some(reason) = s.reason else { return };
    // What a contract decides was decided when the term was bought, or went back (R14, R18).
    let by_contract = term.mode == BillingMode::Annual && term.annual_reason == Some(reason);
    let holds = match reason {
        Reason::Q4 => quarter.is_last,
        Reason::NoUsageData => s.peak.is_none(),
        Reason::NoOverage => s.peak.is_some() && s.overage == 0,
        Reason::Disputed => quarter.is_last && d.disputes.iter().any(|o| o.reconciliation == s.id),
        // What the entries tell of pauses is looked at there; versions and ways of reporting change.
        Reason::Paused | Reason::NotCloudLicensed | Reason::VersionTooOld => true,
        Reason::CommunityOrTrial
        | Reason::Reseller
        | Reason::PublicSector
        | Reason::PoRequired
        | Reason::TermNot12Months
        | Reason::OptedOut
        | Reason::NotEnrolled => by_contract,
    };
    found.unless(holds, Kind::ReconciliationReason, &subject, || {
        format!("it was skipped for {reason}, which does not hold")
    });
}

/// The maximum is one that was reported, on a day of the quarter (R5).
fn peak(d: &Dossier, quarter: Quarter, s: &Reconciliation, found: &mut Faults) {
    let (subject, Some(peak)) = (d.of_reconciliation(s), s.peak) else { return };
    found.unless(quarter.span.contains(peak.on), Kind::ReconciliationPeak, &subject, || {
        format!("its maximum is of {}, which is no day of the quarter", peak.on)
    });
    // What staff stated was told by nobody (R16).
    found.unless(s.is_corrected || !d.untold.contains(&s.id), Kind::ReconciliationPeak, &subject, || {
        format!("its maximum is {} users on {}, and no report says so", peak.billable, peak.on)
    });
}

/// A dispute stands exactly while its reconciliation waits for it (R12).
fn disputes(d: &Dossier, s: &Reconciliation, found: &mut Faults) {
    let subject = d.of_reconciliation(s);
    let of = || d.disputes.iter().filter(|o| o.reconciliation == s.id);
    let standing = of().filter(|o| !o.has_ended).count();
    let fits = match s.state {
        ReconciliationState::Disputed => standing == 1,
        // Skipped for another reason, its days stay out of true-ups until it is decided.
        ReconciliationState::Skipped => standing <= 1,
        _ => standing == 0,
    };
    found.unless(fits, Kind::Dispute, &subject, || format!("it is {}, and {standing} disputes to it stand", s.state));
    for dispute in of() {
        let fits = match dispute.outcome {
            None => !dispute.has_ended,
            Some(DisputeOutcome::Waived) => {
                s.state == ReconciliationState::Waived || s.reason == Some(Reason::Disputed)
            }
            Some(DisputeOutcome::Corrected) => s.is_corrected,
            Some(DisputeOutcome::Withdrawn | DisputeOutcome::Rejected) => dispute.has_ended,
        };
        found.unless(fits, Kind::Dispute, &subject, || {
            let outcome = dispute.outcome.map_or("ended, nobody knows how", DisputeOutcome::as_str);
            format!("it is {}, and a dispute to it is {outcome}", s.state)
        });
    }
}

/// Nothing is reconciled while a pause stands, and nothing skipped for a pause while none does: as the entries tell it.
fn pauses(d: &Dossier, found: &mut Faults) {
    let mut is_held = false;
    for entry in &d.entries {
        let reconciliation = entry.reconciliation.and_then(|id| d.reconciliation(id));
        match entry.event {
            Event::BillingPaused => is_held = true,
            Event::BillingResumed => is_held = false,
            Event::ReconciliationNotified => {
                if let Some(s) = reconciliation.filter(|_| is_held) {
                    found.note(
                        Kind::Pause,
                        d.of_reconciliation(s),
                        "it was reconciled while its subscription was on pause",
                    );
                }
            }
            Event::ReconciliationSkipped if entry.reason == Some(Reason::Paused) => {
                if let Some(s) = reconciliation.filter(|_| !is_held) {
                    found.note(Kind::Pause, d.of_reconciliation(s), "it was skipped for a pause, and there was none");
                }
            }
            _ => {}
        }
    }
    found.unless(d.standing_pauses == usize::from(is_held), Kind::Pause, d.subject(), || {
        let told = if is_held { "on pause" } else { "not on pause" };
        format!("{} pauses stand, and its audit entries say that it is {told}", d.standing_pauses)
    });
}
