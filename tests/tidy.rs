//! The rules of the house that no compiler keeps. Each check is a test whose name is the rule, and beside it stands one that breaks the rule
//! on purpose, so that no check can fall asleep. Only `std`, under a second; what is found is printed as `file:line: why`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

// ---------------------------------------------------------------------------------------------------------------------
// Files, lines, code
// ---------------------------------------------------------------------------------------------------------------------

/// A text file of the project; its path is relative to the root, with `/`.
#[derive(Debug, Clone)]
struct File {
    path: String,
    text: String,
}

impl File {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// Its lines, numbered from one.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }

    /// Its lines of code: comments are gone, the numbers stay.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines().map(|(number, line)| (number, without_comment(line)))
    }

    /// Its code as far as it ends up in the product: neither tests nor items that `#[allow(LINT, …)]`. Other lines are
    /// there, empty, so that numbers stay.
    fn product_code(&self, lint: Option<&str>) -> Vec<&str> {
        let mut kept = Vec::new();
        let mut left_out: Option<usize> = None;
        let mut attribute = String::new();
        for (_, line) in self.code() {
            let indent = line.len() - line.trim_start().len();
            let bare = line.trim();
            // An attribute may take several lines.
            if left_out.is_none() && (bare.starts_with("#[") || !attribute.is_empty()) {
                attribute.push_str(bare);
                if bare.ends_with(']') {
                    let allows = lint.is_some_and(|lint| attribute.starts_with("#[allow(") && attribute.contains(lint));
                    left_out = (allows || attribute.starts_with("#[cfg(test)]")).then_some(indent);
                    attribute.clear();
                }
                kept.push(line);
                continue;
            }
            kept.push(if left_out.is_some() || is_test_file(&self.path) { "" } else { line });
            // The item ends where a line at its own depth closes it; rustfmt sees to the depth.
            if left_out == Some(indent)
                && !bare.starts_with("#[")
                && (bare.starts_with('}') || bare.ends_with(['}', ';']))
            {
                left_out = None;
            }
        }
        kept
    }

    fn at(&self, line: usize, why: &str) -> String {
        format!("{}:{line}: {why}", self.path)
    }

    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("_tests.rs") || path.ends_with("/tests.rs") || path.starts_with("tests/") || path.contains("/tests/")
}

/// A comment begins at the line's start or after a blank, so that `http://` is none.
fn without_comment(line: &str) -> &str {
    match line.find("//") {
        Some(0) => "",
        Some(at) if line[..at].ends_with([' ', '\t']) => &line[..at],
        _ => line,
    }
}

/// Where `word` begins in `text` without being the tail of a longer name.
fn finds_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// The same, and it is not the head of a longer name either.
fn finds_whole_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
            && !text[at + word.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

/// What stands between `open` and the next `close`, each with the number of its line.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<(usize, &'a str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(open).map(|at| from + at + open.len()) {
        let Some(end) = text[at..].find(close).map(|end| at + end) else { break };
        found.push((line_of(text, at), &text[at..end]));
        from = end + close.len();
    }
    found
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Every file below `folder` whose name ends so; none where the folder is not there (yet).
fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            if path.is_dir() {
                if name != "node_modules" && name != "target" {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.to_string_lossy().ends_with(ending)) {
                let relative = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push(File {
                    path: relative,
                    text: String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned(),
                });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// A single file; none where it is not there (yet).
fn file(path: &str) -> Option<File> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()?;
    Some(File::new(path, &text))
}

fn product() -> Vec<File> {
    [files("src", &[".rs"]), files("agent/src", &[".rs"])].concat()
}

fn all_rust() -> Vec<File> {
    [product(), files("tests", &[".rs"]), files("agent/tests", &[".rs"]), files("agent/examples", &[".rs"])].concat()
}

fn templates() -> Vec<File> {
    files("templates", &[".html", ".txt", ".svg", ".xml"])
}

#[track_caller]
fn none(found: Vec<String>) {
    assert!(found.is_empty(), "\n\n{}\n", found.join("\n"));
}

/// Each finding begins with what is expected, in order.
#[track_caller]
fn noticed(found: &[String], expected: &[&str]) {
    let same = found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| f.starts_with(e));
    assert!(same, "\nfound    {found:#?}\nexpected {expected:#?}");
}

// ---------------------------------------------------------------------------------------------------------------------
// 1. Rings
// ---------------------------------------------------------------------------------------------------------------------

/// A part of the tree, what it may not name, and why. `crate::` words name modules; others begin a name (`actix` finds `actix_web`).
struct Wall {
    path: &'static str,
    except: &'static str,
    words: &'static [&'static str],
    why: &'static str,
}

const NOWHERE: &str = "-";

