//! Who gets which of an account's emails: its owners say, and nobody has to ask support for it. Who is named by them gets
//! emails once the address was confirmed from where it is read: a slip of the keyboard must not send invoices to a stranger, and
//! nobody is written to who never agreed.

use chrono::TimeDelta;
use serde_json::json;

use super::emails::{self, About};
use super::{Change, Ctx, Done, Refusal, or_missing, post_audit, unless_taken};
use crate::domain::audit::Event;
use crate::domain::calendar::Instant;
use crate::domain::contact::Reader;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AccountId, ContactId};
use crate::mail::envelope::SECRET;
use crate::mail::messages::ContactConfirmation;
use crate::store::contacts::{Confirmation, Contact};
use crate::store::{self, Tx};
use crate::urls;
use crate::vault;

/// Contacts of one role at most: emails go to each, so that their number is bounded.
const MOST: usize = 20;
/// For how many days the link that confirms an address works.
const CONFIRMATION_DAYS: i64 = 14;
/// Questions to one address within 24 hours at most, whoever names it.
const MOST_TO_ADDRESS: i64 = 3;
/// Questions of one account within 24 hours at most.
const MOST_OF_ACCOUNT: i64 = 30;

/// Names a contact whose address the operator vouches for: it gets emails at once.
///
/// # Errors
/// That address has the role already, or as many have it as may.
pub fn add_contact(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, new: &Contact) -> Done<()> {
    insert(tx, ctx, account, &Contact { confirmed_at: Some(ctx.now), ..new.clone() })
}

/// Names somebody as each of these contacts (one address, several roles), and asks them to confirm that address. An address that
/// the account knows already, of a member or a confirmed contact, needs no question; whether it is such a one.
///
/// # Errors
/// That address has a role already, or as many have it as may.
pub fn name_contacts(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, new: &[Contact]) -> Done<bool> {
    let Some(first) = new.first() else { return Ok(true) };
    let is_known = is_known(tx, account, &first.email)?;
    let confirmed_at = Some(ctx.now).filter(|_| is_known);
    for contact in new {
        insert(tx, ctx, account, &Contact { confirmed_at, ..contact.clone() })?;
    }
    if !is_known {
        // As often as may be; later it can be asked again from the page.
        ask(tx, ctx, account, first)?;
    }
    Ok(is_known)
}

fn is_known(tx: &mut Tx<'_>, account: AccountId, address: &EmailAddress) -> Done<bool> {
    if store::contacts::is_confirmed(tx, account, address)? {
        return Ok(true);
    }
    let Some((person, _)) = store::people::find_by_email(tx, &address.folded())? else { return Ok(false) };
    Ok(!person.is_disabled && store::people::memberships(tx, person.id)?.iter().any(|(of, _)| of.id == account))
}

fn insert(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, new: &Contact) -> Done<()> {
    let named = store::contacts::list(tx, account)?;
    if named.iter().filter(|contact| contact.role == new.role).count() >= MOST {
        return Err(Refusal::TooManyContacts { most: MOST }.into());
    }
    // Read back as it is now, whatever spelling it was stored in.
    if named.iter().any(|contact| contact.role == new.role && contact.email.folded() == new.email.folded()) {
        return Err(Refusal::Taken.into());
    }
    unless_taken(store::contacts::insert(tx, account, new, ctx.now))?;
    let after = Some(json!({ "role": new.role.as_str(), "email": new.email.as_str(), "name": new.name }));
    let (event, subject) = (Event::ContactAdded, format!("contact:{}", new.id));
    post_audit(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })
}

/// Asks a contact's address once more whether it may get emails; whether it did. One that gets them is not asked.
///
/// # Errors
/// Missing, or asked too often.
pub fn resend_confirmation(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: ContactId) -> Done<bool> {
    let named = store::contacts::list(tx, account)?;
    let contact = or_missing(named.into_iter().find(|contact| contact.id == id))?;
    if contact.gets_emails() {
        return Ok(false);
    }
    if !ask(tx, ctx, account, &contact)? {
        return Err(Refusal::AskedTooOften { most: MOST_TO_ADDRESS }.into());
    }
    let (event, subject) = (Event::ContactAsked, format!("contact:{id}"));
    post_audit(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after: None })?;
    Ok(true)
}

