//! A day or a moment on a page, for people and for machines: it brings its own template.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::domain::calendar::{Day, Instant};
use crate::domain::language::Language;
use crate::words;

/// A day or a moment.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "parts/time.html")]
pub struct Stamp {
    /// As the reader writes it.
    pub text: String,
    /// As HTML wants it.
    pub iso: String,
}

impl HtmlSafe for Stamp {}

impl Stamp {
    /// A UTC day.
    #[must_use]
    pub fn day(l: Language, day: Day) -> Self {
        Self { text: words::day(l, day), iso: day.to_string() }
    }

    /// A moment, to the minute.
    #[must_use]
    pub fn moment(l: Language, at: Instant) -> Self {
        Self { text: words::moment(l, at), iso: at.format("%Y-%m-%dT%H:%MZ").to_string() }
    }
}
