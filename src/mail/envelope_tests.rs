//! What is stored comes back whole, and nothing gets into a header that does not belong there.

use serde_json::json;

use super::*;
use crate::mail::messages::tests::{cancelled, reader, vendor};

const ID: &str = "0190d5a4-7c1e-7b63-9f35-5f1f0c6f3a11@portal.vendor.example";

fn sealed() -> Envelope {
    Envelope::seal(&cancelled(Language::De, false), &vendor().from, &reader(Language::De)).unwrap()
}

fn queued_at() -> Instant {
    "2027-07-20T09:05:00.123456Z".parse().unwrap()
}

fn bytes(envelope: &Envelope) -> String {
    String::from_utf8(envelope.message(ID, queued_at()).unwrap().formatted()).unwrap()
}

fn headers(message: &str) -> Vec<&str> {
    message.split("\r\n\r\n").next().unwrap().split("\r\n").filter(|l| !l.starts_with([' ', '\t'])).collect()
}

#[test]
fn a_stored_envelope_comes_back_whole() {
    let value = sealed().to_value().unwrap();
    assert_eq!(value.get("kind"), Some(&json!("renewal_cancelled")));
    assert_eq!(Envelope::from_value(value), Ok(sealed()));
}

#[test]
fn an_envelope_of_another_version_is_refused() {
    let mut value = sealed().to_value().unwrap();
    *value.get_mut("version").unwrap() = json!(2);
    assert!(Envelope::from_value(value).is_err());
    assert!(Envelope::from_value(json!({})).is_err());
}

#[test]
fn the_headers_are_those_of_an_email_nobody_answers_by_machine() {
    let message = bytes(&sealed());
    for header in [
        "Auto-Submitted: auto-generated",
        "Content-Language: de",
        &format!("Message-ID: <{ID}>"),
        &format!("X-Seatsync-Key: {ID}"),
        "Date: Tue, 20 Jul 2027 09:05:00 +0000",
        "MIME-Version: 1.0",
    ] {
        assert!(headers(&message).contains(&header), "{header} not in\n{message}");
    }
    assert!(!message.contains("List-Unsubscribe") && message.contains("multipart/alternative"));
}

#[test]
fn the_same_row_gives_the_same_bytes() {
    let again = Envelope::from_value(sealed().to_value().unwrap()).unwrap();
    assert_eq!(bytes(&sealed()), bytes(&again));
}

#[test]
fn no_text_can_add_a_header() {
    let evil = "Ada\r\nBcc: evil@evil.example\r\n\r\nHello\u{85}\u{2028}\u{0}";
    let mut reader = reader(Language::En);
    reader.name = evil.to_owned();
    let mut email = cancelled(Language::En, false);
    email.number = evil.to_owned();
    let mut envelope = Envelope::seal(&email, &vendor().from, &reader).unwrap();
    let harmless = headers(&bytes(&sealed())).len();
    assert_eq!(headers(&bytes(&envelope)).len(), harmless);
    // Even if somebody had written it into the database.
    envelope.subject = evil.to_owned();
    envelope.from.name = Some(evil.to_owned());
    envelope.to.name = Some(evil.to_owned());
    let message = bytes(&envelope);
    assert_eq!(headers(&message).len(), harmless, "{message}");
    assert!(!headers(&message).iter().any(|h| h.to_lowercase().starts_with("bcc")));
    let id = format!("x@y\r\nBcc: evil@evil.example\r\n\r\n{ID}");
    let message = String::from_utf8(envelope.message(&id, queued_at()).unwrap().formatted()).unwrap();
    assert_eq!(headers(&message).len(), harmless, "{message}");
    envelope.to.address = "a@b.example\r\nBcc: evil@evil.example".to_owned();
    assert!(envelope.message(ID, queued_at()).is_err());
}

#[test]
fn the_message_id_is_the_key_at_the_portals_host() {
    let id = EmailId::new();
    for (base, host) in [
        ("https://portal.vendor.example", "portal.vendor.example"),
        ("http://127.0.0.1:8080", "127.0.0.1"),
        ("https://vendor.example:8443/portal", "vendor.example"),
        ("http://[::1]:8080", "[::1]"),
        ("http://[::1]", "[::1]"),
        ("https://me@vendor.example/", "vendor.example"),
        ("", "localhost"),
        ("https://a\r\nb>", "a--b-"),
    ] {
        assert_eq!(message_id(id, base), format!("{id}@{host}"), "{base}");
    }
}

#[test]
fn a_log_sees_the_reader_masked() {
    assert_eq!(sealed().masked_recipient(), "a…@customer.example");
}

#[test]
fn email_header_lines_stay_within_76_and_body_lines_within_998_characters() {
    let long = "x".repeat(300);
    let words = "Abonnement für Größe und Übermaß ".repeat(12);
    for subject in [&long, &words, "日本語の件名".repeat(20).as_str(), &format!("{words}{long}"), "plain", ""] {
        for name in [None, Some(long.clone()), Some(words.clone()), Some("Müller, \"Ada\" <x@y.example>".to_owned())] {
            let mut envelope = sealed();
            envelope.subject = subject.to_owned();
            envelope.to = Party { name: name.clone(), address: "a@münchen.example".to_owned() };
            envelope.from.name = name.clone();
            envelope.text = long.repeat(10);
            let message = bytes(&envelope);
            let (head, _) = message.split_once("\r\n\r\n").unwrap();
            for line in head.split("\r\n") {
                assert!(line.len() <= 76 && line.is_ascii(), "{} characters: {line}", line.len());
            }
            assert!(message.split("\r\n").all(|line| line.len() <= 998));
            assert!(head.contains("a@xn--mnchen-3ya.example"), "{head}");
        }
    }
}

#[test]
fn every_address_that_the_type_accepts_can_be_sent_to() {
    for typed in [
        "o'brien!#$%&*/=?^_`{|}~-@b.example",
        "a@münchen.example",
        "a@例え。テスト",
        "a@r3---sn.example",
        "A.b@1.2.3.example",
    ] {
        let mut envelope = sealed();
        let address: EmailAddress = typed.parse().unwrap();
        envelope.to.address = address.as_str().to_owned();
        assert!(envelope.message(ID, queued_at()).is_ok(), "{typed}");
    }
}
