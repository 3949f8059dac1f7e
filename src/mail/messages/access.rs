//! Getting in.

use super::{Fact, Heading, fact, letter};
use crate::domain::calendar::Instant;
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

impl PasswordReset {
    fn facts(&self) -> Vec<Fact> {
        let Heading { language, .. } = self.heading;
        vec![fact(t!(language, "letter-fact-requested-at"), &self.heading.moment(self.requested_at))]
    }
}

letter!(
    PasswordReset,
    "mail/password_reset/subject.txt",
    "mail/password_reset/body.txt",
    "mail/password_reset/body.html"
);
