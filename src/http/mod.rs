//! Plain HTTP and the smallest pieces of a page, the same for every server of the program: `web` and `demo` stand on it,
//! and it knows neither.

pub mod assets;
pub mod badge;
pub mod bodies;
pub mod cookies;
pub mod csrf;
pub mod form;
pub mod headers;
pub mod html;
pub mod languages;
pub mod redirects;
pub mod site;
pub mod stopping;
pub mod time;
