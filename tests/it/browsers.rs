//! What browsers and the people before them do: several tabs, foreign cookies, none at all, sessions that end while
//! somebody types, and numbers and texts as they are typed.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use seatsync::seeds::PASSWORD;

use super::support::page::{HEADING, PROBLEM};
use super::support::{Browser, Response, TestApp};

const BEN: &str = "ben@linden.example";
const VIC: &str = "vic@linden.example";
const NEW: &str = "seven quiet harbours";
const CANCELLATION: &str = "/subscriptions/S-1042/renewal-cancellation";

fn reset_link(app: &TestApp, whom: &str) -> String {
    app.anonymous().submit("/password", "/password", &[("email", whom)]).assert_status(200);
    app.email_to(whom).link(&app.app.config.base_url, "/password/")
}

/// Has links to so many documents mailed, and takes them out of the emails: number and link.
fn invoice_links(app: &TestApp, most: usize) -> Vec<(String, String)> {
    let numbers = app.raw().lines("SELECT number AS line FROM invoices ORDER BY number");
    let mut ben = app.sign_in(BEN);
    let mut links = Vec::new();
    for number in numbers {
        let page = format!("/invoices/{number}");
        if links.len() < most && ben.get(&page).status == 200 {
            ben.submit(&page, &format!("{page}/links"), &[]).assert_status(303);
            links.push((number, app.email_to(BEN).link(&app.app.config.base_url, "/i/")));
        }
    }
    links
}

#[test]
fn the_form_for_one_person_never_sets_the_password_of_another() {
    let app = TestApp::spawn();
    let (for_ben, for_vic) = (reset_link(&app, BEN), reset_link(&app, VIC));
    let mut browser = app.anonymous();
    let (first, second) = (browser.get(&for_ben).location(), browser.get(&for_vic).location());
    browser.get(&first).assert_says(BEN);
    browser.get(&second).assert_says(VIC);
    browser.submit(&first, &first, &[("new-password", NEW)]).assert_status(303);
    app.anonymous().sign_in(BEN, NEW).assert_status(303);
    app.anonymous().sign_in(VIC, PASSWORD).assert_status(303);
    // The other tab goes on.
    browser.submit(&second, &second, &[("new-password", "another fine passphrase")]).assert_status(303);
    app.anonymous().sign_in(VIC, "another fine passphrase").assert_status(303);
    assert!(!browser.cookies.keys().any(|name| name.starts_with("link-")), "used links are let go of");
    browser.get(&first).assert_status(410);
}

#[test]
fn each_tab_shows_its_own_invoice_for_as_long_as_its_email_promised() {
    let app = TestApp::spawn();
    let links = invoice_links(&app, 3);
    assert!(links.len() >= 2, "{links:?}");
    let mut browser = app.anonymous();
    let tabs: Vec<String> = links.iter().map(|(_, link)| browser.get(link).location()).collect();
    assert_eq!(tabs.iter().collect::<BTreeSet<_>>().len(), links.len());
    for ((number, link), tab) in links.iter().zip(&tabs) {
        let page = browser.get(tab);
        assert!(page.select(HEADING)[0].ends_with(number), "{number}: {:?}", page.select(HEADING));
        let secret = link.trim_start_matches("/i/");
        assert!(!tab.contains(secret) && !page.text().contains(secret));
        let cookie = page.all("set-cookie").find(|c| c.starts_with("link-")).unwrap().to_owned();
        let seconds: i64 = cookie.split("Max-Age=").nth(1).unwrap().split(';').next().unwrap().parse().unwrap();
        assert!(seconds > 30 * 86_400, "{cookie}");
    }
    let pdfs: BTreeSet<Vec<u8>> = tabs.iter().map(|tab| browser.get(&format!("{tab}/pdf")).body).collect();
    assert_eq!(pdfs.len(), links.len(), "each is another document");
    app.move_on(TimeDelta::hours(5));
    browser.get(&tabs[0]).assert_status(200).assert_says(&links[0].0);
    // Opened twice, a link is one tab still.
    assert_eq!(browser.get(&links[0].1).location(), tabs[0]);
    // Elsewhere the address alone opens nothing.
    app.anonymous().get(&tabs[0]).assert_status(410).assert_says("Open the link in the email again");
    app.anonymous().get(&format!("{}/pdf", tabs[0])).assert_status(410);
}

