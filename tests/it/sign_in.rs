//! Signing in and out, languages, and what every answer carries (ASVS 3.4, 6.3, 7.2–7.4, 13.4.6).

use std::io::Read;

use chrono::TimeDelta;
use seatsync::actions::{self, Failure, Refusal};
use seatsync::domain::attempt::AttemptKind;
use seatsync::domain::network::{Network, address};
use seatsync::seeds::PASSWORD;

use super::support::page::{FLASH, HEADING, PROBLEM};
use super::support::{Response, TestApp};

const BEN: &str = "ben@linden.example";

/// A page without what differs from one request to the next by intention.
fn without_tokens(response: &Response, typed: &str) -> String {
    let page = response.text().replace(typed, "TYPED");
    let tokens = response.attributes("input[name=csrf]", "value");
    tokens.iter().fold(page, |page, token| page.replace(token, "TOKEN"))
}

#[test]
fn each_demo_login_signs_in_and_lands_on_the_requested_page() {
    let app = TestApp::spawn();
    let mut ben = app.anonymous();
    let sent = ben.get("/subscriptions/S-1042");
    sent.assert_leads_to("/sign-in?next=/subscriptions/S-1042");
    let location = sent.location();
    ben.submit(&location, "/sign-in", &[("email", BEN), ("password", PASSWORD)])
        .assert_leads_to("/subscriptions/S-1042");
    ben.get("/").assert_status(200).assert_says("Ben Okafor");
    ben.get("/sign-in").assert_leads_to("/");
    assert_eq!(app.audited("signed_in"), 1);
}

#[test]
fn an_address_is_the_same_in_capitals_and_staff_land_at_their_desk() {
    let app = TestApp::spawn();
    app.anonymous().sign_in("  BEN@Linden.Example ", PASSWORD).assert_leads_to("/");
    app.anonymous().sign_in("sam@harbor.example", PASSWORD).assert_leads_to("/staff");
}

#[test]
fn an_unknown_address_and_a_wrong_password_get_the_same_answer() {
    let app = TestApp::spawn();
    let (mut a, mut b) = (app.anonymous(), app.anonymous());
    let wrong = a.sign_in(BEN, "not the password");
    let unknown = b.sign_in("nobody@linden.example", "not the password");
    wrong.assert_status(422);
    unknown.assert_status(422);
    assert_eq!(wrong.select(PROBLEM).len(), 1);
    assert_eq!(without_tokens(&wrong, BEN), without_tokens(&unknown, "nobody@linden.example"));
    assert!(!wrong.text().contains("not the password"), "a password is never sent back");
    assert_eq!(app.audited("signed_in"), 0);
}

#[test]
fn after_ten_wrong_passwords_an_address_waits_but_a_reset_link_still_works() {
    let app = TestApp::spawn();
    let mut guesser = app.anonymous();
    for number in 0..10 {
        guesser.headers = vec![("X-Forwarded-For".to_owned(), format!("203.0.113.{number}"))];
        guesser.sign_in(BEN, "guess").assert_status(422);
    }
    let refused = guesser.sign_in(BEN, PASSWORD);
    refused.assert_status(429);
    assert_eq!(refused.header("retry-after"), Some("300"));
    guesser.sign_in("nobody@linden.example", "guess").assert_status(422);

    let mut ben = app.anonymous();
    ben.submit("/password", "/password", &[("email", BEN)]).assert_status(200);
    let link = app.email_to(BEN).link(&app.app.config.base_url, "/password/");
    let there = ben.get(&link);
    let form = there.location();
    let done = ben.submit(&form, &form, &[("new-password", "a quite new passphrase")]);
    // The guesser goes on meanwhile, and keeps nobody out: the link signs in.
    guesser.sign_in(BEN, "guess").assert_status(429);
    ben.follow(&done).assert_status(200).assert_says("Ben Okafor");

    app.move_on(TimeDelta::minutes(5));
    app.anonymous().sign_in(BEN, "a quite new passphrase").assert_status(303);
}

#[test]
fn signing_in_rightly_never_uses_the_attempts_up() {
    let app = TestApp::spawn();
    for _ in 0..12 {
        app.anonymous().sign_in(BEN, PASSWORD).assert_status(303);
    }
}

