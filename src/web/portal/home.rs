//! The first page: every subscription of every account one belongs to, as cards.

use actix_web::HttpResponse;
use askama::Template;

use super::summary::{Summary, Teller};
use crate::domain::ids::PersonId;
use crate::domain::overview::Overview;
use crate::domain::role::Role;
use crate::store::{self, Conn, Stored};
use crate::web::error::WebError;
use crate::web::flash::see_other;
use crate::web::guards::Customer;
use crate::web::page::{Frame, Section};
use crate::web::urls;
use crate::words::{self, t};

/// One account with its cards.
struct AccountCards {
    name: String,
    number: String,
    cards: Vec<Summary>,
}

/// The first page.
#[derive(Template)]
#[template(path = "portal/home/show.html")]
struct HomePage {
    frame: Frame,
    today: String,
    accounts: Vec<AccountCards>,
}

/// `GET /`
///
/// # Errors
/// The page cannot be made.
pub async fn show(customer: Customer) -> Result<HttpResponse, WebError> {
    let who = customer.person.id;
    let found = customer.app.db.read(move |c| accounts(c, who)).await?;
    if found.is_empty() && customer.person.is_staff {
        return Ok(see_other("/staff"));
    }
    let (language, today) = (customer.language, customer.today());
    let accounts = found.into_iter().map(|(name, number, role, overviews)| {
        let cards = overviews.iter().map(|overview| Teller { overview, language, today, role }.summary());
        AccountCards { name, number, cards: cards.collect() }
    });
    let page = HomePage {
        frame: customer.frame(Section::Subscriptions),
        today: words::day(language, today),
        accounts: accounts.collect(),
    };
    customer.show(&page)
}

/// The accounts of a person: name, number, their role there, and its subscriptions.
fn accounts(c: &mut Conn<'_>, person: PersonId) -> Stored<Vec<(String, String, Role, Vec<Overview>)>> {
    let memberships = store::people::memberships(c, person)?;
    memberships
        .into_iter()
        .map(|(account, role)| Ok((account.name, account.number, role, store::overview::list(c, account.id)?)))
        .collect()
}
