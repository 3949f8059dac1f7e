//! Buying a subscription and its terms; each term brings its license (R26, S2).

use seatsync_agent::activation_code::ActivationCode;
use serde_json::json;

use super::{Change, Ctx, Done, note, unless_taken};
use crate::domain::audit::Event;
use crate::domain::calendar::Term;
use crate::domain::ids::{AccountId, LicenseId, SubscriptionId, TermId};
use crate::domain::license::{License, LicenseKind};
use crate::domain::money::Money;
use crate::domain::reconciliation::BillingMode;
use crate::domain::subscription::{BoughtTerm, Subscription};
use crate::store::subscriptions::RestingCode;
use crate::store::{self, Tx};
use crate::vault::Vault;

/// The use under which activation codes are sealed.
const CODE: &str = "activation code";

/// What is bought for one term.
#[derive(Debug, Clone, Copy)]
pub struct Purchase {
    /// 0 for the first term.
    pub index: u32,
    /// Seats.
    pub seats: i64,
    /// Annual price of a seat.
    pub per_seat: Money,
    /// How overage is billed.
    pub mode: BillingMode,
    /// Users of the license before, and trued up (S2); none for the first term.
    pub after: Option<(i64, i64)>,
}

/// Opens a subscription with its first term, license and activation code.
///
/// # Errors
/// The number is taken.
pub fn open(tx: &mut Tx<'_>, ctx: &Ctx, vault: &Vault, new: &Subscription, first: Purchase) -> Done<ActivationCode> {
    let code = ActivationCode::generate();
    let (hash, sealed) = (vault.look_up_hash(code.as_str()), vault.seal(CODE, code.as_str().as_bytes()));
    unless_taken(store::subscriptions::insert(tx, new, RestingCode { hash: &hash, sealed: &sealed }, ctx.now))?;
    let subject = format!("subscription:{}", new.number);
    let after = Some(json!({ "tier": new.tier.as_str(), "anchor": new.anchor.to_string(), "months": new.term_months }));
    let event = Event::SubscriptionOpened;
    note(tx, ctx, Change { event, account: Some(new.account), subject: &subject, before: None, after })?;
    buy_term(tx, ctx, new, first)?;
    Ok(code)
}

/// Buys a term and issues its license; a term that lies ahead brings a license that grants nothing before (R26).
///
/// # Errors
/// There is a term with that index.
pub fn buy_term(tx: &mut Tx<'_>, ctx: &Ctx, subscription: &Subscription, purchase: Purchase) -> Done<TermId> {
    let span = Term::of(subscription.anchor, subscription.term_months, purchase.index);
    let Purchase { index, seats, per_seat, mode, .. } = purchase;
    let term = BoughtTerm { id: TermId::new(), index, span, seats, per_seat, mode, bought_at: ctx.now };
    unless_taken(store::subscriptions::insert_term(tx, subscription.id, &term))?;
    let after = json!({
        "term": index, "start": span.start.to_string(), "end": span.end.to_string(), "seats": seats,
        "per_seat_minor": per_seat.minor, "currency": per_seat.currency.code(), "mode": mode.as_str(),
    });
    let subject = format!("subscription:{}", subscription.number);
    let change = Change {
        event: Event::TermBought,
        account: Some(subscription.account),
        subject: &subject,
        before: None,
        after: Some(after),
    };
    note(tx, ctx, change)?;
    issue_license(tx, ctx, subscription, &term, purchase.after)?;
    Ok(term.id)
}

fn issue_license(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    subscription: &Subscription,
    term: &BoughtTerm,
    after: Option<(i64, i64)>,
) -> Done<()> {
    let license = License {
        id: LicenseId::new(),
        term: term.id,
        kind: LicenseKind::Online,
        span: term.span,
        seats: term.seats,
        previous_seats: after.map(|(previous, _)| previous),
        true_up: after.map(|(_, true_up)| true_up),
        issued_at: ctx.now,
    };
    store::licenses::insert(tx, subscription.id, &license)?;
    let subject = format!("license:{}", license.id);
    let after = Some(json!({ "subscription": subscription.number, "seats": license.seats }));
    let account = Some(subscription.account);
    note(tx, ctx, Change { event: Event::LicenseIssued, account, subject: &subject, before: None, after })
}

/// The activation code of a subscription of the account, to show it to technical roles; none if it is missing.
///
/// # Errors
/// It was sealed under another master key.
pub fn activation_code(
    c: &mut store::Conn<'_>,
    vault: &Vault,
    account: AccountId,
    id: SubscriptionId,
) -> Done<Option<ActivationCode>> {
    let Some(sealed) = store::subscriptions::sealed_code(c, account, id)? else { return Ok(None) };
    let bytes = vault.open(CODE, &sealed).map_err(super::Failure::broken)?;
    let code = String::from_utf8(bytes).map_err(super::Failure::broken)?;
    code.parse().map(Some).map_err(super::Failure::broken)
}
