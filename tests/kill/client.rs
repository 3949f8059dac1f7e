//! A browser that knows when an answer did not come: whole, or not acknowledged.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Nobody waits longer for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The server is gone: what was asked is done, or is not.
#[derive(Debug)]
pub(crate) struct Gone;

impl From<std::io::Error> for Gone {
    fn from(cause: std::io::Error) -> Self {
        assert_ne!(cause.kind(), std::io::ErrorKind::WouldBlock, "no answer within {PATIENCE:?}");
        Self
    }
}

/// A whole answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: String,
    cookies: Vec<(String, String)>,
    pub(crate) text: String,
}

pub(crate) struct Browser {
    address: SocketAddr,
    cookies: BTreeMap<String, String>,
    token: String,
}

impl Browser {
    pub(crate) const fn new(address: SocketAddr) -> Self {
        Self { address, cookies: BTreeMap::new(), token: String::new() }
    }

    pub(crate) const fn goes_to(&mut self, address: SocketAddr) {
        self.address = address;
    }

    pub(crate) fn is_known(&self) -> bool {
        self.cookies.contains_key("session")
    }

    pub(crate) fn get(&mut self, path: &str) -> Result<Answer, Gone> {
        let request = self.request("GET", path, "");
        self.exchange(&request)
    }

    /// Posts a form with the token of this browser.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer, Gone> {
        let request = self.form(path, fields);
        self.exchange(&request)
    }

    /// Signs in, and keeps a token for every form to come.
    pub(crate) fn sign_in(&mut self, email: &str, password: &str) {
        let request = self.sign_in_request(email, password);
        let answer = self.exchange(&request).unwrap();
        assert_eq!(answer.status, 303, "{email} cannot sign in: {}", answer.text);
    }

    /// The bytes that sign somebody in.
    pub(crate) fn sign_in_request(&mut self, email: &str, password: &str) -> Vec<u8> {
        let page = self.get("/sign-in").unwrap().text;
        let (_, after) = page.split_once("name=\"csrf\" value=\"").expect("a form");
        self.token = after.split('"').next().unwrap().to_owned();
        self.form("/sign-in", &[("email", email), ("password", password)])
    }

    fn form(&self, path: &str, fields: &[(&str, &str)]) -> Vec<u8> {
        let all = [("csrf", self.token.as_str())].into_iter().chain(fields.iter().copied());
        let pairs: Vec<String> = all.map(|(n, v)| format!("{n}={}", encoded(v))).collect();
        self.request("POST", path, &pairs.join("&"))
    }

    fn request(&self, method: &str, path: &str, body: &str) -> Vec<u8> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        if !cookies.is_empty() {
            write!(head, "Cookie: {}\r\n", cookies.join("; ")).unwrap();
        }
        if method == "POST" {
            let length = body.len();
            write!(head, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n").unwrap();
        }
        format!("{head}\r\n{body}").into_bytes()
    }

    pub(crate) fn exchange(&mut self, request: &[u8]) -> Result<Answer, Gone> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(request)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let answer = whole(&String::from_utf8_lossy(&bytes)).ok_or(Gone)?;
        self.cookies.extend(answer.cookies.iter().cloned());
        Ok(answer)
    }
}

/// The answer, if all of it is there.
fn whole(text: &str) -> Option<Answer> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, &str)> =
        lines.filter_map(|l| l.split_once(": ")).map(|(n, v)| (n.to_lowercase(), v)).collect();
    let header = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, v)| *v);
    let is_whole = match (header("content-length"), header("transfer-encoding")) {
        (Some(length), _) => length.parse() == Ok(body.len()),
        (None, Some(_)) => body.ends_with("0\r\n\r\n"),
        (None, None) => true,
    };
    let cookie = |(name, value): &(String, &str)| {
        let (name, value) = (name == "set-cookie").then(|| value.split(';').next()?.split_once('='))??;
        Some((name.to_owned(), value.to_owned()))
    };
    is_whole.then(|| Answer {
        status,
        location: header("location").unwrap_or_default().to_owned(),
        cookies: headers.iter().filter_map(cookie).collect(),
        text: body.to_owned(),
    })
}

fn encoded(text: &str) -> String {
    let email = |b: u8| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") };
    text.bytes().map(email).collect()
}

/// A connection whose bytes are sent one piece at a time.
pub(crate) struct Raw(TcpStream);

impl Raw {
    pub(crate) fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Self(stream)
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).unwrap();
    }

    /// The head of an answer and whatever came along with it.
    pub(crate) fn read_head(&mut self) -> String {
        let (mut text, mut piece) = (String::new(), [0; 4096]);
        while !text.contains("\r\n\r\n") {
            let read = self.0.read(&mut piece).unwrap();
            assert_ne!(read, 0, "hung up after {text:?}");
            text.push_str(&String::from_utf8_lossy(piece.get(..read).unwrap()));
        }
        text
    }
}
