//! What a vendor embeds into its product: instance IDs out, tokens in, and what the licenses on record permit at an instant.
//!
//! ```
//! use chrono::{DateTime, Utc};
//! use seatsync_agent::instance::{Instance, Settings};
//! use seatsync_agent::keys::PortalKeys;
//! use seatsync_agent::usage::Counts;
//!
//! # let dir = std::env::temp_dir().join(format!("seatsync-agent-doc-{}", std::process::id()));
//! # let now: DateTime<Utc> = "2026-11-21T12:00:00Z".parse()?;
//! // The portal's public keys are compiled in: a file that a user of the product may edit is no trust anchor.
//! const KEYS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/jwks.json"));
//! let settings = Settings {
//!     portal: "https://portal.vendor.example".to_owned(),
//!     keys: PortalKeys::from_jwks(KEYS)?,
//!     product: "devbox".to_owned(),
//!     version: "17.4.1".to_owned(),
//!     free_tier: "core".to_owned(),
//!     hostname: "git.customer.example".to_owned(),
//!     environment: "production".to_owned(),
//! };
//! // The first start makes identity and key; every later one finds them.
//! let instance = Instance::open(&dir, settings)?;
//!
//! // Once a day, and whenever counts change. Only the product knows who is billable (R4).
//! instance.report(Counts { active: 125, inactive: 15, billable: 120 }, now)?;
//!
//! // To be POSTed to the portal, or shown with a copy button: the same text.
//! let text = instance.instance_id(now, None)?;
//! assert!(text.len() < 2_000);
//!
//! // What comes back, fetched or pasted, is loaded; what is no token of this portal for this instance is refused with a sentence.
//! let refused = instance.load_token("something else", now).unwrap_err();
//! assert_eq!(refused.to_string(), "This is not a token: copy it whole from the portal, from BEGIN to END.");
//!
//! // May I? Ask at every gate. Without a license: the product's free tier.
//! assert_ne!(instance.permits(now)?.tier, "premium");
//! # std::fs::remove_dir_all(dir)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`instance::Instance`] is all that most products need; everything below it is public because Seatsync's own portal reads and writes the same
//! messages with the same code.
//!
//! | module | the single place for |
//! |---|---|
//! | [`activation_code`] | the code a customer types |
//! | [`instance_id`] | the sealed message from the instance to the portal |
//! | [`token`] | the signed message from the portal to the instance |
//! | [`license`] | one license: its term, seats and features |
//! | [`standing`] | what a set of licenses permits at an instant (R26, R27) |
//! | [`history`] | past, current and future licenses |
//! | [`sync`] | one exchange over a network, by a transport of the product's own or by `http` (feature `http`) |
//! | [`schedule`] | when to sync (R32) |
//! | [`daemon`] | what runs beside a product day and night |
//! | [`updates`] | installing an ordered update once (R35) |
//! | [`origin`] | the portal's address, in whatever spelling |
//! | [`pasted`] | the message in what somebody pasted |
//! | [`version`] | reading and comparing versions, in whatever spelling |
//! | [`usage`] | reported user counts, daily and highest |
//! | [`contact`] | the last answer, missed syncs, the last failure, the next try (R28) |
//! | [`clock`] | an instant that never goes back (R29) |
//! | [`environment`] | production or another environment (R5) |
//! | [`state`] | the files, which survive a kill at any instant |
//! | [`keys`] | the keys of portal and instance |
//! | [`wire`] | limits and text forms both messages share |

// It asks its host for a place to print; whoever embeds it reads its documentation.
#![deny(clippy::print_stdout, clippy::print_stderr)]
#![warn(missing_docs)]

// The cast of the tests, shared with `tests/`, which knows this crate by its public name.
#[cfg(test)]
extern crate self as seatsync_agent;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod support;

pub mod activation_code;
pub mod clock;
pub mod contact;
pub mod daemon;
pub mod environment;
pub mod history;
#[cfg(feature = "http")]
pub mod http;
pub mod instance;
pub mod instance_id;
mod jwe;
mod jws;
pub mod keys;
pub mod license;
pub mod origin;
pub mod pasted;
pub mod schedule;
pub mod standing;
pub mod state;
pub mod sync;
pub mod token;
pub mod updates;
pub mod usage;
pub mod version;
pub mod wire;
