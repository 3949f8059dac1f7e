//! A form that came after its session had ended: shown as it was typed, to be sent again.

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::language::Language;
use crate::http::redirects::see_other;
use crate::web::error::WebError;
use crate::web::guards::Customer;
use crate::web::kept::Kept;
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::words::t;

/// One field somebody typed into.
struct Typed {
    name: String,
    label: String,
    text: String,
    rows: usize,
}

/// What was typed.
#[derive(Template)]
#[template(path = "portal/kept/show.html")]
struct KeptPage {
    frame: Frame,
    path: String,
    typed: Vec<Typed>,
    /// What the form carried besides.
    hidden: Vec<(String, String)>,
}

/// `GET /kept`
pub async fn show(customer: Customer) -> Result<HttpResponse, WebError> {
    let Some(Kept { path, fields }) = Kept::of(&customer) else { return Ok(see_other("/")) };
    let (mut typed, mut hidden) = (Vec::new(), Vec::new());
    for (name, text) in fields {
        match label(customer.language, &name) {
            Some(label) => {
                let rows = text.lines().count().max(text.chars().count() / 60).clamp(1, 12);
                typed.push(Typed { name, label, text, rows });
            }
            None => hidden.push((name, text)),
        }
    }
    customer.show(&KeptPage { frame: customer.frame(Section::Elsewhere), path, typed, hidden })
}

/// What a field that is typed into is called; none: it is chosen, or a page of ours filled it.
fn label(l: Language, field: &str) -> Option<String> {
    match field {
        "reason" | "answer" | "dispute" => Some(t!(l, "kept-words")),
        "instance-id" => Some(t!(l, "kept-instance-id")),
        "seats" => Some(t!(l, "order-seats")),
        "name" => Some(t!(l, "contacts-name")),
        "email" => Some(t!(l, "email")),
        "number" => Some(t!(l, "staff-pause-number")),
        "paid-on" => Some(t!(l, "staff-paid-on")),
        _ => None,
    }
}
