//! The life of one instance through the library: link, load, renew, restore, and a clock that somebody turned.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use chrono::TimeDelta;
use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::instance::{Instance, LoadRefused, Settings};
use seatsync_agent::instance_id::{Claims, MAX_FIGURE, Service, UpdateMode, decrypt};
use seatsync_agent::keys::PortalKeys;
use seatsync_agent::standing::Standing;
use seatsync_agent::token::{Ack, TokenClaims, TokenRefused};
use seatsync_agent::usage::Counts;
use support::{Folder, PORTAL, Portal, at, day, license, noon, settings, token};

fn counts(billable: u64) -> Counts {
    Counts { active: billable, inactive: 3, billable }
}

fn read(portal: &Portal, text: &str) -> Claims {
    decrypt(text, |kid| portal.key(kid)).unwrap().verify(None, PORTAL, at("2030-01-01T00:00:00Z")).unwrap().claims
}

fn refused(answer: Result<impl Sized, LoadRefused>) -> TokenRefused {
    match answer.map(|_| ()) {
        Err(LoadRefused::Token(reason)) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn an_instance_reports_links_and_gets_its_license() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let instance = folder.instance(&portal);
    instance.report(counts(120), noon()).unwrap();
    instance.report(counts(110), noon()).unwrap();
    let code = ActivationCode::generate();
    let said = read(&portal, &instance.instance_id(noon(), Some(&code)).unwrap());
    assert_eq!((said.iss, said.seq, said.code.as_deref()), (instance.id(), 1, Some(code.as_str())));
    assert_eq!((said.users.billable, said.users.max, said.tier.as_str()), (110, 120, "core"));
    assert_eq!(said.daily, [(day("2026-11-21"), 120)]);
    let mut answer = token(instance.id(), 1, vec![license("L-1", "2026-11-21", "2027-11-20", 120)]);
    answer.ack = Ack { seq: 1, through: Some(day("2026-11-21")) };
    let loaded = instance.load_token(&portal.sign(&answer), noon()).unwrap();
    assert_eq!(
        loaded.to_string(),
        "The token is loaded. License L-1 (premium, 120 seats) is in force through 2027-11-20."
    );
    assert!(instance.permits(noon()).unwrap().permits("audit"));
    let said = read(&portal, &instance.instance_id(noon(), None).unwrap());
    assert_eq!((said.seq, said.code, said.ack, said.licenses), (2, None, Some(answer.jti), vec!["L-1".to_owned()]));
    assert_eq!(said.tier, "premium");
}

#[test]
fn r30_the_same_token_twice_says_when_it_was_loaded_and_changes_nothing() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let instance = folder.instance(&portal);
    let text = portal.sign(&token(instance.id(), 0, vec![license("L-1", "2026-11-21", "2027-11-20", 120)]));
    instance.load_token(&text, noon()).unwrap();
    let before = instance.state().unwrap();
    let reason = refused(instance.load_token(&text, noon() + TimeDelta::hours(1)));
    assert_eq!(reason.to_string(), "This token is on record already: it was loaded on 2026-11-21T12:00:00Z.");
    assert_eq!(instance.state().unwrap(), before);
    // Another token with the same license is taken; the license is on record once.
    let loaded = instance
        .load_token(
            &portal.sign(&token(instance.id(), 0, vec![license("L-1", "2026-11-21", "2027-11-20", 120)])),
            noon(),
        )
        .unwrap();
    assert_eq!(loaded.to_string(), "The token is loaded. License L-1 is on record already.");
    assert_eq!(instance.history(noon()).unwrap().len(), 1);
}

#[test]
fn a_token_that_answers_an_older_message_is_refused_and_an_equal_one_taken() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let instance = folder.instance(&portal);
    instance.load_token(&portal.sign(&token(instance.id(), 7, Vec::new())), noon()).unwrap();
    let before = instance.state().unwrap();
    assert_eq!(
        refused(instance.load_token(&portal.sign(&token(instance.id(), 6, Vec::new())), noon())),
        TokenRefused::Older { seq: 6, taken: 7 }
    );
    assert_eq!(instance.state().unwrap(), before);
    assert!(instance.load_token(&portal.sign(&token(instance.id(), 7, Vec::new())), noon()).is_ok());
}

