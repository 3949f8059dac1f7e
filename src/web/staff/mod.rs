//! Pages for the vendor's staff.

pub mod alerts;
pub mod home;
pub mod instances;
pub mod invoices;
pub mod late_requests;
pub mod reconciliations;
pub mod releases;
