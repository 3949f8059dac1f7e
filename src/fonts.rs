//! The fonts of this machine, for names that what is compiled in cannot draw.

use std::path::{Path, PathBuf};

use crate::pdf::{Fonts, Reader};

/// Folders in folders are looked into so deep.
const DEPTH: usize = 8;
/// More files are not looked at.
const MOST_FILES: usize = 10_000;
/// A larger file is none that could be kept in memory for a name.
const LARGEST: u64 = 64 << 20;

/// The fonts that are compiled in, and those of folders. The folders are read when a text first needs them, and not again.
#[must_use]
pub fn of_folders(folders: &[PathBuf]) -> Fonts {
    let folders = folders.to_vec();
    let files = std::iter::once_with(move || files(&folders)).flatten();
    Fonts::new(Box::new(files.map(|file| -> Reader { Box::new(move || read(&file)) })))
}

/// The files of fonts, upright and regular sans serifs first; always in the same order.
fn files(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders {
        let mut own = Vec::new();
        collect(folder, DEPTH, &mut own);
        own.sort_by_cached_key(|file| (rank(file), file.clone()));
        found.append(&mut own);
    }
    found
}

fn collect(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if found.len() >= MOST_FILES {
            return;
        }
        if path.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, found);
            }
        } else if is_font(&path) {
            found.push(path);
        }
    }
}

fn is_font(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ["ttf", "otf", "ttc", "otc"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// What looks best beside the rest, by the name of its file.
fn rank(path: &Path) -> u8 {
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
    let styles = ["bold", "black", "heavy", "light", "thin", "medium", "italic", "oblique", "condensed", "mono"];
    if styles.iter().any(|style| name.contains(style)) { 2 } else { u8::from(!name.starts_with("notosans")) }
}

fn read(path: &Path) -> Option<Vec<u8>> {
    let size = std::fs::metadata(path).ok()?.len();
    (size <= LARGEST).then(|| std::fs::read(path).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HIEROGLYPH: &str = "\u{13000}";

    #[test]
    fn fonts_are_found_in_folders_of_folders_and_what_is_none_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("truetype/ours");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(folder.path().join("broken.ttf"), b"\0\x01\0\0no font").unwrap();
        std::fs::write(folder.path().join("empty.otf"), b"").unwrap();
        std::fs::create_dir(folder.path().join("folder.ttf")).unwrap();
        let font = include_bytes!("../tests/fonts/NotoSansEgyptianHieroglyphs-two.ttf");
        let here = [folder.path().to_owned(), PathBuf::from("/no/such/folder")];
        assert_eq!(of_folders(&here).missing(HIEROGLYPH).len(), 1);
        std::fs::write(deep.join("Hieroglyphs.TTF"), font).unwrap();
        assert_eq!(of_folders(&here).missing(HIEROGLYPH).len(), 0);
        assert_eq!(of_folders(&[]).missing(HIEROGLYPH).len(), 1);
    }

    #[test]
    fn upright_regular_sans_serifs_come_first_always_in_the_same_order() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.ttf", "NotoSansTamil-Bold.ttf", "a.ttc", "NotoSansTamil-Regular.ttf", "readme.txt"] {
            std::fs::write(folder.path().join(name), b"").unwrap();
        }
        let names: Vec<String> = files(&[folder.path().to_owned()])
            .iter()
            .map(|file| file.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        assert_eq!(names, ["NotoSansTamil-Regular.ttf", "a.ttc", "b.ttf", "NotoSansTamil-Bold.ttf"]);
    }
}