const WALLS: &[Wall] = &[
    Wall {
        path: "src/domain",
        except: NOWHERE,
        words: &[
            "diesel",
            "actix",
            "askama",
            "lettre",
            "tokio",
            "serde",
            "Utc::now",
            "std::fs",
            "std::env",
            "crate::store",
            "crate::mail",
            "crate::actions",
            "crate::web",
            "crate::jobs",
            "crate::cli",
            "crate::demo",
            "crate::config",
            "crate::invariants",
        ],
        why: "the domain is pure: no IO, no clock, nothing to its right",
    },
    Wall {
        path: "src/pdf",
        except: NOWHERE,
        words: &[
            "diesel",
            "actix",
            "askama",
            "lettre",
            "tokio",
            "serde",
            "Utc::now",
            "std::fs",
            "std::env",
            "getrandom",
            "crate::domain",
            "crate::store",
            "crate::mail",
            "crate::actions",
            "crate::web",
            "crate::jobs",
            "crate::cli",
            "crate::demo",
            "crate::config",
            "crate::words",
            "crate::clock",
        ],
        why: "the PDF is drawn from finished strings: no IO, no clock, no money, nothing of the rest",
    },
    Wall {
        path: "src/store",
        except: NOWHERE,
        words: &[
            "actix",
            "askama",
            "lettre",
            "Utc::now",
            "crate::mail",
            "crate::actions",
            "crate::web",
            "crate::invariants",
            "crate::jobs",
            "crate::cli",
            "crate::demo",
        ],
        why: "the store remembers, it does not decide, ask or write letters",
    },
    Wall {
        path: "src/invariants",
        except: NOWHERE,
        words: &[
            "actix",
            "lettre",
            "Utc::now",
            "crate::mail",
            "crate::actions",
            "crate::web",
            "crate::jobs",
            "crate::cli",
        ],
        why: "the second ledger recomputes by a road of its own",
    },
    Wall {
        path: "src/invariants",
        except: "src/invariants/rows",
        words: &["diesel"],
        why: "the second ledger reads its rows in one place",
    },
    Wall {
        path: "src/mail",
        except: NOWHERE,
        words: &[
            "diesel",
            "actix",
            "Utc::now",
            "crate::actions",
            "crate::web",
            "crate::invariants",
            "crate::jobs",
            "crate::cli",
            "crate::demo",
        ],
        why: "a letter knows nothing of who has it sent",
    },
    Wall {
        path: "src/actions",
        except: NOWHERE,
        words: &[
            "diesel",
            "actix",
            "Utc::now",
            "crate::web",
            "crate::invariants",
            "crate::jobs",
            "crate::cli",
            "crate::demo",
        ],
        why: "an action is the same for every surface, and only the store knows SQL",
    },
    Wall {
        path: "src/web",
        except: NOWHERE,
        words: &["diesel", "Utc::now", "crate::invariants", "crate::jobs", "crate::cli", "crate::demo"],
        why: "surfaces do not name each other, and only the store knows SQL",
    },
    Wall {
        path: "src/http",
        except: NOWHERE,
        words: &[
            "diesel",
            "Utc::now",
            "crate::store",
            "crate::actions",
            "crate::web",
            "crate::jobs",
            "crate::cli",
            "crate::demo",
        ],
        why: "plain HTTP knows none of those who stand on it",
    },
    Wall {
        path: "src/urls",
        except: NOWHERE,
        words: &["diesel", "actix", "crate::store", "crate::actions", "crate::web"],
        why: "an address is text, known to pages, emails and routes alike",
    },
    Wall {
        path: "src/jobs",
        except: NOWHERE,
        words: &["diesel", "actix", "Utc::now", "crate::invariants", "crate::web", "crate::cli", "crate::demo"],
        why: "surfaces do not name each other, and only the store knows SQL",
    },
    Wall {
        path: "src/demo",
        except: NOWHERE,
        words: &["diesel", "Utc::now", "crate::web", "crate::invariants", "crate::jobs", "crate::cli"],
        why: "surfaces do not name each other, and only the store knows SQL",
    },
    Wall { path: "src/cli", except: NOWHERE, words: &["diesel", "Utc::now"], why: "only the store knows SQL" },
    Wall {
        path: "agent/src",
        except: NOWHERE,
        words: &["tokio", "actix", "diesel", "seatsync::"],
        why: "vendors compile the agent into their product: few dependencies, and nothing of the server",
    },
    Wall {
        path: "agent/src",
        except: "agent/src/bin",
        words: &["Utc::now", "Local::now", "SystemTime::now", "std::env", "thread::sleep", "println!", "eprintln!"],
        why: "a library asks its host: for the time, for settings, for patience, for a place to print",
    },
];

fn across_walls(file: &File) -> Vec<String> {
    let within = |folder: &str| file.path.starts_with(&format!("{folder}/")) || file.path == format!("{folder}.rs");
    let mut found = Vec::new();
    let code = file.product_code(None);
    let modules = crate_modules(&code.join("\n"));
    for wall in WALLS.iter().filter(|wall| within(wall.path) && !within(wall.except)) {
        for word in wall.words {
            let lines: Vec<usize> = match word.strip_prefix("crate::") {
                Some(module) => modules.iter().filter(|(_, named)| named == module).map(|(line, _)| *line).collect(),
                None => (1..).zip(&code).filter(|(_, line)| finds_word(line, word)).map(|(line, _)| line).collect(),
            };
            found.extend(lines.into_iter().map(|line| file.at(line, &format!("names `{word}`: {}", wall.why))));
        }
    }
    found
}

/// The modules of this crate that code names: `crate::store::Tx` and `crate::{clock, store::{Db, Tx}}` both name `store`.
fn crate_modules(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut note = |at: usize, text: &str| {
        let name: String = text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if !name.is_empty() {
            found.push((line_of(code, at + text.len() - text.trim_start().len()), name));
        }
    };
    for (at, path) in code.match_indices("crate::") {
        let (mut at, rest) = (at + path.len(), &code[at + path.len()..]);
        if !rest.starts_with('{') {
            note(at, rest);
            continue;
        }
        let mut depth = 0_i32;
        for part in rest.split_inclusive(['{', '}', ',']) {
            if depth == 1 {
                note(at, part);
            }
            at += part.len();
            depth += i32::from(part.ends_with('{')) - i32::from(part.ends_with('}'));
            if depth == 0 {
                break;
            }
        }
    }
    found
}

#[test]
fn a_ring_names_only_rings_to_its_left() {
    none(product().iter().flat_map(across_walls).collect());
}

