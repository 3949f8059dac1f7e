//! The single place for files that editors of some systems write with a mark in front, or in UTF-16.

use std::borrow::Cow;
use std::string::FromUtf8Error;

/// The text of a file, in UTF-8 or UTF-16, without the mark in front.
///
/// # Errors
/// It is neither.
pub fn text(bytes: &[u8]) -> Result<String, FromUtf8Error> {
    String::from_utf8(utf8(bytes).into_owned())
}

/// The same, with what is no text replaced: for messages, which are ASCII whatever stands around them.
#[must_use]
pub fn text_lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&utf8(bytes)).into_owned()
}

fn utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // Without a mark: all that is read here begins with ASCII, and none of it holds a NUL.
        [first, 0, ..] if *first != 0 => utf16(bytes, u16::from_le_bytes),
        [0, second, ..] if *second != 0 => utf16(bytes, u16::from_be_bytes),
        _ => Cow::Borrowed(bytes),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'_, [u8]> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    Cow::Owned(String::from_utf16_lossy(&units).into_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn marks_and_utf_16_of_either_order_are_read_and_latin_1_is_no_text() {
        let said = "eyJ.größer\r\n";
        let units = || said.encode_utf16();
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        for bytes in [
            said.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", said.as_bytes()].concat(),
            [b"\xff\xfe", little.as_slice()].concat(),
            [b"\xfe\xff", big.as_slice()].concat(),
            little,
            big,
        ] {
            assert_eq!(text(&bytes).unwrap(), said);
            assert_eq!(text_lossy(&bytes), said);
        }
        assert!(text(b"gr\xf6\xdfer").is_err());
        assert_eq!(text_lossy(b"eyJ gr\xf6er"), "eyJ gr\u{fffd}er");
        for bytes in [b"".as_slice(), b"\xff\xfe", b"\xff\xfea", b"\0", b"a"] {
            assert!(text(bytes).unwrap().len() <= 1);
        }
    }
}
