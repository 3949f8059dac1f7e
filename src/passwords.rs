//! Passwords as Argon2id hashes, made and checked off the async threads and few at a time.
//!
//! Checking is dear, and anyone may ask for it. So whoever is not known where they are waits in a line of their own, each
//! network with few places in it, and never takes the last turn from those who are known.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use tokio::sync::Semaphore;

use crate::domain::network::Network;

/// OWASP's current choice: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Hashes computed at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;
/// Of them for strangers.
const STRANGERS_AT_ONCE: usize = 1;
/// Places in the strangers' line for one network, and for all.
const PLACES: usize = 20;
const ALL_PLACES: usize = 400;

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);
static STRANGERS: Semaphore = Semaphore::const_new(STRANGERS_AT_ONCE);
static LINE: LazyLock<Mutex<HashMap<Network, usize>>> = LazyLock::new(Mutex::default);
/// A hash nothing fits, for whoever has none.
static NOBODYS: LazyLock<Result<String, NotHashed>> = LazyLock::new(|| hash_blocking("nobody"));

/// A hash could not be made or checked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotHashed {
    /// Too many wait for it already.
    #[error("too many passwords wait to be checked")]
    Crowded,
    #[error("a password could not be hashed: {0}")]
    Failed(String),
}

fn failed(cause: impl std::fmt::Display) -> NotHashed {
    NotHashed::Failed(cause.to_string())
}

/// Whose password is to be checked, as far as waiting goes.
#[derive(Debug, Clone, Copy)]
pub enum Lane {
    /// Somebody who signed in from where they are before.
    Known,
    /// Anybody else there.
    Stranger(Network),
}

/// A place in the strangers' line; free again when dropped.
struct Place(Network);

impl Place {
    fn take(network: Network) -> Result<Self, NotHashed> {
        let mut line = LINE.lock().unwrap_or_else(PoisonError::into_inner);
        let all: usize = line.values().sum();
        let mine = line.entry(network).or_default();
        if *mine >= PLACES || all >= ALL_PLACES {
            if *mine == 0 {
                line.remove(&network);
            }
            return Err(NotHashed::Crowded);
        }
        *mine += 1;
        Ok(Self(network))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut line = LINE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mine) = line.get_mut(&self.0) {
            *mine -= 1;
            if *mine == 0 {
                line.remove(&self.0);
            }
        }
    }
}

fn argon2() -> Result<Argon2<'static>, NotHashed> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// A password as it is compared, however a keyboard spells it: RFC 8265, `OpaqueString`.
#[must_use]
pub fn prepared(password: &str) -> String {
    let spaced: Cow<'_, str> = if password.is_ascii() {
        Cow::Borrowed(password)
    } else {
        let is_space = |c: char| {
            matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
        };
        password.chars().map(|c| if is_space(c) { ' ' } else { c }).collect()
    };
    ComposingNormalizerBorrowed::new_nfc().normalize(&spaced).into_owned()
}

/// How a password may have been spelled when its hash was made: as it is compared now, and as it came from a keyboard
/// that composes emails or one that does not.
fn spellings(password: &str) -> Vec<String> {
    let mut all = vec![prepared(password)];
    if !password.is_ascii() {
        let composed = ComposingNormalizerBorrowed::new_nfc().normalize(password).into_owned();
        let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(password).into_owned();
        for older in [composed, decomposed, password.to_owned()] {
            if !all.contains(&older) {
                all.push(older);
            }
        }
    }
    all
}

/// Hashes a password; blocking, for the command line and seeds.
///
/// # Errors
/// The parameters or the randomness were refused.
pub fn hash_blocking(password: &str) -> Result<String, NotHashed> {
    let hash = argon2()?.hash_password(prepared(password).as_bytes()).map_err(failed)?;
    Ok(hash.to_string())
}

/// Hashes a password.
///
/// # Errors
/// The parameters or the randomness were refused.
pub async fn hash(password: String) -> Result<String, NotHashed> {
    off_thread(Lane::Known, move || hash_blocking(&password)).await?
}

