//! An email sent twice is there once, and a server's no is told from its not now.

use std::io::{BufRead, BufReader};

use secrecy::SecretString;

use super::*;
use crate::domain::language::Language;
use crate::mail::envelope::Envelope;
use crate::mail::messages::tests::{cancelled, reader, vendor};

const ID: &str = "0190d5a4-7c1e-7b63-9f35-5f1f0c6f3a11@portal.vendor.example";

fn message() -> Message {
    let envelope = Envelope::seal(&cancelled(Language::En, false), &vendor().from, &reader(Language::En)).unwrap();
    envelope.message(ID, "2027-07-20T09:05:00Z".parse().unwrap()).unwrap()
}

#[test]
fn an_email_sent_again_replaces_its_own_file() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("emails");
    let sender = Sender::new(&Transport::Folder(place.clone()), 1).unwrap();
    sender.send(ID, &message()).unwrap();
    sender.send(ID, &message()).unwrap();
    let files: Vec<_> = fs::read_dir(&place).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(files, ["0190d5a4-7c1e-7b63-9f35-5f1f0c6f3a11.eml"]);
    assert_eq!(fs::read(place.join(&files[0])).unwrap(), message().formatted());
}

#[test]
fn a_folder_that_cannot_be_written_is_tried_again() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let sender = Sender::Folder(file.path().to_owned());
    assert!(!sender.send(ID, &message()).unwrap_err().is_final);
}

#[test]
fn a_message_id_is_no_way_out_of_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let sender = Sender::Folder(folder.path().join("emails"));
    for id in ["../x@y", "/etc/x@y", "@y", "a b@y", ".x@y"] {
        assert!(sender.send(id, &message()).unwrap_err().is_final, "{id}");
    }
}

#[test]
fn a_password_travels_under_tls_only() {
    for (url, expect) in [
        ("smtp://mail.example:25", "smtp://mail.example:25"),
        ("smtp://me:pw@mail.example:587", "smtp://me:pw@mail.example:587?tls=required"),
        ("smtp://me:pw@mail.example?x=1", "smtp://me:pw@mail.example?x=1&tls=required"),
        ("smtp://me:pw@mail.example?tls=opportunistic", "smtp://me:pw@mail.example?tls=opportunistic"),
        ("smtps://me:pw@mail.example", "smtps://me:pw@mail.example"),
    ] {
        assert_eq!(with_tls(url), expect);
        assert!(Sender::new(&Transport::Smtp(SecretString::from(url.to_owned())), 1).is_ok(), "{url}");
    }
}

/// A server that takes an email unless it answers `RCPT TO` with a refusing `reply`.
fn server(reply: &'static str) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || serve(listener.accept().unwrap().0, reply));
    format!("smtp://{address}")
}

fn serve(mut stream: std::net::TcpStream, reply: &str) {
    let lines = BufReader::new(stream.try_clone().unwrap()).lines();
    stream.write_all(b"220 here\r\n").unwrap();
    let mut is_email = false;
    for line in lines.map_while(Result::ok) {
        let answer = match line.as_str() {
            "." => "250 taken",
            _ if is_email => continue,
            "DATA" => "354 go on",
            rcpt if rcpt.starts_with("RCPT") => reply,
            _ => "250 fine",
        };
        is_email = answer.starts_with("354");
        if stream.write_all(format!("{answer}\r\n").as_bytes()).is_err() {
            break;
        }
    }
}

#[test]
fn a_server_takes_an_email() {
    let sender = Sender::new(&Transport::Smtp(SecretString::from(server("250 fine"))), 1).unwrap();
    assert_eq!(sender.send(ID, &message()), Ok(()));
}

fn refused(reply: &'static str) -> NotSent {
    let sender = Sender::new(&Transport::Smtp(SecretString::from(server(reply))), 1).unwrap();
    sender.send(ID, &message()).unwrap_err()
}

#[test]
fn a_servers_no_is_final_and_its_not_now_is_not() {
    assert!(refused("550 5.1.1 no such person").is_final);
    assert!(!refused("451 4.7.1 come back later").is_final);
    assert!(!refused("530 5.7.0 sign in first").is_final);
    assert!(refused("550 5.1.1 no such person").why.contains("no such person"));
    let nobody = Sender::new(&Transport::Smtp(SecretString::from("smtp://127.0.0.1:1".to_owned())), 1).unwrap();
    assert!(!nobody.send(ID, &message()).unwrap_err().is_final);
}
