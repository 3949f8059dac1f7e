//! Releases and advisories as they were imported, by product (R35).

use actix_web::HttpResponse;
use askama::Template;
use seatsync_agent::version::Version;

use crate::domain::language::Language;
use crate::domain::release::{Advisory, Release};
use crate::http::time::Stamp;
use crate::store::{self, Conn, Stored};
use crate::web::error::WebError;
use crate::web::guards::Staff;
use crate::web::nav::Section;
use crate::web::page::Frame;
use crate::web::views::health::severity;
use crate::words::t;

/// Releases of a product on the page.
const RELEASES: usize = 20;

struct AdvisoryRow {
    name: String,
    title: String,
    url: Option<String>,
    severity: String,
    published: Stamp,
    affected: Vec<String>,
}

struct ProductRow {
    name: String,
    key: String,
    releases: Vec<(String, Stamp)>,
    advisories: Vec<AdvisoryRow>,
}

#[derive(Template)]
#[template(path = "staff/releases/index.html")]
struct ReleasesPage {
    frame: Frame,
    products: Vec<ProductRow>,
}

/// `GET /staff/releases`
pub async fn index(staff: Staff) -> Result<HttpResponse, WebError> {
    let found = staff.app.db.read(find).await?;
    let l = staff.language;
    let products = found.into_iter().map(|(name, key, releases, advisories)| ProductRow {
        name,
        key,
        releases: newest(releases).into_iter().map(|r| (r.version, Stamp::day(l, r.released_on))).collect(),
        advisories: advisories.into_iter().map(|advisory| row(l, advisory)).collect(),
    });
    staff.show(&ReleasesPage { frame: staff.frame(Section::Staff), products: products.collect() })
}

type Found = (String, String, Vec<Release>, Vec<Advisory>);

fn find(c: &mut Conn<'_>) -> Stored<Vec<Found>> {
    let mut found = Vec::new();
    for product in store::products::list(c)? {
        let (releases, advisories) =
            (store::releases::list(c, product.id)?, store::releases::advisories(c, product.id)?);
        found.push((product.name, product.key, releases, advisories));
    }
    Ok(found)
}

fn newest(mut releases: Vec<Release>) -> Vec<Release> {
    releases.sort_by_key(|release| std::cmp::Reverse(Version::parse(&release.version)));
    releases.truncate(RELEASES);
    releases
}

fn row(l: Language, advisory: Advisory) -> AdvisoryRow {
    let range = |affected: &crate::domain::release::Affected| {
        t!(l, "releases-range", from = affected.from.as_str(), fixed = affected.fixed_in.as_str())
    };
    AdvisoryRow {
        severity: severity(l, advisory.severity),
        published: Stamp::day(l, advisory.published_on),
        affected: advisory.affected.iter().map(range).collect(),
        name: advisory.name,
        title: advisory.title,
        url: advisory.url,
    }
}
