//! Settling one quarter of one subscription, and everything that can happen to a settlement (R6–R16): told, charged,
//! failed, reverted, objected to, let go. The single place where seats rise by reconciliation (R9).

use serde_json::json;

use super::case::{Case, fitting};
use super::invoices::{self, Bill};
use super::letters::Recipients;
use super::{Change, Ctx, Done, Failure, Refusal, letters, note, or_missing, orders, payments, terms};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Quarter, days_after};
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AccountId, PaymentId, SettlementId, SubscriptionId};
use crate::domain::invoice::{Basis, InvoiceKind, Line, LineKind, term_price};
use crate::domain::money::Money;
use crate::domain::order::OrderKind;
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::{self, QuarterFacts, Reason, Settlement, SettlementState, next_try};
use crate::domain::subscription::BoughtTerm;
use crate::domain::usage::overage;
use crate::mail::Desk;
use crate::mail::messages::{
    HeadsUp, InvoiceAbout, PaymentAbout, PaymentFailed, ReconciliationCharged, ReconciliationNotice, ReportReminder,
};
use crate::store::reconciliations::NewSeats;
use crate::store::{self, Tx};

/// Longest reason kept, in characters.
pub const LONGEST_REASON: usize = 1000;

/// Why a settlement cannot be objected to, or let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is settled: charged, invoiced, skipped, superseded, reverted or let go.
    Settled {
        /// In which state it is.
        state: SettlementState,
    },
    /// Nothing was settled yet that could be let go.
    NotSettledYet,
    /// The quarter has not begun.
    NotBegun,
    /// No objection stands.
    NoObjection,
    /// An objection was rejected already; another one would hold up the same charge again.
    Decided,
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::Refused(Refusal::Settlement(refused))
    }
}

fn billing<'a>(case: &'a Case) -> Recipients<'a> {
    Recipients { account: &case.account, subscription: case.subscription.id, role: ContactRole::Billing }
}

fn settlement_link(desk: &Desk, case: &Case, id: SettlementId) -> String {
    desk.link(&format!("{}/settlements/{id}", case.path()))
}

/// Settles a quarter on the day it is due (R12): tells what it costs, or skips it with the reason (R16). Where nothing is
/// known of the quarter yet it waits until the last day.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    term: &BoughtTerm,
    number: u32,
    due_on: Day,
) -> Done<()> {
    let quarter = case.quarter(term, number)?;
    let known = case.settlement(term, number).cloned();
    if known.as_ref().is_some_and(|s| s.state != SettlementState::Open) {
        return Ok(());
    }
    let instances = case.instances(tx)?;
    let mut facts = case.quarter_facts(tx, &instances, term, quarter, due_on)?;
    facts.disputed = known.is_some();
    let reason = facts.skip_reason();
    if reason == Some(Reason::NoUsageData) && due_on < case.product.policy.settled_at_last_on(quarter) {
        return Ok(());
    }
    let settlement = settled(case, term, &facts, known.map(|s| s.id))?;
    match reason {
        Some(reason) => skip(tx, ctx, case, settlement, reason),
        None => {
            let hosts = instances.iter().filter(|i| i.counts()).map(|i| i.hostname.clone());
            let hosts = hosts.filter(|h| !h.is_empty()).collect();
            tell(tx, ctx, desk, case, term, quarter, settlement, hosts)
        }
    }
}

/// A settlement as the facts of its quarter make it, still open.
fn settled(case: &Case, term: &BoughtTerm, facts: &QuarterFacts, id: Option<SettlementId>) -> Done<Settlement> {
    let number = facts.quarter.number;
    Ok(Settlement {
        id: id.unwrap_or_default(),
        term: term.id,
        quarter: number,
        state: SettlementState::Open,
        reason: None,
        peak: facts.peak,
        seats_before: term.seats,
        overage: facts.overage(),
        per_seat: term.per_seat,
        remaining_quarters: facts.quarter.remaining(),
        amount: fitting(reconciliation::price(facts.overage(), term.per_seat, number))?,
        notified_on: None,
        first_charge_on: Some(case.product.policy.charged_on(facts.quarter)),
        next_charge_on: None,
        charged_on: None,
        seats_after: term.seats,
    })
}

