//! Ring 1: what is right. Pure functions and values; no IO, no clock, no SQL, no prose for people.

pub mod account;
pub mod attempt;
pub mod audit;
pub mod calendar;
pub mod contact;
pub mod email_address;
pub mod ids;
pub mod instance;
pub mod language;
pub mod letter;
pub mod license;
pub mod money;
pub mod overview;
pub mod password;
pub mod person;
pub mod plan;
pub mod reconciliation;
pub mod renewal;
pub mod role;
pub mod session;
pub mod subscription;
pub mod text_enum;
pub mod usage;
