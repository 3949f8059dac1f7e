//! One struct per email: exactly what it shows, already decided. Its words and look are the three templates of its
//! kind; the layouts ask each email for its `link` and its `facts`.

mod access;
mod billing;
mod cancellation;
mod instance;
mod reconciliation;
mod renewal;

pub use access::{ActivationCode, CodeUnused, ContactConfirmation, PasswordReset};
pub use billing::{CreditNote, Invoice, InvoiceAbout, PaymentAbout, PaymentFailed};
pub use cancellation::{Ended, LateRequestDeclined, RenewalCancelled, RenewalResumed};
pub use instance::{LicenseReady, ReportReminder, SecurityUpdate, SyncMissing, TokenMade};
pub use reconciliation::{DisputeDecided, HeadsUp, ReconciliationCharged, ReconciliationNotice};
pub use renewal::{RenewalOutlook, RenewalReminder, Renewed};

use super::one_line;
use crate::domain::calendar::{Day, Instant, Term};
use crate::domain::email::EmailKind;
use crate::domain::language::Language;
use crate::domain::money::Money;
use crate::words;
use crate::words::t;

/// Columns of the text part; an address that is longer stays whole.
const COLUMNS: usize = 72;
/// Keeps “USD 2,565.00” on one line.
const NO_BREAK: char = '\u{a0}';

/// An email that can be rendered.
pub trait Email {
    fn kind(&self) -> EmailKind;

    /// The language it speaks.
    fn language(&self) -> Language;

    /// Its subject, on one line.
    fn subject(&self) -> Result<String, askama::Error>;

    /// Its text part, in short lines.
    fn text(&self) -> Result<String, askama::Error>;

    /// Its HTML part.
    fn html(&self) -> Result<String, askama::Error>;
}

/// What every email begins and ends with.
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

    /// From the first day to the last.
    fn span(&self, term: Term) -> String {
        let (from, to) = (words::day(self.language, term.start), words::day(self.language, term.last_day()));
        t!(self.language, "day-utc", day = t!(self.language, "subscription-span", from = from, to = to))
    }

    fn number(&self, number: i64) -> String {
        words::number(self.language, number)
    }

    fn money(&self, amount: Money) -> String {
        words::money(self.language, amount)
    }

    /// “25 seats”.
    fn seats(&self, seats: i64) -> String {
        t!(self.language, "email-seats", count = seats, shown = self.number(seats))
    }

    /// “40 users”.
    fn users(&self, users: i64) -> String {
        t!(self.language, "email-users", count = users, shown = self.number(users))
    }

    /// A subscription in a sentence, whatever its product is called.
    fn named(&self, number: &str, product: &str) -> String {
        one_line(&format!("{number} ({product})"))
    }
}

/// How something is paid, as the catalogues choose by it.
const fn payment(by_card: bool) -> &'static str {
    if by_card { "card" } else { "invoice" }
}

/// A label and a value: what a reader looks up in an email.
type Fact = (String, String);

fn fact(label: String, value: &str) -> Fact {
    let pieces: Vec<String> = value.split(NO_BREAK).map(one_line).collect();
    (label, pieces.join(&NO_BREAK.to_string()))
}

impl Heading {
    fn subscription(&self, number: &str, product: &str) -> [Fact; 2] {
        [
            fact(t!(self.language, "email-fact-subscription"), number),
            fact(t!(self.language, "email-fact-product"), product),
        ]
    }

    fn term(&self, term: Term) -> Fact {
        fact(t!(self.language, "email-fact-term"), &self.span(term))
    }

    /// The card that pays; none: an invoice is sent.
    fn paid_with(&self, card: Option<&str>) -> Fact {
        let how = match card {
            Some(card) => t!(self.language, "email-card", card = card),
            None => t!(self.language, "email-by-invoice"),
        };
        fact(t!(self.language, "email-fact-payment"), &how)
    }

    /// Who did it, under a label that says what, and when.
    fn done(&self, label: String, by: &str, at: Instant) -> [Fact; 2] {
        [fact(label, by), fact(t!(self.language, "email-fact-at"), &self.moment(at))]
    }
}

/// A view of an email, for a template: there `self.number` is the email's.
macro_rules! view {
    ($view:ident, $name:ident) => {
        impl std::ops::Deref for $view<'_> {
            type Target = $name;

            fn deref(&self) -> &$name {
                self.0
            }
        }
    };
}

/// Ties an email to its three templates.
macro_rules! email {
    ($name:ident, $subject:tt, $text:tt, $html:tt) => {
        const _: () = {
            use $crate::mail::messages::{Email, short_lines, view};

            #[derive(askama::Template)]
            #[template(path = $subject, whitespace = "preserve")]
            struct Subject<'a>(&'a $name);
            view!(Subject, $name);

            #[derive(askama::Template)]
            #[template(path = $text, whitespace = "preserve")]
            struct Text<'a>(&'a $name);
            view!(Text, $name);

            #[derive(askama::Template)]
            #[template(path = $html)]
            struct Html<'a>(&'a $name);
            view!(Html, $name);

            impl Email for $name {
                fn kind(&self) -> $crate::domain::email::EmailKind {
                    $crate::domain::email::EmailKind::$name
                }

                fn language(&self) -> $crate::domain::language::Language {
                    self.heading.language
                }

                fn subject(&self) -> Result<String, askama::Error> {
                    Ok($crate::mail::one_line(&askama::Template::render(&Subject(self))?))
                }

                fn text(&self) -> Result<String, askama::Error> {
                    Ok(short_lines(&askama::Template::render(&Text(self))?))
                }

                fn html(&self) -> Result<String, askama::Error> {
                    askama::Template::render(&Html(self))
                }
            }
        };
    };
}

use {email, view};

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
    for word in line.split(|c: char| c.is_whitespace() && c != NO_BREAK).filter(|word| !word.is_empty()) {
        let is_full = current.chars().count() + 1 + word.chars().count() > COLUMNS;
        if is_full && !current.is_empty() && !ends_in_ordinal(&current) {
            lines.push(std::mem::take(&mut current));
        }
        if !current.is_empty() {
            current.push(' ');
        }
        // Where lines break is decided here; who copies an amount gets a plain space.
        current.push_str(&word.replace(NO_BREAK, " "));
    }
    lines.push(current);
}

/// Whether it ends as in “am 1.”: a German date is not torn after its day.
fn ends_in_ordinal(line: &str) -> bool {
    let last = line.rsplit(' ').next().and_then(|word| word.strip_suffix('.'));
    last.is_some_and(|day| (1..=2).contains(&day.len()) && day.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
pub(super) mod tests;
