//! The single place for P-256: the portal's sealing key and the shared secret of two keys.

use std::fmt;

use aes_gcm::aead::Generate;
use p256::ProjectivePoint;
use p256::elliptic_curve::point::AffineCoordinates;
use p256::elliptic_curve::sec1::{FromSec1Point, ToSec1Point};
use zeroize::Zeroizing;

use super::jwk::{Jwk, KeyRefused};
use crate::wire;

type Point = p256::elliptic_curve::sec1::Sec1Point<p256::NistP256>;

/// A private P-256 key: the portal's, or the one made for a single message. Wiped when dropped.
#[derive(Clone)]
pub struct SealingKey(p256::SecretKey);

impl SealingKey {
    /// A new key from the randomness of the operating system.
    #[must_use]
    pub fn generate() -> Self {
        Self(p256::SecretKey::generate())
    }

    /// The key of this 32-byte number.
    ///
    /// # Errors
    /// [`KeyRefused::OffCurve`] if the number is 0 or not below the order of the curve.
    pub fn from_secret_bytes(bytes: &[u8; 32]) -> Result<Self, KeyRefused> {
        p256::SecretKey::from_slice(bytes).map(Self).map_err(|_| KeyRefused::OffCurve)
    }

    /// The 32-byte number, to be stored encrypted.
    #[must_use]
    pub fn to_secret_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes().into())
    }

    /// The public half.
    #[must_use]
    pub fn public_key(&self) -> SealingPublicKey {
        SealingPublicKey(self.0.public_key())
    }

    /// The RFC 7638 thumbprint of the public half.
    #[must_use]
    pub fn kid(&self) -> String {
        self.public_key().kid()
    }

    /// Z of RFC 7518 section 4.6: the x-coordinate both sides arrive at.
    pub(crate) fn agree(&self, other: &SealingPublicKey) -> Zeroizing<[u8; 32]> {
        let point = ProjectivePoint::from(*other.0.as_affine()) * *self.0.to_nonzero_scalar();
        Zeroizing::new(point.to_affine().x().into())
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({})", self.kid())
    }
}

/// A public P-256 key, known to be on the curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealingPublicKey(p256::PublicKey);

impl SealingPublicKey {
    /// Reads an `EC` `P-256` key.
    ///
    /// # Errors
    /// Any [`KeyRefused`] that concerns a single key.
    pub fn from_jwk(jwk: &Jwk) -> Result<Self, KeyRefused> {
        let (("EC", "P-256"), Some(y)) = ((jwk.kty.as_str(), jwk.crv.as_str()), &jwk.y) else {
            return Err(KeyRefused::Kind);
        };
        jwk.check_kid()?;
        let (x, y) = (Jwk::coordinate(&jwk.x)?, Jwk::coordinate(y)?);
        let point = Point::from_affine_coordinates(&x.into(), &y.into(), false);
        // Checks that the point is on the curve: an off-curve one would leak the private key bit by bit.
        p256::PublicKey::from_sec1_point(&point).into_option().map(Self).ok_or(KeyRefused::OffCurve)
    }

    /// As published: with `kid`, `use: enc` and `alg: ECDH-ES`.
    #[must_use]
    pub fn to_jwk(&self) -> Jwk {
        self.bare_jwk().published("enc", "ECDH-ES")
    }

    pub(crate) fn bare_jwk(&self) -> Jwk {
        let point = self.0.to_sec1_point(false);
        let text = |coordinate: Option<&p256::FieldBytes>| coordinate.map(|bytes| wire::base64url(bytes));
        Jwk::bare("EC", "P-256", text(point.x()).unwrap_or_default(), text(point.y()))
    }

    /// The RFC 7638 thumbprint.
    #[must_use]
    pub fn kid(&self) -> String {
        self.bare_jwk().thumbprint()
    }
}
