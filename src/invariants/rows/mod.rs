//! Lays out what there is, page by page: what belongs to some subscriptions in as many statements as there are tables,
//! however many they are. Reads only; the only place beside the store that knows SQL.

mod apart;
mod reconciled;
mod said;
mod sold;

use std::collections::BTreeMap;

use diesel::prelude::*;
use uuid::Uuid;

use self::reconciled::{Reconciled, untold};
use self::said::{Said, entries};
use self::sold::Sold;
use crate::domain::account::Account;
use crate::domain::calendar::{Day, Instant};
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AccountId, ProductId, SubscriptionId};
use crate::domain::role::Role;
use crate::domain::subscription::{BoughtTerm, Product, Subscription};
use crate::domain::usage::SeveralInstances;
use crate::invariants::dossier::Dossier;
use crate::store::by::{Of, by_subscription};
use crate::store::schema::{accounts, contacts, memberships, people, products, subscriptions, terms};
use crate::store::{
    Conn, StoreError, Stored, accounts as of_accounts, products as of_products, subscriptions as of_subscriptions,
};

pub(super) use apart::{outbox, serials, usage};

/// The next subscriptions after one, in order of key, at most `limit`: key and number.
pub(super) fn page(
    c: &mut Conn<'_>,
    after: Option<SubscriptionId>,
    limit: i64,
) -> Stored<Vec<(SubscriptionId, String)>> {
    let mut next = subscriptions::table.order(subscriptions::id).limit(limit).into_boxed();
    if let Some(after) = after {
        next = next.filter(subscriptions::id.gt(after));
    }
    Ok(next.select((subscriptions::id, subscriptions::number)).load(c.raw())?)
}

