//! What a term owes at its end beyond its quarters (R18): counted once, billed with the renewal or alone.

use serde_json::json;

use super::charges::Charge;
use super::reconciliations::late_counts;
use crate::actions::invoices::{Bill, CardPayment};
use crate::actions::work::Work;
use crate::actions::{Done, or_missing};
use crate::domain::audit::Event;
use crate::domain::calendar::{Day, Instant, Quarter};
use crate::domain::ids::{AccountId, SubscriptionId, TrueUpId};
use crate::domain::invoice::{Basis, InvoiceKind, InvoiceLine, LineKind, term_price};
use crate::domain::late::{self, Again, LateLine};
use crate::domain::money::Money;
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::{BillingMode, Reason, Reconciliation, ReconciliationState};
use crate::domain::subscription::{BoughtTerm, Contract};
use crate::domain::true_up::{Added, Excess, Held, TrueUp, TrueUpKind};
use crate::domain::usage::{Peak, TermCounts};
use crate::mail::messages::InvoiceAbout;
use crate::store::{self, Conn};

/// What of an annual term would be trued up with the next one, were that bought today (R18, S2): the same for the page
/// and for the order. It is about the last term bought; nothing if nothing is due, or it is billed quarterly.
///
/// # Errors
/// Missing.
pub fn quote_true_up(c: &mut Conn<'_>, account: AccountId, id: SubscriptionId, now: Instant) -> Done<Vec<TrueUp>> {
    let contract = or_missing(store::contracts::find_billed(c, account, id)?)?;
    match contract.terms.last() {
        Some(term) => annual_true_up(c, &contract, term, now),
        None => Ok(Vec::new()),
    }
}

/// The true-up of an annual term as of now; none of a quarterly one, which is due at its end.
pub(super) fn annual_true_up(
    c: &mut Conn<'_>,
    contract: &Contract,
    term: &BoughtTerm,
    now: Instant,
) -> Done<Vec<TrueUp>> {
    let mut due = match term.mode {
        BillingMode::Annual => {
            KnownTerm { contract, term, known_by: now, due_on: now.date_naive() }.true_ups(c, &[])?
        }
        BillingMode::Quarterly => Vec::new(),
    };
    due.retain(|due| due.kind == TrueUpKind::Annual);
    Ok(due)
}

/// A term, by what was known of it before a moment.
#[derive(Clone, Copy)]
pub(in crate::actions) struct KnownTerm<'a> {
    pub(in crate::actions) contract: &'a Contract,
    pub(in crate::actions) term: &'a BoughtTerm,
    pub(in crate::actions) known_by: Instant,
    pub(in crate::actions) due_on: Day,
}

