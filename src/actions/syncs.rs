//! A message that an instance sent by itself: checked, taken and answered with a token in one transaction (R31–R35). The
//! same text pasted on the portal comes in by `actions::instances`; both end in `instances::accept`.

use seatsync_agent::instance_id::{self, Claims, Decrypted, Opened};
use serde_json::{Value, json};

use super::instances::{self, Sent, Turn};
use super::releases::Told;
use super::tokens::{self, Basis};
use super::{Change, Ctx, Done, or_missing, post_audit, releases};
use crate::domain::audit::Event;
use crate::domain::ids::{AccountId, InstanceId, Owned, SubscriptionId};
use crate::domain::instance::{Instance, ReportedBy};
use crate::domain::instance_id::InstanceRefused;
use crate::domain::report::Signed;
use crate::domain::subscription::{Counts, LastCount};
use crate::domain::usage::Counted;
use crate::store::{self, Conn, Tx};

/// A message whose signature was checked, and what its instance was linked to then, with what its token is made of.
#[derive(Debug, Clone)]
pub struct Verified {
    /// What it says.
    pub claims: Claims,
    /// The key it was signed with, as it rests.
    public_key: String,
    /// The name of our key that it was sealed to.
    sealed_to: String,
    said: Value,
    linked_to: Option<(AccountId, SubscriptionId)>,
    basis: Option<Basis>,
}

/// A message that is stamped too far ahead.
#[derive(Debug, Clone)]
pub struct Ahead {
    refused: instance_id::InstanceIdRefused,
    /// Who signed it, by the key pinned for it; none: nobody knows.
    sender: Option<InstanceId>,
}

/// Checks the signature of a message against the key pinned for its sender, and what it claims, and reads what its token is
/// made of. Needs no transaction: the pinned key and the link are compared again when the message is taken, and a token
/// tells how things stood a moment before it.
///
/// # Errors
/// Any other [`InstanceRefused::Message`].
pub fn verify_message(c: &mut Conn<'_>, ctx: &Ctx, message: Decrypted) -> Done<Result<Verified, Ahead>> {
    let sender = InstanceId(message.claimed_instance()?);
    let pinned = store::instances::pinned(c, sender)?;
    let key = pinned.as_ref().map(|pinned| instances::pinned_key(&pinned.public_key)).transpose()?;
    let (said, sealed_to) = (instances::said(&message)?, message.sealed_to().to_owned());
    let Opened { claims, key } = match message.verify(key.as_ref(), &ctx.portal.vendor.base_url, ctx.now) {
        Ok(opened) => opened,
        Err(refused @ instance_id::InstanceIdRefused::Ahead { .. }) => {
            return Ok(Err(Ahead { refused, sender: pinned.map(|_| sender) }));
        }
        Err(refused) => return Err(refused.into()),
    };
    let linked_to = pinned.filter(|pinned| pinned.is_linked).map(|pinned| (pinned.account, pinned.subscription));
    let basis = linked_to.map(|(account, id)| basis(c, ctx, Owned::new(account, id), sender)).transpose()?;
    Ok(Ok(Verified { claims, public_key: instances::resting_key(&key), sealed_to, said, linked_to, basis }))
}

fn basis(c: &mut Conn<'_>, ctx: &Ctx, of: Owned<SubscriptionId>, sender: InstanceId) -> Done<Basis> {
    let contract = or_missing(store::contracts::find_for(c, of.account, of.id, sender)?)?;
    Basis::of(c, contract, &ctx.portal.shelf)
}

/// Refuses a message that is stamped too far ahead, and keeps what that shows about its sender (R33).
pub fn refuse_future(tx: &mut Tx<'_>, ctx: &Ctx, ahead: Ahead) -> Done<InstanceRefused> {
    let known = ahead.sender.map(|sender| store::instances::lock_sender(tx, sender)).transpose()?.flatten();
    instances::refuse_ahead(tx, ctx, known.as_ref(), ahead.refused)
}

