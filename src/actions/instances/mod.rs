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

pub use accept::accept_unsigned_report;
pub(super) use accept::{Sent, accept_report};
pub use alerts::{NewAlert, close_alert, raise_alert};
pub(super) use check::{
    Turn, by_code, check_code, check_link, check_product, pinned_key, refuse_ahead, refuse_overtaken, report,
    resting_key, said, signed, signed_by, turn,
};
pub use choose::{choose_update_policy, request_upgrade, unlink_instance};
pub use link::{Linked, check_instance_id, link_instance, open_instance_id};
pub use upkeep::{MESSAGE_DAYS, compact, notify_silent};
