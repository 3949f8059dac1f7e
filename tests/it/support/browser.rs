//! A browser as small as it can be: cookies, forms, and nothing hidden, so that a test can also send what no browser
//! would. HTTP/1.1 over loopback by hand: a client library hides the very headers and cookies the tests are about.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use scraper::{Html, Selector};

#[derive(Clone)]
pub struct Browser {
    address: SocketAddr,
    base_url: String,
    pub cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub headers: Vec<(String, String)>,
}

/// What came back.
#[derive(Clone)]
pub struct Response {
    pub asked: String,
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Browser {
    pub fn new(address: SocketAddr, base_url: &str) -> Self {
        Self { address, base_url: base_url.to_owned(), cookies: BTreeMap::new(), headers: Vec::new() }
    }

    /// This browser, which prefers a language.
    pub fn speaking(mut self, language: &str) -> Self {
        self.headers.push(("Accept-Language".to_owned(), language.to_owned()));
        self
    }

    pub fn get(&mut self, path: &str) -> Response {
        self.send("GET", path, &[], b"")
    }

    /// Follows one redirect.
    #[track_caller]
    pub fn follow(&mut self, response: &Response) -> Response {
        let to = response.location();
        self.get(&to)
    }

    /// Posts a form with a token of this browser's; whichever page a token is from, it is bound to the browser.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Response {
        let token = self.token();
        let mut all = vec![("csrf", token.as_str())];
        all.extend(fields);
        self.post_bare(path, &all)
    }

    /// Posts these fields and no other.
    pub fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.send("POST", path, &[("Content-Type", "application/x-www-form-urlencoded")], form(fields).as_bytes())
    }

    /// Loads a page and sends the form on it that leads to `action`, with its hidden fields and these.
    #[track_caller]
    pub fn submit(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> Response {
        let page = self.get(page);
        page.assert_status(200);
        let hidden = page.hidden_fields(action);
        let mut all: Vec<(&str, &str)> = hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        all.extend(fields);
        self.post_bare(action, &all)
    }

    #[track_caller]
    pub fn sign_in(&mut self, email: &str, password: &str) -> Response {
        self.submit("/sign-in", "/sign-in", &[("email", email), ("password", password)])
    }

    /// A form token for this browser.
    pub fn token(&mut self) -> String {
        let page = self.get("/password");
        page.attribute("input[name=csrf]", "value")
    }

    /// Sends a request as it is, and keeps the cookies of the answer.
    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        let host = self.base_url.split_once("://").unwrap().1;
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
            head.push_str(&format!("Cookie: {}\r\n", pairs.join("; ")));
        }
        let own = self.headers.iter().map(|(n, v)| (n.as_str(), v.as_str()));
        for (name, value) in own.chain(headers.iter().copied()) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if method != "GET" || !body.is_empty() {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        let bytes = exchange(self.address, &[head.as_bytes(), body].concat());
        let response = parse(format!("{method} {path}"), &bytes);
        self.keep_cookies(&response);
        response
    }

    /// Loads a page with this cookie header, whatever it holds.
    pub fn send_with_cookies(&mut self, header: &str, path: &str) -> Response {
        self.send_with_cookie_bytes(header.as_bytes(), path)
    }

    /// The same with bytes that are no text.
    pub fn send_with_cookie_bytes(&mut self, header: &[u8], path: &str) -> Response {
        let host = self.base_url.split_once("://").unwrap().1;
        let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: ");
        parse(format!("GET {path}"), &exchange(self.address, &[head.as_bytes(), header, b"\r\n\r\n"].concat()))
    }

    fn keep_cookies(&mut self, response: &Response) {
        for cookie in response.all("set-cookie") {
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.to_lowercase().contains("max-age=0") || value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

fn exchange(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    // A server that refuses early does not read to the end; what it says is what counts.
    let _ = stream.write_all(request);
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    bytes
}

fn parse(asked: String, bytes: &[u8]) -> Response {
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or_else(|| panic!("{asked}: no answer"));
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> =
        lines.map(|l| l.split_once(':').unwrap()).map(|(n, v)| (n.to_lowercase(), v.trim().to_owned())).collect();
    let body = bytes[end + 4..].to_vec();
    let chunked = headers.iter().any(|(n, v)| n == "transfer-encoding" && v == "chunked");
    Response { asked, status, headers, body: if chunked { unchunked(&body) } else { body } }
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    loop {
        let line = body.windows(2).position(|w| w == b"\r\n").unwrap();
        let length = usize::from_str_radix(std::str::from_utf8(&body[..line]).unwrap(), 16).unwrap();
        if length == 0 {
            return whole;
        }
        whole.extend_from_slice(&body[line + 2..line + 2 + length]);
        body = &body[line + 4 + length..];
    }
}

/// Fields as a form sends them.
pub fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields.iter().map(|(n, v)| format!("{}={}", encoded(n), encoded(v))).collect();
    pairs.join("&")
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

impl Response {
    #[track_caller]
    pub fn assert_status(&self, expected: u16) -> &Self {
        assert_eq!(self.status, expected, "{}: {}", self.asked, self.text().chars().take(2000).collect::<String>());
        self
    }

    /// Where it sends the browser.
    #[track_caller]
    pub fn location(&self) -> String {
        self.header("location").unwrap_or_else(|| panic!("{}: {} leads nowhere", self.asked, self.status)).to_owned()
    }

    #[track_caller]
    pub fn assert_leads_to(&self, path: &str) -> &Self {
        self.assert_status(303);
        assert_eq!(self.location(), path, "{}", self.asked);
        self
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn html(&self) -> Html {
        Html::parse_document(&self.text())
    }

    /// The text of each element that fits, with single spaces.
    #[track_caller]
    pub fn select(&self, css: &str) -> Vec<String> {
        let selector = Selector::parse(css).unwrap();
        let words =
            |e: scraper::ElementRef<'_>| e.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        self.html().select(&selector).map(words).collect()
    }

    /// An attribute of the first element that fits.
    #[track_caller]
    pub fn attribute(&self, css: &str, name: &str) -> String {
        self.attributes(css, name).into_iter().next().unwrap_or_else(|| panic!("{}: no {css} with {name}", self.asked))
    }

    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(css).unwrap();
        self.html().select(&selector).filter_map(|e| e.value().attr(name).map(str::to_owned)).collect()
    }

    #[track_caller]
    pub fn assert_says(&self, sentence: &str) -> &Self {
        let said = self.select("body").join(" ");
        assert!(said.contains(sentence), "{}: {:?} is not in {said:?}", self.asked, sentence);
        self
    }

    #[track_caller]
    fn hidden_fields(&self, action: &str) -> Vec<(String, String)> {
        let html = self.html();
        let form = Selector::parse("form").unwrap();
        let hidden = Selector::parse("input[type=hidden]").unwrap();
        let found = html.select(&form).find(|f| f.value().attr("action") == Some(action));
        let found = found.unwrap_or_else(|| panic!("{}: no form leads to {action}", self.asked));
        let attribute = |e: scraper::ElementRef<'_>, name| e.value().attr(name).unwrap_or_default().to_owned();
        found.select(&hidden).map(|i| (attribute(i, "name"), attribute(i, "value"))).collect()
    }
}