#[test]
fn twenty_links_are_held_at_once_and_what_a_browser_sends_stays_short() {
    let app = TestApp::spawn();
    let mut browser = app.anonymous();
    let secret = |n: usize| format!("{}{n:03}", "A".repeat(29));
    let mut tabs = Vec::new();
    for number in 0..100 {
        tabs.push(browser.get(&format!("/i/{}", secret(number))).location());
        app.move_on(TimeDelta::seconds(1));
    }
    let held = |browser: &Browser, tab: &str| browser.cookies.contains_key(&tab.replace("/i/view/", "link-"));
    assert!(tabs[80..].iter().all(|tab| held(&browser, tab)));
    assert!(!held(&browser, &tabs[0]));
    let sent: usize = browser.cookies.iter().map(|(name, value)| name.len() + value.len() + 3).sum();
    assert!(sent < 4_000, "{sent} bytes");
}

#[test]
fn every_cookie_anywhere_is_secure_and_for_this_host_alone() {
    let app = TestApp::spawn_at("https://portal.test");
    let reset = {
        app.anonymous().submit("/password", "/password", &[("email", BEN)]).assert_status(200);
        app.email_to(BEN).link("https://portal.test", "/password/")
    };
    let (mut nobody, mut sam) = (app.anonymous(), app.sign_in("sam@harbor.example"));
    let mut seen: Vec<Response> = Vec::new();
    seen.push(nobody.submit("/sign-in", "/language", &[("language", "de")]));
    seen.push(nobody.post(CANCELLATION, &[("reason", "a reason")]));
    seen.push(nobody.get("/i/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    let there = nobody.get(&reset);
    let form = there.location();
    seen.push(there);
    let done = nobody.submit(&form, &form, &[("new-password", NEW)]);
    seen.push(nobody.follow(&done));
    seen.push(done);
    let mut ben = app.anonymous();
    seen.push(ben.get("/sign-in"));
    seen.push(ben.sign_in(BEN, NEW));
    seen.push(ben.post(CANCELLATION, &[]));
    let said = ben.post(&format!("{CANCELLATION}/withdrawal"), &[]);
    seen.push(ben.follow(&said));
    seen.push(said);
    seen.push(ben.post("/sign-out", &[]));
    seen.push(sam.get("/staff"));
    seen.push(nobody.get("/no/such/page"));
    let mut names = BTreeSet::new();
    for answer in &seen {
        for cookie in answer.all("set-cookie") {
            let (pair, attributes) = cookie.split_once(';').unwrap();
            let name = pair.split('=').next().unwrap();
            assert!(name.starts_with("__Host-"), "{}: {cookie}", answer.asked);
            for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
                assert!(attributes.contains(attribute), "{}: {attribute} in {cookie}", answer.asked);
            }
            assert!(!attributes.contains("Domain"), "{}: {cookie}", answer.asked);
            names.insert(
                if name.starts_with("__Host-link-") { "link" } else { name.trim_start_matches("__Host-") }.to_owned(),
            );
        }
    }
    assert_eq!(
        names.into_iter().collect::<Vec<_>>(),
        ["flash", "form", "kept", "language", "link", "person", "session"]
    );
}

#[test]
fn cookies_of_other_sites_in_any_encoding_sign_nobody_out() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    let own: Vec<String> = ben.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let long = "x".repeat(8_000);
    for foreign in ["caf\u{e9}=\u{e9}", "x", "=", ";;", "a=%FF%FE", "b=\"q;r\"", "\u{1f36a}=1", long.as_str()] {
        let header = format!("{foreign}; {}", own.join("; "));
        ben.clone().send_with_cookies(&header, "/").assert_status(200).assert_says("Ben Okafor");
    }
    // Latin-1, as bytes.
    let mut bytes = b"n=M\xfcller; ".to_vec();
    bytes.extend(own.join("; ").into_bytes());
    ben.send_with_cookie_bytes(&bytes, "/").assert_status(200).assert_says("Ben Okafor");
}

