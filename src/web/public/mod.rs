//! Pages for anyone: signing in, a new password, an invoice by its link, and what machines ask.

pub mod contacts;
pub mod health;
pub mod invoice_links;
pub mod keys;
pub mod languages;
pub mod passwords;
pub mod sign_in;
