//! Who may call what: every route × every role × own, foreign and missing things (ASVS 8.2, 8.4.1), and every form from
//! a foreign page (3.5.1). A route that is not in [`MATRIX`] fails the build.

use std::collections::{BTreeMap, BTreeSet};

use seatsync::actions;
use seatsync::domain::contact::ContactRole;
use seatsync::domain::ids::{
    ContactId, EmailId, InstanceId, LateRequestId, OrderId, Owned, ReceivedId, ReconciliationId, TokenId,
};
use seatsync::seeds::PASSWORD;
use seatsync::store;
use seatsync::store::contacts::Contact;
use seatsync::web::routes::{Access, ROUTES};

use super::support::browser::form;
use super::support::{Browser, Response, TestApp};

/// What is expected of one route.
struct Row {
    method: &'static str,
    path: &'static str,
    access: Access,
    /// What a form sends besides its token.
    fields: &'static [(&'static str, &'static str)],
    /// What whoever may gets, for a thing of Linden's; and of Nordlicht's, which a reseller looks after.
    granted: (u16, u16),
}

const fn row(method: &'static str, path: &'static str, access: Access, granted: (u16, u16)) -> Row {
    Row { method, path, access, fields: &[], granted }
}

const fn with(mut row: Row, fields: &'static [(&'static str, &'static str)]) -> Row {
    row.fields = fields;
    row
}

const ORDER: &[(&str, &str)] =
    &[("form-key", "0198f2b8-7f6e-7000-8000-000000000001"), ("seats", "1"), ("price", "0"), ("seats-now", "1")];

use Access::{Anyone, Billing, BillingAnywhere, Look, OwnAnywhere, SignedIn, Staff, Technical};

