//! The single place for the activation code: 24 characters a customer types, made so that a slip of the finger is noticed.
//!
//! 22 letters of 5 random bits each (110 bits), then 2 check letters: the number those 22 letters write in base 32, modulo the prime 1021. A prime
//! above 31 that does not divide 31 or 33 catches every single wrong letter and every two neighbours swapped; the tests try them all.

use std::fmt;
use std::str::FromStr;

use aes_gcm::aead::Generate;

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

    /// Reads what a person typed: case, spaces and dashes do not matter, `I` and `L` are 1, `O` is 0.
    fn from_str(typed: &str) -> Result<Self, NotAnActivationCode> {
        let letters = typed.chars().filter(|c| !c.is_whitespace() && !is_dash(*c));
        let values = letters
            .enumerate()
            .map(|(at, c)| value(c).ok_or(NotAnActivationCode::Letter { position: at + 1, letter: c }));
        let values = values.collect::<Result<Vec<u32>, _>>()?;
        let Some((random, [high, low])) = values.split_last_chunk::<2>().filter(|_| values.len() == LENGTH) else {
            return Err(NotAnActivationCode::Length { found: values.len() });
        };
        if remainder(random) != high * 32 + low {
            return Err(NotAnActivationCode::Check);
        }
        Ok(Self(values.into_iter().filter_map(letter).collect()))
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
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
