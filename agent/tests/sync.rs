//! One exchange with a portal, with every fault a network has: nothing is lost, nothing comes twice, and every no is a sentence.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use chrono::TimeDelta;
use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::state::StateDir;
use seatsync_agent::sync::{Answer, SyncFailed};
use seatsync_agent::token::TokenRefused;
use seatsync_agent::usage::Counts;
use support::fake_portal::{FakePortal, Fault, page, problem};
use support::{Folder, Portal, at, day, license, noon, token};

fn counts(billable: u64) -> Counts {
    Counts { active: billable, inactive: 3, billable }
}

#[test]
fn r31_a_code_links_and_a_license_comes_back() {
    let (folder, portal) = (Folder::new(), FakePortal::new());
    portal.licenses.borrow_mut().push(license("L-1", "2026-11-21", "2027-11-20", 120));
    let instance = folder.instance(&portal.portal);
    instance.report(counts(120), noon()).unwrap();
    let code = ActivationCode::generate();
    let synced = instance.sync(&portal, noon(), Some(&code)).unwrap();
    assert_eq!(
        synced.to_string(),
        "The token is loaded. License L-1 (premium, 120 seats) is in force through 2027-11-20."
    );
    assert_eq!(portal.taken.borrow()[0].code.as_deref(), Some(code.as_str()));
    assert!(instance.permits(noon()).unwrap().permits("audit"));
    instance.sync(&portal, noon(), None).unwrap();
    assert_eq!((portal.taken.borrow()[1].seq, portal.taken.borrow()[1].code.clone()), (2, None));
    assert_eq!(instance.state().unwrap().pending, None);
}

#[test]
fn r33_a_message_whose_answer_was_lost_is_resent_unchanged_and_answered_the_same() {
    for fault in [Fault::AnswerLost, Fault::Cut, Fault::Instead(page(503, "")), Fault::Instead(page(200, "<html>"))] {
        let (folder, portal) = (Folder::new(), FakePortal::new());
        let code = ActivationCode::generate();
        portal.fails(fault.clone());
        for minutes in 0..3 {
            // Another process each time: what is on its way is on disk.
            let again = folder.instance(&portal.portal);
            again.sync(&portal, noon() + TimeDelta::minutes(minutes), Some(&code)).unwrap_err();
        }
        portal.heals();
        let synced = folder.instance(&portal.portal).sync(&portal, noon() + TimeDelta::hours(1), Some(&code)).unwrap();
        let sent = portal.sent.borrow();
        assert!(sent.len() == 4 && sent.iter().all(|text| *text == sent[0]), "{fault:?}");
        assert_eq!((synced.seq, portal.taken.borrow().len()), (1, 1), "{fault:?}");
    }
}

#[test]
fn a_message_that_is_no_longer_true_is_not_sent_again() {
    let (folder, portal) = (Folder::new(), FakePortal::new());
    let instance = folder.instance(&portal.portal);
    let (first, second) = (ActivationCode::generate(), ActivationCode::generate());
    portal.fails(Fault::AnswerLost);
    let mut seqs = Vec::new();
    let mut send = |now, code| {
        instance.sync(&portal, now, code).unwrap_err();
        seqs.push(instance.state().unwrap().seq);
    };
    send(noon(), None);
    send(noon(), Some(&first));
    send(noon(), Some(&second));
    send(noon(), Some(&second));
    instance.report(counts(9), noon()).unwrap();
    send(noon(), Some(&second));
    send(noon() + TimeDelta::days(1), Some(&second));
    // Somebody made a newer one to paste: the older one would be refused as replayed.
    instance.instance_id(noon() + TimeDelta::days(1), None).unwrap();
    send(noon() + TimeDelta::days(1), Some(&second));
    assert_eq!(seqs, [1, 2, 3, 3, 4, 5, 7]);
    let written = std::fs::read_to_string(folder.join("state/state.json")).unwrap();
    assert!(!written.contains(second.as_str()), "the code is nowhere in the clear");
    portal.heals();
    instance.sync(&portal, noon() + TimeDelta::days(1), Some(&second)).unwrap();
}

#[test]
fn an_answer_that_was_pasted_ends_the_message_on_its_way() {
    let (folder, portal) = (Folder::new(), FakePortal::new());
    let instance = folder.instance(&portal.portal);
    portal.fails(Fault::Cut);
    instance.sync(&portal, noon(), None).unwrap_err();
    instance.load_token(&portal.portal.sign(&token(instance.id(), 1, Vec::new())), noon()).unwrap();
    assert_eq!(instance.state().unwrap().pending, None);
}