fn skip(tx: &mut Tx<'_>, ctx: &Ctx, case: &mut Case, settlement: Settlement, reason: Reason) -> Done<()> {
    let skipped = Settlement {
        state: SettlementState::Skipped,
        reason: Some(reason),
        amount: Money::new(0, settlement.amount.currency),
        first_charge_on: None,
        ..settlement
    };
    // Whatever is shown as the reason: what was objected to is not charged, so the objection has ended.
    if case.settlements.iter().any(|s| s.id == skipped.id) {
        store::reconciliations::end_dispute(tx, skipped.id, "skipped", None, ctx.now, None)?;
    }
    note_settlement(tx, ctx, case, Event::SettlementSkipped, None, &skipped, None)?;
    case.keep_settlement(tx, ctx.now, skipped)
}

#[allow(clippy::too_many_arguments, reason = "what a notice names, each once")]
fn tell(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    term: &BoughtTerm,
    quarter: Quarter,
    settlement: Settlement,
    instances: Vec<String>,
) -> Done<()> {
    let charged_on = settlement.first_charge_on.unwrap_or_else(|| case.product.policy.charged_on(quarter));
    let told = Settlement {
        state: SettlementState::Notified,
        notified_on: Some(ctx.today()),
        next_charge_on: Some(charged_on),
        ..settlement
    };
    note_settlement(tx, ctx, case, Event::SettlementNotified, None, &told, None)?;
    let card = payments::card_in_use(tx, case)?.map(|card| card.last_digits);
    let annual = fitting(term_price(told.overage, told.per_seat))?;
    if let Some(peak) = told.peak {
        letters::tell(tx, desk, ctx.now, &billing(case), None, |heading| ReconciliationNotice {
            heading,
            number: case.subscription.number.clone(),
            product: case.product.name.clone(),
            instances: instances.clone(),
            quarter: told.quarter,
            quarter_span: quarter.span,
            peak: peak.billable,
            peak_on: peak.on,
            seats: term.seats,
            overage: told.overage,
            per_seat: told.per_seat,
            remaining_quarters: told.remaining_quarters,
            amount: told.amount,
            annual,
            charged_on,
            card: card.clone(),
            seats_from: quarter.span.end,
            link: settlement_link(desk, case, told.id),
        })?;
    }
    case.keep_settlement(tx, ctx.now, told)
}

/// Charges a settlement that is due (R12, R13): by the card on file, or by invoice. Seats bought since are counted first
/// (R6); what reports told since the notice is not, so that nobody pays more than they were told.
pub(super) fn charge(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    term: &BoughtTerm,
    number: u32,
    due_on: Day,
) -> Done<()> {
    let Some(told) = case.settlement(term, number).filter(|s| s.state.is_payable()).cloned() else { return Ok(()) };
    if orders::is_under_way(tx, case, term, OrderKind::Seats)? {
        // The bank is being asked about seats that may remove the overage (R6): a day later it has answered.
        let next_charge_on = Some(days_after(ctx.today(), 1));
        return case.keep_settlement(tx, ctx.now, Settlement { next_charge_on, ..told });
    }
    let peak = told.peak.map_or(0, |p| p.billable);
    // An objection may be decided after the term: who was trued up at its end is not paid again (R18).
    let trued_up = store::renewals::true_up_of(tx, term.id)?.map_or(0, |due| due.quantity);
    let over = overage(peak, term.seats.saturating_add(trued_up));
    let recomputed = Settlement {
        seats_before: term.seats,
        seats_after: term.seats,
        overage: over,
        amount: fitting(reconciliation::price(over, told.per_seat, number))?,
        next_charge_on: None,
        ..told
    };
    if over == 0 {
        let superseded = Settlement { state: SettlementState::Superseded, ..recomputed };
        note_settlement(tx, ctx, case, Event::SettlementSuperseded, None, &superseded, None)?;
        return case.keep_settlement(tx, ctx.now, superseded);
    }
    let card = payments::card_in_use(tx, case)?.filter(|_| !recomputed.amount.is_zero());
    match card {
        Some(card) => {
            payments::begin(tx, ctx, case, Purpose::Settlement, recomputed.id.0, card.id, recomputed.amount, due_on)?;
            // While the bank is asked again it has not failed: it does not go back to the true-up meanwhile (R14).
            case.keep_settlement(tx, ctx.now, Settlement { state: SettlementState::Notified, ..recomputed })
        }
        None => bill(tx, ctx, desk, case, term, recomputed, None),
    }
}

