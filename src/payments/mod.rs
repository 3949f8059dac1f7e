//! Ring 2: charging a card, behind one interface. Without a provider accounts pay by invoice; [`local`] plays a bank for
//! demo, simulation and tests. A real one fits in beside it: it charges off-session under an idempotency key, may answer
//! later by a webhook, and the webhook ends in the same action as an answer that comes at once
//! (`actions::billing::outcomes::note_outcome`).

pub mod local;

use crate::domain::money::Money;
use crate::domain::payment::Outcome;

/// What a provider is asked to charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// Under which key: asked again under it, a provider says the same and takes nothing twice.
    pub key: String,
    /// Which card, by the provider's own name for it.
    pub card: String,
    /// How much.
    pub amount: Money,
}

/// What a provider says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// How it ended.
    Ended(Outcome),
    /// It will say so later, by a webhook or when it is asked again.
    Later,
}

/// A provider did not answer: whether it charged is not known, and it is asked again under the same key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the card provider does not answer: {0}")]
pub struct NoAnswer(pub String);

/// Who charges cards.
#[derive(Clone)]
pub enum Provider {
    /// Nobody: accounts pay by invoice.
    Invoices,
    /// A bank of our own, which takes no money.
    Local(local::Bank),
}

impl Provider {
    /// Whether cards can be put on file.
    #[must_use]
    pub const fn takes_cards(&self) -> bool {
        matches!(self, Self::Local(_))
    }

    /// Charges a card, or says again how that ended.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn charge(&self, charge: Charge) -> Result<Answer, NoAnswer> {
        match self {
            Self::Invoices => Err(NoAnswer("there is none; cards are not taken here".to_owned())),
            Self::Local(bank) => bank.charge(charge).await,
        }
    }
}
