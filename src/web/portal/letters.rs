//! What was sent to whoever is signed in: each letter as it was written, but for what opens something.

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::ids::LetterId;
use crate::domain::language::Language;
use crate::http::badge::Badge;
use crate::http::time::Stamp;
use crate::mail::envelope::{Envelope, SECRET};
use crate::store;
use crate::store::letters::Letter;
use crate::urls;
use crate::web::error::WebError;
use crate::web::guards::Customer;
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::words::t;

/// Letters on the page at most.
const ON_THE_PAGE: i64 = 100;

/// A letter in the list.
struct Line {
    id: LetterId,
    subject: String,
    /// The language of the subject.
    language: String,
    written: Stamp,
    state: Badge,
}

/// The list.
#[derive(Template)]
#[template(path = "portal/letters/index.html")]
struct IndexPage {
    frame: Frame,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "portal/letters/show.html")]
struct LetterPage {
    frame: Frame,
    subject: String,
    language: String,
    to: String,
    written: Stamp,
    state: Badge,
    body: String,
    has_secret: bool,
}

/// `GET /letters`
pub async fn index(customer: Customer) -> Result<HttpResponse, WebError> {
    let who = customer.person.id;
    let letters = customer.app.db.read(move |c| store::letters::to_person(c, who, ON_THE_PAGE)).await?;
    let l = customer.language;
    let lines = letters.into_iter().map(|letter| line(l, letter)).collect::<Result<_, _>>()?;
    customer.show(&IndexPage { frame: customer.frame(Section::Letters), lines })
}

fn line(l: Language, letter: Letter) -> Result<Line, WebError> {
    let (state, written) = (state(l, &letter), Stamp::moment(l, letter.queued_at));
    let envelope = Envelope::from_value(letter.envelope).map_err(WebError::broken)?;
    let language = envelope.language.to_string();
    Ok(Line { id: letter.id, subject: envelope.subject, language, written, state })
}

fn state(l: Language, letter: &Letter) -> Badge {
    let (class, text) = match (letter.sent_at, letter.refused_at) {
        (Some(_), _) => ("ok", t!(l, "letters-sent")),
        (None, Some(_)) => ("late", t!(l, "letters-refused")),
        (None, None) => ("off", t!(l, "letters-not-yet")),
    };
    Badge { class, text }
}

/// `GET /letters/{letter}`
///
/// # Errors
/// There is no such letter to them.
pub async fn show(customer: Customer) -> Result<HttpResponse, WebError> {
    let id: LetterId = customer.request.match_info().query("letter").parse().map_err(|_| WebError::Missing)?;
    let who = customer.person.id;
    let found = customer.app.db.read(move |c| store::letters::find_to_person(c, who, id)).await?;
    let letter = found.ok_or(WebError::Missing)?;
    let l = customer.language;
    let (state, written) = (state(l, &letter), Stamp::moment(l, letter.queued_at));
    let envelope = Envelope::from_value(letter.envelope).map_err(WebError::broken)?;
    customer.show(&LetterPage {
        frame: customer.frame(Section::Letters),
        subject: envelope.subject,
        language: envelope.language.to_string(),
        to: letter.recipient,
        written,
        state,
        has_secret: envelope.text.contains(SECRET),
        body: envelope.text.replace(SECRET, "…").trim().to_owned(),
    })
}
