//! What a term owes at its end beyond what was reconciled within it (R18).

use super::calendar::Day;
use super::ids::{TermId, TrueUpId};
use super::money::Money;

/// Users of a term that are billed at its end (R18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrueUp {
    pub id: TrueUpId,
    pub term: TermId,
    /// Most users in it.
    pub term_max: i64,
    pub seats: i64,
    /// Users above them.
    pub quantity: i64,
    /// Price of a seat for the whole term.
    pub per_seat: Money,
    /// Both together.
    pub amount: Money,
    pub due_on: Day,
}