/// The settlement is paid or invoiced: seats rise from the quarter boundary (R9), and everybody is told.
pub(super) fn bill(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    term: &BoughtTerm,
    settlement: Settlement,
    paid: Option<(PaymentId, String)>,
) -> Done<()> {
    let quarter = case.quarter(term, settlement.quarter)?;
    let raised = terms::raise_seats(tx, ctx, desk, case, term, settlement.overage)?;
    let added = NewSeats {
        subscription: case.subscription.id,
        term: term.id,
        kind: "reconciled",
        subject: settlement.id.0,
        seats: settlement.overage,
        effective_on: quarter.span.end,
    };
    store::reconciliations::insert_seats(tx, added, ctx.now)?;
    let billed = Settlement {
        state: if paid.is_some() { SettlementState::Charged } else { SettlementState::Invoiced },
        seats_before: term.seats,
        seats_after: raised.seats,
        next_charge_on: None,
        charged_on: Some(ctx.today()),
        ..settlement
    };
    let issued = invoices::issue(
        tx,
        ctx,
        desk,
        case,
        Bill {
            kind: InvoiceKind::Reconciliation,
            subject: billed.id.0,
            lines: vec![line(&billed, quarter)],
            about: InvoiceAbout::Reconciliation { quarter: billed.quarter },
            has_letter: paid.is_none(),
            paid: paid.clone(),
        },
    )?;
    note_settlement(tx, ctx, case, Event::SettlementBilled, None, &billed, Some(&issued.invoice.number))?;
    if let Some((_, card)) = paid {
        letters::tell(tx, desk, ctx.now, &billing(case), Some(&issued.secret), |heading| ReconciliationCharged {
            heading,
            number: case.subscription.number.clone(),
            product: case.product.name.clone(),
            quarter: billed.quarter,
            quarter_span: quarter.span,
            overage: billed.overage,
            amount: issued.invoice.sums.total,
            card: card.clone(),
            seats_before: billed.seats_before,
            seats_after: billed.seats_after,
            seats_from: quarter.span.end,
            invoice: issued.invoice.number.clone(),
            invoice_link: invoices::mailed_link(desk),
            link: settlement_link(desk, case, billed.id),
        })?;
    }
    case.keep_settlement(tx, ctx.now, billed)
}

fn line(settlement: &Settlement, quarter: Quarter) -> Line {
    let peak = settlement.peak.map_or((0, quarter.span.start), |p| (p.billable, p.on));
    Line {
        kind: LineKind::Reconciliation,
        quantity: settlement.overage,
        per_seat: settlement.per_seat,
        amount: settlement.amount,
        basis: Basis::Quarters {
            quarter: quarter.number,
            start: quarter.span.start,
            end: quarter.span.end,
            peak: peak.0,
            peak_on: peak.1,
            seats: settlement.seats_before,
            remaining: settlement.remaining_quarters,
        },
    }
}

/// The card was declined (R14): it is tried again after 3, 7 and 14 days, and reverts at the next quarter boundary.
pub(super) fn charge_failed(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    term: &BoughtTerm,
    settlement: Settlement,
    declined: &payments::Declined<'_>,
) -> Done<()> {
    let until = case.timetable(None).reverts_on(term, settlement.quarter);
    let first = settlement.first_charge_on.unwrap_or_else(|| ctx.today());
    // Another card was put on file while this one was asked: it is tried the next day.
    let soon = Some(days_after(ctx.today(), 1)).filter(|day| declined.was_replaced && *day < until);
    let next = soon.or_else(|| next_try(first, ctx.today(), until));
    let failed = Settlement { state: SettlementState::PaymentFailed, next_charge_on: next, ..settlement };
    note_settlement(tx, ctx, case, Event::SettlementPaymentFailed, None, &failed, None)?;
    letters::tell(tx, desk, ctx.now, &billing(case), None, |heading| PaymentFailed {
        heading,
        number: case.subscription.number.clone(),
        product: case.product.name.clone(),
        about: PaymentAbout::Settlement { quarter: failed.quarter },
        amount: declined.amount,
        card: Some(declined.card.to_owned()),
        next_try: next,
        until,
        link: desk.link("/account/payment-method"),
    })?;
    case.keep_settlement(tx, ctx.now, failed)
}