#[test]
fn forged_foreign_and_damaged_tokens_change_nothing() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let instance = folder.instance(&portal);
    let before = instance.state().unwrap();
    let good = portal.sign(&token(instance.id(), 1, Vec::new()));
    let foreign = portal.sign(&token(support::INSTANCE, 1, Vec::new()));
    let forged = Portal::other().sign(&token(instance.id(), 1, Vec::new()));
    for text in [foreign.as_str(), forged.as_str(), &good[..good.len() - 4], "", "hello"] {
        refused(instance.load_token(text, noon()));
        assert_eq!(instance.state().unwrap(), before, "{text}");
    }
}

#[test]
fn r26_a_license_ahead_is_taken_says_so_and_starts_by_itself() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let instance = folder.instance(&portal);
    let text = portal.sign(&token(instance.id(), 0, vec![license("L-2", "2027-04-01", "2028-03-31", 120)]));
    let loaded = instance.load_token(&text, noon()).unwrap();
    assert_eq!(
        loaded.to_string(),
        "The token is loaded. License L-2 (premium, 120 seats) starts on 2027-04-01 at 00:00 UTC; it unlocks nothing before."
    );
    assert_eq!(instance.standing(at("2027-03-31T23:59:59Z")).unwrap().word(), "upcoming");
    assert!(!instance.permits(at("2027-03-31T23:59:59Z")).unwrap().permits("audit"));
    assert!(instance.permits(at("2027-04-01T00:00:00Z")).unwrap().permits("audit"));
}

#[test]
fn r29_turning_the_clock_back_gains_nothing() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let instance = folder.instance(&portal);
    instance
        .load_token(
            &portal.sign(&token(instance.id(), 0, vec![license("L-1", "2026-11-21", "2026-12-20", 120)])),
            noon(),
        )
        .unwrap();
    let lapsed = Standing::Lapsed { since: at("2027-01-04T00:00:00Z") };
    // A mere question writes the time down, and another process knows it.
    assert_eq!(instance.standing(at("2027-01-04T00:00:00Z")).unwrap(), lapsed);
    assert_eq!(folder.instance(&portal).standing(noon()).unwrap(), lapsed);
    instance.report(counts(4), noon()).unwrap();
    let said = read(&portal, &instance.instance_id(noon(), None).unwrap());
    assert_eq!((said.iat, said.daily), (at("2027-01-04T00:00:00Z"), vec![(day("2027-01-04"), 4)]));
}

#[test]
fn r29_a_clock_that_wanders_gains_not_a_single_day() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let instance = folder.instance(&portal);
    let text = portal.sign(&token(instance.id(), 0, vec![license("L-1", "2026-11-21", "2027-11-20", 120)]));
    instance.load_token(&text, noon()).unwrap();
    let words = ["active", "grace", "lapsed"];
    let (mut furthest, mut reached, mut step) = (noon(), 0, 1_i64);
    for _ in 0..300 {
        // Days from -200 to 500 around the start, in no order.
        step = (step * 7_919 + 13) % 701;
        let system = noon() + TimeDelta::days(step - 200);
        furthest = furthest.max(system);
        let word = instance.standing(system).unwrap().word();
        let now = words.iter().position(|known| *known == word).unwrap();
        assert!(now >= reached, "{system}: {word} after {}", words[reached]);
        assert_eq!(instance.standing(furthest).unwrap().word(), word);
        reached = now;
    }
    assert_eq!(words[reached], "lapsed");
}

#[test]
fn r29_the_time_in_a_token_has_come() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let instance = folder.instance(&portal);
    let text = portal.sign(&token(instance.id(), 0, vec![license("L-1", "2025-01-01", "2025-12-31", 120)]));
    let loaded = instance.load_token(&text, at("2025-06-01T00:00:00Z")).unwrap();
    assert_eq!(loaded.standing, Standing::Lapsed { since: at("2026-01-15T00:00:00Z") });
    assert!(!instance.permits(at("2025-06-01T00:00:00Z")).unwrap().permits("audit"));
}

