//! Everything a request or a job needs, built once and handed in.

use std::sync::{Arc, PoisonError, RwLock};

use secrecy::ExposeSecret;

use crate::actions::releases::Shelf;
use crate::actions::{self, Actor, Ctx, Failure};
use crate::clock::Clock;
use crate::config::mail::Transport;
use crate::config::{Config, Payments};
use crate::keyring::KeyRing;
use crate::mail::Desk;
use crate::mail::transport::{self, Sender};
use crate::payments::Provider;
use crate::payments::local::Bank;
use crate::pdf::Fonts;
use crate::private;
use crate::store::Db;
use crate::vault::Vault;

/// The application.
pub struct App {
    /// Its settings.
    pub config: Config,
    /// Its database, migrated.
    pub db: Db,
    /// Its clock.
    pub clock: Clock,
    /// Its secrets.
    pub vault: Vault,
    /// Who writes letters, and how they look.
    pub desk: Desk,
    /// What sends them.
    pub sender: Sender,
    /// Who charges cards.
    pub provider: Provider,
    /// What was published for instances.
    pub shelf: Shelf,
    /// What invoices can be drawn with.
    pub fonts: Arc<Fonts>,
    keys: RwLock<Arc<KeyRing>>,
}

/// The application could not be built.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotBuilt(pub String);

fn not_built(cause: impl std::fmt::Display) -> NotBuilt {
    NotBuilt(cause.to_string())
}

impl App {
    /// Migrates and opens the database, makes the first keys if there are none, and loads them.
    ///
    /// # Errors
    /// Whatever stands in the way, in a sentence.
    pub async fn build(config: Config, clock: Clock) -> Result<Arc<Self>, NotBuilt> {
        let ran = Db::migrate(&config.database).map_err(not_built)?;
        if !ran.is_empty() {
            tracing::info!(migrations = ran.len(), "database migrated");
        }
        Self::open(config, clock).await
    }

    /// As [`App::build`], on a database that was migrated before.
    ///
    /// # Errors
    /// Whatever stands in the way, in a sentence.
    pub async fn open(config: Config, clock: Clock) -> Result<Arc<Self>, NotBuilt> {
        let db = Db::open(&config.database).map_err(not_built)?;
        let vault = Vault::new(config.master_key.expose_secret()).map_err(not_built)?;
        let keys = keys(&db, &vault, &clock).await.map_err(not_built)?;
        let desk = Desk {
            from: config.mail.from.clone(),
            base_url: config.base_url.clone(),
            brand: config.brand.clone(),
            support: config.support.clone(),
            vault: vault.clone(),
        };
        if let Transport::Folder(folder) = &config.mail.transport {
            private::close_folder(folder, transport::is_ours);
        }
        let sender = Sender::new(&config.mail.transport, config.mail.connections).map_err(not_built)?;
        let provider = match config.payments {
            Payments::Invoice => Provider::Invoices,
            Payments::Local => Provider::Local(Bank::new(db.clone())),
        };
        let keys = RwLock::new(Arc::new(keys));
        let shelf = Shelf::default();
        let fonts = Arc::new(crate::fonts::of_folders(&config.fonts));
        Ok(Arc::new(Self { config, db, clock, vault, desk, sender, provider, shelf, fonts, keys }))
    }

    /// The keys in use.
    #[must_use]
    pub fn keys(&self) -> Arc<KeyRing> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Loads the keys again, so that a rotation by another process is noticed.
    ///
    /// # Errors
    /// The store's own, or another master key.
    pub async fn reload_keys(&self) -> Result<(), Failure> {
        let vault = self.vault.clone();
        let keys = self.db.read(move |c| actions::keys::load(c, &vault)).await?;
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
        Ok(())
    }
}

/// Loads the keys, after making the first generation if there is none.
async fn keys(db: &Db, vault: &Vault, clock: &Clock) -> Result<KeyRing, Failure> {
    if !db.read(actions::keys::exist).await? {
        let ctx = Ctx { actor: Actor::Operator, now: clock.now(), request_id: "start".to_owned() };
        let vault = vault.clone();
        let made = db.write(move |tx| actions::keys::begin(tx, &ctx, &vault)).await;
        // Another process that started at the same moment may have made them.
        if let Err(failure) = made
            && !matches!(failure, Failure::Refused(_))
        {
            return Err(failure);
        }
    }
    let vault = vault.clone();
    db.read(move |c| actions::keys::load(c, &vault)).await
}
