//! The file a vendor publishes releases, advisories and support times with: read and checked as a whole, before anything
//! of it is kept.

use std::collections::BTreeSet;

use seatsync_agent::version::Version;
use serde::Deserialize;

use crate::domain::calendar::Day;
use crate::domain::ids::{AdvisoryId, ProductId};
use crate::domain::plan::Tier;
use crate::domain::release::{Advisory, Affected, Release, Severity};
use crate::domain::support::{SupportTime, Urgency};

/// Bytes of a file at most.
pub const MOST_BYTES: usize = 1024 * 1024;
/// Releases, and advisories, in a file at most.
const MOST_ENTRIES: usize = 5_000;
/// Ranges of an advisory at most.
const MOST_RANGES: usize = 50;
/// Characters of a version or name at most.
const MOST_CHARACTERS: usize = 64;
/// Characters of a title or address at most.
const MOST_CHARACTERS_OF_A_LINE: usize = 300;
/// A month; nobody promises an answer later than that.
const MOST_MINUTES: i64 = 31 * 24 * 60;

/// A file that was read and checked. The keys of its advisories are new ones, of no product yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseFile {
    /// The word instances call the product by.
    pub product: String,
    pub releases: Vec<Release>,
    pub advisories: Vec<Advisory>,
    /// Its support times, if the file has any.
    pub support: Option<Vec<SupportTime>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    product: String,
    #[serde(default)]
    releases: Vec<WrittenRelease>,
    #[serde(default)]
    advisories: Vec<WrittenAdvisory>,
    support: Option<Vec<WrittenSupport>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRelease {
    version: String,
    released_on: Day,
    notes_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAdvisory {
    name: String,
    severity: String,
    title: String,
    url: Option<String>,
    published_on: Day,
    affected: Vec<WrittenRange>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRange {
    from: String,
    fixed_in: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSupport {
    tier: String,
    urgency: String,
    answer_minutes: i64,
    around_the_clock: bool,
}

/// Reads a file on a UTC day: what it tells of has come out by then.
///
/// # Errors
/// A sentence that names the place and what is wrong there.
pub fn read(text: &str, today: Day) -> Result<ReleaseFile, String> {
    if text.len() > MOST_BYTES {
        return Err(format!("the file is larger than {MOST_BYTES} bytes"));
    }
    let written: Written = serde_json::from_str(text).map_err(|e| e.to_string())?;
    line("product", &written.product, MOST_CHARACTERS)?;
    for (what, count) in [("releases", written.releases.len()), ("advisories", written.advisories.len())] {
        if count > MOST_ENTRIES {
            return Err(format!("{what}: more than {MOST_ENTRIES}"));
        }
    }
    let releases = written.releases.into_iter().enumerate().map(|(n, release)| self::release(n, release, today));
    let advisories = written.advisories.into_iter().enumerate().map(|(n, advisory)| self::advisory(n, advisory, today));
    let support = written.support.map(|times| times.iter().enumerate().map(|(n, time)| support(n, time)).collect());
    let file = ReleaseFile {
        product: written.product,
        releases: releases.collect::<Result<_, _>>()?,
        advisories: advisories.collect::<Result<_, _>>()?,
        support: support.transpose()?,
    };
    once("releases", file.releases.iter().map(|release| release.version.clone()))?;
    once("advisories", file.advisories.iter().map(|advisory| advisory.name.clone()))?;
    let times = file.support.iter().flatten();
    once("support", times.map(|time| format!("{} {}", time.tier.as_str(), time.urgency.as_str())))?;
    Ok(file)
}

fn release(n: usize, written: WrittenRelease, today: Day) -> Result<Release, String> {
    let at = format!("releases[{n}]");
    came_out(&format!("{at}.released_on"), written.released_on, today)?;
    version(&format!("{at}.version"), &written.version)?;
    address(&format!("{at}.notes_url"), written.notes_url.as_deref())?;
    Ok(Release { version: written.version, released_on: written.released_on, notes_url: written.notes_url })
}

fn advisory(n: usize, written: WrittenAdvisory, today: Day) -> Result<Advisory, String> {
    let at = format!("advisories[{n}]");
    came_out(&format!("{at}.published_on"), written.published_on, today)?;
    line(&format!("{at}.name"), &written.name, MOST_CHARACTERS)?;
    line(&format!("{at}.title"), &written.title, MOST_CHARACTERS_OF_A_LINE)?;
    address(&format!("{at}.url"), written.url.as_deref())?;
    let severity: Severity = written.severity.parse().map_err(|e| format!("{at}.severity: {e}"))?;
    if written.affected.is_empty() || written.affected.len() > MOST_RANGES {
        return Err(format!("{at}.affected: needs 1 to {MOST_RANGES} ranges"));
    }
    let affected = written.affected.into_iter().enumerate().map(|(n, range)| self::range(&at, n, range));
    let affected = affected.collect::<Result<_, _>>()?;
    Ok(Advisory {
        id: AdvisoryId::new(),
        product: ProductId(uuid::Uuid::nil()),
        name: written.name,
        severity,
        title: written.title,
        url: written.url,
        published_on: written.published_on,
        affected,
    })
}

fn range(at: &str, n: usize, written: WrittenRange) -> Result<Affected, String> {
    let WrittenRange { from, fixed_in } = written;
    let first = version(&format!("{at}.affected[{n}].from"), &from)?;
    let fixed = version(&format!("{at}.affected[{n}].fixed_in"), &fixed_in)?;
    if first >= fixed {
        return Err(format!("{at}.affected[{n}]: {from} is not before {fixed_in}"));
    }
    Ok(Affected { from, fixed_in })
}

fn support(n: usize, written: &WrittenSupport) -> Result<SupportTime, String> {
    let at = format!("support[{n}]");
    let tier: Tier = written.tier.parse().map_err(|e| format!("{at}.tier: {e}"))?;
    let urgency: Urgency = written.urgency.parse().map_err(|e| format!("{at}.urgency: {e}"))?;
    if !(1..=MOST_MINUTES).contains(&written.answer_minutes) {
        return Err(format!("{at}.answer_minutes: must be 1 to {MOST_MINUTES}"));
    }
    let (answer_minutes, around_the_clock) = (written.answer_minutes, written.around_the_clock);
    Ok(SupportTime { tier, urgency, answer_minutes, around_the_clock })
}

fn version(at: &str, text: &str) -> Result<Version, String> {
    line(at, text, MOST_CHARACTERS)?;
    Version::parse(text).ok_or_else(|| format!("{at}: {text:?} cannot be read as a version such as 17.4.1"))
}

/// One line of text that says something.
fn line(at: &str, text: &str, most: usize) -> Result<(), String> {
    if text.trim().is_empty() || text.chars().count() > most || text.chars().any(char::is_control) {
        return Err(format!("{at}: must be one line of 1 to {most} characters"));
    }
    Ok(())
}

fn address(at: &str, url: Option<&str>) -> Result<(), String> {
    let Some(url) = url else { return Ok(()) };
    line(at, url, MOST_CHARACTERS_OF_A_LINE)?;
    let host = url.strip_prefix("https://").unwrap_or_default();
    if host.is_empty() || url.contains(char::is_whitespace) {
        return Err(format!("{at}: must be an address that begins with https://"));
    }
    Ok(())
}

/// What lies ahead would be told of before its day.
fn came_out(at: &str, day: Day, today: Day) -> Result<(), String> {
    if day > today { Err(format!("{at}: {day} lies ahead; import it on that day")) } else { Ok(()) }
}

fn once(what: &str, names: impl Iterator<Item = String>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for name in names {
        if seen.contains(&name) {
            return Err(format!("{what}: {name} is there twice"));
        }
        seen.insert(name);
    }
    Ok(())
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
