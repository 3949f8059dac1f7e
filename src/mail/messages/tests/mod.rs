//! Every letter, in both languages and with everything that may happen to it.

use super::*;
use crate::domain::contact::Reader;
use crate::domain::ids::PersonId;
use crate::mail::Desk;

const BASE: &str = "https://portal.vendor.example";

/// A desk of the tests.
pub(in crate::mail) fn desk() -> Desk {
    Desk {
        from: "Vendor Portal <portal@vendor.example>".parse().unwrap(),
        base_url: BASE.to_owned(),
        brand: "Vendor".to_owned(),
        support: "support@vendor.example".to_owned(),
    }
}

/// A reader of the tests.
pub(in crate::mail) fn reader(language: Language) -> Reader {
    Reader {
        email: "ada@customer.example".parse().unwrap(),
        name: "Ada Müller".to_owned(),
        language: Some(language),
        person: Some(PersonId::new()),
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at() -> Instant {
    "2027-07-20T09:05:00Z".parse().unwrap()
}

/// A letter to a customer's billing admin.
pub(in crate::mail) fn cancelled(language: Language, is_late: bool) -> RenewalCancelled {
    RenewalCancelled {
        heading: desk().heading(&reader(language), Language::En),
        number: "S-2027-0001".to_owned(),
        product: "Forge & Anvil".to_owned(),
        last_day: day("2027-08-31"),
        by: "Grace Hopper".to_owned(),
        at: at(),
        late_answer: is_late.then(|| "Yes, because you asked <nicely>.".to_owned()),
        link: desk().link("/subscriptions/S-2027-0001"),
        resume_until: day("2027-08-31"),
    }
}

fn reset(language: Language) -> PasswordReset {
    PasswordReset {
        heading: desk().heading(&reader(language), Language::En),
        link: desk().link("/password-reset/kT7_3q-Zr0?next=%2Fsubscriptions&again=1"),
        minutes: 10,
        requested_at: at(),
    }
}

fn resumed(language: Language, last_cancel_day: &str) -> RenewalResumed {
    let RenewalCancelled { heading, number, product, by, at, link, .. } = cancelled(language, false);
    let (renews_on, last_cancel_day) = (day("2027-09-01"), day(last_cancel_day));
    RenewalResumed { heading, number, product, renews_on, last_cancel_day, by, at, link }
}

fn declined(language: Language) -> LateRequestDeclined {
    let RenewalCancelled { heading, number, product, link, .. } = cancelled(language, false);
    let answer = "The seats are already bought for you.\n\nCall me if <b>that</b> changes.".to_owned();
    LateRequestDeclined { heading, number, product, renews_on: day("2027-09-01"), answer, link }
}

fn token(language: Language) -> TokenMade {
    let RenewalCancelled { heading, number, product, by, at, link, .. } = cancelled(language, false);
    let (hostname, instance) = ("forge.internal".to_owned(), "0190d5a4-7c1e-7b63-9f35-5f1f0c6f3a11".to_owned());
    TokenMade { heading, number, product, hostname, instance, by, at, link }
}

struct Rendered {
    kind: LetterKind,
    language: Language,
    subject: String,
    text: String,
    html: String,
}

fn render(letter: &impl Letter) -> Rendered {
    Rendered {
        kind: letter.kind(),
        language: letter.language(),
        subject: letter.subject().unwrap(),
        text: letter.text().unwrap(),
        html: letter.html().unwrap(),
    }
}

fn all() -> Vec<Rendered> {
    let both = Language::ALL.iter().copied();
    both.flat_map(|l| {
        [
            render(&reset(l)),
            render(&cancelled(l, false)),
            render(&cancelled(l, true)),
            render(&resumed(l, "2027-08-02")),
            render(&resumed(l, "2027-07-01")),
            render(&declined(l)),
            render(&token(l)),
        ]
    })
    .collect()
}

/// What stands between two marks, each time.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open).skip(1).filter_map(|rest| rest.split(close).next()).collect()
}

/// The words of an HTML part as they are read.
fn read_aloud(html: &str) -> String {
    let body = scraper::Html::parse_document(html);
    let main = scraper::Selector::parse("main").unwrap();
    body.select(&main).flat_map(|m| m.text()).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_kind_speaks_both_languages() {
    for kind in LetterKind::ALL {
        for language in Language::ALL {
            assert!(all().iter().any(|l| l.kind == *kind && l.language == *language), "{kind} in {language}");
        }
    }
}

#[test]
fn every_letter_is_small_complete_and_without_pictures() {
    for Rendered { kind, language, subject, text, html } in all() {
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
            "letter-",
            "{ $",
            "{{",
            "{%",
            "No localization",
            "password:",
        ] {
            assert!(!html.contains(never) && !text.contains(never), "{kind} {language}: {never}");
        }
        assert!(!html.contains("<title></title>") && !html.contains("<h1></h1>"), "{kind} {language}");
    }
}

#[test]
fn both_parts_have_the_same_links() {
    for Rendered { kind, text, html, .. } in all() {
        let links = between(&html, "href=\"", "\"");
        assert!(!links.is_empty(), "{kind}");
        for link in links {
            let link = link.replace("&#38;", "&").replace("&amp;", "&");
            assert!(link.starts_with(BASE), "{kind}: {link}");
            assert!(text.lines().any(|line| line == link), "{kind}: {link} stands on no line of the text");
        }
    }
}

#[test]
fn text_lines_are_short_and_sparse() {
    for Rendered { kind, text, .. } in all() {
        assert!(!text.contains("\n\n\n") && text.ends_with('\n') && !text.starts_with('\n'), "{kind}:\n{text}");
        assert!(text.contains("\n-- \n"), "{kind}: no signature");
        for line in text.lines().filter(|l| !l.contains("https://")) {
            assert!(line.chars().count() <= COLUMNS + "September".len() + 1, "{kind}: {line}");
            assert!(!ends_in_ordinal(line), "{kind}: {line}");
        }
    }
}

#[test]
fn sentences_are_short() {
    for Rendered { kind, language, text, .. } in all() {
        let prose: Vec<&str> = text.split("\n\n").filter(|p| !p.contains("https://") && !p.contains(": ")).collect();
        let prose = prose.join(" ").replace('\n', " ").replace("1. ", "1 ").replace("2. ", "2 ");
        let sentences = prose.split(['.', '?', ':']).map(|s| s.split_whitespace().count()).filter(|n| *n > 0);
        let sentences: Vec<usize> = sentences.collect();
        assert!(sentences.iter().all(|n| *n <= 25), "{kind} {language}: {sentences:?}");
        assert!(sentences.iter().sum::<usize>() <= 15 * sentences.len(), "{kind} {language}: {sentences:?}");
        for never in ["invalid", "oops", "failed to", "cancel subscription", "ungültig"] {
            assert!(!text.to_lowercase().contains(never), "{kind} {language}: {never}");
        }
    }
}

#[test]
fn html_escapes_and_text_does_not() {
    let letter = render(&declined(Language::En));
    assert!(letter.html.contains("Call me if &#60;b&#62;that&#60;/b&#62; changes."), "{}", letter.html);
    assert!(letter.text.contains("Call me if <b>that</b> changes."));
    assert!(letter.text.contains("Forge & Anvil"));
    assert!(read_aloud(&letter.html).contains("Forge & Anvil"));
}

#[test]
fn days_are_said_with_their_zone() {
    let english = render(&cancelled(Language::En, false));
    assert!(english.text.contains("31 August 2027 (UTC)"), "{}", english.text);
    assert!(english.text.contains("When: 20 July 2027, 09:05 UTC"), "{}", english.text);
    let german = render(&cancelled(Language::De, false));
    assert!(german.text.contains("31. August 2027 (UTC)"), "{}", german.text);
}

#[test]
fn an_exception_is_told_only_when_it_was_made() {
    let told = |is_late| cancelled(Language::En, is_late).text().unwrap().contains("made an exception");
    assert!(told(true) && !told(false));
}

#[test]
fn who_turns_renewal_on_after_the_cut_off_is_told_that_it_stays_on() {
    let text = |day| resumed(Language::En, day).text().unwrap().replace('\n', " ");
    assert!(text("2027-07-20").contains("You can turn off auto-renewal until the end of 20 July 2027 (UTC)"));
    assert!(text("2027-07-19").contains("The last day to turn off this renewal was 19 July 2027 (UTC)"));
}

#[test]
fn the_fallback_language_is_for_those_who_chose_none() {
    let undecided = Reader { language: None, ..reader(Language::De) };
    assert_eq!(desk().heading(&undecided, Language::De).language, Language::De);
    assert_eq!(desk().heading(&reader(Language::En), Language::De).language, Language::En);
}

#[test]
fn a_name_cannot_add_lines_to_a_letter() {
    let mut letter = token(Language::En);
    letter.hostname = "a\nMade by: somebody else".to_owned();
    assert!(letter.text().unwrap().contains("Host name: a Made by: somebody else"));
    letter.number = "S-1\r\nBcc: x@y.example".to_owned();
    assert_eq!(letter.subject().unwrap(), "New offline token for S-1 Bcc: x@y.example");
}
