//! The single place for the commands that talk to the portal over the network: `activate`, `sync`, `run`.

use std::io::Write;

use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::daemon::{Clock, Daemon, Event, Surroundings};
use seatsync_agent::instance::Instance;
use seatsync_agent::sync::{Synced, Transport};
use seatsync_agent::updates::Updater;
use serde_json::{Value, json};

use crate::Ended;
use crate::arguments::Arguments;
use crate::commands::{Answer, told, with_uncounted};
use crate::machine::{Machine, UpdateCommand};
use crate::setup;

pub(crate) fn activate(arguments: &Arguments) -> Answer {
    let typed =
        arguments.operand.as_deref().ok_or_else(|| Ended::wrong("activate needs the activation code after it."))?;
    let code: ActivationCode = typed.parse().map_err(Ended::wrong)?;
    let transport = transport(arguments)?;
    let (instance, _) = setup::open(&arguments.state())?;
    let synced = instance.sync(&*transport, arguments.now()?, Some(&code))?;
    let (json, text) = outcome(&instance, &synced);
    let environment = instance.environment();
    Ok((with(json, [("environment", json!(environment))]), with_uncounted(text, environment)))
}

pub(crate) fn sync(arguments: &Arguments) -> Answer {
    choose_command(arguments)?;
    let transport = transport(arguments)?;
    let now = arguments.now()?;
    let (instance, _) = setup::open(&arguments.state())?;
    let synced = instance.sync(&*transport, now, None)?;
    let (json, text) = outcome(&instance, &synced);
    let command = setup::update_command(&arguments.state())?.map(UpdateCommand);
    let installed = command.map(|command| instance.install_update(&command, &|| now)).transpose()?.flatten();
    Ok(match installed {
        Some(installed) => (with(json, [("installed", json!(installed))]), format!("{text}\n{installed}")),
        None => (json, text),
    })
}

/// Until the process is ended, which may happen at any instant: whatever was said to be done is on disk.
pub(crate) fn run(arguments: &Arguments) -> Answer {
    if arguments.has("now") {
        return Err(Ended::wrong("run goes by the machine's clock: leave --now out."));
    }
    choose_command(arguments)?;
    let (path, transport, clock) = (arguments.state(), transport(arguments)?, Machine::new());
    let mut daemon = Daemon::new();
    loop {
        // Anew each time, as an update may have changed version and keys.
        let (instance, _) = setup::open(&path)?;
        let command = setup::update_command(&path)?.map(UpdateCommand);
        let updater = command.as_ref().map(|command| -> &dyn Updater { command });
        let events = daemon.step(&instance, Surroundings { transport: &*transport, clock: &clock, updater });
        for event in events {
            let line = if arguments.has("json") { event_json(&event).to_string() } else { event.to_string() };
            // A log that nobody reads any more is no reason to stop.
            let _ = writeln!(std::io::stdout(), "{line}");
        }
        if !clock.rest(daemon.rest(&clock)) {
            return Ok((Value::Null, String::new()));
        }
    }
}

/// `--update-command` is kept, so that it holds for whoever syncs this instance next.
fn choose_command(arguments: &Arguments) -> Result<(), Ended> {
    let Some(given) = arguments.option("update-command") else {
        return Ok(());
    };
    let command = setup::program(given)?;
    setup::change(&arguments.state(), |stored| stored.update_command = command)
}

fn outcome(instance: &Instance, synced: &Synced) -> (Value, String) {
    let (json, text) =
        synced.loaded.as_ref().map_or_else(|| (json!({"sentence": synced.to_string()}), synced.to_string()), told);
    (with(json, [("instance", json!(instance.id())), ("seq", json!(synced.seq))]), text)
}

fn event_json(event: &Event) -> Value {
    let sentence = event.to_string();
    match event {
        Event::Standing { standing, .. } => {
            json!({"event": "standing", "sentence": sentence, "standing": standing.word()})
        }
        Event::Synced { synced, next } => {
            let json = json!({"event": "synced", "sentence": sentence, "next": next, "seq": synced.seq});
            let loaded = synced.loaded.as_ref();
            with(json, loaded.map(|loaded| ("notices", json!(loaded.notices))))
        }
        Event::Failed { next, .. } => json!({"event": "failed", "sentence": sentence, "next": next}),
        Event::Updated(outcome) => json!({"event": "updated", "sentence": sentence, "outcome": outcome}),
        Event::Files(_) => json!({"event": "files", "sentence": sentence}),
    }
}

/// The same object with more members.
fn with<'a>(mut json: Value, members: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    if let Some(object) = json.as_object_mut() {
        object.extend(members.into_iter().map(|(name, value)| (name.to_owned(), value)));
    }
    json
}

#[cfg(feature = "http")]
fn transport(arguments: &Arguments) -> Result<Box<dyn Transport>, Ended> {
    use seatsync_agent::http::{Http, Options, ProxyChoice};
    let environment = || ProxyChoice::Environment(std::env::vars_os().collect());
    let proxy = arguments.option("proxy").map_or_else(environment, |url| ProxyChoice::Url(url.to_owned()));
    let authorities = arguments.option("ca").map(setup::text).transpose()?;
    Ok(Box::new(Http::new(&Options { proxy, authorities }).map_err(Ended::wrong)?))
}

#[cfg(not(feature = "http"))]
fn transport(_: &Arguments) -> Result<Box<dyn Transport>, Ended> {
    Err(Ended::wrong("This program was built without its HTTP client: carry the instance ID by clipboard."))
}