#[test]
fn one_network_may_try_a_hundred_addresses_and_no_more() {
    let app = TestApp::spawn();
    let ctx = app.operator();
    let admit = |number: u32, origin: &'static str| {
        let (ctx, whom) = (ctx.clone(), format!("person{number}@linden.example"));
        let network = Network::of(address(origin).unwrap());
        app.write(move |tx| {
            actions::people::admit(tx, &ctx, actions::people::attempt(AttemptKind::SignIn, &whom, network))
        })
    };
    for number in 0..100 {
        admit(number, "203.0.113.9").unwrap();
    }
    let refused = admit(100, "203.0.113.9").unwrap_err();
    assert!(matches!(refused, Failure::Refused(Refusal::Throttled { minutes: 5 })), "{refused:?}");
    admit(100, "203.0.113.10").unwrap();
}

#[test]
fn a_session_somebody_else_knows_is_not_the_one_you_sign_in_to() {
    let app = TestApp::spawn();
    let intruder = app.sign_in("vic@linden.example");
    // The victim's browser was given the intruder's cookies.
    let mut victim = intruder.clone();
    victim.post("/sign-in", &[("email", BEN), ("password", PASSWORD)]).assert_status(303);
    victim.get("/").assert_says("Ben Okafor");
    let seen = intruder.clone().get("/");
    assert!(!seen.text().contains("Ben Okafor"), "the intruder is in Ben's session");
}

#[test]
fn signing_out_ends_the_session_on_the_server() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    let mut kept = ben.clone();
    kept.get("/").assert_status(200);
    let out = ben.submit("/", "/sign-out", &[]);
    out.assert_leads_to("/sign-in");
    assert!(out.header("clear-site-data").unwrap().contains("storage"));
    kept.get("/").assert_leads_to("/sign-in");
    ben.get("/").assert_leads_to("/sign-in");
    assert_eq!(app.audited("signed_out"), 1);
}

#[test]
fn a_session_ends_after_two_idle_hours_and_after_twelve_in_any_case() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    for _ in 0..6 {
        app.move_on(TimeDelta::minutes(119));
        ben.get("/").assert_status(200);
    }
    app.move_on(TimeDelta::minutes(7));
    ben.get("/").assert_leads_to("/sign-in");
    let mut again = app.sign_in(BEN);
    app.move_on(TimeDelta::hours(2));
    again.get("/").assert_leads_to("/sign-in");
}

#[test]
fn somebody_disabled_is_out_at_once_and_stays_out() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    ben.get("/").assert_status(200);
    app.raw().run("UPDATE people SET disabled_at = created_at WHERE email = 'ben@linden.example'").unwrap();
    ben.get("/").assert_leads_to("/sign-in");
    app.anonymous().sign_in(BEN, PASSWORD).assert_status(422);
    app.anonymous().submit("/password", "/password", &[("email", BEN)]).assert_status(200);
    assert_eq!(app.mailbox().to(BEN).len(), 0);
}

#[test]
fn after_signing_in_nobody_is_redirected_to_another_site() {
    let app = TestApp::spawn();
    for next in ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"] {
        let mut ben = app.anonymous();
        ben.post("/sign-in", &[("email", BEN), ("password", PASSWORD), ("next", next)]).assert_leads_to("/");
        let landed = ben.get(&format!("/sign-in?next={}", next.replace('\\', "%5C")));
        landed.assert_leads_to("/");
    }
}

#[test]
fn the_language_is_the_browsers_until_one_is_chosen() {
    let app = TestApp::spawn();
    let mut german = app.anonymous().speaking("de-AT,de;q=0.9,en;q=0.5");
    let page = german.get("/sign-in");
    assert_eq!(page.attribute("html", "lang"), "de");
    assert_eq!(page.header("content-language"), Some("de"));
    let mut english = app.anonymous();
    assert_eq!(english.get("/sign-in").attribute("html", "lang"), "en");
    english.submit("/sign-in", "/language", &[("language", "de")]).assert_leads_to("/sign-in");
    assert_eq!(english.get("/sign-in").attribute("html", "lang"), "de");
    english.post("/language", &[("language", "tlh"), ("path", "/")]).assert_status(400);
    english.post("/language", &[("language", "en"), ("path", "//evil.example")]).assert_leads_to("/");
}

