//! Releases and advisories of a product, and which instance was told of which.

use diesel::prelude::*;
use serde_json::{Value, json};

use super::dialect::for_update;
use super::schema::{advisories, advisory_notices, instances, products, releases, subscriptions};
use super::sql_types::{At, Json};
use super::{Conn, StoreError, Stored, Tx};
use crate::domain::calendar::{Day, Instant};
use crate::domain::ids::{AccountId, AdvisoryId, InstanceId, ProductId, ReleaseId, SubscriptionId};
use crate::domain::release::{Advisory, Affected, Release, Severity};

#[derive(Queryable, Selectable)]
#[diesel(table_name = advisories)]
struct Row {
    id: AdvisoryId,
    product_id: ProductId,
    name: String,
    severity: Severity,
    title: String,
    url: Option<String>,
    published_on: Day,
    affected: Value,
}

fn advisory(row: Row) -> Stored<Advisory> {
    let ranges: Vec<(String, String)> = serde_json::from_value(row.affected)
        .map_err(|e| StoreError::Other(format!("an advisory's ranges cannot be read: {e}")))?;
    Ok(Advisory {
        id: row.id,
        product: row.product_id,
        name: row.name,
        severity: row.severity,
        title: row.title,
        url: row.url,
        published_on: row.published_on,
        affected: ranges.into_iter().map(|(from, fixed_in)| Affected { from, fixed_in }).collect(),
    })
}

/// The product instances call by this word.
pub fn product(c: &mut Conn<'_>, key: &str) -> Stored<Option<ProductId>> {
    Ok(products::table.filter(products::key.eq(key)).select(products::id).first(c.raw()).optional()?)
}

/// When something was published for a product last.
pub fn published_at(c: &mut Conn<'_>, product: ProductId) -> Stored<Option<Instant>> {
    let at = products::table.find(product).select(products::published_at);
    Ok(at.first::<Option<Instant>>(c.raw()).optional()?.flatten())
}

/// Notes that something was published for a product.
pub fn note_published(tx: &mut Tx<'_>, product: ProductId, at: Instant) -> Stored<()> {
    diesel::update(products::table.find(product)).set(products::published_at.eq(At(at))).execute(tx.raw())?;
    Ok(())
}

/// A product's releases, in no order: versions are compared by the domain.
pub fn list(c: &mut Conn<'_>, product: ProductId) -> Stored<Vec<Release>> {
    let of = releases::table.filter(releases::product_id.eq(product));
    let rows: Vec<(String, Day, Option<String>)> =
        of.select((releases::version, releases::released_on, releases::notes_url)).load(c.raw())?;
    Ok(rows.into_iter().map(|(version, released_on, notes_url)| Release { version, released_on, notes_url }).collect())
}

/// A product's advisories, newest first.
pub fn advisories(c: &mut Conn<'_>, product: ProductId) -> Stored<Vec<Advisory>> {
    let of = advisories::table.filter(advisories::product_id.eq(product));
    let newest = of.order((advisories::published_on.desc(), advisories::name));
    newest.select(Row::as_select()).load(c.raw())?.into_iter().map(advisory).collect()
}

