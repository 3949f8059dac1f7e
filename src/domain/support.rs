//! How soon the vendor answers, by tier (R37): told to the customer, to the instance, and to the vendor's own support.

use super::plan::Tier;
use super::text_enum::text_enum;

text_enum! {
    /// How urgent a request is; the most urgent first.
    Urgency {
        /// Nobody can work.
        Outage = "outage",
        /// Some cannot work, or all work badly.
        Impaired = "impaired",
        /// Everything works; somebody wants to know something.
        Question = "question",
    }
}

/// How soon the vendor answers a request of one urgency at one tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SupportTime {
    pub tier: Tier,
    pub urgency: Urgency,
    /// Minutes to the first answer, at most.
    pub answer_minutes: i64,
    /// At any hour; otherwise within the vendor's business hours.
    pub around_the_clock: bool,
}
