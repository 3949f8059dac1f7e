//! What became of a scenario, as one JSON document: what is in the store, and nothing else.

use serde_json::{Value, json};

use super::play::Played;
use crate::app::App;
use crate::domain::calendar::{Day, Quarter};
use crate::domain::contact::ContactRole;
use crate::domain::invoice::Invoice;
use crate::domain::late::LateLine;
use crate::domain::license::License;
use crate::domain::money::Money;
use crate::domain::reconciliation::{Reconciliation, ReconciliationState};
use crate::domain::renewal::{Outlook, Renewal, RenewalState};
use crate::domain::subscription::{BoughtTerm, Contract};
use crate::domain::true_up::{TrueUp, TrueUpKind};
use crate::store::{self, StoreError};

/// Everything a scenario left behind.
pub(super) async fn outcome(app: &App, played: &Played, until: Day) -> Result<Value, StoreError> {
    let (account, id) = (played.account, played.subscription);
    let read = app.db.read(move |c| {
        let contract = store::contracts::find(c, account, id)?;
        let true_ups = store::renewals::true_ups(c, account, id)?;
        let invoices = store::invoices::of_subscription(c, account, id)?;
        let emails = store::emails::about(c, account, id)?;
        Ok::<_, StoreError>((contract, true_ups, invoices, emails))
    });
    let (contract, true_ups, invoices, emails) = read.await?;
    let contract = contract.ok_or_else(|| StoreError::Other("the scenario's subscription is gone".to_owned()))?;
    let emails: Vec<Value> = emails
        .into_iter()
        .map(|(at, kind, reader)| {
            let to = reader.map(ContactRole::as_str);
            json!({ "on": at.date_naive(), "letter": kind.as_str(), "to": to })
        })
        .collect();
    let refused: Vec<Value> =
        played.refused.iter().map(|r| json!({ "at": r.at, "event": r.event, "reason": r.reason })).collect();
    let mut licenses: Vec<&License> = contract.licenses.iter().collect();
    licenses.sort_by_key(|license| (license.issued_at, license.id));
    Ok(json!({
        "terms": contract.terms.iter().map(term).collect::<Vec<_>>(),
        "settlements": reconciliations(&contract),
        "true_ups": true_ups.iter().map(|due| true_up(&contract, due)).collect::<Vec<_>>(),
        "renewals": contract.renewals.iter().map(|r| renewal(&contract, r)).collect::<Vec<_>>(),
        "invoices": invoices.iter().map(invoice).collect::<Vec<_>>(),
        "licenses": licenses.into_iter().map(license).collect::<Vec<_>>(),
        "letters": emails,
        "refused": refused,
        "will_renew": will_renew(&contract, until),
        "seats": contract.terms_on(until).running().or(contract.terms.last()).map(|t| t.seats),
    }))
}

fn amount(money: Money) -> String {
    money.decimal().to_string()
}

fn term(term: &BoughtTerm) -> Value {
    json!({
        "index": term.index, "start": term.span.start, "end": term.span.end, "mode": term.mode.as_str(),
        "unit_price": amount(term.per_seat), "seats_at_start": term.base_seats, "seats_at_end": term.seats,
    })
}

/// Every quarter of every term: one that was not reconciled yet is open.
fn reconciliations(contract: &Contract) -> Vec<Value> {
    let mut all = Vec::new();
    for term in &contract.terms {
        for quarter in contract.quarters_of(term) {
            let reconciled =
                contract.reconciliation(term, quarter.number).filter(|s| s.state != ReconciliationState::Open);
            all.push(match reconciled {
                // What was disputed before its day, or waived then, was not computed yet.
                Some(early) if is_uncomputed(early) => uncomputed(term, quarter, early.state),
                Some(reconciled) => reconciliation(term, reconciled),
                None => uncomputed(term, quarter, ReconciliationState::Open),
            });
        }
    }
    all
}

fn is_uncomputed(reconciled: &Reconciliation) -> bool {
    matches!(reconciled.state, ReconciliationState::Disputed | ReconciliationState::Waived)
        && reconciled.first_charge_on.is_none()
}

