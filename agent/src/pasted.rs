//! The single place for reading what people paste: the message that is meant, out of whatever mail clients, word processors and whole threads put
//! around it and into it.
//!
//! A message is base64url and dots, begins alike and has parts whose lengths are known, so there is no doubt where it ends. All other characters part
//! words; what nobody sees is not there.

use std::borrow::Cow;
use std::fmt;

use crate::wire::{Label, MAX_TEXT};

/// Longest text looked into, in bytes; the message in it may be [`MAX_TEXT`].
pub const MAX_PASTE: usize = 256 * 1024;

/// What every message begins with: base64url of `{"`.
const BEGINNING: [u8; 3] = *b"eyJ";
/// Letters of an Ed25519 signature, which a signed message ends with.
const SIGNATURE: usize = 86;
/// Letters of a GCM tag, which a sealed message ends with.
const TAG: usize = 22;
/// Beginnings followed at most, as each may lead through the whole text.
const MOST_BEGINNINGS: usize = 32;
/// Longest name of an HTML tag or entity.
const LONGEST_NAME: usize = 10;

/// The one message of a kind in a text. A text without any that is whole is handed on without what is no letter of one, to be refused as it is.
///
/// # Errors
/// [`Unread`].
pub fn read(wanted: Label, text: &str) -> Result<String, Unread> {
    if text.len() > MAX_PASTE {
        return Err(Unread::TooLong);
    }
    let plain = plain(text);
    let plain = unnumbered(&plain).unwrap_or(plain);
    let mut found = messages(plain.as_bytes());
    // Quoted twice in a thread, it is still one.
    found.sort_unstable();
    found.dedup();
    let is_other = |(label, _): &(Label, String)| *label != wanted;
    let others = found.iter().filter(|one| is_other(one)).count();
    found.retain(|one| !is_other(one));
    match (found.pop(), found.is_empty(), others) {
        (Some((_, message)), true, _) => Ok(message),
        (Some(_), false, _) => Err(Unread::Several),
        (None, _, 1..) => Err(Unread::Other),
        (None, _, 0) => rest(wanted, &plain),
    }
}

/// Why no message is read from a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// The text is longer than [`MAX_PASTE`], or what may be a message in it longer than [`MAX_TEXT`].
    TooLong,
    /// It is a message of the other kind.
    Other,
    /// There are several, and nothing says which is meant.
    Several,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "too long",
            Self::Other => "a message of the other kind",
            Self::Several => "several messages",
        })
    }
}

impl std::error::Error for Unread {}

/// All that is left of a text in which no message is whole.
fn rest(label: Label, plain: &str) -> Result<String, Unread> {
    let bare: String = plain.chars().filter(|c| !is_blank(*c)).collect();
    let words = label.words().replace(' ', "");
    let bare = bare.strip_prefix(&format!("-----BEGIN{words}-----")).unwrap_or(&bare);
    let bare = bare.strip_suffix(&format!("-----END{words}-----")).unwrap_or(bare);
    if bare.len() > MAX_TEXT { Err(Unread::TooLong) } else { Ok(bare.to_owned()) }
}

// ---------------------------------------------------------------------------------------------------------------------
// Down to letters, dots and blanks
// ---------------------------------------------------------------------------------------------------------------------

/// The text in letters of base64url, dots, spaces and line ends.
fn plain(text: &str) -> String {
    // Escaped twice, by whoever quotes HTML as text.
    let unescaped = unescaped(text).replace("&amp;", "&");
    let mut out = String::with_capacity(unescaped.len());
    let mut rest = unescaped.as_str();
    while let Some(c) = rest.chars().next() {
        let meant = match c {
            '&' => entity(rest),
            '<' => tag(rest).map(|length| (' ', length)),
            '\\' => escape(rest),
            _ => None,
        };
        let (c, length) = meant.unwrap_or((c, c.len_utf8()));
        push(&mut out, c);
        rest = rest.get(length..).unwrap_or_default();
    }
    if out.contains("- -") { undashed(&out) } else { out }
}

fn push(out: &mut String, c: char) {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' | '-' | '\n' => out.push(c),
        // Word processors make one of two.
        '\u{2014}' | '\u{2015}' | '\u{fe58}' => out.push_str("--"),
        _ if is_dash(c) => out.push('-'),
        // Full-width letters, as East Asian keyboards write them.
        '\u{ff01}'..='\u{ff5e}' => {
            if let Some(c) = u32::from(c).checked_sub(0xfee0).and_then(char::from_u32) {
                push(out, c);
            }
        }
        _ if is_unseen(c) => {}
        _ => out.push(' '),
    }
}

pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// What takes no room on a screen: controls but for white space, joiners, marks of direction, soft hyphens, variation selectors, tags.
pub(crate) fn is_unseen(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\n')
}

/// Undoes quoted-printable and percent encoding. No message has a `=` or `%`, so nothing of one is taken for either.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['=', '%']) {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let (byte, length) = match (first, after) {
            (b'=' | b'%', [high, low, ..]) => match hex(*high).zip(hex(*low)) {
                Some((high, low)) => (high * 16 + low, 3),
                None => (b' ', 1),
            },
            _ => (*first, 1),
        };
        out.push(byte);
        rest = rest.get(length..).unwrap_or_default();
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

fn hex(digit: u8) -> Option<u8> {
    u8::try_from(char::from(digit).to_digit(16)?).ok()
}

