//! Tests of signed messages: the vectors of RFC 8037 appendix A.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::keys::Jwk;

const D: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
/// Appendix A.4: "Example of Ed25519 signing".
const SIGNED: &str = concat!(
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.",
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
);

fn key() -> SigningKey {
    SigningKey::from_secret_bytes(&wire::fixed_from_base64url(D).unwrap())
}

#[test]
fn rfc_8037_a1_to_a3_key_and_thumbprint() {
    assert_eq!(key().verifying_key().to_jwk().x, X);
    assert_eq!(key().kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    let jwk: Jwk = serde_json::from_str(&format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{X}"}}"#)).unwrap();
    assert_eq!(VerifyingKey::from_jwk(&jwk).unwrap(), key().verifying_key());
}

#[test]
fn rfc_8037_a4_signing_gives_the_printed_text() {
    let text = sign_raw(&serde_json::json!({"alg": "EdDSA"}), b"Example of Ed25519 signing", &key());
    assert_eq!(text, SIGNED);
}

#[test]
fn rfc_8037_a5_the_printed_signature_verifies_and_no_other_text_does() {
    let (signed, signature) = SIGNED.rsplit_once('.').unwrap();
    let signature = wire::fixed_from_base64url(signature).unwrap();
    assert!(key().verifying_key().verifies(signed.as_bytes(), &signature));
    assert!(!key().verifying_key().verifies(b"another text", &signature));
    assert!(!SigningKey::generate().verifying_key().verifies(signed.as_bytes(), &signature));
}
