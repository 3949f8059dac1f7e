//! The single place for what `init` writes down and every other command reads: the settings a real product has compiled in.

use std::path::Path;

use seatsync_agent::instance::{Instance, Settings};
use seatsync_agent::keys::PortalKeys;
use seatsync_agent::state::StateDir;
use serde::{Deserialize, Serialize};

use crate::Ended;
use crate::arguments::Arguments;

const FILE: &str = "settings.json";

#[derive(Serialize, Deserialize)]
struct Stored {
    portal: String,
    product: String,
    version: String,
    free_tier: String,
    hostname: String,
    environment: String,
    keys: serde_json::Value,
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
    dir.write(FILE, &serde_json::to_string_pretty(&stored).map_err(Ended::wrong)?)?;
    Ok(instance)
}

/// Opens what `init` made.
pub(crate) fn open(path: &Path) -> Result<(Instance, Settings), Ended> {
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
    let stored: Stored = serde_json::from_str(&text)
        .map_err(|error| Ended::Wrong(format!("{FILE} cannot be read ({error}): run init in a new directory.")))?;
    let settings = settings(&stored)?;
    Ok((Instance::open(path, settings.clone())?, settings))
}

fn stored(arguments: &Arguments) -> Result<Stored, Ended> {
    let file = arguments.required("keys")?;
    let keys =
        std::fs::read_to_string(file).map_err(|error| Ended::Wrong(format!("{file} cannot be read: {error}.")))?;
    let or = |name: &str, default: &str| arguments.option(name).unwrap_or(default).to_owned();
    Ok(Stored {
        portal: portal(arguments.required("portal")?)?,
        product: arguments.required("product")?.to_owned(),
        version: or("version", "0.0.0"),
        free_tier: or("free-tier", "free"),
        hostname: arguments.option("hostname").map_or_else(hostname, str::to_owned),
        environment: or("environment", "production"),
        keys: serde_json::from_str(&keys).map_err(|error| Ended::Wrong(format!("{file} is not JSON: {error}.")))?,
    })
}

fn portal(url: &str) -> Result<String, Ended> {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return Err(Ended::Wrong(format!(
            "--portal is an address such as https://portal.vendor.example, not {url:?}."
        )));
    }
    Ok(url.trim_end_matches('/').to_owned())
}

fn hostname() -> String {
    let named =
        std::fs::read_to_string("/proc/sys/kernel/hostname").ok().or_else(|| std::env::var("COMPUTERNAME").ok());
    named.map_or_else(|| "unnamed".to_owned(), |name| name.trim().to_owned())
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
