//! License abuse, one test per attack: what somebody may try with a token, a clock, a key or a message, and that it gains nothing.
//!
//! Random, but the same each time. Each test prints how much it tried; with `MISUSE_TIMES=100` it tries a hundred times as
//! much (optimized, `cargo test --release`, that is a matter of minutes).
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use chrono::{DateTime, TimeDelta, Utc};
use seatsync_agent::instance::{Instance, LoadRefused, Settings};
use seatsync_agent::instance_id::{InstanceIdRefused, decrypt};
use seatsync_agent::keys::{PortalKeys, SigningKey};
use seatsync_agent::pasted;
use seatsync_agent::token::{self, TokenClaims, TokenRefused, open_token};
use seatsync_agent::usage::Counts;
use seatsync_agent::wire::Label;
use support::fake_portal::{FakePortal, Fault};
use support::{Folder, INSTANCE, PORTAL, PRODUCT, Portal, at, license, noon, settings, token};
use uuid::Uuid;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % below
    }

    fn between(&mut self, from: i64, to: i64) -> i64 {
        from + i64::try_from(self.below(usize::try_from(to - from).unwrap())).unwrap()
    }
}

/// So many tries, or as many times that as the environment wants.
fn tries(once: usize) -> usize {
    once * std::env::var("MISUSE_TIMES").map_or(1, |times| times.parse().unwrap())
}

/// Valid tokens for one instance, each with something else in it.
fn valid_tokens(portal: &Portal, count: usize) -> Vec<String> {
    let licenses = |n: u64| (0..n % 3).map(|k| license(&format!("L-{n}-{k}"), "2026-11-21", "2027-11-20", n)).collect();
    (0..u64::try_from(count).unwrap()).map(|n| portal.sign(&token(INSTANCE, n, licenses(n)))).collect()
}

fn accepted(text: &[u8], keys: &PortalKeys) -> bool {
    open_token(&String::from_utf8_lossy(text), keys, INSTANCE, PRODUCT).is_ok()
}

#[test]
fn a_token_with_any_single_bit_flipped_is_refused() {
    let portal = Portal::fixed();
    let (keys, tokens, mut flips) = (portal.keys(), valid_tokens(&portal, tries(10)), 0);
    for text in &tokens {
        assert!(accepted(text.as_bytes(), &keys));
        for bit in 0..text.len() * 8 {
            let mut bytes = text.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(!accepted(&bytes, &keys), "bit {bit} of {text}");
            flips += 1;
        }
    }
    eprintln!("{flips} single-bit flips of {} tokens, 0 accepted", tokens.len());
}

#[test]
fn a_token_mutated_at_random_is_refused_and_nothing_panics() {
    let rounds = tries(100_000);
    let portal = Portal::fixed();
    let (keys, tokens, mut dice) = (portal.keys(), valid_tokens(&portal, 30), Dice(0x5ea7));
    let bare = |text: &[u8]| pasted::read(Label::Token, &String::from_utf8_lossy(text)).ok();
    let originals: Vec<Option<String>> = tokens.iter().map(|text| bare(text.as_bytes())).collect();
    for _ in 0..rounds {
        let mut bytes = tokens[dice.below(tokens.len())].clone().into_bytes();
        for _ in 0..=dice.below(4) {
            if bytes.len() < 2 {
                break;
            }
            let (place, other) = (dice.below(bytes.len()), tokens[dice.below(tokens.len())].as_bytes());
            match dice.below(7) {
                0 => bytes[place] = b"ABCabc019-_."[dice.below(12)],
                1 => bytes.insert(place, b"A.=-_ \n\"\0\xff"[dice.below(10)]),
                2 => drop(bytes.remove(place)),
                3 => bytes.truncate(place.max(1)),
                4 => bytes.swap(place, other.len().min(place) / 2),
                // Head, claims or signature of another valid token.
                5 => {
                    let mut parts: Vec<&[u8]> = bytes.split(|byte| *byte == b'.').collect();
                    let (part, from) = (dice.below(parts.len()), dice.below(3));
                    parts[part] = other.split(|byte| *byte == b'.').nth(from).unwrap();
                    bytes = parts.join(&b'.');
                }
                _ => bytes.extend_from_slice(&other[..dice.below(other.len())]),
            }
        }
        if accepted(&bytes, &keys) {
            let text = bare(&bytes);
            assert!(originals.contains(&text), "{text:?}");
        }
    }
    eprintln!("{rounds} random mutations, 0 accepted but those that only added what a mail client adds");
}

