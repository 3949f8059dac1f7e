//! The first page: every subscription of every account one belongs to, as cards, so many at a time.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::actions::Done;
use crate::actions::releases::published::{Published, PublishedCache};
use crate::domain::account::Account;
use crate::domain::ids::{AccountId, PersonId};
use crate::domain::role::Role;
use crate::domain::subscription::Contract;
use crate::http::redirects::see_other;
use crate::store::{self, Conn};
use crate::urls;
use crate::web::error::WebError;
use crate::web::guards::Customer;
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::pages::{Pages, Place, Wanted};
use crate::web::views::summary::Summary;
use crate::web::views::wording::Wording;
use crate::words::{self, t};

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
    pages: Option<Pages>,
}

/// `GET /`
pub async fn show(customer: Customer, wanted: web::Query<Wanted>) -> Result<HttpResponse, WebError> {
    let who = customer.person.id;
    let shelf = customer.app.portal().shelf.clone();
    let (found, place) = customer.app.db.read(move |c| accounts(c, &shelf, who, wanted.page())).await?;
    if found.is_empty() && customer.person.is_staff {
        return Ok(see_other(urls::staff()));
    }
    let (language, now) = (customer.language, customer.now);
    let accounts = found.into_iter().map(|held| {
        let role = held.role;
        let card = |(contract, published): &(Contract, Arc<Published>)| {
            Wording { contract, language, now, role }.summary(&published.advisories)
        };
        let cards = held.subscriptions.iter().map(card);
        AccountCards { cards: cards.collect(), name: held.account.name, number: held.account.number }
    });
    let page = HomePage {
        frame: customer.frame(Section::Subscriptions),
        today: words::day(language, now.date_naive()),
        accounts: accounts.collect(),
        pages: Pages::of(language, place, urls::home_at),
    };
    customer.show(&page)
}

/// An account one belongs to, with what is on it.
struct Held {
    account: Account,
    role: Role,
    /// Each with what was published for its product.
    subscriptions: Vec<(Contract, Arc<Published>)>,
}

/// Subscriptions on a page at most.
const ON_THE_PAGE: i64 = 25;

fn accounts(c: &mut Conn<'_>, shelf: &PublishedCache, person: PersonId, wanted: i64) -> Done<(Vec<Held>, Place)> {
    let counts = store::subscriptions::counts(c, person)?;
    let place = Place::of(wanted, ON_THE_PAGE, counts.iter().map(|(_, count)| count).sum());
    let ids = store::subscriptions::page(c, person, place.before(), ON_THE_PAGE)?;
    let memberships = store::people::memberships(c, person)?;
    let all: Vec<AccountId> = memberships.iter().map(|(account, _)| account.id).collect();
    let mut contracts = store::contracts::list(c, &all, &ids)?;
    let mut held = Vec::new();
    for (account, role) in memberships {
        let (its, others) = contracts.into_iter().partition(|contract| contract.account.id == account.id);
        contracts = others;
        let subscriptions = published(c, shelf, its)?;
        // An account is on the page with its subscriptions, and on the first one if it has none at all.
        let is_empty = counts.iter().all(|(counted, _)| *counted != account.id);
        if !subscriptions.is_empty() || (is_empty && place.is_first()) {
            held.push(Held { account, role, subscriptions });
        }
    }
    Ok((held, place))
}

fn published(
    c: &mut Conn<'_>,
    shelf: &PublishedCache,
    contracts: Vec<Contract>,
) -> Done<Vec<(Contract, Arc<Published>)>> {
    let published = |contract: Contract| {
        let published = shelf.published(c, &contract.product)?;
        Ok((contract, published))
    };
    contracts.into_iter().map(published).collect()
}
