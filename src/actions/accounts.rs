//! Opening accounts, products and prices: what an operator or the demo's seeds do.

use serde_json::json;

use super::{Change, Ctx, Done, note, unless_taken};
use crate::domain::account::Account;
use crate::domain::audit::Event;
use crate::domain::plan::{ListPrice, Tier};
use crate::domain::subscription::Product;
use crate::store::{self, Tx};

/// Opens an account.
///
/// # Errors
/// The number is taken.
pub fn open(tx: &mut Tx<'_>, ctx: &Ctx, account: &Account) -> Done<()> {
    unless_taken(store::accounts::insert(tx, account, ctx.now))?;
    let subject = format!("account:{}", account.number);
    let after =
        Some(json!({ "name": account.name, "payment": account.payment.as_str(), "reseller": account.reseller }));
    let event = Event::AccountOpened;
    note(tx, ctx, Change { event, account: Some(account.id), subject: &subject, before: None, after })
}

/// Puts a product and its prices on the list.
///
/// # Errors
/// The product's key is taken.
pub fn list_product(tx: &mut Tx<'_>, ctx: &Ctx, product: &Product, prices: &[(Tier, ListPrice)]) -> Done<()> {
    unless_taken(store::products::insert(tx, product, ctx.now))?;
    for &(tier, price) in prices {
        unless_taken(store::products::insert_price(tx, product.id, tier, price))?;
    }
    let subject = format!("product:{}", product.key);
    let after = Some(json!({ "name": product.name, "notice_days": product.notice_days, "prices": prices.len() }));
    note(tx, ctx, Change { event: Event::ProductListed, account: None, subject: &subject, before: None, after })
}
