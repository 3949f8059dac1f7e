//! What was bought, and for how long.

use crate::domain::calendar::Term;
use crate::domain::language::Language;
use crate::domain::subscription::{Contract, Product, Subscription};
use crate::words::{self, t};

/// What was bought: number, and product with tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bought {
    /// The subscription's number.
    pub number: String,
    /// “Beacon Desk Premium”.
    pub what: String,
}

impl Bought {
    /// Of a subscription to a product.
    #[must_use]
    pub fn of(subscription: &Subscription, product: &Product) -> Self {
        let what = format!("{} {}", product.name, capital(subscription.tier.as_str()));
        Self { number: subscription.number.clone(), what }
    }

    /// Of a whole subscription.
    #[must_use]
    pub fn in_contract(contract: &Contract) -> Self {
        Self::of(&contract.subscription, &contract.product)
    }
}

/// “1 September 2026 to 31 August 2027”.
#[must_use]
pub fn span(l: Language, term: Term) -> String {
    t!(l, "subscription-span", from = words::day(l, term.start), to = words::day(l, term.last_day()))
}

/// A word of the trade as a name: `premium` as “Premium”.
#[must_use]
pub fn capital(word: &str) -> String {
    let mut emails = word.chars();
    emails.next().map_or_else(String::new, |first| first.to_uppercase().chain(emails).collect())
}
