//! Disputes to a reconciliation, and letting one go: why neither may be.

use super::reconciliation::ReconciliationState;

/// Why a reconciliation cannot be disputed, or waived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisputeRefused {
    /// It is reconciled: charged, invoiced, skipped, superseded, reverted or waived.
    Reconciled { state: ReconciliationState },
    /// Nothing was reconciled yet that could be waived.
    NotReconciledYet,
    /// The maximum that staff state is out of bounds (R47).
    Maximum {
        /// Users at most.
        most: i64,
    },
    /// No dispute stands.
    NoDispute,
    /// A dispute was rejected already; another one would hold up the same charge again.
    Decided,
}
