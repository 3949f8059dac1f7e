//! Ring 4: HTTP. Handlers read through `db.read`, change through an action, and answer with a page or a redirect.

pub mod addresses;
pub mod api;
pub mod assets;
pub mod bodies;
pub mod cookies;
pub mod documents;
pub mod error;
pub mod fields;
pub mod flash;
pub mod guards;
pub mod headers;
pub mod kept;
pub mod page;
pub mod portal;
pub mod public;
pub mod redis;
pub mod refusals;
pub mod request_log;
pub mod routes;
pub mod server;
pub mod session;
pub mod session_store;
pub mod staff;
pub mod stopping;
pub mod urls;
pub mod visit;
