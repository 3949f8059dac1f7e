//! What the vendor publishes: imported as data, and told to every instance it concerns, once per advisory and instance
//! (R35, R37).

pub mod file;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use seatsync_agent::version::Version;
use serde_json::json;

use self::file::ReleaseFile;
use super::letters::{self, Recipients};
use super::{Change, Ctx, Done, Refusal, note, or_missing};
use crate::domain::audit::Event;
use crate::domain::calendar::Instant;
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AdvisoryId, ProductId};
use crate::domain::instance::{Instance, UpdatePolicy};
use crate::domain::overview::Overview;
use crate::domain::release::{self, Advisory, Flaw, Release, Update};
use crate::domain::subscription::Product;
use crate::domain::support::SupportTime;
use crate::mail::Desk;
use crate::mail::messages::SecurityUpdate;
use crate::store::{self, Conn, Tx};

/// What the vendor published for a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Its releases.
    pub releases: Vec<Release>,
    /// Its advisories.
    pub advisories: Vec<Advisory>,
    /// Its support times.
    pub support: Vec<SupportTime>,
}

/// What the vendor published for a product.
///
/// # Errors
/// The store's own.
pub fn published(c: &mut Conn<'_>, product: ProductId) -> Done<Published> {
    Ok(Published {
        releases: store::releases::list(c, product)?,
        advisories: store::releases::advisories(c, product)?,
        support: store::support::list(c, product)?,
    })
}

impl Published {
    /// The update an instance of a version is told of (R35).
    #[must_use]
    pub fn update(&self, version: &str, policy: UpdatePolicy, is_requested: bool) -> Option<Update> {
        release::update(&self.releases, &self.advisories, version, policy, is_requested)
    }
}

/// What was published, at hand: read anew only when something was published since.
#[derive(Debug, Clone, Default)]
pub struct Shelf(Arc<Mutex<BTreeMap<ProductId, OnShelf>>>);

/// What was published until a moment.
type OnShelf = (Option<Instant>, Arc<Published>);

impl Shelf {
    /// What the vendor published for a product, at least until the product was read.
    ///
    /// # Errors
    /// The store's own.
    pub fn published(&self, c: &mut Conn<'_>, product: &Product) -> Done<Arc<Published>> {
        let shelf = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = shelf().get(&product.id).filter(|(until, _)| *until == product.published_at) {
            return Ok(Arc::clone(known));
        }
        let fresh = Arc::new(published(c, product.id)?);
        shelf().insert(product.id, (product.published_at, Arc::clone(&fresh)));
        Ok(fresh)
    }
}

/// What an import brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Releases in the file.
    pub releases: usize,
    /// Advisories in the file.
    pub advisories: usize,
    /// Support times in the file; none: those there are stay.
    pub support: Option<usize>,
}

/// Imports a file that was read and checked. What is there already under its version or name is changed; nothing is removed
/// but support times, which are replaced as a whole. Of each advisory every instance is then looked at anew.
///
/// # Errors
/// The product is missing.
pub fn import(tx: &mut Tx<'_>, ctx: &Ctx, file: &ReleaseFile) -> Done<Imported> {
    let product = store::releases::product(tx, &file.product)?.ok_or(Refusal::Missing)?;
    for release in &file.releases {
        store::releases::put(tx, product, release)?;
    }
    for advisory in &file.advisories {
        store::releases::put_advisory(tx, &Advisory { id: AdvisoryId::new(), product, ..advisory.clone() })?;
    }
    if let Some(support) = &file.support {
        store::support::replace(tx, product, support)?;
    }
    // Never the moment of the import before, so that whoever compares them notices.
    let before = store::releases::published_at(tx, product)?;
    let least = before.map(|before| before + chrono::TimeDelta::microseconds(1));
    store::releases::note_published(tx, product, ctx.now.max(least.unwrap_or(ctx.now)))?;
    let imported = Imported {
        releases: file.releases.len(),
        advisories: file.advisories.len(),
        support: file.support.as_ref().map(Vec::len),
    };
    let names: Vec<&str> = file.advisories.iter().map(|advisory| advisory.name.as_str()).collect();
    let after = json!({ "releases": imported.releases, "advisories": names, "support": imported.support });
    let subject = format!("product:{}", file.product);
    let event = Event::ReleasesImported;
    note(tx, ctx, Change { event, account: None, subject: &subject, before: None, after: Some(after) })?;
    Ok(imported)
}

/// Tells an instance's people of the flaws of its version that they were not told of, in one letter; of a version that cannot
/// be compared, of all that it may have.
pub(super) fn tell_flaws(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    overview: &Overview,
    instance: &Instance,
    published: &Published,
) -> Done<()> {
    let known = instance.flaws(&published.advisories);
    let is_comparable = known.is_some();
    let found = known.unwrap_or_else(|| release::possible_flaws(&published.advisories));
    if found.is_empty() {
        return Ok(());
    }
    let told = store::releases::told(tx, instance.id)?;
    let new: Vec<Flaw<'_>> = found.into_iter().filter(|flaw| !told.contains(&flaw.advisory.id)).collect();
    for flaw in &new {
        store::releases::note_told(tx, flaw.advisory.id, instance.id, ctx.now)?;
    }
    let Some(worst) = new.first() else { return Ok(()) };
    // The version that page and token name.
    let update = published.update(&instance.version, instance.update_policy, instance.upgrade_asked_at.is_some());
    let newest = release::newest(new.iter().map(|flaw| flaw.fixed_in)).unwrap_or(worst.fixed_in);
    let fixed_in = update.map_or_else(|| newest.to_owned(), |update| update.to);
    let to =
        Recipients { account: &overview.account, subscription: overview.subscription.id, role: ContactRole::Technical };
    Ok(letters::tell(tx, desk, ctx.now, &to, None, |heading| SecurityUpdate {
        heading,
        number: overview.subscription.number.clone(),
        product: overview.product.name.clone(),
        hostname: instance.hostname.clone(),
        version: instance.version.clone(),
        is_comparable,
        severity: worst.advisory.severity,
        flaws: new.iter().map(|flaw| (flaw.advisory.name.clone(), flaw.advisory.title.clone())).collect(),
        fixed_in: fixed_in.clone(),
        patches: instance.update_policy,
        link: desk.link(&format!("/instances/{}", instance.id)),
    })?)
}

/// Looks at instances for the oldest advisory of which not all were looked at, at most `limit` of them, and tells their
/// people. Returns whether there may be more to do.
///
/// # Errors
/// The store's own.
pub fn spread(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, limit: i64) -> Done<bool> {
    let Some(advisory) = store::releases::next_to_spread(tx)? else { return Ok(false) };
    let mut versions = store::releases::versions(tx, advisory.product)?;
    versions.retain(|version| advisory.fixed_in(version).is_some() || Version::parse(version).is_none());
    let untold = store::releases::untold(tx, &advisory, &versions, limit)?;
    if untold.is_empty() {
        store::releases::note_spread(tx, advisory.id, ctx.now)?;
        return Ok(true);
    }
    let published = published(tx, advisory.product)?;
    for (account, subscription, id) in untold {
        // A sync of the same instance waits for its row, or this does.
        let Some((_, instance)) = store::instances::lock_sender(tx, id)? else { continue };
        let overview = or_missing(store::overview::find_for(tx, account, subscription, id)?)?;
        tell_flaws(tx, ctx, desk, &overview, &instance, &published)?;
    }
    Ok(true)
}
