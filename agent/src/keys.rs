//! The single place for keys: the portal's two pairs, the instance's pair, and the public set a vendor compiles into its product.

mod jwk;
mod portal;
mod sealing;
mod signing;

pub use jwk::{Jwk, KeyRefused};
pub use portal::PortalKeys;
pub use sealing::{SealingKey, SealingPublicKey};
pub use signing::{SigningKey, VerifyingKey};

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
