//! `seatsync_fuzz::targets::instance_id_parts`, fed by libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seatsync_fuzz::targets::instance_id_parts(data));
