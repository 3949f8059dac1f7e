//! A new password by email. The link's secret leaves the address bar at once; looking at a link never uses it up.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::TimeDelta;

use crate::actions::{self, Failure, Refusal};
use crate::domain::attempt::AttemptKind;
use crate::domain::email_address::EmailAddress;
use crate::domain::password::{SHORTEST, Unfit};
use crate::domain::person::Person;
use crate::http::form::{Fields, Problem};
use crate::http::redirects::see_other;
use crate::passwords;
use crate::urls;
use crate::web::addresses;
use crate::web::cookies;
use crate::web::error::WebError;
use crate::web::flash::{Flash, see_other_saying};
use crate::web::kept::{self, Kept};
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::session::Session;
use crate::web::visit::Visit;
use crate::words::t;

/// The page to ask for a link on, and the page that says it is on its way.
#[derive(Template)]
#[template(path = "public/passwords/request.html")]
struct RequestPage {
    frame: Frame,
    email: String,
    minutes: i64,
    problem: Option<Problem>,
    is_sent: bool,
}

/// The page to choose a new password on.
#[derive(Template)]
#[template(path = "public/passwords/new.html")]
struct NewPage {
    frame: Frame,
    /// Where the form goes: to the link this page is of, whatever other tabs show.
    action: String,
    email: String,
    shortest: i64,
    problem: Option<Problem>,
}

/// `GET /password`
pub async fn request(visit: Visit) -> Result<HttpResponse, WebError> {
    visit.show(&request_page(&visit, String::new(), None, false))
}

fn request_page(visit: &Visit, email: String, problem: Option<Problem>, is_sent: bool) -> RequestPage {
    let minutes = actions::people::RESET_MINUTES;
    RequestPage { frame: visit.frame(Section::Elsewhere), email, minutes, problem, is_sent }
}

/// `POST /password`: the same answer whether the address is known or not.
///
/// # Errors
/// Too many attempts; otherwise the page again, with what is wrong.
pub async fn send(visit: Visit, fields: Fields) -> Result<HttpResponse, WebError> {
    let typed = fields.text("email").trim().to_owned();
    let address = match typed.parse::<EmailAddress>() {
        Ok(address) => address,
        Err(why) => {
            let problem = Problem { field: "email", text: addresses::sentence(visit.language, why) };
            let page = request_page(&visit, typed, Some(problem), false);
            return visit.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let (ctx, network) = (visit.ctx(), visit.network());
    let asked = visit.app.db.write(move |tx| {
        actions::people::admit(tx, &ctx, actions::people::attempt(AttemptKind::Reset, &address.folded(), network))?;
        actions::people::request_reset(tx, &ctx, &address)
    });
    asked.await?;
    visit.show(&request_page(&visit, typed, None, true))
}

/// `GET /password/{secret}`: puts the secret into a cookie and leaves the address bar without it. Changes nothing.
///
/// # Errors
/// It is no secret of ours.
pub async fn arrive(visit: Visit, request: HttpRequest) -> Result<HttpResponse, WebError> {
    let secret = request.match_info().query("secret");
    if secret.len() > 64 || !secret.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)) {
        return Err(WebError::Gone);
    }
    let mut response = see_other(&urls::new_password(&cookies::handle(&visit.app.vault, secret)));
    visit.keep_link(&mut response, secret, TimeDelta::minutes(actions::people::RESET_MINUTES))?;
    Ok(response)
}

/// The person whose live link this page is about, and the link's secret.
async fn holder(visit: &Visit) -> Result<(Person, String), WebError> {
    let link = visit.request.match_info().get("link").ok_or(WebError::Gone)?;
    let secret = visit.held_link(link).ok_or(WebError::OpenAgain)?;
    let (held, now) = (secret.clone(), visit.now);
    let person = visit.app.db.read(move |c| actions::people::find_reset(c, &held, now)).await?;
    Ok((person, secret))
}

/// `GET /password/new/{link}`
///
/// # Errors
/// The link is dead.
pub async fn new(visit: Visit) -> Result<HttpResponse, WebError> {
    let (person, _) = holder(&visit).await?;
    visit.show(&new_page(&visit, &person, None))
}

fn new_page(visit: &Visit, person: &Person, unfit: Option<Unfit>) -> NewPage {
    let shortest = i64::try_from(SHORTEST).unwrap_or(i64::MAX);
    let l = visit.language;
    let problem = unfit.map(|unfit| match unfit {
        Unfit::TooShort => t!(l, "password-too-short", shortest = shortest),
        Unfit::TooLong => t!(l, "password-too-long"),
        Unfit::Common => t!(l, "password-common"),
        Unfit::Address => t!(l, "password-address"),
    });
    NewPage {
        frame: visit.frame(Section::Elsewhere),
        action: urls::new_password(visit.request.match_info().query("link")),
        email: person.email.as_str().to_owned(),
        shortest,
        problem: problem.map(|text| Problem { field: "new-password", text }),
    }
}

/// `POST /password/new/{link}`: uses the link up, ends every session of the person, and begins a new one.
///
/// # Errors
/// The link is dead; otherwise the page again, with what is wrong.
pub async fn create(visit: Visit, session: Session, fields: Fields) -> Result<HttpResponse, WebError> {
    let (person, secret) = holder(&visit).await?;
    let password = passwords::prepared(fields.text("new-password"));
    match actions::people::judge_password(&password, &person) {
        Ok(()) => {}
        Err(Failure::Refused(Refusal::Password(unfit))) => {
            return visit.show_as(StatusCode::UNPROCESSABLE_ENTITY, &new_page(&visit, &person, Some(unfit)));
        }
        Err(failure) => return Err(failure.into()),
    }
    let hash = passwords::hash(password).await.map_err(WebError::broken)?;
    let (ctx, network, used) = (visit.ctx(), visit.network(), secret.clone());
    let chosen = visit.app.db.write(move |tx| {
        let person = actions::people::reset_password(tx, &ctx, &secret, &hash)?;
        actions::people::know_here_alone(tx, &ctx, &person, network).map(|()| person)
    });
    let person = chosen.await?;
    // Signed in at once: whoever guesses at the address meanwhile must not keep its owner out.
    session.begin(&person);
    let onward = if Kept::of(&visit).is_some() { urls::kept() } else { "/" };
    let mut response = see_other_saying(&visit, onward, Flash::PasswordChanged);
    kept::remember(&visit, &person, &mut response)?;
    visit.drop_link(&mut response, &used)?;
    Ok(response)
}
