//! The daemon with a clock of our own: days pass in milliseconds, jump, and stand still.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use seatsync_agent::daemon::{Clock, Daemon, Event, Surroundings};
use seatsync_agent::instance::{Instance, Settings};
use seatsync_agent::instance_id::{Outcome, OutcomeResult, UpdateMode};
use seatsync_agent::schedule::{PATIENCE, RETRIES, Schedule};
use seatsync_agent::token::TokenUpdate;
use seatsync_agent::updates::Updater;
use seatsync_agent::usage::Counts;
use support::fake_clock::FakeClock;
use support::fake_portal::{FakePortal, Fault, problem};
use support::{Folder, at, license, settings, token};

/// An instance, its machine, and all that the daemon said, with the instant.
struct World {
    folder: Folder,
    portal: FakePortal,
    clock: FakeClock,
    daemon: Daemon,
    said: Vec<(DateTime<Utc>, Event)>,
}

impl World {
    fn new(start: &str) -> Self {
        let (folder, portal, clock) = (Folder::new(), FakePortal::new(), FakeClock::new(start));
        Self { folder, portal, clock, daemon: Daemon::new(), said: Vec::new() }
    }

    fn instance(&self) -> Instance {
        self.folder.instance(&self.portal.portal)
    }

    fn runs(&mut self, time: TimeDelta) -> &mut Self {
        self.runs_with(time, None)
    }

    fn runs_with(&mut self, time: TimeDelta, updater: Option<&dyn Updater>) -> &mut Self {
        let instance = self.instance();
        self.clock.allow(time);
        let with = Surroundings { transport: &self.portal, clock: &self.clock, updater };
        let said = &mut self.said;
        self.daemon.run(&instance, with, &mut |event| said.push((with.clock.now(), event)));
        self
    }

    /// When something was sent.
    fn attempts(&self) -> Vec<DateTime<Utc>> {
        let tried = |event: &Event| matches!(event, Event::Synced { .. } | Event::Failed { .. });
        self.said.iter().filter(|(_, event)| tried(event)).map(|(at, _)| *at).collect()
    }

    /// Words of standings, with the instant they were noticed.
    fn standings(&self) -> Vec<(String, &'static str)> {
        let standings = self.said.iter().filter_map(|(at, event)| match event {
            Event::Standing { standing, .. } => Some((at.format("%FT%TZ").to_string(), standing.word())),
            _ => None,
        });
        standings.collect()
    }
}

#[test]
fn r26_a_license_ahead_is_in_force_from_the_first_second_without_network() {
    for (start, starts_on, ends_on, runs) in [
        ("2027-03-31T23:58:30Z", "2027-04-01", "2028-03-31", 120),
        ("2028-02-28T23:59:59Z", "2028-02-29", "2029-02-28", 120),
        ("2028-02-29T23:10:17Z", "2028-03-01", "2029-02-28", 7_200),
        ("2026-12-31T23:59:00Z", "2027-01-01", "2027-12-31", 70),
    ] {
        let mut world = World::new(start);
        world.portal.fails(Fault::Cut);
        let text =
            world.portal.portal.sign(&token(world.instance().id(), 0, vec![license("L-1", starts_on, ends_on, 120)]));
        world.instance().load_token(&text, at(start)).unwrap();
        world.runs(TimeDelta::seconds(runs));
        assert_eq!(
            world.standings(),
            [(start.to_owned(), "upcoming"), (format!("{starts_on}T00:00:00Z"), "active")],
            "{start}"
        );
    }
}

