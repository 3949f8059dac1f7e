//! The HTTP client against real sockets on this machine.
#![cfg(feature = "http")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::net::TcpListener;
use std::time::{Duration, Instant};

use seatsync_agent::http::{Http, Options, OptionsRefused, ProxyChoice};
use seatsync_agent::sync::{MAX_ANSWER, Transport, TransportError};
use support::server::{Server, response};

fn client() -> Http {
    Http::new(&Options::default()).unwrap()
}

#[test]
fn a_message_is_posted_as_text_and_a_token_comes_back() {
    let server = Server::start(|_| response(200, "Content-Type: text/plain; charset=utf-8\r\n", "a.b.c"));
    let answer = client().post(&format!("{}/api/v1/sync", server.url()), "eyJ.x").unwrap();
    assert_eq!((answer.status, answer.body.as_str(), answer.retry_after), (200, "a.b.c", None));
    assert_eq!(answer.content_type, "text/plain; charset=utf-8");
    let request = &server.requests()[0];
    let head = request.to_lowercase();
    assert!(request.starts_with("POST /api/v1/sync HTTP/1.1\r\n") && request.ends_with("\r\n\r\neyJ.x"), "{request}");
    for line in [
        "content-type: text/plain; charset=utf-8\r\n",
        "content-length: 5\r\n",
        "accept: text/plain, application/problem+json\r\n",
        concat!("user-agent: seatsync-agent/", env!("CARGO_PKG_VERSION"), "\r\n"),
    ] {
        assert!(head.contains(line), "{line} {request}");
    }
}

#[test]
fn a_problem_is_an_answer_and_retry_after_is_read() {
    for (status, header, seconds) in [
        (429, "Retry-After: 90\r\n", Some(90)),
        (429, "Retry-After: 99999999999999999999999999\r\n", Some(u64::MAX)),
        (503, "Retry-After: Wed, 21 Oct 2026\r\n", None),
        (503, "Retry-After: -5\r\n", None),
        (503, "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:51:07 GMT\r\n", Some(90)),
        (503, "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sunday, 06-Nov-94 08:51:07 GMT\r\n", Some(90)),
        (503, "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun Nov  6 08:51:07 1994\r\n", Some(90)),
        (503, "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:00 GMT\r\n", Some(0)),
        (409, "", None),
    ] {
        let headers = format!("Content-Type: application/problem+json\r\n{header}");
        let server = Server::start(move |_| response(status, &headers, "{\"detail\":\"No.\"}"));
        let answer = client().post(&server.url(), "x").unwrap();
        assert_eq!((answer.status, answer.retry_after), (status, seconds.map(Duration::from_secs)));
        assert_eq!(
            (answer.content_type.as_str(), answer.body.as_str()),
            ("application/problem+json", "{\"detail\":\"No.\"}")
        );
    }
}

#[test]
fn a_date_to_come_back_at_counts_from_this_machines_clock_if_the_answer_has_none() {
    let until = "Sun, 06 Nov 1994 08:51:07 GMT";
    let server = Server::start(move |_| response(503, &format!("Retry-After: {until}\r\n"), ""));
    let answer = client().post(&server.url(), "x").unwrap();
    assert_eq!((answer.retry_after, answer.retry_at), (None, Some(support::at("1994-11-06T08:51:07Z"))));
    let folder = support::Folder::new();
    let settings =
        seatsync_agent::instance::Settings { portal: server.url(), ..support::settings(&support::Portal::fixed()) };
    let instance = seatsync_agent::instance::Instance::open(&folder.join("state"), settings).unwrap();
    for (now, wait) in [("1994-11-06T08:50:07Z", 60), ("2026-11-21T12:00:00Z", 0)] {
        // Before 2000 nothing is sent, so the seconds are read off the time of an answer that came later.
        let now = support::at(now);
        let read = seatsync_agent::sync::retry_after(until, None).1.unwrap() - now;
        assert_eq!(read.num_seconds().max(0), wait);
    }
    let failed = instance.sync(&client(), support::noon(), None).unwrap_err();
    assert_eq!(failed.retry_after().map(|wait| wait.num_seconds()), Some(0));
}

