//! What a vendor embeds into its product: instance IDs out, tokens in, and what the licenses on record permit at an instant.
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
//! | [`usage`] | reported user counts, daily and highest |
//! | [`clock`] | an instant that never goes back (R29) |
//! | [`state`] | the files, which survive a kill at any instant |
//! | [`keys`] | the keys of portal and instance |
//! | [`wire`] | limits and text forms both messages share |

// The cast of the tests, shared with `tests/`, which knows this crate by its public name.
#[cfg(test)]
extern crate self as seatsync_agent;
#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod support;

pub mod activation_code;
pub mod clock;
pub mod history;
pub mod instance;
pub mod instance_id;
mod jwe;
mod jws;
pub mod keys;
pub mod license;
pub mod standing;
pub mod state;
pub mod token;
pub mod usage;
pub mod wire;
