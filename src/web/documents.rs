//! The single place that words an invoice or a credit note. Page, mailed link, print and PDF show the same [`Sheet`]; what it says
//! follows from the document as it was issued, so that it says the same in 14 months.

pub mod csv;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::error::WebError;
use super::portal::pieces::Stamp;
use super::portal::summary::{Badge, span};
use crate::app::App;
use crate::config::Config;
use crate::domain::calendar::{Day, Term, midnight};
use crate::domain::invoice::{Basis, Invoice, InvoiceKind, Line, LineKind, Payable, Standing, term_price};
use crate::domain::language::Language;
use crate::domain::money::Money;
use crate::pdf::{self, Document, Heads, Row, Total};
use crate::store::invoices::{Listed, Paid};
use crate::store::{self, Conn, Stored};
use crate::words::{self, t};

/// A document with all that is known about it.
#[derive(Debug, Clone)]
pub struct Record {
    /// The document as issued.
    pub invoice: Invoice,
    /// The number of its subscription.
    pub subscription: String,
    /// “Harbor Git Premium”.
    pub what: String,
    /// The account's language: that of the document itself, wherever somebody keeps it.
    pub language: Language,
    /// How it was paid, if it was.
    pub paid: Option<Paid>,
    /// The last digits of the card that paid it, if one did.
    pub card: Option<String>,
    /// The number of the credit note that took it back.
    pub credited_by: Option<String>,
    /// The number of the invoice it takes back.
    pub corrects: Option<String>,
}

impl Record {
    /// Everything about a document; none if what it belongs to is gone.
    ///
    /// # Errors
    /// The store's own.
    pub fn of(c: &mut Conn<'_>, invoice: Invoice) -> Stored<Option<Self>> {
        let Some(account) = store::accounts::find(c, invoice.account)? else { return Ok(None) };
        let Some(bought) = store::subscriptions::find(c, invoice.account, invoice.subscription)? else {
            return Ok(None);
        };
        let Some(product) = store::products::find(c, bought.product)? else { return Ok(None) };
        let paid = store::invoices::paid(c, invoice.id)?;
        let card = match paid.as_ref().and_then(|p| p.payment) {
            Some(payment) => store::payments::card_of(c, payment)?,
            None => None,
        };
        let corrects = match invoice.corrects {
            Some(id) => store::invoices::find_any(c, id)?.map(|corrected| corrected.number),
            None => None,
        };
        let credited_by = store::invoices::credit_note_of(c, invoice.id)?;
        let what = super::portal::pieces::Bought::of(&bought, &product).what;
        let (language, subscription) = (account.language, bought.number);
        Ok(Some(Self { invoice, subscription, what, language, paid, card, credited_by, corrects }))
    }

    fn is_credit_note(&self) -> bool {
        self.invoice.kind == InvoiceKind::CreditNote
    }

    /// Where its payment stands on a day.
    #[must_use]
    pub fn standing(&self, today: Day) -> Standing {
        let payable = Payable {
            total: self.invoice.sums.total,
            due_on: self.invoice.due_on,
            paid_on: self.paid.as_ref().map(|p| p.on),
            is_credited: self.credited_by.is_some(),
        };
        payable.standing(today)
    }
}

/// A document in a list, and how its payment stands today.
pub struct Entry {
    /// `2026-000123`.
    pub number: String,
    /// Whose it is.
    pub customer: String,
    /// What for, in a word.
    pub kind: String,
    /// The subscription's number.
    pub subscription: String,
    /// The day it was issued.
    pub issued: Stamp,
    /// The last day to pay it; said while it is to be paid.
    pub due: Option<Stamp>,
    /// What it comes to, with tax.
    pub total: String,
    /// How its payment stands, in a word.
    pub state: Badge,
}

impl Entry {
    /// The entry of a document, as it stands on a day.
    #[must_use]
    pub fn of(l: Language, listed: Listed, today: Day) -> Self {
        let standing = listed.standing(today);
        Self {
            kind: kind(l, listed.kind),
            issued: Stamp::day(l, listed.issued_on),
            due: standing.is_unpaid().then(|| Stamp::day(l, listed.due_on)),
            total: words::money(l, listed.total),
            state: badge(l, standing),
            customer: listed.account_name,
            subscription: listed.subscription,
            number: listed.number,
        }
    }
}

