//! Who gets which of an account's emails: owners say, nobody asks support, and nobody else's are touched. And what a person
//! sees of the emails that were sent to them.

use super::support::page::{FLASH, PROBLEM};
use super::support::{Response, TestApp};

const ADA: &str = "ada@linden.example";
const BEN: &str = "ben@linden.example";
const PAGE: &str = "/account/contacts";

/// The accountant gets billing emails, in German.
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
fn a_contact_gets_the_emails_in_place_of_the_people_until_removed() {
    let app = TestApp::spawn();
    let mut ada = app.sign_in(ADA);
    ada.get(PAGE).assert_says("Nobody is named. These emails go to Ada Brandt, Ben Okafor.");
    let added = add(&app, &books());
    added.assert_leads_to(PAGE);
    assert_eq!(ada.get(PAGE).select(".rows strong"), ["Books"]);
    ada.get(PAGE)
        .assert_says("Not confirmed yet")
        .assert_says("Until an address is confirmed, these emails go to Ada Brandt");
    assert_eq!(readers(&app), [ADA, BEN], "nobody is written to who never agreed");
    let link = app.email_to("books@linden.example").link("http://portal.test", "/contacts/confirmation/");
    let mut books = app.anonymous();
    let page = books.get(&link);
    page.assert_status(200).assert_says("Linden").assert_says("books@linden.example");
    assert_eq!(readers(&app), [ADA, BEN], "a mail scanner confirms nothing");
    for _ in 0..2 {
        books.submit(&link, &link, &[]).assert_status(200).assert_says("The address is confirmed");
    }
    assert_eq!(app.audited("contact_confirmed"), 1);
    assert_eq!(readers(&app), ["books@linden.example"]);
    assert!(app.email_to("books@linden.example").text().contains("Rechnung"), "in the contact's language");

    let mut ada = app.sign_in(ADA);
    let removal = ada.get(PAGE).attribute("form[action$=removal]", "action");
    let removed = ada.submit(PAGE, &removal, &[]);
    removed.assert_leads_to(PAGE);
    assert_eq!(ada.follow(&removed).select(FLASH), ["The contact is removed."]);
    assert_eq!(readers(&app), [ADA, BEN]);
    assert_eq!((app.audited("contact_added"), app.audited("contact_removed")), (1, 1));
    books.get(&link).assert_status(200);
    books.submit(&link, &link, &[]).assert_status(410);
    ada.post(&removal, &[("account", "A-2001")]).assert_status(404);
}

#[test]
fn what_is_missing_or_there_already_is_said_and_what_was_typed_is_kept() {
    let app = TestApp::spawn();
    let wrong: [(&str, &str, &str); 3] = [
        ("name", " ", "Enter a name."),
        ("email", "books", "Enter an email address, like name@example.com"),
        ("role-billing", "", "Choose at least one kind of email."),
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
    assert_eq!(twice.select(PROBLEM), ["books@linden.example gets these emails already."]);
    assert_eq!(app.dump()["contacts"], before["contacts"]);
}

#[test]
fn only_an_owner_says_who_gets_emails_and_only_of_their_account() {
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
    let secret = app.email_to(BEN).link("http://portal.test", "/i/");
    let mut ben = app.sign_in(BEN);
    let list = ben.get("/emails");
    let newest = list.attribute("tbody th a", "href");
    assert!(list.select("tbody th")[0].starts_with("Invoice "), "{:?}", list.select("tbody th"));
    let email = ben.get(&newest);
    email.assert_status(200).assert_says("Hello Ben Okafor").assert_says("links and codes that open something");
    assert!(!email.text().contains(secret.trim_start_matches("/i/")));
    assert!(!email.text().contains("~secret~"));
    app.sign_in(ADA).get(&newest).assert_status(404);
    app.sign_in("sam@harbor.example").get(&newest).assert_status(404);
    assert_eq!(app.sign_in("vic@linden.example").get("/emails").select("tbody tr").len(), 0);
}

#[test]
fn an_address_gets_at_most_three_confirmation_emails_a_day() {
    let app = TestApp::spawn();
    let mut ada = app.sign_in(ADA);
    add(&app, &books()).assert_status(303);
    let asking = ada.get(PAGE).attribute("form[action$=confirmation]", "action");
    for _ in 0..2 {
        ada.post(&asking, &[("account", "A-2001")]).assert_status(303);
    }
    let refused = ada.post(&asking, &[("account", "A-2001")]);
    refused.assert_status(422);
    assert_eq!(refused.select(PROBLEM), ["This address was asked 3 times today. Try again tomorrow."]);
    // Naming it anew, and somebody else naming it, asks no more.
    let removal = ada.get(PAGE).attribute("form[action$=removal]", "action");
    ada.post(&removal, &[("account", "A-2001")]).assert_status(303);
    add(&app, &books()).assert_status(303);
    let asked = app.mailbox().to("books@linden.example");
    assert_eq!(asked.len(), 3);
    let link = asked[2].link("http://portal.test", "/contacts/confirmation/");
    app.move_on(chrono::TimeDelta::days(15));
    app.anonymous().get(&link).assert_status(410);
    app.sign_in(ADA).post(&ada_asking(&app), &[("account", "A-2001")]).assert_status(303);
    assert_eq!(app.mailbox().to("books@linden.example").len(), 4);
}

fn ada_asking(app: &TestApp) -> String {
    app.sign_in(ADA).get(PAGE).attribute("form[action$=confirmation]", "action")
}

#[test]
fn an_address_known_to_the_account_needs_no_confirmation_in_any_spelling() {
    let app = TestApp::spawn();
    let named = |email: &'static str, role: &'static str| {
        let fields = [("name", "Somebody"), ("email", email), ("language", ""), (role, "yes")];
        add(&app, &fields)
    };
    named(" Vic@LINDEN.example ", "role-billing").assert_status(303);
    assert_eq!(readers(&app), ["Vic@linden.example"], "a member's address needs no question");
    named("a@münchen.example", "role-technical").assert_status(303);
    app.sign_in(ADA).get(PAGE).assert_says("a@münchen.example");
    for same in ["A@MÜNCHEN.example", "a@xn--mnchen-3ya.example", "a@mu\u{308}nchen.example"] {
        let twice = named(same, "role-technical");
        twice.assert_status(422);
        assert!(twice.select(PROBLEM)[0].ends_with("gets these emails already."), "{same}");
    }
    for (bad, sentence) in [
        ("a@b..example", "Check what follows the @."),
        ("a@-b.example", "Check what follows the @."),
        ("a..b@c.example", "Before the @, a dot"),
        ("a\u{200b}@b.example", "There is a hidden character"),
        ("ü@b.example", "Before the @, an email address can only have"),
        ("a@[192.0.2.1]", "After the @ must be a name"),
    ] {
        let refused = named(bad, "role-billing");
        refused.assert_status(422);
        assert!(refused.select(PROBLEM)[0].starts_with(sentence), "{bad}: {:?}", refused.select(PROBLEM));
    }
}
