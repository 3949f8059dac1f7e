//! Who belongs where; signing in and new passwords are beside.

pub mod access;
mod resets;
mod sign_in;

pub use resets::{RESET_MINUTES, answer_reset, ask_reset, find_reset, judge_password, request_reset, reset_password};
pub use sign_in::{Admitted, admit, attempt, dismiss, know_here_alone, purge_sessions, sign_in, sign_out};

use serde_json::json;

use super::audit::note_person;
use super::{Change, Ctx, Done, Refusal, post_audit, unless_taken};
use crate::domain::audit::Event;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AccountId, PersonId};
use crate::domain::language::Language;
use crate::domain::person::Person;
use crate::domain::role::Role;
use crate::store::{self, Tx};

/// Stores the language a person chose; no money, access or license hangs on it, so it leaves no audit entry.
pub fn choose_language(tx: &mut Tx<'_>, id: PersonId, language: Language) -> Done<()> {
    Ok(store::people::set_language(tx, id, language)?)
}

/// Somebody to be added.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Where their emails go.
    pub email: EmailAddress,
    /// What they are called.
    pub name: String,
    /// Their language, if known.
    pub language: Option<Language>,
    /// Whether they are staff.
    pub is_staff: bool,
    /// Their password's hash, if they have one already; without one they ask for a reset link.
    pub password_hash: Option<String>,
    /// Accounts they belong to, with the role there.
    pub memberships: Vec<(AccountId, Role)>,
}

/// Adds a person; a known address is not added again but gets the memberships, or joins staff. Somebody who was removed
/// comes back without the password they had; who is disabled stays so.
///
/// # Errors
/// They are known and there is nothing to add, or they have a role on one of the accounts already.
pub fn add_person(tx: &mut Tx<'_>, ctx: &Ctx, new: &NewPerson) -> Done<PersonId> {
    let known = store::people::find_by_email(tx, &new.email.folded())?;
    let id = match known {
        Some((person, _)) => {
            let joins_staff = new.is_staff && !person.is_staff;
            if new.memberships.is_empty() && !joins_staff {
                return Err(Refusal::Taken.into());
            }
            let was_removed = !person.is_staff && store::people::memberships(tx, person.id)?.is_empty();
            if was_removed && person.is_disabled {
                store::people::set_disabled(tx, person.id, None)?;
                note_person(tx, ctx, Event::PersonEnabled, person.id)?;
            }
            if joins_staff {
                store::people::set_staff(tx, person.id, true)?;
                note_person(tx, ctx, Event::PersonAdded, person.id)?;
            }
            person.id
        }
        None => insert(tx, ctx, new)?,
    };
    for &(account, role) in &new.memberships {
        unless_taken(store::people::insert_membership(tx, account, id, role, ctx.now))?;
        let after = Some(json!({ "role": role.as_str() }));
        let subject = format!("person:{id}");
        let event = Event::PersonAdded;
        post_audit(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })?;
    }
    Ok(id)
}

fn insert(tx: &mut Tx<'_>, ctx: &Ctx, new: &NewPerson) -> Done<PersonId> {
    let id = PersonId::new();
    let person = Person {
        id,
        email: new.email.clone(),
        name: new.name.clone(),
        language: new.language,
        is_staff: new.is_staff,
        session_epoch: 0,
        is_disabled: false,
    };
    unless_taken(store::people::insert(tx, &person, ctx.now))?;
    if let Some(hash) = &new.password_hash {
        store::people::set_password(tx, id, hash)?;
    }
    note_person(tx, ctx, Event::PersonAdded, id)?;
    Ok(id)
}
