//! What the document itself says: from what was issued alone, and never from what became of it.

use super::lines::row;
use super::record::{Record, is_to_be_paid};
use crate::config::Config;
use crate::domain::calendar::midnight;
use crate::domain::invoice::Invoice;
use crate::domain::language::Language;
use crate::pdf::{Heads, PrintedDocument, Total};
use crate::words::{self, t};

/// What the document itself says: from what was issued alone, and never from what became of it.
pub(super) fn paper(l: Language, record: &Record, config: &Config) -> PrintedDocument {
    let invoice = &record.invoice;
    let title = title(l, record);
    let currency = invoice.sums.total.currency.code();
    PrintedDocument {
        language: l.to_string(),
        title: title.clone(),
        author: config.brand.clone(),
        created_at: midnight(invoice.issued_on),
        brand: config.brand.clone(),
        vendor: vendor(config),
        recipient: recipient(invoice),
        facts: facts(l, record),
        subject: title,
        lead: lead(l, record),
        heads: Heads {
            description: t!(l, "document-description"),
            quantity: t!(l, "document-quantity"),
            unit_price: t!(l, "document-unit-price", currency = currency),
            amount: t!(l, "document-amount", currency = currency),
        },
        rows: invoice.lines.iter().map(|line| row(l, record, line)).collect(),
        totals: totals(l, record),
        notes: notes(l, record),
        footer: config.invoice_note.clone(),
        page_of: t!(l, "document-page", n = "{n}", m = "{m}"),
    }
}

fn title(l: Language, record: &Record) -> String {
    let number = record.invoice.number.as_str();
    if record.is_credit_note() {
        t!(l, "document-credit-note", number = number)
    } else {
        t!(l, "document-invoice", number = number)
    }
}

fn vendor(config: &Config) -> Vec<String> {
    let mut lines = config.vendor_address.clone();
    if lines.is_empty() {
        lines.push(config.brand.clone());
    }
    lines.push(config.support.clone());
    lines
}

fn recipient(invoice: &Invoice) -> Vec<String> {
    let address = invoice.bill_to.address.lines().map(str::trim).filter(|line| !line.is_empty());
    std::iter::once(invoice.bill_to.name.as_str()).chain(address).map(str::to_owned).collect()
}

fn facts(l: Language, record: &Record) -> Vec<(String, String)> {
    let invoice = &record.invoice;
    let mut facts = vec![
        (t!(l, "document-number"), invoice.number.clone()),
        (t!(l, "document-issued"), words::day(l, invoice.issued_on)),
    ];
    if is_to_be_paid(record) {
        facts.push((t!(l, "document-due"), words::day(l, invoice.due_on)));
    }
    if let Some(corrected) = &record.corrects {
        facts.push((t!(l, "document-corrects"), corrected.clone()));
    }
    facts.push((t!(l, "document-customer"), invoice.bill_to.account_number.clone()));
    if let Some(vat_id) = &invoice.bill_to.vat_id {
        facts.push((t!(l, "document-vat-id"), vat_id.clone()));
    }
    facts.push((t!(l, "document-subscription"), record.subscription.clone()));
    facts
}

fn lead(l: Language, record: &Record) -> Vec<String> {
    let (what, number) = (record.what.as_str(), record.subscription.as_str());
    let mut lead = Vec::new();
    match &record.corrects {
        Some(corrected) => {
            lead.push(t!(l, "document-lead-credit", corrected = corrected.as_str(), what = what, number = number));
        }
        None => lead.push(t!(l, "document-lead", what = what, number = number)),
    }
    if let Some(reason) = &record.invoice.reason {
        lead.push(t!(l, "document-reason", reason = reason.as_str()));
    }
    lead
}

fn totals(l: Language, record: &Record) -> Vec<Total> {
    let sums = &record.invoice.sums;
    let total = |label, amount, is_strong| Total { label, amount, is_strong };
    let rate = words::percent(l, sums.tax_basis_points);
    vec![
        total(t!(l, "document-net"), words::figures(l, sums.net), false),
        total(t!(l, "document-tax", rate = rate), words::figures(l, sums.tax), false),
        total(t!(l, "document-total"), words::money(l, sums.total), true),
    ]
}

fn notes(l: Language, record: &Record) -> Vec<String> {
    let invoice = &record.invoice;
    let total = words::money(l, invoice.sums.total);
    match &record.card {
        _ if record.is_credit_note() => vec![t!(l, "document-note-credit")],
        Some(card) => {
            vec![t!(l, "document-note-card", day = words::day(l, invoice.issued_on), card = card.as_str())]
        }
        None if is_to_be_paid(record) => {
            let (day, number) = (words::day(l, invoice.due_on), invoice.number.as_str());
            vec![t!(l, "document-note-pay", total = total, day = day, number = number)]
        }
        None => vec![t!(l, "document-note-nothing")],
    }
}