const MATRIX: &[Row] = &[
    // Signed in already, one is led on: see `granted_to`.
    row("GET", "/sign-in", Anyone, (200, 200)),
    with(row("POST", "/sign-in", Anyone, (422, 422)), &[("email", "nobody@linden.example"), ("password", "guess")]),
    row("POST", "/sign-out", Anyone, (303, 303)),
    row("GET", "/password", Anyone, (200, 200)),
    with(row("POST", "/password", Anyone, (422, 422)), &[("email", "no address")]),
    row("GET", "/password/new", Anyone, (410, 410)),
    with(row("POST", "/password/new", Anyone, (410, 410)), &[("new-password", "a fine new passphrase")]),
    row("GET", "/password/new/{link}", Anyone, (410, 410)),
    with(row("POST", "/password/new/{link}", Anyone, (410, 410)), &[("new-password", "a fine new passphrase")]),
    row("GET", "/password/{secret}", Anyone, (303, 303)),
    row("GET", "/contacts/confirmation/{secret}", Anyone, (410, 410)),
    row("POST", "/contacts/confirmation/{secret}", Anyone, (410, 410)),
    with(row("POST", "/language", Anyone, (303, 303)), &[("language", "en"), ("path", "/")]),
    row("GET", "/i/view", Anyone, (410, 410)),
    row("GET", "/i/view/{link}", Anyone, (410, 410)),
    row("GET", "/i/view/{link}/pdf", Anyone, (410, 410)),
    row("POST", "/i/links", Anyone, (410, 410)),
    row("GET", "/i/{secret}", Anyone, (410, 410)),
    row("GET", "/static/{fingerprint}/{name:.+}", Anyone, (200, 200)),
    row("GET", "/", SignedIn, (200, 200)),
    // With nothing kept.
    row("GET", "/kept", SignedIn, (303, 303)),
    row("GET", "/subscriptions/{number}", Look, (200, 200)),
    row("GET", "/subscriptions/{number}/renewal-cancellation", Billing, (200, 200)),
    row("POST", "/subscriptions/{number}/renewal-cancellation", Billing, (303, 409)),
    row("POST", "/subscriptions/{number}/renewal-cancellation/withdrawal", Billing, (303, 409)),
    row("POST", "/subscriptions/{number}/late-cancellation-requests", Billing, (303, 409)),
    row("GET", "/subscriptions/{number}/reconciliations/{reconciliation}", Look, (200, 200)),
    // Both are over: there is nothing to dispute.
    with(
        row("POST", "/subscriptions/{number}/reconciliations/{reconciliation}/dispute", Billing, (409, 409)),
        &[("dispute", "These are test users")],
    ),
    row("POST", "/subscriptions/{number}/reconciliations/{reconciliation}/dispute/withdrawal", Billing, (409, 409)),
    row("GET", "/subscriptions/{number}/seats/new", Billing, (200, 200)),
    // At another price than today's, and through a reseller, nothing is sold.
    with(row("POST", "/subscriptions/{number}/seats", Billing, (409, 409)), ORDER),
    row("GET", "/subscriptions/{number}/renewal/new", Billing, (200, 200)),
    with(row("POST", "/subscriptions/{number}/renewal", Billing, (409, 409)), ORDER),
    // A reseller's customer has none.
    row("GET", "/subscriptions/{number}/orders/{order}", Billing, (200, 404)),
    row("GET", "/subscriptions/{number}/instances/new", Technical, (200, 200)),
    with(row("POST", "/subscriptions/{number}/instance-ids", Technical, (422, 422)), &[("instance-id", "none")]),
    row("GET", "/instance-ids/{received}", Technical, (200, 200)),
    row("POST", "/instance-ids/{received}/link", Technical, (303, 303)),
    row("GET", "/instances/{instance}", Look, (200, 200)),
    row("POST", "/instances/{instance}/tokens", Technical, (303, 303)),
    row("POST", "/subscriptions/{number}/activation-code", Technical, (303, 303)),
    row("GET", "/instances/{instance}/messages", Look, (200, 200)),
    row("GET", "/instances/{instance}/messages.json", Look, (200, 200)),
    with(row("POST", "/instances/{instance}/updates", Technical, (303, 303)), &[("policy", "patch")]),
    with(row("POST", "/instances/{instance}/upgrade", Technical, (303, 303)), &[("upgrade", "next-sync")]),
    row("GET", "/instances/{instance}/unlinking", Technical, (200, 200)),
    row("POST", "/instances/{instance}/unlinking", Technical, (303, 303)),
    row("GET", "/support", SignedIn, (200, 200)),
    row("GET", "/staff/instances", Staff, (200, 200)),
    row("GET", "/staff/alerts", Staff, (200, 200)),
    // Without an alert in it.
    row("POST", "/staff/alerts/closing", Staff, (400, 400)),
    row("GET", "/staff/releases", Staff, (200, 200)),
    // Without a message in it.
    row("POST", "/api/v1/sync", Anyone, (415, 415)),
    row("GET", "/instances/{instance}/tokens/{token}", Technical, (200, 200)),
    row("GET", "/instances/{instance}/tokens/{token}/file", Technical, (200, 200)),
    row("GET", "/invoices", BillingAnywhere, (200, 200)),
    row("GET", "/invoices.csv", BillingAnywhere, (200, 200)),
    // The invoices of who bought from a reseller are the reseller's (R18).
    row("GET", "/invoices/{invoice}.pdf", Billing, (200, 404)),
    row("GET", "/invoices/{invoice}.csv", Billing, (200, 404)),
    row("GET", "/invoices/{invoice}", Billing, (200, 404)),
    row("POST", "/invoices/{invoice}/links", Billing, (303, 404)),
    row("POST", "/invoices/{invoice}/links/revocation", Billing, (303, 404)),
    row("GET", "/account/payment-method", BillingAnywhere, (200, 200)),
    with(
        row("POST", "/account/payment-method", BillingAnywhere, (303, 303)),
        &[("account", "A-2001"), ("card", "works"), ("seen", "none")],
    ),
    with(row("POST", "/account/payment-method/removal", BillingAnywhere, (303, 303)), &[("account", "A-2001")]),
    row("GET", "/account/contacts", OwnAnywhere, (200, 200)),
    with(
        row("POST", "/account/contacts", OwnAnywhere, (303, 303)),
        &[("account", "A-2001"), ("name", "Books"), ("email", "books@linden.example"), ("role-billing", "yes")],
    ),
    with(row("POST", "/account/contacts/{contact}/confirmation", OwnAnywhere, (303, 303)), &[("account", "A-2001")]),
    with(row("POST", "/account/contacts/{contact}/removal", OwnAnywhere, (303, 303)), &[("account", "A-2001")]),
    row("GET", "/emails", SignedIn, (200, 200)),
    row("GET", "/emails/{email}", SignedIn, (200, 200)),
    row("GET", "/staff", Staff, (200, 200)),
    row("GET", "/staff/invoices", Staff, (200, 200)),
    row("GET", "/staff/invoices/{invoice}.pdf", Staff, (200, 200)),
    row("GET", "/staff/invoices/{invoice}", Staff, (200, 200)),
    with(row("POST", "/staff/invoices/{invoice}/payment", Staff, (303, 303)), &[("paid-on", "2026-08-10")]),
    with(row("POST", "/staff/invoices/{invoice}/credit-note", Staff, (303, 303)), &[("reason", "A mistake")]),
    with(
        row("POST", "/staff/late-cancellation-requests/{request}/decision", Staff, (303, 303)),
        &[("decision", "declined"), ("answer", "Not this time")],
    ),
    row("GET", "/staff/reconciliations", Staff, (200, 200)),
    row("GET", "/staff/reconciliations/{reconciliation}", Staff, (200, 200)),
    with(row("POST", "/staff/reconciliations/{reconciliation}/waiver", Staff, (409, 409)), &[("answer", "Waived")]),
    with(
        row("POST", "/staff/reconciliations/{reconciliation}/dispute/decision", Staff, (409, 409)),
        &[("decision", "rejected"), ("answer", "They count")],
    ),
    with(row("POST", "/staff/pauses", Staff, (303, 303)), &[("number", "S-1042"), ("reason", "Talks")]),
    with(row("POST", "/staff/pauses/resumption", Staff, (303, 303)), &[("number", "S-1042"), ("answer", "Agreed")]),
    row("GET", "/.well-known/jwks.json", Anyone, (200, 200)),
    row("GET", "/healthz", Anyone, (200, 200)),
    row("GET", "/readyz", Anyone, (200, 200)),
    row("GET", "/robots.txt", Anyone, (200, 200)),
];

