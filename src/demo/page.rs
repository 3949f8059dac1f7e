//! What the pages of the demo's two servers have in common: the frame, the language, one-time messages, error pages, and
//! how a server is put together.

use std::fmt;
use std::future::{Ready, ready};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::str::FromStr;

use actix_web::body::{BodySize, MessageBody};
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{Payload, Server, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, ContentType, LOCATION, RETRY_AFTER,
};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::web::{self, ServiceConfig};
use actix_web::{App as Web, Error, FromRequest, HttpRequest, HttpResponse, HttpServer, ResponseError};
use askama::Template;

use crate::domain::calendar::{Day, Instant};
use crate::domain::language::Language;
use crate::store::StoreError;
use crate::vault::{self, Vault};
use crate::web::bodies::Unfit;
use crate::web::{assets, bodies, headers, stopping};
use crate::words::{self, t};

/// Which of the two servers a page belongs to. Cookies know no ports, so each has names of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// The sample instance.
    Instance,
    /// The mailbox.
    Mailbox,
}

impl Tool {
    /// The class of the page's `body`, and the beginning of its cookies' names.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Instance => "instance",
            Self::Mailbox => "demo",
        }
    }

    fn cookie(self, name: &str, value: &str) -> Cookie<'static> {
        let name = format!("{}-{name}", self.class());
        Cookie::build(name, value.to_owned()).path("/").http_only(true).same_site(SameSite::Strict).finish()
    }
}

/// One of the two servers as its pages and forms know it.
#[derive(Debug)]
pub struct Gate {
    tool: Tool,
    vault: Vault,
}

impl Gate {
    /// With a key of its own that ends with the process.
    ///
    /// # Errors
    /// None that can happen: a new master key is one.
    pub fn new(tool: Tool) -> io::Result<Self> {
        let vault = Vault::new(&vault::new_master_key()).map_err(io::Error::other)?;
        Ok(Self { tool, vault })
    }
}

/// One request as a page of the demo sees it.
#[derive(Clone)]
pub struct Call {
    /// The language of the answer.
    pub language: Language,
    gate: web::Data<Gate>,
    /// The secret of this browser that form tokens are bound to, and whether it is new.
    secret: (String, bool),
    told: Option<String>,
}

impl Call {
    /// Looks at a request.
    ///
    /// # Panics
    /// Never in a server of ours: `service` registers the gate.
    #[must_use]
    #[allow(clippy::expect_used, reason = "the server registers it before it serves anything")]
    pub fn of(request: &HttpRequest) -> Self {
        let gate = request.app_data::<web::Data<Gate>>().expect("the server registers its gate").clone();
        let kept = |name: &str| {
            let name = format!("{}-{name}", gate.tool.class());
            request.cookie(&name).map(|c| c.value().to_owned())
        };
        let secret = kept("form").filter(|s| s.len() >= 32).map_or_else(|| (vault::new_secret(), true), |s| (s, false));
        let wish = request.headers().get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or("");
        Self { language: Language::preferred(wish), told: kept("told"), secret, gate }
    }

    /// Whether a form carries the token of this browser.
    #[must_use]
    pub fn is_form_token(&self, token: &str) -> bool {
        !self.secret.1 && self.gate.vault.is_form_token(&self.secret.0, token)
    }

    /// What has just been done, if it is one of ours.
    #[must_use]
    pub fn told<T: FromStr>(&self) -> Option<T> {
        self.told.as_ref()?.parse().ok()
    }

    /// The frame of a page, with what has just been done as a sentence.
    #[must_use]
    pub fn frame(&self, brand: &str, beside: String, flash: Option<String>) -> Frame {
        Frame {
            language: self.language,
            class: self.gate.tool.class(),
            brand: brand.to_owned(),
            beside,
            csrf: self.gate.vault.form_token(&self.secret.0),
            flash,
        }
    }

    /// Renders a page.
    ///
    /// # Errors
    /// The template could not be rendered.
    pub fn show(&self, status: StatusCode, page: &impl Template) -> Result<HttpResponse, Wrong> {
        let html = page.render().map_err(Wrong::broken)?;
        let mut response = HttpResponse::build(status);
        response.insert_header(ContentType::html());
        response.insert_header((CACHE_CONTROL, "no-store"));
        response.insert_header((CONTENT_LANGUAGE, self.language.as_str()));
        if self.secret.1 {
            response.cookie(self.gate.tool.cookie("form", &self.secret.0));
        }
        if self.told.is_some() {
            let mut told = self.gate.tool.cookie("told", "");
            told.make_removal();
            response.cookie(told);
        }
        Ok(response.body(html))
    }

    /// Back to the start after a change, which is said there once: as a word of a closed list, never as text.
    #[must_use]
    pub fn back_saying(&self, word: &str) -> HttpResponse {
        let told = self.gate.tool.cookie("told", word);
        HttpResponse::SeeOther().insert_header((LOCATION, "/")).cookie(told).finish()
    }
}

impl FromRequest for Call {
    type Error = Wrong;
    type Future = Ready<Result<Self, Wrong>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

/// What is around every page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The language of everything on it.
    pub language: Language,
    /// The class of the `body`.
    pub class: &'static str,
    /// What the page's head calls the place.
    pub brand: String,
    /// Beside it.
    pub beside: String,
    /// The token every form carries.
    pub csrf: String,
    /// What has just been done.
    pub flash: Option<String>,
}

/// A day or a moment, for a machine and for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// As `datetime` has it.
    pub iso: String,
    /// As people read it.
    pub text: String,
}

impl When {
    /// A day.
    #[must_use]
    pub fn day(language: Language, day: Day) -> Self {
        Self { iso: day.to_string(), text: words::day(language, day) }
    }

