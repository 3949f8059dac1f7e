//! What a message has to be before it is accepted: of the product that was bought, with the subscription's code or link, signed
//! with the pinned key, and in its turn (R33, R34).

use base64ct::{Base64UrlUnpadded, Encoding};
use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::instance_id::{self, Claims, Decrypted, UpdateMode};
use seatsync_agent::keys::VerifyingKey;
use serde_json::Value;

use crate::actions::{Ctx, Done, Failure, or_missing};
use crate::domain::ids::{AccountId, InstanceId, SubscriptionId};
use crate::domain::instance::{AlertKind, Instance, ReportedBy, is_forked, is_overtaken};
use crate::domain::instance_id::InstanceRefused;
use crate::domain::report::{Report, Signed, stamp};
use crate::domain::subscription::Contract;
use crate::store::{self, Tx};

/// Everything a message says, word for word, but for the activation code: that is a secret, and not kept a second time.
pub(in crate::actions) fn said(message: &Decrypted) -> Done<Value> {
    let mut said = message.said()?;
    said.remove("code");
    Ok(Value::Object(said))
}

pub(in crate::actions) fn check_product(contract: &Contract, claims: &Claims) -> Done<()> {
    let bought = &contract.product.key;
    if claims.product == *bought {
        return Ok(());
    }
    Err(InstanceRefused::OtherProduct { runs: claims.product.clone(), bought: bought.clone() }.into())
}

/// Whether the message proves the subscription's activation code; one without any code proves nothing and is fine.
pub(in crate::actions) fn check_code(tx: &mut Tx<'_>, ctx: &Ctx, contract: &Contract, claims: &Claims) -> Done<bool> {
    let Some(code) = &claims.code else { return Ok(false) };
    let owner = by_code(tx, ctx, code)?;
    match owner {
        Some((_, id)) if id == contract.subscription.id => Ok(true),
        // Only the account's own subscriptions are named; another's code is as good as none.
        Some((account, id)) if account == contract.account.id => {
            let other = or_missing(store::subscriptions::find(tx, account, id)?)?;
            Err(InstanceRefused::CodeOfOther { number: other.number }.into())
        }
        Some(_) | None => Err(InstanceRefused::UnknownCode.into()),
    }
}

/// Whose an activation code is; none: nobody's, or no code.
pub(in crate::actions) fn by_code(tx: &mut Tx<'_>, ctx: &Ctx, code: &str) -> Done<Option<(AccountId, SubscriptionId)>> {
    let Ok(code) = code.parse::<ActivationCode>() else { return Ok(None) };
    Ok(store::subscriptions::find_by_code(tx, &ctx.portal.vault.look_up_hash(code.as_str()))?)
}

pub(in crate::actions) fn check_link(
    tx: &mut Tx<'_>,
    contract: &Contract,
    known: Option<&(AccountId, Instance)>,
) -> Done<()> {
    match known {
        Some((account, _)) if *account != contract.account.id => Err(InstanceRefused::LinkedElsewhere.into()),
        Some((account, instance)) if instance.subscription != contract.subscription.id => {
            let other = or_missing(store::subscriptions::find(tx, *account, instance.subscription)?)?;
            Err(match instance.unlinked_at {
                Some(_) => InstanceRefused::WasLinkedToOther { number: other.number },
                None => InstanceRefused::LinkedToOther { number: other.number },
            }
            .into())
        }
        Some(_) | None => Ok(()),
    }
}

/// Where a message stands among those taken from its instance (R33).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::actions) enum Turn {
    /// It may be taken.
    Fresh,
    /// It is the very message that was taken last: a retry, which is harmless.
    Again,
    /// Its number is used up.
    Overtaken,
}

/// Asks for a message's turn.
pub(in crate::actions) fn turn(known: Option<&Instance>, claims: &Claims, proves_code: bool) -> Done<Turn> {
    let Some(known) = known else { return Ok(Turn::Fresh) };
    let seq = signed(claims.seq)?;
    if seq <= known.last_seq && known.last_jti == claims.jti {
        return Ok(Turn::Again);
    }
    Ok(if is_overtaken(known, seq, claims.iat, proves_code) { Turn::Overtaken } else { Turn::Fresh })
}

