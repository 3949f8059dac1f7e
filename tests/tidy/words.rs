//! One word per idea: what the glossary in `ARCHITECTURE.md` says of types, files, tables, addresses and message ids; and actions
//! whose names say by themselves what they do.

use std::collections::BTreeMap;

use super::{File, file, files, none, noticed, rust, templates};

/// Message ids in which a word of the last column means something else.
const OTHER_IDEAS: &[&str] = &["demo-code-letter"];

/// The rows of the glossary: number of the line, the word in code, where it lives, and what is never said instead.
fn glossary(file: &File) -> Vec<(usize, String, String, Vec<String>)> {
    let bare = |cell: &str| cell.trim().trim_matches('`').to_owned();
    let rows = file.lines().skip_while(|(_, line)| *line != "## Glossary").skip(1);
    let rows = rows
        .take_while(|(_, line)| !line.starts_with("## "))
        .filter(|(_, line)| line.starts_with("| ") && line.contains('`'));
    let row = |(number, line): (usize, &str)| {
        let cells: Vec<&str> = line.split('|').collect();
        let never = cells[5].split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty());
        (number, bare(cells[2]), bare(cells[3]), never.collect())
    };
    rows.map(row).collect()
}

/// The words of a name, in lower case, however it is written: `NewEmail`, `new_email`, `new-email`, `/new/email`.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() {
            words.push(String::new());
        }
        words.last_mut().unwrap().extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
    }
    words.retain(|word| !word.is_empty());
    words
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|other| other == word)
}

/// The names a file brings: itself, types, tables, addresses and message ids, each with its line.
fn names_of(file: &File) -> Vec<(usize, String)> {
    let mut names = vec![(1, file.path.clone())];
    for (number, line) in file.lines().filter(|(_, line)| !line.trim_start().starts_with("//")) {
        let words: Vec<&str> =
            line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
        let begins =
            |what: &[&str]| words.windows(2).find(|pair| what.contains(&pair[0])).map(|pair| pair[1].to_owned());
        if file.path.ends_with(".rs") {
            names.extend(begins(&["struct", "enum", "trait", "type"]).map(|name| (number, name)));
            let texts = line.split('"').skip(1).step_by(2).filter(|text| text.starts_with('/') && !text.contains(' '));
            names.extend(texts.map(|text| (number, text.to_owned())));
        } else if file.path.ends_with(".sql") {
            names.extend(begins(&["TABLE"]).map(|name| (number, name)));
        } else if let Some((id, _)) =
            line.split_once(" = ").filter(|(id, _)| file.path.ends_with(".ftl") && !id.contains(' '))
        {
            names.push((number, id.to_owned()));
        }
    }
    names
}

/// Words the glossary does not know under the name it gives, and names made of words that it rules out.
fn other_words(architecture: &File, files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    let rows = glossary(architecture);
    for (number, word, place, _) in &rows {
        if !files.iter().any(|file| file.path == *place && has_word(&file.text, word)) {
            found.push(architecture.at(*number, &format!("{place} has no {word}")));
        }
    }
    for file in files {
        for (number, name) in names_of(file).into_iter().filter(|(_, name)| !OTHER_IDEAS.contains(&name.as_str())) {
            let words = words_of(&name);
            let ruled_out = |never: &&String| words.contains(*never);
            for (word, never) in
                rows.iter().filter_map(|(_, word, _, all)| all.iter().find(ruled_out).map(|never| (word, never)))
            {
                found.push(file.at(number, &format!("{name}: the glossary says {word}, never {never}")));
            }
        }
    }
    found
}

#[test]
fn names_use_the_words_of_the_glossary() {
    let found = [rust().to_vec(), templates(), files("i18n", &[".ftl"]), files("migrations", &[".sql"])].concat();
    let architecture = file("ARCHITECTURE.md");
    assert!(glossary(&architecture).len() >= 30, "the glossary has some thirty words");
    none(other_words(&architecture, &found));
}

#[test]
fn a_name_that_the_glossary_rules_out_is_noticed() {
    let architecture = File::new(
        "ARCHITECTURE.md",
        "| `No` | `row` | `a` | b | letter |\n## Glossary\n| idea | word | lives in | German | never |\n|---|---|---|---|---|\n\
         | a message | `Email` | `src/email.rs` | E-Mail | letter, letters |\n| an old one | `Post` | `src/email.rs` | Post | |\n\
         ## Next\n| a | `b` | `c` | d | email |",
    );
    let files = [
        File::new(
            "src/email.rs",
            "/// A letter.\npub struct Email;\npub struct NewLetter { letter: u8 }\nconst A: &str = \"/staff/letters\";",
        ),
        File::new("src/pdf/letterhead.rs", "struct Letterhead;\n"),
        File::new("migrations/a/up.sql", "CREATE TABLE letters (\n    letter text\n);"),
        File::new("i18n/en/a.ftl", "letter-sent = A letter\ndemo-code-letter = Letter\n"),
    ];
    noticed(
        &other_words(&architecture, &files),
        &["ARCHITECTURE.md:6:", "src/email.rs:3:", "src/email.rs:4:", "migrations/a/up.sql:1:", "i18n/en/a.ftl:1:"],
    );
}

/// Public actions whose name another one has: who reads a call should not have to look where it comes from.
fn actions_of_one_name(actions: &[File]) -> Vec<String> {
    let mut first = BTreeMap::new();
    let mut found = Vec::new();
    for file in actions {
        for (number, line) in file.lines() {
            let name = line.strip_prefix("pub fn ").and_then(|rest| rest.split(['(', '<']).next());
            if let Some(name) = name
                && let Some(other) = first.insert(name, &file.path)
            {
                found.push(file.at(number, &format!("{name} is an action of {other} as well")));
            }
        }
    }
    found
}

#[test]
fn no_two_actions_have_one_name() {
    none(actions_of_one_name(&files("src/actions", &[".rs"])));
}

#[test]
fn two_actions_of_one_name_are_noticed() {
    let files = [
        File::new("src/actions/a.rs", "pub fn link(tx: u8) {}\nfn helper() {}\nimpl A {\n    pub fn link() {}\n}"),
        File::new("src/actions/b.rs", "fn helper() {}\npub fn link<T>(tx: T) {}"),
    ];
    noticed(&actions_of_one_name(&files), &["src/actions/b.rs:2:"]);
}