#[test]
fn a_name_from_the_right_is_noticed() {
    let check = |path: &str, text: &str| across_walls(&File::new(path, text));
    noticed(
        &check("src/domain/a.rs", "//! A.\nuse diesel::prelude::*;\nuse serde_json::Value;\n"),
        &["src/domain/a.rs:2:", "src/domain/a.rs:3:"],
    );
    noticed(&check("src/domain.rs", "let t = chrono::Utc::now();"), &["src/domain.rs:1:"]);
    noticed(
        &check("src/store/a.rs", "use crate::{\n    clock,\n    actions::{web, x},\n    domain::y,\n};\n"),
        &["src/store/a.rs:3:"],
    );
    noticed(&check("src/actions/a.rs", "fn f() { crate::web::page() }"), &["src/actions/a.rs:1:"]);
    noticed(&check("src/pdf/a.rs", "use crate::domain::money::Money;"), &["src/pdf/a.rs:1:"]);
    noticed(&check("src/web/portal/a.rs", "use diesel::x;"), &["src/web/portal/a.rs:1:"]);
    noticed(&check("src/jobs/a.rs", "use actix_web::x;"), &["src/jobs/a.rs:1:"]);
    noticed(
        &check("agent/src/a.rs", "use seatsync::x;\nstd::env::var(y);"),
        &["agent/src/a.rs:1:", "agent/src/a.rs:2:"],
    );
    let well = "//! No diesel here.\nuse crate::store::web; // crate::web\nuse crate::{clock, store::{jobs, cli}};\nlet my_diesel = \"http://crate\";\n";
    noticed(&check("src/actions/a.rs", well), &[]);
    noticed(&check("src/web/a.rs", "#[cfg(test)]\nmod tests {\n    use diesel::x;\n}\n"), &[]);
    noticed(&check("agent/src/bin/x/main.rs", "let now = Utc::now();\nuse seatsync_agent::x;"), &[]);
    noticed(&check("src/clock.rs", "Utc::now()"), &[]);
    noticed(&check("src/actions/a.rs", "if crate::store::x() {\n    web, jobs\n}"), &[]);
    noticed(
        &check("src/web/a.rs", "#[allow(dead_code, reason = \"no-one\")]\nfn f() { diesel::x() }"),
        &["src/web/a.rs:2:"],
    );
}

// ---------------------------------------------------------------------------------------------------------------------
// 2. and 4. Templates and static files
// ---------------------------------------------------------------------------------------------------------------------

/// Served to nobody: how the served ones were made, and their licenses.
const NOT_SERVED: &[&str] = &[".md", ".scss"];

/// Folders of templates whose subfolders belong to the handler of the same stem.
const SURFACES: &[&str] = &["portal", "staff"];

/// Templates that code names: `path = "portal/home.html"`, or a letter by its folder (`"mail/invited`).
fn named_by_code(code: &[File], template: &str) -> bool {
    let folder = template.starts_with("mail/").then(|| template.rsplit_once('/').map(|(folder, _)| folder)).flatten();
    code.iter().any(|file| {
        file.text.contains(&format!("\"{template}\""))
            || folder.is_some_and(|f| file.text.contains(&format!("\"{f}\"")) || file.text.contains(&format!("\"{f}/")))
    })
}

/// Templates that a template names, each with its line: by `include`, `extends`, `import` or `from`.
fn named_by_template(file: &File) -> Vec<(usize, String)> {
    let beside = file.path.strip_prefix("templates/").and_then(|p| p.rsplit_once('/')).map_or("", |(folder, _)| folder);
    let mut found = Vec::new();
    for (line, tag) in between(&file.text, "{%", "%}") {
        let tag = tag.trim_matches(['-', '+', '~', ' ', '\n']);
        let names = ["include", "extends", "import", "from"].iter().any(|word| tag.starts_with(word));
        if let Some(name) = tag.split('"').nth(1).filter(|_| names) {
            found.push((line, name.to_owned()));
            found.push((line, format!("{beside}/{name}")));
        }
    }
    found
}

fn unreachable_templates(code: &[File], templates: &[File]) -> Vec<String> {
    let stem = |file: &File| file.path.trim_start_matches("templates/").to_owned();
    let mut waiting: Vec<&File> = templates.iter().filter(|t| named_by_code(code, &stem(t))).collect();
    let mut reached: BTreeSet<String> = waiting.iter().map(|t| stem(t)).collect();
    while let Some(template) = waiting.pop() {
        let names: BTreeSet<String> = named_by_template(template).into_iter().map(|(_, name)| name).collect();
        for next in templates.iter().filter(|t| names.contains(&stem(t))) {
            if reached.insert(stem(next)) {
                waiting.push(next);
            }
        }
    }
    templates.iter().filter(|t| !reached.contains(&stem(t))).map(|t| t.at(1, "no page and no letter uses it")).collect()
}

fn unreachable_static(texts: &[File], assets: &[File]) -> Vec<String> {
    let served = assets.iter().filter(|a| !NOT_SERVED.iter().any(|ending| a.path.ends_with(ending)));
    let named = |asset: &File| {
        let name = asset.name();
        texts.iter().any(|t| {
            t.path != asset.path && (t.text.contains(&format!("\"{name}")) || t.text.contains(&format!("/{name}")))
        })
    };
    served.filter(|a| !named(a)).map(|a| a.at(1, "no page, style sheet or script names it")).collect()
}

fn foreign_templates(code: &[File], templates: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    let owner = |name: &str| {
        let mut parts = name.split('/');
        let (surface, stem, rest) = (parts.next()?, parts.next()?, parts.next());
        (SURFACES.contains(&surface) && rest.is_some()).then(|| format!("{surface}/{stem}"))
    };
    for file in code {
        for (line, name) in between(&file.text, "path = \"", "\"") {
            let Some(owner) = owner(name) else { continue };
            if file.path != format!("src/web/{owner}.rs") && !file.path.starts_with(&format!("src/web/{owner}/")) {
                found.push(file.at(line, &format!("templates/{owner}/ is used only from src/web/{owner}.rs")));
            }
        }
    }
    for file in templates {
        for (line, name) in named_by_template(file) {
            let Some(owner) = owner(&name).filter(|_| templates.iter().any(|t| t.path == format!("templates/{name}")))
            else {
                continue;
            };
            if !file.path.starts_with(&format!("templates/{owner}/")) {
                found.push(
                    file.at(line, &format!("templates/{owner}/ is used only from there and from src/web/{owner}.rs")),
                );
            }
        }
    }
    found
}

