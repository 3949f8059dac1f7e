//! Files and folders that only their owner reads, whatever the umask; and what an earlier version left readable for others.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The rights of everybody but the owner.
const OTHERS: u32 = 0o077;

/// Makes a folder, and those it is in, unless they are there.
///
/// # Errors
/// The system's own.
pub fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Opens a file to be written anew; what it held before is gone.
///
/// # Errors
/// The system's own.
pub fn file(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    let rights = file.metadata()?.permissions().mode();
    if rights & OTHERS != 0 {
        file.set_permissions(Permissions::from_mode(rights & 0o600))?;
    }
    Ok(file)
}

/// Makes an empty file unless there is one; whether it made it.
///
/// # Errors
/// The system's own.
pub fn make(path: &Path) -> io::Result<bool> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(true),
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(cause) => Err(cause),
    }
}

/// Writes a whole file.
///
/// # Errors
/// The system's own.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    file(path)?.write_all(text.as_bytes())
}

/// Whether others than the owner may do anything with what is there. A link is what it leads to.
#[must_use]
pub fn is_open(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.permissions().mode() & OTHERS != 0)
}

/// Takes the rights of others from a file that an earlier version left readable; says so where that is not allowed.
pub fn close(path: &Path) {
    let Ok(about) = fs::symlink_metadata(path) else { return };
    let rights = about.permissions().mode();
    if about.is_symlink() || rights & OTHERS == 0 {
        return;
    }
    if let Err(cause) = fs::set_permissions(path, Permissions::from_mode(rights & 0o700)) {
        tracing::warn!(path = %path.display(), %cause, "others can read this, and its rights can't be changed");
    }
}

/// The same for a folder and the files of ours in it. A folder that holds anything else is somebody's own, such as
/// `/tmp`, and keeps its rights.
pub fn close_folder(path: &Path, is_ours: impl Fn(&str) -> bool) {
    let Some((ours, others)) = entries(path, is_ours) else { return };
    if others == 0 {
        close(path);
    }
    ours.iter().for_each(|file| close(file));
}

/// The files of a folder that are ours and open to others, and the folder itself if it holds nothing else.
#[must_use]
pub fn open_ones(path: &Path, is_ours: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let Some((ours, others)) = entries(path, is_ours) else { return Vec::new() };
    let folder = (others == 0).then(|| path.to_owned());
    folder.into_iter().chain(ours).filter(|path| is_open(path)).collect()
}

/// What is ours in a folder, and how much else there is; none if it is no folder.
fn entries(path: &Path, is_ours: impl Fn(&str) -> bool) -> Option<(Vec<PathBuf>, usize)> {
    let (mut ours, mut others) = (Vec::new(), 0_usize);
    for entry in fs::read_dir(path).ok()?.flatten() {
        if entry.file_name().to_str().is_some_and(&is_ours) {
            ours.push(entry.path());
        } else {
            others += 1;
        }
    }
    Some((ours, others))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rights(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn loose(path: &Path, rights: u32) {
        fs::set_permissions(path, Permissions::from_mode(rights)).unwrap();
    }

    #[test]
    fn what_is_made_is_its_owners_alone() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("a/b");
        folder(&deep).unwrap();
        assert_eq!((rights(&dir.path().join("a")), rights(&deep)), (0o700, 0o700));
        write(&deep.join("c"), "secret").unwrap();
        assert_eq!(rights(&deep.join("c")), 0o600);
        assert!(make(&deep.join("d")).unwrap() && !make(&deep.join("d")).unwrap());
        assert_eq!(rights(&deep.join("d")), 0o600);
        loose(&deep.join("c"), 0o644);
        write(&deep.join("c"), "another").unwrap();
        assert_eq!(rights(&deep.join("c")), 0o600, "what an earlier version made is closed when it is written anew");
    }

    #[test]
    fn a_folder_of_ours_is_closed_with_its_files_and_somebody_elses_keeps_its_rights() {
        let dir = tempfile::tempdir().unwrap();
        let mail = |name: &str| name.ends_with(".eml");
        let file = dir.path().join("a.eml");
        fs::write(&file, "x").unwrap();
        loose(&file, 0o644);
        loose(dir.path(), 0o755);
        assert_eq!(open_ones(dir.path(), mail).len(), 2);
        close_folder(dir.path(), mail);
        assert_eq!((rights(dir.path()), rights(&file)), (0o700, 0o600));
        let other = dir.path().join("other");
        fs::write(&other, "x").unwrap();
        loose(&other, 0o644);
        loose(&file, 0o644);
        loose(dir.path(), 0o755);
        close_folder(dir.path(), mail);
        assert_eq!((rights(dir.path()), rights(&file), rights(&other)), (0o755, 0o600, 0o644));
    }
}
