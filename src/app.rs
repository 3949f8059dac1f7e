//! Everything a request or a job needs, built once and handed in.

use std::sync::{Arc, PoisonError, RwLock};

use secrecy::ExposeSecret;

use crate::actions::releases::published::PublishedCache;
use crate::actions::{self, Actor, Ctx, Failure, Portal};
use crate::clock::Clock;
use crate::config::mail::Transport;
use crate::config::{Config, Payments};
use crate::domain::calendar::Instant;
use crate::keyring::KeyRing;
use crate::mail::Vendor;
use crate::mail::transport::{self, Sender};
use crate::payments::Provider;
use crate::payments::local::Bank;
use crate::pdf::Fonts;
use crate::private;
use crate::store::{Conn, Db};
use crate::vault::Vault;

/// The application.
pub struct App {
    /// Its settings.
    pub config: Config,
    /// Its database, migrated.
    pub db: Db,
    pub clock: Clock,
    /// Its secrets.
    pub vault: Vault,
    /// What sends them.
    pub sender: Sender,
    /// Who charges cards.
    pub provider: Provider,
    /// What invoices can be drawn with.
    pub fonts: Arc<Fonts>,
    portal: RwLock<Arc<Portal>>,
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
        let vendor = Vendor {
            from: config.mail.from.clone(),
            base_url: config.base_url.clone(),
            brand: config.brand.clone(),
            support: config.support.clone(),
        };
        let portal = portal(&db, vendor, &vault, clock.now()).await.map_err(not_built)?;
        if let Transport::Folder(folder) = &config.mail.transport {
            private::close_folder(folder, transport::is_ours);
        }
        let sender = Sender::new(&config.mail.transport, config.mail.connections).map_err(not_built)?;
        let provider = match config.payments {
            Payments::Invoice => Provider::Invoices,
            Payments::Local => Provider::Local(Bank::new(db.clone())),
        };
        let portal = RwLock::new(Arc::new(portal));
        let fonts = Arc::new(crate::fonts::of_folders(&config.fonts));
        Ok(Arc::new(Self { config, db, clock, vault, sender, provider, fonts, portal }))
    }

    /// The portal, with the keys in use.
    #[must_use]
    pub fn portal(&self) -> Arc<Portal> {
        Arc::clone(&self.portal.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The keys in use.
    #[must_use]
    pub fn keys(&self) -> Arc<KeyRing> {
        Arc::clone(&self.portal().keys)
    }

    /// What an action may use when this one acts now, in a request of this name.
    #[must_use]
    pub fn ctx(&self, who: Actor, request: impl Into<String>) -> Ctx {
        Ctx { who, now: self.clock.now(), request: request.into(), portal: self.portal() }
    }

    /// The same in a run of its own.
    #[must_use]
    pub fn run(&self, who: Actor) -> Ctx {
        self.ctx(who, uuid::Uuid::now_v7().to_string())
    }

    /// Loads the keys again, so that a rotation by another process is noticed.
    ///
    /// # Errors
    /// The store's own, or another master key.
    pub async fn reload_keys(&self) -> Result<(), Failure> {
        let vault = self.vault.clone();
        let keys = self.db.read(move |c| actions::keys::load_keys(c, &vault)).await?;
        let portal = Portal { keys: Arc::new(keys), ..Portal::clone(&self.portal()) };
        *self.portal.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(portal);
        Ok(())
    }
}

/// The portal with its keys, after making the first generation if there is none.
async fn portal(db: &Db, vendor: Vendor, vault: &Vault, now: Instant) -> Result<Portal, Failure> {
    let with = |keys| Portal { vendor, vault: vault.clone(), keys: Arc::new(keys), shelf: PublishedCache::default() };
    let opening = vault.clone();
    let load = move |c: &mut Conn<'_>| actions::keys::load_keys(c, &opening);
    if db.read(actions::keys::keys_exist).await? {
        return Ok(with(db.read(load).await?));
    }
    let first = actions::keys::first_keys(vault, now)?;
    let portal = with(KeyRing::open(&first, vault).map_err(Failure::broken)?);
    let ctx = Ctx { who: Actor::Operator, now, request: "start".to_owned(), portal: Arc::new(portal.clone()) };
    match db.write(move |tx| actions::keys::generate_keys(tx, &ctx, &first)).await {
        // Another process that started at the same moment may have made them.
        Ok(_) | Err(Failure::Refused(_)) => Ok(Portal { keys: Arc::new(db.read(load).await?), ..portal }),
        Err(failure) => Err(failure),
    }
}