fn uncomputed(term: &BoughtTerm, quarter: Quarter, state: ReconciliationState) -> Value {
    json!({
        "term": term.index, "quarter": quarter.number, "state": state.as_str(), "reason": null,
        "quarter_max": null, "max_on": null, "seats_before": null, "overage": null,
        "remaining_quarters": quarter.remaining(), "amount": null, "notified_on": null, "charged_on": null,
        "seats_after": null, "late": [],
    })
}

fn reconciliation(term: &BoughtTerm, reconciled: &Reconciliation) -> Value {
    // Until it is paid or waived nobody knows what seats there will be.
    let is_pending = reconciled.state.is_payable() || reconciled.state == ReconciliationState::Disputed;
    json!({
        "term": term.index, "quarter": reconciled.quarter, "state": reconciled.state.as_str(),
        "reason": reconciled.reason.map(crate::domain::reconciliation::Reason::as_str),
        "quarter_max": reconciled.peak.map(|p| p.billable), "max_on": reconciled.peak.map(|p| p.on),
        "seats_before": reconciled.seats_before, "overage": reconciled.overage,
        "remaining_quarters": reconciled.remaining_quarters, "amount": amount(reconciled.amount),
        "notified_on": reconciled.notified_on, "charged_on": reconciled.charged_on,
        "seats_after": (!is_pending).then_some(reconciled.seats_after),
        "late": reconciled.late.iter().map(late).collect::<Vec<_>>(),
    })
}

fn late(line: &LateLine) -> Value {
    json!({
        "quarter": line.quarter, "max": line.peak.billable, "max_on": line.peak.on, "overage": line.overage,
        "remaining_quarters": line.remaining_quarters, "amount": amount(line.amount),
    })
}

fn index_of(contract: &Contract, term: crate::domain::ids::TermId) -> Option<u32> {
    contract.terms.iter().find(|t| t.id == term).map(|t| t.index)
}

fn true_up(contract: &Contract, due: &TrueUp) -> Value {
    json!({
        "term": index_of(contract, due.term), "kind": due.kind.as_str(), "quarter": due.quarter,
        "term_max": due.term_max, "seats": due.seats, "quantity": due.quantity,
        "credited": (due.kind != TrueUpKind::Late).then(|| amount(due.credited)), "amount": amount(due.amount),
        "on": due.due_on,
    })
}

fn renewal(contract: &Contract, renewal: &Renewal) -> Value {
    let bought = !matches!(renewal.state, RenewalState::Cancelled | RenewalState::Blocked);
    json!({
        "term": index_of(contract, renewal.term).map(|index| index + 1), "on": renewal.on,
        "how": renewal.how.as_str(), "seats": bought.then_some(renewal.seats), "active": renewal.active,
        "q4_max": renewal.q4_max, "unit_price": bought.then(|| amount(renewal.per_seat)),
        "amount": bought.then(|| amount(renewal.amount)), "state": renewal.state.as_str(),
        "reason": renewal.reason.map(crate::domain::renewal::WhyNot::as_str),
    })
}

fn invoice(invoice: &Invoice) -> Value {
    let lines: Vec<Value> = invoice
        .lines
        .iter()
        .map(|line| {
            json!({
                "quantity": line.quantity, "unit_price": amount(line.per_seat), "quarters": line.basis.quarters(),
                "amount": amount(line.amount),
            })
        })
        .collect();
    json!({
        "number": invoice.number, "kind": invoice.kind.as_str(), "issued_on": invoice.issued_on,
        "total": amount(invoice.sums.total), "lines": lines,
    })
}

fn license(license: &License) -> Value {
    json!({
        "starts": license.span.start, "ends": license.span.end, "issued_on": license.issued_at.date_naive(),
        "seats": license.seats, "previous_seats": license.previous_seats, "true_up": license.true_up,
    })
}

fn will_renew(contract: &Contract, until: Day) -> Value {
    match contract.outlook(until) {
        Some(Outlook::Renews { .. }) => json!({ "answer": true, "reason": null }),
        Some(Outlook::Ends { why, .. } | Outlook::Ended { why, .. }) => {
            json!({ "answer": false, "reason": why.as_str() })
        }
        None => json!({ "answer": false, "reason": null }),
    }
}
