//! The sample instance over HTTP: nothing is changed by looking or by a foreign form, and every refusal has its sentence.

use std::collections::BTreeMap;
use std::path::Path;

use actix_web::cookie::Cookie;
use actix_web::http::header::{ACCEPT_LANGUAGE, CONTENT_SECURITY_POLICY, LOCATION, ORIGIN};
use actix_web::{body::to_bytes, test};
use chrono::TimeDelta;
use seatsync_agent::keys::{PortalKeys, SealingKey, SigningKey};
use seatsync_agent::license::{Kind, License, Licensee};
use seatsync_agent::sync::{Answer as Reply, TransportError};
use seatsync_agent::token::{self, Ack, TokenClaims};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::http::site::Site;

const NOON: &str = "2026-11-21T12:00:00Z";

/// A portal that answers what it is told to, and counts what it was sent.
#[derive(Clone)]
struct Portal(std::sync::Arc<Mutex<(Result<Reply, TransportError>, usize)>>);

impl Portal {
    fn answers(&self, reply: Result<Reply, TransportError>) {
        self.0.lock().unwrap().0 = reply;
    }

    fn sent(&self) -> usize {
        self.0.lock().unwrap().1
    }
}

impl Transport for Portal {
    fn post(&self, url: &str, _body: &str) -> Result<Reply, TransportError> {
        assert_eq!(url, "http://127.0.0.1:8080/api/v1/sync");
        let mut this = self.0.lock().unwrap();
        this.1 += 1;
        this.0.clone()
    }
}

fn problem(status: u16, kind: &str, detail: &str) -> Result<Reply, TransportError> {
    let body = format!("{{\"type\":\"urn:seatsync:problem:{kind}\",\"detail\":\"{detail}\"}}");
    Ok(Reply { status, content_type: "application/problem+json".to_owned(), retry_after: None, retry_at: None, body })
}

struct World {
    folder: TempDir,
    clock: Clock,
    portal: Portal,
    signing: SigningKey,
    product: Shared,
    site: web::Data<Site>,
}

/// An answer as a browser has it.
struct Answer {
    status: u16,
    headers: actix_web::http::header::HeaderMap,
    cookies: Vec<Cookie<'static>>,
    body: String,
}

fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let (sealing, signing) = (SealingKey::generate(), SigningKey::generate());
    let keys = PortalKeys::new(vec![sealing.public_key()], vec![signing.verifying_key()]).unwrap();
    let settings = Settings {
        portal: "http://127.0.0.1:8080".to_owned(),
        keys,
        product: "harbor-git".to_owned(),
        version: "17.4.1".to_owned(),
        free_tier: "core".to_owned(),
        hostname: "git.linden.example".to_owned(),
        environment: "production".to_owned(),
    };
    let clock = Clock::fixed(NOON.parse().unwrap());
    let portal = Portal(std::sync::Arc::new(Mutex::new((Err(TransportError("no network".to_owned())), 0))));
    let transport = Box::new(portal.clone());
    let product = web::Data::new(Product::open(clock.clone(), settings, transport, folder.path()).unwrap());
    World { folder, clock, portal, signing, product, site: web::Data::new(Tool::Instance.site().unwrap()) }
}

fn license(id: &str, starts_on: &str, ends_on: &str) -> License {
    License {
        id: id.to_owned(),
        kind: Kind::Offline,
        tier: "premium".to_owned(),
        starts_on: starts_on.parse().unwrap(),
        ends_on: ends_on.parse().unwrap(),
        seats: 100,
        previous_seats: 90,
        true_up: 0,
        issued_at: NOON.parse().unwrap(),
        grace_days: 14,
        licensee: Licensee { company: "Linden <Hospital>".to_owned(), ..Licensee::default() },
        features: vec!["audit".to_owned()],
        limits: BTreeMap::new(),
    }
}

fn current() -> License {
    license("L-1", "2026-09-01", "2027-08-31")
}

