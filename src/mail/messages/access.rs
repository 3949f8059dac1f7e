//! Getting in: people by their passwords, instances by their activation codes.

use super::{Fact, Heading, email, fact};
use crate::domain::calendar::{Day, Instant, Term};
use crate::words::t;

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

/// Whether an address that was named as a contact may get an account's emails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactConfirmation {
    /// Reader and sender.
    pub heading: Heading,
    /// The customer's name.
    pub account: String,
    /// Where it is confirmed.
    pub link: String,
    /// The last day but one on which the link works.
    pub until: Day,
}

/// A subscription was bought: its activation code, and what to do with it (R39).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivationCode {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The activation code in its groups.
    pub code: String,
    /// Seats that were bought.
    pub seats: i64,
    /// The first term.
    pub term: Term,
    /// Whether the vendor runs it: then there is no code to type.
    pub is_saas: bool,
    /// The subscription's page.
    pub link: String,
}

/// The activation code was never used (R39). The email does not contain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeUnused {
    /// Reader and sender.
    pub heading: Heading,
    /// The subscription's number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// When it was bought.
    pub bought_on: Day,
    /// The subscription's page, where the code is.
    pub link: String,
}

impl PasswordReset {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        vec![fact(t!(language, "email-fact-requested-at"), &self.heading.moment(self.requested_at))]
    }
}

impl ContactConfirmation {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        vec![fact(t!(language, "email-fact-valid-until"), &self.heading.day(self.until))]
    }
}

impl ActivationCode {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let seats = fact(t!(language, "email-fact-seats"), &self.heading.number(self.seats));
        let term = self.heading.term(self.term);
        self.heading.subscription(&self.number, &self.product).into_iter().chain([seats, term]).collect()
    }
}

impl CodeUnused {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        let bought_on = fact(t!(language, "email-fact-bought-on"), &self.heading.day(self.bought_on));
        self.heading.subscription(&self.number, &self.product).into_iter().chain([bought_on]).collect()
    }
}

email!(
    PasswordReset,
    "mail/password_reset/subject.txt",
    "mail/password_reset/body.txt",
    "mail/password_reset/body.html"
);
email!(
    ContactConfirmation,
    "mail/contact_confirmation/subject.txt",
    "mail/contact_confirmation/body.txt",
    "mail/contact_confirmation/body.html"
);
email!(
    ActivationCode,
    "mail/activation_code/subject.txt",
    "mail/activation_code/body.txt",
    "mail/activation_code/body.html"
);
email!(CodeUnused, "mail/code_unused/subject.txt", "mail/code_unused/body.txt", "mail/code_unused/body.html");
