//! Pages for the vendor's staff.

pub mod flags;
pub mod home;
pub mod instances;
pub mod invoices;
pub mod late_requests;
pub mod releases;
pub mod settlements;
