//! Seatsync.
fn main() {}
