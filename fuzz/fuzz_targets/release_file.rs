//! `seatsync_fuzz::targets::release_file`, fed by libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seatsync_fuzz::targets::release_file(data));
