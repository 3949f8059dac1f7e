//! The single place for the activation code: 24 characters a customer types, made so that a slip of the finger is noticed.
//!
//! 22 letters of 5 random bits each (110 bits), then 2 check letters: the number those 22 letters write in base 32, modulo the prime 1021. A prime
//! above 31 that does not divide 31 or 33 catches every single wrong letter and every two neighbours swapped; the tests try them all.

use std::fmt;
use std::str::FromStr;

use aes_gcm::aead::Generate;

use crate::pasted::is_unseen;

/// Digits without `I`, `L`, `O` (read as 1, 1, 0) and `U`.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 24;
const RANDOM: usize = 22;
const PRIME: u32 = 1021;

/// A code that links an instance to a subscription (R31, R39). Whoever has it can link, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ActivationCode(String);

impl ActivationCode {
    /// A new code from 110 random bits of the operating system.
    #[must_use]
    pub fn generate() -> Self {
        let values: Vec<u32> = <[u8; RANDOM]>::generate().iter().map(|byte| u32::from(byte % 32)).collect();
        let check = remainder(&values);
        Self(values.into_iter().chain([check / 32, check % 32]).filter_map(letter).collect())
    }

    /// The canonical form: 24 letters, no dashes. This is what to hash or look up.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ActivationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, letter) in self.0.chars().enumerate() {
            let dash = if position > 0 && position % 6 == 0 { "-" } else { "" };
            write!(f, "{dash}{letter}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for ActivationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActivationCode(…)")
    }
}

impl FromStr for ActivationCode {
    type Err = NotAnActivationCode;

    /// Reads what a person typed or pasted: case, blanks, dashes, quotes and full-width letters do not matter, `I` and `L` are 1, `O` is 0. Words around
    /// a code do no harm, if only one code can be read among them.
    fn from_str(typed: &str) -> Result<Self, NotAnActivationCode> {
        let (letters, bounds) = words(typed);
        let whole = read(&letters);
        if whole.is_ok() || bounds.len() > MOST_WORDS {
            return whole;
        }
        // The check letters let one in a thousand pass, so few words make a code by chance; two codes leave in doubt which is meant.
        let beginning = |(at, start): (usize, &usize)| {
            let mut words = bounds.iter().skip(at + 1).filter_map(|end| letters.get(*start..*end));
            read(words.find(|words| words.chars().count() >= LENGTH)?).ok()
        };
        let mut codes: Vec<Self> = bounds.iter().enumerate().filter_map(beginning).collect();
        codes.dedup();
        match codes.pop() {
            Some(code) if codes.is_empty() => Ok(code),
            Some(_) | None => whole,
        }
    }
}

/// Words at most among which a code is looked for; it may itself be typed letter by letter.
const MOST_WORDS: usize = 200;

/// Letters and digits as they were meant, and where among them words begin and the last one ends, as far as that matters. What nobody sees parts nothing.
fn words(typed: &str) -> (String, Vec<usize>) {
    let (mut letters, mut bounds, mut is_inside) = (String::new(), Vec::new(), false);
    for c in typed.chars().filter(|c| !is_unseen(*c)) {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
            c => c,
        };
        if c.is_alphanumeric() {
            if !is_inside && bounds.len() <= MOST_WORDS {
                bounds.push(letters.len());
            }
            letters.push(c);
        }
        is_inside = c.is_alphanumeric();
    }
    bounds.push(letters.len());
    (letters, bounds)
}

fn read(letters: &str) -> Result<ActivationCode, NotAnActivationCode> {
    let values = letters
        .chars()
        .enumerate()
        .map(|(at, c)| value(c).ok_or(NotAnActivationCode::Letter { position: at + 1, letter: c }));
    let values = values.collect::<Result<Vec<u32>, _>>()?;
    let Some((random, [high, low])) = values.split_last_chunk::<2>().filter(|_| values.len() == LENGTH) else {
        return Err(NotAnActivationCode::Length { found: values.len() });
    };
    if remainder(random) != high * 32 + low {
        return Err(NotAnActivationCode::Check);
    }
    Ok(ActivationCode(values.into_iter().filter_map(letter).collect()))
}

fn letter(value: u32) -> Option<char> {
    let index = usize::try_from(value).ok()?;
    ALPHABET.get(index).copied().map(char::from)
}

fn value(typed: char) -> Option<u32> {
    let meant = match typed.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    let index = ALPHABET.iter().position(|letter| char::from(*letter) == meant)?;
    u32::try_from(index).ok()
}

fn remainder(values: &[u32]) -> u32 {
    values.iter().fold(0, |sum, value| (sum * 32 + value) % PRIME)
}

/// Why a text is no activation code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAnActivationCode {
    /// Too few or too many letters.
    Length {
        /// Letters found, without spaces and dashes.
        found: usize,
    },
    /// A character that no code has.
    Letter {
        /// Counted from 1, without spaces and dashes.
        position: usize,
        /// What stands there.
        letter: char,
    },
    /// The check letters do not fit: one letter is wrong or two are swapped.
    Check,
}

impl fmt::Display for NotAnActivationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { found } => write!(f, "An activation code has {LENGTH} letters and digits, this one has {found}: copy it whole from the \
                mail or the portal."),
            Self::Letter { position, letter } => write!(f, "No activation code contains {letter:?}, which stands at position {position}: compare it \
                with the mail or the portal."),
            Self::Check => f.write_str("This activation code has a slip in it, a wrong letter or two swapped ones: compare it with the mail or the portal."),
        }
    }
}

impl std::error::Error for NotAnActivationCode {}

#[cfg(test)]
#[path = "activation_code_tests.rs"]
mod tests;
