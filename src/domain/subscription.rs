//! A subscription and its product; its terms, and the contract: everything that belongs to it. What state it is in follows from
//! rows and a day, never from a flag.

mod contract;
mod outlook;
mod terms;
pub mod timetable;

pub use contract::{Contract, Counted, Counts, LastCount, Pause, Reporter, quarter_facts, standing};
pub use outlook::{Estimate, NextReconciliation};
pub use terms::{BoughtTerm, Terms};

use super::calendar::{Day, Instant};
use super::ids::{AccountId, ProductId, SubscriptionId};
use super::money::Currency;
use super::plan::{Deployment, Tier};
use super::policy::Policy;

/// What the vendor sells, with the policy that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
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
    pub id: SubscriptionId,
    pub account: AccountId,
    /// The number people know it by, `S-1042`.
    pub number: String,
    pub product: ProductId,
    pub tier: Tier,
    /// Where it runs.
    pub deployment: Deployment,
    /// Where terms and quarters are counted from (R3).
    pub anchor: Day,
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