/// An unpaid settlement goes back to the annual true-up, and its term with it (R14).
pub(super) fn revert(tx: &mut Tx<'_>, ctx: &Ctx, case: &mut Case, term: &BoughtTerm, number: u32) -> Done<()> {
    let failed = case.settlement(term, number).filter(|s| s.state == SettlementState::PaymentFailed).cloned();
    let Some(failed) = failed else { return Ok(()) };
    let reverted = Settlement {
        state: SettlementState::RevertedToTrueUp,
        seats_after: term.seats,
        next_charge_on: None,
        ..failed
    };
    note_settlement(tx, ctx, case, Event::SettlementReverted, Some(SettlementState::PaymentFailed), &reverted, None)?;
    store::subscriptions::set_annual(tx, term.id, Reason::NotEnrolled)?;
    case.keep_term(BoughtTerm {
        mode: reconciliation::BillingMode::Annual,
        annual_reason: Some(Reason::NotEnrolled),
        ..term.clone()
    });
    case.keep_settlement(tx, ctx.now, reverted)
}

/// Closes the last quarter of a term at the renewal instant (R10, R16).
pub(super) fn close_last(tx: &mut Tx<'_>, ctx: &Ctx, case: &mut Case, term: &BoughtTerm) -> Done<()> {
    let Some(quarter) = case.quarters(term).into_iter().find(|q| q.is_last) else { return Ok(()) };
    let known = case.settlement(term, quarter.number).cloned();
    if known.as_ref().is_some_and(|s| s.state != SettlementState::Open) {
        return Ok(());
    }
    let instances = case.instances(tx)?;
    let mut facts = case.quarter_facts(tx, &instances, term, quarter, quarter.span.end)?;
    facts.disputed = known.is_some();
    let settlement = settled(case, term, &facts, known.map(|s| s.id))?;
    skip(tx, ctx, case, settlement, facts.skip_reason().unwrap_or(Reason::Q4))
}

/// Who is over hears of it a week before the quarter ends (R12), as long as it would be settled.
pub(super) fn heads_up(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &Case,
    term: &BoughtTerm,
    number: u32,
    due_on: Day,
) -> Done<()> {
    let quarter = case.quarter(term, number)?;
    let instances = case.instances(tx)?;
    let facts = case.quarter_facts(tx, &instances, term, quarter, due_on)?;
    let Some(peak) = facts.peak.filter(|_| facts.skip_reason().is_none()) else { return Ok(()) };
    let amount = fitting(reconciliation::price(facts.overage(), term.per_seat, number))?;
    let by_card = payments::card_in_use(tx, case)?.is_some();
    let policy = &case.product.policy;
    Ok(letters::tell(tx, desk, ctx.now, &billing(case), None, |heading| HeadsUp {
        heading,
        number: case.subscription.number.clone(),
        product: case.product.name.clone(),
        quarter: number,
        quarter_span: quarter.span,
        peak: peak.billable,
        peak_on: peak.on,
        seats: term.seats,
        overage: facts.overage(),
        amount,
        settled_on: policy.settled_on(quarter),
        charged_on: policy.charged_on(quarter),
        by_card,
        link: desk.link(&format!("{}/seats/new", case.path())),
    })?)
}

/// Who is offline is asked to report before the quarter ends (R12): in one letter for all instances that count and report
/// over a clipboard, whatever others of the subscription do. Who never reported is not asked, as nothing is settled then.
pub(super) fn remind_to_report(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &Case,
    term: &BoughtTerm,
    number: u32,
) -> Done<()> {
    let quarter = case.quarter(term, number)?;
    if !case.subscription.offline_quarterly {
        return Ok(());
    }
    let instances = case.instances(tx)?;
    let offline: Vec<_> = instances.iter().filter(|i| i.counts_now() && i.is_offline()).collect();
    let Some(last_report) = offline.iter().map(|i| i.last_report_at.date_naive()).min() else { return Ok(()) };
    // Who reported before is settled at the beginning of that day, and does not wait.
    let report_until = days_after(case.product.policy.settled_on(quarter), -1);
    let to = Recipients { role: ContactRole::Technical, ..billing(case) };
    Ok(letters::tell(tx, desk, ctx.now, &to, None, |heading| ReportReminder {
        heading,
        number: case.subscription.number.clone(),
        product: case.product.name.clone(),
        instances: i64::try_from(offline.len()).unwrap_or(i64::MAX),
        hostnames: offline.iter().map(|i| i.hostname.clone()).filter(|host| !host.is_empty()).take(10).collect(),
        last_report,
        quarter_ends_on: quarter.span.last_day(),
        report_until,
        link: desk.link(&format!("{}/instances/new", case.path())),
    })?)
}