impl World {
    fn claims(&self, licenses: Vec<License>) -> TokenClaims {
        TokenClaims {
            iss: "http://127.0.0.1:8080".to_owned(),
            sub: self.product.instance.id(),
            aud: "harbor-git".to_owned(),
            iat: NOON.parse().unwrap(),
            jti: Uuid::now_v7().to_string(),
            ack: Ack { seq: 1, through: None },
            licenses,
            subscription: None,
            notices: Vec::new(),
            update: None,
            next_sync: None,
            keys: None,
        }
    }

    fn token(&self, licenses: Vec<License>) -> String {
        token::sign(&self.claims(licenses), &self.signing)
    }

    async fn call(&self, request: test::TestRequest) -> Answer {
        let service = server::service(Tool::Instance, self.site.clone(), configure(self.product.clone()));
        let app = test::init_service(service).await;
        let response = test::call_service(&app, request.to_request()).await;
        let cookies = response.response().cookies().map(Cookie::into_owned).collect();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = to_bytes(response.into_body()).await.map_err(|_| "no body").unwrap();
        Answer { status, headers, cookies, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    async fn get(&self, path: &str) -> Answer {
        self.call(test::TestRequest::get().uri(path)).await
    }

    /// Posts as the page's own form does.
    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.call(self.form(path, fields).await.insert_header(("sec-fetch-site", "same-origin"))).await
    }

    async fn form(&self, path: &str, fields: &[(&str, &str)]) -> test::TestRequest {
        let page = self.get("/").await;
        let csrf = page.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let fields: Vec<(&str, &str)> = [("csrf", csrf)].into_iter().chain(fields.iter().copied()).collect();
        test::TestRequest::post().uri(path).cookie(page.cookies[0].clone()).set_form(fields)
    }

    /// Posts, and looks at where that leads.
    async fn post_and_follow(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(path, fields).await;
        assert_eq!((answer.status, answer.headers.get(LOCATION).unwrap().to_str().unwrap()), (303, "/"));
        self.call(test::TestRequest::get().uri("/").cookie(answer.cookies[0].clone())).await
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(self.folder.path())
    }
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|e| (e.file_name().into_string().unwrap(), std::fs::read(e.path()).unwrap())).collect()
}

impl Answer {
    /// Where the text breaks its lines is not what it says.
    fn says(&self, text: &str) {
        let words = self.body.split_whitespace().collect::<Vec<_>>().join(" ").replace("> <", "><");
        assert!(words.contains(text), "“{text}” is not in\n{}", self.body);
    }
}

