//! What the bank's answer sets off: attempts are claimed, the provider is asked outside any transaction, and how it ended is
//! noted with everything that follows. An attempt's key is its idempotency key, so whatever crashes, nobody pays twice.

use super::cards::CARD_USE;
use super::charges::Declined;
use crate::actions::invoices::CardPayment;
use crate::actions::work::Work;
use crate::actions::{Ctx, Done, Failure, Refusal, or_missing};
use crate::clock::Clock;
use crate::domain::email::LEASE_MINUTES;
use crate::domain::ids::PaymentId;
use crate::domain::payment::{ASK_AGAIN_MINUTES, Outcome, Payment, Purpose};
use crate::domain::reconciliation::Reconciliation;
use crate::domain::renewal::Renewal;
use crate::domain::subscription::BoughtTerm;
use crate::domain::true_up::TrueUp;
use crate::store::emails::Lease;
use crate::store::payments::Answer;
use crate::store::{self, Stored, Tx};
use crate::vault::Vault;

/// An attempt to ask the provider about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The attempt.
    pub payment: Payment,
    /// The provider's name of the card.
    pub card: String,
}

/// Claims at most `limit` attempts to ask the provider about.
///
/// # Errors
/// The store's own, or a card sealed under another master key.
pub fn claim_payments(tx: &mut Tx<'_>, clock: &Clock, vault: &Vault, limit: i64) -> Done<Vec<Asking>> {
    let from = clock.wall();
    let lease = Lease { from, until: from + chrono::TimeDelta::minutes(LEASE_MINUTES) };
    let claimed = store::payments::claim(tx, clock.now(), lease, limit)?;
    let mut asking = Vec::with_capacity(claimed.len());
    for payment in claimed {
        let (_, sealed) = store::payments::card(tx, payment.card)?;
        let name = vault.open(CARD_USE, &sealed).map_err(Failure::broken)?;
        asking.push(Asking { payment, card: String::from_utf8(name).map_err(Failure::broken)? });
    }
    Ok(asking)
}

/// Notes that a provider has not answered: it is asked again later, about the same attempt.
pub fn record_silence(tx: &mut Tx<'_>, ctx: &Ctx, id: PaymentId) -> Stored<()> {
    let ask_at = ctx.now + chrono::TimeDelta::minutes(ASK_AGAIN_MINUTES);
    store::payments::note(tx, id, &Answer::Later { ask_at })
}

/// Notes how an attempt ended, and does what follows from it. Doing it again changes nothing: a webhook and a worker may
/// both know.
pub fn record_outcome(tx: &mut Tx<'_>, ctx: &Ctx, id: PaymentId, outcome: &Outcome) -> Done<()> {
    let Some(found) = store::payments::find_open(tx, id)? else { return Ok(()) };
    let subscription = or_missing(store::subscriptions::lock_by_key(tx, found.subscription)?)?;
    // Somebody may have been faster while we waited for the lock.
    let Some(payment) = store::payments::find_open(tx, id)? else { return Ok(()) };
    let mut work = Work::on(tx, ctx, &subscription)?;
    let (card, _) = store::payments::card(work.tx, payment.card)?;
    match outcome {
        Outcome::Succeeded { reference } => {
            store::payments::note(work.tx, id, &Answer::Succeeded { at: ctx.now, reference })?;
            work.paid(&payment, card)?;
        }
        Outcome::Declined => {
            store::payments::note(work.tx, id, &Answer::Declined { at: ctx.now })?;
            work.declined(&payment, &card)?;
        }
    }
    work.reschedule()
}

impl Work<'_, '_> {
    fn paid(&mut self, payment: &Payment, card: String) -> Done<()> {
        let paid = Some(CardPayment { payment: payment.id, card });
        match payment.purpose {
            Purpose::Reconciliation => {
                let (term, reconciliation) = self.reconciliation_of(payment)?;
                self.bill_reconciliation(&term, reconciliation, paid)
            }
            Purpose::Renewal => {
                let (term, renewal) = self.renewal_of(payment)?;
                self.complete_renewal(&term, renewal, paid)
            }
            Purpose::TrueUp => {
                let (term, due) = self.true_ups_of(payment)?;
                self.invoice_true_ups(&term, &due, paid)
            }
            Purpose::Order => self.order_paid(payment, paid),
        }
    }

    fn declined(&mut self, payment: &Payment, card: &str) -> Done<()> {
        let was_replaced = self.card_in_use()?.map(|card| card.id) != Some(payment.card);
        let declined = Declined { amount: payment.amount, card, was_replaced };
        match payment.purpose {
            Purpose::Reconciliation => {
                let (term, reconciliation) = self.reconciliation_of(payment)?;
                self.reconciliation_declined(&term, reconciliation, &declined)
            }
            Purpose::Renewal => {
                let (term, renewal) = self.renewal_of(payment)?;
                self.renewal_declined(&term, renewal, &declined)
            }
            // Nothing hangs on it but the money: it is invoiced instead.
            Purpose::TrueUp => {
                let (term, due) = self.true_ups_of(payment)?;
                self.invoice_true_ups(&term, &due, None)
            }
            Purpose::Order => self.order_declined(payment),
        }
    }

    fn reconciliation_of(&self, payment: &Payment) -> Done<(BoughtTerm, Reconciliation)> {
        let found = self.contract.reconciliations.iter().find(|s| s.id.0 == payment.subject);
        let reconciliation = or_missing(found.cloned())?;
        let term = or_missing(self.contract.terms.iter().find(|t| t.id == reconciliation.term).cloned())?;
        Ok((term, reconciliation))
    }

    fn renewal_of(&self, payment: &Payment) -> Done<(BoughtTerm, Renewal)> {
        let renewal = or_missing(self.contract.renewals.iter().find(|r| r.id.0 == payment.subject).cloned())?;
        let term = or_missing(self.contract.terms.iter().find(|t| t.id == renewal.term).cloned())?;
        Ok((term, renewal))
    }

    /// The true-ups that are billed together with the one that is paid.
    fn true_ups_of(&mut self, payment: &Payment) -> Done<(BoughtTerm, Vec<TrueUp>)> {
        for term in &self.contract.terms {
            let mut due = store::renewals::true_ups_of(self.tx, term.id)?;
            if let Some(day) = due.iter().find(|due| due.id.0 == payment.subject).map(|due| due.due_on) {
                due.retain(|due| due.due_on == day);
                return Ok((term.clone(), due));
            }
        }
        Err(Refusal::Missing.into())
    }
}
