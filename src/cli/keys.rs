//! `keys`: the stages of the portal's keys.

use chrono::SecondsFormat;
use clap::Subcommand;
use serde_json::{Value, json};

use super::{Stopped, app, operator};
use crate::actions::{self, Failure, Refusal};
use crate::domain::calendar::Instant;
use crate::domain::key_stage::KeyChangeRefused;
use crate::domain::key_stage::{Reach, Stage, connected_since, may_sign, may_sign_from};
use crate::store;
use crate::store::keys::RestingKey;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Every key pair, newest generation first: its stage, since when, and which instances have it.
    List,
    /// Make a new generation of both pairs and publish it: in the published set and in every token, not used yet.
    Publish,
    /// Take a published generation into use: 30 days after it was published, or when every connected instance has it.
    Sign {
        /// A key of that generation; without it the newest published one.
        #[arg(allow_hyphen_values = true)] // One name in 64 begins with a hyphen.
        kid: Option<String>,
        /// At once, and retire the one before: for a stolen key. Instances that lack the new one refuse tokens until they have it.
        #[arg(long, visible_alias = "now")]
        force: bool,
    },
    /// Retire a generation: what was sealed to it is still opened, what it signed still verifies, it never signs again.
    Retire {
        /// A key of that generation.
        #[arg(allow_hyphen_values = true)]
        kid: String,
        /// Though instances lack the one in use.
        #[arg(long)]
        force: bool,
    },
}

/// Lists, or changes a stage.
pub(super) async fn run(command: Command, json: bool) -> Result<(), Stopped> {
    let app = app().await?;
    let ctx = operator(&app);
    let now = ctx.now;
    let (generation, sentence) = match command {
        Command::List => {
            list(&app.db.read(move |c| known(c, now)).await?, now, json);
            return Ok(());
        }
        Command::Publish => {
            let made = app.db.write(move |tx| actions::keys::publish_keys(tx, &ctx)).await.map_err(stopped)?;
            (
                made,
                format!(
                    "is published, and not used yet: seatsync keys sign takes it into use from {} on, or once every \
                connected instance has it. Compile the new public keys into your next release",
                    moment(may_sign_from(now))
                ),
            )
        }
        Command::Sign { kid, force } => {
            let sign = move |tx: &mut store::Tx<'_>| actions::keys::begin_signing(tx, &ctx, kid.as_deref(), force);
            let taken = app.db.write(sign).await.map_err(stopped)?;
            (taken, "signs from now on; servers that run notice it within a minute".to_owned())
        }
        Command::Retire { kid, force } => {
            let retired =
                app.db.write(move |tx| actions::keys::retire_key(tx, &ctx, &kid, force)).await.map_err(stopped)?;
            (retired, "is retired: it reads and verifies, and never signs".to_owned())
        }
    };
    let keys = app.db.read(store::keys::all).await?;
    let pair: Vec<&RestingKey> = keys.iter().filter(|key| key.generation == generation).collect();
    if json {
        let kid = |usage: &str| pair.iter().find(|key| key.usage == usage).map(|key| key.kid.clone());
        let stage = pair.first().map(|key| key.stage().as_str());
        println!("{}", json!({ "generation": generation, "stage": stage, "enc": kid("enc"), "sig": kid("sig") }));
    } else {
        println!("generation {generation} {sentence}");
    }
    Ok(())
}

type KeyList = (Vec<(RestingKey, Reach)>, Option<i64>);

fn known(c: &mut store::Conn<'_>, now: Instant) -> store::Stored<KeyList> {
    let keys = store::keys::all(c)?;
    let in_use = actions::keys::key_in_use(&keys);
    let since = connected_since(now);
    let mut known = Vec::new();
    for key in keys {
        let reach = store::keys::reach(c, key.generation, since)?;
        known.push((key, reach));
    }
    Ok((known, in_use))
}

fn list((keys, in_use): &KeyList, now: Instant, json: bool) {
    for (key, reach) in keys {
        let is_in_use = *in_use == Some(key.generation);
        if json {
            println!("{}", as_json(key, *reach, is_in_use, now));
        } else {
            let RestingKey { usage, kid, generation, .. } = key;
            let (stage, since) = (key.stage().as_str(), moment(since(key)));
            let what = missing(key, *reach, is_in_use, now);
            println!("{usage} {kid} generation {generation} {stage} since {since}{what}");
        }
    }
}

fn as_json(key: &RestingKey, reach: Reach, is_in_use: bool, now: Instant) -> Value {
    let stage = key.stage();
    let may_sign = (stage == Stage::Published).then(|| may_sign(key.created_at, reach, now));
    json!({
        "kid": key.kid, "use": key.usage, "generation": key.generation, "made": moment(key.created_at),
        "stage": stage.as_str(), "since": moment(since(key)), "in_use": is_in_use,
        "connected": reach.connected, "connected_have": reach.connected_have,
        "carried": reach.carried, "carried_have": reach.carried_have,
        "may_sign": may_sign,
        "may_sign_from": may_sign.map(|_| moment(may_sign_from(key.created_at))),
    })
}

fn since(key: &RestingKey) -> Instant {
    key.retired_at.or(key.signing_since).unwrap_or(key.created_at)
}

/// What is still missing for the next stage.
fn missing(key: &RestingKey, reach: Reach, is_in_use: bool, now: Instant) -> String {
    match key.stage() {
        Stage::Published if may_sign(key.created_at, reach, now) => {
            format!("; {}; it may be taken into use", have(reach))
        }
        Stage::Published => {
            format!("; {}; it may be taken into use from {} on", have(reach), moment(may_sign_from(key.created_at)))
        }
        Stage::Signing if is_in_use => format!("; in use; {}", have(reach)),
        Stage::Signing => "; for instances that lack the one in use".to_owned(),
        Stage::Retired => String::new(),
    }
}

fn have(reach: Reach) -> String {
    let Reach { connected, connected_have, carried, carried_have } = reach;
    let by_hand = if carried == 0 {
        String::new()
    } else {
        format!(", and {carried_have} of {carried} whose tokens are carried by hand")
    };
    format!("{connected_have} of {connected} connected instances have it{by_hand}")
}

fn moment(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Why the keys stay as they are, and what to do.
fn stopped(failure: Failure) -> Stopped {
    let Failure::Refused(Refusal::Keys(refused)) = failure else { return failure.into() };
    Stopped::Refused(match refused {
        KeyChangeRefused::TooMany { most } => {
            format!("{most} generations of keys are published or signing: retire some of them first")
        }
        KeyChangeRefused::Unknown => "no key has this name: seatsync keys list shows them".to_owned(),
        KeyChangeRefused::NonePublished => {
            "no generation of keys waits to be taken into use: seatsync keys publish makes one".to_owned()
        }
        KeyChangeRefused::InUse { generation } => {
            format!("generation {generation} is the one in use; nothing was changed")
        }
        KeyChangeRefused::Retired { generation } => {
            format!("generation {generation} is retired, and a retired key never signs")
        }
        KeyChangeRefused::TooEarly { generation, from, reach } => format!(
            "generation {generation} may be taken into use from {} on, or once every connected instance has it: {} now. If \
            the key before it was stolen, add --force: instances that lack the new one then refuse tokens until they have it",
            moment(from),
            have(reach)
        ),
        KeyChangeRefused::Needed { in_use, reach } => format!(
            "generation {in_use} is in use, but not everybody has it: {} now. The others would refuse tokens: wait, carry a \
            new token to them, or add --force",
            have(reach)
        ),
    })
}
