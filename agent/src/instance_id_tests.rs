//! Tests of the portal's side of an instance ID: what is read, and one sentence for everything that is not (R33).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use chrono::NaiveDate;

use super::*;
use serde_json::json;

use crate::support::{INSTANCE, PORTAL, Portal, claims, instance_key, noon, token};

fn open(text: &str, pinned: Option<&VerifyingKey>, now: DateTime<Utc>) -> Result<Opened, InstanceIdRefused> {
    let portal = Portal::fixed();
    decrypt(text, |kid| portal.key(kid))?.verify(pinned, PORTAL, now)
}

fn sealed(claims: &Claims) -> String {
    seal(claims, &instance_key(), &Portal::fixed().sealing.public_key())
}

fn good_header() -> Value {
    let key = instance_key();
    json!({"alg": "EdDSA", "typ": TYPE, "kid": key.kid(), "jwk": key.verifying_key().bare_jwk()})
}

/// An honestly signed and sealed message with this header and payload.
fn message(header: &Value, payload: &str) -> String {
    jwe::seal(&jws::sign_raw(header, payload.as_bytes(), &instance_key()), &Portal::fixed().sealing.public_key())
}

/// What comes of claims changed like this.
fn refusal(change: impl FnOnce(&mut Value)) -> InstanceIdRefused {
    let mut claims = serde_json::to_value(claims()).unwrap();
    change(&mut claims);
    open(&message(&good_header(), &claims.to_string()), None, noon()).unwrap_err()
}

#[test]
fn the_portal_reads_what_the_instance_wrote() {
    let text = sealed(&claims());
    assert!((1_200..2_000).contains(&text.len()), "{}", text.len());
    let opened = open(&text, None, noon()).unwrap();
    assert_eq!(opened.claims, claims());
    assert_eq!(opened.key, instance_key().verifying_key());
    assert_eq!(open(&armour(&text), Some(&opened.key), noon()).unwrap(), opened);
}

#[test]
fn the_instance_may_be_looked_up_before_anything_is_believed() {
    let portal = Portal::fixed();
    let decrypted = decrypt(&sealed(&claims()), |kid| portal.key(kid)).unwrap();
    assert_eq!(decrypted.claimed_instance().unwrap(), INSTANCE);
    assert_eq!(decrypted.enclosed_key(), Some(&instance_key().verifying_key()));
}

#[test]
fn unknown_claims_are_ignored_and_what_is_off_may_be_absent() {
    let mut value = serde_json::to_value(claims()).unwrap();
    value["weather"] = json!({"wind": -3});
    for name in ["ack", "update", "daily", "licenses", "service"] {
        value.as_object_mut().unwrap().remove(name);
    }
    let opened = open(&message(&good_header(), &value.to_string()), None, noon()).unwrap();
    assert_eq!((opened.claims.ack, opened.claims.daily, opened.claims.service), (None, Vec::new(), Service::default()));
}

#[test]
fn a_pinned_key_needs_no_enclosed_one() {
    let mut header = good_header();
    header.as_object_mut().unwrap().remove("jwk");
    let text = message(&header, &serde_json::to_string(&claims()).unwrap());
    assert!(open(&text, Some(&instance_key().verifying_key()), noon()).is_ok());
    assert_eq!(open(&text, None, noon()), Err(InstanceIdRefused::NoKey));
}

#[test]
fn another_key_than_the_pinned_one_is_refused_enclosed_or_not() {
    let pinned = SigningKey::generate().verifying_key();
    assert_eq!(open(&sealed(&claims()), Some(&pinned), noon()), Err(InstanceIdRefused::OtherKey));
    // Names the pinned key, but is signed by another.
    let header = json!({"alg": "EdDSA", "typ": TYPE, "kid": pinned.kid()});
    assert_eq!(open(&message(&header, "{}"), Some(&pinned), noon()), Err(InstanceIdRefused::Forged));
}