#[test]
fn every_template_is_reached_from_a_page_or_a_letter() {
    none(unreachable_templates(&files("src", &[".rs"]), &templates()));
}

#[test]
fn every_static_file_is_named_by_a_page_or_another_static_file() {
    if files("templates/portal", &[".html"]).is_empty() {
        return; // No pages yet.
    }
    let assets = files("static", &[""]);
    let texts = [files("src", &[".rs"]), templates(), files("static", &[".css", ".js"])].concat();
    none(unreachable_static(&texts, &assets));
}

#[test]
fn a_folder_of_templates_belongs_to_the_handler_of_its_stem() {
    none(foreign_templates(&files("src", &[".rs"]), &templates()));
}

#[test]
fn a_lost_template_and_a_lost_static_file_are_noticed() {
    let code =
        [File::new("src/web/portal/home.rs", "#[template(path = \"portal/home.html\")]\nletter!(\"mail/invited\")")];
    let page =
        File::new("templates/portal/home.html", "{% extends \"layout/portal.html\" %}{%- include \"row.html\" -%}");
    let layout = File::new("templates/layout/portal.html", "<link href=\"{{ asset(\"css/app.css\") }}\">");
    let row = File::new("templates/portal/row.html", "");
    let letter = File::new("templates/mail/invited/body.txt", "");
    let lost = File::new("templates/parts/lost.html", "{% include \"parts/also_lost.html\" %}");
    let also_lost = File::new("templates/parts/also_lost.html", "");
    let all = [page, layout, row, letter, lost, also_lost];
    noticed(&unreachable_templates(&code, &all), &["templates/parts/lost.html:", "templates/parts/also_lost.html:"]);

    let assets = [
        File::new("static/css/app.css", "app.css"),
        File::new("static/img/lost.svg", ""),
        File::new("static/css/README.md", ""),
    ];
    noticed(&unreachable_static(&all, &assets), &["static/img/lost.svg:"]);
}

#[test]
fn a_template_used_by_a_stranger_is_noticed() {
    let invoices = "#[template(path = \"portal/invoices/show.html\")]";
    let check = |path: &str| foreign_templates(&[File::new(path, invoices)], &[]);
    noticed(&check("src/web/portal/home.rs"), &["src/web/portal/home.rs:1:"]);
    noticed(&check("src/web/portal/invoices.rs"), &[]);
    noticed(&check("src/web/portal/invoices/pdf.rs"), &[]);
    let row = File::new("templates/portal/invoices/row.html", "");
    let user = File::new("templates/portal/home.html", "\n{% include \"portal/invoices/row.html\" %}");
    noticed(&foreign_templates(&[], &[row, user]), &["templates/portal/home.html:2:"]);
}

// ---------------------------------------------------------------------------------------------------------------------
// 3. Module documentation, and how long a line is
// ---------------------------------------------------------------------------------------------------------------------

fn undocumented(file: &File) -> Vec<String> {
    let paragraph: Vec<&str> = file.text.lines().map_while(|line| line.strip_prefix("//! ")).collect();
    let sentence = paragraph.join(" ");
    let well = sentence.starts_with(|c: char| c.is_uppercase() || c == '`' || c == '“')
        && sentence.trim_end().ends_with(['.', ':', '!', '?', ')']);
    if well {
        Vec::new()
    } else {
        vec![file.at(1, "begins with no `//!` sentence that says what it is the single place for")]
    }
}

#[test]
fn every_rust_file_begins_with_a_sentence_that_says_what_it_is() {
    none(all_rust().iter().flat_map(undocumented).collect());
}

#[test]
fn a_file_without_a_sentence_is_noticed() {
    let check = |text: &str| undocumented(&File::new("a.rs", text)).len();
    assert_eq!(check("use x;\n"), 1);
    assert_eq!(check("//! money\nuse x;\n"), 1);
    assert_eq!(check("\n//! Amounts.\n"), 1);
    assert_eq!(check("//! Amounts in minor units, and the\n//! only rounding.\n\nuse x;\n"), 0);
}

/// A screen's width; rustfmt breaks code at 120, but leaves text and comments alone.
const LONGEST_LINE: usize = 160;

fn long_lines(file: &File) -> Vec<String> {
    let long =
        file.lines().map(|(number, line)| (number, line.chars().count())).filter(|(_, length)| *length > LONGEST_LINE);
    long.map(|(number, length)| file.at(number, &format!("has {length} characters, more than {LONGEST_LINE}")))
        .collect()
}

#[test]
fn no_line_is_longer_than_a_screen_is_wide() {
    let written = all_rust().into_iter().chain(templates()).filter(|f| f.path != "src/store/schema.rs");
    none(written.flat_map(|f| long_lines(&f)).collect());
}

#[test]
fn a_long_line_is_noticed() {
    noticed(&long_lines(&File::new("a.rs", &format!("x\n{}\n{}", "ä".repeat(160), "ä".repeat(161)))), &["a.rs:3:"]);
}

// ---------------------------------------------------------------------------------------------------------------------
// 5. and 6. Two databases
// ---------------------------------------------------------------------------------------------------------------------

fn uneven_migrations(paths: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    let names: BTreeSet<&str> = paths.iter().filter_map(|p| p.split('/').nth(2)).filter(|n| !n.contains('.')).collect();
    for name in names {
        for tree in ["postgres", "sqlite"] {
            for script in ["up.sql", "down.sql"] {
                let path = format!("migrations/{tree}/{name}/{script}");
                if !paths.contains(&path) {
                    found.push(format!("{path}:1: is missing; both trees have the same migrations"));
                }
            }
        }
    }
    found
}

