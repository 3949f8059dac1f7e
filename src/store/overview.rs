//! Loads everything that belongs to a subscription of an account, inside one consistent view.

use super::{Conn, StoreError, Stored, accounts, instances, licenses, products, renewals, subscriptions, usage};
use crate::domain::ids::{AccountId, SubscriptionId};
use crate::domain::overview::{Counts, Overview};
use crate::domain::subscription::{Product, Subscription};

/// One subscription of the account with all that belongs to it.
///
/// # Errors
/// The store's own.
pub fn find(c: &mut Conn<'_>, account: AccountId, id: SubscriptionId) -> Stored<Option<Overview>> {
    subscriptions::find(c, account, id)?.map(|s| load(c, s)).transpose()
}

/// All subscriptions of the account with all that belongs to them, in order of number.
///
/// # Errors
/// The store's own.
pub fn list(c: &mut Conn<'_>, account: AccountId) -> Stored<Vec<Overview>> {
    subscriptions::list(c, account)?.into_iter().map(|s| load(c, s)).collect()
}

fn load(c: &mut Conn<'_>, subscription: Subscription) -> Stored<Overview> {
    let (account, id) = (subscription.account, subscription.id);
    let terms = subscriptions::terms(c, account, id)?;
    let (cancellation, late_request) = match terms.last() {
        Some(last) => {
            (renewals::standing_cancellation(c, account, last.id)?, renewals::open_late_request(c, account, last.id)?)
        }
        None => (None, None),
    };
    Ok(Overview {
        account: accounts::find(c, account)?.ok_or_else(|| dangling("account"))?,
        product: product(c, &subscription)?,
        prices: products::prices(c, subscription.product, subscription.tier, subscription.currency)?,
        counts: counts(c, &subscription)?,
        licenses: licenses::list(c, account, id)?,
        subscription,
        terms,
        cancellation,
        late_request,
    })
}

fn product(c: &mut Conn<'_>, subscription: &Subscription) -> Stored<Product> {
    products::find(c, subscription.product)?.ok_or_else(|| dangling("product"))
}

fn dangling(what: &str) -> StoreError {
    StoreError::Other(format!("a subscription names a {what} that is not there"))
}

fn counts(c: &mut Conn<'_>, subscription: &Subscription) -> Stored<Vec<Counts>> {
    let linked = instances::list(c, subscription.account, subscription.id)?;
    linked.into_iter().map(|instance| usage::counts(c, subscription.account, instance)).collect()
}
