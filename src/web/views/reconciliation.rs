//! What a reconciliation's page says to everybody, customers and staff alike.

use chrono::Datelike;

use super::bought::{Bought, span};
use super::fact::Fact;
use super::sums::sum_facts;
use super::wording::Wording;
use crate::domain::calendar::Quarter;
use crate::domain::ids::{AccountId, ReconciliationId, SubscriptionId};
use crate::domain::invoice::{InvoiceKind, sums};
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::{Reconciliation, ReconciliationState};
use crate::domain::subscription::Contract;
use crate::http::badge::Badge;
use crate::store::reconciliations::Dispute;
use crate::store::{self, Conn, Stored};
use crate::web::views::history::{HistoryRow, history};
use crate::web::views::reconciliations::annual;
use crate::words::{self, t};

/// What a reconciliation's page says to everybody, customers and staff alike.
pub(crate) struct ReconciliationView {
    pub(crate) id: ReconciliationId,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) quarter: i64,
    pub(crate) span: String,
    /// The year in which the quarter began.
    pub(crate) year: i32,
    pub(crate) badge: Badge,
    pub(crate) sum: Option<String>,
    pub(crate) outcome: String,
    pub(crate) counted: Vec<Fact>,
    pub(crate) dates: Vec<Fact>,
    pub(crate) history: Vec<HistoryRow>,
}

impl ReconciliationView {
    pub(crate) fn of(wording: &Wording<'_>, known: &KnownReconciliation) -> Self {
        let (l, reconciliation) = (wording.language, &known.reconciliation);
        Self {
            id: reconciliation.id,
            number: wording.contract.subscription.number.clone(),
            title: Bought::in_contract(wording.contract).what,
            quarter: i64::from(reconciliation.quarter),
            span: span(l, known.quarter.span),
            year: known.quarter.span.start.year(),
            badge: wording.reconciliation_badge(reconciliation),
            sum: wording.reconciliation_sum(reconciliation),
            outcome: wording.reconciliation_outcome(reconciliation),
            counted: counted(wording, known),
            dates: dates(wording, known),
            history: known.history.iter().map(|(told, by)| HistoryRow::of(l, told, by.as_deref())).collect(),
        }
    }
}

/// A reconciliation with everything its page says.
pub(crate) struct KnownReconciliation {
    pub(crate) contract: Contract,
    pub(crate) reconciliation: Reconciliation,
    pub(crate) quarter: Quarter,
    pub(crate) dispute: Option<Dispute>,
    pub(crate) is_under_way: bool,
    /// Whether staff rejected a dispute to it: there is no second one.
    pub(crate) was_rejected: bool,
    pub(crate) invoice: Option<String>,
    pub(crate) history: Vec<(store::audit::Told, Option<String>)>,
}

/// Loads a reconciliation of a subscription of the account; none if it is another's.
pub(crate) fn load(
    c: &mut Conn<'_>,
    account: AccountId,
    id: SubscriptionId,
    reconciliation: ReconciliationId,
) -> Stored<Option<KnownReconciliation>> {
    let Some(contract) = store::contracts::find(c, account, id)? else { return Ok(None) };
    let Some(reconciliation) = contract.reconciliations.iter().find(|s| s.id == reconciliation).cloned() else {
        return Ok(None);
    };
    let term = contract.terms.iter().find(|t| t.id == reconciliation.term);
    let quarters = term.map(|t| contract.quarters_of(t)).unwrap_or_default();
    let Some(quarter) = quarters.into_iter().find(|q| q.number == reconciliation.quarter) else { return Ok(None) };
    let invoice = match store::invoices::of_subject(c, InvoiceKind::Reconciliation, reconciliation.id.0)? {
        Some(invoice) => store::invoices::find(c, account, invoice)?.map(|i| i.number),
        None => None,
    };
    Ok(Some(KnownReconciliation {
        dispute: store::reconciliations::standing_dispute(c, reconciliation.id)?,
        is_under_way: store::payments::is_under_way(c, Purpose::Reconciliation, reconciliation.id.0)?,
        was_rejected: store::reconciliations::was_rejected(c, reconciliation.id)?,
        history: history(c, &contract, reconciliation.id)?,
        invoice,
        quarter,
        reconciliation,
        contract,
    }))
}

/// What was counted, and what follows.
fn counted(wording: &Wording<'_>, known: &KnownReconciliation) -> Vec<Fact> {
    let (l, reconciliation) = (wording.language, &known.reconciliation);
    let fact = |label: String, text: String| Fact { label, text, small: String::new() };
    let mut facts = vec![fact(t!(l, "reconciliation-quarter"), span(l, known.quarter.span))];
    if let Some(peak) = reconciliation.peak {
        let (users, day) = (words::number(l, peak.billable), words::day(l, peak.on));
        let hosts = wording.contract.counts.iter().map(|c| &c.instance);
        let hosts: Vec<&str> = hosts.filter(|i| i.counts()).map(|i| i.hostname.as_str()).collect();
        facts.push(Fact {
            label: t!(l, "reconciliation-most"),
            text: t!(l, "reconciliation-most-on", users = users, day = day),
            small: if hosts.is_empty() {
                String::new()
            } else {
                t!(l, "reconciliation-hosts", hosts = hosts.join(", "))
            },
        });
    }
    facts.push(fact(t!(l, "reconciliation-seats"), words::number(l, reconciliation.seats_before)));
    if reconciliation.overage == 0 || reconciliation.state == ReconciliationState::Skipped {
        return facts;
    }
    facts.push(fact(t!(l, "reconciliation-over"), words::number(l, reconciliation.overage)));
    facts.push(fact(t!(l, "reconciliation-per-seat"), words::money(l, reconciliation.per_seat)));
    let left = t!(l, "reconciliation-quarters-of-4", quarters = i64::from(reconciliation.remaining_quarters));
    facts.push(fact(t!(l, "reconciliation-quarters-left"), left));
    facts.extend(sum_facts(
        l,
        sums(
            std::iter::once(reconciliation.amount),
            reconciliation.amount.currency,
            wording.contract.account.tax_basis_points,
        ),
    ));
    facts.extend(annual(reconciliation).map(|annual| Fact {
        label: t!(l, "reconciliation-annually"),
        text: words::money(l, annual),
        small: t!(l, "reconciliation-annually-small"),
    }));
    facts
}

/// When what happened and will.
fn dates(wording: &Wording<'_>, known: &KnownReconciliation) -> Vec<Fact> {
    let (l, reconciliation) = (wording.language, &known.reconciliation);
    let fact = |label: String, day| Fact { label, text: words::day(l, day), small: String::new() };
    let mut facts = Vec::new();
    facts.extend(reconciliation.notified_on.map(|day| fact(t!(l, "reconciliation-told-on"), day)));
    match (reconciliation.charged_on, reconciliation.next_charge_on) {
        (Some(day), _) if reconciliation.state == ReconciliationState::Charged => {
            facts.push(fact(t!(l, "reconciliation-charged-on"), day));
        }
        (Some(day), _) => facts.push(fact(t!(l, "reconciliation-invoiced-on"), day)),
        (None, Some(day)) if wording.pays_by_card() => facts.push(fact(t!(l, "reconciliation-charge-on"), day)),
        (None, Some(day)) => facts.push(fact(t!(l, "reconciliation-invoice-on"), day)),
        (None, None) => {}
    }
    let raises = reconciliation.state.is_payable() || reconciliation.charged_on.is_some();
    if raises {
        facts.push(fact(t!(l, "reconciliation-seats-from"), known.quarter.span.end));
    }
    facts
}
