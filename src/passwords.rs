//! Passwords as Argon2id hashes, made and checked off the async threads and few at a time.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// OWASP's current choice: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Hashes computed at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

/// A hash could not be made.
#[derive(Debug)]
pub struct NotHashed(String);

impl std::fmt::Display for NotHashed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a password could not be hashed: {}", self.0)
    }
}

impl std::error::Error for NotHashed {}

fn argon2() -> Result<Argon2<'static>, NotHashed> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|e| NotHashed(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password; blocking, for the command line and seeds.
///
/// # Errors
/// The parameters or the randomness were refused.
pub fn hash_blocking(password: &str) -> Result<String, NotHashed> {
    let hash = argon2()?.hash_password(password.as_bytes()).map_err(|e| NotHashed(e.to_string()))?;
    Ok(hash.to_string())
}

/// Hashes a password.
///
/// # Errors
/// The parameters or the randomness were refused.
pub async fn hash(password: String) -> Result<String, NotHashed> {
    off_thread(move || hash_blocking(&password)).await?
}

/// Whether a password fits a stored hash. Without a hash it takes as long and answers no, so that time does not tell
/// whether an address is known.
///
/// # Errors
/// The work could not be done at all.
pub async fn fits(password: String, hash: Option<String>) -> Result<bool, NotHashed> {
    off_thread(move || match hash {
        Some(hash) => fits_blocking(&password, &hash),
        None => hash_blocking(&password).map(|_| false),
    })
    .await?
}

fn fits_blocking(password: &str, hash: &str) -> Result<bool, NotHashed> {
    let hash = PasswordHash::new(hash).map_err(|e| NotHashed(e.to_string()))?;
    Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok())
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, NotHashed> {
    let _turn = TURNS.acquire().await.map_err(|e| NotHashed(e.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|e| NotHashed(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash() {
        let hash = hash_blocking("correct horse").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(fits_blocking("correct horse", &hash).unwrap());
        assert!(!fits_blocking("Correct horse", &hash).unwrap());
    }
}