#[test]
fn before_the_seal_is_off_there_is_one_answer_but_for_what_everybody_sees() {
    let other = seal(&claims(), &instance_key(), &Portal::other().sealing.public_key());
    let good = sealed(&claims());
    let edited = format!("{}{}{}", &good[..700], if &good[700..701] == "A" { "B" } else { "A" }, &good[701..]);
    let signed_only = jws::sign_raw(&good_header(), b"{}", &instance_key());
    let a_token = Portal::fixed().sign(&token(INSTANCE, 1, Vec::new()));
    let table = [
        (InstanceIdRefused::TooLong { limit: 65_536 }, "x".repeat(70_000)),
        (InstanceIdRefused::NotAnInstanceId, "Dear support, here is my instance ID".to_owned()),
        (InstanceIdRefused::NotAnInstanceId, String::new()),
        (InstanceIdRefused::AToken, signed_only),
        (InstanceIdRefused::AToken, a_token),
        (InstanceIdRefused::NotAnInstanceId, good[..400].to_owned()),
        (InstanceIdRefused::OtherPortal, other),
        (InstanceIdRefused::Damaged, good[..good.len() - 20].to_owned() + &"A".repeat(20)),
        (InstanceIdRefused::Damaged, edited),
    ];
    for (expected, text) in table {
        let refused = open(&text, None, noon()).unwrap_err();
        assert_eq!(refused, expected, "{text}");
        let answer = match refused {
            InstanceIdRefused::AToken => "This is not an instance ID of this portal. It is a token: ",
            InstanceIdRefused::TooLong { .. } => {
                "This is not an instance ID of this portal: it is longer than 64 KiB. "
            }
            _ => {
                "This is not an instance ID of this portal. Copy it whole, from BEGIN to END, and check the portal's address on the instance."
            }
        };
        assert!(refused.to_string().starts_with(answer), "{refused}");
    }
}

#[test]
fn every_single_changed_byte_is_refused() {
    let text = sealed(&claims());
    for position in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[position] ^= 1 << (position % 7);
        let changed = String::from_utf8(bytes).unwrap();
        assert!(open(&changed, None, noon()).is_err(), "position {position}");
    }
}

#[test]
fn a_signature_of_another_make_is_not_read() {
    let payload = serde_json::to_string(&claims()).unwrap();
    for (name, value) in [
        ("alg", json!("none")),
        ("alg", json!("HS256")),
        ("alg", json!("ES256")),
        ("crit", json!(["b64"])),
        ("b64", json!(false)),
        ("zip", json!("DEF")),
        ("jku", json!("https://elsewhere.example")),
        ("x5c", json!([])),
        ("typ", json!("JWT")),
        ("kid", json!(null)),
    ] {
        let mut header = good_header();
        header[name] = value.clone();
        assert_eq!(
            open(&message(&header, &payload), None, noon()),
            Err(InstanceIdRefused::Unsigned),
            "{name}: {value}"
        );
    }
}

#[test]
fn an_enclosed_key_of_low_order_or_another_name_is_refused() {
    let mut header = good_header();
    header["jwk"] = json!({"kty": "OKP", "crv": "Ed25519", "x": wire::base64url(&[0; 32])});
    assert_eq!(
        open(&message(&header, "{}"), None, noon()),
        Err(InstanceIdRefused::Key(crate::keys::KeyRefused::LowOrder))
    );
    header["jwk"] = json!({"kty": "EC", "crv": "P-256", "x": "", "y": ""});
    assert_eq!(open(&message(&header, "{}"), None, noon()), Err(InstanceIdRefused::Key(crate::keys::KeyRefused::Kind)));
    let mut header = good_header();
    header["kid"] = json!("another");
    assert_eq!(open(&message(&header, "{}"), None, noon()), Err(InstanceIdRefused::OtherKey));
}

#[test]
fn a_signature_in_its_second_spelling_is_refused() {
    // S + L verifies in a lenient reader: the group order, added to the second half of the signature.
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let text = jws::sign_raw(&good_header(), serde_json::to_string(&claims()).unwrap().as_bytes(), &instance_key());
    let (signed, signature) = text.rsplit_once('.').unwrap();
    let mut signature = wire::from_base64url(signature).unwrap();
    let mut carry = 0;
    for (byte, order) in signature[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        *byte = u8::try_from(sum % 256).unwrap();
        carry = sum / 256;
    }
    let text = format!("{signed}.{}", wire::base64url(&signature));
    let text = jwe::seal(&text, &Portal::fixed().sealing.public_key());
    assert_eq!(open(&text, None, noon()), Err(InstanceIdRefused::Forged));
}

