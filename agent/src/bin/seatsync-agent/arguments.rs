//! The single place for what may be typed after `seatsync-agent`. By hand, as a vendor's dependency list shall not grow by an argument parser.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::Ended;
use crate::machine;

pub(crate) const USAGE: &str = "\
Usage: seatsync-agent COMMAND [OPTIONS]

  init --portal URL --product NAME --keys JWKS_FILE [--version V] [--hostname H] [--environment E] [--free-tier T]
       [--update-command PATH]
                           make the state directory: identity, key, settings
  report --active N --inactive N --billable N [--version V] [--operational FIGURES] [--optional FIGURES|off]
                           take the product's user counts, and its version if it has changed; aggregate counts such as
                           projects=311,users=12 to send along; --optional off sends no optional ones. What is not
                           given stays as it was
  activate CODE            link this instance to a subscription, over the network; the code's groups may stand apart
  sync                     tell the portal the counts and take its answer, over the network
  run                      sync daily and say what changes, until it is stopped
  instance-id [--code CODE] [--plain]
                           make the text to paste into the portal; --plain without BEGIN and END
  load-token [FILE|-]      take the portal's answer from a file or standard input
  status                   where this instance stands, when the portal last answered, what failed and what is asked for
  history                  past, current and future licenses

  Over the network: --proxy URL (default: by HTTPS_PROXY and NO_PROXY), --ca FILE (certificates to believe, PEM);
  sync and run: --update-command PATH, kept from then on, installs what the portal orders; \"\" for none

  --state DIR    state directory (default: the user's state directory, or ./seatsync-state)
  --now INSTANT  pretend it is this instant, such as 2026-04-01T00:00:00Z
  --json         answer as JSON

Exit codes: 0 done, 1 refused by a rule, 2 wrong usage or input, or the portal cannot be reached.";

/// A command's name, its options that take a value, its flags, and whether a file or code may follow.
type Grammar = (&'static str, &'static [&'static str], &'static [&'static str], bool);

const COMMANDS: [Grammar; 9] = [
    (
        "init",
        &["portal", "product", "keys", "version", "hostname", "environment", "free-tier", "update-command"],
        &[],
        false,
    ),
    ("report", &["active", "inactive", "billable", "version", "operational", "optional"], &[], false),
    ("activate", &["proxy", "ca"], &[], true),
    ("sync", &["proxy", "ca", "update-command"], &[], false),
    ("run", &["proxy", "ca", "update-command"], &[], false),
    ("instance-id", &["code"], &["plain"], false),
    ("load-token", &[], &[], true),
    ("status", &[], &[], false),
    ("history", &[], &[], false),
];

/// Options that may be given more than once: their values are joined by commas.
const LISTS: [&str; 2] = ["operational", "optional"];
/// Instead of figures: none are to be sent.
const OFF: &str = "off";

/// What was typed, taken apart.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) command: &'static str,
    pub(crate) operand: Option<String>,
    options: BTreeMap<String, String>,
}

/// Takes the words apart; `--name value` and `--name=value` are the same.
pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Arguments, Ended> {
    let first = words.next().ok_or_else(|| Ended::wrong(USAGE))?;
    let Some((command, options, flags, takes_operand)) = COMMANDS.into_iter().find(|grammar| grammar.0 == first) else {
        return Err(unknown(&first));
    };
    let mut arguments = Arguments { command, operand: None, options: BTreeMap::new() };
    while let Some(word) = words.next() {
        let Some(option) = word.strip_prefix("--") else {
            arguments.take_operand(word, takes_operand)?;
            continue;
        };
        let (name, value) =
            option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value.to_owned())));
        let value = if name == "json" || flags.contains(&name) {
            String::new()
        } else if ["state", "now"].contains(&name) || options.contains(&name) {
            value.or_else(|| words.next()).ok_or_else(|| Ended::Wrong(format!("--{name} needs a value after it.")))?
        } else {
            return Err(unknown(&word));
        };
        arguments.take_option(name, value);
    }
    Ok(arguments)
}