#[test]
fn a_token_of_instance_a_is_refused_on_b() {
    // Each with each other: 22,350 pairs.
    let instances = tries(150 * 150).isqrt();
    let portal = Portal::fixed();
    let keys = portal.keys();
    let ids: Vec<Uuid> = (0..instances).map(|_| Uuid::now_v7()).collect();
    let tokens: Vec<String> =
        ids.iter().map(|id| portal.sign(&token(*id, 1, vec![license("L-1", "2026-11-21", "2027-11-20", 9)]))).collect();
    for (a, text) in ids.iter().zip(&tokens) {
        for b in &ids {
            let answer = open_token(text, &keys, *b, PRODUCT).map(|_| ());
            let expected = if a == b { Ok(()) } else { Err(TokenRefused::OtherInstance { sub: *a }) };
            assert_eq!(answer, expected);
        }
    }
    eprintln!("{} pairs, 0 accepted", instances * (instances - 1));
}

#[test]
fn a_token_for_another_product_or_under_another_header_is_refused() {
    let portal = Portal::fixed();
    let text = portal.sign(&token(INSTANCE, 1, Vec::new()));
    assert!(matches!(open_token(&text, &portal.keys(), INSTANCE, "other"), Err(TokenRefused::OtherProduct { .. })));
    let (_, rest) = text.split_once('.').unwrap();
    let kid = portal.signing.kid();
    for header in [
        r#"{"alg":"none","typ":"seatsync-token+jwt","kid":"KID"}"#,
        r#"{"alg":"HS256","typ":"seatsync-token+jwt","kid":"KID"}"#,
        r#"{"alg":"EdDSA","typ":"JWT","kid":"KID"}"#,
        r#"{"alg":"EdDSA","typ":"seatsync-instance-id+jwt","kid":"KID"}"#,
        r#"{"alg":"EdDSA","typ":"seatsync-token+jwt","kid":"KID","jku":"https://evil.example"}"#,
        r#"{"alg":"EdDSA","typ":"seatsync-token+jwt","kid":"KID","crit":["exp"],"exp":1}"#,
        r#"{"alg":"EdDSA","typ":"seatsync-token+jwt","kid":"someone"}"#,
        r#"{"alg":"EdDSA","typ":"seatsync-token+jwt"}"#,
    ] {
        use base64ct::{Base64UrlUnpadded, Encoding};
        let header = Base64UrlUnpadded::encode_string(header.replace("KID", &kid).as_bytes());
        assert!(!accepted(format!("{header}.{rest}").as_bytes(), &portal.keys()), "{header}");
    }
}

#[test]
fn an_old_token_after_a_newer_one_is_refused_in_whatever_order_they_come() {
    let portal = Portal::fixed();
    let mut dice = Dice(0x01d);
    let mut refused = 0;
    for _ in 0..20 {
        let folder = Folder::in_memory();
        let instance = folder.instance(&portal);
        let tokens: Vec<(u64, String)> =
            (0..30).map(|seq| (seq, portal.sign(&token(instance.id(), seq, Vec::new())))).collect();
        let mut newest = None;
        for _ in 0..60 {
            let (seq, text) = &tokens[dice.below(tokens.len())];
            match instance.load_token(text, noon()) {
                Ok(_) => assert!(newest.replace(*seq).is_none_or(|newest| *seq > newest)),
                Err(LoadRefused::Token(TokenRefused::Older { taken, .. })) => {
                    assert!(Some(taken) == newest && *seq < taken);
                    refused += 1;
                }
                Err(LoadRefused::Token(TokenRefused::Again { .. })) => refused += 1,
                Err(other) => panic!("{other}"),
            }
        }
    }
    eprintln!("{refused} of 1200 loads were of older tokens or of the same again: all refused");
}

/// How much a standing grants: it may only ever fall.
fn rank(instance: &Instance, now: DateTime<Utc>) -> usize {
    let word = instance.standing(now).unwrap().word();
    ["active", "grace", "lapsed"].iter().position(|known| *known == word).unwrap()
}

#[test]
fn r29_a_thousand_walks_of_the_clock_gain_no_time() {
    let walks = tries(1_000);
    let portal = Portal::fixed();
    let mut dice = Dice(0xc10c);
    let mut questions = 0;
    let folder = Folder::in_memory();
    folder.instance(&portal);
    let state = folder.join("state/state.json");
    let fresh = std::fs::read_to_string(&state).unwrap();
    // In force from the 21st of November to the end of the 20th of December, in grace to the end of the 3rd of January.
    let ends = [at("2026-12-21T00:00:00Z"), at("2027-01-04T00:00:00Z")];
    for walk in 0..walks {
        // Everything as it was on the first day, the clock beside the state too: without that an older state gains nothing.
        std::fs::write(&state, &fresh).unwrap();
        std::fs::remove_file(folder.join("state/clock")).ok();
        let mut instance = folder.instance(&portal);
        let license = license("L-1", "2026-11-21", "2026-12-20", 120);
        instance.load_token(&portal.sign(&token(instance.id(), 0, vec![license])), noon()).unwrap();
        let mut furthest = noon();
        for _ in 0..25 {
            let system = match dice.below(4) {
                // Somewhere, or to the minute around an end; both may be forward or back.
                0 => ends[dice.below(2)] + TimeDelta::minutes(dice.between(-1, 2)),
                1 => furthest + TimeDelta::minutes(dice.between(0, 4_000)),
                _ => noon() + TimeDelta::minutes(dice.between(-400 * 1_440, 60 * 1_440)),
            };
            furthest = furthest.max(system);
            let honest = ends.iter().filter(|end| furthest >= **end).count();
            assert_eq!(rank(&instance, system), honest, "walk {walk}: {system}, furthest {furthest}");
            questions += 1;
            if dice.below(5) == 0 {
                instance = folder.instance(&portal);
            }
        }
    }
    eprintln!("{walks} walks, {questions} questions, 0 seconds gained");
}

