//! The only sender of emails. An email sent again carries the same bytes under the same `Message-ID`.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::PoolConfig;
use lettre::{Message, SmtpTransport, Transport as _};
use secrecy::ExposeSecret;

use crate::config::mail::Transport;
use crate::private;

/// How long a mail server may keep silent.
const PATIENCE: Duration = Duration::from_secs(15);

/// Replies that begin with 5 and yet are about us or the server, not about the email: wrong password, TLS wanted, no
/// service. Once an operator has set that right, the email goes.
const OURS_TO_REPAIR: [&str; 5] = ["521", "530", "534", "535", "538"];

/// Replies that say that nobody can be reached at the address: no such mailbox, not here, not allowed as a name.
const OF_THE_ADDRESS: [&str; 3] = ["550", "551", "553"];

/// Sends emails; cheap to clone. Sending blocks.
#[derive(Debug, Clone)]
pub enum Sender {
    /// Each email a file in this folder.
    Folder(PathBuf),
    /// To a server.
    Smtp(SmtpTransport),
    /// Kept, for tests.
    Memory(Memory),
}

/// Emails kept in memory, in the order they were sent: `Message-ID` and bytes.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Mutex<Sent>>);

/// Emails as they were sent: Message-ID and bytes.
type Sent = Vec<(String, Vec<u8>)>;

/// An email was not handed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct NotSent {
    /// Why, for staff.
    pub why: String,
    /// Whether trying again would not help.
    pub is_final: bool,
    /// Whether the address is refused, and not this email alone.
    pub is_dead: bool,
}

/// The mail server's address cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("SEATSYNC_MAIL names no mail server: {0}")]
pub struct NoServer(lettre::transport::smtp::Error);

impl Sender {
    /// The sender for a setting.
    ///
    /// # Errors
    /// The server's address cannot be read.
    pub fn new(transport: &Transport, connections: usize) -> Result<Self, NoServer> {
        match transport {
            Transport::Folder(folder) => Ok(Self::Folder(folder.clone())),
            Transport::Smtp(url) => {
                let builder = SmtpTransport::from_url(&with_tls(url.expose_secret())).map_err(NoServer)?;
                let pool = PoolConfig::new().max_size(u32::try_from(connections).unwrap_or(u32::MAX));
                Ok(Self::Smtp(builder.timeout(Some(PATIENCE)).pool_config(pool).build()))
            }
        }
    }

    /// Asks the server, and signs in where the setting says so; sends nothing. Blocks.
    ///
    /// # Errors
    /// It does not answer, or does not let us in; or what is to be a folder is none.
    pub fn answers(&self) -> Result<(), String> {
        match self {
            Self::Folder(folder) if folder.exists() && !folder.is_dir() => {
                Err(format!("{} is no folder", folder.display()))
            }
            Self::Folder(_) | Self::Memory(_) => Ok(()),
            Self::Smtp(server) => match server.test_connection() {
                Ok(true) => Ok(()),
                Ok(false) => Err("it answers and takes no commands".to_owned()),
                Err(cause) => Err(cause.to_string()),
            },
        }
    }

    /// Hands an email over. Blocks.
    ///
    /// # Errors
    /// It was not handed over; [`NotSent::is_final`] says whether to try again.
    pub fn send(&self, message_id: &str, message: &Message) -> Result<(), NotSent> {
        match self {
            Self::Folder(folder) => keep(folder, message_id, &message.formatted()),
            Self::Smtp(server) => server.send(message).map(drop).map_err(|e| from_smtp(&e)),
            Self::Memory(memory) => {
                memory.emails().push((message_id.to_owned(), message.formatted()));
                Ok(())
            }
        }
    }
}

impl Memory {
    /// What was sent so far.
    #[must_use]
    pub fn sent(&self) -> Vec<(String, Vec<u8>)> {
        self.emails().clone()
    }

    fn emails(&self) -> MutexGuard<'_, Vec<(String, Vec<u8>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A password travels under TLS only: a plain address with one demands STARTTLS unless it says `tls=` itself.
fn with_tls(url: &str) -> String {
    if !url.starts_with("smtp://") || !url.contains('@') || url.contains("tls=") {
        return url.to_owned();
    }
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}tls=required")
}

fn from_smtp(error: &lettre::transport::smtp::Error) -> NotSent {
    let code = error.status().map(|code| code.to_string()).unwrap_or_default();
    let is_ours = OURS_TO_REPAIR.contains(&code.as_str());
    let is_final = error.is_permanent() && !is_ours;
    NotSent { why: error.to_string(), is_final, is_dead: is_final && OF_THE_ADDRESS.contains(&code.as_str()) }
}

/// Keeps an email as a file named by its key: written aside, made durable, then put in place, so that an email sent
/// again replaces itself and a half-written one is never seen.
fn keep(folder: &Path, message_id: &str, bytes: &[u8]) -> Result<(), NotSent> {
    let key = message_id.split('@').next().unwrap_or_default();
    if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err(NotSent { why: format!("“{message_id}” names no file"), is_final: true, is_dead: false });
    }
    let aside = folder.join(format!(".{key}.{}.part", std::process::id()));
    put(folder, &aside, &folder.join(format!("{key}.eml")), bytes).map_err(|e| {
        let _ = fs::remove_file(&aside);
        NotSent {
            why: format!("the email could not be kept in {}: {e}", folder.display()),
            is_final: false,
            is_dead: false,
        }
    })
}

/// Whether a file in the folder is an email, or was about to be one.
#[must_use]
pub fn is_ours(name: &str) -> bool {
    name.ends_with(".eml") || (name.starts_with('.') && name.ends_with(".part"))
}

fn put(folder: &Path, aside: &Path, place: &Path, bytes: &[u8]) -> io::Result<()> {
    private::folder(folder)?;
    let mut file = private::file(aside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(aside, place)?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
#[path = "transport_tests.rs"]
mod tests;
