//! Ring 4: operators. Each command ends in the same actions as a page.
//!
//! Exit status: 0 done, 1 refused or broken (a sentence on stderr), 2 wrong usage, setting or input.

#[macro_use]
mod out;

mod check;
mod demo;
mod keys;
mod releases;
mod serve;
mod simulate;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::actions::{Actor, Ctx, Failure};
use crate::app::{App, NotBuilt};
use crate::clock::Clock;
use crate::config::{Config, WrongSetting};
use crate::private;
use crate::store::{Db, StoreError};

/// Customer portal and license server for seat-based software.
#[derive(Debug, Parser)]
#[command(name = "seatsync", version, propagate_version = true)]
struct Arguments {
    /// Print JSON instead of text.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a portal with a cast, a sample instance and a mailbox, on a clock of its own.
    Demo(demo::Arguments),
    /// Serve the portal, and do the work that is due.
    Serve(serve::Arguments),
    /// Do the work that is due, without serving.
    Work,
    /// Bring the database up to date.
    Migrate,
    /// Look whether settings, database and keys are in order, and whether everything in it is as it must be.
    Check(check::Arguments),
    /// Play a subscription's life from a file, and print what becomes of it.
    Simulate(simulate::Arguments),
    /// The portal's keys.
    #[command(subcommand)]
    Keys(keys::Command),
    /// What the vendor publishes: releases, advisories, support times.
    #[command(subcommand)]
    Releases(releases::Command),
    /// The people who can sign in.
    #[command(subcommand)]
    User(user::Command),
}

/// Why a command came to nothing.
#[derive(Debug)]
enum Stopped {
    /// The rules say no, or we failed.
    Refused(String),
    /// The caller can mend it: a setting, an argument, a file.
    Wrong(String),
}

impl From<WrongSetting> for Stopped {
    fn from(wrong: WrongSetting) -> Self {
        Self::Wrong(wrong.to_string())
    }
}

impl From<NotBuilt> for Stopped {
    fn from(cause: NotBuilt) -> Self {
        Self::Refused(cause.to_string())
    }
}

impl From<StoreError> for Stopped {
    fn from(cause: StoreError) -> Self {
        Self::Refused(cause.to_string())
    }
}

impl From<std::io::Error> for Stopped {
    fn from(cause: std::io::Error) -> Self {
        Self::Refused(cause.to_string())
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Refused(match failure {
            Failure::Refused(refusal) => format!("{refusal}; nothing was changed"),
            Failure::Broken(cause) => cause.to_string(),
        })
    }
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(parsed) => return out::say(&parsed),
    };
    let system = actix_web::rt::System::new();
    let ended = system.block_on(run(arguments));
    // Dropped, it would wait for an email on its way to a silent mail server; that one goes again under its Message-ID.
    std::mem::forget(system);
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stopped::Refused(why)) => {
            out::complain(format_args!("{why}"));
            ExitCode::from(1)
        }
        Err(Stopped::Wrong(why)) => {
            out::complain(format_args!("{why}"));
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Stopped> {
    let json = arguments.json;
    match arguments.command {
        Command::Demo(arguments) => demo::run(arguments).await,
        Command::Serve(arguments) => serve::serve(arguments).await,
        Command::Work => serve::work().await,
        Command::Migrate => migrate(json),
        Command::Check(arguments) => check::run(arguments, json).await,
        Command::Simulate(arguments) => simulate::run(arguments).await,
        Command::Keys(command) => keys::run(command, json).await,
        Command::Releases(command) => releases::run(command, json).await,
        Command::User(command) => user::run(command, json).await,
    }
}

/// The settings of this process, with its log begun.
fn configured() -> Result<Config, Stopped> {
    let config = Config::from_env()?;
    begin_log(&config.log, config.log_json)?;
    for file in config.secret_files.iter().filter(|file| private::is_open(file)) {
        tracing::warn!(file = %file.display(), "others can read this file, and it holds secrets: chmod 600");
    }
    Ok(config)
}

/// Logs go to stderr: stdout is for what a command prints.
fn begin_log(filter: &str, json: bool) -> Result<(), Stopped> {
    let filter = tracing_subscriber::EnvFilter::try_new(filter)
        .map_err(|_| Stopped::Wrong("SEATSYNC_LOG must be a filter such as info or seatsync=debug,info".to_owned()))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).log_internal_errors(false);
    let begun = if json { log.json().flatten_event(true).try_init() } else { log.try_init() };
    begun.map_err(|e| Stopped::Refused(e.to_string()))
}

/// The application behind a one-off command.
async fn app() -> Result<std::sync::Arc<App>, Stopped> {
    Ok(App::build(configured()?, Clock::System).await?)
}

/// What an action needs to know about a command.
fn operator(app: &App) -> Ctx {
    app.run(Actor::Operator)
}

fn migrate(json: bool) -> Result<(), Stopped> {
    let ran = Db::migrate(&configured()?.database)?;
    if json {
        println!("{}", serde_json::json!({ "migrations": ran }));
    } else if ran.is_empty() {
        println!("nothing to do");
    } else {
        println!("{} migrations done", ran.len());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
