//! The integration tests: one binary, on the database that `SEATSYNC_TEST_DATABASE` names (`sqlite`, the default, or the
//! `postgres://…` of a server where schemas may be made). No sleeps, no order, no network but loopback.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::too_many_lines,
    unreachable_pub,
    missing_docs,
    reason = "tests: a test that panics has done its work"
)]

mod access;
mod agents;
mod amended;
mod base_url;
mod billing;
mod bodies;
mod browsers;
mod cases;
mod commands;
mod contacts;
mod departures;
mod emails;
mod groups;
mod hindsight;
mod instances;
mod invariants;
mod invoice_links;
mod invoices;
mod keys;
mod links;
mod orders;
mod outages;
mod passwords;
mod payment_methods;
mod printing;
mod races;
mod reconciliations;
mod renewals;
mod schema;
mod seed_stories;
mod sign_in;
mod statements;
mod store_story;
mod support;
mod syncs;
mod throttles;
mod words;