#[test]
fn both_databases_have_the_same_migrations() {
    none(uneven_migrations(&files("migrations", &[".sql"]).into_iter().map(|f| f.path).collect::<Vec<_>>()));
}

#[test]
fn a_migration_of_one_database_alone_is_noticed() {
    let paths = ["migrations/postgres/1_a/up.sql", "migrations/postgres/1_a/down.sql", "migrations/sqlite/1_a/up.sql"]
        .map(str::to_owned);
    noticed(&uneven_migrations(&paths), &["migrations/sqlite/1_a/down.sql:"]);
}

const DIALECT: &str = "src/store/dialect.rs";

fn dialects(file: &File) -> Vec<String> {
    let by_database = |line: &str| {
        line.contains("cfg") && ["\"sqlite\"", "\"postgres\"", "\"mysql\""].iter().any(|d| line.contains(d))
    };
    let visible =
        file.code().filter(|(_, line)| file.path != DIALECT && (finds_word(line, "sql_query") || by_database(line)));
    visible
        .map(|(number, _)| file.at(number, &format!("raw SQL, and what differs by database, is in {DIALECT} alone")))
        .collect()
}

#[test]
fn dialects_are_visible_in_one_file_only() {
    none(files("src", &[".rs"]).iter().flat_map(dialects).collect());
}

#[test]
fn a_second_place_of_dialects_is_noticed() {
    let text = "diesel::sql_query(x);\n#[cfg(feature = \"sqlite\")]\nfn my_sql_query() {}\n";
    noticed(&dialects(&File::new("src/store/a.rs", text)), &["src/store/a.rs:1:", "src/store/a.rs:2:"]);
    noticed(&dialects(&File::new(DIALECT, text)), &[]);
}

// ---------------------------------------------------------------------------------------------------------------------
// 7. and 8. Letters and pages
// ---------------------------------------------------------------------------------------------------------------------

fn incomplete_letters(paths: &[String]) -> Vec<String> {
    let folders: BTreeSet<&str> =
        paths.iter().filter_map(|p| p.strip_prefix("templates/mail/")?.split_once('/')).map(|(f, _)| f).collect();
    let wanted = folders.iter().flat_map(|folder| {
        ["subject.txt", "body.txt", "body.html"].map(|part| format!("templates/mail/{folder}/{part}"))
    });
    wanted
        .filter(|path| !paths.contains(path))
        .map(|path| format!("{path}:1: is missing; a letter has a subject, a text and HTML"))
        .collect()
}

#[test]
fn every_letter_has_a_subject_a_text_and_html() {
    none(incomplete_letters(&templates().into_iter().map(|f| f.path).collect::<Vec<_>>()));
}

#[test]
fn an_incomplete_letter_is_noticed() {
    let paths = ["templates/mail/invited/subject.txt", "templates/mail/invited/body.html"].map(str::to_owned);
    noticed(&incomplete_letters(&paths), &["templates/mail/invited/body.txt:"]);
}

/// Templates that may print unescaped, each with its reason.
const UNESCAPED: &[(&str, &str)] = &[];

/// Readers of mail know no style sheets, and no policy of ours reaches them: letters alone carry styles.
const LETTERS: &[&str] = &["templates/mail/", "templates/layout/letter."];

