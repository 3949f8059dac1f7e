//! `simulate FILE.json`: plays a subscription's life through the real actions and jobs, on a throw-away database, and
//! prints what became of it.

mod outcome;
mod play;
mod scenario;
mod written;
mod wrong;

use std::path::PathBuf;
use std::sync::Arc;

use super::Stopped;
use crate::app::App;
use crate::clock::Clock;
use crate::config::database::Database;
use crate::config::{Config, Payments};
use crate::domain::calendar::midnight;
use crate::store::OwnSchema;
use crate::vault;

/// What to play, and where.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The scenario.
    file: PathBuf,
    /// Play it in a schema of its own on this PostgreSQL server, instead of in memory.
    #[arg(long)]
    database: Option<String>,
}

/// Plays and prints.
pub(super) async fn run(arguments: Arguments) -> Result<(), Stopped> {
    let scenario = scenario::read(&arguments.file).map_err(|wrong| Stopped::Wrong(wrong.0))?;
    let schema = match &arguments.database {
        Some(url) => Some(schema(url)?),
        None => None,
    };
    let database = schema.as_ref().map_or(Database::Memory, OwnSchema::database);
    let clock = Clock::fixed(midnight(scenario.subscription.anchor));
    let app = App::build(config(database)?, clock).await?;
    let played = play::play(Arc::clone(&app), &scenario).await?;
    let outcome = outcome::outcome(&app, &played, scenario.until).await?;
    drop(app);
    println!("{outcome:#}");
    Ok(())
}

fn schema(url: &str) -> Result<OwnSchema, Stopped> {
    match url.parse() {
        Ok(Database::Postgres { url }) => OwnSchema::create(&url).map_err(Stopped::Refused),
        _ => Err(Stopped::Wrong("--database must be postgres://USER@HOST/NAME".to_owned())),
    }
}

/// Nothing of the environment: a simulation never touches a real database, mailbox or bank.
fn config(database: Database) -> Result<Config, Stopped> {
    let key = ("SEATSYNC_MASTER_KEY".to_owned(), vault::new_master_key());
    let config = Config::from_map(&std::iter::once(key).collect())?;
    Ok(Config { database, payments: Payments::Local, ..config })
}
