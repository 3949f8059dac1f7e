//! What the vendor publishes: imported as data, and told to every instance it concerns, once per advisory and instance
//! (R35, R37).

pub mod file;
pub mod published;

use seatsync_agent::version::Version;
use serde_json::json;

use self::file::ReleaseFile;
use self::published::{Published, published};
use super::emails::{self, Recipients};
use super::{Change, Ctx, Done, Refusal, or_missing, post_audit};
use crate::domain::audit::Event;
use crate::domain::contact::ContactRole;
use crate::domain::ids::AdvisoryId;
use crate::domain::instance::Instance;
use crate::domain::release::{self, Advisory, Flaw};
use crate::domain::subscription::Contract;
use crate::mail::messages::SecurityUpdate;
use crate::store::{self, Tx};
use crate::urls;

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
pub fn import_releases(tx: &mut Tx<'_>, ctx: &Ctx, file: &ReleaseFile) -> Done<Imported> {
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
    post_audit(tx, ctx, Change { event, account: None, subject: &subject, before: None, after: Some(after) })?;
    Ok(imported)
}

/// What people are told of flaws by: their subscription, and what was published for its product.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) contract: &'a Contract,
    pub(super) published: &'a Published,
}

/// Tells an instance's people of the flaws of its version that they were not told of, in one email; of a version that cannot
/// be compared, of all that it may have.
pub(super) fn tell_flaws(tx: &mut Tx<'_>, ctx: &Ctx, of: Told<'_>, instance: &Instance) -> Done<()> {
    let Told { contract, published } = of;
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
    let to = Recipients::of(&contract.account, contract.subscription.id, ContactRole::Technical);
    Ok(emails::post_emails(tx, ctx, &to, |heading| SecurityUpdate {
        heading,
        number: contract.subscription.number.clone(),
        product: contract.product.name.clone(),
        hostname: instance.hostname.clone(),
        version: instance.version.clone(),
        is_comparable,
        severity: worst.advisory.severity,
        flaws: new.iter().map(|flaw| (flaw.advisory.name.clone(), flaw.advisory.title.clone())).collect(),
        fixed_in: fixed_in.clone(),
        patches: instance.update_policy,
        link: ctx.link(&urls::instance(instance.id)),
    })?)
}

/// Looks at instances for the oldest advisory of which not all were looked at, at most `limit` of them, and tells their
/// people. Returns whether there may be more to do.
pub fn spread_advisories(tx: &mut Tx<'_>, ctx: &Ctx, limit: i64) -> Done<bool> {
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
        let contract = or_missing(store::contracts::find_for(tx, account, subscription, id)?)?;
        tell_flaws(tx, ctx, Told { contract: &contract, published: &published }, &instance)?;
    }
    Ok(true)
}
