//! Settings: read once from the environment (and a `.env` file), complete, or the process does not start.
//!
//! Every setting stands in [`SETTINGS`]; `.env.example` lists the same, and an unknown `SEATSYNC_*` is an error.

mod address;
pub mod database;
mod given;
pub mod mail;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use seatsync_agent::origin::Origin;
use secrecy::SecretString;

use database::Database;
use mail::Mail;

use crate::domain::network::{NotARange, Range};

/// Every setting: name, default (none: none), what it is.
pub const SETTINGS: &[(&str, Option<&str>, &str)] = &[
    ("SEATSYNC_DATABASE_URL", Some("sqlite://seatsync.db"), "the database: sqlite://PATH or postgres://USER@HOST/NAME"),
    ("SEATSYNC_BIND", Some("127.0.0.1:8080"), "the address and port to listen on"),
    ("SEATSYNC_BASE_URL", Some("http://127.0.0.1:8080"), "the address people and instances reach the portal at"),
    ("SEATSYNC_SESSIONS", Some("database"), "where sessions live: database or redis://HOST:PORT"),
    ("SEATSYNC_MAIL", Some("folder:mail"), "where emails go: folder:DIR, smtp://USER:PASSWORD@HOST:PORT or smtps://…"),
    ("SEATSYNC_MAIL_FROM", Some("Seatsync <portal@seatsync.invalid>"), "the sender of every email"),
    ("SEATSYNC_MAIL_CONNECTIONS", Some("4"), "how many emails are sent at once, 1 to 32; one is kept for reset links"),
    ("SEATSYNC_MASTER_KEY", None, "32 bytes in base64 that seal private keys and activation codes; this or the next"),
    ("SEATSYNC_MASTER_KEY_FILE", None, "a file with the same"),
    ("SEATSYNC_BRAND", Some("Seatsync"), "the vendor's name on pages and emails"),
    ("SEATSYNC_SUPPORT", Some("support@seatsync.invalid"), "the address a page names when it cannot help"),
    ("SEATSYNC_VENDOR_ADDRESS", Some(""), "the vendor's address on invoices; its lines separated by |"),
    ("SEATSYNC_INVOICE_NOTE", Some(""), "bank, tax number and register on invoices; lines separated by |"),
    ("SEATSYNC_FONTS", Some("/usr/share/fonts"), "folders of fonts for names on invoices, separated by |; or none"),
    (
        "SEATSYNC_PAYMENTS",
        Some("invoice"),
        "invoice; local is a bank that takes no money, for `seatsync demo` and tests",
    ),
    ("SEATSYNC_TRUSTED_PROXY", None, "proxies whose X-Forwarded-For is believed: addresses or networks, by commas"),
    ("SEATSYNC_CLOCK", Some("system"), "system; the sandbox is for `seatsync demo` alone"),
    ("SEATSYNC_LOG", Some("info"), "what is logged: a tracing filter such as info or seatsync=debug"),
    ("SEATSYNC_LOG_FORMAT", Some("text"), "text or json"),
];

/// A setting is unknown, missing or not what it must be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} {why}")]
pub struct WrongSetting {
    pub name: String,
    /// What is wrong and what to do.
    pub why: String,
}

fn wrong(name: &str, why: impl std::fmt::Display) -> WrongSetting {
    WrongSetting { name: name.to_owned(), why: why.to_string() }
}

/// Where sessions live.
#[derive(Debug, Clone)]
pub enum Sessions {
    Database,
    /// In Redis; the address may hold a password.
    Redis(SecretString),
}

/// How accounts can pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payments {
    Invoice,
    /// Also by cards of a bank that takes no money.
    Local,
}

/// All settings, checked.
#[derive(Debug, Clone)]
pub struct Config {
    pub database: Database,
    /// Where to listen.
    pub bind: SocketAddr,
    /// How people and instances reach the portal, in its one spelling (`Origin`); without a slash at the end.
    pub base_url: String,
    /// Where sessions live.
    pub sessions: Sessions,
    /// Where emails go, and from whom.
    pub mail: Mail,
    /// Seals secrets at rest; base64.
    pub master_key: SecretString,
    /// The vendor's name.
    pub brand: String,
    /// Whom a page names when it cannot help.
    pub support: String,
    /// The lines of the vendor's address on invoices.
    pub vendor_address: Vec<String>,
    /// What else stands on every invoice: bank, tax number, register.
    pub invoice_note: Vec<String>,
    /// Folders of fonts for what those that are compiled in do not have.
    pub fonts: Vec<PathBuf>,
    /// How accounts can pay.
    pub payments: Payments,
    /// Proxies that are believed.
    pub trusted_proxies: Vec<Range>,
    /// A tracing filter.
    pub log: String,
    /// Whether logs are JSON.
    pub log_json: bool,
    /// Files with secrets that the settings were read from.
    pub secret_files: Vec<PathBuf>,
}

