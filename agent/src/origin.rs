//! The single place for the address of a portal: scheme, host and port, however they are spelled.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Longest host name, and longest label of one, in its ASCII form.
const LONGEST_HOST: usize = 253;
const LONGEST_LABEL: usize = 63;

/// Where a portal is: two spellings of the same place are equal, and `Display` writes one of them, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    is_https: bool,
    /// In lower case and ASCII (`xn--…`); an IPv6 address in brackets.
    host: String,
    port: u16,
}

impl Origin {
    /// Reads `https://portal.example`, `HTTPS://Portal.Example:443/` and `https://bücher.example`.
    ///
    /// # Errors
    /// [`NotAnOrigin`], as for anything that has more parts: a path is none of a portal's, and what else there may be is dropped by nobody.
    pub fn parse(text: &str) -> Result<Self, NotAnOrigin> {
        let (scheme, rest) = text.trim().split_once("://").ok_or(NotAnOrigin::Scheme)?;
        let is_https = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(NotAnOrigin::Scheme),
        };
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err(NotAnOrigin::UserInfo);
        }
        if path.contains(['?', '#']) {
            return Err(NotAnOrigin::Query);
        }
        if !path.trim_end_matches('/').is_empty() {
            return Err(NotAnOrigin::Path);
        }
        let (host, port) = match authority.rfind(']') {
            Some(bracket) => authority.split_at(bracket + 1),
            None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
        };
        let usual = if is_https { 443 } else { 80 };
        let port = match port.strip_prefix(':') {
            Some(digits) => self::port(digits).ok_or(NotAnOrigin::Port)?,
            None if port.is_empty() => usual,
            None => return Err(NotAnOrigin::Host),
        };
        Ok(Self { is_https, host: self::host(host)?, port })
    }

    /// Whether a `Host` header names this place: the same host, and the same port or none.
    #[must_use]
    pub fn is_at(&self, header: &str) -> bool {
        let scheme = if self.is_https { "https" } else { "http" };
        Self::parse(&format!("{scheme}://{header}")).is_ok_and(|there| there == *self)
    }

    /// Whether two addresses are of the same place; what is no address is only of itself.
    #[must_use]
    pub fn is_same(a: &str, b: &str) -> bool {
        a == b || Self::parse(a).is_ok_and(|a| Self::parse(b).is_ok_and(|b| a == b))
    }

    /// The address in its one spelling; what is no address stays as it is.
    #[must_use]
    pub fn spelled(text: &str) -> String {
        Self::parse(text).map_or_else(|_| text.to_owned(), |origin| origin.to_string())
    }

    /// Its host in ASCII; an IPv6 address in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, usual) = if self.is_https { ("https", 443) } else { ("http", 80) };
        write!(f, "{scheme}://{}", self.host)?;
        if self.port == usual { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

fn port(digits: &str) -> Option<u16> {
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|port| is_number && *port > 0)
}

fn host(text: &str) -> Result<String, NotAnOrigin> {
    if let Some(address) = text.strip_prefix('[') {
        let address = address.strip_suffix(']').and_then(|address| address.parse::<Ipv6Addr>().ok());
        return address.map(|address| format!("[{address}]")).ok_or(NotAnOrigin::Host);
    }
    // East Asian keyboards write other dots.
    let dotted = text.replace(['\u{3002}', '\u{ff0e}', '\u{ff61}'], ".");
    let name = dotted.strip_suffix('.').unwrap_or(&dotted);
    let host = name.split('.').map(label).collect::<Result<Vec<_>, _>>()?.join(".");
    // A browser reads a last label of digits as part of an address, whatever came before it.
    let is_address = host.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    if host.len() > LONGEST_HOST || (is_address && host.parse::<Ipv4Addr>().is_err()) {
        return Err(NotAnOrigin::Host);
    }
    Ok(host)
}

