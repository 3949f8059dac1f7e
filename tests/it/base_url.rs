//! The address of the portal in other spellings: whoever comes to it is let in, and whoever comes from elsewhere is not.

use seatsync_agent::instance_id::Claims;

use super::support::{Browser, Machine, TestApp};

const ADA: &str = "ada@linden.example";
const PASSWORD: &str = seatsync::seeds::PASSWORD;

/// Signs in through a form with these headers; the status of the answer.
fn signs_in(app: &TestApp, host: &str, origin: &str) -> u16 {
    let mut browser = Browser::new(app.address(), &format!("https://{host}"));
    browser.headers.push(("Origin".to_owned(), origin.to_owned()));
    browser.sign_in(ADA, PASSWORD).status
}

#[test]
fn a_base_url_in_another_spelling_locks_nobody_out_behind_a_proxy() {
    for (given, origin) in [
        ("HTTPS://Portal.Test:443/", "https://portal.test"),
        ("https://portal.test./", "https://portal.test"),
        ("https://BÜCHER.test", "https://xn--bcher-kva.test"),
        ("http://Portal.test:80", "http://portal.test"),
    ] {
        let app = TestApp::spawn_at(given);
        // The proxy asks for its upstream by another name than the browser asked for.
        assert_eq!(signs_in(&app, "127.0.0.1:8080", origin), 303, "{given}");
        assert_eq!(signs_in(&app, "127.0.0.1:8080", "https://evil.test"), 403, "{given}");
    }
}

#[test]
fn a_host_header_in_another_spelling_is_the_same_host() {
    let app = TestApp::spawn_at("https://portal.test");
    for host in ["PORTAL.test", "portal.test:443", "portal.test."] {
        assert_eq!(signs_in(&app, host, "https://portal.test"), 303, "{host}");
    }
    for (host, origin) in [
        ("portal.test", "https://portal.test.evil.test"),
        ("portal.test", "https://evil.test"),
        ("portal.test:8443", "https://evil.test:8443"),
        ("portal.test", "http://portal.test@evil.test"),
    ] {
        assert_eq!(signs_in(&app, host, origin), 403, "{host} {origin}");
    }
}

#[test]
fn links_emails_and_tokens_name_the_portal_in_its_one_spelling() {
    let app = TestApp::spawn_at("HTTPS://BÜCHER.Test:443/");
    app.anonymous().submit("/password", "/password", &[("email", ADA)]);
    let email = app.email_to(ADA);
    assert!(email.link("https://xn--bcher-kva.test", "/password/").starts_with("/password/"));
    let mut machine = Machine::new();
    let text = machine.activate(&app, &app.code_of("S-1001"), 48);
    let token = machine.opens(&app, &app.sync(&text));
    assert_eq!(token.iss, "https://xn--bcher-kva.test");
}

#[test]
fn an_instance_may_spell_the_portal_as_it_likes_but_not_name_another() {
    let app = TestApp::spawn_at("https://bücher.test");
    let mut machine = Machine::new();
    let mut code = Some(app.code_of("S-1001").as_str().to_owned());
    for (aud, status) in [
        ("https://xn--bcher-kva.test", 200),
        ("https://bücher.test", 200),
        ("HTTPS://BÜCHER.test:443/", 200),
        ("https://XN--BCHER-KVA.test./", 200),
        ("http://xn--bcher-kva.test", 422),
        ("https://xn--bcher-kva.test:8443", 422),
        ("https://xn--bcher-kva.test/portal", 422),
        ("https://bucher.test", 422),
        ("https://evil.test#https://bücher.test", 422),
        ("", 422),
    ] {
        let claims = Claims { aud: aud.to_owned(), code: code.take(), ..machine.claims(&app, app.now(), 48) };
        let text = machine.seal(&app, &claims);
        app.post_sync(&text).assert_status(status);
    }
}
