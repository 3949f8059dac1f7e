//! The single place for what both messages share as text: the size limit, the BEGIN and END lines, base64url and JSON. What people paste is read
//! by [`crate::pasted`].

mod json;
mod text;
pub(crate) mod urn;

use base64ct::{Base64UrlUnpadded, Encoding};

pub(crate) use json::{json_object, typed};
pub use text::{text, text_lossy};

/// Longest message, in bytes: 64 KiB. Anything longer is refused before a byte of it is decoded.
pub const MAX_TEXT: usize = 64 * 1024;

/// The words between the dashes of the optional first and last line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// `-----BEGIN SEATSYNC INSTANCE ID-----`
    InstanceId,
    /// `-----BEGIN SEATSYNC TOKEN-----`
    Token,
}

impl Label {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::InstanceId => "SEATSYNC INSTANCE ID",
            Self::Token => "SEATSYNC TOKEN",
        }
    }
}

/// Wraps a message into lines of 64 characters between a BEGIN and an END line, for mails and files.
#[must_use]
pub fn armour(label: Label, message: &str) -> String {
    let words = label.words();
    let mut text = format!("-----BEGIN {words}-----\n");
    for (position, c) in message.chars().enumerate() {
        if position > 0 && position % 64 == 0 {
            text.push('\n');
        }
        text.push(c);
    }
    format!("{text}\n-----END {words}-----\n")
}

/// Longest name of a machine, in characters.
pub const MAX_HOSTNAME: usize = 253;

/// A machine's name as people are shown it: one line, not too long; `unnamed` if nothing is left.
#[must_use]
pub fn hostname(name: &str) -> String {
    let shown = printable(name, MAX_HOSTNAME);
    if shown.is_empty() { "unnamed".to_owned() } else { shown }
}

/// Somebody else's words on one line that moves no cursor and turns no text around: at most `most` characters, none of them for control.
pub(crate) fn printable(text: &str, most: usize) -> String {
    let shown = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    shown.filter(|c| !c.is_control() && !is_direction(*c)).take(most).collect::<String>().trim().to_owned()
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Strict: no padding, no foreign letters, and the one canonical spelling only.
pub(crate) fn from_base64url(text: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text).ok()
}

pub(crate) fn fixed_from_base64url<const N: usize>(text: &str) -> Option<[u8; N]> {
    from_base64url(text)?.try_into().ok()
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