#[test]
fn an_answer_that_another_process_took_meanwhile_is_no_failure() {
    struct Twice<'a>(&'a FakePortal, &'a Folder);
    impl seatsync_agent::sync::Transport for Twice<'_> {
        fn post(&self, url: &str, body: &str) -> Result<Answer, seatsync_agent::sync::TransportError> {
            let answer = self.0.post(url, body);
            self.1.instance(&self.0.portal).sync(self.0, noon(), None).unwrap();
            answer
        }
    }
    let (folder, portal) = (Folder::new(), FakePortal::new());
    let synced = folder.instance(&portal.portal).sync(&Twice(&portal, &folder), noon(), None).unwrap();
    assert_eq!((synced.loaded.clone(), portal.taken.borrow().len()), (None, 1));
    assert_eq!(synced.to_string(), "The portal's answer is on record already.");
}

#[test]
fn r33_what_the_portal_refuses_is_said_in_its_words_and_not_sent_again() {
    for (status, body) in
        [(400, "a"), (401, "b"), (403, "c"), (404, "d"), (409, "e"), (410, "f"), (413, "g"), (422, "h")]
    {
        let (folder, portal) = (Folder::new(), FakePortal::new());
        let instance = folder.instance(&portal.portal);
        portal.says(status, None, body);
        let failed = instance.sync(&portal, noon(), None).unwrap_err();
        let kind = "urn:seatsync:problem:test".to_owned();
        assert_eq!(failed, SyncFailed::Refused { status, kind, sentence: body.into() });
        assert_eq!(instance.state().unwrap().pending, None);
        portal.heals();
        assert_eq!(instance.sync(&portal, noon(), None).unwrap().seq, 2);
    }
}

#[test]
fn r29_r33_who_is_refused_because_the_clock_once_ran_ahead_is_told_the_way_out() {
    let (folder, portal) = (Folder::new(), FakePortal::new());
    let instance = folder.instance(&portal.portal);
    let way_out = "the way out is a fresh state directory, linked again with the activation code";
    let refused = |kind: &str, now| {
        portal.fails(Fault::Instead(problem(422, kind, "More than 24 hours ahead.")));
        instance.sync(&portal, now, None).unwrap_err().to_string()
    };
    assert_eq!(
        refused("clock-ahead", noon()),
        "More than 24 hours ahead.",
        "the clock runs ahead now: as the portal says"
    );
    instance.standing(noon() + TimeDelta::days(365)).unwrap();
    let said = refused("clock-ahead", noon());
    assert!(said.starts_with("More than 24 hours ahead. This machine's clock is 365 days behind "), "{said}");
    assert!(said.contains(way_out) && said.contains("2027-11-20 12:00 UTC"), "{said}");
    assert_eq!(refused("claims", noon()), "More than 24 hours ahead.", "for another reason");
    assert!(instance.state().unwrap().pending.is_none());
}

#[test]
fn what_the_portal_cannot_answer_now_is_said_and_stays_on_its_way() {
    for (status, retry_after) in
        [(408, None), (425, None), (429, Some(90)), (500, None), (502, None), (503, Some(3_600))]
    {
        let (folder, portal) = (Folder::new(), FakePortal::new());
        let instance = folder.instance(&portal.portal);
        portal.says(status, retry_after, "Not now.");
        let failed = instance.sync(&portal, noon(), None).unwrap_err();
        assert_eq!(failed.to_string(), "Not now.");
        let SyncFailed::Later { status: said, .. } = failed else { panic!("{failed:?}") };
        assert_eq!((said, failed.retry_after().map(|wait| wait.num_seconds().unsigned_abs())), (status, retry_after));
        assert!(instance.state().unwrap().pending.is_some());
    }
    let (folder, portal) = (Folder::new(), FakePortal::new());
    portal.says(503, Some(u64::MAX), "Never.");
    let failed = folder.instance(&portal.portal).sync(&portal, noon(), None).unwrap_err();
    assert_eq!(failed.retry_after(), Some(TimeDelta::MAX));
}

#[test]
fn an_answer_that_is_not_the_portals_is_explained_and_changes_nothing() {
    let long = "x".repeat(70_000);
    let (folder, portal) = (Folder::new(), FakePortal::new());
    let instance = folder.instance(&portal.portal);
    let foreign = portal.portal.sign(&token(support::INSTANCE, 1, Vec::new()));
    let forged = Portal::other().sign(&token(instance.id(), 1, Vec::new()));
    let text = |body: &str| Answer { content_type: "text/plain".into(), ..page(200, body) };
    for (answer, start) in [
        (page(200, "<html>Please sign in</html>"), "What answered is not the portal, or something in between changed"),
        (text(""), "What answered is not the portal"),
        (text(&long), "What answered is not the portal"),
        (text(&foreign), "What answered is not the portal"),
        (text(&forged), "What answered is not the portal"),
        (page(302, ""), "The answer was a redirect (302), which is not followed: "),
        (page(204, ""), "The portal cannot answer now (204): try again later."),
        (page(502, "<html>Bad gateway</html>"), "The portal cannot answer now (502): try again later."),
        // Whatever says no is not the portal, whose refusals are problem documents: tried again.
        (page(403, "<html>Blocked</html>"), "The portal cannot answer now (403): try again later."),
        (Answer { body: "{".into(), ..problem(403, "x", "y") }, "The portal cannot answer now (403): try again later."),
        (Answer { body: "[]".into(), ..problem(503, "x", "y") }, "The portal cannot answer now (503)"),
        (Answer { body: "{\"detail\":7}".into(), ..problem(503, "x", "y") }, "The portal cannot answer now (503)"),
        (problem(403, "x", ""), "No."),
        (problem(403, "x", &long), "The portal cannot answer now (403): try again later."),
    ] {
        portal.fails(Fault::Instead(answer.clone()));
        let failed = instance.sync(&portal, noon(), None).unwrap_err().to_string();
        assert!(failed.starts_with(start) && failed.len() < 600, "{answer:?}: {failed}");
        assert_eq!(instance.standing(noon()).unwrap().word(), "none");
    }
    portal.fails(Fault::Instead(text(&long)));
    let failed = instance.sync(&portal, noon(), None).unwrap_err();
    assert_eq!(failed, SyncFailed::NoToken(TokenRefused::TooLong { limit: 65_536 }));
    portal.fails(Fault::Cut);
    assert_eq!(
        instance.sync(&portal, noon(), None).unwrap_err().to_string(),
        "https://portal.vendor.example/api/v1/sync cannot be reached (connection refused): check network, proxy and \
         certificates, or carry the instance ID by clipboard."
    );
}

