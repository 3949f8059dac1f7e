//! What a vendor takes on with this crate stays small: under 60 packages, this one included.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use std::process::Command;

#[test]
fn the_tree_stays_under_60_packages() {
    let words = ["tree", "-p", "seatsync-agent", "-e", "normal", "--prefix", "none", "--format", "{p}", "--offline"];
    let output = Command::new(env!("CARGO")).args(words).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let packages: BTreeSet<String> = text
        .lines()
        .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .filter(|name| !name.is_empty())
        .collect();
    assert!((20..60).contains(&packages.len()), "{} packages: {packages:#?}", packages.len());
}
