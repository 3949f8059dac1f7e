//! What tests look for on pages, in one place.

pub const HEADING: &str = "h1";
pub const PROBLEM: &str = ".problems a";
pub const FLASH: &str = "p.flash";
