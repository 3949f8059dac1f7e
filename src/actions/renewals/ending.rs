//! The end of a term at 00:00Z (R20): its true-up (R18), its renewal or the reason why not (R23), and what follows when
//! the card is declined (R21). The single place where a term renews, by itself or by hand (R25).

use serde_json::json;

use crate::actions::case::{Case, fitting};
use crate::actions::invoices::{self, Bill};
use crate::actions::letters::{self, Recipients};
use crate::actions::terms::{self, After};
use crate::actions::{Change, Ctx, Done, note, or_missing, orders, payments, reconciliations};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Term, days_after, midnight};
use crate::domain::contact::ContactRole;
use crate::domain::ids::{PaymentId, RenewalId, TrueUpId};
use crate::domain::instance::FlagKind;
use crate::domain::instance::Instance;
use crate::domain::invoice::{Basis, InvoiceKind, Line, LineKind, term_price};
use crate::domain::license::GRACE_DAYS;
use crate::domain::money::Money;
use crate::domain::order::OrderKind;
use crate::domain::payment::Purpose;
use crate::domain::plan::Deployment;
use crate::domain::reconciliation::{BillingMode, Reason, Settlement, SettlementState, next_try};
use crate::domain::renewal::{self, How, Renewal, RenewalState, WhyNot, last_cancel_day};
use crate::domain::subscription::BoughtTerm;
use crate::domain::true_up::TrueUp;
use crate::domain::usage::overage;
use crate::mail::Desk;
use crate::mail::messages::{InvoiceAbout, PaymentAbout, PaymentFailed, Renewed};
use crate::store::{self, Conn, Tx};

/// Ends a term: closes its last quarter, trues up what was not settled, and renews, or says why not.
pub(in crate::actions) fn end_term(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    term: &BoughtTerm,
) -> Done<()> {
    reconciliations::close_last(tx, ctx, case, term)?;
    note_silence(tx, case, term)?;
    // What the last quarter and a reversion changed.
    let term = &case.term(term.index)?;
    if orders::is_under_way(tx, case, term, OrderKind::Renewal)? {
        // The next term is being paid already: how that ends decides, and brings us here again.
        return Ok(());
    }
    let renewed = case.renewals.iter().find(|r| r.term == term.id).cloned();
    if let Some(renewed) = renewed {
        // Renewed by hand: an annual term was trued up then; what has become known of a quarterly one is still due.
        let is_due = (term.mode == BillingMode::Quarterly || reverted_after(case, term, renewed.on))
            && store::renewals::true_up_of(tx, term.id)?.is_none();
        if is_due
            && renewed.how == How::Manual
            && let Some(due) = true_up(tx, case, term, term.span.end)?
        {
            keep_true_up(tx, ctx, case, &due)?;
            bill_true_up_alone(tx, ctx, desk, case, term, &due)?;
        }
        return Ok(());
    }
    let due = true_up(tx, case, term, term.span.end)?;
    if let Some(due) = &due {
        keep_true_up(tx, ctx, case, due)?;
    }
    renew(tx, ctx, desk, case, term, due.as_ref())
}

/// Whether a settlement of the term went back to the annual true-up after a day.
fn reverted_after(case: &Case, term: &BoughtTerm, on: Day) -> bool {
    let reverted = |s: &&Settlement| s.term == term.id && s.state == SettlementState::RevertedToTrueUp;
    case.settlements.iter().filter(reverted).any(|s| case.timetable(None).reverts_on(term, s.quarter) > on)
}

/// A term in which nothing was ever reported was on the annual true-up (R18).
fn note_silence(tx: &mut Tx<'_>, case: &mut Case, term: &BoughtTerm) -> Done<()> {
    let term = case.term(term.index)?;
    if term.mode == BillingMode::Annual || case.subscription.deployment == Deployment::Saas {
        return Ok(());
    }
    let known_by = midnight(term.span.end);
    for instance in case.instances(tx)? {
        if store::usage::highest(tx, instance.id, term.span, known_by)?.is_some() {
            return Ok(());
        }
    }
    store::subscriptions::set_annual(tx, term.id, Reason::NotCloudLicensed)?;
    case.keep_term(BoughtTerm { mode: BillingMode::Annual, annual_reason: Some(Reason::NotCloudLicensed), ..term });
    Ok(())
}

