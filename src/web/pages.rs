//! Lists that are longer than a page: which part is shown, and links to what is before and after it.

use serde::Deserialize;

use crate::domain::language::Language;
use crate::words::{self, t};

/// The page that is asked for, in the address.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    page: Option<String>,
}

impl Wanted {
    /// Counted from 1. What is no number is the first page.
    #[must_use]
    pub fn page(&self) -> i64 {
        self.page.as_deref().and_then(|page| page.parse().ok()).unwrap_or(1)
    }
}

/// A page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    page: i64,
    size: i64,
    /// In the whole list.
    total: i64,
}

impl Place {
    /// The page that is wanted, or the nearest that there is.
    #[must_use]
    pub fn of(wanted: i64, size: i64, total: i64) -> Self {
        let last = total.saturating_add(size - 1) / size;
        Self { page: wanted.clamp(1, last.max(1)), size, total }
    }

    /// How many lie before it.
    #[must_use]
    pub const fn before(self) -> i64 {
        (self.page - 1) * self.size
    }

    /// Whether it is the first.
    #[must_use]
    pub const fn is_first(self) -> bool {
        self.page == 1
    }

    fn last_shown(self) -> i64 {
        self.page.saturating_mul(self.size).min(self.total)
    }
}

/// What a page says below its list.
pub struct Pages {
    /// “26 to 50 of 500 subscriptions”.
    pub shown: String,
    /// The address of the page before; none on the first.
    pub previous: Option<String>,
    /// The address of the page after; none on the last.
    pub next: Option<String>,
}

impl Pages {
    /// None where one page holds everything.
    #[must_use]
    pub fn of(l: Language, place: Place, address: impl Fn(i64) -> String) -> Option<Self> {
        if place.total <= place.size {
            return None;
        }
        let [from, to, total] = [place.before() + 1, place.last_shown(), place.total].map(|n| words::number(l, n));
        Some(Self {
            shown: t!(l, "home-shown", from = from, to = to, total = total),
            previous: (!place.is_first()).then(|| address(place.page - 1)),
            next: (place.last_shown() < place.total).then(|| address(place.page + 1)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(wanted: i64, total: i64) -> Option<(Option<String>, Option<String>)> {
        let pages = Pages::of(Language::En, Place::of(wanted, 25, total), |page| format!("/?page={page}"))?;
        Some((pages.previous, pages.next))
    }

    #[test]
    fn a_list_has_links_to_the_pages_there_are() {
        let link = |page: i64| Some(format!("/?page={page}"));
        assert_eq!((links(1, 0), links(1, 25)), (None, None));
        assert_eq!(links(1, 26), Some((None, link(2))));
        assert_eq!(links(2, 26), Some((link(1), None)));
        assert_eq!(links(2, 51), Some((link(1), link(3))));
        for beyond in [4, i64::MAX] {
            assert_eq!(links(beyond, 51), Some((link(2), None)), "the nearest there is");
        }
        assert_eq!(links(-1, 51), Some((None, link(2))));
    }

    #[test]
    fn a_page_says_what_it_shows() {
        let shown = |wanted| Pages::of(Language::En, Place::of(wanted, 25, 51), |_| String::new()).unwrap().shown;
        assert_eq!(
            (shown(1).as_str(), shown(3).as_str()),
            ("1 to 25 of 51 subscriptions", "51 to 51 of 51 subscriptions")
        );
    }
}
