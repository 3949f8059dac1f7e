//! Invoices of all customers: noting that a transfer came in, and taking an invoice back; both with what it does said first.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::renewals::LONGEST_REASON;
use crate::actions::{self, Failure, Refusal, printing};
use crate::domain::calendar::Day;
use crate::domain::ids::InvoiceId;
use crate::domain::invoice::InvoiceKind;
use crate::http::form::{Fields, Problem};
use crate::store;
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::Staff;
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::views::documents::{self, DocumentView, Entry, Record};
use crate::words::{self, t};

/// Documents on the page at most.
const ON_THE_PAGE: i64 = 200;

/// The list.
#[derive(Template)]
#[template(path = "staff/invoices/index.html")]
struct IndexPage {
    frame: Frame,
    lines: Vec<Entry>,
}

/// One document, and what can be done with it.
#[derive(Template)]
#[template(path = "staff/invoices/show.html")]
struct InvoicePage {
    frame: Frame,
    sheet: DocumentView,
    customer: String,
    may_be_paid: bool,
    may_be_credited: bool,
    total: String,
    paid_on: String,
    reason: String,
    problem: Option<Problem>,
}

impl InvoicePage {
    /// What is wrong with a field.
    fn error(&self, field: &str) -> Option<&str> {
        self.problem.as_ref().filter(|p| p.field == field).map(|p| p.text.as_str())
    }
}

/// `GET /staff/invoices`
pub async fn index(staff: Staff) -> Result<HttpResponse, WebError> {
    let newest = staff.app.db.read(|c| store::invoices::newest(c, ON_THE_PAGE)).await?;
    let (l, today) = (staff.language, staff.today());
    let lines = newest.into_iter().map(|listed| Entry::of(l, listed, today)).collect();
    staff.show(&IndexPage { frame: staff.frame(Section::Staff), lines })
}

async fn record(staff: &Staff, request: &HttpRequest) -> Result<Record, WebError> {
    let number = request.match_info().query("invoice").to_owned();
    if !number.chars().all(|c| c.is_ascii_graphic()) {
        return Err(WebError::Missing);
    }
    let found = staff.app.db.read(move |c| {
        let Some((account, id)) = store::invoices::by_number(c, &number)? else { return Ok(None) };
        match store::invoices::find(c, account, id)? {
            Some(invoice) => Record::of(c, invoice),
            None => Ok(None),
        }
    });
    found.await?.ok_or(WebError::Missing)
}

/// What was typed into a form that is shown again, and why it is.
#[derive(Default)]
struct Again {
    paid_on: Option<String>,
    reason: String,
    problem: Option<Problem>,
}

fn page(staff: &Staff, record: &Record, again: Again) -> InvoicePage {
    let l = staff.language;
    InvoicePage {
        frame: staff.frame(Section::Staff),
        sheet: DocumentView::of(l, record, &staff.app.config, staff.today()),
        customer: record.invoice.bill_to.name.clone(),
        may_be_paid: record.standing(staff.today()).is_unpaid(),
        may_be_credited: record.credited_by.is_none() && record.invoice.kind != InvoiceKind::CreditNote,
        total: words::money(l, record.invoice.sums.total),
        paid_on: again.paid_on.unwrap_or_else(|| staff.today().to_string()),
        reason: again.reason,
        problem: again.problem,
    }
}

/// `GET /staff/invoices/{invoice}`
///
/// # Errors
/// There is no such document.
pub async fn show(staff: Staff, request: HttpRequest) -> Result<HttpResponse, WebError> {
    let record = record(&staff, &request).await?;
    staff.show(&page(&staff, &record, Again::default()))
}

/// `GET /staff/invoices/{invoice}.pdf`
///
/// # Errors
/// There is no such document, or it cannot be drawn.
pub async fn pdf(staff: Staff, request: HttpRequest) -> Result<HttpResponse, WebError> {
    let record = record(&staff, &request).await?;
    documents::pdf(record, Arc::clone(&staff.app)).await
}

/// `POST /staff/invoices/{invoice}/payment`: paid already is paid.
///
/// # Errors
/// There is no such document; otherwise the page again, with what is wrong.
pub async fn pay(staff: Staff, request: HttpRequest, fields: Fields) -> Result<HttpResponse, WebError> {
    let record = record(&staff, &request).await?;
    let typed = fields.text("paid-on").trim().to_owned();
    let possible = record.invoice.issued_on..=staff.today();
    let Some(on) = typed.parse::<Day>().ok().filter(|day| possible.contains(day)) else {
        let l = staff.language;
        let (from, to) = (words::day(l, *possible.start()), words::day(l, *possible.end()));
        let problem = Problem { field: "paid-on", text: t!(l, "staff-paid-on-wrong", from = from, to = to) };
        let again = Again { paid_on: Some(typed), problem: Some(problem), ..Again::default() };
        return staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page(&staff, &record, again));
    };
    let (ctx, id) = (staff.ctx(), record.invoice.id);
    let paid = staff.app.db.write(move |tx| actions::invoices::record_payment(tx, &ctx, id, on)).await;
    ended(&staff, &request, paid, &record.invoice.number, Flash::MarkedPaid).await
}

/// `POST /staff/invoices/{invoice}/credit-note`
///
/// # Errors
/// There is no such document; otherwise the page again, with what is wrong.
pub async fn credit(staff: Staff, request: HttpRequest, fields: Fields) -> Result<HttpResponse, WebError> {
    let record = record(&staff, &request).await?;
    let reason = match fields.required("reason", LONGEST_REASON) {
        Ok(reason) => reason,
        Err(unfit) => {
            let text = unfit.sentence(staff.language, t!(staff.language, "staff-credit-reason-missing"));
            let problem = Some(Problem { field: "reason", text });
            let again = Again { problem, reason: fields.text("reason").to_owned(), ..Again::default() };
            return staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page(&staff, &record, again));
        }
    };
    let unprintable = printing::said(&staff.app.fonts.missing(&reason));
    if let Some(characters) = unprintable {
        let text = t!(staff.language, "staff-credit-reason-unprintable", characters = characters);
        let again = Again { problem: Some(Problem { field: "reason", text }), reason, ..Again::default() };
        return staff.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page(&staff, &record, again));
    }
    let ctx = staff.ctx();
    let id: InvoiceId = record.invoice.id;
    let credited = staff.app.db.write(move |tx| actions::invoices::issue_credit_note(tx, &ctx, id, &reason)).await;
    ended(&staff, &request, credited.map(drop), &record.invoice.number, Flash::Credited).await
}

/// On to the document, or the page as it stands now if somebody was faster.
async fn ended(
    staff: &Staff,
    request: &HttpRequest,
    ended: Result<(), Failure>,
    number: &str,
    flash: Flash,
) -> Result<HttpResponse, WebError> {
    match ended {
        Ok(()) => Ok(see_other_saying(staff, &urls::staff_invoice(number), flash)),
        Err(Failure::Refused(Refusal::Invoice(_) | Refusal::Taken)) => {
            let record = record(staff, request).await?;
            let problem = Problem { field: "standing", text: t!(staff.language, "staff-invoice-changed") };
            let again = Again { problem: Some(problem), ..Again::default() };
            staff.show_as(StatusCode::CONFLICT, &page(staff, &record, again))
        }
        Err(failure) => Err(failure.into()),
    }
}
