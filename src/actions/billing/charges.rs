//! The lowest step of billing: which card is charged, and beginning an attempt in the transaction of its fact.

use uuid::Uuid;

use crate::actions::Done;
use crate::actions::work::{Work, fitting};
use crate::domain::account::Payment as Method;
use crate::domain::calendar::Day;
use crate::domain::ids::{PaymentId, TermId};
use crate::domain::invoice::sums;
use crate::domain::money::Money;
use crate::domain::order::OrderKind;
use crate::domain::payment::{Card, Payment, Purpose};
use crate::store;

/// What a card is to be charged for.
pub(super) struct Charge {
    pub(super) purpose: Purpose,
    /// The reconciliation, renewal, true-up or order.
    pub(super) subject: Uuid,
    /// Without the account's tax, which is added.
    pub(super) net: Money,
    pub(super) due_on: Day,
}

/// A charge that was declined.
pub(super) struct Declined<'a> {
    /// What was to be charged.
    pub(super) amount: Money,
    /// The card's last digits.
    pub(super) card: &'a str,
    /// Whether another card was put on file, or none, while this one was asked.
    pub(super) was_replaced: bool,
}

impl Work<'_, '_> {
    /// The card that is charged for the account; none if it pays by invoice (R13).
    pub(super) fn card_in_use(&mut self) -> Done<Option<Card>> {
        match self.contract.account.payment {
            Method::Card => Ok(store::payments::card_on_file(self.tx, self.contract.account.id)?),
            Method::Invoice => Ok(None),
        }
    }

    /// Begins an attempt to charge the card in use; whoever asks the provider finds it after the commit. Without a card, or
    /// where nothing is to be paid, it does not: then an invoice is issued. Whether it did.
    pub(super) fn begin_charge(&mut self, charge: &Charge) -> Done<bool> {
        let Some(card) = self.card_in_use()?.filter(|_| charge.net.minor > 0) else { return Ok(false) };
        let Charge { purpose, subject, net, due_on } = *charge;
        let total = fitting(sums(std::iter::once(net), net.currency, self.contract.account.tax_basis_points))?.total;
        let payment = Payment {
            id: PaymentId::new(),
            account: self.contract.account.id,
            subscription: self.contract.subscription.id,
            purpose,
            subject,
            attempt: store::payments::attempts(self.tx, purpose, subject)? + 1,
            card: card.id,
            amount: total,
            due_on,
        };
        store::payments::insert(self.tx, &payment, self.ctx.now)?;
        Ok(true)
    }

    /// Whether something of this kind was ordered for the term, or after it, and its card is being charged.
    pub(super) fn is_ordered(&mut self, term: TermId, kind: OrderKind) -> Done<bool> {
        let pending = store::orders::pending(self.tx, self.contract.account.id, self.contract.subscription.id)?;
        Ok(pending.iter().any(|order| order.kind == kind && order.term == term))
    }
}
