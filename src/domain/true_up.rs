//! What a term owes at its end beyond what was settled within it (R18).

use super::calendar::Day;
use super::ids::{TermId, TrueUpId};
use super::money::Money;

/// Users of a term that are billed at its end (R18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrueUp {
    /// Its key.
    pub id: TrueUpId,
    /// Of which term.
    pub term: TermId,
    /// Most users in it.
    pub term_max: i64,
    /// Its seats.
    pub seats: i64,
    /// Users above them.
    pub quantity: i64,
    /// Price of a seat for the whole term.
    pub per_seat: Money,
    /// Both together.
    pub amount: Money,
    /// The day it is due.
    pub due_on: Day,
}
