//! Instances: what a message of one has to be, and accepting it, whichever door it came in by (R31, R33); looking at a pasted
//! one and linking; what its customer may choose; and what staff are alerted to.
//!
//! Looking checks everything and keeps what was said; nothing about the instance changes until it is confirmed. What is
//! sent by the instance itself comes in by `actions::syncs`, and ends in the same `accept`.

mod accept;
mod alerts;
mod check;
mod choose;
mod link;
mod upkeep;

pub use accept::accept_unsigned;
pub(super) use accept::{Sent, accept};
pub use alerts::{NewAlert, alert, close_flag};
pub(super) use check::{
    Turn, by_code, check_code, check_link, check_product, pinned_key, refuse_ahead, refuse_overtaken, report,
    resting_key, said, signed, signed_by, turn,
};
pub use choose::{ask_upgrade, choose_updates, unlink_instance};
pub use link::{Linked, check_instance_id, link_instance, unseal};
pub use upkeep::{MESSAGE_DAYS, compact, tell_silent};
