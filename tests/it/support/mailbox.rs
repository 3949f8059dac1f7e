//! The emails that were sent: the `.eml` files of the mail folder.

use std::path::Path;

/// An email as it lies in the folder.
#[derive(Debug, Clone)]
pub struct Mail {
    pub message_id: String,
    pub to: String,
    pub subject: String,
    pub source: String,
}

/// All emails, in the order of their keys: the order in which they were posted.
pub struct Mailbox(pub Vec<Mail>);

impl Mailbox {
    pub fn of(folder: &Path) -> Self {
        let Ok(entries) = std::fs::read_dir(folder) else { return Self(Vec::new()) };
        let mut files: Vec<_> =
            entries.map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "eml")).collect();
        files.sort();
        Self(files.iter().map(|file| read(&std::fs::read_to_string(file).unwrap())).collect())
    }

    /// The emails to an address, oldest first.
    pub fn to(&self, address: &str) -> Vec<Mail> {
        self.0.iter().filter(|m| m.to.contains(address)).cloned().collect()
    }

    /// Who got an email with this in its subject, in order of address.
    pub fn readers_of(&self, subject: &str) -> Vec<String> {
        let address = |to: &str| to.rsplit('<').next().unwrap_or("").trim_end_matches('>').to_owned();
        let mut readers: Vec<String> =
            self.0.iter().filter(|m| m.subject.contains(subject)).map(|m| address(&m.to)).collect();
        readers.sort();
        readers
    }
}

fn read(source: &str) -> Mail {
    let head = source.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
    let header = |name: &str| {
        let line = head.lines().find_map(|l| l.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("an email without {name}: {head}")).to_owned()
    };
    Mail { message_id: header("Message-ID"), to: header("To"), subject: header("Subject"), source: source.to_owned() }
}

impl Mail {
    /// The text part with its transfer encoding taken off.
    pub fn text(&self) -> String {
        let unfolded = self.source.replace("=\r\n", "");
        let mut bytes = Vec::new();
        let mut rest = unfolded.as_bytes();
        while let Some((&first, after)) = rest.split_first() {
            let code =
                after.get(..2).and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
            match code.filter(|_| first == b'=') {
                Some(byte) => {
                    bytes.push(byte);
                    rest = &after[2..];
                }
                None => {
                    bytes.push(first);
                    rest = after;
                }
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The path of the first link to the portal that begins so.
    #[track_caller]
    pub fn link(&self, base_url: &str, prefix: &str) -> String {
        let text = self.text();
        let begin = format!("{base_url}{prefix}");
        let start = text.find(&begin).unwrap_or_else(|| panic!("no link to {begin} in {text}"));
        let rest = &text[start + base_url.len()..];
        rest.chars().take_while(|c| !c.is_whitespace() && !"<>\"".contains(*c)).collect()
    }
}
