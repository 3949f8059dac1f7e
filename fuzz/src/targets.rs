//! What each fuzzing target does with its input: shared by `fuzz/fuzz_targets/`, which looks for what breaks it, and `tests/corpus.rs`, which runs
//! it on everything found so far.
//!
//! A target may neither panic nor hold more memory at once than its input's length explains. Whatever is read must also make sense: what a target
//! asserts beyond that stands in its body.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a target that panics has found something"
)]

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64ct::{Base64UrlUnpadded, Encoding};
use chrono::{DateTime, TimeDelta, Utc};
use ed25519_dalek::Signer;
use p256::elliptic_curve::point::AffineCoordinates;
use peak_alloc::PeakAlloc;
use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::clock::Seen;
use seatsync_agent::history;
use seatsync_agent::instance::{Instance, Settings};
use seatsync_agent::instance_id::{
    self, InstanceIdRefused, MAX_COUNT, MAX_DAYS, MAX_LICENSES, Opened, Sequence, Service, Update,
};
use seatsync_agent::keys::{PortalKeys, SealingKey, SigningKey};
use seatsync_agent::license::License;
use seatsync_agent::origin::Origin;
use seatsync_agent::standing::{self, Recorded};
use seatsync_agent::token::{TokenClaims, open_token};
use seatsync_agent::usage::Usage;
use seatsync_agent::version::{Version, is_newer};
use seatsync_agent::wire::MAX_TEXT;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::ids::{AdvisoryId, ProductId};
use crate::domain::reconciliation::version_suffices;
use crate::domain::release::UpdatePolicy;
use crate::domain::release::{Advisory, Affected, Release, Severity, flaws, update};
use crate::release_file::{self as file, MOST_BYTES, ReleaseFile};

// ---------------------------------------------------------------------------------------------------------------------
// Memory
// ---------------------------------------------------------------------------------------------------------------------

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Bytes held at once for each byte of a message, so 10 MiB at 64 KiB. JSON of nothing but small objects takes most, as a map of one member is a
/// node for eleven, and claims are copied once.
pub const HELD_PER_BYTE_OF_A_MESSAGE: usize = 160;
/// The same of a release file, so 16 MiB at 1 MiB; it is read into structs.
pub const HELD_PER_BYTE_OF_A_RELEASE_FILE: usize = 16;
/// The same of a single word somebody typed.
pub const HELD_PER_BYTE_OF_A_WORD: usize = 16;
/// What any input may take: keys, small texts, sentences.
const HELD_ANYWAY: usize = 64 * 1024;

/// The most that was held since the program began, in thousandths of what was allowed.
static CLOSEST: AtomicUsize = AtomicUsize::new(0);

/// Runs the product's code and fails if it holds more than that at once, beyond what was held before. Only one at a time.
pub fn within<T>(most: usize, run: impl FnOnce() -> T) -> T {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let answer = run();
    let held = MEMORY.peak_usage().saturating_sub(before);
    assert!(held <= most, "{held} bytes held at once, more than {most}");
    CLOSEST.fetch_max(held * 1_000 / most, Ordering::Relaxed);
    answer
}

/// How close to its limit memory ever came, in thousandths.
pub fn closest() -> usize {
    CLOSEST.load(Ordering::Relaxed)
}

fn most(text: &str, per_byte: usize, longest: usize) -> usize {
    text.len().min(longest) * per_byte + HELD_ANYWAY
}

fn for_message(text: &str) -> usize {
    most(text, HELD_PER_BYTE_OF_A_MESSAGE, MAX_TEXT)
}

// ---------------------------------------------------------------------------------------------------------------------
// The cast, as in the agent's golden files
// ---------------------------------------------------------------------------------------------------------------------

const PORTAL: &str = "https://portal.vendor.example";
const PRODUCT: &str = "devbox";
const INSTANCE: Uuid = Uuid::from_u128(0x0192_7c2e_7000_7abc_8def_0123_4567_89ab);
const PORTAL_SEALING: [u8; 32] = [7; 32];
const PORTAL_SIGNING: [u8; 32] = [8; 32];
const INSTANCE_SIGNING: [u8; 32] = [9; 32];
const EPHEMERAL: [u8; 32] = [10; 32];
const NONCE: [u8; 12] = [11; 12];