#[test]
fn a_chosen_language_is_kept_with_the_person() {
    let app = TestApp::spawn();
    let mut tess = app.sign_in("tess@linden.example");
    assert_eq!(tess.get("/").attribute("html", "lang"), "en");
    tess.submit("/", "/language", &[("language", "de")]).assert_leads_to("/");
    let mut elsewhere = app.sign_in("tess@linden.example");
    assert_eq!(elsewhere.get("/").attribute("html", "lang"), "de");
    assert_eq!(app.sign_in("greta@nordlicht.example").get("/").attribute("html", "lang"), "de");
}

const HEADERS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];
const POLICY: &[&str] = &[
    "default-src 'none'",
    "connect-src 'self'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
];

#[track_caller]
fn assert_safe_headers(response: &Response) {
    for (name, value) in HEADERS {
        assert_eq!(response.header(name), Some(*value), "{} {}: {name}", response.asked, response.status);
    }
    let policy: Vec<&str> =
        response.header("content-security-policy").unwrap_or("").split(';').map(str::trim).collect();
    for part in POLICY {
        assert!(policy.contains(part), "{}: {part} is not in {policy:?}", response.asked);
    }
    assert_eq!(policy.len(), POLICY.len(), "{policy:?}");
    assert_eq!(response.header("server"), None, "{}", response.asked);
    assert_eq!(response.header("x-powered-by"), None, "{}", response.asked);
    assert!(response.header("x-request-id").is_some_and(|id| id.len() == 36), "{}", response.asked);
    assert_eq!(response.header("access-control-allow-origin"), None, "{}", response.asked);
    let is_page = response.header("content-type").is_some_and(|t| t.starts_with("text/html"));
    if is_page {
        assert_eq!(response.header("cache-control"), Some("no-store"), "{}", response.asked);
        assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"), "{}", response.asked);
    }
}

#[test]
fn every_answer_carries_the_safe_headers_also_those_that_refuse() {
    let app = TestApp::spawn();
    let (mut nobody, mut ben) = (app.anonymous(), app.sign_in(BEN));
    let too_much = "x=".to_owned() + &"y".repeat(300_000);
    let urlencoded: &[(&str, &str)] = &[("Content-Type", "application/x-www-form-urlencoded")];
    let answers = [
        (200, nobody.get("/sign-in")),
        (200, nobody.get("/password")),
        (410, nobody.get("/password/new")),
        (303, nobody.get("/password/some-secret")),
        (303, nobody.get("/")),
        (200, ben.get("/")),
        (404, ben.get("/subscriptions/S-9999")),
        (404, nobody.get("/no/such/page")),
        (404, nobody.get("/static/0000000000/css/app.css")),
        (403, nobody.post_bare("/password", &[("email", BEN)])),
        (404, ben.get("/staff")),
        (415, nobody.send("POST", "/password", &[("Content-Type", "text/plain")], b"csrf=x&email=y")),
        (413, nobody.send("POST", "/password", urlencoded, too_much.as_bytes())),
        (200, nobody.get("/healthz")),
        (200, nobody.get("/readyz")),
        (200, nobody.get("/robots.txt")),
        (200, nobody.get("/.well-known/jwks.json")),
    ];
    for (status, answer) in &answers {
        answer.assert_status(*status);
        assert_safe_headers(answer);
        assert_eq!(answer.header("strict-transport-security"), None, "{}", answer.asked);
    }
    let ids: std::collections::BTreeSet<&str> =
        answers.iter().map(|(_, a)| a.header("x-request-id").unwrap()).collect();
    assert_eq!(ids.len(), answers.len(), "every request has its own id");
}

#[test]
fn a_method_that_is_not_meant_is_refused_with_a_page() {
    let app = TestApp::spawn();
    let mut nobody = app.anonymous();
    for method in ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"] {
        for (path, allowed) in
            [("/sign-in", "GET, HEAD, POST"), ("/sign-out", "POST"), ("/invoices/1.pdf", "GET, HEAD")]
        {
            let answer = nobody.send(method, path, &[], b"");
            assert_eq!((answer.status, answer.header("allow")), (405, Some(allowed)), "{method} {path}");
            assert!(answer.text().contains("This address cannot be opened like this"), "{method} {path}");
            assert_safe_headers(&answer);
        }
        let nowhere = nobody.send(method, "/no/such/page", &[], b"");
        assert_eq!((nowhere.status, nowhere.header("allow")), (404, None), "{method}");
    }
}