impl KnownTerm<'_> {
    /// What is due beyond what was billed already (R6a, R18), in the order in which it is billed: quarter by quarter late counts
    /// and those of which nothing was known in time, then the annual true-up. A seat is paid once. `unpaid`: quarters that were told
    /// and can be charged no more, which are due like late counts (R16).
    pub(in crate::actions) fn true_ups(self, c: &mut Conn<'_>, unpaid: &[Again]) -> Done<Vec<TrueUp>> {
        let Self { contract, term, .. } = self;
        if !contract.is_direct() || !contract.subscription.tier.is_paid() {
            return Ok(Vec::new());
        }
        let counts = contract.counted(c, term, self.known_by)?;
        let disputed = store::reconciliations::disputed_quarters(c, term.id)?;
        let mut held = self.held(c)?;
        let mut again = late_counts(contract, term, LAST_QUARTER, &counts);
        again.extend(unpaid);
        let mut due = Vec::new();
        for quarter in contract.quarters_of(term) {
            let reconciled = contract.reconciliation(term, quarter.number);
            if let Some(again) = again.iter().find(|again| again.quarter == quarter) {
                due.extend(self.late(&mut held, *again));
            }
            let is_unreported = term.mode == BillingMode::Quarterly
                && reconciled.and_then(|s| s.reason).is_some_and(Reason::is_trued_up)
                && !disputed.contains(&quarter.number);
            if is_unreported {
                let most = reconciled.map_or(i64::MAX, at_most);
                let days = capped(counts.billable_days(term.place(quarter)), most).collect();
                due.extend(self.excess(&mut held, TrueUpKind::Unreported, Some(quarter.number), days));
            }
        }
        if term.mode == BillingMode::Annual {
            let days = self.annual_days(&counts, &disputed);
            due.extend(self.excess(&mut held, TrueUpKind::Annual, None, days));
        }
        Ok(due)
    }

    /// The seats of the term day by day: what it began with, what was added for how much, what was trued up already.
    fn held(self, c: &mut Conn<'_>) -> Done<Held> {
        let Self { contract, term, .. } = self;
        let mut added = store::orders::seats_bought(c, term.id)?;
        for reconciled in contract.reconciliations.iter().filter(|s| s.term == term.id && s.charged_on.is_some()) {
            for line in reconciled.late.iter().copied().chain(reconciled.own_line()) {
                let on = or_missing(contract.quarter(term, line.quarter))?.span.end;
                added.push(Added { on, seats: line.overage, paid: line.amount });
            }
        }
        added.sort_by_key(|added| added.on);
        let mut held = Held { base: term.base_seats, added, trued_up: 0 };
        for billed in store::renewals::true_ups_of(c, term.id)? {
            match billed.quarter.filter(|_| billed.kind == TrueUpKind::Late) {
                Some(quarter) => {
                    let on = or_missing(contract.quarter(term, quarter))?.span.end;
                    held.added.push(Added { on, seats: billed.quantity, paid: billed.amount });
                }
                None => held.true_up(billed.max_on, billed.quantity, billed.due_on),
            }
        }
        Ok(held)
    }

    /// A quarter that was reconciled from less than is known now, over all seats as they stand.
    fn late(self, held: &mut Held, again: Again) -> Option<TrueUp> {
        // What cannot be computed is billed by people, and stops nothing else (R47).
        let line = late::lines(held.all(), self.term.per_seat, &[again]).ok()?.into_iter().next()?;
        held.added.push(Added { on: again.quarter.span.end, seats: line.overage, paid: line.amount });
        Some(self.late_true_up(&line))
    }

    /// A late line as what is due at the end.
    fn late_true_up(self, line: &LateLine) -> TrueUp {
        TrueUp {
            id: TrueUpId::new(),
            term: self.term.id,
            kind: TrueUpKind::Late,
            quarter: Some(line.quarter),
            term_max: line.peak.billable,
            max_on: line.peak.on,
            seats: line.seats,
            quantity: line.overage,
            per_seat: self.term.per_seat,
            months: self.contract.subscription.term_months,
            credited: Money::new(0, self.term.per_seat.currency),
            amount: line.amount,
            due_on: self.due_on,
        }
    }

    /// The day of these that costs most, at the full price.
    fn excess(self, held: &mut Held, kind: TrueUpKind, quarter: Option<u32>, days: Vec<Peak>) -> Option<TrueUp> {
        let (per_seat, months) = (self.term.per_seat, self.contract.subscription.term_months);
        let found = held.excess(days.into_iter(), |seats| term_price(seats, per_seat, months)).ok()?;
        let Excess { peak, seats, quantity, credited, amount } = found?;
        held.true_up(peak.on, quantity, self.due_on);
        Some(TrueUp {
            id: TrueUpId::new(),
            term: self.term.id,
            kind,
            quarter,
            term_max: peak.billable,
            max_on: peak.on,
            seats,
            quantity,
            per_seat,
            months,
            credited,
            amount,
            due_on: self.due_on,
        })
    }

    /// The days of an annual term, without those of quarters that were reconciled before it went back (R14), waived, or are disputed;
    /// of one that was corrected at most what staff stated.
    fn annual_days(self, counts: &TermCounts, disputed: &[u32]) -> Vec<Peak> {
        let Self { contract, term, .. } = self;
        let is_reverted = term.annual_reason == Some(Reason::NotEnrolled)
            && contract
                .reconciliations
                .iter()
                .any(|s| s.term == term.id && s.state == ReconciliationState::RevertedToTrueUp);
        let quarters = contract.quarters_of(term);
        let counts_of = |quarter: &Quarter| match contract.reconciliation(term, quarter.number) {
            _ if disputed.contains(&quarter.number) => None,
            Some(s) => match s.state {
                ReconciliationState::Waived
                | ReconciliationState::Disputed
                | ReconciliationState::Charged
                | ReconciliationState::Invoiced
                | ReconciliationState::Superseded => None,
                ReconciliationState::Skipped if matches!(s.reason, Some(Reason::NoOverage | Reason::Paused)) => None,
                _ => Some(at_most(s)),
            },
            None => Some(i64::MAX),
        };
        let mut days = Vec::new();
        if is_reverted {
            for quarter in &quarters {
                let Some(most) = counts_of(quarter) else { continue };
                days.extend(capped(counts.billable_days(term.place(*quarter)), most));
            }
            return days;
        }
        // The whole term is one span: the maximum it told counts by the rule of a first quarter.
        let whole = Quarter { number: 1, span: term.span, of: 1, is_last: true };
        for peak in counts.billable_days(term.place(whole)) {
            let quarter = quarters.iter().find(|quarter| quarter.span.contains(peak.on));
            days.extend(quarter.map_or(Some(i64::MAX), counts_of).map(|most| lowered(peak, most)));
        }
        days
    }
}

