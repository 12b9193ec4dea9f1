//! What a cell's content means as a count of people: nothing, a number, a number with a remark, or no count, with the reason.
//!
//! Numbers are never guessed and marks never silently become 0: an ambiguous content is remarked on, and the agency is asked.
//! Whether a blank is allowed is decided elsewhere. [`CASES`] lists every decision; the officers' page is made from it.

mod cases;
mod reading;
mod written;

use chrono::{Datelike, Days, NaiveDate};

pub use cases::{CASES, PAGE_MAX_PEOPLE, Sample, named_invisible};
pub use reading::{NotACount, Reading, Remark};

use crate::value::grid::{Disguise, Value};

/// How far from a whole number a stored number may lie and still be it. Sums of decimals leave errors below 1e-9 at the size
/// of a province, so this is generous; the smallest fraction a person types, 0.01, is ten thousand times larger.
pub const FLOAT_NOISE: f64 = 1e-6;

/// Reads a cell's value as a count of at most `max_people`.
pub fn read_count(value: &Value, max_people: u64) -> Reading {
    match value {
        Value::Blank => Reading::Blank,
        Value::Number(number) => read_stored(*number, max_people),
        Value::Text(text) => written::read(text, max_people),
        Value::Bool(value) => Reading::NotACount(NotACount::Boolean(*value)),
        Value::Error(error) => Reading::NotACount(NotACount::ExcelError(error.clone())),
        Value::Date(serial) => Reading::NotACount(read_date(*serial, max_people)),
        Value::Percent(_) => Reading::NotACount(NotACount::Percent),
        Value::Disguised(number, disguise) => read_disguised(*number, *disguise, max_people),
    }
}

/// The count that a value is, however large; `None` if it is none.
pub fn count_of(value: &Value) -> Option<u64> {
    read_count(value, u64::MAX).people()
}

/// A number that the cell doesn't show as it is; what is no count anyway is refused for that.
fn read_disguised(number: f64, disguise: Disguise, max_people: u64) -> Reading {
    match read_stored(number, max_people) {
        Reading::Count { people, .. } => Reading::Count { people, remark: Some(Remark::Disguised(disguise)) },
        other => other,
    }
}

fn read_stored(number: f64, max_people: u64) -> Reading {
    if !number.is_finite() {
        return Reading::NotACount(NotACount::NotFinite);
    }
    if number < -FLOAT_NOISE {
        return Reading::NotACount(NotACount::Negative);
    }
    match nearest_whole(number) {
        None => Reading::NotACount(NotACount::TooLarge { max_people }),
        Some(people) if people > max_people => Reading::NotACount(NotACount::TooLarge { max_people }),
        Some(people) => match (number - number.round()).abs() {
            0.0 => Reading::Count { people, remark: None },
            noise if noise <= FLOAT_NOISE => Reading::Count { people, remark: Some(Remark::FloatNoise) },
            _ => Reading::NotACount(NotACount::Fraction),
        },
    }
}

/// The nearest whole number; `None` from 2⁵³ on, where a stored number no longer tells neighbours apart.
fn nearest_whole(number: f64) -> Option<u64> {
    const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;
    let rounded = number.round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "in this range the cast neither cuts off nor saturates; -0.0 becomes 0"
    )]
    (0.0..EXACT_BELOW).contains(&rounded).then_some(rounded as u64)
}

fn read_date(serial: f64, max_people: u64) -> NotACount {
    NotACount::Date { shown: shown_date(serial), people: read_stored(serial, max_people).people() }
}

/// The date Excel shows for days since its epoch of 1900, up to the last it knows, 31/12/9999.
fn shown_date(serial: f64) -> Option<String> {
    let days = nearest_whole(serial.floor()).filter(|days| (1..=2_958_465).contains(days))?;
    // Excel counts a 29/2/1900 that never was; before it the count is one day off.
    if days == 60 {
        return Some("29/2/1900".to_owned());
    }
    let epoch = NaiveDate::from_ymd_opt(1899, 12, if days < 60 { 31 } else { 30 })?;
    let date = epoch.checked_add_days(Days::new(days))?;
    Some(format!("{}/{}/{}", date.day(), date.month(), date.year()))
}

#[cfg(test)]
mod tests;
