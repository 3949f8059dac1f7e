//! The single place for what an instance is for. Only production counts (R5), so one that means it must not fail to say so.

use std::fmt;

use crate::wire;

/// Counts.
pub const PRODUCTION: &str = "production";
/// What an instance may be for, as instance IDs say it, and what else people write for it.
const KNOWN: [(&str, &[&str]); 4] = [
    (PRODUCTION, &["prod", "live"]),
    ("staging", &["stage", "preprod", "pre-production", "preproduction"]),
    ("test", &["testing", "qa"]),
    ("development", &["dev"]),
];
/// Most that is shown of another one.
const LONGEST: usize = 64;

/// What is meant, in whatever case and with spaces around it.
///
/// # Errors
/// [`EnvironmentRefused`].
pub fn read(given: &str) -> Result<&'static str, EnvironmentRefused> {
    let word = given.trim().to_lowercase();
    let found = KNOWN.into_iter().find(|(name, others)| *name == word || others.contains(&word.as_str()));
    found.map(|(name, _)| name).ok_or_else(|| EnvironmentRefused { given: wire::printable(given, LONGEST) })
}

/// What people should know of an instance that does not count; none: it counts.
#[must_use]
pub fn uncounted(environment: &str) -> Option<String> {
    let sentence = format!("This is a {environment} instance: its users don't count towards the seats.");
    (environment != PRODUCTION).then_some(sentence)
}

/// Nothing that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvironmentRefused {
    /// As far as it can be shown.
    pub given: String,
}

impl fmt::Display for EnvironmentRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "An environment is production (the only one that counts), staging, test or development, not {:?}.",
            self.given
        )
    }
}

impl std::error::Error for EnvironmentRefused {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn production_is_read_however_it_is_typed_and_nothing_else_is_taken_for_it() {
        for given in ["production", "Production", " PRODUCTION\n", "prod", "Prod", "live"] {
            assert_eq!(read(given).unwrap(), PRODUCTION, "{given:?}");
        }
        for (given, meant) in
            [("Staging", "staging"), ("QA", "test"), ("dev ", "development"), ("pre-production", "staging")]
        {
            assert_eq!(read(given).unwrap(), meant);
        }
        for given in ["", " ", "produktion", "product", "production2", "no production", "\u{202e}dorp"] {
            let said = read(given).unwrap_err().to_string();
            assert!(said.contains("production (the only one that counts), staging, test or development"), "{said}");
            assert!(!said.contains('\u{202e}'));
        }
    }
}
