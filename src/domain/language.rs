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
    /// The language of a tag as systems and people spell it: `de-AT`, `de_DE.UTF-8`, `DE`.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let main = tag.trim().split(['-', '_', '.', '@']).next()?;
        main.to_ascii_lowercase().parse().ok()
    }

    /// The best language for an `Accept-Language` header: the first listed one we have, by
    /// weight; English when there is none. Takes any text; never refuses.
    #[must_use]
    pub fn preferred(accept_language: &str) -> Self {
        let entries: Vec<(u32, &str)> = accept_language.split(',').take(20).filter_map(entry).collect();
        let is_named = |language: Self| entries.iter().any(|(_, tag)| Self::of_tag(tag) == Some(language));
        // A star is whatever is not named.
        let meant = |tag: &str| match tag {
            "*" => Self::ALL.iter().copied().find(|language| !is_named(*language)),
            tag => Self::of_tag(tag),
        };
        let mut wishes: Vec<(u32, Self)> =
            entries.iter().filter(|(weight, _)| *weight > 0).filter_map(|(w, tag)| Some((*w, meant(tag)?))).collect();
        wishes.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        wishes.first().map_or(Self::En, |(_, language)| *language)
    }
}

/// One `de-AT;q=0.8` as (weight in thousandths, tag); `q=0` is a refusal.
fn entry(entry: &str) -> Option<(u32, &str)> {
    let mut parts = entry.split(';').map(str::trim);
    let tag = parts.next()?;
    let weight = |part: &str| {
        let (name, q) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| thousandths(q.trim()))
    };
    Some((parts.find_map(weight).unwrap_or(1000), tag))
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
            ("de_DE", Language::De),
            ("DE", Language::De),
            ("De-aT; Q=0.5, en;q=0.4", Language::De),
            ("de_DE.UTF-8", Language::De),
            ("de;q=0", Language::En),
            ("de;q=0,*", Language::En),
            ("en;q=0,*;q=0.1", Language::De),
            ("en;q=0.2,*;q=0.9", Language::De),
            ("*", Language::En),
            ("fr,*;q=0.5,de;q=0.4", Language::En),
            ("den,dexter", Language::En),
        ] {
            assert_eq!(Language::preferred(header), expect, "{header}");
        }
    }
}
