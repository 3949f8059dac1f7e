//! The single place for what each command asks the library and how it prints the answer.

use std::fs::File;
use std::io::{Read, stdin};

use seatsync_agent::activation_code::ActivationCode;
use seatsync_agent::environment::uncounted;
use seatsync_agent::history::Entry;
use seatsync_agent::instance::{Instance, Loaded, Settings};
use seatsync_agent::instance_id::{self, Service};
use seatsync_agent::pasted::MAX_PASTE;
use seatsync_agent::standing::Standing;
use seatsync_agent::state::State;
use seatsync_agent::usage::Counts;
use seatsync_agent::version::Version;
use seatsync_agent::wire;
use serde_json::{Value, json};

use crate::Ended;
use crate::arguments::Arguments;
use crate::{network, setup};

/// Runs the command and returns what to print.
pub(crate) fn answer(arguments: &Arguments) -> Result<String, Ended> {
    let (json, text) = match arguments.command {
        "init" => init(arguments),
        "report" => report(arguments),
        "instance-id" => make_instance_id(arguments),
        "load-token" => load_token(arguments),
        "activate" => network::activate(arguments),
        "sync" => network::sync(arguments),
        "run" => network::run(arguments),
        "history" => history(arguments),
        _ => status(arguments),
    }?;
    Ok(if arguments.has("json") { format!("{json:#}") } else { text })
}

/// What to print: with `--json`, and for people.
pub(crate) type Answer = Result<(Value, String), Ended>;

fn init(arguments: &Arguments) -> Answer {
    let instance = setup::init(arguments)?;
    let state = arguments.state();
    let environment = instance.environment();
    let text = format!("Instance {} lives in {}.", instance.id(), state.display());
    let json = json!({"instance": instance.id(), "state": state, "environment": environment});
    Ok((json, with_uncounted(text, environment)))
}

fn report(arguments: &Arguments) -> Answer {
    let counts = Counts {
        active: arguments.count("active")?,
        inactive: arguments.count("inactive")?,
        billable: arguments.count("billable")?,
    };
    let now = arguments.now()?;
    // All that was typed is looked at before anything is changed.
    let service = service(arguments, &setup::open(&arguments.state())?.0)?;
    if let Some(version) = arguments.option("version") {
        let version = setup::line("version", version, setup::LONGEST)?;
        setup::change(&arguments.state(), |stored| version.clone_into(&mut stored.version))?;
    }
    let (instance, _) = setup::open(&arguments.state())?;
    instance.report(counts, now)?;
    let users = instance.state()?.usage.users();
    let text = format!("{} billable users noted, {} at most in this term.", users.billable, users.max);
    let Some(service) = service else {
        return Ok((json!({"users": users}), text));
    };
    instance.report_service(service.clone())?;
    let optional = service.optional.as_ref().map_or("switched off".to_owned(), |figures| figures.len().to_string());
    let text =
        format!("{text}\nOperational figures to send: {}; optional ones: {optional}.", service.operational.len());
    Ok((json!({"users": users, "service": service}), text))
}

/// The aggregate counts to send from now on, if any were given; the others stay (R36).
fn service(arguments: &Arguments, instance: &Instance) -> Result<Option<Service>, Ended> {
    let (operational, optional) = (arguments.figures("operational")?, arguments.figures_or_off("optional")?);
    if operational.is_none() && optional.is_none() {
        return Ok(None);
    }
    let before = instance.state()?.service_to_send();
    let service = Service {
        operational: operational.unwrap_or(before.operational),
        optional: optional.unwrap_or(before.optional),
    };
    service.check().map_err(Ended::wrong)?;
    Ok(Some(service))
}

fn make_instance_id(arguments: &Arguments) -> Answer {
    let code = arguments.option("code").map(str::parse::<ActivationCode>).transpose().map_err(Ended::wrong)?;
    let (instance, _) = setup::open(&arguments.state())?;
    let line = instance.instance_id(arguments.now()?, code.as_ref())?;
    let text = if arguments.has("plain") { line.clone() } else { instance_id::armour(&line) };
    Ok((json!({"instance": instance.id(), "instance_id": line}), text))
}

fn load_token(arguments: &Arguments) -> Answer {
    let text = token_text(arguments.operand.as_deref().unwrap_or("-"))?;
    let (instance, _) = setup::open(&arguments.state())?;
    let loaded = instance.load_token(&text, arguments.now()?)?;
    Ok(told(&loaded))
}

/// The text, and for an instance that does not count a sentence that says so.
pub(crate) fn with_uncounted(text: String, environment: &str) -> String {
    uncounted(environment).map_or(text.clone(), |sentence| format!("{text}\n{sentence}"))
}

