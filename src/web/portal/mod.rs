//! Pages for a customer's people.

pub mod instances;
pub mod pieces;
pub mod refusals;
pub mod tokens;

#[cfg(test)]
mod cast;