pub(in crate::actions) fn replayed(claims: &Claims, known: Option<&Instance>) -> InstanceRefused {
    let last = known.and_then(|known| u64::try_from(known.last_seq).ok()).unwrap_or(0);
    instance_id::InstanceIdRefused::Replayed { seq: claims.seq, last }.into()
}

/// Refuses a message whose number is used up, and raises an alert that two machines have one identity if it shows that (R34).
/// Service goes on.
pub(in crate::actions) fn refuse_overtaken(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    known: Option<&(AccountId, Instance)>,
    claims: &Claims,
) -> Done<InstanceRefused> {
    if let Some((account, known)) = known
        && is_forked(known, signed(claims.seq)?, &claims.jti, claims.iat)
    {
        let kind = AlertKind::ForkedSequence;
        store::instances::insert_instance_alert(tx, *account, known.id, kind, ctx.now, &claims.hostname)?;
    }
    Ok(replayed(claims, known.map(|(_, known)| known)))
}

/// Refuses a message that is stamped too far ahead (R33), and raises an alert on the clock of an instance that is linked: it stays ahead
/// until somebody does something about it, as an instance's time never goes back (R29).
pub(in crate::actions) fn refuse_ahead(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    known: Option<&(AccountId, Instance)>,
    refused: instance_id::InstanceIdRefused,
) -> Done<InstanceRefused> {
    if let (Some((account, known)), instance_id::InstanceIdRefused::Ahead { iat }) = (known, &refused)
        && known.unlinked_at.is_none()
    {
        store::instances::insert_instance_alert(tx, *account, known.id, AlertKind::ClockOff, ctx.now, &stamp(*iat))?;
    }
    Ok(refused.into())
}

/// What a message says besides its report, signed with a key as it rests.
pub(in crate::actions) fn signed_by(public_key: &str, claims: &Claims, proves_code: bool) -> Done<Signed> {
    Ok(Signed {
        public_key: public_key.to_owned(),
        seq: signed(claims.seq)?,
        jti: claims.jti.clone(),
        proves_code,
        ack: claims.ack.clone(),
        can_install: claims.update.mode == UpdateMode::Patch,
        keys: None,
        received: None,
    })
}

/// The report of a message.
pub(in crate::actions) fn report(
    contract: &Contract,
    claims: &Claims,
    by: ReportedBy,
    signed_by: Signed,
) -> Done<Report> {
    let daily = claims.daily.iter().map(|&(day, billable)| Ok((day, signed(billable)?)));
    Ok(Report {
        instance: InstanceId(claims.iss),
        subscription: contract.subscription.id,
        hostname: claims.hostname.clone(),
        environment: claims.environment.clone(),
        version: claims.version.clone(),
        at: claims.iat,
        active: signed(claims.users.active)?,
        inactive: signed(claims.users.inactive)?,
        billable: signed(claims.users.billable)?,
        reported_max: Some(signed(claims.users.max)?),
        daily: daily.collect::<Done<Vec<_>>>()?,
        by,
        signed: Some(signed_by),
    })
}

pub(in crate::actions) fn resting_key(key: &VerifyingKey) -> String {
    Base64UrlUnpadded::encode_string(&key.to_bytes())
}

pub(in crate::actions) fn pinned_key(resting: &str) -> Done<VerifyingKey> {
    let bytes = Base64UrlUnpadded::decode_vec(resting).map_err(Failure::broken)?;
    let bytes: [u8; 32] = bytes.try_into().map_err(|_| Failure::broken("a pinned key is not 32 bytes"))?;
    VerifyingKey::from_bytes(&bytes).map_err(Failure::broken)
}

/// Wire numbers are at most 2^53, so they always fit.
pub(in crate::actions) fn signed(number: u64) -> Done<i64> {
    i64::try_from(number).map_err(Failure::broken)
}
