#![no_main]
//! What the container lets pass is read or refused; a panic of a library is caught, one of ours is not.

use bhxh::intake::container::inspect;
use bhxh::intake::reader::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(file) = bhxh_fuzz::file(data) else { return };
    if let Ok(format) = inspect(&file) {
        let _ = read(&file, format);
    }
});
