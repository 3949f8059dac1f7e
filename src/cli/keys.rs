//! `keys list` and `keys rotate`.

use clap::Subcommand;
use serde_json::json;

use super::{Stopped, app, operator};
use crate::actions;
use crate::store;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Every key pair, newest generation first.
    List,
    /// Make a new generation of both pairs; the old ones stay readable.
    Rotate,
}

/// Lists or rotates.
pub(super) async fn run(command: Command, json: bool) -> Result<(), Stopped> {
    let app = app().await?;
    if let Command::Rotate = command {
        let (ctx, vault) = (operator(&app), app.vault.clone());
        let generation = app.db.write(move |tx| actions::keys::rotate(tx, &ctx, &vault)).await?;
        if json {
            println!("{}", json!({ "generation": generation }));
        } else {
            println!("generation {generation} is in use; compile the new public keys into your next release");
        }
        return Ok(());
    }
    for key in app.db.read(store::keys::all).await.map_err(Stopped::from)? {
        let made = key.created_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        if json {
            let line = json!({ "kid": key.kid, "use": key.usage, "generation": key.generation, "made": made });
            println!("{line}");
        } else {
            println!("{} {} generation {} made {made}", key.usage, key.kid, key.generation);
        }
    }
    Ok(())
}
