//! The single place for sealed compact messages (RFC 7516): ECDH-ES on P-256 with A256GCM and nothing else.

use aes_gcm::aead::{Aead, Generate, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::keys::{Jwk, SealingKey, SealingPublicKey};
use crate::wire;

const TYPE: &str = "seatsync-instance-id+jwe";
const ENC: &str = "A256GCM";

/// The whole header. An unknown member (`zip`, `crit`, `apu`, …) makes it unreadable, which is the allow-list.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    enc: String,
    kid: String,
    epk: PublicPoint,
    cty: String,
    typ: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PublicPoint {
    kty: String,
    crv: String,
    x: String,
    y: String,
}

impl Header {
    fn is_ours(&self) -> bool {
        let Self { alg, enc, cty, typ, .. } = self;
        [alg.as_str(), enc, cty, typ] == ["ECDH-ES", ENC, "JWT", TYPE]
    }
}

/// A sealed message taken apart, before any secret was used.
pub(crate) struct Sealed {
    header: Header,
    protected: String,
    nonce: [u8; 12],
    ciphertext: Vec<u8>,
}

impl Sealed {
    /// `None` if the text has not the form of a sealed message with our header. The encrypted-key part must be empty.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.splitn(6, '.').collect();
        let [protected, "", nonce, ciphertext, tag] = parts.as_slice() else {
            return None;
        };
        let header = wire::json_object(&wire::from_base64url(protected)?)?;
        let header: Header = wire::typed(header).ok()?;
        let tag: [u8; 16] = wire::fixed_from_base64url(tag)?;
        let mut ciphertext = wire::from_base64url(ciphertext)?;
        ciphertext.extend(tag);
        let nonce = wire::fixed_from_base64url(nonce)?;
        header.is_ours().then(|| Self { header, protected: (*protected).to_owned(), nonce, ciphertext })
    }

    /// The portal's key this was sealed to.
    pub(crate) fn kid(&self) -> &str {
        &self.header.kid
    }

    /// `None` if the message was changed, was sealed to another key, or its `epk` is off the curve.
    pub(crate) fn open(&self, key: &SealingKey) -> Option<Vec<u8>> {
        let PublicPoint { kty, crv, x, y } = &self.header.epk;
        let epk = Jwk {
            kty: kty.clone(),
            crv: crv.clone(),
            x: x.clone(),
            y: Some(y.clone()),
            kid: None,
            usage: None,
            alg: None,
        };
        let shared = key.agree(&SealingPublicKey::from_jwk(&epk).ok()?);
        let payload = Payload { msg: &self.ciphertext, aad: self.protected.as_bytes() };
        cipher(&shared).decrypt(&Nonce::from(self.nonce), payload).ok()
    }
}

/// Seals a text to the portal, under a key pair made for this message only.
pub(crate) fn seal(text: &str, to: &SealingPublicKey) -> String {
    seal_with(text, to, &SealingKey::generate(), <[u8; 12]>::generate())
}

fn seal_with(text: &str, to: &SealingPublicKey, ephemeral: &SealingKey, nonce: [u8; 12]) -> String {
    let Jwk { kty, crv, x, y, .. } = ephemeral.public_key().bare_jwk();
    let epk = PublicPoint { kty, crv, x, y: y.unwrap_or_default() };
    let header =
        Header { alg: "ECDH-ES".into(), enc: ENC.into(), kid: to.kid(), epk, cty: "JWT".into(), typ: TYPE.into() };
    // Neither can come to pass: a struct of texts is always JSON, and a nonce is used once. An empty part is refused by every reader.
    let protected = wire::base64url(&serde_json::to_vec(&header).unwrap_or_default());
    let payload = Payload { msg: text.as_bytes(), aad: protected.as_bytes() };
    let sealed = cipher(&ephemeral.agree(to)).encrypt(&Nonce::from(nonce), payload).unwrap_or_default();
    let (ciphertext, tag) = sealed.split_last_chunk::<16>().unwrap_or((&[], &[0; 16]));
    let [nonce, ciphertext, tag] = [nonce.as_slice(), ciphertext, tag].map(wire::base64url);
    format!("{protected}..{nonce}.{ciphertext}.{tag}")
}

fn cipher(shared: &[u8; 32]) -> Aes256Gcm {
    let key = Zeroizing::new(concat_kdf(shared, ENC, b"", b"", 256));
    Aes256Gcm::new((&*key).into())
}

/// Concat KDF of RFC 7518 section 4.6.2. One round of SHA-256 is enough for the 256 bits that are needed at most.
fn concat_kdf(shared: &[u8; 32], algorithm: &str, party_u: &[u8], party_v: &[u8], bits: u32) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(1_u32.to_be_bytes());
    hash.update(shared);
    for part in [algorithm.as_bytes(), party_u, party_v] {
        hash.update(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        hash.update(part);
    }
    hash.update(bits.to_be_bytes());
    hash.finalize().into()
}

#[cfg(test)]
#[path = "jwe_tests.rs"]
mod tests;
