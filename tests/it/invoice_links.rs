//! An invoice by its mailed link (R41, QUALITY §5): one document and nothing else, no account, no secret in the address bar,
//! harmless to look at, dead in time, and never mailed to a typed address.

use chrono::TimeDelta;

use super::support::page::{FLASH, HEADING};
use super::support::{Browser, Response, TestApp};

const BEN: &str = "ben@linden.example";
const PORTAL: &str = "http://portal.test";

fn number(app: &TestApp) -> String {
    let (account, subscription) = app.subscription("S-1050");
    app.read(move |c| seatsync::store::invoices::of_subscription(c, account, subscription)).remove(0).number
}

/// Has a link mailed by the portal's button, and takes it out of the email.
#[track_caller]
fn mailed(app: &TestApp, number: &str) -> String {
    let page = format!("/invoices/{number}");
    let mut ben = app.sign_in(BEN);
    let sent = ben.submit(&page, &format!("{page}/links"), &[]);
    sent.assert_leads_to(&page);
    assert_eq!(ben.follow(&sent).select(FLASH), ["An email with a link is on its way."]);
    app.email_to(BEN).link(PORTAL, "/i/")
}

/// Follows a link in a fresh browser.
#[track_caller]
fn arrive(app: &TestApp, link: &str) -> (Browser, Response) {
    let mut browser = app.anonymous();
    let there = browser.get(link);
    assert!(there.status == 303 && there.location().starts_with("/i/view/"), "{}: {}", there.asked, there.status);
    let page = browser.follow(&there);
    (browser, page)
}

/// A page without what differs from one browser to the next.
fn scrubbed(page: &Response) -> String {
    let tokens = page.attributes("input[name=csrf]", "value");
    let links = page.attributes("input[name=link]", "value");
    tokens.iter().chain(&links).fold(page.text(), |text, token| text.replace(token, "TOKEN"))
}

/// Asks for a fresh link on the page of a dead one.
#[track_caller]
fn ask_fresh(browser: &mut Browser, page: &Response, more: &[(&str, &str)]) -> Response {
    let link = page.attribute("input[name=link]", "value");
    browser.post("/i/links", &[&[("link", link.as_str())], more].concat())
}

const UNKNOWN: &str = "/i/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[test]
fn a_link_shows_its_one_invoice_and_nothing_else_of_the_customer() {
    let app = TestApp::spawn();
    let number = number(&app);
    let link = mailed(&app, &number);
    let (mut browser, page) = arrive(&app, &link);
    page.assert_status(200);
    assert_eq!(page.select(HEADING), [format!("Invoice {number}")]);
    let secret = link.trim_start_matches("/i/");
    assert!(!page.text().contains(secret), "the secret is on the page");
    let ways: Vec<String> = page.attributes("a[href]", "href");
    let pdf = page.asked.replace("GET ", "") + "/pdf";
    let own = ["#main", "/", pdf.as_str(), "mailto:support@seatsync.invalid"];
    assert!(ways.iter().all(|way| own.contains(&way.as_str())), "{ways:?}");
    for (name, value) in
        [("referrer-policy", "no-referrer"), ("x-robots-tag", "noindex, nofollow"), ("cache-control", "no-store")]
    {
        assert_eq!(page.header(name), Some(value));
    }
    for other in ["/", "/invoices", &format!("/invoices/{number}"), &format!("/invoices/{number}.pdf")] {
        assert_eq!(browser.get(other).status, 303, "{other} wants a sign-in");
    }
    let pdf = browser.get(&pdf);
    pdf.assert_status(200);
    assert!(pdf.body.starts_with(b"%PDF-"));
}

#[test]
fn the_cookie_is_short_and_for_nobody_else() {
    let app = TestApp::spawn_at("https://portal.test");
    let mut browser = app.anonymous();
    let there = browser.get(UNKNOWN);
    let cookie = there.all("set-cookie").find(|c| c.starts_with("__Host-link-")).unwrap().to_owned();
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=3600"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(there.header("referrer-policy"), Some("no-referrer"));
}

#[test]
fn a_scanner_that_looks_a_hundred_times_does_no_harm_and_each_view_is_noted() {
    let app = TestApp::spawn();
    let link = mailed(&app, &number(&app));
    let before = app.dump();
    for _ in 0..20 {
        app.anonymous().get(&link).assert_status(303);
        app.anonymous().send("HEAD", &link, &[], b"").assert_status(303);
    }
    assert_eq!(app.dump(), before, "following the redirect is what counts");
    for _ in 0..20 {
        arrive(&app, &link).1.assert_status(200);
    }
    assert_eq!(app.audited("invoice_viewed"), 20);
    let after = app.dump();
    for (table, rows) in before.iter().filter(|(table, _)| *table != "audit_entries") {
        assert_eq!(rows, &after[table], "{table}");
    }
}