/// A document in words, and how its payment stands today.
pub struct Sheet {
    /// `2026-000123`.
    pub number: String,
    /// What the document itself says.
    pub paper: Document,
    /// How its payment stands, in a word.
    pub state: Badge,
    /// The same in a sentence.
    pub standing: String,
    /// Whether what the document asks for still holds: once paid by transfer or taken back, a page no longer says it.
    pub asks: bool,
    /// The number of the credit note that took it back.
    pub credited_by: Option<String>,
    /// The number of the invoice it takes back.
    pub corrects: Option<String>,
}

impl Sheet {
    /// Words a document for a reader of this language on a day.
    #[must_use]
    pub fn of(l: Language, record: &Record, config: &Config, today: Day) -> Self {
        let standing = record.standing(today);
        Self {
            number: record.invoice.number.clone(),
            paper: paper(l, record, config),
            state: badge(l, standing),
            standing: sentence(l, record, standing, today),
            asks: !is_to_be_paid(record) || standing.is_unpaid(),
            credited_by: record.credited_by.clone(),
            corrects: record.corrects.clone(),
        }
    }
}

/// The document as PDF, in the account's language; drawn off the threads that serve requests.
///
/// # Errors
/// It cannot be drawn.
pub async fn pdf(record: Record, app: std::sync::Arc<App>) -> Result<HttpResponse, WebError> {
    let name = file_name(&record, "pdf");
    let drawn = web::block(move || pdf::render(&paper(record.language, &record, &app.config), &app.fonts)).await;
    Ok(file("application/pdf", &name, drawn.map_err(WebError::broken)?.map_err(WebError::broken)?))
}

/// The document for bookkeeping, for a reader of this language.
///
/// # Errors
/// It cannot be written.
pub fn csv_file(l: Language, record: &Record) -> Result<HttpResponse, WebError> {
    let text = csv::of_document(l, record).map_err(WebError::broken)?;
    Ok(file(csv::CONTENT_TYPE, &file_name(record, "csv"), text))
}

/// What is sent to be kept.
#[must_use]
pub fn file(content_type: &str, name: &str, bytes: Vec<u8>) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, content_type));
    response.insert_header((CONTENT_DISPOSITION, disposition(name)));
    response.insert_header((CACHE_CONTROL, "no-store"));
    response.body(bytes)
}

/// What is escaped in an extended parameter (RFC 8187).
const IN_A_HEADER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// The name a file is kept under (RFC 6266): what is not ASCII a second time, for those who can read it.
fn disposition(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    if plain == name {
        return format!("attachment; filename=\"{name}\"");
    }
    let extended = utf8_percent_encode(name, IN_A_HEADER);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{extended}")
}

/// Letters, digits and dashes alone, whatever a number may once look like.
fn file_name(record: &Record, ending: &str) -> String {
    let kind = if record.is_credit_note() { "credit-note" } else { "invoice" };
    let safe = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
    format!("{kind}-{}.{ending}", record.invoice.number.chars().map(safe).collect::<String>())
}

/// What a document is about, in a word.
#[must_use]
pub fn kind(l: Language, kind: InvoiceKind) -> String {
    match kind {
        InvoiceKind::Purchase => t!(l, "invoice-kind-purchase"),
        InvoiceKind::Reconciliation => t!(l, "invoice-kind-reconciliation"),
        InvoiceKind::Renewal => t!(l, "invoice-kind-renewal"),
        InvoiceKind::TrueUp => t!(l, "invoice-kind-true-up"),
        InvoiceKind::Seats => t!(l, "invoice-kind-seats"),
        InvoiceKind::CreditNote => t!(l, "invoice-kind-credit-note"),
    }
}

/// How a payment stands, in a word.
#[must_use]
pub fn badge(l: Language, standing: Standing) -> Badge {
    let (class, text) = match standing {
        Standing::Open => ("off", t!(l, "invoice-open")),
        Standing::Due => ("warn", t!(l, "invoice-due")),
        Standing::Overdue => ("late", t!(l, "invoice-overdue")),
        Standing::Paid { .. } => ("ok", t!(l, "invoice-paid")),
        Standing::Credited => ("off", t!(l, "invoice-credited")),
        Standing::NothingToPay => ("off", t!(l, "invoice-nothing-to-pay")),
    };
    Badge { class, text }
}

