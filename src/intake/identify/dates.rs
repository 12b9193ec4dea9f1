//! Dates as they stand on a cover.

use chrono::{Datelike, Days, NaiveDate};

use crate::value::grid::Value;
use crate::value::wording;

/// The date in a cell; `None` if it holds none: a number only counts for one of this century.
pub fn read(value: &Value, date_1904: bool) -> Option<NaiveDate> {
    match value {
        Value::Date(serial) | Value::Number(serial) => of_serial(*serial, date_1904),
        Value::Text(text) => of_text(text),
        _ => None,
    }
}

/// A cell that its format shows as a date, as a date; `None` for every other, and for a number that is no day.
pub fn shown(value: &Value, date_1904: bool) -> Option<String> {
    let Value::Date(serial) = value else { return None };
    let days = serial.floor() + if date_1904 { 1462.0 } else { 0.0 };
    // Excel has no days before 1900; its 29/2/1900, which never was, makes those before it a day later.
    if !(61.0..2_958_466.0).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 61 and 2 958 466")]
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days as u64))?;
    Some(wording::date(date))
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
    // A year of another century is a typing error and is reported as another year.
    (1900..2200).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_in_a_date_format_is_shown_as_excel_shows_it() {
        let shown = |serial, date_1904| shown(&Value::Date(serial), date_1904);
        assert_eq!(shown(44_928.0, false).as_deref(), Some("2/1/2023"));
        assert_eq!(shown(43_466.5, true).as_deref(), Some("2/1/2023"));
        assert_eq!(
            [shown(-1.0, false), shown(1e300, false), super::shown(&Value::Number(44_928.0), false)],
            [None, None, None]
        );
    }

    #[test]
    fn dates_are_read_as_people_type_them() {
        let june = NaiveDate::from_ymd_opt(2023, 6, 20);
        for text in
            ["20/6/2023", "20/06/23", "20-6-23", "20.6.2023", "2023-06-20", "ngày 20 tháng 6 năm 2023", " 20 / 6 / 23 "]
        {
            assert_eq!(of_text(text), june, "{text}");
        }
        for text in ["31/6/2023", "20/6", "6/2023", "20/13/23", "20/6/203", "hôm nay", ""] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }
}
