//! Signing in and out: attempts are admitted before anything is looked up or hashed.

use chrono::TimeDelta;

use crate::actions::audit::note_person;
use crate::actions::{Ctx, Done, Refusal};
use crate::domain::attempt::{AttemptKind, Hearing};
use crate::domain::audit::Event;
use crate::domain::calendar::Instant;
use crate::domain::ids::{AttemptId, PersonId};
use crate::domain::network::Network;
use crate::domain::person::Person;
use crate::domain::session;
use crate::store::attempts::Attempt;
use crate::store::{self, Tx};
use crate::vault;

/// An attempt that is heard. It counts until it proves successful.
#[derive(Debug, Clone)]
pub struct Admitted {
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

/// An attempt from a network, by whoever the folded address means.
#[must_use]
pub fn attempt(kind: AttemptKind, folded: &str, network: Network) -> Attempt {
    Attempt { kind, address_hash: vault::hash_of(&folded.to_lowercase()), network }
}

/// Admits an attempt, before anything is looked up or hashed: the same for known and unknown addresses.
///
/// # Errors
/// [`Refusal::Throttled`]: too many lately.
pub fn admit(tx: &mut Tx<'_>, ctx: &Ctx, attempt: Attempt) -> Done<Admitted> {
    let kind = attempt.kind;
    store::attempts::queue_up(tx, &attempt)?;
    let tally = store::attempts::tally(tx, &attempt, ctx.now)?;
    let hearing = kind.hear(tally).ok_or(Refusal::Throttled { minutes: kind.limit().minutes })?;
    let id = store::attempts::insert(tx, &attempt, ctx.now)?;
    Ok(Admitted { id, hearing, is_known: tally.is_known, attempt })
}

/// Takes back an attempt that was admitted and then not tried.
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
pub fn know_here_alone(tx: &mut Tx<'_>, ctx: &Ctx, person: &Person, network: Network) -> Done<()> {
    let address_hash = vault::hash_of(&person.email.folded());
    store::attempts::forget_networks(tx, &address_hash)?;
    Ok(store::attempts::remember(tx, &address_hash, network, ctx.now)?)
}

/// Notes that somebody signed out.
pub fn sign_out(tx: &mut Tx<'_>, ctx: &Ctx, id: PersonId) -> Done<()> {
    note_person(tx, ctx, Event::SignedOut, id)
}

/// Removes sessions that are idle or old by the wall clock, and attempts no limit looks at any more; returns how many.
/// Nothing of this is a change of access: they had ended before.
pub fn purge_sessions(tx: &mut Tx<'_>, now: Instant, wall: Instant) -> Result<usize, store::StoreError> {
    let (idle, longest) = (TimeDelta::hours(session::IDLE_HOURS), TimeDelta::hours(session::LONGEST_HOURS));
    // What a clock that was ahead wrote, and nobody used since: it would stay until that time comes.
    let sessions = store::sessions::purge(tx, wall - idle, wall - longest, wall + longest)?;
    Ok(sessions + store::attempts::purge(tx, now)?)
}
