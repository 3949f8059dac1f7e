//! What was published, read once for all who ask.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::actions::failure::Done;
use crate::domain::calendar::Instant;
use crate::domain::ids::ProductId;
use crate::domain::release::UpdatePolicy;
use crate::domain::release::{self, Advisory, Release, Update};
use crate::domain::subscription::Product;
use crate::domain::support::SupportTime;
use crate::store::{self, Conn};

/// What the vendor published for a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub releases: Vec<Release>,
    pub advisories: Vec<Advisory>,
    pub support: Vec<SupportTime>,
}

/// What the vendor published for a product.
pub fn published(c: &mut Conn<'_>, product: ProductId) -> Done<Published> {
    Ok(Published {
        releases: store::releases::list(c, product)?,
        advisories: store::releases::advisories(c, product)?,
        support: store::support::list(c, product)?,
    })
}

impl Published {
    /// The update an instance of a version is told of (R35).
    #[must_use]
    pub fn update(&self, version: &str, policy: UpdatePolicy, is_requested: bool) -> Option<Update> {
        release::update(&self.releases, &self.advisories, version, policy, is_requested)
    }
}

/// What was published, at hand: read anew only when something was published since.
#[derive(Debug, Clone, Default)]
pub struct PublishedCache(Arc<Mutex<BTreeMap<ProductId, CachedUntil>>>);

/// What was published until a moment.
type CachedUntil = (Option<Instant>, Arc<Published>);

impl PublishedCache {
    /// What the vendor published for a product, at least until the product was read.
    pub fn published(&self, c: &mut Conn<'_>, product: &Product) -> Done<Arc<Published>> {
        let shelf = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = shelf().get(&product.id).filter(|(until, _)| *until == product.published_at) {
            return Ok(Arc::clone(known));
        }
        let fresh = Arc::new(published(c, product.id)?);
        shelf().insert(product.id, (product.published_at, Arc::clone(&fresh)));
        Ok(fresh)
    }
}
