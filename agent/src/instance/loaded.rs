//! The single place for taking a token into the state, and for saying what was new in it.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::license::License;
use crate::standing::Standing;
use crate::state::{Kept, State, StateError, Taken};
use crate::token::{Notice, TokenClaims, TokenRefused, TokenUpdate};
use crate::updates;

/// Tokens remembered by name, so that loading one again says so.
const REMEMBERED: usize = 100;

/// What a token brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// Licenses that were not on record.
    pub added: Vec<License>,
    /// Licenses in the token that were.
    pub known: Vec<License>,
    /// Where the instance stands now.
    pub standing: Standing,
    /// The time it is, after this token.
    pub now: DateTime<Utc>,
    /// Things to tell the administrator.
    pub notices: Vec<Notice>,
    /// An update to install (R35).
    pub update: Option<TokenUpdate>,
    /// When to sync next, by this machine's clock (R32).
    pub next_sync: Option<DateTime<Utc>>,
}

/// Adds the token's licenses and acknowledgement to the state, or refuses. The caller keeps the token itself, and says where the instance then stands.
pub(super) fn take(
    state: &mut State,
    claims: TokenClaims,
    (text, by_sync): (&str, bool),
    now: DateTime<Utc>,
    stands: impl FnOnce(&mut State, DateTime<Utc>) -> Standing,
) -> Result<Loaded, LoadRefused> {
    check_order(state, &claims)?;
    // Told by the portal's clock, waited for by this machine's, which may be ahead or behind.
    let next_sync = claims.next_sync.and_then(|next| now.checked_add_signed(next - claims.iat));
    // The portal signed its own time, so that has certainly come (R29).
    state.seen.raise(now);
    let now = state.seen.raise(claims.iat);
    state.next_sync = next_sync;
    remember(state, &claims, Taken { jti: claims.jti.clone(), seq: claims.ack.seq, loaded_at: now, by_sync });
    let (added, known) = keep(state, claims.licenses, text, now);
    state.subscription = claims.subscription;
    state.notices.clone_from(&claims.notices);
    let standing = stands(state, now);
    Ok(Loaded { added, known, standing, now, notices: claims.notices, update: claims.update, next_sync })
}

/// Keeps each license with the token that proves it, and parts the new ones from those on record. A known one gets the newer proof, as the portal's
/// older keys may one day be gone from the product.
fn keep(state: &mut State, licenses: Vec<License>, text: &str, now: DateTime<Utc>) -> (Vec<License>, Vec<License>) {
    licenses.into_iter().partition(|license| {
        let known = state.licenses.iter_mut().find(|kept| kept.id == license.id);
        match known {
            Some(kept) => text.clone_into(&mut kept.token),
            None => {
                let (id, token) = (license.id.clone(), text.to_owned());
                state.licenses.push(Kept { id, added_at: now, token });
                return true;
            }
        }
        false
    })
}

fn check_order(state: &State, claims: &TokenClaims) -> Result<(), TokenRefused> {
    if let Some(token) = state.tokens.iter().find(|token| token.jti == claims.jti) {
        return Err(TokenRefused::Again { loaded_at: token.loaded_at });
    }
    match state.tokens.last() {
        Some(last) if claims.ack.seq < last.seq => Err(TokenRefused::Older { seq: claims.ack.seq, taken: last.seq }),
        _ => Ok(()),
    }
}

fn remember(state: &mut State, claims: &TokenClaims, taken: Taken) {
    // An instance restored from a backup learns here how far its numbers had come.
    state.seq = state.seq.max(claims.ack.seq);
    // Answered, whichever way the answer came.
    state.pending.take_if(|pending| pending.seq <= claims.ack.seq);
    state.failed = None;
    state.asked.clone_from(&claims.update);
    state.order = claims.update.clone().filter(|update| updates::is_order(update, &state.begun));
    if let Some(through) = claims.ack.through {
        state.usage.acknowledge(through);
    }
    state.tokens.push(taken);
    let forgotten = state.tokens.len().saturating_sub(REMEMBERED);
    state.tokens.drain(..forgotten);
}

impl fmt::Display for Loaded {
    /// A sentence for each license, to show to the administrator.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("The token is loaded.")?;
        for license in &self.added {
            write!(f, " {}", self.sentence(license))?;
        }
        for license in &self.known {
            write!(f, " License {} is on record already.", license.id)?;
        }
        if let Some(TokenUpdate { to, why, .. }) = &self.update {
            write!(f, " The vendor asks to install version {to} ({why}).")?;
        }
        Ok(())
    }
}

impl Loaded {
    fn sentence(&self, license: &License) -> String {
        let License { id, tier, seats, starts_on, ends_on, .. } = license;
        if license.starts_at() > self.now {
            return format!(
                "License {id} ({tier}, {seats} seats) starts on {starts_on} at 00:00 UTC; it unlocks nothing before."
            );
        }
        if license.ends_at() <= self.now {
            return format!("License {id} ({tier}, {seats} seats) ended on {ends_on} and is kept for the history.");
        }
        format!("License {id} ({tier}, {seats} seats) is in force through {ends_on}.")
    }
}

/// Why a token was not loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadRefused {
    /// The token is not to be taken.
    Token(TokenRefused),
    /// The instance's files cannot be used.
    State(StateError),
}

impl From<TokenRefused> for LoadRefused {
    fn from(refused: TokenRefused) -> Self {
        Self::Token(refused)
    }
}

impl From<StateError> for LoadRefused {
    fn from(error: StateError) -> Self {
        Self::State(error)
    }
}

impl fmt::Display for LoadRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(refused) => refused.fmt(f),
            Self::State(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LoadRefused {}
