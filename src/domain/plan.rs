//! What is sold: tiers, and the list price in force on a date.

use super::calendar::Day;
use super::money::Money;
use super::text_enum::text_enum;

text_enum! {
    /// What a subscription permits.
    Tier {
        /// The free tier, what a lapsed instance falls back to.
        Free = "free",
        /// The middle tier.
        Premium = "premium",
        /// The highest tier.
        Ultimate = "ultimate",
    }
}

impl Tier {
    /// Whether it is sold for money (R18).
    #[must_use]
    pub const fn is_paid(self) -> bool {
        !matches!(self, Self::Free)
    }
}

text_enum! {
    /// Where the product runs.
    Deployment {
        /// By the customer: instances report.
        SelfManaged = "self_managed",
        /// By the vendor: counts come through the API (R18).
        Saas = "saas",
    }
}

/// One line of the price list: the price of a seat for a term from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListPrice {
    /// First day it holds.
    pub from: Day,
    /// Per seat, for a whole term of the months it is listed for.
    pub per_seat: Money,
}

/// The list price on a day: the latest that began by then; none before the first (R20).
#[must_use]
pub fn list_price_on(prices: &[ListPrice], day: Day) -> Option<Money> {
    prices.iter().filter(|p| p.from <= day).max_by_key(|p| p.from).map(|p| p.per_seat)
}