#[actix_web::test]
async fn looking_changes_nothing() {
    let world = world();
    let before = world.files();
    for path in ["/", "/instance-id.txt", "/instance-id", "/counts", "/token", "/nothing", "/?x=y"] {
        world.get(path).await;
    }
    assert_eq!(world.files(), before);
    let page = world.get("/").await;
    page.says("There is no license yet. Core works without one.");
    page.says(&world.product.last_id().unwrap().unwrap().text);
    assert!(page.headers.get(CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap().starts_with("default-src 'none'"));
    assert_eq!((world.get("/counts").await.status, world.get("/nothing").await.status), (405, 404));
    world.get("/nothing").await.says("There is no such page");
}

#[actix_web::test]
async fn a_new_instance_id_is_made_when_asked_for_and_tells_the_counts() {
    let world = world();
    let first = world.product.last_id().unwrap().unwrap().text;
    let fields = [("active", " 130"), ("inactive", "1"), ("billable", "120")];
    world.post_and_follow("/counts", &fields).await.says("The users are changed.");
    assert_eq!(world.product.last_id().unwrap().unwrap().text, first);
    let page = world.post_and_follow("/instance-id", &[]).await;
    page.says("There is a new instance ID.");
    let second = world.product.last_id().unwrap().unwrap().text;
    assert_ne!(first, second);
    page.says(&second);
    page.says("<strong>120</strong> users");
    let file = world.get("/instance-id.txt").await.body;
    assert!(file.starts_with("-----BEGIN SEATSYNC INSTANCE ID-----\n"), "{file}");
}

#[actix_web::test]
async fn a_wrong_count_is_explained_beside_its_field() {
    let world = world();
    let before = world.files();
    for wrong in ["", "-1", "1.5", "many", "1000001", "99999999999999999999999", "<b>"] {
        let fields = [("active", "1"), ("inactive", wrong), ("billable", "1")];
        let answer = world.post("/counts", &fields).await;
        assert_eq!(answer.status, 422);
        answer.says("<title>Error: License – Harbor Git</title>");
        answer.says("<a href=\"#inactive\">Enter a whole number from 0 to 1,000,000</a>");
        assert!(!answer.body.contains("<b>"));
    }
    assert_eq!(world.files(), before);
}

#[actix_web::test]
async fn a_license_in_force_says_what_it_permits() {
    let world = world();
    let page = world.post_and_follow("/token", &[("token", &token::armour(&world.token(vec![current()])))]).await;
    page.says("The token is loaded. The license is in force.");
    page.says("<strong>42</strong> of 100 seats used");
    page.says("width=\"42.00%\"");
    page.says("<dd>audit</dd>");
    page.says("Linden &#60;Hospital&#62;");
    page.says("<dd>31 August 2027</dd>");
    page.says("<li class=\"now\"><h3>Premium, 100 seats");
    let counts = [("active", "118"), ("inactive", "7"), ("billable", "115")];
    let page = world.post_and_follow("/counts", &counts).await;
    page.says("<strong>115</strong> of 100 seats used");
    page.says("width=\"86.95%\"");
}

#[actix_web::test]
async fn a_license_that_lies_ahead_unlocks_nothing_until_its_first_midnight() {
    let world = world();
    let future = license("L-2", "2026-12-01", "2027-11-30");
    let page = world.post_and_follow("/token", &[("token", &world.token(vec![future]))]).await;
    page.says("Its license starts later, and unlocks nothing before.");
    page.says("1 December 2026 at 00:00 UTC: Premium, 100 seats. Still 9 days, 12 hours.");
    page.says("<dd>Core</dd>");
    page.says("<li class=\"next\">");
    world.clock.move_on(TimeDelta::days(9) + TimeDelta::hours(12) - TimeDelta::seconds(1));
    world.get("/").await.says("Still 1 minute.");
    world.clock.move_on(TimeDelta::seconds(1));
    world.get("/").await.says("<dd>Premium</dd>");
    world.clock.move_on(TimeDelta::days(365));
    world.get("/").await.says("Everything still works until the end of 14 December 2027 (UTC).");
    world.clock.move_on(TimeDelta::days(14));
    world.get("/").await.says("are over since 15 December 2027");
}

#[actix_web::test]
async fn every_refusal_has_its_sentence_and_changes_nothing() {
    let world = world();
    let loaded = world.token(vec![current()]);
    world.post_and_follow("/token", &[("token", &loaded)]).await;
    let before = world.files();
    let other_instance = TokenClaims { sub: Uuid::from_u128(7), ..world.claims(vec![current()]) };
    let other_product = TokenClaims { aud: "<other>".to_owned(), ..world.claims(vec![current()]) };
    let older = TokenClaims { ack: Ack { seq: 0, through: None }, ..world.claims(vec![current()]) };
    let backwards = world.token(vec![license("L-3", "2027-01-02", "2027-01-01")]);
    let sign = |claims: &TokenClaims| token::sign(claims, &world.signing);
    let fresh = world.token(vec![current()]);
    let middle = fresh.len() / 2;
    let other_letter = if fresh.as_bytes()[middle] == b'A' { "B" } else { "A" };
    let edited = format!("{}{other_letter}{}", &fresh[..middle], &fresh[middle + 1..]);
    let cut: String = loaded.chars().take(loaded.len() - 4).collect();
    for (pasted, sentence) in [
        (sign(&other_instance), "for another instance (00000000-0000-0000-0000-000000000007)"),
        (sign(&other_product), "for another product (&#60;other&#62;)"),
        (sign(&older), "answers message 0. One that answers message 1 is loaded already"),
        (backwards, "leaves something out, or says it in another form"),
        (token::sign(&world.claims(vec![]), &SigningKey::generate()), "does not know the key of this token"),
        (edited, "cut off or changed: its signature does not fit"),
        (cut, "This is not a token. Copy it whole"),
        (loaded, "on record already. It was loaded on 21 November 2026, 12:00 UTC."),
        ("x".repeat(70_000), "it is longer than 64 KiB"),
        (world.product.last_id().unwrap().unwrap().text, "This is not a token. It’s an instance ID"),
        (String::new(), "This is not a token. Copy it whole"),
        ("\0</textarea><script>".to_owned(), "This is not a token. Copy it whole"),
    ] {
        let answer = world.post("/token", &[("token", &pasted)]).await;
        assert_eq!(answer.status, 422, "{sentence}");
        answer.says(sentence);
        answer.says("id=\"token-error\"");
        assert!(!answer.body.contains("</textarea><script>"));
        assert_eq!(world.files(), before, "{sentence}");
    }
    let known = TokenClaims { jti: "another".to_owned(), ..world.claims(vec![current()]) };
    world.post_and_follow("/token", &[("token", &sign(&known))]).await.says("were on record already");
}

#[actix_web::test]
async fn a_form_from_elsewhere_or_too_large_a_one_changes_nothing() {
    let world = world();
    let before = world.files();
    let refused = |status| move |answer: Answer| assert_eq!(answer.status, status, "{}", answer.body);
    let bare = || test::TestRequest::post().uri("/instance-id");
    refused(403)(world.call(bare().set_form([("csrf", "x")])).await);
    refused(403)(world.call(world.form("/instance-id", &[("csrf", "")]).await).await);
    for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")] {
        refused(403)(world.call(world.form("/instance-id", &[]).await.insert_header((name, value))).await);
    }
    for origin in ["http://evil.example", "null"] {
        let form = world.form("/instance-id", &[]).await.insert_header(("host", "127.0.0.1:8081"));
        refused(403)(world.call(form.insert_header((ORIGIN, origin))).await);
    }
    refused(413)(world.post("/token", &[("token", &"x".repeat(300_000))]).await);
    refused(415)(world.call(bare().set_payload("x")).await);
    assert_eq!(world.files(), before);
    // Our own page under `Referrer-Policy: no-referrer`, and an old browser that says its origin only.
    let own = world.form("/instance-id", &[]).await.insert_header((ORIGIN, "null"));
    refused(303)(world.call(own.insert_header(("sec-fetch-site", "same-origin"))).await);
    let own = world.form("/instance-id", &[]).await.insert_header(("host", "127.0.0.1:8081"));
    refused(303)(world.call(own.insert_header((ORIGIN, "http://127.0.0.1:8081"))).await);
}

