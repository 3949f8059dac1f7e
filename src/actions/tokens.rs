//! The token: what answers a message, whether it was sent or pasted (R31, R32).

use std::sync::Arc;

use chrono::DateTime;
use seatsync_agent::instance_id::{Claims, UpdateMode};
use seatsync_agent::license as wire;
use seatsync_agent::token::{self, Ack, TokenClaims};
use serde_json::json;

use super::emails::{self, Recipients};
use super::releases::published::{Published, PublishedCache};
use super::{Change, Ctx, Done, Failure, or_missing, post_audit};
use crate::domain::audit::Event;
use crate::domain::calendar::{Instant, days_after};
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AccountId, InstanceId, TokenId};
use crate::domain::instance::{Instance, ReportedBy};
use crate::domain::license::{License, LicenseKind, Phase};
use crate::domain::release::UpdatePolicy;
use crate::domain::renewal::Outlook;
use crate::domain::subscription::Contract;
use crate::domain::support::SupportTime;
use crate::mail::messages::TokenMade;
use crate::mail::notices;
use crate::store::tokens::Token;
use crate::store::{self, Conn, Tx};
use crate::urls;
use crate::vault;

/// What a token is made of, besides its instance.
#[derive(Debug, Clone)]
pub(super) struct Basis {
    /// The subscription with what a token tells of; for a message that was sent, its own count is added when it is taken.
    pub(super) contract: Contract,
    /// What was published for its product.
    pub(super) published: Arc<Published>,
    /// To whom its licenses are issued.
    licensee: wire::Licensee,
}

impl Basis {
    pub(super) fn of(c: &mut Conn<'_>, contract: Contract, shelf: &PublishedCache) -> Done<Self> {
        let published = shelf.published(c, &contract.product)?;
        Ok(Self { published, licensee: licensee(c, &contract)?, contract })
    }
}

/// Makes the token for what an instance told last, to be carried to it. The same content is made once (R32): asking again
/// gives the same token, until a license or a fact in it changes.
///
/// # Errors
/// Missing.
pub fn make_token(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, id: InstanceId) -> Done<TokenId> {
    let person = ctx.person()?;
    let known = or_missing(store::instances::find(tx, account, id)?)?;
    // The lock makes two presses of the button wait for each other.
    or_missing(store::subscriptions::lock(tx, account, known.subscription)?)?;
    let found = store::instances::find(tx, account, id)?.filter(|i| i.last_seq > 0 && i.unlinked_at.is_none());
    let instance = or_missing(found)?;
    let contract = or_missing(store::contracts::find(tx, account, instance.subscription)?)?;
    let basis = Basis::of(tx, contract, &PublishedCache::default())?;
    let instance = Instance { keys_known: keys_known(tx, ctx, account, &instance)?, ..instance };
    let (claims, body) = sign_token(ctx, &basis, &instance, ReportedBy::Paste)?;
    let content_hash = content_hash(&claims, token::signed_by(&body).as_deref())?;
    let last = store::tokens::list(tx, account, id, 1)?.pop();
    if let Some(same) = last.filter(|made| made.content_hash == content_hash) {
        return Ok(same.id);
    }
    let token = TokenId(claims.jti.parse().map_err(Failure::broken)?);
    let made = Token { id: token, instance: id, answers_seq: instance.last_seq, content_hash, body, made_at: ctx.now };
    store::tokens::insert(tx, account, &made, person)?;
    let instance = Instance { keys_sent: ctx.portal.keys.newest_carried(), ..instance };
    store::instances::change(tx, account, &instance)?;
    note_told(tx, account, &instance, &claims)?;
    let subject = format!("instance:{id}");
    let licenses: Vec<&str> = claims.licenses.iter().map(|l| l.id.as_str()).collect();
    let after = Some(json!({ "token": token.to_string(), "answers": claims.ack.seq, "licenses": licenses }));
    post_audit(
        tx,
        ctx,
        Change { event: Event::TokenMade, account: Some(account), subject: &subject, before: None, after },
    )?;
    tell(tx, ctx, &basis.contract, &instance)?;
    Ok(token)
}

/// Which of our keys an instance takes: as it said in the message it was heard by last.
fn keys_known(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId, instance: &Instance) -> Done<i64> {
    if instance.reports_by != ReportedBy::Paste {
        return Ok(instance.keys_known);
    }
    let Some(said) = store::instances::taken(tx, account, instance.id, 1)?.pop() else {
        return Ok(instance.keys_known);
    };
    let said: Claims = serde_json::from_value(said.claims).map_err(Failure::broken)?;
    let answered = store::tokens::list(tx, account, instance.id, 1)?.pop();
    Ok(ctx.portal.keys.known_to(&said, "", 0, answered.as_ref().map(|token| token.body.as_str())))
}

/// What makes two tokens the same: everything but name and time.
fn content_hash(claims: &TokenClaims, signed_by: Option<&str>) -> Done<String> {
    let TokenClaims { ack, licenses, subscription, notices, update, keys, .. } = claims;
    let parts = (signed_by, ack, licenses, subscription, notices, update, keys);
    Ok(vault::hash_of(&serde_json::to_string(&parts).map_err(Failure::broken)?))
}