/// The most users that may be billed of a quarter's days: what staff stated, if they corrected it (R16).
fn at_most(reconciled: &Reconciliation) -> i64 {
    if reconciled.is_corrected { reconciled.peak.map_or(0, |peak| peak.billable) } else { i64::MAX }
}

fn capped(days: Vec<Peak>, most: i64) -> impl Iterator<Item = Peak> {
    days.into_iter().map(move |peak| lowered(peak, most))
}

fn lowered(peak: Peak, most: i64) -> Peak {
    Peak { billable: peak.billable.min(most), ..peak }
}

/// Beyond any quarter of any term.
const LAST_QUARTER: u32 = u32::MAX;

/// The line of a true-up. A late count's is the line its reconciliation would have had.
pub(super) fn true_up_line(term: &BoughtTerm, quarters: &[Quarter], due: &TrueUp) -> InvoiceLine {
    let quarter = quarters.iter().find(|quarter| Some(quarter.number) == due.quarter);
    let basis = match quarter.filter(|_| due.kind == TrueUpKind::Late) {
        Some(quarter) => Basis::Quarters {
            quarter: quarter.number,
            start: quarter.span.start,
            end: quarter.span.end,
            peak: due.term_max,
            peak_on: due.max_on,
            seats: due.seats,
            remaining: quarter.remaining(),
        },
        None => Basis::TrueUp {
            start: quarter.map_or(term.span.start, |quarter| quarter.span.start),
            end: quarter.map_or(term.span.end, |quarter| quarter.span.end),
            term_max: due.term_max,
            max_on: due.max_on,
            seats: due.seats,
            months: due.months,
            credited: due.credited.minor,
        },
    };
    let kind = if due.kind == TrueUpKind::Late { LineKind::Reconciliation } else { LineKind::TrueUp };
    InvoiceLine { kind, quantity: due.quantity, per_seat: due.per_seat, amount: due.amount, basis }
}

/// What true-ups come to together.
pub(super) fn sum(due: &[TrueUp]) -> i64 {
    due.iter().map(|due| due.amount.minor).fold(0, i64::saturating_add)
}

/// How many users true-ups are for, and what they come to together; none if there are none.
pub(super) fn owed(due: &[TrueUp]) -> Option<(i64, Money)> {
    let first = due.first()?;
    let users = due.iter().map(|due| due.quantity).fold(0, i64::saturating_add);
    Some((users, Money::new(sum(due), first.amount.currency)))
}

impl Work<'_, '_> {
    /// Keeps what is due of a term.
    pub(in crate::actions) fn keep_true_ups(&mut self, due: &[TrueUp]) -> Done<()> {
        for due in due {
            store::renewals::insert_true_up(self.tx, self.contract.subscription.id, due, self.ctx.now)?;
            let after = json!({
                "kind": due.kind.as_str(), "quarter": due.quarter, "term_max": due.term_max, "seats": due.seats,
                "quantity": due.quantity, "credited_minor": due.credited.minor, "amount_minor": due.amount.minor,
                "currency": due.amount.currency.code(),
            });
            self.note(Event::TrueUpBilled, None, Some(after))?;
        }
        Ok(())
    }

    /// Bills true-ups where nothing is renewed, on one invoice: by the card on file, or without one (R13, R25b).
    pub(in crate::actions) fn bill_true_ups_alone(&mut self, term: &BoughtTerm, due: &[TrueUp]) -> Done<()> {
        let (Some(first), Some((_, net))) = (due.first(), owed(due)) else { return Ok(()) };
        let (purpose, subject, due_on) = (Purpose::TrueUp, first.id.0, self.ctx.today());
        match self.begin_charge(&Charge { purpose, subject, net, due_on })? {
            true => Ok(()),
            false => self.invoice_true_ups(term, due, None),
        }
    }

    /// Issues the invoice of true-ups that stand alone.
    pub(super) fn invoice_true_ups(
        &mut self,
        term: &BoughtTerm,
        due: &[TrueUp],
        paid: Option<CardPayment>,
    ) -> Done<()> {
        let Some(first) = due.first() else { return Ok(()) };
        let quarters = self.contract.quarters_of(term);
        let bill = Bill {
            kind: InvoiceKind::TrueUp,
            subject: first.id.0,
            lines: due.iter().map(|due| true_up_line(term, &quarters, due)).collect(),
            about: InvoiceAbout::TrueUp,
            paid,
            has_email: true,
        };
        self.issue_invoice(bill).map(drop)
    }
}
