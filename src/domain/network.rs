//! Whose word for an address is believed, and what counts as one caller: limits, attempts and trusted proxies all ask here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A network as callers are counted by it: an address of version 4, or the 64 leading bits of a version 6 one, as every
/// household has at least those. Spellings of one address are one network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Network(IpAddr);

impl Network {
    /// The network an address belongs to.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        Self(match canonical(address) {
            IpAddr::V6(v6) => match inside(v6) {
                Some(v4) => IpAddr::V4(v4),
                None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
            },
            v4 @ IpAddr::V4(_) => v4,
        })
    }

    /// The network of whoever is behind a connection: the last address that no trusted proxy has, if the connection comes
    /// from one. What cannot be read is nobody's word: then it is the proxy that passed it on, never a network of its own
    /// for each spelling.
    #[must_use]
    pub fn behind<'a>(peer: IpAddr, hops: impl DoubleEndedIterator<Item = &'a str>, trusted: &[Range]) -> Self {
        let is_trusted = |address| trusted.iter().any(|range| range.holds(address));
        let mut caller = peer;
        let mut hops = hops.rev();
        while is_trusted(caller) {
            match hops.next().and_then(address) {
                Some(next) => caller = next,
                None => break,
            }
        }
        Self::of(caller)
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            IpAddr::V4(address) => address.fmt(f),
            IpAddr::V6(address) => write!(f, "{address}/64"),
        }
    }
}

/// One address however it is spelled: a version 4 one that is mapped into version 6 is the version 4 one.
fn canonical(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

/// The version 4 address that a transition address stands for: 6to4 gives each a /48, NAT64 and Teredo put everybody into
/// one /64.
fn inside(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let join = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match (a, b, c, d, e, f) {
        (0x2002, ..) => Some(join(b, c)),
        (0x64, 0xff9b, 0, 0, 0, 0) | (0, 0, 0, 0, 0xffff, 0) => Some(join(g, h)),
        (0x2001, 0, ..) => Some(join(!g, !h)),
        _ => None,
    }
}

/// Reads an address as proxies write it: bare, with a port, in brackets or quotes, with a zone.
#[must_use]
pub fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"').trim();
    let is_port = |port: &str| !port.is_empty() && port.len() <= 5 && port.bytes().all(|b| b.is_ascii_digit());
    let bare = match text.strip_prefix('[') {
        Some(rest) => {
            let (inner, after) = rest.split_once(']')?;
            let sound = after.is_empty() || after.strip_prefix(':').is_some_and(is_port);
            // Brackets are for version 6 alone.
            return if sound { v6(inner) } else { None };
        }
        None => text,
    };
    match bare.split_once(':') {
        None => bare.parse().ok(),
        Some((v4, port)) if !port.contains(':') => v4.parse().ok().filter(|_: &IpAddr| is_port(port)),
        Some(_) => v6(bare),
    }
}

fn v6(text: &str) -> Option<IpAddr> {
    let (address, zone) = text.split_once('%').unwrap_or((text, "0"));
    let address: Ipv6Addr = address.parse().ok()?;
    (!zone.is_empty()).then_some(canonical(IpAddr::V6(address)))
}

/// Addresses that begin with the same bits, as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// As of version 6; version 4 is mapped into it.
    first: u128,
    /// Bits that need not be the same.
    free: u32,
}

impl Range {
    /// Whether an address is one of them, however it is spelled.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        let (bits, _) = widened(address);
        bits.checked_shr(self.free).unwrap_or(0) == self.first.checked_shr(self.free).unwrap_or(0)
    }
}

/// The bits of an address in version 6, and how many more than its own there are before them.
fn widened(address: IpAddr) -> (u128, u32) {
    match canonical(address) {
        IpAddr::V4(v4) => (v4.to_ipv6_mapped().to_bits(), 96),
        IpAddr::V6(v6) => (v6.to_bits(), 0),
    }
}

/// The text is neither an address nor a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be IP addresses or networks such as 10.0.0.0/8, separated by commas")]
pub struct NotARange;

impl std::str::FromStr for Range {
    type Err = NotARange;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (base, length) = text.split_once('/').map_or((text, None), |(base, length)| (base, Some(length)));
        let address = match length {
            // With a length it is a network's, which has neither port nor zone.
            Some(_) => base.trim().parse().map_err(|_| NotARange)?,
            None => address(base).ok_or(NotARange)?,
        };
        let (first, before) = widened(address);
        let Some(length) = length else { return Ok(Self { first, free: 0 }) };
        let length: u32 = length.trim().parse().map_err(|_| NotARange)?;
        // A mapped address counts its bits in version 6, as it is written.
        let length = if address.is_ipv4() { length + before } else { length };
        let free = 128_u32.checked_sub(length).ok_or(NotARange)?;
        Ok(Self { first, free })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Network {
        Network::of(address(text).unwrap_or_else(|| panic!("{text} is no address")))
    }

    fn trusted(text: &str) -> Vec<Range> {
        text.split(',').map(|range| range.trim().parse().unwrap()).collect()
    }

    fn behind(peer: &str, hops: &str, proxies: &str) -> String {
        Network::behind(peer.parse().unwrap(), hops.split(','), &trusted(proxies)).to_string()
    }