/// The token for what an instance told last: every license due, current and future, and facts to show on the instance;
/// what it says, and the signed text.
pub(super) fn sign_token(ctx: &Ctx, basis: &Basis, instance: &Instance, by: ReportedBy) -> Done<(TokenClaims, String)> {
    let Basis { contract, published, licensee } = basis;
    let due = contract.licenses.iter().filter(|l| l.phase(ctx.today()) != Phase::Past);
    let licenses = due.map(|l| license(contract, l, licensee, by)).collect::<Done<Vec<_>>>()?;
    let flaws = instance.flaws(&published.advisories);
    let is_requested = instance.upgrade_asked_at.is_some();
    let update = published.update(&instance.version, instance.update_policy, is_requested);
    let claims = TokenClaims {
        iss: ctx.portal.vendor.base_url.clone(),
        sub: instance.id.0,
        aud: contract.product.key.clone(),
        iat: whole_seconds(ctx.now),
        jti: TokenId::new().to_string(),
        ack: Ack {
            // An instance restored from a backup learns here how far its numbers had come.
            seq: u64::try_from(instance.last_seq).map_err(Failure::broken)?,
            // The day of the report is not over yet, so it is told again next time.
            through: Some(days_after(instance.last_report_at.date_naive(), -1)),
        },
        licenses,
        subscription: Some(facts(ctx, contract, published)),
        notices: notices::all(&ctx.portal.vendor, contract, instance, flaws.as_deref(), ctx.today()),
        update: update.map(|update| token::TokenUpdate {
            to: update.to,
            why: if update.is_requested { "requested" } else { "security" }.to_owned(),
            apply: match update.apply {
                UpdatePolicy::Warn => UpdateMode::Warn,
                UpdatePolicy::Patch => UpdateMode::Patch,
            },
        }),
        keys: Some(ctx.portal.keys.carried().clone()),
        next_sync: (by == ReportedBy::Sync).then(|| whole_seconds(instance.next_sync(ctx.now))),
    };
    let text = token::sign(&claims, ctx.portal.keys.signing_for(instance.keys_known.saturating_abs()));
    Ok((claims, text))
}

/// Notes which token tells an instance of the upgrade that was asked for: once it took that one, it is told no more.
pub(super) fn note_told(tx: &mut Tx<'_>, account: AccountId, instance: &Instance, told: &TokenClaims) -> Done<()> {
    if instance.upgrade_asked_at.is_none() {
        return Ok(());
    }
    let noted = Instance { upgrade_told_jti: Some(told.jti.clone()), ..instance.clone() };
    Ok(store::instances::change(tx, account, &noted)?)
}

/// A moment as the wire has it.
fn whole_seconds(at: Instant) -> Instant {
    DateTime::from_timestamp(at.timestamp(), 0).unwrap_or(at)
}

fn license(contract: &Contract, license: &License, licensee: &wire::Licensee, by: ReportedBy) -> Done<wire::License> {
    let count = |n: i64| u64::try_from(n).map_err(Failure::broken);
    Ok(wire::License {
        id: license.id.to_string(),
        // Whatever it was issued as, it says how this copy of it comes to the instance.
        kind: match (license.kind, by) {
            (LicenseKind::Trial, _) => wire::Kind::Trial,
            (LicenseKind::Legacy, _) => wire::Kind::Legacy,
            (LicenseKind::Online | LicenseKind::Offline, ReportedBy::Sync) => wire::Kind::Online,
            (LicenseKind::Online | LicenseKind::Offline, _) => wire::Kind::Offline,
        },
        tier: contract.subscription.tier.to_string(),
        starts_on: license.span.start,
        ends_on: license.span.last_day(),
        seats: count(license.seats)?,
        previous_seats: count(license.previous_seats.unwrap_or(0))?,
        true_up: count(license.true_up.unwrap_or(0))?,
        issued_at: whole_seconds(license.issued_at),
        grace_days: u32::try_from(license.kind.grace_days()).map_err(Failure::broken)?,
        licensee: licensee.clone(),
        features: Vec::new(),
        limits: std::collections::BTreeMap::new(),
    })
}

fn licensee(c: &mut Conn<'_>, contract: &Contract) -> Done<wire::Licensee> {
    let owner = store::people::first_owner(c, contract.account.id)?;
    let (name, email) = owner.map_or_else(Default::default, |o| (o.name, o.email.as_str().to_owned()));
    Ok(wire::Licensee { company: contract.account.name.clone(), name, email })
}

fn facts(ctx: &Ctx, contract: &Contract, published: &Published) -> token::Subscription {
    let today = ctx.today();
    let support = published.support.iter().filter(|time| time.tier == contract.subscription.tier);
    let renews_on = match contract.outlook(today) {
        Some(Outlook::Renews { on }) => Some(on),
        Some(Outlook::Ends { .. } | Outlook::Ended { .. }) | None => None,
    };
    token::Subscription {
        number: contract.subscription.number.clone(),
        renews_on,
        auto_renew: renews_on.is_some(),
        mode: contract.mode(today).map_or_else(|| "annual".to_owned(), |(mode, _)| mode.to_string()),
        next_settlement: contract.next_reconciled_on(today),
        support: support.map(support_time).collect(),
    }
}

fn support_time(time: &SupportTime) -> token::SupportTime {
    token::SupportTime {
        urgency: time.urgency.as_str().to_owned(),
        answer_minutes: u32::try_from(time.answer_minutes).unwrap_or(u32::MAX),
        around_the_clock: time.around_the_clock,
    }
}

fn tell(tx: &mut Tx<'_>, ctx: &Ctx, contract: &Contract, instance: &Instance) -> Done<()> {
    let by = or_missing(store::people::find(tx, ctx.person()?)?)?.name;
    let to = Recipients::of(&contract.account, contract.subscription.id, ContactRole::Technical);
    let to = to.about(instance.id).of_the_latest();
    Ok(emails::post_emails(tx, ctx, &to, |heading| TokenMade {
        heading,
        number: contract.subscription.number.clone(),
        product: contract.product.name.clone(),
        hostname: instance.hostname.clone(),
        instance: instance.id.to_string(),
        by: by.clone(),
        at: ctx.now,
        link: ctx.link(&urls::instance(instance.id)),
    })?)
}