/// What an HTML entity at the beginning stands for, and its length; a blank for one without meaning here.
fn entity(text: &str) -> Option<(char, usize)> {
    let length = text.bytes().take(LONGEST_NAME + 2).position(|b| b == b';')?;
    let name = text.get(1..length)?;
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#') {
        return None;
    }
    let number = name.strip_prefix('#').map(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    });
    let c = match (number, name) {
        (Some(number), _) => char::from_u32(number.ok()?)?,
        (None, "shy" | "zwj" | "zwnj" | "lrm" | "rlm") => '\u{ad}',
        (None, "hyphen" | "dash" | "ndash") => '-',
        (None, "mdash") => '\u{2014}',
        (None, "period") => '.',
        (None, "lowbar") => '_',
        (None, _) => ' ',
    };
    Some((c, length + 1))
}

/// What an escape of JSON at the beginning stands for, and its length.
fn escape(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('\\')?;
    match rest.as_bytes().first()? {
        b'n' | b'r' | b't' => Some((' ', 2)),
        b'u' => Some((char::from_u32(u32::from_str_radix(rest.get(1..5)?, 16).ok()?)?, 6)),
        _ => None,
    }
}

/// The length of an HTML tag at the beginning. `<eyJhbGciOi…` is none: no tag has so long a name.
fn tag(text: &str) -> Option<usize> {
    let name = text.strip_prefix('<')?;
    let name = name.strip_prefix('/').unwrap_or(name).as_bytes();
    let end = name.iter().take(LONGEST_NAME + 1).position(|b| !b.is_ascii_alphanumeric())?;
    let is_tag = end > 0 && matches!(name.get(end), Some(b'>' | b' ' | b'/' | b'\n' | b'\r' | b'\t'));
    // Up to the next one at most, so that the text is gone through once, however many there are.
    let length = text.bytes().skip(1).position(|b| matches!(b, b'>' | b'<')).map(|at| at + 1)?;
    (is_tag && text.as_bytes().get(length) == Some(&b'>')).then_some(length + 1)
}

/// Undoes what PGP does to lines that begin with a dash: `- -----BEGIN`.
fn undashed(plain: &str) -> String {
    let line = |line: &str| match line.trim_start_matches(' ').strip_prefix("- ") {
        Some(rest) if rest.starts_with('-') => rest.to_owned() + "\n",
        Some(_) | None => line.to_owned() + "\n",
    };
    plain.split('\n').map(line).collect()
}

/// The text without the numbers of its lines, if they are all numbered in a row.
fn unnumbered(plain: &str) -> Option<String> {
    let mut out = String::with_capacity(plain.len());
    let mut last: Option<u32> = None;
    for line in plain.split('\n').map(str::trim_start).filter(|line| !line.is_empty()) {
        let (number, rest) = line.split_at(line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len()));
        let number =
            number.parse().ok().filter(|number| last.is_none_or(|last| last.checked_add(1) == Some(*number)))?;
        let rest = rest.strip_prefix('.').unwrap_or(rest);
        if !rest.is_empty() && !rest.starts_with(' ') {
            return None;
        }
        out.push_str(rest);
        out.push('\n');
        last = Some(number);
    }
    Some(out)
}

// ---------------------------------------------------------------------------------------------------------------------
// Messages
// ---------------------------------------------------------------------------------------------------------------------

/// Every whole message in a plain text.
fn messages(plain: &[u8]) -> Vec<(Label, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    for _ in 0..MOST_BEGINNINGS {
        let Some(start) = beginning(plain, at) else { break };
        at = start + 1;
        if let Some((label, message, length)) = message(plain.get(start..).unwrap_or_default()) {
            found.push((label, message));
            at = start + length;
        }
    }
    found
}

/// Where the next message may begin: at a word of its own, or behind the dashes of a BEGIN line.
fn beginning(plain: &[u8], from: usize) -> Option<usize> {
    let is_begun = |at: usize| {
        let before = plain.get(..at).unwrap_or_default();
        matches!(before, [] | [.., b' ' | b'\n'] | [.., b'-', b'-'])
    };
    let is_message = |at: usize| {
        let letters = plain.get(at..).unwrap_or_default().iter().filter(|b| !matches!(b, b' ' | b'\n'));
        letters.take(BEGINNING.len()).eq(&BEGINNING)
    };
    (from..plain.len()).find(|at| plain.get(*at) == BEGINNING.first() && is_begun(*at) && is_message(*at))
}

/// The message at the beginning of a text, and how much of the text it takes; none if it is not whole, or goes on behind its end.
fn message(text: &[u8]) -> Option<(Label, String, usize)> {
    let mut message = String::new();
    let (mut dots, mut part, mut is_sealed) = (0, 0, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b' ' | b'\n' => continue,
            b'.' => {
                dots += 1;
                is_sealed |= dots == 2 && part == 0;
                part = 0;
            }
            _ => part += 1,
        }
        message.push(char::from(*byte));
        let (last_dot, whole, label) =
            if is_sealed { (4, TAG, Label::InstanceId) } else { (2, SIGNATURE, Label::Token) };
        if message.len() > MAX_TEXT {
            return None;
        }
        if dots == last_dot && part == whole {
            let rest = text.get(at + 1..).unwrap_or_default();
            return is_ended(rest).then_some((label, message, at + 1));
        }
    }
    None
}

/// Whether nothing goes on behind a message but an END line or the dot of a sentence.
fn is_ended(rest: &[u8]) -> bool {
    let dashes = rest.iter().take_while(|b| **b == b'-').count();
    match rest.get(dashes..).unwrap_or_default() {
        [] | [b' ' | b'\n', ..] => true,
        [b'.', after @ ..] => dashes == 0 && matches!(after, [] | [b' ' | b'\n', ..]),
        after => dashes > 0 && after.get(..3).is_some_and(|word| word.eq_ignore_ascii_case(b"END")),
    }
}

#[cfg(test)]
#[path = "pasted_tests.rs"]
mod tests;
