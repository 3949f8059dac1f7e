//! How soon the vendor answers, by the tiers somebody has (R37).

use actix_web::HttpResponse;
use askama::Template;

use crate::domain::plan::Tier;
use crate::domain::support::SupportTime;
use crate::store::{self, Conn, Stored};
use crate::urls;
use crate::web::error::WebError;
use crate::web::guards::Customer;
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::views::bought::Bought;
use crate::web::views::support::{TimeRow, times};
use crate::words::t;

/// A product at a tier, and what somebody has of it.
struct Plan {
    name: String,
    subscriptions: Vec<String>,
    times: Vec<TimeRow>,
}

#[derive(Template)]
#[template(path = "portal/support/show.html")]
struct SupportPage {
    frame: Frame,
    plans: Vec<Plan>,
}

/// `GET /support`
pub async fn show(customer: Customer) -> Result<HttpResponse, WebError> {
    let who = customer.person.id;
    let found = customer.app.db.read(move |c| find(c, who)).await?;
    let l = customer.language;
    let plans = found.into_iter().map(|plan| Plan {
        times: times(l, &plan.times, plan.tier),
        name: plan.name,
        subscriptions: plan.subscriptions,
    });
    customer.show(&SupportPage { frame: customer.frame(Section::Support), plans: plans.collect() })
}

/// A product at a tier, as it is stored.
struct Found {
    name: String,
    tier: Tier,
    subscriptions: Vec<String>,
    times: Vec<SupportTime>,
}

/// What somebody has, by product and tier.
fn find(c: &mut Conn<'_>, who: crate::domain::ids::PersonId) -> Stored<Vec<Found>> {
    let mut plans: Vec<Found> = Vec::new();
    for (subscription, product) in store::subscriptions::of_person(c, who)? {
        let name = Bought::of(&subscription, &product).what;
        match plans.iter_mut().find(|plan| plan.name == name) {
            Some(plan) => plan.subscriptions.push(subscription.number),
            None => plans.push(Found {
                name,
                tier: subscription.tier,
                subscriptions: vec![subscription.number],
                times: store::support::list(c, product.id)?,
            }),
        }
    }
    Ok(plans)
}
