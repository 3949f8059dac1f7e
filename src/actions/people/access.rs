//! Taking access from people, and giving it back. Whatever takes it ends their sessions at once, wherever these live, and
//! kills the links that were mailed to them: a running server asks for the epoch at every request.

use serde_json::json;

use super::super::audit::note_person;
use super::super::{Change, Ctx, Done, contacts, or_missing, post_audit};
use crate::domain::access::AccessRefused;
use crate::domain::account::Account;
use crate::domain::audit::Event;
use crate::domain::person::Person;
use crate::domain::role::{Right, Role};
use crate::store::{self, Tx};

/// Whether the last owner of an account, or the last of staff, may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// They stay.
    No,
    /// They go.
    Yes,
}

/// Whose access is taken.
#[derive(Debug, Clone, Copy)]
pub struct Whom<'a> {
    /// Whoever has this address.
    pub address: &'a str,
    /// Also from the last of its kind.
    pub force: Force,
}

/// A role on an account.
#[derive(Debug, Clone, Copy)]
pub struct NewRole<'a> {
    pub account: &'a Account,
    pub role: Role,
}

/// What somebody is removed from.
#[derive(Debug, Clone)]
pub enum Leaving {
    /// From everything: they can't sign in any more.
    Everything,
    /// From one account.
    Account(Account),
    /// From the vendor's staff.
    Staff,
}

/// Disables a person until they are enabled again: they can't sign in, and get no email. Whether that was not so before.
///
/// # Errors
/// [`Missing`](crate::actions::Refusal::Missing): nobody has this address. They are the last owner of an account, or the last of staff.
pub fn disable_person(tx: &mut Tx<'_>, ctx: &Ctx, address: &str, force: Force) -> Done<bool> {
    let person = lock(tx, address)?;
    if person.is_disabled {
        return Ok(false);
    }
    let on = store::people::memberships(tx, person.id)?;
    may_go(tx, &person, Leaves { accounts: &on, staff: person.is_staff }, force)?;
    store::people::set_disabled(tx, person.id, Some(ctx.now))?;
    cut_off(tx, ctx, &person)?;
    revoke_invoice_links(tx, ctx, &on)?;
    note_person(tx, ctx, Event::PersonDisabled, person.id)?;
    Ok(true)
}

/// Lets a person sign in again, with the password they had. Whether they could not before.
///
/// # Errors
/// [`Missing`](crate::actions::Refusal::Missing): nobody has this address. They were removed.
pub fn enable_person(tx: &mut Tx<'_>, ctx: &Ctx, address: &str) -> Done<bool> {
    let person = lock(tx, address)?;
    if !person.is_disabled {
        return Ok(false);
    }
    if !person.is_staff && store::people::memberships(tx, person.id)?.is_empty() {
        return Err(AccessRefused::Nowhere.into());
    }
    store::people::set_disabled(tx, person.id, None)?;
    note_person(tx, ctx, Event::PersonEnabled, person.id)?;
    Ok(true)
}

/// Gives a person another role on an account. Whether they did not have it.
///
/// # Errors
/// [`Missing`](crate::actions::Refusal::Missing): nobody has this address. They are not on the account, or its last owner.
pub fn change_role(tx: &mut Tx<'_>, ctx: &Ctx, whom: Whom<'_>, new: NewRole<'_>) -> Done<bool> {
    let (Whom { address, force }, NewRole { account, role }) = (whom, new);
    let person = lock(tx, address)?;
    let on = store::people::memberships(tx, person.id)?;
    let here: Vec<_> = on.into_iter().filter(|(other, _)| other.id == account.id).collect();
    let [(_, before)] = here.as_slice() else {
        return Err(AccessRefused::NotOn { account: account.number.clone() }.into());
    };
    if *before == role {
        return Ok(false);
    }
    if role != Role::Owner {
        may_go(tx, &person, Leaves { accounts: &here, staff: false }, force)?;
    }
    store::people::set_role(tx, account.id, person.id, role)?;
    store::people::end_sessions(tx, person.id)?;
    store::people::use_resets(tx, person.id, ctx.now)?;
    if before.has(Right::Billing) && !role.has(Right::Billing) {
        revoke_invoice_links(tx, ctx, &here)?;
    }
    let word = |role: &Role| Some(json!({ "role": role.as_str() }));
    let (event, account, subject) = (Event::RoleChanged, Some(account.id), subject(&person));
    post_audit(tx, ctx, Change { event, account, subject: &subject, before: word(before), after: word(&role) })?;
    Ok(true)
}

