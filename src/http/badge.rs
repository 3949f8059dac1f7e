//! A state in words, as a badge: it brings its own template.

use askama::Template;
use askama::filters::HtmlSafe;

/// A state in words, with its class.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "parts/badge.html")]
pub struct Badge {
    /// `ok`, `warn`, `late` or `off`.
    pub class: &'static str,
    /// The words.
    pub text: String,
}

impl HtmlSafe for Badge {}
