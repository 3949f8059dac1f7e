//! Who gets which of an account's letters: its owners say, and nobody has to ask support for it.

use serde_json::json;

use super::{Change, Ctx, Done, Refusal, note, or_missing, unless_taken};
use crate::domain::audit::Event;
use crate::domain::ids::{AccountId, ContactId};
use crate::store::contacts::Contact;
use crate::store::{self, Tx};

/// Contacts of one role at most: letters go to each, so that their number is bounded.
const MOST: usize = 20;

/// Names a contact.
///
/// # Errors
/// That address has the role already, or as many have it as may.
pub fn add(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, new: &Contact) -> Done<()> {
    let named = store::contacts::list(tx, account)?;
    if named.iter().filter(|contact| contact.role == new.role).count() >= MOST {
        return Err(Refusal::TooManyContacts { most: MOST }.into());
    }
    unless_taken(store::contacts::insert(tx, account, new, ctx.now))?;
    let after = Some(json!({ "role": new.role.as_str(), "email": new.email.as_str(), "name": new.name }));
    let (event, subject) = (Event::ContactAdded, format!("contact:{}", new.id));
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })
}

/// Removes a contact: while a role has none, the people whose role on the account stands in get its letters.
///
/// # Errors
/// Missing.
pub fn remove(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: ContactId) -> Done<()> {
    let removed = or_missing(store::contacts::remove(tx, account, id)?)?;
    let before = Some(json!({ "role": removed.role.as_str(), "email": removed.email.as_str() }));
    let (event, subject) = (Event::ContactRemoved, format!("contact:{id}"));
    note(tx, ctx, Change { event, account: Some(account), subject: &subject, before, after: None })
}