#[test]
fn r26_r27_a_year_passes_and_every_change_is_said_once_in_its_second() {
    let mut world = World::new("2026-11-21T12:00:00Z");
    let licenses =
        vec![license("L-1", "2026-11-22", "2027-11-21", 120), license("L-2", "2027-12-01", "2028-02-29", 120)];
    *world.portal.licenses.borrow_mut() = licenses;
    world.runs(TimeDelta::minutes(3));
    world.portal.fails(Fault::Cut);
    // Most of the time the machine sleeps; some minutes around each midnight that matters, and some that do not, it is awake.
    let midnights = [
        "2026-11-22",
        "2027-04-01",
        "2027-11-21",
        "2027-11-22",
        "2027-12-01",
        "2028-02-29",
        "2028-03-01",
        "2028-03-15",
        "2028-03-16",
    ];
    for midnight in midnights {
        let awake = at(&format!("{midnight}T00:00:00Z")) - TimeDelta::seconds(150);
        world.clock.jump(awake - world.clock.now());
        world.runs(TimeDelta::minutes(5));
    }
    let expected = [
        ("2026-11-21T12:00:00Z", "none"),
        ("2026-11-21T12:00:00Z", "upcoming"),
        ("2026-11-22T00:00:00Z", "active"),
        ("2027-11-22T00:00:00Z", "grace"),
        ("2027-12-01T00:00:00Z", "active"),
        ("2028-03-01T00:00:00Z", "grace"),
        ("2028-03-15T00:00:00Z", "lapsed"),
    ];
    assert_eq!(world.standings(), expected.map(|(at, word)| (at.to_owned(), word)));
}

#[test]
fn r32_a_connected_instance_syncs_once_a_day_in_its_minute() {
    let mut world = World::new("2028-02-26T12:00:00Z");
    world.runs(TimeDelta::days(6));
    let schedule = Schedule::of(world.instance().id());
    let attempts = world.attempts();
    assert_eq!(attempts.len(), 7, "at the start, and six turns: {attempts:?}");
    for pair in attempts.windows(2) {
        assert_eq!(schedule.turn_after(pair[0]), pair[1]);
    }
}

#[test]
fn r32_next_sync_of_the_token_is_honoured_within_bounds() {
    for (wish, next) in [
        (TimeDelta::hours(3), TimeDelta::hours(3)),
        (TimeDelta::seconds(100), TimeDelta::seconds(100)),
        (TimeDelta::days(-100), TimeDelta::minutes(1)),
        (TimeDelta::days(100), TimeDelta::hours(36)),
    ] {
        let mut world = World::new("2026-11-21T12:00:00Z");
        let start = at("2026-11-21T12:00:00Z");
        world.portal.next_sync.set(Some(start + wish));
        // A restart in between does not forget the wish.
        world.runs(TimeDelta::seconds(30)).daemon = Daemon::new();
        world.portal.next_sync.set(None);
        world.runs(TimeDelta::hours(37));
        assert_eq!(world.attempts()[..2], [start, start + next], "{wish}");
    }
}

#[test]
fn r32_a_wish_is_told_by_the_portals_clock_and_waited_for_by_ones_own() {
    // Ahead, its wish lies in the past here; behind, too far in the future.
    for behind in [TimeDelta::hours(23), TimeDelta::hours(-23), TimeDelta::zero()] {
        let mut world = World::new("2026-11-21T12:00:00Z");
        let start = at("2026-11-21T12:00:00Z");
        world.portal.behind.set(behind);
        world.portal.next_sync.set(Some(start - behind + TimeDelta::hours(3)));
        world.runs(TimeDelta::seconds(30)).daemon = Daemon::new();
        world.portal.next_sync.set(None);
        world.runs(TimeDelta::hours(20));
        assert_eq!(world.attempts()[..2], [start, start + TimeDelta::hours(3)], "{behind}");
        assert!(world.attempts().len() <= 3, "{behind}: {:?}", world.attempts());
    }
}

#[test]
fn r33_a_clock_that_is_refused_for_being_ahead_is_no_reason_to_ask_more_often() {
    let mut world = World::new("2028-11-21T12:00:00Z");
    world.portal.fails(Fault::Instead(problem(422, "clock-ahead", "More than 24 hours ahead.")));
    world.runs(TimeDelta::days(3));
    assert!(world.attempts().len() <= 4, "{:?}", world.attempts());
}

#[test]
fn a_clock_that_was_never_set_is_waited_for_and_synced_with_as_soon_as_it_is_right() {
    let mut world = World::new("1970-01-01T00:00:30Z");
    world.runs(TimeDelta::hours(2));
    assert!((2..12).contains(&world.attempts().len()), "backs off as usual: {:?}", world.attempts());
    assert!(world.portal.sent.borrow().is_empty());
    let said = world.said.iter().rev().find_map(|(_, event)| match event {
        Event::Failed { failed, .. } => Some(failed.to_string()),
        _ => None,
    });
    assert!(said.unwrap().contains("so it is not set: set it right"));
    world.clock.jump(at("2026-11-21T12:00:00Z") - world.clock.now());
    world.runs(TimeDelta::minutes(2));
    assert_eq!(world.portal.taken.borrow().len(), 1);
}

