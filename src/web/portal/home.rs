//! The first page: every subscription of every account one belongs to, as cards.

use std::sync::Arc;

use actix_web::HttpResponse;
use askama::Template;

use crate::actions::Done;
use crate::actions::releases::published::{Published, Shelf};
use crate::domain::account::Account;
use crate::domain::ids::PersonId;
use crate::domain::overview::Overview;
use crate::domain::role::Role;
use crate::store::{self, Conn};
use crate::urls;
use crate::web::error::WebError;
use crate::web::flash::see_other;
use crate::web::guards::Customer;
use crate::web::page::{Frame, Section};
use crate::web::views::summary::Summary;
use crate::web::views::teller::Teller;
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
    let shelf = customer.app.portal().shelf.clone();
    let found = customer.app.db.read(move |c| accounts(c, &shelf, who)).await?;
    if found.is_empty() && customer.person.is_staff {
        return Ok(see_other(urls::staff()));
    }
    let (language, now) = (customer.language, customer.now);
    let accounts = found.into_iter().map(|held| {
        let role = held.role;
        let card = |(overview, published): &(Overview, Arc<Published>)| {
            Teller { overview, language, now, role }.summary(&published.advisories)
        };
        let cards = held.subscriptions.iter().map(card);
        AccountCards { cards: cards.collect(), name: held.account.name, number: held.account.number }
    });
    let page = HomePage {
        frame: customer.frame(Section::Subscriptions),
        today: words::day(language, now.date_naive()),
        accounts: accounts.collect(),
    };
    customer.show(&page)
}

/// An account one belongs to, with what is on it.
struct Held {
    account: Account,
    role: Role,
    /// Each with what was published for its product.
    subscriptions: Vec<(Overview, Arc<Published>)>,
}

fn accounts(c: &mut Conn<'_>, shelf: &Shelf, person: PersonId) -> Done<Vec<Held>> {
    let memberships = store::people::memberships(c, person)?;
    let held = |(account, role): (Account, Role)| {
        let overviews = store::overview::list(c, account.id)?.into_iter();
        let subscriptions = overviews.map(|overview| {
            let published = shelf.published(c, &overview.product)?;
            Ok((overview, published))
        });
        Ok(Held { account, role, subscriptions: subscriptions.collect::<Done<_>>()? })
    };
    memberships.into_iter().map(held).collect()
}
