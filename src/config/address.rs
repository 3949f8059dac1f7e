//! The addresses of servers in settings: `scheme://[USER[:PASSWORD]@]HOST[:PORT][/NAME][?…]`, looked at before anybody
//! else reads them, since what cannot be read would be printed with its password.

use percent_encoding::percent_decode_str;

/// An address, taken apart as far as it is looked at.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    /// The hosts, with their ports; empty if none is named.
    pub(super) hosts: &'a str,
    /// What follows the first `/`, without it.
    pub(super) name: &'a str,
    /// The parameters behind `?`.
    pub(super) parameters: Vec<(&'a str, &'a str)>,
}

impl<'a> Address<'a> {
    /// Reads what follows `://`.
    ///
    /// # Errors
    /// What is wrong with it, without a word of it.
    pub(super) fn read(rest: &'a str) -> Result<Self, &'static str> {
        if rest.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err("must not have blanks in it");
        }
        if rest.contains('#') {
            return Err("must not have a # in it; in a password write %23");
        }
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, name) = rest.split_once('/').unwrap_or((rest, ""));
        if name.contains('@') || query.contains('@') {
            return Err("has a / or ? before its @; in a password write %2F or %3F");
        }
        let (user, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
        if user.contains('@') {
            return Err("has two @; in a password write %40");
        }
        if !is_escaped(user) || !is_escaped(name) || !is_escaped(hosts) {
            return Err("has a % that begins no escape; in a password write %25");
        }
        if !hosts.is_empty() && !hosts.split(',').all(is_host) {
            return Err(
                "must name its server as HOST or HOST:PORT, with a port from 1 to 65535; in a password write / as %2F, : as %3A, @ as %40",
            );
        }
        let parameters = query.split('&').filter(|p| !p.is_empty());
        Ok(Self { hosts, name, parameters: parameters.map(|p| p.split_once('=').unwrap_or((p, ""))).collect() })
    }

    /// The value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&'a str> {
        self.parameters.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// Whether every `%` begins the escape of a character other than NUL, and all of it is UTF-8.
fn is_escaped(text: &str) -> bool {
    let is_code = |code: &str| code.bytes().all(|b| b.is_ascii_hexdigit()) && code != "00";
    let begins_one = |(at, _): (usize, &str)| text.get(at + 1..at + 3).is_some_and(is_code);
    text.match_indices('%').all(begins_one) && percent_decode_str(text).decode_utf8().is_ok()
}

fn is_host(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((host, port)) if host.parse::<std::net::Ipv6Addr>().is_ok() => (host, port.strip_prefix(':')),
            _ => return false,
        },
        None => text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
    };
    let is_port = |port: &str| port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|p| p > 0);
    !host.is_empty() && port.is_none_or(is_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_server_and_what_does_not_is_refused_without_its_words() {
        for good in ["db", "db:5432/x", "u:p%40ss@db/x?a=b", "[::1]:6379", "a:1,b:2/x", "%2Ftmp%2Fs/x", "", ":p@c"] {
            assert!(Address::read(good).is_ok(), "{good}");
        }
        for bad in [
            "u:hunter2@ss@db/x",
            "u:hunter2/x@db/x",
            "u:hunter2#x@db/x",
            "u:hunter2?x@db/x",
            "u:hunter2%zz@db/x",
            "u:hunter2%00@db/x",
            "u:hunter2%ff@db/x",
            "u:hunter2 x@db",
            "hunter2:99999/x",
            "hunter2:0/x",
            "hunter2:/x",
            "[hunter2]/x",
        ] {
            let why = Address::read(bad).unwrap_err();
            assert!(!why.contains("hunter2"), "{bad}: {why}");
        }
    }
}
