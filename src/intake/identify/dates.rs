//! Dates as they stand on a cover.

use chrono::{Datelike, Days, NaiveDate};

use crate::value::grid::Value;

/// The date in a cell; `None` if it holds none of this century.
pub fn read(value: &Value, date_1904: bool) -> Option<NaiveDate> {
    match value {
        Value::Date(serial) | Value::Number(serial) => of_serial(*serial, date_1904),
        Value::Text(text) => of_text(text),
        _ => None,
    }
}

/// An Excel serial (days since 30/12/1899, or 1/1/1904) as a date, if it is one of this century.
fn of_serial(serial: f64, date_1904: bool) -> Option<NaiveDate> {
    let days = serial.floor() + if date_1904 { 1462.0 } else { 0.0 };
    if !(36_526.0..73_051.0).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 36 526 and 73 051")]
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days as u64))
}

/// A date as people type it: `20/6/2023`, `20-06-23`, `20.6.2023`, `2023-06-20`, `ngày 20 tháng 6 năm 2023`.
fn of_text(text: &str) -> Option<NaiveDate> {
    let numbers: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().unwrap_or(0))
        .collect();
    let (day, month, year) = match numbers[..] {
        [year, month, day] if year > 31 => (day, month, year),
        // The year of this century by its last two digits.
        [day, month, year] if year < 100 => (day, month, 2000 + year),
        [day, month, year] => (day, month, year),
        _ => return None,
    };
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    (2000..2100).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_type_them() {
        let june = NaiveDate::from_ymd_opt(2023, 6, 20);
        for text in
            ["20/6/2023", "20/06/23", "20-6-23", "20.6.2023", "2023-06-20", "ngày 20 tháng 6 năm 2023", " 20 / 6 / 23 "]
        {
            assert_eq!(of_text(text), june, "{text}");
        }
        for text in ["31/6/2023", "20/6", "6/2023", "20/13/23", "20/6/1923", "20/6/203", "hôm nay", ""] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }
}
