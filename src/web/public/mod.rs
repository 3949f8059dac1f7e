//! Pages for anyone: signing in, a new password, and what machines ask.

pub mod health;
pub mod keys;
pub mod languages;
pub mod passwords;
pub mod sign_in;
