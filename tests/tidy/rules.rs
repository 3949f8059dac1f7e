//! Who may name whom: rings, circles, guards, and how much a function is handed.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Code, module, product};
use super::{File, none, noticed};

/// Parts of this crate that not everybody may name.
const PARTS: &str = "domain store mail payments actions http web jobs cli demo invariants config words clock urls";

/// A part of the tree, but for another; which of `PARTS` it may name, and what of others it may not (`actix` is `actix_web` too).
const WALLS: &[(&str, &str, &str, &str)] = &[
    // Pure: no IO, no clock, nothing to its right.
    ("src/domain", "-", "domain", "diesel actix askama lettre tokio serde std::fs std::env"),
    // Drawn from finished strings: no money, nothing of the rest.
    ("src/pdf", "-", "", "diesel actix askama lettre tokio serde std::fs std::env getrandom"),
    ("src/store", "-", "domain store config clock", "actix askama lettre"),
    // A road of its own; its rows are read in one place.
    ("src/invariants", "-", "domain store invariants", "actix askama lettre"),
    ("src/mail", "-", "domain store mail config words urls", "diesel actix"),
    // The same for every surface.
    ("src/actions", "-", "domain store mail payments actions config words clock urls", "diesel actix"),
    // Knows nothing of what is served.
    ("src/http", "-", "domain http words clock urls", "diesel"),
    // An address is text, known to pages, emails and routes alike.
    ("src/urls", "-", "domain urls", "diesel actix"),
    // Surfaces do not name each other; only the store knows SQL.
    ("src/web", "-", "domain store mail payments actions http web config words clock urls", "diesel"),
    ("src/jobs", "-", "domain store mail payments actions jobs config clock urls", "diesel actix"),
    ("src/demo", "-", "domain store mail payments actions http demo config words clock urls", "diesel"),
    (
        "src/cli",
        "-",
        "domain store mail payments actions http web jobs cli demo invariants config words clock urls",
        "diesel",
    ),
    // Vendors compile it into their product: few dependencies, and nothing of the server.
    ("agent/src", "-", "", "tokio actix diesel seatsync"),
    ("agent/src", "agent/src/bin", "", "std::env"),
    ("src/invariants", "src/invariants/rows", "*", "diesel"),
    // Raw SQL, and what differs by database, is in one file.
    ("src", "src/store/dialect", "*", "diesel::sql_query"),
];

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
}

fn across_walls(code: &Code) -> Vec<String> {
    let mut found = BTreeSet::new();
    let walls = WALLS.iter().filter(|(path, except, ..)| is_below(&code.path, path) && !is_below(&code.path, except));
    for (_, _, may, foreign) in walls {
        let is_ours = |part: &str| {
            *may != "*" && PARTS.split(' ').any(|known| known == part) && !may.split(' ').any(|known| known == part)
        };
        let ours = code.own_paths().filter_map(|(line, path)| Some((line, (*path.get(1)?).to_owned())));
        found.extend(ours.filter(|(_, part)| !code.path.starts_with("agent/") && is_ours(part)));
        let is_foreign = |path: &[String]| foreign.split(' ').any(|word| begins(path, word));
        found.extend(
            code.paths.iter().filter(|(_, path)| is_foreign(path)).map(|(line, path)| (*line, path.join("::"))),
        );
    }
    found
        .into_iter()
        .map(|(line, name)| format!("{}:{line}: `{name}` is not for this part of the tree", code.path))
        .collect()
}

fn begins(path: &[String], word: &str) -> bool {
    match (word.split_once("::"), path) {
        (Some((package, module)), [first, second, ..]) => first == package && second == module,
        // Our own crate by its name is not the agent's.
        (None, [first, _, ..]) => {
            if word == "seatsync" {
                first == word
            } else {
                first.starts_with(word)
            }
        }
        _ => false,
    }
}

#[test]
fn a_ring_imports_only_rings_to_its_left() {
    none(product().iter().flat_map(across_walls).collect());
}

