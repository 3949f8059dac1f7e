//! Who gets which of an account's letters: owners say, nobody asks support, and nobody else's are touched. And what a person
//! sees of the letters that were sent to them.

use super::support::page::{FLASH, PROBLEM};
use super::support::{Response, TestApp};

const ADA: &str = "ada@linden.example";
const BEN: &str = "ben@linden.example";
const PAGE: &str = "/account/contacts";

/// The accountant gets billing letters, in German.
fn books() -> [(&'static str, &'static str); 4] {
    [("name", "Books"), ("email", "books@linden.example"), ("language", "de"), ("role-billing", "yes")]
}

#[track_caller]
fn add(app: &TestApp, fields: &[(&str, &str)]) -> Response {
    app.sign_in(ADA).submit(PAGE, PAGE, fields)
}

/// Has an invoice's link mailed; who got it.
#[track_caller]
fn readers(app: &TestApp) -> Vec<String> {
    let (account, subscription) = app.subscription("S-1050");
    let number =
        app.read(move |c| seatsync::store::invoices::of_subscription(c, account, subscription)).remove(0).number;
    app.move_on(chrono::TimeDelta::hours(1));
    let before = app.mailbox().0.len();
    app.sign_in(BEN).post(&format!("/invoices/{number}/links"), &[]).assert_status(303);
    let mut mailbox = app.mailbox();
    mailbox.0.drain(..before);
    mailbox.readers_of("")
}

#[test]
fn a_named_contact_gets_the_letters_in_place_of_the_people_and_once_removed_no_more() {
    let app = TestApp::spawn();
    let mut ada = app.sign_in(ADA);
    ada.get(PAGE).assert_says("Nobody is named. These letters go to Ada Brandt, Ben Okafor.");
    let added = add(&app, &books());
    added.assert_leads_to(PAGE);
    assert_eq!(ada.get(PAGE).select(".rows strong"), ["Books"]);
    assert_eq!(readers(&app), ["books@linden.example"]);
    assert!(app.letter_to("books@linden.example").text().contains("Rechnung"), "in the contact's language");

    let removal = ada.get(PAGE).attribute("form[action$=removal]", "action");
    let removed = ada.submit(PAGE, &removal, &[]);
    removed.assert_leads_to(PAGE);
    assert_eq!(ada.follow(&removed).select(FLASH), ["The contact is removed."]);
    assert_eq!(readers(&app), [ADA, BEN]);
    assert_eq!((app.audited("contact_added"), app.audited("contact_removed")), (1, 1));
    ada.post(&removal, &[("account", "A-2001")]).assert_status(404);
}

#[test]
fn what_is_missing_or_there_already_is_said_and_what_was_typed_is_kept() {
    let app = TestApp::spawn();
    let wrong: [(&str, &str, &str); 3] = [
        ("name", " ", "Type a name."),
        ("email", "books", "Type an email address, like name@example.com"),
        ("role-billing", "", "Choose at least one kind of letter."),
    ];
    for (field, value, sentence) in wrong {
        let typed = books().map(|(name, typed)| if name == field { (name, value) } else { (name, typed) });
        let refused = add(&app, &typed);
        refused.assert_status(422);
        assert_eq!(refused.select(PROBLEM), [sentence]);
        let id = refused.attribute(PROBLEM, "href");
        assert_eq!(refused.select(&format!("[id='{}']", &id[1..])).len(), 1, "{id} leads nowhere");
        if field != "email" {
            assert_eq!(refused.attribute("input[type=email]", "value"), "books@linden.example");
        }
        assert_eq!(refused.attribute("option[selected]", "value"), "de");
    }
    add(&app, &books()).assert_status(303);
    let before = app.dump();
    let twice = add(&app, &books());
    assert_eq!(twice.select(PROBLEM), ["books@linden.example gets these letters already."]);
    assert_eq!(app.dump()["contacts"], before["contacts"]);
}

#[test]
fn only_an_owner_says_who_gets_letters_and_only_of_their_account() {
    let app = TestApp::spawn();
    for other in [BEN, "tess@linden.example", "vic@linden.example"] {
        app.sign_in(other).get(PAGE).assert_status(403);
        let fields: Vec<_> = books().into_iter().chain([("account", "A-2001")]).collect();
        app.sign_in(other).post(PAGE, &fields).assert_status(403);
    }
    add(&app, &books()).assert_status(303);
    let removal = app.sign_in(ADA).get(PAGE).attribute("form[action$=removal]", "action");
    let mut greta = app.sign_in("greta@nordlicht.example");
    for account in ["A-2001", "A-2002", "A-9999"] {
        greta.post(&removal, &[("account", account)]).assert_status(404);
    }
    let fields: Vec<_> = books().into_iter().chain([("account", "A-2001")]).collect();
    greta.post(PAGE, &fields).assert_status(404);
    assert_eq!(app.sign_in(ADA).get(PAGE).select(".rows strong"), ["Books"]);
}

#[test]
fn people_see_what_was_sent_to_them_without_what_opens_something() {
    let app = TestApp::spawn();
    readers(&app);
    let secret = app.letter_to(BEN).link("http://portal.test", "/i/");
    let mut ben = app.sign_in(BEN);
    let list = ben.get("/letters");
    let newest = list.attribute("tbody th a", "href");
    assert!(list.select("tbody th")[0].starts_with("Invoice "), "{:?}", list.select("tbody th"));
    let letter = ben.get(&newest);
    letter.assert_status(200).assert_says("Hello Ben Okafor").assert_says("links and codes that open something");
    assert!(!letter.text().contains(secret.trim_start_matches("/i/")));
    assert!(!letter.text().contains("~secret~"));
    app.sign_in(ADA).get(&newest).assert_status(404);
    app.sign_in("sam@harbor.example").get(&newest).assert_status(404);
    assert_eq!(app.sign_in("vic@linden.example").get("/letters").select("tbody tr").len(), 0);
}
