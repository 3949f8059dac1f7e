//! What is set: the variables of this process, and a `.env` file in its working folder. Read as it is written, and
//! nothing is dropped: what cannot be read is an error that names file, line and setting, and never a value.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::Path;

use super::{SETTINGS, WrongSetting, wrong};

/// The file beside the process.
pub(super) const FILE: &str = ".env";

/// Reads both; the process's own win.
pub(super) fn gather(
    file: &Path,
    own: impl Iterator<Item = (OsString, OsString)>,
) -> Result<BTreeMap<String, String>, WrongSetting> {
    let mut given = match std::fs::read(file) {
        Ok(bytes) => lines(&bytes)?,
        // A link that leads nowhere is there, too.
        Err(cause) if cause.kind() == ErrorKind::NotFound && file.symlink_metadata().is_err() => BTreeMap::new(),
        Err(cause) => return Err(wrong(FILE, format!("is there and can't be read: {cause}"))),
    };
    for (name, value) in own {
        match (name.into_string(), value.into_string()) {
            (Ok(name), Ok(value)) => drop(given.insert(name, value)),
            (Ok(name), Err(_)) if is_meant_for_us(&name) => return Err(wrong(&name, "isn't UTF-8")),
            (Err(name), _) if is_meant_for_us(&name.to_string_lossy()) => {
                return Err(wrong("a setting", "has a name that isn't UTF-8; .env.example lists them all"));
            }
            _ => {}
        }
    }
    Ok(given)
}

/// Whether a name was meant to be one of our settings, in whatever case.
fn is_meant_for_us(name: &str) -> bool {
    name.get(..8).is_some_and(|prefix| prefix.eq_ignore_ascii_case("SEATSYNC")) || nearest(name).is_some()
}

/// The setting that a name is, but for one or two slips; none if it is one, or like none.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let name = name.trim().to_ascii_uppercase().replace('-', "_");
    SETTINGS.iter().map(|(known, ..)| *known).find(|known| slips(known, &name) <= 2)
}

/// How many emails must be typed, left out or changed to make one word of the other.
fn slips(a: &str, b: &str) -> usize {
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut next = vec![i + 1];
        for ((above, diagonal), y) in row.iter().skip(1).zip(&row).zip(b.bytes()) {
            let left = next.last().copied().unwrap_or(usize::MAX);
            next.push((diagonal + usize::from(x != y)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}

/// Reads the lines of a `.env` file: `.env.example` says how they are written.
fn lines(bytes: &[u8]) -> Result<BTreeMap<String, String>, WrongSetting> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let number = bytes.get(..e.valid_up_to()).unwrap_or_default().iter().filter(|b| **b == b'\n').count() + 1;
        wrong(FILE, format!("line {number}: isn't UTF-8"))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut given: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (line, number) in text.split('\n').zip(1..) {
        let line = line.strip_suffix('\r').unwrap_or(line).trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let at = |why: &str| wrong(FILE, format!("line {number}: {why}"));
        let bare = line.strip_prefix("export").filter(|rest| rest.starts_with([' ', '\t'])).unwrap_or(line);
        let (name, written) = bare.split_once('=').ok_or_else(|| at("must be NAME=VALUE"))?;
        let name = name.trim();
        if !is_name(name) {
            return Err(at("must be NAME=VALUE, with a name of letters, digits and _"));
        }
        let value = value(written).map_err(|why| at(&format!("{name}: {why}")))?;
        if let Some((before, _)) = given.insert(name.to_owned(), (number, value)) {
            return Err(at(&format!("{name} is set here and in line {before}; keep one of them")));
        }
    }
    Ok(given.into_iter().map(|(name, (_, value))| (name, value)).collect())
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c))
}

