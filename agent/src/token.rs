//! The single place for the token: what the portal answers an instance, signed by the portal, and which tokens an instance takes (R30).

mod claims;
mod refused;

use uuid::Uuid;

pub use claims::{Ack, Notice, Subscription, SupportTime, TokenClaims, TokenUpdate};
pub use refused::TokenRefused;

use crate::jws::{self, Header, Signed};
use crate::keys::{PortalKeys, SigningKey};
use crate::pasted;
use crate::wire::{self, Label};

const TYPE: &str = "seatsync-token+jwt";

/// Portal side: signs a token. One line.
#[must_use]
pub fn sign(claims: &TokenClaims, key: &SigningKey) -> String {
    jws::sign(&Header::new(TYPE, key), claims, key)
}

/// The name of the key that a token says it was signed with: unverified, for whoever wrote it; one line.
#[must_use]
pub fn signed_by(text: &str) -> Option<String> {
    Signed::parse(text.trim())?.kid().map(str::to_owned)
}

/// The same in lines of 64 characters between BEGIN and END, for mails and files.
#[must_use]
pub fn armour(token: &str) -> String {
    wire::armour(Label::Token, token)
}

/// Instance side: reads a token of one of these keys, for this instance and product. Whether it is newer than the last one is for the caller to
/// check: `ack.seq` must not fall ([`TokenRefused::Older`]).
///
/// # Errors
/// Any [`TokenRefused`] but `Older` and `Again`.
pub fn open_token(text: &str, keys: &PortalKeys, instance: Uuid, product: &str) -> Result<TokenClaims, TokenRefused> {
    let bare = pasted::read(Label::Token, text)?;
    let signed = Signed::parse(&bare).filter(|signed| signed.has_header(TYPE, &[])).ok_or(TokenRefused::NotAToken)?;
    let key = signed.kid().and_then(|kid| keys.verifying(kid)).ok_or(TokenRefused::OtherPortal)?;
    if !signed.verifies(key) {
        return Err(TokenRefused::Forged);
    }
    let claims = signed
        .claims()
        .ok_or_else(|| TokenRefused::Claims { reason: "not a JSON object, or a member twice".to_owned() })?;
    let claims: TokenClaims =
        wire::typed(claims).map_err(|error| TokenRefused::Claims { reason: error.to_string() })?;
    claims.check(instance, product)?;
    Ok(claims)
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