fn unsafe_markup(file: &File) -> Vec<String> {
    let mut found = Vec::new();
    let styled = LETTERS.iter().any(|letters| file.path.starts_with(letters));
    for (number, line) in file.lines() {
        let squeezed = line.replace(' ', "");
        let unescaped = squeezed
            .match_indices("|safe")
            .any(|(at, word)| !squeezed[at + word.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'));
        if unescaped && !UNESCAPED.iter().any(|(path, _)| file.path == *path) {
            found.push(file.at(number, "prints unescaped (`|safe`)"));
        }
        if !file.path.ends_with(".html") {
            continue;
        }
        let lower = line.to_lowercase();
        if !styled && (lower.contains("<style") || has_attribute(&lower, |name| name == "style")) {
            found.push(file.at(number, "has a style of its own; the policy blocks it, use a class"));
        }
        if has_attribute(&lower, |name| name.len() > 2 && name.starts_with("on")) {
            found.push(file.at(number, "has a script of its own (`on…=`); the policy blocks it"));
        }
    }
    for (line, tag) in between(&file.text.to_lowercase(), "<script", ">") {
        if !tag.contains("src=") {
            found.push(file.at(line, "has a script of its own; the policy blocks it, use static/js"));
        }
    }
    found
}

/// Whether a line holds an attribute, ` name="`, whose name is one of these.
fn has_attribute(line: &str, is_one: impl Fn(&str) -> bool) -> bool {
    line.match_indices("=\"").chain(line.match_indices("='")).any(|(at, _)| {
        let before = &line[..at];
        let name: String = before.chars().rev().take_while(|c| c.is_ascii_alphabetic() || *c == '-').collect();
        let starts = before.len() - name.len();
        let blank = starts == 0 || before[..starts].ends_with([' ', '\t', '"', '\'']);
        blank && is_one(&name.chars().rev().collect::<String>())
    })
}

/// Whether this piece of a form brings the token that only our own pages know: `{% include "parts/csrf.html" %}` or `{% call …csrf… %}`.
fn brings_csrf(form: &str) -> bool {
    between(form, "{%", "%}").iter().any(|(_, tag)| {
        let tag = tag.trim_matches(['-', '+', '~', ' ']);
        (tag.starts_with("include") || tag.starts_with("call")) && tag.contains("csrf")
    })
}

fn forgeable_forms(file: &File) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in file.text.match_indices("<form") {
        let form = &file.text[at..];
        let form = &form[..form.find("</form>").unwrap_or(form.len())];
        let opening = form[..form.find('>').unwrap_or(form.len())].to_lowercase().replace(['"', '\''], "");
        if opening.contains("method=post") && !brings_csrf(form) {
            found.push(
                file.at(line_of(&file.text, at), "a POST form without the csrf part can be forged by a foreign page"),
            );
        }
    }
    found
}

#[test]
fn no_template_prints_unescaped_or_brings_its_own_script_or_style() {
    none(templates().iter().flat_map(unsafe_markup).collect());
}

#[test]
fn every_post_form_brings_the_csrf_part() {
    none(templates().iter().flat_map(forgeable_forms).collect());
}

#[test]
fn unescaped_text_scripts_and_styles_in_templates_are_noticed() {
    let check = |path: &str, text: &str| unsafe_markup(&File::new(path, text)).len();
    for wrong in [
        "{{ x | safe }}",
        "{{ x|safe }}",
        "<p style=\"x\">",
        "<style>",
        "<a onclick=\"x\">",
        "<script>x</script>",
        "<SCRIPT nonce=\"x\">",
    ] {
        assert_eq!(check("templates/portal/a.html", wrong), 1, "{wrong}");
    }
    for well in [
        "{{ x|safe_name }}",
        "<script src=\"/a.js\" defer></script>",
        "<p class=\"style\" data-on=\"x\">",
        "{% if on == \"x\" %}",
        "{% let reason=\"x\" %}",
    ] {
        assert_eq!(check("templates/portal/a.html", well), 0, "{well}");
    }
    assert_eq!(check("templates/mail/a/body.html", "<p style=\"x\">"), 0);
    assert_eq!(check("templates/mail/a/body.html", "<p style=\"x\" onload='x'>"), 1);
}

#[test]
fn a_form_that_can_be_forged_is_noticed() {
    let check = |text: &str| forgeable_forms(&File::new("a.html", text));
    noticed(
        &check("\n<form method=\"post\" action=\"/x\">\n<button></form>{% include \"parts/csrf.html\" %}"),
        &["a.html:2:"],
    );
    noticed(&check("<form action=\"/x\"\n  method='POST'>csrf</form>"), &["a.html:1:"]);
    noticed(&check("<form method=\"post\">{% include \"parts/csrf.html\" %}</form><form method=\"get\"></form>"), &[]);
    noticed(&check("<form method=\"post\">{%- call forms::csrf(page.token) -%}{% endcall %}</form>"), &[]);
}

// ---------------------------------------------------------------------------------------------------------------------
// 9. Guards
// ---------------------------------------------------------------------------------------------------------------------

/// Having one is having the right (`src/web/guards.rs`). `On<` takes a right as its argument.
const PORTAL_GUARDS: &[&str] =
    &["Member", "On", "Across", "Customer", "Owner", "BillingAdmin", "TechnicalAdmin", "Look", "Billing", "Technical"];
const STAFF_GUARDS: &[&str] = &["Staff"];

fn unguarded(file: &File) -> Vec<String> {
    let (guards, surface) = match () {
        () if file.path.starts_with("src/web/portal/") => (PORTAL_GUARDS, "portal"),
        () if file.path.starts_with("src/web/staff/") => (STAFF_GUARDS, "staff"),
        () => return Vec::new(),
    };
    let code: String = file.code().map(|(_, line)| format!("{line}\n")).collect();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("async fn ") {
        let before = code[..at].lines().last().unwrap_or_default().trim();
        if !before.starts_with("pub") || code[..at].ends_with('\n') {
            continue;
        }
        let rest = &code[at..];
        let arguments = rest.find('(').map_or("", |from| &rest[from..]);
        let arguments = &arguments[..arguments.find('{').unwrap_or(arguments.len())];
        let arguments = arguments.split(" -> ").next().unwrap_or_default();
        if !guards.iter().any(|guard| finds_whole_word(arguments, guard)) {
            found.push(
                file.at(line_of(&code, at), &format!("a handler of the {surface} takes no guard; one of {guards:?}")),
            );
        }
    }
    found
}

#[test]
fn every_handler_of_portal_and_staff_takes_a_guard() {
    none(files("src/web", &[".rs"]).iter().flat_map(unguarded).collect());
}

#[test]
fn a_handler_without_a_guard_is_noticed() {
    let check = |path: &str, text: &str| unguarded(&File::new(path, text));
    noticed(
        &check("src/web/staff/a.rs", "\npub async fn index(\n    member: Member,\n) -> Page<Staff> {\n"),
        &["src/web/staff/a.rs:2:"],
    );
    noticed(
        &check("src/web/portal/a.rs", "pub(crate) async fn index(app: Data<App>) -> Result<Member> {"),
        &["src/web/portal/a.rs:1:"],
    );
    noticed(
        &check("src/web/portal/a.rs", "pub async fn index(Membership(x): Membership) {"),
        &["src/web/portal/a.rs:1:"],
    );
    noticed(&check("src/web/portal/a.rs", "pub async fn index(on: On<Billing>) {\nasync fn helper(x: u8) {"), &[]);
    noticed(&check("src/web/staff/a.rs", "pub async fn index(\n    staff: Staff, // who\n    app: App,\n) {"), &[]);
    noticed(&check("src/web/public/a.rs", "pub async fn sign_in() {"), &[]);
}

// ---------------------------------------------------------------------------------------------------------------------
// 10., 11. and 12. Said twice, said the same
// ---------------------------------------------------------------------------------------------------------------------

/// A constant, where it stands, and the words that follow its number wherever a document repeats it.
const RESTATED: &[(&str, &str, &str)] = &[
    ("src/domain/renewal.rs", "DEFAULT_NOTICE_DAYS", "days of notice"),
    ("src/domain/license.rs", "GRACE_DAYS", "days of grace"),
    ("src/domain/password.rs", "SHORTEST", "characters or more"),
];

fn constant(source: &File, name: &str) -> Option<String> {
    let (_, line) = source.code().find(|(_, line)| line.contains("const ") && finds_whole_word(line, name))?;
    Some(line.split_once('=')?.1.trim().trim_end_matches(';').replace('_', ""))
}

fn wrong_numbers(documents: &[File], value: &str, phrase: &str) -> Vec<String> {
    let mut found = Vec::new();
    for document in documents {
        for (number, line) in document.lines() {
            for (at, _) in line.match_indices(phrase) {
                let said: String = line[..at]
                    .trim_end()
                    .chars()
                    .rev()
                    .take_while(char::is_ascii_digit)
                    .collect::<String>()
                    .chars()
                    .rev()
                    .collect();
                let range = line[..at].trim_end().trim_end_matches(&said).trim_end().ends_with("to");
                if !said.is_empty() && !range && said != value {
                    found.push(document.at(number, &format!("says {said} {phrase}; the code says {value}")));
                }
            }
        }
    }
    found
}

#[test]
fn numbers_that_documents_repeat_are_the_constants() {
    let documents =
        [files("docs", &[".md"]), ["README.md", "ARCHITECTURE.md"].into_iter().filter_map(file).collect()].concat();
    for (path, name, phrase) in RESTATED {
        let Some(source) = file(path) else { continue };
        let value = constant(&source, name).unwrap_or_else(|| panic!("{path}: {name} is gone; change RESTATED"));
        none(wrong_numbers(&documents, &value, phrase));
    }
}

#[test]
fn a_number_repeated_wrongly_is_noticed() {
    let source = File::new("a.rs", "/// Days.\npub const NOTICE: i64 = 1_030;\n");
    assert_eq!(constant(&source, "NOTICE").as_deref(), Some("1030"));
    let text = "With 31 days of notice.\n30 days of notice, 0 to 90 days of notice, some days of notice.";
    noticed(&wrong_numbers(&[File::new("a.md", text)], "30", "days of notice"), &["a.md:1:"]);
}

/// `SETTINGS` as the source says them: name, and default if there is one.
fn settings(config: &File) -> BTreeMap<String, Option<String>> {
    let Some((_, table)) = between(&config.text, "const SETTINGS", "];").into_iter().next() else {
        return BTreeMap::new();
    };
    // A long entry is broken after its parenthesis; a setting's name in a description follows no parenthesis.
    let table: String = table.split('(').map(|part| format!("({}", part.trim_start())).collect();
    let entries = table.split("(\"SEATSYNC_").skip(1);
    let read = entries.filter_map(|entry| {
        let (name, rest) = entry.split_once('"')?;
        let default =
            rest.trim_start_matches([',', ' ', '\n', '\t']).strip_prefix("Some(\"").and_then(|r| r.split_once('"'));
        Some((format!("SEATSYNC_{name}"), default.map(|(value, _)| value.to_owned())))
    });
    read.collect()
}

fn wrong_example(example: &File, settings: &BTreeMap<String, Option<String>>) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (number, line) in example.lines() {
        let bare = line.trim_start_matches(['#', ' ']);
        let Some((name, value)) =
            bare.split_once('=').filter(|(name, _)| name.starts_with("SEATSYNC_") && !name.contains(' '))
        else {
            continue;
        };
        seen.insert(name.to_owned());
        let value = value.trim_matches('"');
        match settings.get(name) {
            None => found.push(example.at(number, &format!("{name} is no setting"))),
            Some(default) if default.as_deref().unwrap_or_default() != value => {
                found.push(example.at(number, &format!("{name} has the default {default:?}, not {value:?}")));
            }
            Some(_) => {}
        }
    }
    let missing = settings.keys().filter(|name| !seen.contains(*name));
    found.extend(missing.map(|name| example.at(1, &format!("{name} is missing"))));
    found
}

