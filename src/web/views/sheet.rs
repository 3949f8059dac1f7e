//! What a settlement's page says to everybody, customers and staff alike.

use chrono::Datelike;

use super::bought::{Bought, span};
use super::fact::Fact;
use super::sums::sum_facts;
use super::teller::Teller;
use crate::domain::calendar::Quarter;
use crate::domain::ids::{AccountId, SettlementId, SubscriptionId};
use crate::domain::invoice::{InvoiceKind, sums};
use crate::domain::payment::Purpose;
use crate::domain::reconciliation::{Settlement, SettlementState};
use crate::domain::subscription::Contract;
use crate::http::badge::Badge;
use crate::store::reconciliations::Dispute;
use crate::store::{self, Conn, Stored};
use crate::web::views::history::{HistoryRow, history};
use crate::web::views::settlements::annual;
use crate::words::{self, t};

/// What a settlement's page says to everybody, customers and staff alike.
pub(crate) struct Sheet {
    pub(crate) id: SettlementId,
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

impl Sheet {
    pub(crate) fn of(teller: &Teller<'_>, known: &Known) -> Self {
        let (l, settlement) = (teller.language, &known.settlement);
        Self {
            id: settlement.id,
            number: teller.contract.subscription.number.clone(),
            title: Bought::in_contract(teller.contract).what,
            quarter: i64::from(settlement.quarter),
            span: span(l, known.quarter.span),
            year: known.quarter.span.start.year(),
            badge: teller.settlement_badge(settlement),
            sum: teller.settlement_sum(settlement),
            outcome: teller.settlement_outcome(settlement),
            counted: counted(teller, known),
            dates: dates(teller, known),
            history: known.history.iter().map(|(told, by)| HistoryRow::of(l, told, by.as_deref())).collect(),
        }
    }
}

/// A settlement with everything its page says.
pub(crate) struct Known {
    pub(crate) contract: Contract,
    pub(crate) settlement: Settlement,
    pub(crate) quarter: Quarter,
    pub(crate) dispute: Option<Dispute>,
    pub(crate) is_under_way: bool,
    /// Whether staff rejected an objection to it: there is no second one.
    pub(crate) was_rejected: bool,
    pub(crate) invoice: Option<String>,
    pub(crate) history: Vec<(store::audit::Told, Option<String>)>,
}

/// Loads a settlement of a subscription of the account; none if it is another's.
pub(crate) fn load(
    c: &mut Conn<'_>,
    account: AccountId,
    id: SubscriptionId,
    settlement: SettlementId,
) -> Stored<Option<Known>> {
    let Some(contract) = store::contracts::find(c, account, id)? else { return Ok(None) };
    let Some(settlement) = contract.settlements.iter().find(|s| s.id == settlement).cloned() else { return Ok(None) };
    let term = contract.terms.iter().find(|t| t.id == settlement.term);
    let quarters = term.map(|t| contract.quarters_of(t)).unwrap_or_default();
    let Some(quarter) = quarters.into_iter().find(|q| q.number == settlement.quarter) else { return Ok(None) };
    let invoice = match store::invoices::of_subject(c, InvoiceKind::Reconciliation, settlement.id.0)? {
        Some(invoice) => store::invoices::find(c, account, invoice)?.map(|i| i.number),
        None => None,
    };
    Ok(Some(Known {
        dispute: store::reconciliations::standing_dispute(c, settlement.id)?,
        is_under_way: store::payments::is_under_way(c, Purpose::Settlement, settlement.id.0)?,
        was_rejected: store::reconciliations::was_rejected(c, settlement.id)?,
        history: history(c, &contract, settlement.id)?,
        invoice,
        quarter,
        settlement,
        contract,
    }))
}

/// What was counted, and what follows.
fn counted(teller: &Teller<'_>, known: &Known) -> Vec<Fact> {
    let (l, settlement) = (teller.language, &known.settlement);
    let fact = |label: String, text: String| Fact { label, text, small: String::new() };
    let mut facts = vec![fact(t!(l, "settlement-quarter"), span(l, known.quarter.span))];
    if let Some(peak) = settlement.peak {
        let (users, day) = (words::number(l, peak.billable), words::day(l, peak.on));
        let hosts = teller.contract.counts.iter().map(|c| &c.instance);
        let hosts: Vec<&str> = hosts.filter(|i| i.counts()).map(|i| i.hostname.as_str()).collect();
        facts.push(Fact {
            label: t!(l, "settlement-most"),
            text: t!(l, "settlement-most-on", users = users, day = day),
            small: if hosts.is_empty() { String::new() } else { t!(l, "settlement-hosts", hosts = hosts.join(", ")) },
        });
    }
    facts.push(fact(t!(l, "settlement-seats"), words::number(l, settlement.seats_before)));
    if settlement.overage == 0 || settlement.state == SettlementState::Skipped {
        return facts;
    }
    facts.push(fact(t!(l, "settlement-over"), words::number(l, settlement.overage)));
    facts.push(fact(t!(l, "settlement-per-seat"), words::money(l, settlement.per_seat)));
    let left = t!(l, "settlement-quarters-of-4", quarters = i64::from(settlement.remaining_quarters));
    facts.push(fact(t!(l, "settlement-quarters-left"), left));
    facts.extend(sum_facts(
        l,
        sums(std::iter::once(settlement.amount), settlement.amount.currency, teller.contract.account.tax_basis_points),
    ));
    facts.extend(annual(settlement).map(|annual| Fact {
        label: t!(l, "settlement-annually"),
        text: words::money(l, annual),
        small: t!(l, "settlement-annually-small"),
    }));
    facts
}

/// When what happened and will.
fn dates(teller: &Teller<'_>, known: &Known) -> Vec<Fact> {
    let (l, settlement) = (teller.language, &known.settlement);
    let fact = |label: String, day| Fact { label, text: words::day(l, day), small: String::new() };
    let mut facts = Vec::new();
    facts.extend(settlement.notified_on.map(|day| fact(t!(l, "settlement-told-on"), day)));
    match (settlement.charged_on, settlement.next_charge_on) {
        (Some(day), _) if settlement.state == SettlementState::Charged => {
            facts.push(fact(t!(l, "settlement-charged-on"), day));
        }
        (Some(day), _) => facts.push(fact(t!(l, "settlement-invoiced-on"), day)),
        (None, Some(day)) if teller.pays_by_card() => facts.push(fact(t!(l, "settlement-charge-on"), day)),
        (None, Some(day)) => facts.push(fact(t!(l, "settlement-invoice-on"), day)),
        (None, None) => {}
    }
    let raises = settlement.state.is_payable() || settlement.charged_on.is_some();
    if raises {
        facts.push(fact(t!(l, "settlement-seats-from"), known.quarter.span.end));
    }
    facts
}
