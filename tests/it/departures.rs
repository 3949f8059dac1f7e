//! People whose access is taken: at once, wherever they are signed in, with every link they hold; and who come back.

use seatsync::actions::people::access::{self, Force, Leaving, NewRole, Whom};
use seatsync::actions::people::{self, NewPerson};
use seatsync::actions::{Failure, Refusal, contacts};
use seatsync::domain::access::AccessRefused;
use seatsync::domain::contact::ContactRole;
use seatsync::domain::role::Role;
use seatsync::jobs;
use seatsync::seeds::PASSWORD;
use seatsync::store;
use seatsync::store::contacts::Contact;

use super::commands::Place;
use super::support::{Browser, TestApp};

const ADA: &str = "ada@linden.example";
const BEN: &str = "ben@linden.example";
const SAM: &str = "sam@harbor.example";
const NEW: &str = "seven quiet harbours";

#[track_caller]
fn disable(app: &TestApp, email: &'static str, force: Force) -> Result<bool, Failure> {
    let ctx = app.operator();
    app.write(move |tx| access::disable_person(tx, &ctx, email, force))
}

fn remove(app: &TestApp, email: &'static str, leaving: Leaving, force: Force) -> Result<bool, Failure> {
    let ctx = app.operator();
    app.write(move |tx| access::remove_person(tx, &ctx, Whom { address: email, force }, &leaving))
}

fn account(app: &TestApp, number: &'static str) -> seatsync::domain::account::Account {
    app.read(move |c| store::accounts::find_by_number(c, number)).unwrap()
}

#[track_caller]
fn is_out(browser: &mut Browser) {
    assert!(browser.get("/").assert_status(303).location().starts_with("/sign-in"));
}

#[track_caller]
fn ask(app: &TestApp, email: &str) {
    app.anonymous().submit("/password", "/password", &[("email", email)]).assert_status(200);
}

