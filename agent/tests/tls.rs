//! The HTTP client behind TLS: whom it believes, and that nothing is said to anybody else.
#![cfg(feature = "http")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use rcgen::date_time_ymd;
use rustls::ServerConfig;
use seatsync_agent::http::{Http, Options, ProxyChoice};
use seatsync_agent::sync::{Transport, TransportError};
use support::server::{Server, read_request, response};
use support::tls::Authority;

const MESSAGE: &str = "what-no-one-else-may-read";

fn portal(config: Arc<ServerConfig>) -> Server {
    Server::start_tls(config, |_| response(200, "Content-Type: text/plain\r\n", "a.b.c"))
}

fn believing(authority: &Authority) -> Options {
    Options { authorities: Some(authority.pem()), ..Options::default() }
}

/// What the portal's answer said, or why there is none.
fn post(server: &Server, options: &Options) -> Result<String, String> {
    let answer = Http::new(options).unwrap().post(&server.url(), MESSAGE);
    answer.map(|answer| answer.body).map_err(|TransportError(reason)| reason)
}

#[test]
fn an_authority_of_ones_own_is_believed() {
    let authority = Authority::new();
    let portal = portal(authority.server("127.0.0.1"));
    assert_eq!(post(&portal, &believing(&authority)), Ok("a.b.c".to_owned()));
    // One of several, with words around it, as such files have.
    let several = format!("# Kundin GmbH\n{}\n{}", Authority::new().pem(), authority.pem());
    let options = Options { authorities: Some(several), ..Options::default() };
    assert_eq!(post(&portal, &options), Ok("a.b.c".to_owned()));
    assert!(portal.requests().iter().all(|request| request.ends_with(MESSAGE)));
}

#[test]
fn an_untrusted_proxy_does_not_change_the_callers_address() {
    let authority = Authority::new();
    let expired = |params: &mut rcgen::CertificateParams| params.not_after = date_time_ymd(2026, 1, 1);
    let unborn = |params: &mut rcgen::CertificateParams| params.not_before = date_time_ymd(3026, 1, 1);
    for (name, config, options) in [
        ("a private authority that nobody named", authority.server("127.0.0.1"), Options::default()),
        ("another private authority", authority.server("127.0.0.1"), believing(&Authority::new())),
        ("another server of the same authority", authority.server("git.customer.example"), believing(&authority)),
        ("a certificate that is over", authority.server_with("127.0.0.1", expired), believing(&authority)),
        ("a certificate that is not yet", authority.server_with("127.0.0.1", unborn), believing(&authority)),
    ] {
        let server = portal(config);
        let refused = post(&server, &options).unwrap_err();
        assert!(refused.contains("certificate"), "{name}: {refused}");
        assert_eq!(server.requests(), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn a_server_without_tls_gets_nothing_of_the_message() {
    let (port, heard) = plainly(&[b"HTTP/1.1 200 OK\r\n\r\na.b.c"]);
    let url = format!("https://127.0.0.1:{port}");
    assert!(Http::new(&Options::default()).unwrap().post(&url, MESSAGE).is_err());
    let heard = heard.join().unwrap();
    assert!(heard.len() > 50 && !heard.contains(MESSAGE) && !heard.contains("POST"), "{heard}");
}

#[test]
fn a_proxy_carries_what_it_cannot_read() {
    let authority = Authority::new();
    let portal = portal(authority.server("127.0.0.1"));
    let proxy = Tunnel::start();
    let url = format!("http://127.0.0.1:{}", proxy.port);
    let options = Options { proxy: ProxyChoice::Url(url), ..believing(&authority) };
    assert_eq!(post(&portal, &options), Ok("a.b.c".to_owned()));
    assert_eq!(portal.requests().len(), 1);
    let carried = proxy.carried.lock().unwrap();
    let carried = String::from_utf8_lossy(&carried);
    assert!(carried.starts_with(&format!("CONNECT 127.0.0.1:{} HTTP/1.1\r\n", portal.port)), "{carried}");
    assert!(carried.len() > 200 && !carried.contains(MESSAGE) && !carried.contains("POST"), "{carried}");
}

#[test]
fn a_proxy_that_answers_in_the_portals_place_is_not_believed() {
    let authority = Authority::new();
    let portal = portal(authority.server("127.0.0.1"));
    // It says yes to the tunnel, then speaks itself.
    let (port, heard) = plainly(&[b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\nforged"]);
    let proxy = ProxyChoice::Url(format!("http://127.0.0.1:{port}"));
    assert!(post(&portal, &Options { proxy, ..believing(&authority) }).is_err());
    let heard = heard.join().unwrap();
    assert!(heard.starts_with("CONNECT 127.0.0.1:") && !heard.contains(MESSAGE) && !heard.contains("POST"), "{heard}");
    assert!(portal.requests().is_empty());
}

/// Waits for somebody to speak, says the next of these, and so on; then tells all that it heard.
fn plainly(answers: &'static [&[u8]]) -> (u16, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = std::thread::spawn(move || {
        let (mut client, mut heard, mut buffer) = (listener.accept().unwrap().0, String::new(), [0; 4_096]);
        for answer in answers {
            // A request for a tunnel may come in pieces.
            while {
                let read = client.read(&mut buffer).unwrap();
                heard.push_str(&String::from_utf8_lossy(&buffer[..read]));
                heard.starts_with("CONNECT") && !heard.contains("\r\n\r\n")
            } {}
            client.write_all(answer).unwrap();
        }
        heard
    });
    (port, heard)
}

/// A proxy as companies have one: opens what CONNECT asks for, and joins both ends. Keeps all that the client said.
struct Tunnel {
    port: u16,
    carried: Arc<Mutex<Vec<u8>>>,
}

impl Tunnel {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let carried = Arc::new(Mutex::new(Vec::new()));
        let log = carried.clone();
        std::thread::spawn(move || {
            let mut client = listener.accept().unwrap().0;
            let asked = read_request(&mut client);
            log.lock().unwrap().extend_from_slice(asked.as_bytes());
            let mut portal = TcpStream::connect(asked.split(' ').nth(1).unwrap()).unwrap();
            client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
            let (mut back_from, mut back_to) = (portal.try_clone().unwrap(), client.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut back_from, &mut back_to));
            let mut buffer = [0; 4_096];
            while let Ok(read @ 1..) = client.read(&mut buffer) {
                log.lock().unwrap().extend_from_slice(&buffer[..read]);
                portal.write_all(&buffer[..read]).unwrap();
            }
        });
        Self { port, carried }
    }
}
