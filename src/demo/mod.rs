//! Ring 4: what the demo adds to a real server, each part on a port of its own: the sample [`instance`], and the
//! [`mailbox`] with the clock. [`page`] and [`form`] are what both have in common.
//!
//! Of `web` it names `assets`, `bodies`, `headers` and `stopping` alone: files and plain HTTP, nothing of the portal.

pub mod form;
pub mod instance;
pub mod mailbox;
pub mod page;
