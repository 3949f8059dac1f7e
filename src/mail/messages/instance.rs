//! Codes, instances and licenses: letters to those who run the product.

use super::{Fact, Heading, fact, letter};
use crate::domain::calendar::Instant;
use crate::words::t;

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

letter!(TokenMade, "mail/token_made/subject.txt", "mail/token_made/body.txt", "mail/token_made/body.html");
