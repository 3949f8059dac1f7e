//! What is written: sentences on top of files, lines, migrations, and what is said twice and must be said the same.

use std::collections::BTreeSet;

use seatsync::config::SETTINGS;
use seatsync::domain::{license, password, renewal};

use super::{File, file, files, is_test_file, none, noticed, rust, templates};

fn undocumented(file: &File) -> Option<String> {
    let paragraph: Vec<&str> = file.text.lines().map_while(|line| line.strip_prefix("//! ")).collect();
    let sentence = paragraph.join(" ");
    let well = sentence.starts_with(|c: char| c.is_uppercase() || c == '`' || c == '“')
        && sentence.trim_end().ends_with(['.', ':', '!', '?', ')']);
    (!well).then(|| file.at(1, "begins with no `//!` sentence that says what it is the single place for"))
}

#[test]
fn every_rust_file_begins_with_a_sentence_that_says_what_it_is() {
    none(rust().iter().filter_map(undocumented).collect());
}

#[test]
fn a_file_without_a_sentence_is_noticed() {
    for (text, is_well) in [
        ("use x;\n", false),
        ("//! money\nuse x;\n", false),
        ("\n//! Amounts.\n", false),
        ("//! Amounts in minor units, and the\n//! only rounding.\n\nuse x;\n", true),
    ] {
        assert_eq!(undocumented(&File::new("a.rs", text)).is_none(), is_well, "{text}");
    }
}

/// A screen's width; rustfmt breaks code at 120, but leaves text and comments alone.
const LONGEST_LINE: usize = 160;

fn unwieldy(file: &File) -> Vec<String> {
    let ignore = concat!("#[", "ignore");
    let of_line = |(number, line): (usize, &str)| match line.chars().count() {
        _ if line.trim_start().starts_with(ignore) => Some(file.at(number, "an ignored test holds nothing")),
        length if length > LONGEST_LINE => {
            Some(file.at(number, &format!("has {length} characters, more than {LONGEST_LINE}")))
        }
        _ => None,
    };
    file.lines().filter_map(of_line).collect()
}

#[test]
fn no_line_is_longer_than_a_screen_is_wide_and_no_test_is_ignored() {
    none(rust().iter().chain(&templates()).flat_map(unwieldy).collect());
}

#[test]
fn a_long_line_and_an_ignored_test_are_noticed() {
    noticed(&unwieldy(&File::new("a.rs", &format!("x\n{}\n{}", "ä".repeat(160), "ä".repeat(161)))), &["a.rs:3:"]);
    noticed(
        &unwieldy(&File::new("a.rs", &format!("#[test]\n{}]\nfn f() {{}}", concat!("#[", "ignore")))),
        &["a.rs:2:"],
    );
}

/// Words with a capital inside that people know.
const NAMES: [&str; 4] = ["IdNr", "JavaScript", "KiB", "PostgreSQL"];

/// Names of types that stand in what people read, as a renaming by machine leaves them.
fn names_of_types(catalogue: &File) -> Vec<String> {
    let is_a_types = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
            && !NAMES.contains(word)
    };
    let said = |line: &str| line.split_once('=').map_or_else(String::new, |(_, text)| text.to_owned());
    let lines = catalogue.lines().map(|(number, line)| (number, said(line)));
    let words = |(number, text): (usize, String)| {
        let found = text.split(|c: char| !c.is_alphanumeric()).find(is_a_types);
        found.map(|word| catalogue.at(number, &format!("says {word}, which is the name of a type")))
    };
    lines.filter_map(words).collect()
}

#[test]
fn no_text_that_people_read_names_a_type() {
    none(
        ["i18n/en/seatsync.ftl", "i18n/de/seatsync.ftl"].iter().flat_map(|path| names_of_types(&file(path))).collect(),
    );
}

#[test]
fn a_text_that_names_a_type_is_noticed() {
    noticed(&names_of_types(&File::new("a.ftl", "a = b\nemails-state = ReceivedState\n")), &["a.ftl:2:"]);
    assert!(names_of_types(&File::new("a.ftl", "vat = USt-IdNr. und JavaScript\n")).is_empty());
}

fn uneven_migrations(paths: &[String]) -> Vec<String> {
    let names: BTreeSet<&str> = paths.iter().filter_map(|p| p.split('/').nth(2)).filter(|n| !n.contains('.')).collect();
    let of_name = |name: &&str| {
        ["postgres", "sqlite"]
            .map(|tree| ["up", "down"].map(|script| format!("migrations/{tree}/{name}/{script}.sql")))
            .concat()
    };
    let missing = names.iter().flat_map(of_name).filter(|path| !paths.contains(path));
    missing.map(|path| format!("{path}:1: is missing; both trees have the same migrations")).collect()
}

#[test]
fn both_databases_have_the_same_migrations() {
    none(uneven_migrations(&files("migrations", &[".sql"]).into_iter().map(|f| f.path).collect::<Vec<_>>()));
}

#[test]
fn a_migration_of_one_database_alone_is_noticed() {
    let paths = ["postgres/1_a/up", "postgres/1_a/down", "sqlite/1_a/up"].map(|path| format!("migrations/{path}.sql"));
    noticed(&uneven_migrations(&paths), &["migrations/sqlite/1_a/down.sql:"]);
}

fn wrong_numbers(document: &File, value: i64, phrase: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in document.lines() {
        for (at, _) in line.match_indices(phrase) {
            let mut words = line[..at].split_whitespace().rev();
            let said = words.next().and_then(|word| word.trim_start_matches('(').parse::<i64>().ok());
            if said.is_some_and(|said| said != value) && words.next() != Some("to") {
                found.push(document.at(number, &format!("does not say {value} {phrase}, as the code does")));
            }
        }
    }
    found
}

