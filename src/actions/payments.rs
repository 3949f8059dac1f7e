//! Charging cards: beginning an attempt in the transaction of its fact, and noting how it ended. The provider is asked in
//! between, outside any transaction; the attempt's key is its idempotency key, so whatever crashes, nobody pays twice.

use serde_json::json;

use super::case::{Case, fitting};
use super::renewals::ending;
use super::{Change, Ctx, Done, Failure, Refusal, note, or_missing, orders, reconciliations};
use crate::clock::Clock;
use crate::domain::account::Payment as Method;
use crate::domain::audit::Event;
use crate::domain::calendar::Day;
use crate::domain::ids::{AccountId, CardId, PaymentId};
use crate::domain::invoice::sums;
use crate::domain::letter::LEASE_MINUTES;
use crate::domain::money::Money;
use crate::domain::payment::{ASK_AGAIN_MINUTES, Card, Outcome, Payment, Purpose};
use crate::domain::reconciliation::SettlementState;
use crate::domain::renewal::RenewalState;
use crate::mail::Desk;
use crate::store::letters::Lease;
use crate::store::payments::Answer;
use crate::store::{self, Stored, Tx};
use crate::vault::Vault;

/// What the provider's names of cards are sealed for.
const CARD_USE: &str = "card";

/// The card that is charged for an account; none if it pays by invoice (R13).
pub(super) fn card_in_use(tx: &mut Tx<'_>, case: &Case) -> Done<Option<Card>> {
    match case.account.payment {
        Method::Card => Ok(store::payments::card_on_file(tx, case.account.id)?),
        Method::Invoice => Ok(None),
    }
}

