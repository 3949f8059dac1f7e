//! Seatsync: a self-hosted customer portal and license server for seat-based software.
//!
//! The rings, innermost first; a ring may name rings above it in this list, never below, and the outermost four
//! (web, jobs, cli, demo) never each other, except that `cli` starts the others. `tests/tidy` keeps it so.

pub mod domain;

pub mod mail;
pub mod payments;
pub mod store;

pub mod actions;

// Plain HTTP, on which web and demo stand.
pub mod http;

pub mod cli;
pub mod demo;
pub mod jobs;
pub mod web;

// Beside the rings: handed in, never reached for; `invariants` reads the store, and only `cli` asks it.
pub mod app;
pub mod clock;
pub mod config;
pub mod fonts;
pub mod invariants;
pub mod keyring;
pub mod outage;
pub mod passwords;
pub mod pdf;
pub mod private;
pub mod seeds;
pub mod urls;
pub mod vault;
pub mod words;
