//! Tests of keys: thumbprints, what is refused, and that secrets are not shown.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

fn jwk(text: &str) -> Jwk {
    serde_json::from_str(text).unwrap()
}

/// RFC 7517 appendix A.1: an EC public key.
const EC: &str = r#"{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}"#;

#[test]
fn keys_survive_being_written_and_read() {
    let (sealing, signing) = (SealingKey::generate(), SigningKey::generate());
    assert_eq!(SealingKey::from_secret_bytes(&sealing.to_secret_bytes()).unwrap().public_key(), sealing.public_key());
    assert_eq!(SigningKey::from_secret_bytes(&signing.to_secret_bytes()).verifying_key(), signing.verifying_key());
    assert_eq!(SealingPublicKey::from_jwk(&sealing.public_key().to_jwk()).unwrap(), sealing.public_key());
    assert_eq!(VerifyingKey::from_jwk(&signing.verifying_key().to_jwk()).unwrap(), signing.verifying_key());
    assert_eq!(VerifyingKey::from_bytes(&signing.verifying_key().to_bytes()).unwrap(), signing.verifying_key());
}

#[test]
fn a_private_key_does_not_show_itself() {
    let key = SigningKey::generate();
    assert_eq!(format!("{key:?}"), format!("SigningKey({})", key.kid()));
    let key = SealingKey::generate();
    assert_eq!(format!("{key:?}"), format!("SealingKey({})", key.kid()));
}

#[test]
fn thumbprints_are_those_other_libraries_compute() {
    // Computed with jwcrypto 1.5.6 and jose 6.
    assert_eq!(SealingPublicKey::from_jwk(&jwk(EC)).unwrap().kid(), "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s");
}

#[test]
fn a_point_off_the_curve_is_no_key() {
    let off = EC.replace("4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyI");
    assert_eq!(SealingPublicKey::from_jwk(&jwk(&off)), Err(KeyRefused::OffCurve));
    assert_eq!(SealingKey::from_secret_bytes(&[0; 32]).map(|_| ()), Err(KeyRefused::OffCurve));
    assert_eq!(SealingKey::from_secret_bytes(&[0xff; 32]).map(|_| ()), Err(KeyRefused::OffCurve));
}

#[test]
fn every_ed25519_key_of_low_order_is_refused() {
    // The eight points of small order, as in the test vectors of libsodium and of "Taming the many EdDSAs".
    let points = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        // The same in spellings beyond the prime.
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];
    for point in points {
        let bytes: Vec<u8> =
            (0..32).map(|at| u8::from_str_radix(point.get(at * 2..at * 2 + 2).unwrap(), 16).unwrap()).collect();
        assert_eq!(VerifyingKey::from_bytes(&bytes.try_into().unwrap()), Err(KeyRefused::LowOrder), "{point}");
    }
}

#[test]
fn a_key_of_another_kind_or_name_is_refused() {
    assert_eq!(VerifyingKey::from_jwk(&jwk(EC)), Err(KeyRefused::Kind));
    let mut signing = SigningKey::generate().verifying_key().to_jwk();
    assert_eq!(SealingPublicKey::from_jwk(&signing), Err(KeyRefused::Kind));
    signing.kid = Some("another".to_owned());
    assert_eq!(VerifyingKey::from_jwk(&signing), Err(KeyRefused::Name { kid: "another".to_owned() }));
    signing.kid = None;
    signing.x.push('A');
    assert_eq!(VerifyingKey::from_jwk(&signing), Err(KeyRefused::Length));
}

#[test]
fn a_key_set_is_read_with_all_generations_and_unknown_kinds_are_skipped() {
    let sealing = [SealingKey::generate(), SealingKey::generate()].map(|key| key.public_key());
    let signing = [SigningKey::generate(), SigningKey::generate()].map(|key| key.verifying_key());
    let keys = PortalKeys::new(sealing.to_vec(), signing.to_vec()).unwrap();
    let later = keys.to_jwks().replace("{\"keys\":[", r#"{"keys":[{"kty":"AKP","alg":"ML-DSA-44","pub":"x"},"#);
    for text in [keys.to_jwks(), later] {
        let read = PortalKeys::from_jwks(&text).unwrap();
        assert_eq!(read, keys);
        assert_eq!(Some(read.sealing()), sealing.first());
        assert!(signing.iter().all(|key| read.verifying(&key.kid()) == Some(key)));
    }
    assert_eq!(PortalKeys::from_jwks("{}"), Err(KeyRefused::NotAKeySet));
    assert_eq!(PortalKeys::from_jwks(r#"{"keys":[]}"#), Err(KeyRefused::Incomplete));
    assert_eq!(PortalKeys::new(sealing.to_vec(), Vec::new()), Err(KeyRefused::Incomplete));
}
