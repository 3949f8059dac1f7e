//! `seatsync_fuzz::targets::activation_code`, fed by libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| seatsync_fuzz::targets::activation_code(data));
