//! Making the token that answers an instance ID (R31).

use chrono::DateTime;
use seatsync_agent::instance_id::Claims;
use seatsync_agent::license as wire;
use seatsync_agent::token::{self, Ack, TokenClaims};
use serde_json::json;

use super::letters::{self, Recipients};
use super::{Change, Ctx, Done, Failure, note, or_missing};
use crate::domain::audit::Event;
use crate::domain::calendar::days_after;
use crate::domain::contact::ContactRole;
use crate::domain::ids::{AccountId, InstanceId, TokenId};
use crate::domain::instance::Instance;
use crate::domain::license::{License, LicenseKind, Phase};
use crate::domain::overview::Overview;
use crate::domain::renewal::Outlook;
use crate::keyring::KeyRing;
use crate::mail::Desk;
use crate::mail::messages::TokenMade;
use crate::store::instances::Received;
use crate::store::tokens::Token;
use crate::store::{self, Tx};
use crate::vault;

/// Makes the token for what an instance told last. The same content is made once (R32): asking again gives the same
/// token, until a license or a fact in it changes.
///
/// # Errors
/// Missing.
pub fn make(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    keys: &KeyRing,
    account: AccountId,
    id: InstanceId,
) -> Done<TokenId> {
    let person = ctx.person()?;
    let known = or_missing(store::instances::find(tx, account, id)?)?;
    // The lock makes two presses of the button wait for each other.
    or_missing(store::subscriptions::lock(tx, account, known.subscription)?)?;
    let instance = or_missing(store::instances::find(tx, account, id)?)?;
    let received = or_missing(store::instances::last_taken(tx, account, id)?)?;
    let overview = or_missing(store::overview::find(tx, account, instance.subscription)?)?;
    let token = TokenId::new();
    let claims = claims(tx, ctx, desk, &overview, &instance, &received, token)?;
    let content_hash = content_hash(&claims, keys)?;
    let last = store::tokens::last_answer(tx, account, received.id)?;
    if let Some(same) = last.filter(|made| made.content_hash == content_hash) {
        return Ok(same.id);
    }
    let body = token::sign(&claims, keys.signing());
    let made = Token { id: token, instance: id, received: received.id, content_hash, body, made_at: ctx.now };
    store::tokens::insert(tx, account, &made, person)?;
    let subject = format!("instance:{id}");
    let licenses: Vec<&str> = claims.licenses.iter().map(|l| l.id.as_str()).collect();
    let after = Some(json!({ "token": token.to_string(), "answers": claims.ack.seq, "licenses": licenses }));
    note(tx, ctx, Change { event: Event::TokenMade, account: Some(account), subject: &subject, before: None, after })?;
    tell(tx, ctx, desk, &overview, &instance)?;
    Ok(token)
}

/// What makes two tokens the same: everything but name and time.
fn content_hash(claims: &TokenClaims, keys: &KeyRing) -> Done<String> {
    let parts =
        (keys.signing().kid(), &claims.ack, &claims.licenses, &claims.subscription, &claims.notices, &claims.update);
    Ok(vault::hash_of(&serde_json::to_string(&parts).map_err(Failure::broken)?))
}

/// What the token says: every license due, current and future, and facts to show on the instance.
fn claims(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &Desk,
    overview: &Overview,
    instance: &Instance,
    received: &Received,
    id: TokenId,
) -> Done<TokenClaims> {
    let asked: Claims = serde_json::from_value(received.claims.clone()).map_err(Failure::broken)?;
    let licensee = licensee(tx, overview)?;
    let due = overview.licenses.iter().filter(|l| l.phase(ctx.today()) != Phase::Past);
    let licenses = due.map(|l| license(overview, l, &licensee)).collect::<Done<Vec<_>>>()?;
    Ok(TokenClaims {
        iss: desk.base_url.clone(),
        sub: asked.iss,
        aud: overview.product.key.clone(),
        // Whole seconds, as the wire has them.
        iat: DateTime::from_timestamp(ctx.now.timestamp(), 0).unwrap_or(ctx.now),
        jti: id.to_string(),
        ack: Ack {
            // An instance restored from a backup learns here how far its numbers had come.
            seq: u64::try_from(instance.last_seq).map_err(Failure::broken)?,
            // The day of the report is not over yet, so it is told again next time.
            through: Some(days_after(asked.iat.date_naive(), -1)),
        },
        licenses,
        subscription: Some(facts(ctx, overview)),
        notices: Vec::new(),
        update: None,
        next_sync: None,
    })
}

fn license(overview: &Overview, license: &License, licensee: &wire::Licensee) -> Done<wire::License> {
    let count = |n: i64| u64::try_from(n).map_err(Failure::broken);
    Ok(wire::License {
        id: license.id.to_string(),
        // Whatever it was issued as, this copy of it goes over the clipboard.
        kind: match license.kind {
            LicenseKind::Trial => wire::Kind::Trial,
            LicenseKind::Legacy => wire::Kind::Legacy,
            LicenseKind::Online | LicenseKind::Offline => wire::Kind::Offline,
        },
        tier: overview.subscription.tier.to_string(),
        starts_on: license.span.start,
        ends_on: license.span.last_day(),
        seats: count(license.seats)?,
        previous_seats: count(license.previous_seats.unwrap_or(0))?,
        true_up: count(license.true_up.unwrap_or(0))?,
        issued_at: DateTime::from_timestamp(license.issued_at.timestamp(), 0).unwrap_or(license.issued_at),
        grace_days: u32::try_from(license.kind.grace_days()).map_err(Failure::broken)?,
        licensee: licensee.clone(),
        features: Vec::new(),
        limits: std::collections::BTreeMap::new(),
    })
}

fn licensee(tx: &mut Tx<'_>, overview: &Overview) -> Done<wire::Licensee> {
    let owner = store::people::first_owner(tx, overview.account.id)?;
    let (name, email) = owner.map_or_else(Default::default, |o| (o.name, o.email.as_str().to_owned()));
    Ok(wire::Licensee { company: overview.account.name.clone(), name, email })
}

fn facts(ctx: &Ctx, overview: &Overview) -> token::Subscription {
    let today = ctx.today();
    let renews_on = match overview.outlook(today) {
        Some(Outlook::Renews { on }) => Some(on),
        Some(Outlook::Ends { .. } | Outlook::Ended { .. }) | None => None,
    };
    token::Subscription {
        number: overview.subscription.number.clone(),
        renews_on,
        auto_renew: renews_on.is_some(),
        mode: overview.mode(today).map_or_else(|| "annual".to_owned(), |(mode, _)| mode.to_string()),
        next_settlement: overview.next_settlement(today).map(|s| s.settled_on),
    }
}

fn tell(tx: &mut Tx<'_>, ctx: &Ctx, desk: &Desk, overview: &Overview, instance: &Instance) -> Done<()> {
    let by = or_missing(store::people::find(tx, ctx.person()?)?)?.name;
    let to =
        Recipients { account: &overview.account, subscription: overview.subscription.id, role: ContactRole::Technical };
    Ok(letters::tell(tx, desk, ctx.now, &to, None, |heading| TokenMade {
        heading,
        number: overview.subscription.number.clone(),
        product: overview.product.name.clone(),
        hostname: instance.hostname.clone(),
        instance: instance.id.to_string(),
        by: by.clone(),
        at: ctx.now,
        link: desk.link(&format!("/instances/{}", instance.id)),
    })?)
}