/// Where a settlement is: by its key, or by term and quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The settlement with this key.
    Settlement(SettlementId),
    /// That of a quarter of a term, settled or not.
    Quarter {
        /// Which term, 0 first.
        term: u32,
        /// Which quarter, 1 first.
        quarter: u32,
    },
}

fn find(case: &Case, which: Which) -> Done<(BoughtTerm, u32)> {
    match which {
        Which::Settlement(id) => {
            let settlement = or_missing(case.settlements.iter().find(|s| s.id == id))?;
            let term = or_missing(case.terms.iter().find(|t| t.id == settlement.term).cloned())?;
            Ok((term, settlement.quarter))
        }
        Which::Quarter { term, quarter } => {
            let term = case.term(term)?;
            case.quarter(&term, quarter)?;
            Ok((term, quarter))
        }
    }
}

/// Objects to a settlement (R12): it is not charged until that is decided. Before it is told, the quarter is skipped when
/// it would be. Doing it again changes nothing.
///
/// # Errors
/// Missing, settled already, objected to in vain, or the quarter has not begun.
pub fn dispute(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    account: AccountId,
    id: SubscriptionId,
    which: Which,
    reason: Option<&str>,
) -> Done<()> {
    let mut case = Case::lock(tx, account, id)?;
    let (term, number) = find(&case, which)?;
    let before = case.settlement(&term, number).cloned();
    let disputed = match before.clone() {
        Some(open) if open.state == SettlementState::Open => return Ok(()),
        Some(standing) if standing.state == SettlementState::Disputed => return Ok(()),
        Some(told) if told.state.is_payable() => {
            if store::payments::is_under_way(tx, Purpose::Settlement, told.id.0)? {
                // The card is being charged this very moment.
                return Err(Refused::Settled { state: told.state }.into());
            }
            if store::reconciliations::was_rejected(tx, told.id)? {
                return Err(Refused::Decided.into());
            }
            Settlement { state: SettlementState::Disputed, next_charge_on: None, ..told }
        }
        Some(settled) => return Err(Refused::Settled { state: settled.state }.into()),
        None => {
            let quarter = case.quarter(&term, number)?;
            if quarter.span.start > ctx.today() {
                return Err(Refused::NotBegun.into());
            }
            let instances = case.instances(tx)?;
            let facts = case.quarter_facts(tx, &instances, &term, quarter, days_after(ctx.today(), 1))?;
            Settlement {
                peak: None,
                overage: 0,
                amount: Money::new(0, term.per_seat.currency),
                ..settled(&case, &term, &facts, None)?
            }
        }
    };
    let settlement = disputed.id;
    let was = before.map(|s| s.state);
    note_settlement(tx, ctx, &case, Event::SettlementDisputed, was, &disputed, reason)?;
    case.keep_settlement(tx, ctx.now, disputed)?;
    store::reconciliations::insert_dispute(tx, settlement, ctx.by(), ctx.now, reason)?;
    case.reschedule(tx)
}

