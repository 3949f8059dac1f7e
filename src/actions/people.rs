//! Signing in, choosing a new password, and who belongs where.

pub mod access;

use chrono::TimeDelta;
use serde_json::json;

use super::{Actor, Change, Ctx, Done, Failure, Refusal, letters, note, or_missing, unless_taken};
use crate::domain::attempt::{AttemptKind, Hearing};
use crate::domain::audit::Event;
use crate::domain::calendar::Instant;
use crate::domain::contact::Reader;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::{AccountId, AttemptId, PersonId, ResetId, ResetRequestId};
use crate::domain::language::Language;
use crate::domain::network::Network;
use crate::domain::password;
use crate::domain::person::Person;
use crate::domain::role::Role;
use crate::domain::session;
use crate::mail::Desk;
use crate::mail::envelope::SECRET;
use crate::mail::messages::PasswordReset;
use crate::store::attempts::Attempt;
use crate::store::people::ResetRequest;
use crate::store::{self, Tx};
use crate::vault;

/// Minutes a reset link lives (ASVS 6.5.5).
pub const RESET_MINUTES: i64 = 10;
/// Reset links that go to one person in as many minutes without a pause.
const RESETS_AT_ONCE: i64 = 3;
/// Minutes between two of them from then on: the one before still lives long enough.
const RESET_PAUSE_MINUTES: i64 = 5;

/// What addresses in requests for a reset link are sealed for.
const ADDRESS_USE: &str = "reset request";

/// An attempt that is heard. It counts until it proves successful.
#[derive(Debug, Clone)]
pub struct Admitted {
    /// Its key.
    pub id: AttemptId,
    /// How it is heard.
    pub hearing: Hearing,
    /// Whether the person signed in from this network before.
    pub is_known: bool,
    attempt: Attempt,
}

impl Admitted {
    /// How an attempt that came to nothing is refused: while somebody is being guessed at it looks like one that was not
    /// heard at all.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        match self.hearing {
            Hearing::Open => Refusal::WrongCredentials,
            Hearing::Veiled => Refusal::Throttled { minutes: self.attempt.kind.limit().minutes },
        }
    }
}

/// Admits an attempt, before anything is looked up or hashed: the same for known and unknown addresses. Who is meant is
/// said by the folded address.
///
/// # Errors
/// [`Refusal::Throttled`]: too many lately.
pub fn admit(tx: &mut Tx<'_>, ctx: &Ctx, kind: AttemptKind, folded: &str, network: Network) -> Done<Admitted> {
    let attempt = Attempt { kind, address_hash: vault::hash_of(&folded.to_lowercase()), network };
    store::attempts::queue_up(tx, &attempt)?;
    let tally = store::attempts::tally(tx, &attempt, ctx.now)?;
    let hearing = kind.hear(tally).ok_or(Refusal::Throttled { minutes: kind.limit().minutes })?;
    let id = store::attempts::insert(tx, &attempt, ctx.now)?;
    Ok(Admitted { id, hearing, is_known: tally.is_known, attempt })
}

/// Takes back an attempt that was admitted and then not tried.
///
/// # Errors
/// The store's own.
pub fn dismiss(tx: &mut Tx<'_>, admitted: &Admitted) -> Done<()> {
    Ok(store::attempts::forget(tx, admitted.id)?)
}

/// Notes that somebody proved who they are; whether the password fits was judged before, off the database. The
/// attempt no longer counts, and they are known where they are.
///
/// # Errors
/// The person may not sign in, or is gone.
pub fn sign_in(tx: &mut Tx<'_>, ctx: &Ctx, proved: &Person, admitted: &Admitted) -> Done<Person> {
    let id = proved.id;
    // The epoch is of the moment the hash was read: a password changed since then was not the one that was proved.
    let unchanged = |p: &Person| !p.is_disabled && p.session_epoch == proved.session_epoch;
    let person = store::people::find(tx, id)?.filter(unchanged).ok_or_else(|| admitted.refusal())?;
    store::attempts::forget(tx, admitted.id)?;
    store::attempts::remember(tx, &admitted.attempt.address_hash, admitted.attempt.network, ctx.now)?;
    note_person(tx, ctx, Event::SignedIn, id)?;
    Ok(person)
}

/// Notes that somebody chose a new password from this network: they are known there, and nowhere else any more.
///
/// # Errors
/// The store's own.
pub fn know_here_alone(tx: &mut Tx<'_>, ctx: &Ctx, person: &Person, network: Network) -> Done<()> {
    let address_hash = vault::hash_of(&person.email.folded());
    store::attempts::forget_networks(tx, &address_hash)?;
    Ok(store::attempts::remember(tx, &address_hash, network, ctx.now)?)
}

/// Notes that somebody signed out.
///
/// # Errors
/// The store's own.
pub fn sign_out(tx: &mut Tx<'_>, ctx: &Ctx, id: PersonId) -> Done<()> {
    note_person(tx, ctx, Event::SignedOut, id)
}

