//! One struct per letter: exactly what it shows, already decided. Its words and look are the three templates of its
//! kind; the layouts ask each letter for its `link` and its `facts`.

use std::ops::Deref;

use askama::Template;

use super::one_line;
use crate::domain::calendar::{Day, Instant};
use crate::domain::language::Language;
use crate::domain::letter::LetterKind;
use crate::words;
use crate::words::t;

/// Columns of the text part; an address that is longer stays whole.
const COLUMNS: usize = 72;

/// A letter that can be rendered.
pub trait Letter {
    /// Which letter it is.
    fn kind(&self) -> LetterKind;

    /// The language it speaks.
    fn language(&self) -> Language;

    /// Its subject, on one line.
    ///
    /// # Errors
    /// A template could not be rendered.
    fn subject(&self) -> Result<String, askama::Error>;

    /// Its text part, in short lines.
    ///
    /// # Errors
    /// A template could not be rendered.
    fn text(&self) -> Result<String, askama::Error>;

    /// Its HTML part.
    ///
    /// # Errors
    /// A template could not be rendered.
    fn html(&self) -> Result<String, askama::Error>;
}

/// What every letter begins and ends with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The language it speaks.
    pub language: Language,
    /// The vendor's name.
    pub brand: String,
    /// Whom to ask.
    pub support: String,
    /// What the reader is called.
    pub name: String,
}

impl Heading {
    fn day(&self, day: Day) -> String {
        t!(self.language, "day-utc", day = words::day(self.language, day))
    }

    fn moment(&self, at: Instant) -> String {
        words::moment(self.language, at)
    }
}

/// How to choose a new password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordReset {
    /// Reader and sender.
    pub heading: Heading,
    /// Where the password is chosen; works once.
    pub link: String,
    /// How long the link works.
    pub minutes: i64,
    /// When it was asked for.
    pub requested_at: Instant,
}

/// Auto-renewal was turned off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenewalCancelled {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The subscription's last day.
    pub last_day: Day,
    /// Who turned it off.
    pub by: String,
    /// When.
    pub at: Instant,
    /// What staff answered when they allowed it after the cut-off; none if it was in time.
    pub late_answer: Option<String>,
    /// The subscription's page.
    pub link: String,
    /// The last day on which it may be turned on again.
    pub resume_until: Day,
}

/// Auto-renewal was turned on again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenewalResumed {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The next renewal.
    pub renews_on: Day,
    /// The last day on which it may be turned off; may be over.
    pub last_cancel_day: Day,
    /// Who turned it on.
    pub by: String,
    /// When.
    pub at: Instant,
    /// The subscription's page.
    pub link: String,
}

/// Staff declined a late request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateRequestDeclined {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The next renewal.
    pub renews_on: Day,
    /// What staff answered.
    pub answer: String,
    /// The subscription's page.
    pub link: String,
}

/// A token was made for an offline instance. The letter never contains the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenMade {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// What the instance calls its machine.
    pub hostname: String,
    /// The instance's id.
    pub instance: String,
    /// Who made it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// The page with the instance's tokens.
    pub link: String,
}

/// A label and a value: what a reader looks up in a letter.
type Fact = (String, String);

fn fact(label: String, value: &str) -> Fact {
    (label, one_line(value))
}

impl Heading {
    fn subscription(&self, number: &str, product: &str) -> [Fact; 2] {
        [
            fact(t!(self.language, "letter-fact-subscription"), number),
            fact(t!(self.language, "letter-fact-product"), product),
        ]
    }

    /// Who did it, under a label that says what, and when.
    fn done(&self, label: String, by: &str, at: Instant) -> [Fact; 2] {
        [fact(label, by), fact(t!(self.language, "letter-fact-at"), &self.moment(at))]
    }
}

impl PasswordReset {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        vec![fact(t!(language, "letter-fact-requested-at"), &self.heading.moment(self.requested_at))]
    }
}

impl RenewalCancelled {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let last_day = fact(t!(language, "letter-fact-last-day"), &self.heading.day(self.last_day));
        let subscription = self.heading.subscription(&self.number, &self.product);
        let done = self.heading.done(t!(language, "letter-fact-turned-off-by"), &self.by, self.at);
        subscription.into_iter().chain([last_day]).chain(done).collect()
    }
}

