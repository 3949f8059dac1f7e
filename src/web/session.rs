//! The session of a request: who is signed in, and what a handler makes of it. Nothing is kept of who is not.

use std::cell::Cell;
use std::future::{Ready, ready};
use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::WebError;
use crate::domain::ids::PersonId;
use crate::domain::person::Person;

/// Who a session says is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Claim {
    pub(super) person: Uuid,
    /// Of the person, when they signed in: a new password or the end of their access makes it another.
    pub(super) epoch: i64,
}

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
pub(super) enum Change {
    Begun(Claim),
    Ended,
}

impl Session {
    /// As it was found; no claim and unknown: its store did not answer.
    pub(super) fn found(claim: Option<Claim>, is_unknown: bool) -> Self {
        Self(Rc::new(Inner { claim, is_unknown, change: Cell::new(None) }))
    }

    /// What became of it.
    pub(super) fn changed(&self) -> Option<Change> {
        self.0.change.take()
    }

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

pub(super) fn unavailable() -> WebError {
    WebError::Unavailable("the session store does not answer".to_owned())
}
