//! The single place for reading a version: as instances report it, vendors publish it and updates name it, in whatever spelling.

use chrono::NaiveDate;

/// Numbers of a version that are compared. One with more cannot be read: what was left out might be what matters.
const MOST_NUMBERS: usize = 8;
/// Digits of a number that stands alone; longer ones are commits or moments, but for a day (`20261130`).
const MOST_DIGITS_ALONE: usize = 6;
const DIGITS_OF_A_DAY: usize = 8;

/// A version as far as it can be compared: its numbers, and how far it had come before the release of these numbers.
///
/// Understood are a leading `v`, an epoch (`1:`), what an edition or distribution adds (`-ee`, `+dfsg`, `-1ubuntu2`), a bare major, and any
/// case. Numbers that are not there are 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    numbers: [u32; MOST_NUMBERS],
    stage: Stage,
    /// The 2 of `rc2`.
    step: u32,
}

/// How far a version had come, in the order in which they come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Stage {
    Dev,
    Alpha,
    Beta,
    Pre,
    Candidate,
    Released,
}

impl Version {
    /// Reads `17.4.1`, `V17.4`, `1:17.4.1-1ubuntu2`, `17.5.0~RC2`, `15`; none for what is no version, such as `latest` or a commit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = without_v(text.trim_matches(is_blank));
        let text = match text.split_once(':') {
            Some((epoch, rest)) if is_number(epoch) => without_v(rest),
            _ => text,
        };
        let dotted = dotted_day(text);
        let text = dotted.as_deref().unwrap_or(text);
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (core, suffix) = text.split_at_checked(end)?;
        // The dot of `14.1.0.pre` belongs to the word.
        let core = if suffix.is_empty() { core } else { core.strip_suffix('.').unwrap_or(core) };
        let parts: Vec<&str> = core.splitn(MOST_NUMBERS + 1, '.').collect();
        if !parts.iter().all(|part| is_number(part)) || !is_suffix(suffix) {
            return None;
        }
        if let [alone] = *parts.as_slice() {
            check_alone(alone, suffix)?;
        }
        let mut numbers = [0; MOST_NUMBERS];
        for (at, part) in parts.into_iter().enumerate() {
            *numbers.get_mut(at)? = part.parse().ok()?;
        }
        let (stage, step) = stage(suffix);
        Some(Self { numbers, stage, step })
    }

    /// What R19 compares: patch level and stage do not matter for it.
    #[must_use]
    pub const fn major_minor(&self) -> (u32, u32) {
        let [major, minor, ..] = self.numbers;
        (major, minor)
    }

    /// Whether it is the release of its numbers, not something before it.
    #[must_use]
    pub const fn is_released(&self) -> bool {
        matches!(self.stage, Stage::Released)
    }
}

/// Whether an update to a version is still to be made where another one runs: never back, and not to the same in another spelling.
#[must_use]
pub fn is_newer(to: &str, runs: &str) -> bool {
    match (Version::parse(to), Version::parse(runs)) {
        (Some(to), Some(runs)) => to > runs,
        _ => to != runs,
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn without_v(text: &str) -> &str {
    text.strip_prefix(['v', 'V']).unwrap_or(text).trim_start()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `2026.11.30` for `2026-11-30`, which would otherwise be the year with a suffix.
fn dotted_day(text: &str) -> Option<String> {
    let (day, rest) = text.split_at_checked(10)?;
    let is_day = day.parse::<NaiveDate>().is_ok() && !rest.starts_with(|c: char| c.is_ascii_digit());
    is_day.then(|| text.replacen('-', ".", 2))
}

/// What may follow the numbers; anything else, such as `17.4.x` or `17,4`, leaves in doubt what they mean.
fn is_suffix(suffix: &str) -> bool {
    let mut chars = suffix.chars();
    let is_begun = chars.next().is_none_or(|c| c.is_ascii_alphabetic() || "-+~_ ".contains(c));
    is_begun && !suffix.eq_ignore_ascii_case("x") && !suffix.chars().any(char::is_control)
}

/// A number alone is a major, unless it begins a commit such as `4f2a9c1` or is one.
fn check_alone(number: &str, suffix: &str) -> Option<()> {
    let digits = number.trim_start_matches('0').len();
    let is_attached = suffix.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_major = !is_attached || word_stage(letters(suffix)).is_some();
    (is_major && (digits <= MOST_DIGITS_ALONE || digits == DIGITS_OF_A_DAY)).then_some(())
}

fn letters(word: &str) -> &str {
    word.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default()
}

fn digits(word: &str) -> &str {
    word.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default()
}

/// The first word of a suffix that names a stage, with its number: `rc2`, `-RC.2`, `~beta-2`.
fn stage(suffix: &str) -> (Stage, u32) {
    let mut words = suffix.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let mut is_attached = suffix.starts_with(|c: char| c.is_ascii_alphabetic());
    while let Some(word) = words.next() {
        let name = letters(word);
        let own = digits(word.get(name.len()..).unwrap_or_default());
        let short = if is_attached && !own.is_empty() { short_stage(name) } else { None };
        if let Some(stage) = word_stage(name).or(short) {
            let next = words.peek().filter(|next| own.is_empty() && is_number(next));
            let step = next.copied().unwrap_or(own);
            return (stage, if step.is_empty() { 0 } else { step.parse().unwrap_or(u32::MAX) });
        }
        is_attached = false;
    }
    (Stage::Released, 0)
}

fn word_stage(word: &str) -> Option<Stage> {
    Some(match word.to_ascii_lowercase().as_str() {
        "dev" | "devel" | "snapshot" | "nightly" | "canary" => Stage::Dev,
        "alpha" | "milestone" => Stage::Alpha,
        "beta" => Stage::Beta,
        "pre" | "prerelease" | "preview" => Stage::Pre,
        "rc" | "cr" => Stage::Candidate,
        _ => return None,
    })
}

/// Python's `14.1b2`; elsewhere a lone letter says something else.
fn short_stage(word: &str) -> Option<Stage> {
    match word {
        "a" | "A" => Some(Stage::Alpha),
        "b" | "B" => Some(Stage::Beta),
        _ => None,
    }
}

#[cfg(test)]
#[path = "version_tests.rs"]
mod tests;
