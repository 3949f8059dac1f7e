//! People, what they may do on which account, and their password resets.

use diesel::prelude::*;

use super::dialect::{for_update, for_update_skip_locked, lock_word};
use super::schema::{accounts, memberships, password_resets, people, reset_requests};
use super::sql_types::At;
use super::{Conn, Stored, Tx};
use crate::domain::account::Account;
use crate::domain::calendar::Instant;
use crate::domain::contact::{ContactRole, Reader};
use crate::domain::email_address::{EmailAddress, spellings};
use crate::domain::ids::{AccountId, MembershipId, PersonId, ResetId, ResetRequestId};
use crate::domain::language::Language;
use crate::domain::person::Person;
use crate::domain::role::Role;

type Row = (PersonId, String, String, Option<Language>, bool, i64, Option<Instant>);

const COLUMNS: (
    people::id,
    people::email,
    people::name,
    people::language,
    people::is_staff,
    people::session_epoch,
    people::disabled_at,
) = (
    people::id,
    people::email,
    people::name,
    people::language,
    people::is_staff,
    people::session_epoch,
    people::disabled_at,
);

fn person((id, email, name, language, is_staff, session_epoch, disabled_at): Row) -> Stored<Person> {
    let email = EmailAddress::kept(&email);
    Ok(Person { id, email, name, language, is_staff, session_epoch, is_disabled: disabled_at.is_some() })
}

/// A person by key.
pub fn find(c: &mut Conn<'_>, id: PersonId) -> Stored<Option<Person>> {
    let row: Option<Row> = people::table.find(id).select(COLUMNS).first(c.raw()).optional()?;
    row.map(person).transpose()
}

/// A person and their password hash, if they chose one, by the folded form of their address.
pub fn find_by_email(c: &mut Conn<'_>, folded: &str) -> Stored<Option<(Person, Option<String>)>> {
    let by_email = people::table.filter(people::email_folded.eq_any(spellings(folded)));
    let row: Option<(Row, Option<String>)> =
        by_email.select((COLUMNS, people::password_hash)).first(c.raw()).optional()?;
    row.map(|(row, hash)| Ok((person(row)?, hash))).transpose()
}

/// Locks a person's row: whatever changes how they sign in comes through here first.
pub fn lock(tx: &mut Tx<'_>, id: PersonId) -> Stored<()> {
    let _locked: Vec<PersonId> = for_update(people::table.find(id).select(people::id)).load(tx.raw())?;
    Ok(())
}

