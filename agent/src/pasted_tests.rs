//! What stands around a message and in it, and is not meant.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::wire::{armour, base64url};

/// A text with the form of a token; every letter of base64url is in it, dashes in a row as well.
fn token(seed: u8) -> String {
    let header = base64url(br#"{"alg":"EdDSA","typ":"seatsync-token+jwt","kid":"k"}"#);
    let claims: Vec<u8> = (0..=255).chain([251, 239, 190, 251, 239, 190, seed]).collect();
    format!("{header}.{}.{}", base64url(&claims), base64url(&[seed | 0xc0; 64]))
}

/// The same of an instance ID.
fn instance_id(seed: u8) -> String {
    let header = base64url(br#"{"alg":"ECDH-ES","enc":"A256GCM","kid":"k","cty":"JWT"}"#);
    let content: Vec<u8> = (0..=255).rev().cycle().take(900).chain([seed]).collect();
    format!("{header}..{}.{}.{}", base64url(&[seed; 12]), base64url(&content), base64url(&[seed; 16]))
}

fn lines(message: &str, width: usize) -> Vec<String> {
    message.as_bytes().chunks(width).map(|line| String::from_utf8(line.to_vec()).unwrap()).collect()
}

/// As a mail client sends it.
fn quoted_printable(text: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for byte in text.bytes() {
        let piece = match byte {
            b'\n' => "\r\n".to_owned(),
            b'=' | 128.. => format!("={byte:02X}"),
            _ => char::from(byte).to_string(),
        };
        if width + piece.len() > 75 {
            out.push_str("=\r\n");
            width = 0;
        }
        width = if piece == "\r\n" { 0 } else { width + piece.len() };
        out.push_str(&piece);
    }
    out
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

fn html(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    format!("<div dir=\"ltr\"><p>{}</p></div>", text.replace(' ', "&nbsp;").replace('\n', "<br />\n"))
}

/// Everything that is done to a text on its way, by name.
fn mangled(label: Label, message: &str) -> Vec<(&'static str, String)> {
    let armoured = armour(label, message);
    let thread = format!(
        "Hello Ulla,\n\nhere is what you asked for. It's from our portal (see below).\n\n{armoured}\nBest regards,\n-- \nBob \
         Example | Tel. +49 30 1234\n\nOn 30 Nov 2026, Ulla wrote:\n> Could you please send it?\n> Thanks. U.\n"
    );
    let every = |n: usize, what: &str| lines(message, n).join(what);
    vec![
        ("bare", message.to_owned()),
        ("armoured", armoured.clone()),
        ("with greeting and signature", thread.clone()),
        ("in one line", armoured.replace('\n', " ")),
        ("glued", armoured.replace('\n', "")),
        ("words glued around", format!("Token:{message}")),
        ("in a sentence", format!("Here it is: {message}. Thanks.")),
        ("in brackets", format!("<{message}>")),
        ("in a tag", format!("<b>{message}</b>")),
        ("in quotes", format!("„{message}“")),
        ("in a code fence", format!("```\n{message}\n```")),
        ("as a setting", format!("SEATSYNC_TOKEN=\"{message}\"")),
        ("as JSON", format!("{{\"token\": \"{message}\"}}")),
        ("quoted twice", thread.lines().map(|line| format!("> > {line}\r\n")).collect()),
        ("quoted with bars", thread.lines().map(|line| format!("| {line}\r\n")).collect()),
        (
            "dash-escaped",
            thread.lines().map(|l| if l.starts_with('-') { format!("- {l}\n") } else { format!("{l}\n") }).collect(),
        ),
        (
            "dash-escaped, quoted",
            lines(message, 40).iter().fold("> - -----BEGIN X-----\n".to_owned(), |all, l| {
                all + "> " + if l.starts_with('-') { "- " } else { "" } + l + "\n"
            }),
        ),
        ("quoted-printable", quoted_printable(&thread)),
        ("quoted-printable, of HTML", quoted_printable(&html(&thread))),
        ("quoted-printable with a space at the end", quoted_printable(&thread).replace("=\r\n", "= \n")),
        ("HTML", html(&thread)),
        ("HTML shown as text", html(&thread).replace('&', "&amp;")),
        ("HTML with breaks in words", every(5, "<wbr>&#8203;&#x200B;&shy;")),
        ("percent-encoded", percent(&thread)),
        ("with em dashes for the dashes", armoured.replace("-----", "——–")),
        ("with a minus sign for each dash", message.replace('-', "\u{2212}")),
        ("with hyphens that do not break", message.replace('-', "\u{2011}")),
        ("with two dashes made one", armoured.replace("--", "\u{2014}")),
        ("with marks of direction", format!("\u{202b}{}\u{202c}", every(3, "\u{200e}"))),
        ("with zero-width spaces", every(1, "\u{200b}")),
        ("with a byte order mark", format!("\u{feff}{armoured}")),
        ("with NUL between", every(1, "\0")),
        ("with no-break spaces", every(7, "\u{a0}")),
        ("with tabs", every(2, "\t")),
        ("with a line for each letter", every(1, "\r\n")),
        ("with blank lines", every(60, "\n\n\n")),
        (
            "full-width",
            message
                .chars()
                .map(|c| if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xfee0).unwrap() } else { c })
                .collect(),
        ),
        (
            "with numbers of lines",
            armoured.lines().enumerate().map(|(n, line)| format!("{:4}: {line}\n", n + 9)).collect(),
        ),
        (
            "with numbers of lines and dots",
            armoured.lines().enumerate().map(|(n, line)| format!("{}. {line}\n\n", n + 1)).collect(),
        ),
        ("in a JSON string", format!("{{\"t\": \"{}\"}}", armoured.replace('\n', "\\r\\n"))),
        ("in a JSON string with escapes", every(9, "\\u200b\\t")),
        ("in Markdown", message.replace('_', "\\_").replace('-', "\\-")),
        ("in a shell script", every(30, "\\\n")),
        ("twice in a thread", format!("{thread}{}", thread.replace('\n', "\n> "))),
        ("cut off, then whole", format!("{}\n\nSorry, again:\n{message}", &message[..message.len() / 2])),
        ("behind much prose", format!("{}{message}", "Lorem ipsum eyJ dolor. ".repeat(20))),
    ]
}

#[test]
fn sloppy_but_clear_settings_are_read() {
    for (label, message, other) in [
        (Label::Token, token(7), Label::InstanceId),
        (Label::Token, token(251), Label::InstanceId),
        (Label::InstanceId, instance_id(7), Label::Token),
        (Label::InstanceId, instance_id(251), Label::Token),
    ] {
        for (how, text) in mangled(label, &message) {
            assert_eq!(read(label, &text).as_ref(), Ok(&message), "{how}: {text}");
            assert_eq!(read(other, &text), Err(Unread::Other), "{how}");
        }
    }
}

#[test]
fn two_tokens_in_one_paste_are_ambiguous_and_one_of_each_kind_is_not() {
    let (token, id) = (token(1), instance_id(1));
    let both = format!("Instance ID:\n{}\nToken:\n{}", armour(Label::InstanceId, &id), armour(Label::Token, &token));
    assert_eq!(read(Label::Token, &both), Ok(token.clone()));
    assert_eq!(read(Label::InstanceId, &both), Ok(id.clone()));
    let two = format!("{id}\n{}", instance_id(2));
    assert_eq!(read(Label::InstanceId, &two), Err(Unread::Several));
    assert_eq!(read(Label::Token, &format!("{token} {}", self::token(2))), Err(Unread::Several));
    assert_eq!(read(Label::InstanceId, &format!("{id}\n{id}")), Ok(id));
}

#[test]
fn an_edited_message_is_not_repaired() {
    let message = token(1);
    for edited in [
        format!("{message}A"),
        format!("{message}.A"),
        format!("A{message}"),
        format!("{message}-A"),
        message[1..].to_owned(),
        message[..message.len() - 1].to_owned(),
        message.replacen('.', "", 1),
        message.replacen('.', "..", 1),
        message.replacen('e', "E", 1),
    ] {
        assert_ne!(read(Label::Token, &edited), Ok(message.clone()), "{edited}");
    }
}

#[test]
fn the_message_has_a_limit_and_the_text_around_it_another() {
    let message = token(1);
    let around = |bytes: usize| format!("{}\n{message}", "x ".repeat(bytes / 2));
    assert_eq!(read(Label::Token, &around(100_000)), Ok(message.clone()));
    assert_eq!(read(Label::Token, &around(MAX_PASTE)), Err(Unread::TooLong));
    assert_eq!(read(Label::Token, &"A".repeat(MAX_TEXT + 1)), Err(Unread::TooLong));
    assert_eq!(read(Label::Token, &"A".repeat(MAX_TEXT)).map(|text| text.len()), Ok(MAX_TEXT));
    let header = message.split('.').next().unwrap();
    let huge = format!("{header}.{}.{}", "A".repeat(MAX_TEXT), base64url(&[1; 64]));
    assert_eq!(read(Label::Token, &huge), Err(Unread::TooLong));
}

#[test]
fn drawing_any_text_is_fast() {
    let started = std::time::Instant::now();
    for piece in [
        "eyJ", "eyJ ", "e", "e y J ", "--eyJ", "eyJ..", "eyJ.", "<a ", "<", "&", "&amp;", "&#1", "=", "=3D", "%", "%2",
        "- -\n", "\\", "\\u", "1 \n", "\u{200b}", "ä", ".", "-", "eyJ.a.\n",
    ] {
        let text = piece.repeat(MAX_PASTE / piece.len());
        for label in [Label::Token, Label::InstanceId] {
            let _ = read(label, &text);
        }
    }
    // Debug builds on busy machines included; a square of the length would be minutes.
    assert!(started.elapsed() < std::time::Duration::from_secs(60), "{:?}", started.elapsed());
}
