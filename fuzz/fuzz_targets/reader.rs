#![no_main]
//! What the container lets pass is read or refused; a panic of a library is caught, one of ours is not.

use bhxh::intake::container;
use bhxh::intake::reader::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(file) = bhxh_fuzz::file(data) else { return };
    if let Ok(file) = container::open(&file, 0) {
        let _ = read(&file.bytes, file.format);
    }
});
