//! Fuzzing targets. The domain is taken in as source: the package it belongs to would bring a web server and two databases along.

#[path = "../../src/domain/mod.rs"]
pub mod domain;
pub mod targets;

#[path = "../../src/actions/releases/file.rs"]
pub mod release_file;
