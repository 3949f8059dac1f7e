//! An HTTP server on this machine for one test: hands each request to a function and sends back what that makes, byte for byte.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Makes the whole answer from the whole request; an empty one closes the connection.
pub type Respond = Box<dyn Fn(&str) -> Vec<u8> + Send>;

/// Listens on a free port until the test's process ends.
pub struct Server {
    pub port: u16,
    scheme: &'static str,
    /// Every request, head and body.
    pub seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn start(respond: impl Fn(&str) -> Vec<u8> + Send + 'static) -> Self {
        Self::listen("http", |tcp| tcp, Box::new(respond))
    }

    /// The same behind TLS.
    pub fn start_tls(config: Arc<ServerConfig>, respond: impl Fn(&str) -> Vec<u8> + Send + 'static) -> Self {
        let connection = move || ServerConnection::new(config.clone()).unwrap();
        Self::listen("https", move |tcp| StreamOwned::new(connection(), tcp), Box::new(respond))
    }

    fn listen<S: Read + Write>(
        scheme: &'static str,
        wrap: impl Fn(TcpStream) -> S + Send + 'static,
        respond: Respond,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = seen.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = wrap(stream.unwrap());
                let mut request = read_request(&mut stream);
                while !request.is_empty() {
                    log.lock().unwrap().push(request.clone());
                    let _ = stream.write_all(&respond(&request));
                    // A CONNECT is a tunnel: what comes next is the request itself.
                    let is_tunnel = request.starts_with("CONNECT");
                    request = if is_tunnel { read_request(&mut stream) } else { String::new() };
                }
            }
        });
        Self { port, scheme, seen }
    }

    pub fn url(&self) -> String {
        format!("{}://127.0.0.1:{}", self.scheme, self.port)
    }

    pub fn requests(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

pub fn read_request(stream: &mut impl Read) -> String {
    let (mut bytes, mut buffer) = (Vec::new(), [0; 4_096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return text,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}

/// An answer of HTTP/1.1 with its length.
pub fn response(status: u16, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} Status\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
        .into_bytes()
}
