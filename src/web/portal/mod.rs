//! Pages for a customer's people.

pub mod home;
pub mod instances;
pub mod renewals;
pub mod subscriptions;
pub mod tokens;