#[test]
fn r32_without_network_it_tries_again_over_17_hours_and_then_the_next_day() {
    let mut world = World::new("2026-11-21T12:00:00Z");
    world.portal.fails(Fault::Cut);
    world.runs(TimeDelta::days(2));
    let attempts = world.attempts();
    let first: Vec<TimeDelta> = attempts.iter().take(11).map(|at| *at - attempts[0]).collect();
    let late = first[10] - PATIENCE;
    assert!((TimeDelta::zero()..TimeDelta::seconds(2)).contains(&late), "{first:?}");
    let turn = Schedule::of(world.instance().id()).turn_after(attempts[10]);
    assert_eq!(attempts[11], turn);
    assert!(attempts.len() <= 3 * (1 + usize::try_from(RETRIES).unwrap()), "{}", attempts.len());
}

#[test]
fn r32_r28_five_nights_without_network_and_every_day_arrives_once() {
    let mut world = World::new("2026-11-21T12:00:00Z");
    world.portal.licenses.borrow_mut().push(license("L-1", "2026-11-21", "2027-11-20", 120));
    let mut expected: BTreeMap<NaiveDate, u64> = BTreeMap::new();
    for day in 0_u64..10 {
        let now = world.clock.now();
        let billable = 100 + day * 37 % 11;
        world.instance().report(Counts { active: billable, inactive: 0, billable }, now).unwrap();
        expected.insert(now.date_naive(), billable);
        match day {
            2 | 4 | 6 => world.portal.fails(Fault::AnswerLost),
            3 | 5 => world.portal.fails(Fault::Cut),
            _ => world.portal.heals(),
        }
        world.runs(TimeDelta::days(1));
    }
    assert_eq!(world.standings().len(), 2, "a missed sync takes nothing away: {:?}", world.standings());
    assert_eq!(*world.portal.days.borrow(), expected);
    let taken = world.portal.taken.borrow();
    assert!(taken.iter().map(|claims| claims.seq).is_sorted_by(|a, b| a < b), "no message twice");
}

#[test]
fn r32_a_machine_that_slept_through_its_turn_catches_up_within_a_minute() {
    let mut world = World::new("2026-11-21T12:00:00Z");
    world.runs(TimeDelta::minutes(5));
    // The lid is closed: the time of day goes on, the running time does not.
    world.clock.jump(TimeDelta::hours(60));
    world.runs(TimeDelta::minutes(2));
    let attempts = world.attempts();
    assert_eq!(attempts.len(), 2);
    assert!(attempts[1] - at("2026-11-24T00:05:00Z") <= TimeDelta::minutes(1), "{attempts:?}");
}

#[test]
fn r29_a_clock_that_jumps_causes_neither_silence_nor_a_loop() {
    for days in [-4_000, -1, 1, 366] {
        let mut world = World::new("2026-11-21T12:00:00Z");
        world.runs(TimeDelta::hours(30));
        let before = world.attempts().len();
        world.clock.rests.borrow_mut().clear();
        world.clock.jump(TimeDelta::days(days));
        world.runs(TimeDelta::hours(48));
        let after = world.attempts().len() - before;
        assert!((2..=4).contains(&after), "{days} days: {after} in 48 hours");
        // Back again, as a time server does.
        world.clock.jump(TimeDelta::days(-days));
        world.runs(TimeDelta::hours(48));
        assert!((2..=4).contains(&(world.attempts().len() - before - after)), "{days} days and back");
        let rests = world.clock.rests.borrow();
        let (shortest, longest) = (rests.iter().rev().skip(1).min().unwrap(), rests.iter().max().unwrap());
        assert!(*longest <= Duration::from_secs(60) && *shortest >= Duration::from_millis(100), "{shortest:?}");
        assert!(rests.len() < 96 * 60 + 40, "{}", rests.len());
    }
}

