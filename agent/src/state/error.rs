//! The single place for why the instance's files cannot be used.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::clock::MINUTE;

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
    /// The state was signed by another instance than the one whose key is beside it.
    Foreign {
        /// Which file.
        path: PathBuf,
    },
    /// The machine's clock was never set, so nothing that is dated can be made.
    ClockUnset {
        /// What it says.
        now: DateTime<Utc>,
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
            Self::Foreign { path } => write!(
                f,
                "{} belongs to another instance, or was changed: the key beside it did not sign it. Restore both from one backup, or remove the directory \
                and link the instance anew.",
                path.display()
            ),
            Self::ClockUnset { now } => {
                write!(
                    f,
                    "This machine's clock says {}, so it is not set: set it right and try again.",
                    now.format(MINUTE)
                )
            }
        }
    }
}

impl std::error::Error for StateError {}
