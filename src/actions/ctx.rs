//! What an action may use: who acts, when, in which request, and the portal it happens in.

use std::sync::Arc;

use super::failure::{Failure, Refusal};
use super::releases::published::PublishedCache;
use crate::domain::calendar::{Day, Instant};
use crate::domain::ids::{InstanceId, PersonId};
use crate::keyring::KeyRing;
use crate::mail::Vendor;
use crate::vault::Vault;

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Somebody signed in.
    Person(PersonId),
    /// Nobody signed in: a reset link, a first contact.
    Nobody,
    /// An operator at the command line, or the demo's seeds.
    Operator,
    /// What is due by the calendar, or by the answer to something that was.
    Timetable,
    /// An instance that syncs by itself.
    Instance(InstanceId),
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Nobody => f.write_str("nobody"),
            Self::Operator => f.write_str("operator"),
            Self::Timetable => f.write_str("timetable"),
            Self::Instance(id) => write!(f, "instance:{id}"),
        }
    }
}

/// The vendor's portal: who they are, and what only they hold.
#[derive(Debug, Clone)]
pub struct Portal {
    /// The vendor, as emails and tokens name them.
    pub vendor: Vendor,
    /// Seals what rests here.
    pub vault: Vault,
    /// Opens what instances send, and signs what answers them.
    pub keys: Arc<KeyRing>,
    /// What was published for instances.
    pub shelf: PublishedCache,
}

/// Who acts, when, in which request, and in whose portal: handed to every action.
#[derive(Debug, Clone)]
pub struct Ctx {
    pub who: Actor,
    /// When; the only time an action knows.
    pub now: Instant,
    /// The name of the request or run, for audit and log.
    pub request: String,
    /// The portal it happens in.
    pub portal: Arc<Portal>,
}

impl Ctx {
    /// The UTC day it is (R1).
    #[must_use]
    pub fn today(&self) -> Day {
        self.now.date_naive()
    }

    /// The address of a page; `path` begins with a slash.
    pub(super) fn link(&self, path: &str) -> String {
        self.portal.vendor.link(path)
    }

    /// The person who acts.
    ///
    /// # Errors
    /// Nobody is signed in: the thing is missing for them.
    pub(super) fn person(&self) -> Result<PersonId, Failure> {
        match self.who {
            Actor::Person(id) => Ok(id),
            Actor::Nobody | Actor::Operator | Actor::Timetable | Actor::Instance(_) => Err(Refusal::Missing.into()),
        }
    }

    /// The person who acts, where an operator or the timetable may act as well.
    pub(super) const fn by(&self) -> Option<PersonId> {
        match self.who {
            Actor::Person(id) => Some(id),
            Actor::Nobody | Actor::Operator | Actor::Timetable | Actor::Instance(_) => None,
        }
    }
}
