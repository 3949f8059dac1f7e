//! Opening accounts, products and prices: what an operator or the demo's seeds do.

use serde_json::json;

use super::{Change, Ctx, Done, post_audit, unless_taken};
use crate::domain::account::Account;
use crate::domain::audit::Event;
use crate::domain::plan::{ListPrice, Tier};
use crate::domain::subscription::Product;
use crate::store::products::Offer;
use crate::store::{self, Tx};

/// Opens an account.
///
/// # Errors
/// The number is taken.
pub fn open_account(tx: &mut Tx<'_>, ctx: &Ctx, account: &Account) -> Done<()> {
    unless_taken(store::accounts::insert(tx, account, ctx.now))?;
    let subject = format!("account:{}", account.number);
    let after =
        Some(json!({ "name": account.name, "payment": account.payment.as_str(), "reseller": account.reseller }));
    let event = Event::AccountOpened;
    post_audit(tx, ctx, Change { event, account: Some(account.id), subject: &subject, before: None, after })
}

/// Puts a product and its prices on the list: of a tier, for terms of so many months.
///
/// # Errors
/// The product's key is taken.
pub fn list_product(tx: &mut Tx<'_>, ctx: &Ctx, product: &Product, prices: &[(Tier, u32, ListPrice)]) -> Done<()> {
    unless_taken(store::products::insert(tx, product, ctx.now))?;
    for &(tier, term_months, price) in prices {
        let offer = Offer { product: product.id, tier, term_months, currency: price.per_seat.currency };
        unless_taken(store::products::insert_price(tx, offer, price))?;
    }
    let subject = format!("product:{}", product.key);
    let after =
        Some(json!({ "name": product.name, "notice_days": product.policy.notice_days, "prices": prices.len() }));
    post_audit(tx, ctx, Change { event: Event::ProductListed, account: None, subject: &subject, before: None, after })
}