#[track_caller]
fn refused(done: Result<bool, Failure>) -> AccessRefused {
    match done {
        Err(Failure::Refused(Refusal::Access(refused))) => refused,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_disabled_person_is_signed_out_at_once_and_cannot_get_in_until_enabled() {
    let app = TestApp::spawn().keeping_emails();
    let mut browsers = [app.sign_in(BEN), app.sign_in(BEN)];
    ask(&app, BEN);
    let link = app.email_to(BEN).link(&app.app.config.base_url, "/password/");
    let mut at_the_form = app.anonymous();
    let there = at_the_form.get(&link);
    at_the_form.follow(&there).assert_status(200);
    let token = at_the_form.token();
    ask(&app, BEN);
    app.wait(jobs::answer_resets::answer_due(&app.app.db, &app.app.clock, &app.app.portal())).unwrap();
    assert!(disable(&app, BEN, Force::No).unwrap() && !disable(&app, BEN, Force::No).unwrap());
    assert_eq!(app.audited("person_disabled"), 1);

    browsers.iter_mut().for_each(is_out);
    let chosen = at_the_form.post_bare(&there.location(), &[("csrf", &token), ("new-password", NEW)]);
    chosen.assert_status(410);
    app.anonymous().sign_in(BEN, PASSWORD).assert_status(422);
    app.anonymous().sign_in(BEN, NEW).assert_status(422);
    // The second link was waiting to be sent, and is not; a third is not made.
    ask(&app, BEN);
    assert_eq!(app.read(store::emails::unsent), (0, 1));
    let kept = app.raw().lines("SELECT secret_sealed AS line FROM emails WHERE secret_sealed IS NOT NULL");
    assert!(kept.is_empty(), "{kept:?}");

    let ctx = app.operator();
    assert!(app.write(move |tx| access::enable_person(tx, &ctx, BEN)).unwrap());
    browsers.iter_mut().for_each(is_out);
    app.anonymous().sign_in(BEN, PASSWORD).assert_status(303);
}

#[test]
fn nobody_who_is_disabled_gets_the_accounts_email_as_a_contact_either() {
    let app = TestApp::spawn();
    let (ctx, linden) = (app.ctx(ADA), app.account("A-2001"));
    let ben = Contact::new(ContactRole::Billing, BEN.parse().unwrap(), "Ben".to_owned(), None);
    app.write(move |tx| contacts::add_contact(tx, &ctx, linden, &ben)).unwrap();
    let readers = |app: &TestApp| {
        let (account, role) = (app.account("A-2001"), ContactRole::Billing);
        let readers = app.read(move |c| store::contacts::readers(c, account, role));
        readers.into_iter().map(|reader| reader.email.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert!(readers(&app).contains(&BEN.to_owned()));
    disable(&app, BEN, Force::No).unwrap();
    assert_eq!(readers(&app), [ADA], "the owner reads what nobody else is left to read");
}

#[test]
fn the_last_owner_and_the_last_of_staff_stay_unless_that_is_meant() {
    let app = TestApp::spawn();
    let owner = AccessRefused::LastOwner { account: "A-2001".to_owned() };
    assert_eq!(refused(disable(&app, ADA, Force::No)), owner);
    assert_eq!(refused(remove(&app, ADA, Leaving::Everything, Force::No)), owner);
    let ctx = app.operator();
    let linden = account(&app, "A-2001");
    let lower = app.write(move |tx| {
        access::change_role(
            tx,
            &ctx,
            Whom { address: ADA, force: Force::No },
            NewRole { account: &linden, role: Role::Viewer },
        )
    });
    assert_eq!(refused(lower), owner);
    assert_eq!(refused(disable(&app, SAM, Force::No)), AccessRefused::LastStaff);
    assert_eq!(refused(remove(&app, SAM, Leaving::Staff, Force::No)), AccessRefused::LastStaff);
    assert!(app.dump()["people"].iter().all(|row| !row.contains("disabled")));
    app.sign_in(ADA).get("/").assert_status(200);

    let (ctx, linden) = (app.operator(), account(&app, "A-2001"));
    assert!(
        app.write(move |tx| access::change_role(
            tx,
            &ctx,
            Whom { address: BEN, force: Force::No },
            NewRole { account: &linden, role: Role::Owner }
        ))
        .unwrap()
    );
    assert!(disable(&app, ADA, Force::No).unwrap(), "another owner is left");
    assert_eq!(refused(disable(&app, BEN, Force::No)), owner, "one who can't sign in is none");
    assert!(disable(&app, BEN, Force::Yes).unwrap() && disable(&app, SAM, Force::Yes).unwrap());
}

#[test]
fn another_role_ends_sessions_and_holds_from_the_next_sign_in_on() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    ben.get("/subscriptions/S-1042/renewal-cancellation").assert_status(200);
    let set = |role| {
        let (ctx, linden) = (app.operator(), account(&app, "A-2001"));
        app.write(move |tx| {
            access::change_role(tx, &ctx, Whom { address: BEN, force: Force::No }, NewRole { account: &linden, role })
        })
        .unwrap()
    };
    assert!(set(Role::Viewer) && !set(Role::Viewer));
    is_out(&mut ben);
    app.sign_in(BEN).get("/subscriptions/S-1042/renewal-cancellation").assert_status(403);
    assert_eq!(app.audited("role_changed"), 1);
    let (ctx, nordlicht) = (app.operator(), account(&app, "A-2002"));
    let elsewhere = app.write(move |tx| {
        access::change_role(
            tx,
            &ctx,
            Whom { address: ADA, force: Force::No },
            NewRole { account: &nordlicht, role: Role::Viewer },
        )
    });
    assert_eq!(refused(elsewhere), AccessRefused::NotOn { account: "A-2002".to_owned() });
}

#[test]
fn a_removed_person_loses_access_keeps_their_history_and_can_be_added_again() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    assert!(remove(&app, BEN, Leaving::Account(account(&app, "A-2002")), Force::No).unwrap());
    is_out(&mut ben);
    let mut ben = app.sign_in(BEN);
    ben.get("/subscriptions/S-1042").assert_status(200);
    assert!(remove(&app, BEN, Leaving::Everything, Force::No).unwrap());
    assert!(!remove(&app, BEN, Leaving::Everything, Force::No).unwrap());
    assert_eq!((app.audited("person_removed"), app.audited("person_disabled")), (2, 1));
    is_out(&mut ben);
    app.anonymous().sign_in(BEN, PASSWORD).assert_status(422);
    ask(&app, BEN);
    assert!(app.mailbox().to(BEN).is_empty());
    let ctx = app.operator();
    assert_eq!(refused(app.write(move |tx| access::enable_person(tx, &ctx, BEN))), AccessRefused::Nowhere);

    let (ctx, linden) = (app.operator(), app.account("A-2001"));
    let again = NewPerson {
        email: BEN.parse().unwrap(),
        name: "Somebody".to_owned(),
        language: None,
        is_staff: false,
        password_hash: None,
        memberships: vec![(linden, Role::BillingAdmin)],
    };
    app.write(move |tx| people::add_person(tx, &ctx, &again)).unwrap();
    is_out(&mut ben);
    app.anonymous().sign_in(BEN, PASSWORD).assert_status(422);
    ask(&app, BEN);
    let link = app.email_to(BEN).link(&app.app.config.base_url, "/password/");
    let mut browser = app.anonymous();
    let there = browser.get(&link);
    let form = there.location();
    browser.submit(&form, &form, &[("new-password", NEW)]).assert_status(303);
    browser.get("/subscriptions/S-1042").assert_status(200).assert_says("Ben Okafor");
}

#[test]
fn a_person_is_signed_out_everywhere_and_may_sign_in_again() {
    let app = TestApp::spawn();
    let mut browsers = [app.sign_in(BEN), app.sign_in(BEN)];
    let ctx = app.operator();
    app.write(move |tx| access::end_sessions(tx, &ctx, BEN)).unwrap();
    browsers.iter_mut().for_each(is_out);
    app.sign_in(BEN).get("/").assert_status(200);
    assert_eq!(app.audited("sessions_ended"), 1);
}

#[test]
fn the_commands_say_what_they_did_and_what_they_refuse() {
    let place = Place::new();
    let done = |arguments: &[&str]| {
        let (status, said, complaint) = place.run(arguments);
        assert_eq!(status, Some(0), "{arguments:?}: {complaint}");
        said
    };
    done(&["user", "add", "sam@harbor.example", "--staff"]);
    assert!(place.refused(&["user", "disable", "sam@harbor.example"], 1).contains("say --force"));
    done(&["user", "add", "kim@harbor.example", "--staff"]);
    assert!(done(&["user", "disable", " SAM@harbor.example"]).contains("is disabled"));
    assert!(done(&["user", "disable", "sam@harbor.example"]).contains("nothing was changed"));
    assert!(done(&["user", "list"]).contains("sam@harbor.example: staff, disabled"));
    let said: serde_json::Value =
        serde_json::from_str(&done(&["--json", "user", "enable", "sam@harbor.example"])).unwrap();
    assert_eq!(said["changed"], true);
    done(&["user", "sign-out", "sam@harbor.example"]);
    done(&["user", "remove", "sam@harbor.example"]);
    assert!(place.refused(&["user", "enable", "sam@harbor.example"], 1).contains("`user add`"));
    assert!(done(&["user", "add", "sam@harbor.example", "--staff"]).contains("is added"));
    assert!(done(&["user", "list"]).contains("sam@harbor.example: staff\n"));
    for command in ["disable", "enable", "remove", "sign-out"] {
        let said = place.refused(&["user", command, "nobody@harbor.example"], 1);
        assert!(said.contains("nobody has the address nobody@harbor.example"), "{said}");
    }
    for wrong in [&["user", "disable"] as &[_], &["user", "role", "sam@harbor.example", "--role", "king"]] {
        assert_eq!(place.run(wrong).0, Some(2), "{wrong:?}");
    }
    assert!(place.refused(&["user", "remove", "sam@harbor.example", "--account", "A-1"], 2).contains("no account A-1"));
}
