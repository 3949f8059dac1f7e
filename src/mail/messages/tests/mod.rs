//! Every email, in both languages and with everything that may happen to it: what holds for all of them.

mod said;
mod samples;

pub(in crate::mail) use samples::{cancelled, reader, vendor};

use super::*;
use crate::domain::contact::Reader;
use crate::mail::envelope::Envelope;
use samples::Sample;

const BASE: &str = "https://portal.vendor.example";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[derive(Clone)]
struct Rendered {
    kind: EmailKind,
    language: Language,
    subject: String,
    text: String,
    html: String,
    /// The header lines it is sent with.
    headers: Vec<String>,
}

fn render(email: &impl Email) -> Rendered {
    let language = email.language();
    let envelope = Envelope::seal(email, &vendor().from, &reader(language)).unwrap();
    let message = envelope.message("1@portal.vendor.example", "2027-07-20T09:05:00Z".parse().unwrap()).unwrap();
    let message = String::from_utf8(message.formatted()).unwrap();
    let headers = message.split("\r\n\r\n").next().unwrap().split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    Rendered {
        kind: email.kind(),
        language,
        subject: email.subject().unwrap(),
        text: email.text().unwrap(),
        html: email.html().unwrap(),
        headers: headers.map(str::to_owned).collect(),
    }
}

fn all() -> Vec<Rendered> {
    Language::ALL.iter().flat_map(|language| Sample::new(*language).all()).collect()
}

/// What stands between two marks, each time.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open).skip(1).filter_map(|rest| rest.split(close).next()).collect()
}

