//! Tests of the text forms: what is written, what is refused.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

#[test]
fn begin_and_end_blocks_have_short_lines() {
    let armoured = armour(Label::InstanceId, &"eyJhbGciOi".repeat(20));
    assert!(armoured.lines().all(|line| line.len() <= 64));
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
