//! The languages every page and email exists in.

use super::text_enum::text_enum;

text_enum! {
    /// A language of pages and emails.
    Language {
        /// English.
        En = "en",
        /// German.
        De = "de",
    }
}

impl Language {
    /// The language of a tag as systems and people spell it: `de-AT`, `de_DE.UTF-8`, `DE`.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let main = tag.trim().split(['-', '_', '.', '@']).next()?;
        main.to_ascii_lowercase().parse().ok()
    }
}
