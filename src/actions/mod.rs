//! Ring 3: what can be done. One public function is one transaction, one audit entry, and its emails.
//!
//! An action ends in one of three ways: done; [`Failure::Refused`], the rules say no and a page explains it; or
//! [`Failure::Broken`], we failed and log it once. A thing that is not the account's is missing: [`Refusal::Missing`].

pub mod accounts;
mod audit;
pub mod billing;
pub mod codes;
pub mod contacts;
mod ctx;
pub mod disputes;
pub mod emails;
mod failure;
pub mod instances;
pub mod invoices;
pub mod keys;
pub mod pauses;
pub mod people;
pub mod printing;
pub mod releases;
pub mod renewals;
pub mod subscriptions;
pub mod syncs;
pub mod tokens;
mod work;

use audit::{Change, post_audit};
pub use ctx::{Actor, Ctx, Portal};
pub use failure::{Broken, Done, Failure, Refusal};
use failure::{or_missing, unless_taken};