#[test]
fn an_import_from_a_ring_to_the_right_is_noticed() {
    let check = |path: &str, text: &str| across_walls(&Code::of(&File::new(path, text)));
    let right = "use diesel::prelude::*;\nuse serde_json::Value;\nfn f() { std::fs::read(x) }\n";
    noticed(&check("src/domain/a.rs", right), &["src/domain/a.rs:1:", "src/domain/a.rs:2:", "src/domain/a.rs:3:"]);
    noticed(
        &check("src/store/a.rs", "use crate::{\n    clock,\n    actions::{web, x},\n    domain::y,\n};\n"),
        &["src/store/a.rs:3:"],
    );
    noticed(&check("src/store/mod.rs", "use super::actions::x;"), &["src/store/mod.rs:1:"]);
    noticed(&check("src/actions/a.rs", "fn f() { say!(\"x\", crate::web::page()) }"), &["src/actions/a.rs:1:"]);
    noticed(&check("src/web/a.rs", "#[derive(diesel::Queryable)]\nstruct A;"), &["src/web/a.rs:1:"]);
    noticed(&check("src/store/a.rs", "fn f() { diesel::sql_query(x) }"), &["src/store/a.rs:1:"]);
    noticed(
        &check("agent/src/a.rs", "use seatsync::x;\nfn f() { std::env::var(y) }"),
        &["agent/src/a.rs:1:", "agent/src/a.rs:2:"],
    );
    let well = "//! No diesel here.\nuse crate::store::web; // crate::web\nuse crate::{clock, store::{jobs, cli}};\nfn f() { my_diesel(\"crate::web::x\") }\n\
                #[cfg(test)]\nmod tests {\n    use diesel::x;\n}\n";
    noticed(&check("src/actions/a.rs", well), &[]);
    noticed(&check("agent/src/bin/x/main.rs", "use std::env;\nuse seatsync_agent::x;"), &[]);
}

/// The ring a file is in: the folder below `src`, or the whole of the agent.
fn ring(path: &str) -> &str {
    match path.strip_prefix("src/") {
        Some(rest) => rest.split(['/', '.']).next().unwrap_or(rest),
        None => "agent",
    }
}

/// Files that name each other in a circle, a line for each circle.
fn circles(codes: &[Code]) -> Vec<String> {
    let files: BTreeMap<(&str, Vec<&str>), &str> =
        codes.iter().map(|code| ((ring(&code.path), code.module()), code.path.as_str())).collect();
    let file =
        |ring, path: &[&str]| (1..=path.len()).rev().find_map(|n| files.get(&(ring, path[..n].to_vec())).copied());
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for code in codes {
        let named =
            code.own_paths().filter_map(|(_, path)| file(ring(&code.path), &path)).filter(|other| *other != code.path);
        names.entry(&code.path).or_default().extend(named);
    }
    fn reach<'a>(names: &BTreeMap<&'a str, BTreeSet<&'a str>>, from: &'a str) -> BTreeSet<&'a str> {
        let (mut seen, mut waiting) = (BTreeSet::new(), vec![from]);
        while let Some(file) = waiting.pop() {
            waiting.extend(names[file].iter().filter(|next| seen.insert(**next)));
        }
        seen
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> = names.keys().map(|file| (*file, reach(&names, file))).collect();
    let circle =
        |file: &str| reached[file].iter().filter(|other| reached[*other].contains(file)).copied().collect::<Vec<_>>();
    let all: BTreeSet<Vec<&str>> =
        reached.keys().map(|file| circle(file)).filter(|circle| !circle.is_empty()).collect();
    all.iter().map(|circle| format!("{}:1: names in a circle: {}", circle[0], circle.join(" "))).collect()
}

#[test]
fn no_files_of_a_ring_name_each_other_in_a_circle() {
    none(circles(product()));
}

