//! A document as a file to keep.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::csv;
use super::paper::paper;
use super::record::Record;
use crate::app::App;
use crate::domain::language::Language;
use crate::pdf;
use crate::web::error::WebError;

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
pub(super) fn disposition(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    if plain == name {
        return format!("attachment; filename=\"{name}\"");
    }
    let extended = utf8_percent_encode(name, IN_A_HEADER);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{extended}")
}

/// Letters, digits and dashes alone, whatever a number may once look like.
pub(super) fn file_name(record: &Record, ending: &str) -> String {
    let kind = if record.is_credit_note() { "credit-note" } else { "invoice" };
    let safe = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
    format!("{kind}-{}.{ending}", record.invoice.number.chars().map(safe).collect::<String>())
}
