//! An e-mail address that was looked at once, and is an address ever after: whatever it takes, mail can be sent to.

use std::net::Ipv4Addr;

/// One `local@domain`: the local part as typed, the domain in its ASCII form (`xn--…`), as mail servers take it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

/// Why a text is no address that mail could be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    /// There is not exactly one `@` with something before and after it.
    #[error("not an e-mail address: it needs one @, as in name@example.com")]
    At,
    /// It holds a character that cannot be seen.
    #[error("not an e-mail address: it holds a character that cannot be seen; type it anew")]
    Hidden,
    /// It holds a space.
    #[error("not an e-mail address: it holds a space")]
    Space,
    /// It holds a character that no address has here: brackets, quotes, commas, slashes backwards.
    #[error("not an e-mail address: “{0}” cannot stand in it")]
    Character(char),
    /// The part before the `@` has emails beyond `a` to `z`, which few mail servers take.
    #[error("not an e-mail address: before the @ only letters from a to z can be sent to")]
    Foreign,
    /// A dot at an end of the part before the `@`, or two beside each other.
    #[error("not an e-mail address: a dot cannot stand at an end of the part before the @, nor beside another")]
    Dots,
    /// The domain is none: an empty, over-long or hyphenated label, bad `xn--`, no dot.
    #[error("not an e-mail address: what follows the @ is no domain, as example.com")]
    Domain,
    /// In place of a domain stands an IP address.
    #[error("not an e-mail address: what follows the @ must be a domain, not an IP address")]
    Ip,
    /// The part before the `@` has more than 64 characters, or the whole more than 254.
    #[error("not an e-mail address: it is too long")]
    TooLong,
}

/// Characters before the `@` at most (RFC 5321).
const LONGEST_LOCAL: usize = 64;
/// Characters of the whole at most.
const LONGEST: usize = 254;
/// Characters of a label of a domain at most.
const LONGEST_LABEL: usize = 63;

impl EmailAddress {
    /// What the database holds, whatever it is: an address taken by older rules must not make its whole account unreadable.
    #[must_use]
    pub fn kept(text: &str) -> Self {
        text.parse().unwrap_or_else(|_| Self(text.to_owned()))
    }

    /// Whether mail can be sent to it; always, unless it was kept from older rules.
    #[must_use]
    pub fn is_mailable(&self) -> bool {
        self.0.parse::<Self>().is_ok()
    }

    /// The address as it is sent to.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as people read it: its domain in their emails.
    #[must_use]
    pub fn shown(&self) -> String {
        shown(&self.0)
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

fn shown(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) if domain.contains("xn--") => {
            let (unicode, read) = idna::domain_to_unicode(domain);
            format!("{local}@{}", if read.is_ok() { &unicode } else { domain })
        }
        _ => address.to_owned(),
    }
}

/// The folded forms under which an address may have been stored: as it is now, and as it was before domains were kept in
/// their ASCII form.
#[must_use]
pub fn spellings(typed: &str) -> Vec<String> {
    let folded = EmailAddress::kept(typed).folded();
    let unicode = shown(&folded).to_lowercase();
    if unicode == folded { vec![folded] } else { vec![folded, unicode] }
}

impl std::str::FromStr for EmailAddress {
    type Err = NotAnAddress;

    /// Takes one `local@domain` that every mail server takes: a dot-atom of ASCII, and a domain of letters, digits and hyphens
    /// after it was written in ASCII. Neither quoted local parts nor IP literals: nobody has one, and much software chokes.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim_matches([' ', '\t', '\r', '\n', '\u{a0}']);
        if text.chars().any(is_hidden) {
            return Err(NotAnAddress::Hidden);
        }
        if text.chars().any(char::is_whitespace) {
            return Err(NotAnAddress::Space);
        }
        let (local, domain) = text.split_once('@').ok_or(NotAnAddress::At)?;
        if local.is_empty() || domain.is_empty() || domain.contains('@') {
            return Err(NotAnAddress::At);
        }
        check_local(local)?;
        let address = Self(format!("{local}@{}", ascii_domain(domain)?));
        if address.0.len() > LONGEST { Err(NotAnAddress::TooLong) } else { Ok(address) }
    }
}

fn check_local(local: &str) -> Result<(), NotAnAddress> {
    let is_fit = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    if let Some(odd) = local.chars().find(|c| !is_fit(*c)) {
        return Err(if odd.is_alphabetic() { NotAnAddress::Foreign } else { NotAnAddress::Character(odd) });
    }
    if local.split('.').any(str::is_empty) {
        return Err(NotAnAddress::Dots);
    }
    if local.len() > LONGEST_LOCAL { Err(NotAnAddress::TooLong) } else { Ok(()) }
}

