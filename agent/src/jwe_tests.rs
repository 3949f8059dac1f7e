//! Tests of sealing: the vector of RFC 7518 appendix C, and every header that must not pass.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use serde_json::{Value, json};

use super::*;

/// RFC 7518 appendix C: the two key pairs, as (x, y, d).
const ALICE: [&str; 3] = [
    "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
    "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps",
    "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo",
];
const BOB: [&str; 3] = [
    "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
    "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
    "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw",
];

fn key(vector: [&str; 3]) -> SealingKey {
    let key = SealingKey::from_secret_bytes(&wire::fixed_from_base64url(vector[2]).unwrap()).unwrap();
    let jwk = key.public_key().to_jwk();
    assert_eq!((jwk.x.as_str(), jwk.y.as_deref()), (vector[0], Some(vector[1])));
    key
}

#[test]
fn rfc_7518_appendix_c_both_sides_derive_the_printed_key() {
    for (mine, theirs) in [(ALICE, BOB), (BOB, ALICE)] {
        let shared = key(mine).agree(&key(theirs).public_key());
        let derived = concat_kdf(&shared, "A128GCM", b"Alice", b"Bob", 128);
        assert_eq!(wire::base64url(&derived[..16]), "VqqN6vgjbSBcIijNcacQGg");
    }
}

#[test]
fn a_sealed_message_opens_with_the_right_key_only() {
    let portal = SealingKey::generate();
    let text = seal("a.b.c", &portal.public_key());
    let sealed = Sealed::parse(&text).unwrap();
    assert_eq!(sealed.kid(), portal.kid());
    assert_eq!(sealed.open(&portal).unwrap(), b"a.b.c");
    assert!(sealed.open(&SealingKey::generate()).is_none());
    assert_ne!(text, seal("a.b.c", &portal.public_key()), "every message has its own key");
}

/// A sealed text whose header was exchanged; as the header is authenticated, it must fail at the latest when it is opened.
fn with_header(change: impl Fn(&mut Value)) -> String {
    let text = seal("a.b.c", &key(BOB).public_key());
    let (protected, rest) = text.split_once('.').unwrap();
    let mut header: Value = serde_json::from_slice(&wire::from_base64url(protected).unwrap()).unwrap();
    change(&mut header);
    format!("{}.{rest}", wire::base64url(header.to_string().as_bytes()))
}

#[test]
fn a_header_off_the_list_is_not_read() {
    assert!(Sealed::parse(&with_header(|_| ())).is_some());
    let changes = [
        ("zip", json!("DEF")),
        ("crit", json!(["exp"])),
        ("apu", json!("QWxpY2U")),
        ("apv", json!("Qm9i")),
        ("jku", json!("https://elsewhere.example")),
        ("alg", json!("ECDH-ES+A256KW")),
        ("alg", json!("dir")),
        ("enc", json!("A128GCM")),
        ("enc", json!("A256CBC-HS512")),
        ("typ", json!("JWT")),
        ("cty", json!(null)),
        ("kid", json!(1)),
        ("epk", json!({"kty": "EC", "crv": "P-256", "x": "AA"})),
    ];
    for (name, value) in changes {
        let text = with_header(|header| header[name] = value.clone());
        assert!(Sealed::parse(&text).is_none(), "{name}: {value}");
    }
}

#[test]
fn an_ephemeral_key_off_the_curve_opens_nothing() {
    for epk in [
        json!({"kty": "EC", "crv": "P-256", "x": BOB[0], "y": BOB[0]}),
        json!({"kty": "EC", "crv": "P-384", "x": BOB[0], "y": BOB[1]}),
        json!({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}),
    ] {
        let text = with_header(|header| header["epk"] = epk.clone());
        assert!(Sealed::parse(&text).unwrap().open(&key(BOB)).is_none(), "{epk}");
    }
}

#[test]
fn the_encrypted_key_part_is_empty_and_there_are_five_parts() {
    let text = seal("a.b.c", &key(BOB).public_key());
    for other in [
        text.replace("..", ".AAAA."),
        format!("{text}."),
        format!("{text}.AA"),
        text.replace("..", "."),
        String::new(),
        "....".to_owned(),
    ] {
        assert!(Sealed::parse(&other).is_none(), "{other}");
    }
}

/// The writer of today gives, byte for byte, what it gave when the golden files were made.
#[test]
fn sealing_with_the_golden_ephemeral_key_gives_the_golden_text() {
    let claims: crate::instance_id::Claims =
        serde_json::from_str(include_str!("../tests/golden/1-full.claims.json")).unwrap();
    let key = crate::support::instance_key();
    let inner = crate::jws::sign(&crate::jws::Header::enclosing("seatsync-instance-id+jwt", &key), &claims, &key);
    let ephemeral = SealingKey::from_secret_bytes(&[10; 32]).unwrap();
    let text = seal_with(&inner, &crate::support::Portal::fixed().sealing.public_key(), &ephemeral, [11; 12]);
    assert_eq!(text, include_str!("../tests/golden/1-full.instance-id.txt").trim_end());
}
