//! What the vendor published: releases, and advisories that say which versions have a flaw and which mends it (R35).

use seatsync_agent::version::Version;

use super::calendar::Day;
use super::ids::{AdvisoryId, ProductId};
use super::text_enum::text_enum;

text_enum! {
    /// How bad a flaw is; the worst first.
    Severity {
        /// Act now.
        Critical = "critical",
        /// Act this week.
        High = "high",
        /// Act with the next maintenance.
        Medium = "medium",
        /// For completeness.
        Low = "low",
    }
}

text_enum! {
    /// What becomes of a security update (R35).
    UpdatePolicy {
        /// People are told.
        Warn = "warn",
        /// The instance installs it without asking.
        Patch = "patch",
    }
}

/// Versions with a flaw: from one up to the first that is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// The first with the flaw.
    pub from: String,
    /// The first without it.
    pub fixed_in: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its version, as instances report it.
    pub version: String,
    /// The day it came out.
    pub released_on: Day,
    /// Where its notes are.
    pub notes_url: Option<String>,
}

/// A flaw in some versions of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advisory {
    pub id: AdvisoryId,
    pub product: ProductId,
    /// The vendor's name for it.
    pub name: String,
    /// How bad it is.
    pub severity: Severity,
    /// What it is, in a line.
    pub title: String,
    /// Where to read on.
    pub url: Option<String>,
    pub published_on: Day,
    /// Which versions have it.
    pub affected: Vec<Affected>,
}

impl Advisory {
    /// The version that mends it for one that has it; none: that version has not got it, or cannot be read.
    #[must_use]
    pub fn fixed_in(&self, version: &str) -> Option<&str> {
        let runs = Version::parse(version)?;
        let is_in = |range: &&Affected| {
            let ends = Version::parse(&range.from).zip(Version::parse(&range.fixed_in));
            ends.is_some_and(|(from, fixed)| from <= runs && runs < fixed)
        };
        self.affected.iter().find(is_in).map(|range| range.fixed_in.as_str())
    }
}

/// What is known to be wrong with a version, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flaw<'a> {
    /// What is wrong.
    pub advisory: &'a Advisory,
    /// The version that mends it.
    pub fixed_in: &'a str,
}

/// What is known to be wrong with a version, the worst first. None: it cannot be read, so nobody knows what is wrong with it; that
/// is never the same as nothing.
#[must_use]
pub fn flaws<'a>(advisories: &'a [Advisory], version: &str) -> Option<Vec<Flaw<'a>>> {
    Version::parse(version)?;
    let flaw = |advisory: &'a Advisory| Some(Flaw { advisory, fixed_in: advisory.fixed_in(version)? });
    Some(worst_first(advisories.iter().filter_map(flaw)))
}

/// Every advisory, the worst first, with the last version that mends it: what may be wrong with a version that cannot be read.
#[must_use]
pub fn possible_flaws(advisories: &[Advisory]) -> Vec<Flaw<'_>> {
    worst_first(advisories.iter().filter_map(|advisory| {
        let fixed_in = newest(advisory.affected.iter().map(|range| range.fixed_in.as_str()))?;
        Some(Flaw { advisory, fixed_in })
    }))
}

/// The newest of some versions; those that cannot be read come before all others.
pub fn newest<'a>(versions: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    versions.into_iter().max_by_key(|version| Version::parse(version))
}

fn worst_first<'a>(flaws: impl Iterator<Item = Flaw<'a>>) -> Vec<Flaw<'a>> {
    let mut flaws: Vec<Flaw<'a>> = flaws.collect();
    flaws.sort_by(|a, b| (a.advisory.severity, &a.advisory.name).cmp(&(b.advisory.severity, &b.advisory.name)));
    flaws
}

/// An update that an instance is told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// To which version.
    pub to: String,
    /// Whether somebody asked for it; otherwise a flaw is the reason.
    pub is_requested: bool,
    /// What becomes of it.
    pub apply: UpdatePolicy,
}

/// The version that mends every flaw of a version, and has none itself that is known; none: it has none.
fn mended<'a>(advisories: &'a [Advisory], version: &str) -> Option<&'a str> {
    let mends = |version: &str| newest(flaws(advisories, version)?.into_iter().map(|flaw| flaw.fixed_in));
    // Each step goes on to a later version, and there are only so many ranges.
    let mut to = mends(version)?;
    while let Some(later) = mends(to) {
        to = later;
    }
    Some(to)
}

/// The update an instance of a version is told of (R35): what mends every flaw it has, applied as its customer chose;
/// or, where somebody pressed *upgrade at next sync*, that or the newest release, whichever is later, installed once.
#[must_use]
pub fn update(
    releases: &[Release],
    advisories: &[Advisory],
    version: &str,
    policy: UpdatePolicy,
    is_requested: bool,
) -> Option<Update> {
    let fixed = mended(advisories, version);
    let newest = releases.iter().filter(|_| is_requested).map(|release| release.version.as_str());
    let candidates = fixed.into_iter().chain(newest).filter_map(|to| Some((Version::parse(to)?, to)));
    let candidates = candidates.filter(|(version, _)| version.is_released());
    let (target, to) = candidates.max_by_key(|(version, _)| *version)?;
    if Version::parse(version).is_some_and(|runs| runs >= target) {
        return None;
    }
    let apply = if is_requested { UpdatePolicy::Patch } else { policy };
    Some(Update { to: to.to_owned(), is_requested, apply })
}

#[cfg(test)]
#[path = "release_tests.rs"]
mod tests;
