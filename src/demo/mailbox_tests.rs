//! The mailbox over HTTP: what it shows of an email, and that its clock goes forward, once, and not too far.

use std::sync::Mutex;

use actix_web::cookie::Cookie;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderMap, LOCATION};
use actix_web::{body::to_bytes, test};
use tempfile::TempDir;

use super::*;
use crate::actions::emails::NotPosted;
use crate::config::Config;
use crate::domain::contact::Reader;
use crate::domain::language::Language;
use crate::http::site::Site;
use crate::mail::messages::PasswordReset;
use crate::vault;

const NOW: &str = "2027-07-20T09:05:00Z";

struct World {
    _folder: TempDir,
    mailbox: Shared,
    site: web::Data<Site>,
    /// The clock, each time a midnight was worked.
    midnights: Arc<Mutex<Vec<Instant>>>,
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    cookies: Vec<Cookie<'static>>,
    body: String,
}

async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("SEATSYNC_DATABASE_URL", format!("sqlite://{}", folder.path().join("a.db").display())),
        ("SEATSYNC_MASTER_KEY", vault::new_master_key()),
        ("SEATSYNC_MAIL", format!("folder:{}", folder.path().join("mail").display())),
    ];
    let config = Config::from_map(&settings.map(|(n, v)| (n.to_owned(), v)).into()).unwrap();
    let app = App::build(config, Clock::fixed(NOW.parse().unwrap())).await.unwrap();
    let midnights = Arc::new(Mutex::new(Vec::new()));
    let mailbox = web::Data::new(Mailbox::new(Arc::clone(&app), noting(app, Arc::clone(&midnights))));
    World { _folder: folder, mailbox, site: web::Data::new(Tool::Mailbox.site().unwrap()), midnights }
}

fn noting(app: Arc<App>, midnights: Arc<Mutex<Vec<Instant>>>) -> AtMidnight {
    Arc::new(move || {
        midnights.lock().unwrap().push(app.clock.now());
        Box::pin(std::future::ready(()))
    })
}

