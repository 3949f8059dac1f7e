//! Loads everything that belongs to subscriptions of an account, inside one consistent view: in a fixed number of
//! statements, however many subscriptions, instances and quarters there are.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::by::Of;
use super::counted::{self, Wanted};
use super::dialect::Kept;
use super::products::Offer;
use super::schema::{accounts, pauses, products, subscriptions};
use super::{
    Conn, Stored, accounts as of_accounts, instances, licenses, payments, products as of_products, reconciliations,
    renewals, subscriptions as of_subscriptions, usage,
};
use crate::domain::account::Account;
use crate::domain::calendar::{Day, Instant, Term, midnight};
use crate::domain::ids::{AccountId, InstanceId, SubscriptionId, TermId};
use crate::domain::subscription::{BoughtTerm, Contract, Counts, Pause, Product, Subscription};

/// One subscription of the account with all that belongs to it.
pub fn find(c: &mut Conn<'_>, account: AccountId, id: SubscriptionId) -> Stored<Option<Contract>> {
    find_known(c, account, id, ever())
}

/// The same, with the counts that were known before a moment and made before it.
pub fn find_known(
    c: &mut Conn<'_>,
    account: AccountId,
    id: SubscriptionId,
    known_by: Instant,
) -> Stored<Option<Contract>> {
    Ok(load(c, &[account], &[id], Part::Until(known_by))?.pop())
}

/// The same as far as an instance's token tells of it: without what was counted in quarters, reconciliations, the card, and a
/// late request; and of the counts those of the other instances, as its own comes with its message.
pub fn find_for(
    c: &mut Conn<'_>,
    account: AccountId,
    id: SubscriptionId,
    instance: InstanceId,
) -> Stored<Option<Contract>> {
    Ok(load(c, &[account], &[id], Part::OthersOf(instance))?.pop())
}

/// The same as billing works on it: its terms, and how they were reconciled and renewed. What was counted is read with [`super::counted`],
/// once it is known by when.
pub fn find_billed(c: &mut Conn<'_>, account: AccountId, id: SubscriptionId) -> Stored<Option<Contract>> {
    Ok(load(c, &[account], &[id], Part::Billed)?.pop())
}

/// These subscriptions of these accounts with all that belongs to them, in order of number.
pub fn list(c: &mut Conn<'_>, accounts: &[AccountId], ids: &[SubscriptionId]) -> Stored<Vec<Contract>> {
    load(c, accounts, ids, Part::Until(ever()))
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
    pause: Option<Pause>,
}

fn heads(c: &mut Conn<'_>, of_these: &[AccountId], ids: &[SubscriptionId]) -> Stored<Vec<Head>> {
    type Row = (of_subscriptions::Row, of_accounts::Row, of_products::Row, Option<(Instant, String)>);
    let standing = pauses::subscription_id.eq(subscriptions::id).and(pauses::resumed_at.is_null());
    let of = subscriptions::table
        .inner_join(accounts::table)
        .inner_join(products::table)
        .left_join(pauses::table.on(standing))
        .filter(subscriptions::account_id.eq_any(of_these))
        .filter(subscriptions::id.eq_any(ids))
        .order(subscriptions::number)
        .select((
            of_subscriptions::Row::as_select(),
            of_accounts::Row::as_select(),
            of_products::Row::as_select(),
            (pauses::paused_at, pauses::reason).nullable(),
        ));
    let head = |(subscription, account, product, pause): Row| {
        Ok(Head {
            subscription: of_subscriptions::subscription(subscription)?,
            account: of_accounts::account(account),
            product: of_products::product(product),
            pause: pause.map(|(at, reason)| Pause { at, reason }),
        })
    };
    Kept(of).load::<Row>(c.raw())?.into_iter().map(head).collect()
}

/// What is loaded of a contract.
#[derive(Clone, Copy)]
enum Part {
    /// All of it, with the counts that were known and made before a moment, by quarter.
    Until(Instant),
    /// What a token tells, with the last counts of all instances but this.
    OthersOf(InstanceId),
    /// The terms, and how they were reconciled and renewed.
    Billed,
}

