//! What must hold of everything that was bought, counted, billed and told, whatever crashed in between: the judge behind
//! `seatsync check --invariants`, and a second ledger beside the rings. It lays out what belongs together (`rows`) and
//! recomputes by a road of its own what the actions decided; it writes nothing, and only operators ask it.
//!
//! Rows of one subscription are told apart by the order of their keys, which is the order they were written in, never by
//! their moments: who waited for a lock has the earlier moment and the later key.

mod documents;
mod dossier;
mod emails;
mod entries;
mod facts;
mod fault;
mod money;
mod numbers;
mod reconciliations;
mod renewals;
mod rows;
mod seats;
mod subscription;
mod usage;
mod walk;

pub use fault::{Fault, Kind};
pub use walk::{Assumptions, Walked, walk};
