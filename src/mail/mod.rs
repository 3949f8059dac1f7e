//! Ring 2: turning a fact into an email. The [`Vendor`] signs it, [`messages`] words it, [`envelope`] keeps it whole in
//! the outbox, and [`transport`] is the only sender.

pub mod envelope;
pub mod messages;
pub mod notices;
pub mod transport;

use lettre::message::Mailbox;

use crate::domain::contact::Reader;
use crate::domain::language::Language;
use messages::Heading;

/// The vendor as emails name them: who writes, and where their portal is.
#[derive(Debug, Clone)]
pub struct Vendor {
    /// Who they are from.
    pub from: Mailbox,
    /// How people reach the portal; without a slash at the end.
    pub base_url: String,
    /// The vendor's name.
    pub brand: String,
    /// Whom an email names when it cannot help.
    pub support: String,
}

impl Vendor {
    /// The common part of an email to this reader; in `fallback` if they chose no language.
    #[must_use]
    pub fn heading(&self, reader: &Reader, fallback: Language) -> Heading {
        Heading {
            language: reader.language.unwrap_or(fallback),
            brand: one_line(&self.brand),
            support: one_line(&self.support),
            name: one_line(&reader.name),
        }
    }

    /// The address of a page; `path` begins with a slash.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }
}

/// The text on one line: control characters, line breaks first, become single spaces. What goes into a header passes
/// through here, so nothing can add a header of its own.
#[must_use]
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}
