//! Billing: everything that costs money. Each file names only those before it: what begins a charge; what a term brings; what
//! a quarter, a true-up, a renewal, the end of a term and an order decide; what another card and the bank's answer set off;
//! and the day's work.

mod charges;
pub(super) mod terms;

mod overages;
pub(super) mod reconciliations;
pub mod true_ups;

mod renewals;
mod terms_end;

pub mod orders;
mod reminders;

pub mod cards;
pub mod outcomes;

pub mod days;
