//! Where letters go: a folder or an SMTP server.

use std::path::PathBuf;

use lettre::message::Mailbox;
use secrecy::SecretString;

/// Where letters go, and from whom.
#[derive(Debug, Clone)]
pub struct Mail {
    /// How they are sent.
    pub transport: Transport,
    /// Who they are from.
    pub from: Mailbox,
}

/// How letters are sent.
#[derive(Debug, Clone)]
pub enum Transport {
    /// Each one a file in this folder.
    Folder(PathBuf),
    /// To a server; the address may hold a password.
    Smtp(SecretString),
}

impl std::str::FromStr for Transport {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(folder) = text.strip_prefix("folder:").filter(|f| !f.is_empty()) {
            return Ok(Self::Folder(PathBuf::from(folder)));
        }
        if text.starts_with("smtp://") || text.starts_with("smtps://") {
            return Ok(Self::Smtp(SecretString::from(text.to_owned())));
        }
        Err("must be folder:DIR, smtp://HOST:PORT or smtps://HOST:PORT")
    }
}

/// A sender such as `Seatsync <portal@vendor.example>`.
///
/// # Errors
/// It is not one.
pub fn mailbox(text: &str) -> Result<Mailbox, &'static str> {
    text.parse().map_err(|_| "must be NAME <ADDRESS>")
}
