#![no_main]
//! Any content of a cell means a count or a refusal, and a count is never above what is allowed.

use bhxh::intake::number::{Reading, read_count};
use bhxh::value::grid::Value;
use bhxh::value::text;
use libfuzzer_sys::fuzz_target;

const MAX_PEOPLE: u64 = 3_000_000;

fuzz_target!(|data: &[u8]| {
    let written = String::from_utf8_lossy(data).into_owned();
    let _ = (text::fold(&written), text::ascii_fold(&written), text::is_blank(&written));
    check(&Value::Text(written));
    if let Some(bytes) = data.first_chunk::<8>() {
        let number = f64::from_le_bytes(*bytes);
        check(&Value::Number(number));
        check(&Value::Date(number));
    }
});

fn check(value: &Value) {
    if let Reading::Count { people, .. } = read_count(value, MAX_PEOPLE) {
        assert!(people <= MAX_PEOPLE, "{people} from {value:?}");
    }
}
