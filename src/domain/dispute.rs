//! Objections to a settlement, and letting one go: why neither may be.

use super::reconciliation::SettlementState;

/// Why a settlement cannot be objected to, or let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is settled: charged, invoiced, skipped, superseded, reverted or let go.
    Settled { state: SettlementState },
    /// Nothing was settled yet that could be let go.
    NotSettledYet,
    /// The quarter has not begun.
    NotBegun,
    /// No objection stands.
    NoObjection,
    /// An objection was rejected already; another one would hold up the same charge again.
    Decided,
}