/// What somebody is on Linden's account, and on Nordlicht's: written out, not asked of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RoleOn {
    Nobody,
    Owner,
    BillingAdmin,
    TechnicalAdmin,
    Viewer,
}

use RoleOn::{BillingAdmin, Nobody, Owner, TechnicalAdmin, Viewer};

/// Address (none: not signed in), on Linden's account, on Nordlicht's.
const ACTORS: &[(Option<&str>, RoleOn, RoleOn)] = &[
    (None, Nobody, Nobody),
    (Some("ada@linden.example"), Owner, Nobody),
    (Some("ben@linden.example"), BillingAdmin, Viewer),
    (Some("tess@linden.example"), TechnicalAdmin, Nobody),
    (Some("vic@linden.example"), Viewer, Nobody),
    (Some(STAFF), Nobody, Nobody),
    (Some("greta@nordlicht.example"), Nobody, Owner),
];

const STAFF: &str = "sam@harbor.example";

fn may(standing: RoleOn, access: Access) -> bool {
    match access {
        Look => true,
        Billing => [Owner, BillingAdmin].contains(&standing),
        Technical => [Owner, TechnicalAdmin].contains(&standing),
        BillingAnywhere => may(standing, Billing),
        OwnAnywhere => standing == Owner,
        Anyone | SignedIn | Staff => unreachable!("not about a thing of an account"),
    }
}

/// The thing a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Lindens,
    Nordlichts,
    Missing,
}

const THINGS: [Thing; 3] = [Thing::Lindens, Thing::Nordlichts, Thing::Missing];

