//! The single place for secrets: what is encrypted at rest, what is kept as a hash, and where random ones come from.
//!
//! Everything hangs on one master key of 32 bytes, from the environment or a file; a key for each use is derived from
//! it, so that no two uses share one.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Bytes of a random secret: 192 bits.
const SECRET_BYTES: usize = 24;
const NONCE_BYTES: usize = 12;

/// Pauses the master key; never printed.
#[derive(Clone)]
pub struct Vault {
    sealing: [u8; 32],
    looking_up: [u8; 32],
    forms: [u8; 32],
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

/// What is sealed was not sealed with this master key, or was touched since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "SEATSYNC_MASTER_KEY isn't the key that this database's secrets were sealed with: start with the one it was \
     first started with, or with another database"
)]
pub struct NotOpened;

/// Random bytes cannot be had from the operating system: nothing safe can be done, so the process ends.
#[allow(clippy::panic, reason = "without randomness no secret can be made, and none must be")]
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Err(cause) = getrandom::fill(&mut bytes) {
        panic!("the operating system gives no random bytes: {cause}");
    }
    bytes
}

/// A new secret for a link or a cookie: 32 characters, 192 bits, safe in a URL.
#[must_use]
pub fn new_secret() -> String {
    Base64UrlUnpadded::encode_string(&random::<SECRET_BYTES>())
}

/// Whether a text has the form of a secret of ours: anything else is not even looked up.
#[must_use]
pub fn looks_like_secret(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// What is stored of a secret with enough bits: its SHA-256.
#[must_use]
pub fn hash_of(secret: &str) -> String {
    Base64UrlUnpadded::encode_string(&Sha256::digest(secret.as_bytes()))
}

/// A new master key as `SEATSYNC_MASTER_KEY` takes it.
#[must_use]
pub fn new_master_key() -> String {
    Base64::encode_string(&random::<32>())
}

impl Vault {
    /// From 32 bytes in base64.
    ///
    /// # Errors
    /// It is not 32 bytes in base64.
    pub fn new(master_key: &str) -> Result<Self, &'static str> {
        let wrong = "must be 32 bytes in base64 (44 characters, not hexadecimal); `openssl rand -base64 32` makes one";
        let master: [u8; 32] =
            Base64::decode_vec(master_key.trim()).ok().and_then(|b| b.try_into().ok()).ok_or(wrong)?;
        let derive = |purpose: &str| keyed(&master, purpose.as_bytes());
        Ok(Self {
            sealing: derive("seatsync sealing 1"),
            looking_up: derive("seatsync looking up 1"),
            forms: derive("seatsync forms 1"),
        })
    }

    /// Encrypts a secret to be stored; `what` names its use, and must be named again to open it.
    #[must_use]
    pub fn seal(&self, what: &str, secret: &[u8]) -> String {
        let nonce = random::<NONCE_BYTES>();
        let payload = Payload { msg: secret, aad: what.as_bytes() };
        // AES-GCM refuses only texts of 64 GiB and more.
        let sealed = Aes256Gcm::new(&self.sealing.into()).encrypt(&Nonce::from(nonce), payload).unwrap_or_default();
        Base64UrlUnpadded::encode_string(&[nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts what [`Vault::seal`] made for the same use.
    ///
    /// # Errors
    /// Another master key, another use, or it was touched.
    pub fn open(&self, what: &str, sealed: &str) -> Result<Vec<u8>, NotOpened> {
        let bytes = Base64UrlUnpadded::decode_vec(sealed).map_err(|_| NotOpened)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(NotOpened)?;
        let payload = Payload { msg: sealed, aad: what.as_bytes() };
        Aes256Gcm::new(&self.sealing.into()).decrypt(&Nonce::from(*nonce), payload).map_err(|_| NotOpened)
    }

    /// A keyed hash by which a secret with few bits is found without being stored.
    #[must_use]
    pub fn look_up_hash(&self, secret: &str) -> String {
        Base64UrlUnpadded::encode_string(&keyed(&self.looking_up, secret.as_bytes()))
    }

    /// A form's token for a browser: bound to its cookie, and masked anew each time so that a compressed page tells
    /// nothing about it.
    #[must_use]
    pub fn form_token(&self, cookie: &str) -> String {
        let mask = random::<32>();
        let hidden = xor(mask, keyed(&self.forms, cookie.as_bytes()));
        Base64UrlUnpadded::encode_string(&[mask, hidden].concat())
    }

    /// Whether a form came from a page of ours in this browser.
    #[must_use]
    pub fn is_form_token(&self, cookie: &str, token: &str) -> bool {
        let Ok(bytes) = Base64UrlUnpadded::decode_vec(token) else { return false };
        let Some((mask, hidden)) = bytes.split_first_chunk::<32>() else { return false };
        let Ok(hidden) = <[u8; 32]>::try_from(hidden) else { return false };
        xor(*mask, hidden).ct_eq(&keyed(&self.forms, cookie.as_bytes())).into()
    }
}

fn keyed(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    // HMAC fills a short key up with zeros to its block.
    let mut block = [0; 64];
    for (slot, byte) in block.iter_mut().zip(key) {
        *slot = *byte;
    }
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(message);
    mac.finalize().into_bytes().into()
}

fn xor(a: [u8; 32], b: [u8; 32]) -> [u8; 32] {
    let mut out = a;
    for (x, y) in out.iter_mut().zip(b) {
        *x ^= y;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_with_its_key_and_its_use() {
        let (vault, other) = (Vault::new(&new_master_key()).unwrap(), Vault::new(&new_master_key()).unwrap());
        let sealed = vault.seal("key", b"secret");
        assert_eq!(vault.open("key", &sealed), Ok(b"secret".to_vec()));
        assert_eq!(vault.open("code", &sealed), Err(NotOpened));
        assert_eq!(other.open("key", &sealed), Err(NotOpened));
        assert_eq!(vault.open("key", "short"), Err(NotOpened));
        assert_ne!(sealed, vault.seal("key", b"secret"));
    }

    #[test]
    fn a_form_token_fits_its_cookie_alone_and_never_looks_the_same() {
        let vault = Vault::new(&new_master_key()).unwrap();
        let token = vault.form_token("mine");
        assert!(vault.is_form_token("mine", &token));
        assert!(!vault.is_form_token("yours", &token));
        assert!(!vault.is_form_token("mine", ""));
        assert!(!vault.is_form_token("mine", &token.to_lowercase()));
        assert_ne!(token, vault.form_token("mine"));
    }

    #[test]
    fn a_master_key_is_32_bytes_in_base64() {
        assert!(Vault::new("c2hvcnQ=").is_err());
        assert!(Vault::new("not base64").is_err());
    }
}
