//! The single place for why the instance's files cannot be used.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why the instance's files cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StateError {
    /// The operating system refused to read or write.
    Io {
        /// What.
        path: PathBuf,
        /// In the system's words.
        reason: String,
    },
    /// A file holds something else than was written there.
    Unreadable {
        /// Which.
        path: PathBuf,
        /// In the words of the reader.
        reason: String,
    },
}

impl StateError {
    pub(super) fn io(path: &Path, error: &io::Error) -> Self {
        Self::Io { path: path.to_owned(), reason: error.to_string() }
    }
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, reason } => write!(
                f,
                "{} cannot be read or written ({reason}): check that the directory exists, is yours and has space.",
                path.display()
            ),
            Self::Unreadable { path, reason } => write!(
                f,
                "{} was changed by something else ({reason}): restore it from a backup, or remove the directory and link the instance anew.",
                path.display()
            ),
        }
    }
}

impl std::error::Error for StateError {}