impl RenewalResumed {
    /// Whether there was still a day to turn it off again when it was turned on.
    fn may_turn_off_again(&self) -> bool {
        self.at.date_naive() <= self.last_cancel_day
    }

    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let days = [
            fact(t!(language, "letter-fact-renews-on"), &self.heading.day(self.renews_on)),
            fact(t!(language, "letter-fact-last-cancel-day"), &self.heading.day(self.last_cancel_day)),
        ];
        let subscription = self.heading.subscription(&self.number, &self.product);
        let done = self.heading.done(t!(language, "letter-fact-turned-on-by"), &self.by, self.at);
        subscription.into_iter().chain(days).chain(done).collect()
    }
}

impl LateRequestDeclined {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let renews_on = fact(t!(language, "letter-fact-renews-on"), &self.heading.day(self.renews_on));
        self.heading.subscription(&self.number, &self.product).into_iter().chain([renews_on]).collect()
    }
}

impl TokenMade {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let instance = [
            fact(t!(language, "letter-fact-hostname"), &self.hostname),
            fact(t!(language, "letter-fact-instance"), &self.instance),
        ];
        let subscription = self.heading.subscription(&self.number, &self.product);
        let done = self.heading.done(t!(language, "letter-fact-made-by"), &self.by, self.at);
        subscription.into_iter().chain(instance).chain(done).collect()
    }
}

/// A view of a letter, for a template: there `self.number` is the letter's.
macro_rules! view {
    ($view:ident, $name:ident) => {
        impl Deref for $view<'_> {
            type Target = $name;

            fn deref(&self) -> &$name {
                self.0
            }
        }
    };
}

/// Ties a letter to its three templates.
macro_rules! letter {
    ($name:ident, $subject:tt, $text:tt, $html:tt) => {
        const _: () = {
            #[derive(Template)]
            #[template(path = $subject, whitespace = "preserve")]
            struct Subject<'a>(&'a $name);
            view!(Subject, $name);

            #[derive(Template)]
            #[template(path = $text, whitespace = "preserve")]
            struct Text<'a>(&'a $name);
            view!(Text, $name);

            #[derive(Template)]
            #[template(path = $html)]
            struct Html<'a>(&'a $name);
            view!(Html, $name);

            impl Letter for $name {
                fn kind(&self) -> LetterKind {
                    LetterKind::$name
                }

                fn language(&self) -> Language {
                    self.heading.language
                }

                fn subject(&self) -> Result<String, askama::Error> {
                    Ok(one_line(&Subject(self).render()?))
                }

                fn text(&self) -> Result<String, askama::Error> {
                    Ok(short_lines(&Text(self).render()?))
                }

                fn html(&self) -> Result<String, askama::Error> {
                    Html(self).render()
                }
            }
        };
    };
}

letter!(
    PasswordReset,
    "mail/password_reset/subject.txt",
    "mail/password_reset/body.txt",
    "mail/password_reset/body.html"
);
letter!(
    RenewalCancelled,
    "mail/renewal_cancelled/subject.txt",
    "mail/renewal_cancelled/body.txt",
    "mail/renewal_cancelled/body.html"
);
letter!(
    RenewalResumed,
    "mail/renewal_resumed/subject.txt",
    "mail/renewal_resumed/body.txt",
    "mail/renewal_resumed/body.html"
);
letter!(
    LateRequestDeclined,
    "mail/late_request_declined/subject.txt",
    "mail/late_request_declined/body.txt",
    "mail/late_request_declined/body.html"
);
letter!(TokenMade, "mail/token_made/subject.txt", "mail/token_made/body.txt", "mail/token_made/body.html");

/// The text with lines of at most [`COLUMNS`] and at most one blank line in a row: templates need not count either.
fn short_lines(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.trim().lines() {
        let is_blank = line.trim().is_empty();
        if is_blank && lines.last().is_some_and(String::is_empty) {
            continue;
        }
        // The signature's separator is the one line whose last space counts.
        if line == "-- " || is_blank {
            lines.push(if is_blank { String::new() } else { line.to_owned() });
        } else {
            wrap(line, &mut lines);
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn wrap(line: &str, lines: &mut Vec<String>) {
    let mut current = String::new();
    for word in line.split_whitespace() {
        let is_full = current.chars().count() + 1 + word.chars().count() > COLUMNS;
        if is_full && !current.is_empty() && !ends_in_ordinal(&current) {
            lines.push(std::mem::take(&mut current));
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    lines.push(current);
}

/// Whether it ends as in “am 1.”: a German date is not torn after its day.
fn ends_in_ordinal(line: &str) -> bool {
    let last = line.rsplit(' ').next().and_then(|word| word.strip_suffix('.'));
    last.is_some_and(|day| (1..=2).contains(&day.len()) && day.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
#[path = "messages_tests.rs"]
pub(super) mod tests;