#[test]
fn r29_a_clock_turned_back_brings_no_license_back() {
    let mut world = World::new("2027-11-20T12:00:00Z");
    world.portal.licenses.borrow_mut().push(license("L-1", "2026-11-21", "2027-11-20", 120));
    world.runs(TimeDelta::minutes(2)).clock.jump(TimeDelta::days(20));
    world.runs(TimeDelta::hours(2));
    assert_eq!(world.standings().last().unwrap().1, "lapsed");
    world.clock.jump(TimeDelta::days(-100));
    world.runs(TimeDelta::hours(30));
    world.daemon = Daemon::new();
    world.runs(TimeDelta::hours(30));
    assert!(world.standings().iter().rev().take(2).all(|(_, word)| *word == "lapsed"), "{:?}", world.standings());
}

#[test]
fn what_the_portal_refuses_is_asked_again_the_next_day_only() {
    let mut world = World::new("2026-11-21T12:00:00Z");
    world.portal.says(403, None, "This instance is not linked.");
    world.runs(TimeDelta::days(3));
    assert_eq!(world.attempts().len(), 4);
    assert!(world.said[1].1.to_string().starts_with("This instance is not linked. Next try: 2026-11-2"));
}

#[test]
fn retry_after_is_waited_for() {
    let mut world = World::new("2026-11-21T12:00:00Z");
    world.portal.says(503, Some(5_400), "Maintenance.");
    world.runs(TimeDelta::hours(4));
    let attempts = world.attempts();
    let gaps: Vec<i64> = attempts.windows(2).map(|pair| (pair[1] - pair[0]).num_seconds()).collect();
    assert_eq!(gaps, [5_400, 5_400]);
}

#[test]
fn files_that_cannot_be_used_are_said_once_and_work_goes_on_when_they_can() {
    let mut world = World::new("2026-11-21T12:00:00Z");
    let (instance, path) = (world.instance(), world.folder.join("state/state.json"));
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, "{").unwrap();
    let with = Surroundings { transport: &world.portal, clock: &world.clock, updater: None };
    let events: Vec<Event> = (0..3).flat_map(|_| world.daemon.step(&instance, with)).collect();
    assert!(matches!(events[..], [Event::Files(_)]), "{events:?}");
    std::fs::write(&path, text).unwrap();
    let events = world.daemon.step(&instance, with);
    assert!(matches!(events[..], [Event::Standing { .. }, Event::Synced { .. }]), "{events:?}");
}

/// Notes what it was asked, and does it well or not.
#[derive(Default)]
struct Vendor {
    asked: RefCell<Vec<(String, String)>>,
    answer: Option<&'static str>,
}

impl Updater for Vendor {
    fn install(&self, to: &str, why: &str) -> Result<(), String> {
        self.asked.borrow_mut().push((to.to_owned(), why.to_owned()));
        self.answer.map_or(Ok(()), |reason| Err(reason.to_owned()))
    }
}

fn update(to: &str, why: &str, apply: UpdateMode) -> Option<TokenUpdate> {
    Some(TokenUpdate { to: to.into(), why: why.into(), apply })
}

#[test]
fn r35_an_ordered_update_is_installed_once_and_told_with_the_next_message() {
    for (answer, result) in [(None, OutcomeResult::Done), (Some("exit status 3"), OutcomeResult::Failed)] {
        let (mut world, vendor) = (World::new("2026-11-21T12:00:00Z"), Vendor { answer, ..Vendor::default() });
        world.instance().choose_updates(UpdateMode::Patch).unwrap();
        *world.portal.update.borrow_mut() = update("17.4.3", "security", UpdateMode::Patch);
        world.runs_with(TimeDelta::days(3), Some(&vendor));
        assert_eq!(
            *vendor.asked.borrow(),
            [("17.4.3".to_owned(), "security".to_owned())],
            "the portal asked four times"
        );
        let taken = world.portal.taken.borrow();
        assert_eq!(taken[0].update.outcome, None);
        let at = at("2026-11-21T12:00:00Z");
        let outcome = Outcome { to: "17.4.3".into(), at, result, detail: answer.map(str::to_owned) };
        assert_eq!(taken[1].update.outcome, Some(outcome));
        let installed = answer.is_none().then(|| "17.4.3".to_owned());
        assert_eq!((taken[1].update.mode, &taken[1].update.last), (UpdateMode::Patch, &installed));
    }
}