fn unknown(word: &str) -> Ended {
    Ended::Wrong(format!("{word:?} is not known here: see seatsync-agent --help."))
}

impl Arguments {
    fn take_operand(&mut self, word: String, takes_operand: bool) -> Result<(), Ended> {
        // A code is read aloud, and typed, in groups.
        let takes_more = self.command == "activate";
        if !takes_operand || (self.operand.is_some() && !takes_more) {
            return Err(unknown(&word));
        }
        self.operand = Some(match self.operand.take() {
            Some(before) => format!("{before} {word}"),
            None => word,
        });
        Ok(())
    }

    fn take_option(&mut self, name: &str, value: String) {
        let value = match self.options.remove(name) {
            Some(before) if LISTS.contains(&name) && !before.is_empty() => format!("{before},{value}"),
            _ => value,
        };
        self.options.insert(name.to_owned(), value);
    }

    pub(crate) fn has(&self, flag: &str) -> bool {
        self.options.contains_key(flag)
    }

    pub(crate) fn option(&self, name: &str) -> Option<&str> {
        self.options.get(name).map(String::as_str)
    }

    pub(crate) fn required(&self, name: &str) -> Result<&str, Ended> {
        self.option(name)
            .ok_or_else(|| Ended::Wrong(format!("{} needs --{name}: see seatsync-agent --help.", self.command)))
    }

    pub(crate) fn count(&self, name: &str) -> Result<u64, Ended> {
        let text = self.required(name)?;
        text.parse().map_err(|_| Ended::Wrong(format!("--{name} is a whole number from 0 on, not {text:?}.")))
    }

    /// Figures by their names, such as `projects=311,users=12`; none of them if the option is empty. `None` without the option.
    pub(crate) fn figures(&self, name: &str) -> Result<Option<BTreeMap<String, u64>>, Ended> {
        self.option(name).map(|text| figures(name, text)).transpose()
    }

    /// The same, or `off`.
    pub(crate) fn figures_or_off(&self, name: &str) -> Result<Option<Option<BTreeMap<String, u64>>>, Ended> {
        if self.option(name) == Some(OFF) { Ok(Some(None)) } else { Ok(self.figures(name)?.map(Some)) }
    }

    /// The instant of `--now`, or of the machine.
    pub(crate) fn now(&self) -> Result<DateTime<Utc>, Ended> {
        let Some(text) = self.option("now") else {
            return Ok(machine::now());
        };
        text.parse()
            .map_err(|_| Ended::Wrong(format!("--now is an instant such as 2026-04-01T00:00:00Z, not {text:?}.")))
    }

    /// The directory of `--state`, or the user's own.
    pub(crate) fn state(&self) -> PathBuf {
        let directory = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let xdg = || directory("XDG_STATE_HOME").or_else(|| Some(directory("HOME")?.join(".local/state")));
        let users = || Some(xdg()?.join("seatsync-agent"));
        self.option("state").map(PathBuf::from).or_else(users).unwrap_or_else(|| PathBuf::from("seatsync-state"))
    }
}

fn figures(option: &str, text: &str) -> Result<BTreeMap<String, u64>, Ended> {
    let mut figures = BTreeMap::new();
    for entry in text.split(',').map(str::trim).filter(|_| !text.is_empty()) {
        let figure = entry.rsplit_once('=').and_then(|(name, count)| Some((name.trim(), count.trim().parse().ok()?)));
        let (name, count) = figure.ok_or_else(|| {
            Ended::Wrong(format!(
                "--{option} is names with whole numbers from 0 on, such as projects=311,users=12; {entry:?} is none."
            ))
        })?;
        if figures.insert(name.to_owned(), count).is_some() {
            return Err(Ended::Wrong(format!("--{option} gives {name:?} twice.")));
        }
    }
    Ok(figures)
}
