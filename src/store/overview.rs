//! Loads everything that belongs to a subscription of an account, inside one consistent view.

use super::products::Offer;
use super::{
    Conn, StoreError, Stored, accounts, instances, licenses, payments, products, reconciliations, renewals,
    subscriptions, usage,
};
use crate::domain::calendar::{Day, Instant, Term, midnight, quarters};
use crate::domain::ids::{AccountId, SubscriptionId};
use crate::domain::instance::Instance;
use crate::domain::overview::{Counts, Overview};
use crate::domain::subscription::{BoughtTerm, Product, Subscription};

/// One subscription of the account with all that belongs to it.
///
/// # Errors
/// The store's own.
pub fn find(c: &mut Conn<'_>, account: AccountId, id: SubscriptionId) -> Stored<Option<Overview>> {
    find_known(c, account, id, ever())
}

/// The same, with the counts that were known before a moment and made before it.
///
/// # Errors
/// The store's own.
pub fn find_known(
    c: &mut Conn<'_>,
    account: AccountId,
    id: SubscriptionId,
    known_by: Instant,
) -> Stored<Option<Overview>> {
    subscriptions::find(c, account, id)?.map(|s| load(c, s, Some(known_by))).transpose()
}

/// The same without what a token does not tell of: what was counted in quarters, settlements, the card, and a late request.
///
/// # Errors
/// The store's own.
pub fn find_uncounted(c: &mut Conn<'_>, account: AccountId, id: SubscriptionId) -> Stored<Option<Overview>> {
    subscriptions::find(c, account, id)?.map(|s| load(c, s, None)).transpose()
}

/// All subscriptions of the account with all that belongs to them, in order of number.
///
/// # Errors
/// The store's own.
pub fn list(c: &mut Conn<'_>, account: AccountId) -> Stored<Vec<Overview>> {
    subscriptions::list(c, account)?.into_iter().map(|s| load(c, s, Some(ever()))).collect()
}

/// Later than anything that is kept, in a form both databases compare alike.
fn ever() -> Instant {
    Day::from_ymd_opt(9999, 12, 31).map_or(Instant::MAX_UTC, midnight)
}

fn load(c: &mut Conn<'_>, subscription: Subscription, known_by: Option<Instant>) -> Stored<Overview> {
    let (account, id) = (subscription.account, subscription.id);
    let terms = subscriptions::terms(c, account, id)?;
    let last = terms.last().map(|term| term.id);
    let mut overview = Overview {
        cancellation: last.map(|last| renewals::standing_cancellation(c, account, last)).transpose()?.flatten(),
        account: accounts::find(c, account)?.ok_or_else(|| dangling("account"))?,
        product: product(c, &subscription)?,
        prices: products::prices(c, Offer::of(&subscription))?,
        licenses: licenses::list(c, account, id)?,
        renewals: renewals::list(c, account, id)?,
        hold: reconciliations::standing_hold(c, id)?,
        late_request: None,
        counts: Vec::new(),
        settlements: Vec::new(),
        card: None,
        subscription,
        terms,
    };
    if known_by.is_some() {
        overview.late_request = last.map(|last| renewals::open_late_request(c, account, last)).transpose()?.flatten();
        overview.settlements = reconciliations::list(c, account, id)?;
        overview.card = payments::card_on_file(c, account)?;
    }
    for instance in instances::list(c, account, id)? {
        overview.counts.push(match known_by {
            Some(known_by) => counts(c, &overview.subscription, &overview.terms, instance, known_by)?,
            None => Counts { last: usage::last_count(c, instance.id, ever(), ever())?, instance, quarters: Vec::new() },
        });
    }
    Ok(overview)
}

fn product(c: &mut Conn<'_>, subscription: &Subscription) -> Stored<Product> {
    products::find(c, subscription.product)?.ok_or_else(|| dangling("product"))
}

fn dangling(what: &str) -> StoreError {
    StoreError::Other(format!("a subscription names a {what} that is not there"))
}

/// What an instance counted in the last two terms: the running one is among them, also when the next is bought already.
fn counts(
    c: &mut Conn<'_>,
    subscription: &Subscription,
    terms: &[BoughtTerm],
    instance: Instance,
    known_by: Instant,
) -> Stored<Counts> {
    let last = usage::last_count(c, instance.id, known_by, known_by)?;
    let latest = last.map_or(subscription.anchor, |last| last.at.date_naive());
    let mut known = Vec::new();
    for term in terms.iter().rev().take(2).rev() {
        for quarter in quarters(subscription.anchor, subscription.term_months, term.index) {
            // Nothing is counted after the last report.
            if quarter.span.start > latest {
                break;
            }
            let before = Term { start: term.span.start, end: quarter.span.start };
            let count = usage::quarter_count(c, instance.id, before, quarter.span, known_by)?;
            known.push((term.id, quarter.number, count));
        }
    }
    Ok(Counts { instance, last, quarters: known })
}