/// Adds a person without a password.
///
/// # Errors
/// The address is taken.
pub fn insert(tx: &mut Tx<'_>, new: &Person, at: Instant) -> Stored<()> {
    let values = (
        people::id.eq(new.id),
        people::email.eq(new.email.as_str()),
        people::email_folded.eq(new.email.folded()),
        people::name.eq(&new.name),
        people::language.eq(new.language),
        people::is_staff.eq(new.is_staff),
        people::session_epoch.eq(new.session_epoch),
        people::created_at.eq(At(at)),
    );
    diesel::insert_into(people::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// Stores a new password hash and ends every session of the person.
pub fn set_password(tx: &mut Tx<'_>, id: PersonId, hash: &str) -> Stored<()> {
    let change = (people::password_hash.eq(hash), people::session_epoch.eq(people::session_epoch + 1));
    diesel::update(people::table.find(id)).set(change).execute(tx.raw())?;
    Ok(())
}

/// Makes whatever takes access from people wait for each other, whoever it is about.
pub fn queue_up(tx: &mut Tx<'_>) -> Stored<()> {
    Ok(lock_word(tx.raw(), "people: access")?)
}

/// Ends every session of a person.
pub fn end_sessions(tx: &mut Tx<'_>, id: PersonId) -> Stored<()> {
    let change = people::session_epoch.eq(people::session_epoch + 1);
    diesel::update(people::table.find(id)).set(change).execute(tx.raw())?;
    Ok(())
}

/// Notes since when a person may not sign in; none: they may.
pub fn set_disabled(tx: &mut Tx<'_>, id: PersonId, since: Option<Instant>) -> Stored<()> {
    diesel::update(people::table.find(id)).set(people::disabled_at.eq(since.map(At))).execute(tx.raw())?;
    Ok(())
}

/// Forgets a person's password.
pub fn forget_password(tx: &mut Tx<'_>, id: PersonId) -> Stored<()> {
    diesel::update(people::table.find(id)).set(people::password_hash.eq(None::<String>)).execute(tx.raw())?;
    Ok(())
}

/// Notes whether a person works for the vendor.
pub fn set_staff(tx: &mut Tx<'_>, id: PersonId, is_staff: bool) -> Stored<()> {
    diesel::update(people::table.find(id)).set(people::is_staff.eq(is_staff)).execute(tx.raw())?;
    Ok(())
}

/// Gives a person another role on an account they belong to.
pub fn set_role(tx: &mut Tx<'_>, account: AccountId, person: PersonId, role: Role) -> Stored<()> {
    let one = memberships::table.filter(memberships::account_id.eq(account)).filter(memberships::person_id.eq(person));
    diesel::update(one).set(memberships::role.eq(role)).execute(tx.raw())?;
    Ok(())
}

/// Removes a person from an account.
pub fn remove_membership(tx: &mut Tx<'_>, account: AccountId, person: PersonId) -> Stored<()> {
    let one = memberships::table.filter(memberships::account_id.eq(account)).filter(memberships::person_id.eq(person));
    diesel::delete(one).execute(tx.raw())?;
    Ok(())
}

/// The owners of an account who may sign in.
pub fn owners(c: &mut Conn<'_>, account: AccountId) -> Stored<Vec<PersonId>> {
    let owners = memberships::table
        .inner_join(people::table)
        .filter(memberships::account_id.eq(account))
        .filter(memberships::role.eq(Role::Owner))
        .filter(people::disabled_at.is_null());
    Ok(owners.select(people::id).load(c.raw())?)
}

/// The vendor's people who may sign in.
pub fn staff(c: &mut Conn<'_>) -> Stored<Vec<PersonId>> {
    let staff = people::table.filter(people::is_staff.eq(true)).filter(people::disabled_at.is_null());
    Ok(staff.select(people::id).load(c.raw())?)
}

/// Everybody, in order of address.
pub fn all(c: &mut Conn<'_>) -> Stored<Vec<Person>> {
    let rows: Vec<Row> = people::table.order(people::email_folded).select(COLUMNS).load(c.raw())?;
    rows.into_iter().map(person).collect()
}

/// Stores the language a person chose.
pub fn set_language(tx: &mut Tx<'_>, id: PersonId, language: Language) -> Stored<()> {
    diesel::update(people::table.find(id)).set(people::language.eq(language)).execute(tx.raw())?;
    Ok(())
}

/// Gives a person a role on an account.
///
/// # Errors
/// They have one there already.
pub fn insert_membership(tx: &mut Tx<'_>, account: AccountId, person: PersonId, role: Role, at: Instant) -> Stored<()> {
    let values = (
        memberships::id.eq(MembershipId::new()),
        memberships::account_id.eq(account),
        memberships::person_id.eq(person),
        memberships::role.eq(role),
        memberships::created_at.eq(At(at)),
    );
    diesel::insert_into(memberships::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// The accounts a person belongs to, with the role there, in order of account number.
pub fn memberships(c: &mut Conn<'_>, person: PersonId) -> Stored<Vec<(Account, Role)>> {
    let theirs = memberships::table.inner_join(accounts::table).filter(memberships::person_id.eq(person));
    let rows: Vec<(super::accounts::Row, Role)> =
        theirs.order(accounts::number).select((super::accounts::Row::as_select(), memberships::role)).load(c.raw())?;
    Ok(rows.into_iter().map(|(row, role)| (super::accounts::account(row), role)).collect())
}

/// A person's role on each account they belong to, and whether that account buys directly.
pub fn roles(c: &mut Conn<'_>, person: PersonId) -> Stored<Vec<(Role, bool)>> {
    let theirs = memberships::table.inner_join(accounts::table).filter(memberships::person_id.eq(person));
    Ok(theirs.select((memberships::role, accounts::reseller.is_null())).load(c.raw())?)
}

/// Everybody on the account who reads emails of this contact role, in order of address.
pub fn readers(c: &mut Conn<'_>, account: AccountId, contact: ContactRole) -> Stored<Vec<Reader>> {
    let rows: Vec<(Row, Role)> = memberships::table
        .inner_join(people::table)
        .filter(memberships::account_id.eq(account))
        .filter(people::disabled_at.is_null())
        .order(people::email_folded)
        .select((COLUMNS, memberships::role))
        .load(c.raw())?;
    let readers = rows.into_iter().filter(|(_, role)| contact.falls_to(*role));
    readers.map(|(row, _)| person(row).map(|p| Reader::from(&p))).collect()
}

/// The owners of an account who may sign in, in order of address.
pub fn owning_readers(c: &mut Conn<'_>, account: AccountId) -> Stored<Vec<Reader>> {
    let rows: Vec<Row> = memberships::table
        .inner_join(people::table)
        .filter(memberships::account_id.eq(account))
        .filter(memberships::role.eq(Role::Owner))
        .filter(people::disabled_at.is_null())
        .order(people::email_folded)
        .select(COLUMNS)
        .load(c.raw())?;
    rows.into_iter().map(|row| person(row).map(|p| Reader::from(&p))).collect()
}

/// The address of everybody who may sign in, with the number of each account of theirs; none: they belong to none.
pub fn addresses(c: &mut Conn<'_>) -> Stored<Vec<(String, Option<String>)>> {
    let rows = people::table
        .left_join(memberships::table.inner_join(accounts::table))
        .filter(people::disabled_at.is_null())
        .order(people::email_folded)
        .select((people::email, accounts::number.nullable()));
    Ok(rows.load(c.raw())?)
}

/// The first owner of an account: whom its licenses name.
pub fn first_owner(c: &mut Conn<'_>, account: AccountId) -> Stored<Option<Person>> {
    let owners = memberships::table
        .inner_join(people::table)
        .filter(memberships::account_id.eq(account))
        .filter(memberships::role.eq(Role::Owner))
        .order((memberships::created_at, memberships::id));
    let row: Option<Row> = owners.select(COLUMNS).first(c.raw()).optional()?;
    row.map(person).transpose()
}

/// A request for a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reset {
    pub id: ResetId,
    /// Whose password.
    pub person: PersonId,
    /// The link is dead from here on.
    pub expires_at: Instant,
    /// Whether it was used.
    pub is_used: bool,
}

/// Stores a reset; only the hash of its secret.
pub fn insert_reset(tx: &mut Tx<'_>, reset: &Reset, token_hash: &str, at: Instant) -> Stored<()> {
    let values = (
        password_resets::id.eq(reset.id),
        password_resets::person_id.eq(reset.person),
        password_resets::token_hash.eq(token_hash),
        password_resets::created_at.eq(At(at)),
        password_resets::expires_at.eq(At(reset.expires_at)),
    );
    diesel::insert_into(password_resets::table).values(values).execute(tx.raw())?;
    Ok(())
}

type ResetRow = (ResetId, PersonId, Instant, Option<Instant>);

const RESET_COLUMNS: (
    password_resets::id,
    password_resets::person_id,
    password_resets::expires_at,
    password_resets::used_at,
) = (password_resets::id, password_resets::person_id, password_resets::expires_at, password_resets::used_at);

const fn reset((id, person, expires_at, used_at): ResetRow) -> Reset {
    Reset { id, person, expires_at, is_used: used_at.is_some() }
}

/// The reset with this secret's hash.
pub fn find_reset(c: &mut Conn<'_>, token_hash: &str) -> Stored<Option<Reset>> {
    let by_hash = password_resets::table.filter(password_resets::token_hash.eq(token_hash));
    Ok(by_hash.select(RESET_COLUMNS).first(c.raw()).optional()?.map(reset))
}

/// Marks every open reset of a person as used: the first one used closes the others.
pub fn use_resets(tx: &mut Tx<'_>, person: PersonId, at: Instant) -> Stored<()> {
    let open =
        password_resets::table.filter(password_resets::person_id.eq(person)).filter(password_resets::used_at.is_null());
    diesel::update(open).set(password_resets::used_at.eq(At(at))).execute(tx.raw())?;
    Ok(())
}

/// How many reset links a person was sent after a moment and until another.
pub fn count_resets(c: &mut Conn<'_>, person: PersonId, after: Instant, until: Instant) -> Stored<i64> {
    let theirs = password_resets::table
        .filter(password_resets::person_id.eq(person))
        .filter(password_resets::created_at.gt(At(after)))
        .filter(password_resets::created_at.le(At(until)));
    Ok(theirs.count().get_result(c.raw())?)
}

/// A reset link that was asked for and not answered yet.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ResetRequest {
    pub id: ResetRequestId,
    /// For which address, encrypted.
    pub address_sealed: String,
    pub asked_at: Instant,
    pub request_id: String,
}

/// Notes that a reset link was asked for.
pub fn insert_reset_request(tx: &mut Tx<'_>, new: &ResetRequest) -> Stored<()> {
    let values = (
        reset_requests::id.eq(new.id),
        reset_requests::address_sealed.eq(&new.address_sealed),
        reset_requests::asked_at.eq(At(new.asked_at)),
        reset_requests::request_id.eq(&new.request_id),
    );
    diesel::insert_into(reset_requests::table).values(values).execute(tx.raw())?;
    Ok(())
}

/// The oldest requests that are not answered yet.
pub fn reset_requests(c: &mut Conn<'_>, limit: i64) -> Stored<Vec<ResetRequestId>> {
    Ok(reset_requests::table.order(reset_requests::id).limit(limit).select(reset_requests::id).load(c.raw())?)
}

/// Takes a request to answer it; none if somebody else does or did.
pub fn take_reset_request(tx: &mut Tx<'_>, id: ResetRequestId) -> Stored<Option<ResetRequest>> {
    let found: Vec<ResetRequest> = for_update_skip_locked(reset_requests::table.find(id)).load(tx.raw())?;
    diesel::delete(reset_requests::table.filter(reset_requests::id.eq_any(found.iter().map(|r| r.id))))
        .execute(tx.raw())?;
    Ok(found.into_iter().next())
}