/// Everything that belongs to these subscriptions.
///
/// # Errors
/// A row cannot be read.
pub(super) fn dossiers(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Vec<Dossier>> {
    let opened = opened(c, ids)?;
    let subscribed: Vec<&Subscription> = opened.iter().map(|o| &o.subscription).collect();
    let accounts = accounts(c, &subscribed)?;
    let products = products(c, &subscribed)?;
    let readers = readers(c, &accounts)?;
    let (mut terms, mut reconciled, mut sold, mut said) =
        (terms(c, ids)?, Reconciled::of(c, ids)?, Sold::of(c, ids)?, Said::of(c, ids)?);
    let mut entries = entries(c, &subscribed, &sold)?;
    let mut dossiers = Vec::with_capacity(opened.len());
    for Opened { subscription, at, worked_on, due_on } in opened {
        let id = subscription.id;
        let missing = |what: &str| StoreError::Other(format!("{}: it has no {what}", subscription.number));
        let account = accounts.get(&subscription.account).cloned().ok_or_else(|| missing("account"))?;
        let product = products.get(&subscription.product.0).cloned().ok_or_else(|| missing("product"))?;
        let reconciliations = take(&mut reconciled.reconciliations, id);
        let untold = match product.policy.several_instances {
            SeveralInstances::Max => untold(c, id, &reconciliations, &reconciled.told)?,
            // A sum has parts, each told on its own day.
            SeveralInstances::Sum => Vec::new(),
        };
        dossiers.push(Dossier {
            readers: readers.get(&account.id).cloned().unwrap_or_default(),
            account,
            product,
            opened_at: at,
            worked_on,
            due_on,
            terms: take(&mut terms, id),
            licenses: take(&mut sold.licenses, id),
            reconciliations,
            untold,
            disputes: take(&mut reconciled.disputes, id),
            standing_pauses: take(&mut reconciled.pauses, id).len(),
            seat_changes: take(&mut reconciled.seat_changes, id),
            renewals: take(&mut sold.renewals, id),
            true_ups: take(&mut sold.true_ups, id),
            orders: take(&mut sold.orders, id),
            payments: take(&mut sold.payments, id),
            documents: take(&mut sold.documents, id),
            emails: take(&mut said.emails, id),
            entries: take(&mut entries, id),
            strays: take(&mut said.strays, id),
            foreign_lines: take(&mut said.foreign_lines, id),
            subscription,
        });
    }
    Ok(dossiers)
}

struct Opened {
    subscription: Subscription,
    at: Instant,
    worked_on: Option<Day>,
    due_on: Option<Day>,
}

fn opened(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Vec<Opened>> {
    let rows: Vec<(of_subscriptions::Row, Instant, Option<Day>, Option<Day>)> = subscriptions::table
        .filter(subscriptions::id.eq_any(ids.to_vec()))
        .order(subscriptions::id)
        .select((
            of_subscriptions::Row::as_select(),
            subscriptions::created_at,
            subscriptions::worked_on,
            subscriptions::due_on,
        ))
        .load(c.raw())?;
    let read = |(row, at, worked_on, due_on)| {
        Ok(Opened { subscription: of_subscriptions::subscription(row)?, at, worked_on, due_on })
    };
    rows.into_iter().map(read).collect()
}

fn accounts(c: &mut Conn<'_>, of: &[&Subscription]) -> Stored<BTreeMap<AccountId, Account>> {
    let ids: Vec<AccountId> = of.iter().map(|s| s.account).collect();
    let rows: Vec<of_accounts::Row> =
        accounts::table.filter(accounts::id.eq_any(ids)).select(of_accounts::Row::as_select()).load(c.raw())?;
    Ok(rows.into_iter().map(of_accounts::account).map(|account| (account.id, account)).collect())
}

fn products(c: &mut Conn<'_>, of: &[&Subscription]) -> Stored<BTreeMap<Uuid, Product>> {
    let ids: Vec<ProductId> = of.iter().map(|s| s.product).collect();
    let rows: Vec<of_products::Row> =
        products::table.filter(products::id.eq_any(ids)).select(of_products::Row::as_select()).load(c.raw())?;
    Ok(rows.into_iter().map(of_products::product).map(|product| (product.id.0, product)).collect())
}

/// Since when somebody reads emails of a role: contacts, and the people who stand in for them.
fn readers(
    c: &mut Conn<'_>,
    of: &BTreeMap<AccountId, Account>,
) -> Stored<BTreeMap<AccountId, Vec<(ContactRole, Instant)>>> {
    let ids: Vec<AccountId> = of.keys().copied().collect();
    let named: Vec<(AccountId, ContactRole, Instant)> = contacts::table
        .filter(contacts::account_id.eq_any(ids.clone()))
        .filter(contacts::confirmed_at.is_not_null())
        .filter(contacts::refused_at.is_null())
        .select((contacts::account_id, contacts::role, contacts::confirmed_at.assume_not_null()))
        .load(c.raw())?;
    let members: Vec<(AccountId, Role, Instant)> = memberships::table
        .inner_join(people::table)
        .filter(memberships::account_id.eq_any(ids))
        .filter(people::disabled_at.is_null())
        .select((memberships::account_id, memberships::role, memberships::created_at))
        .load(c.raw())?;
    let standing_in = members.into_iter().flat_map(|(account, role, since)| {
        let falls = ContactRole::ALL.iter().filter(move |contact| contact.falls_to(role));
        falls.map(move |contact| (account, *contact, since))
    });
    let mut readers: BTreeMap<AccountId, Vec<(ContactRole, Instant)>> = BTreeMap::new();
    for (account, role, since) in named.into_iter().chain(standing_in) {
        readers.entry(account).or_default().push((role, since));
    }
    Ok(readers)
}

fn terms(c: &mut Conn<'_>, ids: &[SubscriptionId]) -> Stored<Of<BoughtTerm>> {
    let rows: Vec<(SubscriptionId, of_subscriptions::TermRow)> = terms::table
        .filter(terms::subscription_id.eq_any(ids.to_vec()))
        .order((terms::subscription_id, terms::term_index))
        .select((terms::subscription_id, of_subscriptions::TermRow::as_select()))
        .load(c.raw())?;
    by_subscription(rows, of_subscriptions::term)
}

fn take<T>(by: &mut Of<T>, id: SubscriptionId) -> Vec<T> {
    by.remove(&id).unwrap_or_default()
}