#[test]
fn days_are_sent_until_the_portal_has_stored_them() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let instance = folder.instance(&portal);
    for (hours, billable) in [(0, 4), (24, 9), (48, 6)] {
        instance.report(counts(billable), noon() + TimeDelta::hours(hours)).unwrap();
    }
    let mut answer = token(instance.id(), 1, Vec::new());
    answer.ack.through = Some(day("2026-11-22"));
    instance.load_token(&portal.sign(&answer), noon()).unwrap();
    let said = read(&portal, &instance.instance_id(noon(), None).unwrap());
    assert_eq!(said.daily, [(day("2026-11-22"), 9), (day("2026-11-23"), 6)]);
}

#[test]
fn an_instance_restored_from_a_backup_goes_on_from_the_number_the_portal_names() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let instance = folder.instance(&portal);
    instance.load_token(&portal.sign(&token(instance.id(), 42, Vec::new())), noon()).unwrap();
    assert_eq!(read(&portal, &instance.instance_id(noon(), None).unwrap()).seq, 43);
}

#[test]
fn r35_r36_update_policy_is_sent_and_optional_service_data_only_when_on() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let instance = folder.instance(&portal);
    let service = Service { operational: [("projects".to_owned(), 3)].into(), optional: None };
    instance.report_service(service.clone()).unwrap();
    instance.choose_updates(UpdateMode::Patch).unwrap();
    let said = read(&portal, &instance.instance_id(noon(), None).unwrap());
    assert_eq!((said.service, said.update.mode), (service, UpdateMode::Patch));
}

#[test]
fn r36_who_handed_nothing_over_has_nothing_to_send_and_did_not_switch_it_off() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let instance = folder.instance(&portal);
    let said = || read(&portal, &instance.instance_id(noon(), None).unwrap()).service;
    let nothing = Service { operational: [].into(), optional: Some([].into()) };
    assert_eq!(said(), nothing);
    // Nor had one whose state was written before there was a mark for it.
    let path = folder.join("state/state.json");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("service_handed_over"), "{text}");
    // Switched off is switched off, though there are no other figures.
    instance.report_service(Service::default()).unwrap();
    assert_eq!(said(), Service::default());
    instance.report_service(nothing.clone()).unwrap();
    assert_eq!(said(), nothing);
    std::fs::write(&path, text.replace("\"operational\": {}", "\"operational\": {\"projects\": 3}")).unwrap();
    assert_eq!(said(), Service { operational: [("projects".to_owned(), 3)].into(), optional: None });
}

#[test]
fn r36_figures_that_pass_the_check_are_those_a_portal_takes() {
    let figures = |count: usize| (0..count).map(|number| (format!("figure {number}"), 1)).collect();
    let named = |name: &str, figure: u64| Service { operational: [(name.to_owned(), figure)].into(), optional: None };
    for (service, refused) in [
        (Service { operational: figures(150), optional: Some([("x".to_owned(), 1)].into()) }, None),
        (Service { operational: figures(200), optional: Some([("x".to_owned(), 1)].into()) }, Some("more than 200")),
        (named(&"ä".repeat(64), MAX_FIGURE), None),
        (named(&"ä".repeat(65), 1), Some("from 1 to 64 characters and no control characters, other than \"ää")),
        (named("a\u{7}b", 1), Some("no control characters, other than \"ab\"")),
        (named("x", MAX_FIGURE + 1), Some("The figure x is above 9007199254740991")),
    ] {
        let (folder, portal) = (Folder::new(), Portal::fixed());
        let instance = folder.instance(&portal);
        instance.report_service(service.clone()).unwrap();
        let text = instance.instance_id(noon(), None).unwrap();
        let taken = decrypt(&text, |kid| portal.key(kid)).unwrap().verify(None, PORTAL, noon());
        assert_eq!(taken.is_ok(), refused.is_none(), "{service:?}: {taken:?}");
        let sentence = service.check().map_err(|reason| reason.to_string()).err().unwrap_or_default();
        assert!(
            sentence.contains(refused.unwrap_or_default()) && sentence.is_empty() == refused.is_none(),
            "{sentence}"
        );
    }
    assert!(named("", 1).check().is_err());
}