/// The cast with a token for each account and a late request, and what each part of a path is called.
struct World {
    app: TestApp,
    names: BTreeMap<Thing, [(&'static str, String); 10]>,
    asset: String,
    actors: Vec<(Option<&'static str>, RoleOn, RoleOn, Browser)>,
}

fn first_instance(app: &TestApp, number: &str) -> (InstanceId, ReceivedId) {
    let (account, subscription) = app.subscription(number);
    let instance = app.read(move |c| store::instances::list(c, account, subscription)).remove(0).id;
    (instance, app.read(move |c| store::instances::taken(c, account, instance, 1)).remove(0).id)
}

/// Of Linden's subscriptions, the one with a reconciliation, and the one with an order.
const RECONCILED: &str = "S-1050";
const ORDERED: &str = "S-1077";

fn first_reconciliation(app: &TestApp, number: &str) -> String {
    let (account, subscription) = app.subscription(number);
    app.read(move |c| store::reconciliations::list(c, account, subscription)).remove(0).id.to_string()
}

/// The first order of a subscription; a made-up one where there is none.
fn first_order(app: &TestApp, number: &str) -> String {
    let (_, subscription) = app.subscription(number);
    let of = format!("SELECT CAST(id AS text) AS line FROM orders WHERE subscription_id = '{subscription}'");
    app.raw().lines(&of).pop().unwrap_or_else(|| OrderId::new().to_string())
}

fn world() -> World {
    let app = TestApp::spawn();
    let request = ask_late(&app);
    let contact = name_contact(&app);
    let email = email_to_ada(&app);
    let of = |technical: &str, number: &str| {
        let (instance, received) = first_instance(&app, number);
        let token = app.make_token(technical, number, instance).unwrap();
        let (reconciled, ordered) = if number == "S-1042" { (RECONCILED, ORDERED) } else { (number, number) };
        [
            number.to_owned(),
            received.to_string(),
            instance.to_string(),
            token.to_string(),
            request.to_string(),
            first_invoice(&app, number),
            contact.to_string(),
            email.to_string(),
            first_reconciliation(&app, reconciled),
            first_order(&app, ordered),
        ]
    };
    let missing = [
        "S-9999".to_owned(),
        ReceivedId::new().to_string(),
        InstanceId::new().to_string(),
        TokenId::new().to_string(),
        LateRequestId::new().to_string(),
        "2026-999999".to_owned(),
        ContactId::new().to_string(),
        EmailId::new().to_string(),
        ReconciliationId::new().to_string(),
        OrderId::new().to_string(),
    ];
    let named = |values: [String; 10]| {
        let mut values = values.into_iter();
        let names = [
            "{number}",
            "{received}",
            "{instance}",
            "{token}",
            "{request}",
            "{invoice}",
            "{contact}",
            "{email}",
            "{reconciliation}",
            "{order}",
        ];
        names.map(|name| (name, values.next().unwrap()))
    };
    let names = BTreeMap::from([
        (Thing::Lindens, named(of("tess@linden.example", "S-1042"))),
        (Thing::Nordlichts, named(of("greta@nordlicht.example", "S-1101"))),
        (Thing::Missing, named(missing)),
    ]);
    let asset = app.anonymous().get("/sign-in").attribute("link[rel=stylesheet]", "href");
    let enter = |email: Option<&str>| email.map_or_else(|| app.anonymous(), |email| app.sign_in(email));
    let actors = ACTORS.iter().map(|&(email, l, n)| (email, l, n, enter(email))).collect();
    World { app, names, asset, actors }
}

/// Ben asks for a late cancellation of S-1063, which renews in three weeks.
fn ask_late(app: &TestApp) -> LateRequestId {
    let (account, id) = app.subscription("S-1063");
    let ctx = app.ctx("ben@linden.example");
    app.write(move |tx| actions::renewals::request_late_cancellation(tx, &ctx, Owned::new(account, id), None)).unwrap()
}

/// The number of the first invoice about a subscription.
fn first_invoice(app: &TestApp, number: &str) -> String {
    let (account, subscription) = app.subscription(number);
    app.read(move |c| store::invoices::of_subscription(c, account, subscription)).remove(0).number
}

/// Somebody who gets Linden's technical emails.
fn name_contact(app: &TestApp) -> ContactId {
    let (account, ctx, id) = (app.account("A-2001"), app.ctx("ada@linden.example"), ContactId::new());
    let email = "rack@linden.example".parse().unwrap();
    let new = Contact { id, ..Contact::new(ContactRole::Technical, email, "Rack".to_owned(), None) };
    app.write(move |tx| actions::contacts::add_contact(tx, &ctx, account, &new)).unwrap();
    id
}

fn email_to_ada(app: &TestApp) -> EmailId {
    let ada = app.person("ada@linden.example");
    app.read(move |c| store::emails::to_person(c, ada, 1)).remove(0).id
}

impl World {
    fn path(&self, row: &Row, thing: Thing) -> String {
        let number = match row.path {
            _ if thing != Thing::Lindens => "",
            // Only a subscription past its cut-off can be asked for late.
            path if path.ends_with("late-cancellation-requests") => "S-1063",
            path if path.contains("{reconciliation}") => RECONCILED,
            path if path.contains("{order}") => ORDERED,
            _ => "",
        };
        let path = row.path.replace("/static/{fingerprint}/{name:.+}", &self.asset).replace("{secret}", "any-secret");
        self.names[&thing].iter().fold(path, |path, (name, value)| {
            path.replace(name, if *name == "{number}" && !number.is_empty() { number } else { value })
        })
    }
}

fn call(browser: &mut Browser, row: &Row, path: &str) -> Response {
    if row.method == "GET" { browser.get(path) } else { browser.post(path, row.fields) }
}

fn is_about_a_thing(row: &Row) -> bool {
    matches!(row.access, Look | Billing | Technical)
}

fn signs_in_first(answer: &Response, row: &Row, path: &str) {
    let next = if row.method == "GET" && path != "/" { format!("/sign-in?next={path}") } else { "/sign-in".to_owned() };
    answer.assert_leads_to(&next);
}

#[test]
fn the_matrix_names_every_route_with_its_access_and_no_other() {
    let spelled = |(method, path, access): (&str, &str, Access)| format!("{method} {path} {access:?}");
    let routes: BTreeSet<String> = ROUTES.iter().copied().map(spelled).collect();
    let matrix: BTreeSet<String> = MATRIX.iter().map(|r| spelled((r.method, r.path, r.access))).collect();
    assert_eq!(routes.difference(&matrix).collect::<Vec<_>>(), Vec::<&String>::new(), "routes that nobody tests");
    assert_eq!(matrix.difference(&routes).collect::<Vec<_>>(), Vec::<&String>::new(), "tested, but no routes");
    assert_eq!(MATRIX.len(), ROUTES.len(), "something is listed twice");
}

#[test]
fn every_role_gets_from_every_route_what_it_may_and_no_more() {
    let mut world = world();
    let mut checked = 0;
    let mut actors = std::mem::take(&mut world.actors);
    for row in MATRIX {
        for (email, lindens, nordlichts, browser) in &mut actors {
            let things = if is_about_a_thing(row) { THINGS.as_slice() } else { &THINGS[..1] };
            for &thing in things {
                let path = world.path(row, thing);
                let mut own_session;
                let browser = if row.path == "/sign-out" && email.is_some() {
                    own_session = world.app.sign_in(email.unwrap());
                    &mut own_session
                } else {
                    &mut *browser
                };
                let answer = call(browser, row, &path);
                let standing = match thing {
                    Thing::Lindens => *lindens,
                    Thing::Nordlichts => *nordlichts,
                    Thing::Missing => Nobody,
                };
                judge(row, &path, *email, thing, standing, &answer);
                checked += 1;
            }
        }
    }
    assert!(checked > 300, "{checked}");
}

fn judge(row: &Row, path: &str, email: Option<&str>, thing: Thing, standing: RoleOn, answer: &Response) {
    let who = format!("{email:?}, {standing:?} of {thing:?}: {} {path}", row.method);
    let granted = if thing == Thing::Nordlichts { row.granted.1 } else { row.granted.0 };
    let expected = match (row.access, email) {
        (Anyone, Some(_)) if (row.method, row.path) == ("GET", "/sign-in") => 303,
        (Anyone, _) => granted,
        (_, None) => return signs_in_first(answer, row, path),
        // Staff belong to no account: their first page is their desk.
        (SignedIn, Some(STAFF)) if row.path == "/" => 303,
        // An email is for who got it.
        (SignedIn, Some(email)) if row.path == "/emails/{email}" && email != "ada@linden.example" => 404,
        (SignedIn, Some(_)) => granted,
        (access @ (BillingAnywhere | OwnAnywhere), Some(email)) => {
            let &(_, lindens, nordlichts) = ACTORS.iter().find(|a| a.0 == Some(email)).unwrap();
            match [lindens, nordlichts] {
                [Nobody, Nobody] => 404,
                standings if !standings.into_iter().any(|s| s != Nobody && may(s, access)) => 403,
                // The forms are about Linden's.
                _ if row.method == "POST" && !(lindens != Nobody && may(lindens, access)) => 404,
                _ => granted,
            }
        }
        (Staff, Some(email)) => {
            if email == STAFF {
                granted
            } else {
                404
            }
        }
        (_, Some(_)) if standing == Nobody => 404,
        // What a reseller billed is no invoice of the portal, for nobody.
        (_, Some(_)) if granted == 404 && row.path.starts_with("/invoices") => 404,
        (access, Some(_)) => {
            if may(standing, access) {
                granted
            } else {
                403
            }
        }
    };
    assert_eq!(answer.status, expected, "{who}: {:?}", answer.select("main"));
}

#[test]
fn a_page_of_another_account_is_a_404_byte_for_byte() {
    let mut world = world();
    let mut checked = 0;
    let mut actors = std::mem::take(&mut world.actors);
    for row in MATRIX.iter().filter(|r| is_about_a_thing(r)) {
        for (email, lindens, nordlichts, browser) in actors.iter_mut().filter(|a| a.0.is_some()) {
            let missing = call(browser, row, &world.path(row, Thing::Missing));
            missing.assert_status(404);
            for (thing, standing) in [(Thing::Lindens, &*lindens), (Thing::Nordlichts, &*nordlichts)] {
                if *standing == Nobody {
                    let foreign = call(browser, row, &world.path(row, thing));
                    let who = format!("{email:?}: {}", foreign.asked);
                    assert_eq!(foreign.status, missing.status, "{who}");
                    assert_eq!(foreign.body, missing.body, "{who}");
                    assert_eq!(lasting(&foreign), lasting(&missing), "{who}");
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 70, "{checked}");
}

/// The headers that do not differ from one request to the next, sorted: their order is the server's hash map's.
fn lasting(response: &Response) -> BTreeSet<(String, String)> {
    let passing = ["date", "x-request-id"];
    response.headers.iter().filter(|(n, _)| !passing.contains(&n.as_str())).cloned().collect()
}

#[test]
fn a_thing_is_not_reached_through_another() {
    let world = world();
    let of = |thing: Thing, name: &str| world.names[&thing].iter().find(|(n, _)| *n == name).unwrap().1.clone();
    let mut greta = world.app.sign_in("greta@nordlicht.example");
    for file in ["", "/file"] {
        let own_instance = of(Thing::Nordlichts, "{instance}");
        greta
            .get(&format!("/instances/{own_instance}/tokens/{}{file}", of(Thing::Nordlichts, "{token}")))
            .assert_status(200);
        greta
            .get(&format!("/instances/{own_instance}/tokens/{}{file}", of(Thing::Lindens, "{token}")))
            .assert_status(404);
    }
    for odd in
        ["/instances/1", "/instances/%00", "/instance-ids/..", "/subscriptions/S-1101'--", "/subscriptions/%2e%2e"]
    {
        greta.get(odd).assert_status(404);
    }
}

#[test]
fn nothing_of_another_account_is_on_any_page() {
    let world = world();
    let canaries = ["S-1101", "Nordlicht", "git.nordlicht.example", "greta@nordlicht.example", "Greta", "Kontor"];
    let mut ada = world.app.sign_in("ada@linden.example");
    let (mut seen, mut next) = (BTreeSet::new(), BTreeSet::from(["/".to_owned()]));
    while let Some(path) = next.pop_first() {
        let page = ada.get(&path);
        assert!([200, 303].contains(&page.status), "{path}: {}", page.status);
        let found: Vec<&&str> = canaries.iter().filter(|c| page.text().contains(**c)).collect();
        assert!(found.is_empty(), "{path} says {found:?}");
        seen.insert(path);
        let links = page.attributes("a[href]", "href").into_iter().map(|l| l.split('#').next().unwrap().to_owned());
        next.extend(links.filter(|l| l.starts_with('/') && !seen.contains(l)));
    }
    assert!(seen.len() > 10, "{seen:?}");
}

#[test]
fn a_form_from_a_foreign_page_is_refused_and_changes_nothing() {
    let world = world();
    let foreign_token = world.app.anonymous().token();
    let mut checked = 0;
    // A message of an instance is no form: it proves itself.
    for row in MATRIX.iter().filter(|r| r.method == "POST" && !r.path.starts_with("/api/")) {
        let email = if row.access == Staff { STAFF } else { "ada@linden.example" };
        let mut browser = world.app.sign_in(email);
        let token = browser.token();
        let path = world.path(row, Thing::Lindens);
        let body = |token: &str| {
            let all: Vec<(&str, &str)> = row.fields.iter().copied().chain([("csrf", token)]).collect();
            form(&all)
        };
        let form_type = ("Content-Type", "application/x-www-form-urlencoded");
        type Attempt<'a> = (&'a str, u16, Vec<(&'a str, &'a str)>, String);
        let attempts: Vec<Attempt<'_>> = vec![
            ("without a token", 403, vec![form_type], form(row.fields)),
            ("with an empty token", 403, vec![form_type], body("")),
            ("with the token of another browser", 403, vec![form_type], body(&foreign_token)),
            ("from another origin", 403, vec![form_type, ("Origin", "https://evil.example")], body(&token)),
            ("from nowhere", 403, vec![form_type, ("Origin", "null")], body(&token)),
            ("from another site", 403, vec![form_type, ("Sec-Fetch-Site", "cross-site")], body(&token)),
            ("from a sister host", 403, vec![form_type, ("Sec-Fetch-Site", "same-site")], body(&token)),
            ("as text", 415, vec![("Content-Type", "text/plain")], body(&token)),
            ("as JSON", 415, vec![("Content-Type", "application/json")], "{}".to_owned()),
            ("without a type", 415, vec![], body(&token)),
        ];
        let before = world.app.dump();
        for (how, status, headers, body) in attempts {
            let answer = browser.send("POST", &path, &headers, body.as_bytes());
            assert_eq!(answer.status, status, "{how}: {path}");
            checked += 1;
        }
        // A link or an image can only GET.
        let query = browser.get(&format!("{path}?{}", body(&token)));
        assert!(query.status != 500, "{path}");
        assert_eq!(world.app.dump(), before, "POST {path}");
    }
    assert!(checked >= 110, "{checked}");
}

#[test]
fn no_get_changes_anything() {
    let mut world = world();
    let before = world.app.dump();
    let mut actors = std::mem::take(&mut world.actors);
    for row in MATRIX.iter().filter(|r| r.method == "GET") {
        for (_, _, _, browser) in &mut actors {
            for thing in THINGS {
                let path = world.path(row, thing);
                browser.get(&path);
            }
        }
    }
    let after = world.app.dump();
    for (table, rows) in &before {
        assert_eq!(rows, &after[table], "{table}");
    }
}

#[test]
fn every_change_through_a_form_leaves_one_audit_entry() {
    let world = world();
    let entries = || world.app.raw().rows("audit_entries").len();
    let mut ada = world.app.sign_in("ada@linden.example");
    let mut sam = world.app.sign_in(STAFF);
    let number = "/subscriptions/S-1042/renewal-cancellation";
    let decision = MATRIX.iter().find(|r| r.path.ends_with("{request}/decision")).unwrap();
    let changes = |browser: &mut Browser, path: &str, fields: &[(&str, &str)]| {
        let before = entries();
        browser.post(path, fields).assert_status(303);
        assert_eq!(entries() - before, 1, "{path}");
    };
    changes(&mut ada, number, &[]);
    changes(&mut ada, &format!("{number}/withdrawal"), &[]);
    changes(&mut sam, &world.path(decision, Thing::Lindens), decision.fields);
    changes(&mut ada, "/subscriptions/S-1063/late-cancellation-requests", &[]);
    changes(&mut ada, "/sign-out", &[]);
    let mut nobody = world.app.anonymous();
    changes(&mut nobody, "/sign-in", &[("email", "ada@linden.example"), ("password", PASSWORD)]);
}
