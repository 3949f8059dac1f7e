//! Where emails go: a folder or an SMTP server.

use std::path::PathBuf;

use lettre::SmtpTransport;
use lettre::message::Mailbox;
use secrecy::SecretString;

use super::address::Address;
use crate::domain::email_address::EmailAddress;

/// Where emails go, and from whom.
#[derive(Debug, Clone)]
pub struct Mail {
    /// How they are sent.
    pub transport: Transport,
    /// Who they are from.
    pub from: Mailbox,
    /// How many emails are sent at once.
    pub connections: usize,
}

/// How emails are sent.
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
        if let Some(folder) = text.strip_prefix("folder:") {
            return is_folder(folder).map(|()| Self::Folder(PathBuf::from(folder)));
        }
        if let Some(rest) = text.strip_prefix("smtp://").or_else(|| text.strip_prefix("smtps://")) {
            return is_server(text, rest).map(|()| Self::Smtp(SecretString::from(text.to_owned())));
        }
        Err("must be folder:DIR, smtp://HOST:PORT or smtps://HOST:PORT")
    }
}

/// A path and nothing else, as a database's.
fn is_folder(path: &str) -> Result<(), &'static str> {
    if path.is_empty() || path.trim() != path || path.chars().any(char::is_control) {
        return Err("must be folder:DIR, without blanks around it");
    }
    if path.starts_with("//") {
        return Err("must be folder:DIR, without // behind the colon");
    }
    if path.starts_with(['~', '"', '\'']) || path.contains(['$', '?', '*']) {
        return Err("takes a path as it is: ~, variables, quotes and parameters mean nothing in it");
    }
    Ok(())
}

/// Read here by whoever sends, too: later, what is wrong would be told with the password in it.
fn is_server(url: &str, rest: &str) -> Result<(), &'static str> {
    let address = Address::read(rest)?;
    if address.hosts.is_empty() || address.hosts.contains(',') {
        return Err("must name one server: smtp://HOST:PORT or smtps://HOST:PORT");
    }
    SmtpTransport::from_url(url).map(drop).map_err(|_| "must be smtp://USER:PASSWORD@HOST:PORT or smtps://…")
}

/// A sender such as `Seatsync <portal@vendor.example>`.
///
/// # Errors
/// It is not one.
pub fn mailbox(text: &str) -> Result<Mailbox, &'static str> {
    let mailbox: Mailbox = text.parse().map_err(|_| WRONG)?;
    let address: EmailAddress = mailbox.email.to_string().parse().map_err(|_| WRONG)?;
    Ok(Mailbox::new(mailbox.name, address.as_str().parse().map_err(|_| WRONG)?))
}

const WRONG: &str = "must be NAME <ADDRESS>, with an address that every mail server takes";

/// An address that people can write to, or another way to find help: an `@` in it makes it an address.
///
/// # Errors
/// It is an address, and none that can be written to.
pub fn support(text: &str) -> Result<String, String> {
    match text.contains('@') {
        true => text.parse::<EmailAddress>().map(|address| address.as_str().to_owned()).map_err(|e| e.to_string()),
        false => Ok(text.to_owned()),
    }
}

/// Connections to the mail server at once.
///
/// # Errors
/// It is no small number.
pub fn connections(text: &str) -> Result<usize, &'static str> {
    text.parse().ok().filter(|n| (1..=MOST_CONNECTIONS).contains(n)).ok_or("must be a number from 1 to 32")
}

/// More than that a mail server takes for an attack.
const MOST_CONNECTIONS: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails_go_to_a_folder_or_to_one_server() {
        for good in ["folder:mail", "folder:/data/my mail", "smtp://127.0.0.1:2525", "smtps://me:p%40ss@mail.example"] {
            assert!(good.parse::<Transport>().is_ok(), "{good}");
        }
        for bad in [
            "folder:",
            "folder: mail",
            "folder:mail\n",
            "folder://mail",
            "folder:~/mail",
            "folder:$HOME/mail",
            "folder",
            "smtp://",
            "smtp://:25",
            "smtp://host:99999",
            "smtp://me:p@ss@host",
            "smtp://a,b",
            "smtp://host?tls=perhaps",
            "SMTP://host",
        ] {
            assert!(bad.parse::<Transport>().is_err(), "{bad}");
        }
    }
}
