//! Machine faces under `/api/`: answers are plain text or a problem document, never a page.

pub mod limits;
pub mod problem;
pub mod syncs;