#[test]
fn a_claim_said_twice_is_refused() {
    let payload = serde_json::to_string(&claims()).unwrap().replacen('{', r#"{"seq":43,"#, 1);
    assert!(matches!(open(&message(&good_header(), &payload), None, noon()), Err(InstanceIdRefused::Claims { .. })));
}

#[test]
fn exactly_24_hours_ahead_is_taken_and_a_second_more_is_not() {
    let text = sealed(&claims());
    assert!(open(&text, None, noon() - TimeDelta::hours(24)).is_ok());
    let refused = open(&text, None, noon() - TimeDelta::hours(24) - TimeDelta::seconds(1)).unwrap_err();
    assert_eq!(refused, InstanceIdRefused::Ahead { iat: noon() });
    let said = refused.to_string();
    let begin = "This instance ID is stamped 2026-11-21T12:00:00Z, more than 24 hours ahead: set the instance's clock right and make a new one; ";
    assert!(said.starts_with(begin) && said.ends_with("unlink the old one on the portal."), "{said}");
    assert!(open(&text, None, noon() + TimeDelta::days(3_650)).is_ok(), "an old one is for the sequence to judge");
}

#[test]
fn r35_how_an_update_ended_is_told_and_read() {
    let outcome = Outcome { to: "17.4.3".into(), at: noon(), result: OutcomeResult::Done, detail: None };
    let update = Update { mode: UpdateMode::Patch, last: Some("17.4.3".into()), outcome: Some(outcome) };
    let said = Claims { update, ..claims() };
    assert_eq!(open(&sealed(&said), None, noon()).unwrap().claims, said);
    let written = serde_json::to_value(&said.update).unwrap();
    let outcome = json!({"to": "17.4.3", "at": noon().timestamp(), "result": "done"});
    assert_eq!(written, json!({"mode": "patch", "last": "17.4.3", "outcome": outcome}));
    assert!(serde_json::to_value(Update::default()).unwrap().get("outcome").is_none());
}

#[test]
fn claims_that_cannot_be_true_are_refused_by_name() {
    assert_eq!(
        refusal(|c| c["aud"] = json!("https://other.example")),
        InstanceIdRefused::OtherAudience { aud: "https://other.example".into() }
    );
    assert_eq!(
        refusal(|c| c["users"]["active"] = json!(-1)),
        InstanceIdRefused::Negative { what: "users.active".into() }
    );
    assert_eq!(refusal(|c| c["daily"][1][1] = json!(-7)), InstanceIdRefused::Negative { what: "daily".into() });
    assert_eq!(
        refusal(|c| c["service"]["optional"]["pipelines"] = json!(-0.5)),
        InstanceIdRefused::Negative { what: "service.optional.pipelines".into() }
    );
    assert_eq!(
        refusal(|c| c["users"]["max"] = json!(119)),
        InstanceIdRefused::MaxBelowBillable { max: 119, billable: 120 }
    );
    assert_eq!(refusal(|c| c["ver"] = json!(2)), InstanceIdRefused::Version { ver: 2 });
    assert_eq!(
        refusal(|c| c["daily"][1][0] = json!("2026-11-22")),
        InstanceIdRefused::DayAhead { day: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() }
    );
    assert_eq!(
        refusal(|c| c["users"]["max"] = json!(1_000_000_001_u64)),
        InstanceIdRefused::TooLarge { what: "users", most: MAX_COUNT }
    );
    assert_eq!(
        refusal(|c| c["hostname"] = json!("x".repeat(254))),
        InstanceIdRefused::Text { what: "hostname", most: 253 }
    );
    assert_eq!(refusal(|c| c["version"] = json!("17\n4")), InstanceIdRefused::Text { what: "version", most: 64 });
    let outcome = json!({"to": "17.4.3", "at": noon().timestamp(), "result": "failed", "detail": "exit status 3"});
    let with = |name: &'static str, value| {
        let mut outcome = outcome.clone();
        outcome[name] = value;
        refusal(move |c| c["update"]["outcome"] = outcome)
    };
    assert_eq!(with("to", json!("1".repeat(65))), InstanceIdRefused::Text { what: "update", most: 64 });
    assert_eq!(with("detail", json!("x".repeat(201))), InstanceIdRefused::Text { what: "update", most: 200 });
    assert_eq!(with("detail", json!("\u{1b}[2J")), InstanceIdRefused::Text { what: "update", most: 200 });
    let ahead = with("at", json!(noon().timestamp() + 1));
    assert!(matches!(ahead, InstanceIdRefused::Claims { reason } if reason.starts_with("update: ended")));
    assert!(matches!(with("result", json!("perhaps")), InstanceIdRefused::Claims { .. }));
    assert_eq!(
        refusal(|c| c["licenses"] = json!(vec!["L"; 201])),
        InstanceIdRefused::TooMany { what: "licenses", most: 200 }
    );
    assert_eq!(
        refusal(|c| c["daily"] = json!(vec![json!(["2026-11-20", 1]); 401])),
        InstanceIdRefused::TooMany { what: "daily", most: 400 }
    );
}

