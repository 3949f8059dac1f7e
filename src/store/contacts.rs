//! Who gets an account's emails: contacts by role, or the people whose role stands in for them.

use diesel::prelude::*;

use super::schema::{accounts, address_confirmations, contacts};
use super::sql_types::At;
use super::{Conn, Stored, Tx, people};
use crate::domain::calendar::Instant;
use crate::domain::contact::{ContactRole, Reader};
use crate::domain::email_address::{EmailAddress, spellings};
use crate::domain::ids::{AccountId, ConfirmationId, ContactId};
use crate::domain::language::Language;

/// Somebody who gets an account's emails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub id: ContactId,
    /// Which emails.
    pub role: ContactRole,
    /// Where to.
    pub email: EmailAddress,
    /// What they are called.
    pub name: String,
    /// Their language; none: the account's.
    pub language: Option<Language>,
    /// When the address was confirmed; none: nobody has confirmed it yet, and nothing but the question goes to it.
    pub confirmed_at: Option<Instant>,
    /// When a mail server refused the address for good; none: it did not since it was confirmed.
    pub refused_at: Option<Instant>,
}

impl Contact {
    /// Somebody to be named.
    #[must_use]
    pub fn new(role: ContactRole, email: EmailAddress, name: String, language: Option<Language>) -> Self {
        Self { id: ContactId::new(), role, email, name, language, confirmed_at: None, refused_at: None }
    }

    /// Whether emails go there.
    #[must_use]
    pub const fn gets_emails(&self) -> bool {
        self.confirmed_at.is_some() && self.refused_at.is_none()
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = contacts)]
struct Row {
    id: ContactId,
    role: ContactRole,
    email: String,
    name: String,
    language: Option<Language>,
    confirmed_at: Option<Instant>,
    refused_at: Option<Instant>,
}

fn contact(row: Row) -> Stored<Contact> {
    let Row { id, role, email, name, language, confirmed_at, refused_at } = row;
    Ok(Contact { id, role, email: EmailAddress::kept(&email), name, language, confirmed_at, refused_at })
}

/// The contacts of an account, by role and address.
pub fn list(c: &mut Conn<'_>, account: AccountId) -> Stored<Vec<Contact>> {
    let of = contacts::table.filter(contacts::account_id.eq(account)).order((contacts::role, contacts::email_folded));
    let rows: Vec<Row> = of.select(Row::as_select()).load(c.raw())?;
    rows.into_iter().map(contact).collect()
}

