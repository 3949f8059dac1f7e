//! Ring 4: what the demo adds to a real server, each part on a port of its own: the sample [`instance`], and the
//! [`mailbox`] with the clock. Both stand on the HTTP that the portal stands on.

pub mod error;
mod error_page;
pub mod instance;
pub mod mailbox;
pub mod page;
mod server;
