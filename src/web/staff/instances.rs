//! Instances of everybody, found by id, account or subscription: what they run, how they are, and how soon their people
//! are answered (R37).

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::actions::Done;
use crate::actions::releases::published::{Published, PublishedCache};
use crate::domain::calendar::Instant;
use crate::domain::language::Language;
use crate::http::badge::Badge;
use crate::http::time::Stamp;
use crate::store::instances::Found;
use crate::store::{self, Conn};
use crate::urls;
use crate::web::error::WebError;
use crate::web::guards::Staff;
use crate::web::nav::Section;
use crate::web::page::Frame;
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

#[derive(Template)]
#[template(path = "staff/instances/index.html")]
struct InstancesPage {
    frame: Frame,
    typed: String,
    /// None: nothing was looked for.
    found: Option<Vec<InstanceRow>>,
}

/// `GET /staff/instances`
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
        let shelf = staff.app.portal().shelf.clone();
        let rows = staff.app.db.read(move |c| find(c, &shelf, &wanted)).await?;
        Some(rows.iter().map(|(found, published)| row(l, found, published, staff.now)).collect())
    };
    staff.show(&InstancesPage { frame: staff.frame(Section::Staff), typed, found })
}

/// Each with what was published for its product.
fn find(c: &mut Conn<'_>, shelf: &PublishedCache, wanted: &str) -> Done<Vec<(Found, Arc<Published>)>> {
    let found = store::instances::search(c, wanted, ON_THE_PAGE)?.into_iter();
    let published = |found: Found| {
        let published = shelf.published(c, &found.product)?;
        Ok((found, published))
    };
    found.map(published).collect()
}

fn row(l: Language, found: &Found, published: &Published, now: Instant) -> InstanceRow {
    let Found { instance, subscription, product, account } = found;
    InstanceRow {
        id: instance.id.to_string(),
        hostname: instance.hostname.clone(),
        account: format!("{} ({})", account.name, account.number),
        bought: Bought::of(subscription, product),
        version: instance.version.clone(),
        heard: Stamp::moment(l, instance.heard_at),
        health: health(l, instance, &published.advisories, now),
        times: times(l, &published.support, subscription.tier),
    }
}