fn ascii_domain(domain: &str) -> Result<String, NotAnAddress> {
    if domain.starts_with('[') || domain.parse::<Ipv4Addr>().is_ok() {
        return Err(NotAnAddress::Ip);
    }
    let odd = |c: &char| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-');
    if let Some(odd) = domain.chars().find(odd) {
        return Err(NotAnAddress::Character(odd));
    }
    let ascii =
        idna::domain_to_ascii_cow(domain.as_bytes(), idna::AsciiDenyList::STD3).map_err(|_| NotAnAddress::Domain)?;
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let last = ascii.rsplit('.').next().unwrap_or_default();
    // A name that ends in digits is an IP address to who looks it up.
    let is_name =
        ascii.contains('.') && ascii.split('.').all(is_label) && last.chars().any(|c| c.is_ascii_alphabetic());
    if is_name { Ok(ascii.into_owned()) } else { Err(NotAnAddress::Domain) }
}

/// Controls, joiners, marks of direction and other characters that leave no ink.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}')
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}')
        || matches!(c, '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, NotAnAddress> {
        text.parse::<EmailAddress>().map(|a| a.as_str().to_owned())
    }

    /// Typed, and taken as.
    const GOOD: [(&str, &str); 9] = [
        ("a@b.example", "a@b.example"),
        (" Ada.Lovelace+x@Example.COM ", "Ada.Lovelace+x@example.com"),
        ("o'brien!#$%&*/=?^_`{|}~-@b.example", "o'brien!#$%&*/=?^_`{|}~-@b.example"),
        ("a@münchen.example", "a@xn--mnchen-3ya.example"),
        ("a@mu\u{308}nchen.example", "a@xn--mnchen-3ya.example"),
        ("a@XN--MNCHEN-3YA.example", "a@xn--mnchen-3ya.example"),
        ("a@例え。テスト", "a@xn--r8jz45g.xn--zckzah"),
        ("a@r3---sn.example", "a@r3---sn.example"),
        ("a@1.2.3.example", "a@1.2.3.example"),
    ];

    #[test]
    fn an_address_is_one_local_part_and_one_domain_written_in_ascii() {
        for (typed, taken) in GOOD {
            assert_eq!(read(typed).as_deref(), Ok(taken), "{typed}");
        }
    }

    #[test]
    fn what_mail_cannot_be_sent_to_is_refused_with_the_reason() {
        use NotAnAddress::{At, Character, Domain, Dots, Foreign, Hidden, Ip, Space, TooLong};
        let (long, label) = (format!("{}@b.example", "a".repeat(65)), format!("a@{}.example", "b".repeat(64)));
        let whole = format!("a@{}example", "bcdefghij.".repeat(25));
        for (bad, why) in [
            ("", At),
            ("a", At),
            ("@b.example", At),
            ("a@", At),
            ("a@@b.example", At),
            ("a@b@c.example", At),
            ("a＠b.example", At),
            ("a@b", Domain),
            ("a@b..c", Domain),
            ("a@.b.example", Domain),
            ("a@b.example.", Domain),
            ("a@-b.example", Domain),
            ("a@b-.example", Domain),
            ("a@xn--zzzzzz99999.example", Domain),
            ("a@xn--.example", Domain),
            ("a@b.123", Domain),
            ("a@b_c.example", Character('_')),
            (&label, Domain),
            (&whole, TooLong),
            ("a@[192.0.2.1]", Ip),
            ("a@[IPv6:::1]", Ip),
            ("a@192.0.2.1", Ip),
            (".a@b.example", Dots),
            ("a.@b.example", Dots),
            ("a..b@b.example", Dots),
            ("a b@c.example", Space),
            ("a@c .example", Space),
            ("a@b.example\nBcc: x@y.example", Hidden),
            ("a\u{200b}@b.example", Hidden),
            ("a@b\u{200d}.example", Hidden),
            ("\u{feff}a@b.example", Hidden),
            ("a@\u{202e}b.example", Hidden),
            ("a@b\u{ad}.example", Hidden),
            ("<a@b.example>", Character('<')),
            ("\"a\"@b.example", Character('"')),
            ("a,b@c.example", Character(',')),
            ("mailto:a@b.example", Character(':')),
            ("ü@b.example", Foreign),
            (&long, TooLong),
        ] {
            assert_eq!(read(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn spellings_of_one_address_fold_to_one_and_are_shown_in_emails() {
        let fold = |t: &str| t.parse::<EmailAddress>().map(|a| a.folded());
        assert_eq!(fold("Ada@Example.com"), fold(" ada@example.COM"));
        assert_eq!(fold("Ada@MÜNCHEN.example"), fold("ada@xn--mnchen-3ya.example"));
        assert_eq!("ada@xn--mnchen-3ya.example".parse::<EmailAddress>().unwrap().shown(), "ada@münchen.example");
        assert_eq!(spellings("Ada@München.example"), ["ada@xn--mnchen-3ya.example", "ada@münchen.example"]);
        assert_eq!(spellings("a..b@c.example"), ["a..b@c.example"]);
    }

    #[test]
    fn what_was_kept_is_read_whatever_it_is() {
        let kept = EmailAddress::kept("a..b@c.example");
        assert!(kept.as_str() == "a..b@c.example" && !kept.is_mailable());
        assert!(EmailAddress::kept("a@münchen.example").is_mailable());
    }
}
