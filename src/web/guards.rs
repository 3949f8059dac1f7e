//! Rights as types: a handler that names one has it, and there is no other way to an account id.
//!
//! `Customer` and `Staff` are signed in; `On<TheSubscription, Billing>` stands on one thing of one account with one
//! right. A foreign thing is a missing thing; a known one without the right is a page that says whom to ask.

use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::error::WebError;
use super::visit::Visit;
use crate::domain::account::Account;
use crate::domain::ids::{AccountId, InstanceId, InvoiceId, PersonId, ReceivedId, SubscriptionId};
use crate::domain::person::Person;
use crate::domain::role::{Right, Role};
use crate::store::{self, Conn, Stored};

type Extracting<T> = Pin<Box<dyn Future<Output = Result<T, WebError>>>>;

/// Somebody signed in.
pub struct Customer {
    /// The request.
    pub visit: Visit,
    pub person: Person,
}

/// Somebody signed in who works for the vendor.
pub struct Staff {
    /// The request.
    pub visit: Visit,
    pub person: Person,
}

impl Deref for Customer {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl Deref for Staff {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

async fn signed_in(request: HttpRequest) -> Result<(Visit, Person), WebError> {
    let visit = Visit::of(&request).await?;
    match visit.person.clone() {
        Some(person) => Ok((visit, person)),
        None => Err(WebError::SignInFirst { next: way_back(&request) }),
    }
}

/// Where to come back to after signing in: the page itself; a form is not sent twice, so after one it is the first page.
fn way_back(request: &HttpRequest) -> String {
    if request.method() == actix_web::http::Method::GET {
        return request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
    }
    "/".to_owned()
}

impl FromRequest for Customer {
    type Error = WebError;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { signed_in(request).await.map(|(visit, person)| Self { visit, person }) })
    }
}

impl FromRequest for Staff {
    type Error = WebError;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let (visit, person) = signed_in(request).await?;
            // For everybody else there is no such page.
            if person.is_staff { Ok(Self { visit, person }) } else { Err(WebError::Missing) }
        })
    }
}

/// A right as a type.
pub trait Needs: 'static {
    const RIGHT: Right;
}

/// To see.
pub struct Look;
/// To turn renewal off and on.
pub struct Billing;
/// To link instances and make tokens.
pub struct Technical;
/// To say who gets an account's emails.
pub struct Own;

impl Needs for Look {
    const RIGHT: Right = Right::Look;
}
impl Needs for Billing {
    const RIGHT: Right = Right::Billing;
}
impl Needs for Technical {
    const RIGHT: Right = Right::Technical;
}
impl Needs for Own {
    const RIGHT: Right = Right::Own;
}

/// Standing with a right on one account or several, where the path names none.
pub struct Across<R: Needs> {
    /// The request.
    pub visit: Visit,
    pub person: Person,
    /// The accounts, in order of number; at least one.
    pub accounts: Vec<Account>,
    right: PhantomData<R>,
}

impl<R: Needs> Deref for Across<R> {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl<R: Needs> Across<R> {
    /// The one of them that a form names by its number.
    ///
    /// # Errors
    /// It is none of them: foreign or missing.
    pub fn named(&self, number: &str) -> Result<&Account, WebError> {
        self.accounts.iter().find(|a| a.number == number).ok_or(WebError::Missing)
    }
}

impl<R: Needs> FromRequest for Across<R> {
    type Error = WebError;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let (visit, person) = signed_in(request).await?;
            let who = person.id;
            let all = visit.app.db.read(move |c| store::people::memberships(c, who)).await?;
            if all.is_empty() {
                return Err(WebError::Missing);
            }
            let accounts: Vec<Account> =
                all.into_iter().filter(|(_, role)| role.has(R::RIGHT)).map(|(account, _)| account).collect();
            if accounts.is_empty() {
                return Err(WebError::NotAllowed);
            }
            Ok(Self { visit, person, accounts, right: PhantomData })
        })
    }
}

/// A thing that belongs to an account and is named in the path.
pub trait Thing: 'static {
    type Id: Send + 'static;
    /// The part of the path that names it.
    const PART: &'static str;

    /// Where a person stands to the thing of this name.
    fn reach(c: &mut Conn<'_>, person: PersonId, name: &str) -> Stored<Option<(AccountId, Self::Id, Role)>>;
}

/// The subscription with the `{number}` of the path.
pub struct TheSubscription;
/// The instance with the `{instance}` of the path.
pub struct TheInstance;
/// The received instance ID with the `{received}` of the path.
pub struct TheReceivedId;
/// The invoice with the number `{invoice}` of the path.
pub struct TheInvoice;

impl Thing for TheSubscription {
    type Id = SubscriptionId;
    const PART: &'static str = "number";

    fn reach(c: &mut Conn<'_>, person: PersonId, name: &str) -> Stored<Option<(AccountId, Self::Id, Role)>> {
        // Numbers are plain; what is not is nobody's, and PostgreSQL takes no NUL.
        if !name.chars().all(|c| c.is_ascii_graphic()) {
            return Ok(None);
        }
        store::subscriptions::reach(c, person, name)
    }
}

impl Thing for TheInstance {
    type Id = InstanceId;
    const PART: &'static str = "instance";

    fn reach(c: &mut Conn<'_>, person: PersonId, name: &str) -> Stored<Option<(AccountId, Self::Id, Role)>> {
        let Ok(id) = name.parse() else { return Ok(None) };
        Ok(store::instances::reach(c, person, id)?.map(|(account, role)| (account, id, role)))
    }
}

impl Thing for TheReceivedId {
    type Id = ReceivedId;
    const PART: &'static str = "received";

    fn reach(c: &mut Conn<'_>, person: PersonId, name: &str) -> Stored<Option<(AccountId, Self::Id, Role)>> {
        let Ok(id) = name.parse() else { return Ok(None) };
        Ok(store::instances::reach_received(c, person, id)?.map(|(account, role)| (account, id, role)))
    }
}

impl Thing for TheInvoice {
    type Id = InvoiceId;
    const PART: &'static str = "invoice";

    fn reach(c: &mut Conn<'_>, person: PersonId, name: &str) -> Stored<Option<(AccountId, Self::Id, Role)>> {
        // As for subscriptions.
        if !name.chars().all(|c| c.is_ascii_graphic()) {
            return Ok(None);
        }
        store::invoices::reach(c, person, name)
    }
}

/// Standing on a thing with a right.
pub struct On<T: Thing, R: Needs> {
    /// The request.
    pub visit: Visit,
    pub person: Person,
    /// Whose the thing is: the first argument of every customer read.
    pub account: AccountId,
    /// The thing.
    pub id: T::Id,
    /// The person's role on the account.
    pub role: Role,
    right: PhantomData<R>,
}

impl<T: Thing, R: Needs> Deref for On<T, R> {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl<T: Thing, R: Needs> FromRequest for On<T, R> {
    type Error = WebError;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let name = request.match_info().query(T::PART).to_owned();
            let (visit, person) = signed_in(request).await?;
            let who = person.id;
            let reached = visit.app.db.read(move |c| T::reach(c, who, &name)).await?;
            let (account, id, role) = reached.ok_or(WebError::Missing)?;
            if !role.has(R::RIGHT) {
                return Err(WebError::NotAllowed);
            }
            Ok(Self { visit, person, account, id, role, right: PhantomData })
        })
    }
}
