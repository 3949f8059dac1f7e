//! Cards on file, and every attempt to charge one.

use std::collections::BTreeMap;

use diesel::prelude::*;
use uuid::Uuid;

use super::dialect::{Kept, for_update_skip_locked};
use super::emails::Lease;
use super::schema::{cards, local_charges, payments};
use super::sql_types::{At, Key};
use super::{Conn, StoreError, Stored, Tx};
use crate::domain::calendar::{Day, Instant};
use crate::domain::ids::{AccountId, CardId, PaymentId, PersonId, SubscriptionId};
use crate::domain::money::Money;
use crate::domain::payment::{ASK_AGAIN_MINUTES, Card, Payment, Purpose};

#[derive(Queryable, Selectable)]
#[diesel(table_name = cards)]
struct CardRow {
    id: CardId,
    last_digits: String,
    added_at: Instant,
}

/// The card on file of an account.
pub fn card_on_file(c: &mut Conn<'_>, account: AccountId) -> Stored<Option<Card>> {
    let on_file = cards::table.filter(cards::account_id.eq(account)).filter(cards::removed_at.is_null());
    let row: Option<CardRow> = on_file.select(CardRow::as_select()).first(c.raw()).optional()?;
    Ok(row.map(|CardRow { id, last_digits, added_at }| Card { id, last_digits, added_at }))
}

/// The cards on file of accounts.
pub fn cards_on_file(c: &mut Conn<'_>, of: &[AccountId]) -> Stored<BTreeMap<AccountId, Card>> {
    let on_file = cards::table.filter(cards::account_id.eq_any(of)).filter(cards::removed_at.is_null());
    let rows: Vec<(AccountId, CardRow)> =
        Kept(on_file.select((cards::account_id, CardRow::as_select()))).load(c.raw())?;
    let card = |CardRow { id, last_digits, added_at }| Card { id, last_digits, added_at };
    Ok(rows.into_iter().map(|(account, row)| (account, card(row))).collect())
}

/// The last digits of a card and the sealed name the provider knows it by.
pub fn card(c: &mut Conn<'_>, id: CardId) -> Stored<(String, String)> {
    Ok(cards::table.find(id).select((cards::last_digits, cards::reference_sealed)).first(c.raw())?)
}

/// Takes the card off file, if there is one; whether there was.
pub fn remove_card(tx: &mut Tx<'_>, account: AccountId, at: Instant) -> Stored<bool> {
    let on_file = cards::table.filter(cards::account_id.eq(account)).filter(cards::removed_at.is_null());
    Ok(diesel::update(on_file).set(cards::removed_at.eq(At(at))).execute(tx.raw())? > 0)
}

/// Puts a card on file.
///
/// # Errors
/// One is on file (a duplicate).
pub fn insert_card(
    tx: &mut Tx<'_>,
    account: AccountId,
    card: &Card,
    reference_sealed: &str,
    by: Option<PersonId>,
) -> Stored<()> {
    let values = (
        cards::id.eq(card.id),
        cards::account_id.eq(account),
        cards::reference_sealed.eq(reference_sealed),
        cards::last_digits.eq(&card.last_digits),
        cards::added_by.eq(by),
        cards::added_at.eq(At(card.added_at)),
    );
    diesel::insert_into(cards::table).values(values).execute(tx.raw())?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = payments)]
pub(crate) struct Row {
    id: PaymentId,
    account_id: AccountId,
    subscription_id: SubscriptionId,
    purpose: Purpose,
    subject_id: Uuid,
    attempt: i64,
    card_id: CardId,
    amount_minor: i64,
    currency: String,
    due_on: Day,
}

pub(crate) fn payment(row: Row) -> Stored<Payment> {
    let currency = row.currency.parse().map_err(|e| StoreError::Other(format!("payment {}: {e}", row.id)))?;
    Ok(Payment {
        id: row.id,
        account: row.account_id,
        subscription: row.subscription_id,
        purpose: row.purpose,
        subject: row.subject_id,
        attempt: row.attempt,
        card: row.card_id,
        amount: Money::new(row.amount_minor, currency),
        due_on: row.due_on,
    })
}

/// Attempts made so far for a subject.
pub fn attempts(c: &mut Conn<'_>, purpose: Purpose, subject: Uuid) -> Stored<i64> {
    let of = payments::table.filter(payments::purpose.eq(purpose)).filter(payments::subject_id.eq(Key(subject)));
    Ok(of.count().get_result(c.raw())?)
}

