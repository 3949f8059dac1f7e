//! What the program needs beside its database: a mail server, perhaps Redis, an address, files that are its owner's alone.
//! Asks, and changes nothing.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use crate::config::mail::Transport;
use crate::config::{Config, Sessions};
use crate::mail::transport::{self, Sender};
use crate::store::Db;
use crate::{private, web};

/// How long a mail server may take to answer.
const PATIENCE: Duration = Duration::from_secs(8);

/// Something that does not answer.
#[derive(Debug, Clone)]
pub(super) struct Wrong {
    kind: &'static str,
    setting: &'static str,
    pub(super) sentence: String,
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.setting, self.sentence)
    }
}

impl Wrong {
    /// Something that keeps mail from people.
    pub(super) fn with_mail(sentence: String) -> Self {
        Self { kind: "mail", setting: "mail", sentence }
    }

    pub(super) fn to_json(&self) -> Value {
        json!({ "kind": self.kind, "subject": self.setting, "sentence": self.sentence })
    }
}

/// Asks whoever the settings name.
pub(super) async fn look(config: &Config) -> Vec<Wrong> {
    let (sessions, mail) = tokio::join!(sessions(config), mail(config));
    sessions.into_iter().chain(mail).collect()
}

async fn sessions(config: &Config) -> Option<Wrong> {
    let Sessions::Redis(url) = &config.sessions else { return None };
    let why = web::session_store::redis_answers(url).await.err()?;
    let sentence = format!("Redis can't be used, so nobody can sign in: {why}");
    Some(Wrong { kind: "sessions_unreachable", setting: "SEATSYNC_SESSIONS", sentence })
}

async fn mail(config: &Config) -> Option<Wrong> {
    let why = match Sender::new(&config.mail.transport, 1) {
        Ok(sender) => {
            let asked = tokio::task::spawn_blocking(move || sender.answers());
            match tokio::time::timeout(PATIENCE, asked).await {
                Ok(Ok(answer)) => answer.err()?,
                Ok(Err(cause)) => cause.to_string(),
                Err(_) => "it didn't answer in time".to_owned(),
            }
        }
        Err(cause) => cause.to_string(),
    };
    let sentence = format!("emails can't be sent, and wait: {why}");
    Some(Wrong { kind: "mail_unreachable", setting: "SEATSYNC_MAIL", sentence })
}

/// What is as it is set, and seldom meant so.
pub(super) fn notes(config: &Config) -> Vec<String> {
    let mut notes = Vec::new();
    let host = config.base_url.split_once("://").map_or("", |(_, host)| host);
    let is_local = ["127.", "localhost", "[::1]"].iter().any(|local| host.starts_with(local));
    if !config.is_https() && !is_local {
        notes.push("SEATSYNC_BASE_URL begins with http://: passwords and cookies travel in the clear".to_owned());
    }
    if config.is_https() && config.bind.ip().is_loopback() && config.trusted_proxies.is_empty() {
        notes.push("SEATSYNC_TRUSTED_PROXY isn't set: limits on signing in count all visitors as one".to_owned());
    }
    if config.is_https() && config.mail.from.email.domain().ends_with(".invalid") {
        notes.push("SEATSYNC_MAIL_FROM is not set: no mail server takes emails from .invalid".to_owned());
    }
    notes
}

/// Files with secrets that others can read.
pub(super) fn open_files(config: &Config) -> Vec<String> {
    let mail = match &config.mail.transport {
        Transport::Folder(folder) => private::open_ones(folder, transport::is_ours),
        Transport::Smtp(_) => Vec::new(),
    };
    let secrets = config.secret_files.iter().filter(|file| private::is_open(file)).cloned();
    let all: Vec<PathBuf> = Db::open_files(&config.database).into_iter().chain(secrets).collect();
    let said = |path: &Path| format!("others can read {}: its rights should be 0600", path.display());
    let emails = (!mail.is_empty()).then(|| format!("others can read the mail folder, in {} places", mail.len()));
    all.iter().map(|path| said(path)).chain(emails).collect()
}
