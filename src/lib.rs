//! Seatsync.
