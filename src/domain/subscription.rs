//! A subscription, its product and its terms; what state it is in follows from rows and a day, never from a flag.

use super::calendar::{Day, Instant, Term};
use super::ids::{AccountId, ProductId, SubscriptionId, TermId};
use super::money::{Currency, Money};
use super::plan::{Deployment, Tier};
use super::policy::Policy;
use super::reconciliation::{BillingMode, Reason};

/// What the vendor sells, with the policy that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its key.
    pub id: ProductId,
    /// The word instances report, `devbox`; a token's audience.
    pub key: String,
    /// The name people read.
    pub name: String,
    /// How it is billed.
    pub policy: Policy,
    /// When releases, advisories or support times were published for it last.
    pub published_at: Option<Instant>,
}

impl Product {
    /// A new one, for which nothing was published yet.
    #[must_use]
    pub fn new(key: &str, name: &str, policy: Policy) -> Self {
        Self { id: ProductId::new(), key: key.to_owned(), name: name.to_owned(), policy, published_at: None }
    }
}

/// What a customer bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its key.
    pub id: SubscriptionId,
    /// Whose it is.
    pub account: AccountId,
    /// The number people know it by, `S-1042`.
    pub number: String,
    /// To what.
    pub product: ProductId,
    /// At which tier.
    pub tier: Tier,
    /// Where it runs.
    pub deployment: Deployment,
    /// Where terms and quarters are counted from (R3).
    pub anchor: Day,
    /// Months of a term.
    pub term_months: u32,
    /// What it is billed in.
    pub currency: Currency,
    /// The contract opted out of quarterly reconciliation (R18).
    pub opted_out: bool,
    /// Licensed by activation rather than by a license of old (R18); a service needs neither.
    pub cloud_licensed: bool,
    /// The contract takes an offline instance's pasted reports for quarterly billing (R18).
    pub offline_quarterly: bool,
}

/// One term as bought: its own row, never changed in length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoughtTerm {
    /// Its key.
    pub id: TermId,
    /// 0 for the first.
    pub index: u32,
    /// `[start, end)`.
    pub span: Term,
    /// Seats it began with (R6).
    pub base_seats: i64,
    /// Seats paid for now: with what was bought and reconciled since (R6).
    pub seats: i64,
    /// Price of a seat for the whole term (R7: in a term of twelve months the annual price).
    pub per_seat: Money,
    /// How its overage is billed (R18).
    pub mode: BillingMode,
    /// Why it is on the annual true-up, if it is.
    pub annual_reason: Option<Reason>,
    /// When it was bought.
    pub bought_at: Instant,
}

/// A subscription's terms, sorted, seen on a day.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    terms: &'a [BoughtTerm],
    today: Day,
}

impl<'a> Terms<'a> {
    /// Looks at terms, which must be sorted by index, on a UTC day.
    #[must_use]
    pub const fn on(terms: &'a [BoughtTerm], today: Day) -> Self {
        Self { terms, today }
    }

    /// The term the day lies in.
    #[must_use]
    pub fn running(&self) -> Option<&'a BoughtTerm> {
        self.terms.iter().find(|t| t.span.contains(self.today))
    }

    /// The first term that is bought and lies ahead (R25: at most one).
    #[must_use]
    pub fn upcoming(&self) -> Option<&'a BoughtTerm> {
        self.terms.iter().find(|t| t.span.start > self.today)
    }

    /// The last term bought: the one whose end is the renewal date.
    #[must_use]
    pub fn last(&self) -> Option<&'a BoughtTerm> {
        self.terms.last()
    }
}