/// Adds a release, or changes one of the same version.
pub fn put(tx: &mut Tx<'_>, product: ProductId, release: &Release) -> Stored<()> {
    let one = releases::table.filter(releases::product_id.eq(product)).filter(releases::version.eq(&release.version));
    let change = (releases::released_on.eq(release.released_on), releases::notes_url.eq(&release.notes_url));
    if diesel::update(one).set(change).execute(tx.raw())? > 0 {
        return Ok(());
    }
    let values = (
        releases::id.eq(ReleaseId::new()),
        releases::product_id.eq(product),
        releases::version.eq(&release.version),
        change.0,
        change.1,
    );
    diesel::insert_into(releases::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Adds an advisory, or changes the one of the same name, which keeps its key; either way every instance is looked at
/// anew.
pub fn put_advisory(tx: &mut Tx<'_>, new: &Advisory) -> Stored<()> {
    let one = advisories::table.filter(advisories::product_id.eq(new.product)).filter(advisories::name.eq(&new.name));
    let affected: Value = new.affected.iter().map(|range| json!([range.from, range.fixed_in])).collect();
    let change = (
        advisories::severity.eq(new.severity),
        advisories::title.eq(&new.title),
        advisories::url.eq(&new.url),
        advisories::published_on.eq(new.published_on),
        advisories::affected.eq(Json::of(affected.clone())),
        advisories::spread_at.eq(None::<At>),
    );
    if diesel::update(one).set(change).execute(tx.raw())? > 0 {
        return Ok(());
    }
    let values = (
        advisories::id.eq(new.id),
        advisories::product_id.eq(new.product),
        advisories::name.eq(&new.name),
        advisories::severity.eq(new.severity),
        advisories::title.eq(&new.title),
        advisories::url.eq(&new.url),
        advisories::published_on.eq(new.published_on),
        advisories::affected.eq(Json::of(affected)),
    );
    diesel::insert_into(advisories::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// An advisory of which not every instance was looked at yet, locked: it is not changed meanwhile.
pub fn next_to_spread(tx: &mut Tx<'_>) -> Stored<Option<Advisory>> {
    let waiting = advisories::table.filter(advisories::spread_at.is_null()).order(advisories::id).limit(1);
    let rows: Vec<Row> = for_update(waiting.select(Row::as_select())).load(tx.raw())?;
    rows.into_iter().next().map(advisory).transpose()
}

/// Notes that every instance was looked at for an advisory.
pub fn note_spread(tx: &mut Tx<'_>, id: AdvisoryId, at: Instant) -> Stored<()> {
    diesel::update(advisories::table.find(id)).set(advisories::spread_at.eq(At(at))).execute(tx.raw())?;
    Ok(())
}

/// The versions that linked instances of a product reported.
pub fn versions(c: &mut Conn<'_>, product: ProductId) -> Stored<Vec<String>> {
    let of = instances::table
        .inner_join(subscriptions::table)
        .filter(subscriptions::product_id.eq(product))
        .filter(instances::unlinked_at.is_null());
    Ok(of.select(instances::version).distinct().load(c.raw())?)
}

/// An instance, with whose it is and what it is linked to.
pub type LinkedInstance = (AccountId, SubscriptionId, InstanceId);

/// At most `limit` linked instances of a product that run one of these versions and were not told of the advisory.
pub fn untold(c: &mut Conn<'_>, advisory: &Advisory, versions: &[String], limit: i64) -> Stored<Vec<LinkedInstance>> {
    let told = advisory_notices::table
        .filter(advisory_notices::advisory_id.eq(advisory.id))
        .filter(advisory_notices::instance_id.eq(instances::id));
    let of = instances::table
        .inner_join(subscriptions::table)
        .filter(subscriptions::product_id.eq(advisory.product))
        .filter(instances::unlinked_at.is_null())
        .filter(instances::version.eq_any(versions.to_vec()))
        .filter(diesel::dsl::not(diesel::dsl::exists(told)))
        .order(instances::id);
    Ok(of.limit(limit).select((instances::account_id, instances::subscription_id, instances::id)).load(c.raw())?)
}

/// The advisories an instance was told of.
pub fn told(c: &mut Conn<'_>, instance: InstanceId) -> Stored<Vec<AdvisoryId>> {
    let of = advisory_notices::table.filter(advisory_notices::instance_id.eq(instance));
    Ok(of.select(advisory_notices::advisory_id).load(c.raw())?)
}

/// Notes that an instance's people were told of an advisory.
///
/// # Errors
/// They were told before (a duplicate).
pub fn note_told(tx: &mut Tx<'_>, advisory: AdvisoryId, instance: InstanceId, at: Instant) -> Stored<()> {
    let values = (
        advisory_notices::advisory_id.eq(advisory),
        advisory_notices::instance_id.eq(instance),
        advisory_notices::account_id.eq(account_of!(instances, instance)),
        advisory_notices::told_at.eq(At(at)),
    );
    diesel::insert_into(advisory_notices::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Forgets what an instance's people were told of: it was told of a version that could not be compared, and says nothing of one
/// that can.
pub fn forget_told(tx: &mut Tx<'_>, instance: InstanceId) -> Stored<()> {
    let of = advisory_notices::table.filter(advisory_notices::instance_id.eq(instance));
    diesel::delete(of).execute(tx.raw())?;
    Ok(())
}
