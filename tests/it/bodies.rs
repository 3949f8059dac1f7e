//! What a request brings with it is plain, not much, and soon: at every address, whoever calls.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use seatsync::web::routes::ROUTES;

use super::support::{Response, TestApp};

/// Everything but `identity`, in every spelling.
const PACKED: &[&str] =
    &["gzip", "GZIP", "x-gzip", "br", "deflate", "zstd", "compress", "br, identity", "identity,gzip", "nonsense"];

#[track_caller]
fn assert_refused(response: &Response, status: u16) {
    response.assert_status(status);
    if response.asked.contains("/api/") {
        assert_eq!(response.header("content-type"), Some("application/problem+json"));
    } else if !response.asked.starts_with("HEAD") {
        assert!(!response.attributes("main a[href]", "href").is_empty(), "{}: no way out", response.asked);
    }
}

#[test]
fn what_is_packed_is_refused_at_every_address_before_it_is_unpacked() {
    let app = TestApp::spawn();
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&vec![b'a'; 20_000_000]).unwrap();
    let bomb = bomb.finish().unwrap();
    let concrete = |path: &str| path.replace(['{', '}'], "").replace(":.+", "");
    let mut browser = app.anonymous();
    for (method, path, _) in ROUTES {
        let path = concrete(path);
        let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Encoding", "gzip")];
        assert_refused(&browser.send(method, &path, &headers, &bomb), 415);
    }
    for encoding in PACKED {
        let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Encoding", encoding)];
        assert_refused(&browser.send("POST", "/sign-in", &headers, b"csrf=x"), 415);
        assert_refused(&browser.send("GET", "/sign-in", &headers, b"x"), 415);
        assert_refused(&browser.send("PUT", "/nowhere", &headers, b"x"), 415);
        assert_refused(&browser.send("POST", "/api/v1/sync", &headers, b"x"), 415);
        let twice = [headers[0], ("Content-Encoding", "identity"), headers[1]];
        assert_refused(&browser.send("POST", "/password", &twice, b"x"), 415);
    }
    // Plain, however it is said.
    for plain in ["identity", "Identity", "identity, identity"] {
        let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Encoding", plain)];
        let token = browser.token();
        let body = format!("csrf={token}&email=nobody%40linden.example&password=x");
        browser.send("POST", "/sign-in", &headers, body.as_bytes()).assert_status(422);
    }
}

#[test]
fn a_refusal_says_what_to_do_in_both_languages() {
    let app = TestApp::spawn();
    let headers = [("Content-Type", "multipart/form-data; boundary=x")];
    for (language, sentence) in [("en", "Nothing was changed."), ("de", "Nichts wurde geändert.")] {
        let mut browser = app.anonymous().speaking(language);
        let other_kind = browser.send("POST", "/sign-in", &headers, b"--x--");
        assert_refused(&other_kind, 415);
        other_kind.assert_says(sentence);
        let none = browser.send("POST", "/sign-in", &[], b"csrf=x");
        assert_refused(&none, 415);
        let large = browser.send("POST", "/sign-in", &[("Content-Length", "262145")], b"");
        // Two lengths are no HTTP; the helper sends its own.
        assert!([400, 413].contains(&large.status), "{}", large.status);
        let large = vec![b'x'; 262_145];
        let large = browser.send("POST", "/sign-in", &[("Content-Type", "application/x-www-form-urlencoded")], &large);
        assert_refused(&large, 413);
        large.assert_says(sentence);
    }
}