    /// A moment.
    #[must_use]
    pub fn moment(language: Language, at: Instant) -> Self {
        Self { iso: at.format("%Y-%m-%dT%H:%MZ").to_string(), text: words::moment(language, at) }
    }
}

/// How a request can end other than well.
#[derive(Debug, thiserror::Error)]
#[error("{self:?}")]
pub enum Wrong {
    /// There is no such page.
    Missing,
    /// The form did not come from a page of ours in this browser.
    ForeignForm,
    /// What was sent is not taken.
    Unfit(Unfit),
    /// The database cannot be had just now.
    Unavailable,
    /// We failed.
    Broken(String),
}

impl Wrong {
    /// Our own failure with any cause.
    pub fn broken(cause: impl fmt::Display) -> Self {
        Self::Broken(cause.to_string())
    }
}

impl From<Unfit> for Wrong {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

impl From<StoreError> for Wrong {
    fn from(cause: StoreError) -> Self {
        match cause {
            StoreError::Unavailable(_) => Self::Unavailable,
            cause => Self::broken(cause),
        }
    }
}

impl ResponseError for Wrong {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Missing => StatusCode::NOT_FOUND,
            Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::Unfit(unfit) => unfit.status_code(),
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Without a page yet: `render` makes it.
    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Unavailable => HttpResponse::ServiceUnavailable().insert_header((RETRY_AFTER, "10")).finish(),
            _ => HttpResponse::new(self.status_code()),
        }
    }
}

#[derive(Template)]
#[template(path = "demo/error.html")]
struct ErrorPage {
    frame: Frame,
    title: String,
    text: String,
}

impl ErrorPage {
    fn of(call: &Call, status: StatusCode) -> Self {
        let l = call.language;
        let (title, text) = match status {
            StatusCode::FORBIDDEN => (t!(l, "error-foreign-form"), t!(l, "error-foreign-form-text")),
            StatusCode::PAYLOAD_TOO_LARGE => (t!(l, "error-too-large"), t!(l, "error-too-large-text")),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => (t!(l, "error-media"), t!(l, "error-media-text")),
            StatusCode::REQUEST_TIMEOUT => (t!(l, "error-slow"), t!(l, "error-slow-text")),
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
                (t!(l, "error-missing"), t!(l, "demo-error-missing-text"))
            }
            status if status.is_client_error() => (t!(l, "error-unreadable"), t!(l, "error-unreadable-text")),
            StatusCode::SERVICE_UNAVAILABLE => (t!(l, "error-unavailable"), t!(l, "error-unavailable-text")),
            _ => (t!(l, "demo-error-broken"), t!(l, "demo-error-broken-text")),
        };
        let brand = t!(l, "demo");
        Self { frame: Frame { csrf: String::new(), ..call.frame(&brand, String::new(), None) }, title, text }
    }
}

/// Makes pages of errors, also of those that are not ours.
async fn render(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let response = next.call(request).await?;
    if !is_bare_failure(&response) {
        return Ok(response.map_into_boxed_body());
    }
    let (request, response) = response.into_parts();
    let page = page_of(&request, response.map_into_boxed_body());
    Ok(ServiceResponse::new(request, page))
}

/// A failure that has no page yet: ours, and actix's own answer to an unknown method and the like.
fn is_bare_failure<B: MessageBody>(response: &ServiceResponse<B>) -> bool {
    let status = response.status();
    let is_bare = matches!(response.response().body().size(), BodySize::Sized(0) | BodySize::None);
    (status.is_client_error() || status.is_server_error()) && (is_bare || response.response().error().is_some())
}

fn page_of(request: &HttpRequest, response: HttpResponse) -> HttpResponse {
    let status = response.status();
    if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        let cause = response.error().map_or_else(String::new, ToString::to_string);
        tracing::error!(path = request.path(), %cause, "demo request broken");
    }
    let call = Call::of(request);
    let Ok(mut page) = call.show(status, &ErrorPage::of(&call, status)) else { return response };
    for (name, value) in response.headers().iter().filter(|(name, _)| *name != CONTENT_TYPE) {
        page.headers_mut().append(name.clone(), value.clone());
    }
    page
}

/// What wraps every request of a server, around the addresses that `configure` registers.
pub(super) fn service(
    gate: web::Data<Gate>,
    configure: impl FnOnce(&mut ServiceConfig),
) -> Web<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    Web::new()
        .app_data(gate)
        .wrap(from_fn(bodies::read))
        .wrap(from_fn(render))
        .wrap(headers::all(false))
        .wrap(Compress::default())
        .wrap(from_fn(bodies::close))
        .wrap(from_fn(stopping::say_last))
        .configure(configure)
        .service(web::resource("/static/{fingerprint}/{name:.+}").route(web::get().to(assets::show)))
        .default_service(web::to(missing))
}

async fn missing() -> Result<&'static str, Wrong> {
    Err(Wrong::Missing)
}

/// Binds the listener and starts serving.
pub(super) fn serve(
    tool: Tool,
    bind: SocketAddr,
    configure: impl FnOnce(&mut ServiceConfig) + Clone + Send + 'static,
) -> io::Result<(Server, SocketAddr)> {
    let gate = web::Data::new(Gate::new(tool)?);
    let listener = TcpListener::bind(bind)?;
    let address = listener.local_addr()?;
    let door = stopping::Door::of(&listener)?;
    let (in_data, in_service) = (door.clone(), door.clone());
    let server = HttpServer::new(move || service(gate.clone(), configure.clone()).app_data(in_service.clone()))
        .workers(1)
        .on_connect(move |stream, connection| in_data.let_in(stream, connection))
        .shutdown_timeout(1)
        .disable_signals()
        .listen(listener)?
        .run();
    stopping::when_told(server.handle(), door)?;
    Ok((server, address))
}
