//! Pages for the vendor's staff.

pub mod home;
pub mod invoices;
pub mod late_requests;
pub mod settlements;
