//! Paying: what a card is charged for, and how an attempt can end (R13, R14, R21).

use super::calendar::{Day, Instant};
use super::ids::{AccountId, CardId, PaymentId, SubscriptionId};
use super::money::Money;
use super::text_enum::text_enum;

text_enum! {
    /// What a charge is for.
    Purpose {
        /// A quarter's reconciliation.
        Reconciliation = "reconciliation",
        /// The next term, with the true-up of the last one.
        Renewal = "renewal",
        /// A true-up alone, where nothing is renewed.
        TrueUp = "true_up",
        /// Something bought by hand.
        Order = "order",
    }
}

/// A card on file; the provider knows the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub id: CardId,
    /// Its last digits, for people.
    pub last_digits: String,
    pub added_at: Instant,
}

/// One attempt to charge a card. Its key is the provider's idempotency key: asked again, the provider says the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    pub id: PaymentId,
    /// Whose card.
    pub account: AccountId,
    pub subscription: SubscriptionId,
    pub purpose: Purpose,
    /// The reconciliation, renewal, true-up or order.
    pub subject: uuid::Uuid,
    /// Which attempt, 1 first.
    pub attempt: i64,
    pub card: CardId,
    /// How much.
    pub amount: Money,
    pub due_on: Day,
}

/// What a provider says of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The money is taken.
    Succeeded {
        /// The provider's name for it.
        reference: String,
    },
    /// It is not, and this attempt never will.
    Declined,
}

/// Minutes after which a provider that has not answered is asked again.
pub const ASK_AGAIN_MINUTES: i64 = 15;