#[test]
fn an_instance_opened_again_is_the_same_one() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let first = folder.instance(&portal);
    first.report(counts(5), noon()).unwrap();
    let again = Instance::open(&folder.join("state"), settings(&portal)).unwrap();
    assert_eq!((again.id(), again.state().unwrap()), (first.id(), first.state().unwrap()));
    assert_ne!(Folder::new().instance(&portal).id(), first.id());
}

#[test]
fn many_processes_on_one_directory_never_share_a_number() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    folder.instance(&portal);
    let make = || {
        (0..20)
            .map(|_| read(&portal, &folder.instance(&portal).instance_id(noon(), None).unwrap()).seq)
            .collect::<Vec<_>>()
    };
    let mut numbers: Vec<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(make)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=80).collect::<Vec<u64>>());
}

#[test]
fn a_state_file_somebody_edited_is_named_and_left_alone() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let instance = folder.instance(&portal);
    std::fs::write(folder.join("state/state.json"), "{\"instance\":").unwrap();
    let error = instance.report(counts(1), noon()).unwrap_err().to_string();
    assert!(error.contains("state.json was changed by something else"), "{error}");
    assert_eq!(std::fs::read_to_string(folder.join("state/state.json")).unwrap(), "{\"instance\":");
}

#[test]
fn a_license_written_into_the_state_file_by_hand_grants_nothing() {
    let (folder, portal) = (Folder::new(), Portal::fixed());
    let instance = folder.instance(&portal);
    let text = portal.sign(&token(instance.id(), 0, vec![license("L-1", "2026-11-21", "2027-11-20", 120)]));
    instance.load_token(&text, noon()).unwrap();
    let path = folder.join("state/state.json");
    let state = std::fs::read_to_string(&path).unwrap();
    let foreign =
        Portal::other().sign(&token(instance.id(), 0, vec![license("L-1", "2026-11-21", "2199-11-20", 9_999)]));
    for edited in
        [state.replace(&text, &foreign), state.replace(&text[..40], &text[..39]), state.replace("\"L-1\"", "\"L-9\"")]
    {
        assert_ne!(edited, state);
        std::fs::write(&path, edited).unwrap();
        // Whoever's edit hits the signed time as well is told so, which grants no more.
        assert_eq!(instance.permits(noon()).ok().and_then(|may| may.seats), None);
    }
    std::fs::write(&path, state).unwrap();
    assert_eq!(instance.permits(noon()).unwrap().seats, Some(120));
}

#[test]
fn a_license_on_record_is_proved_by_the_latest_token_that_lists_it() {
    let (folder, old) = (Folder::new(), Portal::fixed());
    let rotated = Portal { signing: Portal::other().signing, sealing: old.sealing.clone() };
    let both = PortalKeys::new(
        vec![old.sealing.public_key()],
        vec![rotated.signing.verifying_key(), old.signing.verifying_key()],
    )
    .unwrap();
    let open = |keys: PortalKeys| Instance::open(&folder.join("state"), Settings { keys, ..settings(&old) }).unwrap();
    let listed = |jti: &str, id| TokenClaims {
        jti: jti.into(),
        ..token(id, 0, vec![license("L-1", "2026-11-21", "2027-11-20", 120)])
    };
    let instance = open(both);
    instance.load_token(&old.sign(&listed("T-1", instance.id())), noon()).unwrap();
    assert!(instance.load_token(&rotated.sign(&listed("T-2", instance.id())), noon()).unwrap().added.is_empty());
    assert_eq!(open(rotated.keys()).standing(noon()).unwrap().word(), "active");
    assert_eq!(open(old.keys()).standing(noon()).unwrap().word(), "none");
}

#[cfg(unix)]
#[test]
fn key_and_state_are_readable_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, portal) = (Folder::new(), Portal::fixed());
    folder.instance(&portal);
    for (name, mode) in [("state", 0o700), ("state/key", 0o600), ("state/state.json", 0o600)] {
        assert_eq!(std::fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o777, mode, "{name}");
    }
}
