//! Days, failures and plans as a page shows them.

use chrono::TimeDelta;

use super::*;
use crate::support::fake_portal::{FakePortal, Fault};
use crate::support::{Folder, at, noon, token};

/// An instance that synced at noon of 21 November.
fn synced() -> (Folder, FakePortal, Instance) {
    let (folder, portal) = (Folder::new(), FakePortal::new());
    let instance = folder.instance(&portal.portal);
    instance.sync(&portal, noon(), None).unwrap();
    (folder, portal, instance)
}

#[test]
fn r28_three_whole_days_without_a_sync_are_a_banner_and_nothing_more() {
    let (_folder, _portal, instance) = synced();
    for (now, missed) in [
        ("2026-11-21T12:00:00Z", 0),
        ("2026-11-22T23:59:59Z", 0),
        ("2026-11-23T00:00:00Z", 1),
        ("2026-11-24T23:59:59Z", 2),
        ("2026-11-25T00:00:00Z", 3),
        ("2026-12-21T00:00:00Z", 29),
    ] {
        let contact = instance.contact(at(now)).unwrap();
        assert_eq!((contact.answered_at, contact.by_sync), (Some(noon()), true));
        assert_eq!((contact.missed_days, contact.banner().is_some()), (missed, missed >= 3), "{now}");
    }
    let shown = instance.contact(at("2026-11-24T12:00:00Z")).unwrap().to_string();
    assert_eq!(shown, "The last sync was on 2026-11-21 12:00 UTC. Days missed since: 2.");
    let shown = instance.contact(at("2026-11-26T12:00:00Z")).unwrap().to_string();
    assert!(
        shown.contains("\nThe vendor's portal has had no sync since 2026-11-21 12:00 UTC: 4 days were missed."),
        "{shown}"
    );
    // A clock turned back by a day hides nothing; one that is further behind than that has a sentence of its own.
    instance.standing(at("2026-11-26T12:00:00Z")).unwrap();
    assert_eq!(instance.contact(at("2026-11-25T12:00:00Z")).unwrap().missed_days, 4);
    assert_eq!(instance.contact(at("2026-11-23T12:00:00Z")).unwrap().missed_days, 1);
}

#[test]
fn r28_of_an_instance_whose_tokens_are_pasted_nobody_expects_a_sync() {
    let (folder, portal) = (Folder::new(), FakePortal::new());
    let instance = folder.instance(&portal.portal);
    let later = noon() + TimeDelta::days(60);
    assert_eq!(instance.contact(later).unwrap().to_string(), "The portal has not answered yet.");
    instance.load_token(&portal.portal.sign(&token(instance.id(), 0, Vec::new())), noon()).unwrap();
    let contact = instance.contact(later).unwrap();
    assert_eq!((contact.by_sync, contact.missed_days, contact.banner()), (false, 0, None));
    assert_eq!(contact.to_string(), "The last token was loaded on 2026-11-21 12:00 UTC.");
}

#[test]
fn why_the_last_sync_failed_is_kept_until_an_answer_comes() {
    let (folder, portal, instance) = synced();
    portal.fails(Fault::Cut);
    let failed = instance.sync(&portal, noon() + TimeDelta::days(1), None).unwrap_err();
    // Another process knows it.
    let contact = folder.instance(&portal.portal).contact(noon() + TimeDelta::days(2)).unwrap();
    assert_eq!(contact.failed, Some(Failure { at: noon() + TimeDelta::days(1), sentence: failed.to_string() }));
    let shown = contact.to_string();
    assert!(
        shown.contains("\nThe last attempt, on 2026-11-22 12:00 UTC, failed: https://portal.vendor.example/"),
        "{shown}"
    );
    portal.says(403, None, "This instance is not linked.");
    instance.sync(&portal, noon() + TimeDelta::days(3), None).unwrap_err();
    assert_eq!(instance.contact(noon()).unwrap().failed.unwrap().sentence, "This instance is not linked.");
    portal.heals();
    instance.sync(&portal, noon() + TimeDelta::days(4), None).unwrap();
    let contact = instance.contact(noon() + TimeDelta::days(4)).unwrap();
    assert_eq!((contact.failed, contact.missed_days), (None, 0));
}

#[test]
fn a_planned_sync_is_said_and_one_that_did_not_come_as_well() {
    let (_folder, portal, instance) = synced();
    let next = noon() + TimeDelta::hours(10);
    instance.note_next_try(next);
    let shown = |now| instance.contact(now).unwrap().to_string();
    assert!(shown(noon()).ends_with("\nNext sync: 2026-11-21 22:00 UTC."), "{}", shown(noon()));
    assert!(!instance.contact(next + TimeDelta::minutes(2)).unwrap().is_overdue);
    let late = shown(next + TimeDelta::minutes(3));
    assert!(
        late.ends_with("\nThe next sync was due on 2026-11-21 22:00 UTC: check that what syncs here is running."),
        "{late}"
    );
    // Somebody else syncs instead: by hand, or from cron.
    instance.sync(&portal, next + TimeDelta::hours(1), None).unwrap();
    assert_eq!(instance.contact(next + TimeDelta::hours(2)).unwrap().next_try, None);
}

#[test]
fn a_state_without_what_was_added_later_is_read() {
    let (folder, portal) = (Folder::new(), FakePortal::new());
    let instance = folder.instance(&portal.portal);
    instance.load_token(&portal.portal.sign(&token(instance.id(), 0, Vec::new())), noon()).unwrap();
    let written = std::fs::read_to_string(folder.join("state/state.json")).unwrap();
    for name in ["failed", "next_try", "asked", "by_sync"] {
        assert!(!written.contains(&format!("\"{name}\"")), "{name} is not written while there is nothing to say");
    }
    let instance = folder.instance(&portal.portal);
    let contact = instance.contact(noon()).unwrap();
    assert_eq!(
        (contact.answered_at, contact.by_sync, contact.failed, contact.next_try),
        (Some(noon()), false, None, None)
    );
    assert!(instance.asked_update().unwrap().is_none());
}
