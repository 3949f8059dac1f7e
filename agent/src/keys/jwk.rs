//! The single place for the JSON form of a public key and its RFC 7638 thumbprint.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::wire;

/// A public key as JSON (RFC 7517). Private keys are never written this way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    /// `EC` or `OKP`.
    pub kty: String,
    /// `P-256` or `Ed25519`.
    pub crv: String,
    /// First coordinate, base64url.
    pub x: String,
    /// Second coordinate, base64url; `EC` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// The thumbprint of this very key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// `enc` or `sig`.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// `ECDH-ES` or `EdDSA`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
}

impl Jwk {
    pub(super) fn bare(kty: &str, crv: &str, x: String, y: Option<String>) -> Self {
        Self { kty: kty.to_owned(), crv: crv.to_owned(), x, y, kid: None, usage: None, alg: None }
    }

    pub(super) fn published(self, usage: &str, alg: &str) -> Self {
        let kid = self.thumbprint();
        Self { kid: Some(kid), usage: Some(usage.to_owned()), alg: Some(alg.to_owned()), ..self }
    }

    /// RFC 7638: base64url of SHA-256 over the required members in alphabetical order.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        let Self { crv, kty, x, .. } = self;
        let y = self.y.as_ref().map(|y| format!(r#","y":"{y}""#)).unwrap_or_default();
        let members = format!(r#"{{"crv":"{crv}","kty":"{kty}","x":"{x}"{y}}}"#);
        wire::base64url(&Sha256::digest(members))
    }

    pub(super) fn coordinate(text: &str) -> Result<[u8; 32], KeyRefused> {
        wire::fixed_from_base64url(text).ok_or(KeyRefused::Length)
    }

    /// The stated `kid`, if any, must be the key's own thumbprint.
    pub(super) fn check_kid(&self) -> Result<(), KeyRefused> {
        match &self.kid {
            Some(kid) if *kid != self.thumbprint() => Err(KeyRefused::Name { kid: kid.clone() }),
            _ => Ok(()),
        }
    }
}

/// Why a key, or a set of keys, is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyRefused {
    /// Not a JSON Web Key Set.
    NotAKeySet,
    /// Another kind of key than the one needed here.
    Kind,
    /// A coordinate is not 32 bytes in base64url.
    Length,
    /// The coordinates are no point of the curve.
    OffCurve,
    /// A key of low order, under which anybody's signature would pass.
    LowOrder,
    /// The stated `kid` is not the key's thumbprint.
    Name {
        /// As stated.
        kid: String,
    },
    /// A key set without a sealing key or without a verifying key.
    Incomplete,
}

impl fmt::Display for KeyRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAKeySet => {
                f.write_str("This is not a JSON Web Key Set: take it from the portal's /.well-known/jwks.json.")
            }
            Self::Kind => {
                f.write_str("This is another kind of key: sealing needs EC P-256, signing needs OKP Ed25519.")
            }
            Self::Length => f.write_str(
                "A key's coordinates must be 32 bytes each in base64url: take the key from the portal again.",
            ),
            Self::OffCurve => f.write_str("This key is no point of its curve: take the key from the portal again."),
            Self::LowOrder => f.write_str("This key is of low order and protects nothing: make a new one."),
            Self::Name { kid } => write!(
                f,
                "The key named {kid:?} is another key than its name says: take the key set from the portal again."
            ),
            Self::Incomplete => f.write_str(
                "A portal's key set holds an EC P-256 key for sealing and an Ed25519 key for signatures: take it from \
                /.well-known/jwks.json.",
            ),
        }
    }
}

impl std::error::Error for KeyRefused {}