fn load(c: &mut Conn<'_>, of_these: &[AccountId], ids: &[SubscriptionId], part: Part) -> Stored<Vec<Contract>> {
    let heads = heads(c, of_these, ids)?;
    // Of those that are the accounts' own.
    let ids: Vec<SubscriptionId> = heads.iter().map(|head| head.subscription.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (is_whole, is_billed) = (matches!(part, Part::Until(_)), matches!(part, Part::Billed));
    let mut terms = of_subscriptions::terms_of(c, &ids)?;
    let mut renewed = renewals::list_of(c, &ids)?;
    let mut reconciliations = if is_whole || is_billed { reconciliations::list_of(c, &ids)? } else { Of::new() };
    let offers: Vec<Offer> = heads.iter().map(|head| Offer::of(&head.subscription)).collect();
    let prices = if is_billed { Vec::new() } else { of_products::prices_of(c, &offers)? };
    let mut cancellations = if is_billed { BTreeMap::new() } else { renewals::standing_cancellations(c, &ids)? };
    let mut licenses = if is_billed { Of::new() } else { licenses::list_of(c, &ids)? };
    let mut instances = if is_billed { Of::new() } else { instances::list_of(c, &ids)? };
    let mut last = if is_billed { BTreeMap::new() } else { usage::last_counts(c, &ids, part.known_by())? };
    let mut late_requests = if is_whole { renewals::open_late_requests(c, &ids)? } else { BTreeMap::new() };
    let cards = if is_whole { payments::cards_on_file(c, of_these)? } else { BTreeMap::new() };
    let wanted = if is_whole { last_terms(&heads, &terms) } else { Vec::new() };
    let mut counted = counted::of_spans(c, &wanted, part.known_by())?;
    let contract = |head: Head| {
        let Head { subscription, account, product, pause } = head;
        let id = subscription.id;
        let terms = terms.remove(&id).unwrap_or_default();
        let last_term = terms.last().map(|term| term.id);
        let counts = instances.remove(&id).unwrap_or_default().into_iter().filter(|i| part.is_loaded(i.id));
        let index = |of: TermId| terms.iter().position(|term| term.id == of);
        let mut reconciliations: Vec<_> = reconciliations.remove(&id).unwrap_or_default();
        reconciliations.sort_by_key(|reconciliation| (index(reconciliation.term), reconciliation.quarter));
        let mut renewals: Vec<_> = renewed.remove(&id).unwrap_or_default();
        renewals.sort_by_key(|renewal| index(renewal.term));
        Contract {
            cancellation: last_term.and_then(|term| cancellations.remove(&term)),
            late_request: last_term.and_then(|term| late_requests.remove(&term)),
            prices: prices.iter().filter(|(o, _)| *o == Offer::of(&subscription)).map(|(_, price)| *price).collect(),
            counts: counts
                .map(|instance| Counts {
                    last: last.remove(&instance.id),
                    counted: counted.remove(&instance.id).unwrap_or_default(),
                    instance,
                })
                .collect(),
            licenses: licenses.remove(&id).unwrap_or_default(),
            reconciliations,
            renewals,
            card: cards.get(&account.id).cloned(),
            pause,
            account,
            product,
            subscription,
            terms,
        }
    };
    Ok(heads.into_iter().map(contract).collect())
}

impl Part {
    fn known_by(self) -> Instant {
        match self {
            Self::Until(known_by) => known_by,
            Self::OthersOf(_) | Self::Billed => ever(),
        }
    }

    fn is_loaded(self, instance: InstanceId) -> bool {
        !matches!(self, Self::OthersOf(own) if own == instance)
    }
}

/// The last two terms: the running one is among them, also when the next is bought already.
fn last_terms(heads: &[Head], terms: &Of<BoughtTerm>) -> Vec<Wanted> {
    let wanted = |Head { subscription, product, .. }: &Head| {
        let terms = terms.get(&subscription.id)?;
        let (first, last) = (terms.iter().rev().nth(1).or(terms.last())?, terms.last()?);
        let span = Term { start: first.span.start, end: last.span.end };
        Some(Wanted { subscription: subscription.id, span, several: product.policy.several_instances })
    };
    heads.iter().filter_map(wanted).collect()
}
