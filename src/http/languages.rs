//! Which language an answer is in, by what a browser asks for (RFC 9110, 12.5.4).

use std::cmp::Reverse;
use std::convert::Infallible;
use std::str::FromStr;

use actix_web::http::header::{ACCEPT_LANGUAGE, HeaderMap, Quality, QualityItem};

use crate::domain::language::Language;

/// Wishes that are looked at.
const MOST: usize = 20;

/// A language that is wished for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Ours(Language),
    /// A star: whatever is not named.
    Any,
    Foreign,
}

impl FromStr for Wish {
    type Err = Infallible;

    fn from_str(tag: &str) -> Result<Self, Infallible> {
        Ok(if tag == "*" { Self::Any } else { Language::of_tag(tag).map_or(Self::Foreign, Self::Ours) })
    }
}

/// The best language for a request: the first listed one we have, by weight; English when there is none. Never refuses.
#[must_use]
pub fn preferred(headers: &HeaderMap) -> Language {
    of_header(headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or(""))
}

fn of_header(header: &str) -> Language {
    let wishes: Vec<QualityItem<Wish>> =
        header.split(',').take(MOST).filter_map(|wish| wish.trim().parse().ok()).collect();
    let is_named = |language| wishes.iter().any(|wish| wish.item == Wish::Ours(language));
    let meant = |wish| match wish {
        Wish::Ours(language) => Some(language),
        Wish::Any => Language::ALL.iter().copied().find(|language| !is_named(*language)),
        Wish::Foreign => None,
    };
    let wanted = wishes.iter().filter(|wish| wish.quality > Quality::ZERO);
    let mut wanted: Vec<_> = wanted.filter_map(|wish| Some((wish.quality, meant(wish.item)?))).collect();
    wanted.sort_by_key(|(weight, _)| Reverse(*weight));
    wanted.first().map_or(Language::En, |(_, language)| *language)
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
            assert_eq!(of_header(header), expect, "{header}");
        }
    }
}
