//! Tests of the text forms: what is stripped, what is refused.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

#[test]
fn what_a_mail_client_adds_is_ignored() {
    let message = "eyJhbGciOi".repeat(20);
    let armoured = armour(Label::InstanceId, &message);
    assert!(armoured.lines().all(|line| line.len() <= 64));
    let quoted: String = armoured.lines().map(|line| format!("> > {line}\r\n")).collect();
    let one_line = armoured.replace('\n', " ");
    for text in
        [&message, &armoured, &quoted, &one_line, &format!("„{message}“"), &format!("\u{feff}'{message}'\u{a0}")]
    {
        assert_eq!(strip(Label::InstanceId, text).unwrap(), message);
    }
}

#[test]
fn the_lines_of_the_other_message_are_not_stripped() {
    assert_ne!(strip(Label::InstanceId, &armour(Label::Token, "abc")).unwrap(), "abc");
}

#[test]
fn text_over_64_kib_is_not_looked_at() {
    assert!(strip(Label::Token, &" ".repeat(MAX_TEXT)).is_some());
    assert!(strip(Label::Token, &" ".repeat(MAX_TEXT + 1)).is_none());
}

#[test]
fn base64url_has_one_spelling() {
    assert_eq!(from_base64url("AQ").unwrap(), [1]);
    for other in ["AR", "AQ==", "A", "+/8", "A Q"] {
        assert_eq!(from_base64url(other), None, "{other}");
    }
}

#[test]
fn json_with_a_member_twice_is_refused_at_any_depth() {
    assert!(json_object(br#"{"a":{"b":[{"c":1,"d":-1}]},"e":null,"f":"\u0061","g":true}"#).is_some());
    for text in [r#"{"a":1,"a":1}"#, r#"{"a":[{"b":1,"b":2}]}"#, r#"{"a":1,"\u0061":2}"#, r#"{"a":1}{}"#, "[]", "1", ""]
    {
        assert!(json_object(text.as_bytes()).is_none(), "{text}");
    }
}

#[test]
fn json_nested_without_end_is_refused() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(20_000), "]".repeat(20_000));
    assert!(json_object(deep.as_bytes()).is_none());
}
