#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| metadefender_fuzz::headers::check(data));