/// The words of some part of an HTML part, as they are read.
fn texts(html: &str, selector: &str) -> Vec<String> {
    let selector = scraper::Selector::parse(selector).unwrap();
    let document = scraper::Html::parse_document(html);
    let texts = document.select(&selector).map(|element| element.text().collect::<Vec<_>>().join(" "));
    texts.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The words of an HTML part as they are read.
fn read_aloud(html: &str) -> String {
    texts(html, "main").concat()
}

/// The sentences of prose; a German ordinal ends none.
fn sentences(prose: &str) -> Vec<Vec<&str>> {
    let mut sentences = vec![Vec::new()];
    for word in prose.split_whitespace() {
        if let Some(sentence) = sentences.last_mut() {
            sentence.push(word);
        }
        if word.ends_with(['.', '?', '!']) && !ends_in_ordinal(word) {
            sentences.push(Vec::new());
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[test]
fn every_kind_speaks_both_languages() {
    let all = all();
    for kind in EmailKind::ALL {
        for language in Language::ALL {
            assert!(all.iter().any(|l| l.kind == *kind && l.language == *language), "{kind} in {language}");
        }
    }
}

#[test]
fn every_email_is_small_complete_and_without_pictures() {
    for Rendered { kind, language, subject, text, html, .. } in all() {
        let length = subject.chars().count();
        assert!((8..=70).contains(&length), "{kind} {language}: subject of {length}: {subject}");
        assert!(text.len() + html.len() < 20_000, "{kind} {language}: too large");
        assert!(html.contains(&format!("<html lang=\"{language}\">")), "{kind} {language}");
        for never in [
            "<img",
            "<script",
            "<form",
            "style=\"",
            "url(",
            "email-",
            "{ $",
            "{{",
            "{%",
            "No localization",
            "password:",
        ] {
            assert!(!html.contains(never) && !text.contains(never), "{kind} {language}: {never}");
        }
        assert!(!html.contains("<title></title>") && !html.contains("<h1></h1>"), "{kind} {language}");
        assert_eq!(texts(&html, "title"), [subject], "{kind} {language}");
    }
}

#[test]
fn both_parts_have_the_same_links() {
    for Rendered { kind, text, html, .. } in all() {
        let links: Vec<String> =
            between(&html, "href=\"", "\"").iter().map(|l| l.replace("&#38;", "&").replace("&amp;", "&")).collect();
        assert!(!links.is_empty(), "{kind}");
        for link in &links {
            assert!(link.starts_with(BASE), "{kind}: {link}");
            assert!(text.lines().any(|line| line == link), "{kind}: {link} stands on no line of the text");
        }
        for line in text.lines().filter(|line| line.contains("https://")) {
            assert!(links.iter().any(|link| link == line), "{kind}: {line} is no link of the HTML part");
        }
    }
}

#[test]
fn every_link_leads_to_a_page() {
    for Rendered { kind, html, .. } in all() {
        for link in between(&html, "href=\"", "\"") {
            let path = link.strip_prefix(BASE).and_then(|rest| rest.split('?').next()).unwrap_or_default();
            assert!(crate::web::routes::answers("GET", path), "{kind}: {link}");
        }
    }
}

#[test]
fn both_parts_say_the_same() {
    for Rendered { kind, language, text, html, .. } in all() {
        let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for paragraph in texts(&html, "main > p:not(.brand):not(.small), blockquote, td") {
            assert!(plain.contains(&paragraph), "{kind} {language}: only in HTML: {paragraph}");
        }
        let aloud = read_aloud(&html);
        for line in text.lines().filter(|line| *line != "-- " && !line.starts_with("https://")) {
            let line = line.trim_end_matches(':');
            let (label, value) = line.split_once(": ").unwrap_or((line, ""));
            assert!(aloud.contains(label) && aloud.contains(value), "{kind} {language}: only in the text: {line}");
        }
    }
}

#[test]
fn text_lines_are_short_and_sparse() {
    for Rendered { kind, language, text, .. } in all() {
        assert!(!text.contains("\n\n\n") && text.ends_with('\n') && !text.starts_with('\n'), "{kind}:\n{text}");
        assert!(text.contains("\n-- \n"), "{kind}: no signature");
        for line in text.lines().filter(|l| !l.contains("https://")) {
            assert!(line.chars().count() <= COLUMNS + "September".len() + 1, "{kind}: {line}");
            assert!(!ends_in_ordinal(line), "{kind}: {line}");
            let torn = match language {
                Language::En => line.ends_with("USD"),
                Language::De => line.starts_with("USD"),
            };
            assert!(!torn, "{kind} {language}: an amount is torn: {line}");
        }
    }
}

#[test]
fn sentences_are_short_and_plain() {
    for Rendered { kind, language, subject, text, html, .. } in all() {
        let prose = texts(&html, "main > p:not(.brand):not(.action):not(.code)");
        let prose = prose.iter().filter(|paragraph| !paragraph.contains("https://"));
        let sentences: Vec<Vec<&str>> = prose.flat_map(|paragraph| sentences(paragraph)).collect();
        for sentence in &sentences {
            assert!(sentence.len() <= 25, "{kind} {language}: {} words: {}", sentence.len(), sentence.join(" "));
        }
        let words: usize = sentences.iter().map(Vec::len).sum();
        assert!(words <= 15 * sentences.len(), "{kind} {language}: {words} words in {} sentences", sentences.len());
        let said = format!("{subject} {text}").to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        for never in
            ["invalid", "oops", "failed", "cancel subscription", "ungültig", "fehlgeschlagen", " 1 seats", " 1 days"]
        {
            assert!(!said.contains(never), "{kind} {language}: {never}");
        }
    }
}

#[test]
fn every_email_names_whom_to_ask() {
    for Rendered { kind, language, text, html, .. } in all() {
        assert!(text.contains("support@vendor.example"), "{kind} {language}");
        assert!(read_aloud(&html).contains("support@vendor.example"), "{kind} {language}");
    }
}

#[test]
fn text_of_others_is_escaped_in_every_email() {
    let evil =
        "x\"'></title></td><script>alert(1)</script><a href=\"//evil.example\">\r\nBcc: evil@evil.example\r\n\r\n-- ";
    for language in Language::ALL {
        let calm = Sample::new(*language);
        let hostile = Sample {
            name: evil.to_owned(),
            product: evil.to_owned(),
            hostname: evil.to_owned(),
            reason: evil.to_owned(),
            ..calm.clone()
        };
        for (email, calm) in hostile.all().iter().zip(calm.all()) {
            let Rendered { kind, subject, text, html, .. } = email;
            assert!(!html.contains("<script") && !html.contains("evil.example\">"), "{kind}: {html}");
            let tags = |html: &str| html.matches('<').count();
            assert_eq!(tags(html), tags(&calm.html), "{kind}: {html}");
            assert!(between(html, "href=\"", "\"").iter().all(|link| link.starts_with(BASE)), "{kind}");
            assert!(!subject.contains(['\r', '\n']), "{kind}: {subject}");
            assert_eq!(email.headers.len(), calm.headers.len(), "{kind}: {:?}", email.headers);
            // Staff may write several paragraphs; a name begins none.
            if *kind != EmailKind::CreditNote {
                let paragraphs = |text: &str| text.split("\n\n").count();
                assert_eq!(paragraphs(text), paragraphs(&calm.text), "{kind}: {text}");
            }
        }
    }
}

#[test]
fn html_escapes_and_text_does_not() {
    let email = render(&Sample::new(Language::En).declined());
    assert!(email.html.contains("Call me if &#60;b&#62;that&#60;/b&#62; changes."), "{}", email.html);
    assert!(email.text.contains("Call me if <b>that</b> changes."));
    assert!(email.text.contains("Forge & Anvil"));
    assert!(read_aloud(&email.html).contains("Forge & Anvil"));
}

#[test]
fn the_fallback_language_is_for_those_who_chose_none() {
    let undecided = Reader { language: None, ..reader(Language::De) };
    assert_eq!(vendor().heading(&undecided, Language::De).language, Language::De);
    assert_eq!(vendor().heading(&reader(Language::En), Language::De).language, Language::En);
}

#[test]
fn a_name_cannot_add_lines_to_an_email() {
    let mut email = Sample::new(Language::En).token();
    email.hostname = "a\nMade by: somebody else".to_owned();
    assert!(email.text().unwrap().contains("Host name: a Made by: somebody else"));
    email.number = "S-1\r\nBcc: x@y.example".to_owned();
    assert_eq!(email.subject().unwrap(), "New offline token for S-1 Bcc: x@y.example");
}
