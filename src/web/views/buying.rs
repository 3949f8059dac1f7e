//! What the reader may buy, and how it is paid.

use super::wording::Wording;
use crate::domain::account::Payment;
use crate::domain::money::Money;
use crate::words::t;

impl Wording<'_> {
    /// How the account pays: its card, or by invoice.
    #[must_use]
    pub fn payment(&self) -> String {
        let l = self.language;
        match (self.contract.account.payment, &self.contract.card) {
            (Payment::Card, Some(card)) => t!(l, "paid-by-card", digits = card.last_digits.as_str()),
            (Payment::Card | Payment::Invoice, _) => t!(l, "payment-invoice"),
        }
    }

    /// What somebody agrees to with the button: the total in minor units, and what pays it.
    #[must_use]
    pub fn agreed(&self, total: Money) -> String {
        let card = self.contract.card.as_ref().filter(|_| self.pays_by_card());
        format!("{}-{}", total.minor, card.map_or_else(|| "invoice".to_owned(), |card| card.id.to_string()))
    }

    /// Whether a card pays what is due.
    #[must_use]
    pub fn pays_by_card(&self) -> bool {
        self.contract.account.payment == Payment::Card && self.contract.card.is_some()
    }

    /// Whether the reader may buy the next term by hand on this day, as far as the day goes.
    #[must_use]
    pub fn may_renew(&self) -> bool {
        let Some(estimate) = self.contract.estimate(self.now) else { return false };
        self.may_bill() && crate::domain::quote::quote_renewal(self.contract, self.now, estimate.seats).is_ok()
    }

    /// Whether the reader may add seats to the running term.
    #[must_use]
    pub fn may_buy(&self) -> bool {
        self.may_bill() && crate::domain::quote::quote_seats(self.contract, self.today(), 1).is_ok()
    }
}