/// Notes that somebody asks for a reset link. Whether the address is known is not even looked at: the answer, and the time
/// it takes, is the same for everybody.
///
/// # Errors
/// The store's own.
pub fn request_reset(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, address: &EmailAddress) -> Done<()> {
    let address_sealed = desk.vault.seal(ADDRESS_USE, address.as_str().as_bytes());
    let request_id = ctx.request_id.clone();
    let request = ResetRequest { id: ResetRequestId::new(), address_sealed, asked_at: ctx.now, request_id };
    Ok(store::people::insert_reset_request(tx, &request)?)
}

/// Answers one request for a reset link, unless it is answered already.
///
/// # Errors
/// The store's own, or it was sealed under another master key.
pub fn answer_reset(tx: &mut Tx<'_>, now: Instant, desk: &Desk, id: ResetRequestId) -> Done<()> {
    let Some(request) = store::people::take_reset_request(tx, id)? else { return Ok(()) };
    let address = desk.vault.open(ADDRESS_USE, &request.address_sealed).map_err(Failure::broken)?;
    let address: EmailAddress =
        String::from_utf8(address).map_err(Failure::broken)?.parse().map_err(Failure::broken)?;
    let ctx = Ctx { actor: Actor::Nobody, now, request_id: request.request_id };
    ask_reset(tx, &ctx, desk, &address)
}

/// Mails a reset link to a known address; an unknown one gets an audit entry alone. Whoever asks and however often, at least
/// one goes out in `RESET_PAUSE_MINUTES` minutes, so that the owner has one that works.
///
/// # Errors
/// The store's own.
pub fn ask_reset(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, address: &EmailAddress) -> Done<()> {
    let known = store::people::find_by_email(tx, &address.folded())?.map(|(person, _)| person);
    let Some(person) = known.filter(|p| !p.is_disabled) else {
        let subject = format!("address:{}", address.masked());
        let change =
            Change { event: Event::PasswordResetAsked, account: None, subject: &subject, before: None, after: None };
        return note(tx, ctx, change);
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
    let letter = PasswordReset {
        heading: desk.heading(&reader, Language::En),
        link: desk.link(&format!("/password/{SECRET}")),
        minutes: RESET_MINUTES,
        requested_at: ctx.now,
    };
    let about = letters::About { secret: Some(&secret), ..letters::About::default() };
    Ok(letters::post(tx, desk, ctx.now, about, &reader, &letter)?)
}

/// Stores a new password for whoever holds the secret of a reset link, uses up their links, and ends their sessions.
/// The password was judged and hashed before. Returns the person as they may be signed in now.
///
/// # Errors
/// The link is dead.
pub fn reset(tx: &mut Tx<'_>, ctx: &Ctx, secret: &str, hash: &str) -> Done<Person> {
    let token_hash = vault::hash_of(secret);
    let owner = store::people::find_reset(tx, &token_hash)?.ok_or(Refusal::DeadLink)?.person;
    // The person first: two links of one person used at once wait for each other here.
    store::people::lock(tx, owner)?;
    let live = live_reset(tx, &token_hash, ctx.now)?;
    store::people::set_password(tx, live.person, hash)?;
    store::people::use_resets(tx, live.person, ctx.now)?;
    let ctx = Ctx { actor: Actor::Person(live.person), ..ctx.clone() };
    note_person(tx, &ctx, Event::PasswordChanged, live.person)?;
    or_missing(store::people::find(tx, live.person)?)
}

/// Stores the language a person chose; no money, access or license hangs on it, so it leaves no audit entry.
///
/// # Errors
/// The store's own.
pub fn choose_language(tx: &mut Tx<'_>, id: PersonId, language: Language) -> Done<()> {
    Ok(store::people::set_language(tx, id, language)?)
}

/// Somebody to be added.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Where their letters go.
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
pub fn add(tx: &mut Tx<'_>, ctx: &Ctx, new: &NewPerson) -> Done<PersonId> {
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
        note(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })?;
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

fn note_person(tx: &mut Tx<'_>, ctx: &Ctx, event: Event, id: PersonId) -> Done<()> {
    let subject = format!("person:{id}");
    note(tx, ctx, Change { event, account: None, subject: &subject, before: None, after: None })
}

/// Whether the link with this secret still works, and whose it is: to show the form, changing nothing.
///
/// # Errors
/// The link is dead.
pub fn look_at_reset(c: &mut store::Conn<'_>, secret: &str, now: Instant) -> Done<Person> {
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

/// Removes sessions that are idle or old by the wall clock, and attempts no limit looks at any more; returns how many.
/// Nothing of this is a change of access: they had ended before.
///
/// # Errors
/// The store's own.
pub fn purge(tx: &mut Tx<'_>, now: Instant, wall: Instant) -> Result<usize, store::StoreError> {
    let (idle, longest) = (TimeDelta::hours(session::IDLE_HOURS), TimeDelta::hours(session::LONGEST_HOURS));
    // What a clock that was ahead wrote, and nobody used since: it would stay until that time comes.
    let sessions = store::sessions::purge(tx, wall - idle, wall - longest, wall + longest)?;
    Ok(sessions + store::attempts::purge(tx, now)?)
}