#[test]
fn r35_an_update_is_run_again_only_when_a_later_token_requests_it() {
    let (mut world, vendor) = (World::new("2026-11-21T12:00:00Z"), Vendor { answer: Some("no"), ..Vendor::default() });
    world.instance().choose_updates(UpdateMode::Patch).unwrap();
    let mut day = |why, to| {
        *world.portal.update.borrow_mut() = update(to, why, UpdateMode::Patch);
        world.runs_with(TimeDelta::days(1), Some(&vendor));
        // A restart asks nobody twice.
        world.daemon = Daemon::new();
        vendor.asked.borrow().len()
    };
    let asked = [
        day("security", "17.4.3"),
        day("security", "17.4.3"),
        day("security", "17.4.4"),
        day("security", "17.4.3"),
        day("security", "17.4.1"),
    ];
    // 17.4.1 is what runs here.
    assert_eq!(asked, [1, 1, 2, 2, 2]);
    assert!(day("requested", "17.4.3") >= 3);
}

#[test]
fn r35_who_only_warns_is_told_and_nothing_is_run() {
    for (mode, apply) in [(UpdateMode::Warn, UpdateMode::Patch), (UpdateMode::Patch, UpdateMode::Warn)] {
        let (mut world, vendor) = (World::new("2026-11-21T12:00:00Z"), Vendor::default());
        world.instance().choose_updates(mode).unwrap();
        *world.portal.update.borrow_mut() = update("17.4.3", "security", apply);
        world.runs_with(TimeDelta::days(2), Some(&vendor));
        assert!(vendor.asked.borrow().is_empty());
        let told = world.said[1].1.to_string();
        assert!(told.contains(" The vendor asks to install version 17.4.3 (security). Next sync: "), "{told}");
    }
}

#[test]
fn r35_an_update_that_a_kill_interrupted_is_not_begun_again_and_says_so() {
    /// As if the machine went down while the command ran: what is on disk at that instant is all that is left.
    struct Killed<'a>(&'a World, RefCell<String>);
    impl Updater for Killed<'_> {
        fn install(&self, _: &str, _: &str) -> Result<(), String> {
            *self.1.borrow_mut() = std::fs::read_to_string(self.0.folder.join("state/state.json")).unwrap();
            Ok(())
        }
    }
    let mut world = World::new("2026-11-21T12:00:00Z");
    let instance = world.instance();
    instance.choose_updates(UpdateMode::Patch).unwrap();
    *world.portal.update.borrow_mut() = update("17.4.3", "security", UpdateMode::Patch);
    instance.sync(&world.portal, world.clock.now(), None).unwrap();
    let killed = Killed(&world, RefCell::default());
    instance.install_update(&killed, &|| world.clock.now()).unwrap();
    let left = killed.1.into_inner();
    std::fs::write(world.folder.join("state/state.json"), left).unwrap();
    let vendor = Vendor::default();
    world.runs_with(TimeDelta::days(2), Some(&vendor));
    assert!(vendor.asked.borrow().is_empty());
    let said = world.portal.taken.borrow()[1].update.clone();
    assert_eq!(said.outcome.unwrap().detail.as_deref(), Some("interrupted"));
    assert_eq!(said.last, None);
    // The product starts as that version: so it was installed, and its own restart was the interruption.
    let settings = Settings { version: "17.4.3".into(), ..settings(&world.portal.portal) };
    let updated = Instance::open(&world.folder.join("state"), settings).unwrap();
    updated.sync(&world.portal, world.clock.now(), None).unwrap();
    assert_eq!(updated.install_update(&vendor, &|| world.clock.now()).unwrap(), None);
    let said = world.portal.taken.borrow().last().unwrap().update.clone();
    let done = Outcome { to: "17.4.3".into(), at: world.clock.now(), result: OutcomeResult::Done, detail: None };
    assert_eq!((said.outcome, said.last.as_deref()), (Some(done), Some("17.4.3")));
    // Told as one thing, not anew with each message.
    updated.sync(&world.portal, world.clock.now() + TimeDelta::days(1), None).unwrap();
    assert_eq!(world.portal.taken.borrow().last().unwrap().update.outcome.as_ref().unwrap().at, world.clock.now());
}

