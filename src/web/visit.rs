//! One request as pages see it: who, in which language, in which browser, at what time.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::Pin;
use std::sync::Arc;

use actix_web::cookie::Cookie;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use super::error::WebError;
use super::nav::Entries;
use super::session::Session;
use crate::actions::{Actor, Ctx};
use crate::app::App;
use crate::domain::calendar::{Day, Instant};
use crate::domain::language::Language;
use crate::domain::network::Network;
use crate::domain::person::Person;
use crate::http::csrf::Browser;
use crate::http::languages;
use crate::http::site::Site;
use crate::store::{self, Stored};

const LANGUAGE: &str = "language";

/// The application behind a request.
///
/// # Panics
/// Never in a server of ours: `server` puts it there.
#[must_use]
#[allow(clippy::expect_used, reason = "the server registers it before it serves anything")]
pub fn app(request: &HttpRequest) -> Arc<App> {
    Arc::clone(request.app_data::<web::Data<App>>().expect("the server registers App").get_ref_arc())
}

/// The caller's network: by a trusted proxy's word, otherwise the connection's own.
#[must_use]
pub fn network(request: &HttpRequest) -> Network {
    // Only a socket without addresses has no peer.
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |a| a.ip());
    // What a proxy added comes last, also where it is a header line of its own.
    let lines: Vec<&str> =
        request.headers().get_all("x-forwarded-for").map(|line| line.to_str().unwrap_or("unreadable")).collect();
    Network::behind(peer, lines.iter().flat_map(|line| line.split(',')), &app(request).config.trusted_proxies)
}

trait GetRefArc {
    fn get_ref_arc(&self) -> &Arc<App>;
}

impl GetRefArc for web::Data<App> {
    fn get_ref_arc(&self) -> &Arc<App> {
        self
    }
}

/// One request as pages see it.
#[derive(Clone)]
pub struct Visit {
    /// The application.
    pub app: Arc<App>,
    /// Who is signed in.
    pub person: Option<Person>,
    /// What the navigation offers them.
    pub entries: Entries,
    /// The language of the answer.
    pub language: Language,
    /// When it arrived.
    pub now: Instant,
    pub request_id: String,
    /// The request itself.
    pub request: HttpRequest,
    /// The browser it came from.
    pub browser: Browser,
}

/// What was found out about a request, kept with it. Not the visit: that holds the request, and a request that holds
/// itself is never let go of.
#[derive(Clone)]
struct VisitFacts {
    person: Option<Person>,
    entries: Entries,
    now: Instant,
    browser: Browser,
}

impl Visit {
    /// Looks at a request; the same visit however often it is asked for.
    pub fn of(request: &HttpRequest) -> impl Future<Output = Result<Self, WebError>> + 'static {
        let known = request.extensions().get::<VisitFacts>().cloned();
        let request = request.clone();
        async move {
            if let Some(known) = known {
                return Ok(Self::around(request, known));
            }
            let known = VisitFacts::find_out(&request).await?;
            request.extensions_mut().insert(known.clone());
            Ok(Self::around(request, known))
        }
    }

    fn around(request: HttpRequest, known: VisitFacts) -> Self {
        let VisitFacts { person, entries, now, browser } = known;
        let language = language(&request, person.as_ref());
        let request_id = super::request_log::id_of(&request);
        Self { app: app(&request), person, entries, language, now, request_id, request, browser }
    }

    /// The UTC day it is.
    #[must_use]
    pub fn today(&self) -> Day {
        self.now.date_naive()
    }

    /// What an action needs to know about this request.
    #[must_use]
    pub fn ctx(&self) -> Ctx {
        let who = self.person.as_ref().map_or(Actor::Nobody, |p| Actor::Person(p.id));
        Ctx { now: self.now, ..self.app.ctx(who, &self.request_id) }
    }

    /// The caller's network.
    #[must_use]
    pub fn network(&self) -> Network {
        network(&self.request)
    }

    /// The cookie that keeps a chosen language.
    #[must_use]
    pub fn language_cookie(&self, language: Language) -> Cookie<'static> {
        let mut cookie = self.cookie(LANGUAGE, language.as_str());
        cookie.set_max_age(actix_web::cookie::time::Duration::days(365));
        cookie
    }
}

impl VisitFacts {
    async fn find_out(request: &HttpRequest) -> Result<Self, WebError> {
        let app = app(request);
        let (person, entries) = person(&app, request).await?;
        let browser = Browser::of(&Site::of(request), request);
        Ok(Self { person, entries, now: app.clock.now(), browser })
    }
}

impl FromRequest for Visit {
    type Error = WebError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, WebError>>>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        Box::pin(Self::of(request))
    }
}

/// The person the session names, if they may still be here: a new password or a disabled person ends every session.
async fn person(app: &App, request: &HttpRequest) -> Result<(Option<Person>, Entries), WebError> {
    let claimed = Session::of(request).claimed_person()?;
    let Some((id, epoch)) = claimed else { return Ok((None, Entries::default())) };
    let found = app.db.read(move |c| -> Stored<_> { Ok((store::people::find(c, id)?, store::people::roles(c, id)?)) });
    let (person, roles) = found.await?;
    let person = person.filter(|p| p.session_epoch == epoch && !p.is_disabled);
    let entries = person.as_ref().map_or_else(Entries::default, |_| Entries::of(&roles));
    Ok((person, entries))
}

fn language(request: &HttpRequest, person: Option<&Person>) -> Language {
    let chosen = person.and_then(|p| p.language);
    let kept = || Language::of_tag(&Site::of(request).jar.value(request, LANGUAGE)?);
    chosen.or_else(kept).unwrap_or_else(|| languages::preferred(request.headers()))
}

impl Visit {
    /// A visit of nobody, when the database cannot say who it is.
    #[must_use]
    pub fn anonymous(request: &HttpRequest) -> Self {
        let app = app(request);
        Self {
            language: language(request, None),
            now: app.clock.now(),
            app,
            person: None,
            entries: Entries::default(),
            request_id: super::request_log::id_of(request),
            browser: Browser::default(),
            request: request.clone(),
        }
    }
}