/// Adds an attempt that is under way.
///
/// # Errors
/// Another is under way or has come to money (a duplicate).
pub fn insert(tx: &mut Tx<'_>, new: &Payment, at: Instant) -> Stored<()> {
    let values = (
        payments::id.eq(new.id),
        payments::account_id.eq(new.account),
        payments::subscription_id.eq(new.subscription),
        payments::purpose.eq(new.purpose),
        payments::subject_id.eq(Key(new.subject)),
        payments::attempt.eq(new.attempt),
        payments::card_id.eq(new.card),
        payments::amount_minor.eq(new.amount.minor),
        payments::currency.eq(new.amount.currency.code()),
        payments::due_on.eq(new.due_on),
        payments::created_at.eq(At(at)),
        payments::ask_at.eq(At(at)),
    );
    diesel::insert_into(payments::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Claims up to `limit` attempts whose provider is to be asked at `now`.
pub fn claim(tx: &mut Tx<'_>, now: Instant, lease: Lease, limit: i64) -> Stored<Vec<Payment>> {
    // Nothing waits longer, unless a clock that was ahead wrote it.
    let latest = now + chrono::TimeDelta::minutes(ASK_AGAIN_MINUTES);
    let due = payments::table
        .filter(payments::succeeded_at.is_null())
        .filter(payments::declined_at.is_null())
        .filter(payments::ask_at.le(At(now)).or(payments::ask_at.gt(At(latest))))
        .filter(
            payments::leased_until
                .is_null()
                .or(payments::leased_until.le(At(lease.from)))
                .or(payments::leased_until.gt(At(lease.until))),
        )
        .order((payments::ask_at, payments::id))
        .limit(limit)
        .select(Row::as_select());
    let rows: Vec<Row> = for_update_skip_locked(due).load(tx.raw())?;
    let claimed = rows.into_iter().map(payment).collect::<Stored<Vec<_>>>()?;
    let ids: Vec<PaymentId> = claimed.iter().map(|p| p.id).collect();
    let mine = payments::table.filter(payments::id.eq_any(ids));
    diesel::update(mine).set(payments::leased_until.eq(At(lease.until))).execute(tx.raw())?;
    Ok(claimed)
}

/// An attempt that has not ended; none if it has.
pub fn find_open(c: &mut Conn<'_>, id: PaymentId) -> Stored<Option<Payment>> {
    let open = payments::table
        .filter(payments::id.eq(id))
        .filter(payments::succeeded_at.is_null())
        .filter(payments::declined_at.is_null());
    let row: Option<Row> = open.select(Row::as_select()).first(c.raw()).optional()?;
    row.map(payment).transpose()
}

/// The attempts of an account that are under way for this subject.
pub fn is_under_way(c: &mut Conn<'_>, purpose: Purpose, subject: Uuid) -> Stored<bool> {
    let open = payments::table
        .filter(payments::purpose.eq(purpose))
        .filter(payments::subject_id.eq(Key(subject)))
        .filter(payments::succeeded_at.is_null())
        .filter(payments::declined_at.is_null());
    Ok(open.count().get_result::<i64>(c.raw())? > 0)
}

/// How asking a provider ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<'a> {
    /// The money is taken.
    Succeeded {
        at: Instant,
        /// The provider's name for it.
        reference: &'a str,
    },
    /// It is not.
    Declined { at: Instant },
    /// Nothing yet.
    Later {
        /// When to ask again.
        ask_at: Instant,
    },
}

/// Notes how asking ended, and lets go of the attempt.
pub fn note(tx: &mut Tx<'_>, id: PaymentId, answer: &Answer<'_>) -> Stored<()> {
    let one = payments::table.find(id);
    let free = payments::leased_until.eq(None::<At>);
    match answer {
        Answer::Succeeded { at, reference } => {
            let change = (payments::succeeded_at.eq(At(*at)), payments::reference.eq(*reference), free);
            diesel::update(one).set(change).execute(tx.raw())?
        }
        Answer::Declined { at } => {
            diesel::update(one).set((payments::declined_at.eq(At(*at)), free)).execute(tx.raw())?
        }
        Answer::Later { ask_at } => {
            diesel::update(one).set((payments::ask_at.eq(At(*ask_at)), free)).execute(tx.raw())?
        }
    };
    Ok(())
}

/// A charge in the memory of the local provider.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, Selectable)]
#[diesel(table_name = local_charges)]
pub struct LocalCharge {
    /// The idempotency key.
    pub key: String,
    /// The card it was asked to charge.
    pub card: String,
    /// How much, in minor units.
    pub amount_minor: i64,
    pub currency: String,
    /// `succeeded` or `declined`.
    pub outcome: String,
    /// How often it was asked.
    pub asked: i64,
}

/// What the local provider remembers of a key.
pub fn local_charge(c: &mut Conn<'_>, key: &str) -> Stored<Option<LocalCharge>> {
    Ok(local_charges::table.find(key).select(LocalCharge::as_select()).first(c.raw()).optional()?)
}

/// Lets the local provider remember a charge.
///
/// # Errors
/// It remembers one under that key (a duplicate).
pub fn insert_local_charge(tx: &mut Tx<'_>, new: &LocalCharge) -> Stored<()> {
    diesel::insert_into(local_charges::table).values(new).execute(tx.raw())?;
    Ok(())
}

/// Counts that the local provider was asked again.
pub fn count_local_charge(tx: &mut Tx<'_>, key: &str) -> Stored<()> {
    let one = local_charges::table.find(key);
    diesel::update(one).set(local_charges::asked.eq(local_charges::asked + 1)).execute(tx.raw())?;
    Ok(())
}

/// Whether the attempts for a subject have been noted as paid; the key of the one that was.
pub fn succeeded(c: &mut Conn<'_>, purpose: Purpose, subject: Uuid) -> Stored<Option<PaymentId>> {
    let paid = payments::table
        .filter(payments::purpose.eq(purpose))
        .filter(payments::subject_id.eq(Key(subject)))
        .filter(payments::succeeded_at.is_not_null());
    Ok(paid.select(payments::id).first(c.raw()).optional()?)
}

/// The last digits of the card that a payment charged.
pub fn card_of(c: &mut Conn<'_>, id: PaymentId) -> Stored<Option<String>> {
    let of = payments::table.inner_join(cards::table).filter(payments::id.eq(id));
    Ok(of.select(cards::last_digits).first(c.raw()).optional()?)
}
