//! Sessions of browsers: the cookie holds a key, the store its hash and who is signed in. Nothing is kept of who is not.

use std::cell::Cell;
use std::future::{Ready, ready};
use std::rc::Rc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use super::cookies;
use super::error::{self, WebError};
use super::session_store::{Claim, Store};
use crate::domain::ids::PersonId;
use crate::domain::person::Person;
use crate::http::site::Site;
use crate::store::StoreError;
use crate::vault;

const COOKIE: &str = "session";

/// The session of a request, and what its handler makes of it.
#[derive(Clone, Default)]
pub struct Session(Rc<Inner>);

#[derive(Default)]
struct Inner {
    claim: Option<Claim>,
    /// The store did not answer: nobody knows who this is.
    is_unknown: bool,
    change: Cell<Option<Change>>,
}

#[derive(Clone, Copy)]
enum Change {
    Begun(Claim),
    Ended,
}

impl Session {
    /// That of a request.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_default()
    }

    /// Who is signed in, as far as the session says; the guard asks the database whether that still holds.
    ///
    /// # Errors
    /// The store did not answer.
    pub fn claimed_person(&self) -> Result<Option<(PersonId, i64)>, WebError> {
        if self.0.is_unknown {
            return Err(unavailable());
        }
        Ok(self.0.claim.map(|claim| (PersonId(claim.person), claim.epoch)))
    }

    /// Signs a person in, under a new key (ASVS 7.2.4).
    pub fn begin(&self, person: &Person) {
        self.0.change.set(Some(Change::Begun(Claim { person: person.id.0, epoch: person.session_epoch })));
    }

    /// Signs out.
    pub fn end(&self) {
        self.0.change.set(Some(Change::Ended));
    }
}

impl FromRequest for Session {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

/// Around everything that asks who is there: finds the session of a request, and keeps what became of it. Where that cannot be
/// kept, the answer says so, whatever it was.
///
/// # Errors
/// What the inner service returns.
pub async fn keep(
    store: web::Data<Store>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let key = cookies::value(request.request(), COOKIE).filter(|key| vault::looks_like_secret(key));
    let found = match &key {
        None => Ok(None),
        Some(key) => store.claim(key).await,
    };
    let (claim, is_unknown) = match found {
        Ok(claim) => (claim, false),
        Err(cause) => {
            note(&cause);
            (None, true)
        }
    };
    // The key of a session that is over is nobody's.
    let key = key.filter(|_| claim.is_some());
    let session = Session(Rc::new(Inner { claim, is_unknown, change: Cell::new(None) }));
    request.extensions_mut().insert(session.clone());
    let mut response = next.call(request).await?.map_into_boxed_body();
    let Some(change) = session.0.change.take() else { return Ok(response) };
    match changed(&store, key, change).await {
        Ok(new) => {
            let site = Site::of(response.request());
            let cookie = match new {
                Some(key) => site.jar.cookie(COOKIE, &key),
                None => site.jar.removal(COOKIE),
            };
            response.response_mut().add_cookie(&cookie)?;
            Ok(response)
        }
        Err(cause) => {
            note(&cause);
            let (request, _) = response.into_parts();
            let page = error::page(&request, unavailable()).await;
            Ok(ServiceResponse::new(request, page))
        }
    }
}

/// The key of the session from now on; none if there is none.
async fn changed(store: &Store, old: Option<String>, change: Change) -> Result<Option<String>, StoreError> {
    if let Some(old) = old {
        store.end(&old).await?;
    }
    match change {
        Change::Begun(claim) => store.begin(&claim).await.map(Some),
        Change::Ended => Ok(None),
    }
}

/// An outage is not ours; it is logged by whoever watches the store.
fn note(cause: &StoreError) {
    if !matches!(cause, StoreError::Unavailable(_)) {
        tracing::error!(%cause, "a session could not be found or kept");
    }
}

fn unavailable() -> WebError {
    WebError::Unavailable("the session store does not answer".to_owned())
}