/// The true-up of a term, of what was known before a day (R18); none if nothing is due. On the annual true-up: the most
/// users of the term above its seats, without the quarters staff let go. Billed quarterly: the most users of quarters
/// that could not be settled then. A seat is paid once.
pub(in crate::actions) fn true_up(
    c: &mut Conn<'_>,
    case: &Case,
    term: &BoughtTerm,
    known_by: Day,
) -> Done<Option<TrueUp>> {
    if !case.is_direct() || !case.subscription.tier.is_paid() {
        return Ok(None);
    }
    let term_max = match term.mode {
        BillingMode::Annual if !has_waived(case, term) => whole_term(c, case, term, known_by)?,
        BillingMode::Annual => quarters_where(c, case, term, known_by, |s| s != Some(SettlementState::Waived))?,
        BillingMode::Quarterly => unsettled(c, case, term, known_by)?,
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

fn has_waived(case: &Case, term: &BoughtTerm) -> bool {
    case.settlements.iter().any(|s| s.term == term.id && s.state == SettlementState::Waived)
}

/// The most users of a whole term: its days, and the term-wide maxima its reports told.
fn whole_term(c: &mut Conn<'_>, case: &Case, term: &BoughtTerm, known_by: Day) -> Done<i64> {
    let (span, known_by) = (Term { end: term.span.end.min(known_by), ..term.span }, midnight(known_by));
    let mut users = Vec::new();
    for instance in case.instances(c)?.into_iter().filter(Instance::counts) {
        let counted = store::usage::highest(c, instance.id, span, known_by)?;
        let told = store::usage::told(c, instance.id, span, known_by)?;
        users.extend([counted, told].into_iter().flatten().map(|peak| peak.billable).max());
    }
    Ok(case.product.policy.several_instances.of_users(users.into_iter()).unwrap_or(0))
}

/// The most users of the quarters whose settlement is in a state like that.
fn quarters_where(
    c: &mut Conn<'_>,
    case: &Case,
    term: &BoughtTerm,
    known_by: Day,
    counts: impl Fn(Option<SettlementState>) -> bool,
) -> Done<i64> {
    let instances = case.instances(c)?;
    let mut most = 0;
    for quarter in case.quarters(term) {
        if counts(case.settlement(term, quarter.number).map(|s| s.state)) {
            let peak = case.peak(c, &instances, term, quarter, midnight(known_by))?;
            most = most.max(peak.map_or(0, |p| p.billable));
        }
    }
    Ok(most)
}

/// The most users of the quarters that could not be settled when they were due.
fn unsettled(c: &mut Conn<'_>, case: &Case, term: &BoughtTerm, known_by: Day) -> Done<i64> {
    let instances = case.instances(c)?;
    let mut most = 0;
    for quarter in case.quarters(term) {
        let reason = case.settlement(term, quarter.number).and_then(|s| s.reason);
        if reason.is_some_and(Reason::is_trued_up) {
            let peak = case.peak(c, &instances, term, quarter, midnight(known_by))?;
            most = most.max(peak.map_or(0, |p| p.billable));
        }
    }
    Ok(most)
}

pub(in crate::actions) fn keep_true_up(tx: &mut Tx<'_>, ctx: &Ctx, case: &Case, due: &TrueUp) -> Done<()> {
    store::renewals::insert_true_up(tx, case.subscription.id, due, ctx.now)?;
    let after = Some(json!({
        "term_max": due.term_max, "seats": due.seats, "quantity": due.quantity,
        "amount_minor": due.amount.minor, "currency": due.amount.currency.code(),
    }));
    let (account, subject) = (Some(case.account.id), case.subject());
    note(tx, ctx, Change { event: Event::TrueUpBilled, account, subject: &subject, before: None, after })
}

fn true_up_line(term: &BoughtTerm, due: &TrueUp) -> Line {
    Line {
        kind: LineKind::TrueUp,
        quantity: due.quantity,
        per_seat: due.per_seat,
        amount: due.amount,
        basis: Basis::TrueUp { start: term.span.start, end: term.span.end, term_max: due.term_max, seats: due.seats },
    }
}

/// Bills a true-up where nothing is renewed: by the card on file, or by invoice.
pub(in crate::actions) fn bill_true_up_alone(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &Case,
    term: &BoughtTerm,
    due: &TrueUp,
) -> Done<()> {
    let card = payments::card_in_use(tx, case)?.filter(|_| !due.amount.is_zero());
    match card {
        Some(card) => payments::begin(tx, ctx, case, Purpose::TrueUp, due.id.0, card.id, due.amount, ctx.today()),
        None => invoice_true_up(tx, ctx, desk, case, term, due, None),
    }
}

/// Issues the invoice of a true-up that stands alone.
pub(in crate::actions) fn invoice_true_up(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &Case,
    term: &BoughtTerm,
    due: &TrueUp,
    paid: Option<(PaymentId, String)>,
) -> Done<()> {
    let bill = Bill {
        kind: InvoiceKind::TrueUp,
        subject: due.id.0,
        lines: vec![true_up_line(term, due)],
        about: InvoiceAbout::TrueUp,
        paid,
        has_letter: true,
    };
    invoices::issue(tx, ctx, desk, case, bill).map(drop)
}

/// Renews at the end of a term, or keeps why not.
fn renew(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    term: &BoughtTerm,
    due: Option<&TrueUp>,
) -> Done<()> {
    let instant = midnight(term.span.end);
    let (account, id) = (case.account.id, case.subscription.id);
    let overview = or_missing(store::overview::find_known(tx, account, id, instant)?)?;
    let facts = or_missing(overview.renewal_facts())?;
    let estimate = overview.estimate(instant);
    let (why, estimate) = match (renewal::why_not(&facts), estimate) {
        (None, Some(estimate)) => (None, estimate),
        (why, _) => return not_renewed(tx, ctx, desk, case, term, why.unwrap_or(WhyNot::NoPrice), due),
    };
    for stale in overview.stale_at(instant) {
        let detail = stale.last_report_at.format("%F %H:%M UTC").to_string();
        store::instances::insert_flag(tx, account, stale.id, FlagKind::StaleCount, ctx.now, &detail)?;
    }
    let renewal = Renewal {
        id: RenewalId::new(),
        term: term.id,
        next_term: None,
        how: How::Auto,
        state: RenewalState::Pending,
        reason: why,
        on: term.span.end,
        seats: estimate.seats,
        active: estimate.active,
        q4_max: estimate.q4_max,
        per_seat: estimate.per_seat,
        amount: estimate.total,
        next_charge_on: None,
    };
    case.keep_renewal(tx, ctx.now, renewal.clone())?;
    charge(tx, ctx, desk, case, term, renewal)
}

/// Charges a renewal with the true-up of the term it follows, or invoices both.
fn charge(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, case: &mut Case, term: &BoughtTerm, renewal: Renewal) -> Done<()> {
    let due = store::renewals::true_up_of(tx, term.id)?;
    let minor = renewal.amount.minor.saturating_add(due.map_or(0, |d| d.amount.minor));
    let card = payments::card_in_use(tx, case)?.filter(|_| minor > 0);
    match card {
        Some(card) => {
            let amount = Money::new(minor, renewal.amount.currency);
            payments::begin(tx, ctx, case, Purpose::Renewal, renewal.id.0, card.id, amount, ctx.today())?;
            let pending = Renewal { state: RenewalState::Pending, next_charge_on: None, ..renewal };
            case.keep_renewal(tx, ctx.now, pending)
        }
        None => finish(tx, ctx, desk, case, term, renewal, None),
    }
}

/// Charges a renewal again whose card was declined (R21).
pub(in crate::actions) fn charge_again(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    term: &BoughtTerm,
) -> Done<()> {
    let failed = case.renewals.iter().find(|r| r.term == term.id && r.state == RenewalState::PaymentFailed).cloned();
    match failed {
        Some(renewal) => charge(tx, ctx, desk, case, term, renewal),
        None => Ok(()),
    }
}

/// The next term is bought: it begins where the last one ends, whenever it was paid (R2), and its license is issued.
pub(in crate::actions) fn finish(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    term: &BoughtTerm,
    renewal: Renewal,
    paid: Option<(PaymentId, String)>,
) -> Done<()> {
    let due = store::renewals::true_up_of(tx, term.id)?.filter(|due| due.due_on <= renewal.on);
    let after = After { previous_seats: term.seats, true_up: due.as_ref().map_or(0, |d| d.quantity) };
    let next = terms::begin(tx, ctx, case, term.index + 1, renewal.seats, renewal.per_seat, Some(after))?;
    let renewed = Renewal {
        next_term: Some(next.id),
        state: if paid.is_some() { RenewalState::Charged } else { RenewalState::Invoiced },
        reason: None,
        next_charge_on: None,
        ..renewal
    };
    let line = Line {
        kind: LineKind::Renewal,
        quantity: renewed.seats,
        per_seat: renewed.per_seat,
        amount: renewed.amount,
        basis: Basis::Term { start: next.span.start, end: next.span.end },
    };
    let lines = std::iter::once(line).chain(due.iter().map(|d| true_up_line(term, d))).collect();
    let card = paid.as_ref().map(|(_, digits)| digits.clone());
    let bill = Bill {
        kind: InvoiceKind::Renewal,
        subject: renewed.id.0,
        lines,
        about: InvoiceAbout::Renewal,
        paid,
        has_letter: true,
    };
    note_renewal(tx, ctx, case, Event::Renewed, &renewed)?;
    case.keep_renewal(tx, ctx.now, renewed.clone())?;
    letters::tell(tx, desk, ctx.now, &to(case), None, |heading| Renewed {
        heading,
        number: case.subscription.number.clone(),
        product: case.product.name.clone(),
        term: next.span,
        seats: next.seats,
        per_seat: next.per_seat,
        total: renewed.amount,
        by_hand: renewed.how == How::Manual,
        card: card.clone(),
        true_up: due.as_ref().map(|d| (d.quantity, d.amount)),
        last_cancel_day: last_cancel_day(next.span.end, case.product.policy.notice_days),
        link: desk.link(&case.path()),
    })?;
    terms::tell_license_ready(tx, ctx, desk, case, &next, true)?;
    invoices::issue(tx, ctx, desk, case, bill).map(drop)
}

fn to(case: &Case) -> Recipients<'_> {
    Recipients { account: &case.account, subscription: case.subscription.id, role: ContactRole::Subscription }
}

/// Keeps why a term was the last one, and bills its true-up alone.
fn not_renewed(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    term: &BoughtTerm,
    why: WhyNot,
    due: Option<&TrueUp>,
) -> Done<()> {
    let renewal = Renewal {
        id: RenewalId::new(),
        term: term.id,
        next_term: None,
        how: How::Auto,
        state: if why == WhyNot::Cancelled { RenewalState::Cancelled } else { RenewalState::Blocked },
        reason: Some(why),
        on: term.span.end,
        seats: 0,
        active: None,
        q4_max: None,
        per_seat: Money::new(0, case.subscription.currency),
        amount: Money::new(0, case.subscription.currency),
        next_charge_on: None,
    };
    note_renewal(tx, ctx, case, Event::NotRenewed, &renewal)?;
    case.keep_renewal(tx, ctx.now, renewal)?;
    match due {
        Some(due) => bill_true_up_alone(tx, ctx, desk, case, term, due),
        None => Ok(()),
    }
}

/// The card was declined for a renewal (R21): it is tried again for fourteen days; then it is over, and what the last
/// term owes is invoiced.
pub(in crate::actions) fn charge_failed(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    case: &mut Case,
    term: &BoughtTerm,
    renewal: Renewal,
    declined: &payments::Declined<'_>,
) -> Done<()> {
    let lapses_on = days_after(renewal.on, GRACE_DAYS);
    // Another card was put on file while this one was asked: it is tried the next day, also after the last day.
    let soon = Some(days_after(ctx.today(), 1)).filter(|day| declined.was_replaced && *day <= days_after(lapses_on, 1));
    let next = soon.or_else(|| next_try(renewal.on, ctx.today(), days_after(lapses_on, 1)));
    let failed = Renewal {
        state: RenewalState::PaymentFailed,
        reason: Some(WhyNot::PaymentFailed),
        next_charge_on: next,
        ..renewal
    };
    note_renewal(tx, ctx, case, Event::RenewalPaymentFailed, &failed)?;
    let billing = Recipients { role: ContactRole::Billing, ..to(case) };
    letters::tell(tx, desk, ctx.now, &billing, None, |heading| PaymentFailed {
        heading,
        number: case.subscription.number.clone(),
        product: case.product.name.clone(),
        about: PaymentAbout::Renewal { on: failed.on },
        amount: declined.amount,
        card: Some(declined.card.to_owned()),
        next_try: next,
        until: days_after(lapses_on, -1),
        link: desk.link("/account/payment-method"),
    })?;
    case.keep_renewal(tx, ctx.now, failed)?;
    let due = store::renewals::true_up_of(tx, term.id)?;
    match due.filter(|_| next.is_none()) {
        Some(due) => invoice_true_up(tx, ctx, desk, case, term, &due, None),
        None => Ok(()),
    }
}

pub(in crate::actions) fn note_renewal(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    case: &Case,
    event: Event,
    renewal: &Renewal,
) -> Done<()> {
    let after = Some(json!({
        "how": renewal.how.as_str(), "state": renewal.state.as_str(), "reason": renewal.reason.map(WhyNot::as_str),
        "on": renewal.on.to_string(), "seats": renewal.seats, "active": renewal.active, "q4_max": renewal.q4_max,
        "amount_minor": renewal.amount.minor, "currency": renewal.amount.currency.code(),
    }));
    let (account, subject) = (Some(case.account.id), case.subject());
    note(tx, ctx, Change { event, account, subject: &subject, before: None, after })
}