#[test]
fn r33_days_counted_before_the_clock_was_set_are_left_out_and_the_rest_accepted() {
    let read = |change: &dyn Fn(&mut Value)| {
        let mut said = serde_json::to_value(claims()).unwrap();
        change(&mut said);
        open(&message(&good_header(), &said.to_string()), None, noon())
    };
    for day in ["1970-01-01", "1999-12-31", "-0003-05-01"] {
        let opened = read(&|c| c["daily"].as_array_mut().unwrap().insert(0, json!([day, 7]))).unwrap();
        assert_eq!(opened.claims, claims(), "{day}");
    }
    let opened = read(&|c| c["daily"] = json!([["2000-01-01", 7]])).unwrap();
    assert_eq!(opened.claims.daily.len(), 1);
    for at in [0, -60_000_000_000_i64] {
        let outcome = json!({"to": "17.4.3", "at": at, "result": "done"});
        assert_eq!(read(&|c| c["update"]["outcome"] = outcome.clone()).unwrap().claims, claims());
    }
    let unset = read(&|c| c["iat"] = json!(180)).unwrap_err();
    assert_eq!(unset, InstanceIdRefused::Unset { iat: "1970-01-01T00:03:00Z".parse().unwrap() });
    assert!(unset.to_string().contains("clock is not set"), "{unset}");
}

#[test]
fn r5_environment_is_read_in_any_spelling_and_an_unknown_one_refused_with_the_list() {
    let read = |given: &str| {
        let mut said = serde_json::to_value(claims()).unwrap();
        said["environment"] = json!(given);
        open(&message(&good_header(), &said.to_string()), None, noon()).map(|opened| opened.claims.environment)
    };
    for given in ["Production", " production ", "PROD"] {
        assert_eq!(read(given).unwrap(), "production");
    }
    assert_eq!(read("Staging").unwrap(), "staging");
    let refused = read("produktion").unwrap_err().to_string();
    assert!(refused.contains("production (the only one that counts), staging, test or development"), "{refused}");
}

#[test]
fn r33_a_host_name_that_is_empty_is_shown_as_unnamed() {
    let mut said = serde_json::to_value(claims()).unwrap();
    said["hostname"] = json!(" ");
    let opened = open(&message(&good_header(), &said.to_string()), None, noon()).unwrap();
    assert_eq!(opened.claims.hostname, "unnamed");
}

#[test]
fn claims_of_another_type_are_refused_with_the_reason() {
    for (name, value) in [
        ("seq", json!("42")),
        ("seq", json!(1.5)),
        ("iss", json!("0192")),
        ("iss", json!(INSTANCE.to_string())),
        ("users", json!([])),
        ("product", json!(null)),
        ("daily", json!([["yesterday", 1]])),
        ("iat", json!(1e30)),
        ("update", json!({"mode": "never"})),
    ] {
        let refused = refusal(|c| c[name] = value.clone());
        assert!(matches!(refused, InstanceIdRefused::Claims { .. }), "{name}: {value}: {refused:?}");
    }
}

#[test]
fn the_same_message_again_gets_the_earlier_answer_and_an_older_one_is_refused() {
    let claims = claims();
    assert_eq!(sequence(None, &claims), Ok(Sequence::Fresh));
    assert_eq!(sequence(Some((41, "any")), &claims), Ok(Sequence::Fresh));
    assert_eq!(sequence(Some((42, &claims.jti)), &claims), Ok(Sequence::Again));
    assert_eq!(sequence(Some((42, "another")), &claims), Err(InstanceIdRefused::Replayed { seq: 42, last: 42 }));
    assert_eq!(sequence(Some((43, &claims.jti)), &claims), Err(InstanceIdRefused::Replayed { seq: 42, last: 43 }));
}