/// What stands behind `=`: between quotes every character is itself; without them it ends at a blank and `#`.
fn value(written: &str) -> Result<String, &'static str> {
    let trimmed = written.trim();
    let Some(quote) = trimmed.chars().next().filter(|c| "\"'".contains(*c)) else {
        let blank_before = |at: usize| written.get(..at).is_some_and(|before| before.ends_with([' ', '\t']));
        let end = written.match_indices('#').map(|(at, _)| at).find(|at| blank_before(*at)).unwrap_or(written.len());
        return Ok(written.get(..end).unwrap_or_default().trim().to_owned());
    };
    let inside = trimmed.get(1..).unwrap_or_default();
    let (value, after) = inside.split_once(quote).ok_or("its quotes must be closed on the same line")?;
    let after = after.trim_start();
    if after.is_empty() || after.starts_with('#') {
        Ok(value.to_owned())
    } else {
        Err(
            "nothing but a comment may follow its closing quote; a value that has one kind of quotes goes into the other",
        )
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStringExt;

    use super::*;

    fn read(text: &[u8]) -> Result<BTreeMap<String, String>, String> {
        lines(text).map_err(|e| e.to_string())
    }

    #[test]
    fn a_value_is_what_is_written() {
        for (line, value) in [
            ("A=pa$$w0rd${HOME}", "pa$$w0rd${HOME}"),
            ("A=\"pa$x\\n\\\"", "pa$x\\n\\"),
            ("A='it is #1 \"here\"'", "it is #1 \"here\""),
            ("A=\"it's\"", "it's"),
            ("export A = b c ", "b c"),
            ("\tA=b#c # why", "b#c"),
            ("A=#b", "#b"),
            ("A= # nothing", ""),
            ("A=\"b\" # why", "b"),
            ("A=b\"c", "b\"c"),
            ("A=a=b=", "a=b="),
            ("A=", ""),
            ("A=' b '", " b "),
        ] {
            for text in [line.to_owned(), format!("\u{feff}# first\r\n\r\n{line}\r\n")] {
                assert_eq!(read(text.as_bytes()).unwrap().get("A").map(String::as_str), Some(value), "{line}");
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_by_line_and_setting_and_never_by_its_value() {
        for (text, said) in [
            ("SEATSYNC_MASTER_KEY=\"hunter2", ".env line 1: SEATSYNC_MASTER_KEY: its quotes"),
            ("# a\nSEATSYNC_MAIL='hunter2'hunter2", ".env line 2: SEATSYNC_MAIL: nothing but a comment"),
            ("A=b\n\nhunter2", ".env line 3: must be NAME=VALUE"),
            ("SEATSYNC_MASTER_KEY: hunter2=", ".env line 1: must be NAME=VALUE, with a name"),
            ("hunter2+/=", ".env line 1: must be NAME=VALUE, with a name"),
            ("=hunter2", ".env line 1: must be NAME=VALUE, with a name"),
            ("A=1\nB=2\nA=hunter2", ".env line 3: A is set here and in line 1"),
        ] {
            let why = read(text.as_bytes()).unwrap_err();
            assert!(why.starts_with(said) && !why.contains("hunter2"), "{why}");
        }
        assert_eq!(read(b"A=b\nSEATSYNC_BRAND=hunter2\xff").unwrap_err(), ".env line 2: isn't UTF-8");
    }

    #[test]
    fn an_existing_settings_file_is_read_or_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let none = || std::iter::empty();
        assert_eq!(gather(&dir.path().join(".env"), none()), Ok(BTreeMap::new()));
        let refused = |name: &str| gather(&dir.path().join(name), none()).unwrap_err().to_string();
        std::fs::create_dir(dir.path().join("folder")).unwrap();
        std::os::unix::fs::symlink("nowhere", dir.path().join("link")).unwrap();
        for name in ["folder", "link"] {
            assert!(refused(name).starts_with(".env is there and can't be read"), "{name}");
        }
    }

    #[test]
    fn a_setting_that_is_not_utf_8_is_named_and_somebody_elses_is_theirs() {
        let os = |bytes: &[u8]| OsString::from_vec(bytes.to_vec());
        let read = |name: &[u8], value: &[u8]| {
            gather(Path::new("/nonexistent/.env"), std::iter::once((os(name), os(value)))).map_err(|e| e.to_string())
        };
        assert_eq!(read(b"SEATSYNC_DATABASE_URL", b"sqlite://\xff").unwrap_err(), "SEATSYNC_DATABASE_URL isn't UTF-8");
        assert!(read(b"SEATSYNC_\xff", b"x").unwrap_err().starts_with("a setting has a name"));
        assert!(read(b"seatsync_bind", b"\xff").is_err() && read(b"SEATSNYC_BIND", b"\xff").is_err());
        assert_eq!(read(b"OTHER", b"\xff"), Ok(BTreeMap::new()));
    }

    #[test]
    fn a_mistyped_activation_code_is_noticed() {
        for (typed, meant) in [
            ("SEATSNYC_BIND", "SEATSYNC_BIND"),
            ("SEATSYC_DATABASE_URL", "SEATSYNC_DATABASE_URL"),
            ("seat_sync_bind", "SEATSYNC_BIND"),
        ] {
            assert_eq!(nearest(typed), Some(meant));
        }
        assert_eq!((nearest("PATH"), nearest("DATABASE_URL"), nearest("CARGO_BUILD_JOBS")), (None, None, None));
    }
}
