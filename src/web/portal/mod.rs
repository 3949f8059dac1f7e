//! Pages for a customer's people.

pub mod home;
pub mod renewals;
pub mod subscriptions;
pub mod summary;
