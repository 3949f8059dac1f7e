//! Loads everything that belongs to a subscription of an account, inside one consistent view.

use diesel::prelude::*;

use super::products::Offer;
use super::schema::{accounts, holds, products, subscriptions};
use super::{
    Conn, Stored, accounts as of_accounts, instances, licenses, payments, products as of_products, reconciliations,
    renewals, subscriptions as of_subscriptions, usage,
};
use crate::domain::account::Account;
use crate::domain::calendar::{Day, Instant, Term, midnight, quarters};
use crate::domain::ids::{AccountId, InstanceId, SubscriptionId};
use crate::domain::instance::Instance;
use crate::domain::overview::{Counts, Hold, Overview};
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
    head(c, account, id)?.map(|head| load(c, head, Counting::Until(known_by))).transpose()
}

/// The same as far as an instance's token tells of it: without what was counted in quarters, settlements, the card, and a
/// late request; and of the counts those of the other instances, as its own comes with its message.
///
/// # Errors
/// The store's own.
pub fn find_for(
    c: &mut Conn<'_>,
    account: AccountId,
    id: SubscriptionId,
    instance: InstanceId,
) -> Stored<Option<Overview>> {
    head(c, account, id)?.map(|head| load(c, head, Counting::OthersOf(instance))).transpose()
}

/// All subscriptions of the account with all that belongs to them, in order of number.
///
/// # Errors
/// The store's own.
pub fn list(c: &mut Conn<'_>, account: AccountId) -> Stored<Vec<Overview>> {
    heads(c, account, None)?.into_iter().map(|head| load(c, head, Counting::Until(ever()))).collect()
}

/// Later than anything that is kept, in a form both databases compare alike.
fn ever() -> Instant {
    Day::from_ymd_opt(9999, 12, 31).map_or(Instant::MAX_UTC, midnight)
}

/// What a subscription has one of, read in one go.
struct Head {
    subscription: Subscription,
    account: Account,
    product: Product,
    hold: Option<Hold>,
}

fn head(c: &mut Conn<'_>, account: AccountId, id: SubscriptionId) -> Stored<Option<Head>> {
    Ok(heads(c, account, Some(id))?.pop())
}

/// Of one subscription of the account, or of all, in order of number.
fn heads(c: &mut Conn<'_>, account: AccountId, one: Option<SubscriptionId>) -> Stored<Vec<Head>> {
    type Row = (of_subscriptions::Row, of_accounts::Row, of_products::Row, Option<(Instant, String)>);
    let standing = holds::subscription_id.eq(subscriptions::id).and(holds::lifted_at.is_null());
    let of = subscriptions::table
        .inner_join(accounts::table)
        .inner_join(products::table)
        .left_join(holds::table.on(standing))
        .filter(subscriptions::account_id.eq(account))
        .select((
            of_subscriptions::Row::as_select(),
            of_accounts::Row::as_select(),
            of_products::Row::as_select(),
            (holds::placed_at, holds::reason).nullable(),
        ));
    let rows: Vec<Row> = match one {
        Some(id) => of.filter(subscriptions::id.eq(id)).load(c.raw())?,
        None => of.order(subscriptions::number).load(c.raw())?,
    };
    let head = |(subscription, account, product, hold): Row| {
        Ok(Head {
            subscription: of_subscriptions::subscription(subscription)?,
            account: of_accounts::account(account),
            product: of_products::product(product),
            hold: hold.map(|(at, reason)| Hold { at, reason }),
        })
    };
    rows.into_iter().map(head).collect()
}

/// Which counts are loaded.
#[derive(Clone, Copy)]
enum Counting {
    /// Those known and made before a moment, by quarter.
    Until(Instant),
    /// The last ones of all instances but this.
    OthersOf(InstanceId),
}

fn load(c: &mut Conn<'_>, head: Head, counting: Counting) -> Stored<Overview> {
    let Head { subscription, account: owner, product, hold } = head;
    let (account, id) = (subscription.account, subscription.id);
    let terms = of_subscriptions::terms(c, account, id)?;
    let last = terms.last().map(|term| term.id);
    let mut overview = Overview {
        cancellation: last.map(|last| renewals::standing_cancellation(c, account, last)).transpose()?.flatten(),
        account: owner,
        product,
        prices: of_products::prices(c, Offer::of(&subscription))?,
        licenses: licenses::list(c, account, id)?,
        renewals: renewals::list(c, account, id)?,
        hold,
        late_request: None,
        counts: Vec::new(),
        settlements: Vec::new(),
        card: None,
        subscription,
        terms,
    };
    if matches!(counting, Counting::Until(_)) {
        overview.late_request = last.map(|last| renewals::open_late_request(c, account, last)).transpose()?.flatten();
        overview.settlements = reconciliations::list(c, account, id)?;
        overview.card = payments::card_on_file(c, account)?;
    }
    for instance in instances::list(c, account, id)? {
        overview.counts.push(match counting {
            Counting::Until(known_by) => counts(c, &overview.subscription, &overview.terms, instance, known_by)?,
            Counting::OthersOf(own) if own == instance.id => continue,
            Counting::OthersOf(_) => {
                Counts { last: usage::last_count(c, instance.id, ever(), ever())?, instance, quarters: Vec::new() }
            }
        });
    }
    Ok(overview)
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