#[test]
fn a_redirect_is_an_answer_and_not_followed() {
    let elsewhere = Server::start(|_| response(200, "", "caught"));
    for status in [301, 302, 303, 307, 308] {
        let location = format!("Location: {}/\r\n", elsewhere.url());
        let server = Server::start(move |_| response(status, &location, ""));
        assert_eq!(client().post(&server.url(), "x").unwrap().status, status);
    }
    assert!(elsewhere.requests().is_empty());
}

#[test]
fn of_an_endless_answer_one_byte_too_many_is_read() {
    let server = Server::start(|_| {
        let mut answer = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
        answer.resize(8 << 20, b'x');
        answer
    });
    let answer = client().post(&server.url(), "x").unwrap();
    assert_eq!(answer.body.len(), MAX_ANSWER);
}

#[test]
fn a_silent_server_is_an_error_within_the_time_limit() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let closes = Server::start(|_| Vec::new());
    let cuts = Server::start(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".to_vec());
    let mumbles = Server::start(|_| b"220 mail.example ESMTP\r\n\r\n".to_vec());
    let started = Instant::now();
    for url in [
        format!("http://{nobody}"),
        closes.url(),
        cuts.url(),
        mumbles.url(),
        "http://nowhere.invalid".into(),
        "nonsense".into(),
    ] {
        let error = client().post(&url, "x");
        assert!(matches!(&error, Err(TransportError(reason)) if reason.len() > 5), "{url}: {error:?}");
    }
    assert!(started.elapsed() < Duration::from_secs(15));
}

#[test]
fn a_trickling_answer_is_given_up_after_a_minute_at_most() {
    // A listener that accepts and says nothing: the client's own limits are all that ends this.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let started = Instant::now();
    let impatient =
        Http::with_timeouts(&Options::default(), Duration::from_millis(300), Duration::from_millis(600)).unwrap();
    assert!(impatient.post(&url, "x").is_err());
    assert!(
        (Duration::from_millis(300)..Duration::from_secs(5)).contains(&started.elapsed()),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn a_proxy_is_gone_through_and_told_who_one_is() {
    let proxy = Server::start(|request| match request.starts_with("CONNECT") {
        true => b"HTTP/1.1 200 OK\r\n\r\n".to_vec(),
        false => response(200, "", "by proxy"),
    });
    let url = format!("http://u:p@127.0.0.1:{}", proxy.port);
    let client = Http::new(&Options { proxy: ProxyChoice::Url(url), authorities: None }).unwrap();
    let answer = client.post("http://portal.vendor.invalid/api/v1/sync", "x").unwrap();
    assert_eq!(answer.body, "by proxy");
    let requests = proxy.requests();
    assert!(requests[0].starts_with("CONNECT portal.vendor.invalid:80 HTTP/1.1\r\n"), "{requests:?}");
    assert!(requests[0].to_lowercase().contains("proxy-authorization: basic dtpw\r\n"), "{requests:?}");
    assert!(requests[1].starts_with("POST /api/v1/sync HTTP/1.1\r\n"), "{requests:?}");
}

#[test]
fn a_proxy_that_says_no_is_an_error() {
    let proxy = Server::start(|_| response(403, "", "not from here"));
    let options = Options { proxy: ProxyChoice::Url(proxy.url()), authorities: None };
    assert!(Http::new(&options).unwrap().post("https://portal.vendor.invalid/", "x").is_err());
}

#[test]
fn options_that_make_no_sense_are_refused_with_a_sentence() {
    let proxy = |url: &str| Http::new(&Options { proxy: ProxyChoice::Url(url.into()), authorities: None }).map(|_| ());
    assert_eq!(proxy(""), Err(OptionsRefused::Proxy));
    assert_eq!(proxy("ftp://x"), Err(OptionsRefused::Proxy));
    for pem in ["", "hello", "-----BEGIN CERTIFICATE-----\nAAAA"] {
        let options = Options { authorities: Some(pem.to_owned()), ..Options::default() };
        assert_eq!(Http::new(&options).map(|_| ()), Err(OptionsRefused::Authorities), "{pem}");
    }
    assert!(OptionsRefused::Authorities.to_string().ends_with('.') && OptionsRefused::Proxy.to_string().ends_with('.'));
}