#[test]
fn r35_an_update_that_is_asked_for_is_told_until_its_version_runs() {
    let (mut world, vendor) =
        (World::new("2026-11-21T12:00:00Z"), Vendor { answer: Some("exit status 3"), ..Vendor::default() });
    let asks = "The vendor asks to install version 17.4.3 (security).";
    let shown = |world: &World| world.instance().asked_update().unwrap().map(|asked| asked.to_string());
    assert_eq!(shown(&world), None);
    *world.portal.update.borrow_mut() = update("17.4.3", "security", UpdateMode::Patch);
    world.instance().sync(&world.portal, world.clock.now(), None).unwrap();
    assert_eq!(shown(&world).unwrap(), asks);
    world.instance().choose_updates(UpdateMode::Patch).unwrap();
    assert_eq!(shown(&world).unwrap(), format!("{asks} It is installed with the next sync."));
    struct Looks<'a>(&'a World, RefCell<String>);
    impl Updater for Looks<'_> {
        fn install(&self, _: &str, _: &str) -> Result<(), String> {
            *self.1.borrow_mut() = self.0.instance().asked_update().unwrap().unwrap().to_string();
            Err("exit status 3".into())
        }
    }
    let looks = Looks(&world, RefCell::default());
    world.instance().install_update(&looks, &|| world.clock.now()).unwrap();
    let meanwhile = format!("{asks} That was begun on 2026-11-21 12:00 UTC, and how it ended is not known yet.");
    assert_eq!(looks.1.into_inner(), meanwhile);
    let failed = format!("{asks} Version 17.4.3 could not be installed (exit status 3): install it by hand.");
    assert_eq!(shown(&world).unwrap(), failed);
    world.runs_with(TimeDelta::days(1), Some(&vendor));
    assert_eq!(shown(&world).unwrap(), failed);
    *world.portal.update.borrow_mut() = None;
    world.runs_with(TimeDelta::days(1), Some(&vendor));
    assert_eq!(shown(&world), None, "no longer asked for");
    *world.portal.update.borrow_mut() = update("17.4.1", "security", UpdateMode::Warn);
    world.runs_with(TimeDelta::days(1), Some(&vendor));
    assert_eq!(shown(&world), None, "it runs here");
}

#[test]
fn r28_the_daemon_writes_down_when_it_syncs_next() {
    let mut world = World::new("2026-11-21T12:00:00Z");
    let planned = |world: &World| world.instance().contact(world.clock.now()).unwrap().next_try;
    for fails in [false, true] {
        if fails {
            world.portal.says(503, Some(5_400), "Maintenance.");
        }
        world.runs(TimeDelta::hours(25));
        let said = world.said.iter().rev().find_map(|(_, event)| match event {
            Event::Synced { next, .. } | Event::Failed { next, .. } => Some(*next),
            _ => None,
        });
        assert_eq!(planned(&world), said);
    }
    assert_eq!(world.instance().contact(world.clock.now()).unwrap().failed.unwrap().sentence, "Maintenance.");
}

#[test]
fn r35_what_is_no_version_never_becomes_an_argument() {
    for to in ["--force", "", "../../bin/sh", "99 2", "$(id)", "17.4.3\n", "ä", &"1".repeat(65)] {
        let (mut world, vendor) = (World::new("2026-11-21T12:00:00Z"), Vendor::default());
        world.instance().choose_updates(UpdateMode::Patch).unwrap();
        *world.portal.update.borrow_mut() = update(to, "security", UpdateMode::Patch);
        world.runs_with(TimeDelta::days(2), Some(&vendor));
        assert!(vendor.asked.borrow().is_empty(), "{to}");
        // Told, and in a form the portal takes.
        let told = world.portal.taken.borrow()[1].update.outcome.clone().unwrap();
        assert_eq!(told.detail.as_deref(), Some("not the name of a version"));
    }
}
