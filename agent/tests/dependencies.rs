//! What a vendor takes on with this crate stays small: under 60 packages, this one included; with its HTTP client under 80.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::process::Command;

fn packages(features: &[&str]) -> BTreeSet<String> {
    let words = ["tree", "-p", "seatsync-agent", "-e", "normal", "--prefix", "none", "--format", "{p}", "--offline"];
    let mut command = Command::new(env!("CARGO"));
    command.args(words).arg("--no-default-features").args(features).current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn the_tree_stays_under_60_packages() {
    let packages = packages(&[]);
    assert!((20..60).contains(&packages.len()), "{} packages: {packages:#?}", packages.len());
}

#[test]
fn with_the_http_client_it_stays_under_80() {
    let packages = packages(&["--features", "http"]);
    eprintln!("{} packages with the feature http", packages.len());
    assert!((60..80).contains(&packages.len()), "{} packages: {packages:#?}", packages.len());
}