#[actix_web::test]
async fn the_page_speaks_german_and_says_only_its_own_words_once() {
    let world = world();
    let german = || test::TestRequest::get().uri("/").insert_header((ACCEPT_LANGUAGE, "de"));
    let page = world.call(german()).await;
    page.says("<html lang=\"de\">");
    page.says("Es gibt noch keine Lizenz.");
    let told = |word: &'static str| Cookie::new("instance-told", word);
    let page = world.call(german().cookie(told("made"))).await;
    page.says("Es gibt eine neue Instanz-ID.");
    assert!(page.cookies.iter().any(|c| c.name() == "instance-told" && c.value().is_empty()));
    assert!(!world.call(german().cookie(told("hello"))).await.body.contains("flash"));
}

#[actix_web::test]
async fn files_that_cannot_be_read_are_a_page_and_no_panic() {
    let world = world();
    std::fs::write(world.folder.path().join("state.json"), "{").unwrap();
    let answer = world.get("/").await;
    assert_eq!(answer.status, 500);
    answer.says("Sorry, the demo has a problem");
    assert!(!answer.body.contains("state.json"));
}

#[actix_web::test]
async fn the_demo_starts_on_free_ports_and_again_on_the_same_files() {
    let world = world();
    let before = world.files();
    let settings = Settings {
        portal: String::new(),
        keys: PortalKeys::new(vec![SealingKey::generate().public_key()], vec![world.signing.verifying_key()]).unwrap(),
        product: "harbor-git".to_owned(),
        version: "1".to_owned(),
        free_tier: "core".to_owned(),
        hostname: "h".to_owned(),
        environment: "production".to_owned(),
    };
    let folder = world.folder.path().to_owned();
    let bind = "127.0.0.1:0".parse().unwrap();
    let transport = Box::new(world.portal.clone());
    let (server, address, _) = start(world.clock.clone(), settings, transport, folder, bind).await.unwrap();
    assert_ne!(address.port(), 0);
    assert_eq!(world.files(), before);
    let handle = server.handle();
    let running = actix_web::rt::spawn(server);
    handle.stop(false).await;
    running.await.unwrap().unwrap();
}

