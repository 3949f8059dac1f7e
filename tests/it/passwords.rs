//! A new password by email: a link that is looked at as often as one likes, and used once, for ten minutes (ASVS 6.5).

use chrono::TimeDelta;
use seatsync::seeds::PASSWORD;

use super::support::page::{FLASH, PROBLEM};
use super::support::{Browser, Response, TestApp};

const BEN: &str = "ben@linden.example";
const NEW: &str = "seven quiet harbours";

/// Asks for a link and takes it out of the email.
#[track_caller]
fn ask(app: &TestApp) -> String {
    app.anonymous().submit("/password", "/password", &[("email", BEN)]).assert_status(200);
    app.email_to(BEN).link(&app.app.config.base_url, "/password/")
}

/// Follows a link up to the form.
#[track_caller]
fn arrive(app: &TestApp, link: &str) -> (Browser, Response) {
    let mut browser = app.anonymous();
    let there = browser.get(link);
    assert!(there.status == 303 && there.location().starts_with("/password/new/"), "{}: {}", there.asked, there.status);
    let page = browser.follow(&there);
    (browser, page)
}

/// Where the form of the one link is that a browser holds.
#[track_caller]
fn form_of(browser: &Browser) -> String {
    let handle = browser.cookies.keys().find_map(|name| name.strip_prefix("link-")).expect("no link is held");
    format!("/password/new/{handle}")
}

#[track_caller]
fn choose(browser: &mut Browser, password: &str) -> Response {
    let form = form_of(browser);
    browser.submit(&form, &form, &[("new-password", password)])
}

#[test]
fn a_link_by_mail_leads_to_a_new_password() {
    let app = TestApp::spawn();
    let link = ask(&app);
    let (mut browser, page) = arrive(&app, &link);
    page.assert_status(200).assert_says(BEN);
    let done = choose(&mut browser, NEW);
    done.assert_leads_to("/");
    let next = browser.follow(&done);
    next.assert_status(200).assert_says("Ben Okafor");
    assert_eq!(
        next.select(FLASH),
        ["Your password is changed. You are signed in here, and signed out everywhere else."]
    );
    app.anonymous().sign_in(BEN, NEW).assert_status(303);
    app.anonymous().sign_in(BEN, PASSWORD).assert_status(422);
    assert_eq!((app.audited("password_reset_asked"), app.audited("password_changed")), (1, 1));
}

#[test]
fn known_and_unknown_addresses_get_the_same_answer_and_only_one_an_email() {
    let app = TestApp::spawn();
    let masked = |typed: &str| {
        let page = app.anonymous().submit("/password", "/password", &[("email", typed)]);
        page.assert_status(200);
        let tokens = page.attributes("input[name=csrf]", "value");
        tokens.iter().fold(page.text().replace(typed, "TYPED"), |p, t| p.replace(t, "TOKEN"))
    };
    assert_eq!(masked(BEN), masked("nobody@linden.example"));
    let mailbox = app.mailbox();
    assert_eq!((mailbox.to(BEN).len(), mailbox.0.len()), (1, 1));
}

#[test]
fn viewing_a_reset_link_a_hundred_times_does_not_use_it_up() {
    let app = TestApp::spawn();
    let link = ask(&app);
    let before = app.dump();
    for _ in 0..100 {
        arrive(&app, &link).1.assert_status(200);
    }
    assert_eq!(app.dump(), before);
    let (mut browser, _) = arrive(&app, &link);
    choose(&mut browser, NEW).assert_status(303);
}

#[test]
fn a_link_works_once_and_using_one_closes_the_others() {
    let app = TestApp::spawn();
    let (first, second) = (ask(&app), ask(&app));
    assert_ne!(first, second);
    let (mut browser, _) = arrive(&app, &first);
    let mut late = browser.clone();
    let token = late.token();
    choose(&mut browser, NEW).assert_status(303);
    let form = form_of(&late);
    late.post_bare(&form, &[("csrf", &token), ("new-password", "another fine passphrase")]).assert_status(410);
    for link in [&first, &second] {
        arrive(&app, link).1.assert_status(410);
    }
    app.anonymous().sign_in(BEN, NEW).assert_status(303);
}

