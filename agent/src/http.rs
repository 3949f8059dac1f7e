//! The single place for HTTP, with the feature `http`: a [`Transport`] by `ureq` and rustls, with a proxy and a certificate authority of one's own.

mod proxy;

use std::fmt;
use std::io::Read;
use std::time::Duration;

pub use proxy::Variables;
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

use crate::sync::{self, Answer, CONTENT_TYPE, MAX_ANSWER, Transport, TransportError};

/// To find the portal and its port.
const CONNECT: Duration = Duration::from_secs(10);
/// From the first byte asked to the last byte read.
const WHOLE: Duration = Duration::from_secs(60);

/// How to get out of this network.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which proxy to go through.
    pub proxy: ProxyChoice,
    /// Certificates in PEM of the authorities to believe instead of the public ones.
    pub authorities: Option<String>,
}

/// Which proxy to go through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ProxyChoice {
    /// None.
    #[default]
    Direct,
    /// The one that these variables of the process's environment name for an address, read as curl reads them.
    Environment(Variables),
    /// This one: `http://user:password@host:port`.
    Url(String),
}

/// Posts over HTTP/1.1. Follows no redirect, keeps no connection, gives up after a minute.
#[derive(Debug, Clone)]
pub struct Http {
    agent: Agent,
    environment: Variables,
}

impl Http {
    /// A client; connects to nobody yet.
    ///
    /// # Errors
    /// [`OptionsRefused`].
    pub fn new(options: &Options) -> Result<Self, OptionsRefused> {
        Self::with_timeouts(options, CONNECT, WHOLE)
    }

    /// A client that gives up sooner or later than others: `connect` to reach the portal, `whole` for everything.
    ///
    /// # Errors
    /// [`OptionsRefused`].
    pub fn with_timeouts(options: &Options, connect: Duration, whole: Duration) -> Result<Self, OptionsRefused> {
        let (proxy, environment) = match &options.proxy {
            ProxyChoice::Direct => (None, Variables::default()),
            ProxyChoice::Environment(variables) => (None, variables.clone()),
            ProxyChoice::Url(url) => (Some(proxy::read(url)?), Variables::default()),
        };
        let roots = options.authorities.as_deref().map_or(Ok(RootCerts::WebPki), authorities)?;
        let config = Agent::config_builder()
            .proxy(proxy)
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(0)
            .timeout_connect(Some(connect))
            .timeout_global(Some(whole))
            .user_agent(concat!("seatsync-agent/", env!("CARGO_PKG_VERSION")))
            .accept("text/plain, application/problem+json")
            .build();
        Ok(Self { agent: config.new_agent(), environment })
    }
}

fn authorities(pem: &str) -> Result<RootCerts, OptionsRefused> {
    let items: Vec<PemItem<'_>> =
        parse_pem(pem.as_bytes()).collect::<Result<_, _>>().map_err(|_| OptionsRefused::Authorities)?;
    let certificates: Vec<Certificate<'_>> = items
        .into_iter()
        .filter_map(|item| match item {
            PemItem::Certificate(certificate) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        Err(OptionsRefused::Authorities)
    } else {
        Ok(RootCerts::new_with_certs(&certificates))
    }
}

impl Transport for Http {
    fn post(&self, url: &str, body: &str) -> Result<Answer, TransportError> {
        let mut request = self.agent.post(url).header("Content-Type", CONTENT_TYPE);
        if let Some(proxy) = self.environment.proxy(url).map_err(TransportError)? {
            request = request.config().proxy(Some(proxy)).build();
        }
        let sent = request.send(body);
        let mut response = sent.map_err(|error| TransportError(error.to_string()))?;
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let content_type = header("Content-Type").to_owned();
        let (retry_after, retry_at) = sync::retry_after(header("Retry-After"), Some(header("Date")));
        let mut bytes = Vec::new();
        let most = u64::try_from(MAX_ANSWER).unwrap_or(u64::MAX);
        let read = response.body_mut().as_reader().take(most).read_to_end(&mut bytes);
        read.map_err(|error| TransportError(error.to_string()))?;
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Answer { status: response.status().as_u16(), content_type, retry_after, retry_at, body })
    }
}

/// Why there is no client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionsRefused {
    /// The proxy's address is none.
    Proxy,
    /// The proxy speaks SOCKS.
    Socks,
    /// There is no certificate in what should hold some.
    Authorities,
}

impl fmt::Display for OptionsRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Proxy => "This is not the address of a proxy: it looks like http://proxy.customer.example:3128.",
            Self::Socks => {
                "A proxy that speaks SOCKS cannot be used here: name one that speaks HTTP, such as \
                http://proxy.customer.example:3128."
            }
            Self::Authorities => {
                "There is no certificate in the list of authorities: it is a text with one or more blocks from BEGIN \
                CERTIFICATE to END CERTIFICATE."
            }
        })
    }
}

impl std::error::Error for OptionsRefused {}
