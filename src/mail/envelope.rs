//! The rendered letter as it is stored: versioned and complete, so that it can be sent, sent again and shown without
//! the facts it was made from. The same row gives the same bytes every time.

use std::time::SystemTime;

use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::messages::Letter;
use super::one_line;
use crate::domain::calendar::Instant;
use crate::domain::contact::Reader;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::LetterId;
use crate::domain::language::Language;
use crate::domain::letter::LetterKind;

/// The version this program writes.
const VERSION: u32 = 1;
/// Stands in a letter for the secret it carries, until it is sent.
pub const SECRET: &str = "~secret~";

/// Somebody a letter is from or to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// What they are called.
    pub name: Option<String>,
    /// Their address.
    pub address: String,
}

/// A rendered letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The version of this form.
    pub version: u32,
    /// Who it is from.
    pub from: Party,
    /// Who it is to.
    pub to: Party,
    /// The subject, on one line.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The language of it all.
    #[serde(with = "word")]
    pub language: Language,
    /// Which letter it is.
    #[serde(with = "word")]
    pub kind: LetterKind,
}

/// A stored envelope cannot be made a message; trying again would not help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAMessage(String);

impl std::fmt::Display for NotAMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the envelope makes no message: {}", self.0)
    }
}

impl std::error::Error for NotAMessage {}

impl Envelope {
    /// Renders a letter to a reader.
    ///
    /// # Errors
    /// A template could not be rendered.
    pub fn seal(letter: &impl Letter, from: &Mailbox, to: &Reader) -> Result<Self, askama::Error> {
        Ok(Self {
            version: VERSION,
            from: Party { name: from.name.as_deref().and_then(named), address: from.email.to_string() },
            to: Party { name: named(&to.name), address: to.email.as_str().to_owned() },
            subject: letter.subject()?,
            text: letter.text()?,
            html: letter.html()?,
            language: letter.language(),
            kind: letter.kind(),
        })
    }

    /// The envelope as it is stored.
    ///
    /// # Errors
    /// It cannot be written as JSON.
    pub fn to_value(&self) -> Result<Value, serde_json::Error> {
        serde_json::to_value(self)
    }

    /// Reads a stored envelope.
    ///
    /// # Errors
    /// It is of another version, or none.
    pub fn from_value(value: Value) -> Result<Self, NotAMessage> {
        let envelope: Self = serde_json::from_value(value).map_err(because)?;
        if envelope.version == VERSION { Ok(envelope) } else { Err(because(format!("version {}", envelope.version))) }
    }

    /// The message to hand over. The same envelope, id and moment give the same bytes.
    ///
    /// # Errors
    /// An address is none that mail can be sent to.
    pub fn message(&self, message_id: &str, queued_at: Instant) -> Result<Message, NotAMessage> {
        let parts = MultiPart::alternative().boundary(boundary(message_id));
        let text = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(self.text.clone());
        let html = SinglePart::builder().header(ContentType::TEXT_HTML).body(self.html.clone());
        Message::builder()
            .from(self.from.mailbox()?)
            .to(self.to.mailbox()?)
            .date(SystemTime::from(queued_at))
            .message_id(Some(format!("<{}>", one_line(message_id))))
            .subject(one_line(&self.subject))
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", self.language.as_str()))
            .raw_header(header("X-Seatsync-Key", message_id))
            .multipart(parts.singlepart(text).singlepart(html))
            .map_err(because)
    }

    /// The same letter with its secret in its place.
    #[must_use]
    pub fn with_secret(mut self, secret: &str) -> Self {
        self.text = self.text.replace(SECRET, secret);
        self.html = self.html.replace(SECRET, secret);
        self
    }

    /// The reader's address for a log.
    #[must_use]
    pub fn masked_recipient(&self) -> String {
        self.to.address.parse::<EmailAddress>().map_or_else(|_| "…".to_owned(), |address| address.masked())
    }
}

impl Party {
    fn mailbox(&self) -> Result<Mailbox, NotAMessage> {
        let address: Address = self.address.parse().map_err(because)?;
        Ok(Mailbox::new(self.name.as_deref().and_then(named), address))
    }
}

fn because(cause: impl std::fmt::Display) -> NotAMessage {
    NotAMessage(cause.to_string())
}

fn named(name: &str) -> Option<String> {
    Some(one_line(name)).filter(|n| !n.is_empty())
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), one_line(value))
}

/// Between the parts; made of the id, which no part contains because it is made after them.
fn boundary(message_id: &str) -> String {
    let id = message_id.split('@').next().unwrap_or_default();
    let plain: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(48).collect();
    format!("seatsync-{plain}")
}

/// The `Message-ID` of a letter, without angle brackets: its key at the portal's host. It never changes.
#[must_use]
pub fn message_id(id: LetterId, base_url: &str) -> String {
    format!("{id}@{}", host(base_url))
}

fn host(base_url: &str) -> String {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let with_port = authority.rsplit('@').next().unwrap_or_default();
    let bare = match with_port.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => with_port,
    };
    let fit = |c: char| if c.is_ascii_alphanumeric() || "-.:[]".contains(c) { c } else { '-' };
    if bare.is_empty() { "localhost".to_owned() } else { bare.chars().map(fit).collect() }
}

/// A closed list's word, as serde writes and reads it.
mod word {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(super) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[path = "envelope_tests.rs"]
mod tests;