/// What a token brought, with its notices.
pub(crate) fn told(loaded: &Loaded) -> (Value, String) {
    let notices = loaded.notices.iter().map(|notice| format!("\n{}", notice.text)).collect::<String>();
    let sentence = loaded.to_string();
    let json = json!({"added": loaded.added, "known": loaded.known, "standing": loaded.standing.word(), "sentence": sentence,
        "notices": loaded.notices, "update": loaded.update, "next_sync": loaded.next_sync});
    (json, sentence + &notices)
}

/// No more is read than is ever looked at; what is no text cannot be a token, which the library then says.
fn token_text(file: &str) -> Result<String, Ended> {
    // In UTF-16 a letter takes two bytes, and there is a mark in front.
    let most = u64::try_from(MAX_PASTE).unwrap_or(u64::MAX).saturating_mul(2).saturating_add(4);
    let mut bytes = Vec::new();
    let read = match file {
        "-" => stdin().take(most).read_to_end(&mut bytes),
        path => File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)),
    };
    read.map_err(|error| Ended::Wrong(format!("{file} cannot be read: {error}.")))?;
    Ok(wire::text_lossy(&bytes))
}

fn status(arguments: &Arguments) -> Answer {
    let now = arguments.now()?;
    let (instance, settings) = setup::open(&arguments.state())?;
    let standing = instance.standing(now)?;
    let may = standing.entitlements(&settings.free_tier);
    let state = instance.state()?;
    let sentence = standing.sentence(&settings.free_tier) + &unproved(&state, &settings);
    let users = state.usage.users();
    let (contact, asked, ahead) = (instance.contact(now)?, instance.asked_update()?, state.seen.ahead_of(now));
    let mut lines = vec![
        format!("Instance {}, {} {}", instance.id(), settings.product, settings.version),
        sentence.clone(),
        format!("{} billable users, {} at most in this term.", users.billable, users.max),
        contact.to_string(),
    ];
    let unreadable = unreadable(&settings.version);
    lines.extend(uncounted(&settings.environment));
    lines.extend(unreadable.clone());
    lines.extend(asked.as_ref().map(ToString::to_string));
    lines.extend(state.notices.iter().map(|notice| notice.text.clone()));
    lines.extend(ahead.map(|ahead| ahead.to_string()));
    let banner = contact.banner();
    let clock = ahead.map(
        |ahead| json!({"seen": ahead.seen, "behind_seconds": ahead.by.num_seconds(), "sentence": ahead.to_string()}),
    );
    let json = json!({"instance": instance.id(), "product": settings.product, "version": settings.version,
        "version_problem": unreadable, "environment": settings.environment, "now": state.seen.now(now),
        "standing": standing.word(), "at": turning_point(&standing), "tier": may.tier, "seats": may.seats, "features": may.features, "limits": may.limits,
        "license": standing.license(), "sentence": sentence, "users": users, "seq": state.seq, "subscription": state.subscription, "notices": state.notices,
        "contact": contact, "banner": banner, "update": asked, "clock": clock, "service": state.service_to_send()});
    Ok((json, lines.join("\n")))
}

/// That nobody can tell which security flaws a version has.
fn unreadable(version: &str) -> Option<String> {
    let sentence = format!(
        "Version {version:?} can't be compared with security advisories: report it as numbers, such as 17.4.1, with report --version."
    );
    Version::parse(version).is_none().then_some(sentence)
}

/// Licenses in the state file that no compiled-in key proves: edited by hand, or signed by a key the vendor has since taken out.
fn unproved(state: &State, settings: &Settings) -> String {
    let proved = state.recorded(&settings.keys, &settings.product).len();
    match state.licenses.len().saturating_sub(proved) {
        0 => String::new(),
        count => format!(
            " {count} more on record cannot be proved and grant nothing: load the newest token from the portal."
        ),
    }
}

/// The instant at which the standing changed or will change by itself.
fn turning_point(standing: &Standing) -> Option<chrono::DateTime<chrono::Utc>> {
    match standing {
        Standing::None => None,
        Standing::Upcoming { starts_at: at }
        | Standing::Active { until: at, .. }
        | Standing::Grace { until: at, .. }
        | Standing::Lapsed { since: at } => Some(*at),
    }
}

fn history(arguments: &Arguments) -> Answer {
    let now = arguments.now()?;
    let (instance, _) = setup::open(&arguments.state())?;
    let entries = instance.history(now)?;
    let text =
        if entries.is_empty() { "No license is on record.".to_owned() } else { entries.iter().map(line).collect() };
    Ok((json!({"licenses": entries}), text))
}

fn line(entry: &Entry) -> String {
    let license = &entry.license;
    format!(
        "{:8}  {} – {}  {}  {} seats  {}\n",
        entry.phase.word(),
        license.starts_on,
        license.ends_on,
        license.tier,
        license.seats,
        license.id
    )
}