#[test]
fn a_form_is_read_up_to_its_limit_and_the_last_of_equal_fields_wins() {
    let app = TestApp::spawn();
    let mut browser = app.anonymous();
    let token = browser.token();
    let begin = format!("csrf={token}&email=nobody%40linden.example&password=");
    let whole = format!("{begin}{}", "x".repeat(262_144 - begin.len()));
    let kind = [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")];
    // A password of that length is refused as a password, not as a body.
    browser.send("POST", "/sign-in", &kind, whole.as_bytes()).assert_status(422);
    let many: String = (0..10_000).map(|n| format!("f{n}=x&")).collect();
    browser.send("POST", "/sign-in", &kind, format!("{many}{begin}x").as_bytes()).assert_status(422);
    browser.send("POST", "/sign-in", &kind, format!("csrf=wrong&{begin}x").as_bytes()).assert_status(422);
}

fn connect(address: SocketAddr, head: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(format!("{head}\r\nHost: portal.test\r\n").as_bytes()).unwrap();
    stream
}

/// What the server says until it closes, within so long.
fn rest(stream: &mut TcpStream, within: Duration) -> Option<String> {
    let begun = Instant::now();
    stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let (mut said, mut piece) = (Vec::new(), [0; 4096]);
    while begun.elapsed() < within {
        match stream.read(&mut piece) {
            Ok(0) => return Some(String::from_utf8_lossy(&said).into_owned()),
            Ok(length) => said.extend_from_slice(&piece[..length]),
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => return Some(String::from_utf8_lossy(&said).into_owned()),
        }
    }
    None
}

#[test]
fn a_body_in_pieces_is_counted_as_it_arrives_also_where_none_is_wanted() {
    let app = TestApp::spawn();
    let address = app.address();
    for head in ["GET /robots.txt", "GET /sign-in", "POST /sign-in", "POST /api/v1/sync", "PUT /nowhere"] {
        let mut stream = connect(address, &format!("{head} HTTP/1.1"));
        stream.write_all(b"Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n").unwrap();
        let chunk = [b"10000\r\n".as_slice(), &[b'x'; 0x10000], b"\r\n"].concat();
        // What is refused is thrown away for a second, so that the answer arrives; then the door is closed.
        let begun = Instant::now();
        while stream.write_all(&chunk).is_ok() {
            assert!(begun.elapsed() < Duration::from_secs(5), "{head}: read on and on");
        }
    }
    let mut stream = connect(address, "GET /robots.txt HTTP/1.1");
    stream.write_all(b"Transfer-Encoding: chunked\r\n\r\n").unwrap();
    stream.write_all(&[b"50000\r\n".as_slice(), &[b'x'; 0x41000]].concat()).unwrap();
    let said = rest(&mut stream, Duration::from_secs(5)).unwrap();
    assert!(said.starts_with("HTTP/1.1 413"), "{said}");
}

#[test]
fn a_body_that_trickles_is_dropped_after_ten_seconds_at_every_address() {
    let app = TestApp::spawn();
    let address = app.address();
    let heads =
        ["GET /robots.txt", "GET /sign-in", "POST /sign-in", "POST /api/v1/sync", "PUT /nowhere", "POST /language"];
    let mut streams: Vec<(String, TcpStream)> = Vec::new();
    for head in heads {
        for length in ["Content-Length: 5000", "Transfer-Encoding: chunked"] {
            let mut stream = connect(address, &format!("{head} HTTP/1.1"));
            stream.write_all(format!("Content-Type: text/plain\r\n{length}\r\n\r\n").as_bytes()).unwrap();
            stream.set_read_timeout(Some(Duration::from_millis(40))).unwrap();
            streams.push((format!("{head} {length}"), stream));
        }
    }
    let begun = Instant::now();
    let mut ended = Vec::new();
    let mut said: Vec<Vec<u8>> = vec![Vec::new(); streams.len()];
    while begun.elapsed() < Duration::from_secs(14) && ended.len() < streams.len() {
        for (number, (name, stream)) in streams.iter_mut().enumerate() {
            if ended.contains(&number) {
                continue;
            }
            let drop: &[u8] = if name.ends_with("chunked") { b"1\r\nx\r\n" } else { b"x" };
            let _ = stream.write_all(drop);
            let mut piece = [0; 16_384];
            match stream.read(&mut piece) {
                Ok(length) if length > 0 => said[number].extend_from_slice(&piece[..length]),
                Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                _ => ended.push(number),
            }
        }
    }
    for (number, (name, _)) in streams.iter().enumerate() {
        let said = String::from_utf8_lossy(&said[number]);
        assert!(ended.contains(&number), "{name}: still held");
        assert!(said.starts_with("HTTP/1.1 408"), "{name}: {said}");
    }
    assert!(begun.elapsed() > Duration::from_secs(9), "nobody had the time to send");
}

#[test]
fn a_second_head_that_drips_is_let_go_of_and_an_answer_under_way_is_not() {
    let app = TestApp::spawn();
    let mut stream = connect(app.address(), "GET /healthz HTTP/1.1");
    stream.write_all(b"\r\n").unwrap();
    let mut said = [0; 4096];
    assert!(stream.read(&mut said).unwrap() > 0);
    let begun = Instant::now();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: portal.test\r\nX-Drip: ").unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    let is_waiting = |e: &std::io::Error| matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
    while stream.write_all(b"x").is_ok() && stream.read(&mut said).is_err_and(|e| is_waiting(&e)) {
        assert!(begun.elapsed() < Duration::from_secs(23), "still held");
    }
    assert!(begun.elapsed() > Duration::from_secs(9), "nobody had the time to send");
}

#[test]
fn a_connection_goes_on_after_a_body_that_nobody_wanted() {
    let app = TestApp::spawn();
    let mut stream = TcpStream::connect(app.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let one = "GET /robots.txt HTTP/1.1\r\nHost: portal.test\r\nContent-Length: 3\r\n\r\nabc";
    stream.write_all(format!("{one}{one}").as_bytes()).unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: portal.test\r\nConnection: close\r\n\r\n").unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).unwrap();
    assert_eq!(said.matches("HTTP/1.1 200 OK").count(), 3, "{said}");
}