#[actix_web::test]
async fn why_it_did_not_sync_is_said_beside_the_code_and_changes_no_license() {
    let world = world();
    let code = ActivationCode::generate();
    let swapped = "0".repeat(23) + "1";
    for (typed, portal, sentence) in [
        ("", None, "Enter the activation code."),
        ("ABCD", None, "has 24 letters and digits, this one has 4"),
        ("ABÜD", None, "No activation code has the character Ü"),
        (&swapped, None, "A character of this code is wrong"),
        (code.as_str(), Some(problem(403, "unknown-code", "no")), "No subscription has this activation code."),
        (code.as_str(), Some(problem(403, "not-linked", "no")), "The portal does not know this instance"),
        (
            code.as_str(),
            Some(problem(409, "product", "You bought <another>.")),
            "It says: “You bought &#60;another&#62;.”",
        ),
        (code.as_str(), Some(problem(429, "too-many", "Wait.")), "The portal cannot answer now."),
        (code.as_str(), Some(Err(TransportError("no route".to_owned()))), "The portal cannot be reached."),
    ] {
        let sent = world.portal.sent();
        let asks = usize::from(portal.is_some());
        portal.into_iter().for_each(|reply| world.portal.answers(reply));
        let answer = world.post("/sync", &[("code", typed)]).await;
        assert_eq!((answer.status, world.portal.sent() - sent), (422, asks), "{typed}");
        assert!(!world.product.syncs().unwrap());
        answer.says(sentence);
        answer.says(&format!(
            "name=\"code\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" value=\"{typed}\""
        ));
        answer.says("There is no license yet.");
    }
}

#[actix_web::test]
async fn a_daemon_activates_with_its_code_and_then_syncs_when_the_portal_asks() {
    let world = world();
    let sample = Sample(world.product.clone());
    let next = world.clock.now() + TimeDelta::hours(20);
    let token = |seq| {
        let claims =
            TokenClaims { ack: Ack { seq, through: None }, next_sync: Some(next), ..world.claims(vec![current()]) };
        let body = token::sign(&claims, &world.signing);
        Ok(Reply { status: 200, content_type: "text/plain".to_owned(), retry_after: None, retry_at: None, body })
    };
    sample.work(true).await;
    assert_eq!(world.portal.sent(), 0, "it never synced");
    let shown = world.product.last_id().unwrap().unwrap().text;
    world.portal.answers(token(2));
    let page = world.post_and_follow("/sync", &[("code", ActivationCode::generate().as_str())]).await;
    page.says("The token is loaded. The license is in force.");
    page.says("22 November 2026, 08:00 UTC</time>");
    page.says("<button type=\"submit\">Sync now</button>");
    assert_ne!(world.product.last_id().unwrap().unwrap().text, shown, "the one shown before is used up");
    world.portal.answers(token(4));
    world.post_and_follow("/sync", &[("code", "")]).await.says("It had no new license for you.");
    sample.work(false).await;
    assert_eq!(world.portal.sent(), 2, "not before its time");
    world.clock.move_on(TimeDelta::hours(20));
    world.portal.answers(token(6));
    sample.work(false).await;
    sample.work(true).await;
    assert_eq!(world.portal.sent(), 4, "in time, and at each midnight that is played");
    // A token that is carried says nothing of the next time, and it goes on syncing.
    let carried = TokenClaims { ack: Ack { seq: 9, through: None }, ..world.claims(vec![current()]) };
    world.post_and_follow("/token", &[("token", &token::sign(&carried, &world.signing))]).await.says("Sync now");
    sample.work(true).await;
    assert_eq!(world.portal.sent(), 5);
}