/// Who reads emails of this role: the contacts named for it who confirmed their address and were not disabled, and as long as
/// there is none, the
/// people whose role on the account stands in.
pub fn readers(c: &mut Conn<'_>, account: AccountId, role: ContactRole) -> Stored<Vec<Reader>> {
    let named = contacts::table
        .filter(contacts::account_id.eq(account))
        .filter(contacts::role.eq(role))
        .filter(contacts::confirmed_at.is_not_null())
        .filter(contacts::refused_at.is_null())
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
/// That address has the role already (a duplicate).
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
        contacts::confirmed_at.eq(new.confirmed_at.map(At)),
    );
    diesel::insert_into(contacts::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Removes a contact of the account; the one that was.
pub fn remove(tx: &mut Tx<'_>, account: AccountId, id: ContactId) -> Stored<Option<Contact>> {
    let one = contacts::table.filter(contacts::account_id.eq(account)).filter(contacts::id.eq(id));
    let row: Option<Row> = one.select(Row::as_select()).first(tx.raw()).optional()?;
    diesel::delete(one).execute(tx.raw())?;
    row.map(contact).transpose()
}

/// Marks an account's contacts with this address: a mail server refused it for good. Their emails go to others until the
/// address is confirmed anew.
pub fn mark_refused(tx: &mut Tx<'_>, account: AccountId, address: &str, at: Instant) -> Stored<()> {
    let those = contacts::table
        .filter(contacts::account_id.eq(account))
        .filter(contacts::email_folded.eq_any(spellings(address)))
        .filter(contacts::refused_at.is_null());
    diesel::update(those).set(contacts::refused_at.eq(At(at))).execute(tx.raw())?;
    Ok(())
}

/// Whether an account's contact with this address gets emails already, for whichever role.
pub fn is_confirmed(c: &mut Conn<'_>, account: AccountId, address: &EmailAddress) -> Stored<bool> {
    let those = contacts::table
        .filter(contacts::account_id.eq(account))
        .filter(contacts::email_folded.eq_any(spellings(address.as_str())))
        .filter(contacts::confirmed_at.is_not_null())
        .filter(contacts::refused_at.is_null());
    Ok(those.select(contacts::id).first::<ContactId>(c.raw()).optional()?.is_some())
}

/// Notes that an account's contacts with this address confirmed it; how many did.
pub fn confirm(tx: &mut Tx<'_>, account: AccountId, folded: &str, at: Instant) -> Stored<usize> {
    let those = contacts::table
        .filter(contacts::account_id.eq(account))
        .filter(contacts::email_folded.eq_any(spellings(folded)));
    let change = (contacts::confirmed_at.eq(At(at)), contacts::refused_at.eq(None::<At>));
    Ok(diesel::update(those).set(change).execute(tx.raw())?)
}

/// A question to an address: whether it may get an account's emails.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Confirmation {
    /// Whose emails.
    pub account: AccountId,
    /// The address.
    pub email_folded: String,
    /// The link is dead from here on.
    pub expires_at: Instant,
}

/// Keeps a question; only the hash of its secret.
pub fn insert_confirmation(tx: &mut Tx<'_>, new: &Confirmation, token_hash: &str, at: Instant) -> Stored<()> {
    let values = (
        address_confirmations::id.eq(ConfirmationId::new()),
        address_confirmations::account_id.eq(new.account),
        address_confirmations::email_folded.eq(&new.email_folded),
        address_confirmations::token_hash.eq(token_hash),
        address_confirmations::created_at.eq(At(at)),
        address_confirmations::expires_at.eq(At(new.expires_at)),
    );
    diesel::insert_into(address_confirmations::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// The question with this secret's hash.
pub fn find_confirmation(c: &mut Conn<'_>, token_hash: &str) -> Stored<Option<Confirmation>> {
    let by_hash = address_confirmations::table.filter(address_confirmations::token_hash.eq(token_hash));
    let columns =
        (address_confirmations::account_id, address_confirmations::email_folded, address_confirmations::expires_at);
    Ok(by_hash.select(columns).first(c.raw()).optional()?)
}

/// How many questions went to an address, and from an account, since a moment.
pub fn asked_since(c: &mut Conn<'_>, account: AccountId, folded: &str, since: Instant) -> Stored<(i64, i64)> {
    let late = address_confirmations::table.filter(address_confirmations::created_at.gt(At(since)));
    let to = late.filter(address_confirmations::email_folded.eq(folded)).count().get_result(c.raw())?;
    let from = late.filter(address_confirmations::account_id.eq(account)).count().get_result(c.raw())?;
    Ok((to, from))
}

/// Removes questions that were asked before a moment; how many.
pub fn purge_confirmations(tx: &mut Tx<'_>, before: Instant) -> Stored<usize> {
    let old = address_confirmations::table.filter(address_confirmations::created_at.lt(At(before)));
    Ok(diesel::delete(old).execute(tx.raw())?)
}

/// Every contact's address with its account's number, and whether a mail server refused it for good.
pub fn addresses(c: &mut Conn<'_>) -> Stored<Vec<(String, String, bool)>> {
    let rows = contacts::table.inner_join(accounts::table).order((accounts::number, contacts::email_folded));
    Ok(rows.select((accounts::number, contacts::email, contacts::refused_at.is_not_null())).load(c.raw())?)
}
