//! The catalogues of `i18n/`: German says everything English says, with the same arguments; no message is unused, none
//! is missing. (That a message exists in English, `t!` checks when compiling; that its arguments fit, too.)

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Each message of a catalogue with its arguments, terms and attributes included.
fn catalogue(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join("i18n").join(language).join("seatsync.ftl")).unwrap();
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let is_message = line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-');
        if let Some((name, _)) = line.split_once('=').filter(|_| is_message) {
            current = name.trim().to_owned();
            assert!(all.insert(current.clone(), BTreeSet::new()).is_none(), "{language}: {current} is there twice");
        }
        for part in line.split('$').skip(1) {
            let name: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
            all.get_mut(&current).unwrap().insert(name);
        }
    }
    all
}

fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path, endings));
        } else if endings.iter().any(|e| path.to_string_lossy().ends_with(e)) {
            all.push(path);
        }
    }
    all
}

/// The names in `t!(…, "name"` of code and templates, comments left out.
fn used() -> BTreeSet<String> {
    let mut sources = files(&root().join("src"), &[".rs"]);
    sources.extend(files(&root().join("templates"), &[".html", ".txt"]));
    let mut names = BTreeSet::new();
    for source in sources {
        let text = std::fs::read_to_string(&source).unwrap();
        let code: Vec<&str> = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
        let code = code.join("\n");
        // Not `assert!(` and the like, which end in the same letters.
        let calls = code
            .match_indices("t!(")
            .filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
        for (at, _) in calls {
            let call = &code[at + 3..];
            // The first argument is an expression that may hold parentheses; the name is the first literal after a comma.
            let name = call.split_once(',').and_then(|(_, rest)| rest.trim_start().strip_prefix('"'));
            if let Some((name, _)) = name.and_then(|rest| rest.split_once('"')) {
                names.insert(name.to_owned());
            }
        }
    }
    names
}

#[test]
fn german_says_everything_english_says_with_the_same_arguments() {
    let (english, german) = (catalogue("en"), catalogue("de"));
    let names = |c: &BTreeMap<String, BTreeSet<String>>| c.keys().cloned().collect::<BTreeSet<_>>();
    let (en, de) = (names(&english), names(&german));
    assert_eq!(en.difference(&de).collect::<Vec<_>>(), Vec::<&String>::new(), "only in English");
    assert_eq!(de.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "only in German");
    for (name, arguments) in &english {
        assert_eq!(arguments, &german[name], "{name}");
    }
}

#[test]
fn every_message_is_said_somewhere_and_none_is_missing() {
    let (known, used) = (catalogue("en").into_keys().collect::<BTreeSet<_>>(), used());
    assert_eq!(used.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "said, but in no catalogue");
    assert_eq!(known.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "in the catalogue, but never said");
}

#[test]
fn nothing_is_left_untranslated_or_empty() {
    for language in ["en", "de"] {
        let text = std::fs::read_to_string(root().join("i18n").join(language).join("seatsync.ftl")).unwrap();
        for (line, next) in text.lines().zip(text.lines().skip(1).chain([""])) {
            if let Some(name) = line.strip_suffix(" =").or(line.strip_suffix('=')) {
                assert!(next.starts_with("    "), "{language}: {name} says nothing");
            }
            assert!(!line.contains("TODO") && !line.contains("FIXME"), "{language}: {line}");
        }
    }
}
