//! `check`: whether settings, database and keys are in order. Changes nothing.

use secrecy::ExposeSecret;
use serde_json::json;

use super::{Stopped, configured};
use crate::actions;
use crate::store::{self, Db};
use crate::vault::Vault;

/// Looks, and says what is not in order.
pub(super) async fn run(json: bool) -> Result<(), Stopped> {
    let config = configured()?;
    let pending = Db::pending_migrations(&config.database)?;
    if pending > 0 {
        return Err(Stopped::Refused(format!("{pending} migrations are due; `seatsync migrate` runs them")));
    }
    let db = Db::open(&config.database)?;
    let vault = Vault::new(config.master_key.expose_secret()).map_err(|e| Stopped::Wrong(e.to_owned()))?;
    let keys = db.read(move |c| actions::keys::load(c, &vault)).await?;
    let (waiting, refused) = db.read(store::letters::unsent).await.map_err(Stopped::from)?;
    let signing = keys.signing().kid();
    if json {
        println!("{}", json!({ "signing_key": signing, "letters": { "waiting": waiting, "refused": refused } }));
    } else {
        println!("settings: in order\ndatabase: up to date\nsigning key: {signing}");
        println!("letters: {waiting} waiting, {refused} came back");
    }
    Ok(())
}