/// Whether a password fits a stored hash. Without a hash the same is done with one that nothing fits, so that time does
/// not tell whether an address is known.
///
/// # Errors
/// Too many wait already, or the work could not be done at all.
pub async fn fits(password: String, hash: Option<String>, lane: Lane) -> Result<bool, NotHashed> {
    let check = move || {
        let nobodys = NOBODYS.clone()?;
        let fits = fits_blocking(&password, hash.as_deref().unwrap_or(&nobodys))?;
        Ok(fits && hash.is_some())
    };
    off_thread(lane, check).await?
}

fn fits_blocking(password: &str, hash: &str) -> Result<bool, NotHashed> {
    let (hash, argon2) = (PasswordHash::new(hash).map_err(failed)?, argon2()?);
    Ok(spellings(password).iter().any(|spelled| argon2.verify_password(spelled.as_bytes(), &hash).is_ok()))
}

async fn off_thread<T: Send + 'static>(lane: Lane, work: impl FnOnce() -> T + Send + 'static) -> Result<T, NotHashed> {
    let _place = match lane {
        Lane::Known => None,
        Lane::Stranger(network) => Some((Place::take(network)?, STRANGERS.acquire().await.map_err(failed)?)),
    };
    let _turn = TURNS.acquire().await.map_err(failed)?;
    tokio::task::spawn_blocking(work).await.map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(last: u8) -> Network {
        Network::of(std::net::IpAddr::from([203, 0, 113, last]))
    }

    #[test]
    fn a_password_fits_its_own_hash() {
        let hash = hash_blocking("correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(fits_blocking("correct horse", &hash).unwrap());
        assert!(!fits_blocking("Correct horse", &hash).unwrap());
    }

    #[test]
    fn a_password_is_the_same_from_every_keyboard() {
        let hash = hash_blocking("Zu\u{308}rich im Fru\u{308}hling").unwrap();
        for typed in ["Z\u{fc}rich im Fr\u{fc}hling", "Zu\u{308}rich\u{a0}im\u{3000}Fr\u{fc}hling"] {
            assert!(fits_blocking(typed, &hash).unwrap(), "{typed}");
        }
        assert!(!fits_blocking("Zurich im Fruhling", &hash).unwrap());
        assert_eq!(prepared("\u{212b}ngstr\u{f6}m"), "\u{c5}ngstr\u{f6}m");
        assert_eq!(
            prepared(" \u{fb01}ne\u{b2} "),
            " \u{fb01}ne\u{b2} ",
            "compatibility characters stay, as RFC 8265 says"
        );
    }

    #[test]
    fn hashes_made_before_spellings_were_one_still_fit() {
        let raw = |password: &str| argon2().unwrap().hash_password(password.as_bytes()).unwrap().to_string();
        let (composed, decomposed, spaced) =
            ("Fr\u{fc}hling im Mai", "Fru\u{308}hling im Mai", "Fr\u{fc}hling\u{a0}im Mai");
        for hashed in [composed, decomposed] {
            for typed in [composed, decomposed] {
                assert!(fits_blocking(typed, &raw(hashed)).unwrap(), "{hashed} {typed}");
            }
        }
        assert!(fits_blocking(spaced, &raw(spaced)).unwrap());
    }

    #[tokio::test]
    async fn without_a_stored_hash_no_password_fits() {
        for password in ["nobody", "", "anything at all"] {
            assert!(!fits(password.to_owned(), None, Lane::Known).await.unwrap());
        }
    }

    #[tokio::test]
    async fn a_flood_of_one_network_takes_no_place_from_others_and_no_turn_from_who_is_known() {
        // The strangers' turn is taken, as by a flood.
        let flood = STRANGERS.acquire().await.unwrap();
        let (hash, noisy) = (hash_blocking("correct horse").unwrap(), network(1));
        let places: Vec<Place> = (0..PLACES).map(|_| Place::take(noisy).unwrap()).collect();
        let crowded = fits("guess".to_owned(), None, Lane::Stranger(noisy)).await;
        assert!(matches!(crowded, Err(NotHashed::Crowded)), "{crowded:?}");
        assert!(fits("correct horse".to_owned(), Some(hash.clone()), Lane::Known).await.unwrap());
        let waiting = tokio::spawn(fits("correct horse".to_owned(), Some(hash), Lane::Stranger(network(2))));
        tokio::task::yield_now().await;
        drop(flood);
        assert!(waiting.await.unwrap().unwrap());
        drop(places);
        drop(Place::take(noisy).unwrap());
    }
}
