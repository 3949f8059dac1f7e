//! The single place for what `init` writes down and every other command reads: the settings a real product has compiled in.

use std::path::{Path, PathBuf};

use seatsync_agent::environment::{self, PRODUCTION};
use seatsync_agent::instance::{Instance, Settings};
use seatsync_agent::instance_id::UpdateMode;
use seatsync_agent::keys::PortalKeys;
use seatsync_agent::origin::Origin;
use seatsync_agent::state::StateDir;
use seatsync_agent::wire::{self, MAX_HOSTNAME};
use serde::{Deserialize, Serialize};

use crate::Ended;
use crate::arguments::Arguments;

const FILE: &str = "settings.json";
/// Longest text that a portal takes of most things (R33), in characters.
pub(crate) const LONGEST: usize = 64;

#[derive(Serialize, Deserialize)]
pub(crate) struct Stored {
    portal: String,
    product: String,
    pub(crate) version: String,
    free_tier: String,
    hostname: String,
    environment: String,
    keys: serde_json::Value,
    /// The vendor's program that installs another version, if security updates are to be installed here (R35).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) update_command: Option<PathBuf>,
}

/// Makes the directory. Refused if there is one already: its identity would be lost.
pub(crate) fn init(arguments: &Arguments) -> Result<Instance, Ended> {
    let path = arguments.state();
    let stored = stored(arguments)?;
    let settings = settings(&stored)?;
    let dir = StateDir::open(&path)?;
    if dir.read(FILE)?.is_some() {
        return Err(Ended::Refused(format!(
            "{} is set up already: choose another directory with --state.",
            path.display()
        )));
    }
    // Identity and key first: a kill in between leaves a directory that `init` completes.
    let instance = Instance::open(&path, settings)?;
    instance.choose_updates(mode(&stored))?;
    dir.write(FILE, &serde_json::to_string_pretty(&stored).map_err(Ended::wrong)?)?;
    Ok(instance)
}

/// Changes what `init` wrote down. What is chosen for updates goes along.
pub(crate) fn change(path: &Path, change: impl FnOnce(&mut Stored)) -> Result<(), Ended> {
    let mut stored = read(path)?;
    let before = serde_json::to_string_pretty(&stored).map_err(Ended::wrong)?;
    change(&mut stored);
    let after = serde_json::to_string_pretty(&stored).map_err(Ended::wrong)?;
    if after != before {
        Instance::open(path, settings(&stored)?)?.choose_updates(mode(&stored))?;
        StateDir::open(path)?.write(FILE, &after)?;
    }
    Ok(())
}

/// The program that installs updates here, if any.
pub(crate) fn update_command(path: &Path) -> Result<Option<PathBuf>, Ended> {
    Ok(read(path)?.update_command)
}

fn mode(stored: &Stored) -> UpdateMode {
    if stored.update_command.is_some() { UpdateMode::Patch } else { UpdateMode::Warn }
}

/// A path as `--update-command` gives it: whole, so that it means the same from any directory; the empty one is none.
pub(crate) fn program(given: &str) -> Result<Option<PathBuf>, Ended> {
    let path = PathBuf::from(given);
    match given {
        "" => Ok(None),
        _ if path.is_absolute() && path.is_file() => Ok(Some(path)),
        _ => Err(Ended::Wrong(format!("--update-command is a program by its whole path, not {given:?}."))),
    }
}

/// Opens what `init` made.
pub(crate) fn open(path: &Path) -> Result<(Instance, Settings), Ended> {
    let settings = settings(&read(path)?)?;
    Ok((Instance::open(path, settings.clone())?, settings))
}

fn read(path: &Path) -> Result<Stored, Ended> {
    let missing = || {
        Ended::Wrong(format!(
            "{} is not set up: run seatsync-agent init, or name another directory with --state.",
            path.display()
        ))
    };
    if !path.is_dir() {
        return Err(missing());
    }
    let text = StateDir::open(path)?.read(FILE)?.ok_or_else(missing)?;
    serde_json::from_str(&text)
        .map_err(|error| Ended::Wrong(format!("{FILE} cannot be read ({error}): run init in a new directory.")))
}

fn stored(arguments: &Arguments) -> Result<Stored, Ended> {
    let file = arguments.required("keys")?;
    let keys = text(file)?;
    let or = |name: &str, default: &str| match arguments.option(name) {
        Some(given) => line(name, given, LONGEST),
        None => Ok(default.to_owned()),
    };
    Ok(Stored {
        portal: portal(arguments.required("portal")?)?,
        product: line("product", arguments.required("product")?, LONGEST)?,
        version: or("version", "0.0.0")?,
        free_tier: or("free-tier", "free")?,
        hostname: match arguments.option("hostname") {
            Some(given) => line("hostname", given, MAX_HOSTNAME)?,
            None => hostname(),
        },
        environment: environment::read(arguments.option("environment").unwrap_or(PRODUCTION))
            .map_err(Ended::wrong)?
            .to_owned(),
        keys: serde_json::from_str(&keys).map_err(|error| Ended::Wrong(format!("{file} is not JSON: {error}.")))?,
        update_command: arguments.option("update-command").map_or(Ok(None), program)?,
    })
}

fn portal(url: &str) -> Result<String, Ended> {
    let origin = Origin::parse(url).map_err(|why| {
        Ended::Wrong(format!("--portal is an address such as https://portal.vendor.example; as given, {why}."))
    })?;
    Ok(origin.to_string())
}

/// The machine's own name, as far as it has one that can be shown.
fn hostname() -> String {
    let kernels =
        std::fs::read("/proc/sys/kernel/hostname").ok().map(|name| String::from_utf8_lossy(&name).into_owned());
    let systems = || Some(std::env::var_os("COMPUTERNAME")?.to_string_lossy().into_owned());
    wire::hostname(&kernels.or_else(systems).unwrap_or_default())
}

/// What a portal takes of a text (R33): better said here than there.
pub(crate) fn line(name: &str, given: &str, most: usize) -> Result<String, Ended> {
    let line = given.trim();
    if line.is_empty() || line.chars().count() > most || line.chars().any(char::is_control) {
        return Err(Ended::Wrong(format!("--{name} is a text of 1 to {most} characters on one line.")));
    }
    Ok(line.to_owned())
}

/// The text of a file, in whatever form an editor left it.
pub(crate) fn text(file: &str) -> Result<String, Ended> {
    let unreadable = |reason: &dyn std::fmt::Display| Ended::Wrong(format!("{file} cannot be read: {reason}."));
    let bytes = std::fs::read(file).map_err(|error| unreadable(&error))?;
    wire::text(&bytes).map_err(|error| unreadable(&error))
}

fn settings(stored: &Stored) -> Result<Settings, Ended> {
    Ok(Settings {
        portal: stored.portal.clone(),
        keys: PortalKeys::from_jwks(&stored.keys.to_string()).map_err(Ended::wrong)?,
        product: stored.product.clone(),
        version: stored.version.clone(),
        free_tier: stored.free_tier.clone(),
        hostname: stored.hostname.clone(),
        environment: stored.environment.clone(),
    })
}
