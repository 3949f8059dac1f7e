//! A bank of our own for demo, simulation and tests: it takes no money, but can do what real ones do. It declines, it
//! charges and then does not answer, it answers late; and it remembers every key, so that nothing is charged twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Answer, Charge, NoAnswer};
use crate::domain::payment::Outcome;
use crate::domain::text_enum::text_enum;
use crate::store::payments::{self, LocalCharge};
use crate::store::{Db, StoreError};

text_enum! {
    /// How a card of this bank behaves; its word is the bank's name for the card.
    Behaviour {
        /// It can be charged.
        Works = "works",
        /// It is declined.
        Declines = "declines",
        /// It is charged, and the first answer never comes.
        TimesOut = "times_out",
        /// It is charged, and the answer comes when the bank is asked again.
        Late = "late",
    }
}

impl Behaviour {
    /// The digits that such a card ends with.
    #[must_use]
    pub const fn last_digits(self) -> &'static str {
        match self {
            Self::Works => "4242",
            Self::Declines => "0002",
            Self::TimesOut => "0044",
            Self::Late => "0077",
        }
    }
}

/// The bank; cheap to clone.
#[derive(Clone)]
pub struct Bank {
    db: Db,
    /// Whether it declines every card for now, whatever its own behaviour.
    refuses: Arc<AtomicBool>,
}

impl Bank {
    /// A bank that keeps its memory in this database, apart from everything else.
    #[must_use]
    pub fn new(db: Db) -> Self {
        Self { db, refuses: Arc::new(AtomicBool::new(false)) }
    }

    /// Lets the bank decline every card from now on, or no longer.
    pub fn refuse(&self, refuses: bool) {
        self.refuses.store(refuses, Ordering::SeqCst);
    }

    /// Charges a card, or says again how that ended.
    pub(super) async fn charge(&self, charge: Charge) -> Result<Answer, NoAnswer> {
        let behaviour: Behaviour = charge.card.parse().map_err(|e| NoAnswer(format!("{e}")))?;
        let declines = behaviour == Behaviour::Declines || self.refuses.load(Ordering::SeqCst);
        let outcome = if declines { "declined" } else { "succeeded" };
        let done = self
            .db
            .write(move |tx| -> Result<LocalCharge, StoreError> {
                let known = payments::local_charge(tx, &charge.key)?;
                if known.is_some() {
                    payments::count_local_charge(tx, &charge.key)?;
                } else {
                    let new = LocalCharge {
                        key: charge.key.clone(),
                        card: charge.card,
                        amount_minor: charge.amount.minor,
                        currency: charge.amount.currency.code().to_owned(),
                        outcome: outcome.to_owned(),
                        asked: 1,
                    };
                    payments::insert_local_charge(tx, &new)?;
                }
                let kept = payments::local_charge(tx, &charge.key)?;
                kept.ok_or_else(|| StoreError::Other("the local bank forgot a charge".to_owned()))
            })
            .await
            .map_err(|e| NoAnswer(e.to_string()))?;
        match behaviour {
            Behaviour::TimesOut if done.asked == 1 => Err(NoAnswer("it was charged, and the line is dead".to_owned())),
            Behaviour::Late if done.asked == 1 => Ok(Answer::Later),
            _ if done.outcome == "succeeded" => {
                Ok(Answer::Ended(Outcome::Succeeded { reference: format!("local:{}", done.key) }))
            }
            _ => Ok(Answer::Ended(Outcome::Declined)),
        }
    }
}