/// Ends an objection: the customer withdraws it, or staff reject it with an answer. The settlement is charged when it was
/// due, or on the next day.
///
/// # Errors
/// Missing, or none stands.
pub fn end_dispute(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    account: AccountId,
    id: SubscriptionId,
    settlement: SettlementId,
    answer: Option<&str>,
) -> Done<()> {
    let mut case = Case::lock(tx, account, id)?;
    let disputed = or_missing(case.settlements.iter().find(|s| s.id == settlement).cloned())?;
    if disputed.state != SettlementState::Disputed {
        return Err(Refused::NoObjection.into());
    }
    let outcome = if answer.is_some() { "rejected" } else { "withdrawn" };
    store::reconciliations::end_dispute(tx, settlement, outcome, ctx.by(), ctx.now, answer)?;
    let tomorrow = days_after(ctx.today(), 1);
    let charge_on = disputed.first_charge_on.map_or(tomorrow, |first| first.max(tomorrow));
    let resumed = Settlement {
        state: SettlementState::Notified,
        first_charge_on: Some(charge_on),
        next_charge_on: Some(charge_on),
        ..disputed
    };
    note_settlement(tx, ctx, &case, Event::DisputeEnded, Some(SettlementState::Disputed), &resumed, answer)?;
    case.keep_settlement(tx, ctx.now, resumed)?;
    case.reschedule(tx)
}

/// Staff let a settlement go, with a reason: nothing is charged, seats do not rise.
///
/// # Errors
/// Missing, not settled yet, or settled for good.
pub fn waive(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    account: AccountId,
    id: SubscriptionId,
    which: Which,
    reason: &str,
) -> Done<()> {
    let mut case = Case::lock(tx, account, id)?;
    let (term, number) = find(&case, which)?;
    let told = case.settlement(&term, number).cloned().ok_or(Refused::NotSettledYet)?;
    let state = told.state;
    if state == SettlementState::Open {
        return Err(Refused::NotSettledYet.into());
    }
    if !told.may_be_waived() || store::payments::is_under_way(tx, Purpose::Settlement, told.id.0)? {
        return Err(Refused::Settled { state }.into());
    }
    store::reconciliations::end_dispute(tx, told.id, "waived", ctx.by(), ctx.now, Some(reason))?;
    let waived = Settlement {
        state: SettlementState::Waived,
        reason: None,
        next_charge_on: None,
        seats_after: told.seats_before,
        ..told
    };
    note_settlement(tx, ctx, &case, Event::SettlementWaived, Some(state), &waived, Some(reason))?;
    case.keep_settlement(tx, ctx.now, waived)?;
    case.reschedule(tx)
}

/// Puts a subscription on hold: while that stands, no quarter of it is settled (R16). Doing it again changes nothing.
///
/// # Errors
/// Missing.
pub fn hold(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: SubscriptionId, reason: &str) -> Done<()> {
    let subscription = or_missing(store::subscriptions::lock(tx, account, id)?)?;
    if store::reconciliations::standing_hold(tx, id)?.is_some() {
        return Ok(());
    }
    store::reconciliations::insert_hold(tx, id, ctx.by(), ctx.now, reason)?;
    let (subject, after) = (format!("subscription:{}", subscription.number), Some(json!({ "reason": reason })));
    let event = Event::HoldPlaced;
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })
}

/// Lifts the hold, perhaps with a reason. Doing it again changes nothing.
///
/// # Errors
/// Missing.
pub fn lift_hold(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: SubscriptionId, reason: Option<&str>) -> Done<()> {
    let subscription = or_missing(store::subscriptions::lock(tx, account, id)?)?;
    if !store::reconciliations::lift_hold(tx, id, ctx.by(), ctx.now)? {
        return Ok(());
    }
    let subject = format!("subscription:{}", subscription.number);
    let (event, after) = (Event::HoldLifted, reason.map(|reason| json!({ "reason": reason })));
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })
}

fn note_settlement(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    case: &Case,
    event: Event,
    before: Option<SettlementState>,
    settlement: &Settlement,
    word: Option<&str>,
) -> Done<()> {
    let after = json!({
        "settlement": settlement.id.to_string(), "quarter": settlement.quarter, "state": settlement.state.as_str(),
        "reason": settlement.reason.map(Reason::as_str), "maximum": settlement.peak.map(|p| p.billable),
        "seats_before": settlement.seats_before, "seats_after": settlement.seats_after, "overage": settlement.overage,
        "amount_minor": settlement.amount.minor, "currency": settlement.amount.currency.code(), "word": word,
    });
    let before = before.map(|state| json!({ "state": state.as_str() }));
    let (account, subject) = (Some(case.account.id), case.subject());
    note(tx, ctx, Change { event, account, subject: &subject, before, after: Some(after) })
}
