//! What was sent to whoever is signed in: each email as it was written, but for what opens something.

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::ids::EmailId;
use crate::domain::language::Language;
use crate::http::badge::Badge;
use crate::http::time::Stamp;
use crate::mail::envelope::{Envelope, SECRET};
use crate::store;
use crate::store::emails::Email;
use crate::urls;
use crate::web::error::WebError;
use crate::web::guards::Customer;
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::words::t;

/// Emails on the page at most.
const ON_THE_PAGE: i64 = 100;

/// An email in the list.
struct ListedEmail {
    id: EmailId,
    subject: String,
    /// The language of the subject.
    language: String,
    written: Stamp,
    state: Badge,
}

/// The list.
#[derive(Template)]
#[template(path = "portal/emails/index.html")]
struct IndexPage {
    frame: Frame,
    lines: Vec<ListedEmail>,
}

#[derive(Template)]
#[template(path = "portal/emails/show.html")]
struct EmailPage {
    frame: Frame,
    subject: String,
    language: String,
    to: String,
    written: Stamp,
    state: Badge,
    body: String,
    has_secret: bool,
}

/// `GET /emails`
pub async fn index(customer: Customer) -> Result<HttpResponse, WebError> {
    let who = customer.person.id;
    let emails = customer.app.db.read(move |c| store::emails::to_person(c, who, ON_THE_PAGE)).await?;
    let l = customer.language;
    let lines = emails.into_iter().map(|email| line(l, email)).collect::<Result<_, _>>()?;
    customer.show(&IndexPage { frame: customer.frame(Section::Emails), lines })
}

fn line(l: Language, email: Email) -> Result<ListedEmail, WebError> {
    let (state, written) = (state(l, &email), Stamp::moment(l, email.queued_at));
    let envelope = Envelope::from_value(email.envelope).map_err(WebError::broken)?;
    let language = envelope.language.to_string();
    Ok(ListedEmail { id: email.id, subject: envelope.subject, language, written, state })
}

fn state(l: Language, email: &Email) -> Badge {
    let (class, text) = match (email.sent_at, email.refused_at) {
        (Some(_), _) => ("ok", t!(l, "emails-sent")),
        (None, Some(_)) => ("late", t!(l, "emails-refused")),
        (None, None) => ("off", t!(l, "emails-not-yet")),
    };
    Badge { class, text }
}

/// `GET /emails/{email}`
///
/// # Errors
/// There is no such email to them.
pub async fn show(customer: Customer) -> Result<HttpResponse, WebError> {
    let id: EmailId = customer.request.match_info().query("email").parse().map_err(|_| WebError::Missing)?;
    let who = customer.person.id;
    let found = customer.app.db.read(move |c| store::emails::find_to_person(c, who, id)).await?;
    let email = found.ok_or(WebError::Missing)?;
    let l = customer.language;
    let (state, written) = (state(l, &email), Stamp::moment(l, email.queued_at));
    let envelope = Envelope::from_value(email.envelope).map_err(WebError::broken)?;
    customer.show(&EmailPage {
        frame: customer.frame(Section::Emails),
        subject: envelope.subject,
        language: envelope.language.to_string(),
        to: email.recipient,
        written,
        state,
        has_secret: envelope.text.contains(SECRET),
        body: envelope.text.replace(SECRET, "…").trim().to_owned(),
    })
}
