#![no_main]
//! Any bytes, alone or as a part of a package, are a format or a refusal.

use bhxh::intake::container::{inspect, inspect_oversized};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = inspect(data);
    let _ = inspect_oversized(data, 1 << 40);
    if let Some(file) = bhxh_fuzz::file(data) {
        let _ = inspect(&file);
    }
});
