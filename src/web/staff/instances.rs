//! Instances of everybody, found by id, account or subscription: what they run, how they are, and how soon their people
//! are answered (R37).

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::domain::instance::Instance;
use crate::domain::language::Language;
use crate::domain::release::Advisory;
use crate::domain::subscription::{Product, Subscription};
use crate::domain::support::SupportTime;
use crate::http::badge::Badge;
use crate::http::time::Stamp;
use crate::store::{self, Conn, Stored};
use crate::urls;
use crate::web::error::WebError;
use crate::web::guards::Staff;
use crate::web::page::{Frame, Section};
use crate::web::views::bought::Bought;
use crate::web::views::health::health;
use crate::web::views::support::{TimeRow, times};
use crate::words::t;

/// Instances on the page at most.
const ON_THE_PAGE: i64 = 50;
/// Characters looked for at most.
const LONGEST: usize = 64;

/// What is looked for.
#[derive(Debug, Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
}

/// One instance.
struct InstanceRow {
    id: String,
    hostname: String,
    account: String,
    bought: Bought,
    version: String,
    heard: Stamp,
    health: Vec<Badge>,
    times: Vec<TimeRow>,
}

/// The page.
#[derive(Template)]
#[template(path = "staff/instances/index.html")]
struct InstancesPage {
    frame: Frame,
    typed: String,
    /// None: nothing was looked for.
    found: Option<Vec<InstanceRow>>,
}

/// `GET /staff/instances`
///
/// # Errors
/// The page cannot be made.
pub async fn index(staff: Staff, search: web::Query<Search>) -> Result<HttpResponse, WebError> {
    let typed: String = search.q.trim().chars().filter(|c| !c.is_control()).collect();
    let l = staff.language;
    let found = if typed.is_empty() {
        None
    } else if typed.chars().count() > LONGEST {
        // Nothing that is looked for is as long.
        Some(Vec::new())
    } else {
        let wanted = typed.clone();
        let rows = staff.app.db.read(move |c| find(c, &wanted)).await?;
        Some(rows.iter().map(|known| row(l, known, staff.now)).collect())
    };
    staff.show(&InstancesPage { frame: staff.frame(Section::Staff), typed, found })
}

struct Known {
    account: String,
    instance: Instance,
    subscription: Subscription,
    product: Product,
    advisories: Vec<Advisory>,
    support: Vec<SupportTime>,
}

fn find(c: &mut Conn<'_>, wanted: &str) -> Stored<Vec<Known>> {
    let mut known = Vec::new();
    for (account, id) in store::instances::search(c, wanted, ON_THE_PAGE)? {
        let Some(instance) = store::instances::find(c, account, id)? else { continue };
        let Some(subscription) = store::subscriptions::find(c, account, instance.subscription)? else { continue };
        let Some(product) = store::products::find(c, subscription.product)? else { continue };
        let name =
            store::accounts::find(c, account)?.map_or_else(String::new, |a| format!("{} ({})", a.name, a.number));
        let advisories = store::releases::advisories(c, product.id)?;
        let support = store::support::list(c, product.id)?;
        known.push(Known { account: name, instance, subscription, product, advisories, support });
    }
    Ok(known)
}

fn row(l: Language, known: &Known, now: crate::domain::calendar::Instant) -> InstanceRow {
    let instance = &known.instance;
    InstanceRow {
        id: instance.id.to_string(),
        hostname: instance.hostname.clone(),
        account: known.account.clone(),
        bought: Bought::of(&known.subscription, &known.product),
        version: instance.version.clone(),
        heard: Stamp::moment(l, instance.heard_at),
        health: health(l, instance, &known.advisories, now),
        times: times(l, &known.support, known.subscription.tier),
    }
}