fn label(text: &str) -> Result<String, NotAnOrigin> {
    let lower: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let label = match lower.iter().find(|c| !c.is_ascii()) {
        None => lower.into_iter().collect::<String>(),
        Some(_) if lower.iter().all(|c| c.is_ascii() || is_plain(*c)) => format!("xn--{}", punycode(&lower)?),
        Some(_) => return Err(NotAnOrigin::Script),
    };
    let is_good = (1..=LONGEST_LABEL).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        && !label.starts_with('-')
        && !label.ends_with('-');
    if is_good { Ok(label) } else { Err(NotAnOrigin::Host) }
}

/// Letters that the rules of internationalized names (UTS 46) leave as they are, so that no tables are needed to know what a browser makes of them:
/// of Latin, Greek, Cyrillic, kana, Han and Hangul. A name with others is written in its ASCII form.
fn is_plain(c: char) -> bool {
    match c {
        'ŀ' | 'ŉ' | 'ſ' | '÷' | '\u{1c4}'..='\u{1cc}' | '\u{1f1}'..='\u{1f3}' => false,
        'ß'..='\u{24f}' | 'ά'..='ώ' | 'а'..='џ' | 'ґ' => c.is_lowercase() || c.is_alphabetic(),
        '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | 'ー' => true,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        _ => false,
    }
}

/// RFC 3492, section 6.3, without its way back.
fn punycode(label: &[char]) -> Result<String, NotAnOrigin> {
    // What is longer has no ASCII form that fits. Bounded before any work, as that is quadratic; and so no sum below overflows.
    if label.len() > LONGEST_LABEL {
        return Err(NotAnOrigin::Host);
    }
    let mut out: String = label.iter().filter(|c| c.is_ascii()).collect();
    let mut done = u32::try_from(out.len()).map_err(|_| NotAnOrigin::Host)?;
    let mut is_first = true;
    if done > 0 {
        out.push('-');
    }
    let (mut next, mut delta, mut bias) = (0x80_u32, 0_u32, 72_u32);
    while let Some(smallest) = label.iter().map(|c| u32::from(*c)).filter(|c| *c >= next).min() {
        delta += (smallest - next) * (done + 1);
        next = smallest;
        for c in label.iter().map(|c| u32::from(*c)) {
            if c < next {
                delta += 1;
            } else if c == next {
                out.push_str(&variable(delta, bias));
                done += 1;
                bias = adapted(delta, done, is_first);
                (delta, is_first) = (0, false);
            }
        }
        delta += 1;
        next += 1;
    }
    Ok(out)
}

/// A number of as many digits as it needs, the last of them below its threshold.
fn variable(mut rest: u32, bias: u32) -> String {
    let mut out = String::new();
    for k in (36_u32..).step_by(36) {
        let threshold = k.saturating_sub(bias).clamp(1, 26);
        if rest < threshold {
            break;
        }
        out.extend(digit(threshold + (rest - threshold) % (36 - threshold)));
        rest = (rest - threshold) / (36 - threshold);
    }
    out.extend(digit(rest));
    out
}

fn digit(value: u32) -> Option<char> {
    "abcdefghijklmnopqrstuvwxyz0123456789".chars().nth(usize::try_from(value).ok()?)
}

fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > 35 * 26 / 2 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

/// Why a text is no address of a portal. It does not repeat the text: that may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAnOrigin {
    /// Neither `http://` nor `https://`.
    Scheme,
    /// Name or password before an `@`.
    UserInfo,
    /// A path.
    Path,
    /// A query or a fragment.
    Query,
    /// Not 1 to 65535.
    Port,
    /// Neither a host name nor an address.
    Host,
    /// A host name whose ASCII form cannot be told here.
    Script,
}

impl fmt::Display for NotAnOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "it begins with neither https:// nor http://",
            Self::UserInfo => "it holds a name or password before an @: leave that out",
            Self::Path => "it has a path, and a portal is at the root of its host: give it a host name of its own, such as https://portal.example",
            Self::Query => "it has a ? or a #: leave that and what follows out",
            Self::Port => "its port is not a number from 1 to 65535",
            Self::Host => "its host is neither a host name nor an IP address (IPv6 in brackets)",
            Self::Script => "its host name must be written in its ASCII form (xn--…)",
        })
    }
}

impl std::error::Error for NotAnOrigin {}

#[cfg(test)]
#[path = "origin_tests.rs"]
mod tests;