impl Config {
    /// Reads the settings of this process and of a `.env` file beside it; the process's own win.
    ///
    /// # Errors
    /// The first setting that is not as it must be.
    #[allow(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
    pub fn from_env() -> Result<Self, WrongSetting> {
        let given = given::gather(Path::new(given::FILE), std::env::vars_os())?;
        let mut config = Self::from_map(&given)?;
        config.secret_files.push(PathBuf::from(given::FILE));
        Ok(config)
    }

    /// Reads the settings from names and values; what does not begin with `SEATSYNC_` is not ours.
    ///
    /// # Errors
    /// The first setting that is not as it must be.
    pub fn from_map(given: &BTreeMap<String, String>) -> Result<Self, WrongSetting> {
        refuse_unknown(given)?;
        refuse_unsound(given)?;
        if value(given, "SEATSYNC_CLOCK")? != "system" {
            return Err(wrong("SEATSYNC_CLOCK", "must be system; the sandbox is for `seatsync demo`"));
        }
        let base_url = parsed(given, "SEATSYNC_BASE_URL", base_url)?;
        Ok(Self {
            database: parsed(given, "SEATSYNC_DATABASE_URL", str::parse)?,
            bind: parsed(given, "SEATSYNC_BIND", |v| v.parse().map_err(|_| "must be ADDRESS:PORT, as 127.0.0.1:8080"))?,
            base_url,
            sessions: parsed(given, "SEATSYNC_SESSIONS", sessions)?,
            mail: Mail {
                transport: parsed(given, "SEATSYNC_MAIL", str::parse)?,
                from: parsed(given, "SEATSYNC_MAIL_FROM", mail::mailbox)?,
                connections: parsed(given, "SEATSYNC_MAIL_CONNECTIONS", mail::connections)?,
            },
            master_key: master_key(given)?,
            vendor_address: lines(value(given, "SEATSYNC_VENDOR_ADDRESS")?),
            invoice_note: lines(value(given, "SEATSYNC_INVOICE_NOTE")?),
            fonts: fonts(given)?,
            payments: parsed(given, "SEATSYNC_PAYMENTS", payments)?,
            brand: value(given, "SEATSYNC_BRAND")?.to_owned(),
            support: parsed(given, "SEATSYNC_SUPPORT", mail::support)?,
            trusted_proxies: optional(given, "SEATSYNC_TRUSTED_PROXY")
                .map_or(Ok(Vec::new()), |text| ranges(text).map_err(|why| wrong("SEATSYNC_TRUSTED_PROXY", why)))?,
            log: value(given, "SEATSYNC_LOG")?.to_owned(),
            log_json: parsed(given, "SEATSYNC_LOG_FORMAT", log_format)?,
            secret_files: optional(given, "SEATSYNC_MASTER_KEY_FILE").map(PathBuf::from).into_iter().collect(),
        })
    }

