//! The pasted door: looking at an instance ID, and confirming it.

use seatsync_agent::instance_id::{self, Claims, Decrypted, Opened};
use serde_json::json;

use super::accept::{Sent, accept_report};
use super::check::{
    Turn, check_code, check_link, check_product, pinned_key, refuse_ahead, refuse_overtaken, replayed, report,
    resting_key, said, signed, signed_by, turn,
};
use crate::actions::releases::Told;
use crate::actions::releases::published::published;
use crate::actions::{Change, Ctx, Done, Failure, or_missing, post_audit, releases};
use crate::domain::audit::Event;
use crate::domain::ids::{AccountId, InstanceId, Owned, ReceivedId, SubscriptionId};
use crate::domain::instance::ReportedBy;
use crate::domain::instance_id::InstanceRefused;
use crate::domain::report::Signed;
use crate::keyring::KeyRing;
use crate::store::instances::Received;
use crate::store::{self, Tx};

/// Opens the seal of a pasted text; needs no database and no transaction.
///
/// # Errors
/// It is too long, no instance ID, another portal's, or damaged.
pub fn open_instance_id(keys: &KeyRing, text: &str) -> Done<Decrypted> {
    Ok(instance_id::decrypt(text, |kid| keys.sealing(kid))?)
}

/// Checks an instance ID pasted for a subscription and keeps what it says, to be looked at. The same message again
/// leads to the same page. A message that was overtaken, or is stamped ahead, is refused, and what it shows about its
/// instance is kept.
///
/// # Errors
/// Any other [`InstanceRefused`]; nothing is kept then.
pub fn check_instance_id(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    of: Owned<SubscriptionId>,
    message: Decrypted,
) -> Done<Result<ReceivedId, InstanceRefused>> {
    let Owned { account, id } = of;
    let person = ctx.person()?;
    or_missing(store::subscriptions::lock(tx, account, id)?)?;
    let contract = or_missing(store::contracts::find(tx, account, id)?)?;
    let instance = InstanceId(message.claimed_instance()?);
    let said = said(&message)?;
    let known = store::instances::lock_sender(tx, instance)?;
    let pinned = known.as_ref().map(|(_, known)| pinned_key(&known.public_key)).transpose()?;
    let Opened { claims, key } = match message.verify(pinned.as_ref(), &ctx.portal.vendor.base_url, ctx.now) {
        Ok(opened) => opened,
        Err(refused @ instance_id::InstanceIdRefused::Ahead { .. }) => {
            // Of somebody else's nothing is noted here.
            let ours = known.as_ref().filter(|(owner, _)| *owner == account);
            return Ok(Err(refuse_ahead(tx, ctx, ours, refused)?));
        }
        Err(refused) => return Err(refused.into()),
    };
    check_product(&contract, &claims)?;
    let proves_code = check_code(tx, ctx, &contract, &claims)?;
    check_link(tx, &contract, known.as_ref())?;
    let seq = signed(claims.seq)?;
    if turn(known.as_ref().map(|(_, known)| known), &claims, proves_code)? == Turn::Overtaken {
        return Ok(Err(refuse_overtaken(tx, ctx, known.as_ref(), &claims)?));
    }
    if let Some(same) = store::instances::find_same(tx, id, instance, seq, &claims.jti)? {
        return Ok(Ok(same.id));
    }
    let received = Received {
        id: ReceivedId::new(),
        subscription: id,
        instance,
        public_key: resting_key(&key),
        seq,
        jti: claims.jti.clone(),
        proves_code,
        claims: said,
        received_at: ctx.now,
        accepted_at: None,
    };
    store::instances::insert_received(tx, account, &received, person)?;
    let subject = format!("instance:{instance}");
    let after = Some(json!({ "subscription": contract.subscription.number, "seq": seq }));
    let event = Event::InstanceIdRead;
    post_audit(tx, ctx, Change { event, account: Some(account), subject: &subject, before: None, after })?;
    Ok(Ok(received.id))
}

/// An instance after its message was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Linked {
    pub instance: InstanceId,
    /// Whether this linked it, rather than bringing a further report.
    pub is_first: bool,
}

/// Confirms a looked-at instance ID: links the instance at the first, takes the report at each. Doing it again
/// changes nothing.
///
/// # Errors
/// A newer message was taken in between, or the instance was linked elsewhere.
pub fn link_instance(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: ReceivedId) -> Done<Linked> {
    let received = or_missing(store::instances::lock_received(tx, account, id)?)?;
    if received.accepted_at.is_some() {
        return Ok(Linked { instance: received.instance, is_first: false });
    }
    or_missing(store::subscriptions::lock(tx, account, received.subscription)?)?;
    let contract = or_missing(store::contracts::find(tx, account, received.subscription)?)?;
    let claims: Claims = serde_json::from_value(received.claims.clone()).map_err(Failure::broken)?;
    let known = store::instances::lock_sender(tx, received.instance)?;
    check_link(tx, &contract, known.as_ref())?;
    let known = known.map(|(_, instance)| instance);
    let turn = turn(known.as_ref(), &claims, received.proves_code)?;
    if let Some(known) = &known {
        // Several first messages may have been looked at; the first one linked pins its key.
        if known.public_key != received.public_key {
            return Err(instance_id::InstanceIdRefused::OtherKey.into());
        }
    }
    if turn != Turn::Fresh {
        return Err(replayed(&claims, known.as_ref()).into());
    }
    let is_first = known.as_ref().is_none_or(|known| known.unlinked_at.is_some());
    let event = if is_first { Event::InstanceLinked } else { Event::InstanceReported };
    let before = known.as_ref().map(|i| json!({ "seq": i.last_seq, "version": i.version }));
    let signed =
        Signed { received: Some(received.id), ..signed_by(&received.public_key, &claims, received.proves_code)? };
    let report = report(&contract, &claims, ReportedBy::Paste, signed)?;
    let instance = accept_report(tx, ctx, &contract, Sent { report: &report, known: known.as_ref() })?;
    store::instances::accept_received(tx, id, ctx.now)?;
    let published = published(tx, contract.product.id)?;
    releases::tell_flaws(tx, ctx, Told { contract: &contract, published: &published }, &instance)?;
    let subject = format!("instance:{}", received.instance);
    let after = json!({ "subscription": contract.subscription.number, "seq": received.seq, "version": claims.version });
    post_audit(tx, ctx, Change { event, account: Some(account), subject: &subject, before, after: Some(after) })?;
    Ok(Linked { instance: received.instance, is_first })
}