#[test]
fn r29_r33_a_clock_put_forward_shows_at_the_next_sync_and_cannot_be_hidden() {
    let (folder, portal) = (Folder::in_memory(), Portal::fixed());
    let instance = folder.instance(&portal);
    let future = license("L-1", "2027-04-01", "2028-03-31", 120);
    instance.load_token(&portal.sign(&token(instance.id(), 0, vec![future])), noon()).unwrap();
    assert_eq!(instance.standing(at("2027-04-01T00:00:00Z")).unwrap().word(), "active");
    // Put right again: the early start cannot be undone, and the portal hears of it.
    let text = instance.instance_id(noon(), None).unwrap();
    let read = decrypt(&text, |kid| portal.key(kid)).unwrap().verify(None, PORTAL, noon());
    assert_eq!(read.unwrap_err(), InstanceIdRefused::Ahead { iat: at("2027-04-01T00:00:00Z") });
}

#[test]
fn r26_no_license_starts_a_second_early() {
    let portal = Portal::fixed();
    for (starts_on, midnight) in [
        ("2027-04-01", "2027-04-01T00:00:00Z"),
        ("2028-02-29", "2028-02-29T00:00:00Z"),
        ("2028-03-01", "2028-03-01T00:00:00Z"),
        ("2027-01-01", "2027-01-01T00:00:00Z"),
        ("2027-03-28", "2027-03-28T00:00:00Z"),
        ("2027-10-31", "2027-10-31T00:00:00Z"),
    ] {
        let folder = Folder::in_memory();
        let instance = folder.instance(&portal);
        let future = license("L-1", starts_on, "2030-12-31", 120);
        instance.load_token(&portal.sign(&token(instance.id(), 0, vec![future])), noon()).unwrap();
        for (second, may) in [(-1, false), (0, true), (1, true)] {
            let now = at(midnight) + TimeDelta::seconds(second);
            assert_eq!(instance.permits(now).unwrap().permits("audit"), may, "{now}");
        }
        // Not even a nanosecond.
        let fresh = Folder::in_memory();
        let instance = fresh.instance(&portal);
        let future = license("L-1", starts_on, "2030-12-31", 120);
        instance.load_token(&portal.sign(&token(instance.id(), 0, vec![future])), noon()).unwrap();
        let just_before = at(midnight) - TimeDelta::nanoseconds(1);
        assert!(!instance.permits(just_before).unwrap().permits("audit"));
    }
}

#[test]
fn a_key_rotation_keeps_old_tokens_valid_and_a_retired_key_signs_nothing() {
    let (folder, portal) = (Folder::in_memory(), Portal::fixed());
    let generations: Vec<SigningKey> = (0..4).map(|_| SigningKey::generate()).collect();
    let open = |first: usize| {
        let verifying = generations[first..].iter().rev().map(SigningKey::verifying_key).collect();
        let keys = PortalKeys::new(vec![portal.sealing.public_key()], verifying).unwrap();
        Instance::open(&folder.join("state"), Settings { keys, ..settings(&portal) }).unwrap()
    };
    let with_all = open(0);
    let signed = |generation: usize, seq: u64| {
        let license = license(&format!("L-{generation}"), "2026-11-21", "2027-11-20", 10);
        token::sign(&token(with_all.id(), seq, vec![license]), &generations[generation])
    };
    for generation in 0..4 {
        let seq = u64::try_from(generation).unwrap();
        with_all.load_token(&signed(generation, seq), noon()).unwrap();
    }
    assert_eq!(with_all.history(noon()).unwrap().len(), 4, "each generation's token holds");
    // The first key was stolen: the next version of the product has it no more.
    let without_first = open(1);
    let entries = without_first.history(noon()).unwrap();
    assert_eq!(entries.len(), 3, "its license grants nothing; the others still do: {entries:?}");
    let stolen = without_first.load_token(&signed(0, 9), noon()).unwrap_err();
    assert_eq!(stolen, LoadRefused::Token(TokenRefused::OtherPortal));
    assert!(without_first.load_token(&signed(3, 9), noon()).is_ok());
}

