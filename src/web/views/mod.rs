//! What shows something: the sentences that portal, staff and public pages share, below all three.

pub mod bar;
pub mod billing;
pub mod bought;
pub mod buying;
pub mod documents;
pub mod fact;
pub mod facts;
pub mod health;
pub mod history;
pub mod licenses;
pub mod notes;
pub mod quarters;
pub mod quotes;
pub mod reconciliation;
pub mod reconciliations;
pub mod renewal;
pub mod seats;
pub mod summary;
pub mod sums;
pub mod support;
pub mod wording;
