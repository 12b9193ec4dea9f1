//! Dates, numbers and cell references as the sheets spell them.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, XlsxError};

/// A date as offices write it: `30/6/2023`.
pub fn date(date: NaiveDate) -> String {
    format!("{}/{}/{}", date.day(), date.month(), date.year())
}

/// A date under a letter, with the zeros the rules on documents ask for: `Ngày 05 tháng 02 năm 2023`.
pub fn date_line(date: NaiveDate) -> String {
    let month_zero = if date.month() < 3 { "0" } else { "" };
    format!("Ngày {:02} tháng {month_zero}{} năm {}", date.day(), date.month(), date.year())
}

/// A whole number with the Vietnamese thousands separator: `3.000.000`.
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// The same date for a cell; an error for years Excel has no dates for.
pub fn excel_date(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(date.year()).map_err(|_| XlsxError::DateTimeRangeError(date.to_string()))?;
    let (month, day) = (date.month().try_into(), date.day().try_into());
    ExcelDateTime::from_ymd(year, month.expect("at most 12"), day.expect("at most 31"))
}

/// Text cut to what fits, with an ellipsis if something is lost. Excel counts in UTF-16 units.
pub fn shortened(text: &str, max_units: usize) -> String {
    if text.encode_utf16().count() <= max_units {
        return text.to_owned();
    }
    let mut units = 1; // the ellipsis
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= max_units
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// A sheet's name as formulas and links write it.
pub fn quoted_sheet(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_are_spelt_as_offices_do() {
        assert_eq!([0, 999, 1_000, 3_000_000].map(number), ["0", "999", "1.000", "3.000.000"]);
        let day = |month, day| NaiveDate::from_ymd_opt(2023, month, day).expect("a date");
        assert_eq!(date(day(6, 5)), "5/6/2023");
        assert_eq!(date_line(day(2, 5)), "Ngày 05 tháng 02 năm 2023");
        assert_eq!(date_line(day(6, 15)), "Ngày 15 tháng 6 năm 2023");
    }

    #[test]
    fn shortened_text_keeps_to_the_limit() {
        assert_eq!(shortened("Số người", 8), "Số người");
        assert_eq!(shortened("Số người đó", 8), "Số ngườ…");
    }
}