    #[test]
    fn a_network_of_version_6_is_one_caller() {
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
        assert_eq!(of("2001:db8::1").to_string(), "2001:db8::/64");
    }

    #[test]
    fn every_spelling_of_an_address_is_one_network() {
        for spelled in [
            "192.0.2.1",
            " 192.0.2.1 ",
            "192.0.2.1:4711",
            "\"192.0.2.1:4711\"",
            "::ffff:192.0.2.1",
            "::ffff:c000:201",
            "::FFFF:C000:0201",
            "0:0:0:0:0:ffff:c000:201",
            "[::ffff:192.0.2.1]",
            "[::ffff:c000:201]:443",
            "64:ff9b::192.0.2.1",
            "2002:c000:201:5::9",
            "2001:0:4136:e378:8000:63bf:3fff:fdfe",
        ] {
            assert_eq!(of(spelled).to_string(), "192.0.2.1", "{spelled}");
        }
        for spelled in ["fe80::1", "fe80::1%eth0", "[fe80::1%eth0]:80", "[fe80::9]", "FE80:0::0002"] {
            assert_eq!(of(spelled).to_string(), "fe80::/64", "{spelled}");
        }
        assert_ne!(of("2002:c000:201::1"), of("2002:c000:202::1"));
        assert_ne!(of("64:ff9b::192.0.2.1"), of("64:ff9b::192.0.2.2"));
    }

    #[test]
    fn what_is_no_address_is_none() {
        for garbage in [
            "",
            " ",
            "unknown",
            "_hidden",
            "1.2.3",
            "1.2.3.4.5",
            "999.1.1.1",
            "1.2.3.4:",
            "1.2.3.4:x",
            "1.2.3.4:123456",
            "[1.2.3.4]:80",
            "[::1",
            "::1]",
            "[::1]x",
            "::1%",
            "01.2.3.4",
            "1.2.3.4, 5.6.7.8",
            "localhost",
            "unix:",
        ] {
            assert_eq!(address(garbage), None, "{garbage:?}");
        }
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_for_what_it_added() {
        assert_eq!(behind("198.51.100.7", "203.0.113.9", "127.0.0.1"), "198.51.100.7");
        assert_eq!(behind("127.0.0.1", "203.0.113.9", "127.0.0.1"), "203.0.113.9");
        assert_eq!(behind("127.0.0.1", "6.6.6.6, 203.0.113.9", "127.0.0.1"), "203.0.113.9");
        assert_eq!(behind("::ffff:127.0.0.1", "203.0.113.9:55", "127.0.0.1"), "203.0.113.9");
        assert_eq!(behind("127.0.0.1", "[2001:db8::5]:55", "::ffff:127.0.0.1"), "2001:db8::/64");
        assert_eq!(behind("10.1.2.3", "6.6.6.6, 203.0.113.9, 10.9.9.9", "10.0.0.0/8"), "203.0.113.9");
        assert_eq!(behind("fd00::1", "203.0.113.9, ::ffff:10.9.9.9", "10.0.0.0/8, fd00::/8"), "203.0.113.9");
        // Whoever calls from the proxy's own machine is that.
        assert_eq!(behind("127.0.0.1", "127.0.0.1", "127.0.0.1"), "127.0.0.1");
    }

    #[test]
    fn what_a_proxy_says_and_nobody_can_read_makes_no_caller_of_its_own() {
        for said in ["", "unknown", "_x", "203.0.113.9, garbage", "203.0.113.9,", "1.2.3.4:x", "é"] {
            assert_eq!(behind("127.0.0.1", said, "127.0.0.1"), "127.0.0.1", "{said:?}");
        }
        // The nearest proxy's word for the next one still holds.
        assert_eq!(behind("127.0.0.1", "unknown, 10.0.0.5", "127.0.0.1, 10.0.0.0/8"), "10.0.0.5");
        assert_eq!(
            Network::behind("127.0.0.1".parse().unwrap(), [].into_iter(), &trusted("127.0.0.1")),
            of("127.0.0.1")
        );
    }

    #[test]
    fn a_range_holds_what_begins_as_it_does() {
        let holds = |range: &str, address: &str| range.parse::<Range>().unwrap().holds(address.parse().unwrap());
        assert!(holds("10.0.0.0/8", "10.255.0.1") && !holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("10.0.0.77/8", "10.0.0.1") && holds("::ffff:10.0.0.0/104", "10.1.1.1"));
        assert!(
            holds("0.0.0.0/0", "203.0.113.9") && !holds("0.0.0.0/0", "2001:db8::1") && holds("::/0", "2001:db8::1")
        );
        assert!(holds("2001:db8::/32", "2001:db8:9::1") && !holds("2001:db8::/32", "2001:db9::1"));
        assert!(holds("192.0.2.1", "::ffff:192.0.2.1") && !holds("192.0.2.1/32", "192.0.2.2"));
        for wrong in ["", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/x", "10.0.0.0/-1", "proxy.example", "10.0/8"]
        {
            assert_eq!(wrong.parse::<Range>(), Err(NotARange), "{wrong}");
        }
    }
}