struct Cast {
    sealing: SealingKey,
    sealing_kid: String,
    keys: PortalKeys,
    portal: ed25519_dalek::SigningKey,
    instance: ed25519_dalek::SigningKey,
    cipher: Aes256Gcm,
    /// Headers as they should be: of the seal, of what is in it, of a token.
    seal_header: String,
    instance_header: String,
    token_header: String,
    now: DateTime<Utc>,
}

static CAST: LazyLock<Cast> = LazyLock::new(|| {
    let sealing = SealingKey::from_secret_bytes(&PORTAL_SEALING).unwrap();
    let (signing, instance) =
        (SigningKey::from_secret_bytes(&PORTAL_SIGNING), SigningKey::from_secret_bytes(&INSTANCE_SIGNING));
    let epk = SealingKey::from_secret_bytes(&EPHEMERAL).unwrap().public_key().to_jwk();
    let enclosed = instance.verifying_key().to_jwk();
    Cast {
        keys: PortalKeys::new(vec![sealing.public_key()], vec![signing.verifying_key()]).unwrap(),
        portal: ed25519_dalek::SigningKey::from_bytes(&PORTAL_SIGNING),
        instance: ed25519_dalek::SigningKey::from_bytes(&INSTANCE_SIGNING),
        cipher: cipher(),
        seal_header: json!({
            "alg": "ECDH-ES", "enc": "A256GCM", "kid": sealing.kid(), "cty": "JWT", "typ": "seatsync-instance-id+jwe",
            "epk": {"kty": epk.kty, "crv": epk.crv, "x": epk.x, "y": epk.y},
        })
        .to_string(),
        instance_header: json!({
            "alg": "EdDSA", "typ": "seatsync-instance-id+jwt", "kid": instance.kid(),
            "jwk": {"kty": enclosed.kty, "crv": enclosed.crv, "x": enclosed.x},
        })
        .to_string(),
        token_header: json!({"alg": "EdDSA", "typ": "seatsync-token+jwt", "kid": signing.kid()}).to_string(),
        sealing_kid: sealing.kid(),
        sealing,
        now: "2026-11-21T12:00:00Z".parse().unwrap(),
    }
});

/// What both sides derive of the portal's key and the ephemeral one (RFC 7518 section 4.6.2).
fn cipher() -> Aes256Gcm {
    let key = |bytes: &[u8; 32]| p256::SecretKey::from_slice(bytes).unwrap();
    let portal = p256::ProjectivePoint::from(*key(&PORTAL_SEALING).public_key().as_affine());
    let shared = (portal * *key(&EPHEMERAL).to_nonzero_scalar()).to_affine().x();
    let mut hash = Sha256::new_with_prefix(1_u32.to_be_bytes());
    hash.update(shared);
    hash.update(7_u32.to_be_bytes());
    hash.update("A256GCM");
    hash.update([0; 8]);
    hash.update(256_u32.to_be_bytes());
    Aes256Gcm::new(&hash.finalize())
}

