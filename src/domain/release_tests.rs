//! R35: which versions have a flaw, and which update an instance is told of.

use super::*;

fn range(from: &str, fixed_in: &str) -> Affected {
    Affected { from: from.to_owned(), fixed_in: fixed_in.to_owned() }
}

fn advisory(name: &str, severity: Severity, affected: Vec<Affected>) -> Advisory {
    let published_on = "2026-08-01".parse().unwrap();
    let (id, product) = (AdvisoryId::new(), ProductId::new());
    Advisory { id, product, name: name.to_owned(), severity, title: name.to_owned(), url: None, published_on, affected }
}

fn release(version: &str) -> Release {
    Release { version: version.to_owned(), released_on: "2026-08-01".parse().unwrap(), notes_url: None }
}

#[test]
fn r35_a_flaw_is_in_the_versions_from_the_first_to_the_one_that_mends_it() {
    let flaw = advisory("H-1", Severity::High, vec![range("17.2.0", "17.2.9"), range("17.4.0", "17.4.3")]);
    for (version, fixed) in [
        ("17.1.9", None),
        ("17.2.0", Some("17.2.9")),
        ("17.2.8", Some("17.2.9")),
        ("17.2.9", None),
        ("17.3.5", None),
        ("17.4.2-ee", Some("17.4.3")),
        ("17.4.3-ee", None),
        ("17.4.3-rc1", Some("17.4.3")),
        ("v17.4.2", Some("17.4.3")),
        ("1:17.4.2-1ubuntu2", Some("17.4.3")),
        ("17.4.3~rc1", Some("17.4.3")),
        ("V17.4.3", None),
    ] {
        assert_eq!(flaw.fixed_in(version), fixed, "{version}");
    }
}

#[test]
fn r35_an_instance_is_told_of_what_mends_every_flaw_it_has_the_worst_first() {
    let low = advisory("H-1", Severity::Low, vec![range("17.0", "17.4.5")]);
    let critical = advisory("H-2", Severity::Critical, vec![range("17.4.0", "17.4.3")]);
    let all = [low, critical];
    let found = flaws(&all, "17.4.1").unwrap();
    assert_eq!(found.iter().map(|f| f.advisory.name.as_str()).collect::<Vec<_>>(), ["H-2", "H-1"]);
    let told = update(&[release("18.0")], &all, "17.4.1", UpdatePolicy::Warn, false).unwrap();
    assert_eq!((told.to.as_str(), told.is_requested, told.apply), ("17.4.5", false, UpdatePolicy::Warn));
    assert_eq!(update(&[release("18.0")], &all, "17.4.5", UpdatePolicy::Patch, false), None);
}

#[test]
fn r35_an_upgrade_that_was_asked_for_goes_to_the_newest_release_and_is_installed() {
    let releases = [release("17.9.0"), release("17.10.0"), release("18.0.0-rc1")];
    let told = update(&releases, &[], "17.4.1", UpdatePolicy::Warn, true).unwrap();
    assert_eq!((told.to.as_str(), told.is_requested, told.apply), ("17.10.0", true, UpdatePolicy::Patch));
    assert_eq!(update(&releases, &[], "17.10.0", UpdatePolicy::Warn, true), None);
    assert_eq!(update(&releases, &[], "17.4.1", UpdatePolicy::Patch, false), None);
}

#[test]
fn r35_nobody_is_sent_to_a_version_that_has_a_flaw_itself() {
    let first = advisory("H-1", Severity::Critical, vec![range("17.3.0", "17.3.5")]);
    let second = advisory("H-2", Severity::Low, vec![range("17.3.4", "17.4.3")]);
    let told = update(&[], &[first, second], "17.3.2", UpdatePolicy::Patch, false).unwrap();
    assert_eq!(told.to, "17.4.3");
}

#[test]
fn r35_what_cannot_be_read_is_never_without_a_flaw() {
    let low = advisory("H-1", Severity::Low, vec![range("16.0", "16.9"), range("17.0", "17.4.5")]);
    let critical = advisory("H-2", Severity::Critical, vec![range("17.4.0", "17.4.3")]);
    let all = [low, critical];
    for version in ["latest", "unknown", "", "14..1", "4f2a9c1", "999999999999999999999.1"] {
        assert_eq!(flaws(&all, version), None, "{version}");
        assert_eq!(flaws(&[], version), None, "{version}: without any advisory too");
        assert_eq!(update(&[release("18.0")], &all, version, UpdatePolicy::Patch, false), None, "{version}");
    }
    assert_eq!(flaws(&all, "18.0"), Some(vec![]));
    let possible = possible_flaws(&all);
    let named: Vec<_> = possible.iter().map(|flaw| (flaw.advisory.name.as_str(), flaw.fixed_in)).collect();
    assert_eq!(named, [("H-2", "17.4.3"), ("H-1", "17.4.5")]);
}
