//! Tests of the instance's side of a token: what is taken, and one sentence for everything that is not (R30).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use serde_json::{Value, json};

use super::*;
use crate::support::{INSTANCE, PRODUCT, Portal, license, token};

fn open(text: &str) -> Result<TokenClaims, TokenRefused> {
    open_token(text, &Portal::fixed().keys(), INSTANCE, PRODUCT)
}

fn claims() -> TokenClaims {
    token(INSTANCE, 42, vec![license("L-1", "2026-04-01", "2027-03-31", 120)])
}

fn header() -> Value {
    json!({"alg": "EdDSA", "typ": TYPE, "kid": Portal::fixed().signing.kid()})
}

#[test]
fn the_instance_reads_what_the_portal_wrote() {
    let text = Portal::fixed().sign(&claims());
    let read = open(&text).unwrap();
    assert_eq!(TokenClaims { jti: String::new(), ..read }, TokenClaims { jti: String::new(), ..claims() });
    assert_eq!(open(&armour(&text)), open(&text));
}

#[test]
fn a_license_that_lies_ahead_or_is_over_does_not_make_a_token_unreadable() {
    for license in [license("L-9", "2199-01-01", "2199-12-31", 1), license("L-0", "1999-01-01", "1999-12-31", 1)] {
        assert!(open(&Portal::fixed().sign(&token(INSTANCE, 1, vec![license]))).is_ok());
    }
}

#[test]
fn every_single_changed_bit_is_refused() {
    let text = Portal::fixed().sign(&claims());
    for position in 0..text.len() {
        for bit in 0..7 {
            let mut bytes = text.clone().into_bytes();
            bytes[position] ^= 1 << bit;
            let changed = String::from_utf8(bytes).unwrap();
            assert!(open(&changed).is_err(), "position {position}, bit {bit}");
        }
    }
}

#[test]
fn every_token_cut_short_is_refused() {
    let text = Portal::fixed().sign(&claims());
    for length in 0..text.len() {
        assert!(open(&text[..length]).is_err(), "{length}");
    }
}

#[test]
fn a_header_off_the_list_is_not_read() {
    let key = Portal::fixed().signing;
    let payload = serde_json::to_vec(&claims()).unwrap();
    let jwk = json!(key.verifying_key().bare_jwk());
    for (name, value) in [
        ("alg", json!("none")),
        ("alg", json!("HS256")),
        ("alg", json!("eddsa")),
        ("jku", json!("https://elsewhere.example")),
        ("x5u", json!("https://elsewhere.example")),
        ("jwk", jwk),
        ("crit", json!(["exp"])),
        ("zip", json!("DEF")),
        ("typ", json!("JWT")),
        ("cty", json!("JWT")),
    ] {
        let mut header = header();
        header[name] = value.clone();
        assert_eq!(open(&jws::sign_raw(&header, &payload, &key)), Err(TokenRefused::NotAToken), "{name}: {value}");
    }
}

#[test]
fn an_unsigned_token_and_one_authenticated_with_the_public_key_are_refused() {
    let claims = wire::base64url(&serde_json::to_vec(&claims()).unwrap());
    let none = wire::base64url(
        json!({"alg": "none", "typ": TYPE, "kid": Portal::fixed().signing.kid()}).to_string().as_bytes(),
    );
    assert_eq!(open(&format!("{none}.{claims}.")), Err(TokenRefused::NotAToken));
    // HS256 with the public key as the secret; its 32 bytes of MAC are no Ed25519 signature to begin with.
    let hs256 = wire::base64url(
        json!({"alg": "HS256", "typ": TYPE, "kid": Portal::fixed().signing.kid()}).to_string().as_bytes(),
    );
    assert_eq!(open(&format!("{hs256}.{claims}.{}", wire::base64url(&[1; 32]))), Err(TokenRefused::NotAToken));
}

#[test]
fn a_claim_said_twice_is_refused() {
    let payload = serde_json::to_string(&claims()).unwrap().replacen('{', r#"{"aud":"devbox","#, 1);
    assert!(matches!(
        open(&jws::sign_raw(&header(), payload.as_bytes(), &Portal::fixed().signing)),
        Err(TokenRefused::Claims { .. })
    ));
}

#[test]
fn a_key_that_is_not_compiled_in_is_refused_whatever_it_calls_itself() {
    let other = Portal::other();
    assert_eq!(open(&other.sign(&claims())), Err(TokenRefused::OtherPortal));
    let forged = jws::sign_raw(&header(), &serde_json::to_vec(&claims()).unwrap(), &other.signing);
    assert_eq!(open(&forged), Err(TokenRefused::Forged));
}

#[test]
fn a_token_for_another_instance_or_product_is_refused() {
    let sub = Uuid::now_v7();
    assert_eq!(open(&Portal::fixed().sign(&TokenClaims { sub, ..claims() })), Err(TokenRefused::OtherInstance { sub }));
    let aud = "mailbox".to_owned();
    assert_eq!(
        open(&Portal::fixed().sign(&TokenClaims { aud: aud.clone(), ..claims() })),
        Err(TokenRefused::OtherProduct { aud })
    );
}

#[test]
fn what_is_no_token_is_refused_at_once() {
    assert_eq!(open(&"x".repeat(70_000)), Err(TokenRefused::TooLong { limit: 65_536 }));
    for text in ["", "hello", "a.b.c", "....", "eyJhbGciOiJFZERTQSJ9..AA"] {
        assert_eq!(open(text), Err(TokenRefused::NotAToken), "{text}");
    }
}

#[test]
fn a_license_that_ends_before_it_starts_is_refused() {
    let refused = open(&Portal::fixed().sign(&token(INSTANCE, 1, vec![license("L-1", "2026-04-02", "2026-04-01", 1)])))
        .unwrap_err();
    assert_eq!(refused, TokenRefused::Claims { reason: "license L-1 ends before it starts".into() });
}

/// Numbers that look random and are the same every time.
fn dice(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 40).unwrap()
}

/// Cuts, doubles or overwrites a piece of the text.
fn mangled(text: &[u8], seed: &mut u64) -> Vec<u8> {
    let mut bytes = text.to_vec();
    for _ in 0..=dice(seed) % 3 {
        let from = dice(seed) % bytes.len().max(1);
        let to = (from + dice(seed) % 9).min(bytes.len());
        let piece: Vec<u8> = match dice(seed) % 3 {
            0 => Vec::new(),
            1 => bytes[from..to].repeat(2),
            _ => (from..to).map(|_| b"\"{}[]:,-0919.eE truefalsn\\u"[dice(seed) % 27]).collect(),
        };
        bytes.splice(from..to, piece);
    }
    bytes
}

#[test]
fn mangled_texts_and_honestly_signed_nonsense_are_read_or_refused_without_a_panic() {
    let (portal, mut seed) = (Portal::fixed(), 1);
    let text = armour(&portal.sign(&claims()));
    let payload = serde_json::to_vec(&claims()).unwrap();
    for _ in 0..4_000 {
        let _ = open(&String::from_utf8_lossy(&mangled(text.as_bytes(), &mut seed)));
        let _ = open(&jws::sign_raw(&header(), &mangled(&payload, &mut seed), &portal.signing));
        let claims = wire::json_object(&mangled(include_bytes!("../tests/golden/1-full.claims.json"), &mut seed));
        let _ = claims
            .map(|claims| crate::instance_id::Claims::read(claims, crate::support::PORTAL, crate::support::noon()));
    }
}