#[test]
fn a_circle_is_noticed() {
    let check = |files: &[(&str, &str)]| {
        circles(&files.iter().map(|(path, text)| Code::of(&File::new(path, text))).collect::<Vec<_>>())
    };
    let (a, b) = (("src/web/a.rs", "use super::b::{B, c};"), ("src/web/b.rs", "fn f() { crate::web::c::x() }"));
    noticed(
        &check(&[a, b, ("src/web/c.rs", "use crate::web::a;")]),
        &["src/web/a.rs:1: names in a circle: src/web/a.rs src/web/b.rs"],
    );
    noticed(
        &check(&[a, b, ("src/web/c.rs", "use super::super::jobs::a;"), ("src/jobs/a.rs", "use crate::web::a;")]),
        &[],
    );
    assert_eq!(module("agent/src/token/mod.rs"), ["src", "token"]);
}

/// Having one is having the right (`src/web/guards.rs`). `On` and `Across` take a right as their argument.
const GUARDS: &[(&str, &[&str])] = &[
    (
        "src/web/portal/",
        &[
            "Member",
            "On",
            "Across",
            "Customer",
            "Owner",
            "BillingAdmin",
            "TechnicalAdmin",
            "Look",
            "Billing",
            "Technical",
        ],
    ),
    ("src/web/staff/", &["Staff"]),
];

fn unguarded(code: &Code) -> Vec<String> {
    let guards = GUARDS.iter().filter(|(folder, _)| code.path.starts_with(folder)).flat_map(|(_, guards)| *guards);
    let guards: BTreeSet<&str> = guards.copied().collect();
    let handlers = code.functions.iter().filter(|f| f.is_public_and_async && !guards.is_empty());
    let open = handlers.filter(|f| !f.types.iter().any(|name| guards.contains(name.as_str())));
    open.map(|f| format!("{}:{}: a handler takes no guard; one of {guards:?}", code.path, f.line)).collect()
}

#[test]
fn every_handler_of_portal_and_staff_takes_a_guard() {
    none(product().iter().flat_map(unguarded).collect());
}

#[test]
fn a_handler_without_a_guard_is_noticed() {
    let check = |path: &str, text: &str| unguarded(&Code::of(&File::new(path, text)));
    noticed(
        &check("src/web/staff/a.rs", "\npub async fn index(\n    member: Member,\n) -> Page<Staff> {}"),
        &["src/web/staff/a.rs:2:"],
    );
    noticed(
        &check("src/web/portal/a.rs", "pub(crate) async fn index(Membership(x): Membership) {}"),
        &["src/web/portal/a.rs:1:"],
    );
    noticed(
        &check(
            "src/web/portal/a.rs",
            "pub async fn index(on: On<Billing>) {}\nasync fn helper(x: u8) {}\npub fn f() {}",
        ),
        &[],
    );
    noticed(&check("src/web/public/a.rs", "pub async fn sign_in() {}"), &[]);
}

/// Parameters of a function in actions, beside `self`: what more needs is a value of its own.
const MOST_PARAMETERS: usize = 4;

fn trains(code: &Code) -> Vec<String> {
    let long =
        code.functions.iter().filter(|f| code.path.starts_with("src/actions/") && f.parameters > MOST_PARAMETERS);
    long.map(|f| format!("{}:{}: has {} parameters, more than {MOST_PARAMETERS}", code.path, f.line, f.parameters))
        .collect()
}

#[test]
fn a_function_in_actions_is_handed_few_things() {
    none(product().iter().flat_map(trains).collect());
}

#[test]
fn a_train_of_parameters_is_noticed() {
    let text = "impl A {\n    fn f(&self, a: u8, b: u8, c: u8, d: u8) {}\n    fn g(&self, a: u8, b: u8, c: u8, d: u8, e: u8) {}\n}";
    let check = |path: &str| trains(&Code::of(&File::new(path, text)));
    noticed(&check("src/actions/a.rs"), &["src/actions/a.rs:3:"]);
    noticed(&check("src/web/a.rs"), &[]);
}