#[test]
fn the_example_of_settings_lists_exactly_the_settings() {
    let Some(config) = file("src/config/mod.rs") else { return };
    let settings = settings(&config);
    assert!(!settings.is_empty(), "src/config/mod.rs: SETTINGS cannot be read any more; mend `settings` above");
    none(wrong_example(&file(".env.example").expect(".env.example"), &settings));
}

#[test]
fn an_example_of_settings_that_lies_is_noticed() {
    let source = "pub const SETTINGS: &[X] = &[\n    (\"SEATSYNC_A\", Some(\"1\"), \"one\"),\n    (\n        \"SEATSYNC_B\",\n        \
                  None,\n        \"Some(\\\"x\\\")\",\n    ),\n    (\"SEATSYNC_C\", None, \"\"),\n];\n";
    let settings = settings(&File::new("a.rs", source));
    assert_eq!(settings.len(), 3);
    assert_eq!(settings["SEATSYNC_A"].as_deref(), Some("1"));
    assert_eq!(settings["SEATSYNC_B"], None);
    let example = File::new(".env.example", "# One.\n#SEATSYNC_A=2\nSEATSYNC_B=\n# SEATSYNC_D=x\n");
    noticed(&wrong_example(&example, &settings), &[".env.example:2:", ".env.example:4:", ".env.example:1: SEATSYNC_C"]);
}

const RULES: &str = "docs/billing-rules.md";