#[test]
fn without_cookies_a_form_says_that_they_are_needed() {
    let app = TestApp::spawn();
    let mut nobody = app.anonymous();
    let page = nobody.get("/sign-in");
    let token = page.attribute("input[name=csrf]", "value");
    nobody.cookies.clear();
    for path in ["/sign-in", "/password", "/language", "/i/links"] {
        let refused = nobody.post_bare(path, &[("csrf", &token), ("email", BEN), ("password", PASSWORD)]);
        nobody.cookies.clear();
        refused.assert_status(403).assert_says("Allow cookies for this site");
    }
    // A form of another browser is old, not cookieless.
    let mut other = app.anonymous();
    other.get("/sign-in");
    let refused = other.post_bare("/sign-in", &[("csrf", &token), ("email", BEN), ("password", PASSWORD)]);
    refused.assert_status(403);
    assert!(!refused.text().contains("Allow cookies"));
}

#[test]
fn what_was_typed_outlives_the_session_and_is_sent_by_nobody_but_the_person() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    ben.get(CANCELLATION).assert_status(200);
    app.move_on(TimeDelta::hours(3));
    let typed = "We merge two teams <b>in May</b> & \u{fc}berlegen \u{2013} noch.\nSecond line.";
    let before = app.audited("renewal_cancelled");
    ben.post(CANCELLATION, &[("reason", typed)]).assert_leads_to("/sign-in");
    assert_eq!(app.audited("renewal_cancelled"), before, "nothing is done for nobody");
    assert!(!ben.cookies["kept"].contains("merge"), "it is sealed");
    ben.get("/sign-in").assert_says("What you entered is kept");
    let signed_in = ben.sign_in(BEN, PASSWORD);
    signed_in.assert_leads_to("/kept");
    let page = ben.follow(&signed_in);
    page.assert_status(200);
    assert_eq!(page.select("textarea[name=reason]"), [typed.replace('\n', " ")]);
    assert_eq!(app.audited("renewal_cancelled"), before, "nothing is sent again by itself");
    ben.get("/kept").assert_status(200);
    ben.submit("/kept", CANCELLATION, &[("reason", typed)]).assert_leads_to(CANCELLATION);
    assert_eq!(app.audited("renewal_cancelled"), before + 1);
    ben.get("/kept").assert_leads_to("/");
    // Somebody else who signs in at that form is not shown what Ben typed.
    app.move_on(TimeDelta::hours(3));
    ben.post(CANCELLATION, &[("reason", "not for Vic")]).assert_leads_to("/sign-in");
    let vic = ben.sign_in(VIC, PASSWORD);
    ben.follow(&vic);
    ben.get("/kept").assert_leads_to("/");
    // Signing out, and another browser, show nothing of it.
    let mut elsewhere = app.anonymous();
    assert!(!elsewhere.get("/sign-in").text().contains("What you entered is kept"));
    elsewhere.sign_in(BEN, PASSWORD).assert_leads_to("/");
}

#[test]
fn a_kept_form_belongs_to_its_browser_and_ends_with_sign_out() {
    let app = TestApp::spawn();
    let mut ben = app.anonymous();
    ben.post(CANCELLATION, &[("reason", "typed here")]).assert_leads_to("/sign-in");
    let kept = ben.cookies["kept"].clone();
    let mut vic = app.sign_in(VIC);
    vic.cookies.insert("kept".to_owned(), kept);
    vic.get("/kept").assert_leads_to("/");
    ben.sign_in(BEN, PASSWORD).assert_leads_to("/kept");
    ben.submit("/", "/sign-out", &[]).assert_status(303);
    assert!(!ben.cookies.contains_key("kept"));
    // A form from elsewhere is not kept; nor is one that no cookie holds.
    let mut forged = app.anonymous();
    forged.post_bare(CANCELLATION, &[("csrf", "x"), ("reason", "forged")]).assert_leads_to("/sign-in");
    assert!(!forged.cookies.contains_key("kept"));
    let noise: String =
        (0..9_000_u32).map(|n| char::from_u32(0x4e00 + n.wrapping_mul(2_654_435_761) % 20_000).unwrap()).collect();
    forged.post(CANCELLATION, &[("reason", &noise)]).assert_leads_to("/sign-in");
    assert!(!forged.cookies.contains_key("kept"));
}

