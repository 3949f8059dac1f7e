//! The audit trail: everything that was reconciled, sold or issued left its entry, and no entry is without its fact (R42).

use std::collections::BTreeMap;

use super::dossier::Dossier;
use super::fault::{Faults, Kind};
use crate::domain::audit::Event;
use crate::domain::ids::ReconciliationId;
use crate::domain::invoice::InvoiceKind;
use crate::domain::order::{OrderKind, OrderState};
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::{DisputeOutcome, Reconciliation, ReconciliationState};
use crate::domain::renewal::RenewalState;

/// How many entries there are of each event, by subject, and for reconciliations by reconciliation.
struct Trail<'a> {
    by_subject: BTreeMap<(Event, &'a str), usize>,
    by_reconciliation: BTreeMap<(Event, ReconciliationId), usize>,
}

impl<'a> Trail<'a> {
    fn of(d: &'a Dossier) -> Self {
        let mut trail = Self { by_subject: BTreeMap::new(), by_reconciliation: BTreeMap::new() };
        for entry in &d.entries {
            *trail.by_subject.entry((entry.event, entry.subject.as_str())).or_default() += 1;
            if let Some(reconciliation) = entry.reconciliation {
                *trail.by_reconciliation.entry((entry.event, reconciliation)).or_default() += 1;
            }
        }
        trail
    }

    fn about(&self, event: Event, subject: &str) -> usize {
        self.by_subject.get(&(event, subject)).copied().unwrap_or(0)
    }
}

pub(super) fn check(d: &Dossier, found: &mut Faults) {
    let trail = Trail::of(d);
    subscription(d, &trail, found);
    for reconciliation in &d.reconciliations {
        of_reconciliation(d, &trail, reconciliation, found);
    }
    for &(event, id) in trail.by_reconciliation.keys() {
        found.unless(d.reconciliation(id).is_some(), Kind::Audit, d.subject(), || {
            format!("an audit entry {event} names reconciliation {id}, which is not there")
        });
    }
    for license in &d.licenses {
        let (subject, event) = (format!("license:{}", license.id), Event::LicenseIssued);
        expect(found, format!("{}, license {}", d.subject(), license.id), event, trail.about(event, &subject), 1);
    }
    for document in &d.documents {
        let invoice = &document.invoice;
        let (subject, name) = (format!("invoice:{}", invoice.number), format!("invoice {}", invoice.number));
        let is_credit = usize::from(invoice.kind == InvoiceKind::CreditNote);
        let by_transfer = usize::from(document.paid == Some(None));
        for (event, due) in [
            (Event::InvoiceIssued, 1 - is_credit),
            (Event::CreditNoteIssued, is_credit),
            (Event::InvoicePaid, by_transfer),
        ] {
            expect(found, &name, event, trail.about(event, &subject), due);
        }
    }
}

fn expect(found: &mut Faults, subject: impl std::fmt::Display, event: Event, is: usize, due: usize) {
    found.unless(is == due, Kind::Audit, subject, || {
        format!("it has {is} audit entries {event}, and should have {due}")
    });
}

fn subscription(d: &Dossier, trail: &Trail<'_>, found: &mut Faults) {
    let subject = format!("subscription:{}", d.subscription.number);
    let orders = |kind: OrderKind, state: OrderState| {
        d.orders.iter().filter(|p| p.order.kind == kind && p.order.state == state).count()
    };
    let ended =
        |r: &&crate::domain::renewal::Renewal| matches!(r.state, RenewalState::Cancelled | RenewalState::Blocked);
    let renewals_declined =
        d.payments.iter().filter(|a| a.payment.purpose == Purpose::Renewal && a.was_declined).count();
    let renewal_declined = orders(OrderKind::Renewal, OrderState::Declined);
    let seats_declined = orders(OrderKind::Seats, OrderState::Declined);
    for (event, due) in [
        (Event::SubscriptionOpened, 1),
        (Event::TermBought, d.terms.len()),
        (Event::Renewed, d.renewals.iter().filter(|r| r.next_term.is_some()).count()),
        (Event::NotRenewed, d.renewals.iter().filter(ended).count()),
        (Event::RenewalPaymentFailed, renewals_declined),
        (Event::SeatsBought, orders(OrderKind::Seats, OrderState::Done)),
        (Event::OrderDeclined, renewal_declined + seats_declined),
    ] {
        expect(found, d.subject(), event, trail.about(event, &subject), due);
    }
    // A true-up that was to be paid with a declined order was taken back; its entry stays.
    let (is, due) = (trail.about(Event::TrueUpBilled, &subject), d.true_ups.len());
    let holds = (due..=due + renewal_declined).contains(&is);
    found.unless(holds, Kind::Audit, d.subject(), || {
        format!("it has {is} audit entries {}, and {due} true-ups", Event::TrueUpBilled)
    });
}

fn of_reconciliation(d: &Dossier, trail: &Trail<'_>, s: &Reconciliation, found: &mut Faults) {
    use ReconciliationState::{Charged, Invoiced, NeedsAttention, RevertedToTrueUp, Skipped, Superseded, Waived};
    let entries = |event: Event| trail.by_reconciliation.get(&(event, s.id)).copied().unwrap_or(0);
    let disputes = d.disputes.iter().filter(|o| o.reconciliation == s.id);
    let ended =
        disputes.clone().filter(|o| matches!(o.outcome, Some(DisputeOutcome::Withdrawn | DisputeOutcome::Rejected)));
    for (event, due) in [
        (Event::ReconciliationNotified, usize::from(s.notified_on.is_some())),
        (Event::ReconciliationBilled, usize::from(matches!(s.state, Charged | Invoiced))),
        (Event::ReconciliationSuperseded, usize::from(s.state == Superseded)),
        (Event::ReconciliationWaived, usize::from(s.state == Waived)),
        (Event::ReconciliationReverted, usize::from(s.state == RevertedToTrueUp)),
        (Event::ReconciliationPaymentFailed, d.times_declined(Purpose::Reconciliation, s.id.0)),
        (Event::ReconciliationDisputed, disputes.count()),
        (Event::DisputeEnded, ended.count()),
    ] {
        expect(found, d.of_reconciliation(s), event, entries(event), due);
    }
    // What staff waived untold was skipped for another reason, or was disputed before its day.
    let is_waived_untold = s.state == Waived && s.notified_on.is_none();
    let skipped = entries(Event::ReconciliationSkipped).saturating_sub(usize::from(is_waived_untold));
    expect(
        found,
        d.of_reconciliation(s),
        Event::ReconciliationSkipped,
        skipped,
        usize::from(matches!(s.state, Skipped | NeedsAttention)),
    );
}
