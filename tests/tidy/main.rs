//! The rules of the house that no compiler and no lint keeps. Each check is a test whose name is the rule, and beside it stands one that
//! breaks the rule on purpose, so that no check can fall asleep. What is found is printed as `file:line: why`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod code;
mod rules;
mod templates;
mod texts;
mod words;

use std::path::Path;
use std::sync::OnceLock;

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
        (1..).zip(self.text.lines())
    }

    fn at(&self, line: usize, why: &str) -> String {
        format!("{}:{line}: {why}", self.path)
    }
}

/// Every file below `folder` whose name ends so.
fn files(folder: &str, endings: &[&str]) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut found, mut folders) = (Vec::new(), vec![root.join(folder)]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            if path.is_dir() && name != "node_modules" && name != "target" {
                folders.push(path);
            } else if endings.iter().any(|ending| name.to_string_lossy().ends_with(ending)) && path.is_file() {
                let relative = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push(File::new(&relative, &String::from_utf8_lossy(&std::fs::read(&path).unwrap())));
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn file(path: &str) -> File {
    File::new(path, &std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap())
}

/// All Rust, read once.
fn rust() -> &'static [File] {
    static RUST: OnceLock<Vec<File>> = OnceLock::new();
    let folders = ["src", "agent/src", "agent/tests", "agent/examples", "tests"];
    RUST.get_or_init(|| folders.iter().flat_map(|folder| files(folder, &[".rs"])).collect())
}

fn templates() -> Vec<File> {
    files("templates", &[".html", ".txt", ".svg", ".xml"])
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("_tests.rs") || path.ends_with("/tests.rs") || path.starts_with("tests/") || path.contains("/tests/")
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// What stands between `open` and the next `close`, each with the number of its line.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<(usize, &'a str)> {
    let starts = text.match_indices(open).map(|(at, _)| at + open.len());
    starts.filter_map(|at| Some((line_of(text, at), &text[at..at + text[at..].find(close)?]))).collect()
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
