//! The harness: an application on a database of its own, the people who use it, and what they see.

pub mod app;
pub mod browser;
pub mod database;
pub mod machine;
pub mod mailbox;
pub mod page;

pub use app::TestApp;
pub use browser::{Browser, Response};
pub use machine::Machine;

use seatsync::domain::calendar::{Day, Instant};

pub fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}
