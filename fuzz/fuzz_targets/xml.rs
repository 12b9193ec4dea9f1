#![no_main]
//! What the strict scanner accepts, another parser accepts too. Every four bytes alter a real sheet, or the bytes are the part.

use bhxh::ooxml::xml;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let part = bhxh_fuzz::part(data);
    if xml::check(&part).is_ok() {
        let text = xml::decode(&part).expect("checked");
        roxmltree::Document::parse(&text).expect("well-formed to another parser");
    }
});
