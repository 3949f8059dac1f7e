//! Pages for a customer's people.

pub mod home;
pub mod instances;
pub mod pieces;
pub mod refusals;
pub mod renewals;
pub mod subscriptions;
pub mod summary;
pub mod tokens;

#[cfg(test)]
mod cast_tests;