/// Mails the question, if it may be; whether it did.
fn ask(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, contact: &Contact) -> Done<bool> {
    let folded = contact.email.folded();
    let (to_address, of_account) = store::contacts::asked_since(tx, account, &folded, ctx.now - TimeDelta::hours(24))?;
    if to_address >= MOST_TO_ADDRESS || of_account >= MOST_OF_ACCOUNT {
        return Ok(false);
    }
    let of = or_missing(store::accounts::find(tx, account)?)?;
    let secret = vault::new_secret();
    let expires_at = ctx.now + TimeDelta::days(CONFIRMATION_DAYS);
    let question = Confirmation { account, email_folded: folded, expires_at };
    store::contacts::insert_confirmation(tx, &question, &vault::hash_of(&secret), ctx.now)?;
    let reader =
        Reader { email: contact.email.clone(), name: contact.name.clone(), language: contact.language, person: None };
    let email = ContactConfirmation {
        heading: ctx.portal.vendor.heading(&reader, of.language),
        account: of.name,
        link: ctx.link(&urls::contact_confirmation(SECRET)),
        until: expires_at.date_naive(),
    };
    let about = About { account: Some(account), secret: Some(&secret), ..About::them(&reader) };
    emails::post_email(tx, ctx, about, &email)?;
    Ok(true)
}

/// A question whose link still works: the account's name and the address, to show the button, changing nothing.
///
/// # Errors
/// The link is dead.
pub fn find_confirmation(c: &mut store::Conn<'_>, secret: &str, now: Instant) -> Done<(String, String)> {
    let question = live(c, secret, now)?;
    let account = or_missing(store::accounts::find(c, question.account)?)?;
    Ok((account.name, EmailAddress::kept(&question.email_folded).shown()))
}

fn live(c: &mut store::Conn<'_>, secret: &str, now: Instant) -> Done<Confirmation> {
    let found = store::contacts::find_confirmation(c, &vault::hash_of(secret))?;
    Ok(found.filter(|question| now < question.expires_at).ok_or(Refusal::DeadLink)?)
}

/// Confirms an address: the account's contacts with it get emails from now on. Doing it again changes nothing.
///
/// # Errors
/// The link is dead, or the contact was removed meanwhile.
pub fn confirm_address(tx: &mut Tx<'_>, ctx: &Ctx, secret: &str) -> Done<()> {
    let Confirmation { account, email_folded, .. } = live(tx, secret, ctx.now)?;
    let address = EmailAddress::kept(&email_folded);
    if store::contacts::is_confirmed(tx, account, &address)? {
        return Ok(());
    }
    if store::contacts::confirm(tx, account, &email_folded, ctx.now)? == 0 {
        return Err(Refusal::DeadLink.into());
    }
    let (event, subject) = (Event::ContactConfirmed, format!("address:{}", address.masked()));
    post_audit(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after: None })
}

/// Removes a contact: while a role has none, the people whose role on the account stands in get its emails.
///
/// # Errors
/// Missing.
pub fn remove_contact(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: ContactId) -> Done<()> {
    let removed = or_missing(store::contacts::remove(tx, account, id)?)?;
    let before = Some(json!({ "role": removed.role.as_str(), "email": removed.email.as_str() }));
    let (event, subject) = (Event::ContactRemoved, format!("contact:{id}"));
    post_audit(tx, ctx, Change { event, account: Some(account), subject: &subject, before, after: None })
}

/// Removes questions whose links are long dead.
pub fn purge_confirmations(tx: &mut Tx<'_>, now: Instant) -> store::Stored<usize> {
    store::contacts::purge_confirmations(tx, now - TimeDelta::days(2 * CONFIRMATION_DAYS))
}