/// Begins an attempt to charge a net amount with the account's tax. Whoever asks the provider finds it after the commit.
#[allow(clippy::too_many_arguments, reason = "what an attempt is, each once")]
pub(super) fn begin(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    case: &Case,
    purpose: Purpose,
    subject: uuid::Uuid,
    card: CardId,
    net: Money,
    due_on: Day,
) -> Done<()> {
    let total = fitting(sums(std::iter::once(net), net.currency, case.account.tax_basis_points))?.total;
    let payment = Payment {
        id: PaymentId::new(),
        account: case.account.id,
        subscription: case.subscription.id,
        purpose,
        subject,
        attempt: store::payments::attempts(tx, purpose, subject)? + 1,
        card,
        amount: total,
        due_on,
    };
    Ok(store::payments::insert(tx, &payment, ctx.now)?)
}

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
pub fn claim(tx: &mut Tx<'_>, clock: &Clock, vault: &Vault, limit: i64) -> Done<Vec<Asking>> {
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
///
/// # Errors
/// The store's own.
pub fn note_silence(tx: &mut Tx<'_>, ctx: &Ctx, id: PaymentId) -> Stored<()> {
    let ask_at = ctx.now + chrono::TimeDelta::minutes(ASK_AGAIN_MINUTES);
    store::payments::note(tx, id, &Answer::Later { ask_at })
}

/// Notes how an attempt ended, and does what follows from it. Doing it again changes nothing: a webhook and a worker may
/// both know.
///
/// # Errors
/// The store's own.
pub fn note_outcome(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, id: PaymentId, outcome: &Outcome) -> Done<()> {
    let Some(found) = store::payments::find_open(tx, id)? else { return Ok(()) };
    let subscription = or_missing(store::subscriptions::lock_by_key(tx, found.subscription)?)?;
    // Somebody may have been faster while we waited for the lock.
    let Some(payment) = store::payments::find_open(tx, id)? else { return Ok(()) };
    let mut case = Case::load(tx, subscription)?;
    let (digits, _) = store::payments::card(tx, payment.card)?;
    match outcome {
        Outcome::Succeeded { reference } => {
            store::payments::note(tx, id, &Answer::Succeeded { at: ctx.now, reference })?;
            succeeded(tx, ctx, desk, &mut case, &payment, digits)?;
        }
        Outcome::Declined => {
            store::payments::note(tx, id, &Answer::Declined { at: ctx.now })?;
            declined(tx, ctx, desk, &mut case, &payment, &digits)?;
        }
    }
    case.reschedule(tx)
}

fn succeeded(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, case: &mut Case, payment: &Payment, digits: String) -> Done<()> {
    let paid = Some((payment.id, digits));
    match payment.purpose {
        Purpose::Settlement => {
            let settlement = or_missing(case.settlements.iter().find(|s| s.id.0 == payment.subject).cloned())?;
            let term = or_missing(case.terms.iter().find(|t| t.id == settlement.term).cloned())?;
            reconciliations::bill(tx, ctx, desk, case, &term, settlement, paid)
        }
        Purpose::Renewal => {
            let renewal = or_missing(case.renewals.iter().find(|r| r.id.0 == payment.subject).cloned())?;
            let term = or_missing(case.terms.iter().find(|t| t.id == renewal.term).cloned())?;
            ending::finish(tx, ctx, desk, case, &term, renewal, paid)
        }
        Purpose::TrueUp => {
            let (term, due) = true_up(tx, case, payment)?;
            ending::invoice_true_up(tx, ctx, desk, case, &term, &due, paid)
        }
        Purpose::Order => orders::paid(tx, ctx, desk, case, payment, paid),
    }
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

fn declined(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, case: &mut Case, payment: &Payment, digits: &str) -> Done<()> {
    let was_replaced = card_in_use(tx, case)?.map(|card| card.id) != Some(payment.card);
    let declined = Declined { amount: payment.amount, card: digits, was_replaced };
    match payment.purpose {
        Purpose::Settlement => {
            let settlement = or_missing(case.settlements.iter().find(|s| s.id.0 == payment.subject).cloned())?;
            let term = or_missing(case.terms.iter().find(|t| t.id == settlement.term).cloned())?;
            reconciliations::charge_failed(tx, ctx, desk, case, &term, settlement, &declined)
        }
        Purpose::Renewal => {
            let renewal = or_missing(case.renewals.iter().find(|r| r.id.0 == payment.subject).cloned())?;
            let term = or_missing(case.terms.iter().find(|t| t.id == renewal.term).cloned())?;
            ending::charge_failed(tx, ctx, desk, case, &term, renewal, &declined)
        }
        // Nothing hangs on it but the money: it is invoiced instead.
        Purpose::TrueUp => {
            let (term, due) = true_up(tx, case, payment)?;
            ending::invoice_true_up(tx, ctx, desk, case, &term, &due, None)
        }
        Purpose::Order => orders::declined(tx, ctx, desk, case, payment),
    }
}

fn true_up(
    tx: &mut Tx<'_>,
    case: &Case,
    payment: &Payment,
) -> Done<(crate::domain::subscription::BoughtTerm, crate::domain::true_up::TrueUp)> {
    for term in &case.terms {
        let due = store::renewals::true_up_of(tx, term.id)?;
        if let Some(due) = due.filter(|due| due.id.0 == payment.subject) {
            return Ok((term.clone(), due));
        }
    }
    Err(Refusal::Missing.into())
}

/// A card as the provider gave it to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCard {
    /// The provider's name for it.
    pub reference: String,
    /// Its last digits.
    pub last_digits: String,
}

/// Puts a card on file in place of any other, and charges again at once what could not be charged (R14, R21).
///
/// # Errors
/// The store's own.
pub fn put_card(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, account: AccountId, new: &NewCard) -> Done<()> {
    let cases = lock_all(tx, account)?;
    store::payments::remove_card(tx, account, ctx.now)?;
    let card = Card { id: CardId::new(), last_digits: new.last_digits.clone(), added_at: ctx.now };
    let sealed = desk.vault.seal(CARD_USE, new.reference.as_bytes());
    store::payments::insert_card(tx, account, &card, &sealed, ctx.by())?;
    store::accounts::set_payment(tx, account, Method::Card)?;
    let (subject, after) = (format!("card:{}", card.id), Some(json!({ "last_digits": card.last_digits })));
    note(tx, ctx, Change { event: Event::CardAdded, account: Some(account), subject: &subject, before: None, after })?;
    for mut case in cases {
        case.account.payment = Method::Card;
        try_again(tx, ctx, desk, &mut case)?;
    }
    Ok(())
}

/// The same for a form that was shown when `seen` was the card on file: if it no longer is, somebody was faster, or the
/// form was sent twice, and nothing changes.
///
/// # Errors
/// The store's own.
pub fn replace_card(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    account: AccountId,
    seen: Option<CardId>,
    new: &NewCard,
) -> Done<()> {
    lock_all(tx, account)?;
    if store::payments::card_on_file(tx, account)?.map(|card| card.id) != seen {
        return Ok(());
    }
    put_card(tx, ctx, desk, account, new)
}

/// Takes the card off file: from now on invoices are sent, also for what could not be charged.
///
/// # Errors
/// The store's own.
pub fn remove_card(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, account: AccountId) -> Done<()> {
    let cases = lock_all(tx, account)?;
    let had = store::payments::remove_card(tx, account, ctx.now)?;
    store::accounts::set_payment(tx, account, Method::Invoice)?;
    if !had {
        return Ok(());
    }
    let event = Event::CardRemoved;
    note(tx, ctx, Change { event, account: Some(account), subject: "card", before: None, after: None })?;
    for mut case in cases {
        case.account.payment = Method::Invoice;
        try_again(tx, ctx, desk, &mut case)?;
    }
    Ok(())
}

fn lock_all(tx: &mut Tx<'_>, account: AccountId) -> Done<Vec<Case>> {
    // By key, so that two who lock the same ones wait for each other in the same order.
    let mut all = store::subscriptions::list(tx, account)?;
    all.sort_by_key(|s| s.id);
    all.into_iter().map(|s| Case::lock(tx, account, s.id)).collect()
}

fn try_again(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, case: &mut Case) -> Done<()> {
    let failed: Vec<_> =
        case.settlements.iter().filter(|s| s.state == SettlementState::PaymentFailed).cloned().collect();
    for settlement in failed {
        if store::payments::is_under_way(tx, Purpose::Settlement, settlement.id.0)? {
            continue;
        }
        let term = or_missing(case.terms.iter().find(|t| t.id == settlement.term).cloned())?;
        reconciliations::charge(tx, ctx, desk, case, &term, settlement.quarter, ctx.today())?;
    }
    let failed: Vec<_> = case.renewals.iter().filter(|r| r.state == RenewalState::PaymentFailed).cloned().collect();
    for renewal in failed {
        // After fourteen days it is over (R21).
        let is_open = renewal.next_charge_on.is_some();
        if !is_open || store::payments::is_under_way(tx, Purpose::Renewal, renewal.id.0)? {
            continue;
        }
        let term = or_missing(case.terms.iter().find(|t| t.id == renewal.term).cloned())?;
        ending::charge_again(tx, ctx, desk, case, &term)?;
    }
    case.reschedule(tx)
}