#[test]
fn a_link_is_dead_from_its_tenth_minute_on() {
    let app = TestApp::spawn();
    let (in_time, late) = (ask(&app), ask(&app));
    app.move_on(TimeDelta::minutes(10) - TimeDelta::microseconds(1));
    let (mut browser, page) = arrive(&app, &late);
    page.assert_status(200);
    app.move_on(TimeDelta::microseconds(1));
    arrive(&app, &late).1.assert_status(410);
    let form = form_of(&browser);
    browser.post(&form, &[("new-password", NEW)]).assert_status(410);
    app.move_on(TimeDelta::microseconds(-1));
    choose(&mut arrive(&app, &in_time).0, NEW).assert_status(303);
}

#[test]
fn a_new_password_ends_every_session_of_the_person_and_no_other() {
    let app = TestApp::spawn();
    let (mut one, mut two, mut vic) = (app.sign_in(BEN), app.sign_in(BEN), app.sign_in("vic@linden.example"));
    let link = ask(&app);
    choose(&mut arrive(&app, &link).0, NEW).assert_status(303);
    one.get("/").assert_leads_to("/sign-in");
    two.get("/").assert_leads_to("/sign-in");
    vic.get("/").assert_status(200);
}

#[test]
fn a_password_that_is_too_weak_is_refused_with_a_sentence_and_the_link_stays() {
    let app = TestApp::spawn();
    let link = ask(&app);
    let (mut browser, _) = arrive(&app, &link);
    let too_long = "x1 y".repeat(300);
    for (password, says) in [
        ("short", "too short"),
        ("password1234", "tried first"),
        (BEN, "no safe password"),
        (too_long.as_str(), "too long"),
        ("", "too short"),
    ] {
        let again = choose(&mut browser, password);
        again.assert_status(422);
        let problems = again.select(PROBLEM);
        assert!(problems.len() == 1 && problems[0].contains(says), "{password:?}: {problems:?}");
    }
    choose(&mut browser, NEW).assert_status(303);
}

#[test]
fn a_wrong_or_missing_secret_is_a_page_that_offers_a_new_link() {
    let app = TestApp::spawn();
    let page = arrive(&app, "/password/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").1;
    page.assert_status(410);
    assert_eq!(page.attribute("main a.button", "href"), "/password");
    app.anonymous().get("/password/new").assert_status(410);
}

#[test]
fn the_sixth_request_of_one_network_within_ten_minutes_must_wait_whoever_is_meant() {
    let app = TestApp::spawn();
    for address in [BEN, "nobody@linden.example"] {
        for _ in 0..5 {
            app.anonymous().submit("/password", "/password", &[("email", address)]).assert_status(200);
        }
        let refused = app.anonymous().submit("/password", "/password", &[("email", address)]);
        refused.assert_status(429);
        assert_eq!(refused.header("retry-after"), Some("600"));
    }
    assert_eq!(app.mailbox().to(BEN).len(), 3, "so many at once");
    app.move_on(TimeDelta::minutes(10));
    app.anonymous().submit("/password", "/password", &[("email", BEN)]).assert_status(200);
    assert_eq!(app.mailbox().to(BEN).len(), 4);
}

#[test]
fn a_password_is_the_same_in_composed_and_decomposed_unicode() {
    let app = TestApp::spawn();
    let link = ask(&app);
    let (mut browser, _) = arrive(&app, &link);
    choose(&mut browser, "Fru\u{308}hling in Zu\u{308}rich").assert_status(303);
    for typed in [
        "Fr\u{fc}hling in Z\u{fc}rich",
        "Fru\u{308}hling in Zu\u{308}rich",
        "Fr\u{fc}hling\u{a0}in\u{2003}Zu\u{308}rich",
    ] {
        app.anonymous().sign_in(BEN, typed).assert_status(303);
    }
    app.anonymous().sign_in(BEN, "Fruhling in Zurich").assert_status(422);
}

#[test]
fn no_secret_stays_in_an_address_or_a_table() {
    let app = TestApp::spawn();
    let link = ask(&app);
    let secret = link.strip_prefix("/password/").unwrap();
    assert!(secret.len() >= 32, "{secret}");
    let (_, page) = arrive(&app, &link);
    assert!(!page.text().contains(secret));
    let found: Vec<String> =
        app.dump().into_iter().filter(|(_, rows)| rows.iter().any(|r| r.contains(secret))).map(|(t, _)| t).collect();
    // The email's row has it sealed until it is sent, and not at all afterwards.
    assert!(found.is_empty(), "{found:?}");
}
