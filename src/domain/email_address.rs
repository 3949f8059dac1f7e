//! An e-mail address that was looked at once, and is an address ever after.

/// An address as typed (trimmed), with the folded form that look-ups use.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

/// The text is no address that mail could be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAddress;

impl std::fmt::Display for NotAnAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not an e-mail address")
    }
}

impl std::error::Error for NotAnAddress {}

impl EmailAddress {
    /// The address as typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form two spellings of one address share: lower case.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    /// The address for a log: first letter and domain.
    #[must_use]
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or(("", ""));
        let first: String = local.chars().take(1).collect();
        format!("{first}…@{domain}")
    }
}

impl std::str::FromStr for EmailAddress {
    type Err = NotAnAddress;

    /// Takes one `local@domain` of at most 254 bytes, without spaces or control characters: deliverability is
    /// the mail server's to know, header injection is ours to stop.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnAddress)?;
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[]\\,;:\"".contains(c);
        let sound = !local.is_empty()
            && local.len() <= 64
            && text.len() <= 254
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && domain.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-')
            && local.chars().all(|c| plain(c) && c != '@');
        if sound { Ok(Self(text.to_owned())) } else { Err(NotAnAddress) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_local_part_and_one_domain() {
        for good in ["a@b.example", " Ada.Lovelace+x@Example.COM ", "ü@münchen.example"] {
            assert!(good.parse::<EmailAddress>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.example",
            "a@@b.example",
            "a b@c.example",
            "a@b.example\nBcc: x@y.example",
            "<a@b.example>",
            "a@.example",
        ] {
            assert!(bad.parse::<EmailAddress>().is_err(), "{bad}");
        }
    }

    #[test]
    fn two_spellings_fold_to_one() {
        let fold = |t: &str| t.parse::<EmailAddress>().map(|a| a.folded());
        assert_eq!(fold("Ada@Example.com"), fold(" ada@example.COM"));
    }
}
