//! Settings.
pub mod database;