/// Takes a verified message and answers with the token for it: the first with the activation code links its instance. The
/// same message again is answered with the same token, and changes nothing.
///
/// A message that was overtaken is refused, and what it shows about its instance is kept (R34).
///
/// # Errors
/// Any other [`InstanceRefused`]; nothing is kept then.
pub fn sync_instance(tx: &mut Tx<'_>, ctx: &Ctx, message: &Verified) -> Done<Result<String, InstanceRefused>> {
    let Verified { claims, public_key, basis, .. } = message;
    let (account, id) = whose(tx, ctx, message)?;
    if basis.is_none() {
        // Two first messages at once, or one pasted and one sent, wait for each other; the subscription first, as everywhere.
        or_missing(store::subscriptions::lock(tx, account, id)?)?;
    }
    let known = store::instances::lock_sender(tx, InstanceId(claims.iss))?;
    if known.as_ref().is_some_and(|(_, known)| known.public_key != *public_key) {
        return Err(instance_id::InstanceIdRefused::OtherKey.into());
    }
    if claims.code.is_none() && known.as_ref().is_none_or(|(_, known)| known.unlinked_at.is_some()) {
        return Err(InstanceRefused::NotLinked.into());
    }
    let basis = match basis {
        Some(basis) => basis.clone(),
        None => self::basis(tx, ctx, Owned::new(account, id), InstanceId(claims.iss))?,
    };
    instances::check_product(&basis.contract, claims)?;
    let proves_code = instances::check_code(tx, ctx, &basis.contract, claims)?;
    instances::check_link(tx, &basis.contract, known.as_ref())?;
    match instances::turn(known.as_ref().map(|(_, known)| known), claims, proves_code)? {
        Turn::Overtaken => Ok(Err(instances::refuse_overtaken(tx, ctx, known.as_ref(), claims)?)),
        Turn::Again if known.as_ref().is_some_and(|(_, known)| known.unlinked_at.is_some()) => {
            Err(InstanceRefused::NotLinked.into())
        }
        Turn::Again => Answering { tx, ctx, basis }.again(known, claims).map(Ok),
        Turn::Fresh => {
            let keys_known = keys_known(tx, ctx, message, known.as_ref().map(|(_, known)| known))?;
            let keys = Some((keys_known, ctx.portal.keys.newest_carried()));
            let signed = Signed { keys, ..instances::signed_by(public_key, claims, proves_code)? };
            Answering { tx, ctx, basis }.fresh(message, signed, known).map(Ok)
        }
    }
}

/// Which of our keys its sender takes. What it was answered last says more only of instances that do not say it themselves.
fn keys_known(tx: &mut Tx<'_>, ctx: &Ctx, message: &Verified, known: Option<&Instance>) -> Done<i64> {
    let Verified { claims, sealed_to, .. } = message;
    let answered = match known {
        Some(known) if claims.keys.is_none() => store::tokens::last_answer(tx, known.id)?,
        _ => None,
    };
    let before = known.map_or(0, |known| known.keys_known);
    Ok(ctx.portal.keys.known_to(claims, sealed_to, before, answered.as_deref()))
}

/// Which subscription a message is for: the one its instance is linked to, or the one whose code it brings.
fn whose(tx: &mut Tx<'_>, ctx: &Ctx, message: &Verified) -> Done<(AccountId, SubscriptionId)> {
    match (message.linked_to, &message.claims.code) {
        (Some(linked_to), _) => Ok(linked_to),
        (_, Some(code)) => instances::by_code(tx, ctx, code)?.ok_or_else(|| InstanceRefused::UnknownCode.into()),
        (_, None) => Err(InstanceRefused::NotLinked.into()),
    }
}

/// What a message is answered with.
struct Answering<'a, 'tx> {
    tx: &'a mut Tx<'tx>,
    ctx: &'a Ctx,
    basis: Basis,
}

impl Answering<'_, '_> {
    /// The answer that was given, or, if the message came by the other door, the one that is due.
    fn again(mut self, known: Option<(AccountId, Instance)>, claims: &Claims) -> Done<String> {
        let (_, known) = or_missing(known)?;
        match store::tokens::answer(self.tx, known.id, &claims.jti)? {
            Some(token) => Ok(token),
            None => self.answer(&known, claims),
        }
    }

    fn fresh(mut self, message: &Verified, signed: Signed, known: Option<(AccountId, Instance)>) -> Done<String> {
        let Verified { claims, said, .. } = message;
        let known = known.map(|(_, known)| known);
        let is_linked = known.as_ref().is_some_and(|known| known.unlinked_at.is_none());
        let contract = &self.basis.contract;
        let report = instances::report(contract, claims, ReportedBy::Sync, signed)?;
        let instance =
            instances::accept_report(self.tx, self.ctx, contract, Sent { report: &report, known: known.as_ref() })?;
        store::messages::insert(self.tx, instance.id, said.clone(), self.ctx.now)?;
        if !is_linked {
            let (event, subject) = (Event::InstanceLinked, format!("instance:{}", instance.id));
            let after = Some(json!({ "subscription": contract.subscription.number }));
            let account = Some(contract.account.id);
            post_audit(self.tx, self.ctx, Change { event, account, subject: &subject, before: None, after })?;
        }
        self.answer(&instance, claims)
    }

    /// Makes and keeps the token for what was said, and tells people of flaws they were not told of.
    fn answer(&mut self, instance: &Instance, claims: &Claims) -> Done<String> {
        let Self { tx, ctx, basis } = self;
        // The basis has the counts of the others.
        let users = claims.users;
        let last = LastCount {
            at: claims.iat,
            active: instances::signed(users.active)?,
            billable: instances::signed(users.billable)?,
        };
        basis.contract.counts.push(Counts {
            instance: instance.clone(),
            last: Some(last),
            counted: Counted::default(),
        });
        let told = Told { contract: &basis.contract, published: &basis.published };
        releases::tell_flaws(tx, ctx, told, instance)?;
        let (said, token) = tokens::sign_token(ctx, basis, instance, ReportedBy::Sync)?;
        store::tokens::keep_answer(tx, instance.id, &claims.jti, &token, ctx.now)?;
        tokens::note_told(tx, basis.contract.account.id, instance, &said)?;
        Ok(token)
    }
}
