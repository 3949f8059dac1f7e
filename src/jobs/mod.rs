//! Ring 4: time instead of HTTP. Jobs are shallow and call the same actions as pages do.

pub mod send_mail;
