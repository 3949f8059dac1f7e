//! The single place for which proxy an environment names for an address, as curl reads it. The library reads no environment: the program hands it over.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::Proxy;
use ureq::http::Uri;

use super::OptionsRefused;

/// What is looked at, in the order in which the first one that is set counts. `HTTP_PROXY` is left out: a web server sets it
/// from a stranger's `Proxy:` header.
const HTTPS: &[&str] = &["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
const HTTP: &[&str] = &["http_proxy", "all_proxy", "ALL_PROXY"];
const EXCEPT: &[&str] = &["no_proxy", "NO_PROXY"];

/// The variables of an environment that say something about proxies; `std::env::vars_os().collect()`. They may hold a password, and are never shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Variables(BTreeMap<&'static str, OsString>);

impl FromIterator<(OsString, OsString)> for Variables {
    fn from_iter<T: IntoIterator<Item = (OsString, OsString)>>(all: T) -> Self {
        let known = |name: &OsString| {
            HTTPS.iter().chain(HTTP).chain(EXCEPT).copied().find(|known| name.to_str() == Some(*known))
        };
        // An empty one is as good as none.
        let set = all.into_iter().filter(|(_, value)| !value.is_empty());
        Self(set.filter_map(|(name, value)| Some((known(&name)?, value))).collect())
    }
}

impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Variables {
    /// The proxy for this address, if any.
    ///
    /// # Errors
    /// A sentence that names the variable that cannot be read, not what is in it.
    pub(super) fn proxy(&self, url: &str) -> Result<Option<Proxy>, String> {
        let Ok(uri) = url.parse::<Uri>() else {
            return Ok(None);
        };
        let (host, is_https) = (uri.host().unwrap_or_default(), uri.scheme_str() != Some("http"));
        let Some((name, value)) = self.first(if is_https { HTTPS } else { HTTP })? else {
            return Ok(None);
        };
        if self.first(EXCEPT)?.is_some_and(|(_, list)| is_excepted(host, list)) {
            return Ok(None);
        }
        match read(value.trim()) {
            Ok(proxy) => Ok(Some(proxy)),
            Err(OptionsRefused::Socks) => {
                Err(format!("the variable {name} names a proxy that speaks SOCKS, and only HTTP can be used here"))
            }
            Err(_) => Err(format!(
                "the variable {name} is not the address of a proxy, as http://proxy.customer.example:3128 is"
            )),
        }
    }

    fn first(&self, names: &[&'static str]) -> Result<Option<(&'static str, &str)>, String> {
        let Some((name, value)) = names.iter().find_map(|name| Some((*name, self.0.get(name)?))) else {
            return Ok(None);
        };
        let value = value.to_str().ok_or_else(|| format!("the variable {name} is not text in UTF-8"))?;
        Ok(Some((name, value)))
    }
}

/// A proxy by its address.
pub(super) fn read(address: &str) -> Result<Proxy, OptionsRefused> {
    let scheme = address.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some(scheme) if scheme.starts_with("socks") => Err(OptionsRefused::Socks),
        None | Some("http" | "https") => {
            let proxy = Proxy::new(address).ok().filter(|proxy| is_whole(proxy.uri()));
            proxy.ok_or(OptionsRefused::Proxy)
        }
        Some(_) => Err(OptionsRefused::Proxy),
    }
}

/// Whether there is a host, and a port that is one, if any.
fn is_whole(uri: &Uri) -> bool {
    let Some(authority) = uri.authority() else {
        return false;
    };
    let host = authority.as_str().rsplit('@').next().unwrap_or_default();
    !authority.host().is_empty() && (host == authority.host() || authority.port_u16().is_some())
}

/// Whether a list of hosts, separated by commas or blanks, names this one: `*` alone is all of them; a domain, with or without a dot before it, is also
/// what is below it; an address is itself, or with `/BITS` a network. Ports are no part of it, as with curl.
fn is_excepted(host: &str, list: &str) -> bool {
    if list == "*" {
        return true;
    }
    let entries = || list.split([',', ' ', '\t']).filter(|entry| !entry.is_empty());
    match bare(host).parse::<IpAddr>() {
        Ok(address) => entries().any(|entry| is_network_of(entry, address)),
        Err(_) => entries().any(|entry| is_domain_of(entry, host)),
    }
}

/// Without the brackets of an IPv6 address.
fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

fn is_domain_of(entry: &str, host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let entry = entry.strip_suffix('.').unwrap_or(entry);
    let entry = entry.strip_prefix('.').unwrap_or(entry);
    let Some(split) = host.len().checked_sub(entry.len()) else {
        return false;
    };
    let (Some(before), Some(end)) = (host.get(..split), host.get(split..)) else {
        return false;
    };
    !entry.is_empty() && end.eq_ignore_ascii_case(entry) && (before.is_empty() || before.ends_with('.'))
}

fn is_network_of(entry: &str, address: IpAddr) -> bool {
    let (network, bits) = match entry.split_once('/') {
        Some((network, bits)) => (network, bits.parse::<u32>().ok()),
        None => (entry, Some(0)),
    };
    // Nothing, or no bits, is the address itself.
    let same = |host: u128, network: u128, width: u32, bits: u32| match width.checked_sub(bits) {
        None => false,
        Some(_) if bits == 0 => host == network,
        Some(rest) => host.checked_shr(rest) == network.checked_shr(rest),
    };
    let Some(bits) = bits else {
        return false;
    };
    match address {
        IpAddr::V4(host) => network
            .parse::<Ipv4Addr>()
            .is_ok_and(|network| same(u32::from(host).into(), u32::from(network).into(), 32, bits)),
        IpAddr::V6(host) => {
            bare(network).parse::<Ipv6Addr>().is_ok_and(|network| same(host.into(), network.into(), 128, bits))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn variables(set: &[(&str, &str)]) -> Variables {
        set.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))).collect()
    }

    fn way(url: &str, set: &[(&str, &str)]) -> Result<Option<String>, String> {
        variables(set).proxy(url).map(|proxy| proxy.map(|proxy| proxy.host().to_owned()))
    }

    #[test]
    fn proxy_variables_of_a_scheme_and_in_lower_case_go_first() {
        let set = [
            ("https_proxy", "http://a:1"),
            ("HTTPS_PROXY", "http://b:1"),
            ("all_proxy", "http://c:1"),
            ("ALL_PROXY", "http://d:1"),
        ];
        for (skip, host) in ["a", "b", "c", "d"].into_iter().enumerate() {
            assert_eq!(way("https://portal.example/x", set.get(skip..).unwrap()).unwrap().as_deref(), Some(host));
        }
        let set = [("HTTP_PROXY", "http://a:1"), ("https_proxy", "http://b:1")];
        assert_eq!(way("http://portal.example/x", &set), Ok(None), "HTTP_PROXY is a header of a stranger's in CGI");
        assert_eq!(way("http://portal.example", &[("http_proxy", "a:1"), ("all_proxy", "b:1")]).unwrap().unwrap(), "a");
        assert_eq!(way("http://portal.example", &[("http_proxy", ""), ("ALL_PROXY", "b:1")]).unwrap().unwrap(), "b");
        assert_eq!(way("https://portal.example", &[]), Ok(None));
    }

    #[test]
    fn what_cannot_be_read_is_named_without_its_password() {
        for (name, value, words) in [
            ("https_proxy", "socks5://me:hunter2@proxy:1080", "SOCKS"),
            ("HTTPS_PROXY", "http://me:hunter2@", "HTTPS_PROXY is not the address"),
            ("all_proxy", "http://me:hunter2@pro xy:1", "all_proxy is not the address"),
            ("ALL_PROXY", "ftp://me:hunter2@proxy", "ALL_PROXY is not the address"),
            ("https_proxy", "http://me:hunter2@proxy:99999", "https_proxy is not the address"),
        ] {
            let said = way("https://portal.example", &[(name, value)]).unwrap_err();
            assert!(said.contains(words) && said.contains(name) && !said.contains("hunter2"), "{said}");
            assert!(!format!("{:?}", variables(&[(name, value)])).contains("hunter2"));
            assert_eq!(way("https://portal.example", &[(name, value), ("no_proxy", "portal.example")]), Ok(None));
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_not_utf_8_is_named() {
        use std::os::unix::ffi::OsStringExt;
        for name in ["https_proxy", "ALL_PROXY", "NO_PROXY"] {
            let odd = (OsString::from(name), OsString::from_vec(b"http://gr\xfcn:1".to_vec()));
            let set: Variables = [odd, (OsString::from("all_proxy"), OsString::from("b:1"))].into_iter().collect();
            let refused = set.proxy("https://portal.example");
            match name {
                "ALL_PROXY" => assert!(refused.unwrap().is_some(), "all_proxy counts"),
                _ => assert!(refused.unwrap_err().contains(name)),
            }
        }
    }

    #[test]
    fn exceptions_are_read_as_curl_reads_them() {
        for (host, list, excepted) in [
            ("portal.example", "*", true),
            ("portal.example", "a,*", false),
            ("portal.example", "portal.example", true),
            ("portal.example", "PORTAL.Example", true),
            ("portal.example", ".example", true),
            ("portal.example", "example", true),
            ("portal.example", "ample", false),
            ("portal.example", ".portal.example", true),
            ("portal.example", "portal.example.", true),
            ("portal.example.", "portal.example", true),
            ("portal.example", "www.portal.example", false),
            ("portal.example", "a b\tportal.example", true),
            ("portal.example", " , ,a , portal.example ,", true),
            ("portal.example", "portal.example:443", false),
            ("portal.example", "", false),
            ("portal.example", ".", false),
            ("10.1.2.3", "10.1.2.3", true),
            ("10.1.2.3", "10.1.2.0/24", true),
            ("10.1.2.3", "10.1.3.0/24", false),
            ("10.1.2.3", "10.1.2.3/32", true),
            ("10.1.2.3", "10.0.0.0/8 fe80::/10", true),
            ("10.1.2.3", "10.1.2.0/33", false),
            ("10.1.2.3", "10.1.2.0/x", false),
            ("10.1.2.3", ".1.2.3", false),
            ("10.1.2.3", "2.3", false),
            ("[::1]", "::1", true),
            ("[::1]", "[::1]", true),
            ("[0:0::1]", "::1", true),
            ("[fd00::17]", "fd00::/8", true),
            ("[fd00::17]", "fe80::/10", false),
            ("[fd00::17]", "fd00::17/128", true),
            ("größe.example", "größe.example", true),
            ("größe.example", "\u{f6}ße.example", false),
        ] {
            assert_eq!(is_excepted(host, list), excepted, "{host} in {list:?}");
        }
    }
}
