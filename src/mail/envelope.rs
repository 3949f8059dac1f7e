//! The rendered email as it is stored: versioned and complete, so that it can be sent, sent again and shown without
//! the facts it was made from. The same row gives the same bytes every time.

use std::time::SystemTime;

use base64ct::{Base64, Encoding};
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::messages::Email;
use super::one_line;
use crate::domain::calendar::Instant;
use crate::domain::contact::Reader;
use crate::domain::email::EmailKind;
use crate::domain::email_address::EmailAddress;
use crate::domain::ids::EmailId;
use crate::domain::language::Language;
use crate::words::t;

/// The version this program writes.
const VERSION: u32 = 1;
/// Stands in an email for the secret it carries, until it is sent.
pub const SECRET: &str = "~secret~";

/// Somebody an email is from or to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// What they are called.
    pub name: Option<String>,
    pub address: String,
}

/// A rendered email.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The version of this form.
    pub version: u32,
    pub from: Party,
    pub to: Party,
    /// The subject, on one line.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    #[serde(with = "word")]
    pub language: Language,
    #[serde(with = "word")]
    pub kind: EmailKind,
}

/// A stored envelope cannot be made a message; trying again would not help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the envelope makes no message: {0}")]
pub struct NotAMessage(String);

impl Envelope {
    /// Renders an email to a reader.
    pub fn seal(email: &impl Email, from: &Mailbox, to: &Reader) -> Result<Self, askama::Error> {
        Ok(Self {
            version: VERSION,
            from: Party { name: from.name.as_deref().and_then(named), address: from.email.to_string() },
            to: Party { name: named(&to.name), address: to.email.as_str().to_owned() },
            subject: email.subject()?,
            text: email.text()?,
            html: email.html()?,
            language: email.language(),
            kind: email.kind(),
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
        let (from, to) = (self.from.mailbox()?, self.to.mailbox()?);
        let mut message = Message::builder()
            .from(from.clone())
            .to(to.clone())
            .date(SystemTime::from(queued_at))
            .raw_header(header("Message-ID", &format!("<{}>", one_line(message_id))))
            .raw_header(header("Subject", &one_line(&self.subject)))
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", self.language.as_str()))
            .raw_header(header("X-Seatsync-Key", &one_line(message_id)))
            .multipart(parts.singlepart(text).singlepart(html))
            .map_err(because)?;
        // As above, but for long names.
        message.headers_mut().insert_raw(party("From", &from));
        message.headers_mut().insert_raw(party("To", &to));
        Ok(message)
    }

    /// The same email with its secret in its place.
    #[must_use]
    pub fn with_secret(mut self, secret: &str) -> Self {
        self.text = self.text.replace(SECRET, secret);
        self.html = self.html.replace(SECRET, secret);
        self
    }

    /// The same email to somebody who gets it because it could not be delivered to `lost`, and is told so.
    #[must_use]
    pub fn instead(mut self, to: &Reader, lost: &str) -> Self {
        let note = t!(self.language, "email-instead", address = one_line(lost));
        self.to = Party { name: named(&to.name), address: to.email.as_str().to_owned() };
        self.text = format!("{note}\n\n{}", self.text);
        let safe = note.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        self.html = self.html.replacen("<main>", &format!("<main>\n<p>{safe}</p>"), 1);
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
        // Whatever was stored: a domain in emails goes as servers take it.
        let address: EmailAddress = self.address.parse().map_err(because)?;
        let address: Address = address.as_str().parse().map_err(because)?;
        Ok(Mailbox::new(self.name.as_deref().and_then(named), address))
    }
}

fn because(cause: impl std::fmt::Display) -> NotAMessage {
    NotAMessage(cause.to_string())
}

fn named(name: &str) -> Option<String> {
    Some(one_line(name)).filter(|n| !n.is_empty())
}

/// Characters of a line of a header at most (RFC 2047).
const LONGEST_LINE: usize = 76;
/// What stands around the characters of an encoded word.
const AROUND: (&str, &str) = ("=?utf-8?b?", "?=");

/// A header whose lines are short: folded between words, or encoded as a whole where that is not enough.
fn header(name: &'static str, value: &str) -> HeaderValue {
    let is_plain = value.chars().all(|c| matches!(c, ' '..='~')) && !value.contains("=?");
    // An identifier is never encoded; one that is too long for the first line stands on the next.
    let is_identifier = is_plain && !value.contains(' ') && name != "Subject";
    let mut folded = if is_plain { folded(name.len() + 2, value) } else { encoded(name.len() + 2, value) };
    if !is_identifier && folded.split("\r\n").any(|line| line.len() > LONGEST_LINE) {
        folded = encoded(name.len() + 2, value);
    }
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.to_owned(), folded)
}

/// Words on lines, the first of which has `used` characters already.
fn folded(used: usize, value: &str) -> String {
    let (mut lines, mut length) = (String::new(), used);
    for (index, word) in value.split(' ').enumerate() {
        if length + 1 + word.len() > LONGEST_LINE {
            lines.push_str("\r\n ");
            length = 1;
        } else if index > 0 {
            lines.push(' ');
            length += 1;
        }
        lines.push_str(word);
        length += word.len();
    }
    lines
}

/// Encoded words, one on a line; whoever reads them leaves out what is between them.
fn encoded(used: usize, value: &str) -> String {
    let mut lines = String::new();
    let mut room = room(used);
    let mut piece = String::new();
    for c in value.chars() {
        if piece.len() + c.len_utf8() > room {
            lines.push_str(&format!("{}{}{}\r\n ", AROUND.0, Base64::encode_string(piece.as_bytes()), AROUND.1));
            piece.clear();
            room = self::room(1);
        }
        piece.push(c);
    }
    lines.push_str(&format!("{}{}{}", AROUND.0, Base64::encode_string(piece.as_bytes()), AROUND.1));
    lines
}

/// Bytes that an encoded word holds on a line with so many characters before it.
fn room(used: usize) -> usize {
    LONGEST_LINE.saturating_sub(used + AROUND.0.len() + AROUND.1.len()) / 4 * 3
}

/// Sender or reader: a long name, or one beyond ASCII, is encoded, and the address stands on a line of its own where it must.
fn party(header: &'static str, mailbox: &Mailbox) -> HeaderValue {
    let address = format!("<{}>", mailbox.email);
    let used = header.len() + 2;
    let plain = |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ');
    let value = match mailbox.name.as_deref() {
        None => mailbox.email.to_string(),
        Some(name) if plain(name) && used + name.len() + 1 + address.len() <= LONGEST_LINE => {
            format!("{name} {address}")
        }
        Some(name) => {
            let name = encoded(used, name);
            let last = name.rsplit("\r\n").next().unwrap_or_default().len();
            let first = if name.contains("\r\n") { 0 } else { used };
            let joint = if first + last + 1 + address.len() > LONGEST_LINE { "\r\n " } else { " " };
            format!("{name}{joint}{address}")
        }
    };
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(header), mailbox.to_string(), value)
}

/// Between the parts; made of the id, which no part contains because it is made after them.
fn boundary(message_id: &str) -> String {
    let id = message_id.split('@').next().unwrap_or_default();
    let plain: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(48).collect();
    format!("seatsync-{plain}")
}

/// The `Message-ID` of an email, without angle brackets: its key at the portal's host. It never changes.
#[must_use]
pub fn message_id(id: EmailId, base_url: &str) -> String {
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
