//! The single place for what both messages share as text: the size limit, the BEGIN and END lines, base64url and JSON.

mod json;
pub(crate) mod urn;

use base64ct::{Base64UrlUnpadded, Encoding};

pub(crate) use json::{json_object, typed};

/// Longest text looked at, in bytes: 64 KiB. Anything longer is refused before a byte of it is decoded.
pub const MAX_TEXT: usize = 64 * 1024;

/// The words between the dashes of the optional first and last line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// `-----BEGIN SEATSYNC INSTANCE ID-----`
    InstanceId,
    /// `-----BEGIN SEATSYNC TOKEN-----`
    Token,
}

impl Label {
    fn words(self) -> &'static str {
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

/// Undoes what clipboards and mail clients add (spaces, line breaks, quotes, `> `, the BEGIN and END lines). `None` if longer than [`MAX_TEXT`].
#[must_use]
pub fn strip(label: Label, text: &str) -> Option<String> {
    if text.len() > MAX_TEXT {
        return None;
    }
    let bare: String = text.chars().filter(|c| !is_noise(*c)).collect();
    // With the noise gone the two lines have lost their spaces as well.
    let words = label.words().replace(' ', "");
    let bare = bare.strip_prefix(&format!("-----BEGIN{words}-----")).unwrap_or(&bare);
    Some(bare.strip_suffix(&format!("-----END{words}-----")).unwrap_or(bare).to_owned())
}

fn is_noise(c: char) -> bool {
    let quotes_and_fillers = "\"'`´>«»‹›\u{2018}\u{2019}\u{201a}\u{201b}\u{201c}\u{201d}\u{201e}\u{201f}\u{ad}\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}";
    c.is_whitespace() || quotes_and_fillers.contains(c)
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