#[test]
fn numbers_that_documents_repeat_are_the_constants() {
    let documents = [files("docs", &[".md"]), vec![file("README.md"), file("ARCHITECTURE.md")]].concat();
    for (value, phrase) in [
        (renewal::DEFAULT_NOTICE_DAYS, "days of notice"),
        (license::GRACE_DAYS, "days of grace"),
        (password::SHORTEST.try_into().unwrap(), "characters or more"),
    ] {
        none(documents.iter().flat_map(|document| wrong_numbers(document, value, phrase)).collect());
    }
}

#[test]
fn a_number_repeated_wrongly_is_noticed() {
    let text = "With 31 days of notice.\n30 days of notice, 0 to 90 days of notice, some days of notice.";
    noticed(&wrong_numbers(&File::new("a.md", text), 30, "days of notice"), &["a.md:1:"]);
}

fn wrong_example(example: &File, settings: &[(&str, Option<&str>, &str)]) -> Vec<String> {
    let (mut found, mut missing) = (Vec::new(), settings.iter().map(|(name, ..)| *name).collect::<BTreeSet<_>>());
    for (number, line) in example.lines() {
        let assigned = line.trim_start_matches(['#', ' ']).split_once('=');
        let Some((name, value)) = assigned.filter(|(name, _)| name.starts_with("SEATSYNC_") && !name.contains(' '))
        else {
            continue;
        };
        missing.remove(name);
        match settings.iter().find(|(known, ..)| *known == name) {
            None => found.push(example.at(number, &format!("{name} is no setting"))),
            Some((_, default, _)) if default.unwrap_or_default() != value.trim_matches('"') => {
                found.push(example.at(number, &format!("{name} has the default {default:?}, not {value:?}")));
            }
            Some(_) => {}
        }
    }
    found.extend(missing.into_iter().map(|name| example.at(1, &format!("{name} is missing"))));
    found
}

#[test]
fn the_example_of_settings_lists_exactly_the_settings() {
    none(wrong_example(&file(".env.example"), SETTINGS));
}

#[test]
fn an_example_of_settings_that_lies_is_noticed() {
    let settings = [("SEATSYNC_A", Some("1"), "one"), ("SEATSYNC_B", None, ""), ("SEATSYNC_C", None, "")];
    let example = File::new(".env.example", "# One.\n#SEATSYNC_A=2\nSEATSYNC_B=\n# SEATSYNC_D=x\n");
    noticed(&wrong_example(&example, &settings), &[".env.example:2:", ".env.example:4:", ".env.example:1: SEATSYNC_C"]);
}

const RULES: &str = "docs/billing-rules.md";

/// Ids of rules that a line names: `R` and a number, or in a test's name: `fn r9_r11_a_term…`.
fn rule_ids(line: &str) -> Vec<String> {
    let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
    let (names, plain): (Vec<&str>, Vec<&str>) =
        words.partition(|word| word.starts_with("r") && line.contains(&format!("fn {word}")));
    let number = |word: &str, email| word.strip_prefix(email).filter(|d| d.parse::<u32>().is_ok()).map(str::to_owned);
    let plain = plain.into_iter().filter_map(|word| number(word.split('_').next()?, 'R'));
    let named =
        names.into_iter().flat_map(|name| name.split('_').map_while(|part| number(part, 'r')).collect::<Vec<_>>());
    plain.chain(named).map(|digits| format!("R{digits}")).collect()
}

fn rules_without_test(rules: &File, code: &[File]) -> Vec<String> {
    let tests = code.iter().map(|f| {
        if is_test_file(&f.path) { &f.text[..] } else { f.text.split_once("#[cfg(test)]").map_or("", |t| t.1) }
    });
    let tested: BTreeSet<String> = tests.flat_map(|text| text.lines().flat_map(rule_ids)).collect();
    let said: BTreeSet<String> = rules.text.lines().flat_map(rule_ids).collect();
    let mut found: Vec<String> = said.difference(&tested).map(|id| format!("{RULES}: no test names {id}")).collect();
    for (file, (number, line)) in code.iter().flat_map(|file| file.lines().map(move |line| (file, line))) {
        let unknown = rule_ids(line).into_iter().filter(|id| !said.contains(id));
        found.extend(unknown.map(|id| file.at(number, &format!("{id} is no rule of {RULES}"))));
    }
    found
}

#[test]
fn every_billing_rule_is_named_by_a_test_and_every_named_rule_exists() {
    let code: Vec<File> = rust().iter().filter(|f| !f.path.starts_with("tests/tidy/")).cloned().collect();
    none(rules_without_test(&file(RULES), &code));
}

#[test]
fn a_rule_without_a_test_is_noticed() {
    assert_eq!(rule_ids("R1, (R22): R; RFC 7518, `R8`, XR9, R3a, R4_x"), ["R1", "R22", "R8", "R4"]);
    assert_eq!(rule_ids("    fn r9_r11_a_term_of_r3() {"), ["R9", "R11"]);
    let rules = File::new(RULES, "- **R1** a\n- **R2** b\n- **R3** c, as R1\n");
    let code = [
        File::new("src/a.rs", "/// R2, R9.\n#[cfg(test)]\nmod tests {\n// R1\n}"),
        File::new("tests/it/a.rs", "// R3"),
    ];
    noticed(&rules_without_test(&rules, &code), &["docs/billing-rules.md: no test names R2", "src/a.rs:1:"]);
}