#[test]
fn every_error_page_says_what_happened_and_offers_a_way_out() {
    let app = TestApp::spawn();
    let (mut nobody, mut vic) = (app.anonymous(), app.sign_in("vic@linden.example"));
    for answer in [
        nobody.get("/no/such/page"),
        nobody.get("/password/new"),
        nobody.post_bare("/password", &[]),
        vic.get("/subscriptions/S-1042/renewal-cancellation"),
    ] {
        assert!(answer.status >= 400, "{}: {}", answer.asked, answer.status);
        assert_eq!(answer.select(HEADING).len(), 1, "{}", answer.asked);
        assert_eq!(answer.select("main a.button").len(), 1, "{}", answer.asked);
        assert!(answer.select(FLASH).is_empty());
    }
}

#[test]
fn under_tls_cookies_are_secure_host_cookies_and_the_browser_is_told_to_stay() {
    let app = TestApp::spawn_at("https://portal.test");
    let mut ben = app.anonymous();
    let page = ben.get("/sign-in");
    assert_eq!(page.header("strict-transport-security"), Some("max-age=31536000; includeSubDomains"));
    let signed_in = ben.sign_in(BEN, PASSWORD);
    for answer in [&page, &signed_in] {
        for cookie in answer.all("set-cookie") {
            assert!(cookie.starts_with("__Host-"), "{cookie}");
            for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
                assert!(cookie.contains(attribute), "{attribute} in {cookie}");
            }
        }
    }
    ben.get("/").assert_status(200);
}

#[test]
fn styles_and_script_are_kept_for_ever_and_travel_compressed() {
    let app = TestApp::spawn();
    let mut nobody = app.anonymous();
    let page = nobody.get("/sign-in");
    let mut assets = page.attributes("link[href]", "href");
    assets.extend(page.attributes("script[src]", "src"));
    assert!(assets.len() >= 3, "{assets:?}");
    for asset in &assets {
        let plain = nobody.get(asset);
        plain.assert_status(200);
        assert_eq!(plain.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(plain.header("vary"), Some("accept-encoding"));
        assert_safe_headers(&plain);
        let small = nobody.send("GET", asset, &[("Accept-Encoding", "gzip, deflate, br")], b"");
        assert_eq!(small.header("content-encoding"), Some("br"), "{asset}");
        let mut opened = Vec::new();
        brotli::Decompressor::new(small.body.as_slice(), 4096).read_to_end(&mut opened).unwrap();
        assert_eq!(opened, plain.body, "{asset}");
        let renamed = asset.replacen("/static/", "/static/x", 1);
        nobody.get(&renamed).assert_status(404);
    }
}

#[test]
fn a_page_with_all_it_needs_weighs_less_than_25_kilobytes() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    for path in ["/", "/subscriptions/S-1042", "/subscriptions/S-1042/renewal-cancellation"] {
        let page = ben.get(path);
        page.assert_status(200);
        let mut all = page.attributes("link[rel=stylesheet]", "href");
        all.extend(page.attributes("script[src]", "src"));
        all.push(path.to_owned());
        let weigh = |asset: &String| ben.clone().send("GET", asset, &[("Accept-Encoding", "br")], b"").body.len();
        let weight: usize = all.iter().map(weigh).sum();
        assert!(weight < 25_000, "{path} weighs {weight} bytes with {all:?}");
    }
}

#[test]
fn no_page_holds_script_style_or_handlers_of_its_own() {
    let app = TestApp::spawn();
    let mut ben = app.sign_in(BEN);
    let mut pages = vec![app.anonymous().get("/sign-in"), ben.get("/"), ben.get("/subscriptions/S-1042")];
    pages.push(app.sign_in("sam@harbor.example").get("/staff"));
    for page in pages {
        page.assert_status(200);
        assert!(page.select("script:not([src])").is_empty(), "{}", page.asked);
        assert!(page.select("style, [style], [onclick], [onload], [onerror], [onsubmit]").is_empty(), "{}", page.asked);
    }
}

#[test]
fn a_request_leaves_nothing_in_memory_when_it_is_answered() {
    let app = TestApp::spawn();
    let (mut ben, mut nobody) = (app.sign_in(BEN), app.anonymous());
    // Whatever a request holds on to, it holds on to the application, too.
    let held = || std::sync::Arc::strong_count(&app.app);
    let before = held();
    for _ in 0..50 {
        ben.get("/").assert_status(200);
        ben.get("/no/such/page").assert_status(404);
        nobody.get("/sign-in").assert_status(200);
    }
    assert!(held() < before + 20, "{before} holders before, {} after 150 requests", held());
}