    /// Whether browsers reach the portal over TLS: cookies are `Secure` then.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

fn refuse_unknown(given: &BTreeMap<String, String>) -> Result<(), WrongSetting> {
    let is_known = |name: &str| SETTINGS.iter().any(|(known, ..)| *known == name);
    let is_ours = |name: &str| {
        let prefix = name.get(..9).unwrap_or_default();
        prefix.eq_ignore_ascii_case("SEATSYNC_") || prefix.eq_ignore_ascii_case("SEATSYNC-")
    };
    for name in given.keys().filter(|name| !is_known(name)) {
        match given::nearest(name) {
            Some(meant) => return Err(wrong(name, format!("is no setting of Seatsync; {meant} is one"))),
            None if is_ours(name) => return Err(wrong(name, "is no setting of Seatsync; .env.example lists them all")),
            None => {}
        }
    }
    Ok(())
}

/// What was left over from copying, and what was left empty where that would mean the default: both are slips.
fn refuse_unsound(given: &BTreeMap<String, String>) -> Result<(), WrongSetting> {
    for (name, default, _) in SETTINGS {
        // Base64 leaves no doubt.
        let Some(value) = given.get(*name).filter(|_| *name != "SEATSYNC_MASTER_KEY") else { continue };
        if value.chars().any(char::is_control) {
            return Err(wrong(name, "must not have line breaks or control characters in it"));
        }
        if value.trim_matches(|c: char| c.is_whitespace() || "\u{feff}\u{200b}".contains(c)) != value {
            return Err(wrong(name, "must not begin or end with a blank"));
        }
        if value.is_empty() && default.is_some_and(|default| !default.is_empty()) {
            return Err(wrong(name, "is empty; leave it out for its default, or give it a value"));
        }
    }
    Ok(())
}

fn optional<'a>(given: &'a BTreeMap<String, String>, name: &str) -> Option<&'a str> {
    given.get(name).map(String::as_str).filter(|v| !v.is_empty())
}

fn value<'a>(given: &'a BTreeMap<String, String>, name: &str) -> Result<&'a str, WrongSetting> {
    let default = SETTINGS.iter().find(|(known, ..)| *known == name).and_then(|(_, default, _)| *default);
    optional(given, name).or(default).ok_or_else(|| wrong(name, "is missing"))
}

fn parsed<T, E: std::fmt::Display>(
    given: &BTreeMap<String, String>,
    name: &str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, WrongSetting> {
    parse(value(given, name)?).map_err(|why| wrong(name, why))
}

fn base_url(text: &str) -> Result<String, String> {
    let origin = Origin::parse(text).map_err(|why| format!("must be http://HOST or https://HOST: {why}"))?;
    Ok(origin.to_string())
}

fn sessions(text: &str) -> Result<Sessions, &'static str> {
    if text == "database" {
        return Ok(Sessions::Database);
    }
    let rest = text.strip_prefix("redis://").ok_or("must be database or redis://HOST:PORT")?;
    let address = address::Address::read(rest)?;
    if address.hosts.is_empty() || address.hosts.contains(',') {
        return Err("must name one server: redis://HOST:PORT");
    }
    if !address.name.is_empty() && address.name.parse::<u32>().is_err() {
        return Err("must end with its server or the number of a database: redis://HOST:PORT/0");
    }
    Ok(Sessions::Redis(SecretString::from(text.to_owned())))
}

fn ranges(text: &str) -> Result<Vec<Range>, NotARange> {
    text.split(',').map(|one| one.trim().parse()).collect()
}

fn lines(text: &str) -> Vec<String> {
    text.split('|').map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The default may be missing; what somebody named is there, or a slip of the pen.
fn fonts(given: &BTreeMap<String, String>) -> Result<Vec<PathBuf>, WrongSetting> {
    let name = "SEATSYNC_FONTS";
    let folders: Vec<PathBuf> =
        lines(value(given, name)?).into_iter().filter(|line| line != "none").map(PathBuf::from).collect();
    match folders.iter().find(|folder| optional(given, name).is_some() && !folder.is_dir()) {
        Some(missing) => Err(wrong(name, format!("names {}, which is no folder", missing.display()))),
        None => Ok(folders),
    }
}

fn payments(text: &str) -> Result<Payments, &'static str> {
    match text {
        "invoice" => Ok(Payments::Invoice),
        "local" => Ok(Payments::Local),
        _ => Err("must be invoice or local"),
    }
}

fn log_format(text: &str) -> Result<bool, &'static str> {
    match text {
        "text" => Ok(false),
        "json" => Ok(true),
        _ => Err("must be text or json"),
    }
}

fn master_key(given: &BTreeMap<String, String>) -> Result<SecretString, WrongSetting> {
    let (key, file) = ("SEATSYNC_MASTER_KEY", "SEATSYNC_MASTER_KEY_FILE");
    let kept = optional(given, file).map(|path| key_in(Path::new(path))).transpose();
    let kept = kept.map_err(|why| wrong(file, why))?;
    let (name, text) = match (optional(given, key).map(str::trim), kept) {
        (Some(text), Some(kept)) if text != kept => {
            return Err(wrong(key, format!("and {file} hold two different keys; keep one of them")));
        }
        (Some(text), _) => (key, text.to_owned()),
        (None, Some(kept)) => (file, kept),
        (None, None) => return Err(wrong(key, "is missing; `openssl rand -base64 32` makes one")),
    };
    crate::vault::Vault::new(&text).map_err(|why| wrong(name, why))?;
    Ok(SecretString::from(text))
}

