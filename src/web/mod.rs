//! Ring 4: HTTP. Handlers read through `db.read`, change through an action, and answer with a page or a redirect.

pub mod addresses;
pub mod api;
pub mod cookies;
pub mod error;
pub mod error_page;
pub mod flash;
pub mod guards;
pub mod kept;
pub mod nav;
pub mod page;
pub mod pages;
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
pub mod views;
pub mod visit;