#[test]
fn a_long_text_is_never_cut_and_is_kept_on_the_page() {
    let app = TestApp::spawn();
    let long = format!("{} the end", "word ".repeat(300));
    let mut ben = app.sign_in(BEN);
    let mut sam = app.sign_in("sam@harbor.example");
    let mut ada = app.sign_in("ada@linden.example");
    let before = app.dump();
    let contact =
        [("account", "A-2001"), ("name", long.as_str()), ("email", "books@linden.example"), ("role-billing", "yes")];
    let again = [
        ben.post(CANCELLATION, &[("reason", &long)]),
        ben.post("/subscriptions/S-1063/late-cancellation-requests", &[("reason", &long)]),
        ada.post("/account/contacts", &contact),
    ];
    for page in &again {
        page.assert_status(422);
        assert!(page.select(PROBLEM).len() == 1 && page.text().contains("the end"), "{}", page.asked);
        assert!(page.select("title")[0].starts_with("Error:"), "{}", page.asked);
    }
    assert_eq!(app.dump()["audit_entries"], before["audit_entries"]);
    ben.post("/subscriptions/S-1063/late-cancellation-requests", &[("reason", "short")]).assert_status(303);
    let decision = sam.get("/staff").attribute("form[action*=late-cancellation-requests]", "action");
    let page = sam.post(&decision, &[("decision", "declined"), ("answer", &long)]);
    page.assert_status(422);
    assert!(page.select("textarea[name=answer]")[0].ends_with("the end"));
    // No browser cuts what is pasted either.
    for (browser, path) in [(&mut ben, CANCELLATION), (&mut sam, "/staff"), (&mut ada, "/account/contacts")] {
        assert!(browser.get(path).select("[maxlength]").is_empty(), "{path}");
    }
}

#[test]
fn seats_are_read_as_the_page_writes_them() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    let quoted = |ben: &mut Browser, typed: &str| {
        let encoded: String = typed.bytes().map(|b| format!("%{b:02X}")).collect();
        ben.get(&format!("/subscriptions/S-1042/seats/new?seats={encoded}")).select(PROBLEM).is_empty()
    };
    for typed in ["1200", "1,200", " 5 ", "+5", "1 200", "1\u{a0}200", "1'200", "\u{ff15}"] {
        assert!(quoted(&mut ben, typed), "{typed}");
    }
    for typed in ["1.200", "12e3", "1.5", "1,20", "-5", "five", "0"] {
        assert!(!quoted(&mut ben, typed), "{typed}");
    }
    ben.submit("/", "/language", &[("language", "de_DE")]).assert_status(303);
    assert!(quoted(&mut ben, "1.200") && !quoted(&mut ben, "1,200"));
}

#[test]
fn a_language_is_known_however_systems_spell_it() {
    let app = TestApp::spawn();
    for tag in ["de_DE", "de-AT", "DE", "de_DE.UTF-8,en;q=0.5", "en;q=0,*"] {
        assert_eq!(app.anonymous().speaking(tag).get("/sign-in").attribute("html", "lang"), "de", "{tag}");
        let mut browser = app.anonymous();
        browser.cookies.insert("language".to_owned(), tag.split([',', ';']).next().unwrap().to_owned());
        let expected = if tag.starts_with("en") { "en" } else { "de" };
        assert_eq!(browser.get("/sign-in").attribute("html", "lang"), expected, "{tag}");
    }
}