/// The key in a file: a line break at its end is an editor's, a mark at its beginning too.
fn key_in(path: &Path) -> Result<String, String> {
    let text = std::fs::read(path).map_err(|e| format!("can't be read: {e}"))?;
    let text = String::from_utf8(text).map_err(
        |_| "must hold 32 bytes in base64, as `openssl rand -base64 32` makes them; this file isn't text in UTF-8",
    )?;
    Ok(text.trim_start_matches('\u{feff}').trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(settings: &[(&str, &str)]) -> Result<Config, String> {
        let key = crate::vault::new_master_key();
        let given = settings.iter().copied().chain([("SEATSYNC_MASTER_KEY", key.as_str())]);
        Config::from_map(&given.map(|(n, v)| (n.to_owned(), v.to_owned())).collect()).map_err(|e| e.to_string())
    }

    #[test]
    fn defaults_are_complete() {
        let config = read(&[("HOME", "/root")]).unwrap();
        assert_eq!(config.base_url, "http://127.0.0.1:8080");
        assert!(!config.is_https());
    }

    #[test]
    fn the_base_url_is_kept_in_its_one_spelling_and_what_cannot_be_served_is_refused() {
        for (given, kept) in [
            ("HTTPS://Portal.Example:443/", "https://portal.example"),
            ("http://Portal.example:80", "http://portal.example"),
            ("https://BÜCHER.example", "https://xn--bcher-kva.example"),
            ("http://[::0001]:8080/", "http://[::1]:8080"),
        ] {
            assert_eq!(read(&[("SEATSYNC_BASE_URL", given)]).unwrap().base_url, kept, "{given}");
        }
        for (given, why) in [
            ("https://vendor.example/portal", "it has a path"),
            ("https://portal.example:99999", "its port is not a number from 1 to 65535"),
            ("https://me:hunter2@portal.example", "before an @"),
            ("https://portal.example?x=1", "it has a ?"),
            ("https://por tal.example", "its host is neither"),
        ] {
            let said = read(&[("SEATSYNC_BASE_URL", given)]).unwrap_err();
            assert!(said.starts_with("SEATSYNC_BASE_URL must be http") && said.contains(why), "{said}");
            assert!(!said.contains("hunter2"), "{said}");
        }
    }

    #[test]
    fn a_wrong_setting_is_named() {
        for (name, value, names) in [
            ("SEATSYNC_DATABSE_URL", "x", "SEATSYNC_DATABSE_URL is no setting"),
            ("SEATSYNC_DATABASE_URL", "mysql://x", "SEATSYNC_DATABASE_URL must be sqlite://"),
            ("SEATSYNC_BIND", "8080", "SEATSYNC_BIND must be ADDRESS:PORT"),
            ("SEATSYNC_BASE_URL", "portal.example", "SEATSYNC_BASE_URL must be http"),
            ("SEATSYNC_SESSIONS", "memory", "SEATSYNC_SESSIONS must be database"),
            ("SEATSYNC_MAIL", "carrier pigeon", "SEATSYNC_MAIL must be folder:DIR"),
            ("SEATSYNC_MAIL_FROM", "nobody", "SEATSYNC_MAIL_FROM must be"),
            ("SEATSYNC_MAIL_FROM", "Portal <p@vendor..example>", "SEATSYNC_MAIL_FROM must be"),
            ("SEATSYNC_MAIL_CONNECTIONS", "0", "SEATSYNC_MAIL_CONNECTIONS must be"),
            ("SEATSYNC_SUPPORT", "help@-vendor.example", "SEATSYNC_SUPPORT not an e-mail address"),
            ("SEATSYNC_CLOCK", "sandbox", "SEATSYNC_CLOCK must be system"),
            ("SEATSYNC_FONTS", "/no/such/folder", "SEATSYNC_FONTS names /no/such/folder, which is no folder"),
            ("SEATSYNC_TRUSTED_PROXY", "10.0.0.0/33", "SEATSYNC_TRUSTED_PROXY must be IP addresses or networks"),
            ("SEATSYNC_TRUSTED_PROXY", "127.0.0.1, proxy.example", "SEATSYNC_TRUSTED_PROXY must be IP addresses"),
            ("SEATSYNC_PAYMENTS", "gold", "SEATSYNC_PAYMENTS must be invoice or local"),
            ("SEATSYNC_LOG_FORMAT", "xml", "SEATSYNC_LOG_FORMAT must be text"),
            ("SEATSYNC_MASTER_KEY", "short", "SEATSYNC_MASTER_KEY must be 32 bytes"),
            ("SEATSYNC_MASTER_KEY_FILE", "/nonexistent", "SEATSYNC_MASTER_KEY_FILE can't be read"),
            ("SEATSNYC_BIND", "x", "SEATSNYC_BIND is no setting of Seatsync; SEATSYNC_BIND is one"),
            (
                "seatsync_database_url",
                "x",
                "seatsync_database_url is no setting of Seatsync; SEATSYNC_DATABASE_URL is one",
            ),
            ("Seatsync_Port", "x", "Seatsync_Port is no setting"),
            ("SEATSYNC_DATABASE_URL", "", "SEATSYNC_DATABASE_URL is empty"),
            ("SEATSYNC_BASE_URL", "", "SEATSYNC_BASE_URL is empty"),
            ("SEATSYNC_DATABASE_URL", "sqlite://x.db\n", "SEATSYNC_DATABASE_URL must not have line breaks"),
            ("SEATSYNC_BRAND", "Harbor ", "SEATSYNC_BRAND must not begin or end with a blank"),
            ("SEATSYNC_SESSIONS", "redis://:hunter2@ss@cache", "SEATSYNC_SESSIONS has two @"),
            ("SEATSYNC_SESSIONS", "redis://cache/first", "SEATSYNC_SESSIONS must end with"),
        ] {
            let given = [
                ("SEATSYNC_MASTER_KEY".to_owned(), crate::vault::new_master_key()),
                (name.to_owned(), value.to_owned()),
            ];
            let said = Config::from_map(&given.into_iter().collect()).unwrap_err().to_string();
            assert!(said.starts_with(names), "{said}");
        }
    }

    #[test]
    fn what_is_empty_where_nothing_is_the_default_is_not_set() {
        let given = [("SEATSYNC_TRUSTED_PROXY", ""), ("SEATSYNC_VENDOR_ADDRESS", ""), ("SEATSYNC_MASTER_KEY_FILE", "")];
        assert_eq!(read(&given).unwrap().trusted_proxies, Vec::new());
    }

    #[test]
    fn a_master_key_file_may_end_in_a_newline_but_two_keys_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let (key, path) = (crate::vault::new_master_key(), dir.path().join("key"));
        let read = |text: &[u8], own: Option<&str>| {
            std::fs::write(&path, text).unwrap();
            let file = ("SEATSYNC_MASTER_KEY_FILE".to_owned(), path.display().to_string());
            let own = own.map(|key| ("SEATSYNC_MASTER_KEY".to_owned(), key.to_owned()));
            Config::from_map(&std::iter::once(file).chain(own).collect()).map_err(|e| e.to_string())
        };
        for text in [key.clone(), format!("{key}\n"), format!("\u{feff}{key}\r\n\n")] {
            assert!(read(text.as_bytes(), None).is_ok() && read(text.as_bytes(), Some(&format!("{key}\n"))).is_ok());
        }
        assert!(
            read(key.as_bytes(), Some(&crate::vault::new_master_key())).unwrap_err().contains("two different keys")
        );
        for wrong in
            [b"".as_slice(), b"\xff\xfe", key.get(..40).unwrap().as_bytes(), format!("{key}\n{key}").as_bytes()]
        {
            let why = read(wrong, None).unwrap_err();
            assert!(why.starts_with("SEATSYNC_MASTER_KEY_FILE must ") && !why.contains(&key), "{why}");
        }
    }

    #[test]
    fn secrets_are_never_printed() {
        let config = read(&[
            ("SEATSYNC_DATABASE_URL", "postgres://me:hunter2@db/seatsync"),
            ("SEATSYNC_SESSIONS", "redis://:hunter2@cache"),
            ("SEATSYNC_MAIL", "smtps://me:hunter2@mail.example"),
        ]);
        assert!(!format!("{:?}", config.unwrap()).contains("hunter2"));
    }
}
