//! A whole number as people write it.

use super::language::Language;

/// Reads a whole number that is not negative; separators of thousands as the language has them, or spaces, or apostrophes.
/// What means different numbers in different countries, such as `1.200` on an English page, is none.
#[must_use]
pub fn whole(text: &str, language: Language) -> Option<i64> {
    let plain: String = text.trim().chars().map(narrow).collect();
    let plain = plain.strip_prefix('+').unwrap_or(&plain);
    let separator = plain.chars().find(|c| !c.is_ascii_digit());
    let own = match language {
        Language::En => ',',
        Language::De => '.',
    };
    let digits = match separator {
        None => plain.to_owned(),
        Some(separator) if [own, ' ', '\''].contains(&separator) => grouped(plain, separator)?,
        Some(_) => return None,
    };
    // All digits, so that only size can keep it from being a number.
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) { None } else { digits.parse().ok() }
}

/// The digits of a number in groups of three, the first shorter.
fn grouped(text: &str, separator: char) -> Option<String> {
    let mut groups = text.split(separator);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

/// A full-width character as the plain one, any space as a space, any apostrophe as one.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2019}' | '\u{2018}' => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_the_pages_language_writes_it() {
        for (text, en, de) in [
            ("1200", Some(1200), Some(1200)),
            (" 5 ", Some(5), Some(5)),
            ("+5", Some(5), Some(5)),
            ("1,200", Some(1200), None),
            ("1.200", None, Some(1200)),
            ("1.000.000", None, Some(1_000_000)),
            ("1,000,000", Some(1_000_000), None),
            ("1 200", Some(1200), Some(1200)),
            ("1\u{a0}200", Some(1200), Some(1200)),
            ("1\u{202f}200", Some(1200), Some(1200)),
            ("1'200", Some(1200), Some(1200)),
            ("1\u{2019}200", Some(1200), Some(1200)),
            ("\u{ff11}\u{ff12}", Some(12), Some(12)),
            ("007", Some(7), Some(7)),
            ("12e3", None, None),
            ("1.5", None, None),
            ("1,5", None, None),
            ("1,20", None, None),
            ("12 3", None, None),
            ("1 200,300", None, None),
            ("1,,200", None, None),
            (",200", None, None),
            ("1200,000", None, None),
            ("-5", None, None),
            ("0x10", None, None),
            ("five", None, None),
            ("", None, None),
            ("+", None, None),
            ("99999999999999999999", None, None),
            ("\u{661}\u{662}", None, None),
        ] {
            assert_eq!((whole(text, Language::En), whole(text, Language::De)), (en, de), "{text:?}");
        }
    }
}
