//! Signing in and out. The answer, and the time it takes, is the same for a wrong password and an unknown address.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::actions::{self, Failure, Refusal};
use crate::domain::attempt::AttemptKind;
use crate::domain::email_address::EmailAddress;
use crate::domain::person::Person;
use crate::http::form::{Fields, Problem};
use crate::http::redirects::see_other;
use crate::passwords::{self, Lane, NotHashed};
use crate::store;
use crate::urls;
use crate::web::error::WebError;
use crate::web::kept::{self, Kept};
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::session::Session;
use crate::web::visit::Visit;
use crate::words::t;

#[derive(Template)]
#[template(path = "public/sign_in/new.html")]
struct SignInPage {
    frame: Frame,
    email: String,
    next: String,
    /// Whether a form is kept that came after its session had ended.
    is_kept: bool,
    problem: Option<Problem>,
}

/// Where to go after signing in.
#[derive(Deserialize)]
pub struct Wish {
    next: Option<String>,
}

/// `GET /sign-in`
pub async fn new(visit: Visit, wish: web::Query<Wish>) -> Result<HttpResponse, WebError> {
    let next = urls::safe_next(wish.next.as_deref().unwrap_or("/"));
    if visit.person.is_some() {
        return Ok(see_other(&next));
    }
    let is_kept = Kept::of(&visit).is_some();
    let frame = visit.frame(Section::Elsewhere);
    visit.show(&SignInPage { frame, email: String::new(), next, is_kept, problem: None })
}

/// `POST /sign-in`
///
/// # Errors
/// Too many attempts; otherwise the page again, with what is wrong.
pub async fn create(visit: Visit, session: Session, fields: Fields) -> Result<HttpResponse, WebError> {
    let (email, next) = (fields.text("email").trim().to_owned(), urls::safe_next(fields.text("next")));
    match prove(&visit, &email, fields.text("password")).await {
        Ok(person) => {
            session.begin(&person);
            let onward = match Kept::of(&visit) {
                Some(_) => urls::kept(),
                None if person.is_staff && next == "/" => urls::staff(),
                None => &next,
            };
            let mut response = see_other(onward);
            kept::remember(&visit, &person, &mut response)?;
            Ok(response)
        }
        Err(Failure::Refused(Refusal::WrongCredentials)) => {
            let text = t!(visit.language, "sign-in-wrong");
            let problem = Some(Problem { field: "email", text });
            let is_kept = Kept::of(&visit).is_some();
            let page = SignInPage { frame: visit.frame(Section::Elsewhere), email, next, is_kept, problem };
            visit.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The person whose address and password these are. The order is the same for everybody: admit, look up, hash.
async fn prove(visit: &Visit, email: &str, password: &str) -> Result<Person, Failure> {
    let (db, network) = (&visit.app.db, visit.network());
    // What is no address is nobody's, and is counted all the same.
    let folded = email.parse().map_or_else(|_| email.to_lowercase(), |address: EmailAddress| address.folded());
    let (ctx, whom) = (visit.ctx(), folded.clone());
    let admitted = db
        .write(move |tx| {
            actions::people::admit(tx, &ctx, actions::people::attempt(AttemptKind::SignIn, &whom, network))
        })
        .await?;
    let known = db.read(move |c| store::people::find_by_email(c, &folded)).await?;
    let (person, hash) = known.map_or((None, None), |(person, hash)| (Some(person), hash));
    let lane = if admitted.is_known { Lane::Known } else { Lane::Stranger(network) };
    let fits = match passwords::fits(password.to_owned(), hash, lane).await {
        Ok(fits) => fits,
        Err(NotHashed::Crowded) => {
            db.write(move |tx| actions::people::dismiss(tx, &admitted)).await?;
            return Err(Refusal::Throttled { minutes: 1 }.into());
        }
        Err(cause) => return Err(Failure::broken(cause)),
    };
    let person = person.filter(|_| fits).ok_or_else(|| admitted.refusal())?;
    let ctx = actions::Ctx { who: actions::Actor::Person(person.id), ..visit.ctx() };
    db.write(move |tx| actions::people::sign_in(tx, &ctx, &person, &admitted)).await
}

/// `POST /sign-out`: ends the session on the server, and empties the browser.
///
/// # Errors
/// The audit entry cannot be written.
pub async fn destroy(visit: Visit, session: Session, _fields: Fields) -> Result<HttpResponse, WebError> {
    if let Some(person) = visit.person.as_ref().map(|p| p.id) {
        let ctx = visit.ctx();
        visit.app.db.write(move |tx| actions::people::sign_out(tx, &ctx, person)).await?;
    }
    session.end();
    let mut response = see_other(urls::sign_in());
    let clear = (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""));
    response.headers_mut().insert(clear.0, clear.1);
    Kept::forget(&visit, &mut response)?;
    Ok(response)
}