/// Removes a person from an account, from staff, or from everything. What they did stays under their name, as invoices and
/// the audit trail need it; a person who is left nowhere has no password and can't sign in. Whether there was anything to
/// remove.
///
/// # Errors
/// [`Missing`](crate::actions::Refusal::Missing): nobody has this address. They are the last owner of an account, or the last of staff.
pub fn remove_person(tx: &mut Tx<'_>, ctx: &Ctx, whom: Whom<'_>, from: &Leaving) -> Done<bool> {
    let Whom { address, force } = whom;
    let person = lock(tx, address)?;
    let all = store::people::memberships(tx, person.id)?;
    let (leaves_staff, leaves): (bool, Vec<_>) = match from {
        Leaving::Everything => (person.is_staff, all.clone()),
        Leaving::Staff => (person.is_staff, Vec::new()),
        Leaving::Account(account) => (false, all.iter().filter(|(a, _)| a.id == account.id).cloned().collect()),
    };
    let is_left_nowhere = all.len() == leaves.len() && (leaves_staff || !person.is_staff);
    if leaves.is_empty() && !leaves_staff && (!matches!(from, Leaving::Everything) || person.is_disabled) {
        return Ok(false);
    }
    may_go(tx, &person, Leaves { accounts: &leaves, staff: leaves_staff }, force)?;
    revoke_invoice_links(tx, ctx, &leaves)?;
    for (account, role) in &leaves {
        store::people::remove_membership(tx, account.id, person.id)?;
        for contact in store::contacts::list(tx, account.id)? {
            if contact.email.folded() == person.email.folded() {
                contacts::remove_contact(tx, ctx, account.id, contact.id)?;
            }
        }
        let before = Some(json!({ "role": role.as_str() }));
        let (event, account) = (Event::PersonRemoved, Some(account.id));
        post_audit(tx, ctx, Change { event, account, subject: &subject(&person), before, after: None })?;
    }
    if leaves_staff {
        store::people::set_staff(tx, person.id, false)?;
        let (event, before) = (Event::PersonRemoved, Some(json!({ "staff": true })));
        post_audit(tx, ctx, Change { event, account: None, subject: &subject(&person), before, after: None })?;
    }
    if is_left_nowhere {
        store::people::forget_password(tx, person.id)?;
        store::people::set_disabled(tx, person.id, Some(ctx.now))?;
        note_person(tx, ctx, Event::PersonDisabled, person.id)?;
    }
    cut_off(tx, ctx, &person)?;
    Ok(true)
}

/// Ends every session of a person and kills the links they asked for; they may sign in again.
///
/// # Errors
/// [`Missing`](crate::actions::Refusal::Missing): nobody has this address.
pub fn end_sessions(tx: &mut Tx<'_>, ctx: &Ctx, address: &str) -> Done<()> {
    let person = lock(tx, address)?;
    store::people::end_sessions(tx, person.id)?;
    store::people::use_resets(tx, person.id, ctx.now)?;
    note_person(tx, ctx, Event::SessionsEnded, person.id)
}

/// The person with this address, locked; whoever else takes access waits, so that two last owners do not both go.
fn lock(tx: &mut Tx<'_>, address: &str) -> Done<Person> {
    store::people::queue_up(tx)?;
    let (person, _) = or_missing(store::people::find_by_email(tx, address)?)?;
    store::people::lock(tx, person.id)?;
    or_missing(store::people::find(tx, person.id)?)
}

/// What somebody would leave.
#[derive(Clone, Copy)]
struct Leaves<'a> {
    accounts: &'a [(Account, Role)],
    staff: bool,
}

/// Whether somebody else is left who can do what they could.
fn may_go(tx: &mut Tx<'_>, person: &Person, leaves: Leaves<'_>, force: Force) -> Done<()> {
    if force == Force::Yes || person.is_disabled {
        return Ok(());
    }
    for (account, _) in leaves.accounts.iter().filter(|(_, role)| *role == Role::Owner) {
        if store::people::owners(tx, account.id)?.iter().all(|owner| *owner == person.id) {
            return Err(AccessRefused::LastOwner { account: account.number.clone() }.into());
        }
    }
    if leaves.staff && store::people::staff(tx)?.iter().all(|one| *one == person.id) {
        return Err(AccessRefused::LastStaff.into());
    }
    Ok(())
}

/// Ends sessions and reset links, and takes back what waits to be emailed to them.
fn cut_off(tx: &mut Tx<'_>, ctx: &Ctx, person: &Person) -> Done<()> {
    store::people::end_sessions(tx, person.id)?;
    store::people::use_resets(tx, person.id, ctx.now)?;
    Ok(store::emails::withdraw(tx, person.id, &person.email, ctx.now)?)
}

/// The mailed links to invoices that they may hold: others have new ones sent to them from the links' own page.
fn revoke_invoice_links(tx: &mut Tx<'_>, ctx: &Ctx, on: &[(Account, Role)]) -> Done<()> {
    for (account, _) in on.iter().filter(|(_, role)| role.has(Right::Billing)) {
        let links = store::invoices::revoke_links_of_account(tx, account.id, ctx.now)?;
        if links > 0 {
            let subject = format!("account:{}", account.number);
            let (event, after) = (Event::InvoiceLinkRevoked, Some(json!({ "links": links })));
            post_audit(tx, ctx, Change { event, account: Some(account.id), subject: &subject, before: None, after })?;
        }
    }
    Ok(())
}

fn subject(person: &Person) -> String {
    format!("person:{}", person.id)
}
