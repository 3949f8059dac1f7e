//! Who gets an account's letters: contacts by role, or the people whose role stands in for them.

use diesel::prelude::*;

use super::schema::contacts;
use super::sql_types::At;
use super::{Conn, StoreError, Stored, Tx, people};
use crate::domain::calendar::Instant;
use crate::domain::contact::{ContactRole, Reader};
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::language::Language;

/// Somebody who gets an account's letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Their key.
    pub id: ContactId,
    /// Which letters.
    pub role: ContactRole,
    /// Where to.
    pub email: EmailAddress,
    /// What they are called.
    pub name: String,
    /// Their language; none: the account's.
    pub language: Option<Language>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = contacts)]
struct Row {
    id: ContactId,
    role: ContactRole,
    email: String,
    name: String,
    language: Option<Language>,
}

fn contact(row: Row) -> Stored<Contact> {
    let email = row.email.parse().map_err(|e| StoreError::Other(format!("contact {}: {e}", row.id)))?;
    Ok(Contact { id: row.id, role: row.role, email, name: row.name, language: row.language })
}

/// The contacts of an account, by role and address.
///
/// # Errors
/// The store's own.
pub fn list(c: &mut Conn<'_>, account: AccountId) -> Stored<Vec<Contact>> {
    let of = contacts::table.filter(contacts::account_id.eq(account)).order((contacts::role, contacts::email_folded));
    let rows: Vec<Row> = of.select(Row::as_select()).load(c.raw())?;
    rows.into_iter().map(contact).collect()
}

/// Who reads letters of this role: the contacts named for it who were not disabled, and as long as there is none, the
/// people whose role on the account stands in.
///
/// # Errors
/// The store's own.
pub fn readers(c: &mut Conn<'_>, account: AccountId, role: ContactRole) -> Stored<Vec<Reader>> {
    let named = contacts::table
        .filter(contacts::account_id.eq(account))
        .filter(contacts::role.eq(role))
        .order(contacts::email_folded);
    let rows: Vec<Row> = named.select(Row::as_select()).load(c.raw())?;
    let mut readers = Vec::with_capacity(rows.len());
    for row in rows {
        let contact = contact(row)?;
        let person = people::find_by_email(c, &contact.email.folded())?.map(|(person, _)| person);
        if person.as_ref().is_some_and(|person| person.is_disabled) {
            continue;
        }
        readers.push(Reader {
            language: contact.language.or_else(|| person.as_ref().and_then(|p| p.language)),
            person: person.map(|p| p.id),
            email: contact.email,
            name: contact.name,
        });
    }
    if readers.is_empty() {
        return people::readers(c, account, role);
    }
    Ok(readers)
}

/// Names a contact.
///
/// # Errors
/// That address has the role already (a duplicate), or the store's own.
pub fn insert(tx: &mut Tx<'_>, account: AccountId, new: &Contact, at: Instant) -> Stored<()> {
    let values = (
        contacts::id.eq(new.id),
        contacts::account_id.eq(account),
        contacts::role.eq(new.role),
        contacts::email.eq(new.email.as_str()),
        contacts::email_folded.eq(new.email.folded()),
        contacts::name.eq(&new.name),
        contacts::language.eq(new.language),
        contacts::added_at.eq(At(at)),
    );
    diesel::insert_into(contacts::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Removes a contact of the account; the one that was.
///
/// # Errors
/// The store's own.
pub fn remove(tx: &mut Tx<'_>, account: AccountId, id: ContactId) -> Stored<Option<Contact>> {
    let one = contacts::table.filter(contacts::account_id.eq(account)).filter(contacts::id.eq(id));
    let row: Option<Row> = one.select(Row::as_select()).first(tx.raw()).optional()?;
    diesel::delete(one).execute(tx.raw())?;
    row.map(contact).transpose()
}
