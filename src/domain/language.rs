//! The languages every page and letter exists in.

use super::text_enum::text_enum;

text_enum! {
    /// A language of pages and letters.
    Language {
        /// English.
        En = "en",
        /// German.
        De = "de",
    }
}

impl Language {
    /// The best language for an `Accept-Language` header: the first listed one we have, by
    /// weight; English when there is none. Takes any text; never refuses.
    #[must_use]
    pub fn preferred(accept_language: &str) -> Self {
        let mut wishes: Vec<(u32, Self)> = accept_language.split(',').take(20).filter_map(wish).collect();
        wishes.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        wishes.first().map_or(Self::En, |(_, language)| *language)
    }
}

/// One `de-AT;q=0.8` as (weight in thousandths, language); none if we do not have it or it is refused (`q=0`).
fn wish(entry: &str) -> Option<(u32, Language)> {
    let mut parts = entry.split(';');
    let tag = parts.next()?.trim().to_ascii_lowercase();
    let language = tag.split('-').next()?.parse().ok()?;
    let weight = parts.find_map(|p| p.trim().strip_prefix("q=").map(thousandths)).unwrap_or(1000);
    (weight > 0).then_some((weight, language))
}

/// `0.8` as 800; anything unreadable as 0.
fn thousandths(q: &str) -> u32 {
    let (whole, fraction) = q.split_once('.').unwrap_or((q, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole.parse::<u32>(), digits.parse::<u32>()) {
        (Ok(w), Ok(f)) => (w.min(1) * 1000 + f).min(1000),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_we_have_wins_by_weight() {
        for (header, expect) in [
            ("de", Language::De),
            ("de-AT,de;q=0.9,en;q=0.8", Language::De),
            ("fr,en;q=0.5,de;q=0.9", Language::De),
            ("fr", Language::En),
            ("", Language::En),
            ("de;q=0,en;q=0.1", Language::En),
            ("en;q=0.8,de;q=0.80", Language::En),
            (";;;q=,,=", Language::En),
        ] {
            assert_eq!(Language::preferred(header), expect, "{header}");
        }
    }
}
