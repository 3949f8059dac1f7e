//! The card on file: another one is charged at once for what could not be charged; without one, invoices are sent.

use serde_json::json;

use crate::actions::work::Work;
use crate::actions::{Change, Ctx, Done, or_missing, post_audit};
use crate::domain::account::Payment as Method;
use crate::domain::audit::Event;
use crate::domain::ids::{AccountId, CardId};
use crate::domain::payment::{Card, Purpose};
use crate::domain::reconciliation::ReconciliationState;
use crate::domain::renewal::RenewalState;
use crate::domain::subscription::{Contract, Subscription};
use crate::store::{self, Tx};

/// What the provider's names of cards are sealed for.
pub(super) const CARD_USE: &str = "card";

/// A card as the provider gave it to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCard {
    /// The provider's name for it.
    pub reference: String,
    pub last_digits: String,
}

/// A form for another card, as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardForm {
    /// The card on file when it was shown.
    pub seen: Option<CardId>,
    /// The card to put in its place.
    pub new: NewCard,
}

/// Puts a card on file in place of any other, and charges again at once what could not be charged (R14, R21).
pub fn add_card(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, new: &NewCard) -> Done<()> {
    let contracts = lock_all(tx, account)?;
    store::payments::remove_card(tx, account, ctx.now)?;
    let card = Card { id: CardId::new(), last_digits: new.last_digits.clone(), added_at: ctx.now };
    let sealed = ctx.portal.vault.seal(CARD_USE, new.reference.as_bytes());
    store::payments::insert_card(tx, account, &card, &sealed, ctx.by())?;
    store::accounts::set_payment(tx, account, Method::Card)?;
    let (subject, after) = (format!("card:{}", card.id), Some(json!({ "last_digits": card.last_digits })));
    post_audit(
        tx,
        ctx,
        Change { event: Event::CardAdded, account: Some(account), subject: &subject, before: None, after },
    )?;
    charge_all_again(tx, ctx, contracts, Method::Card)
}

/// The same for a form: if the card it was shown with is no longer on file, somebody was faster, or it was sent twice, and
/// nothing changes.
pub fn replace_card(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, form: &CardForm) -> Done<()> {
    lock_all(tx, account)?;
    if store::payments::card_on_file(tx, account)?.map(|card| card.id) != form.seen {
        return Ok(());
    }
    add_card(tx, ctx, account, &form.new)
}

/// Takes the card off file: from now on invoices are sent, also for what could not be charged.
pub fn remove_card(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId) -> Done<()> {
    let contracts = lock_all(tx, account)?;
    let had = store::payments::remove_card(tx, account, ctx.now)?;
    store::accounts::set_payment(tx, account, Method::Invoice)?;
    if !had {
        return Ok(());
    }
    let event = Event::CardRemoved;
    post_audit(tx, ctx, Change { event, account: Some(account), subject: "card", before: None, after: None })?;
    charge_all_again(tx, ctx, contracts, Method::Invoice)
}

fn lock_all(tx: &mut Tx<'_>, account: AccountId) -> Done<Vec<Contract>> {
    // By key, so that two who lock the same ones wait for each other in the same order.
    let mut all = store::subscriptions::list(tx, account)?;
    all.sort_by_key(|s| s.id);
    let lock = |s: Subscription| {
        or_missing(store::subscriptions::lock(tx, account, s.id)?)?;
        or_missing(store::contracts::find_billed(tx, account, s.id)?)
    };
    all.into_iter().map(lock).collect()
}

fn charge_all_again(tx: &mut Tx<'_>, ctx: &Ctx, contracts: Vec<Contract>, method: Method) -> Done<()> {
    for mut contract in contracts {
        contract.account.payment = method;
        Work { tx, ctx, contract }.charge_again()?;
    }
    Ok(())
}

impl Work<'_, '_> {
    fn charge_again(&mut self) -> Done<()> {
        let mut failed = self.contract.reconciliations.clone();
        failed.retain(|s| s.state == ReconciliationState::PaymentFailed);
        for reconciliation in failed {
            if store::payments::is_under_way(self.tx, Purpose::Reconciliation, reconciliation.id.0)? {
                continue;
            }
            let term = or_missing(self.contract.terms.iter().find(|t| t.id == reconciliation.term).cloned())?;
            self.charge_reconciliation(&term, reconciliation.quarter, self.ctx.today())?;
        }
        let mut failed = self.contract.renewals.clone();
        failed.retain(|r| r.state == RenewalState::PaymentFailed);
        for renewal in failed {
            // After fourteen days it is over (R21).
            let is_open = renewal.next_charge_on.is_some();
            if !is_open || store::payments::is_under_way(self.tx, Purpose::Renewal, renewal.id.0)? {
                continue;
            }
            let term = or_missing(self.contract.terms.iter().find(|t| t.id == renewal.term).cloned())?;
            self.charge_renewal_again(&term)?;
        }
        self.reschedule()
    }
}