#[test]
fn a_sentence_of_the_portal_moves_no_cursor_and_is_no_novel() {
    let (folder, portal) = (Folder::new(), FakePortal::new());
    let instance = folder.instance(&portal.portal);
    portal.says(403, None, "\u{1b}[2JGone.\r\nsudo \u{202e}rm\u{0} -rf\u{9b}");
    let shown = instance.sync(&portal, noon(), None).unwrap_err().to_string();
    assert_eq!(shown, "[2JGone.  sudo rm -rf");
    portal.says(403, None, &"ä".repeat(5_000));
    assert_eq!(instance.sync(&portal, noon(), None).unwrap_err().to_string(), "ä".repeat(500));
}

#[test]
fn r28_r32_five_nights_without_network_lose_no_day_and_tell_none_twice() {
    let (folder, portal) = (Folder::new(), FakePortal::new());
    portal.licenses.borrow_mut().push(license("L-1", "2026-11-21", "2027-11-20", 120));
    let instance = folder.instance(&portal.portal);
    let mut expected = std::collections::BTreeMap::new();
    for night in 0_u32..12 {
        let now = noon() + TimeDelta::days(night.into());
        let billable = 100 + u64::from(night * 37 % 11);
        instance.report(counts(billable), now).unwrap();
        expected.insert(now.date_naive(), billable);
        match night {
            3..8 if night % 2 == 0 => portal.fails(Fault::AnswerLost),
            3..8 => portal.fails(Fault::Cut),
            _ => portal.heals(),
        }
        for hour in 0..3 {
            let synced = instance.sync(&portal, now + TimeDelta::hours(hour), None);
            assert_eq!(synced.is_ok(), !(3..8).contains(&night), "night {night}");
            assert_eq!(instance.standing(now).unwrap().word(), "active");
        }
    }
    assert_eq!(*portal.days.borrow(), expected);
    let taken = portal.taken.borrow();
    let seqs: Vec<u64> = taken.iter().map(|claims| claims.seq).collect();
    assert!(seqs.is_sorted_by(|a, b| a < b), "{seqs:?}");
    // The message after the outage tells each day of it once; only the last acknowledged day, which may have grown, comes again.
    let after = taken.iter().find(|claims| claims.iat == noon() + TimeDelta::days(8)).unwrap();
    let days: Vec<_> = after.daily.iter().map(|(day, _)| day.to_string()).collect();
    assert_eq!(
        days,
        ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"]
    );
}

#[test]
fn a_state_written_before_there_was_a_network_is_read() {
    let (folder, portal) = (Folder::new(), FakePortal::new());
    let instance = folder.instance(&portal.portal);
    instance.report(counts(4), noon()).unwrap();
    let path = folder.join("state/state.json");
    let mut old: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    for name in ["pending", "next_sync", "order", "begun"] {
        assert!(old.get(name).is_none(), "{name} is not written while there is nothing to say");
    }
    old["update"].as_object_mut().unwrap().remove("outcome");
    StateDir::open(&folder.join("state")).unwrap().write("state.json", &old.to_string()).unwrap();
    assert_eq!(instance.sync(&portal, noon(), None).unwrap().seq, 1);
    assert_eq!(portal.days.borrow()[&day("2026-11-21")], 4);
}

#[test]
fn r29_the_portals_time_is_learned_from_an_answer() {
    let (folder, portal) = (Folder::new(), FakePortal::new());
    let instance = folder.instance(&portal.portal);
    instance.sync(&portal, at("2026-11-21T12:00:00Z"), None).unwrap();
    instance.sync(&portal, at("2026-01-01T00:00:00Z"), None).unwrap();
    assert_eq!(portal.taken.borrow()[1].iat, at("2026-11-21T12:00:00Z"));
}