#[test]
fn r33_replayed_and_shuffled_messages_lower_no_recorded_maximum() {
    let shuffles = tries(150);
    let mut dice = Dice(0x5eed);
    let (folder, source) = (Folder::in_memory(), FakePortal::new());
    let instance = folder.instance(&source.portal);
    source.fails(Fault::Cut);
    // Ten days without network; each day's message tells all days so far.
    for day in 0_u64..10 {
        let now = noon() + TimeDelta::days(i64::try_from(day).unwrap());
        let billable = 100 + day * 37 % 11;
        instance.report(Counts { active: billable, inactive: 0, billable }, now).unwrap();
        instance.sync(&source, now, None).unwrap_err();
    }
    let messages = source.sent.borrow().clone();
    let mut deliveries = 0;
    let honest = FakePortal::new();
    for text in &messages {
        assert_eq!(honest.answer(text).status, 200);
    }
    for _ in 0..shuffles {
        let portal = FakePortal::new();
        let (mut newest, mut last) = (None, None);
        for _ in 0..12 {
            let which = dice.below(messages.len());
            let before = portal.days.borrow().clone();
            let answer = portal.answer(&messages[which]);
            deliveries += 1;
            match newest {
                Some(newest) if which < newest => assert_eq!(answer.status, 409),
                Some(newest) if which == newest => assert_eq!(Some(&answer), last.as_ref(), "the earlier answer again"),
                _ => assert_eq!(answer.status, 200),
            }
            if answer.status == 200 {
                (newest, last) = (Some(which), Some(answer));
            }
            let after = portal.days.borrow();
            assert!(before.iter().all(|(day, count)| after[day] >= *count));
        }
        // The newest message arrives in the end, as the instance repeats it: the same days as if nothing had been shuffled.
        portal.answer(&messages[messages.len() - 1]);
        assert_eq!(*portal.days.borrow(), *honest.days.borrow());
    }
    eprintln!("{shuffles} shuffles, {deliveries} deliveries: the same days each time");
}

#[test]
fn r33_a_message_of_another_key_or_for_another_portal_is_refused() {
    let (portal, folder, other) = (Portal::fixed(), Folder::in_memory(), Folder::in_memory());
    let instance = folder.instance(&portal);
    let text = instance.instance_id(noon(), None).unwrap();
    let genuine = decrypt(&text, |kid| portal.key(kid)).unwrap().verify(None, PORTAL, noon()).unwrap();
    // A stranger who knows the identity, but not the key.
    let stranger = other.instance(&portal);
    let state = other.join("state/state.json");
    let written = std::fs::read_to_string(&state).unwrap();
    std::fs::write(&state, written.replace(&stranger.id().to_string(), &instance.id().to_string())).unwrap();
    let forged = other.instance(&portal).instance_id(noon(), None).unwrap();
    let read = decrypt(&forged, |kid| portal.key(kid)).unwrap();
    assert_eq!(read.claimed_instance().unwrap(), instance.id());
    assert_eq!(read.verify(Some(&genuine.key), PORTAL, noon()).unwrap_err(), InstanceIdRefused::OtherKey);
    let elsewhere = Portal::other();
    assert_eq!(decrypt(&text, |kid| elsewhere.key(kid)).unwrap_err(), InstanceIdRefused::OtherPortal);
}

#[test]
fn a_token_with_claims_that_nobody_signed_that_way_grants_nothing() {
    let portal = Portal::fixed();
    let honest: TokenClaims = token(INSTANCE, 1, vec![license("L-1", "2026-11-21", "2027-11-20", 10)]);
    let text = portal.sign(&honest);
    let [head, _, signature] = text.split('.').collect::<Vec<_>>()[..] else { panic!("{text}") };
    let richer = [
        TokenClaims { licenses: vec![license("L-1", "2026-11-21", "2199-11-20", 10)], ..honest.clone() },
        TokenClaims { licenses: vec![license("L-1", "2026-11-21", "2027-11-20", 10_000)], ..honest.clone() },
        TokenClaims { sub: Uuid::now_v7(), ..honest },
    ];
    for claims in richer {
        use base64ct::{Base64UrlUnpadded, Encoding};
        let body = Base64UrlUnpadded::encode_string(&serde_json::to_vec(&claims).unwrap());
        assert_eq!(
            open_token(&format!("{head}.{body}.{signature}"), &portal.keys(), claims.sub, PRODUCT),
            Err(TokenRefused::Forged)
        );
    }
}