fn base64url(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// An honestly signed message with any header and payload.
fn signed(header: &str, payload: &str, key: &ed25519_dalek::SigningKey) -> String {
    let text = format!("{}.{}", base64url(header.as_bytes()), base64url(payload.as_bytes()));
    let signature = base64url(&key.sign(text.as_bytes()).to_bytes());
    format!("{text}.{signature}")
}

/// An honestly sealed message with any header and content.
fn sealed(header: &str, content: &str) -> String {
    let protected = base64url(header.as_bytes());
    let payload = Payload { msg: content.as_bytes(), aad: protected.as_bytes() };
    let sealed = CAST.cipher.encrypt(&Nonce::from(NONCE), payload).unwrap();
    let (content, tag) = sealed.split_last_chunk::<16>().unwrap();
    format!("{protected}..{}.{}.{}", base64url(&NONCE), base64url(content), base64url(tag))
}

/// The line, or what should stand there if it is empty.
fn or<'a>(line: Option<&'a str>, good: &'a str) -> &'a str {
    line.filter(|line| !line.is_empty()).unwrap_or(good)
}

fn text(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

// ---------------------------------------------------------------------------------------------------------------------
// Targets
// ---------------------------------------------------------------------------------------------------------------------

/// A target under the name of its corpus.
pub type Target = (&'static str, fn(&[u8]));

/// Every one of them.
pub const TARGETS: &[Target] = &[
    ("instance_id", instance_id),
    ("instance_id_parts", instance_id_parts),
    ("token", token),
    ("token_parts", token_parts),
    ("activation_code", activation_code),
    ("version", version),
    ("release_file", release_file),
];

/// A text as it came over the clipboard; then the same as what an honest seal holds, as no change gets through a seal.
pub fn instance_id(data: &[u8]) {
    let text = text(data);
    instance_id_text(&text);
    instance_id_text(&sealed(&CAST.seal_header, &text));
}

/// Lines: header of the seal, header of what is signed, claims. An empty header stands for the right one.
pub fn instance_id_parts(data: &[u8]) {
    let text = text(data);
    let mut lines = text.splitn(3, '\n');
    let (seal, header) = (or(lines.next(), &CAST.seal_header), or(lines.next(), &CAST.instance_header));
    let claims = lines.next().unwrap_or_default();
    instance_id_text(&sealed(seal, &signed(header, claims, &CAST.instance)));
}

fn instance_id_text(text: &str) {
    let read = within(for_message(text), || {
        let key = |kid: &str| (kid == CAST.sealing_kid).then_some(&CAST.sealing);
        let decrypted = instance_id::decrypt(text, key)?;
        let claimed = decrypted.claimed_instance();
        let opened = decrypted.verify(None, PORTAL, CAST.now)?;
        Ok::<_, InstanceIdRefused>((claimed, opened))
    });
    match read {
        Ok((claimed, opened)) => {
            assert_eq!(claimed, Ok(opened.claims.iss), "who it claims to be from is who it is from");
            check_claims(&opened);
        }
        Err(refused) => drop(refused.to_string()),
    }
}

/// What the portal keeps of an instance ID is of the instance's own key, within every limit, and can be written again.
fn check_claims(opened: &Opened) {
    let claims = &opened.claims;
    assert_eq!(opened.key.to_bytes(), CAST.instance.verifying_key().to_bytes());
    assert!(Origin::is_same(&claims.aud, PORTAL));
    assert!(claims.iat <= CAST.now + instance_id::MOST_AHEAD);
    assert!(claims.daily.len() <= MAX_DAYS && claims.licenses.len() <= MAX_LICENSES);
    assert!(claims.daily.iter().all(|(day, count)| *day <= claims.iat.date_naive() && *count <= MAX_COUNT));
    assert!(claims.users.billable <= claims.users.max && claims.users.max <= MAX_COUNT);
    let texts = [&claims.jti, &claims.product, &claims.version, &claims.tier, &claims.environment];
    assert!(texts.into_iter().chain(&claims.code).chain(&claims.licenses).all(|text| text.chars().count() <= 64));
    assert_eq!(instance_id::sequence(Some((claims.seq, &claims.jti)), claims), Ok(Sequence::Again));
    let again = serde_json::from_value(serde_json::to_value(claims).unwrap()).unwrap();
    assert_eq!(*claims, again);
}

/// A text as it came over the clipboard.
pub fn token(data: &[u8]) {
    token_text(&text(data));
}

/// Lines: header, claims; signed by the portal. An empty header stands for the right one.
pub fn token_parts(data: &[u8]) {
    let text = text(data);
    let (header, claims) = text.split_once('\n').unwrap_or(("", &text));
    token_text(&signed(or(Some(header), &CAST.token_header), claims, &CAST.portal));
}

fn token_text(text: &str) {
    match within(for_message(text), || open_token(text, &CAST.keys, INSTANCE, PRODUCT)) {
        Ok(claims) => {
            assert_eq!((claims.sub, claims.aud.as_str()), (INSTANCE, PRODUCT));
            let again: TokenClaims = serde_json::from_value(serde_json::to_value(&claims).unwrap()).unwrap();
            assert_eq!(claims, again);
            // Each license keeps the token that proves it, so many licenses take many times the text.
            if claims.licenses.len() <= MOST_LICENSES_LOADED {
                judge(&claims.licenses);
                load(text, &claims);
            }
        }
        Err(refused) => drop(refused.to_string()),
    }
}

const MOST_LICENSES_LOADED: usize = 8;

/// Whatever terms licenses have, where they stand can be said at every turning point of theirs (R26, R27).
fn judge(licenses: &[License]) {
    let added_at = CAST.now;
    let recorded: Vec<Recorded> =
        licenses.iter().map(|license| Recorded { license: license.clone(), added_at }).collect();
    let instants = licenses.iter().flat_map(|license| {
        let turns = [license.starts_at(), license.ends_at(), license.grace_ends_at()];
        assert!(turns.is_sorted(), "{turns:?}");
        let around = |turn: DateTime<Utc>| [turn.checked_sub_signed(TimeDelta::nanoseconds(1)), Some(turn)];
        turns.into_iter().flat_map(around).flatten()
    });
    for now in instants.chain([DateTime::<Utc>::MIN_UTC, added_at, DateTime::<Utc>::MAX_UTC]) {
        let standing = standing::standing(&recorded, now);
        drop((standing.word(), standing.entitlements("core")));
        assert_eq!(history::history(&recorded, now).len(), recorded.len());
    }
}

/// A new instance takes the token, says so, and takes it once only.
fn load(text: &str, claims: &TokenClaims) {
    let folder = Folder::new();
    let instance = folder.instance();
    let loaded = instance.load_token(text, CAST.now).expect("it was opened before");
    assert_eq!(loaded.notices, claims.notices);
    drop((loaded.to_string(), loaded.standing));
    assert!(instance.load_token(text, CAST.now).is_err(), "a token is taken once");
    let state = instance.state().expect("what was written can be read");
    assert_eq!(state.instance, INSTANCE);
    let ids: BTreeSet<&str> = claims.licenses.iter().map(|license| license.id.as_str()).collect();
    assert_eq!(instance.history(loaded.now).unwrap().len(), ids.len());
}

/// An instance's directory, in memory if this machine has such a place, that goes away.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let path = parent.join(format!("seatsync-fuzz-{}", Uuid::now_v7()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn instance(&self) -> Instance {
        let settings = Settings {
            portal: PORTAL.to_owned(),
            keys: CAST.keys.clone(),
            product: PRODUCT.to_owned(),
            version: "17.4.1".to_owned(),
            free_tier: "core".to_owned(),
            hostname: "git.customer.example".to_owned(),
            environment: "production".to_owned(),
        };
        std::fs::write(self.0.join("key"), base64url(&INSTANCE_SIGNING)).unwrap();
        std::fs::write(self.0.join("state.json"), FRESH_STATE.as_str()).unwrap();
        Instance::open(&self.0, settings).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a first start writes, for the instance of the cast.
static FRESH_STATE: LazyLock<String> = LazyLock::new(|| {
    let blank = json!({
        "instance": INSTANCE, "seq": 0, "seen": Seen::default(), "usage": Usage::default(),
        "service": Service::default(), "update": Update::default(), "licenses": [], "tokens": [], "notices": [],
        "subscription": null
    });
    blank.to_string()
});

/// What a person typed. A code that is read is written in one way only, and reads as itself.
pub fn activation_code(data: &[u8]) {
    let text = text(data);
    let most = most(&text, HELD_PER_BYTE_OF_A_WORD, usize::MAX);
    match within(most, || text.parse::<ActivationCode>()) {
        Ok(code) => {
            assert_eq!(code.as_str().len(), 24);
            assert!(
                code.as_str().bytes().all(|b| b.is_ascii_digit() || (b.is_ascii_uppercase() && !b"ILOU".contains(&b)))
            );
            for written in [code.to_string(), code.as_str().to_owned(), code.as_str().to_lowercase()] {
                assert_eq!(written.parse(), Ok(code.clone()));
            }
            assert!(!format!("{code:?}").contains(code.as_str()));
        }
        Err(refused) => assert!(refused.to_string().len() < 300),
    }
}

/// Lines: up to three versions. Both ways of comparing agree with themselves and, where both can read, with each other.
pub fn version(data: &[u8]) {
    let text = text(data);
    let words: Vec<&str> = text.splitn(3, '\n').collect();
    let most = most(&text, HELD_PER_BYTE_OF_A_WORD, usize::MAX);
    let parsed: Vec<Option<Version>> = within(most, || words.iter().map(|word| Version::parse(word)).collect());
    let is_readable = |word: &str| within(most, || version_suffices(word, word));
    for (a, parsed_a) in words.iter().zip(&parsed) {
        assert_eq!(*parsed_a, Version::parse(&format!(" {a}\t")), "blanks around it do not matter");
        for (b, parsed_b) in words.iter().zip(&parsed) {
            let suffices = version_suffices(a, b);
            let both = is_readable(a) && is_readable(b);
            assert!(!(is_newer(a, b) && is_newer(b, a) && both), "{a:?} and {b:?} are not each after the other");
            assert_eq!(both, parsed_a.is_some() && parsed_b.is_some(), "there is one reader: {a:?}, {b:?}");
            assert_eq!(suffices || version_suffices(b, a), both, "{a:?} and {b:?} compare if both can be read");
            if let (true, false, Some(a), Some(b)) = (both, suffices, parsed_a, parsed_b) {
                assert!(a < b, "{a:?} is below {b:?} by two numbers, so it is by all");
            }
            for c in &words {
                assert!(!(suffices && version_suffices(b, c)) || version_suffices(a, c), "{a:?} {b:?} {c:?}");
            }
            check_range(a, b, words.last().unwrap());
        }
    }
}

/// A flaw from one version up to another is in the first, not in the second, and nobody is told to go back.
fn check_range(from: &str, fixed_in: &str, runs: &str) {
    let read = Version::parse(from).zip(Version::parse(fixed_in));
    let advisory = Advisory {
        id: AdvisoryId(Uuid::nil()),
        product: ProductId(Uuid::nil()),
        name: "A-1".to_owned(),
        severity: Severity::Critical,
        title: "A".to_owned(),
        url: None,
        published_on: CAST.now.date_naive(),
        affected: vec![Affected { from: from.to_owned(), fixed_in: fixed_in.to_owned() }],
    };
    let is_range = read.is_some_and(|(from, fixed)| from < fixed);
    assert_eq!(advisory.fixed_in(from).is_some(), is_range);
    assert_eq!(advisory.fixed_in(fixed_in), None);
    let release = Release { version: from.to_owned(), released_on: CAST.now.date_naive(), notes_url: None };
    check_update(&[release], &[advisory], runs);
}

fn check_update(releases: &[Release], advisories: &[Advisory], runs: &str) {
    let found = flaws(advisories, runs);
    assert_eq!(found.is_some(), Version::parse(runs).is_some(), "of what cannot be read nothing is known");
    assert!(found.iter().flatten().is_sorted_by_key(|flaw| flaw.advisory.severity));
    for is_requested in [false, true] {
        let Some(told) = update(releases, advisories, runs, UpdatePolicy::Warn, is_requested) else { continue };
        let (to, runs) = (Version::parse(&told.to).expect("it was compared"), Version::parse(runs));
        assert!(runs.is_none_or(|runs| runs < to), "{told:?}");
    }
}

/// A vendor's file. What is read holds to its limits, and every range of it says what it should.
pub fn release_file(data: &[u8]) {
    let text = text(data);
    let most = most(&text, HELD_PER_BYTE_OF_A_RELEASE_FILE, MOST_BYTES);
    // On a day before which everything has come out.
    let today = chrono::NaiveDate::MAX;
    match within(most, || file::read(&text, today)) {
        Ok(file) => check_file(&file),
        Err(why) => assert!(!why.is_empty()),
    }
}

fn check_file(file: &ReleaseFile) {
    let ReleaseFile { product, releases, advisories, support } = file;
    assert!(!product.trim().is_empty() && !product.contains(char::is_control));
    let names: BTreeSet<&str> = advisories.iter().map(|advisory| advisory.name.as_str()).collect();
    assert_eq!(names.len(), advisories.len());
    assert!(support.iter().flatten().all(|time| time.answer_minutes > 0));
    assert!(releases.iter().all(|release| Version::parse(&release.version).is_some()));
    for advisory in advisories {
        for Affected { from, fixed_in } in &advisory.affected {
            assert!(advisory.fixed_in(from).is_some(), "{from:?} has it");
            assert!(Version::parse(from) < Version::parse(fixed_in));
        }
    }
    // Each asks every advisory, so a few do.
    let ranges = advisories.iter().flat_map(|advisory| &advisory.affected);
    let ends = ranges.flat_map(|range| [range.from.as_str(), range.fixed_in.as_str()]);
    for runs in ends.chain(releases.iter().map(|release| release.version.as_str())).take(20).chain(["", "17.4.1"]) {
        check_update(releases, advisories, runs);
    }
}
