//! Pages for a customer's people.

pub mod activation_codes;
pub mod contacts;
pub mod emails;
pub mod home;
pub mod instances;
pub mod invoices;
pub mod kept;
pub mod messages;
pub mod orders;
pub mod payment_methods;
pub mod reconciliations;
pub mod renewals;
pub mod subscriptions;
pub mod support;
pub mod tokens;
pub mod unlinking;
pub mod updates;

#[cfg(test)]
mod cast_tests;