/// Ids of rules, `R` and a number, that a line names.
fn rule_ids(line: &str) -> Vec<String> {
    let digits = |at: usize| line[at + 1..].chars().take_while(char::is_ascii_digit).collect::<String>();
    let starts =
        line.match_indices('R').filter(|(at, _)| !line[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
    let ends = starts.map(|(at, _)| (at + 1 + digits(at).len(), digits(at)));
    ends.filter(|(end, d)| !d.is_empty() && !line[*end..].starts_with(|c: char| c.is_alphabetic()))
        .map(|(_, d)| format!("R{d}"))
        .collect()
}

/// Ids of rules a test's name begins with: `fn r9_r11_a_term…`.
fn rules_in_name(line: &str) -> Vec<String> {
    let name = line.trim_start().trim_start_matches("async ").strip_prefix("fn ").unwrap_or("");
    let ids = name.split('_').map_while(|part| part.strip_prefix('r').filter(|d| d.parse::<u32>().is_ok()));
    ids.map(|digits| format!("R{digits}")).collect()
}

/// What tests say: whole test files, and what follows `#[cfg(test)]` elsewhere.
fn test_text(file: &File) -> &str {
    if is_test_file(&file.path) {
        return &file.text;
    }
    file.text.find("#[cfg(test)]").map_or("", |at| &file.text[at..])
}

fn rules_without_test(rules: &File, code: &[File]) -> Vec<String> {
    let tested: BTreeSet<String> =
        code.iter().flat_map(|f| test_text(f).lines().flat_map(|l| [rule_ids(l), rules_in_name(l)].concat())).collect();
    let mut said = BTreeMap::new();
    for (number, line) in rules.lines() {
        for id in rule_ids(line) {
            said.entry(id).or_insert(number);
        }
    }
    let mut found: Vec<String> = said
        .iter()
        .filter(|(id, _)| !tested.contains(*id))
        .map(|(id, line)| rules.at(*line, &format!("no test names {id}")))
        .collect();
    for file in code {
        for (number, line) in file.lines() {
            let unknown = rule_ids(line).into_iter().filter(|id| !said.contains_key(id));
            found.extend(unknown.map(|id| file.at(number, &format!("{id} is no rule of {RULES}"))));
        }
    }
    found
}

#[test]
fn every_billing_rule_is_named_by_a_test_and_every_named_rule_exists() {
    let Some(rules) = file(RULES) else { return };
    let code: Vec<File> = all_rust().into_iter().filter(|f| f.path != "tests/tidy.rs").collect();
    none(rules_without_test(&rules, &code));
}

#[test]
fn a_rule_without_a_test_is_noticed() {
    assert_eq!(rule_ids("R1, (R22): R; RFC 7518, `R8`, XR9, R3a, R4_x"), ["R1", "R22", "R8", "R4"]);
    assert_eq!(rules_in_name("    fn r9_r11_a_term_of_r3() {"), ["R9", "R11"]);
    let rules = File::new(RULES, "- **R1** a\n- **R2** b\n- **R3** c, as R1\n");
    let code = [
        File::new("src/a.rs", "/// R2, R9.\n#[cfg(test)]\nmod tests {\n// R1\n}"),
        File::new("tests/it/a.rs", "// R3"),
    ];
    noticed(&rules_without_test(&rules, &code), &["docs/billing-rules.md:2:", "src/a.rs:1:"]);
}

// ---------------------------------------------------------------------------------------------------------------------
// What must not be left behind
// ---------------------------------------------------------------------------------------------------------------------

/// What ends the process or the work, and the lint under whose `#[allow(…, reason = "…")]` it may stand.
const ENDINGS: &[(&str, Option<&str>)] = &[
    (".unwrap()", Some("clippy::unwrap_used")),
    (".expect(", Some("clippy::expect_used")),
    ("todo!", None),
    ("unimplemented!", None),
    ("dbg!", None),
];

fn endings(file: &File) -> Vec<String> {
    let mut found = Vec::new();
    for (word, lint) in ENDINGS {
        let code = file.product_code(*lint);
        let lines = (1..).zip(&code).filter(|(_, line)| line.contains(word)).map(|(number, _)| number);
        let why = format!("`{word}` in the product; handle it, or allow its lint with a reason");
        found.extend(lines.map(|number| file.at(number, &why)));
    }
    found
}

fn ignored_tests(file: &File) -> Vec<String> {
    let ignore = concat!("#[", "ignore");
    file.code()
        .filter(|(_, line)| line.trim_start().starts_with(ignore))
        .map(|(number, _)| file.at(number, "an ignored test holds nothing"))
        .collect()
}

#[test]
fn the_product_neither_unwraps_nor_leaves_work_undone() {
    none(product().iter().flat_map(endings).collect());
}

#[test]
fn no_test_is_ignored() {
    none(all_rust().iter().flat_map(ignored_tests).collect());
}

#[test]
fn an_unwrap_in_the_product_and_an_ignored_test_are_noticed() {
    let text = "fn f() {\n    x.unwrap();\n    // y.unwrap()\n}\n#[cfg(test)]\nmod tests {\n    fn g() {\n        x.unwrap();\n    }\n}\n\
                #[allow(clippy::expect_used, reason = \"r\")]\nfn h() {\n    x.expect(\"y\");\n}\nfn i() {\n    x.expect(\"y\");\n    todo!()\n}\n";
    noticed(&endings(&File::new("src/a.rs", text)), &["src/a.rs:2:", "src/a.rs:16:", "src/a.rs:17:"]);
    noticed(&endings(&File::new("src/a.rs", "#[cfg(test)]\nmod tests;\nfn f() { x.unwrap() }\n")), &["src/a.rs:3:"]);
    let spread = "#[allow(\n    clippy::expect_used,\n    reason = \"r\"\n)]\nfn f() { x.expect(\"y\") }\nfn g() { x.expect(\"y\") }\n";
    noticed(&endings(&File::new("src/a.rs", spread)), &["src/a.rs:6:"]);
    noticed(&endings(&File::new("src/a_tests.rs", text)), &[]);
    let ignored = format!("#[test]\n{}]\nfn f() {{}}", concat!("#[", "ignore"));
    noticed(&ignored_tests(&File::new("tests/a.rs", &ignored)), &["tests/a.rs:2:"]);
}