fn sentence(l: Language, record: &Record, standing: Standing, today: Day) -> String {
    let total = words::money(l, record.invoice.sums.total);
    let due = words::day(l, record.invoice.due_on);
    match (standing, &record.card, &record.credited_by) {
        (Standing::Open, ..) => t!(l, "invoice-open-text", total = total, day = due),
        (Standing::Due, ..) => t!(l, "invoice-due-text", total = total, day = due),
        (Standing::Overdue, ..) => {
            let days = (today - record.invoice.due_on).num_days();
            t!(l, "invoice-overdue-text", total = total, day = due, days = days)
        }
        (Standing::Paid { on }, Some(card), _) => {
            t!(l, "invoice-paid-card-text", day = words::day(l, on), card = card.as_str())
        }
        (Standing::Paid { on }, None, _) => t!(l, "invoice-paid-text", day = words::day(l, on)),
        (Standing::Credited, _, by) => t!(l, "invoice-credited-text", number = by.clone().unwrap_or_default()),
        (Standing::NothingToPay, ..) if record.is_credit_note() => t!(l, "invoice-credit-note-text"),
        (Standing::NothingToPay, ..) => t!(l, "invoice-nothing-text"),
    }
}

/// What the document itself says: from what was issued alone, and never from what became of it.
fn paper(l: Language, record: &Record, config: &Config) -> Document {
    let invoice = &record.invoice;
    let title = title(l, record);
    let currency = invoice.sums.total.currency.code();
    Document {
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

/// Whether it was issued to be paid: a card had not paid it, and it asks for something.
fn is_to_be_paid(record: &Record) -> bool {
    record.card.is_none() && record.invoice.sums.total.minor > 0
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

fn row(l: Language, record: &Record, line: &Line) -> Row {
    Row {
        description: description(l, &record.what, line),
        explanation: explanation(l, line, record.is_credit_note()),
        quantity: words::number(l, line.quantity),
        unit_price: words::figures(l, line.per_seat),
        amount: words::figures(l, line.amount),
    }
}

fn description(l: Language, what: &str, line: &Line) -> String {
    match (line.kind, &line.basis) {
        (LineKind::Purchase, _) => t!(l, "document-line-purchase", what = what),
        (LineKind::Renewal, _) => t!(l, "document-line-renewal", what = what),
        (LineKind::Seats, _) => t!(l, "document-line-seats", what = what),
        (LineKind::TrueUp, _) => t!(l, "document-line-true-up", what = what),
        (LineKind::Reconciliation, Basis::Quarters { quarter, .. }) => {
            t!(l, "document-line-reconciliation", what = what, quarter = i64::from(*quarter))
        }
        (LineKind::Reconciliation, _) => t!(l, "document-line-true-up", what = what),
    }
}

/// How a line's amount comes about: the days it is for, and the sum.
fn explanation(l: Language, line: &Line, is_credit_note: bool) -> Vec<String> {
    let count = |n: i64| words::number(l, n);
    let extra = count(line.quantity);
    let (price, amount) = (words::figures(l, line.per_seat), words::figures(l, line.amount));
    let days = |start: &Day, end: &Day| span(l, Term { start: *start, end: *end });
    match &line.basis {
        Basis::Term { start, end } => {
            vec![days(start, end), t!(l, "document-sum-term", seats = extra, price = price, amount = amount)]
        }
        Basis::Days { start, end, days: bought, of } => vec![
            days(start, end),
            t!(
                l,
                "document-sum-days",
                seats = extra,
                price = price,
                days = count(*bought),
                of = count(*of),
                amount = amount
            ),
        ],
        Basis::TrueUp { start, end, term_max, seats } => vec![
            days(start, end),
            t!(l, "document-most", count = term_max.to_owned(), users = count(*term_max), seats = count(*seats)),
            t!(l, "document-sum-term", seats = extra, price = price, amount = amount),
        ],
        Basis::Quarters { start, end, peak, peak_on, seats, remaining, .. } => {
            let mut said = vec![
                days(start, end),
                t!(
                    l,
                    "document-most-on",
                    count = peak.to_owned(),
                    users = count(*peak),
                    day = words::day(l, *peak_on),
                    seats = count(*seats)
                ),
                t!(
                    l,
                    "document-sum-quarters",
                    seats = extra,
                    price = price,
                    quarters = i64::from(*remaining),
                    amount = amount
                ),
            ];
            said.extend(
                annual(line)
                    .filter(|_| !is_credit_note)
                    .map(|annual| t!(l, "document-under-annual", amount = words::figures(l, annual))),
            );
            said
        }
    }
}

/// What the same seats would cost under the annual true-up.
fn annual(line: &Line) -> Option<Money> {
    term_price(line.quantity, line.per_seat).ok()
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

#[cfg(test)]
#[path = "documents_tests.rs"]
mod tests;
