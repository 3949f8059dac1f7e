//! Products and the price list.

use diesel::prelude::*;

use super::schema::{prices, products};
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::calendar::Instant;
use crate::domain::ids::{PriceId, ProductId};
use crate::domain::money::{Currency, Money};
use crate::domain::plan::{ListPrice, Tier};
use crate::domain::subscription::Product;

type Row = (ProductId, String, String, String, i64);

/// A product by key.
///
/// # Errors
/// The store's own.
pub fn find(c: &mut Conn<'_>, id: ProductId) -> Stored<Option<Product>> {
    let columns = (products::id, products::key, products::name, products::minimum_version, products::notice_days);
    let row: Option<Row> = products::table.find(id).select(columns).first(c.raw()).optional()?;
    Ok(row.map(|(id, key, name, minimum_version, notice_days)| Product { id, key, name, minimum_version, notice_days }))
}

/// Adds a product.
///
/// # Errors
/// The key is taken, or the store's own.
pub fn insert(tx: &mut Tx<'_>, new: &Product, at: Instant) -> Stored<()> {
    let values = (
        products::id.eq(new.id),
        products::key.eq(&new.key),
        products::name.eq(&new.name),
        products::minimum_version.eq(&new.minimum_version),
        products::notice_days.eq(new.notice_days),
        products::created_at.eq(At(at)),
    );
    diesel::insert_into(products::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// The list prices of a tier in a currency, oldest first.
///
/// # Errors
/// The store's own.
pub fn prices(c: &mut Conn<'_>, product: ProductId, tier: Tier, currency: Currency) -> Stored<Vec<ListPrice>> {
    let rows: Vec<(chrono::NaiveDate, i64)> = prices::table
        .filter(prices::product_id.eq(product))
        .filter(prices::tier.eq(tier))
        .filter(prices::currency.eq(currency.code()))
        .order(prices::from_day)
        .select((prices::from_day, prices::per_seat_minor))
        .load(c.raw())?;
    Ok(rows.into_iter().map(|(from, minor)| ListPrice { from, per_seat: Money::new(minor, currency) }).collect())
}

/// Adds a line to the price list.
///
/// # Errors
/// There is one for that day, or the store's own.
pub fn insert_price(tx: &mut Tx<'_>, product: ProductId, tier: Tier, price: ListPrice) -> Stored<()> {
    let values = (
        prices::id.eq(PriceId::new()),
        prices::product_id.eq(product),
        prices::tier.eq(tier),
        prices::currency.eq(price.per_seat.currency.code()),
        prices::from_day.eq(price.from),
        prices::per_seat_minor.eq(price.per_seat.minor),
    );
    diesel::insert_into(prices::table).values(values).execute(tx.raw())?;
    Ok(())
}
