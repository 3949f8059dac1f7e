//! Invoices and credit notes: the list, one of them as page, PDF and CSV, and its mailed links (R41).

use actix_web::HttpResponse;
use askama::Template;

use crate::actions;
use crate::domain::account::Account;
use crate::domain::calendar::Day;
use crate::domain::contact::{ContactRole, Reader};
use crate::domain::ids::AccountId;
use crate::domain::language::Language;
use crate::http::form::Fields;
use crate::store::invoices::Listed;
use crate::store::{self, Conn, Stored};
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::guards::{Across, Billing, On, TheInvoice};
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::views::documents::{self, DocumentView, Entry, Record, csv};
use crate::words::t;

/// Documents of an account on the page at most; the file has more.
const ON_THE_PAGE: i64 = 100;
/// Documents of an account in the file at most.
const IN_THE_FILE: i64 = 10_000;

/// The documents of one account.
struct AccountInvoices {
    name: String,
    number: String,
    reseller: Option<String>,
    lines: Vec<Entry>,
    is_cut: bool,
}

/// The list.
#[derive(Template)]
#[template(path = "portal/invoices/index.html")]
struct IndexPage {
    frame: Frame,
    accounts: Vec<AccountInvoices>,
    most: i64,
    has_file: bool,
}

/// One document.
#[derive(Template)]
#[template(path = "portal/invoices/show.html")]
struct InvoicePage {
    frame: Frame,
    sheet: DocumentView,
    live_links: i64,
    readers: Vec<String>,
}

/// `GET /invoices`
pub async fn index(across: Across<Billing>) -> Result<HttpResponse, WebError> {
    let accounts = across.accounts.clone();
    let found = across.app.db.read(move |c| listed(c, accounts, ON_THE_PAGE + 1)).await?;
    let (l, today) = (across.language, across.today());
    let accounts: Vec<_> = found.into_iter().map(|(account, all)| account_invoices(l, account, all, today)).collect();
    across.show(&IndexPage {
        frame: across.frame(Section::Invoices),
        has_file: accounts.iter().any(|a| !a.lines.is_empty()),
        accounts,
        most: ON_THE_PAGE,
    })
}

/// `GET /invoices.csv`
///
/// # Errors
/// The file cannot be made.
pub async fn index_csv(across: Across<Billing>) -> Result<HttpResponse, WebError> {
    let accounts = across.accounts.clone();
    let found = across.app.db.read(move |c| listed(c, accounts, IN_THE_FILE)).await?;
    let all: Vec<Listed> = found.into_iter().flat_map(|(_, all)| all).collect();
    let text = csv::of_list(across.language, &all, across.today()).map_err(WebError::broken)?;
    Ok(documents::file(csv::CONTENT_TYPE, "invoices.csv", text))
}

/// The documents of each account; the invoices of one that bought from a reseller are the reseller's (R18).
fn listed(c: &mut Conn<'_>, accounts: Vec<Account>, limit: i64) -> Stored<Vec<(Account, Vec<Listed>)>> {
    let of = |account: Account| {
        let all = if account.reseller.is_some() { Vec::new() } else { store::invoices::list(c, account.id, limit)? };
        Ok((account, all))
    };
    accounts.into_iter().map(of).collect()
}

fn account_invoices(l: Language, account: Account, all: Vec<Listed>, today: Day) -> AccountInvoices {
    let most = usize::try_from(ON_THE_PAGE).unwrap_or(usize::MAX);
    AccountInvoices {
        name: account.name,
        number: account.number,
        reseller: account.reseller,
        is_cut: all.len() > most,
        lines: all.into_iter().take(most).map(|listed| Entry::of(l, listed, today)).collect(),
    }
}

type OnInvoice = On<TheInvoice, Billing>;

async fn record(on: &OnInvoice) -> Result<Record, WebError> {
    let (account, id) = (on.account, on.id);
    let found = on.app.db.read(move |c| match store::invoices::find(c, account, id)? {
        Some(invoice) => Record::of(c, invoice),
        None => Ok(None),
    });
    found.await?.ok_or(WebError::Missing)
}

/// `GET /invoices/{invoice}`
///
/// # Errors
/// It is missing, or the page cannot be made.
pub async fn show(on: On<TheInvoice, Billing>) -> Result<HttpResponse, WebError> {
    let record = record(&on).await?;
    let (account, id, now) = (on.account, on.id, on.now);
    let links = on.app.db.read(move |c| links(c, account, id, now)).await?;
    on.show(&InvoicePage {
        frame: on.frame(Section::Invoices),
        sheet: DocumentView::of(on.language, &record, &on.app.config, on.today()),
        live_links: links.0,
        readers: links.1.into_iter().map(|reader| reader.email.as_str().to_owned()).collect(),
    })
}

/// How many mailed links open a document, and who would get a new one.
fn links(
    c: &mut Conn<'_>,
    account: AccountId,
    id: crate::domain::ids::InvoiceId,
    now: crate::domain::calendar::Instant,
) -> Stored<(i64, Vec<Reader>)> {
    Ok((store::invoices::live_links(c, id, now)?, store::contacts::readers(c, account, ContactRole::Billing)?))
}

/// `GET /invoices/{invoice}.pdf`
///
/// # Errors
/// It is missing, or cannot be drawn.
pub async fn pdf(on: On<TheInvoice, Billing>) -> Result<HttpResponse, WebError> {
    let record = record(&on).await?;
    documents::pdf(record, std::sync::Arc::clone(&on.app)).await
}

/// `GET /invoices/{invoice}.csv`
///
/// # Errors
/// It is missing, or cannot be written.
pub async fn csv(on: On<TheInvoice, Billing>) -> Result<HttpResponse, WebError> {
    documents::csv_file(on.language, &record(&on).await?)
}

/// `POST /invoices/{invoice}/links`: mails a new link to the billing contacts; one that is on its way is not sent twice.
///
/// # Errors
/// It is missing.
pub async fn send_link(on: On<TheInvoice, Billing>, _fields: Fields) -> Result<HttpResponse, WebError> {
    let (ctx, account, id) = (on.ctx(), on.account, on.id);
    on.app.db.write(move |tx| actions::invoices::send_invoice_link(tx, &ctx, account, id)).await?;
    Ok(see_other_saying(&on, &urls::invoice(on.request.match_info().query("invoice")), Flash::LinkSent))
}

/// `POST /invoices/{invoice}/links/revocation`
///
/// # Errors
/// It is missing.
pub async fn revoke_links(on: On<TheInvoice, Billing>, _fields: Fields) -> Result<HttpResponse, WebError> {
    let (ctx, account, id) = (on.ctx(), on.account, on.id);
    on.app.db.write(move |tx| actions::invoices::revoke_invoice_links(tx, &ctx, account, id)).await?;
    Ok(see_other_saying(&on, &urls::invoice(on.request.match_info().query("invoice")), Flash::LinksRevoked))
}
