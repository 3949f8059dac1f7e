//! An SQLite file belongs to one process that serves or works. It holds a lock beside the file, which the system lets go
//! of when the process ends, however it ends. Commands that come and go need none.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::{StoreError, Stored, conn};
use crate::config::database::Database;
use crate::private;

/// The right to serve or work on a database, for as long as it lives.
#[derive(Debug)]
pub struct FileLock(#[allow(dead_code, reason = "open, it is locked")] Option<File>);

impl FileLock {
    /// Takes the right; any number of processes has it on PostgreSQL.
    ///
    /// # Errors
    /// Another process has it.
    pub fn take(database: &Database) -> Stored<Self> {
        let Database::Sqlite { path } = database else { return Ok(Self(None)) };
        conn::must_have_folder(path)?;
        let lock = beside(Path::new(path));
        let cannot = |cause: std::io::Error| StoreError::Other(format!("{} can't be used: {cause}", lock.display()));
        let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&lock);
        let mut file = options.map_err(cannot)?;
        private::close(&lock);
        match file.try_lock() {
            Ok(()) => {
                file.set_len(0)
                    .and_then(|()| file.write_all(std::process::id().to_string().as_bytes()))
                    .map_err(cannot)?;
                Ok(Self(Some(file)))
            }
            Err(TryLockError::WouldBlock) => {
                let mut who = String::new();
                let _ = file.take(20).read_to_string(&mut who);
                let who = if who.is_empty() { String::new() } else { format!(" (process {who})") };
                Err(StoreError::Other(format!(
                    "another Seatsync{who} already works on {path}: an SQLite file takes one `serve`, `work` or `demo` \
                     at a time. Stop that one first; several need PostgreSQL."
                )))
            }
            Err(TryLockError::Error(cause)) => Err(cannot(cause)),
        }
    }
}

/// The lock of a file under whichever name it is reached.
fn beside(path: &Path) -> PathBuf {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut name = real.into_os_string();
    name.push(".lock");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_at_a_time_holds_a_file_under_any_of_its_names() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| Database::Sqlite { path: dir.path().join(name).display().to_string() };
        std::fs::write(dir.path().join("a.db"), "").unwrap();
        std::os::unix::fs::symlink("a.db", dir.path().join("b.db")).unwrap();
        let held = FileLock::take(&at("a.db")).unwrap();
        for name in ["a.db", "b.db", "../x/a.db"] {
            let name = name.replace("../x", &format!("../{}", dir.path().file_name().unwrap().display()));
            let why = FileLock::take(&at(&name)).unwrap_err().to_string();
            assert!(why.contains(&format!("process {}", std::process::id())), "{why}");
        }
        let _other = FileLock::take(&at("c.db")).unwrap();
        drop(held);
        FileLock::take(&at("a.db")).unwrap();
        assert!(!private::is_open(&dir.path().join("a.db.lock")));
    }
}
