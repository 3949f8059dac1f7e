//! Accounts.

use diesel::prelude::*;

use super::schema::accounts;
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::account::{Account, Payment};
use crate::domain::calendar::Instant;
use crate::domain::ids::AccountId;
use crate::domain::language::Language;

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub(crate) struct Row {
    id: AccountId,
    number: String,
    name: String,
    language: Language,
    payment: Payment,
    reseller: Option<String>,
    address: String,
    vat_id: Option<String>,
    tax_basis_points: i64,
    po_required: bool,
    public_sector: bool,
}

pub(crate) fn account(row: Row) -> Account {
    Account {
        id: row.id,
        number: row.number,
        name: row.name,
        language: row.language,
        payment: row.payment,
        reseller: row.reseller,
        address: row.address,
        vat_id: row.vat_id,
        tax_basis_points: row.tax_basis_points,
        po_required: row.po_required,
        public_sector: row.public_sector,
    }
}

/// An account by key.
pub fn find(c: &mut Conn<'_>, id: AccountId) -> Stored<Option<Account>> {
    let row: Option<Row> = accounts::table.find(id).select(Row::as_select()).first(c.raw()).optional()?;
    Ok(row.map(account))
}

/// An account by its number; for operators and staff, never for a customer's request.
pub fn find_by_number(c: &mut Conn<'_>, number: &str) -> Stored<Option<Account>> {
    let by_number = accounts::table.filter(accounts::number.eq(number));
    Ok(by_number.select(Row::as_select()).first::<Row>(c.raw()).optional()?.map(account))
}

/// All accounts, a page at a time: those that come after one, by key.
pub fn page(c: &mut Conn<'_>, after: Option<AccountId>, limit: i64) -> Stored<Vec<Account>> {
    let mut all = accounts::table.order(accounts::id).limit(limit).select(Row::as_select()).into_boxed();
    if let Some(after) = after {
        all = all.filter(accounts::id.gt(after));
    }
    Ok(all.load(c.raw())?.into_iter().map(account).collect())
}

/// Adds an account.
///
/// # Errors
/// The number is taken.
pub fn insert(tx: &mut Tx<'_>, new: &Account, at: Instant) -> Stored<()> {
    let values = (
        accounts::id.eq(new.id),
        accounts::number.eq(&new.number),
        accounts::name.eq(&new.name),
        accounts::language.eq(new.language),
        accounts::payment.eq(new.payment),
        accounts::reseller.eq(new.reseller.as_deref()),
        accounts::address.eq(&new.address),
        accounts::vat_id.eq(new.vat_id.as_deref()),
        accounts::tax_basis_points.eq(new.tax_basis_points),
        accounts::po_required.eq(new.po_required),
        accounts::public_sector.eq(new.public_sector),
        accounts::created_at.eq(At(at)),
    );
    diesel::insert_into(accounts::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Stores how an account pays.
pub fn set_payment(tx: &mut Tx<'_>, id: AccountId, payment: Payment) -> Stored<()> {
    diesel::update(accounts::table.find(id)).set(accounts::payment.eq(payment)).execute(tx.raw())?;
    Ok(())
}
