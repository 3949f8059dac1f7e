//! Accounts.

use diesel::prelude::*;

use super::schema::accounts;
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::account::{Account, Payment};
use crate::domain::calendar::Instant;
use crate::domain::ids::AccountId;
use crate::domain::language::Language;

type Row = (AccountId, String, String, Language, Payment, Option<String>);

const COLUMNS: (
    accounts::id,
    accounts::number,
    accounts::name,
    accounts::language,
    accounts::payment,
    accounts::reseller,
) = (accounts::id, accounts::number, accounts::name, accounts::language, accounts::payment, accounts::reseller);

fn account((id, number, name, language, payment, reseller): Row) -> Account {
    Account { id, number, name, language, payment, reseller }
}

/// An account by key.
///
/// # Errors
/// The store's own.
pub fn find(c: &mut Conn<'_>, id: AccountId) -> Stored<Option<Account>> {
    let row: Option<Row> = accounts::table.find(id).select(COLUMNS).first(c.raw()).optional()?;
    Ok(row.map(account))
}

/// An account by its number; for operators and staff, never for a customer's request.
///
/// # Errors
/// The store's own.
pub fn find_by_number(c: &mut Conn<'_>, number: &str) -> Stored<Option<Account>> {
    let by_number = accounts::table.filter(accounts::number.eq(number));
    Ok(by_number.select(COLUMNS).first(c.raw()).optional()?.map(account))
}

/// Adds an account.
///
/// # Errors
/// The number is taken, or the store's own.
pub fn insert(tx: &mut Tx<'_>, new: &Account, at: Instant) -> Stored<()> {
    let values = (
        accounts::id.eq(new.id),
        accounts::number.eq(&new.number),
        accounts::name.eq(&new.name),
        accounts::language.eq(new.language),
        accounts::payment.eq(new.payment),
        accounts::reseller.eq(new.reseller.as_deref()),
        accounts::created_at.eq(At(at)),
    );
    diesel::insert_into(accounts::table).values(values).execute(tx.raw())?;
    Ok(())
}
