//! Reset links: asked for, answered apart from the request, and used for a new password.

use chrono::TimeDelta;

use crate::actions::audit::note_person;
use crate::actions::emails::{self, About};
use crate::actions::{Actor, Change, Ctx, Done, Failure, Refusal, or_missing, post_audit};
use crate::domain::audit::Event;
use crate::domain::calendar::Instant;
use crate::domain::contact::Reader;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{ResetId, ResetRequestId};
use crate::domain::language::Language;
use crate::domain::password;
use crate::domain::person::Person;
use crate::mail::envelope::SECRET;
use crate::mail::messages::PasswordReset;
use crate::store::people::ResetRequest;
use crate::store::{self, Tx};
use crate::urls;
use crate::vault;

/// Minutes a reset link lives (ASVS 6.5.5).
pub const RESET_MINUTES: i64 = 10;

/// Reset links that go to one person in as many minutes without a pause.
const RESETS_AT_ONCE: i64 = 3;

/// Minutes between two of them from then on: the one before still lives long enough.
const RESET_PAUSE_MINUTES: i64 = 5;

/// What addresses in requests for a reset link are sealed for.
const ADDRESS_USE: &str = "reset request";

/// Notes that somebody asks for a reset link. Whether the address is known is not even looked at: the answer, and the time
/// it takes, is the same for everybody.
pub fn request_reset(tx: &mut Tx<'_>, ctx: &Ctx, address: &EmailAddress) -> Done<()> {
    let address_sealed = ctx.portal.vault.seal(ADDRESS_USE, address.as_str().as_bytes());
    let request_id = ctx.request.clone();
    let request = ResetRequest { id: ResetRequestId::new(), address_sealed, asked_at: ctx.now, request_id };
    Ok(store::people::insert_reset_request(tx, &request)?)
}

/// Answers one request for a reset link, unless it is answered already.
///
/// # Errors
/// The store's own, or it was sealed under another master key.
pub fn answer_reset(tx: &mut Tx<'_>, ctx: &Ctx, id: ResetRequestId) -> Done<()> {
    let Some(request) = store::people::take_reset_request(tx, id)? else { return Ok(()) };
    let address = ctx.portal.vault.open(ADDRESS_USE, &request.address_sealed).map_err(Failure::broken)?;
    let address: EmailAddress =
        String::from_utf8(address).map_err(Failure::broken)?.parse().map_err(Failure::broken)?;
    let ctx = Ctx { who: Actor::Nobody, request: request.request_id, ..ctx.clone() };
    ask_reset(tx, &ctx, &address)
}

/// Mails a reset link to a known address; an unknown one gets an audit entry alone. Whoever asks and however often, at least
/// one goes out in `RESET_PAUSE_MINUTES` minutes, so that the owner has one that works.
pub fn ask_reset(tx: &mut Tx<'_>, ctx: &Ctx, address: &EmailAddress) -> Done<()> {
    let known = store::people::find_by_email(tx, &address.folded())?.map(|(person, _)| person);
    let Some(person) = known.filter(|p| !p.is_disabled) else {
        let subject = format!("address:{}", address.masked());
        let change =
            Change { event: Event::PasswordResetAsked, account: None, subject: &subject, before: None, after: None };
        return post_audit(tx, ctx, change);
    };
    store::people::lock(tx, person.id)?;
    note_person(tx, ctx, Event::PasswordResetAsked, person.id)?;
    let ago = |minutes| ctx.now - TimeDelta::minutes(minutes);
    let lately = store::people::count_resets(tx, person.id, ago(RESET_MINUTES), ctx.now)?;
    let on_its_way = store::people::count_resets(tx, person.id, ago(RESET_PAUSE_MINUTES), ctx.now)?;
    if lately >= RESETS_AT_ONCE && on_its_way > 0 {
        return Ok(());
    }
    let secret = vault::new_secret();
    let expires_at = ctx.now + TimeDelta::minutes(RESET_MINUTES);
    let reset = store::people::Reset { id: ResetId::new(), person: person.id, expires_at, is_used: false };
    store::people::insert_reset(tx, &reset, &vault::hash_of(&secret), ctx.now)?;
    let reader = Reader::from(&person);
    let email = PasswordReset {
        heading: ctx.portal.vendor.heading(&reader, Language::En),
        link: ctx.link(&urls::password_link(SECRET)),
        minutes: RESET_MINUTES,
        requested_at: ctx.now,
    };
    let about = About { secret: Some(&secret), ..About::them(&reader) };
    Ok(emails::post_email(tx, ctx, about, &email)?)
}

/// Stores a new password for whoever holds the secret of a reset link, uses up their links, and ends their sessions.
/// The password was judged and hashed before. Returns the person as they may be signed in now.
///
/// # Errors
/// The link is dead.
pub fn reset_password(tx: &mut Tx<'_>, ctx: &Ctx, secret: &str, hash: &str) -> Done<Person> {
    let token_hash = vault::hash_of(secret);
    let owner = store::people::find_reset(tx, &token_hash)?.ok_or(Refusal::DeadLink)?.person;
    // The person first: two links of one person used at once wait for each other here.
    store::people::lock(tx, owner)?;
    let live = live_reset(tx, &token_hash, ctx.now)?;
    store::people::set_password(tx, live.person, hash)?;
    store::people::use_resets(tx, live.person, ctx.now)?;
    let ctx = Ctx { who: Actor::Person(live.person), ..ctx.clone() };
    note_person(tx, &ctx, Event::PasswordChanged, live.person)?;
    or_missing(store::people::find(tx, live.person)?)
}

/// Whether the link with this secret still works, and whose it is: to show the form, changing nothing.
///
/// # Errors
/// The link is dead.
pub fn find_reset(c: &mut store::Conn<'_>, secret: &str, now: Instant) -> Done<Person> {
    let live = live_reset(c, &vault::hash_of(secret), now)?;
    or_missing(store::people::find(c, live.person)?)
}

/// The reset with this secret's hash, if its link works: not used, not expired, and of somebody who may sign in. One that was
/// made by a clock far ahead, since set right, does not live until that time comes.
fn live_reset(c: &mut store::Conn<'_>, token_hash: &str, now: Instant) -> Done<store::people::Reset> {
    let longest = now + TimeDelta::minutes(2 * RESET_MINUTES);
    let reset = store::people::find_reset(c, token_hash)?;
    let live =
        reset.filter(|r| !r.is_used && now < r.expires_at && r.expires_at <= longest).ok_or(Refusal::DeadLink)?;
    let person = or_missing(store::people::find(c, live.person)?)?;
    if person.is_disabled { Err(Refusal::DeadLink.into()) } else { Ok(live) }
}

/// Judges a new password.
///
/// # Errors
/// Why it is not taken.
pub fn judge_password(password: &str, person: &Person) -> Done<()> {
    password::judge(password, person.email.as_str()).map_err(|unfit| Refusal::Password(unfit).into())
}