impl World {
    async fn call(&self, request: test::TestRequest) -> Answer {
        let service = server::service(Tool::Mailbox, self.site.clone(), configure(self.mailbox.clone()));
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

    /// The form as a page shown now has it.
    async fn form(&self, choice: &str, date: &str) -> test::TestRequest {
        let page = self.get("/").await;
        let value = |name: &str| page.body.split(name).nth(1).unwrap().split('"').next().unwrap().to_owned();
        let (csrf, after) = (value("name=\"csrf\" value=\""), value("name=\"after\" value=\""));
        let fields = [("csrf", csrf.as_str()), ("after", &after), ("move", choice), ("date", date)];
        test::TestRequest::post().uri("/clock").cookie(page.cookies[0].clone()).set_form(fields)
    }

    async fn move_on(&self, choice: &str, date: &str) -> Answer {
        self.call(self.form(choice, date).await).await
    }

    fn now(&self) -> String {
        self.mailbox.clock().now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    async fn post_email(&self, name: &str) -> EmailId {
        let app = Arc::clone(&self.mailbox.app);
        let to = Reader {
            email: "ada@linden.example".parse().unwrap(),
            name: name.to_owned(),
            language: None,
            person: None,
        };
        let ctx = app.run(crate::actions::Actor::Operator);
        let posted: Result<(), NotPosted> = app
            .db
            .write(move |tx| {
                let vendor = &ctx.portal.vendor;
                let heading = vendor.heading(&to, Language::De);
                let email =
                    PasswordReset { heading, link: vendor.link("/password/x"), minutes: 10, requested_at: ctx.now };
                crate::actions::emails::post_email(tx, &ctx, crate::actions::emails::About::them(&to), &email)
            })
            .await;
        posted.unwrap();
        let newest: Vec<Email> = app.db.read(|c| emails::list(c, 0, 1)).await.map_err(|e: StoreError| e).unwrap();
        newest[0].id
    }
}

impl Answer {
    fn says(&self, text: &str) {
        let words = self.body.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(text), "“{text}” is not in\n{}", self.body);
    }
}

#[actix_web::test]
async fn the_clock_goes_forward_as_far_as_was_chosen() {
    let world = world().await;
    for (choice, date, then) in [
        ("day", "", "2027-07-21T09:05:00Z"),
        ("week", "", "2027-07-28T09:05:00Z"),
        ("midnight", "", "2027-07-29T00:00:00Z"),
        ("midnight", "", "2027-07-30T00:00:00Z"),
        ("month", "", "2027-08-01T00:00:00Z"),
        ("month", "", "2027-09-01T00:00:00Z"),
        ("date", " 2028-02-29 ", "2028-02-29T00:00:00Z"),
        ("day", "", "2028-03-01T00:00:00Z"),
    ] {
        let answer = world.move_on(choice, date).await;
        assert_eq!((answer.status, answer.headers.get(LOCATION).unwrap().to_str().unwrap()), (303, "/"));
        assert_eq!(world.now(), then, "{choice} {date}");
    }
    let page = world.call(test::TestRequest::get().uri("/").cookie(Cookie::new("demo-told", "moved"))).await;
    page.says("The clock was moved on. It is now 1 March 2028, 00:00 UTC.");
}

#[actix_web::test]
async fn every_midnight_on_the_way_is_worked_at_its_own_time() {
    let world = world().await;
    world.move_on("date", "2027-07-23").await;
    world.move_on("day", "").await;
    let worked: Vec<String> = world.midnights.lock().unwrap().iter().map(|at| at.to_rfc3339()).collect();
    assert_eq!(worked, ["21", "22", "23", "24"].map(|day| format!("2027-07-{day}T00:00:00+00:00")));
    assert_eq!(world.now(), "2027-07-24T00:00:00Z");
}

#[actix_web::test]
async fn the_clock_never_goes_back_nor_too_far() {
    let world = world().await;
    for (choice, date, sentence) in [
        ("date", "2027-07-20", "The clock only goes forward. Choose a day after 20 July 2027, 09:05 UTC"),
        ("date", "1970-01-01", "The clock only goes forward."),
        ("date", "-262143-01-01", "The clock only goes forward."),
        ("date", "2032-07-21", "The clock goes to 20 July 2032 at the latest."),
        ("date", "+262142-12-31", "The clock goes to 20 July 2032 at the latest."),
        ("date", "", "Choose a day, like 2027-03-31"),
        ("date", "2027-02-30", "Choose a day, like 2027-03-31"),
        ("date", "\"><script>", "Choose a day, like 2027-03-31"),
        ("", "2028-01-01", "Choose a day, like 2027-03-31"),
        ("back", "2028-01-01", "Choose a day, like 2027-03-31"),
    ] {
        let answer = world.move_on(choice, date).await;
        assert_eq!(answer.status, 422, "{choice} {date}");
        answer.says(sentence);
        answer.says("<title>Error: Mailbox – Demo tools</title>");
        assert!(!answer.body.contains("<script>"));
        assert_eq!(world.now(), NOW);
    }
}

#[actix_web::test]
async fn a_form_sent_twice_moves_the_clock_once() {
    let world = world().await;
    let (first, second) = (world.form("week", "").await, world.form("week", "").await);
    assert_eq!(world.call(first).await.status, 303);
    let again = world.call(second).await;
    assert_eq!((again.status, world.now().as_str()), (303, "2027-07-27T09:05:00Z"));
    assert!(again.cookies.iter().any(|c| c.value() == "moved_before"));
}

#[actix_web::test]
async fn viewing_and_foreign_forms_do_not_move_the_clock() {
    let world = world().await;
    for path in ["/clock", "/clock?move=day", "/", "/?page=0", "/?page=-9223372036854775808", "/?page=x", "/emails/x"] {
        world.get(path).await;
    }
    let foreign = world.form("day", "").await.insert_header(("sec-fetch-site", "cross-site"));
    assert_eq!(world.call(foreign).await.status, 403);
    let bare = test::TestRequest::post().uri("/clock").set_form([("move", "day"), ("after", "0")]);
    assert_eq!(world.call(bare).await.status, 403);
    assert_eq!(world.now(), NOW);
    assert_eq!(world.get("/emails/x").await.status, 404);
}

#[actix_web::test]
async fn an_email_is_shown_whole() {
    let world = world().await;
    world.get("/").await.says("So far there is none.");
    let id = world.post_email("Ada <b>").await;
    let list = world.get("/").await;
    list.says(&format!("<a href=\"/emails/{id}\" lang=\"de\">"));
    list.says("Waiting");
    list.says("ada@linden.example");
    let page = world.get(&format!("/emails/{id}")).await;
    page.says("<dd>Ada &#60;b&#62;, ada@linden.example</dd>");
    page.says("<a href=\"http://127.0.0.1:8080/password/x\">http://127.0.0.1:8080/password/x</a>");
    page.says(&format!("&#60;{id}@127.0.0.1&#62;"));
    page.says("20 July 2027, 09:05 UTC");
    let html = world.get(&format!("/emails/{id}/html")).await;
    html.says("<style>");
    assert_eq!(html.headers.get(CONTENT_SECURITY_POLICY).unwrap(), EMAIL_POLICY);
    assert_eq!(html.headers.get_all(CONTENT_SECURITY_POLICY).count(), 1);
    assert_eq!(html.headers.get("x-content-type-options").unwrap(), "nosniff");
}

#[actix_web::test]
async fn many_emails_are_on_several_pages() {
    let world = world().await;
    for _ in 0..=ON_A_PAGE {
        world.post_email("Ada").await;
    }
    let (first, second) = (world.get("/").await, world.get("/?page=2").await);
    let rows = |answer: &Answer| answer.body.matches("<th scope=\"row\">").count();
    assert_eq!((rows(&first), rows(&second)), (40, 1));
    first.says("href=\"/?page=2\"");
    second.says("href=\"/?page=1\"");
    assert!(!second.body.contains("page=3"));
    assert_eq!(rows(&world.get("/?page=999999").await), 0);
}

#[actix_web::test]
async fn the_machines_own_clock_cannot_be_moved() {
    let mut world = world().await;
    let app = Arc::clone(&world.mailbox.app);
    let form = world.form("day", "").await;
    let other = App::open(app.config.clone(), Clock::System).await.unwrap();
    world.mailbox = web::Data::new(Mailbox::new(Arc::clone(&other), noting(other, Arc::default())));
    assert_eq!(world.call(form).await.status, 404);
    assert!(!world.get("/").await.body.contains("action=\"/clock\""));
}

#[::core::prelude::v1::test]
fn only_addresses_of_the_portal_become_links() {
    let links = |text: &str| -> Vec<String> {
        let pieces = view::pieces(text, "https://portal.example");
        assert_eq!(pieces.iter().map(|p| p.text.as_str()).collect::<String>(), text);
        pieces.into_iter().filter(|p| p.is_link).map(|p| p.text).collect()
    };
    assert_eq!(links("Look: https://portal.example/a?b=c.\nBye"), ["https://portal.example/a?b=c"]);
    assert_eq!(links("https://portal.example"), ["https://portal.example"]);
    for foreign in [
        "https://portal.example.evil.example/",
        "https://portal.example@evil.example/",
        "https://portal.example:1/",
        "https://evil.example/https://portal.example/",
        "javascript:alert(1)",
        "",
    ] {
        assert!(links(foreign).is_empty(), "{foreign}");
    }
    assert!(view::pieces("javascript:/x", "javascript:").iter().all(|p| !p.is_link));
}

#[actix_web::test]
async fn what_is_packed_too_much_or_no_form_is_refused_with_a_page() {
    let world = world().await;
    for path in ["/", "/clock", "/nowhere", "/static/x/y.css"] {
        let send = |body: String, kind: &'static str, coding: &'static str| {
            let request = test::TestRequest::post().uri(path).insert_header(("Content-Type", kind));
            world.call(request.insert_header(("Content-Encoding", coding)).set_payload(body))
        };
        let form = "application/x-www-form-urlencoded";
        let refused = [
            (415, send("csrf=x".to_owned(), form, "br").await),
            (415, send("csrf=x".to_owned(), form, "identity, GZIP").await),
            (413, send("x".repeat(262_145), form, "identity").await),
            // Where no form is read, a body of another kind is nobody's.
            (if path == "/clock" { 415 } else { 0 }, send("x".to_owned(), "multipart/form-data", "identity").await),
        ];
        for (wanted, answer) in refused.into_iter().filter(|(wanted, _)| *wanted != 0) {
            assert_eq!(answer.status, wanted, "{path}");
            assert!(answer.body.contains("Nothing was changed"), "{path}: {}", answer.body);
        }
    }
}
