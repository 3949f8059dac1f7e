//! The single place for signed compact messages (RFC 7515): EdDSA and nothing else.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::keys::{Jwk, SigningKey, VerifyingKey};
use crate::wire;

/// A message taken apart; nothing in it is believed before [`Signed::verifies`] said so.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    pub(crate) header: Map<String, Value>,
    payload: Vec<u8>,
    signed: String,
    signature: [u8; 64],
}

impl Signed {
    /// `None` if the text has not the form of a signed message. The payload is not looked into, as anybody may have written it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        Some(Self {
            header: wire::json_object(&wire::from_base64url(header)?)?,
            payload: wire::from_base64url(payload)?,
            signed: signed.to_owned(),
            signature: wire::fixed_from_base64url(signature)?,
        })
    }

    /// True if the header says EdDSA and this type, and has no members beyond those named. So `crit`, `jku` and the rest never pass.
    pub(crate) fn has_header(&self, typ: &str, others: &[&str]) -> bool {
        let known = |name: &String| matches!(name.as_str(), "alg" | "typ" | "kid") || others.contains(&name.as_str());
        self.text("alg") == Some("EdDSA")
            && self.text("typ") == Some(typ)
            && self.kid().is_some()
            && self.header.keys().all(known)
    }

    /// `None` if the payload is no JSON object, or says something twice.
    pub(crate) fn claims(&self) -> Option<Map<String, Value>> {
        wire::json_object(&self.payload)
    }

    pub(crate) fn kid(&self) -> Option<&str> {
        self.text("kid")
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.header.get(name)?.as_str()
    }

    pub(crate) fn verifies(&self, key: &VerifyingKey) -> bool {
        key.verifies(self.signed.as_bytes(), &self.signature)
    }
}

/// The header of a message of ours.
#[derive(Serialize)]
pub(crate) struct Header {
    alg: &'static str,
    typ: &'static str,
    kid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    jwk: Option<Jwk>,
}

impl Header {
    pub(crate) fn new(typ: &'static str, key: &SigningKey) -> Self {
        Self { alg: "EdDSA", typ, kid: key.kid(), jwk: None }
    }

    /// With the public key enclosed, for a first contact.
    pub(crate) fn enclosing(typ: &'static str, key: &SigningKey) -> Self {
        Self { jwk: Some(key.verifying_key().bare_jwk()), ..Self::new(typ, key) }
    }
}

/// Signs claims.
pub(crate) fn sign(header: &impl Serialize, claims: &impl Serialize, key: &SigningKey) -> String {
    // Texts, numbers and lists always have a JSON form.
    let part = |json: Result<Vec<u8>, _>| wire::base64url(&json.unwrap_or_default());
    sign_parts(&part(serde_json::to_vec(header)), &part(serde_json::to_vec(claims)), key)
}

fn sign_parts(header: &str, payload: &str, key: &SigningKey) -> String {
    let signed = format!("{header}.{payload}");
    let signature = wire::base64url(&key.sign(signed.as_bytes()));
    format!("{signed}.{signature}")
}

/// An honestly signed message with any header and payload, for the tests.
#[cfg(test)]
pub(crate) fn sign_raw(header: &Value, payload: &[u8], key: &SigningKey) -> String {
    sign_parts(&wire::base64url(header.to_string().as_bytes()), &wire::base64url(payload), key)
}

#[cfg(test)]
#[path = "jws_tests.rs"]
mod tests;
