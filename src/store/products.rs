//! Products and the price list.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::dialect::Kept;
use super::schema::{prices, products};
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::calendar::{Day, Instant};
use crate::domain::ids::{PriceId, ProductId};
use crate::domain::money::{Currency, Money};
use crate::domain::plan::{ListPrice, Tier};
use crate::domain::policy::Policy;
use crate::domain::renewal::QuantityPolicy;
use crate::domain::subscription::{Product, Subscription};
use crate::domain::usage::SeveralInstances;

#[derive(Queryable, Selectable)]
#[diesel(table_name = products)]
pub(crate) struct Row {
    id: ProductId,
    key: String,
    name: String,
    minimum_version: String,
    notice_days: i64,
    reconcile_after_days: i64,
    charge_after_days: i64,
    early_renewal_days: i64,
    renewal_quantity: QuantityPolicy,
    several_instances: SeveralInstances,
    programme_start: Day,
    most_instances: i64,
    published_at: Option<Instant>,
}

pub(crate) fn product(row: Row) -> Product {
    let policy = Policy {
        minimum_version: row.minimum_version,
        notice_days: row.notice_days,
        reconcile_after_days: row.reconcile_after_days,
        charge_after_days: row.charge_after_days,
        early_renewal_days: row.early_renewal_days,
        renewal_quantity: row.renewal_quantity,
        several_instances: row.several_instances,
        programme_start: row.programme_start,
        most_instances: row.most_instances,
    };
    Product { id: row.id, key: row.key, name: row.name, policy, published_at: row.published_at }
}

/// A product by key.
pub fn find(c: &mut Conn<'_>, id: ProductId) -> Stored<Option<Product>> {
    let row: Option<Row> = products::table.find(id).select(Row::as_select()).first(c.raw()).optional()?;
    Ok(row.map(product))
}

/// Every product, by name.
pub fn list(c: &mut Conn<'_>) -> Stored<Vec<Product>> {
    let rows: Vec<Row> = products::table.order(products::name).select(Row::as_select()).load(c.raw())?;
    Ok(rows.into_iter().map(product).collect())
}

/// Adds a product.
///
/// # Errors
/// The key is taken.
pub fn insert(tx: &mut Tx<'_>, new: &Product, at: Instant) -> Stored<()> {
    let values = (
        products::id.eq(new.id),
        products::key.eq(&new.key),
        products::name.eq(&new.name),
        products::minimum_version.eq(&new.policy.minimum_version),
        products::notice_days.eq(new.policy.notice_days),
        products::reconcile_after_days.eq(new.policy.reconcile_after_days),
        products::charge_after_days.eq(new.policy.charge_after_days),
        products::early_renewal_days.eq(new.policy.early_renewal_days),
        products::renewal_quantity.eq(new.policy.renewal_quantity),
        products::several_instances.eq(new.policy.several_instances),
        products::programme_start.eq(new.policy.programme_start),
        products::most_instances.eq(new.policy.most_instances),
        products::created_at.eq(At(at)),
    );
    diesel::insert_into(products::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// What a price is listed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    pub product: ProductId,
    pub tier: Tier,
    /// Months of the term it buys.
    pub term_months: u32,
    /// What it is sold in.
    pub currency: Currency,
}

impl Offer {
    /// What a subscription's next term would be.
    #[must_use]
    pub const fn of(subscription: &Subscription) -> Self {
        Self {
            product: subscription.product,
            tier: subscription.tier,
            term_months: subscription.term_months,
            currency: subscription.currency,
        }
    }
}

/// The list prices of an offer, oldest first.
pub fn prices(c: &mut Conn<'_>, offer: Offer) -> Stored<Vec<ListPrice>> {
    let rows: Vec<(Day, i64)> = prices::table
        .filter(prices::product_id.eq(offer.product))
        .filter(prices::tier.eq(offer.tier))
        .filter(prices::term_months.eq(i64::from(offer.term_months)))
        .filter(prices::currency.eq(offer.currency.code()))
        .order(prices::from_day)
        .select((prices::from_day, prices::per_seat_minor))
        .load(c.raw())?;
    Ok(rows.into_iter().map(|(from, minor)| ListPrice { from, per_seat: Money::new(minor, offer.currency) }).collect())
}

/// The list prices of several offers, each one's oldest first.
pub(super) fn prices_of(c: &mut Conn<'_>, offers: &[Offer]) -> Stored<Vec<(Offer, ListPrice)>> {
    let products: BTreeSet<ProductId> = offers.iter().map(|offer| offer.product).collect();
    let of = prices::table.filter(prices::product_id.eq_any(products)).order(prices::from_day).select((
        prices::product_id,
        prices::tier,
        prices::term_months,
        prices::currency,
        prices::from_day,
        prices::per_seat_minor,
    ));
    let rows: Vec<(ProductId, Tier, i64, String, Day, i64)> = Kept(of).load(c.raw())?;
    let listed = |(product, tier, months, currency, from, minor): (ProductId, Tier, i64, String, Day, i64)| {
        // A price of another offer is nobody's here.
        let is_it = |o: &&Offer| {
            o.product == product
                && o.tier == tier
                && i64::from(o.term_months) == months
                && o.currency.code() == currency
        };
        let offer = offers.iter().find(is_it)?;
        Some((*offer, ListPrice { from, per_seat: Money::new(minor, offer.currency) }))
    };
    Ok(rows.into_iter().filter_map(listed).collect())
}

/// Adds a line to the price list.
///
/// # Errors
/// There is one for that day.
pub fn insert_price(tx: &mut Tx<'_>, offer: Offer, price: ListPrice) -> Stored<()> {
    let values = (
        prices::id.eq(PriceId::new()),
        prices::product_id.eq(offer.product),
        prices::tier.eq(offer.tier),
        prices::term_months.eq(i64::from(offer.term_months)),
        prices::currency.eq(offer.currency.code()),
        prices::from_day.eq(price.from),
        prices::per_seat_minor.eq(price.per_seat.minor),
    );
    diesel::insert_into(prices::table).values(values).execute(tx.raw())?;
    Ok(())
}