#[test]
fn a_link_dies_ninety_days_after_the_due_day_and_a_fresh_one_comes_by_mail_alone() {
    let app = TestApp::spawn();
    let number = number(&app);
    let link = mailed(&app, &number);
    app.set_clock("2026-11-08T23:59:59Z");
    arrive(&app, &link).1.assert_status(200);
    app.set_clock("2026-11-09T00:00:00Z");
    let (mut browser, page) = arrive(&app, &link);
    page.assert_status(410);
    assert_eq!(page.select(HEADING), ["This link is no longer valid"]);
    assert_eq!(page.select("main input:not([type=hidden])").len(), 0, "no address can be typed");
    let views = app.audited("invoice_viewed");
    let sent = ask_fresh(&mut browser, &page, &[("email", "thief@evil.example")]);
    sent.assert_status(200).assert_says("If we know this link, a new one is on its way");
    assert_eq!(app.audited("invoice_viewed"), views);
    assert!(app.mailbox().to("thief@evil.example").is_empty());
    let fresh = app.email_to(BEN).link(PORTAL, "/i/");
    assert_ne!(fresh, link);
    arrive(&app, &fresh).1.assert_status(200).assert_says(&number);
    let emails = app.mailbox().0.len();
    ask_fresh(&mut browser, &page, &[]).assert_status(200);
    assert_eq!(app.mailbox().0.len(), emails, "sent twice is sent once");
}

#[test]
fn a_revoked_link_and_one_that_never_was_get_the_same_answer() {
    let app = TestApp::spawn();
    let number = number(&app);
    let link = mailed(&app, &number);
    let page = format!("/invoices/{number}");
    let mut ben = app.sign_in(BEN);
    ben.submit(&page, &format!("{page}/links/revocation"), &[]).assert_leads_to(&page);
    let before = app.dump();
    ben.post(&format!("{page}/links/revocation"), &[]).assert_leads_to(&page);
    assert_eq!(app.dump(), before, "revoked is revoked");
    assert!(!ben.get(&page).text().contains("/links/revocation"), "nothing is left to revoke");

    let (mut revoked, page_of_revoked) = arrive(&app, &link);
    let (mut unknown, page_of_unknown) = arrive(&app, UNKNOWN);
    page_of_revoked.assert_status(410);
    assert_eq!(scrubbed(&page_of_revoked), scrubbed(&page_of_unknown));
    revoked.get(&(page_of_revoked.asked.replace("GET ", "") + "/pdf")).assert_status(410);
    let emails = app.mailbox().0.len();
    let answers = [ask_fresh(&mut unknown, &page_of_unknown, &[]), ask_fresh(&mut revoked, &page_of_revoked, &[])];
    assert_eq!(scrubbed(&answers[0]), scrubbed(&answers[1]));
    assert_eq!(app.mailbox().0.len(), emails + 2, "to Ada and Ben, for the one that was known");
}

#[test]
fn guessing_is_slow_and_does_not_shut_out_who_holds_a_link() {
    let app = TestApp::spawn();
    let link = mailed(&app, &number(&app));
    let guess = |n: usize| format!("/i/{}{n:02}", "B".repeat(30));
    for n in 0..20 {
        arrive(&app, &guess(n)).1.assert_status(410);
    }
    let slowed = arrive(&app, &guess(20)).1;
    slowed.assert_status(429);
    assert_eq!(slowed.header("retry-after"), Some("60"));
    arrive(&app, &link).1.assert_status(200);
    app.move_on(TimeDelta::seconds(61));
    arrive(&app, &guess(21)).1.assert_status(410);
}

#[test]
fn a_malformed_link_secret_is_not_looked_up() {
    let app = TestApp::spawn();
    let before = app.dump();
    for odd in ["/i/short", "/i/%00", "/i/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%2F", "/i/view/pdf", "/i/view"] {
        app.anonymous().get(odd).assert_status(410);
    }
    assert_eq!(app.dump(), before);
}

#[test]
fn a_form_without_referrer_is_accepted_if_sec_fetch_site_vouches_for_it() {
    let app = TestApp::spawn();
    let (mut browser, page) = arrive(&app, UNKNOWN);
    page.assert_status(410);
    let body = format!("csrf={}&link={}", browser.token(), page.attribute("input[name=link]", "value"));
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let ours = [form, ("Origin", "null"), ("Sec-Fetch-Site", "same-origin")];
    browser.send("POST", "/i/links", &ours, body.as_bytes()).assert_status(200);
    for site in ["cross-site", "same-site", "none"] {
        let foreign = [form, ("Origin", "null"), ("Sec-Fetch-Site", site)];
        browser.send("POST", "/i/links", &foreign, body.as_bytes()).assert_status(403);
    }
}
